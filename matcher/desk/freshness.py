"""How fresh an availability is: what is old, what was confirmed again, who pauses for a while.

A pause has an end and no cause: there is no field for one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from matcher.desk.permissions import Action
from matcher.desk.steps import Steps
from matcher.domain.candidate import Availability
from matcher.errors import InputError
from matcher.store.availability import last_availability
from matcher.store.candidate_writes import StoredCandidate, set_candidate
from matcher.store.candidates import get_candidate, iterate_candidates

__all__ = ["Stale", "pause", "reconfirm", "stale_people", "withdraw_person"]


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody whose availability is to be confirmed again.

    Attributes
    ----------
    since : date or None
        When it was last confirmed, or said for a shortlist; ``None`` if never.
    """

    candidate_id: str
    office: str
    since: date | None


def stale_people(connection: Connection, day: date, days: int) -> list[Stale]:
    """Return who is on record as available and was not heard for more than ``days``; the longest first."""
    said = last_availability(connection)
    limit = day - timedelta(days=days)
    found = []
    for person in iterate_candidates(connection):
        if person.availability.status != "available":
            continue
        heard = said[person.id].date() if person.id in said else None
        since = max((one for one in (person.availability.confirmed_on, heard) if one), default=None)
        if since is None or since < limit:
            found.append(Stale(person.id, person.office, since))
    return sorted(found, key=lambda one: (one.since or date.min, one.candidate_id))


def reconfirm(steps: Steps, candidate_id: str, day: date | None = None) -> bool:
    """Write that a person still is available, or is again; return whether anything changed.

    Raises
    ------
    InputError
        ``E-FLW-011`` for a day that is yet to come.
    """
    on = day or steps.acting.day
    if on > steps.acting.day:
        raise InputError("E-FLW-011", f"Il giorno {on:%d/%m/%Y} deve ancora venire.", "Controlla la data.")
    return _write(steps, candidate_id, Availability(status="available", confirmed_on=on))


def pause(steps: Steps, candidate_id: str, until: date) -> bool:
    """Write that a person is not available for a while; return whether anything changed.

    Parameters
    ----------
    until : date
        Last day of the pause: at most a month away. Nobody asks why.

    Raises
    ------
    InputError
        ``E-FLW-011`` for an end in the past or too far away.
    """
    day, most = steps.acting.day, steps.settings.pause_days
    if not day <= until <= day + timedelta(days=most):
        raise InputError(
            "E-FLW-011",
            f"L'indisponibilità temporanea finisce entro {most} giorni, non il {until:%d/%m/%Y}.",
            "Per un periodo più lungo: matcher candidates set "
            f"{candidate_id} stato_disponibilita=ritirato, e di nuovo disponibile quando la persona lo dice.",
        )
    return _write(steps, candidate_id, Availability(status="suspended", until=until, confirmed_on=day))


def withdraw_person(steps: Steps, candidate_id: str) -> bool:
    """Write that a person is no longer available, until they say so; return whether anything changed."""
    return _write(steps, candidate_id, Availability(status="withdrawn", confirmed_on=steps.acting.day))


def _write(steps: Steps, candidate_id: str, availability: Availability) -> bool:
    steps.require(Action.VERIFY)
    row = get_candidate(steps.connection, candidate_id)
    changed = row.candidate.model_copy(update={"availability": availability})
    acting = steps.acting
    version = set_candidate(steps.connection, StoredCandidate(changed), row.version, acting.actor, acting.at)
    return version != row.version
