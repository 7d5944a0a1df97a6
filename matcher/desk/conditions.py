"""Conditions that the text of a vacancy states and no column does: contract, hours, shifts, days, pay and more."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from matcher.desk.offer_words import Offered, free_times
from matcher.domain.vacancy import ReadCondition, Vacancy
from matcher.exchange.labels import span_of_days
from matcher.exchange.values import hours_around, parse_amount
from matcher.vocabulary.reading import Mentioned
from matcher.vocabulary.schema import Vocabulary

__all__ = ["confirmed_conditions", "decided_condition", "open_conditions", "read_conditions"]

_HOURS = re.compile(
    r"(?<![\d:.,])(\d{1,2}(?:[.,:]\d{1,2})?)(?:\s*(?:-|–|/|a)\s*(\d{1,2}(?:[.,:]\d{1,2})?))?"
    r"\s*(?:ore|h)\b(?!\s*su\s*24|\s*(?:di|per)\s+(?:corso|formazione|tirocinio))"
    r"(?P<daily>\s*(?:al\s+giorno|giornaliere|al\s+dì|/\s?(?:giorno|die|gg)))?",
    re.IGNORECASE,
)
_COURSE = re.compile(r"(?:corso|formazione|attestato)\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE)
_TRAVELLED = re.compile(r"trasfert[ae]\s+\Z", re.IGNORECASE)
_FEWEST_DAYS = 2
_LEAST_HOURS, _MOST_HOURS = 4, 54
_WHOLLY_REMOTE = re.compile(r"full\s+remote|da\s+remoto|telelavoro", re.IGNORECASE)
_BETWEEN_DAYS = re.compile(r"\s*(?:-|–|/|al?\b|÷)\s*")
_TIMES_OF_DAY = frozenset({"morning", "afternoon", "evening"})
_TRAVEL = re.compile(r"\s*(?:all['’]\s?)?(?:(estero)|(giornalier[ae])|(settimanal[ie]))", re.IGNORECASE)
_TRAVELS = ("estero", "giornaliere", "settimanali")
_AVAILABILITY = {"own_vehicle": "needs_vehicle", "lodging": "lodging"}
_PAIRS = {
    "weekly_hours": ("weekly_hours_min", "weekly_hours_max"),
    "annual_pay": ("annual_pay_min", "annual_pay_max"),
}
_DATES = {"start": ("start_from", "start_by")}
_NUMBERS = frozenset({"openings", "contract_months"})
_EMPTY: Container[object] = (None, "")
#: A vehicle liked is none needed: as a condition it would leave out whoever has none.
_ONLY_LIKED = frozenset({"wanted", "strongly_wanted"})
_LISTS = frozenset({"contracts", "shifts", "days", "travel"})


def read_conditions(
    vacancy: Vacancy,
    text: str,
    mentions: Sequence[Mentioned],
    offers: Sequence[Offered],
    schedules: Vocabulary,
) -> tuple[ReadCondition, ...]:
    """Return the conditions that a text states and the vacancy's own fields do not.

    Parameters
    ----------
    text : str
        The text that ``mentions`` and ``offers`` were read in.
    schedules : Vocabulary
        Tells shifts, days and hours apart.
    """
    told = [(one.start, one.end) for one in offers if one.condition.field == "shifts"]
    apart = [*free_times(text), *told]
    asked = [
        one
        for one in mentions
        if one.polarity == "required"
        and one.level not in ("none", "must_not")
        and not (one.concept == "own_vehicle" and one.level in _ONLY_LIKED)
        and not (one.kind == "schedule" and any(start <= one.start < end for start, end in apart))
        and not (one.kind == "schedule" and _TRAVELLED.search(text[: one.start]))
    ]
    named = list(_schedules(asked, text, schedules))
    shifts_named = any(one.field == "shifts" for one in named)
    days = [day for one in named if one.field == "days" for day in one.values]
    found = [
        *_contracts(asked),
        *named,
        *_hours(asked, text, len(set(days))),
        *_others(asked, text),
        *(one.condition for one in offers if not (one.condition.field == "shifts" and shifts_named)),
    ]
    merged: dict[str, ReadCondition] = {}
    for one in found:
        first = merged.setdefault(one.field, one)
        if first is not one and one.field in _LISTS:
            values = tuple(dict.fromkeys((*first.values, *one.values)))
            merged[one.field] = first.model_copy(
                update={"values": values, "quote": f"{first.quote}, {one.quote}"}
            )
    return tuple(
        one
        for one in merged.values()
        if _is_unset(vacancy, one) and one.quote not in vacancy.dropped_readings
    )


def open_conditions(vacancy: Vacancy) -> tuple[ReadCondition, ...]:
    """Return the conditions read from the text that nobody has set since."""
    return tuple(one for one in vacancy.read_conditions if _is_unset(vacancy, one))


def confirmed_conditions(vacancy: Vacancy) -> Vacancy:
    """Return the vacancy with the conditions read from its text set."""
    for one in open_conditions(vacancy):
        vacancy = decided_condition(vacancy, one, keep=True)
    return vacancy.model_copy(update={"read_conditions": ()})


def decided_condition(vacancy: Vacancy, condition: ReadCondition, *, keep: bool) -> Vacancy:
    """Return the vacancy with one condition read from its text set, or not kept: it waits no more."""
    waiting = tuple(one for one in vacancy.read_conditions if one != condition)
    update = _as_fields(condition) if keep else {}
    return vacancy.model_copy(update={**update, "read_conditions": waiting})


def _as_fields(condition: ReadCondition) -> dict[str, Any]:
    """Return the fields of a vacancy that a condition sets."""
    field, values = condition.field, condition.values
    if field in _PAIRS:
        return dict(zip(_PAIRS[field], map(int, values), strict=True))
    if field in _DATES:
        return dict.fromkeys(_DATES[field], date.fromisoformat(values[0]))
    if field in _LISTS:
        return {field: values}
    if field in _NUMBERS:
        return {field: int(values[0])}
    return {field: values[0] if values else True}


def _is_unset(vacancy: Vacancy, condition: ReadCondition) -> bool:
    """Say whether no column states it; one place is what is assumed where nobody says how many."""
    if condition.field == "openings":
        return vacancy.openings == 1
    if condition.field == "pay_text" and vacancy.annual_pay_max is not None:
        return False
    names = _PAIRS.get(condition.field) or _DATES.get(condition.field) or (condition.field,)
    return all(getattr(vacancy, name) in _EMPTY for name in names)


def _contracts(mentions: Iterable[Mentioned]) -> Iterable[ReadCondition]:
    for one in mentions:
        if one.kind == "contract" and one.concept:
            yield ReadCondition(field="contracts", values=(one.concept,), quote=one.text)


def _schedules(mentions: Sequence[Mentioned], text: str, schedules: Vocabulary) -> Iterable[ReadCondition]:
    kinds: Mapping[str, str] = {one.id: one.facts.get("category", "") for one in schedules.concepts}
    named = [one for one in mentions if one.kind == "schedule" and one.concept]
    days = {one.end for one in named if kinds.get(one.concept or "") == "day"}
    for one in named:
        of_day = any(0 <= one.start - end <= 1 for end in days) and one.concept in _TIMES_OF_DAY
        if kinds.get(one.concept or "") == "shift" and not (of_day and len(named) > len(days) + 1):
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


def _hours(mentions: Iterable[Mentioned], text: str, days: int) -> Iterable[ReadCondition]:
    """Yield the hours a week; those of a day count where the text says on how many days."""
    for match in _HOURS.finditer(text):
        if _COURSE.search(text[: match.start()]):
            continue
        least, most = hours_around(match[1])[0], hours_around(match[2] or match[1])[1]
        if match["daily"]:
            if not days or match[2]:
                continue
            least = most = round(parse_amount(match[1].replace(":30", ",5")) * days)
        if _LEAST_HOURS <= least <= most <= _MOST_HOURS:
            yield ReadCondition(field="weekly_hours", values=(str(least), str(most)), quote=match[0].strip())
            return
    for one in mentions:
        if one.kind == "schedule" and one.concept == "full_time":
            yield ReadCondition(field="weekly_hours", values=("36", "40"), quote=one.text)


def _others(mentions: Iterable[Mentioned], text: str) -> Iterable[ReadCondition]:
    for one in mentions:
        if one.kind != "availability":
            continue
        if one.concept in _AVAILABILITY:
            yield ReadCondition(field=_AVAILABILITY[one.concept], quote=one.text)
        elif one.concept == "remote":
            share = "remote" if _WHOLLY_REMOTE.search(one.text) else "hybrid"
            yield ReadCondition(field="remote", values=(share,), quote=one.text)
        elif one.concept == "travel" and (how := _TRAVEL.match(text, one.end)):
            kind = next(name for name, group in zip(_TRAVELS, how.groups(), strict=True) if group)
            yield ReadCondition(field="travel", values=(kind,), quote=text[one.start : how.end()])
