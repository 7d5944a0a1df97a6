"""What plugins declare at start: a broken declaration fails the start, names the plugin and says what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from matcher.domain.record import Record
from matcher.errors import PluginError
from matcher.plugin import Act, Column, Component, PriorityRule, RecordType
from matcher.testing import Workshop

pytest_plugins = ["matcher.testing.fixtures"]

ACT = Act("Regione Prova", "DGR 1", date(2026, 1, 1), date(2026, 1, 1), date(2026, 12, 31))
RULE = PriorityRule("FIRST", "Prima", "First", "tie_break", ACT)


def refusal(workshop: Workshop, name: str, plugin: Any) -> PluginError:
    with pytest.raises(PluginError) as caught:
        workshop.kit({name: plugin})
    assert f"«{name}»" in caught.value.message
    assert caught.value.hint
    return caught.value


class Note(Record):
    text: str


@pytest.mark.parametrize(
    ("column", "code"),
    [
        (Column("since", pl.Int32, "candidate"), "E-PLG-020"),
        (Column("other.since", pl.Int32, "candidate"), "E-PLG-020"),
        (Column("max_km", pl.Int32, "candidate"), "E-PLG-020"),
        (Column("mine.since", pl.Int32, "pair"), "E-PLG-037"),
        (Column("mine.since", pl.List(pl.Int32), "candidate"), "E-PLG-037"),
        (Column("mine.since", pl.Object, "candidate"), "E-PLG-037"),
    ],
)
def test_broken_columns(workshop: Workshop, make: Callable[..., Any], column: Column, code: str) -> None:
    assert refusal(workshop, "mine", make(register_columns=lambda: [column])).code == code


def test_a_column_declared_twice(workshop: Workshop, make: Callable[..., Any]) -> None:
    column = Column("mine.since", pl.Int32, "candidate")
    assert refusal(workshop, "mine", make(register_columns=lambda: [column, column])).code == "E-PLG-022"


@pytest.mark.parametrize(
    ("component", "code"),
    [
        (Component("bonus", "Premio", "Bonus", 10), "E-PLG-020"),
        (Component("occupation", "Professione", "Occupation", 10), "E-PLG-020"),
        (Component("mine.bonus", "", "Bonus", 10), "E-PLG-025"),
        (Component("mine.bonus", "Premio", "", 10), "E-PLG-025"),
        (Component("mine.bonus", "Premio", "Bonus", -1), "E-PLG-039"),
        (Component("mine.bonus", "Premio", "Bonus", 1001), "E-PLG-039"),
        (Component("mine.bonus", "Premio", "Bonus", 0.5), "E-PLG-033"),  # type: ignore[arg-type]
    ],
)
def test_broken_components(
    workshop: Workshop, make: Callable[..., Any], component: Component, code: str
) -> None:
    assert refusal(workshop, "mine", make(register_components=lambda: [component])).code == code


@pytest.mark.parametrize(
    ("rule", "code", "named"),
    [
        (replace(RULE, act=None), "E-PLG-023", "l'atto"),
        (replace(RULE, mode="bounded_boost", points=3, act=None), "E-PLG-023", "l'atto"),
        (replace(RULE, mode="reserved_places", places=1, act=None), "E-PLG-023", "l'atto"),
        (replace(RULE, mode="separate_list", act=None), "E-PLG-023", "l'atto"),
        (replace(RULE, act=replace(ACT, authority="")), "E-PLG-023", "authority"),
        (replace(RULE, act=replace(ACT, number="")), "E-PLG-023", "number"),
        (replace(RULE, act=replace(ACT, issued_on=None)), "E-PLG-023", "issued_on"),
        (replace(RULE, act=replace(ACT, valid_from=None)), "E-PLG-023", "valid_from"),
        (replace(RULE, mode="report", act=None, reads_protected=("birth_day",)), "E-PLG-023", "l'atto"),
        (replace(RULE, mode="bounded_boost", points=11), "E-PLG-024", "11 punti"),
        (replace(RULE, mode="bounded_boost", points=0), "E-PLG-024", "0 punti"),
        (replace(RULE, mode="bounded_boost", points=-3), "E-PLG-024", "-3 punti"),
        (replace(RULE, mode="reserved_places"), "E-PLG-024", "0 posti"),
        (replace(RULE, mode="first"), "E-PLG-033", "first"),  # type: ignore[arg-type]
        (replace(RULE, label_it=""), "E-PLG-025", "italiano"),
        (replace(RULE, code="first"), "E-PLG-025", "codice"),
        (replace(RULE, reads_protected=("max_km",)), "E-PLG-010", "max_km"),
        (replace(RULE, reads_protected=("citizenship",)), "E-PLG-010", "citizenship"),
    ],
)
def test_broken_priorities(
    workshop: Workshop, prioritising: Callable[..., Any], rule: PriorityRule, code: str, named: str
) -> None:
    error = refusal(workshop, "mine", prioritising(rule))
    assert error.code == code
    assert named in error.message


def test_a_report_needs_no_act(workshop: Workshop, prioritising: Callable[..., Any]) -> None:
    kit = workshop.kit({"mine": prioritising(replace(RULE, mode="report", act=None))})
    assert kit.gate.priorities["FIRST"][0] == "mine"


def test_a_priority_of_two_plugins_names_both(workshop: Workshop, prioritising: Callable[..., Any]) -> None:
    with pytest.raises(PluginError, match=r"«FIRST».*alfa.*beta") as caught:
        workshop.kit({"beta": prioritising(RULE), "alfa": prioritising(RULE)})
    assert caught.value.code == "E-PLG-022"


def test_records_are_pydantic_models(workshop: Workshop, make: Callable[..., Any]) -> None:
    broken = make(register_records=lambda: [RecordType("nota", "candidate", dict)])
    assert refusal(workshop, "mine", broken).code == "E-PLG-038"


def test_one_record_for_each_kind_of_owner(workshop: Workshop, make: Callable[..., Any]) -> None:
    pair = [RecordType("nota", "candidate", Note), RecordType("altra", "candidate", Note)]
    assert refusal(workshop, "mine", make(register_records=lambda: pair)).code == "E-PLG-022"


@pytest.mark.parametrize("answer", ["text", 7, {"a": 1}, [7], [None], ["text"]])
def test_declarations_of_another_type(workshop: Workshop, make: Callable[..., Any], answer: Any) -> None:
    error = refusal(workshop, "mine", make(register_components=lambda: answer))
    assert error.code == "E-PLG-033"
    assert "matcher_register_components" in error.message


def test_nothing_to_declare_is_no_error(workshop: Workshop, make: Callable[..., Any]) -> None:
    plugin = make(register_components=lambda: None, register_priorities=lambda: iter(()))
    assert workshop.kit({"mine": plugin}).match("V1").notices == ()


def test_settings_reach_the_plugin_before_anything_else(workshop: Workshop, make: Callable[..., Any]) -> None:
    calls: list[Any] = []
    plugin = make(
        configure=lambda settings: calls.append(dict(settings)),
        register_components=lambda: calls.append("declared"),
    )
    workshop.kit({"mine": plugin}, settings={"mine": {"limit": 3}})
    assert calls == [{"limit": 3}, "declared"]


def test_without_a_table_settings_are_empty(workshop: Workshop, make: Callable[..., Any]) -> None:
    calls: list[Any] = []
    workshop.kit({"mine": make(configure=lambda settings: calls.append(dict(settings)))})
    assert calls == [{}]


def test_settings_of_a_plugin_that_is_not_there(workshop: Workshop) -> None:
    with pytest.raises(PluginError, match="«ghost»") as caught:
        workshop.kit(settings={"ghost": {"limit": 3}})
    assert caught.value.code == "E-PLG-029"


def test_settings_of_a_plugin_that_takes_none(workshop: Workshop, make: Callable[..., Any]) -> None:
    with pytest.raises(PluginError, match="«mine»") as caught:
        workshop.kit({"mine": make(register_components=lambda: [])}, settings={"mine": {"limit": 3}})
    assert caught.value.code == "E-PLG-029"


def test_wrong_settings_name_the_field(workshop: Workshop, make: Callable[..., Any]) -> None:
    plugin = make(configure=lambda settings: Note.model_validate(settings) and None)
    with pytest.raises(PluginError, match=r"«text».*«mine»") as caught:
        workshop.kit({"mine": plugin}, settings={"mine": {"text": 7}})
    assert caught.value.code == "E-PLG-028"
    assert "[plugins.mine]" in caught.value.hint
