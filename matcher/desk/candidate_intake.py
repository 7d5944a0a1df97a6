"""How candidates come in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from matcher.desk.candidate_words import link_candidates, tally
from matcher.desk.import_run import Batch, Item, Notices, Stored
from matcher.desk.intake_rows import (
    Given,
    checked_records,
    erased_items,
    upsert_plugin_records,
    with_plugins,
    words_given,
)
from matcher.desk.merging import merged_candidates
from matcher.desk.ready_candidate import ReadyCandidate
from matcher.desk.words import WordReader
from matcher.exchange.candidates import CandidateReader
from matcher.exchange.columns import FileKind
from matcher.exchange.problems import Problem
from matcher.exchange.source import SourceRow
from matcher.plugin.gate import Gate
from matcher.store.candidate_writes import upsert_candidates

__all__ = ["CandidateIntake"]


class CandidateIntake:
    """Reads, links and stores candidates; see `import_candidates`."""

    kind: FileKind = "candidates"

    def __init__(self, words: WordReader, gate: Gate | None, actor: str, at: datetime) -> None:
        self._words, self._gate, self._actor, self._at = words, gate, actor, at
        self._reader = CandidateReader(words.labels, words.vocabularies.places)
        self.notices = Notices()

    def read(self, row: SourceRow) -> tuple[Given | None, list[Problem]]:
        """Read a row, or say everything that is wrong with it."""
        source = row.row.source
        whole = source is not None and self._reader.is_record(source)
        if source is not None and whole:
            parts, problems = self._reader.read_record(source)
        else:
            parts, problems = self._reader.read(row.cells)
        return with_plugins(parts, problems, row, self._gate, "candidate", self.notices, whole=whole)

    def identify(self, given: Given) -> str:
        """Return what may come only once."""
        return str(given.record.id)

    def prepare(self, batch: Batch[Given]) -> Batch[Given]:
        """Link the words of a batch, and write it out as the store keeps it."""
        people = link_candidates([item.record.record for item in batch], self._words)
        return [
            Item(item.source, replace(item.record, record=ReadyCandidate.of(person)))
            for item, person in zip(batch, people, strict=True)
        ]

    def store(self, connection: Connection, batch: Batch[Given]) -> Stored[Given]:
        """Write a batch, and the plugin data of its rows."""
        notices = _notices(batch)
        batch, refused, records = checked_records(
            connection, batch, self._gate, lambda given: given.record.candidate
        )
        given = words_given(batch, self.identify)
        batch, unmerged = merged_candidates(connection, batch, given, self._reader, self._words)
        refused += unmerged
        rows: list[ReadyCandidate] = [item.record.record for item in batch]
        counts = upsert_candidates(connection, [row.texts for row in rows], self._actor, self._at, given)
        counts = upsert_plugin_records(connection, records, counts, self._actor, self._at)
        refused += erased_items(batch, counts, self.identify)
        written = set(counts.written)
        waiting = tally(pair for row in rows if row.id in written for pair in row.waiting)
        return Stored(counts, refused, waiting, notices=notices)


def _notices(batch: Batch[Given]) -> Notices:
    notices = Notices()
    for item in batch:
        if place := item.record.record.unknown_home:
            notices.add("Comuni non riconosciuti, da precisare", f"{item.source.row.number} «{place}»")
    return notices
