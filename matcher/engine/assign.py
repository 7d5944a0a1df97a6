"""Everybody to a place at once: the assignment of people to vacancies whose scores sum highest, exactly.

A person needs no more than their best ``n`` places where ``n`` people share them: whatever the other
``n - 1`` take, one of these stays free and is at least as good as any place beyond. Hence the problem stays
small, and what is left is solved exactly (shortest augmenting paths on a sparse graph, Jonker and Volgenant 1987).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.errors import InputError

__all__ = ["MOST_WORKERS", "UNPLACED", "assign_pairs"]

Ints = NDArray[np.int64]

#: Stands where somebody has no place.
UNPLACED = -1
#: Beyond this many people at once, sums of keys would no longer be exact in double precision.
MOST_WORKERS = 20_000
_EXACT = 2**53


def assign_pairs(
    workers: Ints,
    jobs: Ints,
    scores: Ints,
    capacities: Ints,
    n_workers: int,
    everyone_first: bool = False,
) -> Ints:
    """Give every worker at most one job, no job more workers than it has places, and the highest sum of scores.

    Of assignments with equal sums, one that places more people is chosen; what is equal beyond that
    depends on the numbering of workers and jobs alone, not on the order of the pairs.

    Parameters
    ----------
    workers, jobs : ndarray of int64, shape (n_pairs,)
        Whom and where, by number; each pair once. Pairs that are not here are not allowed.
    scores : ndarray of int64, shape (n_pairs,)
        What each is worth, 0 or more.
    capacities : ndarray of int64, shape (n_jobs,)
        Places of each job.
    n_workers : int
        Workers are numbered from 0.
    everyone_first : bool
        Place as many people as can be placed at all, and only then look at the scores.

    Returns
    -------
    ndarray of int64, shape (n_workers,)
        Each worker's job, or -1.

    Raises
    ------
    InputError
        ``E-ASG-001`` for more workers than can be solved exactly.
    """
    if n_workers > MOST_WORKERS:
        raise InputError(
            "E-ASG-001",
            f"{n_workers} persone sono troppe per un solo abbinamento collettivo.",
            f"Dividi il gruppo: al massimo {MOST_WORKERS} alla volta.",
        )
    if not n_workers:
        return np.empty(0, dtype=np.int64)
    kept = _best_places(workers, jobs, scores, capacities, n_workers)
    workers, jobs = workers[kept], jobs[kept]
    values = _values(scores[kept], n_workers, everyone_first)
    return _solve(workers, jobs, values, capacities, n_workers)


def _best_places(workers: Ints, jobs: Ints, scores: Ints, capacities: Ints, n_workers: int) -> Ints:
    """Return the pairs that the best assignment can be made of, by worker, best first."""
    order = np.lexsort((jobs, -scores, workers))
    order = order[capacities[jobs[order]] > 0]
    places = np.minimum(capacities[jobs[order]], n_workers)
    before = np.cumsum(places) - places
    _, first, which = np.unique(workers[order], return_index=True, return_inverse=True)
    return np.asarray(order[before - before[first][which] < n_workers]) if len(order) else order


def _values(scores: Ints, n_workers: int, everyone_first: bool) -> Ints:
    """Return what the sum is made of: the scores, with a placement worth as much as it should count."""
    best = int(scores.max(initial=0))
    values = scores + (best * n_workers + 1) if everyone_first else scores * (n_workers + 1) + 1
    if int(values.max(initial=0)) * (n_workers + 1) >= _EXACT:
        raise InputError("E-ASG-001", "I punteggi sono troppo grandi per un abbinamento esatto.", "")
    return values


def _solve(workers: Ints, jobs: Ints, values: Ints, capacities: Ints, n_workers: int) -> Ints:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    # a column for every place, and one for each worker that means no place at all
    used, which = np.unique(jobs, return_inverse=True)
    places = np.minimum(capacities[used], n_workers)
    starts = np.concatenate([[0], np.cumsum(places)])
    times = places[which]
    rows = np.repeat(workers, times)
    within = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
    columns = np.repeat(starts[which], times) + within
    nobody = np.arange(n_workers)
    # a weight of zero would be no pair at all: everybody has exactly one column, so one more changes nothing
    weights = np.concatenate([np.repeat(values, times) + 1, np.ones(n_workers, dtype=np.int64)])
    graph = csr_array(
        (
            weights.astype(np.float64),
            (np.concatenate([rows, nobody]), np.concatenate([columns, starts[-1] + nobody])),
        ),
        shape=(n_workers, int(starts[-1]) + n_workers),
    )
    _, chosen = min_weight_full_bipartite_matching(graph, maximize=True)
    owner = np.searchsorted(starts, chosen, side="right") - 1
    placed = chosen < starts[-1]
    found = np.full(n_workers, UNPLACED, dtype=np.int64)
    found[placed] = used[owner[placed]]
    return found
