"""What became of the people who were referred, and how it goes on after a hire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from matcher.errors import NotFoundError
from matcher.store import tables

__all__ = [
    "CANCELLED",
    "FollowUp",
    "OutcomeRow",
    "due_followups",
    "followups_of_candidate",
    "get_followup",
    "get_outcome",
    "insert_followups",
    "insert_outcome",
    "last_outcome",
    "list_outcomes",
    "write_followup",
    "write_outcome",
]

#: Result of a follow-up whose hire was undone.
CANCELLED = "annullata"


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One outcome as recorded; an undone one stays, with who undid it.

    Attributes
    ----------
    source : str
        ``datore``, ``persona`` or ``comunicazione_obbligatoria``.
    review : str
        ``da_esaminare`` while the supervisor has to look at an inadmissible reason, then the decision.
    """

    id: int
    shortlist_id: str
    vacancy_id: str
    candidate_id: str
    outcome: str
    reason: str
    source: str
    actor: str
    happened_on: date
    recorded_at: datetime
    review: str = ""
    reviewed_by: str = ""
    review_reason: str = ""
    reviewed_at: datetime | None = None
    undone_by: str = ""
    undone_reason: str = ""
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One look at how a placement goes, ``days`` after the hire."""

    id: int
    outcome_id: int
    vacancy_id: str
    candidate_id: str
    days: int
    due_on: date
    done_on: date | None = None
    result: str = ""
    actor: str = ""
    recorded_at: datetime | None = None


def insert_outcome(connection: Connection, **values: Any) -> int:
    """Write an outcome; return its number."""
    made = connection.execute(insert(tables.outcomes).values(**values).returning(tables.outcomes.c.id))
    return int(made.scalar_one())


def write_outcome(connection: Connection, number: int, **values: Any) -> None:
    """Change some fields of an outcome."""
    connection.execute(update(tables.outcomes).where(tables.outcomes.c.id == number).values(**values))


def get_outcome(connection: Connection, number: int) -> OutcomeRow:
    """Return one outcome.

    Raises
    ------
    NotFoundError
        ``E-STO-062`` if there is none of that number.
    """
    found = _outcomes(connection, tables.outcomes.c.id == number)
    if not found:
        raise NotFoundError("E-STO-062", f"L'esito {number} non c'è.")
    return found[0]


def last_outcome(connection: Connection, shortlist_id: str, candidate_id: str) -> OutcomeRow | None:
    """Return the outcome that holds for a person in a shortlist."""
    made = tables.outcomes.c
    mine = (made.shortlist_id == shortlist_id) & (made.candidate_id == candidate_id)
    found = _outcomes(connection, mine & made.undone_at.is_(None))
    return found[-1] if found else None


def list_outcomes(
    connection: Connection, shortlist_id: str = "", *, to_review: bool = False
) -> list[OutcomeRow]:
    """Return outcomes in the order in which they were recorded, the undone ones included."""
    made = tables.outcomes.c
    condition = made.shortlist_id == shortlist_id if shortlist_id else made.id > 0
    if to_review:
        condition &= (made.review == "da_esaminare") & made.undone_at.is_(None)
    return _outcomes(connection, condition)


def insert_followups(
    connection: Connection, outcome_id: int, vacancy_id: str, candidate_id: str, on: date, days: Sequence[int]
) -> None:
    """Write the looks that are due after a hire."""
    placement = {"outcome_id": outcome_id, "vacancy_id": vacancy_id, "candidate_id": candidate_id}
    rows = [{**placement, "days": n, "due_on": on + timedelta(days=n)} for n in days]
    if rows:
        connection.execute(insert(tables.followups), rows)


def due_followups(connection: Connection, until: date) -> list[FollowUp]:
    """Return the looks due by a day that nobody has recorded yet, the oldest first."""
    looks = tables.followups.c
    return _followups(connection, (looks.due_on <= until) & (looks.result == ""))


def followups_of_candidate(connection: Connection, candidate_id: str) -> list[FollowUp]:
    """Return every look at a person's placements, the oldest first."""
    return _followups(connection, tables.followups.c.candidate_id == candidate_id)


def get_followup(connection: Connection, number: int) -> FollowUp:
    """Return one look.

    Raises
    ------
    NotFoundError
        ``E-STO-063`` if there is none of that number.
    """
    found = _followups(connection, tables.followups.c.id == number)
    if not found:
        raise NotFoundError(
            "E-STO-063",
            f"La verifica {number} non c'è.",
            "Guarda quali sono in scadenza: matcher followup due",
        )
    return found[0]


def write_followup(connection: Connection, condition: FollowUp | int, **values: Any) -> None:
    """Change a look, or every look still open of an outcome (given by its number)."""
    looks = tables.followups.c
    where = (
        looks.id == condition.id
        if isinstance(condition, FollowUp)
        else (looks.outcome_id == condition) & (looks.result == "")
    )
    connection.execute(update(tables.followups).where(where).values(**values))


def _outcomes(connection: Connection, condition: Any) -> list[OutcomeRow]:
    rows = connection.execute(select(tables.outcomes).where(condition).order_by(tables.outcomes.c.id))
    return [OutcomeRow(**row) for row in rows.mappings()]


def _followups(connection: Connection, condition: Any) -> list[FollowUp]:
    order = (tables.followups.c.due_on, tables.followups.c.id)
    rows = connection.execute(select(tables.followups).where(condition).order_by(*order))
    return [FollowUp(**row) for row in rows.mappings()]
