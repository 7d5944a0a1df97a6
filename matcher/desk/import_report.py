"""What an import did, for the screen and for the log."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from matcher.desk.vacancy_words import Proposal, WordFinding
from matcher.exchange.columns import FileKind

__all__ = ["FileReport", "ImportReport"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one file did: rows by outcome, what the reader decided, where the rejects are."""

    path: Path
    n_rows: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    rejects_path: Path | None
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes
    ----------
    kind : str
        ``candidates``, ``vacancies`` or ``applications``.
    files : tuple of FileReport
        One for each file, in order.
    written : tuple of str
        Ids of what is new or changed.
    findings : tuple of WordFinding
        Inadmissible words of the vacancies read.
    proposals : tuple of Proposal
        Conditions, exclusions and doubts read in the text of vacancies, to be set by an operator.
    n_queued : int
        Distinct words that were put, or put again, in the link queue.
    """

    kind: FileKind
    files: tuple[FileReport, ...]
    written: tuple[str, ...] = ()
    findings: tuple[WordFinding, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    n_queued: int = 0

    @property
    def new(self) -> int:
        """Records created."""
        return sum(one.new for one in self.files)

    @property
    def changed(self) -> int:
        """Records given a new version."""
        return sum(one.changed for one in self.files)

    @property
    def unchanged(self) -> int:
        """Records that already said the same."""
        return sum(one.unchanged for one in self.files)

    @property
    def rejected(self) -> int:
        """Rows that wait to be corrected."""
        return sum(one.rejected for one in self.files)

    @property
    def notices(self) -> tuple[str, ...]:
        """What staff should know, file by file."""
        return tuple(f"{one.path.name}: {notice}" for one in self.files for notice in one.notices)

    @property
    def rejects_paths(self) -> tuple[Path, ...]:
        """The files of rows to correct."""
        return tuple(one.rejects_path for one in self.files if one.rejects_path is not None)

    @property
    def complete(self) -> bool:
        """Whether every row came in."""
        return not self.rejected
