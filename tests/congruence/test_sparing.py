"""Whoever cannot enter a list is spared the dear criteria, and nobody is lost by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

import matcher.rules
from matcher.engine.match import evaluate, match
from matcher.engine.part import Part
from matcher.engine.request import Rules
from matcher.plugin import Act, MatchRequest, PoolView, PriorityColumn, PriorityRule, hookimpl
from matcher.plugin.gate import Gate
from matcher.plugin.manager import register_plugins
from tests.congruence.conftest import World

ACT = Act("Regione", "delibera 1/2026", date(2026, 1, 1), date(2026, 1, 1), None, "prova")

BOOSTS = ("A_BOOST", "B_BOOST", "C_BOOST")
#: Nearly everything is known from the criteria that come first.
STEEP = {"occupation": 600, "skills": 300, "experience": 90, "text": 10}


class Boosts:
    """Priorities that together lift some people by thirty points of a hundred."""

    @hookimpl
    def matcher_register_priorities(self) -> Iterable[PriorityRule]:
        return [PriorityRule(code, "a", "a", "bounded_boost", ACT, points=10) for code in BOOSTS]

    @hookimpl
    def matcher_prioritise(
        self, request: MatchRequest, view: PoolView, protected: Mapping[str, pl.Series]
    ) -> Iterable[PriorityColumn]:
        level = view.column("eqf").fill_null(9).to_numpy()
        return [PriorityColumn(code, np.asarray(level % 4 == 1)) for code in BOOSTS]


def boosted(rules: Rules) -> Rules:
    plugins = [("rules", "0", matcher.rules), ("zz", "0", Boosts())]
    return replace(rules, gate=Gate(register_plugins(plugins)))


@pytest.fixture
def n_scored(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Score next to nobody before the others are measured against them; note how many rows are scored."""
    found: list[int] = []
    score = Part._scored

    def noted(part: Part, rows: np.ndarray, request: object, rules: object) -> object:
        found.append(len(rows))
        return score(part, rows, request, rules)  # type: ignore[arg-type]

    monkeypatch.setattr("matcher.engine.choose._FIRST_AT_LEAST", 1)
    monkeypatch.setattr("matcher.engine.choose._FIRST_FOR_A_PLACE", 2)
    monkeypatch.setattr(Part, "_scored", noted)
    return found


@pytest.mark.parametrize(("size", "tie_width"), [(1, 100_000), (4, 1), (4, 700_000), (25, 100_000)])
def test_sparing_changes_no_list(
    world: World, n_scored: list[int], monkeypatch: pytest.MonkeyPatch, size: int, tie_width: int
) -> None:
    counted = {}
    for least in (10**9, 0):
        monkeypatch.setattr("matcher.engine.choose._WORTH_SPARING", least)
        n_scored.clear()
        lists = []
        for rules in (world.setting.rules, boosted(world.setting.rules)):
            for subject, rows in (
                *((vacancy, world.people) for vacancy in world.vacancies[::8]),
                *((candidate, world.jobs) for candidate in world.candidates[::50]),
            ):
                for weights in (world.setting.weights, STEEP):
                    request = world.setting.request(
                        subject, size=size, tie_width=tie_width, near_misses=3, weights=weights
                    )
                    lists.append(match([rows], request, rules))
        counted[least] = sum(n_scored), lists
    assert counted[0][1] == counted[10**9][1]
    if size < 25:
        assert counted[0][0] < counted[10**9][0], "somebody is spared"


def test_nobody_scores_more_than_the_most_possible(world: World) -> None:
    for subject, rows in (
        *((vacancy, world.people) for vacancy in world.vacancies[::3]),
        *((candidate, world.jobs) for candidate in world.candidates[::9]),
    ):
        request, rules = world.setting.request(subject), world.setting.rules
        part, everybody = evaluate(rows, request, rules), np.arange(rows.n_rows)
        most = part.most_possible(everybody, request, rules)
        assert (most >= part.scored(everybody, request, rules).totals).all()
