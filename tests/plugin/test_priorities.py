"""Priorities: they move people within their limits, never the fit, and only while their act is in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from matcher.domain.shortlist import Shortlist
from matcher.errors import PluginError
from matcher.plugin import Act, PriorityColumn, PriorityRule
from matcher.testing import DAY, Workshop

pytest_plugins = ["matcher.testing.fixtures"]

ACT = Act("Regione Prova", "DGR 1", date(2026, 1, 1), date(2026, 1, 1), date(2026, 12, 31))
RULE = PriorityRule("FIRST", "Prima", "First", "tie_break", ACT)


def without_vehicle(view: Any, protected: Any) -> Any:
    return (~view.column("own_vehicle")).fill_null(value=False).to_numpy()


def scores(found: Shortlist) -> dict[str, tuple[int, Any]]:
    return {row.id: (row.score, row.contributions) for row in (*found.ranked, *found.to_verify)}


def test_a_tie_break_acts_within_a_band_and_never_on_the_fit(
    workshop: Workshop, prioritising: Callable[..., Any]
) -> None:
    plain = workshop.kit().match("V1", size=30)
    found = workshop.kit({"mine": prioritising(RULE, without_vehicle)}).match("V1", size=30)
    assert scores(found) == scores(plain)
    assert [row.band for row in found.ranked] == sorted((row.band for row in found.ranked), reverse=True)
    assert [row.id for row in found.ranked] != [row.id for row in plain.ranked]
    moved = [row for row in found.ranked if row.moved_by]
    assert moved
    bands = {row.id: row.band for row in found.ranked}
    for row in moved:
        assert row.moved_by == ("FIRST",)
        assert row.moved_past
        assert {bands[past] for past in row.moved_past} == {row.band}


def test_a_boost_moves_at_most_its_points_and_is_shown_apart(
    workshop: Workshop, prioritising: Callable[..., Any]
) -> None:
    plain = workshop.kit().match("V1", size=30)
    rule = replace(RULE, mode="bounded_boost", points=10)
    found = workshop.kit({"mine": prioritising(rule, without_vehicle)}).match("V1", size=30)
    assert scores(found) == scores(plain)
    boosted = {row.id: row.boost for row in found.ranked}
    assert set(boosted.values()) == {0, 1_000_000}
    keys = [(row.score + row.boost) // 100_000 for row in found.ranked]
    assert keys == sorted(keys, reverse=True)


@pytest.mark.parametrize("days", [-1, 0, 364, 365])
def test_an_act_holds_on_its_first_and_last_day_and_not_beyond(
    workshop: Workshop, prioritising: Callable[..., Any], days: int
) -> None:
    kit = workshop.kit({"mine": prioritising(RULE, without_vehicle)})
    day = date(2026, 1, 1) + timedelta(days=days)
    found = kit.match("V1", size=30, day=day)
    in_force = 0 <= days < 365
    assert any(row.moved_by for row in found.ranked) == in_force
    assert any("«FIRST»" in notice and f"{day:%d/%m/%Y}" in notice for notice in found.notices) != in_force
    if not in_force:
        plain = workshop.kit().match("V1", size=30, day=day)
        assert found.ranked == plain.ranked


def test_an_act_without_end_holds(workshop: Workshop, prioritising: Callable[..., Any]) -> None:
    rule = replace(RULE, act=replace(ACT, valid_to=None))
    found = workshop.kit({"mine": prioritising(rule, without_vehicle)}).match("V1", day=date(2090, 1, 1))
    assert not found.notices


def test_a_report_moves_nobody(workshop: Workshop, prioritising: Callable[..., Any]) -> None:
    rule = replace(RULE, mode="report", act=None)
    found = workshop.kit({"mine": prioritising(rule, without_vehicle)}).match("V1", size=30)
    assert found.ranked == workshop.kit().match("V1", size=30).ranked


def test_protected_columns_reach_only_the_priority_that_declared_them(
    workshop: Workshop, prioritising: Callable[..., Any]
) -> None:
    seen: list[tuple[str, ...]] = []

    def look(view: Any, protected: Any) -> Any:
        seen.append(tuple(sorted(protected)))
        return (
            (protected["birth_day"] > 0).fill_null(value=False).to_numpy()
            if protected
            else np.zeros(view.n_rows, dtype=np.bool_)
        )

    rule = replace(RULE, reads_protected=("birth_day",))
    other = replace(RULE, code="SECOND")
    workshop.kit({"mine": prioritising(rule, look), "other": prioritising(other, look)}).match("V1")
    assert set(seen) == {("birth_day",), ()}


@pytest.mark.parametrize(
    ("members", "code"),
    [
        (lambda view, protected: np.ones(view.n_rows + 1, dtype=np.bool_), "E-PLG-035"),
        (lambda view, protected: np.ones(view.n_rows, dtype=np.int64), "E-PLG-035"),
        (lambda view, protected: [True] * view.n_rows, "E-PLG-035"),
        (lambda view, protected: view.column("own_vehicle"), "E-PLG-035"),
        (lambda view, protected: protected["birth_day"].is_null().to_numpy(), "E-PLG-010"),
        (lambda view, protected: view.column("birth_day").is_null().to_numpy(), "E-PLG-010"),
    ],
)
def test_wrong_memberships_stop_the_request(
    workshop: Workshop, prioritising: Callable[..., Any], members: Any, code: str
) -> None:
    with pytest.raises(PluginError, match="«mine»") as caught:
        workshop.kit({"mine": prioritising(RULE, members)}).match("V1")
    assert caught.value.code == code


def test_a_priority_of_somebody_else_stops_the_request(
    workshop: Workshop, make: Callable[..., Any], prioritising: Callable[..., Any]
) -> None:
    def both(view: Any) -> list[PriorityColumn]:
        everybody = np.ones(view.n_rows, dtype=np.bool_)
        return [PriorityColumn("SECOND", everybody), PriorityColumn("FIRST", everybody)]

    greedy = make(register_priorities=lambda: [replace(RULE, code="SECOND")], prioritise=both)
    with pytest.raises(PluginError, match=r"«mine».*«FIRST»") as caught:
        workshop.kit({"mine": greedy, "other": prioritising(RULE)}).match("V1")
    assert caught.value.code == "E-PLG-030"


def test_a_priority_given_twice_stops_the_request(workshop: Workshop, make: Callable[..., Any]) -> None:
    def twice(view: Any) -> list[PriorityColumn]:
        return [PriorityColumn("FIRST", np.ones(view.n_rows, dtype=np.bool_))] * 2

    with pytest.raises(PluginError, match="mine") as caught:
        workshop.kit({"mine": make(register_priorities=lambda: [RULE], prioritise=twice)}).match("V1")
    assert caught.value.code == "E-PLG-022"


def test_a_priority_without_its_column_stops_the_request(
    workshop: Workshop, make: Callable[..., Any]
) -> None:
    with pytest.raises(PluginError, match=r"«mine».*«FIRST»") as caught:
        workshop.kit({"mine": make(register_priorities=lambda: [RULE])}).match("V1")
    assert caught.value.code == "E-PLG-031"


def test_a_person_who_looks_at_vacancies_meets_no_priority(
    workshop: Workshop, prioritising: Callable[..., Any]
) -> None:
    kit = workshop.kit({"mine": prioritising(RULE)})
    assert kit.vacancies_for("P05").ranked == workshop.kit().vacancies_for("P05").ranked
    assert kit.match("V1", day=DAY).ranked
