"""Rows that agree in everything that a clause reads are of one kind: one of them is judged for all."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.pool import bits
from matcher.pool.bits import Bits

__all__ = ["Kinds", "Outcome", "Remembered"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class _Sized(Protocol):
    @property
    def n_bytes(self) -> int:
        """Memory that it takes."""


T = TypeVar("T", bound=_Sized)

#: Bytes of outcomes, and of kinds, that a partition remembers.
_REMEMBERED_BYTES = 64 * 2**20
#: With fewer rows than this, or fewer of each kind on average, every row is judged.
_WORTH_KINDS, _WORTH_A_KIND = 2_000, 4
#: Values further apart than so many times the rows are put in order, not counted.
_SPREAD = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one clause says of every row: it keeps those who are in neither set.

    Attributes
    ----------
    failed, unknown : Bits, or None
        Rows that it removes, and rows of which it cannot tell; ``None`` where there is none.
    """

    failed: Bits | None
    unknown: Bits | None

    @property
    def n_bytes(self) -> int:
        """Memory that it takes."""
        return sum(rows.nbytes for rows in (self.failed, self.unknown) if rows is not None)

    def of_rows(self, rows: Ints) -> list[bool | None]:
        """Return the outcome on some rows."""
        failed, unknown = (
            np.zeros(len(rows), dtype=np.bool_) if of_all is None else bits.among(of_all, rows)
            for of_all in (self.failed, self.unknown)
        )
        pairs = zip(failed.tolist(), unknown.tolist(), strict=True)
        return [None if unsure else not removed for removed, unsure in pairs]


@dataclass(frozen=True, eq=False)
class Kinds:
    """The kinds of rows that some columns tell apart.

    Attributes
    ----------
    table : polars DataFrame, shape (n_kinds, n_columns)
        These columns, a line for each kind.
    of_rows : polars Series of UInt32, shape (n_rows,)
        The line of each row.
    """

    table: pl.DataFrame
    of_rows: pl.Series

    @property
    def n_bytes(self) -> int:
        """Memory that they take."""
        return int(self.table.estimated_size()) + 4 * len(self.of_rows)

    def spread(self, mask: Bools) -> Bits:
        """Return the rows whose kind is marked; ``mask`` has shape ``(n_kinds,)``."""
        # looked up as bytes: several times quicker than as bits, or by an array of numbers
        return bits.pack(pl.Series(mask.view(np.uint8))[self.of_rows].to_numpy())


class Remembered:
    """What clauses said of the rows of a partition, and the kinds they tell apart: the requests of a day share it.

    What nobody asked for lately gives way.

    Parameters
    ----------
    n_rows : int
        Rows of the partition.
    """

    def __init__(self, n_rows: int) -> None:
        self._n_rows = n_rows
        self._outcomes = _Recent[Outcome]()
        self._kinds = _Recent[Kinds]()
        self._met = set[Hashable]()
        self._too_many = set[frozenset[str]]()

    def outcome(self, key: Hashable) -> Outcome | None:
        """Return an outcome if it is remembered."""
        return self._outcomes.recall(key)

    def add(self, key: Hashable, outcome: Outcome) -> None:
        """Remember one outcome."""
        self._outcomes.add(key, outcome)

    def kinds(self, asking: Hashable, columns: Mapping[str, pl.Series]) -> Kinds | None:
        """Return the kinds of rows that some columns tell apart; ``None`` where every row is judged with less work.

        Parameters
        ----------
        asking : hashable
            Which clause reads the columns.
        """
        names = frozenset(columns)
        if self._n_rows < _WORTH_KINDS or names in self._too_many:
            return None
        if asking not in self._met:
            # what is asked once is not worth finding its kinds
            self._met.add(asking)
            return None
        if (known := self._kinds.recall(names)) is not None:
            return known
        found = _told_apart(columns)
        if found is None:
            self._too_many.add(names)
        else:
            self._kinds.add(names, found)
        return found


class _Recent(Generic[T]):
    """Things by key, as many as fit; those that nobody asked for lately give way."""

    def __init__(self) -> None:
        self._found = OrderedDict[Hashable, T]()
        self._n_bytes = 0

    def recall(self, key: Hashable) -> T | None:
        """Return what is under a key, if it is still there."""
        if key in self._found:
            self._found.move_to_end(key)
        return self._found.get(key)

    def add(self, key: Hashable, thing: T) -> None:
        """Keep a thing, in place of what was under its key."""
        if key in self._found:
            self._n_bytes -= _size(self._found.pop(key))
        self._found[key] = thing
        self._n_bytes += _size(thing)
        while self._n_bytes > _REMEMBERED_BYTES:
            _, dropped = self._found.popitem(last=False)
            self._n_bytes -= _size(dropped)


def _size(thing: _Sized) -> int:
    # what holds for nobody takes some room too
    return thing.n_bytes + 1_000


def _told_apart(columns: Mapping[str, pl.Series]) -> Kinds | None:
    """Return the kinds that columns tell apart; ``None`` for columns of no numbers, or where they are too many."""
    if not all(column.dtype.is_integer() or column.dtype == pl.Boolean for column in columns.values()):
        return None
    n_rows = len(next(iter(columns.values())))
    kinds, n_kinds = np.zeros(n_rows, dtype=np.int64), 1
    for column in columns.values():
        values, n_values = _numbered(column)
        kinds, n_kinds = _dense(kinds * n_values + values)
        if n_kinds > n_rows // _WORTH_A_KIND:
            return None
    # any row of a kind speaks for it
    speakers = np.empty(n_kinds, dtype=np.uint32)
    speakers[kinds] = np.arange(n_rows, dtype=np.uint32)
    table = pl.DataFrame({name: column[pl.Series(speakers)] for name, column in columns.items()})
    return Kinds(table, pl.Series(kinds, dtype=pl.UInt32))


def _numbered(column: pl.Series) -> tuple[Ints, int]:
    """Return a number for each distinct value of a column, null among them, and how many there are."""
    known = column.drop_nulls()
    if not len(known):
        return np.zeros(len(column), dtype=np.int64), 1
    found = np.zeros(len(column), dtype=np.int64)
    numbers, n_values = _dense(known.cast(pl.Int8 if known.dtype == pl.Boolean else known.dtype).to_numpy())
    if len(known) == len(column):
        return numbers, n_values
    found[column.is_not_null().to_numpy()] = numbers + 1
    return found, n_values + 1


def _dense(values: NDArray[np.integer]) -> tuple[Ints, int]:
    """Return values numbered without gaps, and how many differ."""
    least, most = int(values.min()), int(values.max())
    if most - least > _SPREAD * len(values) or values.dtype == np.uint64:
        distinct, numbers = np.unique(values, return_inverse=True)
        return numbers, len(distinct)
    shifted = values.astype(np.int64) - least
    met = np.zeros(most - least + 1, dtype=np.bool_)
    met[shifted] = True
    return (np.cumsum(met) - 1)[shifted], int(met.sum())
