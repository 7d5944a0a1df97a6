from __future__ import annotations

import matcher_notte
import pytest

from matcher.domain.place import Place
from matcher.domain.vacancy import Vacancy
from matcher.testing import Kit, Workshop, conformance_problems

pytest_plugins = ["matcher.testing.fixtures"]

NIGHT, DAY_WORK = "V2", "V1"


@pytest.fixture(scope="module")
def kit(workshop: Workshop) -> Kit:
    return workshop.kit({"notte": matcher_notte})


def state(kit: Kit, vacancy: str | Vacancy, person: str) -> str:
    """What the plugin itself says of a pair, whatever the other rules say."""
    verdict = kit.judge(vacancy)[person].verdict
    if any(reason.code == "NIGHT_TRANSPORT" for reason in verdict.reasons):
        return "removed"
    return "asked" if any(question.code == "NIGHT_TRANSPORT" for question in verdict.questions) else "kept"


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("P01", "kept"),  # own vehicle
        ("P02", "kept"),  # no vehicle, same municipality
        ("P03", "kept"),  # no vehicle, within three kilometres
        ("P04", "removed"),  # no vehicle, sixteen kilometres
        ("P06", "asked"),  # far, vehicle never asked
        ("P13", "asked"),  # home unknown, vehicle never asked
        ("P27", "kept"),  # vehicle never asked, same municipality
    ],
)
def test_who_gets_there_at_night(kit: Kit, person: str, expected: str) -> None:
    assert state(kit, NIGHT, person) == expected


def test_by_day_nobody_is_concerned(kit: Kit) -> None:
    assert {state(kit, DAY_WORK, person.id) for person in kit.people} == {"kept"}


@pytest.mark.parametrize(
    ("shifts", "expected"),
    [
        (("night",), "removed"),
        (("three_shifts",), "removed"),
        (("continuous",), "removed"),
        (("morning", "night"), "removed"),
        (("two_shifts",), "kept"),
        (("evening",), "kept"),
        ((), "kept"),
        (None, "kept"),
    ],
)
def test_which_shifts_are_at_night(kit: Kit, shifts: tuple[str, ...] | None, expected: str) -> None:
    vacancy = kit.vacancies[1].model_copy(update={"shifts": shifts})
    assert state(kit, vacancy, "P04") == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"remote": "remote"}, "kept"),
        ({"lodging": True}, "asked"),
        ({"lodging": False}, "removed"),
        ({"places": (Place(text="provincia di Modena", kind="province", code="MO"),)}, "asked"),
        ({"places": ()}, "asked"),
    ],
)
def test_the_workplace_counts(kit: Kit, changes: dict[str, object], expected: str) -> None:
    vacancy = kit.vacancies[1].model_copy(update=changes)
    assert state(kit, vacancy, "P04") == expected


def test_the_reason_says_how_far_and_what_would_admit(kit: Kit) -> None:
    miss = next(miss for miss in kit.match(NIGHT).near_misses if miss.id == "P04")
    assert miss.reason.text_it == "turno di notte senza mezzi pubblici: 16 km e nessun mezzo proprio"
    assert miss.reason.text_en == "night shift without public transport: 16 km and no vehicle"
    assert miss.reason.plugin == "notte"
    assert miss.change is not None
    assert (miss.change.field, miss.change.admitting) == ("own_vehicle", "true")


def test_the_change_that_it_names_admits(kit: Kit) -> None:
    helped = [p.model_copy(update={"own_vehicle": True}) if p.id == "P04" else p for p in kit.people]
    assert "P04" in {row.id for row in kit.with_people(helped).match(NIGHT).ranked}


def test_finalists_who_travel_at_night_get_a_note(kit: Kit) -> None:
    notes = {row.id: row.notes for row in kit.match(NIGHT).ranked}
    assert notes["P05"] == ("Turno di notte: 16 km con il mezzo proprio, da confermare con la persona.",)
    assert notes["P01"] == notes["P02"] == ()
    assert not any(row.notes for row in kit.match(DAY_WORK).ranked)


def test_it_changes_the_shortlist(kit: Kit, workshop: Workshop) -> None:
    before = {row.id for row in workshop.kit().match(NIGHT).ranked}
    after = {row.id for row in kit.match(NIGHT).ranked}
    assert before - after == {"P04", "P06"}
    assert "P06" in {row.id for row in kit.match(NIGHT).to_verify}


def test_it_keeps_its_contract(workshop: Workshop) -> None:
    assert conformance_problems(workshop, "notte", matcher_notte) == []
