"""Availability asked for many shortlists at once: what is refused for one leaves the others as they would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from matcher.desk.availability import ask
from matcher.desk.permissions import Action
from matcher.desk.steps import Steps
from matcher.domain.states import PersonState, ShortlistState
from matcher.domain.vacancy import VacancyState
from matcher.errors import MatcherError
from matcher.store.places import Place, shortlists_with
from matcher.store.shortlists import open_lists
from matcher.store.vacancies import CLOSED_STATES

__all__ = ["Asked", "ask_many", "lists_to_ask"]

S = ShortlistState


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking for one shortlist: the places of those who were asked, or why nobody was."""

    shortlist_id: str
    places: tuple[Place, ...] = ()
    refused: MatcherError | None = None


def lists_to_ask(connection: Connection) -> list[str]:
    """Return the shortlists in which somebody was proposed and not asked yet, of vacancies that are open.

    Of a vacancy that has only drafts, the last one; of one with a shortlist at work, no draft.
    """
    going_on = open_lists(connection, (*CLOSED_STATES, VacancyState.SUSPENDED))
    working = {vacancy for _, vacancy, state in going_on if state != S.DRAFT}
    last_drafts = {vacancy: name for name, vacancy, state in going_on if state == S.DRAFT}
    asking = {name for name, _, state in going_on if state in (S.VERIFYING, S.READY)}
    asking |= {name for vacancy, name in last_drafts.items() if vacancy not in working}
    return sorted(asking & shortlists_with(connection, PersonState.PROPOSED))


def ask_many(
    steps: Steps, shortlists: Sequence[str], channel: str = "telefono", wanted: datetime | None = None
) -> list[Asked]:
    """Put the question to everybody of some shortlists who is not verified yet; return what came of each.

    Raises
    ------
    InputError
        ``E-OPR-002`` for whoever may not ask anybody.
    """
    steps.require(Action.VERIFY)
    found = []
    for name in dict.fromkeys(shortlists):
        try:
            with steps.attempt():
                found.append(Asked(name, tuple(ask(steps, name, (), channel, wanted))))
        except MatcherError as error:
            found.append(Asked(name, refused=error))
    return found
