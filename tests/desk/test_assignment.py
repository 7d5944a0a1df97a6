"""A group of people and all open vacancies: the best assignment, and whom the vacancies leave out."""

from __future__ import annotations

from itertools import product

import pytest

from matcher.desk.assignment import assign
from matcher.errors import InputError, NotFoundError
from matcher.store.applications import set_pair_state
from matcher.testing.people import invented_people
from tests.desk.conftest import AT, Desk

GROUP = [person.id for person in invented_people()][:6]


def assigned(desk: Desk, group=GROUP, **options):
    with desk.database.snapshot() as connection:
        return assign(desk.matching, connection, group, **options)


def scores(desk: Desk, name: str) -> dict[str, int]:
    found = desk.engine.vacancies_for(name, size=50)
    return {entry.id: entry.score for entry in found.ranked}


def test_the_sum_of_the_scores_is_the_highest_there_is(desk: Desk) -> None:
    found = assigned(desk)
    worth = {name: scores(desk, name) for name in GROUP}
    openings = {name: desk.vacancy(name).openings for name in {v for s in worth.values() for v in s}}
    best = max(
        sum(worth[name][job] for name, job in zip(GROUP, jobs, strict=True) if job)
        for jobs in product(*([None, *worth[name]] for name in GROUP))
        if all(jobs.count(job) <= places for job, places in openings.items())
    )
    assert found.total == best > 0
    for placement in found.placements:
        assert placement.score == worth[placement.candidate][placement.vacancy]


def test_everybody_is_in_the_coverage_with_what_excludes_them(desk: Desk) -> None:
    found = assigned(desk, at_least=1)
    assert [person.candidate for person in found.coverage] == GROUP
    for person in found.coverage:
        answer = desk.engine.vacancies_for(person.candidate, size=50)
        assert (person.n_eligible, person.n_to_verify) == (answer.n_eligible, answer.n_to_verify)
        assert person.reasons == {k: n for k, n in answer.removed_by.items() if k != "VACANCY_CLOSED"}
    assert found.n_covered == sum(person.n_eligible >= 1 for person in found.coverage)
    assert {p.candidate for p in found.placements} | set(found.unplaced) == set(GROUP)


def test_points_may_be_asked_of_a_coherent_vacancy(desk: Desk) -> None:
    found = assigned(desk, least_points=30)
    for person in found.coverage:
        good = [score for score in scores(desk, person.candidate).values() if score >= 3_000_000]
        assert person.n_coherent == len(good)


def test_every_coherent_vacancy_is_counted_however_small_the_group(desk: Desk) -> None:
    [alone] = assigned(desk, GROUP[:1], least_points=1, at_least=1).coverage
    [same] = [person for person in assigned(desk, least_points=1).coverage if person.candidate == GROUP[0]]
    assert alone.n_coherent == same.n_coherent == len(scores(desk, GROUP[0])) > 1


def test_the_order_of_the_group_changes_nothing(desk: Desk) -> None:
    forth, back = assigned(desk), assigned(desk, GROUP[::-1])
    assert set(forth.placements) == set(back.placements)
    assert [p.candidate for p in back.coverage] == GROUP[::-1]


def test_pairs_to_verify_are_used_only_when_asked_for_and_say_so(desk: Desk) -> None:
    everybody = [person.id for person in invented_people()]
    assert {p.verdict for p in assigned(desk, everybody).placements} == {"eligible"}
    wider = assigned(desk, everybody, to_verify=True)
    assert "to_verify" in {p.verdict for p in wider.placements}
    assert wider.total >= assigned(desk, everybody).total


def test_places_already_taken_are_not_given_again(desk: Desk) -> None:
    before = assigned(desk)
    taken = before.placements[0]
    other = next(p.id for p in invented_people() if p.id not in GROUP)
    openings = desk.vacancy(taken.vacancy).openings
    desk.put(desk.vacancy(taken.vacancy, openings=1))
    desk.write(lambda c: set_pair_state(c, taken.vacancy, other, "hired", "anna", AT))
    after = assigned(desk)
    assert taken.vacancy not in {p.vacancy for p in after.placements}
    assert before.n_places - after.n_places == openings


def test_only_vacancies_of_some_provinces_or_by_name(desk: Desk) -> None:
    everywhere = assigned(desk)
    placed = everywhere.placements[0].vacancy
    named = assigned(desk, vacancy_ids=[placed])
    assert (named.n_vacancies, {p.vacancy for p in named.placements}) == (1, {placed})
    assert assigned(desk, provinces=["AO"]).n_vacancies < everywhere.n_vacancies


def test_a_group_must_be_somebody_and_everybody_known(desk: Desk) -> None:
    with pytest.raises(InputError, match="vuoto"):
        assigned(desk, [])
    with pytest.raises(NotFoundError):
        assigned(desk, ["NESSUNO"])
    with pytest.raises(NotFoundError, match="richiesta"):
        assigned(desk, vacancy_ids=["NESSUNA"])
