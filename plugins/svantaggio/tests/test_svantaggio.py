from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matcher_svantaggio import Svantaggio
from matcher_svantaggio.assess import Offer, assess
from matcher_svantaggio.columns import BIRTH, build, build_vacancies, members
from matcher_svantaggio.records import Facts
from matcher_svantaggio.tables import read_law

from matcher.domain.record import Mention
from matcher.domain.vacancy import Vacancy
from matcher.errors import InputError, PluginError
from matcher.plugin import MatchRequest, day_number
from matcher.testing import DAY, Kit, Workshop, conformance_problems

pytest_plugins = ["matcher.testing.fixtures"]

ACT = {
    "authority": "Regione Prova",
    "number": "DGR 1/2026",
    "issued_on": date(2026, 1, 10),
    "valid_from": date(2026, 2, 1),
    "valid_to": date(2028, 12, 31),
}
BOOK = read_law()
GROUPS = ("disadvantaged", "severely_disadvantaged")


def kit(workshop: Workshop, records: dict[str, Any], settings: dict[str, Any] | None = None) -> Kit:
    found = workshop.kit(
        {"svantaggio": Svantaggio},
        settings={"svantaggio": {"act": ACT} if settings is None else settings},
        records={"svantaggio": records},
    )
    # ages of forty for all, so that only the facts of a test decide
    forty = {
        name: one.model_copy(update={"birth_date": date(1986, 1, 1)}) for name, one in found.protected.items()
    }
    return found.with_people(found.people, forty)


# -- columns agree with the rule --------------------------------------------------------------------------

days = st.dates(date(2022, 1, 1), DAY)
proofs = st.dictionaries(
    st.sampled_from("abcdefg"),
    st.fixed_dictionaries(
        {
            "state": st.sampled_from(["declared", "certified", "expired", "contested"]),
            "valid_until": st.none() | st.dates(DAY - timedelta(days=2), DAY + timedelta(days=2)),
        }
    ),
    max_size=3,
)


@st.composite
def jobs(draw: Any) -> dict[str, Any]:
    start = draw(days)
    end = draw(st.none() | st.dates(start, start + timedelta(days=400)))
    kind = draw(st.sampled_from(["dipendente", "parasubordinato", "autonomo", "tirocinio"]))
    return {
        "start": start,
        "end": end,
        "kind": kind,
        "regular": draw(st.booleans()),
        "income": draw(st.none() | st.sampled_from([0, 5499, 5500, 8173, 8174, 8499, 8500])),
    }


facts_of_a_person = st.fixed_dictionaries(
    {
        "jobs": st.none() | st.lists(jobs(), max_size=3),
        "isced": st.none() | st.integers(0, 5),
        "study_ended_on": st.none() | st.dates(date(2024, 2, 25), date(2026, 4, 1)),
        "had_first_job": st.none() | st.booleans(),
        "single_adult": st.none() | st.booleans(),
        "dependants": st.none() | st.integers(0, 2),
        "gender": st.sampled_from([None, "F", "M"]),
        "minority_need": st.none() | st.booleans(),
        "proofs": proofs,
    }
)
births = (
    st.none()
    | st.sampled_from([date(2001, 3, 1) + timedelta(days=n) for n in range(3)])
    | st.dates(date(1975, 1, 1), date(1977, 1, 1))
)


@settings(max_examples=300, deadline=None)
@given(
    facts_of_a_person,
    births,
    st.sampled_from(["", "F", "Q"]),
    st.lists(st.sampled_from(["7212", "7223", "5120", "4321"]), max_size=2),
    st.sampled_from(GROUPS),
)
def test_the_columns_say_what_the_rule_says(
    facts: dict[str, Any], birth: date | None, sector: str, professions: list[str], group: str
) -> None:
    held = Facts.model_validate(facts)
    found = assess(held, birth, Offer(sector, tuple(professions)), BOOK.on(DAY), DAY)
    expected = found.disadvantaged if group == "disadvantaged" else found.severely
    columns = build([held], BOOK.latest, certified_only=False)
    protected = {name: columns[name] for name in columns.columns}
    protected[BIRTH] = pl.Series(BIRTH, [day_number(birth)], dtype=pl.Int32)
    bit = 1 << (ord(sector) - ord("A")) if sector else None
    asked = [Mention(text=code, concept=f"{code}.any") for code in professions]
    listed = build_vacancies([Vacancy(id="V1", title="prova", occupations=tuple(asked))], BOOK.professions)
    values = {"sector": bit, **listed.row(0, named=True)}
    request = MatchRequest("V1", "vacancy", DAY, 10, values, {})
    found_members = members(group, request, protected, BOOK.on(DAY), BOOK.professions)
    assert bool(found_members[0]) == (expected is True)


def test_a_profession_counts_while_its_decree_is_in_force(workshop: Workshop) -> None:
    some = {"P04": {"gender": "F"}, "P06": {"gender": "M"}}
    found = kit(workshop, some)
    drivers = found.vacancies[0].model_copy(
        update={
            "occupations": (Mention(text="carrellista", concept="8344.forklift_operator"),),
            "employer": found.vacancies[0].employer.model_copy(update={"ateco": "Q"}),
        }
    )
    clerks = drivers.model_copy(update={"occupations": (Mention(text="x", concept="4110.office_clerk"),)})
    moved = {row.id for row in found.match(drivers, size=30).ranked if row.moved_by}
    assert moved == {"P04"}
    request = found.request(drivers)
    assert request.ask.values["svantaggio.professions"] > 0
    assert found.request(clerks).ask.values["svantaggio.professions"] == 0
    assert not any(row.moved_by for row in found.match(clerks, size=30).ranked)


# -- in a shortlist ---------------------------------------------------------------------------------------


def test_without_an_act_there_is_no_precedence(workshop: Workshop) -> None:
    everybody = {f"P{number:02}": {"isced": 1} for number in range(4, 31)}
    for vacancy in ("V1", "V3"):
        found = kit(workshop, everybody, {}).match(vacancy)
        assert found == workshop.kit().with_people(found_people(workshop), found_protected(workshop)).match(
            vacancy
        )


def found_people(workshop: Workshop) -> Any:
    return workshop.kit().people


def found_protected(workshop: Workshop) -> Any:
    return kit(workshop, {}).protected


def test_with_an_act_they_go_first_among_equals_and_the_fit_stays(workshop: Workshop) -> None:
    plain = kit(workshop, {}).match("V1")
    found = kit(workshop, {"P04": {"isced": 1}}).match("V1")
    assert {row.id for row in found.ranked if row.moved_by} == {"P04"}
    assert {row.id: row.score for row in found.ranked} == {row.id: row.score for row in plain.ranked}
    assert not any(row.notes for row in found.ranked)  # the person is not marked


def test_the_priority_names_both_acts(workshop: Workshop) -> None:
    ((_, rule),) = kit(workshop, {}).gate.priorities.values()
    assert str(rule.act) == "Regione Prova DGR 1/2026 (Reg. (UE) 651/2014 art. 2, punto 4)"
    assert rule.act is not None
    assert rule.act.valid_to == date(2026, 12, 31)  # the regulation ends before the region's act


def test_when_the_regulation_ends_the_priority_switches_itself_off(workshop: Workshop) -> None:
    some = {"P04": {"isced": 1}}
    assert any(row.moved_by for row in kit(workshop, some).match("V1", day=date(2026, 12, 31)).ranked)
    after = kit(workshop, some).match("V1", day=date(2027, 1, 1))
    assert not any(row.moved_by for row in after.ranked)
    assert any("DISADVANTAGED" in notice for notice in after.notices)


@pytest.mark.parametrize("state", ["expired", "contested"])
def test_a_proof_that_does_not_stand_gives_no_precedence(workshop: Workshop, state: str) -> None:
    some = {"P04": {"isced": 1, "proofs": {"c": {"state": state}}}}
    assert not any(row.moved_by for row in kit(workshop, some).match("V1").ranked)


def test_an_act_may_ask_for_certificates(workshop: Workshop) -> None:
    strict = {"act": ACT, "certified_only": True}
    assert not any(row.moved_by for row in kit(workshop, {"P04": {"isced": 1}}, strict).match("V1").ranked)
    certified = {"P04": {"isced": 1, "proofs": {"c": {"state": "certified"}}}}
    assert {row.id for row in kit(workshop, certified, strict).match("V1").ranked if row.moved_by} == {"P04"}


def test_facts_change_no_score_and_no_reason(workshop: Workshop) -> None:
    facts = {
        "isced": 0,
        "single_adult": True,
        "dependants": 3,
        "minority_need": True,
        "gender": "F",
        "jobs": [],
    }
    everybody = {f"P{number:02}": facts for number in range(1, 31)}
    for vacancy in ("V1", "V2", "V5"):
        assert kit(workshop, everybody).judge(vacancy) == kit(workshop, {}).judge(vacancy)


@pytest.mark.parametrize(
    "mode",
    [{"mode": "bounded_boost", "points": 2}, {"mode": "reserved_places", "places": 2}, {"mode": "report"}],
)
def test_an_act_chooses_the_way(workshop: Workshop, mode: dict[str, Any]) -> None:
    found = kit(workshop, {"P04": {"isced": 1}}, {"act": ACT, **mode}).match("V1")
    assert {row.id: row.score for row in found.ranked} == {
        row.id: row.score for row in kit(workshop, {}).match("V1").ranked
    }


@pytest.mark.parametrize(
    "settings", [{"act": {**ACT, "number": ""}}, {"mode": "first"}, {"act": ACT, "mode": "bounded_boost"}]
)
def test_wrong_settings_stop_the_start(workshop: Workshop, settings: dict[str, Any]) -> None:
    with pytest.raises(PluginError):
        kit(workshop, {}, settings)


def test_wrong_facts_name_the_person(workshop: Workshop) -> None:
    with pytest.raises(InputError, match="«P04»"):
        kit(workshop, {"P04": {"isced": 12}}).match("V1")


def test_it_keeps_its_contract(workshop: Workshop) -> None:
    settings: dict[str, Any] = {"act": ACT}
    records = {
        "P01": {"isced": 2, "jobs": [{"start": "2020-01-01", "end": "2023-06-30"}]},
        "P04": {"single_adult": True, "dependants": 1},
        "P05": {"gender": "F", "proofs": {"f": {"state": "contested"}}},
    }
    assert conformance_problems(workshop, "svantaggio", Svantaggio, settings=settings, records=records) == []
