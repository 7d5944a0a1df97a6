"""What the competent office keeps: a registration with what the person can do, and an employer's request to it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import model_validator

from matcher.domain.record import Record

__all__ = ["Preselection", "Registration"]


class Registration(Record):
    """A person in the lists of the competent office (L. 68/1999 art. 8).

    No diagnosis and no percentage has a field here: only the state of the certificate, and what the office
    says that the person can do.

    Attributes
    ----------
    office : str
        The office that holds the registration: no other sees it used.
    evidence, valid_until : str, date
        State of the certificate, and its last day.
    compatible_tasks : tuple of str or None
        Codes of ``mansioni.csv``; ``None`` where the office set no bound.
    limits : tuple of str
        Codes of ``limiti.csv``: what the work must not ask.
    other_lists_only : bool
        The person asked to be proposed only outside the ordinary shortlists.
    """

    registered: bool = True
    office: str = ""
    evidence: Literal["declared", "certified", "expired", "contested"] = "declared"
    valid_until: date | None = None
    compatible_tasks: tuple[str, ...] | None = None
    limits: tuple[str, ...] = ()
    other_lists_only: bool = False


class Preselection(Record):
    """A vacancy whose employer asks for *preselezione ex art. 7 L. 68/1999*."""

    art7: bool = False
    office: str = ""
    tasks: tuple[str, ...] = ()
    demands: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _addressed(self) -> Preselection:
        if self.art7 and not self.office:
            raise ValueError("la preselezione ex art. 7 si chiede a un ufficio: indica office")
        return self
