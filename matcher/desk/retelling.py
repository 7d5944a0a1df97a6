"""The states told again from the log alone: what replaying every step gives must be what the tables hold.

The log names people by reference. The reference of an erased person leads nowhere, so they are in neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection

from matcher.store.audit import LogRow, entries
from matcher.store.places import places_of
from matcher.store.pseudonym import keys_of, reference
from matcher.store.shortlists import list_shortlists
from matcher.store.vacancies import iterate_vacancies

__all__ = ["Retold", "retell", "states_held"]

_EVERYTHING: Final = 1_000_000


@dataclass
class Retold:
    """States by id; of a person: state, whether they agreed, position, by shortlist and reference."""

    vacancies: dict[str, str] = field(default_factory=dict)
    shortlists: dict[str, str] = field(default_factory=dict)
    approved: dict[str, str] = field(default_factory=dict)
    people: dict[tuple[str, str], tuple[str, bool, int]] = field(default_factory=dict)


def retell(connection: Connection) -> Retold:
    """Return the states that the log tells."""
    told = Retold()
    for row in entries(connection):
        _apply(told, row)
    return told


def states_held(connection: Connection) -> Retold:
    """Return the states that the tables hold."""
    held = Retold()
    for vacancy in iterate_vacancies(connection):
        held.vacancies[vacancy.id] = vacancy.state.value
    for row in list_shortlists(connection, limit=_EVERYTHING):
        held.shortlists[row.id] = row.state.value
        held.approved[row.id] = row.approved_by
        places = places_of(connection, row.id)
        keys = keys_of(connection, [place.candidate_id for place in places])
        for place in places:
            name = reference(keys[place.candidate_id], place.candidate_id)
            told = (place.state.value, bool(place.agreed_to), place.position)
            held.people[row.id, name] = told
    return held


def _apply(told: Retold, row: LogRow) -> None:
    action, subject, details = row.entry.action, row.entry.subject_id, dict(row.entry.details)
    if action in ("vacancy.created", "vacancy.changed"):
        told.vacancies[subject] = str(details["state"])
    elif action == "vacancy.moved":
        told.vacancies[subject] = str(details["to"])
    elif action == "vacancy.erased":
        told.vacancies.pop(subject, None)
    elif action == "shortlist.saved":
        told.shortlists[subject], told.approved[subject] = str(details["state"]), ""
        for position, name in enumerate(_names(details, "places"), start=1):
            told.people[subject, name] = ("proposto", False, position)
    elif action == "shortlist.moved":
        told.shortlists[subject] = str(details["to"])
        told.approved[subject] = _approved(told.approved[subject], details, row.actor)
    elif action == "shortlist.reordered":
        for position, name in enumerate(_names(details, "people"), start=1):
            state, agreed, _ = told.people[subject, name]
            told.people[subject, name] = (state, agreed, position)
    elif action == "person.moved":
        _move_person(told, subject, details)


def _move_person(told: Retold, shortlist: str, details: dict[str, Any]) -> None:
    key = (shortlist, str(details["candidate"]))
    _, agreed, position = told.people.get(key, ("", False, 0))
    if details["step"] in ("restore", "add"):
        agreed = False
    told.people[key] = (
        str(details["to"]),
        bool(details.get("agreed", agreed)),
        int(details.get("position", position)),
    )


def _approved(held: str, details: dict[str, Any], actor: str) -> str:
    if details["step"] == "approve":
        return actor
    return "" if details["step"] in ("reopen", "extend", "revoke") else held


def _names(details: dict[str, Any], name: str) -> Iterator[str]:
    found = details.get(name, [])
    yield from (found if isinstance(found, list) else [])
