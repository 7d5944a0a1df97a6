"""Noting what is between a vacancy and a person: through the steps of their shortlist where there is one."""

from __future__ import annotations

from typing import Final

from matcher.desk.hired import follow_hires
from matcher.desk.moves import PAIR_STATES
from matcher.desk.outcomes import record_outcome, undo_outcome
from matcher.desk.permissions import Action
from matcher.desk.steps import Steps
from matcher.desk.vacancy_life import settle_vacancy
from matcher.domain.states import OUTCOMES, PersonState, ShortlistState, state_label
from matcher.errors import InputError
from matcher.store.applications import PairState, set_pair_state
from matcher.store.places import Place, places_of_candidate
from matcher.store.shortlists import get_shortlist

__all__ = ["mark_pair"]

_OUTCOMES: Final[dict[PairState, PersonState]] = {
    "hired": PersonState.HIRED,
    "rejected": PersonState.REJECTED,
    "refused": PersonState.WITHDREW,
}
#: A mark says no more than what happened: the employer's reason, where one is due, is not known.
_UNSTATED: Final = "nessun_riscontro"


def mark_pair(steps: Steps, vacancy_id: str, candidate_id: str, state: PairState | None) -> None:
    """Note the live fact of a pair.

    Somebody at work in a shortlist of this vacancy takes the step there, and the fact follows; for whoever
    is in none (referred before, or by other means) the fact is noted by itself. ``None`` takes it away.

    Raises
    ------
    InputError
        ``E-FLW-010`` for somebody in a shortlist who has not come that far.
    """
    steps.require(Action.RECORD)
    place = _at_work(steps, vacancy_id, candidate_id)
    if place is None:
        acting = steps.acting
        set_pair_state(steps.connection, vacancy_id, candidate_id, state, acting.actor, acting.at)
        follow_hires(steps, candidate_id)
        settle_vacancy(steps, vacancy_id)
        return
    if PAIR_STATES.get(place.state) == state:
        return
    if state in _OUTCOMES:
        outcome = _OUTCOMES[state].value
        reason = _UNSTATED if state == "rejected" else ""
        record_outcome(steps, place.shortlist_id, candidate_id, outcome, reason=reason)
    elif state == "referred" and place.state in OUTCOMES:
        undo_outcome(steps, place.shortlist_id, candidate_id, "errore_di_registrazione")
    else:
        said = state_label("person", place.state)
        raise InputError(
            "E-FLW-010",
            f"«{candidate_id}» è nella rosa «{place.shortlist_id}», dove è «{said}»: si passa da lì.",
            f"Guarda che cosa serve: matcher rosa show {place.shortlist_id}",
        )


def _at_work(steps: Steps, vacancy_id: str, candidate_id: str) -> Place | None:
    """Return the place of a person in the latest shortlist of a vacancy that is more than a proposal."""
    idle = (ShortlistState.DRAFT, ShortlistState.WITHDRAWN)
    found = [
        place
        for place in places_of_candidate(steps.connection, candidate_id)
        if place.in_list
        and (row := get_shortlist(steps.connection, place.shortlist_id)).vacancy_id == vacancy_id
        and row.state not in idle
    ]
    return found[-1] if found else None
