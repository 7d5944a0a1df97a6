"""Places in a shortlist: who is in it, what the engine proposed, what people decided, how far each has come.

Nothing here writes the log: the desk does, with the step that changed the place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from matcher.domain.states import PersonState
from matcher.errors import NotFoundError
from matcher.store import tables

__all__ = [
    "Place",
    "get_place",
    "insert_places",
    "places_of",
    "places_of_candidate",
    "shortlists_with",
    "write_place",
]


@dataclass(frozen=True, slots=True)
class Place:
    """One person in one shortlist.

    Attributes
    ----------
    position : int
        Order at the desk, from 1; it never reaches the employer.
    round : int
        1 for the first list, more for those who came with a later *integrazione*.
    proposed_rank : int or None
        Rank that the engine gave; ``None`` for somebody whom a person added.
    verdict, score : str, int
        What the engine says of them (``eligible``, ``to_verify``, ``removed``; points of 10,000,000).
    decision, reason : str
        The last decision of a person (``added``, ``removed``, ``moved``, ``restored``) and its coded reason.
    agreed_to : str
        Recipient to whom the person agreed (*adesione*); empty while they have not.
    released : {'', 'name', 'contacts'}
        What the operator released to that recipient; contacts include the name.
    """

    shortlist_id: str
    candidate_id: str
    state: PersonState
    position: int
    round: int
    verdict: str
    score: int
    updated_at: datetime
    actor: str
    proposed_rank: int | None = None
    decision: str = ""
    reason: str = ""
    agreed_to: str = ""
    agreed_by: str = ""
    agreed_at: datetime | None = None
    released: str = ""
    released_by: str = ""
    released_at: datetime | None = None

    @property
    def in_list(self) -> bool:
        """Whether the person still is in the shortlist."""
        return self.state is not PersonState.REMOVED


def insert_places(connection: Connection, places: Sequence[Place]) -> None:
    """Write new places."""
    rows = [{name: getattr(place, name) for name in Place.__slots__} for place in places]
    if rows:
        connection.execute(insert(tables.shortlist_places), rows)


def places_of(connection: Connection, shortlist_id: str) -> list[Place]:
    """Return the places of a shortlist in the order of the desk; those taken out come last."""
    seats = tables.shortlist_places.c
    found = select(tables.shortlist_places).where(seats.shortlist_id == shortlist_id)
    rows = connection.execute(found.order_by(seats.position, seats.candidate_id))
    return sorted(map(_place, rows.mappings()), key=lambda place: not place.in_list)


def places_of_candidate(connection: Connection, candidate_id: str) -> list[Place]:
    """Return the places of a person in every shortlist, by shortlist."""
    seats = tables.shortlist_places.c
    found = select(tables.shortlist_places).where(seats.candidate_id == candidate_id)
    return [_place(row) for row in connection.execute(found.order_by(seats.shortlist_id)).mappings()]


def shortlists_with(connection: Connection, state: PersonState) -> set[str]:
    """Return the shortlists in which somebody is in a state."""
    seats = tables.shortlist_places.c
    return set(connection.execute(select(seats.shortlist_id).where(seats.state == state.value)).scalars())


def get_place(connection: Connection, shortlist_id: str, candidate_id: str) -> Place:
    """Return one place.

    Raises
    ------
    NotFoundError
        ``E-STO-034`` if the person has none there.
    """
    seats = tables.shortlist_places.c
    found = select(tables.shortlist_places).where(
        seats.shortlist_id == shortlist_id, seats.candidate_id == candidate_id
    )
    row = connection.execute(found).mappings().one_or_none()
    if row is None:
        raise NotFoundError(
            "E-STO-034",
            f"«{candidate_id}» non è nella rosa «{shortlist_id}».",
            f"Guarda chi c'è: matcher rosa show {shortlist_id}",
        )
    return _place(row)


def write_place(connection: Connection, place: Place, actor: str, at: datetime, **values: Any) -> None:
    """Change some fields of a place."""
    seats = tables.shortlist_places
    where = (seats.c.shortlist_id == place.shortlist_id, seats.c.candidate_id == place.candidate_id)
    connection.execute(update(seats).where(*where).values(actor=actor, updated_at=at, **values))


def _place(row: Any) -> Place:
    return Place(**{**row, "state": PersonState(row["state"])})
