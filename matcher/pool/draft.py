"""Collecting rows of a partition: columns, terms and texts, closed together."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import numpy as np
import polars as pl

from matcher.domain.columns import CORE_COLUMNS
from matcher.domain.record import Mention
from matcher.embedding.protocol import Embedder, Int8Matrix
from matcher.pool.codes import LICENCE_WORDS, Codes
from matcher.pool.ids import hash_id
from matcher.pool.jagged import JaggedBuilder
from matcher.pool.partition import Partition, PartitionSide
from matcher.pool.terms import TermTableBuilder, canonical_words
from matcher.text.normalise import fold_key
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.schema import Kind

__all__ = ["Draft", "day_number", "party_keys"]

T = TypeVar("T")

_EPOCH = date(1970, 1, 1).toordinal()


#: Rows that wait as Python values: beyond it they become columns, so that memory stays bounded.
_WAITING = 1 << 14


class Draft:
    """Rows being collected; `close` makes them a partition.

    Attributes
    ----------
    ids : list of str
        Ids of the rows so far.
    lists : mapping of str to JaggedBuilder
        To be given one row for each row of the draft.
    columns : mapping of str to polars data type
        Professional columns of this side.
    """

    def __init__(
        self,
        side: PartitionSide,
        vocabularies: Vocabularies,
        codes: Codes,
        embedder: Embedder,
        as_of: date | None = None,
    ) -> None:
        self.side = side
        self.vocabularies = vocabularies
        self.codes = codes
        self.as_of = as_of
        self.ids: list[str] = []
        self.lists = {
            name: JaggedBuilder() for name in ("occupations", "skills", "workplaces", "parties", "licences")
        }
        self._embedder = embedder
        self._terms = {kind: TermTableBuilder(vocabularies[kind]) for kind in ("occupation", "skill")}
        own = [c for c in CORE_COLUMNS if c.side == side]
        self.columns = {c.name: c.dtype for c in own if c.audience == "professional"}
        self._behind = {c.name: c.dtype for c in own if c.audience == "protected"}
        self._values: list[Mapping[str, Any]] = []
        self._protected: list[Mapping[str, Any]] = []
        self._expiry: dict[str, tuple[list[int], list[int]]] = {}
        self._permanent = array("q")
        self._texts: list[str] = []
        self._settled: list[tuple[pl.DataFrame, pl.DataFrame, Int8Matrix]] = []
        self._known: dict[Hashable, Any] = {}

    def recall(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for the same key before, or make it: people repeat each other's answers."""
        if key not in self._known:
            self._known[key] = make()
        found: T = self._known[key]
        return found

    def term(self, kind: Kind, mention: Mention) -> int:
        """Return the term number of a mention."""
        known = kind, mention.concept, mention.text
        found = self._known.get(known)
        if found is None:
            key, words = self.meaning(kind, mention)
            found = self._known[known] = self._terms[kind].number(key, words)
        return int(found)

    def words(self, kind: Kind, mention: Mention) -> str:
        """Return the words of a mention that count: linked ones in the form of their concept's label."""
        return self.meaning(kind, mention)[1]

    def meaning(self, kind: Kind, mention: Mention) -> tuple[str, str]:
        """Return what a mention means, the same for all words that are alike in full, and its words.

        Words that fold to nothing are alike only when written the same.
        """
        text, concept = mention.text, self.vocabularies[kind].by_id.get(mention.concept)
        folded = self.recall(("folded", text), lambda: fold_key(text))
        if concept is None:
            return f"~{folded or text}", text
        return concept.id, self.recall(
            ("words", kind, concept.id, text), lambda: canonical_words(concept, text, folded)
        )

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
        if len(self._texts) == _WAITING:
            self._settle()

    def close(
        self, plugin_columns: pl.DataFrame | None = None, protected_columns: pl.DataFrame | None = None
    ) -> Partition:
        """Return everything added as a partition, with the columns of plugins on their side of the door."""
        self._settle()
        frames, protected, vectors = zip(*self._settled, strict=True)
        lists: dict[str, Any] = {name: builder.close() for name, builder in self.lists.items()}
        return Partition(
            side=self.side,
            ids=tuple(self.ids),
            frame=_beside(pl.concat(frames, rechunk=True), plugin_columns),
            expiry=self._expiry_columns(),
            protected=_beside(pl.concat(protected, rechunk=True), protected_columns),
            vectors=np.concatenate(vectors),
            permanent=np.array(self._permanent, dtype=np.int64).reshape(len(self.ids), LICENCE_WORDS),
            terms={kind: builder.close(self._embedder) for kind, builder in self._terms.items()},
            alive=np.ones(len(self.ids), dtype=np.bool_),
            id_hashes=np.fromiter(map(hash_id, self.ids), dtype=np.uint64, count=len(self.ids)),
            **lists,
        )

    def _settle(self) -> None:
        """Turn the waiting rows into columns and vectors."""
        vectors = _encode(self._embedder, self._texts)
        self._settled.append(
            (_frame(self._values, self.columns), _frame(self._protected, self._behind), vectors)
        )
        self._values, self._protected, self._texts = [], [], []

    def _expiry_columns(self) -> pl.DataFrame:
        columns = []
        for name, (rows, days) in self._expiry.items():
            column = pl.repeat(None, len(self.ids), dtype=pl.Int32, eager=True)
            columns.append(column.scatter(rows, days).alias(name))
        return pl.DataFrame(columns)


def day_number(day: date | None) -> int | None:
    """Return a day as a number from 1970-01-01."""
    return None if day is None else day.toordinal() - _EPOCH


def party_keys(names: Iterable[str]) -> set[int]:
    """Return comparable keys of employers' names and tax ids."""
    return {zlib.crc32(fold_key(name).encode()) & 0x7FFFFFFF for name in names if name.strip()}


def _beside(frame: pl.DataFrame, columns: pl.DataFrame | None) -> pl.DataFrame:
    if columns is None or not columns.width:
        return frame
    return pl.concat([frame, columns], how="horizontal") if frame.width else columns


def _frame(rows: Sequence[Mapping[str, Any]], types: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(
        [pl.Series(name, [row.get(name) for row in rows], dtype=dtype) for name, dtype in types.items()]
    )


def _encode(embedder: Embedder, texts: Sequence[str]) -> Int8Matrix:
    if not texts:
        return np.zeros((0, embedder.dimensions), dtype=np.int8)
    return embedder.encode(texts)
