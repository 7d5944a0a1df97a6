"""A plugin on trial at the desk: which of the steps taken on past shortlists it would have forbidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from sqlalchemy import Connection

from matcher.desk.matching import Matching
from matcher.domain.record import Record
from matcher.domain.shortlist import Shortlist
from matcher.plugin.events import Transition
from matcher.store.records import held_content
from matcher.store.step_log import taken_steps

__all__ = ["StoppedStep", "stopped_steps"]


class StoppedStep(Record):
    """A past step that the plugin would have forbidden.

    Attributes
    ----------
    kind, step : str
        What changed state, and the code of the step.
    candidate : str
        Empty where the step concerned no single person.
    why_it, why_en : str
        What the plugin says.
    """

    shortlist: str
    vacancy: str
    candidate: str
    kind: str
    step: str
    taken_on: date
    why_it: str
    why_en: str


def stopped_steps(
    connection: Connection, plugin: str, past: Sequence[Shortlist], having: Matching
) -> Iterator[StoppedStep]:
    """Yield the steps taken on past shortlists that a plugin forbids, as it judges them today.

    Parameters
    ----------
    having : Matching
        The rules with the plugin.
    """
    gate = having.rules.gate
    asks = any(one.name == plugin and "matcher_before_transition" in one.hooks() for one in gate.plugins)
    if not asks or not past:
        return

    held = partial(held_content, connection)
    chosen = {one.id for one in past}
    first = min(one.reference_date for one in past)
    for event in taken_steps(connection, first, max(having.day, first)):
        if event.shortlist not in chosen or event.step == "save":
            continue
        for owner, veto in gate.desk.before_transition(event, held):
            if owner == plugin:
                yield _stopped_step(event, veto.it, veto.en)


def _stopped_step(event: Transition, it: str, en: str) -> StoppedStep:
    return StoppedStep(
        shortlist=event.shortlist,
        vacancy=event.vacancy,
        candidate=event.candidate,
        kind=event.kind,
        step=event.step,
        taken_on=event.at.date(),
        why_it=it,
        why_en=en,
    )
