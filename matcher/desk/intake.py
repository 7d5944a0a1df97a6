"""Intake: candidates, vacancies and applications from files to the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from matcher.desk.application_intake import ApplicationIntake
from matcher.desk.candidate_intake import CandidateIntake
from matcher.desk.import_report import ImportReport
from matcher.desk.import_run import Helpers, ImportJob, run_import
from matcher.desk.vacancy_intake import VacancyIntake
from matcher.desk.words import WordReader
from matcher.exchange.mapping import FileMapping
from matcher.plugin.gate import Gate
from matcher.store.database import Database

__all__ = [
    "ImportReport",
    "Opened",
    "Opening",
    "import_applications",
    "import_candidates",
    "import_vacancies",
]


class Opened(AbstractContextManager["Opened"], Protocol):
    """An open workspace, as far as reading candidates needs it."""

    @property
    def words(self) -> WordReader:
        """What links words."""

    @property
    def gate(self) -> Gate:
        """The installed plugins."""


def import_candidates(
    paths: Sequence[Path],
    database: Database,
    words: WordReader,
    actor: str,
    at: datetime,
    *,
    mapping: FileMapping | None = None,
    gate: Gate | None = None,
    progress: Callable[[int], None] | None = None,
    opener: Callable[[], Opened] | None = None,
    n_processes: int = 1,
) -> ImportReport:
    """Import candidates from files.

    Parameters
    ----------
    paths : sequence of Path
        CSV, Excel or JSON files.
    database : Database
        Where they go.
    words : WordReader
        Links their words.
    actor, at : str, datetime
        Written in the log.
    mapping : FileMapping, optional
        For foreign files.
    gate : Gate, optional
        Installed plugins, for columns ``plugin.field`` and formats of files.
    progress : callable, optional
        Told the rows read so far.
    opener : callable, optional
        Opens the same workspace in another process; picklable.
    n_processes : int
        How many may share the work when there are many rows; more than one only with an opener, from a program
        whose main module can be imported again. What comes in is the same.

    Raises
    ------
    InputError
        For a file that cannot be read as a whole; those before it have come in.
    """
    helpers = Helpers(Opening(opener, actor, at), n_processes - 1) if opener and n_processes > 1 else None
    job = ImportJob(database, actor, at, mapping, progress, gate.readers if gate else (), helpers)
    return run_import(paths, CandidateIntake(words, gate, actor, at), job)


@dataclass(frozen=True)
class Opening:
    """Opens the intake of candidates in another process."""

    opener: Callable[[], Opened]
    actor: str
    at: datetime

    def __call__(self, stack: ExitStack) -> CandidateIntake:
        """Open the workspace on the stack, and return the intake."""
        opened = stack.enter_context(self.opener())
        return CandidateIntake(opened.words, opened.gate, self.actor, self.at)


def import_vacancies(
    paths: Sequence[Path],
    database: Database,
    words: WordReader,
    actor: str,
    at: datetime,
    *,
    mapping: FileMapping | None = None,
    gate: Gate | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Import vacancies from files; parameters and errors as `import_candidates`.

    The report has the inadmissible words found, and what was read in the text but not applied.
    """
    job = ImportJob(database, actor, at, mapping, progress, gate.readers if gate else ())
    return run_import(paths, VacancyIntake(words, gate, actor, at), job)


def import_applications(
    paths: Sequence[Path],
    database: Database,
    actor: str,
    at: datetime,
    *,
    mapping: FileMapping | None = None,
    gate: Gate | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Import applications from files; parameters and errors as `import_candidates`.

    One to a vacancy or of a person that is not in the store is a row to be corrected.
    """
    job = ImportJob(database, actor, at, mapping, progress, gate.readers if gate else ())
    return run_import(paths, ApplicationIntake(actor, at), job)
