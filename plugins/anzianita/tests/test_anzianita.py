from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from matcher_anzianita import Anzianita

from matcher.errors import InputError, PluginError
from matcher.testing import DAY, Kit, Workshop, conformance_problems

pytest_plugins = ["matcher.testing.fixtures"]

ACT = {
    "authority": "Regione Prova",
    "number": "DGR 1/2026",
    "issued_on": date(2026, 1, 10),
    "valid_from": date(2026, 2, 1),
    "valid_to": date(2026, 12, 31),
}
LONG = {"did_on": "2024-06-01"}
RECENT = {"did_on": "2025-12-01"}


def kit(workshop: Workshop, records: dict[str, Any], settings: dict[str, Any] | None = None) -> Kit:
    return workshop.kit(
        {"anzianita": Anzianita},
        settings={"anzianita": {"act": ACT} if settings is None else settings},
        records={"anzianita": records},
    )


def is_member(workshop: Workshop, did_on: str, suspended: int = 0, day: date = DAY, months: int = 12) -> bool:
    found = kit(workshop, {"P01": {"did_on": did_on, "suspended_days": suspended}}, {"months": months})
    row = next(row for row in found.match("V1", day=day).ranked if row.id == "P01")
    return bool(row.notes)


def test_among_equals_the_long_unemployed_go_first(workshop: Workshop) -> None:
    plain = [row.id for row in workshop.kit().match("V1").ranked]
    tied = ("P04", "P05", "P06")  # one town, one job, the same months
    assert [name for name in plain if name in tied] == ["P06", "P05", "P04"]
    ranked = kit(workshop, {"P04": LONG, "P05": RECENT}).match("V1").ranked
    assert [row.id for row in ranked if row.id in tied] == ["P04", "P06", "P05"]
    moved = next(row for row in ranked if row.id == "P04")
    assert moved.moved_by == ("LONG_UNEMPLOYED",)
    assert set(moved.moved_past) == {"P05", "P06"}


def test_nobody_passes_a_better_band(workshop: Workshop) -> None:
    everybody = {f"P{number:02}": LONG for number in range(7, 31)}
    ranked = kit(workshop, everybody).match("V1", size=30).ranked
    plain = workshop.kit().match("V1", size=30).ranked
    assert [row.band for row in ranked] == [row.band for row in plain]


def test_the_fit_is_never_touched(workshop: Workshop) -> None:
    some = kit(workshop, {"P04": LONG, "P05": RECENT}).judge("V1")
    none = kit(workshop, {}).judge("V1")
    assert some == none
    assert some == workshop.kit().judge("V1")


def test_without_an_act_it_only_reports(workshop: Workshop) -> None:
    found = kit(workshop, {"P04": LONG}, {}).match("V1")
    plain = workshop.kit().match("V1")
    assert [row.id for row in found.ranked] == [row.id for row in plain.ranked]
    assert not any(row.moved_by for row in found.ranked)
    (note,) = next(row.notes for row in found.ranked if row.id == "P04")
    assert note == "In cerca di lavoro dal 01/06/2024, da più di 12 mesi: nessuna precedenza in vigore."


def test_with_an_act_the_note_names_it(workshop: Workshop) -> None:
    (note,) = next(row.notes for row in kit(workshop, {"P04": LONG}).match("V1").ranked if row.id == "P04")
    assert note.endswith("precedenza a parità di punteggio (Regione Prova DGR 1/2026).")


def test_an_expired_act_switches_itself_off_with_a_notice(workshop: Workshop) -> None:
    found = kit(workshop, {"P04": LONG}).match("V1", day=date(2027, 1, 1))
    assert not any(row.moved_by for row in found.ranked)
    assert [notice for notice in found.notices if "LONG_UNEMPLOYED" in notice]


@pytest.mark.parametrize(
    ("did_on", "day", "expected"),
    [
        ("2025-03-01", date(2026, 3, 1), False),  # twelve months to the day are not more than twelve
        ("2025-03-01", date(2026, 3, 2), True),
        ("2025-03-02", date(2026, 3, 2), False),
        ("2024-02-29", date(2025, 2, 28), False),  # leap day: the anniversary is the last of February
        ("2024-02-29", date(2025, 3, 1), True),
        ("2025-01-31", date(2026, 1, 31), False),
        ("2025-01-31", date(2026, 2, 1), True),
        ("2026-03-10", date(2026, 3, 2), False),  # declared after the reference date
    ],
)
def test_more_than_twelve_months(workshop: Workshop, did_on: str, day: date, expected: bool) -> None:
    assert is_member(workshop, did_on, day=day) == expected


def test_suspended_days_do_not_count(workshop: Workshop) -> None:
    assert is_member(workshop, "2025-02-01", 28)
    assert not is_member(workshop, "2025-02-01", 29)


def test_the_months_can_be_set(workshop: Workshop) -> None:
    assert not is_member(workshop, "2024-06-01", months=24)
    assert is_member(workshop, "2024-06-01", months=6)


def test_who_has_no_data_has_no_precedence_and_loses_nothing(workshop: Workshop) -> None:
    found = kit(workshop, {}).match("V1")
    assert found.ranked == workshop.kit().match("V1").ranked


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"month": 12}, "month"),
        ({"months": 0}, "months"),
        ({"act": {**ACT, "number": ""}}, "act.number"),
        ({"act": {key: value for key, value in ACT.items() if key != "authority"}}, "act.authority"),
        ({"act": {key: value for key, value in ACT.items() if key != "valid_to"}}, "act.valid_to"),
        ({"act": {**ACT, "valid_to": date(2025, 1, 1)}}, "act"),
        ({"act": "DGR 1/2026"}, "act"),
    ],
)
def test_wrong_settings_stop_the_start(workshop: Workshop, settings: dict[str, Any], field: str) -> None:
    with pytest.raises(PluginError, match=f"«{field}».*«anzianita»") as caught:
        kit(workshop, {}, settings)
    assert caught.value.code == "E-PLG-028"


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ({}, "did_on"),
        ({"did_on": "ieri"}, "did_on"),
        ({"did_on": "2025-01-01", "suspended_days": -1}, "suspended"),
    ],
)
def test_wrong_records_name_the_person_and_the_field(
    workshop: Workshop, record: dict[str, Any], field: str
) -> None:
    with pytest.raises(InputError, match=f"«P04».*{field}"):
        kit(workshop, {"P04": record}).match("V1")


def test_a_person_who_looks_at_vacancies_gets_no_note(workshop: Workshop) -> None:
    found = kit(workshop, {"P01": LONG}).vacancies_for("P01")
    assert found.ranked
    assert not any(row.notes or row.moved_by for row in found.ranked)


@pytest.mark.parametrize("settings", [{}, {"act": ACT}])
def test_it_keeps_its_contract(workshop: Workshop, settings: dict[str, Any]) -> None:
    records = {"P01": LONG, "P04": LONG, "P05": RECENT, "P06": {**LONG, "suspended_days": 100}}
    assert conformance_problems(workshop, "anzianita", Anzianita, settings=settings, records=records) == []
