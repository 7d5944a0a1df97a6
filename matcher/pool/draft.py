"""Collecting rows of a partition: columns, terms and texts, closed together."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from matcher.domain.columns import CORE_COLUMNS
from matcher.domain.record import Mention
from matcher.embedding.protocol import Embedder
from matcher.pool.codes import LICENCE_WORDS, Codes
from matcher.pool.ids import hash_id
from matcher.pool.jagged import JaggedBuilder
from matcher.pool.partition import Partition, PartitionSide
from matcher.pool.terms import TermTableBuilder
from matcher.text.normalise import fold_key
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.schema import Kind

__all__ = ["Draft", "day_number", "party_keys"]

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass
class Draft:
    """Rows being collected; `close` makes them a partition."""

    side: PartitionSide
    vocabularies: Vocabularies
    codes: Codes
    as_of: date | None = None
    ids: list[str] = field(default_factory=list)
    values: dict[str, list[Any]] = field(default_factory=dict)
    expiry: dict[str, list[int | None]] = field(default_factory=dict)
    protected: dict[str, list[Any]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    permanent: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._terms = {kind: TermTableBuilder(self.vocabularies[kind]) for kind in ("occupation", "skill")}
        self.lists = {
            name: JaggedBuilder() for name in ("occupations", "skills", "workplaces", "parties", "licences")
        }
        self._own = [c for c in CORE_COLUMNS if c.side == self.side]
        self.values = {c.name: [] for c in self._own if c.audience == "professional"}
        self.protected = {c.name: [] for c in self._own if c.audience == "protected"}
        self._folded: dict[str, str] = {}

    def term(self, kind: str, mention: Mention) -> int:
        """Return the term number of a mention."""
        folded = self._folded.get(mention.text)
        if folded is None:
            folded = self._folded[mention.text] = fold_key(mention.text)
        return self._terms[kind].number(mention.concept, mention.text, folded)

    def words(self, kind: Kind, mention: Mention) -> str:
        """Return the words of a mention for the profile text.

        A linked one speaks by its concept's label, so that masculine and feminine forms are worth the same.
        """
        vocabulary = self.vocabularies[kind]
        return vocabulary[mention.concept].label("it") if mention.concept in vocabulary else mention.text

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
        for name, column in self.values.items():
            column.append(values.get(name))
        for name, column in self.protected.items():
            column.append(protected.get(name))
        for name, day in expiry.items():
            self.expiry.setdefault(name, [None] * len(self.ids)).append(day)
        self.ids.append(record_id)
        for days in self.expiry.values():
            days.extend([None] * (len(self.ids) - len(days)))
        self.texts.append(text)
        self.permanent.append(list(permanent))

    def close(self, embedder: Embedder, plugin_columns: pl.DataFrame | None = None) -> Partition:
        """Encode the texts and return the partition."""
        frame = _frame(self.values, {c.name: c.dtype for c in self._own})
        if plugin_columns is not None and plugin_columns.width:
            frame = pl.concat([frame, plugin_columns], how="horizontal")
        lists: dict[str, Any] = {name: builder.close() for name, builder in self.lists.items()}
        return Partition(
            side=self.side,
            ids=tuple(self.ids),
            frame=frame,
            expiry=_frame(self.expiry, {}),
            protected=_frame(self.protected, {c.name: c.dtype for c in self._own}),
            vectors=_encode(embedder, self.texts),
            permanent=np.asarray(self.permanent, dtype=np.int64).reshape(len(self.ids), LICENCE_WORDS),
            terms={kind: builder.close(embedder) for kind, builder in self._terms.items()},
            alive=np.ones(len(self.ids), dtype=np.bool_),
            id_hashes=np.asarray([hash_id(record_id) for record_id in self.ids], dtype=np.uint64),
            **lists,
        )


def day_number(day: date | None) -> int | None:
    """Return a day as a number from 1970-01-01."""
    return None if day is None else day.toordinal() - _EPOCH


def party_keys(names: Iterable[str]) -> set[int]:
    """Return comparable keys of employers' names and tax ids."""
    return {zlib.crc32(fold_key(name).encode()) & 0x7FFFFFFF for name in names if name.strip()}


def _frame(columns: Mapping[str, list[Any]], dtypes: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(
        [pl.Series(name, values, dtype=dtypes.get(name, pl.Int32)) for name, values in columns.items()]
    )


def _encode(embedder: Embedder, texts: Sequence[str]) -> Any:
    if not texts:
        return np.zeros((0, embedder.dimensions), dtype=np.int8)
    return embedder.encode(texts)
