"""Collecting rows: columns, terms and texts, closed together into a block."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.domain.columns import CORE_COLUMNS
from matcher.embedding.protocol import Embedder, Int8Matrix
from matcher.pool.codes import LICENCE_WORDS, Codes
from matcher.pool.ids import hash_id
from matcher.pool.jagged import Jagged, JaggedBuilder
from matcher.pool.meanings import Meaning, Meanings
from matcher.pool.partition import PartitionSide
from matcher.text.normalise import fold_key
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.schema import Kind

__all__ = ["LISTS", "Block", "Draft", "day_number", "day_of", "party_keys"]

T = TypeVar("T")

#: Facts of which a row has any number.
LISTS = ("occupations", "skills", "workplaces", "parties", "licences")
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one side whose terms still have the block's own numbers.

    Attributes
    ----------
    lists : mapping of str to Jagged
        By the names of `LISTS`.
    expiry : mapping of str to (list of int, list of int)
        Rows whose value of a column expires, and the last day of each.
    terms : mapping of kind to tuple of Meaning
        In the order of their numbers.
    """

    side: PartitionSide
    ids: tuple[str, ...]
    frame: pl.DataFrame
    protected: pl.DataFrame
    expiry: Mapping[str, tuple[list[int], list[int]]]
    lists: Mapping[str, Jagged]
    permanent: NDArray[np.int64]
    vectors: Int8Matrix
    id_hashes: NDArray[np.uint64]
    terms: Mapping[Kind, tuple[Meaning, ...]]


class Draft:
    """Rows being collected; `close` makes them a block.

    Attributes
    ----------
    ids : list of str
        Ids of the rows so far.
    lists : mapping of str to JaggedBuilder
        To be given one row for each row of the draft.
    columns : mapping of str to polars data type
        Professional columns of this side.
    meanings : mapping of kind to Meanings
        What the words of occupations and skills mean.
    """

    def __init__(
        self,
        side: PartitionSide,
        vocabularies: Vocabularies,
        codes: Codes,
        meanings: Mapping[Kind, Meanings],
        as_of: date | None = None,
    ) -> None:
        self.side = side
        self.vocabularies = vocabularies
        self.codes = codes
        self.meanings = meanings
        self.as_of = as_of
        self.ids: list[str] = []
        self.lists = {name: JaggedBuilder() for name in LISTS}
        own = [c for c in CORE_COLUMNS if c.side == side]
        self.columns = {c.name: c.dtype for c in own if c.audience == "professional"}
        self._behind = {c.name: c.dtype for c in own if c.audience == "protected"}
        self._values: list[Mapping[str, Any]] = []
        self._protected: list[Mapping[str, Any]] = []
        self._expiry: dict[str, tuple[list[int], list[int]]] = {}
        self._permanent = array("q")
        self._texts: list[str] = []
        self._terms: dict[Kind, dict[Meaning, int]] = {kind: {} for kind in meanings}
        self._known: dict[Hashable, Any] = {}

    def recall(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for the same key before, or make it: people repeat each other's answers."""
        if key not in self._known:
            self._known[key] = make()
        found: T = self._known[key]
        return found

    def term(self, kind: Kind, meaning: Meaning) -> int:
        """Return the term number of a meaning."""
        terms = self._terms[kind]
        return terms.setdefault(meaning, len(terms))

    def add(
        self,
        record_id: str,
        values: Mapping[str, Any],
        expiry: Mapping[str, int],
        protected: Mapping[str, Any],
        text: str,
        permanent: Sequence[int] = (0,) * LICENCE_WORDS,
    ) -> None:
        """Append one row; columns that are not given are null."""
        self._values.append(values)
        self._protected.append(protected)
        for name, day in expiry.items():
            rows, days = self._expiry.setdefault(name, ([], []))
            rows.append(len(self.ids))
            days.append(day)
        self.ids.append(record_id)
        self._texts.append(text)
        self._permanent.extend(permanent)

    def close(self, embedder: Embedder) -> Block:
        """Return everything added as columns, the texts as vectors."""
        return Block(
            self.side,
            tuple(self.ids),
            _frame(self._values, self.columns),
            _frame(self._protected, self._behind),
            self._expiry,
            {name: builder.close() for name, builder in self.lists.items()},
            np.array(self._permanent, dtype=np.int64).reshape(len(self.ids), LICENCE_WORDS),
            _encode(embedder, self._texts),
            np.fromiter(map(hash_id, self.ids), dtype=np.uint64, count=len(self.ids)),
            {kind: tuple(terms) for kind, terms in self._terms.items()},
        )


def day_number(day: date | None) -> int | None:
    """Return a day as a number from 1970-01-01."""
    return None if day is None else day.toordinal() - _EPOCH


@lru_cache(maxsize=1 << 16)
def day_of(text: str | None) -> int | None:
    """Return a day as a record's JSON has it, as a number from 1970-01-01."""
    return None if text is None else day_number(date.fromisoformat(text))


def party_keys(names: Iterable[str]) -> set[int]:
    """Return comparable keys of employers' names and tax ids."""
    return {zlib.crc32(fold_key(name).encode()) & 0x7FFFFFFF for name in names if name.strip()}


def _frame(rows: Sequence[Mapping[str, Any]], types: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(
        [pl.Series(name, [row.get(name) for row in rows], dtype=dtype) for name, dtype in types.items()]
    )


def _encode(embedder: Embedder, texts: Sequence[str]) -> Int8Matrix:
    if not texts:
        return np.zeros((0, embedder.dimensions), dtype=np.int8)
    return embedder.encode(texts)
