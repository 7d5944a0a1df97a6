"""Constraints over a partition: a three-valued mask for every reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.plugin.gate import OwnedClause

__all__ = ["Masks", "evaluate_clauses"]


@dataclass(frozen=True)
class Masks:
    """Outcome of every clause on every row.

    Attributes
    ----------
    clauses : sequence of (plugin, FilterClause)
        In the order of the masks.
    removed, unknown : ndarray of bool, shape (n_clauses, n_rows)
        Where the clause is False, and where it is null.
    """

    clauses: Sequence[OwnedClause]
    removed: NDArray[np.bool_]
    unknown: NDArray[np.bool_]

    @property
    def n_failed(self) -> NDArray[np.int64]:
        """Number of constraints that remove each row."""
        return np.asarray(self.removed.sum(axis=0, dtype=np.int64))

    @property
    def n_unknown(self) -> NDArray[np.int64]:
        """Number of constraints that are unknown for each row."""
        return np.asarray(self.unknown.sum(axis=0, dtype=np.int64))

    def codes(self, mask: NDArray[np.bool_], row: int) -> list[int]:
        """Return the clause numbers set for a row."""
        return [int(number) for number in np.flatnonzero(mask[:, row])]


def evaluate_clauses(clauses: Sequence[OwnedClause], frame: pl.DataFrame) -> Masks:
    """Evaluate all clauses on all rows in one pass; each sees only the columns its plugin may read."""
    if not clauses or not frame.height:
        empty = np.zeros((len(clauses), frame.height), dtype=np.bool_)
        return Masks(clauses, empty, empty.copy())
    named = [clause.keep.cast(pl.Boolean).alias(str(number)) for number, (_, clause) in enumerate(clauses)]
    outcome = frame.lazy().select(pl.lit(True).alias("_"), *named).collect().drop("_")
    # a clause of literals alone has one row: it holds for all
    outcome = (
        outcome
        if outcome.height == frame.height
        else outcome.select(pl.all().repeat_by(frame.height).explode())
    )
    removed = np.empty((len(clauses), frame.height), dtype=np.bool_)
    unknown = np.empty_like(removed)
    for number in range(len(clauses)):
        column = outcome[str(number)]
        unknown[number] = column.is_null().to_numpy()
        removed[number] = ~column.fill_null(value=True).to_numpy()
    return Masks(clauses, removed, unknown)
