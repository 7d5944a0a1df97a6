"""Phrases about one person of a shortlist: score, evidence, the change that would admit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from matcher.cli.session import Session
from matcher.domain.shortlist import SCORE_SCALE, Change, Evidence, Question, RankedCandidate

__all__ = [
    "change_text",
    "duration",
    "evidence_lines",
    "is_related",
    "number",
    "points",
    "question_lines",
    "shown",
    "who_answers",
]

#: Likeness (0..10,000) from which work or skills count as related to what is asked.
_FOUND = 3000
#: A day as records keep it.
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIELDS = {
    "max_distance_km": ("limite di distanza", "distance limit", " km"),
    "max_travel_minutes": ("limite di viaggio", "travel limit", " minuti"),
    "own_vehicle": ("mezzo proprio", "own vehicle", ""),
    "max_weekly_hours": ("ore settimanali massime", "most hours a week", ""),
    "min_weekly_hours": ("ore settimanali minime", "fewest hours a week", ""),
    "shifts": ("turni accettati", "shifts accepted", ""),
    "days": ("giorni accettati", "days accepted", ""),
    "contracts": ("contratti accettati", "contracts accepted", ""),
    "travel": ("trasferte accettate", "travel accepted", ""),
    "remote": ("luogo di lavoro accettato", "work place accepted", ""),
    "licences": ("patenti e attestati", "licences and certificates", ""),
    "languages": ("lingue", "languages", ""),
    "start_by": ("inizio del lavoro entro il", "start of work by", ""),
    "annual_pay_max": ("retribuzione lorda annua", "gross pay a year", " euro"),
    "lodging": ("alloggio offerto", "lodging offered", ""),
    "eqf_must": ("titolo di studio richiesto, livello EQF", "qualification required, EQF", ""),
    "months_must": ("mesi di esperienza richiesti", "months of experience required", ""),
}


_DATE = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_MONTHS = re.compile(r"(\d+) mesi")
_WORDS_OF_LIMITS = (("nessun limite", "no limit"), ("limite", "limit"))


def number(session: Session, value: float, decimals: int = 0) -> str:
    """Return a number as the language writes it: 1.234,5 or 1,234.5."""
    text = f"{value:,.{decimals}f}"
    return text if session.language == "en" else text.translate(str.maketrans(",.", ".,"))


def shown(session: Session, value: Any) -> Any:
    """Return a value as people read it: yes and no in words, days and numbers the way of the language."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        value = date.fromisoformat(value)
    match value:
        case bool():
            value = session.text("sì" if value else "no", "yes" if value else "no")
        case datetime():
            value = session.text(f"{value:%d/%m/%Y %H:%M}", f"{value:%Y-%m-%d %H:%M}")
        case date():
            value = session.text(f"{value:%d/%m/%Y}", f"{value:%Y-%m-%d}")
        case float():
            value = session.text(str(value).replace(".", ","), str(value))
        case list() | tuple():
            value = "; ".join(str(shown(session, one)) for one in value)
        case dict():
            held = {name: one for name, one in value.items() if one not in (None, "", [], {})}
            value = ", ".join(f"{name} {shown(session, one)}" for name, one in held.items())
    return value


def points(session: Session, score: int, decimals: int = 1) -> str:
    """Return a score on the scale 0..100."""
    return number(session, score * 100 / SCORE_SCALE, decimals)


def duration(session: Session, months: int) -> str:
    """Return months as people say them: *2 anni e 3 mesi*."""
    years, left = divmod(months, 12)
    one_year, many_years = session.text("anno", "year"), session.text("anni", "years")
    one_month, many_months = session.text("mese", "month"), session.text("mesi", "months")
    parts = [f"{years} {one_year if years == 1 else many_years}"] if years else []
    parts += [f"{left} {one_month if left == 1 else many_months}"] if left or not years else []
    return session.text(" e ", " and ").join(parts)


def question_lines(session: Session, questions: Iterable[Question]) -> list[str]:
    """Return what to ask, one line for each who can answer, without what goes without saying."""
    asked: dict[str, list[str]] = {}
    for question in questions:
        text = question.text(session.language)
        asked.setdefault(question.who, []).append(text)
    return [f"? {who_answers(session, who)}: {' · '.join(texts)}" for who, texts in asked.items()]


def change_text(session: Session, change: Change, labels: Mapping[str, str]) -> str:
    """Return the smallest admitting change in words."""
    plain = (change.label_it or change.field, change.label_en or change.field, "")
    italian, english, unit = _FIELDS.get(change.field, plain)
    name = session.text(italian, english)

    def shown(value: str) -> str:
        return ", ".join(_day(session, labels.get(part, part)) for part in value.split("|") if part)

    added = [part for part in change.admitting.split("|") if part not in change.current.split("|")]
    if "|" in change.admitting and len(added) < change.admitting.count("|") + 1:
        more = shown("|".join(added))
        return session.text(f"{name}: anche {more}", f"{name}: {more} too")
    if change.field in ("licences", "languages"):
        return session.text(
            f"con in più: {shown(change.admitting)}", f"with, in addition: {shown(change.admitting)}"
        )
    before = shown(change.current)
    return f"{name}: {before or '—'}{unit if before else ''} → {shown(change.admitting)}{unit}"


def _day(session: Session, text: str) -> str:
    """Return a date as people write it."""
    return text if session.language == "en" else _DATE.sub(r"\3/\2/\1", text)


def is_related(person: RankedCandidate) -> bool:
    """Tell whether somebody has done, wants or knows something of the work asked for."""
    return any(c.component in ("occupation", "skills") and c.value >= _FOUND for c in person.contributions)


def evidence_lines(session: Session, evidence: Sequence[Evidence], direction: str = "vacancy") -> list[str]:
    """Return the findings behind a place in the list: the facts on one line, then what is there, what is not.

    Parameters
    ----------
    direction : {'vacancy', 'candidate'}
        Whose skills are looked for: those a vacancy asks for, or those a person offers.
    """
    lines = []
    found: list[str] = []
    lacking: list[str] = []
    # a licence is asked for by the vacancy, whichever side the list is for
    missing: list[str] = lacking if direction == "vacancy" else []
    for item in evidence:
        if item.component == "occupation" and item.found:
            lines.append(_occupation(session, item))
        elif item.component == "experience" and item.found:
            lines.append(_MONTHS.sub(lambda found: duration(session, int(found[1])), item.found))
        elif item.component == "commute" and item.found:
            lines.append(item.found + (f" ({_limit(session, item.asked)})" if item.asked else ""))
        elif item.component == "licences":
            lapsed = f" ({session.text(item.note_it, item.note_en)})" if item.note_it else ""
            (found if item.found else missing).append(item.asked + lapsed)
        elif item.component == "skills" and item.found:
            found.append(
                item.asked
                if item.asked == item.found or item.value >= 9000
                else f"{item.asked} ≈ {item.found}"
            )
        elif item.component == "skills" and item.asked:
            lacking.append(item.asked)
        elif item.found:
            note = session.text(item.note_it, item.note_en)
            told_as = f"{item.asked}: {item.found}" if item.asked else item.found
            lines.append(f"{told_as} ({note})" if note else told_as)
    told = [" · ".join(lines)] if lines else []
    if found:
        told.append("✓ " + ", ".join(found))
    if missing:
        told.append(session.text("✗ non risulta: ", "✗ not on record: ") + ", ".join(missing))
    if lacking and direction == "candidate":
        told.append(session.text("– non richiesto: ", "– not asked for: ") + ", ".join(lacking))
    return told


def _limit(session: Session, words: str) -> str:
    if session.language == "en":
        for italian, english in _WORDS_OF_LIMITS:
            words = words.replace(italian, english)
    return words


def _occupation(session: Session, item: Evidence) -> str:
    if item.asked in ("", item.found):
        return item.found
    if item.value < _FOUND:
        return session.text(f"altro lavoro: {item.found}", f"other work: {item.found}")
    return session.text(f"{item.found} (per {item.asked})", f"{item.found} (for {item.asked})")


def who_answers(session: Session, who: str) -> str:
    """Return who can answer a question."""
    words = {
        "person": ("alla persona", "the person"),
        "employer": ("al datore", "the employer"),
        "operator": ("all'operatore", "the operator"),
    }
    return session.text(*words.get(who, (who, who)))
