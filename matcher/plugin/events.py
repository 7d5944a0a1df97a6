"""What happens at the desk, as plugins see it: a step that is about to be taken, or that was taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

__all__ = ["OwnerKind", "Records", "Transition", "Veto"]

OwnerKind = Literal["candidate", "vacancy", "provider", "case"]


class Records(Protocol):
    """The plugin's own records at the moment of a step, as its models."""

    def __call__(self, owner: OwnerKind, owner_id: str) -> Any:
        """Return the plugin's record about an owner; ``None`` if there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Transition:
    """One step of the desk's work, from a state to the next. It holds no contact and nothing protected.

    Attributes
    ----------
    kind : {'vacancy', 'shortlist', 'person'}
        What changes state; a *person* is one in a shortlist.
    step : str
        Code of the step: ``request``, ``answer``, ``approve``, ``refer``…
    before, after : str
        State left, empty for what begins, and state to be entered: ``in_verifica``, ``segnalato``…
    vacancy : str
        Id of the vacancy.
    at : datetime
        When.
    shortlist, candidate : str
        Ids; empty where the step concerns none.
    actor, role, office : str
        Who takes the step, as what, where.
    reason : str
        As the operator wrote it.
    """

    kind: Literal["vacancy", "shortlist", "person"]
    step: str
    before: str
    after: str
    vacancy: str
    at: datetime
    shortlist: str = ""
    candidate: str = ""
    actor: str = ""
    role: str = ""
    office: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Veto:
    """Why a step must not be taken, in words for the operator; say also what would make it possible."""

    it: str
    en: str
