"""Items by term: whoever has one of some terms is found without looking at anybody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.pool.jagged import Jagged, Whole, is_everyone

__all__ = ["Hits", "Postings", "Rows", "find_hits"]

Ints = NDArray[np.int64]
Int32s = NDArray[np.int32]
Bools = NDArray[np.bool_]

#: With fewer items than this, looking at each is quicker than anything else.
_FEW_ITEMS = 20_000


@dataclass(frozen=True)
class Postings:
    """An index of a `Jagged`.

    Attributes
    ----------
    starts : ndarray of int64, shape (n_terms + 1,)
        Term ``t`` owns ``places[starts[t]:starts[t + 1]]``.
    places : ndarray of int32, shape (n_items,)
        Places in the items, ascending within a term.
    owners : ndarray of int32, shape (n_items,)
        Row of each of these items.
    """

    starts: Ints
    places: Int32s
    owners: Int32s

    @classmethod
    def of(cls, lists: Jagged) -> Postings:
        """Index a list by its terms."""
        counts = np.bincount(lists.items, minlength=1)
        starts = np.zeros(len(counts) + 1, dtype=np.int64)
        np.cumsum(counts, out=starts[1:])
        places = np.argsort(lists.items, kind="stable").astype(np.int32)
        owners = np.repeat(np.arange(lists.n_rows, dtype=np.int32), lists.lengths)
        return cls(starts, places, owners[places])

    def count(self, terms: Ints) -> int:
        """Return how many items have one of the terms."""
        return int((self.starts[terms + 1] - self.starts[terms]).sum())

    def find(self, terms: Ints) -> tuple[Int32s, Int32s]:
        """Return the places and the owners of all items that have one of the terms, term after term."""
        spans = [slice(self.starts[term], self.starts[term + 1]) for term in terms.tolist()]
        if not spans:
            return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32)
        places, owners = (
            np.concatenate([column[span] for span in spans]) for column in (self.places, self.owners)
        )
        return places, owners


@dataclass(frozen=True)
class Hits:
    """Items of some rows that have a term of interest, row after row; what is left out counts nothing.

    Attributes
    ----------
    lists : Jagged
        Where the items are.
    places : ndarray of int, shape (n_hits,)
        Their places.
    owners : ndarray of int, shape (n_hits,)
        The row of the view that each belongs to; items of one row stand together.
    """

    lists: Jagged
    places: Ints | Int32s
    owners: Ints | Int32s

    @cached_property
    def items(self) -> Int32s:
        """Terms, shape ``(n_hits,)``."""
        return self.lists.items.take(self.places)

    @cached_property
    def flags(self) -> NDArray[np.uint8]:
        """Flags, shape ``(n_hits,)``."""
        return self.lists.flags.take(self.places)

    @cached_property
    def weights(self) -> Whole:
        """Weights, shape ``(n_hits,)``."""
        return self.lists.weights.take(self.places)

    @cached_property
    def factors(self) -> Whole:
        """Factors, shape ``(n_hits,)``."""
        return self.lists.factors.take(self.places)

    @cached_property
    def _starts(self) -> Ints:
        if not len(self.owners):
            return np.empty(0, dtype=np.int64)
        return np.concatenate([[0], np.flatnonzero(self.owners[1:] != self.owners[:-1]) + 1])

    @cached_property
    def rows(self) -> Ints | Int32s:
        """Rows of the view that have any hit, shape ``(n_hit_rows,)``."""
        return self.owners.take(self._starts)

    def only(self, keep: Bools) -> Hits:
        """Return the hits where ``keep`` is true."""
        return self if keep.all() else Hits(self.lists, self.places[keep], self.owners[keep])

    def flagged(self, flag: int) -> Hits:
        """Return the hits that carry any bit of ``flag``."""
        return self.only((self.flags & flag) != 0)

    def largest(self, values: Ints) -> Ints:
        """Return the largest value of each row that has hits, shape ``(n_hit_rows,)``; ``values`` is per hit."""
        return self._reduced(np.maximum, values)

    def total(self, values: Ints) -> Ints:
        """Return the sum of each row that has hits, shape ``(n_hit_rows,)``; ``values`` is per hit."""
        return self._reduced(np.add, values.astype(np.int64, copy=False))

    def _reduced(self, operation: np.ufunc, values: Ints) -> Ints:
        return operation.reduceat(values, self._starts) if len(values) else np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Rows:
    """Some rows of a partition.

    Attributes
    ----------
    numbers : ndarray of int64, shape (n_rows,)
        Each once.
    n_all : int
        Rows of the partition.
    """

    numbers: Ints
    n_all: int

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def whole(self) -> bool:
        """Whether these are all rows, in their order."""
        return is_everyone(self.numbers, self.n_all)

    @cached_property
    def places(self) -> Int32s:
        """Place of each row of the partition among these, -1 for the others, shape ``(n_all,)``."""
        found = np.full(self.n_all, -1, dtype=np.int32)
        found[self.numbers] = np.arange(len(self.numbers), dtype=np.int32)
        return found

    @cached_property
    def index(self) -> pl.Series:
        """The numbers as Polars takes them."""
        return pl.Series(self.numbers, dtype=pl.UInt32)

    def of(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return these rows of an array of the partition."""
        return values if self.whole else values.take(self.numbers)


def find_hits(lists: Jagged, rows: Rows, wanted: Bools, postings: Callable[[], Postings]) -> Hits:
    """Return the items of some rows whose term is wanted: through the rows or through the terms, as is less.

    Parameters
    ----------
    lists : Jagged
        Items of every row of a partition.
    wanted : ndarray of bool, shape (n_terms,)
        Terms of interest.
    postings : callable
        Gives the index of the list; not called where the items are few.
    """
    n_items = len(lists.items) * len(rows) // max(lists.n_rows, 1)
    if n_items > _FEW_ITEMS:
        index = postings()
        terms = np.flatnonzero(wanted[: len(index.starts) - 1])
        if index.count(terms) < n_items:
            return _through_terms(lists, rows, terms, index)
    return _through_rows(lists, rows.numbers, wanted)


def _through_rows(lists: Jagged, rows: Ints, wanted: Bools) -> Hits:
    places, owners = lists.owned(rows)
    # taken, not indexed: twice as quick by numbers of 32 bits
    keep = np.flatnonzero(wanted.take(lists.items.take(places)))
    return Hits(lists, places.take(keep), owners.take(keep))


def _through_terms(lists: Jagged, rows: Rows, terms: Ints, index: Postings) -> Hits:
    places, owners = index.find(terms)
    if rows.whole:
        # items stand row after row, so that both are in order when each is
        return Hits(lists, np.sort(places), np.sort(owners))
    among = rows.places.take(owners)
    kept = np.flatnonzero(among >= 0)
    # sorted as one number, the place before the owner: several times quicker than by way of an order
    both = np.sort(places[kept].astype(np.int64) << 32 | among[kept])
    return Hits(lists, both >> 32, both & 0xFFFFFFFF)
