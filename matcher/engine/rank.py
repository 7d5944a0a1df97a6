"""Order: bands of the score, priorities within their limits, and a last tie-break that favours nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.plugin.types import PriorityRule

__all__ = [
    "POINT",
    "Ordered",
    "Ranking",
    "least_to_keep",
    "most_alike",
    "order_rows",
    "rows_to_keep",
    "tie_hashes",
]

Ints = NDArray[np.int64]

#: One point of a hundred, in score units.
POINT = 100_000
_STILL = ("report", "separate_list")


@dataclass(frozen=True)
class Ranking:
    """How rows are put in order.

    Attributes
    ----------
    size : int
        Length of the list.
    tie_width : int
        Width of a band in score units: scores in one band are tied.
    """

    size: int
    tie_width: int = POINT


@dataclass(frozen=True)
class Ordered:
    """The chosen rows, in order.

    Attributes
    ----------
    rows : ndarray of int64
        Positions in the arrays that were given, best first.
    bands : ndarray of int64
        Band of each chosen row, after a bounded boost.
    boosts : ndarray of int64
        Score units added in the rank key alone.
    moved_by, moved_past : lists
        For each chosen row, the priorities that moved it up and the positions it passed.
    """

    rows: Ints
    bands: Ints
    boosts: Ints
    moved_by: list[tuple[str, ...]]
    moved_past: list[tuple[int, ...]]


def rows_to_keep(scores: Ints, ranking: Ranking, boost: int) -> Ints:
    """Return every row that priorities could still bring into the list: all in the last band, or within a boost."""
    if len(scores) <= ranking.size:
        return np.arange(len(scores))
    return np.flatnonzero(scores >= least_to_keep(scores, ranking, boost))


def least_to_keep(scores: Ints, ranking: Ranking, boost: int) -> int:
    """Return the score from which on a row may be in the list; with more rows it can only be higher."""
    if len(scores) <= ranking.size:
        return 0
    last = np.partition(scores, len(scores) - ranking.size)[len(scores) - ranking.size]
    floor = int(last) // ranking.tie_width * ranking.tie_width - boost
    return floor // ranking.tie_width * ranking.tie_width


def most_alike(likeness: Ints, hashes: NDArray[np.uint64], n: int) -> Ints:
    """Return the ``n`` rows of the greatest likeness (at most 10,000), in no order; of equals the least hashes."""
    if len(likeness) <= n:
        return np.arange(len(likeness))
    # likeness has few values: counting them is quicker than comparing rows
    at_least = np.cumsum(np.bincount(likeness + 1)[::-1])[::-1]
    last = int(np.flatnonzero(at_least >= n)[-1]) - 1
    above, equal = np.flatnonzero(likeness > last), np.flatnonzero(likeness == last)
    missing = n - len(above)
    return np.concatenate([above, equal[np.argpartition(hashes[equal], missing - 1)[:missing]]])


def tie_hashes(id_hashes: NDArray[np.uint64], subject_hash: int) -> NDArray[np.uint64]:
    """Mix the ids of both sides (splitmix64, Steele et al. 2014): another order for every request."""
    with np.errstate(over="ignore"):
        mixed = (id_hashes ^ np.uint64(subject_hash)) + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


def order_rows(
    scores: Ints,
    hashes: NDArray[np.uint64],
    silent: NDArray[np.bool_],
    members: Sequence[tuple[PriorityRule, NDArray[np.bool_]]],
    ranking: Ranking,
) -> Ordered:
    """Choose and order at most ``ranking.size`` rows.

    Parameters
    ----------
    scores, hashes, silent : ndarrays, shape (n_rows,)
        Score, last tie-break, and whether the profile is empty.
    members : sequence of (rule, ndarray of bool)
        Whom each priority in force concerns.
    """
    plain = _order(scores, hashes, silent, np.zeros_like(scores), np.zeros_like(scores), ranking)
    boosts = np.zeros_like(scores)
    ties = np.zeros_like(scores)
    for rule, member in members:
        if rule.mode == "bounded_boost":
            boosts += member * (rule.points * POINT)
        elif rule.mode == "tie_break":
            ties += member
    final = _order(scores, hashes, silent, boosts, ties, ranking)
    chosen = _with_reserved(final, members, ranking.size)
    moved = [_moved(int(row), plain, chosen, members, ranking.size) for row in chosen]
    return Ordered(
        chosen,
        (scores + boosts)[chosen] // ranking.tie_width,
        boosts[chosen],
        [codes for codes, _ in moved],
        [past for _, past in moved],
    )


def _order(
    scores: Ints,
    hashes: NDArray[np.uint64],
    silent: NDArray[np.bool_],
    boosts: Ints,
    ties: Ints,
    ranking: Ranking,
) -> Ints:
    key = scores + boosts
    bands = np.where(silent, -1, key // ranking.tie_width)
    # lexsort sorts by its last key first
    return np.lexsort((hashes, -key, -ties, -bands))


def _with_reserved(order: Ints, members: Sequence[tuple[PriorityRule, NDArray[np.bool_]]], size: int) -> Ints:
    """Reserve places in the order of the rules' codes; what a group cannot fill returns to the others."""
    reserved: set[int] = set()
    for rule, member in sorted(members, key=lambda pair: pair[0].code):
        if rule.mode != "reserved_places":
            continue
        already = sum(1 for row in reserved if member[row])
        group = order[member[order]]
        wanted = group[~np.isin(group, list(reserved))]
        reserved.update(wanted[: max(0, min(rule.places - already, size - len(reserved)))].tolist())
    others = order[~np.isin(order, list(reserved))]
    chosen = [*reserved, *others[: size - len(reserved)].tolist()]
    return order[np.isin(order, chosen)]


def _moved(
    row: int,
    plain: Ints,
    chosen: Ints,
    members: Sequence[tuple[PriorityRule, NDArray[np.bool_]]],
    size: int,
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the priorities that moved a row, and whom it passed: people shown now, or who were without priorities."""
    # a report moves nobody, and who is in a separate list stays unmarked in the others
    moving = [rule.code for rule, member in members if member[row] and rule.mode not in _STILL]
    codes = tuple(moving)
    if not codes:
        return (), ()
    place = int(np.flatnonzero(chosen == row)[0])
    now_ahead = {int(other) for other in chosen[:place]}
    before = [int(other) for other in plain[: int(np.flatnonzero(plain == row)[0])]]
    listed = {int(other) for other in (*plain[:size], *chosen)}
    past = tuple(other for other in before if other in listed and other not in now_ahead)
    return (codes, past[:10]) if past else ((), ())
