"""The facts about a person from which the conditions of disadvantage follow; all of them are protected."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from matcher.domain.record import Record

__all__ = ["LETTERS", "Facts", "Job", "Proof", "State", "Suspension"]

LETTERS = "abcdefg"
State = Literal["declared", "certified", "expired", "contested"]


class Job(Record):
    """One job; ``income`` is that of a year, gross euro, and matters for work that is not employment."""

    start: date
    end: date | None = None
    kind: Literal["dipendente", "parasubordinato", "autonomo", "tirocinio"] = "dipendente"
    regular: bool = True
    income: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Job:
        if self.end is not None and self.end < self.start:
            raise ValueError("il lavoro finisce prima di cominciare")
        return self


class Proof(Record):
    """How a condition is known: the person's word, a certificate, one that lapsed, one that somebody disputes."""

    state: State = "declared"
    valid_until: date | None = None
    source: str = ""

    def on(self, day: date) -> State:
        """Return the state on a day: a certificate past its last day is expired."""
        if self.state in ("declared", "certified") and self.valid_until and self.valid_until < day:
            return "expired"
        return self.state


class Suspension(Record):
    """Days for which the status of unemployment was suspended, both ends included."""

    start: date
    end: date


class Facts(Record):
    """What is known of a person; ``None`` is not asked, and is never read as no.

    Attributes
    ----------
    jobs : tuple of Job or None
        Every job; ``()`` declares that there was none.
    isced : int or None
        Highest level of education completed, ISCED 0..8.
    study_ended_on, had_first_job : date, bool
        End of full-time education, and whether a first regular job followed.
    single_adult, dependants : bool, int
        Living alone with people to support.
    gender : {'F', 'M', None}
        Only for the imbalance of a sector.
    minority_need : bool or None
        Letter (g): as the person declares it, never inferred.
    did_on, suspensions : date, tuple of Suspension
        Declaration of immediate availability, for the clock of unemployment.
    proofs : dict of str to Proof
        Letter of a condition to how it is known; *declared* where it is not said.
    l381 : str or None
        State of the certificate under L. 381/1991 art. 4: shown to the desk, never matched.
    """

    jobs: tuple[Job, ...] | None = None
    isced: int | None = Field(default=None, ge=0, le=8)
    study_ended_on: date | None = None
    had_first_job: bool | None = None
    single_adult: bool | None = None
    dependants: int | None = Field(default=None, ge=0)
    gender: Literal["F", "M"] | None = None
    minority_need: bool | None = None
    did_on: date | None = None
    suspensions: tuple[Suspension, ...] = ()
    proofs: dict[str, Proof] = Field(default_factory=dict)
    l381: State | None = None

    @model_validator(mode="after")
    def _lettered(self) -> Facts:
        unknown = sorted(set(self.proofs) - set(LETTERS))
        if unknown:
            raise ValueError(f"proofs: «{unknown[0]}» non è una lettera da a a g")
        return self

    def proof(self, letter: str) -> Proof:
        """Return how a condition is known."""
        return self.proofs.get(letter, Proof())
