"""What the two desks keep about a person, and who handles a vacancy."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from matcher.domain.record import Record

__all__ = ["Handling", "Journey", "Note", "Proposal"]

Outcome = Literal["", "approvata", "respinta", "rinviata"]


class Note(Record):
    """Something written on a day; ``by`` says who."""

    on: date
    text: str = Field(min_length=1)
    by: str = ""


class Proposal(Record):
    """A project brought to the *Cabina di regia*, and what it decided."""

    submitted_on: date
    text: str = Field(min_length=1)
    outcome: Outcome = ""
    decided_on: date | None = None

    @model_validator(mode="after")
    def _dated(self) -> Proposal:
        if bool(self.outcome) != (self.decided_on is not None):
            raise ValueError("un esito della cabina di regia ha la sua data, e una data il suo esito")
        if self.decided_on is not None and self.decided_on < self.submitted_on:
            raise ValueError("la decisione viene prima della proposta")
        return self


class Journey(Record):
    """A person's way through the two desks. Nothing here keeps anybody from applying to a vacancy.

    Attributes
    ----------
    access_on, request, answered : date, str, bool
        Access form: what was asked, and whether one interview was enough.
    social_file : tuple of str
        *Cartella sociale*: it never leaves the social service, nothing reads it but ``record show``.
    referred_on, agency : date, str
        Referral to the specialist desk, and the partner agency the profile was shared with.
    project : str
        *definito*, *da_definire*; empty before the referral.
    proposals : tuple of Proposal
        To the *Cabina di regia*, in their order; the last one counts.
    started_on : date or None
        Start of the project: only once it is defined, or approved.
    monitoring, reports : tuple of Note
        Monitoring at the specialist desk, reports back to the information desk.
    """

    access_on: date | None = None
    request: str = ""
    answered: bool = False
    social_file: tuple[str, ...] = ()
    referred_on: date | None = None
    agency: str = ""
    project: Literal["", "definito", "da_definire"] = ""
    proposals: tuple[Proposal, ...] = ()
    started_on: date | None = None
    monitoring: tuple[Note, ...] = ()
    reports: tuple[Note, ...] = ()

    @model_validator(mode="after")
    def _gated(self) -> Journey:
        if self.project and self.referred_on is None:
            raise ValueError("il progetto nasce con l'invio allo sportello specialistico: indica referred_on")
        if self.agency and self.referred_on is None:
            raise ValueError("all'agenzia partner si invia chi è stato inviato: indica referred_on")
        if self.started_on is not None and not self.may_start:
            raise ValueError("il progetto da definire parte solo dopo l'approvazione della cabina di regia")
        return self

    @property
    def may_start(self) -> bool:
        """Whether the project may start: defined at the referral, or approved by the *Cabina di regia*."""
        if self.project == "definito":
            return True
        return (
            self.project == "da_definire"
            and bool(self.proposals)
            and self.proposals[-1].outcome == "approvata"
        )


class Handling(Record):
    """Which partner agency handles a vacancy; the public desk where it is empty."""

    agency: str = ""
