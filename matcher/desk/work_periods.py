"""When work begins and how long it lasts, as the text of a vacancy says it: days, months, a stretch of either."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from matcher.errors import InputError
from matcher.exchange.values import MONTHS, parse_date

__all__ = ["MONTHS_NAMED", "NUMBER", "Period", "find_periods", "whole_number"]

_NUMBERS = {
    name: number
    for number, name in enumerate(
        ("due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici"),
        start=2,
    )
}
NUMBER = rf"\d{{1,3}}|{'|'.join(_NUMBERS)}"
MONTHS_NAMED = "|".join(MONTHS)

_DATE = rf"\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}|\d{{1,2}}[°º]?\s+(?:{MONTHS_NAMED})\b(?:\s+\d{{4}})?"
_START = re.compile(
    r"\b(?:inizio|entrata\s+in\s+servizio|decorrenza|a\s+partire|partenza|assunzione|inserimento)\b\s*:?\s*"
    rf"(?:[a-zàèéìòù]+\s+){{0,3}}?(?:dal(?:l['’])?\s*|il\s+)?(?P<day>{_DATE})"
    rf"|(?:\A|[,;(\n]\s*|\b(?:contratto|determinato|stagione|stagional[ei]|periodo|somministrazione|tirocinio|disponibil\w+)\b"
    rf"[^.;\n]{{0,25}}?\s)dal(?:l['’])?\s*(?P<from>{_DATE})",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"\b(?:inizio|decorrenza|a\s+partire\s+da|entrata\s+in\s+servizio|assunzione|inserimento)\b\s*:?\s*(?:(?:previst\w+|da|a|il|"
    rf"per|lavoro|dal\s+mese\s+di|nel\s+mese\s+di|mese\s+di)\s+){{0,3}}(?P<month>{MONTHS_NAMED})\b(?:\s+(?P<year>20\d\d))?",
    re.IGNORECASE,
)
_WITH_YEAR = re.compile(r"\d{4}\Z")
#: A 29 February comes back within so many years.
_NEXT_LEAP = 9
_OF_CONTRACT = (
    r"\b(?:contratto|determinato|somministrazione|tirocinio|stage|durata|stagional\w+|OTD|sostituzione|t(?:empo|\.)?\s?det\.?"
    r"|t\.?d\.?)(?![\w])"
)
_LENGTH = re.compile(
    rf"{_OF_CONTRACT}[^.;\n]{{0,30}}?(?<![\w-])(?:(?P<months>{NUMBER}|un)\s+mes[ei]|mesi\s+(?P<after>\d{{1,2}}))\b"
    r"(?!\s+(?:di\s+)?(?:esperienza|prova))",
    re.IGNORECASE,
)
_DAYS = re.compile(
    rf"\bdal(?:l['’])?\s*(?P<from>{_DATE})\s*,?\s*(?:e\s+)?(?:(?:fino\s+)?al(?:l['’])?|-|–)\s*(?P<to>{_DATE})",
    re.IGNORECASE,
)
_PART = r"(?P<{0}_part>inizio|met[àa]|fine)\s+"
_SPAN = re.compile(
    rf"(?:\b(?P<led>da)\s+(?:{_PART.format('from')})?|\b(?:periodo|stagione|stagionale|campagna)\b\s*:?\s*(?:\w+\s+)?)"
    rf"(?P<from>{MONTHS_NAMED})\b\s*(?:(?:fino\s+)?ad?|-|–|/)\s*(?:{_PART.format('to')})?(?P<to>{MONTHS_NAMED})\b"
    r"(?:\s+(?P<year>20\d\d))?",
    re.IGNORECASE,
)
#: What else has a first and a last day.
_NOT_WORK = re.compile(
    r"\b(?:domand\w+|candidatur\w+|candidars\w+|iscrizion\w+|iscriver\w+|cors[oi]|formazione|colloqu\w+|selezion[ei]|bando"
    r"|avviso|presenta\w+|scaden\w+|ferie|chius\w+|aperto|apertura)\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"[;\n!?]|\.\s")
_MIDDLE, _FEWEST_DAYS, _DAYS_OF_MONTH, _MOST_MONTHS = 15, 14, 30.44, 36


@dataclass(frozen=True, slots=True)
class Period:
    """A first day, a number of months, or both, and the place of the words that say so."""

    begins: date | None
    months: int | None
    start: int
    end: int


def find_periods(text: str, since: date | None) -> Iterator[Period]:
    """Yield when work begins and how long it lasts, what is stated most fully first.

    Parameters
    ----------
    text : str
        Of a vacancy.
    since : date or None
        Day of the text: days without a year are the next such from then. Unknown, none of them is read.
    """
    yield from _between_days(text, since)
    yield from _between_months(text, since)
    for match in _START.finditer(text):
        day = _day(match["day"] or match["from"], since)
        if day is not None:
            yield Period(day, None, *match.span())
    for match in _MONTH.finditer(text):
        month = MONTHS.index(match["month"].lower()) + 1
        if match["year"] or since:
            year = int(match["year"]) if match["year"] else _year(None, month, month, since)
            yield Period(date(year, month, 1), None, *match.span())
    for match in _LENGTH.finditer(text):
        group = "months" if match["months"] else "after"
        yield Period(None, whole_number(match[group]), match.start(group), match.end())


def whole_number(text: str) -> int:
    """Return the number that digits or a word name (``12``, ``sei``, ``un``); 0 for no text."""
    folded = text.casefold()
    return 1 if folded == "un" else _NUMBERS.get(folded) or int(text or 0)


def _between_days(text: str, since: date | None) -> Iterator[Period]:
    for match in _DAYS.finditer(text):
        first = _day(match["from"], since) if _is_of_work(text, match) else None
        last = _day(match["to"], first) if first else None
        if first and last:
            yield from _period(first, last, match)


def _period(first: date, last: date, match: re.Match[str]) -> Iterator[Period]:
    if (last - first).days >= _FEWEST_DAYS:
        months = max(1, round(((last - first).days + 1) / _DAYS_OF_MONTH))
        if months <= _MOST_MONTHS:
            yield Period(first, months, *match.span())


def _between_months(text: str, since: date | None) -> Iterator[Period]:
    for match in _SPAN.finditer(text):
        if not _is_of_work(text, match) or not (match["year"] or since) or match["from_part"] == "fine":
            continue
        first, last = (MONTHS.index(match[name].lower()) + 1 for name in ("from", "to"))
        begins = _MIDDLE if (match["from_part"] or "").lower().startswith("met") else 1
        year = _year(match["year"], first, last, date(since.year, since.month, 1) if since else None)
        year_of_end = year + (last < first)
        ends = (
            _MIDDLE
            if (match["to_part"] or "").lower().startswith("met")
            else monthrange(year_of_end, last)[1]
        )
        yield from _period(date(year, first, begins), date(year_of_end, last, ends), match)


def _year(stated: str | None, first: int, last: int, since: date | None) -> int:
    """Return the year of the first month: the year stated is that of the last one."""
    if stated or since is None:
        return int(stated or 0) - (last < first)
    return since.year + (date(since.year, first, 1) < since)


def _is_of_work(text: str, match: re.Match[str]) -> bool:
    """Say whether the sentence around a stretch of time speaks of nothing else that begins and ends."""
    before = _STOP.split(text[: match.start()])[-1]
    after = _STOP.split(text[match.end() :])[0]
    return not _NOT_WORK.search(before + after)


def _day(words: str, since: date | None) -> date | None:
    """Return the day that words name; without a year, the next such day."""
    if _WITH_YEAR.search(words):
        return _read_day(words)
    years = range(since.year, since.year + _NEXT_LEAP) if since else ()
    days = (_read_day(f"{words} {year}") for year in years)
    return next((day for day in days if day is not None and since is not None and day >= since), None)


def _read_day(words: str) -> date | None:
    try:
        return parse_date(words)
    except InputError:
        return None
