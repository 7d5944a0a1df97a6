"""Phrases about one person of a shortlist: score, evidence, the change that would admit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcher.cli.session import Session
from matcher.domain.shortlist import SCORE_SCALE, Change, Evidence, RankedCandidate

__all__ = ["change_text", "evidence_lines", "is_related", "points", "thousands", "who_answers"]

#: Likeness (0..10,000) from which work or skills count as related to what is asked.
_FOUND = 3000
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


def points(score: int, decimals: int = 1) -> str:
    """Return a score on the scale 0..100, with the Italian comma."""
    return f"{score * 100 / SCORE_SCALE:.{decimals}f}".replace(".", ",")


def change_text(session: Session, change: Change, labels: Mapping[str, str]) -> str:
    """Return the smallest admitting change in words."""
    italian, english, unit = _FIELDS.get(change.field, (change.field, change.field, ""))
    name = session.text(italian, english)

    def shown(value: str) -> str:
        return ", ".join(labels.get(part, part) for part in value.split("|") if part)

    if change.field in ("licences", "languages"):
        return session.text(
            f"con in più: {shown(change.admitting)}", f"with, in addition: {shown(change.admitting)}"
        )
    before = shown(change.current)
    return f"{name}: {before or '—'}{unit if before else ''} → {shown(change.admitting)}{unit}"


def is_related(person: RankedCandidate) -> bool:
    """Tell whether somebody has done, wants or knows something of the work asked for."""
    return any(c.component in ("occupation", "skills") and c.value >= _FOUND for c in person.contributions)


def evidence_lines(session: Session, evidence: Sequence[Evidence]) -> list[str]:
    """Return the findings behind a place in the list, the shortest way."""
    lines = []
    found: list[str] = []
    lacking: list[str] = []
    for item in evidence:
        if item.component == "occupation" and item.found:
            lines.append(_occupation(session, item))
        elif item.component == "experience" and item.found:
            lines.append(item.found)
        elif item.component == "commute" and item.found:
            lines.append(f"{item.found}" + (f" ({item.asked})" if item.asked else ""))
        elif item.component == "licences":
            (found if item.found else lacking).append(item.asked)
        elif item.component == "skills" and item.found:
            found.append(
                item.asked
                if item.asked == item.found or item.value >= 9000
                else f"{item.asked} ≈ {item.found}"
            )
        elif item.component == "skills" and item.asked:
            lacking.append(item.asked)
        elif item.found:
            lines.append(f"{item.component}: {item.found}")
    if found:
        lines.append("✓ " + ", ".join(found))
    if lacking:
        lines.append(session.text("non risulta: ", "not on record: ") + ", ".join(lacking))
    return lines


def _occupation(session: Session, item: Evidence) -> str:
    if item.asked == item.found:
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


def thousands(number: int) -> str:
    """Return a number with the Italian point."""
    return f"{number:,}".replace(",", ".")
