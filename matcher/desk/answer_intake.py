"""Answers from files: each row is a step of the desk, judged as if somebody had typed it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time
from pathlib import Path

from sqlalchemy import Connection

from matcher.desk.availability import record_answer
from matcher.desk.freshness import pause, reconfirm, withdraw_person
from matcher.desk.import_report import ImportReport
from matcher.desk.operators import Acting
from matcher.desk.step_intake import StepIntake, import_steps
from matcher.desk.steps import Steps
from matcher.domain.answer import Answer
from matcher.domain.states import OUTCOMES, PersonState, state_label
from matcher.errors import InputError
from matcher.exchange.answers import is_answer_record, read_answer_record, read_answer_row
from matcher.exchange.mapping import FileMapping
from matcher.exchange.problems import Problem
from matcher.exchange.source import SourceRow
from matcher.plugin.gate import Gate
from matcher.settings import DeskSettings
from matcher.store.availability import AvailabilityRequest, open_request
from matcher.store.database import Database
from matcher.store.places import Place, get_place

__all__ = ["AnswerIntake", "import_answers"]

P = PersonState
#: States that only who had said yes comes to.
_AFTER = (P.REFERRED, *OUTCOMES)


class AnswerIntake(StepIntake[Answer]):
    """Reads and records answers."""

    kind = "answers"

    def read(self, row: SourceRow) -> tuple[Answer | None, list[Problem]]:
        """Read a row, or say everything that is wrong with it."""
        source = row.row.source
        if source is not None and is_answer_record(source):
            return read_answer_record(source)
        return read_answer_row(row.cells)

    def identify(self, record: Answer) -> str:
        """Return what may come only once."""
        told = (record.shortlist_id, record.candidate_id, str(record.answered_on or ""))
        return " / ".join(part for part in told if part)

    def place(self, told: Answer) -> tuple[str, str]:
        """Return the shortlist, or the person of an answer for all of them."""
        return ("id_rosa", told.shortlist_id) if told.shortlist_id else ("id_candidato", told.candidate_id)

    def record(self, steps: Steps, told: Answer) -> bool:
        """Record an answer; return whether it was news."""
        if told.answered_on is None and self.before is not None:
            # the same file again is no further call
            zone = steps.calendar.zone
            told = told.model_copy(update={"answered_on": self.before.at.astimezone(zone).date()})
        return _record(steps, told)


def _record(steps: Steps, answer: Answer) -> bool:
    """Record an answer; return whether it was news."""
    day = answer.answered_on or steps.acting.day
    if day > steps.acting.day:
        raise InputError("E-FLW-011", f"Il giorno {day:%d/%m/%Y} deve ancora venire.", "Controlla la data.")
    if not answer.shortlist_id:
        return _record_general(steps, answer)
    place = get_place(steps.connection, answer.shortlist_id, answer.candidate_id)
    request = open_request(steps.connection, answer.shortlist_id, answer.candidate_id)
    zone = steps.calendar.zone
    heard = request.answered_at.astimezone(zone).date() if request and request.answered_at else None
    if heard is not None and _known(place, request, answer, day <= heard):
        return False
    if heard is not None and day < heard:
        raise InputError(
            "E-FLW-011",
            f"«{answer.candidate_id}» ha risposto anche dopo, il {heard:%d/%m/%Y}: "
            f"{state_label('person', place.state)}.",
            f"Se vale questa: matcher availability answer {answer.shortlist_id} {answer.candidate_id} {answer.answer}",
        )
    said_at = datetime.combine(day, time.max, zone) if day < steps.acting.day else None
    later = None
    if answer.answer == P.CALL_BACK.value and answer.until is not None:
        later = datetime.combine(answer.until, time.min, zone)
    record_answer(
        steps,
        answer.shortlist_id,
        answer.candidate_id,
        answer.answer,
        agreed=answer.agreed,
        call_again_at=later,
        channel=answer.channel,
        said_at=said_at,
    )
    if answer.answer == P.UNAVAILABLE.value and answer.until is not None:
        pause(steps, answer.candidate_id, answer.until)
    return True


def _known(place: Place, request: AvailabilityRequest | None, answer: Answer, not_later: bool) -> bool:
    """Say whether a row tells what is on record; who was referred since had said yes."""
    said, agreed = answer.answer, bool(place.agreed_to) or not answer.agreed
    if said in (P.NO_ANSWER.value, P.CALL_BACK.value):
        # another day is another call; the last of too many calls made the person unreachable
        unreachable = said == P.NO_ANSWER.value and place.state is P.UNREACHABLE
        return not_later and (place.state.value == said or unreachable)
    referred = place.state in _AFTER and request is not None and request.answer == said
    return agreed and (place.state.value == said or referred)


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
    intake = AnswerIntake(who, settings, gate.desk)
    return import_steps(paths, database, intake, acting, gate, mapping, progress)
