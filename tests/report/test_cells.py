"""Cells: nothing is lost in them, and none is about too few people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.report.cells import GATHERED, Period, count_cells, middle, month_of, small_notes

Fact = tuple[str, str, int]
_FACTS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(1, 9)), max_size=40)


def people(found: Sequence[Fact]) -> int:
    return len({who for _, who, _ in found})


def counted(facts: list[Fact], least: int) -> list[dict[str, object]]:
    return count_cells(
        facts,
        {"cell": lambda fact: fact[0]},
        lambda found: {"sum": sum(number for _, _, number in found), "people": people(found)},
        people,
        least,
    ).rows


@given(_FACTS, st.integers(1, 5))
def test_cells_add_up_and_none_is_small(facts: list[Fact], least: int) -> None:
    rows = counted(facts, least)
    assert sum(row["sum"] for row in rows) == sum(number for _, _, number in facts)
    if people(facts) >= least:
        assert all(row["people"] >= least for row in rows)
    assert [row["cell"] for row in rows].count(GATHERED) <= 1


def test_small_cells_are_one_row_and_a_lonely_one_takes_company() -> None:
    facts = [("a", "p1", 1), ("b", "p2", 2), *(("c", f"q{n}", 1) for n in range(5))]
    assert counted(facts, 2) == [
        {"cell": "c", "sum": 5, "people": 5},
        {"cell": "*", "sum": 3, "people": 2},
    ]
    assert counted(facts[1:], 2) == [{"cell": "*", "sum": 7, "people": 6}]
    assert len(counted(facts, 1)) == 3


def test_a_cell_about_nobody_is_never_small() -> None:
    cells = count_cells([1, 2], {"n": str}, lambda found: {"sum": sum(found)}, lambda found: None, 5)
    assert [row["n"] for row in cells.rows] == ["1", "2"]
    assert cells.gathered == 0
    assert small_notes(0, 3) == ((), ())


@pytest.mark.parametrize(
    ("day", "inside"), [(date(2026, 3, 1), True), (date(2026, 3, 31), True), (date(2026, 4, 1), False)]
)
def test_a_period_holds_its_first_and_last_day(day: date, inside: bool) -> None:
    assert Period(date(2026, 3, 1), date(2026, 3, 31)).holds(day) is inside
    assert Period().holds(day)
    assert not Period(date(2026, 5, 1)).holds(day)


def test_months_and_medians() -> None:
    assert month_of(date(2026, 3, 1)) == "2026-03"
    assert middle([1, 2, 10, 11]) == 6.0
    assert middle([]) is None
