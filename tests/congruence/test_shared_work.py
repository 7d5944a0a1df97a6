"""What is done on two threads, and what is remembered from other requests of the day, changes no list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.engine.match import match
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
