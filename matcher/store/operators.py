"""Who works here: operators, their offices, and the providers that run them, with what authorises each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from matcher.store import tables
from matcher.store.audit import Entry, append
from matcher.store.pseudonym import content_digest

__all__ = [
    "Accreditation",
    "Office",
    "Operator",
    "Provider",
    "accreditations_of",
    "find_office",
    "find_operator",
    "find_provider",
    "list_offices",
    "list_operators",
    "list_providers",
    "put_accreditation",
    "put_office",
    "put_operator",
    "put_provider",
    "register_digests",
]


@dataclass(frozen=True, slots=True)
class Operator:
    """A person of the staff; ``id`` is the name used in the settings and in the log."""

    id: str
    name: str = ""
    role: str = ""
    office: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """A desk; an empty provider means the public office itself."""

    id: str
    name: str = ""
    provider_id: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """A body that gives services: ``pubblico``, ``accreditato`` or ``autorizzato``."""

    id: str
    name: str = ""
    kind: str = ""
    address: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Accreditation:
    """One function that a provider may carry out, in a region, under an act (*provvedimento*)."""

    provider_id: str
    function: str
    region: str = ""
    section: str = ""
    authority: str = ""
    number: str = ""
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether it is in force on a day, the last one included."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


def find_operator(connection: Connection, identifier: str) -> Operator | None:
    """Return an operator; upper and lower case are the same."""
    wanted = identifier.casefold().strip()
    return next((one for one in list_operators(connection) if one.id.casefold() == wanted), None)


def list_operators(connection: Connection) -> list[Operator]:
    """Return every operator, by id."""
    return [Operator(**row) for row in _all(connection, tables.operators)]


def put_operator(connection: Connection, operator: Operator, actor: str, at: datetime) -> None:
    """Write an operator, new or changed."""
    _put(connection, tables.operators, "operator", operator, actor, at)


def find_office(connection: Connection, identifier: str) -> Office | None:
    """Return an office."""
    return next((one for one in list_offices(connection) if one.id == identifier), None)


def list_offices(connection: Connection) -> list[Office]:
    """Return every office, by id."""
    return [Office(**row) for row in _all(connection, tables.offices)]


def put_office(connection: Connection, office: Office, actor: str, at: datetime) -> None:
    """Write an office, new or changed."""
    _put(connection, tables.offices, "office", office, actor, at)


def find_provider(connection: Connection, identifier: str) -> Provider | None:
    """Return a provider."""
    return next((one for one in list_providers(connection) if one.id == identifier), None)


def list_providers(connection: Connection) -> list[Provider]:
    """Return every provider, by id."""
    return [Provider(**row) for row in _all(connection, tables.providers)]


def put_provider(connection: Connection, provider: Provider, actor: str, at: datetime) -> None:
    """Write a provider, new or changed; its accreditations stay."""
    held = accreditations_of(connection, provider.id)
    _put(connection, tables.providers, "provider", provider, actor, at)
    if held:
        connection.execute(insert(tables.accreditations), [_values(one) for one in held])


def accreditations_of(connection: Connection, provider_id: str) -> list[Accreditation]:
    """Return what a provider may do, in the order in which it was written."""
    held = tables.accreditations
    columns = [held.c[field.name] for field in fields(Accreditation)]
    found = select(*columns).where(held.c.provider_id == provider_id).order_by(held.c.id)
    return [Accreditation(**row) for row in connection.execute(found).mappings()]


def put_accreditation(connection: Connection, row: Accreditation, actor: str, at: datetime) -> None:
    """Write an accreditation; it takes the place of an earlier one for the same function and region."""
    held = tables.accreditations
    same = (held.c.provider_id == row.provider_id, held.c.function == row.function)
    connection.execute(delete(held).where(*same, held.c.region == row.region))
    connection.execute(insert(held).values(_values(row)))
    details = {
        "function": row.function,
        "region": row.region,
        "authority": row.authority,
        "number": row.number,
    }
    _note(connection, "provider.accredited", "provider", row.provider_id, repr(row), details, actor, at)


def register_digests(connection: Connection) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield, of every row of the registers, the line of the log that must have written it and its digest."""
    for kind, rows in (
        ("operator", list_operators(connection)),
        ("office", list_offices(connection)),
        ("provider", list_providers(connection)),
    ):
        for row in rows:
            yield (f"{kind}.written", row.id), content_digest(repr(row))
    for provider in list_providers(connection):
        for held in accreditations_of(connection, provider.id):
            key = ("provider.accredited", held.provider_id, held.function, held.region)
            yield key, content_digest(repr(held))


def _all(connection: Connection, table: Table) -> Sequence[Any]:
    return connection.execute(select(table).order_by(table.c.id)).mappings().all()


def _values(row: Any) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(row)}


def _put(connection: Connection, table: Table, kind: str, row: Any, actor: str, at: datetime) -> None:
    connection.execute(delete(table).where(table.c.id == row.id))
    connection.execute(insert(table).values(_values(row)))
    details = {name: str(value) for name, value in _values(row).items() if name in ("role", "office", "kind")}
    _note(connection, f"{kind}.written", kind, row.id, repr(row), details, actor, at)


def _note(
    connection: Connection,
    action: str,
    kind: str,
    identifier: str,
    content: str,
    details: dict[str, str],
    actor: str,
    at: datetime,
) -> None:
    append(connection, [Entry(action, kind, identifier, content_digest(content), dict(details))], actor, at)
