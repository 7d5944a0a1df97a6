"""Reading candidates: one, a page, or all of them as a stream.

Profiles, contact data and protected data are read by different functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from pydantic_core import from_json
from sqlalchemy import Connection, Select, func, select

from matcher.domain.candidate import Candidate, Contact
from matcher.domain.protected import Protected
from matcher.errors import NotFoundError
from matcher.store import tables
from matcher.store.copies import kept_for
from matcher.store.erasure import erased_among
from matcher.store.pseudonym import reference
from matcher.store.revision import Changes, changes_since
from matcher.store.writing import chunks

__all__ = [
    "CandidateFilter",
    "CandidateRow",
    "IdRange",
    "candidate_not_found",
    "candidate_reference",
    "changed_since",
    "count_candidates",
    "get_candidate",
    "get_contact",
    "get_protected",
    "iterate_candidates",
    "iterate_contacts",
    "iterate_protected",
    "known_candidates",
    "list_candidates",
    "pages_of_candidates",
    "read_candidates",
    "stored_profiles",
    "stored_protected",
]


class IdRange(NamedTuple):
    """Ids after the first, up to and with the second."""

    after: str
    upto: str


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A profile as stored, with its version (from 1) and the moment of its last change."""

    candidate: Candidate
    version: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class CandidateFilter:
    """Which candidates to list; an empty field does not limit."""

    office: str = ""
    status: str = ""
    place_code: str = ""
    id_prefix: str = ""


def get_candidate(connection: Connection, candidate_id: str) -> CandidateRow:
    """Return one profile.

    Raises
    ------
    NotFoundError
        If the candidate is not in the store; the message says so when it was erased.
    """
    row = connection.execute(_rows().where(tables.candidates.c.id == candidate_id)).one_or_none()
    if row is None:
        raise candidate_not_found(connection, candidate_id)
    return _candidate_row(row)


def get_contact(connection: Connection, candidate_id: str) -> Contact | None:
    """Return the contact data of one person; ``None`` when there are none."""
    found = select(tables.contacts.c.record).where(tables.contacts.c.candidate_id == candidate_id)
    text = connection.execute(found).scalar_one_or_none()
    return None if text is None else Contact.model_validate_json(text)


def get_protected(connection: Connection, candidate_id: str) -> Protected | None:
    """Return the protected attributes of one person; ``None`` when there are none."""
    found = select(tables.protected.c.record).where(tables.protected.c.candidate_id == candidate_id)
    text = connection.execute(found).scalar_one_or_none()
    return None if text is None else Protected.model_validate_json(text)


def read_candidates(connection: Connection, identifiers: Sequence[str]) -> dict[str, Candidate]:
    """Return the profiles of those ids that are in the store."""
    people = tables.candidates.c
    found: dict[str, Candidate] = {}
    for piece in chunks(identifiers):
        rows = connection.execute(select(people.id, people.profile).where(people.id.in_(piece)))
        found.update((row.id, Candidate.model_validate_json(row.profile)) for row in rows)
    return found


def known_candidates(connection: Connection, identifiers: Sequence[str]) -> set[str]:
    """Return which of these ids are in the store."""
    people = tables.candidates.c
    found: set[str] = set()
    for piece in chunks(identifiers):
        found.update(connection.execute(select(people.id).where(people.id.in_(piece))).scalars())
    return found


def list_candidates(
    connection: Connection, chosen: CandidateFilter | None = None, *, limit: int = 50, offset: int = 0
) -> list[CandidateRow]:
    """Return one page of candidates, by id."""
    page = _filtered(_rows(), chosen).order_by(tables.candidates.c.id).limit(limit).offset(offset)
    return [_candidate_row(row) for row in connection.execute(page)]


def count_candidates(connection: Connection, chosen: CandidateFilter | None = None) -> int:
    """Return how many candidates a list without limit would have."""
    counted = select(func.count()).select_from(tables.candidates)
    return int(connection.execute(_filtered(counted, chosen)).scalar_one())


def iterate_candidates(connection: Connection, size: int = 5_000) -> Iterator[Candidate]:
    """Yield every profile, by id, without contact or protected data.

    Rows are fetched ``size`` at a time and become records one by one: the memory is that of one chunk.
    """
    people = tables.candidates.c
    for rows in _pages(connection, select(people.id, people.profile), people.id, size):
        yield from (Candidate.model_validate_json(row.profile) for row in rows)


def iterate_contacts(connection: Connection, size: int = 5_000) -> Iterator[Contact]:
    """Yield all contact data, by candidate id: for the desk's search of people registered twice."""
    held = tables.contacts.c
    query = select(held.candidate_id.label("id"), held.record)
    for rows in _pages(connection, query, held.candidate_id, size):
        yield from (Contact.model_validate_json(row.record) for row in rows)


def iterate_protected(connection: Connection, size: int = 5_000) -> Iterator[Protected]:
    """Yield every protected record, by candidate id: for the one door that may read them."""
    held = tables.protected.c
    query = select(held.candidate_id.label("id"), held.record)
    for rows in _pages(connection, query, held.candidate_id, size):
        yield from (Protected.model_validate_json(row.record) for row in rows)


def pages_of_candidates(connection: Connection, size: int) -> Iterator[IdRange]:
    """Yield ranges of ids that together hold everybody, ``size`` people each, ascending."""
    people, last = tables.candidates.c, ""
    while True:
        page = select(people.id).where(people.id > last).order_by(people.id).limit(size).subquery()
        end = connection.execute(select(func.max(page.c.id))).scalar_one()
        if end is None:
            return
        yield IdRange(last, end)
        last = end


def stored_profiles(connection: Connection, ids: IdRange | Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the profiles of a range of ids, or of those given, as JSON.

    What was checked when it was written is not checked again.
    """
    people = tables.candidates.c
    for chosen in _chosen(people.id, ids):
        query = select(people.profile).where(chosen).order_by(people.id)
        yield from map(from_json, connection.execute(query).scalars())


def stored_protected(connection: Connection, ids: IdRange | Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the protected records of a range of ids, or of those given, as JSON: for the one door."""
    held = tables.protected.c
    found: dict[str, dict[str, Any]] = {}
    for chosen in _chosen(held.candidate_id, ids):
        rows = connection.execute(select(held.candidate_id, held.record).where(chosen))
        found.update((row.candidate_id, from_json(row.record)) for row in rows)
    return found


def changed_since(connection: Connection, revision: int) -> Changes:
    """Return which candidates changed or were erased after a revision; falsy when none."""
    return changes_since(connection, tables.candidates, "candidate", revision)


def candidate_not_found(connection: Connection, candidate_id: str) -> NotFoundError:
    """Return the error for an id that is not in the store, erased or never seen."""
    if erased_among(connection, "candidate", [candidate_id]):
        return NotFoundError("E-STO-010", f"Il candidato «{candidate_id}» è stato cancellato.")
    if kept := kept_for(connection, "candidate", candidate_id):
        return NotFoundError(
            "E-STO-014",
            f"«{candidate_id}» è unito a «{kept}»: cercalo con quel codice.",
            f"Se sono due persone: matcher copies undo {kept} {candidate_id}",
        )
    return NotFoundError("E-STO-010", f"Il candidato «{candidate_id}» non c'è.")


def candidate_reference(connection: Connection, candidate_id: str) -> str:
    """Return the name that the log uses for a person.

    Raises
    ------
    NotFoundError
        If the candidate is not in the store.
    """
    key = select(tables.candidates.c.key).where(tables.candidates.c.id == candidate_id)
    found = connection.execute(key).scalar_one_or_none()
    if found is None:
        raise candidate_not_found(connection, candidate_id)
    return reference(found, candidate_id)


def _rows() -> Select[Any]:
    people = tables.candidates.c
    return select(people.profile, people.version, people.updated_at)


def _candidate_row(row: Any) -> CandidateRow:
    return CandidateRow(Candidate.model_validate_json(row.profile), row.version, row.updated_at)


def _filtered(query: Select[Any], chosen: CandidateFilter | None) -> Select[Any]:
    people = tables.candidates.c
    if chosen is None:
        return query
    if chosen.office:
        query = query.where(people.office == chosen.office)
    if chosen.status:
        query = query.where(people.profile["availability", "status"].as_string() == chosen.status)
    if chosen.place_code:
        query = query.where(people.profile["home", "code"].as_string() == chosen.place_code)
    if chosen.id_prefix:
        query = query.where(people.id.startswith(chosen.id_prefix, autoescape=True))
    return query


def _pages(connection: Connection, query: Select[Any], order: Any, size: int) -> Iterator[Sequence[Any]]:
    last = ""
    while rows := connection.execute(query.where(order > last).order_by(order).limit(size)).all():
        yield rows
        last = rows[-1].id


def _chosen(column: Any, ids: IdRange | Sequence[str]) -> Iterator[Any]:
    """Yield conditions that together choose the rows of these ids."""
    if isinstance(ids, IdRange):
        yield (column > ids.after) & (column <= ids.upto)
        return
    yield from (column.in_(piece) for piece in chunks(ids))
