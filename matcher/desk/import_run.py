"""One import: read files, link their words, store them; what cannot come in waits in a rejects file.

A bad row never stops the rest and is never dropped in silence. The same file a second time changes nothing.
"""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from sqlalchemy import Connection

from matcher.collector import without_collector
from matcher.desk.import_report import FileReport, ImportReport
from matcher.desk.vacancy_words import Proposal, WordFinding
from matcher.exchange.columns import FileKind
from matcher.exchange.mapping import FileMapping
from matcher.exchange.plugin_file import OwnedReader
from matcher.exchange.problems import Problem
from matcher.exchange.rejects import RejectsFile
from matcher.exchange.source import SourceRow, open_source
from matcher.store.corrections import Waiting, queue_links
from matcher.store.database import Database
from matcher.store.imports import find_import, record_import
from matcher.store.writing import UpsertCounts

__all__ = ["BATCH", "Batch", "ImportJob", "Intake", "Item", "Notices", "Stored", "run_import"]

#: Rows linked together and stored in one transaction.
BATCH = 2_000
_BLOCK = 1 << 20
_MOST_PROPOSALS = 1_000
_MOST_EXAMPLES = 5

Kept = TypeVar("Kept")


@dataclass
class Notices:
    """Notices that name the first rows, each as its number and what is in it, and count the others."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, text: str, example: str) -> None:
        """Note one more case."""
        self.counts[text] += 1
        named = self.examples.setdefault(text, [])
        if len(named) < _MOST_EXAMPLES:
            named.append(example)

    def absorb(self, other: Notices) -> None:
        """Take over the cases of a later batch, which forgets them."""
        for text, named in other.examples.items():
            first = self.examples.setdefault(text, [])
            first.extend(named[: _MOST_EXAMPLES - len(first)])
        self.counts.update(other.counts)
        other.counts.clear()
        other.examples.clear()

    def lines(self) -> list[str]:
        """Return one line for each kind of case."""
        return [
            f"{text} ({self.counts[text]}) — riga {', '.join(named)}{'…' if self.counts[text] > len(named) else ''}"
            for text, named in self.examples.items()
        ]


@dataclass(frozen=True, slots=True)
class Item(Generic[Kept]):
    """A row and the record it makes."""

    source: SourceRow
    record: Kept


Batch = Sequence[Item[Kept]]


@dataclass(slots=True)
class Stored(Generic[Kept]):
    """What storing a batch did.

    Attributes
    ----------
    counts : UpsertCounts
        By outcome.
    refused : list of (Item, Problem)
        Rows that only the store could judge.
    waiting : list of Waiting
        Words of the records written that reached no concept.
    """

    counts: UpsertCounts
    refused: list[tuple[Item[Kept], Problem]] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    findings: Sequence[WordFinding] = ()
    proposals: Sequence[Proposal] = ()
    notices: Notices = field(default_factory=Notices)


class Intake(Protocol[Kept]):
    """How one kind of record comes in."""

    kind: FileKind

    def read(self, row: SourceRow) -> tuple[Kept | None, list[Problem]]:
        """Make a record of a row, or say everything that is wrong with it."""

    def identify(self, record: Kept) -> str:
        """Return what may come only once in an import."""

    def prepare(self, batch: Batch[Kept]) -> Batch[Kept]:
        """Link the words of a batch, outside any transaction."""

    def store(self, connection: Connection, batch: Batch[Kept]) -> Stored[Kept]:
        """Write a batch."""


@dataclass(frozen=True)
class ImportJob:
    """Who imports what, and when.

    Attributes
    ----------
    database : Database
        Where records go.
    actor, at : str, datetime
        Written in the log.
    mapping : FileMapping, optional
        For foreign files.
    progress : callable, optional
        Told the rows read so far, after each batch.
    readers : sequence of (plugin, Reader)
        Further formats of files.
    """

    database: Database
    actor: str
    at: datetime
    mapping: FileMapping | None = None
    progress: Callable[[int], None] | None = None
    readers: Sequence[OwnedReader] = ()


@dataclass
class _Tally:
    """What an import did so far."""

    written: list[str] = field(default_factory=list)
    findings: list[WordFinding] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    queued: set[tuple[str, str]] = field(default_factory=set)
    seen: dict[int, str] = field(default_factory=dict)
    n_rows: int = 0


def run_import(paths: Sequence[Path], intake: Intake[Kept], job: ImportJob) -> ImportReport:
    """Import files of one kind.

    Raises
    ------
    InputError
        For a file that cannot be read as a whole; files before it have come in.
    """
    tally = _Tally()
    with without_collector():
        files = tuple(_import_file(path, intake, job, tally) for path in paths)
    return ImportReport(
        intake.kind,
        files,
        tuple(tally.written),
        tuple(tally.findings),
        tuple(tally.proposals[:_MOST_PROPOSALS]),
        len(tally.queued),
    )


def _import_file(path: Path, intake: Intake[Kept], job: ImportJob, tally: _Tally) -> FileReport:
    source = open_source(path, intake.kind, job.mapping, job.readers)
    rejects = RejectsFile(path, source.table.columns)
    notices = Notices()
    counts, start = UpsertCounts(), tally.n_rows
    try:
        for batch in _batches(_items(source.rows, intake, rejects, tally)):
            stored = _store(batch, intake, job, tally)
            for item, problem in stored.refused:
                rejects.add(item.source.row, [problem])
            notices.absorb(stored.notices)
            counts += stored.counts
            if job.progress is not None:
                job.progress(tally.n_rows)
            # of the batch alone: what came before it is not walked again
            gc.collect(1)
    finally:
        rejects_path = rejects.close()
    found = [*source.notices, *notices.lines()]
    report = FileReport(
        path,
        tally.n_rows - start,
        counts.new,
        counts.changed,
        counts.unchanged,
        rejects.count,
        rejects_path,
        tuple(found),
    )
    _note_import(report, job)
    return report


def _items(
    rows: Iterator[SourceRow], intake: Intake[Kept], rejects: RejectsFile, tally: _Tally
) -> Iterator[Item[Kept]]:
    """Yield the rows that make a record; write the others to the rejects."""
    for row in rows:
        tally.n_rows += 1
        record, problems = (None, row.problems) if row.row.fault else intake.read(row)
        problems = problems if row.row.fault else [*row.problems, *problems]
        if record is not None and not problems:
            key = _key(intake.identify(record))
            if key not in tally.seen:
                tally.seen[key] = str(row.row.number)
                yield Item(row, record)
                continue
            reason = f"l'identificativo c'è già alla riga {tally.seen[key]}"
            problems = [Problem("", intake.identify(record), reason, "Lascia una riga sola per ciascuno.")]
        rejects.add(row.row, problems)


def _batches(items: Iterator[Item[Kept]]) -> Iterator[list[Item[Kept]]]:
    batch: list[Item[Kept]] = []
    for item in items:
        batch.append(item)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _store(batch: Batch[Kept], intake: Intake[Kept], job: ImportJob, tally: _Tally) -> Stored[Kept]:
    prepared = intake.prepare(batch)
    with job.database.transaction() as connection:
        stored = intake.store(connection, prepared)
        queue_links(connection, stored.waiting, job.actor, job.at)
    tally.written.extend(stored.counts.written)
    tally.findings.extend(stored.findings)
    tally.proposals.extend(stored.proposals[: _MOST_PROPOSALS - len(tally.proposals)])
    tally.queued.update((item.kind, item.text) for item in stored.waiting)
    return stored


def _note_import(report: FileReport, job: ImportJob) -> None:
    """Record the import of a file, unless it is one seen before that brought nothing."""
    digest = _digest(report.path)
    counts = {
        "rows": report.n_rows,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "rejected": report.rejected,
    }
    with job.database.snapshot() as connection:
        known = find_import(connection, digest)
    if known is not None and not report.new and not report.changed:
        return
    with job.database.transaction() as connection:
        record_import(connection, report.path.name, digest, counts, job.actor, job.at)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _key(identifier: str) -> int:
    """Return eight bytes for an id: a million of them fit in little memory."""
    return int.from_bytes(hashlib.blake2b(identifier.encode(), digest_size=8).digest(), "little")
