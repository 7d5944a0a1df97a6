"""When the desk is open: a deadline falls at the close of an opening, never on a day when nobody answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from matcher.errors import InputError
from matcher.settings import DeskSettings

__all__ = ["Calendar", "easter", "is_national_holiday"]

_DAYS: Final = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")
_SPAN: Final = re.compile(r"^(\d{1,2})(?::(\d\d))?-(\d{1,2})(?::(\d\d))?$")
_PATRON: Final = re.compile(r"^(\d{1,2})/(\d{1,2})$")
_HOLIDAYS: Final = ((1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26))
#: L. 151/2025: San Francesco is a national holiday again.
_FRANCIS: Final = (10, 4)
_FRANCIS_SINCE: Final = 2026
#: Further than this nothing is looked for: a desk that never opens is a mistake in the settings.
_HORIZON_DAYS: Final = 400

Span = tuple[time, time]


@dataclass(frozen=True)
class Calendar:
    """Opening hours with their holidays; pure.

    Attributes
    ----------
    hours : mapping of int to tuple of (opens, closes)
        By day of the week, 0 is Monday.
    patron : (month, day) or None
        Local holiday.
    """

    hours: Mapping[int, tuple[Span, ...]]
    zone: ZoneInfo
    patron: tuple[int, int] | None = None
    closures: frozenset[date] = frozenset()

    @classmethod
    def of(cls, settings: DeskSettings) -> Calendar:
        """Return the calendar that settings describe.

        Raises
        ------
        InputError
            ``E-SET-004`` for a day, hours, holiday or time zone that cannot be read.
        """
        wrong = sorted(set(settings.hours) - set(_DAYS))
        if wrong:
            raise _refused(f"hours.{wrong[0]}", "il giorno non esiste", f"Giorni: {', '.join(_DAYS)}.")
        hours = {_DAYS.index(day): _spans(day, text) for day, text in settings.hours.items()}
        if not any(hours.values()):
            raise _refused("hours", "lo sportello non apre mai", "Scrivi almeno un giorno con i suoi orari.")
        try:
            zone = ZoneInfo(settings.timezone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise _refused("timezone", "il fuso orario non esiste", "Per esempio: Europe/Rome.") from error
        return cls(hours, zone, _patron(settings.patron_saint), frozenset(settings.closures))

    def is_open_on(self, day: date) -> bool:
        """Tell whether the desk opens on a day."""
        closed = is_national_holiday(day) or (day.month, day.day) == self.patron or day in self.closures
        return not closed and bool(self.hours.get(day.weekday()))

    def closings(self, after: datetime) -> Iterator[datetime]:
        """Yield the closing moments after a moment, in UTC, for as long as anybody would wait."""
        start = after.astimezone(self.zone).date()
        for offset in range(_HORIZON_DAYS):
            day = start + timedelta(days=offset)
            if not self.is_open_on(day):
                continue
            for _, closes in self.hours[day.weekday()]:
                moment = datetime.combine(day, closes, self.zone).astimezone(UTC)
                if moment > after:
                    yield moment

    def close_after(self, moment: datetime) -> datetime:
        """Return the close of the opening that is on at a moment, else of the next one; the moment if it closes one.

        Raises
        ------
        InputError
            ``E-SET-004`` if the desk does not open within a year.
        """
        just_before = moment - timedelta(microseconds=1)
        return self._first(self.closings(just_before))

    def deadline(
        self, asked_at: datetime, wanted: datetime | None, openings: int, cap: timedelta
    ) -> datetime:
        """Return by when a person has to answer, in UTC.

        Parameters
        ----------
        wanted : datetime or None
            A date and time that the operator chose: moved to the close of the opening on or after it.
        openings : int
            Where no date is chosen: the close of the n-th opening from now on.
        cap : timedelta
            Nobody waits longer than this after ``asked_at``, open or not.
        """
        if wanted is not None:
            found = self.close_after(max(wanted, asked_at))
        else:
            closings = self.closings(asked_at)
            for _ in range(openings):
                found = self._first(closings)
        return min(found, asked_at.astimezone(UTC) + cap)

    def _first(self, closings: Iterator[datetime]) -> datetime:
        found = next(closings, None)
        if found is None:
            raise _refused("hours", "lo sportello non apre per un anno", "Controlla orari e chiusure.")
        return found


def is_national_holiday(day: date) -> bool:
    """Tell whether a day is a public holiday in Italy (Sundays are for the opening hours to say)."""
    fixed = (day.month, day.day)
    if fixed in _HOLIDAYS or (fixed == _FRANCIS and day.year >= _FRANCIS_SINCE):
        return True
    sunday = easter(day.year)
    return day in (sunday, sunday + timedelta(days=1))


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, centuries_left = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    quarter, years_left = divmod(rest, 4)
    weekday = (32 + 2 * centuries_left + 2 * quarter - epact - years_left) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _spans(day: str, text: str) -> tuple[Span, ...]:
    found: list[Span] = []
    for part in text.split():
        match = _SPAN.match(part)
        try:
            span = _span(match) if match else None
        except ValueError:
            span = None
        if span is None or span[0] >= span[1] or (found and span[0] < found[-1][1]):
            raise _refused(f"hours.{day}", f"«{part}» non è un orario", "Per esempio: 9:00-13:00 14:30-17:00")
        found.append(span)
    return tuple(found)


def _span(match: re.Match[str]) -> Span:
    opens, closes = (match[1], match[2]), (match[3], match[4])
    return time(int(opens[0]), int(opens[1] or 0)), time(int(closes[0]), int(closes[1] or 0))


def _patron(text: str) -> tuple[int, int] | None:
    if not text.strip():
        return None
    match = _PATRON.match(text.strip())
    try:
        found = date(2024, int(match[2]), int(match[1])) if match else None  # a leap year knows every day
    except ValueError:
        found = None
    if found is None:
        raise _refused("patron_saint", f"«{text}» non è un giorno", "Giorno e mese, per esempio: 31/01")
    return found.month, found.day


def _refused(name: str, what: str, remedy: str) -> InputError:
    return InputError("E-SET-004", f"Impostazione «desk.{name}»: {what}.", remedy)
