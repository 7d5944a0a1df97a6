"""Conditions that the text of a vacancy states and no column does: contract, hours, shifts, days, pay and more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from matcher.desk.clock_hours import is_contact
from matcher.desk.offer_words import Offered, free_times
from matcher.desk.open_conditions import LISTS, is_unset
from matcher.desk.work_periods import whole_number
from matcher.domain.vacancy import ReadCondition, Vacancy
from matcher.exchange.labels import span_of_days
from matcher.exchange.values import hours_around, parse_amount
from matcher.vocabulary.reading import Mentioned
from matcher.vocabulary.schema import Vocabulary

__all__ = ["read_conditions"]

_HOURS = re.compile(
    r"(?<![\d:.,])(\d{1,2}(?:[.,:]\d{1,2})?)(?:\s*(?:-|–|/|a)\s*(\d{1,2}(?:[.,:]\d{1,2})?))?"
    r"\s*(?:ore|h)\b(?!\s*su\s*24|\s*(?:di|per)\s+(?:corso|formazione|tirocinio))"
    r"(?P<daily>\s*(?:al\s+giorno|giornaliere|al\s+dì|/\s?(?:giorno|die|gg)))?",
    re.IGNORECASE,
)
_COURSE = re.compile(
    r"(?:(?:corso|formazione|attestato)\s+(?:\w+\s+){0,2}|turn[oi]\s+(?:di|da)\s+)\Z", re.IGNORECASE
)
#: *Trasferta giornaliera*, *organizzazione dei turni*, *preparazione pranzo e cena*: no hours of this work.
_OF_ELSE = re.compile(
    r"\b(?:trasfert[ae]|(?:partenza|rientro|ritorno)(?:\s+(?:il|la))?|(?:organizzazione|gestione|pianificazione|programmazione|preparazione)(?:\s+(?:di|dei|delle|del))?"
    r"|(?:organizzare|gestire|pianificare|preparare)(?:\s+(?:i|le|il))?)\s+\Z",
    re.IGNORECASE,
)
_FEWEST_DAYS = 2
_LEAST_HOURS, _MOST_HOURS = 4, 54
_WHOLLY_REMOTE = re.compile(r"full\s+remote|da\s+remoto|telelavoro", re.IGNORECASE)
_PARTLY_REMOTE = re.compile(
    r"\bibrid|\bin\s+(?:sede|presenza|ufficio)\b|\bgiorn[oi]\b|\bparzial", re.IGNORECASE
)
_NEAR = 60
_BETWEEN_DAYS = re.compile(r"\s*(?:-|–|/|a(?:l|lla)?\b|÷)\s*")
_APART = re.compile(r"[.;\n]")
#: *130 giornate lavorative*, *6 ore giornaliere* and *in giornata* are no hours of an office.
_BY_DAY = re.compile(r"giorn", re.IGNORECASE)
_OF_OFFICE = re.compile(r"\b(?:a|orario|lavoro|turno|contratto)\s+\Z", re.IGNORECASE)
#: *Finalizzato all'assunzione a tempo indeterminato*: a contract that may follow.
_LATER = re.compile(
    r"\b(?:finalizzat\w+|prospettiv\w+|possibilit\w+|scopo|successiv\w+|trasforma\w+)\b[^.;\n]{0,40}\Z",
    re.IGNORECASE,
)
_DAYS_A_WEEK = re.compile(
    rf"(?<!\d)(?P<days>[1-7]|{'|'.join(('due', 'tre', 'quattro', 'cinque', 'sei', 'sette'))})\s+giorni\s+"
    r"(?:su\s*(?:7|sette)\b|(?:a|alla|per|in\s+una)\s+settimana|settimanali)",
    re.IGNORECASE,
)
_TIMES_OF_DAY = frozenset({"morning", "afternoon", "evening"})
#: What a shift may have besides its hours.
_BESIDES = frozenset({"on_call_duty", "weekend", "holidays"})
_TRAVEL = re.compile(
    r"\s*(?:(?:in\s+)?italia\s*(?:e|/|ed|o)\s*)?(?:all['’]\s?)?(?:(estero)|(giornalier[ae])|(settimanal[ie]))",
    re.IGNORECASE,
)
_TRAVELS = ("estero", "giornaliere", "settimanali")
_AVAILABILITY = {"own_vehicle": "needs_vehicle", "lodging": "lodging"}
#: A vehicle liked is none needed: as a condition it would leave out whoever has none.
_ONLY_LIKED = frozenset({"wanted", "strongly_wanted"})


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
        and not (one.kind == "schedule" and _OF_ELSE.search(text[: one.start]))
        and not (one.kind == "schedule" and is_contact(text, one.start))
    ]
    named = list(_schedules(asked, text, schedules))
    shifts_named = any(one.field == "shifts" and not set(one.values) <= _BESIDES for one in named)
    days = [day for one in named if one.field == "days" for day in one.values]
    found = [
        *_contracts(asked, text),
        *named,
        *_hours(asked, text, len(set(days))),
        *_others(asked, text),
        *(one.condition for one in offers if not (one.condition.field == "shifts" and shifts_named)),
    ]
    merged: dict[str, ReadCondition] = {}
    for one in found:
        first = merged.setdefault(one.field, one)
        if first is not one and one.field in LISTS:
            values = tuple(dict.fromkeys((*first.values, *one.values)))
            merged[one.field] = first.model_copy(
                update={"values": values, "quote": f"{first.quote}, {one.quote}"}
            )
    return tuple(
        one for one in merged.values() if is_unset(vacancy, one) and one.quote not in vacancy.dropped_readings
    )


def _contracts(mentions: Iterable[Mentioned], text: str) -> Iterable[ReadCondition]:
    for one in mentions:
        if one.kind == "contract" and one.concept and not _LATER.search(text[: one.start]):
            yield ReadCondition(field="contracts", values=(one.concept,), quote=one.text)


def _schedules(mentions: Sequence[Mentioned], text: str, schedules: Vocabulary) -> Iterable[ReadCondition]:
    kinds: Mapping[str, str] = {one.id: one.facts.get("category", "") for one in schedules.concepts}
    named = [one for one in mentions if one.kind == "schedule" and one.concept and not _is_measure(one, text)]
    days = {one.end for one in named if kinds.get(one.concept or "") == "day"}
    of_days = [
        one
        for one in named
        if one.concept in _TIMES_OF_DAY and any(0 <= one.start - end <= 1 for end in days)
    ]
    for one in named:
        if kinds.get(one.concept or "") == "shift" and not (one in of_days and len(of_days) < len(days)):
            yield ReadCondition(field="shifts", values=(one.concept or "",), quote=one.text)
    yield from _days([one for one in named if kinds.get(one.concept or "") == "day"], text)


def _is_measure(one: Mentioned, text: str) -> bool:
    """Say whether days are counted, and no hours of an office are named."""
    return bool(_BY_DAY.match(one.text)) and " " not in one.text and not _OF_OFFICE.search(text[: one.start])


def _days(named: Sequence[Mentioned], text: str) -> Iterable[ReadCondition]:
    """Yield spans and lists of days; a day alone is when the shop is closed, or a month (*dic-mar*).

    So is one in another sentence than a span (*dal lunedì al venerdì; straordinari il sabato*).
    """
    if len(named) < _FEWEST_DAYS:
        return
    place = 0
    span_end = -1
    while place < len(named):
        first, last = named[place], named[min(place + 1, len(named) - 1)]
        if last is not first and _BETWEEN_DAYS.fullmatch(text[first.end : last.start]):
            span = span_of_days(first.concept or "", last.concept or "")
            yield ReadCondition(field="days", values=span, quote=text[first.start : last.end])
            place += 2
            span_end = last.end
        else:
            if span_end < 0 or not _APART.search(text[span_end : first.start]):
                yield ReadCondition(field="days", values=(first.concept or "",), quote=first.text)
            place += 1


def _hours(mentions: Iterable[Mentioned], text: str, days: int) -> Iterable[ReadCondition]:
    """Yield the hours a week; those of a day count where the text says on how many days."""
    if counted := _DAYS_A_WEEK.search(text):
        days = whole_number(counted["days"])
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
            near = text[max(0, one.start - _NEAR) : one.end + _NEAR]
            wholly = _WHOLLY_REMOTE.search(one.text) and not _PARTLY_REMOTE.search(near)
            share = "remote" if wholly else "hybrid"
            yield ReadCondition(field="remote", values=(share,), quote=one.text)
        elif one.concept == "travel" and (how := _TRAVEL.match(text, one.end)):
            kind = next(name for name, group in zip(_TRAVELS, how.groups(), strict=True) if group)
            yield ReadCondition(field="travel", values=(kind,), quote=text[one.start : how.end()])
