"""From records to a partition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar

import polars as pl

from matcher.domain.candidate import Candidate
from matcher.domain.protected import Protected
from matcher.domain.vacancy import Vacancy
from matcher.embedding.protocol import Embedder
from matcher.pool.candidates import add_candidate
from matcher.pool.codes import Codes
from matcher.pool.draft import Draft
from matcher.pool.partition import Partition
from matcher.pool.vacancies import add_vacancy
from matcher.vocabulary.bundle import Vocabularies

__all__ = ["PluginColumns", "PoolBuilder"]

#: Fills the plugins' own columns: side and records by id in, a row for each out, the professional and the protected.
PluginColumns = Callable[[str, Mapping[str, Candidate | Vacancy]], tuple[pl.DataFrame, pl.DataFrame]]
Owner = TypeVar("Owner", Candidate, Vacancy)
#: Records whose plugin columns are filled at once: memory and the time of one call stay bounded.
_BATCH = 10_000


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

    def candidates(
        self, candidates: Iterable[Candidate], protected: Mapping[str, Protected] | None = None
    ) -> Partition:
        """Return candidates as a partition; ``protected`` goes behind the protected door."""
        draft = Draft("candidate", self.vocabularies, self.codes, self.embedder, self.as_of)
        behind = protected or {}
        return self._filled(draft, candidates, lambda one: add_candidate(draft, one, behind.get(one.id)))

    def vacancies(self, vacancies: Iterable[Vacancy]) -> Partition:
        """Return vacancies as a partition."""
        draft = Draft("vacancy", self.vocabularies, self.codes, self.embedder)
        return self._filled(draft, vacancies, lambda one: add_vacancy(draft, one))

    def _filled(self, draft: Draft, records: Iterable[Owner], add: Callable[[Owner], None]) -> Partition:
        rows = iter(records)
        found: list[tuple[pl.DataFrame, pl.DataFrame]] = []
        # once also for nobody: columns have their types even where they have no rows
        while (batch := list(islice(rows, _BATCH))) or not found:
            for one in batch:
                add(one)
            if self.plugin_columns is None:
                found.append((pl.DataFrame(), pl.DataFrame()))
            else:
                found.append(self.plugin_columns(draft.side, {one.id: one for one in batch}))
        professional, protected = zip(*found, strict=True)
        return draft.close(pl.concat(professional, rechunk=True), pl.concat(protected, rechunk=True))
