"""Conditions that the text of a vacancy states and no column does: contract, hours, shifts, days, vehicle, lodging."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from matcher.domain.vacancy import ReadCondition, Vacancy
from matcher.exchange.labels import span_of_days
from matcher.exchange.values import hours_around
from matcher.vocabulary.reading import Mentioned
from matcher.vocabulary.schema import Vocabulary

__all__ = ["confirmed_conditions", "open_conditions", "read_conditions"]

_HOURS = re.compile(
    r"(?<![\d:.,])(\d{1,2}(?:[.,:]\d{1,2})?)(?:\s*(?:-|–|/|a)\s*(\d{1,2}(?:[.,:]\d{1,2})?))?"
    r"\s*(?:ore|h)\b(?!\s*su\s*24)",
    re.IGNORECASE,
)
_FEWEST_DAYS = 2
_LEAST_HOURS, _MOST_HOURS = 4, 54
_WHOLLY_REMOTE = re.compile(r"full\s+remote|da\s+remoto|telelavoro", re.IGNORECASE)
_BETWEEN_DAYS = re.compile(r"\s*(?:-|–|/|al?\b|÷)\s*")
_AVAILABILITY = {"own_vehicle": "needs_vehicle", "lodging": "lodging"}
_LISTS = frozenset({"contracts", "shifts", "days", "travel"})


def read_conditions(
    vacancy: Vacancy, text: str, mentions: Sequence[Mentioned], schedules: Vocabulary
) -> tuple[ReadCondition, ...]:
    """Return the conditions that a text states and the vacancy's own fields do not.

    Parameters
    ----------
    text : str
        The text that ``mentions`` were read in.
    schedules : Vocabulary
        Tells shifts, days and hours apart.
    """
    asked = [one for one in mentions if one.polarity == "required" and one.level not in ("none", "must_not")]
    found = [*_contracts(asked), *_schedules(asked, text, schedules), *_hours(asked, text), *_others(asked)]
    merged: dict[str, ReadCondition] = {}
    for one in found:
        first = merged.setdefault(one.field, one)
        if first is not one and one.field in _LISTS:
            values = tuple(dict.fromkeys((*first.values, *one.values)))
            merged[one.field] = first.model_copy(
                update={"values": values, "quote": f"{first.quote}, {one.quote}"}
            )
    return tuple(one for one in merged.values() if _is_unset(vacancy, one))


def open_conditions(vacancy: Vacancy) -> tuple[ReadCondition, ...]:
    """Return the conditions read from the text that nobody has set since."""
    return tuple(one for one in vacancy.read_conditions if _is_unset(vacancy, one))


def confirmed_conditions(vacancy: Vacancy) -> Vacancy:
    """Return the vacancy with the conditions read from its text set."""
    update: dict[str, Any] = {"read_conditions": ()}
    for one in open_conditions(vacancy):
        if one.field == "weekly_hours":
            update["weekly_hours_min"], update["weekly_hours_max"] = map(int, one.values)
        elif one.field in _LISTS:
            update[one.field] = one.values
        else:
            update[one.field] = one.values[0] if one.values else True
    return vacancy.model_copy(update=update)


def _is_unset(vacancy: Vacancy, condition: ReadCondition) -> bool:
    if condition.field == "weekly_hours":
        return vacancy.weekly_hours_min is None and vacancy.weekly_hours_max is None
    return getattr(vacancy, condition.field) in (None, "")


def _contracts(mentions: Iterable[Mentioned]) -> Iterable[ReadCondition]:
    for one in mentions:
        if one.kind == "contract" and one.concept:
            yield ReadCondition(field="contracts", values=(one.concept,), quote=one.text)


def _schedules(mentions: Sequence[Mentioned], text: str, schedules: Vocabulary) -> Iterable[ReadCondition]:
    kinds: Mapping[str, str] = {one.id: one.facts.get("category", "") for one in schedules.concepts}
    named = [one for one in mentions if one.kind == "schedule" and one.concept]
    for one in named:
        if kinds.get(one.concept or "") == "shift":
            yield ReadCondition(field="shifts", values=(one.concept or "",), quote=one.text)
    yield from _days([one for one in named if kinds.get(one.concept or "") == "day"], text)


def _days(named: Sequence[Mentioned], text: str) -> Iterable[ReadCondition]:
    """Yield spans and lists of days; a day alone is when the shop is closed, or a month (*dic-mar*)."""
    if len(named) < _FEWEST_DAYS:
        return
    place = 0
    while place < len(named):
        first, last = named[place], named[min(place + 1, len(named) - 1)]
        if last is not first and _BETWEEN_DAYS.fullmatch(text[first.end : last.start]):
            span = span_of_days(first.concept or "", last.concept or "")
            yield ReadCondition(field="days", values=span, quote=text[first.start : last.end])
            place += 2
        else:
            yield ReadCondition(field="days", values=(first.concept or "",), quote=first.text)
            place += 1


def _hours(mentions: Iterable[Mentioned], text: str) -> Iterable[ReadCondition]:
    for match in _HOURS.finditer(text):
        least, most = hours_around(match[1])[0], hours_around(match[2] or match[1])[1]
        if _LEAST_HOURS <= least <= most <= _MOST_HOURS:
            yield ReadCondition(field="weekly_hours", values=(str(least), str(most)), quote=match[0].strip())
            return
    for one in mentions:
        if one.kind == "schedule" and one.concept == "full_time":
            yield ReadCondition(field="weekly_hours", values=("36", "40"), quote=one.text)


def _others(mentions: Iterable[Mentioned]) -> Iterable[ReadCondition]:
    for one in mentions:
        if one.kind == "availability" and one.concept in _AVAILABILITY:
            yield ReadCondition(field=_AVAILABILITY[one.concept], quote=one.text)
        elif one.kind == "availability" and one.concept == "remote":
            share = "remote" if _WHOLLY_REMOTE.search(one.text) else "hybrid"
            yield ReadCondition(field="remote", values=(share,), quote=one.text)
