"""Every component of the slow reference, one plain function of a pair."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from matcher.domain.levels import RequirementLevel
from matcher.domain.vacancy import RequirementKind
from matcher.engine.reference_pair import ANY, Pair

__all__ = ["EMPLOYER", "PERSON", "component_values", "is_silent"]

_K = RequirementKind
#: Likeness from which work is the same in other words.
_SAME_WORK = 7000
#: Components by perspective, in the order in which rounding favours them.
EMPLOYER = (
    "commute",
    "conditions",
    "education",
    "experience",
    "languages",
    "licences",
    "occupation",
    "skills",
    "skills_offered",
    "text",
)
PERSON = ("aims", "own_conditions")


def component_values(pair: Pair) -> dict[str, tuple[int, bool]]:
    """Return every component's value (0..10,000, -1 unknown) and whether the vacancy asks for it."""
    conditions = _conditions(pair)
    return {
        "occupation": (_occupation(pair, wish=8000), bool(pair.vacancy.occupations)),
        "skills": _required_skills(pair),
        "skills_offered": _offered_skills(pair),
        "experience": _experience(pair),
        "text": (_text(pair), True),
        "education": _education(pair),
        "languages": _languages(pair),
        "licences": _licences(pair),
        "commute": _commute(pair),
        "conditions": (conditions, True),
        "aims": (_occupation(pair, wish=10_000, wishes_only=True), bool(pair.vacancy.occupations)),
        "own_conditions": (conditions, True),
    }


def is_silent(pair: Pair) -> bool:
    """Tell whether the profile says nothing about work."""
    c, known = pair.candidate, pair.meanings.vocabularies
    return not (
        c.work
        or c.wanted
        or c.inclinations
        or c.skills
        or pair.eqf()
        or pair.languages
        or any(claim.concept in known["licence"] for claim in c.licences or ())
        or any(pair.meanings.vector(_profile(pair)))
    )


def _occupation(pair: Pair, wish: int, wishes_only: bool = False) -> int:
    c = pair.candidate
    found = [pair.occupation_likeness(wanted) * wish // 10_000 for wanted in c.wanted or ()]
    if not wishes_only:
        found += [likeness * recent // 1000 for likeness, _, recent in pair.jobs]
    return max(found, default=-1) if pair.vacancy.occupations else -1


def _required_skills(pair: Pair) -> tuple[int, bool]:
    asked = pair.required_skills
    if not asked or not any(pair.claimed_skills.values()):
        return _none_held(pair), bool(asked)
    met = sum(pair.best_skill(term) * weight for term, weight in asked.items())
    return met // sum(asked.values()), True


def _none_held(pair: Pair) -> int:
    return 0 if pair.candidate.asked("skills") else -1


def _offered_skills(pair: Pair) -> tuple[int, bool]:
    held = [term for term, had in pair.claimed_skills.items() if had]
    if not held or not pair.required_skills:
        return _none_held(pair), bool(pair.required_skills)
    like = pair.meanings.likeness
    uses = [max(like("skill", required, term) for required in pair.required_skills) for term in held]
    return sum(uses) // len(held), True


def _experience(pair: Pair) -> tuple[int, bool]:
    stated = [
        r.months
        for r, level in pair.asked(_K.EXPERIENCE)
        if r.months is not None and level is not RequirementLevel.MUST_NOT
    ]
    wanted = max(stated, default=36) if pair.vacancy.occupations else 0
    # hundred-millionths of a month: likeness x months x recency
    worked = sum(
        (10_000 if likeness >= _SAME_WORK else likeness) * (months or 0) * recent
        for likeness, months, recent in pair.related_jobs
    )
    if not worked and pair.more_work_possible:
        return -1, wanted > 0
    return min(worked // 10_000_000 * 10_000 // max(wanted, 1), 10_000), wanted > 0


def _profile(pair: Pair) -> str:
    c = pair.candidate
    # a linked mention speaks in the form of its concept's label: masculine and feminine are worth the same
    term = pair.meanings.term
    words = [term("occupation", wish)[1] for wish in c.wanted or ()]
    for job in c.work or ():
        words += [term("occupation", job.occupation)[1], job.description]
    words += [term("skill", claim.skill)[1] for claim in c.skills or () if not claim.lacking]
    return " ".join(filter(None, [*words, c.summary]))


def _request(pair: Pair) -> str:
    v = pair.vacancy
    words = [
        r.mention.text
        for r in v.requirements_to_match
        if r.mention and not (r.confirmed and r.level is RequirementLevel.MUST_NOT)
    ]
    return " ".join(filter(None, [v.title, *words, v.description]))


def _text(pair: Pair) -> int:
    own, asked = _profile(pair), _request(pair)
    if not any(pair.meanings.vector(own)) or not any(pair.meanings.vector(asked)):
        return -1
    return min(max(pair.meanings.cosine(own, asked), 0), 10_000)


def _education(pair: Pair) -> tuple[int, bool]:
    asked = [r for r, level in pair.asked(_K.EDUCATION) if level is not RequirementLevel.MUST_NOT]
    known = pair.meanings.vocabularies["field"]
    level = max((r.eqf or 0 for r in asked), default=0)
    fields = {r.mention.concept for r in asked if r.mention and r.mention.concept in known}
    held = pair.eqf()
    if held is None:
        return -1, bool(level or fields)
    own = {e.field for e in pair.candidate.education or () if not e.foreign or e.recognised}
    for_level = 10_000 if held >= level else max(0, 10_000 - 2_500 * (level - held))
    for_field = 10_000 if fields & own else 0
    if level and not held and not for_field and pair.eqf(doubts_count=True):
        return -1, True
    if not fields or not level:
        return (for_level if not fields else for_field), bool(level or fields)
    return (for_level + for_field) // 2, True


def _languages(pair: Pair) -> tuple[int, bool]:
    wanted: dict[str, int] = {}
    for requirement, level in pair.asked(_K.LANGUAGE):
        code = requirement.mention.concept if requirement.mention else ""
        if level is not RequirementLevel.MUST_NOT and code in pair.meanings.vocabularies["language"]:
            wanted[code] = max(wanted.get(code, 0), int(requirement.cefr or 3))
    own = {code: level or 1 for code, level in pair.languages.items()}
    steps = sum(min(own.get(code, 0), level) for code, level in wanted.items())
    return _share(steps, sum(wanted.values()), pair.languages_are_known)


def _licences(pair: Pair) -> tuple[int, bool]:
    wanted = {
        r.mention.concept
        for r, level in pair.asked(_K.LICENCE)
        if r.mention
        and level is not RequirementLevel.MUST_NOT
        and r.mention.concept in pair.meanings.vocabularies["licence"]
    }
    return _share(len(wanted & pair.licences()), len(wanted), pair.licences_are_known)


def _share(held: int, asked: int, known: bool) -> tuple[int, bool]:
    if not asked or (not held and not known):
        return -1, asked > 0
    return held * 10_000 // asked, True


def _commute(pair: Pair) -> tuple[int, bool]:
    if pair.kilometres is None:
        return -1, not pair.anywhere
    return 10_000 - min(max(pair.kilometres - 5, 0), 75) * 10_000 // 75, True


def _conditions(pair: Pair) -> int:
    """Return the share of the flexible limits that the vacancy respects."""
    outcomes = list(_flexible(pair))
    return sum(outcomes) * 10_000 // len(outcomes) if outcomes else 10_000


def _flexible(pair: Pair) -> Iterable[bool]:
    v = pair.vacancy
    fewest, most = v.weekly_hours_min or v.weekly_hours_max, v.weekly_hours_max or v.weekly_hours_min
    at_most = {
        "max_distance_km": 0 if pair.anywhere else pair.kilometres,
        "max_travel_minutes": 0 if pair.anywhere else pair.minutes,
        "max_weekly_hours": fewest,
    }
    for kind, offered in at_most.items():
        if (limit := _preferred(pair, kind)) is not None:
            yield offered is not None and offered <= limit
    at_least = {
        "min_weekly_hours": most,
        "earliest_start": v.start_by or v.start_from,
        "min_annual_pay": v.annual_pay_max or v.annual_pay_min,
    }
    for kind, stated in at_least.items():
        if limit := _preferred(pair, kind):
            yield stated is not None and stated >= limit
    shifts = _preferred(pair, "shifts")
    if shifts is not None:
        implied = pair.meanings.held("schedule", shifts)
        yield bool(v.shifts) and set(v.shifts or ()) <= implied
    if (days := _preferred(pair, "days")) is not None:
        yield bool(v.days) and set(v.days or ()) <= set(days)
    if (travel := _preferred(pair, "travel")) is not None:
        yield set(v.travel or ()) <= set(travel)
    if (contracts := _preferred(pair, "contracts")) is not None:
        yield pair.meanings.accepts_any(contracts, v.contracts or ())
    if (places := _preferred(pair, "remote")) is not None:
        yield pair.work_place in places
    if _preferred(pair, "lodging_needed"):
        yield v.lodging is True


def _preferred(pair: Pair, kind: str) -> Any:
    limit = pair.limit(kind, hard=False)
    return None if limit is ANY else limit
