"""Requests made together are those made alone, and what is remembered is what would be computed."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import polars as pl

from matcher.engine.batch import match_all, remembering, split_rows
from matcher.engine.match import match
from matcher.pool.jagged import Jagged
from matcher.pool.partition import Partition
from matcher.pool.terms import TermTable
from tests.congruence.conftest import the_world


def assert_same(left: Partition, right: Partition) -> None:
    for one in fields(Partition):
        if one.name in ("postings", "memory"):
            continue
        mine, other = getattr(left, one.name), getattr(right, one.name)
        if isinstance(mine, pl.DataFrame):
            # a column that nobody of the group but others have is null here, and absent alone
            used = [column.name for column in mine.iter_columns() if column.null_count() < mine.height]
            assert mine.select(used).equals(other.select(used)), one.name
            assert set(other.columns) <= set(mine.columns)
        elif isinstance(mine, Jagged):
            for part in fields(Jagged):
                np.testing.assert_array_equal(getattr(mine, part.name), getattr(other, part.name), one.name)
        elif one.name == "terms":
            assert all(_same_terms(mine[kind], other[kind]) for kind in mine)
        elif isinstance(mine, np.ndarray):
            np.testing.assert_array_equal(mine, other, one.name)
        else:
            assert mine == other, one.name


def _same_terms(left: TermTable, right: TermTable) -> bool:
    return (left.keys, left.texts, left.ancestors) == (right.keys, right.texts, right.ancestors) and (
        np.array_equal(left.vectors, right.vectors) and np.array_equal(left.groups, right.groups)
    )


def test_people_built_together_and_split_are_people_built_alone() -> None:
    world = the_world()
    for row, person in zip(
        split_rows(world.setting.pool(world.candidates, world.protected)), world.candidates, strict=True
    ):
        assert_same(row, world.setting.pool([person], world.protected))


def test_vacancies_built_together_and_split_are_vacancies_built_alone() -> None:
    world = the_world()
    for row, vacancy in zip(split_rows(world.setting.pool(world.vacancies)), world.vacancies, strict=True):
        assert_same(row, world.setting.pool([vacancy]))


def test_all_together_find_what_each_finds_alone_in_both_directions() -> None:
    world = the_world()
    people, jobs = world.setting.pool(world.candidates, world.protected), world.setting.pool(world.vacancies)
    for rows, subjects in ((people, world.vacancies[:30]), (jobs, world.candidates[:30])):
        requests = [world.setting.request(subject, world.protected) for subject in (*subjects, *subjects)]
        found = list(match_all([rows], requests, world.setting.rules))
        assert found == [match([rows], request, world.setting.rules) for request in requests]


def test_likeness_is_remembered_within_bounds(monkeypatch) -> None:
    world = the_world()
    rows = remembering(world.setting.pool(world.candidates, world.protected))
    assert remembering(rows).terms["skill"] is rows.terms["skill"]
    monkeypatch.setattr("matcher.engine.batch._REMEMBERED_BYTES", 4 * 2 * len(rows.terms["skill"]))
    rules = world.setting.rules
    for vacancy in world.vacancies[:20]:
        request = world.setting.request(vacancy)
        assert list(match_all([rows], [request], rules)) == [
            match([world.setting.pool(world.candidates, world.protected)], request, rules)
        ]
    assert len(rows.terms["skill"]._rows) <= 4
