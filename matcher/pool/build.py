"""From records to a partition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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

#: Fills the plugins' own columns: side and ids in, one row per id out, the professional and the protected ones.
PluginColumns = Callable[[str, Sequence[str]], tuple[pl.DataFrame, pl.DataFrame]]


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
        for candidate in candidates:
            add_candidate(draft, candidate, behind.get(candidate.id))
        return self._close(draft)

    def vacancies(self, vacancies: Iterable[Vacancy]) -> Partition:
        """Return vacancies as a partition."""
        draft = Draft("vacancy", self.vocabularies, self.codes, self.embedder)
        for vacancy in vacancies:
            add_vacancy(draft, vacancy)
        return self._close(draft)

    def _close(self, draft: Draft) -> Partition:
        if self.plugin_columns is None:
            return draft.close()
        return draft.close(*self.plugin_columns(draft.side, draft.ids))
