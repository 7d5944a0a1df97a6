"""What a person said when asked: for a shortlist, or about their availability in general."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from matcher.domain.record import Record

__all__ = ["Answer"]


class Answer(Record):
    """One answer, as a file brings it.

    Attributes
    ----------
    shortlist_id : str
        Empty for an answer about availability in general, when it is confirmed again.
    answer : str
        A state that answers: ``disponibile``, ``non_risponde``…
    agreed : bool
        *Adesione* to the offer and to its employer.
    answered_on : date or None
        The day of the answer; the day of the import if omitted.
    until : date or None
        End of a temporary unavailability, never its cause.
    """

    candidate_id: str = Field(min_length=1, max_length=64)
    answer: str
    shortlist_id: str = ""
    agreed: bool = False
    channel: str = ""
    answered_on: date | None = None
    until: date | None = None
