"""Evidence on the finalists: what was asked, what was found, in the words of both sides."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.domain.columns import NO_LIMIT
from matcher.plugin.types import Finding, MatchRequest, Note, PoolView

__all__ = ["findings"]

#: Likeness below which a skill counts as not found.
_FOUND = 3000
_SHOWN_SKILLS = 12
#: Likeness from which an inclination is near the work.
_NEAR_INCLINATION = 4500


def findings(_request: MatchRequest, view: PoolView) -> Iterable[Finding | Note]:
    """Return the evidence behind each component, for every row of a small view."""
    yield from _occupations(view)
    yield from _skills(view)
    yield from _experience(view)
    yield from _commute(view)
    yield from _inclinations(view)


def _occupations(view: PoolView) -> Iterable[Finding]:
    for row, (asked, found, value) in enumerate(view.requested_occupation()):
        yield Finding(row, "occupation", asked, found, value)


def _skills(view: PoolView) -> Iterable[Finding]:
    asked = sorted(view.requested_skills(), key=lambda skill: (-skill[1], skill[0]))[:_SHOWN_SKILLS]
    for words, _weight, best, named in asked:
        for row, (value, found) in enumerate(zip(best.tolist(), named, strict=True)):
            yield Finding(row, "skills", words, found if value >= _FOUND else "", value)


def _experience(view: PoolView) -> Iterable[Finding]:
    plain, weighed = view.related_months(plain=True).tolist(), view.related_months().tolist()
    for row, (months, counted) in enumerate(zip(plain, weighed, strict=True)):
        if months > 0:
            yield Finding(
                row,
                "experience",
                "",
                f"{months} mesi",
                note_it=f"{counted} mesi dopo aver pesato affinità e recenza",
                note_en=f"{counted} months after weighing likeness and recency",
            )


def _commute(view: PoolView) -> Iterable[Finding]:
    kilometres, limits = view.column("distance_km").to_list(), view.column("max_km").to_list()
    for row, (km, limit) in enumerate(zip(kilometres, limits, strict=True)):
        if km is None:
            continue
        declared = "" if limit is None else "nessun limite" if limit >= NO_LIMIT else f"limite {limit} km"
        yield Finding(row, "commute", declared, f"{km} km")


def _inclinations(view: PoolView) -> Iterable[Note]:
    """Report inclinations (*propensioni*) apart: they are no part of the fit."""
    for row, value in enumerate(view.inclination_match()):
        if value >= 0:
            near = value >= _NEAR_INCLINATION
            yield Note(
                row,
                f"Propensioni: {'vicine a' if near else 'lontane da'} questo lavoro (fuori dal punteggio).",
                f"Inclinations: {'near' if near else 'far from'} this work (not in the score).",
            )
