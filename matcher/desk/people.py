"""Erasing people, everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from matcher.desk.candidate_words import waiting_of_candidate
from matcher.store import candidates as candidate_store
from matcher.store.copies import hidden_behind
from matcher.store.corrections import drop_unsaid
from matcher.store.erasure import erase_candidate

__all__ = ["erase_people"]


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
