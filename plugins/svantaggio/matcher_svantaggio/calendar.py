"""Three clocks that must not be confused: days of unemployment, months without regular work, months for an offer."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from matcher_svantaggio.records import Job, Suspension

__all__ = [
    "NEVER_WORKED",
    "add_months",
    "age_on",
    "idle_since",
    "lasts",
    "months_between",
    "unemployment_days",
]

#: First idle day of who never had an interrupting job.
NEVER_WORKED = date(1900, 1, 1)
_DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(start: date, day: date) -> int:
    """Return the whole calendar months from ``start`` to ``day``; 0 where ``day`` comes first."""
    months = (day.year - start.year) * 12 + day.month - start.month
    return max(0, months if add_months(start, months) <= day else months - 1)


def age_on(birth: date, day: date) -> int:
    """Return the years completed on ``day``; who is born on 29 February completes them on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def lasts(job: Job, months: int) -> bool:
    """Tell whether a job lasts at least so many calendar months, both ends included; an open end does."""
    return job.end is None or job.end + _DAY >= add_months(job.start, months)


def idle_since(jobs: Iterable[Job], day: date, interrupts: Callable[[Job], bool]) -> date | None:
    """Return the first day without an interrupting job, as of ``day``; ``None`` while one goes on.

    Parameters
    ----------
    interrupts : callable
        Whether a job counts as regular paid employment.
    """
    counting = [job for job in jobs if job.start <= day and interrupts(job)]
    if any(job.end is None or job.end >= day for job in counting):
        return None
    return max((job.end + _DAY for job in counting if job.end), default=NEVER_WORKED)


def unemployment_days(did_on: date, suspensions: Sequence[Suspension], day: date) -> int:
    """Return the days of unemployment on ``day``: from the DID, that day included, without those suspended."""
    if day < did_on:
        return 0
    total = (day - did_on).days + 1
    suspended: set[date] = set()
    for one in suspensions:
        first, last = max(one.start, did_on), min(one.end, day)
        suspended.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return total - len(suspended)
