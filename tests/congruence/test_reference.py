"""Over 10,000 random pairs the engine says what the slow reference says, from either side."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from matcher.domain.candidate import Candidate
from matcher.domain.protected import Protected
from matcher.domain.vacancy import Vacancy
from matcher.engine.reference import Judgement
from tests.congruence.conftest import World
from tests.congruence.setting import Outcome, outcomes, setting
from tests.congruence.strategies import candidates, protected, vacancies

#: Facts of an open world, or whose absence is an answer: they can remove, never be in doubt.
NEVER_IN_DOUBT = {
    "VACANCY_CLOSED",
    "VACANCY_EXPIRED",
    "SKILL_LACKING",
    "SKILL_EXCLUDED",
    "WORK_PLACE_REFUSED",
    "ALREADY_REFERRED",
    "REFUSED_BY_PERSON",
    "HIRED_HERE",
    "REJECTED_BY_EMPLOYER",
    "UNAVAILABLE_FOR_THIS",
}
#: Doubts that never become a refusal.
NEVER_REMOVES = {"WORKPLACE_IMPRECISE", "LICENCE_EXPIRED", "SKILL_UNPROVEN"}


def assert_same(found: Outcome, expected: Judgement, pair: tuple[str, str]) -> None:
    assert (found.removed, found.unknown) == (expected.removed, expected.unknown), pair
    assert found.weights == expected.weights, pair
    assert found.values == expected.values, pair
    assert (found.score, found.reverse) == (expected.score, expected.reverse), pair


def test_a_vacancy_that_asks_agrees_with_the_reference(world: World) -> None:
    for vacancy in world.vacancies:
        request = world.setting.request(vacancy, pair_states=world.states_of(vacancy.id))
        for name, found in outcomes(world.people, request, world.setting.rules).items():
            assert_same(found, world.judgements[name, vacancy.id], (name, vacancy.id))


def test_a_candidate_who_asks_gets_the_same_verdict_score_and_reasons(world: World) -> None:
    for candidate in world.candidates:
        request = world.setting.request(candidate, world.protected, pair_states=world.states_of(candidate.id))
        for name, found in outcomes(world.jobs, request, world.setting.rules).items():
            assert_same(found, world.judgements[candidate.id, name], (candidate.id, name))


def test_the_world_meets_every_reason_and_every_doubt(world: World) -> None:
    removing = {code for j in world.judgements.values() for code in j.removed}
    doubtful = {code for j in world.judgements.values() for code in j.unknown}
    declared = set(world.setting.rules.gate.codes)
    assert removing == declared - NEVER_REMOVES
    assert doubtful == declared - NEVER_IN_DOUBT
    verdicts = [j.verdict for j in world.judgements.values()]
    assert len(verdicts) == 10_000
    assert all(verdicts.count(verdict) > 300 for verdict in ("eligible", "to_verify", "removed"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(candidate=candidates(), vacancy=vacancies(), behind=protected())
def test_any_pair_agrees_with_the_reference(
    candidate: Candidate, vacancy: Vacancy, behind: Protected
) -> None:
    here = setting()
    expected = here.reference().judge(candidate, vacancy, behind)
    forward = outcomes(here.pool([candidate], {"P1": behind}), here.request(vacancy), here.rules)["P1"]
    backward = outcomes(here.pool([vacancy]), here.request(candidate, {"P1": behind}), here.rules)["V1"]
    assert_same(forward, expected, ("P1", "V1"))
    assert_same(backward, expected, ("P1", "V1"))
