"""What became of somebody who was referred, as a file brings it."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from matcher.domain.record import Record

__all__ = ["ReportedOutcome"]


class ReportedOutcome(Record):
    """One outcome.

    Attributes
    ----------
    candidate_id : str
        The person, or the code under which the employer knows them.
    outcome : str
        A state of `OUTCOMES`.
    reason, source : str
        Coded reason where one is due; who said so.
    happened_on : date or None
        The day; that of the import if omitted.
    """

    shortlist_id: str = Field(min_length=1, max_length=64)
    candidate_id: str = Field(min_length=1, max_length=64)
    outcome: str = Field(min_length=1)
    reason: str = ""
    source: str = "datore"
    happened_on: date | None = None
