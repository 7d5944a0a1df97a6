"""Every constraint of the slow reference, one plain function of a pair: True, False, or ``None`` to verify."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from matcher.domain.levels import RequirementLevel
from matcher.domain.sector import refuses_sector
from matcher.domain.vacancy import RequirementKind, VacancyState
from matcher.engine.reference_pair import ANY, Pair

__all__ = ["FINAL", "judge_constraints"]

_K, _L = RequirementKind, RequirementLevel
_CLOSED = (
    VacancyState.FILLED,
    VacancyState.CLOSED_UNFILLED,
    VacancyState.CANCELLED,
    VacancyState.EXPIRED,
    VacancyState.SUSPENDED,
)
_PAIR_STATES = (
    "",
    "ALREADY_REFERRED",
    "REFUSED_BY_PERSON",
    "HIRED_HERE",
    "REJECTED_BY_EMPLOYER",
    "UNAVAILABLE_FOR_THIS",
)

#: Constraints that no change of a person's limits or of the work lifts.
FINAL = frozenset(
    {
        "VACANCY_CLOSED",
        "VACANCY_EXPIRED",
        "NOT_AVAILABLE",
        "RECIPIENT_REFUSED",
        "SECTOR_REFUSED",
        *filter(None, _PAIR_STATES),
        "WORKPLACE_IMPRECISE",
        "LICENCE_EXCLUDED",
        "SKILL_LACKING",
        "SKILL_EXCLUDED",
        "LEGAL_APPRENTICESHIP_1",
        "LEGAL_APPRENTICESHIP_2",
        "LEGAL_APPRENTICESHIP_3",
        "LEGAL_WORK_TITLE",
    }
)


def judge_constraints(pair: Pair) -> dict[str, bool | None]:
    """Return the outcome of every constraint by reason code."""
    found: dict[str, bool | None] = {}
    for judge in (_live, _place, _reach, _conditions, _licences, _languages, _background, _skills, _legal):
        found.update(judge(pair))
    return found


def _both(demand: Any, accepted: Any, respected: Callable[[], bool]) -> bool | None:
    """Two known facts decide, a lone one is a question, silence on both sides violates nothing."""
    if accepted is ANY:
        return True
    if demand is None or accepted is None:
        return True if demand is accepted else None
    return respected()


def _live(p: Pair) -> Mapping[str, bool | None]:
    c, v = p.candidate, p.vacancy
    refused = {p.meanings.fold(name) for name in c.refused_employers or () if name.strip()}
    employer = {p.meanings.fold(name) for name in (v.employer.name, v.employer.tax_id) if name.strip()}
    refused_sector = refuses_sector(c.refused_sectors or (), v.employer.ateco)
    status = c.availability.status
    over = status == "suspended" and c.availability.until is not None and c.availability.until < p.today
    return {
        "VACANCY_CLOSED": v.state not in _CLOSED,
        "VACANCY_EXPIRED": v.expires_on is None or v.expires_on >= p.today,
        "NOT_AVAILABLE": True if status == "available" else None if over else False,
        "RECIPIENT_REFUSED": None if refused and not employer else not refused & employer,
        "SECTOR_REFUSED": None if refused_sector is None else not refused_sector,
        **{code: p.state != number for number, code in enumerate(_PAIR_STATES) if code},
    }


def _place(p: Pair) -> Mapping[str, bool | None]:
    farthest, longest = p.limit("max_distance_km"), p.limit("max_travel_minutes")
    lodging, km, minutes = p.vacancy.lodging, p.kilometres, p.minutes
    if lodging is None:
        lodging = p.limit("lodging_needed") is True
    if p.anywhere:
        return {"COMMUTE_TOO_FAR": True, "WORKPLACE_IMPRECISE": True, "JOURNEY_TOO_LONG": True}
    near_enough = km is not None and farthest is not None and (farthest is ANY or km <= farthest)
    soon_enough = minutes is not None and longest is not None and (longest is ANY or minutes <= longest)
    somewhere = km is None and not p.place_is_exact
    distance: bool | None = False
    if farthest is ANY or km == 0 or somewhere or (farthest is None and longest is not None) or near_enough:
        distance = True
    elif km is None or farthest is None or lodging:
        distance = None
    journey: bool | None = False
    if longest is None or longest is ANY or soon_enough or somewhere:
        journey = True
    elif minutes is None or lodging:
        journey = None
    limited = (farthest is None and longest is None) or any(
        x is not None and x is not ANY for x in (farthest, longest)
    )
    too_far_anyway = km is not None and (
        (farthest is not None and not near_enough) or (longest is not None and not soon_enough)
    )
    vague = not p.place_is_exact and limited and not too_far_anyway
    return {
        "COMMUTE_TOO_FAR": distance,
        "WORKPLACE_IMPRECISE": None if vague else True,
        "JOURNEY_TOO_LONG": journey,
    }


def _reach(p: Pair) -> Mapping[str, bool | None]:
    v, travel = p.vacancy, p.limit("travel")
    walkable = p.kilometres is not None and p.kilometres <= 3
    stranded = v.transit is False and not v.needs_vehicle and not walkable and p.work_place != "remote"
    places = p.limit("remote")
    return {
        "VEHICLE_NEEDED": p.vehicle if v.needs_vehicle else True,
        "NOT_REACHABLE": p.vehicle if stranded else True,
        "LODGING_NEEDED": v.lodging if p.limit("lodging_needed") is True else True,
        "TRAVEL_REFUSED": True
        if not v.travel
        else _both(v.travel, travel, lambda: set(v.travel or ()) <= set(travel)),
        "WORK_PLACE_REFUSED": places is None or places is ANY or p.work_place in places,
    }


def _conditions(p: Pair) -> Mapping[str, bool | None]:
    v = p.vacancy
    fewest, most = v.weekly_hours_min or v.weekly_hours_max, v.weekly_hours_max or v.weekly_hours_min
    at_most, at_least = p.limit("max_weekly_hours"), p.limit("min_weekly_hours")
    shifts, days, contracts = p.limit("shifts"), p.limit("days"), p.limit("contracts")
    implied = p.meanings.held("schedule", shifts) if isinstance(shifts, tuple) else shifts
    begin, free_from = v.start_by or v.start_from, p.limit("earliest_start")
    pay, least = v.annual_pay_max or v.annual_pay_min, p.limit("min_annual_pay")
    offered = v.contracts or None
    return {
        "HOURS_TOO_MANY": (at_most is None and at_least is not None)
        or (fewest is None and isinstance(at_most, int) and at_most >= 40)
        or _both(fewest, at_most, lambda: fewest <= at_most),
        "HOURS_TOO_FEW": at_least is None or at_least == 0 or _both(most, at_least, lambda: most >= at_least),
        "SHIFTS_REFUSED": v.shifts == ()
        or _both(v.shifts, implied, lambda: set(v.shifts or ()) <= set(implied)),
        "DAYS_REFUSED": v.days == () or _both(v.days, days, lambda: set(v.days or ()) <= set(days)),
        "CONTRACT_REFUSED": _both(
            offered, contracts, lambda: p.meanings.accepts_any(contracts, offered or ())
        ),
        "START_TOO_LATE": begin is None or _both(begin, free_from, lambda: free_from <= begin),
        "PAY_TOO_LOW": least == 0 or _both(pay, least, lambda: pay >= least),
    }


def _licences(p: Pair) -> Mapping[str, bool | None]:
    asked = [
        (r.mention.concept, level)
        for r, level in p.asked(_K.LICENCE)
        if r.mention and r.mention.concept in p.meanings.vocabularies["licence"]
    ]
    must = {concept for concept, level in asked if level is _L.MUST}
    excluded = {concept for concept, level in asked if level is _L.MUST_NOT}
    valid, ever = p.licences(), p.licences(lapsed_too=True)
    return {
        "LICENCE_MISSING": True if must <= ever else False if p.licences_are_known else None,
        "LICENCE_EXPIRED": None if must <= ever and not must <= valid else True,
        "LICENCE_EXCLUDED": False
        if excluded & valid
        else None
        if excluded and not p.licences_are_known
        else True,
    }


def _languages(p: Pair) -> Mapping[str, bool | None]:
    must: dict[str, int] = {}
    for requirement, level in p.asked(_K.LANGUAGE):
        code = requirement.mention.concept if requirement.mention else ""
        if level is _L.MUST and code in p.meanings.vocabularies["language"]:
            must[code] = max(must.get(code, 0), int(requirement.cefr or 3))
    italian, own = must.pop("it", None), p.languages
    # a language named without a level is known a little
    speaks = all(code in own and (own[code] or 1) >= level for code, level in must.items())
    spoken = own.get("it")
    return {
        "LANGUAGE_BELOW": True if speaks else False if p.languages_are_known else None,
        "ITALIAN_BELOW": True if italian is None else None if spoken is None else spoken >= italian,
    }


def _background(p: Pair) -> Mapping[str, bool | None]:
    education = max((r.eqf or 0 for r, level in p.asked(_K.EDUCATION) if level is _L.MUST), default=0)
    held, at_most = p.eqf(), p.eqf(doubts_count=True)
    months = max((r.months or 0 for r, level in p.asked(_K.EXPERIENCE) if level is _L.MUST), default=0)
    worked = sum(months or 0 for _, months, _ in p.related_jobs)
    return {
        "EDUCATION_BELOW": True
        if not education or (held is not None and held >= education)
        else False
        if at_most is not None and at_most < education
        else None,
        "EXPERIENCE_BELOW": True if worked >= months else None if p.more_work_possible else False,
    }


def _skills(p: Pair) -> Mapping[str, bool | None]:
    must = p.skills_at(_L.MUST)
    held = {term[0] for term, had in p.claimed_skills.items() if had}
    lacked = {term[0] for term, had in p.claimed_skills.items() if not had}
    return {
        "SKILL_UNPROVEN": True if all(p.best_skill(term) >= 9000 for term in must) else None,
        "SKILL_LACKING": not lacked & {term[0] for term in must},
        "SKILL_EXCLUDED": not held & {term[0] for term in p.skills_at(_L.MUST_NOT)},
    }


def _legal(p: Pair) -> Mapping[str, bool | None]:
    contracts = p.meanings.vocabularies["contract"]
    rules = {contracts[code].facts.get("legal", "") for code in p.vacancy.contracts or ()}
    # a requirement of law bites only where every contract offered carries it
    only = rules.pop() if len(rules) == 1 else ""
    age = None if p.protected.birth_date is None else _age(p.protected.birth_date, p.today)
    grown = None if age is None else 18 <= age < 30
    young = _qualified(p) if age == 17 else grown
    title, until = p.protected.work_title, p.protected.work_title_expires_on
    lapsed = title is True and until is not None and until < p.today
    professional = True if young or p.protected.benefit_holder else None
    if young is False and p.protected.benefit_holder is False:
        professional = False
    return {
        "LEGAL_APPRENTICESHIP_1": True
        if only != "apprenticeship_1"
        else None
        if age is None
        else 15 <= age < 25,
        "LEGAL_APPRENTICESHIP_2": True if only != "apprenticeship_2" else professional,
        "LEGAL_APPRENTICESHIP_3": True if only != "apprenticeship_3" else grown,
        "LEGAL_WORK_TITLE": None if lapsed else title is not False,
    }


def _qualified(p: Pair) -> bool | None:
    held, at_most = p.eqf(), p.eqf(doubts_count=True)
    return True if held and held >= 3 else False if at_most is not None and at_most < 3 else None


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
