"""Who was hired is free for no other vacancy: the person's own record follows what was noted between the two."""

from __future__ import annotations

from matcher.desk.steps import Steps
from matcher.domain.candidate import Availability
from matcher.store.applications import pair_states_of_candidate
from matcher.store.candidate_writes import StoredCandidate, set_candidate
from matcher.store.candidates import get_candidate, known_candidates

__all__ = ["follow_hires"]


def follow_hires(steps: Steps, candidate_id: str) -> None:
    """Mark a person as hired while a hire stands, and as available once the last one was taken back.

    Staff who know better (a few hours a week leave room for more) set ``stato_disponibilita`` back.
    """
    if candidate_id not in known_candidates(steps.connection, [candidate_id]):
        return
    states = pair_states_of_candidate(steps.connection, candidate_id).values()
    hired = any(one.state == "hired" for one in states)
    row = get_candidate(steps.connection, candidate_id)
    held = row.candidate.availability
    if hired == (held.status == "hired"):
        return
    now = Availability(status="hired" if hired else "available", confirmed_on=held.confirmed_on)
    changed = StoredCandidate(row.candidate.model_copy(update={"availability": now}))
    set_candidate(steps.connection, changed, row.version, steps.acting.actor, steps.acting.at)
