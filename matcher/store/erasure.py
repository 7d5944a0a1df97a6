"""Erasure: the content of a person (or a vacancy) leaves every table, for good.

What stays: the log, whose references and digests lead nowhere once the person's key is gone (see
``pseudonym``), and one row that says that this pseudonymous id was erased, so that pools drop it and an
import does not bring it back. Once every pool was rebuilt, ``forget_ids`` takes the id out of that row too
and leaves its keyed digest, enough to go on refusing the import. Run ``Database.scrub`` afterwards: it
clears the bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from matcher.errors import NotFoundError
from matcher.store import tables
from matcher.store.audit import Entry, append
from matcher.store.copies import drop_copies
from matcher.store.pseudonym import keyed_digest, keys_of, reference
from matcher.store.revision import advance
from matcher.store.shortlists import redact_person
from matcher.store.writing import chunks

__all__ = ["erase_candidate", "erase_vacancy", "erased_among", "forget_ids"]

_OF_CANDIDATE = (
    tables.contacts,
    tables.protected,
    tables.applications,
    tables.vacancy_candidate_states,
    tables.shortlist_people,
    tables.shortlist_places,
    tables.availability_requests,
    tables.document_people,
    tables.outcomes,
    tables.followups,
    tables.services,
)
_OF_VACANCY = (
    tables.applications,
    tables.vacancy_candidate_states,
    tables.shortlists,
    tables.documents,
    tables.outcomes,
    tables.followups,
    tables.services,
)


def erase_candidate(connection: Connection, candidate_id: str, actor: str, at: datetime) -> dict[str, int]:
    """Erase a person: profile, contact, protected data, plugin records, applications, places in shortlists.

    Returns
    -------
    dict
        Rows removed (or, for shortlists, rewritten) by table.

    Raises
    ------
    NotFoundError
        If the candidate is not in the store.
    """
    key = keys_of(connection, [candidate_id])[candidate_id]
    counts = {table.name: _count(connection, table, candidate_id, "candidate_id") for table in _OF_CANDIDATE}
    redact_person(connection, candidate_id, actor, at)
    counts["plugin_records"] = _drop_plugin_records(connection, "candidate", candidate_id)
    counts["copies"] = drop_copies(connection, "candidate", candidate_id)
    _unname_services(connection, candidate_id)
    connection.execute(delete(tables.candidates).where(tables.candidates.c.id == candidate_id))
    _remember(connection, "candidate", candidate_id, at)
    entry = Entry("candidate.erased", "candidate", reference(key, candidate_id), details=counts)
    append(connection, [entry], actor, at)
    return counts


def erase_vacancy(connection: Connection, vacancy_id: str, actor: str, at: datetime) -> dict[str, int]:
    """Erase a vacancy with its applications, live facts, shortlists and plugin records.

    Raises
    ------
    NotFoundError
        If the vacancy is not in the store.
    """
    counts = {table.name: _count(connection, table, vacancy_id, "vacancy_id") for table in _OF_VACANCY}
    gone = connection.execute(delete(tables.vacancies).where(tables.vacancies.c.id == vacancy_id))
    if not gone.rowcount:
        raise NotFoundError("E-STO-020", f"La richiesta «{vacancy_id}» non c'è.")
    counts["plugin_records"] = _drop_plugin_records(connection, "vacancy", vacancy_id)
    counts["copies"] = drop_copies(connection, "vacancy", vacancy_id)
    _remember(connection, "vacancy", vacancy_id, at)
    append(connection, [Entry("vacancy.erased", "vacancy", vacancy_id, details=counts)], actor, at)
    return counts


def erased_among(connection: Connection, kind: str, identifiers: Iterable[str]) -> set[str]:
    """Return which of these ids were erased, forgotten ids included."""
    secret = _secret(connection)
    digests = {_digest(secret, kind, identifier): identifier for identifier in identifiers}
    found: set[str] = set()
    for piece in chunks(list(digests)):
        gone = tables.erasures.c
        known = select(gone.digest).where(gone.kind == kind, gone.digest.in_(piece))
        found.update(digests[digest] for digest in connection.execute(known).scalars())
    return found


def forget_ids(connection: Connection, until_revision: int) -> int:
    """Take the ids out of the erasures up to a revision that every pool has taken in; return how many."""
    gone = tables.erasures.c
    known = update(tables.erasures).where(gone.revision <= until_revision, gone.subject_id.is_not(None))
    return connection.execute(known.values(subject_id=None)).rowcount


def _count(connection: Connection, table: Table, identifier: str, column: str) -> int:
    found = select(func.count()).select_from(table).where(table.c[column] == identifier)
    return connection.execute(found).scalar_one()


def _drop_plugin_records(connection: Connection, kind: str, identifier: str) -> int:
    held = tables.plugin_records.c
    gone = delete(tables.plugin_records).where(held.owner_kind == kind, held.owner_id == identifier)
    return connection.execute(gone).rowcount


def _unname_services(connection: Connection, candidate_id: str) -> None:
    """Leave of the services given to a person what counts in reports, and no word."""
    held = tables.services
    given = update(held).where(held.c.candidate_id == candidate_id)
    connection.execute(given.values(outcome="", session="", void_reason=""))


def _remember(connection: Connection, kind: str, identifier: str, at: datetime) -> None:
    row = {
        "kind": kind,
        "digest": _digest(_secret(connection), kind, identifier),
        "subject_id": identifier,
        "revision": advance(connection),
        "at": at,
    }
    connection.execute(insert(tables.erasures).values(row))


def _secret(connection: Connection) -> bytes:
    return bytes(connection.execute(select(tables.meta.c.secret)).scalar_one())


def _digest(secret: bytes, kind: str, identifier: str) -> str:
    return keyed_digest(secret, f"{kind}:{identifier}")
