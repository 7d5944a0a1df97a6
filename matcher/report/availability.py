"""What requests of availability yield: how many say yes, how many never answer, how long it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import Connection, select

from matcher.domain.states import PersonState
from matcher.plugin.tasks import Table
from matcher.report.cells import Period, count_cells, middle, month_of, small_notes
from matcher.store import tables

__all__ = ["availability_report"]

_ANSWERS: Mapping[str, str] = {
    PersonState.AVAILABLE: "yes",
    PersonState.UNAVAILABLE: "no",
    PersonState.NO_ANSWER: "silent",
    PersonState.UNREACHABLE: "unreachable",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    person: str
    office: str
    answer: str
    asked_at: datetime
    answered_at: datetime | None


def availability_report(connection: Connection, period: Period, zone: tzinfo, least: int) -> Table:
    """Return the requests made in a period and their answers, by month and office.

    Parameters
    ----------
    zone : tzinfo
        Where days begin.
    least : int
        Fewest people in a row.
    """
    found = [one for one in _requests(connection) if period.holds(one.asked_at.astimezone(zone).date())]
    cells = count_cells(
        found,
        {
            "month": lambda one: month_of(one.asked_at.astimezone(zone).date()),
            "office": lambda one: one.office,
        },
        _measure,
        _people,
        least,
    )
    notes_it, notes_en = small_notes(cells.gathered, least)
    yes = sum(one.answer == PersonState.AVAILABLE for one in found)
    return Table(
        rows=cells.rows,
        columns=(
            ("month", "Mese", "Month"),
            ("office", "Ufficio", "Office"),
            ("asked", "Chieste", "Asked"),
            ("yes", "Sì", "Yes"),
            ("no", "No", "No"),
            ("silent", "Silenzio", "Silent"),
            ("unreachable", "Irreperibili", "Unreachable"),
            ("waiting", "In attesa", "Waiting"),
            ("percent", "% di sì", "% yes"),
            ("hours_median", "Ore (mediana)", "Hours (median)"),
        ),
        title_it="Verifiche di disponibilità per mese e ufficio",
        title_en="Availability checks by month and office",
        notes_it=(f"Totale — domande: {len(found)}, disponibili: {yes}.", *notes_it),
        notes_en=(f"Total — questions: {len(found)}, available: {yes}.", *notes_en),
        bar="percent",
    )


def _people(found: Sequence[_Asked]) -> int:
    return len({one.person for one in found})


def _measure(found: Sequence[_Asked]) -> Mapping[str, Any]:
    counts = dict.fromkeys(("yes", "no", "silent", "unreachable", "waiting"), 0)
    for one in found:
        counts[_ANSWERS.get(one.answer, "waiting")] += 1
    hours = [(one.answered_at - one.asked_at).total_seconds() / 3600 for one in found if one.answered_at]
    return {
        "asked": len(found),
        **counts,
        "percent": round(100 * counts["yes"] / len(found)),
        "hours_median": middle(hours),
    }


def _requests(connection: Connection) -> list[_Asked]:
    asked, lists = tables.availability_requests.c, tables.shortlists.c
    rows = connection.execute(
        select(asked.candidate_id, lists.office, asked.answer, asked.requested_at, asked.answered_at)
        .join_from(tables.availability_requests, tables.shortlists, asked.shortlist_id == lists.id)
        .order_by(asked.id)
    )
    return [_Asked(*row) for row in rows]
