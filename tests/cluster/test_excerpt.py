"""What travels from a partition far away is enough: the shortlist is the one that all of them here would give."""

from __future__ import annotations

import pickle
from random import Random

import numpy as np
import pytest

from matcher.cluster.excerpt import Excerpt, find, put_together
from matcher.engine import choose
from matcher.engine.match import match
from matcher.pool.partition import Partition
from tests.congruence.conftest import World, the_world

SIZE = 7


@pytest.fixture(scope="module")
def world() -> World:
    return the_world()


def sent(partition: Partition, request, rules) -> Excerpt:
    return pickle.loads(pickle.dumps(find(partition, request, rules)))


def pieces(partition: Partition, n: int, seed: int) -> list[Partition]:
    rows = np.arange(partition.n_rows)
    Random(seed).shuffle(rows)
    return [partition.take(np.sort(piece)) for piece in np.array_split(rows, n)]


@pytest.mark.parametrize("n", [1, 5])
def test_the_shortlist_is_that_of_everybody_in_one_place(world: World, n: int) -> None:
    rules, people = world.setting.rules, world.setting.pool(world.candidates, world.protected)
    for number, vacancy in enumerate(world.vacancies[:12]):
        request = world.setting.request(vacancy, world.protected, SIZE)
        found = put_together(
            [sent(piece, request, rules) for piece in pieces(people, n, number)], request, rules
        )
        assert found == match([people], request, rules)


def test_the_other_direction_too(world: World) -> None:
    rules, jobs = world.setting.rules, world.setting.pool(world.vacancies, world.protected)
    for number, person in enumerate(world.candidates[:10]):
        request = world.setting.request(person, world.protected, SIZE)
        found = put_together(
            [sent(piece, request, rules) for piece in pieces(jobs, 3, number)], request, rules
        )
        assert found == match([jobs], request, rules)


def test_applicants_left_out_and_states_of_pairs_are_told_from_afar(world: World) -> None:
    rules, people = world.setting.rules, world.setting.pool(world.candidates, world.protected)
    names = [person.id for person in world.candidates]
    request = world.setting.request(
        world.vacancies[0],
        world.protected,
        2,
        applicants=frozenset(names[::3]),
        pair_states={names[0]: 1, names[1]: 2},
    )
    found = put_together([sent(piece, request, rules) for piece in pieces(people, 4, 1)], request, rules)
    assert found == match([people], request, rules)
    assert found.left_out_applicants


def test_near_misses_beyond_those_that_are_scored(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "_NEAR_MISS_ROWS", 6)
    rules, people = world.setting.rules, world.setting.pool(world.candidates, world.protected)
    for number, vacancy in enumerate(world.vacancies[:12]):
        request = world.setting.request(vacancy, world.protected, SIZE)
        found = put_together(
            [sent(piece, request, rules) for piece in pieces(people, 3, number)], request, rules
        )
        assert found == match([people], request, rules)


def test_only_those_rows_travel_that_may_be_shown(world: World) -> None:
    rules, people = world.setting.rules, world.setting.pool(world.candidates, world.protected)
    fewer = 0
    for vacancy in world.vacancies:
        request = world.setting.request(vacancy, world.protected, 1, near_misses=0)
        found = find(people, request, rules)
        assert found.counts.n_pool == people.n_rows > found.rows.n_rows
        fewer += len(found.rows.terms["skill"]) < len(people.terms["skill"])
    assert fewer, "words that nobody sent uses stay where they are"
