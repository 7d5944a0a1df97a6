"""Time from the employer's request to the first shortlist sent, by month of sending and office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from sqlalchemy import Connection, select

from matcher.plugin.tasks import Table
from matcher.report.cells import Period, count_cells, middle, month_of
from matcher.store import tables
from matcher.store.vacancies import read_vacancies

__all__ = ["times_report"]


@dataclass(frozen=True, slots=True)
class _Referral:
    """The first document that went out for a vacancy, and the days that led to it."""

    vacancy: str
    office: str
    received: date | None
    listed: date
    sent: date


def times_report(connection: Connection, period: Period, zone: tzinfo) -> Table:
    """Return how long vacancies whose first shortlist was sent in a period had waited.

    Parameters
    ----------
    zone : tzinfo
        Where days begin.
    """
    found = [one for one in _referrals(connection, zone) if period.holds(one.sent)]
    dated = [one for one in found if one.received is not None]
    cells = count_cells(
        dated,
        {"month": lambda one: month_of(one.sent), "office": lambda one: one.office},
        _measure,
        lambda found: None,
        1,
    )
    undated = len(found) - len(dated)
    return Table(
        rows=cells.rows,
        columns=(
            ("month", "Mese", "Month"),
            ("office", "Ufficio", "Office"),
            ("vacancies", "Richieste", "Vacancies"),
            ("days_median", "Giorni (mediana)", "Days (median)"),
            ("days_longest", "Giorni (massimo)", "Days (longest)"),
            ("to_list_median", "Fino alla rosa", "Until the list"),
            ("to_send_median", "Dalla rosa all'invio", "From list to sending"),
        ),
        title_it="Dalla richiesta all'invio della rosa",
        title_en="From request to referral",
        notes_it=(f"Senza data di ricevimento, e quindi non contate: {undated}.",) if undated else (),
        notes_en=(f"Without a day of receipt, and so not counted: {undated}.",) if undated else (),
        bar="days_median",
    )


def _measure(found: Sequence[_Referral]) -> Mapping[str, Any]:
    days = [(one.sent - one.received).days for one in found if one.received]
    return {
        "vacancies": len(found),
        "days_median": middle(days),
        "days_longest": max(days, default=None),
        "to_list_median": middle((one.listed - one.received).days for one in found if one.received),
        "to_send_median": middle((one.sent - one.listed).days for one in found),
    }


def _referrals(connection: Connection, zone: tzinfo) -> list[_Referral]:
    sent, lists = tables.documents.c, tables.shortlists.c
    rows = connection.execute(
        select(sent.vacancy_id, sent.made_at, lists.created_at, lists.office)
        .join_from(tables.documents, tables.shortlists, sent.shortlist_id == lists.id)
        .order_by(sent.made_at, sent.id)
    ).all()
    first: dict[str, Any] = {}
    for row in rows:
        first.setdefault(row.vacancy_id, row)
    vacancies = read_vacancies(connection, list(first))
    return [
        _Referral(
            name,
            row.office,
            vacancies[name].received_on,
            row.created_at.astimezone(zone).date(),
            row.made_at.astimezone(zone).date(),
        )
        for name, row in first.items()
    ]
