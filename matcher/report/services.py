"""Services given: how many, to how many people, and minutes against the standard, by month and office."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from matcher.domain.service import ServiceRecord
from matcher.plugin.tasks import Table
from matcher.report.cells import GATHERED, Period, count_cells, month_of, small_notes
from matcher.store.services import list_services
from matcher.vocabulary.schema import Concept, Vocabulary

__all__ = ["services_report"]

#: Fewest people among whom the one with a longer standard is not known.
_UNKNOWABLE = 3


def services_report(
    connection: Connection,
    services: Vocabulary,
    period: Period,
    least: int,
    minutes: Callable[[Concept, str, date], int],
    language: str = "it",
) -> Table:
    """Return the services of a period: every line of the register that counts is in exactly one row.

    Parameters
    ----------
    services : Vocabulary
        The services, with their number as rank and their standard ``minutes``.
    least : int
        Fewest people in a row.
    minutes : callable
        Standard minutes of a service for a person on a day. They count in rows about three people by name or
        more: a longer standard says something about a person.
    """

    def standard(found: Sequence[ServiceRecord]) -> int:
        several = len({line.candidate for line in found if line.candidate}) >= _UNKNOWABLE
        return sum(
            minutes(services[line.service], line.candidate if several else "", line.given_on)
            for line in found
            if line.service in services
        )

    lines = list_services(connection, period.since, period.until)
    cells = count_cells(
        lines,
        {
            "month": lambda line: month_of(line.given_on),
            "office": lambda line: line.office,
            "service": lambda line: _number(services, line.service),
        },
        lambda found: _measure(found, standard(found)),
        _people,
        least,
    )
    for row in cells.rows:
        row["label"] = _label(services, str(row["service"]), language)
    # summed over the rows: from a sum of its own the difference of one person could be worked out
    total, foreseen = (sum(row[key] for row in cells.rows) for key in ("minutes", "standard"))
    notes_it, notes_en = small_notes(cells.gathered, least)
    return Table(
        rows=cells.rows,
        columns=(
            ("month", "Mese", "Month"),
            ("office", "Ufficio", "Office"),
            ("service", "N.", "No."),
            ("label", "Prestazione", "Service"),
            ("given", "Quante", "Given"),
            ("people", "Persone", "People"),
            ("minutes", "Minuti", "Minutes"),
            ("standard", "Standard", "Standard"),
            ("percent", "% dello standard", "% of standard"),
        ),
        title_it="Prestazioni per mese e ufficio",
        title_en="Services by month and office",
        notes_it=(f"Totale — prestazioni: {len(lines)}, minuti: {total} (standard: {foreseen}).", *notes_it),
        notes_en=(f"Total — services: {len(lines)}, minutes: {total} (standard: {foreseen}).", *notes_en),
        bar="minutes",
    )


def _measure(lines: Sequence[ServiceRecord], standard: int) -> Mapping[str, Any]:
    minutes = sum(line.minutes for line in lines)
    return {
        "given": len(lines),
        "people": _served(lines),
        "minutes": minutes,
        "standard": standard,
        "percent": round(100 * minutes / standard) if standard else None,
    }


def _people(lines: Sequence[ServiceRecord]) -> int | None:
    """Return how many people some lines are about; what was done for an employer alone is about nobody."""
    if all(line.vacancy and not line.candidate and not line.group_size for line in lines):
        return None
    return _served(lines)


def _served(lines: Sequence[ServiceRecord]) -> int:
    named = {line.candidate for line in lines if line.candidate}
    return len(named) + sum(line.group_size or 0 for line in lines if not line.candidate)


def _number(services: Vocabulary, service: str) -> str:
    return f"{services[service].rank:02d}" if service in services else service


def _label(services: Vocabulary, number: str, language: str) -> str:
    if number == GATHERED:
        return GATHERED
    return next((one.label(language) for one in services.concepts if f"{one.rank:02d}" == number), number)
