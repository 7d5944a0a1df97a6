"""What one plugin declared no other reads, whichever door it tries; what is protected it reads by the law's door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from matcher.errors import PluginError
from matcher.plugin import (
    Act,
    Column,
    Component,
    FilterClause,
    Note,
    PriorityColumn,
    PriorityRule,
    ReasonCode,
    ScoreColumn,
    hookimpl,
)
from matcher.testing import Kit, Workshop

pytest_plugins = ["matcher.testing.fixtures"]

ACT = Act("Regione Prova", "DGR 1", date(2026, 1, 1), date(2026, 1, 1), date(2026, 12, 31))


class Secret:
    """Keeps one professional and one protected column about each person."""

    @hookimpl
    def matcher_register_columns(self) -> list[Column]:
        return [
            Column("secret.level", pl.Int32, "candidate"),
            Column("secret.case", pl.Boolean, "candidate", "protected"),
        ]

    @hookimpl
    def matcher_build_columns(self, ids: list[str]) -> pl.DataFrame:
        levels = [int(name[1:]) for name in ids]
        return pl.DataFrame({"secret.level": levels, "secret.case": [level % 2 == 0 for level in levels]})


class SecretWithPriority(Secret):
    @hookimpl
    def matcher_register_priorities(self) -> list[PriorityRule]:
        return [PriorityRule("CASES", "Casi", "Cases", "tie_break", ACT, reads_protected=("secret.case",))]

    @hookimpl
    def matcher_prioritise(self, protected: Any) -> list[PriorityColumn]:
        return [PriorityColumn("CASES", protected["secret.case"].to_numpy())]


class SecretWithRequirement(Secret):
    @hookimpl
    def matcher_legal_requirement(self, candidate: Any) -> list[FilterClause]:
        code = ReasonCode("CASE", "requisito di legge", "legal requirement")
        return [FilterClause(code, ~candidate["secret.case"], act=ACT)]


def ask_both_ways(kit: Kit) -> None:
    kit.match("V1")
    kit.vacancies_for("P01")


@pytest.mark.parametrize("column", ["secret.level", "secret.case"])
def test_another_plugin_reads_it_through_no_side_and_no_view(
    workshop: Workshop, make: Callable[..., Any], filtering: Callable[..., Any], column: str
) -> None:
    component = Component("spy.sees", "Vede", "Sees", 1)

    def score(view: Any) -> list[ScoreColumn]:
        return [ScoreColumn("spy.sees", view.column(column).to_numpy().astype(np.int64))]

    spies = (
        filtering(lambda c, v, p: c[column].is_null()),
        filtering(lambda c, v, p: pl.col(column).is_null()),
        make(register_components=lambda: [component], score=score),
    )
    for spy in spies:
        with pytest.raises(PluginError, match="«spy»") as caught:
            ask_both_ways(workshop.kit({"secret": Secret, "spy": spy}))
        assert caught.value.code == "E-PLG-010"


def test_the_request_shows_a_plugin_only_what_it_may_read(
    workshop: Workshop, make: Callable[..., Any]
) -> None:
    seen: dict[str, set[str]] = {}

    def watch(name: str) -> Any:
        def explain(request: Any) -> list[Note]:
            if request.direction == "candidate":
                seen[name] = {column for column in request.values if "." in column or column == "birth_day"}
                assert "max_km" in request.values
            return []

        return explain

    class Watched(Secret):
        @hookimpl
        def matcher_explain(self, request: Any) -> list[Note]:
            return list(watch("secret")(request))

    kit = workshop.kit({"secret": Watched, "spy": make(explain=watch("spy"))})
    assert kit.vacancies_for("P01").notices == ()
    assert seen == {"spy": set(), "secret": {"secret.level"}}


def test_its_own_protected_column_is_out_of_its_own_view(workshop: Workshop) -> None:
    class Careless(Secret):
        @hookimpl
        def matcher_filter(self, candidate: Any) -> list[FilterClause]:
            return [FilterClause(ReasonCode("CASE", "caso", "case"), candidate["secret.case"])]

    with pytest.raises(PluginError, match=r"«secret».*secret\.case") as caught:
        workshop.kit({"secret": Careless})
    assert caught.value.code == "E-PLG-010"


def test_a_priority_with_an_act_reads_the_protected_column_that_it_declared(workshop: Workshop) -> None:
    ranked = workshop.kit({"secret": SecretWithPriority}).match("V1", size=30).ranked
    plain = workshop.kit().match("V1", size=30).ranked
    assert {row.id: row.contributions for row in ranked} == {row.id: row.contributions for row in plain}
    moved = [row.id for row in ranked if row.moved_by]
    assert moved
    assert all(int(name[1:]) % 2 == 0 for name in moved)


def test_a_requirement_of_law_reads_it_and_shows_nothing(workshop: Workshop) -> None:
    kit = workshop.kit({"secret": SecretWithRequirement})
    for person, judged in kit.judge("V1").items():
        reasons = {reason.code: reason.facts for reason in judged.verdict.reasons}
        assert ("CASE" in reasons) == (int(person[1:]) % 2 == 0)
        assert reasons.get("CASE", {}) == {}
    assert "CASE" in kit.vacancies_for("P02").removed_by
    assert "CASE" not in kit.vacancies_for("P01").removed_by


def test_what_nobody_states_has_the_type_of_its_column(workshop: Workshop, make: Callable[..., Any]) -> None:
    seen: list[tuple[pl.DataType, pl.DataType, int]] = []

    def score(view: Any) -> list[ScoreColumn]:
        both = view.column("min_pay"), view.column("pay_max")
        seen.append((both[0].dtype, both[1].dtype, (both[0] > both[1]).len()))
        return [ScoreColumn("pay.known", np.zeros(view.n_rows, dtype=np.int64))]

    component = Component("pay.known", "Paga", "Pay", 1)
    ask_both_ways(workshop.kit({"pay": make(register_components=lambda: [component], score=score)}))
    assert {one[:2] for one in seen} == {(pl.Int32(), pl.Int32())}
