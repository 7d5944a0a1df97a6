"""Rows of varying length as flat arrays, and the few exact reductions that scores are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Jagged", "JaggedBuilder", "Whole", "is_everyone", "narrow"]

Int64s = NDArray[np.int64]
Int32s = NDArray[np.int32]
Whole = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True)
class Jagged:
    """Items of every row, one after the other.

    Attributes
    ----------
    offsets : ndarray of int64, shape (n_rows + 1,)
        Row ``r`` owns ``items[offsets[r]:offsets[r + 1]]``.
    items : ndarray of int32, shape (n_items,)
        Term numbers, or municipality numbers.
    weights : ndarray of int8, int16 or int32, shape (n_items,)
        Months, or how much a requirement is wanted.
    factors : ndarray of int8, int16 or int32, shape (n_items,)
        Thousandths that a weight counts for.
    flags : ndarray of uint8, shape (n_items,)
        Role of the item, one bit each.
    """

    offsets: Int64s
    items: Int32s
    weights: Whole
    flags: NDArray[np.uint8]
    factors: Whole

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.offsets) - 1

    @cached_property
    def lengths(self) -> Int64s:
        """Number of items of each row, shape ``(n_rows,)``."""
        return np.diff(self.offsets)

    @cached_property
    def filled(self) -> Int64s:
        """Rows that have any item, ascending."""
        return np.flatnonzero(self.lengths)

    @cached_property
    def _starts(self) -> Int64s:
        return self.offsets[self.filled]

    def row(self, row: int) -> slice:
        """Return the place of one row's items."""
        return slice(int(self.offsets[row]), int(self.offsets[row + 1]))

    def take(self, rows: Int64s) -> Jagged:
        """Return the given rows, in the given order."""
        if is_everyone(rows, self.n_rows):
            return self
        lengths = self.lengths[rows]
        offsets = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum(lengths, out=offsets[1:])
        where = self.places(rows)
        return Jagged(offsets, self.items[where], self.weights[where], self.flags[where], self.factors[where])

    def places(self, rows: Int64s) -> Int64s:
        """Return the places of the items of the given rows, row after row."""
        return self.owned(rows)[0]

    def owned(self, rows: Int64s) -> tuple[Int64s, Int64s]:
        """Return the places of the items of the given rows, row after row, and whose each is: a place in ``rows``."""
        starts, lengths = self.offsets.take(rows), self.lengths.take(rows)
        ends = np.cumsum(lengths)
        owners = np.repeat(np.arange(len(rows)), lengths)
        places = (starts - (ends - lengths)).take(owners)
        places += np.arange(len(owners))
        return places, owners

    def only(self, flag: int) -> Jagged:
        """Return the items that carry any bit of ``flag``."""
        if flag not in self._parts:
            self._parts[flag] = self._only(flag)
        return self._parts[flag]

    @cached_property
    def _parts(self) -> dict[int, Jagged]:
        return {}

    def _only(self, flag: int) -> Jagged:
        keep = (self.flags & flag) != 0
        if keep.all():
            return self
        kept = np.zeros(len(keep) + 1, dtype=np.int64)
        np.cumsum(keep, out=kept[1:])
        return Jagged(
            kept[self.offsets], self.items[keep], self.weights[keep], self.flags[keep], self.factors[keep]
        )

    def count(self, flag: int) -> Int32s:
        """Return how many items of each row carry any bit of ``flag``, shape ``(n_rows,)``."""
        if flag not in self._counts:
            found = np.zeros(self.n_rows, dtype=np.int32)
            if len(self.filled):
                carried = (self.flags & flag) != 0
                found[self.filled] = np.add.reduceat(carried, self.offsets[self.filled], dtype=np.int32)
            self._counts[flag] = found
        return self._counts[flag]

    @cached_property
    def _counts(self) -> dict[int, Int32s]:
        return {}

    def largest(self, values: Whole) -> Int64s:
        """Return the largest value of each row's items, -1 for an empty row; ``values`` is per item."""
        return self._reduced(np.maximum, values, -1)

    def smallest(self, values: Int64s, empty: int) -> Int64s:
        """Return the smallest value of each row's items, ``empty`` for an empty row."""
        return self._reduced(np.minimum, values, empty)

    def best_items(self, values: Whole, largest: Int64s) -> Int64s:
        """Return the first item of each row with its `largest` value, -1 for an empty row; ``values`` is per item."""
        places = np.flatnonzero(values == np.repeat(largest, self.lengths))
        owners = np.repeat(np.arange(self.n_rows), self.lengths)[places]
        found = np.full(self.n_rows, -1, dtype=np.int64)
        # backwards, so that the first of equals is written last
        found[owners[::-1]] = self.items[places[::-1]]
        return found

    def total(self, values: Whole) -> Int64s:
        """Return the sum of each row's items, 0 for an empty row; integers, so exact in any order."""
        return self._reduced(np.add, values.astype(np.int64, copy=False), 0)

    def _reduced(self, operation: np.ufunc, values: Whole, empty: int) -> Int64s:
        if not len(self.filled):
            return np.full(self.n_rows, empty, dtype=np.int64)
        reduced = operation.reduceat(values, self._starts)
        if len(self.filled) == self.n_rows:
            return reduced.astype(np.int64, copy=False)
        found = np.full(self.n_rows, empty, dtype=np.int64)
        found[self.filled] = reduced
        return found


def is_everyone(rows: Int64s, n_rows: int) -> bool:
    """Tell whether ``rows`` are all rows, in their order."""
    return len(rows) == n_rows and bool(np.array_equal(rows, np.arange(n_rows)))


class JaggedBuilder:
    """Collects rows and closes them into a `Jagged`."""

    def __init__(self) -> None:
        self._lengths: list[int] = []
        self._items: list[tuple[int, int, int]] = []
        self._factors: list[int] = []

    def add(self, row: Sequence[tuple[int, int, int]], factors: Sequence[int] = ()) -> None:
        """Append one row of ``(item, weight, flags)``, with the factors of its first items; others are 1,000."""
        self._lengths.append(len(row))
        if factors:
            self._pad()
            self._factors += factors
        self._items += row

    def close(self) -> Jagged:
        """Return everything added so far."""
        self._pad()
        offsets = np.zeros(len(self._lengths) + 1, dtype=np.int64)
        np.cumsum(self._lengths, out=offsets[1:])
        flat = np.fromiter(chain.from_iterable(self._items), dtype=np.int32, count=3 * len(self._items))
        items, weights, flags = flat.reshape(-1, 3).T
        return Jagged(
            offsets,
            np.ascontiguousarray(items),
            narrow(weights),
            flags.astype(np.uint8),
            narrow(np.array(self._factors, dtype=np.int32)),
        )

    def _pad(self) -> None:
        self._factors += [1000] * (len(self._items) - len(self._factors))


def narrow(values: Int32s) -> Whole:
    """Return whole numbers in the narrowest signed type that holds them all."""
    if not len(values):
        return values.astype(np.int8)
    needed = np.result_type(
        np.min_scalar_type(min(int(values.min()), -1)), np.min_scalar_type(-int(values.max()) - 1)
    )
    return values.astype(needed)
