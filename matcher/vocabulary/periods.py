"""Stretches of time written in a curriculum: *03/2018 - oggi*, *from Jan 2015 to March 2017*, *2010-2014*."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

__all__ = ["Period", "find_periods"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "gennaio gen january jan",
            "febbraio feb february",
            "marzo mar march",
            "aprile apr april",
            "maggio mag may",
            "giugno giu june jun",
            "luglio lug july jul",
            "agosto ago august aug",
            "settembre sett set september sept sep",
            "ottobre ott october oct",
            "novembre nov november",
            "dicembre dic december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_POINT = (
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{_NAME})\.?[\s,/'’-]*(?:{_YEAR}|\d\d(?!\d))"
    rf"|\d{{1,2}}[/.-]\d{{1,2}}[/.-]{_YEAR}|\d{{1,2}}\s?[/.-]\s?{_YEAR}|{_YEAR}[/-]\d{{1,2}}(?!\d)|{_YEAR})"
)
_NOW = (
    r"(?:presente?|current(?:ly)?|now|today|till\s+(?:date|now|today)|to\s+date|ongoing|oggi|ad\s+oggi|attuale|"
    r"attualmente|in\s+corso|tuttora)"
)
_RANGE = re.compile(
    rf"(?<![\w/.-])(?:(?:dal?|dall['’]|from)\s*)?(?P<first>{_POINT})\s*"
    rf"(?:[-–—→~]+|/(?!\d{{1,2}}(?!\d))|\bto\b|\bal?\b|\bad\b|\bfino\s+(?:al?|ad)\b|\buntil\b|\btill\b)\s*(?P<last>{_POINT}|{_NOW})(?![\w/-])",
    re.IGNORECASE,
)
_SINCE = re.compile(
    rf"\b(?:dal(?:\s+mese\s+di)?|dall['’]|since|da)\s*(?P<first>{_POINT})(?![\w/-])(?!\s*(?:[-–—]|al?\b|to\b))",
    re.IGNORECASE,
)
#: Two months of one year (*gen-dic 2020*).
_MONTHS_OF = re.compile(
    rf"\b(?P<first>{_NAME})\.?\s*(?:[-–—/]|al?\b|to\b)\s*(?P<last>{_NAME})\.?\s+(?P<year>{_YEAR})(?!\d)",
    re.IGNORECASE,
)
#: Seasons, each of some months (*stagione estiva 2018 e 2019*, *estati 2021, 2022*).
_SEASONS = re.compile(
    rf"\b(?:estat[ei]|stagion[ei](?:\s+(?:estiv|invernal)[aei])?|invern[oi]|summers?|seasons?)\s+"
    rf"(?P<years>{_YEAR}(?:\s*(?:,|e|ed|and|&)\s*{_YEAR})*)(?!\d)",
    re.IGNORECASE,
)
#: A year that a line begins with, as in a list of jobs (*2014 addetta call center*).
_YEAR_FIRST = re.compile(rf"\W*(?P<year>{_YEAR})(?!\s*[-–—/.,\d])\s*[:|]?\s+(?=[^\W\d])")
_MONTHS_OF_SEASON, _MONTHS_OF_YEAR = 3, 6
_FULL = re.compile(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-]({_YEAR})\Z")
_MONTH_YEAR = re.compile(rf"(\d{{1,2}})\s?[/.-]\s?({_YEAR})\Z")
_YEAR_MONTH = re.compile(rf"({_YEAR})[/-](\d{{1,2}})\Z")
_WORDED = re.compile(
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?({_NAME})\.?[\s,/'’-]*(\d{{4}}|\d\d)\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time and where it is written.

    Attributes
    ----------
    start, end : int
        Place of the words in the text.
    first : date
        First day.
    last : date or None
        Last day; None while it goes on.
    months : int or None
        Length where only years are written, for a year may be one month or twelve; None: count the days.
    """

    start: int
    end: int
    first: date
    last: date | None
    months: int | None = None


def find_periods(text: str) -> list[Period]:
    """Find stretches of time, in the order of the text; those that end before they begin are no stretches."""
    found: list[Period] = []
    for match in _RANGE.finditer(text):
        if period := _period(match, match["last"]):
            found.append(period)
    for pattern, read in ((_MONTHS_OF, _of_year), (_SEASONS, _of_seasons), (_SINCE, _since)):
        for match in pattern.finditer(text):
            inside = any(one.start < match.end() and match.start() < one.end for one in found)
            if not inside and (period := read(match)):
                found.append(period)
    if not found and (alone := _YEAR_FIRST.match(text)):
        year, place = int(alone["year"]), alone.start("year")
        found.append(Period(place, place + 4, date(year, 1, 1), date(year, 12, 31), _MONTHS_OF_YEAR))
    return sorted(found, key=lambda one: one.start)


def _of_year(match: re.Match[str]) -> Period | None:
    year, first, last = int(match["year"]), _MONTHS[match["first"].lower()], _MONTHS[match["last"].lower()]
    if last < first:
        return None
    ended = date(year, last, monthrange(year, last)[1])
    return Period(match.start(), match.end(), date(year, first, 1), ended)


def _of_seasons(match: re.Match[str]) -> Period:
    years = sorted(map(int, re.findall(_YEAR, match["years"])))
    months = _MONTHS_OF_SEASON * len(years)
    return Period(match.start(), match.end(), date(years[0], 1, 1), date(years[-1], 12, 31), months)


def _since(match: re.Match[str]) -> Period | None:
    return _period(match, "")


def _period(match: re.Match[str], written: str) -> Period | None:
    begun = _point(match["first"])
    goes_on = not written or re.fullmatch(_NOW, written, re.IGNORECASE) is not None
    ended = None if goes_on else _point(written)
    if begun is None or (ended is None and not goes_on):
        return None
    first = date(begun[0], begun[1] or 1, 1)
    if ended is None:
        return Period(match.start(), match.end(), first, None)
    month = ended[1] or 12
    last = date(ended[0], month, monthrange(ended[0], month)[1])
    if last < first:
        return None
    years_alone = begun[1] is None and ended[1] is None
    months = max(6, 12 * (ended[0] - begun[0])) if years_alone else None
    return Period(match.start(), match.end(), first, last, months)


def _point(written: str) -> tuple[int, int | None] | None:
    """Return year and month; no month where only the year is written, nothing where the month is none."""
    text = written.strip()
    if match := _FULL.match(text):
        year, month = int(match[3]), int(match[2])
    elif match := _MONTH_YEAR.match(text):
        year, month = int(match[2]), int(match[1])
    elif match := _YEAR_MONTH.match(text):
        year, month = int(match[1]), int(match[2])
    elif match := _WORDED.match(text):
        year, month = int(match[2]), _MONTHS[match[1].lower()]
        year += 0 if year > 99 else 2000 if year < 50 else 1900
    else:
        return int(text), None
    return (year, month) if 1 <= month <= 12 else None
