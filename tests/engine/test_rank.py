"""Order: bands, ties, boosts with a cap, reserved places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.engine.rank import POINT, Ordered, Ranking, order_rows, rows_to_keep, tie_hashes
from matcher.plugin.types import Act, PriorityRule

ACT = Act("Regione", "1/2026", date(2026, 1, 1), date(2026, 1, 1), None, "prova")


def rule(code: str, mode: str, points: int = 0, places: int = 0) -> PriorityRule:
    return PriorityRule(code, code, code, mode, ACT, points=points, places=places)  # type: ignore[arg-type]


def order(
    points: Sequence[float],
    size: int = 10,
    members: Sequence[tuple[PriorityRule, Sequence[int]]] = (),
    silent: Sequence[int] = (),
    hashes: Sequence[int] | None = None,
) -> Ordered:
    """Order rows by points of a hundred; members and silent rows by their numbers."""
    n = len(points)
    return order_rows(
        np.array([round(p * POINT) for p in points], dtype=np.int64),
        np.array(hashes if hashes is not None else range(n), dtype=np.uint64),
        np.isin(np.arange(n), silent),
        [(one, np.isin(np.arange(n), rows)) for one, rows in members],
        Ranking(size),
    )


def test_best_first_and_no_more_than_asked() -> None:
    found = order([50, 80, 70], size=2)
    assert found.rows.tolist() == [1, 2]
    assert found.bands.tolist() == [80, 70]


def test_equal_scores_are_drawn_by_lot() -> None:
    assert order([70, 70, 70], hashes=[9, 3, 5]).rows.tolist() == [1, 2, 0]


def test_the_lot_changes_with_the_subject_and_favours_nobody() -> None:
    ids = np.arange(4, dtype=np.uint64)
    first = [int(np.argmin(tie_hashes(ids, subject))) for subject in range(4000)]
    wins = np.bincount(first, minlength=4)
    assert wins.min() > 850


def test_within_a_band_the_score_decides_unless_a_tie_break_speaks() -> None:
    assert order([70.2, 70.8]).rows.tolist() == [1, 0]
    tie = rule("TIE", "tie_break")
    assert order([70.2, 70.8], members=[(tie, [0])]).rows.tolist() == [0, 1]
    assert order([69.9, 70.8], members=[(tie, [0])]).rows.tolist() == [1, 0]


def test_whom_a_tie_break_moved_and_past_whom_is_told() -> None:
    found = order([70.2, 70.8, 60], members=[(rule("TIE", "tie_break"), [0, 2])])
    assert found.moved_by == [("TIE",), (), ()]
    assert found.moved_past == [(1,), (), ()]


def test_a_boost_moves_in_the_rank_key_up_to_its_points() -> None:
    boost = rule("BOOST", "bounded_boost", points=5)
    found = order([70, 74, 76], members=[(boost, [0])])
    assert found.rows.tolist() == [2, 0, 1]
    assert found.boosts.tolist() == [0, 5 * POINT, 0]
    assert found.bands.tolist() == [76, 75, 74]


def test_an_empty_profile_stays_last_whatever_its_priority() -> None:
    boost = rule("BOOST", "bounded_boost", points=10)
    assert order([0, 1], members=[(boost, [0])], silent=[0]).rows.tolist() == [1, 0]


def test_reserved_places_take_the_best_of_the_group_and_are_shown_in_score_order() -> None:
    group = rule("GROUP", "reserved_places", places=2)
    found = order([90, 80, 70, 60, 50], size=3, members=[(group, [3, 4])])
    assert found.rows.tolist() == [0, 3, 4]
    assert found.moved_past == [(), (1, 2), (1, 2)]


def test_who_would_be_in_anyway_fills_a_reserved_place() -> None:
    group = rule("GROUP", "reserved_places", places=1)
    found = order([90, 80, 70, 60], size=2, members=[(group, [1, 3])])
    assert found.rows.tolist() == [0, 1]
    assert found.moved_by == [(), ()]


def test_a_shortfall_returns_to_the_ordinary_order() -> None:
    group = rule("GROUP", "reserved_places", places=3)
    assert order([90, 80, 70, 60], size=3, members=[(group, [3])]).rows.tolist() == [0, 1, 3]


def test_a_person_of_two_groups_fills_a_place_in_each() -> None:
    first, second = rule("A", "reserved_places", places=1), rule("B", "reserved_places", places=1)
    found = order([90, 80, 70, 60, 50], size=3, members=[(second, [3, 4]), (first, [3])])
    assert found.rows.tolist() == [0, 1, 3]


def test_groups_are_served_by_ascending_code_when_places_run_out() -> None:
    first, second = rule("A", "reserved_places", places=1), rule("B", "reserved_places", places=1)
    assert order([90, 80, 70], size=1, members=[(second, [1]), (first, [2])]).rows.tolist() == [2]


def test_a_report_moves_nobody() -> None:
    assert order([70.2, 70.8], members=[(rule("R", "report"), [0])]).rows.tolist() == [1, 0]


scores = st.lists(st.integers(0, 100 * POINT), max_size=60)


@given(scores=scores, size=st.integers(1, 10), boost=st.integers(0, 10), boosted=st.sets(st.integers(0, 59)))
def test_everybody_whom_a_boost_could_bring_in_is_kept(
    scores: list[int], size: int, boost: int, boosted: set[int]
) -> None:
    """Order all rows, and only those kept: the list is the same."""
    values, n = np.array(scores, dtype=np.int64), len(scores)
    members = [(rule("B", "bounded_boost", points=boost or 1), np.isin(np.arange(n), sorted(boosted)))]
    lots = tie_hashes(np.arange(n, dtype=np.uint64), 7)
    nobody = np.zeros(n, dtype=np.bool_)
    everyone = order_rows(values, lots, nobody, members, Ranking(size)).rows
    kept = rows_to_keep(values, Ranking(size), (boost or 1) * POINT)
    among = [(one, member[kept]) for one, member in members]
    chosen = order_rows(values[kept], lots[kept], nobody[kept], among, Ranking(size)).rows
    assert kept[chosen].tolist() == everyone.tolist()


@pytest.mark.parametrize("size", [1, 5])
def test_nobody_is_ordered_in_an_empty_pool(size: int) -> None:
    assert order([], size=size).rows.tolist() == []
