"""Answers from files: each row is a step of the desk, judged as if somebody had typed it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from matcher.desk.availability import record_answer
from matcher.desk.freshness import pause, reconfirm, withdraw_person
from matcher.desk.import_report import ImportReport
from matcher.desk.import_run import Batch, ImportJob, Item, Stored, run_import
from matcher.desk.operators import Acting
from matcher.desk.steps import Judges, Steps
from matcher.domain.answer import Answer
from matcher.domain.states import PersonState
from matcher.errors import InputError, MatcherError
from matcher.exchange.answers import is_answer_record, read_answer_record, read_answer_row
from matcher.exchange.columns import FileKind
from matcher.exchange.mapping import FileMapping
from matcher.exchange.problems import Problem
from matcher.exchange.source import SourceRow
from matcher.plugin.events import Transition
from matcher.plugin.gate import Gate
from matcher.settings import DeskSettings
from matcher.store.availability import open_request
from matcher.store.database import Database
from matcher.store.places import get_place
from matcher.store.writing import UpsertCounts

__all__ = ["AnswerIntake", "import_answers"]

P = PersonState


class AnswerIntake:
    """Reads and records answers; a row that is no legal step is set aside with the reason.

    Attributes
    ----------
    taken : list of Transition
        Steps of the batches that were kept, for observers.
    """

    kind: FileKind = "answers"

    def __init__(
        self, who: Callable[[Connection], Acting], settings: DeskSettings, judges: Judges | None
    ) -> None:
        self._who, self._settings, self._judges = who, settings, judges
        self.taken: list[Transition] = []

    def read(self, row: SourceRow) -> tuple[Answer | None, list[Problem]]:
        """Read a row, or say everything that is wrong with it."""
        source = row.row.source
        if source is not None and is_answer_record(source):
            return read_answer_record(source)
        return read_answer_row(row.cells)

    def identify(self, answer: Answer) -> str:
        """Return what may come only once."""
        return f"{answer.shortlist_id} / {answer.candidate_id} / {answer.answered_on or ''}"

    def prepare(self, batch: Batch[Answer]) -> Batch[Answer]:
        """Return the batch as it is: answers have no words to link."""
        return batch

    def store(self, connection: Connection, batch: Batch[Answer]) -> Stored[Answer]:
        """Record a batch, each answer by itself: one that is refused takes none with it."""
        steps = Steps(connection, self._who(connection), self._settings, self._judges)
        refused: list[tuple[Item[Answer], Problem]] = []
        written: list[str] = []
        for item in batch:
            try:
                with steps.attempt():
                    changed = _record(steps, item.record)
            except MatcherError as error:
                field = "id_rosa" if item.record.shortlist_id else "id_candidato"
                value = item.record.shortlist_id or item.record.candidate_id
                refused.append((item, Problem(field, value, error.message, error.hint)))
                continue
            if changed:
                written.append(item.record.candidate_id)
        self.taken.extend(steps.events)
        same = len(batch) - len(refused) - len(written)
        return Stored(UpsertCounts(len(written), 0, same, tuple(written)), refused)


def _record(steps: Steps, answer: Answer) -> bool:
    """Record an answer; return whether it was news."""
    day = answer.answered_on or steps.acting.day
    if day > steps.acting.day:
        raise InputError("E-FLW-011", f"Il giorno {day:%d/%m/%Y} deve ancora venire.", "Controlla la data.")
    if not answer.shortlist_id:
        return _record_general(steps, answer)
    place = get_place(steps.connection, answer.shortlist_id, answer.candidate_id)
    request = open_request(steps.connection, answer.shortlist_id, answer.candidate_id)
    heard = request.answered_at if request else None
    same = place.state.value == answer.answer and (bool(place.agreed_to) or not answer.agreed)
    if same and heard is not None and heard.date() >= day:
        return False
    later = None
    if answer.answer == P.CALL_BACK.value and answer.until is not None:
        later = datetime.combine(answer.until, datetime.min.time(), steps.calendar.zone)
    record_answer(
        steps,
        answer.shortlist_id,
        answer.candidate_id,
        answer.answer,
        agreed=answer.agreed,
        call_again_at=later,
        channel=answer.channel,
    )
    if answer.answer == P.UNAVAILABLE.value and answer.until is not None:
        pause(steps, answer.candidate_id, answer.until)
    return True


def _record_general(steps: Steps, answer: Answer) -> bool:
    if answer.agreed:
        raise InputError("E-FLW-011", "L'adesione vale per una rosa: manca id_rosa.", "Scrivi quale rosa.")
    if answer.answer == P.AVAILABLE.value:
        return reconfirm(steps, answer.candidate_id, answer.answered_on)
    if answer.answer != P.UNAVAILABLE.value:
        return False  # nobody was reached: what is on record stays, and stays old
    if answer.until is not None:
        return pause(steps, answer.candidate_id, answer.until)
    return withdraw_person(steps, answer.candidate_id)


def import_answers(
    paths: Sequence[Path],
    database: Database,
    who: Callable[[Connection], Acting],
    settings: DeskSettings,
    gate: Gate,
    *,
    mapping: FileMapping | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Import answers from files; a row that is no legal step waits in the file to be corrected.

    Parameters
    ----------
    who : callable
        Returns who is acting.

    Raises
    ------
    InputError
        For a file that cannot be read as a whole, or somebody who may not record answers.
    """
    with database.snapshot() as connection:
        acting = who(connection)
    intake = AnswerIntake(who, settings, gate)
    job = ImportJob(database, acting.actor, acting.at, mapping, progress, gate.readers)
    report = run_import(paths, intake, job)
    for event in intake.taken:
        gate.observe(event)
    return report
