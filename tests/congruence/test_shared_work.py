"""What is done on two threads, and what is remembered from other requests of the day, changes no list."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.engine.kinds import Kinds
from matcher.engine.match import match, match_together
from matcher.pool.bits import Bits
from tests.congruence.conftest import World


@pytest.mark.parametrize("number", range(0, 60, 7))
def test_two_threads_and_what_was_said_before_change_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    rules = world.setting.rules
    for rows, subject in (
        (world.people, world.vacancies[number % len(world.vacancies)]),
        (world.jobs, world.candidates[number]),
    ):
        request = world.setting.request(subject, size=50)
        alone = match([replace(rows, memory={}, postings={})], request, rules)
        assert match([rows], request, rules) == alone
        with monkeypatch.context() as patched:
            patched.setattr("matcher.engine.part._WORTH_TWO_THREADS", 2)
            assert match([rows], request, rules) == alone


def test_little_is_remembered_of_many_outcomes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.engine.kinds._REMEMBERED_BYTES", 1)
    rows = replace(world.people, memory={}, postings={})
    for vacancy in world.vacancies[:12]:
        request = world.setting.request(vacancy, size=50)
        assert match([rows], request, world.setting.rules) == match(
            [world.people], request, world.setting.rules
        )


@pytest.mark.parametrize("a_kind", [1, 4])
def test_one_row_of_each_kind_is_judged_for_all(
    world: World, monkeypatch: pytest.MonkeyPatch, a_kind: int
) -> None:
    """Small kinds and large ones, those that are found at the second request and kept for the others."""
    monkeypatch.setattr("matcher.engine.kinds._WORTH_KINDS", 0)
    monkeypatch.setattr("matcher.engine.kinds._WORTH_A_KIND", a_kind)
    found: list[Kinds] = []
    spread = Kinds.spread

    def noted(kinds: Kinds, mask: np.ndarray) -> Bits:
        found.append(kinds)
        return spread(kinds, mask)

    monkeypatch.setattr(Kinds, "spread", noted)
    rules = world.setting.rules
    for many, subjects in ((world.people, world.vacancies[::2]), (world.jobs, world.candidates[::15])):
        alone, together = (replace(many, memory={}, postings={}) for _ in range(2))
        requests = [world.setting.request(subject, world.protected, size=50) for subject in subjects]
        expected = [match([replace(alone, memory={})], request, rules) for request in requests]
        assert not found, "what is asked once is judged row by row"
        assert match_together([together], requests, rules) == expected
        assert found, "nobody was judged for others"
        assert [match([together], request, rules) for request in requests] == expected
        found.clear()
