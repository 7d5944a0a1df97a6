"""What became of the people who were referred: outcomes and the employers' reasons, by month and office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from matcher.domain.reasons import reason_label
from matcher.domain.states import state_label
from matcher.plugin.tasks import Table
from matcher.report.cells import GATHERED, Period, count_cells, month_of, small_notes
from matcher.store import tables

__all__ = ["outcomes_report"]


@dataclass(frozen=True, slots=True)
class _Outcome:
    person: str
    vacancy: str
    office: str
    outcome: str
    reason: str
    day: date


def outcomes_report(
    connection: Connection, period: Period, least: int, language: str = "it"
) -> tuple[Table, Table]:
    """Return outcomes by month and office, and the reasons given; those taken back do not count.

    Parameters
    ----------
    least : int
        Fewest people in a row.
    """
    found = [one for one in _outcomes(connection) if period.holds(one.day)]
    cells = count_cells(
        found,
        {
            "month": lambda one: month_of(one.day),
            "office": lambda one: one.office,
            "outcome": lambda one: one.outcome,
        },
        _measure,
        _people,
        least,
    )
    for row in cells.rows:
        code = str(row["outcome"])
        row["label"] = GATHERED if code == GATHERED else state_label("person", code, language)
    notes_it, notes_en = small_notes(cells.gathered, least)
    hired = sum(one.outcome == "assunto" for one in found)
    first = Table(
        rows=cells.rows,
        columns=(
            ("month", "Mese", "Month"),
            ("office", "Ufficio", "Office"),
            ("label", "Esito", "Outcome"),
            ("outcomes", "Quanti", "How many"),
            ("people", "Persone", "People"),
            ("vacancies", "Richieste", "Vacancies"),
        ),
        title_it="Esiti per mese e ufficio",
        title_en="Outcomes by month and office",
        notes_it=(f"Totale — esiti: {len(found)}, assunzioni: {hired}.", *notes_it),
        notes_en=(f"Total — outcomes: {len(found)}, hires: {hired}.", *notes_en),
        bar="outcomes",
    )
    return first, _reasons(found, least, language)


def _reasons(found: Sequence[_Outcome], least: int, language: str) -> Table:
    given = [one for one in found if one.reason]
    cells = count_cells(given, {"reason": lambda one: one.reason}, _measure, _people, least)
    for row in cells.rows:
        code = str(row["reason"])
        row["label"] = GATHERED if code == GATHERED else reason_label(code, language)
    notes_it, notes_en = small_notes(cells.gathered, least)
    return Table(
        rows=cells.rows,
        columns=(
            ("label", "Motivo", "Reason"),
            ("outcomes", "Quanti", "How many"),
            ("people", "Persone", "People"),
            ("vacancies", "Richieste", "Vacancies"),
        ),
        title_it="Motivi indicati",
        title_en="Reasons given",
        notes_it=notes_it,
        notes_en=notes_en,
        bar="outcomes",
    )


def _people(found: Sequence[_Outcome]) -> int:
    return len({one.person for one in found})


def _measure(found: Sequence[_Outcome]) -> Mapping[str, Any]:
    return {
        "outcomes": len(found),
        "people": _people(found),
        "vacancies": len({one.vacancy for one in found}),
    }


def _outcomes(connection: Connection) -> list[_Outcome]:
    held, lists = tables.outcomes.c, tables.shortlists.c
    rows = connection.execute(
        select(held.candidate_id, held.vacancy_id, lists.office, held.outcome, held.reason, held.happened_on)
        .join_from(tables.outcomes, tables.shortlists, held.shortlist_id == lists.id)
        .where(held.undone_at.is_(None))
        .order_by(held.id)
    )
    return [_Outcome(*row) for row in rows]
