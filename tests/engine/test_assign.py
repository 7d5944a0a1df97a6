"""The collective assignment: the best sum, whatever the numbers; never more people than places."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine.assign import MOST_WORKERS, UNPLACED, assign_pairs
from matcher.errors import InputError


@st.composite
def problems(draw: st.DrawFn):
    n_workers, n_jobs = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    capacities = draw(st.lists(st.integers(0, 3), min_size=n_jobs, max_size=n_jobs))
    score = st.one_of(st.none(), st.integers(0, 4), st.integers(0, 10_000_000))
    table = draw(st.lists(score, min_size=n_workers * n_jobs, max_size=n_workers * n_jobs))
    pairs = [
        (number // n_jobs, number % n_jobs, value) for number, value in enumerate(table) if value is not None
    ]
    return n_workers, capacities, pairs


def solve(n_workers, capacities, pairs, everyone_first=False):
    columns = np.asarray(pairs, dtype=np.int64).reshape(-1, 3).T
    return assign_pairs(*columns, np.asarray(capacities, dtype=np.int64), n_workers, everyone_first)


def worth(found, pairs):
    scores = {(worker, job): score for worker, job, score in pairs}
    placed = [(worker, int(job)) for worker, job in enumerate(found) if job != UNPLACED]
    return sum(scores[pair] for pair in placed), len(placed)


def every_assignment(n_workers, capacities, pairs):
    scores = {(worker, job): score for worker, job, score in pairs}
    for jobs in product(range(-1, len(capacities)), repeat=n_workers):
        placed = [(worker, job) for worker, job in enumerate(jobs) if job >= 0]
        if all(pair in scores for pair in placed) and all(
            jobs.count(job) <= places for job, places in enumerate(capacities)
        ):
            yield sum(scores[pair] for pair in placed), len(placed)


@settings(deadline=None)
@given(problems())
def test_no_assignment_is_worth_more(problem) -> None:
    n_workers, capacities, pairs = problem
    found = solve(n_workers, capacities, pairs)
    assert all((found == job).sum() <= places for job, places in enumerate(capacities))
    assert worth(found, pairs) == max(every_assignment(n_workers, capacities, pairs))


@settings(deadline=None)
@given(problems())
def test_with_everyone_first_no_assignment_places_more_people_nor_is_worth_more(problem) -> None:
    n_workers, capacities, pairs = problem
    total, placed = worth(solve(n_workers, capacities, pairs, everyone_first=True), pairs)
    assert (placed, total) == max((n, s) for s, n in every_assignment(n_workers, capacities, pairs))


@settings(deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_pairs_does_not_matter(problem, rng) -> None:
    n_workers, capacities, pairs = problem
    shuffled = rng.sample(pairs, len(pairs))
    np.testing.assert_array_equal(solve(n_workers, capacities, pairs), solve(n_workers, capacities, shuffled))


@pytest.mark.parametrize(("n_workers", "n_jobs"), [(60, 300), (120, 90), (150, 40)])
def test_among_many_the_sum_is_that_of_a_linear_programme(n_workers: int, n_jobs: int) -> None:
    from scipy.optimize import linprog
    from scipy.sparse import coo_array, vstack

    rng = np.random.default_rng(n_workers)
    capacities = rng.integers(0, 4, n_jobs)
    allowed = np.argwhere(rng.random((n_workers, n_jobs)) < 0.4)
    pairs = np.column_stack([allowed, rng.integers(0, 10_000_000, len(allowed))])
    everything, ones = np.arange(len(pairs)), np.ones(len(pairs))
    one_each = coo_array((ones, (pairs[:, 0], everything)), shape=(n_workers, len(pairs)))
    as_many = coo_array((ones, (pairs[:, 1], everything)), shape=(n_jobs, len(pairs)))
    # the vertices of this polytope are whole: its best value is that of the best assignment
    best = linprog(
        -pairs[:, 2],
        A_ub=vstack([one_each, as_many]),
        b_ub=np.concatenate([np.ones(n_workers), capacities]),
        bounds=(0, 1),
        method="highs-ds",
    )
    assert worth(solve(n_workers, capacities, pairs.tolist()), pairs.tolist())[0] == round(-best.fun)


def test_one_gives_way_where_both_gain() -> None:
    # the greedy choice, 10 for the first, would leave 1 for the second
    assert solve(2, [1, 1], [(0, 0, 10), (0, 1, 9), (1, 0, 8), (1, 1, 1)]).tolist() == [1, 0]


def test_placing_everyone_may_cost_points() -> None:
    pairs = [(0, 0, 100), (0, 1, 10), (1, 0, 20)]
    assert solve(2, [1, 1], pairs).tolist() == [0, UNPLACED]
    assert solve(2, [1, 1], pairs, everyone_first=True).tolist() == [1, 0]


def test_a_vacancy_with_many_openings_takes_many() -> None:
    assert solve(3, [2], [(0, 0, 5), (1, 0, 7), (2, 0, 6)]).tolist() == [UNPLACED, 0, 0]


def test_a_place_worth_nothing_is_still_a_place() -> None:
    assert solve(1, [1], [(0, 0, 0)]).tolist() == [0]


def test_nobody_and_nowhere() -> None:
    assert solve(0, [1], []).tolist() == []
    assert solve(2, [], []).tolist() == [UNPLACED, UNPLACED]


def test_too_many_people_are_refused_rather_than_placed_inexactly() -> None:
    with pytest.raises(InputError, match="troppe"):
        solve(MOST_WORKERS + 1, [1], [])
