"""Documents sent to employers: their hash, who is in them, until when they hold; never their content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select, update

from matcher.store import tables
from matcher.store.revision import advance

__all__ = [
    "DocumentRow",
    "codes_of",
    "documents_of",
    "insert_document",
    "people_of_document",
    "person_of_code",
    "revoke_documents",
]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One file that was sent.

    Attributes
    ----------
    sha256 : str
        Of the bytes of the file.
    size : int
        In bytes.
    expires_on : date
        Last day on which the employer may use it.
    """

    id: str
    shortlist_id: str
    vacancy_id: str
    round: int
    format: str
    language: str
    sha256: str
    size: int
    recipient: str
    actor: str
    made_at: datetime
    expires_on: date
    revoked_by: str = ""
    revoked_reason: str = ""
    revoked_at: datetime | None = None

    def state_on(self, day: date) -> str:
        """Return ``valido``, ``scaduto`` or ``revocato``."""
        if self.revoked_at is not None:
            return "revocato"
        return "scaduto" if self.expires_on < day else "valido"


def insert_document(
    connection: Connection, row: DocumentRow, people: Mapping[str, tuple[str, str]]
) -> DocumentRow:
    """Write a document; return it with its id (``DOC-000123``).

    Parameters
    ----------
    people : mapping of str to (str, str)
        Candidate id to the code shown and to what was released of them.
    """
    number = advance(connection)
    values = {name: getattr(row, name) for name in DocumentRow.__slots__} | {"id": f"DOC-{number:06d}"}
    connection.execute(insert(tables.documents).values(values))
    named = [
        {"document_id": values["id"], "candidate_id": one, "code": code, "released": released}
        for one, (code, released) in people.items()
    ]
    if named:
        connection.execute(insert(tables.document_people), named)
    return DocumentRow(**values)


def documents_of(connection: Connection, shortlist_id: str) -> list[DocumentRow]:
    """Return the documents of a shortlist, in the order in which they were made."""
    sent = tables.documents.c
    found = select(tables.documents).where(sent.shortlist_id == shortlist_id)
    rows = connection.execute(found.order_by(sent.made_at, sent.id)).mappings()
    return [DocumentRow(**row) for row in rows]


def people_of_document(connection: Connection, document_id: str) -> dict[str, tuple[str, str]]:
    """Return who is in a document: candidate id to code and to what was released."""
    named = tables.document_people.c
    found = select(named.candidate_id, named.code, named.released).where(named.document_id == document_id)
    return {
        row.candidate_id: (row.code, row.released)
        for row in connection.execute(found.order_by(named.candidate_id))
    }


def codes_of(connection: Connection, shortlist_id: str) -> dict[str, str]:
    """Return under which code the employer knows each person of a shortlist: that of the last document."""
    named, sent = tables.document_people.c, tables.documents.c
    found = (
        select(named.candidate_id, named.code)
        .join(tables.documents, sent.id == named.document_id)
        .where(sent.shortlist_id == shortlist_id)
        .order_by(sent.made_at, sent.id)
    )
    return {row.candidate_id: row.code for row in connection.execute(found)}


def person_of_code(connection: Connection, shortlist_id: str, code: str) -> str:
    """Return who stands behind a code in any document of a shortlist; empty where nobody does."""
    named, sent = tables.document_people.c, tables.documents.c
    found = (
        select(named.candidate_id)
        .join(tables.documents, sent.id == named.document_id)
        .where(sent.shortlist_id == shortlist_id, named.code == code.strip().upper())
    )
    people = set(connection.execute(found).scalars())
    return people.pop() if len(people) == 1 else ""


def revoke_documents(
    connection: Connection, rows: Sequence[DocumentRow], reason: str, actor: str, at: datetime
) -> None:
    """Revoke documents that are not revoked yet."""
    names = [row.id for row in rows if row.revoked_at is None]
    revoked = update(tables.documents).where(tables.documents.c.id.in_(names))
    connection.execute(revoked.values(revoked_by=actor, revoked_reason=reason, revoked_at=at))
