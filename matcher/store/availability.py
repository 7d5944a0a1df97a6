"""Questions put to people about their availability for a shortlist: when, how, by when, and what they said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from matcher.domain.states import PersonState
from matcher.store import tables

__all__ = [
    "AvailabilityRequest",
    "insert_request",
    "last_availability",
    "open_request",
    "open_requests",
    "requests_of",
    "write_request",
]


@dataclass(frozen=True, slots=True)
class AvailabilityRequest:
    """One question.

    Attributes
    ----------
    attempts : int
        How often the person was sought so far, the first time included.
    answer : str
        The last answer (a `PersonState`), empty while there is none.
    call_again_at : datetime or None
        When the person asked to be called again.
    """

    id: int
    shortlist_id: str
    candidate_id: str
    channel: str
    requested_by: str
    requested_at: datetime
    deadline: datetime
    attempts: int
    answer: str = ""
    answered_by: str = ""
    last_attempt_at: datetime | None = None
    call_again_at: datetime | None = None
    answered_at: datetime | None = None


def insert_request(
    connection: Connection,
    shortlist_id: str,
    candidate_id: str,
    channel: str,
    deadline: datetime,
    actor: str,
    at: datetime,
) -> None:
    """Write a new question; the first attempt is made with it."""
    row = {"shortlist_id": shortlist_id, "candidate_id": candidate_id, "channel": channel}
    asked = {"requested_by": actor, "requested_at": at, "deadline": deadline}
    connection.execute(
        insert(tables.availability_requests).values(**row, **asked, attempts=1, last_attempt_at=at)
    )


def write_request(connection: Connection, request: AvailabilityRequest, **values: Any) -> None:
    """Change some fields of a question."""
    asked = tables.availability_requests
    connection.execute(update(asked).where(asked.c.id == request.id).values(**values))


def open_request(connection: Connection, shortlist_id: str, candidate_id: str) -> AvailabilityRequest | None:
    """Return the latest question put to a person for a shortlist."""
    asked = tables.availability_requests.c
    mine = (asked.shortlist_id == shortlist_id, asked.candidate_id == candidate_id)
    found = select(tables.availability_requests).where(*mine).order_by(asked.id.desc()).limit(1)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else AvailabilityRequest(**row)


def requests_of(connection: Connection, shortlist_id: str) -> list[AvailabilityRequest]:
    """Return every question of a shortlist, in the order in which they were put."""
    asked = tables.availability_requests.c
    found = select(tables.availability_requests).where(asked.shortlist_id == shortlist_id)
    return [AvailabilityRequest(**row) for row in connection.execute(found.order_by(asked.id)).mappings()]


def open_requests(connection: Connection, states: Sequence[str]) -> list[tuple[AvailabilityRequest, str]]:
    """Return the latest question of everybody still sought, with their state; the oldest deadline first.

    Parameters
    ----------
    states : sequence of str
        States of a person in a shortlist that is at work.
    """
    asked, seats, lists = tables.availability_requests, tables.shortlist_places, tables.shortlists
    joined = asked.join(
        seats,
        (seats.c.shortlist_id == asked.c.shortlist_id) & (seats.c.candidate_id == asked.c.candidate_id),
    ).join(lists, lists.c.id == asked.c.shortlist_id)
    found = (
        select(asked, seats.c.state.label("person_state"))
        .select_from(joined)
        .where(seats.c.state.in_(states), lists.c.state.in_(("in_verifica", "pronta")))
        .order_by(asked.c.deadline, asked.c.id)
    )
    latest: dict[tuple[str, str], tuple[AvailabilityRequest, str]] = {}
    for row in connection.execute(found).mappings():
        held = dict(row)
        state = str(held.pop("person_state"))
        request = AvailabilityRequest(**held)
        key = (request.shortlist_id, request.candidate_id)
        if key not in latest or latest[key][0].id < request.id:
            latest[key] = (request, state)
    return sorted(latest.values(), key=lambda pair: (pair[0].deadline, pair[0].id))


def last_availability(connection: Connection) -> dict[str, datetime]:
    """Return when each person last said to be available for something."""
    asked = tables.availability_requests.c
    said = select(asked.candidate_id, asked.answered_at).where(asked.answer == PersonState.AVAILABLE.value)
    found: dict[str, datetime] = {}
    row: Any
    for row in connection.execute(said.where(asked.answered_at.is_not(None)).order_by(asked.answered_at)):
        found[row.candidate_id] = row.answered_at
    return found
