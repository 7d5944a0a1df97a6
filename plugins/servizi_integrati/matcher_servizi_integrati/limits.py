"""Declared constraints in words: what a partner agency must know to match, and never why."""

from __future__ import annotations

from datetime import date
from typing import Any

from matcher.domain.constraint import ConstraintKind, DeclaredConstraint
from matcher.plugin import Desk

__all__ = ["limit_words"]

#: What a constraint is about, and the form in which its value is said.
_WORDS: dict[ConstraintKind, tuple[tuple[str, str], tuple[str, str]]] = {
    ConstraintKind.MAX_DISTANCE_KM: (("distanza", "distance"), ("al più {} km", "at most {} km")),
    ConstraintKind.MAX_TRAVEL_MINUTES: (("viaggio", "journey"), ("al più {} minuti", "at most {} minutes")),
    ConstraintKind.MIN_WEEKLY_HOURS: (("ore a settimana", "hours a week"), ("almeno {}", "at least {}")),
    ConstraintKind.MAX_WEEKLY_HOURS: (("ore a settimana", "hours a week"), ("al più {}", "at most {}")),
    ConstraintKind.SHIFTS: (("turni", "shifts"), ("{}", "{}")),
    ConstraintKind.DAYS: (("giorni", "days"), ("{}", "{}")),
    ConstraintKind.CONTRACTS: (("contratti", "contracts"), ("{}", "{}")),
    ConstraintKind.EARLIEST_START: (("inizio", "start"), ("dal {}", "from {}")),
    ConstraintKind.MIN_ANNUAL_PAY: (
        ("retribuzione", "pay"),
        ("almeno {} € lordi l'anno", "at least {} € gross a year"),
    ),
    ConstraintKind.REMOTE: (("luogo", "work place"), ("{}", "{}")),
    ConstraintKind.TRAVEL: (("trasferte", "travel for work"), ("{}", "{}")),
    ConstraintKind.LODGING_NEEDED: (("alloggio", "lodging"), ("{}", "{}")),
}
_VOCABULARIES = {
    ConstraintKind.CONTRACTS: "contract",
    ConstraintKind.SHIFTS: "schedule",
    ConstraintKind.DAYS: "schedule",
}
_REMOTE = {
    "on_site": ("in sede", "on site"),
    "hybrid": ("in parte a distanza", "partly remote"),
    "remote": ("a distanza", "remote"),
}


def limit_words(desk: Desk, limit: DeclaredConstraint) -> str:
    """Return a constraint as the person declared it; a flexible one says so."""
    english = desk.language == "en"
    about, form = (words[english] for words in _WORDS[limit.kind])
    if limit.value is None:
        said = "no limit" if english else "nessun limite"
    else:
        said = form.format(_value(desk, limit.kind, limit.value, english))
    flexible = "" if limit.hard else " (flexible)" if english else " (flessibile)"
    return f"{about}: {said}{flexible}"


def _value(desk: Desk, kind: ConstraintKind, value: Any, english: bool) -> str:
    if isinstance(value, bool):
        return ("yes" if value else "no") if english else ("sì" if value else "no")
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}" if english else f"{value:%d/%m/%Y}"
    if isinstance(value, tuple):
        return ", ".join(_value(desk, kind, one, english) for one in value)
    if kind in _VOCABULARIES:
        return desk.label(_VOCABULARIES[kind], str(value))
    return _REMOTE[value][english] if value in _REMOTE else str(value)
