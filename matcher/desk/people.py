"""Work on one person: looking at their contacts, erasing them everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from matcher.desk.candidate_words import waiting_of_candidate
from matcher.desk.operators import Acting
from matcher.domain.candidate import Contact
from matcher.store import candidates as candidate_store
from matcher.store.audit import Detail, Entry, append
from matcher.store.candidates import CandidateRow
from matcher.store.copies import hidden_behind
from matcher.store.corrections import drop_unsaid
from matcher.store.erasure import erase_candidate
from matcher.store.pseudonym import keys_of, reference

__all__ = ["erase_people", "note_views", "view_contact", "view_person"]


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


def erase_people(
    connection: Connection, candidate_ids: Sequence[str], actor: str, at: datetime
) -> dict[str, int]:
    """Erase people from every table, or nobody if one is not there; return rows removed by table.

    Records merged into one of them are of the same person and go with it, and so do words in the queue of links
    that nobody else says.

    The pool holds them until it is rebuilt, the file's free space until it is scrubbed: both are for the
    caller, after the transaction.

    Raises
    ------
    NotFoundError
        If one of them is not in the store.
    """
    total: dict[str, int] = {}
    doubles = [copy for name in candidate_ids for copy in hidden_behind(connection, "candidate", name)]
    words: list[tuple[str, str]] = []
    for candidate_id in dict.fromkeys((*doubles, *candidate_ids)):
        profile = candidate_store.get_candidate(connection, candidate_id).candidate
        words += [(kind, mention.text) for kind, mention in waiting_of_candidate(profile)]
        for table, count in erase_candidate(connection, candidate_id, actor, at).items():
            total[table] = total.get(table, 0) + count
    total["link_queue"] = drop_unsaid(connection, words)
    return total
