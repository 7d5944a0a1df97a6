"""One import: read files, link their words, store them; what cannot come in waits in a rejects file.

A bad row never stops the rest and is never dropped in silence. The same file a second time changes nothing.
Reading and linking a batch asks for nothing outside it, so that several processes may share a long file;
what comes of it is put in order and stored here.
"""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Connection

from matcher.collector import without_collector
from matcher.desk.import_report import FileReport, ImportReport
from matcher.desk.shared_work import SharedWork
from matcher.desk.vacancy_words import Proposal, WordFinding
from matcher.exchange.columns import FileKind
from matcher.exchange.mapping import FileMapping
from matcher.exchange.plugin_file import OwnedReader
from matcher.exchange.problems import Problem
from matcher.exchange.rejects import RejectsFile
from matcher.exchange.source import SourceRow, open_source
from matcher.store.corrections import Waiting, queue_links
from matcher.store.database import Database
from matcher.store.imports import file_digest, find_import, record_import
from matcher.store.writing import UpsertCounts

__all__ = ["BATCH", "Batch", "Helpers", "ImportJob", "Intake", "Item", "Notices", "Stored", "run_import"]

#: Rows linked together and stored in one transaction.
BATCH = 1_000
#: Batches that are sooner done alone than with another process, which has to open the vocabularies first.
_ALONE = 4
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
        """Add the cases of a later batch."""
        for text, named in other.examples.items():
            first = self.examples.setdefault(text, [])
            first.extend(named[: _MOST_EXAMPLES - len(first)])
        self.counts.update(other.counts)

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
    #: Given anew for each batch.
    notices: Notices

    def read(self, row: SourceRow) -> tuple[Kept | None, list[Problem]]:
        """Make a record of a row, or say everything that is wrong with it."""

    def identify(self, record: Kept) -> str:
        """Return what may come only once in an import."""

    def prepare(self, batch: Batch[Kept]) -> Batch[Kept]:
        """Link the words of a batch, outside any transaction."""

    def store(self, connection: Connection, batch: Batch[Kept]) -> Stored[Kept]:
        """Write a batch."""


@dataclass(frozen=True, slots=True)
class _Judged(Generic[Kept]):
    """What the rows of a batch are: for each its record and what identifies it, or what is wrong with it."""

    rows: list[tuple[Kept | None, str, list[Problem]]]
    notices: Notices


@dataclass(frozen=True, slots=True)
class Helpers:
    """Processes that share the reading and linking of long files.

    Attributes
    ----------
    opener : callable
        Opens the same intake in another process, with what it needs on the stack; picklable.
    n_beside : int
        How many there are beside this one.
    alone : int
        Batches that this process does before it calls them.
    """

    opener: Callable[[ExitStack], Intake[Any]]
    n_beside: int
    alone: int = _ALONE


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
    helpers : Helpers, optional
        Processes beside; what comes in is the same without them.
    batch : int
        Rows linked together and stored in one transaction.
    """

    database: Database
    actor: str
    at: datetime
    mapping: FileMapping | None = None
    progress: Callable[[int], None] | None = None
    readers: Sequence[OwnedReader] = ()
    helpers: Helpers | None = None
    batch: int = BATCH


@dataclass
class _Tally:
    """What an import did so far."""

    written: list[str] = field(default_factory=list)
    findings: list[WordFinding] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    queued: set[tuple[str, str]] = field(default_factory=set)
    seen: dict[int, int] = field(default_factory=dict)
    n_rows: int = 0


def run_import(paths: Sequence[Path], intake: Intake[Kept], job: ImportJob) -> ImportReport:
    """Import files of one kind.

    Raises
    ------
    InputError
        For a file that cannot be read as a whole; files before it have come in.
    """
    tally = _Tally()
    with without_collector(), _shared(intake, job.helpers) as work:
        files = tuple(_import_file(path, intake, job, tally, work) for path in paths)
    return ImportReport(
        intake.kind,
        files,
        tuple(tally.written),
        tuple(tally.findings),
        tuple(tally.proposals[:_MOST_PROPOSALS]),
        len(tally.queued),
    )


def _shared(intake: Intake[Kept], helpers: Helpers | None) -> SharedWork[list[SourceRow], _Judged[Kept]]:
    here = partial(_judge, intake)
    if helpers is None:
        return SharedWork(here)
    return SharedWork(here, _Judging(helpers.opener), helpers.n_beside, helpers.alone)


@dataclass(frozen=True)
class _Judging:
    """What a process beside does: opens the intake, and reads the batches it is given."""

    opener: Callable[[ExitStack], Intake[Any]]

    def __call__(self, stack: ExitStack) -> Callable[[list[SourceRow]], _Judged[Any]]:
        intake = self.opener(stack)
        stack.enter_context(without_collector())
        return partial(_judge, intake)


def _judge(intake: Intake[Kept], rows: list[SourceRow]) -> _Judged[Kept]:
    """Read and link the rows of a batch."""
    intake.notices = Notices()
    judged: list[tuple[Kept | None, str, list[Problem]]] = []
    places: list[int] = []
    items: list[Item[Kept]] = []
    for place, row in enumerate(rows):
        record, problems = (None, []) if row.row.fault else intake.read(row)
        problems = [*row.problems, *problems]
        judged.append((None, "", problems))
        if record is not None and not problems:
            places.append(place)
            items.append(Item(row, record))
    for place, item in zip(places, intake.prepare(items) if items else (), strict=True):
        judged[place] = (item.record, intake.identify(item.record), [])
    return _Judged(judged, intake.notices)


def _import_file(
    path: Path,
    intake: Intake[Kept],
    job: ImportJob,
    tally: _Tally,
    work: SharedWork[list[SourceRow], _Judged[Kept]],
) -> FileReport:
    source = open_source(path, intake.kind, job.mapping, job.readers)
    rejects = RejectsFile(path, source.table.columns)
    notices = Notices()
    counts, start = UpsertCounts(), tally.n_rows
    try:
        for rows, judged in work.in_order(_batches(source.rows, job.batch)):
            notices.absorb(judged.notices)
            batch = _accepted(rows, judged, rejects, tally)
            if batch:
                stored = _store(batch, intake, job, tally)
                for item, problem in stored.refused:
                    rejects.add(item.source.row, [problem])
                notices.absorb(stored.notices)
                counts += replace(stored.counts, written=(), erased=())
                del stored
            if job.progress is not None:
                job.progress(tally.n_rows)
            # what the batch alone left behind: what came before it is not walked again
            del batch, rows, judged
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


def _batches(rows: Iterator[SourceRow], size: int) -> Iterator[list[SourceRow]]:
    while batch := list(islice(rows, size)):
        yield batch


def _accepted(
    rows: Sequence[SourceRow], judged: _Judged[Kept], rejects: RejectsFile, tally: _Tally
) -> list[Item[Kept]]:
    """Return the rows that make a record, each once; write the others to the rejects."""
    items: list[Item[Kept]] = []
    for row, (record, identifier, problems) in zip(rows, judged.rows, strict=True):
        tally.n_rows += 1
        if record is not None:
            key = _key(identifier)
            if key not in tally.seen:
                tally.seen[key] = row.row.number
                items.append(Item(row, record))
                continue
            reason = f"lo dice già la riga {tally.seen[key]}"
            rejects.add(row.row, [Problem("", identifier, reason, "Lascia una riga sola per ciascuno.")])
            continue
        rejects.add(row.row, problems)
    return items


def _store(batch: Batch[Kept], intake: Intake[Kept], job: ImportJob, tally: _Tally) -> Stored[Kept]:
    with job.database.transaction() as connection:
        stored = intake.store(connection, batch)
        queue_links(connection, stored.waiting, job.actor, job.at)
    tally.written.extend(stored.counts.written)
    tally.findings.extend(stored.findings)
    tally.proposals.extend(stored.proposals[: _MOST_PROPOSALS - len(tally.proposals)])
    tally.queued.update((item.kind, item.text) for item in stored.waiting)
    return stored


def _note_import(report: FileReport, job: ImportJob) -> None:
    """Record the import of a file, unless it is one seen before that brought nothing."""
    digest = file_digest(report.path)
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


def _key(identifier: str) -> int:
    """Return eight bytes for an id: a million of them fit in little memory."""
    return int.from_bytes(hashlib.blake2b(identifier.encode(), digest_size=8).digest(), "little")
