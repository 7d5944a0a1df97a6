"""Ranking measures on lists of relevant ranks, with a bootstrap interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Measures", "measure", "relevant_ranks"]


@dataclass(frozen=True, slots=True)
class Measures:
    """Means over queries, 0..1, and the 95% interval of the mean reciprocal rank."""

    queries: int
    mrr: float
    low: float
    high: float
    average_precision: float
    hits_1: float
    hits_5: float
    hits_10: float


def relevant_ranks(
    scores: NDArray[np.float32], relevant: Sequence[NDArray[np.int64]]
) -> list[NDArray[np.int64]]:
    """Ranks (from 1) of the relevant elements of each query; a wrong one with an equal score stands before it.

    Parameters
    ----------
    scores : ndarray of float32, shape (n_queries, n_corpus)
        Higher is nearer.
    relevant : sequence of ndarray of int64
        Corpus rows of each query, at least one.
    """
    found = []
    for row, wanted in zip(scores, relevant, strict=True):
        mine = np.sort(row[wanted])
        others = np.sort(np.delete(row, wanted))
        ahead = len(others) - np.searchsorted(others, mine[::-1], side="left")
        found.append(ahead.astype(np.int64) + np.arange(1, len(mine) + 1))
    return found


def measure(ranks: Sequence[NDArray[np.int64]], seed: int = 0, rounds: int = 1000) -> Measures:
    """Summarise ranks; the interval comes from a seeded bootstrap over queries."""
    first = np.array([group.min() for group in ranks])
    reciprocal = 1.0 / first
    precision = [float((np.arange(1, len(group) + 1) / np.sort(group)).mean()) for group in ranks]
    draws = np.random.default_rng(seed).integers(0, len(first), size=(rounds, len(first)))
    low, high = np.percentile(reciprocal[draws].mean(axis=1), [2.5, 97.5])
    return Measures(
        queries=len(first),
        mrr=float(reciprocal.mean()),
        low=float(low),
        high=float(high),
        average_precision=float(np.mean(precision)),
        hits_1=float((first <= 1).mean()),
        hits_5=float((first <= 5).mean()),
        hits_10=float((first <= 10).mean()),
    )
