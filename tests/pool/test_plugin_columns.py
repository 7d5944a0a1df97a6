"""Columns of plugins: filled some thousands of records at a time, from the records themselves."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

import matcher.pool.build
from matcher.domain.candidate import Candidate
from matcher.domain.vacancy import Vacancy
from matcher.errors import PluginError
from matcher.plugin import Column, hookimpl
from matcher.testing import Workshop

pytest_plugins = ["matcher.testing.fixtures"]


def plugin(calls: list[int]) -> Any:
    def register_columns() -> list[Column]:
        return [
            Column("luoghi.home", pl.Int32, "candidate"),
            Column("luoghi.places", pl.Int32, "vacancy"),
        ]

    def build_columns(side: str, ids: tuple[str, ...], owners: Mapping[str, Any]) -> pl.DataFrame:
        assert tuple(owners) == ids
        calls.append(len(ids))
        if side == "vacancy":
            assert all(isinstance(one, Vacancy) for one in owners.values())
            return pl.DataFrame({"luoghi.places": [len(one.places) for one in owners.values()]})
        assert all(isinstance(one, Candidate) for one in owners.values())
        homes = [int(one.home.code[:3]) if one.home and one.home.code else None for one in owners.values()]
        return pl.DataFrame({"luoghi.home": pl.Series(homes, dtype=pl.Int32)})

    hooks = {"matcher_register_columns": register_columns, "matcher_build_columns": build_columns}
    return SimpleNamespace(**{name: hookimpl(function) for name, function in hooks.items()})


def test_a_plugin_derives_columns_from_profiles_and_vacancies(workshop: Workshop) -> None:
    kit = workshop.kit({"luoghi": plugin([])})
    (people,) = kit.partitions()
    homes = dict(zip(people.ids, people.frame["luoghi.home"], strict=True))
    assert homes["P01"] == 36  # Sassuolo is in the province of Modena
    assert kit.request("V1").ask.values["luoghi.places"] == len(kit.vacancies[0].places)


def test_the_size_of_a_batch_changes_nothing(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    (whole,) = workshop.kit({"luoghi": plugin([])}).partitions()
    calls: list[int] = []
    monkeypatch.setattr(matcher.pool.build, "BLOCK", 7)
    (pieces,) = workshop.kit({"luoghi": plugin(calls)}).partitions()
    assert calls == [7, 7, 7, 7, 2]
    assert pieces.frame.equals(whole.frame, null_equal=True)
    assert pieces.ids == whole.ids


def test_nobody_at_all_still_has_the_columns(workshop: Workshop) -> None:
    kit = workshop.kit({"luoghi": plugin([])})
    assert kit.builder.candidates([]).frame.schema["luoghi.home"] == pl.Int32


def test_a_plugin_cannot_change_whose_columns_are_filled(workshop: Workshop) -> None:
    def build_columns(owners: dict[str, Any]) -> pl.DataFrame:
        owners.clear()
        return pl.DataFrame()

    broken = plugin([])
    broken.matcher_build_columns = hookimpl(build_columns)
    with pytest.raises(PluginError, match=r"«luoghi».*matcher_build_columns"):
        workshop.kit({"luoghi": broken}).partitions()
