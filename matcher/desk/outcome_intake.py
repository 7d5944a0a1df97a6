"""Outcomes from files: each row is a step of the desk, judged as if somebody had typed it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection

from matcher.desk.import_report import ImportReport
from matcher.desk.operators import Acting, require
from matcher.desk.outcomes import read_outcome, record_outcome, who_is_meant
from matcher.desk.permissions import Action
from matcher.desk.reasons import INADMISSIBLE, REJECTIONS, coded_reason
from matcher.desk.step_intake import StepIntake, import_steps
from matcher.desk.steps import Steps
from matcher.domain.outcome import ReportedOutcome
from matcher.domain.states import PersonState
from matcher.errors import InputError
from matcher.exchange.cells import Cells
from matcher.exchange.mapping import FileMapping
from matcher.exchange.problems import Problem
from matcher.exchange.source import SourceRow
from matcher.exchange.validation import is_record, validated
from matcher.exchange.values import parse_date
from matcher.plugin.gate import Gate
from matcher.settings import DeskSettings
from matcher.store.database import Database
from matcher.store.outcomes import OutcomeRow, list_outcomes

__all__ = ["OutcomeIntake", "import_outcomes", "read_outcome_row"]

_REQUIRED = {
    "id_rosa": "Scrivi quale rosa, per esempio ROSA-000123.",
    "id_candidato": "Scrivi di chi: l'identificativo, o il codice del documento inviato al datore.",
    "esito": "Scrivi: colloquio, assunto, non selezionato, rinuncia, non presentato, già occupato.",
}


def read_outcome_row(values: Mapping[str, str]) -> tuple[ReportedOutcome | None, list[Problem]]:
    """Read the cells of a row, by documented column; or say everything that is wrong with it."""
    cells = Cells(values)
    for name, remedy in _REQUIRED.items():
        if not cells.text(name):
            cells.complain(name, "manca", remedy)
    day = cells.read("data", parse_date, None)
    state = cells.read("esito", read_outcome, PersonState.INTERVIEW)
    reason = cells.text("motivo")
    if state is PersonState.REJECTED and cells.text("esito"):
        try:
            reason = coded_reason(REJECTIONS, reason, "registra l'esito")
        except InputError as error:
            cells.complain("motivo", error.message, error.hint.replace(" --reason con", ""), reason)
    if cells.problems:
        return None, cells.problems
    return validated(
        ReportedOutcome,
        {
            "shortlist_id": cells.text("id_rosa"),
            "candidate_id": cells.text("id_candidato"),
            "outcome": state.value,
            "reason": reason,
            "source": cells.text("fonte") or "datore",
            "happened_on": day,
        },
    )


class OutcomeIntake(StepIntake[ReportedOutcome]):
    """Reads and records outcomes."""

    kind = "outcomes"

    def read(self, row: SourceRow) -> tuple[ReportedOutcome | None, list[Problem]]:
        """Read a row, or say everything that is wrong with it."""
        source = row.row.source
        if source is not None and is_record(source, ReportedOutcome):
            return validated(ReportedOutcome, source)
        return read_outcome_row(row.cells)

    def identify(self, record: ReportedOutcome) -> str:
        """Return what may come only once."""
        return f"{record.shortlist_id} / {record.candidate_id} / {record.outcome}"

    def place(self, told: ReportedOutcome) -> tuple[str, str]:
        """Return the shortlist and the person: who it is may be what is wrong."""
        return "id_rosa", f"{told.shortlist_id} {told.candidate_id}"

    def record(self, steps: Steps, told: ReportedOutcome) -> bool:
        """Record an outcome; return whether it was news."""
        return _record(steps, told)


def _record(steps: Steps, told: ReportedOutcome) -> bool:
    """Record an outcome; return whether it was news."""
    person = who_is_meant(steps.connection, told.shortlist_id, told.candidate_id)
    held = [
        one
        for one in list_outcomes(steps.connection, told.shortlist_id)
        if one.candidate_id == person and _same(one, told)
    ]
    if any(one.undone_at is None for one in held):
        return False
    if held:
        raise InputError(
            "E-FLW-009",
            f"Questo esito di «{person}» era già stato registrato, e poi annullato da {held[-1].undone_by}.",
            f"Se ora vale: matcher outcome {told.shortlist_id} {person} {told.outcome}",
        )
    record_outcome(
        steps,
        told.shortlist_id,
        person,
        told.outcome,
        reason=told.reason,
        source=told.source,
        happened_on=told.happened_on,
    )
    return True


def _same(held: OutcomeRow, told: ReportedOutcome) -> bool:
    """Say whether a row tells what is on record; a reason that a supervisor corrected is the one it was."""
    reason = INADMISSIBLE if held.review else held.reason
    day = told.happened_on or held.happened_on
    return (held.outcome, reason, held.happened_on) == (told.outcome, told.reason, day)


def import_outcomes(
    paths: Sequence[Path],
    database: Database,
    who: Callable[[Connection], Acting],
    settings: DeskSettings,
    gate: Gate,
    *,
    mapping: FileMapping | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Import outcomes from files; a row that is no legal step waits in the file to be corrected.

    Parameters
    ----------
    who : callable
        Returns who is acting.

    Raises
    ------
    InputError
        For a file that cannot be read as a whole, or somebody who may not record outcomes.
    """
    with database.snapshot() as connection:
        acting = who(connection)
        require(connection, acting, Action.RECORD)
    intake = OutcomeIntake(who, settings, gate.desk)
    return import_steps(paths, database, intake, acting, gate, mapping, progress)
