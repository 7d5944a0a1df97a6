"""Steps of the desk from files: each row is taken by itself, as if somebody had typed it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from sqlalchemy import Connection

from matcher.desk.import_report import ImportReport
from matcher.desk.import_run import Batch, ImportJob, Item, Notices, Stored, run_import
from matcher.desk.operators import Acting
from matcher.desk.steps import Judges, Steps
from matcher.errors import MatcherError
from matcher.exchange.columns import FileKind
from matcher.exchange.mapping import FileMapping
from matcher.exchange.problems import Problem
from matcher.exchange.source import SourceRow
from matcher.plugin.events import Transition
from matcher.plugin.gate import Gate
from matcher.settings import DeskSettings
from matcher.store.database import Database
from matcher.store.imports import ImportRow, file_digest, find_import
from matcher.store.writing import UpsertCounts

__all__ = ["StepIntake", "import_steps"]


class _Told(Protocol):
    """What a row says: of a person, mostly in a shortlist."""

    @property
    def candidate_id(self) -> str: ...


Told = TypeVar("Told", bound=_Told)


class StepIntake(ABC, Generic[Told]):
    """Reads and records steps; a row that is no legal step is set aside with the reason.

    Attributes
    ----------
    taken : list of Transition
        Steps of the batches that were kept, for observers.
    before : ImportRow or None
        The last import of what is being read: what it says without a day was said by then.
    """

    kind: FileKind

    def __init__(
        self, who: Callable[[Connection], Acting], settings: DeskSettings, judges: Judges | None
    ) -> None:
        self._who, self._settings, self._judges = who, settings, judges
        self.taken: list[Transition] = []
        self.notices = Notices()
        self.before: ImportRow | None = None

    @abstractmethod
    def read(self, row: SourceRow) -> tuple[Told | None, list[Problem]]:
        """Read a row, or say everything that is wrong with it."""

    @abstractmethod
    def identify(self, record: Told) -> str:
        """Return what may come only once."""

    @abstractmethod
    def place(self, told: Told) -> tuple[str, str]:
        """Return the column, and what stands there, that a refusal of the row is about."""

    @abstractmethod
    def record(self, steps: Steps, told: Told) -> bool:
        """Take the step; return whether it was news."""

    def prepare(self, batch: Batch[Told]) -> Batch[Told]:
        """Return the batch as it is: steps have no words to link."""
        return batch

    def store(self, connection: Connection, batch: Batch[Told]) -> Stored[Told]:
        """Record a batch, each row by itself: one that is refused takes none with it."""
        steps = Steps(connection, self._who(connection), self._settings, self._judges)
        refused: list[tuple[Item[Told], Problem]] = []
        written: list[str] = []
        for item in batch:
            try:
                with steps.attempt():
                    changed = self.record(steps, item.record)
            except MatcherError as error:
                refused.append((item, Problem(*self.place(item.record), error.message, error.hint)))
                continue
            if changed:
                written.append(item.record.candidate_id)
        self.taken.extend(steps.events)
        same = len(batch) - len(refused) - len(written)
        return Stored(UpsertCounts(len(written), 0, same, tuple(written)), refused)


def import_steps(
    paths: Sequence[Path],
    database: Database,
    intake: StepIntake[Told],
    acting: Acting,
    gate: Gate,
    mapping: FileMapping | None,
    progress: Callable[[int], None] | None,
) -> ImportReport:
    """Import steps from files and tell the observers; a row that is no legal step waits in the file to be corrected.

    Raises
    ------
    InputError
        For a file that cannot be read as a whole.
    """
    with database.snapshot() as connection:
        known = [find_import(connection, file_digest(path)) for path in paths]
    if all(known):
        intake.before = min((one for one in known if one is not None), key=lambda one: one.at)
    job = ImportJob(database, acting.actor, acting.at, mapping, progress, gate.readers)
    report = run_import(paths, intake, job)
    for event in intake.taken:
        gate.desk.observe(event)
    return report
