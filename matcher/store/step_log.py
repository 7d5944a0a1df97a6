"""The steps of the desk as the log keeps them, read back as the events that plugins saw."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, or_, select

from matcher.plugin.events import Transition
from matcher.store import tables
from matcher.store.pseudonym import named_by

__all__ = ["taken_steps"]

_MOVED: Final = ".moved"
_SAVED: Final = "shortlist.saved"
#: The state of a shortlist that has just been made.
_FIRST_STATE: Final = "in_preparazione"


def taken_steps(connection: Connection, since: date, until: date) -> list[Transition]:
    """Return the steps taken from one day to another, both included, in order.

    The making of a shortlist is the step ``save``. A person erased since then has no id.
    """
    log = tables.log.c
    chosen = or_(log.action == _SAVED, log.action.endswith(_MOVED, autoescape=True))
    rows = connection.execute(
        select(log.at, log.actor, log.action, log.subject_kind, log.subject_id, log.details)
        .where(chosen, log.at >= since.isoformat(), log.at < (until + timedelta(days=1)).isoformat())
        .order_by(log.seq)
    ).all()
    noted = [json.loads(row.details) for row in rows]
    people = named_by(connection, {str(details["candidate"]) for details in noted if "candidate" in details})
    return [_transition(row, details, people) for row, details in zip(rows, noted, strict=True)]


def _transition(row: Any, details: dict[str, Any], people: dict[str, str]) -> Transition:
    shortlist = row.subject_id if row.subject_kind == "shortlist" else ""
    vacancy = str(details.get("vacancy", "")) if shortlist else row.subject_id
    at = datetime.fromisoformat(row.at)
    if row.action == _SAVED:
        return Transition(
            "shortlist", "save", "", _FIRST_STATE, vacancy, at, shortlist=shortlist, actor=row.actor
        )
    return Transition(
        kind=row.action.removesuffix(_MOVED),
        step=str(details["step"]),
        before=str(details["from"]),
        after=str(details["to"]),
        vacancy=vacancy,
        at=at,
        shortlist=shortlist,
        candidate=people.get(str(details.get("candidate", "")), ""),
        actor=row.actor,
        role=str(details.get("role", "")),
        office=str(details.get("office", "")),
        reason=str(details.get("reason", "")),
    )
