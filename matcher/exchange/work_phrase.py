"""A job written as a phrase: *Mulettista presso Rossi srl 05/2018 - 12/2022*, *contabile, 6 anni*."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from matcher.vocabulary.periods import find_periods

__all__ = ["WorkPhrase", "read_work_phrase"]

_EMPLOYER = re.compile(
    r"(?P<job>.*?\w)[\s,:-]+(?:presso|c/o)\s+(?P<employer>\S.*)\Z", re.IGNORECASE | re.DOTALL
)
_LENGTH = re.compile(
    r"[\s,(:-]+(?:per\s+)?(?P<number>\d{1,2})\s+(?P<unit>ann[oi]|mes[ei])"
    r"(?:\s+e\s+(?P<months>\d{1,2})\s+mes[ei])?\)?\s*\Z",
    re.IGNORECASE,
)
_EDGES = " ,;:-–—()."


@dataclass(frozen=True, slots=True)
class WorkPhrase:
    """What a phrase says of a job; what it does not say is empty."""

    job: str
    employer: str = ""
    first: date | None = None
    last: date | None = None
    months: int | None = None


def read_work_phrase(text: str) -> WorkPhrase:
    """Read job, employer and time; a phrase that names several stretches of time is left whole."""
    periods = find_periods(text)
    if len(periods) > 1:
        return WorkPhrase(text)
    first = last = months = None
    rest = text
    if periods:
        [period] = periods
        rest = f"{text[: period.start]} {text[period.end :]}"
        first, last, months = period.first, period.last, period.months
    elif length := _LENGTH.search(text):
        rest = text[: length.start()]
        number = int(length["number"])
        months = int(length["months"] or 0) + (12 * number if length["unit"][0] in "aA" else number)
    named = _EMPLOYER.match(rest)
    job = (named["job"] if named else rest).strip(_EDGES)
    employer = named["employer"].strip(_EDGES) if named else ""
    return (
        WorkPhrase(" ".join(job.split()), " ".join(employer.split()), first, last, months)
        if job
        else WorkPhrase(text)
    )
