"""What people decided about each place in a shortlist, who decided it and why: told from the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from matcher.store.audit import lines_about
from matcher.store.pseudonym import keys_of, reference

__all__ = ["Decision", "decisions_of"]

#: Step of a person, or line about the order -> what was decided.
_DECIDED = {"add": "added", "remove": "removed", "restore": "restored", "shortlist.reordered": "moved"}


@dataclass(frozen=True, slots=True)
class Decision:
    """The last decision on somebody's place: what (``added``, ``removed``, ``restored``, ``moved``), why, who, when."""

    what: str
    reason: str
    actor: str
    at: datetime


def decisions_of(connection: Connection, shortlist_id: str, people: Iterable[str]) -> dict[str, Decision]:
    """Return the last decision about each person of a shortlist; whoever nobody decided on is absent.

    What is written later of the same person (an answer, an outcome) changes neither reason nor author.
    """
    names = {reference(key, name): name for name, key in keys_of(connection, people).items()}
    found: dict[str, Decision] = {}
    for row in lines_about(connection, "shortlist", shortlist_id):
        details = row.entry.details
        step = details.get("step") if row.entry.action == "person.moved" else row.entry.action
        what, person = _DECIDED.get(str(step)), names.get(str(details.get("candidate")))
        if what and person:
            found[person] = Decision(what, str(details.get("reason", "")), row.actor, row.at)
    return found
