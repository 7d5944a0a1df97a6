"""How candidates come in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from matcher.desk.candidate_words import link_candidates, tally, waiting_of_candidate
from matcher.desk.import_run import Batch, Item, Notices, Stored
from matcher.desk.intake_rows import Given, checked_records, erased_items, upsert_plugin_records, with_plugins
from matcher.desk.merging import merged_candidates, stored_row
from matcher.desk.words import WordReader
from matcher.exchange.candidates import CandidateParts, CandidateReader
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
        self._notices = Notices()

    def read(self, row: SourceRow) -> tuple[Given | None, list[Problem]]:
        """Read a row, or say everything that is wrong with it."""
        source = row.row.source
        whole = source is not None and self._reader.is_record(source)
        if source is not None and whole:
            parts, problems = self._reader.read_record(source)
        else:
            parts, problems = self._reader.read(row.cells)
        return with_plugins(parts, problems, row, self._gate, "candidate", self._notices, whole=whole)

    def identify(self, given: Given) -> str:
        """Return what may come only once."""
        return str(given.record.candidate.id)

    def prepare(self, batch: Batch[Given]) -> Batch[Given]:
        """Link the words of a batch."""
        for item in batch:
            home = item.record.record.candidate.home
            if home is not None and home.kind == "imprecise":
                self._notices.add(
                    "Comuni non riconosciuti, da precisare", f"{item.source.row.number} «{home.text}»"
                )
        people: list[CandidateParts] = link_candidates([item.record.record for item in batch], self._words)
        return [
            Item(item.source, Given(person, item.record.plugin, item.record.whole))
            for item, person in zip(batch, people, strict=True)
        ]

    def store(self, connection: Connection, batch: Batch[Given]) -> Stored[Given]:
        """Write a batch, and the plugin data of its rows."""
        batch, refused, records = checked_records(
            connection, batch, self._gate, lambda given: given.record.candidate
        )
        batch, unmerged = merged_candidates(connection, batch, self._reader, self._words)
        refused += unmerged
        rows = [stored_row(item.record.record) for item in batch]
        counts = upsert_candidates(connection, rows, self._actor, self._at)
        counts = upsert_plugin_records(connection, records, counts, self._actor, self._at)
        refused += erased_items(batch, counts, self.identify)
        written = set(counts.written)
        waiting = tally(
            pair
            for row in rows
            if row.candidate.id in written
            for pair in waiting_of_candidate(row.candidate)
        )
        return Stored(counts, refused, waiting, notices=self._notices)
