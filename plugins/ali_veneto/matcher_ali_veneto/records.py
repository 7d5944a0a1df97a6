"""What the plugin keeps: a person's conditions and channels, a vacancy's channel, a case with its team."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from matcher.domain.record import Record

__all__ = ["Case", "Channel", "Condition", "Person", "Recovered", "TeamMember"]

EvidenceLevel = Literal["declared", "observed", "certified"]


class Condition(Record):
    """A condition of the dictionary, how it is known and until when; for aggregates alone."""

    code: str
    evidence: EvidenceLevel = "declared"
    valid_until: date | None = None


class Person(Record):
    """What concerns one person; ``None`` is not asked.

    Attributes
    ----------
    conditions : tuple of Condition
        They feed the picture of the province and never a shortlist.
    channels : tuple of str or None
        Outlets and channels that the person accepts, codes of ``canali.csv``.
    """

    conditions: tuple[Condition, ...] = ()
    channels: tuple[str, ...] | None = None


class Channel(Record):
    """Where the work of a vacancy is, and how one gets in: a firm and employment unless it is said."""

    outlet: Literal["impresa", "cooperativa_sociale", "agenzia_somministrazione"] = "impresa"
    channel: Literal["assunzione", "stage", "borsa_lavoro"] = "assunzione"


class TeamMember(Record):
    """Somebody of the project team, and what for."""

    name: str = Field(min_length=1)
    role: str = Field(min_length=1)
    service: str = ""


class Recovered(Record):
    """A skill from an earlier life, with how it is known."""

    skill: str = Field(min_length=1)
    evidence: EvidenceLevel = "declared"
    origin: str = ""


class Case(Record):
    """One person's project, from the balance of skills to the time after the placement.

    Attributes
    ----------
    candidate : str
        Id of the person.
    outlet : str
        As foreseen by the project; ``attivita_autonoma`` is an outlet of the case, not of matching.
    checks_done : tuple of date
        Days on which the placement was looked at.
    """

    candidate: str
    tutor: str = Field(min_length=1)
    team: tuple[TeamMember, ...] = ()
    steps: tuple[str, ...] = ()
    outlet: str = ""
    recovered: tuple[Recovered, ...] = ()
    placed_on: date | None = None
    checks_done: tuple[date, ...] = ()
    closed_on: date | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Case:
        if self.checks_done and self.placed_on is None:
            raise ValueError("una verifica viene dopo l'inserimento: indica placed_on")
        return self
