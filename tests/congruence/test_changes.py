"""Whoever is left out by one constraint comes in by exactly the change that is named, and by no smaller one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from matcher.desk.change import apply_change
from matcher.domain.candidate import Candidate, LanguageClaim, LicenceClaim
from matcher.domain.constraint import DeclaredConstraint
from matcher.domain.levels import Cefr, RequirementLevel
from matcher.domain.record import Mention
from matcher.domain.shortlist import Change, Shortlist
from matcher.domain.vacancy import Requirement, Vacancy
from matcher.errors import InputError
from tests.congruence.conftest import World

#: Fields that only grow with what is accepted, and fields that shrink.
MORE = {"max_distance_km", "max_travel_minutes", "max_weekly_hours", "annual_pay_max"}
LESS = {"min_weekly_hours", "eqf_must", "months_must"}
SETS = {"shifts", "days", "contracts", "travel", "remote", "licences"}
NEGOTIABLE = {
    "COMMUTE_TOO_FAR",
    "JOURNEY_TOO_LONG",
    "VEHICLE_NEEDED",
    "NOT_REACHABLE",
    "LODGING_NEEDED",
    "TRAVEL_REFUSED",
    "WORK_PLACE_REFUSED",
    "HOURS_TOO_MANY",
    "HOURS_TOO_FEW",
    "SHIFTS_REFUSED",
    "DAYS_REFUSED",
    "CONTRACT_REFUSED",
    "START_TOO_LATE",
    "PAY_TOO_LOW",
    "LICENCE_MISSING",
    "LANGUAGE_BELOW",
    "ITALIAN_BELOW",
    "EDUCATION_BELOW",
    "EXPERIENCE_BELOW",
}


@dataclass(frozen=True)
class Miss:
    """Somebody left out by one constraint alone."""

    candidate: Candidate
    vacancy: Vacancy
    code: str
    change: Change | None


@pytest.fixture(scope="module")
def misses(world: World, lists: Mapping[str, Shortlist]) -> list[Miss]:
    people = {candidate.id: candidate for candidate in world.candidates}
    return [
        Miss(people[miss.id], vacancy, miss.reason.code, miss.change)
        for vacancy in world.vacancies
        if vacancy.id in lists
        for miss in lists[vacancy.id].near_misses
    ]


def verdict_after(world: World, miss: Miss, change: Change) -> str:
    """Judge the pair again with the record that the change names."""
    candidate, vacancy = miss.candidate, miss.vacancy
    if change.side == "candidate":
        changed = apply_change(candidate, change)
        assert isinstance(changed, Candidate)
        candidate = changed
    else:
        altered = apply_change(vacancy, change)
        assert isinstance(altered, Vacancy)
        vacancy = altered
    return world.reference.judge(candidate, vacancy, world.protected[candidate.id]).verdict


def smaller(change: Change) -> Iterable[Change]:
    """Return the changes next below: a kilometre, a day, a code or a level less."""

    def to(text: str) -> Change:
        return change.model_copy(update={"admitting": text})

    if change.field in MORE:
        yield to(str(int(change.admitting) - 1))
    elif change.field in LESS:
        yield to(str(int(change.admitting) + 1))
    elif change.field == "start_by":
        yield to((date.fromisoformat(change.admitting) - timedelta(days=1)).isoformat())
    elif change.field in SETS:
        before, after = set(change.current.split("|")), change.admitting.split("|")
        gained = after if change.field == "licences" else [code for code in after if code not in before]
        yield from (to("|".join(code for code in after if code != lost)) for lost in gained)
    elif change.field == "languages":
        held = dict(entry.split(":") for entry in change.current.split("|") if entry)
        asked = dict(entry.split(":") for entry in change.admitting.split("|"))
        for code, level in asked.items():
            if int(held.get(code, 0)) < int(level):
                less = {**asked, code: str(int(level) - 1)}
                yield to("|".join(f"{name}:{value}" for name, value in less.items() if int(value) > 0))


def test_the_named_change_admits(world: World, misses: list[Miss]) -> None:
    named = [(miss, miss.change) for miss in misses if miss.change is not None]
    assert len(named) > 100
    for miss, change in named:
        assert verdict_after(world, miss, change) == "eligible", (miss.candidate.id, miss.vacancy.id, change)
    assert len({miss.code for miss, _ in named}) >= 12


def test_no_smaller_change_admits(world: World, misses: list[Miss]) -> None:
    tried: Counter[str] = Counter()
    for miss in misses:
        for change in smaller(miss.change) if miss.change else ():
            verdict = verdict_after(world, miss, change)
            assert verdict != "eligible", (miss.candidate.id, miss.vacancy.id, change)
            tried[change.field] += 1
    assert set(tried) >= {"max_distance_km", "start_by", "contracts", "shifts", "languages"}


def test_near_is_only_whom_a_change_may_admit(misses: list[Miss]) -> None:
    for miss in misses:
        assert miss.code in NEGOTIABLE
        if miss.change is None:
            # a distance to a place that is not precise names no value that would surely admit
            assert miss.code in ("COMMUTE_TOO_FAR", "JOURNEY_TOO_LONG")


def test_the_engine_admits_too(world: World, misses: list[Miss]) -> None:
    for miss in [miss for miss in misses if miss.change is not None][::12]:
        assert miss.change is not None
        changed = apply_change(
            miss.candidate if miss.change.side == "candidate" else miss.vacancy, miss.change
        )
        candidate = changed if isinstance(changed, Candidate) else miss.candidate
        vacancy = changed if isinstance(changed, Vacancy) else miss.vacancy
        shortlist = world.setting.match(vacancy, [candidate], world.protected)
        assert [person.id for person in shortlist.ranked] == [candidate.id]


def change(side: str, field: str, admitting: str) -> Change:
    return Change(side=side, field=field, current="", admitting=admitting)


def test_a_binding_limit_is_replaced_and_a_flexible_one_kept() -> None:
    near = DeclaredConstraint(kind="max_distance_km", value=10)
    nearer = DeclaredConstraint(kind="max_distance_km", value=3, hard=False)
    person = Candidate(id="P", constraints=(near, nearer))
    changed = apply_change(person, change("candidate", "max_distance_km", "17"))
    assert changed == person.model_copy(
        update={"constraints": (nearer, DeclaredConstraint(kind="max_distance_km", value=17))}
    )


def test_a_lapsed_licence_is_renewed_and_others_are_kept() -> None:
    kept = LicenceClaim(text="patente B", concept="B")
    lapsed = LicenceClaim(text="patente C", concept="C", expires_on=date(2020, 1, 1))
    changed = apply_change(Candidate(id="P", licences=(kept, lapsed)), change("candidate", "licences", "C"))
    assert isinstance(changed, Candidate)
    assert changed.licences == (kept, LicenceClaim(text="C", concept="C"))


def test_a_language_is_raised_and_never_lowered() -> None:
    person = Candidate(id="P", languages=(LanguageClaim(language="en", level=Cefr.C1),))
    changed = apply_change(person, change("candidate", "languages", "en:3|fr:2"))
    assert isinstance(changed, Candidate)
    assert {claim.language: claim.level for claim in changed.languages or ()} == {
        "en": Cefr.C1,
        "fr": Cefr.A2,
    }


def test_whoever_gets_a_vehicle_uses_it() -> None:
    person = Candidate(id="P", own_vehicle=True, uses_vehicle=False)
    changed = apply_change(person, change("candidate", "own_vehicle", "true"))
    assert isinstance(changed, Candidate)
    assert (changed.own_vehicle, changed.uses_vehicle) == (True, True)


def test_only_indispensable_requirements_above_the_new_level_are_lowered() -> None:
    def asked(level: RequirementLevel, eqf: int) -> Requirement:
        return Requirement(kind="education", level=level, eqf=eqf, mention=Mention(text="titolo"))

    must, wanted = RequirementLevel.MUST, RequirementLevel.WANTED
    vacancy = Vacancy(id="V", title="x", requirements=(asked(must, 6), asked(must, 3), asked(wanted, 6)))
    changed = apply_change(vacancy, change("vacancy", "eqf_must", "4"))
    assert isinstance(changed, Vacancy)
    assert [r.eqf for r in changed.requirements] == [4, 3, 6]
    nothing = apply_change(vacancy, change("vacancy", "eqf_must", "0"))
    assert isinstance(nothing, Vacancy)
    assert [r.eqf for r in nothing.requirements] == [None, None, 6]


@pytest.mark.parametrize(
    ("side", "field"), [("vacancy", "max_distance_km"), ("candidate", "lodging"), ("candidate", "sex")]
)
def test_a_field_of_the_other_side_or_of_nobody_is_refused(side: str, field: str) -> None:
    with pytest.raises(InputError, match="non si può cambiare"):
        apply_change(Candidate(id="P"), change(side, field, "1"))
