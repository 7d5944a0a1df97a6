"""What may never move a verdict or a score: protected attributes, gaps, fragments, gender, and forgetting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matcher.domain.candidate import Candidate, WorkExperience
from matcher.domain.protected import GroupMembership, Protected
from matcher.domain.vacancy import Vacancy
from matcher.pool.likenesses import Likenesses
from matcher.pool.view import view_rows
from tests.congruence.conftest import World, the_world
from tests.congruence.setting import TODAY, Outcome, outcomes, setting
from tests.congruence.strategies import job


@cache
def spread() -> tuple[Vacancy, ...]:
    """Return the fewest vacancies, taken greedily, that meet every constraint that the world meets."""
    world = the_world()
    met = {
        v.id: {code for c in world.candidates for code in world.judgements[c.id, v.id].removed}
        for v in world.vacancies
    }
    chosen: list[Vacancy] = []
    wanted = set().union(*met.values())
    while wanted:
        best = max(world.vacancies, key=lambda v: (len(met[v.id] & wanted), v.id))
        chosen.append(best)
        wanted -= met[best.id]
    return tuple(chosen)


def judged(
    world: World, people: Mapping[str, Candidate] | None = None, behind: Mapping[str, Protected] | None = None
) -> dict[tuple[str, str], Outcome]:
    """Judge everybody against a spread of vacancies."""
    chosen = list((people or {c.id: c for c in world.candidates}).values())
    pool = world.setting.pool(chosen, behind if behind is not None else world.protected)
    return {
        (name, vacancy.id): found
        for vacancy in spread()
        for name, found in outcomes(pool, world.setting.request(vacancy), world.setting.rules).items()
    }


@pytest.fixture(scope="module")
def before(world: World) -> dict[tuple[str, str], Outcome]:
    return judged(world)


# -- protected attributes --------------------------------------------------------------------------------


def flipped(r: Random, record: Protected) -> Protected:
    """Change everything that no requirement of law reads."""
    return record.model_copy(
        update={
            "sex": "M" if record.sex == "F" else "F",
            "citizenship": r.choice(("IT", "MA", "RO", "CN")),
            "disability": not record.disability,
            "groups": () if record.groups else (GroupMembership(group="over_50", evidence="certified"),),
            "own_words": ("devo accudire mia madre",),
        }
    )


def test_sex_citizenship_disability_groups_and_own_words_move_nothing(
    world: World, before: Mapping[tuple[str, str], Outcome]
) -> None:
    r = Random(1)
    other = {name: flipped(r, record) for name, record in world.protected.items()}
    assert judged(world, behind=other) == before


def test_birth_date_title_and_benefit_answer_only_requirements_of_law(
    world: World, before: Mapping[tuple[str, str], Outcome]
) -> None:
    other = {
        name: Protected(
            candidate_id=name, birth_date=date(1961, 5, 4), work_title=False, benefit_holder=False
        )
        for name in world.protected
    }
    after, moved = judged(world, behind=other), 0
    for pair, found in after.items():
        assert (found.values, found.weights, found.score, found.reverse) == (
            before[pair].values,
            before[pair].weights,
            before[pair].score,
            before[pair].reverse,
        )
        assert ordinary(found.removed) == ordinary(before[pair].removed)
        assert ordinary(found.unknown) == ordinary(before[pair].unknown)
        moved += found.removed != before[pair].removed
    assert moved > 100


def ordinary(codes: tuple[str, ...]) -> list[str]:
    return [code for code in codes if not code.startswith("LEGAL_")]


# -- forgetting ------------------------------------------------------------------------------------------


def without(*kinds: str) -> Callable[[Candidate], Candidate]:
    """Forget some declared limits."""
    return lambda c: c.model_copy(
        update={"constraints": tuple(x for x in c.constraints if x.kind not in kinds)}
    )


def blank(**fields: Any) -> Callable[[Candidate], Candidate]:
    return lambda c: c.model_copy(update=fields)


#: One question of an interview each: a limit in minutes or in kilometres, hours at least or at most.
FORGETTING = {
    "distance": without("max_distance_km", "max_travel_minutes"),
    "hours": without("min_weekly_hours", "max_weekly_hours"),
    "shifts": without("shifts"),
    "days": without("days"),
    "contracts": without("contracts"),
    "start": without("earliest_start"),
    "pay": without("min_annual_pay"),
    "travel": without("travel"),
    "home": blank(home=None),
    "work": blank(work=None),
    "education": blank(education=None),
    "languages": blank(languages=None),
    "licences": blank(licences=None),
    "vehicle": blank(own_vehicle=None, uses_vehicle=None),
}
#: A skill that the vacancy excludes: nobody is asked for every skill, so silence here is no doubt.
OPEN_WORLD = {"SKILL_EXCLUDED", "SKILL_LACKING"}


@pytest.mark.parametrize("what", FORGETTING)
def test_what_is_forgotten_never_counts_as_agreement(
    world: World, before: Mapping[tuple[str, str], Outcome], what: str
) -> None:
    people = {c.id: FORGETTING[what](c) for c in world.candidates}
    unstated = {vacancy.id: silent_about(vacancy) for vacancy in spread()}
    after, moved = judged(world, people), 0
    for pair, found in after.items():
        if found.verdict == "eligible":
            # where neither side says anything there is nothing to ask
            assert not before[pair].removed, pair
            assert set(before[pair].unknown) <= unstated[pair[1]], pair
        freed = set(before[pair].removed) - set(found.removed) - OPEN_WORLD
        assert freed <= set(found.unknown) | consequences(found), pair
        moved += bool(freed) or before[pair].unknown != found.unknown
    assert moved > 20


def silent_about(v: Vacancy) -> set[str]:
    """Return the constraints on which the vacancy says nothing."""
    silent = {
        "HOURS_TOO_MANY": not v.weekly_hours_max and not v.weekly_hours_min,
        "HOURS_TOO_FEW": not v.weekly_hours_max and not v.weekly_hours_min,
        "SHIFTS_REFUSED": v.shifts is None,
        "DAYS_REFUSED": v.days is None,
        "CONTRACT_REFUSED": not v.contracts,
        "PAY_TOO_LOW": not v.annual_pay_max and not v.annual_pay_min,
    }
    return {code for code, unsaid in silent.items() if unsaid}


def consequences(found: Outcome) -> set[str]:
    """Return constraints that another doubt about the same fact speaks for."""
    speaks_for = {
        "COMMUTE_TOO_FAR": {"JOURNEY_TOO_LONG", "NOT_REACHABLE"},
        "WORKPLACE_IMPRECISE": {"COMMUTE_TOO_FAR", "JOURNEY_TOO_LONG"},
        "HOURS_TOO_MANY": {"HOURS_TOO_FEW"},
    }
    return set().union(*(speaks_for.get(code, set()) for code in found.unknown))


def test_an_expired_limit_is_as_good_as_never_asked(world: World) -> None:
    yesterday = TODAY - timedelta(days=1)

    def hard_only(candidate: Candidate, expired: bool) -> Candidate:
        limits = [c for c in candidate.constraints if c.hard and c.kind == "max_distance_km"][:1]
        limits += [c for c in candidate.constraints if c.hard and c.kind == "shifts"][:1]
        kept = tuple(limit.model_copy(update={"expires_on": yesterday}) for limit in limits)
        return candidate.model_copy(update={"constraints": kept if expired else ()})

    lapsed = judged(world, {c.id: hard_only(c, expired=True) for c in world.candidates})
    never = judged(world, {c.id: hard_only(c, expired=False) for c in world.candidates})
    assert lapsed == never


def test_a_limit_holds_on_its_last_day(world: World) -> None:
    def until(last: date | None) -> dict[str, Candidate]:
        return {
            c.id: c.model_copy(
                update={
                    "constraints": tuple(
                        limit.model_copy(update={"expires_on": last}) for limit in c.constraints
                    )
                }
            )
            for c in world.candidates
        }

    assert judged(world, until(TODAY)) == judged(world, until(None))


# -- careers ---------------------------------------------------------------------------------------------


def experience(*careers: tuple[WorkExperience, ...]) -> list[tuple[int, int]]:
    """Return, for each career, the months related to a stock clerk's work: plain, and as they count."""
    here = setting()
    vacancy = Vacancy(
        id="V", title="Magazziniere", occupations=(here.mention("occupation", "4321.stock_clerk"),)
    )
    pool = here.pool([Candidate(id=f"P{number}", work=work) for number, work in enumerate(careers)])
    request = here.request(vacancy)
    view = view_rows(Likenesses(request.side, pool), np.arange(pool.n_rows), request.ask.values)
    plain, counted = view.related_months(plain=True).tolist(), view.related_months().tolist()
    return list(zip(plain, counted, strict=True))


dated_jobs = st.lists(st.randoms(note_method_calls=False).map(job), min_size=1, max_size=5).map(tuple)


@settings(max_examples=25, deadline=None)
@given(work=dated_jobs, years=st.integers(1, 15), position=st.integers(0, 4))
def test_a_gap_never_lowers_experience(work: tuple[WorkExperience, ...], years: int, position: int) -> None:
    """Move everything before some day further back: only a gap is new."""
    dated = tuple(sorted((j for j in work if j.start), key=lambda j: (j.end or TODAY, j.start or date.min)))
    # of two jobs with the same dates neither is the earlier one
    assume(len({(held.end or TODAY, held.start) for held in dated}) == len(dated))

    def earlier(held: WorkExperience) -> WorkExperience:
        back = timedelta(days=365 * years)
        months = held.months if held.months is not None else 12
        ended = held.end or TODAY
        return held.model_copy(
            update={"start": held.start and held.start - back, "end": ended - back, "months": months}
        )

    def stated(held: WorkExperience) -> WorkExperience:
        return held.model_copy(
            update={"end": held.end or TODAY, "months": held.months if held.months is not None else 12}
        )

    cut = min(position, len(dated))
    without_gap = tuple(stated(held) for held in dated)
    with_gap = (*(earlier(held) for held in dated[:cut]), *(stated(held) for held in dated[cut:]))
    gapped, compact = experience(with_gap, without_gap)
    assert gapped == compact


@settings(max_examples=25, deadline=None)
@given(pieces=st.lists(st.integers(1, 30), min_size=1, max_size=12), later=st.integers(0, 60))
def test_a_job_in_fragments_is_worth_as_much_as_in_one_piece(pieces: list[int], later: int) -> None:
    """A season here and a season there add up, at full likeness or in part."""
    here = setting()
    cook = WorkExperience(
        occupation=here.mention("occupation", "5120.cook"), months=later, start=date(2024, 1, 1)
    )
    for concept in ("4321.stock_clerk", "4321.goods_receiving_clerk"):
        one = WorkExperience(
            occupation=here.mention("occupation", concept), months=sum(pieces), end=date(2020, 1, 1)
        )
        fragments = tuple(
            one.model_copy(update={"months": months, "end": date(2020 - number, 1, 1)})
            for number, months in enumerate(pieces)
        )
        broken, whole = experience((cook, *fragments), (cook, one))
        assert broken == whole
        assert whole[0] == sum(pieces)


def test_three_years_month_by_month_count_as_three_years() -> None:
    here = setting()
    month = WorkExperience(occupation=here.mention("occupation", "4321.stock_clerk"), months=1)
    assert experience((month,) * 36) == [(36, 36)]


def test_later_work_of_another_kind_makes_experience_older() -> None:
    here = setting()
    clerk = WorkExperience(
        occupation=here.mention("occupation", "4321.stock_clerk"), months=24, end=date(2010, 1, 1)
    )
    cook = WorkExperience(
        occupation=here.mention("occupation", "5120.cook"), months=120, end=date(2024, 1, 1)
    )
    assert experience((clerk, cook), (clerk,)) == [(24, 12), (24, 24)]


# -- words -----------------------------------------------------------------------------------------------


def test_masculine_and_feminine_titles_are_worth_the_same(world: World) -> None:
    vocabulary = world.setting.vocabularies["occupation"]
    labelled = [c for c in vocabulary.concepts if c.labels_f.get("it")]
    # forms that share no stem (*steward*, *hostess*), and some of all the others
    apart = [c for c in labelled if c.labels_f["it"][:3] != c.label()[:3]]
    both = list({c.id: c for c in (*apart, *labelled[::40])}.values())
    assert len(both) > 20
    assert "5169.hostess_steward_events" in {c.id for c in apart}

    def people(feminine: bool) -> list[Candidate]:
        found = []
        for number, concept in enumerate(both):
            text = concept.labels_f["it"] if feminine else concept.label()
            mention = world.setting.mention("occupation", concept.id).model_copy(update={"text": text})
            held = (WorkExperience(occupation=mention, months=20),)
            found.append(Candidate(id=f"P{number}", work=held, wanted=(mention,), inclinations=(mention,)))
        return found

    for vacancy in world.vacancies[:4]:
        request = world.setting.request(vacancy)
        masculine, feminine = (
            outcomes(world.setting.pool(people(form)), request, world.setting.rules) for form in (False, True)
        )
        assert masculine == feminine


@settings(max_examples=8, deadline=None)
@given(number=st.integers(0, 99), seed=st.integers(0, 2**32 - 1))
def test_the_order_of_what_a_person_says_counts_nothing(number: int, seed: int) -> None:
    world, r = the_world(), Random(seed)
    candidate = world.candidates[number]
    shuffled = candidate.model_copy(
        update={
            name: tuple(r.sample(list(values), len(values)))
            for name in ("wanted", "education", "languages", "licences", "refused_employers")
            if (values := getattr(candidate, name)) is not None
        }
    )
    vacancy = world.vacancies[number]
    first = world.reference.judge(candidate, vacancy, world.protected[candidate.id])
    found = outcomes(
        world.setting.pool([shuffled], world.protected), world.setting.request(vacancy), world.setting.rules
    )[candidate.id]
    assert (found.removed, found.unknown, found.score) == (first.removed, first.unknown, first.score)
