"""Taking a step: who may, whether plugins object, the line in the log, the news for observers.

Every function of the desk that changes a state takes its `Steps` first: one transaction, one person acting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from sqlalchemy import Connection

from matcher.desk.calendar import Calendar
from matcher.desk.operators import Acting, require
from matcher.desk.permissions import Action
from matcher.desk.states import Machine
from matcher.errors import InputError, MatcherError
from matcher.plugin.events import OwnerKind, Transition, Veto
from matcher.settings import DeskSettings
from matcher.store.audit import Detail, Entry, append
from matcher.store.database import Database
from matcher.store.pseudonym import keys_of, reference
from matcher.store.records import held_content

__all__ = ["Judges", "Steps", "Subject", "taking_steps"]


class Judges(Protocol):
    """What steps need of the plugins' gate."""

    def before_transition(
        self, event: Transition, held: Callable[[str, OwnerKind, str], Mapping[str, Any] | None]
    ) -> Sequence[tuple[str, Veto]]:
        """Return the objections to a step, each with its plugin; ``held`` reads what plugins keep."""
        ...

    def observe(self, event: Transition) -> Sequence[str]:
        """Tell plugins that a step was taken; return the failures, in words."""
        ...


@dataclass(frozen=True, slots=True)
class Subject:
    """What a step is about; ``shortlist`` and ``candidate`` are empty where it concerns none.

    Attributes
    ----------
    digest : str
        Of the record that the step rewrites, as it then stands; empty where it rewrites none.
    """

    vacancy: str
    shortlist: str = ""
    candidate: str = ""
    digest: str = ""


@dataclass
class Steps:
    """One transaction of the desk.

    Attributes
    ----------
    events : list of Transition
        Steps taken so far: observers learn of them once they are kept.
    failures : list of str
        What went wrong with observers, which changes nothing.
    """

    connection: Connection
    acting: Acting
    settings: DeskSettings
    judges: Judges | None = None
    events: list[Transition] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def calendar(self) -> Calendar:
        """When the desk is open."""
        return Calendar.of(self.settings)

    def require(self, action: Action) -> None:
        """Refuse an action that the person acting may not do."""
        require(self.connection, self.acting, action)

    def take(
        self,
        machine: Machine,
        step: str,
        before: str,
        after: str,
        subject: Subject,
        reason: str = "",
        **details: Detail,
    ) -> None:
        """Ask the plugins, then write the step in the log; the caller writes the state.

        Raises
        ------
        InputError
            ``E-FLW-003`` if a plugin objects: its name and its reason.
        """
        event = Transition(
            kind=machine,
            step=step,
            before=str(before),
            after=str(after),
            vacancy=subject.vacancy,
            at=self.acting.at,
            shortlist=subject.shortlist,
            candidate=subject.candidate,
            actor=self.acting.actor,
            role=self.acting.role.value,
            office=self.acting.office,
            reason=reason,
        )
        held = partial(held_content, self.connection)
        objections = self.judges.before_transition(event, held) if self.judges else ()
        if objections:
            said = "; ".join(f"{veto.it} (plugin «{plugin}»)" for plugin, veto in objections)
            said_en = "; ".join(f"{veto.en} (plugin «{plugin}»)" for plugin, veto in objections)
            raise InputError(
                "E-FLW-003",
                f"Passaggio non ammesso: {said}.",
                "Non è stato cambiato nulla.",
                message_en=f"Step not allowed: {said_en}.",
            )
        moved: dict[str, Detail] = {"step": step, "from": str(before), "to": str(after)}
        self.log(f"{machine}.moved", subject, **moved, **({"reason": reason} if reason else {}), **details)
        self.events.append(event)

    def log(self, action: str, subject: Subject, **details: Detail) -> None:
        """Write a line in the log, under the shortlist if there is one, else under the vacancy."""
        noted: dict[str, Detail] = {"role": self.acting.role.value, "office": self.acting.office, **details}
        if subject.candidate:
            noted["candidate"] = self.reference(subject.candidate)
        kind, identifier = "vacancy", subject.vacancy
        if subject.shortlist:
            kind, identifier = "shortlist", subject.shortlist
            noted["vacancy"] = subject.vacancy
        append(
            self.connection,
            [Entry(action, kind, identifier, subject.digest, noted)],
            self.acting.actor,
            self.acting.at,
        )

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Keep what is done inside, or, if it is refused, nothing of it: the rest of the transaction stands."""
        kept = len(self.events)
        try:
            with self.connection.begin_nested():
                yield
        except MatcherError:
            del self.events[kept:]
            raise

    def reference(self, candidate_id: str) -> str:
        """Return the name by which the log knows a person."""
        return reference(keys_of(self.connection, [candidate_id])[candidate_id], candidate_id)


@contextmanager
def taking_steps(
    database: Database,
    who: Callable[[Connection], Acting],
    settings: DeskSettings,
    judges: Judges | None = None,
) -> Iterator[Steps]:
    """Open a transaction for steps; observers are told after it was kept, never of what was not.

    Parameters
    ----------
    who : callable
        Returns who is acting, as the register in this transaction knows them.
    """
    with database.transaction() as connection:
        steps = Steps(connection, who(connection), settings, judges)
        yield steps
    if judges is not None:
        for event in steps.events:
            steps.failures.extend(judges.observe(event))
