"""Deadlines that fall at the close of an opening of the desk: when somebody is there, and never past the cap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from matcher_servizi_integrati.tables import Book, Deadline

__all__ = ["closings", "due", "easter_monday"]

_DAY = timedelta(days=1)


def due(start: datetime, deadline: Deadline, book: Book) -> datetime:
    """Return when a deadline that begins at ``start`` falls: the close of the n-th opening, or the cap if earlier.

    The cap is the end of that day, whether the desk opens or not: nobody waits longer.
    """
    cap = datetime.combine(start.date() + timedelta(days=deadline.cap_days), time(23, 59))
    reached = None
    for number, moment in enumerate(closings(start, deadline.desk, book, cap), start=1):
        reached = moment
        if number == deadline.openings:
            return moment
    # fewer openings than foreseen before the cap: the last one of them, if there is any
    return reached or cap


def closings(start: datetime, desk: str, book: Book, until: datetime) -> Iterator[datetime]:
    """Yield the closing moments of a desk after a moment, up to another."""
    day = start.date()
    while datetime.combine(day, time(0)) <= until:
        if not _closed(day, book):
            for opening in sorted(book.openings, key=lambda one: one.closes):
                moment = datetime.combine(day, opening.closes)
                ours = opening.desk == desk and opening.weekday == day.weekday() and opening.holds(day)
                if ours and start < moment <= until:
                    yield moment
        day += _DAY


def easter_monday(year: int) -> date:
    """Return the Monday after Easter (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    rest = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * rest) // 451
    month, day = divmod(h + rest - 7 * m + 114, 31)
    return date(year, month, day + 1) + _DAY


def _closed(day: date, book: Book) -> bool:
    yearly = any((one.month, one.day) == (day.month, day.day) and one.holds(day) for one in book.closures)
    return yearly or day == easter_monday(day.year)
