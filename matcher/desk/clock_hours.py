"""The shift that hours of the clock make: *8-12 e 14-18*, *turni 6-14, 14-22*, *dalle 21 alle 7*."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["ClockHours", "find_clock_hours", "is_contact"]

_HOUR = r"(?:2[0-4]|[01]?\d)(?:[.:][0-5]\d)?"
_STRETCH = rf"{_HOUR}\s*(?:-|–|/|alle(?:\s+ore)?)\s*{_HOUR}"
_BETWEEN = r"\s*(?:e|ed|/|,|;|-|–)?\s*(?:dalle\s+(?:ore\s+)?|ore\s+)?"
_DAY = (
    r"(?:luned[ìi]|marted[ìi]|mercoled[ìi]|gioved[ìi]|venerd[ìi]|sabato|domenica|lun|mar|mer|gio|ven|sab|dom)"
)
_CLOCK = re.compile(
    rf"\b(?:orari[oa]|turn[oi]|dalle(?:\s+ore)?|(?<!\d\s)(?<!\d)(?:ore|h)|fascia|(?P<day>{_DAY}))\.?\s*[:(,]?\s*"
    r"(?:oraria\s+)?(?:dalle\s+)?(?:(?:ore|h)\.?\s+)?"
    rf"(?P<hours>{_STRETCH}(?:{_BETWEEN}{_STRETCH}){{0,2}})(?!\s*(?:ore|h)\b)(?![\d/])(?![.:]\d)",
    re.IGNORECASE,
)
_ONE_HOUR = re.compile(rf"({_HOUR})\s*(?:-|–|/|alle(?:\s+ore)?)\s*({_HOUR})", re.IGNORECASE)
#: Hours at which one telephones, comes in person or finds the place open.
_NOT_WORKED = re.compile(
    r"\b(?:tel|cell|telefon\w+|chiamare|contatt\w+|sportello|presentarsi|recarsi|apertura|apert[oaie]|riceviment\w+|riceve"
    r"|colloqui\w*|selezion[ei]|prova\s+scritta|candidatur\w+|domand\w+|pausa)\b[^;\n]{0,60}\Z",
    re.IGNORECASE,
)
_LONGEST_DAY, _SHORTEST_DAY, _SHORTEST_PART, _LONGEST_BREAK = 10, 2, 3, 2
_DAWN, _NOON, _EVENING, _NIGHT, _MIDNIGHT = 5, 13, 17, 22, 24
_IN_TURN = {2: ("two_shifts",), 3: ("three_shifts",)}


@dataclass(frozen=True, slots=True)
class ClockHours:
    """Shifts by their codes, and the place of the hours that make them."""

    shifts: tuple[str, ...]
    start: int
    end: int


def find_clock_hours(text: str) -> ClockHours | None:
    """Return the shift that the only hours of the clock make; hours said twice are of days that differ."""
    found = [match for match in _CLOCK.finditer(text) if not is_contact(text, match.start())]
    if len(found) != 1:
        return None
    stretches = [(_hour(first), _hour(last)) for first, last in _ONE_HOUR.findall(found[0]["hours"])]
    shifts = _shifts(stretches)
    # a day before the hours says something of its own
    start = found[0].start("hours" if found[0]["day"] else 0)
    return ClockHours(shifts, start, found[0].end()) if shifts else None


def is_contact(text: str, place: int) -> bool:
    """Say whether what stands at a place is when to telephone, to come in person or to find the place open."""
    return bool(_NOT_WORKED.search(text[:place]))


def _hour(words: str) -> float:
    hour, _, minutes = words.replace(":", ".").partition(".")
    return int(hour) + int(minutes or 0) / 60


def _shifts(stretches: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    if len(stretches) == 1:
        return _of_day(*stretches[0])
    lengths = [(last - first) % _MIDNIGHT for first, last in stretches]
    breaks = [following[0] - before[1] for before, following in pairwise(stretches)]
    if not all(_SHORTEST_PART <= length <= _LONGEST_DAY for length in lengths):
        return ()
    if not any(breaks) and sum(lengths) > _LONGEST_DAY:
        return _IN_TURN[len(stretches)]
    if len(stretches) > 2 or sum(lengths) > _LONGEST_DAY or breaks[0] <= 0:
        return ()
    return ("day",) if breaks[0] <= _LONGEST_BREAK else ("split",)


def _of_day(first: float, last: float) -> tuple[str, ...]:
    """Return the shifts of a working day from one hour to another; none where no single day is so long."""
    over = last + _MIDNIGHT if last < first else last
    if not _SHORTEST_DAY <= over - first <= _LONGEST_DAY:
        return ()
    if over > _MIDNIGHT:
        return ("night",) if first >= _NIGHT - 1 else ("evening", "night")
    kinds = (
        (first < _DAWN, ("night",)),
        (over <= _NOON + 1, ("morning",)),
        (first >= _EVENING, ("evening",)),
        (first >= _NOON, ("afternoon",) if over <= _NIGHT - 2 else ("afternoon", "evening")),
    )
    return next((shifts for holds, shifts in kinds if holds), ("day",))
