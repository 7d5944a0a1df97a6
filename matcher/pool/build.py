"""From records to a partition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain, islice

import polars as pl

from matcher.domain.candidate import Candidate
from matcher.domain.protected import Protected
from matcher.domain.record import Record
from matcher.domain.vacancy import Vacancy
from matcher.embedding.protocol import Embedder
from matcher.pool.candidates import Stored, add_candidate
from matcher.pool.codes import Codes
from matcher.pool.draft import Block, Draft
from matcher.pool.join import join_blocks
from matcher.pool.meanings import Meanings, meanings_of
from matcher.pool.partition import Partition
from matcher.pool.vacancies import add_vacancy
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.schema import Kind

__all__ = ["BLOCK", "PluginColumns", "PoolBuilder"]

#: Fills the plugins' own columns: side and records by id in, a row for each out, the professional and the protected.
PluginColumns = Callable[[str, Mapping[str, Candidate | Vacancy]], tuple[pl.DataFrame, pl.DataFrame]]
#: Rows that wait as Python values: beyond it they become columns, so that memory stays bounded.
BLOCK = 1 << 14


@dataclass(frozen=True)
class PoolBuilder:
    """Turns records into columns, the same way for a million people and for the one who asks.

    Attributes
    ----------
    plugin_columns : callable, optional
        Fills the columns that plugins declared.
    as_of : date, optional
        Day up to which a job without an end has lasted; without it the months of such a job are unknown.
    """

    vocabularies: Vocabularies
    codes: Codes
    embedder: Embedder
    plugin_columns: PluginColumns | None = None
    as_of: date | None = None

    @cached_property
    def _meanings(self) -> Mapping[Kind, Meanings]:
        return meanings_of(self.vocabularies)

    def candidates(
        self, candidates: Iterable[Candidate], protected: Mapping[str, Protected] | None = None
    ) -> Partition:
        """Return candidates as a partition; ``protected`` goes behind the protected door."""
        behind = protected or {}
        rows = ((_stored(one), _stored(behind[one.id]) if one.id in behind else None) for one in candidates)
        blocks = [self.block(chain([first], islice(rows, BLOCK - 1))) for first in rows]
        return self.join(blocks or [self.block([])])

    def vacancies(self, vacancies: Iterable[Vacancy]) -> Partition:
        """Return vacancies as a partition."""
        draft = Draft("vacancy", self.vocabularies, self.codes, self._meanings)
        owners: dict[str, Candidate | Vacancy] = {}
        for vacancy in vacancies:
            add_vacancy(draft, vacancy)
            owners[vacancy.id] = vacancy
        return self.join([self._filled(draft.close(self.embedder), owners)])

    def block(self, rows: Iterable[tuple[Stored, Stored | None]]) -> Block:
        """Return some candidates as a block, each given with the protected record of the same person."""
        draft = Draft("candidate", self.vocabularies, self.codes, self._meanings, self.as_of)
        stored: dict[str, Stored] = {}
        for candidate, protected in rows:
            add_candidate(draft, candidate, protected)
            stored[candidate["id"]] = candidate
        return self._filled(draft.close(self.embedder), _Profiles(stored))

    def join(self, blocks: Sequence[Block]) -> Partition:
        """Return blocks of one side as a partition."""
        return join_blocks(blocks, self.vocabularies, self.embedder)

    def _filled(self, block: Block, owners: Mapping[str, Candidate | Vacancy]) -> Block:
        """Return a block with the columns of plugins beside its own."""
        if self.plugin_columns is None:
            return block
        professional, protected = self.plugin_columns(block.side, owners)
        if len(owners) < len(block.ids):
            # who is asked about twice is one owner
            places = {name: place for place, name in enumerate(owners)}
            rows = [places[name] for name in block.ids]
            professional, protected = (
                frame[rows] if frame.width else frame for frame in (professional, protected)
            )
        return replace(
            block, frame=_beside(block.frame, professional), protected=_beside(block.protected, protected)
        )


class _Profiles(Mapping[str, Candidate]):
    """Stored profiles by id, read as records when a plugin looks at them: most never do."""

    def __init__(self, stored: Mapping[str, Stored]) -> None:
        self._stored = stored
        self._read: dict[str, Candidate] = {}

    def __getitem__(self, name: str) -> Candidate:
        if name not in self._read:
            self._read[name] = Candidate.model_validate(self._stored[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)


def _beside(frame: pl.DataFrame, columns: pl.DataFrame) -> pl.DataFrame:
    if not columns.width:
        return frame
    return pl.concat([frame, columns], how="horizontal") if frame.width else columns


def _stored(record: Record) -> Stored:
    return record.model_dump(mode="json")
