"""From a candidate's record to its row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from matcher.domain.candidate import Candidate, WorkExperience
from matcher.domain.columns import NO_LIMIT
from matcher.domain.constraint import ConstraintKind, DeclaredConstraint
from matcher.domain.protected import Protected
from matcher.pool.draft import Draft, day_number, party_keys
from matcher.pool.partition import HELD, INCLINED, LACKED, TIMED, WANTED
from matcher.vocabulary.closure import holds_all

__all__ = ["add_candidate", "work_months"]

_K = ConstraintKind
_COLUMNS: Mapping[ConstraintKind, tuple[str, str]] = {
    _K.MAX_DISTANCE_KM: ("max_km", ""),
    _K.MAX_TRAVEL_MINUTES: ("max_minutes", ""),
    _K.MIN_WEEKLY_HOURS: ("min_hours", ""),
    _K.MAX_WEEKLY_HOURS: ("max_hours", ""),
    _K.SHIFTS: ("shifts", "shifts"),
    _K.DAYS: ("days", "days"),
    _K.CONTRACTS: ("contracts", "contracts"),
    _K.EARLIEST_START: ("start", ""),
    _K.MIN_ANNUAL_PAY: ("min_pay", ""),
    _K.REMOTE: ("work_places", "work_places"),
    _K.TRAVEL: ("travel", "travel"),
    _K.LODGING_NEEDED: ("lodging_needed", ""),
}
#: What "asked: no limit" means where a bigger number is not a weaker limit.
_UNLIMITED: Mapping[str, int] = {"min_hours": 0, "start": 0, "min_pay": 0}
_STATUS = {"available": 0, "hired": 1, "suspended": 2, "withdrawn": 3}
_HIGHEST_EQF = 8
#: Months of other work after which earlier experience counts half: time without work counts nothing.
_HALF_LIFE_MONTHS = 120


def add_candidate(draft: Draft, candidate: Candidate, protected: Protected | None) -> None:
    """Append one candidate to a draft.

    Raises
    ------
    VocabularyError
        For a code that the vocabularies do not know.
    """
    values: dict[str, Any] = _limits(draft, candidate.constraints)
    expiry = {name: day for name, day in _limit_expiry(candidate.constraints) if name in draft.columns}
    values.update(_facts(draft, candidate))
    permanent = _licences(draft, candidate)
    items = _occupation_items(draft, candidate)
    draft.lists["occupations"].add([item for item, _ in items], [factor for _, factor in items])
    # one skill told twice is one skill, and the last word counts
    skills = {draft.meaning("skill", claim.skill)[0]: claim for claim in candidate.skills or ()}
    draft.lists["skills"].add(
        (draft.term("skill", claim.skill), int(claim.level or 0), LACKED if claim.lacking else HELD)
        for claim in skills.values()
    )
    draft.lists["workplaces"].add(())
    draft.lists["parties"].add((key, 0, 0) for key in sorted(party_keys(candidate.refused_employers or ())))
    draft.add(candidate.id, values, expiry, _protected(protected), _text(draft, candidate), permanent)


def work_months(job: WorkExperience, as_of: date | None = None) -> int | None:
    """Return the months of a job: as stated, or from its dates; ``None`` where neither is known.

    A job that began and has no end lasts until ``as_of``.
    """
    last = job.end or as_of
    if job.months is not None:
        return job.months
    if job.start is None or last is None:
        return None
    return max(1, (last.year - job.start.year) * 12 + last.month - job.start.month + 1)


def _limits(draft: Draft, constraints: Iterable[DeclaredConstraint]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for constraint in constraints:
        name, code_list = _COLUMNS[constraint.kind]
        limit = _limit(draft, name, code_list, constraint.value)
        if constraint.hard:
            values[name] = limit
        else:
            values[f"soft_{name}"] = limit
            values.setdefault(name, _limit(draft, name, code_list, None))
    return values


def _limit(draft: Draft, name: str, code_list: str, value: Any) -> Any:
    if code_list:
        return draft.recall((code_list, value), lambda: draft.codes.limit_bits(code_list, value))
    if value is None:
        return _UNLIMITED.get(name, False if name == "lodging_needed" else NO_LIMIT)
    return day_number(value) if isinstance(value, date) else value


def _limit_expiry(constraints: Iterable[DeclaredConstraint]) -> list[tuple[str, int]]:
    # the last declaration of a kind holds, with its own expiry or none
    last = {("" if c.hard else "soft_") + _COLUMNS[c.kind][0]: day_number(c.expires_on) for c in constraints}
    return [(name, day) for name, day in last.items() if day is not None]


def _facts(draft: Draft, candidate: Candidate) -> dict[str, Any]:
    codes, places = draft.codes, draft.vocabularies.places
    home = candidate.home
    recognised = [e for e in candidate.education or () if not e.foreign or e.recognised]
    doubtful = [e for e in candidate.education or () if e.foreign and e.recognised is None]
    spoken = [claim for claim in candidate.languages or () if claim.language in codes.languages]
    levels = {claim.language: int(claim.level or 1) for claim in spoken}
    languages = codes.language_words(levels)
    own = candidate.own_vehicle
    return {
        "place": places.find(home.code) if home and home.kind == "municipality" else None,
        "own_vehicle": own if not own or candidate.uses_vehicle is None else candidate.uses_vehicle,
        # a licence in words nobody understood may be the one asked for, a language without level may be enough
        "licences_known": candidate.asked("licences")
        and all(claim.concept in codes.licences for claim in candidate.licences or ()),
        "languages_known": candidate.asked("languages") and all(claim.level for claim in spoken),
        "italian": {claim.language: claim.level for claim in spoken}.get("it"),
        "work_known": candidate.asked("work"),
        "skills_known": candidate.asked("skills"),
        "eqf": None if candidate.education is None else max((e.eqf or 0 for e in recognised), default=0),
        "eqf_at_most": None
        if candidate.education is None
        else _HIGHEST_EQF
        if not candidate.asked("education")
        else max((e.eqf or _HIGHEST_EQF for e in (*recognised, *doubtful)), default=0),
        "fields": None
        if candidate.education is None
        else codes.bits("fields", [e.field for e in recognised if e.field in codes.lists["fields"]]),
        "refused_sectors": codes.bits("sectors", candidate.refused_sectors or ()),
        "status": _STATUS[candidate.availability.status],
        "status_until": day_number(candidate.availability.until),
        **{f"languages_{number}": word for number, word in enumerate(languages)},
    }


def _licences(draft: Draft, candidate: Candidate) -> list[int]:
    codes = draft.codes
    claims = [claim for claim in candidate.licences or () if claim.concept in codes.licences]
    lasting = [claim.concept for claim in claims if claim.expires_on is None]
    draft.lists["licences"].add(
        (codes.licences[claim.concept], day, 0)
        for claim in claims
        if (day := day_number(claim.expires_on)) is not None
    )
    return draft.recall(("licences", *lasting), lambda: _closed(draft, lasting))


def _closed(draft: Draft, lasting: Iterable[str]) -> list[int]:
    held = holds_all(draft.vocabularies["licence"], lasting)
    return draft.codes.licence_words(draft.codes.licences[code] for code in held)


def _occupation_items(draft: Draft, candidate: Candidate) -> list[tuple[tuple[int, int, int], int]]:
    items = []
    later: dict[str, int] = {}
    work_since = 0
    for job in sorted(candidate.work or (), key=_recency, reverse=True):
        term, months = draft.term("occupation", job.occupation), work_months(job, draft.as_of)
        work, _ = draft.meaning("occupation", job.occupation)
        # more of the same work after it takes nothing away: a job in pieces counts as one in a row
        other = work_since - later.get(work, 0)
        factor = 1000 * _HALF_LIFE_MONTHS // (_HALF_LIFE_MONTHS + other)
        items.append(((term, months or 0, HELD | (TIMED if months is not None else 0)), factor))
        later[work] = later.get(work, 0) + (months or 0)
        work_since += months or 0
    wishes = [(wish, WANTED) for wish in candidate.wanted or ()]
    wishes += [(wish, INCLINED) for wish in candidate.inclinations or ()]
    items.extend(((draft.term("occupation", wish), 0, flag), 1000) for wish, flag in wishes)
    return items


def _recency(job: WorkExperience) -> tuple[date, date, str]:
    last = job.end or (date.max if job.start else date.min)
    return last, job.start or date.min, job.occupation.text


def _protected(protected: Protected | None) -> dict[str, Any]:
    if protected is None:
        return {}
    return {
        "birth_day": day_number(protected.birth_date),
        "work_title": protected.work_title,
        "work_title_until": day_number(protected.work_title_expires_on),
        "benefit_holder": protected.benefit_holder,
    }


def _text(draft: Draft, candidate: Candidate) -> str:
    parts = [draft.words("occupation", wish) for wish in candidate.wanted or ()]
    for job in candidate.work or ():
        parts += [draft.words("occupation", job.occupation), job.description]
    parts += [draft.words("skill", claim.skill) for claim in candidate.skills or () if not claim.lacking]
    parts.append(candidate.summary)
    return " ".join(part for part in parts if part)
