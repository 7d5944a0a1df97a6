"""A long file read by two processes: the store holds what one alone would have written, in the same order."""

from __future__ import annotations

import os
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from select import select as readable

from sqlalchemy import select

from matcher.app import Workspace, create_workspace
from matcher.demo.files import write_demo
from matcher.desk.candidate_intake import CandidateIntake
from matcher.desk.import_report import ImportReport
from matcher.desk.import_run import Helpers, ImportJob, run_import
from matcher.desk.intake import Opening
from matcher.store import tables

AT = datetime(2026, 11, 22, tzinfo=UTC)


class _Bell:
    """A named pipe: rung by the process beside, heard in this one."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        # both ends, so that neither side waits for the other to open
        self._pipe = os.open(path, os.O_RDWR)

    def heard(self, seconds: float = 0) -> bool:
        """Wait until it has rung, so long at most; once rung it stays so."""
        return bool(readable([self._pipe], [], [], seconds)[0])

    def close(self) -> None:
        os.close(self._pipe)


def _ring(path: Path) -> None:
    with path.open("wb") as pipe:
        pipe.write(b"!")


class _Noting(CandidateIntake):
    """Rings where it has read a batch."""

    bell: Path

    def prepare(self, batch):
        _ring(self.bell)
        return super().prepare(batch)


@dataclass(frozen=True)
class _Opening(Opening):
    bells: Path

    def __call__(self, stack: ExitStack) -> CandidateIntake:
        opened = stack.enter_context(self.opener())
        intake = _Noting(opened.words, opened.gate, self.actor, self.at)
        intake.bell = self.bells / "read"
        _ring(self.bells / "open")
        return intake


def _import(path: Path, workspace: Workspace, n_beside: int) -> tuple[ImportReport, bool]:
    """Import a file; return the report, and whether another process has read any of it."""
    with closing(_Bell(path.parent / "open")) as opened, closing(_Bell(path.parent / "read")) as read:

        def wait(_: int) -> None:
            # for the other to open, and then for its first batch, so that it has its share of a short file
            if n_beside and opened.heard(60):
                read.heard(1)

        helpers = Helpers(_Opening(workspace.opener, "anna", AT, path.parent), n_beside, alone=0)
        job = ImportJob(workspace.database, "anna", AT, progress=wait, helpers=helpers, batch=10)
        report = run_import([path], CandidateIntake(workspace.words, workspace.gate, "anna", AT), job)
        return report, read.heard()


def _held(workspace: Workspace) -> list[list[tuple[object, ...]]]:
    """Return what the import wrote, without what is random or depends on it (keys, references, hashes)."""
    people, log = tables.candidates.c, tables.log.c
    queries = (
        select(people.id, people.profile, people.digest, people.imported, people.revision, people.office),
        select(tables.contacts).order_by(tables.contacts.c.candidate_id),
        select(tables.protected).order_by(tables.protected.c.candidate_id),
        select(tables.link_queue.c.kind, tables.link_queue.c.text, tables.link_queue.c.occurrences),
        select(log.seq, log.action, log.details),
    )
    with workspace.database.snapshot() as connection:
        return [[tuple(row) for row in connection.execute(query)] for query in queries]


def test_two_processes_write_what_one_does(tmp_path: Path) -> None:
    found = []
    words = None
    for n_beside in (0, 1):
        folder = tmp_path / str(n_beside)
        with create_workspace(folder / "ufficio") as workspace:
            workspace.words = words = words or workspace.words
            path = write_demo(folder, "MO", 120, 17, 7, words.vocabularies, date(2026, 11, 22)).candidates
            with path.open("a", encoding="utf-8") as stream:
                # the same id twice, far apart
                stream.write(path.read_text(encoding="utf-8-sig").splitlines()[3] + "\r\n")
            report, read_beside = _import(path, workspace, n_beside)
            assert read_beside == bool(n_beside)
            rejects = report.rejects_paths[0].read_text(encoding="utf-8-sig")
            files = tuple(replace(one, path=Path(), rejects_path=None) for one in report.files)
            found.append((replace(report, files=files), rejects, _held(workspace)))
    assert found[0] == found[1]
    assert "lo dice già la riga" in found[0][1]
