"""The register of services given: lines are added and voided, never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from matcher.domain.service import ServiceRecord
from matcher.errors import InputError, NotFoundError
from matcher.store import tables
from matcher.store.audit import Entry, append
from matcher.store.candidates import candidate_reference
from matcher.store.pseudonym import content_digest, keyed_digest, keys_of
from matcher.store.revision import advance
from matcher.store.vacancies import get_vacancy
from matcher.store.writing import record_json

__all__ = ["list_services", "log_service", "void_service"]


def log_service(connection: Connection, record: ServiceRecord, actor: str, at: datetime) -> ServiceRecord:
    """Add a line to the register; return it with its number.

    Raises
    ------
    NotFoundError
        If the person or the vacancy is not in the store.
    """
    details: dict[str, str | int] = {"service": record.service, "minutes": record.minutes}
    if record.candidate:
        details["candidate"] = candidate_reference(connection, record.candidate)
    if record.vacancy:
        details["vacancy"] = get_vacancy(connection, record.vacancy).vacancy.id
    values = {
        **record.model_dump(exclude={"id", "candidate", "vacancy"}),
        "candidate_id": record.candidate or None,
        "vacancy_id": record.vacancy or None,
        "recorded_by": actor,
        "recorded_at": at,
    }
    advance(connection)
    written = insert(tables.services).values(values).returning(tables.services.c.id)
    number = int(connection.execute(written).scalar_one())
    numbered = record.model_copy(update={"id": number})
    content = record_json(numbered)
    digest = content_digest(content)
    if record.candidate:
        # once the person is erased, nobody can confirm a guess of what was done
        digest = keyed_digest(keys_of(connection, [record.candidate])[record.candidate], content)
    append(connection, [Entry("service.logged", "service", str(number), digest, details)], actor, at)
    return numbered


def void_service(connection: Connection, number: int, reason: str, actor: str, at: datetime) -> None:
    """Void a line that was written by mistake: it stays in the table and counts nowhere.

    Raises
    ------
    NotFoundError
        If there is no such line.
    InputError
        If it is void already.
    """
    held = tables.services.c
    row = connection.execute(select(held.voided_by).where(held.id == number)).one_or_none()
    if row is None:
        raise NotFoundError("E-STO-060", f"La prestazione {number} non c'è nel registro.")
    if row.voided_by:
        raise InputError("E-STO-061", f"La prestazione {number} è già annullata da {row.voided_by}.")
    advance(connection)
    changed = update(tables.services).where(held.id == number)
    connection.execute(changed.values(voided_by=actor, void_reason=reason))
    append(connection, [Entry("service.voided", "service", str(number))], actor, at)


def list_services(
    connection: Connection, since: date | None = None, until: date | None = None, *, candidate_id: str = ""
) -> list[ServiceRecord]:
    """Return the lines of the register that count, by day and number; both days are included."""
    held = tables.services.c
    rows: Select[Any] = select(tables.services).where(held.voided_by == "")
    if since:
        rows = rows.where(held.given_on >= since)
    if until:
        rows = rows.where(held.given_on <= until)
    if candidate_id:
        rows = rows.where(held.candidate_id == candidate_id)
    found = connection.execute(rows.order_by(held.given_on, held.id)).mappings()
    return [_record(row) for row in found]


def _record(row: Any) -> ServiceRecord:
    same = (name for name in ServiceRecord.model_fields if name not in ("candidate", "vacancy"))
    owners = {"candidate": row["candidate_id"] or "", "vacancy": row["vacancy_id"] or ""}
    return ServiceRecord(**{name: row[name] for name in same}, **owners)
