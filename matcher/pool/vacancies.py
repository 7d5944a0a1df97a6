"""From a vacancy's record to its row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from matcher.domain.levels import Cefr, RequirementLevel
from matcher.domain.place import Place
from matcher.domain.sector import DIVISIONS, section_of, split_sector
from matcher.domain.vacancy import Requirement, RequirementKind, Vacancy, VacancyState
from matcher.pool.codes import LANGUAGE_WORDS, WORK_PLACES, Codes
from matcher.pool.draft import Draft, day_number, party_keys
from matcher.pool.partition import MUST, MUST_NOT, WANTED
from matcher.vocabulary.closure import holds_all
from matcher.vocabulary.places import Places

__all__ = ["OPEN_STATES", "acting_level", "add_vacancy"]

#: A vacancy in one of these states takes candidates.
OPEN_STATES = frozenset(
    {
        VacancyState.RECEIVED,
        VacancyState.TO_COMPLETE,
        VacancyState.VALIDATED,
        VacancyState.PUBLISHED,
        VacancyState.PRESELECTION,
        VacancyState.REFERRED,
        VacancyState.PARTLY_FILLED,
    }
)
_LEVEL_WEIGHTS = {RequirementLevel.MUST: 4, RequirementLevel.STRONGLY_WANTED: 3, RequirementLevel.WANTED: 2}
#: Level of a language that is asked for without one.
_DEFAULT_CEFR = Cefr.B1


def acting_level(requirement: Requirement) -> RequirementLevel:
    """Return the level that counts: read from free text and not confirmed, it acts as *wanted*."""
    return requirement.level if requirement.confirmed else RequirementLevel.WANTED


def add_vacancy(draft: Draft, vacancy: Vacancy) -> None:
    """Append one vacancy to a draft.

    Raises
    ------
    VocabularyError
        For a code that the vocabularies do not know.
    """
    asked = vacancy.requirements_to_match
    values: dict[str, Any] = _conditions(draft, vacancy)
    values.update(_licences(draft, asked))
    values.update(_languages(draft, asked))
    values.update(_education(draft, asked))
    values.update(_experience(asked))
    workplaces, exact = _workplaces(draft, vacancy)
    values["place_exact"] = exact
    draft.lists["workplaces"].add([(place, 0, 0) for place in workplaces])
    draft.lists["occupations"].add(
        [
            (draft.term("occupation", draft.meanings["occupation"][mention.concept, mention.text]), 0, WANTED)
            for mention in vacancy.occupations
        ]
    )
    draft.lists["skills"].add(_skill_items(draft, asked))
    names = (vacancy.employer.name, vacancy.employer.tax_id)
    draft.lists["parties"].add([(key, 0, 0) for key in sorted(party_keys(names))])
    draft.lists["licences"].add(())
    draft.add(vacancy.id, values, {}, {}, _text(vacancy))


def _conditions(draft: Draft, vacancy: Vacancy) -> dict[str, Any]:
    codes = draft.codes
    contracts = draft.vocabularies["contract"]
    stated = vacancy.contracts or ()
    legal = [contracts[code].facts.get("legal", "") for code in stated if code in contracts]
    remote = any(place.kind == "remote" for place in vacancy.places)
    place = vacancy.remote or ("remote" if remote else "on_site")
    return {
        "hours_min": vacancy.weekly_hours_min or vacancy.weekly_hours_max,
        "hours_max": vacancy.weekly_hours_max or vacancy.weekly_hours_min,
        "shifts_needed": None if vacancy.shifts is None else codes.bits("shifts", vacancy.shifts),
        "night_work": None if vacancy.shifts is None else _at_night(draft, vacancy.shifts),
        "days_needed": None if vacancy.days is None else codes.bits("days", vacancy.days),
        "contracts_offered": codes.bits("contracts", stated) or None,
        "travel_needed": None if vacancy.travel is None else codes.bits("travel", vacancy.travel),
        "work_place": 1 << WORK_PLACES.index(place),
        "start_by": day_number(vacancy.start_by or vacancy.start_from),
        "pay_max": vacancy.annual_pay_max or vacancy.annual_pay_min,
        "transit": vacancy.transit,
        "needs_vehicle": vacancy.needs_vehicle,
        "lodging": vacancy.lodging,
        **_sector(codes, vacancy.employer.ateco),
        "occupation_known": bool(vacancy.occupations),
        "open": int(vacancy.state in OPEN_STATES),
        "expires": day_number(vacancy.expires_on),
        "legal": codes.bits("legal", {legal[0]}) if legal and legal[0] and len(set(legal)) == 1 else 0,
    }


def _sector(codes: Codes, ateco: str) -> dict[str, Any]:
    """Return the employer's section, and the divisions that theirs may be."""
    section, division = split_sector(ateco)
    if not section:
        return {}
    may_be = (
        [division] if division else [one for one in range(1, DIVISIONS + 1) if section_of(one) == section]
    )
    words = {f"divisions_{word}": bits for word, bits in enumerate(codes.division_words(may_be))}
    return {"sector": codes.bits("sectors", section), "division_known": bool(division), **words}


def _at_night(draft: Draft, shifts: Iterable[str]) -> bool:
    """Tell whether any shift, or one that it brings along (three shifts bring the night), is night work."""
    schedules = draft.vocabularies["schedule"]
    return any(schedules[code].facts.get("legal") == "night_work" for code in holds_all(schedules, shifts))


def _workplaces(draft: Draft, vacancy: Vacancy) -> tuple[list[int], bool | None]:
    """Return municipality numbers, and whether they are exact (``None``: no place limits the work)."""
    places = draft.vocabularies.places
    found: list[int] = []
    exact = True
    for place in vacancy.places:
        if place.kind == "remote":
            return [], None
        if place.kind == "municipality":
            found.append(places.index(place.code))
        else:
            found.extend(_covered(places, place))
            exact = False
    if vacancy.remote == "remote":
        return [], None
    return sorted(set(found)), exact and bool(found)


def _covered(places: Places, place: Place) -> list[int]:
    """Return every municipality of a province or region: the nearest one is the least possible distance."""
    if place.kind == "province":
        return [number for number, town in enumerate(places.municipalities) if town.province == place.code]
    if place.kind == "region":
        return [number for number, town in enumerate(places.municipalities) if town.region == place.code]
    return []


def _of(
    requirements: Iterable[Requirement], kind: RequirementKind
) -> list[tuple[Requirement, RequirementLevel]]:
    return [(item, acting_level(item)) for item in requirements if item.kind is kind]


def _skill_items(draft: Draft, requirements: Iterable[Requirement]) -> list[tuple[int, int, int]]:
    items: dict[str, tuple[int, int, int]] = {}
    for requirement, level in _of(requirements, RequirementKind.SKILL):
        if requirement.mention is None:
            continue
        flag = MUST_NOT if level is RequirementLevel.MUST_NOT else WANTED
        flag |= MUST if level is RequirementLevel.MUST else 0
        weight = _LEVEL_WEIGHTS.get(level, 0)
        # asked for twice in different words is asked for once, in the first ones
        meaning = draft.meanings["skill"][requirement.mention.concept, requirement.mention.text]
        term, most, flags = items.get(meaning[0]) or (draft.term("skill", meaning), 0, 0)
        items[meaning[0]] = (term, max(most, weight), flags | flag)
    return list(items.values())


def _licences(draft: Draft, requirements: Iterable[Requirement]) -> dict[str, int]:
    codes = draft.codes
    sets: dict[str, set[int]] = {"must": set(), "not": set(), "wanted": set()}
    for requirement, level in _of(requirements, RequirementKind.LICENCE):
        concept = requirement.mention.concept if requirement.mention else ""
        if concept not in codes.licences:
            continue
        number = codes.licences[concept]
        if level is RequirementLevel.MUST_NOT:
            sets["not"].add(number)
            continue
        sets["wanted"].add(number)
        if level is RequirementLevel.MUST:
            sets["must"].add(number)
    return {
        f"licences_{name}_{word}": bits
        for name, numbers in sets.items()
        for word, bits in enumerate(codes.licence_words(numbers))
    }


def _languages(draft: Draft, requirements: Iterable[Requirement]) -> dict[str, int | None]:
    codes = draft.codes
    must: dict[str, int] = {}
    wanted: dict[str, int] = {}
    for requirement, level in _of(requirements, RequirementKind.LANGUAGE):
        code = requirement.mention.concept if requirement.mention else ""
        if code not in codes.languages or level is RequirementLevel.MUST_NOT:
            continue
        cefr = int(requirement.cefr or _DEFAULT_CEFR)
        wanted[code] = max(wanted.get(code, 0), cefr)
        if level is RequirementLevel.MUST:
            must[code] = max(must.get(code, 0), cefr)
    italian = must.pop("it", None)
    words = {"must": codes.language_words(must), "wanted": codes.language_words(wanted)}
    found = {
        f"languages_{name}_{word}": words[name][word] for name in words for word in range(LANGUAGE_WORDS)
    }
    return {**found, "italian_must": italian}


def _education(draft: Draft, requirements: Iterable[Requirement]) -> dict[str, int | None]:
    known = draft.codes.lists["fields"]
    must = wanted = fields = 0
    for requirement, level in _of(requirements, RequirementKind.EDUCATION):
        if level is RequirementLevel.MUST_NOT:
            continue
        wanted = max(wanted, requirement.eqf or 0)
        if level is RequirementLevel.MUST:
            must = max(must, requirement.eqf or 0)
        if requirement.mention and requirement.mention.concept in known:
            fields |= 1 << known[requirement.mention.concept]
    return {"eqf_must": must or None, "eqf_wanted": wanted or None, "fields_wanted": fields}


def _experience(requirements: Iterable[Requirement]) -> dict[str, int | None]:
    asked = [
        (r.months, level)
        for r, level in _of(requirements, RequirementKind.EXPERIENCE)
        if r.months is not None and level is not RequirementLevel.MUST_NOT
    ]
    must = max((months for months, level in asked if level is RequirementLevel.MUST), default=0)
    return {"months_must": must or None, "months_wanted": max((months for months, _ in asked), default=None)}


def _text(vacancy: Vacancy) -> str:
    words = [
        vacancy.text_to_match(r.mention.text)
        for r in vacancy.requirements_to_match
        if r.mention and acting_level(r) is not RequirementLevel.MUST_NOT
    ]
    title, description = vacancy.text_to_match(vacancy.title), vacancy.text_to_match(vacancy.description)
    return " ".join(part for part in (title, *words, description) if part)
