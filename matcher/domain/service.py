"""A service given to a person or an employer: what, how long, by whom (*registro delle prestazioni*)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from matcher.domain.record import Record

__all__ = ["MOST_MINUTES", "ServiceRecord"]

#: Longest service that one line of the register may hold.
MOST_MINUTES = 6000


class ServiceRecord(Record):
    """One line of the register; minutes are entered or confirmed by the operator.

    Attributes
    ----------
    id : int
        Number in the register; 0 before it is written.
    service : str
        Id of the service in the vocabulary (``matching``); it carries its number 1..12.
    candidate, vacancy : str
        Whom it was for; empty where it was for the other, for a group, or the record was erased.
    group_size : int or None
        People present, for a service given to a group.
    session : str
        Which meeting of a service given in several.
    """

    id: int = 0
    service: str = Field(min_length=1)
    minutes: int = Field(ge=1, le=MOST_MINUTES)
    given_on: date
    operator: str
    office: str = ""
    candidate: str = ""
    vacancy: str = ""
    outcome: str = Field(default="", max_length=200)
    group_size: int | None = Field(default=None, ge=1, le=500)
    session: str = Field(default="", max_length=60)
