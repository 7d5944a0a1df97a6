"""Whole shortlists: as the reference orders them, whatever the partitions, the rows and the ties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

import matcher.rules
from matcher.domain.candidate import Candidate
from matcher.domain.constraint import DeclaredConstraint
from matcher.domain.place import Place
from matcher.domain.shortlist import Shortlist
from matcher.domain.vacancy import Vacancy
from matcher.engine.match import match
from matcher.engine.request import Rules
from matcher.plugin.gate import Gate
from matcher.plugin.hookspecs import hookimpl
from matcher.plugin.manager import register_plugins
from matcher.plugin.types import Act, MatchRequest, PoolView, PriorityColumn, PriorityRule
from tests.congruence.conftest import World, the_world
from tests.congruence.setting import TODAY, setting

SIZE = 10
shuffles = st.tuples(st.integers(1, 5), st.integers(0, 2**32 - 1), st.integers(0, 99))


def in_pieces(
    world: World,
    records: Iterable[Candidate | Vacancy],
    pieces: int,
    r: Random,
    rules: Rules,
    **request: object,
) -> Shortlist:
    """Match one record against shuffled records in several partitions, with dead rows strewn in."""
    subject = request.pop("subject")
    assert isinstance(subject, Candidate | Vacancy)
    shuffled = list(records)
    r.shuffle(shuffled)
    cuts = sorted(r.randint(0, len(shuffled)) for _ in range(pieces - 1))
    partitions = []
    for start, stop in zip([0, *cuts], [*cuts, len(shuffled)], strict=True):
        # somebody of another piece, replaced since: this row must count nowhere
        dead = [shuffled[(stop + 1) % len(shuffled)]] if r.random() < 0.7 else []
        chosen = [*dead, *shuffled[start:stop]]
        partition = world.setting.pool(chosen, world.protected)
        if chosen:
            partitions.append(replace(partition, alive=np.arange(len(chosen)) >= len(dead)))
    return match(partitions, world.setting.request(subject, world.protected, SIZE, **request), rules)


@settings(max_examples=6, deadline=None)
@given(shuffle=shuffles)
def test_a_vacancys_list_is_the_references_in_any_partitioning(shuffle: tuple[int, int, int]) -> None:
    world, (pieces, seed, number) = the_world(), shuffle
    vacancy = world.vacancies[number]
    states = world.states_of(vacancy.id)
    whole = match(
        [world.people], world.setting.request(vacancy, size=SIZE, pair_states=states), world.setting.rules
    )
    expected = world.reference.shortlist(vacancy, world.candidates, SIZE, world.protected, states)
    assert tuple(person.id for person in whole.ranked) == expected.ranked
    assert tuple(person.id for person in whole.to_verify) == expected.to_verify
    assert tuple(miss.id for miss in whole.near_misses) == expected.near_misses
    for person in (*whole.ranked, *whole.to_verify):
        judgement = expected.judgements[person.id]
        assert (person.verdict, person.score) == (judgement.verdict, judgement.score)
        assert person.reverse_score == judgement.reverse
        assert tuple(sorted(q.code for q in person.questions)) == judgement.unknown
    for miss in whole.near_misses:
        assert (miss.reason.code,) == expected.judgements[miss.id].removed
    assert whole == in_pieces(
        world,
        world.candidates,
        pieces,
        Random(seed),
        world.setting.rules,
        subject=vacancy,
        pair_states=states,
    )


@settings(max_examples=6, deadline=None)
@given(shuffle=shuffles)
def test_a_candidates_list_is_the_references_in_any_partitioning(shuffle: tuple[int, int, int]) -> None:
    world, (pieces, seed, number) = the_world(), shuffle
    candidate = world.candidates[number]
    whole = in_pieces(world, world.vacancies, pieces, Random(seed), world.setting.rules, subject=candidate)
    expected = world.reference.shortlist(candidate, world.vacancies, SIZE, world.protected)
    assert tuple(job.id for job in whole.ranked) == expected.ranked
    assert tuple(job.id for job in whole.to_verify) == expected.to_verify
    verdicts = [judgement.verdict for judgement in expected.judgements.values()]
    assert (whole.n_pool, whole.n_eligible, whole.n_to_verify, whole.n_removed) == (
        len(verdicts),
        verdicts.count("eligible"),
        verdicts.count("to_verify"),
        verdicts.count("removed"),
    )


ACT = Act("Regione", "delibera 1/2026", date(2026, 1, 1), date(2026, 1, 1), None, "prova")


class Precedences:
    """Priorities of every mode, each about some of the people by a column that says nothing of fit."""

    @hookimpl
    def matcher_register_priorities(self) -> Iterable[PriorityRule]:
        return [
            PriorityRule("A_BOOST", "a", "a", "bounded_boost", ACT, points=4),
            PriorityRule("B_PLACES", "b", "b", "reserved_places", ACT, places=3),
            PriorityRule("C_PLACES", "c", "c", "reserved_places", ACT, places=2),
            PriorityRule("D_TIE", "d", "d", "tie_break", ACT),
        ]

    @hookimpl
    def matcher_prioritise(
        self, request: MatchRequest, view: PoolView, protected: Mapping[str, pl.Series]
    ) -> Iterable[PriorityColumn]:
        level = view.column("eqf").fill_null(9).to_numpy()
        for remainder, code in enumerate(("A_BOOST", "B_PLACES", "C_PLACES", "D_TIE")):
            yield PriorityColumn(code, np.asarray(level % 4 == remainder))


def with_precedences(rules: Rules) -> Rules:
    return replace(
        rules, gate=Gate(register_plugins([("rules", "0", matcher.rules), ("zz", "0", Precedences())]))
    )


@settings(max_examples=4, deadline=None)
@given(shuffle=shuffles)
def test_priorities_too_choose_the_same_people_in_any_partitioning(shuffle: tuple[int, int, int]) -> None:
    world, (pieces, seed, number) = the_world(), shuffle
    rules = with_precedences(world.setting.rules)
    vacancy = world.vacancies[number]
    whole = match([world.people], world.setting.request(vacancy, size=SIZE), rules)
    assert whole == in_pieces(world, world.candidates, pieces, Random(seed), rules, subject=vacancy)


def test_every_mode_of_priority_moves_somebody_and_none_touches_a_score(world: World) -> None:
    rules, moving = with_precedences(world.setting.rules), set()
    for vacancy in world.vacancies[:12]:
        request = world.setting.request(vacancy, size=SIZE, tie_width=1_000_000)
        shortlist = match([world.people], request, rules)
        for person in (*shortlist.ranked, *shortlist.to_verify):
            moving.update(person.moved_by)
            assert person.score == world.judgements[person.id, vacancy.id].score
    assert moving == {"A_BOOST", "B_PLACES", "C_PLACES", "D_TIE"}


def test_no_list_holds_somebody_whom_a_binding_limit_excludes(
    world: World, lists: Mapping[str, Shortlist]
) -> None:
    """Read from the records alone, without the reference: the plainest limits are respected everywhere."""
    people = {candidate.id: candidate for candidate in world.candidates}
    vacancies = {vacancy.id: vacancy for vacancy in world.vacancies}
    judged = 0
    for name, shortlist in lists.items():
        for person in (*shortlist.ranked, *shortlist.to_verify):
            last = {c.kind: c for c in people[person.id].constraints if c.hard}
            for limit in last.values():
                if limit.value is not None and (limit.expires_on is None or limit.expires_on >= TODAY):
                    assert respects(people[person.id], vacancies[name], limit.kind, limit.value)
                    judged += 1
    assert judged > 1_000


def _with_kinds(contracts: Iterable[str]) -> set[str]:
    """A seasonal contract is one of fixed term."""
    return {*contracts, *(["seasonal"] if "fixed_term" in contracts else [])}


def respects(candidate: Candidate, vacancy: Vacancy, kind: str, limit: Any) -> bool:
    """Tell whether a vacancy keeps within one limit, as far as it says anything about it."""
    v, hours = vacancy, vacancy.weekly_hours_min or vacancy.weekly_hours_max
    pay, start = v.annual_pay_max or v.annual_pay_min, v.start_by or v.start_from
    return {
        "max_distance_km": lambda: may_lodge(candidate, v) or nearest(candidate, v) <= limit,
        "max_weekly_hours": lambda: not hours or hours <= limit,
        "min_weekly_hours": lambda: not hours or (v.weekly_hours_max or hours) >= limit,
        "min_annual_pay": lambda: not pay or pay >= limit,
        "contracts": lambda: not v.contracts or bool(set(v.contracts) & _with_kinds(limit)),
        "days": lambda: set(v.days or ()) <= set(limit),
        "travel": lambda: set(v.travel or ()) <= set(limit),
        "earliest_start": lambda: not start or limit <= start,
    }.get(kind, lambda: True)()


def may_lodge(candidate: Candidate, vacancy: Vacancy) -> bool:
    """Tell whether lodging is offered, or not spoken of and needed: distance is then a question."""
    needs = [c for c in candidate.constraints if c.hard and c.kind == "lodging_needed"]
    valid = [c for c in needs if c.expires_on is None or c.expires_on >= TODAY]
    asked = bool(needs) and needs[-1] in valid and needs[-1].value is True
    return asked if vacancy.lodging is None else vacancy.lodging


def nearest(candidate: Candidate, vacancy: Vacancy) -> int:
    """Return the distance to the nearest workplace, 0 where it is not known or does not matter."""
    places, home = setting().vocabularies.places, candidate.home
    towns = [place.code for place in vacancy.places if place.kind == "municipality"]
    if home is None or home.kind != "municipality" or len(towns) != len(vacancy.places) or not towns:
        return 0
    distances = places.distances_km(places.index(home.code))
    return 0 if vacancy.remote == "remote" else min(int(distances[places.index(code)]) for code in towns)


def test_an_empty_profile_never_outranks_one_that_says_something(
    world: World, lists: Mapping[str, Shortlist]
) -> None:
    empty = 0
    for name, shortlist in lists.items():
        for people in (shortlist.ranked, shortlist.to_verify):
            silent = [world.judgements[person.id, name].silent for person in people]
            assert silent == sorted(silent)
            assert all(person.score == 0 for person, mute in zip(people, silent, strict=True) if mute)
            empty += sum(silent)
    assert empty > 20


def test_living_next_door_does_not_put_an_empty_profile_before_weak_evidence(world: World) -> None:
    sassuolo, catania = (Place(text="", kind="municipality", code=code) for code in ("036040", "087015"))
    anywhere = (DeclaredConstraint(kind="max_distance_km", value=None),)
    welder = (world.setting.mention("occupation", "7212.welder"),)
    shortlist = world.setting.match(
        Vacancy(
            id="V",
            title="Cuoco",
            occupations=(world.setting.mention("occupation", "5120.cook"),),
            places=(sassuolo,),
        ),
        [
            Candidate(id="EMPTY", home=sassuolo, constraints=anywhere),
            Candidate(id="WEAK", home=catania, constraints=anywhere, wanted=welder),
        ],
    )
    assert [person.id for person in shortlist.ranked] == ["WEAK", "EMPTY"]


def test_contributions_sum_to_the_score_and_weights_to_a_thousand(lists: Mapping[str, Shortlist]) -> None:
    people = [person for found in lists.values() for person in (*found.ranked, *found.to_verify)]
    assert len(people) > 500
    for person in people:
        assert sum(c.points for c in person.contributions) == person.score
        assert sum(c.weight for c in person.contributions) == 1000
        assert all(c.points == c.weight * max(c.value, 0) for c in person.contributions)
        assert all(c.possible == (c.weight * 10_000 if c.value < 0 else 0) for c in person.contributions)


def test_no_weight_at_all_gives_no_score_to_anybody(world: World) -> None:
    nothing = dict.fromkeys(world.setting.weights, 0)
    shortlist = world.setting.match(
        world.vacancies[0], world.candidates, world.protected, size=100, weights=nothing
    )
    people = (*shortlist.ranked, *shortlist.to_verify)
    assert people
    assert all(person.score == 0 and person.contributions == () for person in people)
