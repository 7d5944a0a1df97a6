"""Constraints over a partition: a three-valued mask for every reason, and the verdicts that follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.plugin.gate import OwnedClause

__all__ = ["Masks", "Verdicts", "evaluate_clauses", "judge"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Masks:
    """Outcome of every clause on every row.

    Attributes
    ----------
    clauses : sequence of (plugin, FilterClause)
        In the order of the columns.
    outcome : polars DataFrame, shape (n_rows, n_clauses)
        Columns by reason code: True keep, False remove, null unknown; two bits for each row and clause.
    """

    clauses: Sequence[OwnedClause]
    outcome: pl.DataFrame

    @cached_property
    def removed(self) -> Bools:
        """Where each clause is False, shape ``(n_clauses, n_rows)``."""
        return self._where(lambda column: ~column.fill_null(value=True))

    @cached_property
    def unknown(self) -> Bools:
        """Where each clause is null, shape ``(n_clauses, n_rows)``."""
        return self._where(pl.Series.is_null)

    def of_rows(self, rows: Ints) -> list[tuple[OwnedClause, list[bool | None]]]:
        """Return every clause with its outcome on some rows."""
        chosen = self.outcome[rows]
        return [(c, column.to_list()) for c, column in zip(self.clauses, chosen.iter_columns(), strict=True)]

    def _where(self, test: Callable[[pl.Series], pl.Series]) -> Bools:
        columns = [test(column).to_numpy() for column in self.outcome.iter_columns()]
        return np.stack(columns) if columns else np.zeros((0, self.outcome.height), dtype=np.bool_)


@dataclass(frozen=True)
class Verdicts:
    """Who may be in the list; rows are ascending.

    Attributes
    ----------
    eligible, to_verify : ndarray of int64
        Rows that nothing removes, without and with an open question.
    near : ndarray of int64
        Rows that exactly one constraint removes, nothing unknown.
    n_removed : int
        Living rows that some constraint removes.
    removed_by, unknown_by : dict
        Living rows under each reason code; only those who are not removed count as unknown.
    """

    eligible: Ints
    to_verify: Ints
    near: Ints
    n_removed: int
    removed_by: dict[str, int] = field(default_factory=dict)
    unknown_by: dict[str, int] = field(default_factory=dict)


def evaluate_clauses(clauses: Sequence[OwnedClause], frame: pl.DataFrame) -> Masks:
    """Evaluate all clauses on all rows in one pass; each sees only the columns its plugin may read."""
    named = {clause.code.code: clause.keep.cast(pl.Boolean) for _, clause in clauses}
    # beside the columns of the frame, a clause of literals alone holds for every row
    asked = frame.lazy().with_columns(**named).select(list(named))
    # clauses share next to nothing: looking for it costs more than it gains
    return Masks(clauses, asked.collect(optimizations=pl.QueryOptFlags.none()))


def judge(masks: Masks, alive: Bools) -> Verdicts:
    """Return the verdict of every living row under all constraints together.

    Parameters
    ----------
    alive : ndarray of bool, shape (n_rows,)
        The others count nowhere.
    """
    living = None if alive.all() else pl.Series(alive)
    once = twice = unsure = pl.Series(np.zeros(len(alive), dtype=np.bool_))
    fails, doubts = {}, {}
    for (_, clause), column in zip(masks.clauses, masks.outcome.iter_columns(), strict=True):
        # bits, not bytes: and most clauses leave most people alone, so there is nothing to combine
        if unknown := column.null_count():
            doubts[clause.code.code] = column.is_null()
            unsure = unsure | doubts[clause.code.code]
        if (column.sum() or 0) + unknown < len(column):
            failed = (~column).fill_null(value=False) if unknown else ~column
            fails[clause.code.code] = _among(living, failed)
            twice = twice | (once & failed)
            once = once | failed
    kept = _among(living, ~once)
    return Verdicts(
        eligible=_rows(kept & ~unsure),
        to_verify=_rows(kept & unsure),
        near=_rows(_among(living, once & ~twice & ~unsure)),
        n_removed=int(_among(living, once).sum()),
        removed_by=_counts(fails),
        unknown_by=_counts({code: doubt & kept for code, doubt in doubts.items()}),
    )


def _among(living: pl.Series | None, where: pl.Series) -> pl.Series:
    return where if living is None else where & living


def _rows(where: pl.Series) -> Ints:
    # ten times quicker than a byte for every row and a search among them
    return _numbers(len(where)).filter(where).to_numpy().astype(np.int64)


@lru_cache(maxsize=4)
def _numbers(n_rows: int) -> pl.Series:
    return pl.Series(np.arange(n_rows, dtype=np.uint32))


def _counts(where: Mapping[str, pl.Series]) -> dict[str, int]:
    counts = {code: int(rows.sum()) for code, rows in where.items()}
    return {code: count for code, count in counts.items() if count}
