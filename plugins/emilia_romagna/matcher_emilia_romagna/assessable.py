"""Whether a candidacy is *valutabile*: the profile and the declared constraints say enough to judge it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from matcher.domain.candidate import Candidate
from matcher.domain.constraint import ConstraintKind
from matcher.plugin import Desk, Table, in_force
from matcher_emilia_romagna.tables import Book, Item

__all__ = ["assessable", "missing_items"]


def missing_items(person: Candidate, items: tuple[Item, ...], day: date) -> list[Item]:
    """Return what is still to be asked; "declared: none" and "no limit" are answers, an expired one is not."""
    return [item for item in in_force(items, day) if item.code in _SAID and not _SAID[item.code](person, day)]


def assessable(desk: Desk, candidate: str) -> Iterator[Table]:
    """Return what is missing for the candidacy to be assessed, who can say it, and the question to ask."""
    book = Book.read(str(desk.settings.get("data", "")))
    missing = missing_items(desk.candidate(candidate), book.items, desk.today)
    english = desk.language == "en"
    who = {"person": ("la persona", "the person"), "operator": ("l'operatore", "the operator")}
    rows = [
        {
            "field": item.code,
            "missing": item.label_en if english else item.label_it,
            "who": who[item.who][english],
            "question": item.ask_en if english else item.ask_it,
        }
        for item in missing
    ]
    yield Table(
        rows,
        (
            ("missing", "Manca", "Missing"),
            ("who", "Chi lo può dire", "Who can say it"),
            ("question", "Domanda", "Question"),
        ),
        f"{candidate}: {'candidatura valutabile' if not rows else 'candidatura non ancora valutabile'}",
        f"{candidate}: {'the candidacy can be assessed' if not rows else 'the candidacy cannot be assessed yet'}",
        () if not rows else (f"Il foglio da compilare: matcher interview {candidate} -o traccia.csv",),
        () if not rows else (f"The sheet to fill in: matcher interview {candidate} -o sheet.csv",),
    )


def _declared(*kinds: ConstraintKind) -> Callable[[Candidate, date], bool]:
    def said(person: Candidate, day: date) -> bool:
        # the last declaration of a kind holds
        last = {limit.kind: limit for limit in person.constraints if limit.kind in kinds}
        return any(limit.expires_on is None or limit.expires_on >= day for limit in last.values())

    return said


_SAID: Mapping[str, Callable[[Candidate, date], bool]] = {
    "home": lambda person, _: person.home is not None,
    "occupation": lambda person, _: bool(person.wanted or person.work),
    "work": lambda person, _: person.work is not None,
    "education": lambda person, _: person.education is not None,
    "skills": lambda person, _: person.skills is not None,
    "max_distance": _declared(ConstraintKind.MAX_DISTANCE_KM, ConstraintKind.MAX_TRAVEL_MINUTES),
    "hours": _declared(ConstraintKind.MIN_WEEKLY_HOURS, ConstraintKind.MAX_WEEKLY_HOURS),
    "shifts": _declared(ConstraintKind.SHIFTS),
    "contracts": _declared(ConstraintKind.CONTRACTS),
    "start": _declared(ConstraintKind.EARLIEST_START),
    "availability": lambda person, _: person.availability.confirmed_on is not None,
}
