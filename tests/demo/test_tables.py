"""The data of the generator hang together and name only what the vocabularies know."""

from __future__ import annotations

import pytest

from matcher.demo.tables import Tables, load_tables
from matcher.vocabulary.bundle import Vocabularies


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_tables()


def test_roles_and_families_use_known_ids(tables: Tables, vocabularies: Vocabularies) -> None:
    for family in tables.families.values():
        assert family.roles, family.name
        assert set(family.near) <= set(tables.families)
        assert set(family.times) <= set(tables.times)
        assert family.contracts in tables.contracts
        assert family.study in tables.education["patterns"]
        assert all(field in vocabularies["field"] for field in family.fields)
        assert all(skill in vocabularies["skill"] for skill in family.skills)
        for role in family.roles:
            assert role.occupation in vocabularies["occupation"]
            assert all(skill in vocabularies["skill"] for skill in role.core), role.occupation
            assert all(licence in vocabularies["licence"] for licence, _ in role.licences), role.occupation


def test_every_setting_has_its_limits(tables: Tables) -> None:
    for family in tables.families.values():
        for kind in ("shifts", "days", "contracts"):
            assert family.setting in tables.limits[kind], (family.name, kind)


def test_limits_and_contracts_use_known_codes(tables: Tables, vocabularies: Vocabularies) -> None:
    schedules, contracts = vocabularies["schedule"].by_id, vocabularies["contract"].by_id
    known = {"shifts": schedules, "days": schedules, "contracts": contracts}
    for kind, codes in known.items():
        for rows in tables.limits[kind].values():
            for _, words in rows:
                assert words in ("any", "none") or set(words.split("|")) <= set(codes), words
    for rows in tables.contracts.values():
        assert all(set(codes.split("|")) <= set(contracts) for _, codes, _, _ in rows)


def test_every_region_has_an_economy(tables: Tables, vocabularies: Vocabularies) -> None:
    listed = {region for regions in tables.economies["regions"].values() for region in regions}
    assert listed == {region for _, region, _ in vocabularies.places.provinces.values()}


def test_districts_name_towns_that_exist(tables: Tables, vocabularies: Vocabularies) -> None:
    names = {(m.province, m.name) for m in vocabularies.places.municipalities}
    for province, own in tables.economies["provinces"].items():
        assert province in vocabularies.places.provinces
        assert set(own["factors"]) <= set(tables.families), province
        for family, towns in own["districts"].items():
            assert family in tables.families
            assert all((province, town) in names for town in towns), (province, towns)


def test_qualifications_and_their_words_are_understood(tables: Tables, vocabularies: Vocabularies) -> None:
    from matcher.exchange.labels import Labels

    labels = Labels.of(vocabularies)
    for pattern in tables.education["patterns"].values():
        assert all(name in vocabularies["education"] for name in pattern)
        assert all(name in tables.education["age"] for name in pattern)
    for name, words in tables.education["words"].items():
        assert [labels.education.find(text) for text in words] == [name] * len(words), name
