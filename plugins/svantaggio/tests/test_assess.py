"""The conditions at their boundaries: ends of months, leap years, birthdays, jobs of five and of six months."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matcher_svantaggio.assess import Assessment, Offer, assess
from matcher_svantaggio.calendar import add_months, age_on, lasts, months_between, unemployment_days
from matcher_svantaggio.records import Facts, Job, Suspension
from matcher_svantaggio.status import clocks
from matcher_svantaggio.tables import read_law, read_thresholds
from pydantic import ValidationError

BOOK = read_law()
DAY = date(2026, 3, 2)


def judge(day: date = DAY, birth: date | None = None, sector: str = "Q", **facts: Any) -> Assessment:
    return assess(Facts(**facts), birth, Offer(sector, ("5120",)), BOOK.on(day), day)


def job(start: str, end: str | None, **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, **more}


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
    ],
)
def test_months_end_with_the_month(start: date, months: int, expected: date) -> None:
    assert add_months(start, months) == expected


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 600))
def test_months_between_undoes_adding(start: date, months: int) -> None:
    assert months_between(start, add_months(start, months)) in (months, months + (start.day > 28))


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2001, 3, 2), date(2026, 3, 1), 24),
        (date(2001, 3, 2), date(2026, 3, 2), 25),
        (date(2004, 2, 29), date(2029, 2, 28), 24),
        (date(2004, 2, 29), date(2029, 3, 1), 25),
    ],
)
def test_ages_are_years_completed(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


# -- (a) ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ended", "day", "holds"),
    [
        ("2025-09-01", date(2026, 3, 1), False),  # idle from 2 September
        ("2025-09-01", date(2026, 3, 2), True),
        ("2025-08-30", date(2026, 2, 27), False),  # idle from the 31st: February has none
        ("2025-08-30", date(2026, 2, 28), True),
        ("2023-08-30", date(2024, 2, 28), False),  # a leap year has one day more
        ("2023-08-30", date(2024, 2, 29), True),
    ],
)
def test_six_calendar_months_without_work(ended: str, day: date, holds: bool) -> None:
    found = judge(day, jobs=[job("2020-01-01", ended)])
    assert found.findings["a"].holds is holds
    assert found.disadvantaged is (True if holds else None)  # the other facts were not asked


def test_a_five_month_job_inside_does_not_interrupt_and_a_six_month_job_does() -> None:
    long_ago = job("2015-01-01", "2024-12-31")
    five = judge(jobs=[long_ago, job("2025-09-01", "2026-01-31")])
    six = judge(jobs=[long_ago, job("2025-08-01", "2026-01-31")])
    assert five.findings["a"].holds is True
    assert six.findings["a"].holds is False


@pytest.mark.parametrize(
    ("start", "end", "long"),
    [
        (date(2025, 1, 1), date(2025, 6, 30), True),
        (date(2025, 1, 1), date(2025, 6, 29), False),
        (date(2025, 8, 31), date(2026, 2, 27), True),
        (date(2025, 8, 31), date(2026, 2, 26), False),
        (date(2025, 1, 1), None, True),
    ],
)
def test_a_job_of_six_months(start: date, end: date | None, long: bool) -> None:
    assert lasts(Job(start=start, end=end), 6) is long


@pytest.mark.parametrize(
    ("more", "holds"),
    [
        ({"kind": "autonomo", "income": 5499}, True),
        ({"kind": "autonomo", "income": 5500}, False),
        ({"kind": "autonomo"}, None),  # income not asked
        ({"kind": "parasubordinato", "income": 8499}, True),
        ({"kind": "parasubordinato", "income": 8500}, False),
        ({"kind": "tirocinio"}, True),
        ({"regular": False}, True),
        ({}, False),
    ],
)
def test_what_counts_as_regular_paid_employment(more: dict[str, Any], holds: bool | None) -> None:
    assert judge(jobs=[job("2025-01-01", "2026-01-31", **more)]).findings["a"].holds is holds


def test_an_income_is_judged_by_its_own_year() -> None:
    then = [job("2021-01-01", "2021-12-31", kind="autonomo", income=5000)]
    now = [job("2025-01-01", "2025-12-31", kind="autonomo", income=5000)]
    assert judge(date(2022, 3, 1), jobs=then).findings["a"].holds is False
    assert judge(jobs=now).findings["a"].holds is True


def test_who_works_is_not_idle_and_who_never_worked_is() -> None:
    assert judge(jobs=[job("2010-01-01", None)]).findings["a"].holds is False
    assert judge(jobs=[]).findings["a"].holds is True
    assert judge().findings["a"].holds is None


# -- (b) to (g) -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth", "young", "old"),
    [
        (date(2011, 3, 3), False, False),  # 14
        (date(2011, 3, 2), True, False),  # 15
        (date(2002, 3, 2), True, False),  # 24
        (date(2001, 3, 3), True, False),  # the day before 25
        (date(2001, 3, 2), False, False),  # 25
        (date(1976, 3, 3), False, False),  # 49
        (date(1976, 3, 2), False, True),  # 50
        (date(1960, 1, 1), False, True),
    ],
)
def test_ages_at_their_boundaries(birth: date, young: bool, old: bool) -> None:
    found = judge(birth=birth).findings
    assert (found["b"].holds, found["d"].holds) == (young, old)


def test_without_a_birth_date_ages_are_to_verify() -> None:
    assert judge().findings["b"].holds is None


def test_a_region_moves_the_boundary_of_fifty(tmp_path: Any) -> None:
    from importlib.resources import files

    text = (files("matcher_svantaggio") / "data" / "condizioni.csv").read_text(encoding="utf-8")
    (tmp_path / "condizioni.csv").write_text(text.replace(",,,50,,", ",,,51,,"), encoding="utf-8")
    law = read_law(str(tmp_path)).on(DAY)
    assert assess(Facts(), date(1976, 3, 2), Offer(), law, DAY).findings["d"].holds is False
    assert assess(Facts(), date(1975, 3, 2), Offer(), law, DAY).findings["d"].holds is True


@pytest.mark.parametrize(
    ("facts", "holds"),
    [
        ({"isced": 2}, True),
        ({"isced": 3}, None),
        ({"isced": 3, "had_first_job": True}, False),
        ({"isced": 3, "study_ended_on": "2024-03-02", "had_first_job": False}, True),  # two years to the day
        ({"isced": 3, "study_ended_on": "2024-03-01", "had_first_job": False}, False),
        ({"isced": 3, "study_ended_on": "2025-01-01", "had_first_job": True}, False),
        ({"isced": 3, "study_ended_on": "2025-01-01"}, None),
        ({"isced": 3, "study_ended_on": "2026-07-01", "had_first_job": False}, False),  # still studying
        ({}, None),
    ],
)
def test_schooling(facts: dict[str, Any], holds: bool | None) -> None:
    assert judge(**facts).findings["c"].holds is holds


@pytest.mark.parametrize(
    ("alone", "dependants", "holds"),
    [
        (True, 1, True),
        (True, 0, False),
        (False, 2, False),
        (None, 1, None),
        (True, None, None),
        (False, None, False),
    ],
)
def test_a_single_adult_with_dependants(
    alone: bool | None, dependants: int | None, holds: bool | None
) -> None:
    assert judge(single_adult=alone, dependants=dependants).findings["e"].holds is holds


@pytest.mark.parametrize(
    ("sector", "professions", "gender", "holds"),
    [
        ("F", ("5120",), "F", True),
        ("F", ("5120",), "M", False),
        ("F", ("5120",), None, None),
        ("F", (), "F", True),  # one of the two is enough
        ("F", (), "M", None),
        ("Q", ("5120",), "F", False),
        ("Q", ("5120",), None, False),
        ("Q", ("7212",), "F", True),  # a welder in a clinic: the profession, whatever the sector
        ("Q", ("7212",), "M", False),
        ("Q", ("7212", "7223"), "F", True),
        ("Q", ("7212", "5120"), "F", False),  # only some of the jobs asked for
        ("Q", (), "F", None),
        ("", ("7212",), "F", True),
        ("", ("5120",), "F", None),
        ("", (), "F", None),
    ],
)
def test_the_gender_gap_is_that_of_the_vacancy(
    sector: str, professions: tuple[str, ...], gender: str | None, holds: bool | None
) -> None:
    found = assess(Facts(gender=gender), None, Offer(sector, professions), BOOK.on(DAY), DAY)
    assert found.findings["f"].holds is holds


def test_a_minority_is_never_inferred() -> None:
    assert judge().findings["g"].holds is None
    assert judge(minority_need=True).findings["g"].holds is True


# -- groups, proofs, end of the regulation --------------------------------------------------------------


@pytest.mark.parametrize(
    ("ended", "young", "severely"),
    [
        ("2024-03-01", False, True),  # 24 months
        ("2024-03-02", False, False),
        ("2025-03-01", True, True),  # 12 months and under 25
        ("2025-03-02", True, False),
        ("2025-03-01", False, False),
    ],
)
def test_severely_disadvantaged(ended: str, young: bool, severely: bool) -> None:
    found = judge(
        birth=date(2003 if young else 1986, 1, 1),
        jobs=[job("2015-01-01", ended)],
        isced=4,
        had_first_job=True,
        single_adult=False,
        minority_need=False,
    )
    assert found.severely is severely


@pytest.mark.parametrize(
    ("proof", "state", "counts"),
    [
        ({"state": "declared"}, "declared", True),
        ({"state": "certified"}, "certified", True),
        ({"state": "certified", "valid_until": "2026-03-02"}, "certified", True),
        ({"state": "certified", "valid_until": "2026-03-01"}, "expired", False),
        ({"state": "expired"}, "expired", False),
        ({"state": "contested"}, "contested", False),
    ],
)
def test_a_condition_counts_while_its_proof_stands(proof: dict[str, Any], state: str, counts: bool) -> None:
    found = judge(isced=1, proofs={"c": proof}).findings["c"]
    assert (found.holds, found.proof, found.counts) == (True, state, counts)


def test_a_contested_time_without_work_counts_for_neither_group() -> None:
    birth = date(1986, 1, 1)
    plain = {"isced": 4, "had_first_job": True, "single_adult": False, "minority_need": False, "jobs": []}
    assert judge(birth=birth, **plain).severely is True
    found = judge(birth=birth, proofs={"a": {"state": "contested"}}, **plain)
    assert (found.disadvantaged, found.severely) == (False, False)


def test_past_its_end_the_regulation_is_off() -> None:
    last, first = judge(date(2026, 12, 31), isced=1), judge(date(2027, 1, 1), isced=1)
    assert (last.in_force, last.disadvantaged) == (True, True)
    assert (first.in_force, first.disadvantaged, first.severely, dict(first.findings)) == (
        False,
        False,
        False,
        {},
    )


@pytest.mark.parametrize("facts", [{"proofs": {"z": {}}}, {"jobs": [job("2025-02-01", "2025-01-01")]}])
def test_impossible_facts_are_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Facts(**facts)


# -- three clocks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suspended", "days"),
    [
        ((), 181),
        ((("2026-01-01", "2026-01-31"),), 150),
        (
            (("2026-01-01", "2026-01-31"), ("2026-01-15", "2026-02-14")),
            136,
        ),  # days suspended twice count once
        ((("2025-01-01", "2025-06-30"),), 181),  # before the DID
    ],
)
def test_days_of_unemployment(suspended: tuple[tuple[str, str], ...], days: int) -> None:
    spans = [Suspension.model_validate({"start": start, "end": end}) for start, end in suspended]
    assert unemployment_days(date(2025, 9, 3), spans, DAY) == days


def test_the_three_clocks_are_apart() -> None:
    facts = Facts.model_validate(
        {
            "did_on": "2025-09-03",
            "suspensions": [{"start": "2026-01-01", "end": "2026-01-31"}],
            "jobs": [job("2015-01-01", "2024-06-30"), job("2025-10-01", "2026-02-27")],
        }
    )
    rows = clocks(facts, BOOK.on(DAY), read_thresholds(), DAY, "it")
    assert [row["value"] for row in rows] == [150, 20, 4]
    assert [row["unit"] for row in rows] == ["giorni", "mesi di calendario", "mesi"]
    assert all(row["act"] for row in rows)
    assert len({row["act"] for row in rows}) == 3


@pytest.mark.parametrize(("days", "reached"), [(180, False), (181, True)])
def test_a_hundred_and_eighty_days_and_one(days: int, reached: bool) -> None:
    did = date.fromordinal(DAY.toordinal() - days + 1)
    row = clocks(Facts(did_on=did), BOOK.on(DAY), read_thresholds(), DAY, "it")[0]
    assert (row["value"], bool(row["reached"])) == (days, reached)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 7, 1), "fino a sei mesi"),
        (date(2026, 7, 2), "oltre sei e fino a dodici"),  # a day past six months, not the end of the seventh
        (date(2027, 1, 1), "oltre sei e fino a dodici"),
        (date(2027, 1, 2), "oltre dodici"),
    ],
)
def test_over_six_months_is_a_day_past_them(day: date, words: str) -> None:
    facts = Facts(did_on=date(2026, 1, 1))
    row = clocks(facts, BOOK.latest, read_thresholds(), day, "it")[2]
    assert words in row["reached"]
