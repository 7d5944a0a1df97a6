"""A world of 10,000 pairs, judged once by the slow reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random

import pytest

from matcher.domain.candidate import Candidate
from matcher.domain.protected import Protected
from matcher.domain.shortlist import Shortlist
from matcher.domain.vacancy import Vacancy
from matcher.engine.match import match
from matcher.engine.reference import Judgement, Reference
from matcher.pool.partition import Partition
from tests.congruence.setting import Setting, setting
from tests.congruence.strategies import make_candidate, make_protected, make_vacancy


@dataclass(frozen=True)
class World:
    """People, vacancies, states of pairs, and what the reference says of every pair."""

    setting: Setting
    candidates: tuple[Candidate, ...]
    vacancies: tuple[Vacancy, ...]
    protected: Mapping[str, Protected]
    states: Mapping[tuple[str, str], int]
    people: Partition
    jobs: Partition
    reference: Reference
    judgements: Mapping[tuple[str, str], Judgement]

    def states_of(self, subject: str) -> dict[str, int]:
        """Return the pair states of one record, by the id of the other side."""
        return {
            (vacancy if subject == candidate else candidate): state
            for (candidate, vacancy), state in self.states.items()
            if subject in (candidate, vacancy)
        }


@pytest.fixture(scope="session")
def lists(world: World) -> Mapping[str, Shortlist]:
    """Everybody eligible or to verify for a third of the vacancies, in order."""
    return {
        vacancy.id: match(
            [world.people],
            world.setting.request(
                vacancy, size=100, near_misses=100, pair_states=world.states_of(vacancy.id)
            ),
            world.setting.rules,
        )
        for vacancy in world.vacancies[::3]
    }


@pytest.fixture(scope="session")
def world() -> World:
    return the_world()


@cache
def the_world() -> World:
    """Make the world, once; properties call this, since hypothesis prints what fixtures give them."""
    r = Random(20261122)
    chosen = setting()
    candidates = tuple(make_candidate(r, f"P{number:03}") for number in range(100))
    vacancies = tuple(make_vacancy(r, f"V{number:03}") for number in range(100))
    protected = {c.id: make_protected(r, c.id) for c in candidates}
    pairs = [(c.id, v.id) for c in candidates for v in vacancies]
    states = {pair: r.randint(1, 5) for pair in r.sample(pairs, 300)}
    reference = chosen.reference()
    judgements = {
        (c.id, v.id): reference.judge(c, v, protected[c.id], states.get((c.id, v.id), 0))
        for c in candidates
        for v in vacancies
    }
    return World(
        chosen,
        candidates,
        vacancies,
        protected,
        states,
        chosen.pool(candidates, protected),
        chosen.pool(vacancies),
        reference,
        judgements,
    )
