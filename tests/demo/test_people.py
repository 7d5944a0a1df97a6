"""Invented people: the same every time, valid, apart from their private data, and believable."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from matcher.demo.people import StoredPerson, generate_candidates
from matcher.domain.candidate import Candidate
from matcher.domain.constraint import ConstraintKind
from matcher.domain.protected import Protected
from matcher.errors import InputError
from matcher.vocabulary.bundle import Vocabularies

ON = date(2026, 3, 2)
FORKLIFT = "equipment.forklift_industrial"


def share(people: list[StoredPerson], holds) -> float:
    return sum(1 for person in people if holds(person)) / len(people)


def licences(person: StoredPerson) -> set[str]:
    return {claim.concept for claim in person.candidate.licences or ()}


def occupations(person: StoredPerson) -> set[str]:
    return {wish.concept for wish in person.candidate.wanted or ()}


def test_the_same_seed_makes_the_same_people(vocabularies: Vocabularies, modena: list[StoredPerson]) -> None:
    again = list(generate_candidates("MO", 40, 1, vocabularies, ON))
    assert again == modena[:40]


def test_another_seed_makes_others(vocabularies: Vocabularies, modena: list[StoredPerson]) -> None:
    others = list(generate_candidates("MO", 40, 2, vocabularies, ON))
    assert sum(a.candidate.work == b.candidate.work for a, b in zip(others, modena[:40], strict=True)) < 10


def test_a_stretch_of_a_population_can_be_made_by_itself(
    vocabularies: Vocabularies, modena: list[StoredPerson]
) -> None:
    assert list(generate_candidates("MO", 10, 1, vocabularies, ON, first=101)) == modena[100:110]


def test_an_unknown_province_is_refused(vocabularies: Vocabularies) -> None:
    with pytest.raises(InputError, match="XX") as caught:
        next(generate_candidates("XX", 1, 1, vocabularies, ON))
    assert caught.value.code == "E-DEM-001"


@pytest.mark.parametrize("province", ["AO", "BZ", "RM", "CT", "SU", "TS"])
def test_any_province_has_people_who_live_there(vocabularies: Vocabularies, province: str) -> None:
    people = list(generate_candidates(province, 60, 4, vocabularies, ON))
    homes = [person.candidate.home.code for person in people if person.candidate.home]
    inside = [
        vocabularies.places.municipalities[vocabularies.places.index(code)].province == province
        for code in homes
    ]
    assert len(homes) == 60
    assert sum(inside) >= 48


def test_every_code_is_of_its_vocabulary(vocabularies: Vocabularies, modena: list[StoredPerson]) -> None:
    for person in modena:
        candidate = person.candidate
        linked = {
            "occupation": [m.concept for m in (*(candidate.wanted or ()), *(candidate.inclinations or ()))]
            + [job.occupation.concept for job in candidate.work or ()],
            "skill": [claim.skill.concept for claim in candidate.skills or ()],
            "licence": [claim.concept for claim in candidate.licences or ()],
            "language": [claim.language for claim in candidate.languages or ()],
            "education": [education.concept for education in candidate.education or ()],
            "field": [education.field for education in candidate.education or ()],
        }
        for kind, codes in linked.items():
            assert all(code in vocabularies[kind] for code in codes if code), (candidate.id, kind)
        for limit in candidate.constraints:
            kind = {"shifts": "schedule", "days": "schedule", "contracts": "contract"}.get(limit.kind.value)
            if kind and isinstance(limit.value, tuple):
                assert set(limit.value) <= set(vocabularies[kind].by_id), candidate.id


def test_records_survive_validation_from_their_own_dump(modena: list[StoredPerson]) -> None:
    for person in modena[:200]:
        assert Candidate.model_validate(person.candidate.model_dump()) == person.candidate
        assert Protected.model_validate(person.protected.model_dump()) == person.protected


def test_records_are_marked_and_tied_by_their_id(modena: list[StoredPerson]) -> None:
    assert modena[0].candidate.id == "CAND-000001"
    for person in modena:
        assert person.candidate.invented
        assert person.candidate.id == person.contact.candidate_id == person.protected.candidate_id


def test_contacts_reach_nobody(modena: list[StoredPerson]) -> None:
    for person in modena:
        assert person.contact.email == "" or person.contact.email.endswith("@example.invalid")
        assert person.contact.phone.startswith("000 ")
        assert person.contact.codice_fiscale == ""


def test_a_profile_says_nothing_of_contacts_or_protected_data(modena: list[StoredPerson]) -> None:
    for person in modena:
        shown = person.candidate.model_dump_json().lower()
        assert "@" not in shown
        assert person.contact.phone not in shown
        assert f"{person.contact.first_name} {person.contact.last_name}".lower() not in shown
        assert person.protected.citizenship in ("italiana", "") or person.protected.citizenship not in shown
        assert str(person.protected.birth_date) not in shown
        assert all(words not in shown for words in person.protected.own_words)


def test_working_lives_hold_together(modena: list[StoredPerson]) -> None:
    for person in modena:
        dated = [job for job in person.candidate.work or () if job.start]
        for job in dated:
            assert (job.end or ON) >= job.start
            assert (job.end or ON) <= ON
            age = (job.start - person.protected.birth_date).days / 365.25
            assert 15 < age < 65, person.candidate.id
        for later, earlier in pairwise(dated):
            assert earlier.end is not None
            assert earlier.end <= later.start, person.candidate.id


def test_only_those_at_work_have_a_job_without_end(modena: list[StoredPerson]) -> None:
    for person in modena:
        current = any(job.start and not job.end for job in person.candidate.work or ())
        if current:
            assert person.candidate.employment_status in ("occupato in cerca", "sospeso/CIG")


def test_licences_fit_the_trade(modena: list[StoredPerson]) -> None:
    drivers = [
        p for p in modena if "8332.articulated_truck_driver" in occupations(p) and p.candidate.licences
    ]
    forklifts = [p for p in modena if occupations(p) & {"8344.forklift_driver", "8344.reach_truck_operator"}]
    clerks = [p for p in modena if occupations(p) & {"4311.accounting_clerk", "4120.secretary"}]
    assert len(drivers) > 5
    assert share(drivers, lambda p: "CE" in licences(p)) > 0.8
    assert share(forklifts, lambda p: FORKLIFT in licences(p)) > 0.6
    assert share(clerks, lambda p: FORKLIFT in licences(p)) < 0.05


def test_some_certificates_have_expired_and_most_have_not(modena: list[StoredPerson]) -> None:
    days = [
        claim.expires_on
        for person in modena
        for claim in person.candidate.licences or ()
        if claim.concept == FORKLIFT and claim.expires_on
    ]
    expired = sum(day < ON for day in days) / len(days)
    assert 0.05 < expired < 0.35


def test_shares_are_those_of_a_job_centre(modena: list[StoredPerson]) -> None:
    assert 0.68 < share(modena, lambda p: "B" in licences(p)) < 0.9
    assert 0.34 < share(modena, lambda p: p.protected.sex == "F") < 0.6
    assert 0.1 < share(modena, lambda p: p.protected.citizenship != "italiana") < 0.35
    assert 0.85 < share(modena, lambda p: p.candidate.availability.status == "available") < 0.97
    assert 0.5 < share(modena, lambda p: p.candidate.pact is not None) < 0.85
    assert 0.01 < share(modena, lambda p: not p.candidate.work) < 0.12


@pytest.mark.parametrize(
    "kind",
    [
        ConstraintKind.MAX_DISTANCE_KM,
        ConstraintKind.SHIFTS,
        ConstraintKind.DAYS,
        ConstraintKind.CONTRACTS,
        ConstraintKind.EARLIEST_START,
    ],
)
def test_one_in_eight_was_not_asked(modena: list[StoredPerson], kind: ConstraintKind) -> None:
    asked = share(modena, lambda p: any(limit.kind is kind for limit in p.candidate.constraints))
    assert 0.83 < asked < 0.93


def test_limits_are_hard_soft_or_none(modena: list[StoredPerson]) -> None:
    km = [c for p in modena for c in p.candidate.constraints if c.kind is ConstraintKind.MAX_DISTANCE_KM]
    stated = [limit for limit in km if limit.value is not None]
    assert all(5 <= limit.value <= 60 for limit in stated)
    assert 0.6 < sum(limit.hard for limit in stated) / len(stated) < 0.95
    assert any(limit.value is None for limit in km)
    assert all(limit.hard for limit in km if limit.value is None)


def test_italian_is_stated_by_those_who_learned_it(modena: list[StoredPerson]) -> None:
    def states_italian(person: StoredPerson) -> bool:
        return any(claim.language == "it" for claim in person.candidate.languages or ())

    foreign = [p for p in modena if p.protected.citizenship not in ("italiana", "")]
    native = [p for p in modena if p.protected.citizenship == "italiana"]
    assert share(foreign, states_italian) > 0.7
    assert share(native, states_italian) < 0.35


def test_trades_follow_the_province(vocabularies: Vocabularies, modena: list[StoredPerson]) -> None:
    catania = list(generate_candidates("CT", 1500, 1, vocabularies, ON))

    def groups(people: list[StoredPerson], *codes: str) -> float:
        return share(people, lambda p: any(one[:4] in codes for one in occupations(p)))

    assert groups(modena, "8181") > 4 * groups(catania, "8181")
    assert groups(catania, "9211", "6112") > 2 * groups(modena, "9211", "6112")


def test_ceramic_workers_live_in_the_ceramic_towns(
    vocabularies: Vocabularies, modena: list[StoredPerson]
) -> None:
    district = {"Sassuolo", "Fiorano Modenese", "Formigine", "Maranello", "Castelvetro di Modena"}
    workers = [p for p in modena if any(code[:4] == "8181" for code in occupations(p))]
    places = vocabularies.places

    def in_district(person: StoredPerson) -> bool:
        return places.municipalities[places.index(person.candidate.home.code)].name in district

    assert share(workers, in_district) > 2 * share(modena, in_district)
