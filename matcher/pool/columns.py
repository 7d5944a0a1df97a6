"""Columns of some rows of a partition, beside those of the one who asks."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.pool.postings import Rows

__all__ = ["Lookup", "RowColumns"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_NEVER = int(np.iinfo(np.int64).min)


@dataclass(frozen=True)
class Lookup:
    """Columns of all rows that follow from where each is: a line of a table, which many share.

    Attributes
    ----------
    lines : polars Series of UInt32, shape (n_rows,)
        The line of each row; null where none is known.
    table : polars DataFrame, shape (n_lines, ...)
        The columns.
    key : hashable
        What the table depends on, the day and the rows aside.
    """

    lines: pl.Series
    table: pl.DataFrame
    key: Hashable

    @classmethod
    def nothing(cls) -> Lookup:
        """Return a lookup without columns."""
        return cls(pl.Series([], dtype=pl.UInt32), pl.DataFrame(), None)

    @cached_property
    def names(self) -> frozenset[str]:
        """The columns."""
        return frozenset(self.table.columns)

    def column(self, name: str, rows: pl.Series | Ints | slice) -> pl.Series:
        """Return a column of some rows."""
        return self.on(name, self.lines[rows])

    def on(self, name: str, lines: pl.Series) -> pl.Series:
        """Return a column on some lines."""
        return self.table[name][lines].alias(name)


class RowColumns:
    """Columns of some rows, each read once.

    Parameters
    ----------
    rows : Rows
        Which rows.
    frames : sequence of polars DataFrame
        Columns of all rows of the partition.
    values : mapping of str to value
        The request's own columns: the same for every row.
    unfilled : collection of str
        Columns that are null everywhere.
    lookup : Lookup, optional
        Columns of all rows that are looked up.
    """

    def __init__(
        self,
        rows: Rows,
        frames: Sequence[pl.DataFrame],
        values: Mapping[str, Any],
        unfilled: Collection[str] = (),
        lookup: Lookup | None = None,
    ) -> None:
        self._rows = rows
        self._frames = frames
        self._values = values
        self._unfilled = unfilled
        self._lookup = lookup or Lookup.nothing()
        self._ints: dict[tuple[str, int], Ints] = {}

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self._rows)

    def column(self, name: str) -> pl.Series:
        """Return a professional column of any side, shape ``(n_rows,)``."""
        if name in self._lookup.names:
            return self._lookup.column(name, slice(None) if self._rows.whole else self._rows.index)
        found = self._of_rows(name)
        if found is None:
            return pl.Series(name, [self._values[name]]).new_from_index(0, self.n_rows)
        return found if self._rows.whole else found[self._rows.index]

    def ints(self, name: str, missing: int = -1) -> Ints:
        """Return a column as integers, ``missing`` where it is null.

        Returns
        -------
        ndarray of int64, shape (n_rows,) or ()
            One number for all rows where the fact is the request's own, or nobody's: it broadcasts.
        """
        if (name, missing) not in self._ints:
            self._ints[name, missing] = self._read(name, missing)
        return self._ints[name, missing]

    def known(self, name: str) -> Bools:
        """Tell where a column is not null, shape ``(n_rows,)`` or ``()`` as for `ints`."""
        if name in self._unfilled:
            return np.asarray(False)
        if name in self._lookup.names:
            return np.asarray(self.ints(name, _NEVER) != _NEVER)
        found = self._of_rows(name)
        if found is None:
            return np.asarray(self._values[name] is not None)
        if found.null_count() in (0, len(found)):
            return np.asarray(found.null_count() == 0)
        # no column holds the least number there is
        return np.asarray(self.ints(name, _NEVER) != _NEVER)

    def _of_rows(self, name: str) -> pl.Series | None:
        """Return a column of the whole partition, ``None`` for one of the request's own."""
        found = (frame.get_column(name, default=None) for frame in self._frames)
        return next((column for column in found if column is not None), None)

    def _read(self, name: str, missing: int) -> Ints:
        if name in self._unfilled:
            return np.asarray(missing, dtype=np.int64)
        if name in self._lookup.names:
            return _whole_numbers(self.column(name), missing)
        found = self._of_rows(name)
        if found is None:
            value = self._values[name]
            return np.asarray(missing if value is None else value, dtype=np.int64)
        if found.null_count() == len(found):
            return np.asarray(missing, dtype=np.int64)
        return _whole_numbers(self.column(name), missing)


def _whole_numbers(column: pl.Series, missing: int) -> Ints:
    if column.dtype == pl.Boolean:
        column = column.cast(pl.Int8)
    if not column.null_count():
        return column.to_numpy().astype(np.int64, copy=False)
    if column.dtype in (pl.Int64, pl.UInt64):
        return column.fill_null(missing).to_numpy().astype(np.int64, copy=False)
    # numbers of up to 32 bits are exact as floats, where null is NaN: quicker than an expression
    floats = column.to_numpy()
    return np.where(np.isnan(floats), missing, floats).astype(np.int64)
