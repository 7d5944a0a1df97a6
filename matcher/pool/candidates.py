"""From a candidate's record, as its JSON has it, to its row.

The store keeps JSON that a record wrote: reading it back into a checked record would cost more than all that
is done with it here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from matcher.domain.columns import NO_LIMIT
from matcher.domain.constraint import ConstraintKind
from matcher.domain.sector import split_sector
from matcher.pool.codes import Codes
from matcher.pool.draft import Draft, day_of, party_keys
from matcher.pool.meanings import Meaning
from matcher.pool.partition import HELD, INCLINED, LACKED, TIMED, WANTED
from matcher.vocabulary.closure import holds_all

__all__ = ["Stored", "add_candidate", "work_months"]

#: A record as its JSON has it: days as text, enumerations as their values.
Stored = Mapping[str, Any]

_K = ConstraintKind
_COLUMNS: Mapping[str, tuple[str, str]] = {
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
_FIRST_DAY, _LAST_DAY = date.min.isoformat(), date.max.isoformat()


def add_candidate(draft: Draft, candidate: Stored, protected: Stored | None) -> None:
    """Append one candidate to a draft.

    Raises
    ------
    VocabularyError
        For a code that the vocabularies do not know.
    """
    values, expiry = _limits(draft, candidate.get("constraints") or ())
    values.update(_facts(draft, candidate))
    permanent = _licences(draft, candidate.get("licences") or ())
    occupations, skills = draft.meanings["occupation"], draft.meanings["skill"]
    work = candidate.get("work") or ()
    jobs = [occupations[(told := job["occupation"])["concept"], told["text"]] for job in work]
    wanted = [occupations[wish["concept"], wish["text"]] for wish in candidate.get("wanted") or ()]
    inclined = [occupations[wish["concept"], wish["text"]] for wish in candidate.get("inclinations") or ()]
    claims = [
        (skills[(told := claim["skill"])["concept"], told["text"]], claim)
        for claim in candidate.get("skills") or ()
    ]
    _add_occupations(draft, list(zip(work, jobs, strict=True)), wanted, inclined)
    # one skill told twice is one skill, and the last word counts
    last = {meaning[0]: (meaning, claim) for meaning, claim in claims}
    draft.lists["skills"].add(
        [
            (draft.term("skill", meaning), claim.get("level") or 0, LACKED if claim.get("lacking") else HELD)
            for meaning, claim in last.values()
        ]
    )
    draft.lists["workplaces"].add(())
    draft.lists["parties"].add(
        [(key, 0, 0) for key in sorted(party_keys(candidate.get("refused_employers") or ()))]
    )
    parts = [words for _, words in wanted]
    for job, (_, words) in zip(work, jobs, strict=True):
        parts += [words, job.get("description") or ""]
    parts += [words for (_, words), claim in claims if not claim.get("lacking")]
    parts.append(candidate.get("summary") or "")
    text = " ".join([part for part in parts if part])
    draft.add(candidate["id"], values, expiry, _protected(protected), text, permanent)


def work_months(job: Stored, as_of: date | None = None) -> int | None:
    """Return the months of a job: as stated, or from its dates; ``None`` where neither is known.

    A job that began and has no end lasts until ``as_of``.
    """
    months: int | None = job.get("months")
    if months is not None:
        return months
    first = _month(job.get("start"))
    last = _month(job.get("end") or (as_of and as_of.isoformat()))
    return None if first is None or last is None else max(1, last - first + 1)


@lru_cache(maxsize=1 << 14)
def _month(day: str | None) -> int | None:
    return None if day is None else int(day[:4]) * 12 + int(day[5:7])


def _limits(draft: Draft, constraints: Iterable[Stored]) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the limits, and the last day of those that expire."""
    values: dict[str, Any] = {}
    # the last declaration of a kind holds, with its own expiry or none
    until: dict[str, str | None] = {}
    for constraint in constraints:
        name, code_list = _COLUMNS[constraint["kind"]]
        limit = _limit(draft, name, code_list, constraint["value"])
        if not constraint.get("hard", True):
            values.setdefault(name, _limit(draft, name, code_list, None))
            name = f"soft_{name}"
        values[name] = limit
        until[name] = constraint.get("expires_on")
    expiry = {name: day for name, text in until.items() if (day := day_of(text)) is not None}
    return values, {name: day for name, day in expiry.items() if name in draft.columns}


def _limit(draft: Draft, name: str, code_list: str, value: Any) -> Any:
    if code_list:
        codes = None if value is None else tuple(value)
        return draft.recall((code_list, codes), lambda: draft.codes.limit_bits(code_list, codes))
    if value is None:
        return _UNLIMITED.get(name, False if name == "lodging_needed" else NO_LIMIT)
    return day_of(value) if isinstance(value, str) else value


def _facts(draft: Draft, candidate: Stored) -> dict[str, Any]:
    codes = draft.codes
    home, availability = candidate.get("home"), candidate.get("availability") or {}
    licences, own = candidate.get("licences"), candidate.get("own_vehicle")
    uses, sectors = candidate.get("uses_vehicle"), candidate.get("refused_sectors")
    return {
        "place": draft.vocabularies.places.find(home["code"])
        if home and home["kind"] == "municipality"
        else None,
        "own_vehicle": own if not own or uses is None else uses,
        # a licence in words nobody understood may be the one asked for
        "licences_known": _asked(candidate, "licences")
        and all(claim.get("concept") in codes.licences for claim in licences or ()),
        "work_known": _asked(candidate, "work"),
        "skills_known": _asked(candidate, "skills"),
        **(_refused_sectors(codes, sectors) if sectors else {"refused_sectors": 0}),
        "status": _STATUS[availability.get("status", "available")],
        "status_until": day_of(availability.get("until")),
        **_languages(draft, candidate.get("languages"), _asked(candidate, "languages")),
        **_education(draft, candidate.get("education"), _asked(candidate, "education")),
    }


def _refused_sectors(codes: Codes, refused: Iterable[str]) -> dict[str, int]:
    parts = [split_sector(code) for code in refused]
    words = codes.division_words(division for _, division in parts if division)
    return {
        "refused_sectors": codes.bits("sectors", [section for section, division in parts if not division]),
        **{f"refused_divisions_{word}": bits for word, bits in enumerate(words)},
    }


def _asked(candidate: Stored, field: str) -> bool:
    """Tell whether a field was asked, as `Candidate.asked` does."""
    return candidate.get(field) is not None and field not in (candidate.get("read_in_text") or ())


def _languages(draft: Draft, claims: Sequence[Stored] | None, asked: bool) -> dict[str, Any]:
    told = tuple([(claim["language"], claim.get("level")) for claim in claims or ()])
    return draft.recall(("languages", asked, told), lambda: _spoken(draft.codes, asked, told))


def _spoken(codes: Codes, asked: bool, told: Iterable[tuple[str, int | None]]) -> dict[str, Any]:
    spoken = [(language, level) for language, level in told if language in codes.languages]
    words = codes.language_words({language: level or 1 for language, level in spoken})
    return {
        # a language without level may be enough
        "languages_known": asked and all(level for _, level in spoken),
        "italian": dict(spoken).get("it"),
        **{f"languages_{number}": word for number, word in enumerate(words)},
    }


def _education(draft: Draft, titles: Sequence[Stored] | None, asked: bool) -> dict[str, Any]:
    """Return the level reached, the one that may yet be recognised, and the fields."""
    if titles is None:
        return {}
    told = tuple(
        [
            (title.get("eqf"), title.get("field") or "", bool(title.get("foreign")), title.get("recognised"))
            for title in titles
        ]
    )
    return draft.recall(("education", asked, told), lambda: _reached(draft.codes, asked, told))


def _reached(
    codes: Codes, asked: bool, titles: Sequence[tuple[int | None, str, bool, bool | None]]
) -> dict[str, Any]:
    recognised = [(eqf, field) for eqf, field, foreign, known in titles if not foreign or known]
    doubtful = [eqf for eqf, _, foreign, known in titles if foreign and known is None]
    possible = [eqf or _HIGHEST_EQF for eqf in (*(e for e, _ in recognised), *doubtful)]
    return {
        "eqf": max((eqf or 0 for eqf, _ in recognised), default=0),
        "eqf_at_most": max(possible, default=0) if asked else _HIGHEST_EQF,
        "fields": codes.bits("fields", [field for _, field in recognised if field in codes.lists["fields"]]),
    }


def _licences(draft: Draft, claims: Iterable[Stored]) -> list[int]:
    numbers = draft.codes.licences
    known = [
        (claim["concept"], day_of(claim.get("expires_on")))
        for claim in claims
        if claim.get("concept") in numbers
    ]
    draft.lists["licences"].add([(numbers[code], day, 0) for code, day in known if day is not None])
    lasting = tuple([code for code, day in known if day is None])
    return draft.recall(("licences", lasting), lambda: _closed(draft, lasting))


def _closed(draft: Draft, lasting: Iterable[str]) -> list[int]:
    held = holds_all(draft.vocabularies["licence"], lasting)
    return draft.codes.licence_words(draft.codes.licences[code] for code in held)


def _add_occupations(
    draft: Draft,
    jobs: Iterable[tuple[Stored, Meaning]],
    wanted: Iterable[Meaning],
    inclined: Iterable[Meaning],
) -> None:
    items, factors = [], []
    later: dict[str, int] = {}
    work_since = 0
    for job, meaning in sorted(jobs, key=_recency, reverse=True):
        months = work_months(job, draft.as_of)
        # more of the same work after it takes nothing away: a job in pieces counts as one in a row
        other = work_since - later.get(meaning[0], 0)
        flags = HELD if months is None else HELD | TIMED
        items.append((draft.term("occupation", meaning), months or 0, flags))
        factors.append(1000 * _HALF_LIFE_MONTHS // (_HALF_LIFE_MONTHS + other))
        later[meaning[0]] = later.get(meaning[0], 0) + (months or 0)
        work_since += months or 0
    for flag, wishes in ((WANTED, wanted), (INCLINED, inclined)):
        items += [(draft.term("occupation", wish), 0, flag) for wish in wishes]
    draft.lists["occupations"].add(items, factors)


def _recency(told: tuple[Stored, Meaning]) -> tuple[str, str, str]:
    job, start = told[0], told[0].get("start")
    last = job.get("end") or (_LAST_DAY if start else _FIRST_DAY)
    return last, start or _FIRST_DAY, job["occupation"]["text"]


def _protected(protected: Stored | None) -> dict[str, Any]:
    if protected is None:
        return {}
    return {
        "birth_day": day_of(protected.get("birth_date")),
        "work_title": protected.get("work_title"),
        "work_title_until": day_of(protected.get("work_title_expires_on")),
        "benefit_holder": protected.get("benefit_holder"),
    }
