"""Looking at people: whoever sees a profile or contacts is noted in the log."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from matcher.desk.operators import Acting
from matcher.domain.candidate import Contact
from matcher.store import candidates as candidate_store
from matcher.store.audit import Detail, Entry, append
from matcher.store.candidates import CandidateRow
from matcher.store.pseudonym import keys_of, reference

__all__ = ["note_views", "view_contact", "view_person"]


def note_views(
    connection: Connection, candidate_ids: Iterable[str], part: str, acting: Acting, **details: str
) -> None:
    """Write in the log that whoever acts looked at people: a line for each of them.

    Parameters
    ----------
    part : str
        What was seen: ``profile``, ``contact``, ``explanation``, ``interview``, ``offers``, ``document``.
    details : str
        For what it was looked at, as ``vacancy``.

    Raises
    ------
    NotFoundError
        If one of them is not in the store.
    """
    keys = keys_of(connection, candidate_ids)
    seen: dict[str, Detail] = {"part": part, **details}
    entries = [
        Entry("candidate.viewed", "candidate", reference(key, name), details=seen)
        for name, key in keys.items()
    ]
    append(connection, entries, acting.actor, acting.at)


def view_person(connection: Connection, candidate_id: str, acting: Acting) -> CandidateRow:
    """Return the profile of a person; the log notes who looked.

    Raises
    ------
    NotFoundError
        If the candidate is not in the store.
    """
    row = candidate_store.get_candidate(connection, candidate_id)
    note_views(connection, [candidate_id], "profile", acting)
    return row


def view_contact(connection: Connection, candidate_id: str, acting: Acting) -> Contact | None:
    """Return the contact data of a person; the log notes who looked.

    Raises
    ------
    NotFoundError
        If the candidate is not in the store.
    """
    candidate_store.get_candidate(connection, candidate_id)
    note_views(connection, [candidate_id], "contact", acting)
    return candidate_store.get_contact(connection, candidate_id)
