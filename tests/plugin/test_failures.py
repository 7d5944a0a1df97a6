"""When a plugin fails: whatever it does, the error names it; a rule stops the request, an annotator does not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import polars as pl
import pytest

from matcher.domain.constraint import ConstraintKind, DeclaredConstraint
from matcher.errors import InputError, PluginError
from matcher.plugin import Component, FilterClause, Finding, Note, ScoreColumn, hookimpl
from matcher.testing import Workshop, conformance_problems

pytest_plugins = ["matcher.testing.fixtures"]

BONUS = Component("mine.bonus", "Premio", "Bonus", 100)


def scoring(make: Callable[..., Any], answer: Callable[[Any], Any]) -> Any:
    return make(register_components=lambda: [BONUS], score=answer)


def constant(view: Any, value: int = 5000, **parts: Any) -> ScoreColumn:
    return ScoreColumn("mine.bonus", np.full(view.n_rows, value, dtype=np.int64), **parts)


def failure(workshop: Workshop, plugin: Any, **options: Any) -> PluginError:
    kit = workshop.kit({"mine": plugin}, **options)
    with pytest.raises(PluginError) as caught:
        kit.match("V1")
    assert "«mine»" in caught.value.message
    assert caught.value.hint
    return caught.value


def boom() -> Any:
    raise KeyError("nothing here")


def leave() -> Any:
    raise SystemExit(2)


# -- what a plugin raises -------------------------------------------------------------------------------


@pytest.mark.parametrize("raising", [boom, leave])
def test_a_score_that_raises_stops_the_request(
    workshop: Workshop, make: Callable[..., Any], raising: Callable[..., Any]
) -> None:
    error = failure(workshop, scoring(make, raising))
    assert error.code == "E-PLG-042"
    assert "matcher_score" in error.message
    assert 'plugins.blocked = ["mine"]' in error.hint


def test_a_generator_that_raises_half_way_stops_the_request(
    workshop: Workshop, make: Callable[..., Any]
) -> None:
    def half(view: Any) -> Iterator[ScoreColumn]:
        yield constant(view)
        raise ZeroDivisionError("half way")

    assert failure(workshop, scoring(make, half)).code == "E-PLG-042"


def test_a_constraint_that_cannot_be_computed_stops_the_request(
    workshop: Workshop, make: Callable[..., Any], clause: Callable[..., FilterClause]
) -> None:
    plugin = make(filter=lambda candidate: [clause(candidate["min_pay"].cast(pl.UInt16) > 0)])
    dear = DeclaredConstraint(kind=ConstraintKind.MIN_ANNUAL_PAY, value=100_000)
    kit = workshop.kit({"mine": plugin})
    people = [kit.people[0].model_copy(update={"constraints": (dear,)}), *kit.people[1:]]
    with pytest.raises(PluginError, match=r"TEST.*«mine»") as caught:
        kit.with_people(people).match("V1")
    assert caught.value.code == "E-PLG-012"


def test_a_declaration_that_raises_stops_the_start(workshop: Workshop, make: Callable[..., Any]) -> None:
    with pytest.raises(PluginError, match=r"«mine».*matcher_filter") as caught:
        workshop.kit({"mine": make(filter=boom)})
    assert caught.value.code == "E-PLG-042"


def test_an_error_of_our_own_family_still_names_the_plugin(
    workshop: Workshop, make: Callable[..., Any]
) -> None:
    def refuse() -> Any:
        raise InputError("E-MIO-001", "Manca la tabella.", "Scaricala.")

    error = failure(workshop, scoring(make, refuse))
    assert (error.code, error.hint) == ("E-MIO-001", "Scaricala.")
    assert "Manca la tabella." in error.message


# -- the deadline ---------------------------------------------------------------------------------------


def test_past_the_deadline_the_request_fails_and_the_plugin_is_set_aside(
    workshop: Workshop, make: Callable[..., Any]
) -> None:
    calls: list[int] = []

    def slow(view: Any) -> list[ScoreColumn]:
        calls.append(1)
        time.sleep(0.6)
        return [constant(view)]

    kit = workshop.kit({"mine": scoring(make, slow)}, deadline=0.3)
    started = time.monotonic()
    with pytest.raises(PluginError, match=r"«mine».*matcher_score.*0.3") as caught:
        kit.match("V1")
    assert caught.value.code == "E-PLG-040"
    assert time.monotonic() - started < 5
    with pytest.raises(PluginError, match="«mine»") as again:
        kit.match("V1")
    assert again.value.code == "E-PLG-041"
    assert len(calls) == 1


def test_a_slow_annotator_is_passed_over(workshop: Workshop, make: Callable[..., Any]) -> None:
    kit = workshop.kit({"mine": make(explain=lambda view: time.sleep(0.6))}, deadline=0.3)
    found = kit.match("V1")
    assert found.ranked
    assert any("«mine»" in notice for notice in found.notices)


# -- shapes, types and ranges ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda view: [ScoreColumn("mine.bonus", np.zeros(view.n_rows + 1, dtype=np.int64))], "E-PLG-035"),
        (lambda view: [ScoreColumn("mine.bonus", np.zeros((view.n_rows, 1), dtype=np.int64))], "E-PLG-035"),
        (lambda view: [ScoreColumn("mine.bonus", np.full(view.n_rows, 0.5))], "E-PLG-035"),
        (lambda view: [ScoreColumn("mine.bonus", [0] * view.n_rows)], "E-PLG-035"),
        (lambda view: [ScoreColumn("mine.bonus", view.column("distance_km"))], "E-PLG-035"),
        (lambda view: [ScoreColumn("mine.bonus", None)], "E-PLG-035"),
        (lambda view: [constant(view, asked=np.ones(view.n_rows + 1, dtype=np.bool_))], "E-PLG-035"),
        (lambda view: [constant(view, asked=1)], "E-PLG-035"),
        (lambda view: [constant(view, value=10_001)], "E-PLG-034"),
        (lambda view: [constant(view, value=-2)], "E-PLG-034"),
        (lambda view: [constant(view), constant(view)], "E-PLG-022"),
        (lambda view: [ScoreColumn("occupation", np.zeros(view.n_rows, dtype=np.int64))], "E-PLG-030"),
        (lambda view: [ScoreColumn("mine.other", np.zeros(view.n_rows, dtype=np.int64))], "E-PLG-030"),
        (lambda view: [], "E-PLG-031"),
        (lambda view: None, "E-PLG-031"),
        (lambda view: constant(view, value=1), "E-PLG-033"),
        (lambda view: ["bonus"], "E-PLG-033"),
        (lambda view: 5000, "E-PLG-033"),
        (lambda view: [Note(0, "nota", "note")], "E-PLG-033"),
        (lambda view: [constant(view, value=int(view.column("other.level")[0]))], "E-PLG-010"),
        (lambda view: [constant(view, value=int(view.column("birth_day")[0]))], "E-PLG-010"),
        (lambda view: [constant(view, value=len(view.ids))], "E-PLG-042"),
        (lambda view: [constant(view, value=len(view._partition.ids))], "E-PLG-042"),
    ],
)
def test_wrong_scores_stop_the_request(
    workshop: Workshop, make: Callable[..., Any], answer: Callable[..., Any], code: str
) -> None:
    assert failure(workshop, scoring(make, answer)).code == code


def test_a_value_that_all_rows_share_is_a_value_of_each(workshop: Workshop, make: Callable[..., Any]) -> None:
    shared = scoring(make, lambda view: [ScoreColumn("mine.bonus", np.array(7000))])
    each = scoring(make, lambda view: [constant(view, value=7000)])
    judged = [workshop.kit({"mine": plugin}).judge("V1") for plugin in (shared, each)]
    assert judged[0] == judged[1]
    assert judged[0]["P01"].components["mine.bonus"] == 7000


def test_a_reseeded_generator_is_seen_by_the_check(workshop: Workshop, make: Callable[..., Any]) -> None:
    def seeded(view: Any) -> list[ScoreColumn]:
        np.random.seed(1)
        return [constant(view)]

    problems = conformance_problems(workshop, "mine", scoring(make, seeded))
    assert [text for text in problems if "generatore casuale" in text]
    assert conformance_problems(workshop, "mine", scoring(make, lambda view: [constant(view)])) == []


def test_a_component_without_a_score_hook_stops_the_request(
    workshop: Workshop, make: Callable[..., Any]
) -> None:
    assert failure(workshop, make(register_components=lambda: [BONUS])).code == "E-PLG-031"


def test_a_good_score_counts_and_is_attributed(workshop: Workshop, make: Callable[..., Any]) -> None:
    kit = workshop.kit({"mine": scoring(make, lambda view: [constant(view)])})
    best = kit.match("V1").ranked[0]
    shown = {c.component: c for c in best.contributions}
    assert (shown["mine.bonus"].plugin, shown["mine.bonus"].value) == ("mine", 5000)
    assert sum(c.points for c in best.contributions) == best.score


# -- annotators -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "explain",
    [
        boom,
        leave,
        lambda view: 7,
        lambda view: ["nota"],
        lambda view: [Note(view.n_rows, "nota", "note")],
        lambda view: [Note(-1, "nota", "note")],
        lambda view: [Finding(0, "mine.nothing", "", "")],
        lambda view: [Finding(0, "occupation", "", "", 10_001)],
        lambda view: [Finding(0, "occupation", "", "", 0.5)],
        lambda view: [Finding(0, "occupation", None, "")],
        lambda view: [Note("0", "nota", "note")],
        lambda view: [Note(0, 7, "note")],
        lambda view: [Note(0, str(view.column("birth_day")[0]), "note")],
    ],
)
def test_a_broken_annotator_is_passed_over_with_a_notice(
    workshop: Workshop, make: Callable[..., Any], explain: Callable[..., Any]
) -> None:
    sound = workshop.kit().match("V1")
    found = workshop.kit({"mine": make(explain=explain)}).match("V1")
    assert found.ranked == sound.ranked
    assert found.to_verify == sound.to_verify
    assert [notice for notice in found.notices if "«mine»" in notice]


def test_numbers_of_numpy_are_numbers(workshop: Workshop, make: Callable[..., Any]) -> None:
    def explain(view: Any) -> list[Finding | Note]:
        row = np.flatnonzero(view.occupation_match() > 0)[0]
        return [Note(row, "nota", "note"), Finding(row, "occupation", "a", "b", view.occupation_match()[row])]

    found = workshop.kit({"mine": make(explain=explain)}).match("V1")
    assert found.notices == ()
    assert [row.notes for row in found.ranked].count(("nota",)) == 1


def test_notes_reach_the_row_they_are_about(workshop: Workshop, make: Callable[..., Any]) -> None:
    def explain(view: Any) -> list[Note]:
        return [
            Note(row, f"{km} km", f"{km} km")
            for row, km in enumerate(view.column("distance_km"))
            if km is not None and km > 10
        ]

    found = workshop.kit({"mine": make(explain=explain)}).match("V1", size=30)
    noted = {row.id for row in found.ranked if row.notes}
    assert noted
    for row in found.ranked:
        km = next(int(e.found.split()[0]) for e in row.evidence if e.component == "commute")
        assert row.notes == ((f"{km} km",) if km > 10 else ())


# -- columns and records --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "build",
    [
        boom,
        lambda ids: None,
        lambda ids: {"mine.level": [1] * len(ids)},
        lambda ids: pl.DataFrame({"mine.level": [1] * (len(ids) + 1)}),
        lambda ids: pl.DataFrame({"level": [1] * len(ids)}),
        lambda ids: pl.DataFrame({"mine.level": ["alto"] * len(ids)}),
    ],
)
def test_columns_that_are_not_filled_stop_the_build(
    workshop: Workshop, make: Callable[..., Any], build: Callable[..., Any]
) -> None:
    from matcher.plugin import Column

    plugin = make(
        register_columns=lambda: [Column("mine.level", pl.Int32, "candidate")],
        build_columns=build,
    )
    assert failure(workshop, plugin).code in ("E-PLG-032", "E-PLG-042")


def test_a_record_that_does_not_fit_names_owner_and_field(workshop: Workshop) -> None:
    from matcher.domain.record import Record
    from matcher.plugin import Column, RecordType

    class Level(Record):
        level: int

    class Levels:
        @hookimpl
        def matcher_register_columns(self) -> list[Column]:
            return [Column("mine.level", pl.Int32, "candidate")]

        @hookimpl
        def matcher_register_records(self) -> list[RecordType]:
            return [RecordType("Livello", "candidate", Level)]

        @hookimpl
        def matcher_build_columns(self, ids: list[str], records: dict[str, Level]) -> pl.DataFrame:
            return pl.DataFrame({"mine.level": [records[i].level if i in records else None for i in ids]})

    kit = workshop.kit({"mine": Levels}, records={"mine": {"P07": {"level": "alto"}, "P99": {"level": "x"}}})
    with pytest.raises(InputError, match=r"Livello.*«mine».*«P07».*«level»") as caught:
        kit.match("V1")
    assert caught.value.code == "E-PLG-051"
    with pytest.raises(InputError) as absent:
        kit.gate.data.read("mine", "vacancy", "V1", {})
    assert absent.value.code == "E-PLG-050"


# -- the others -----------------------------------------------------------------------------------------


def test_a_broken_annotator_leaves_the_others_as_they_were(
    workshop: Workshop, make: Callable[..., Any], filtering: Callable[..., Any]
) -> None:
    others = {
        "alfa": filtering(lambda c, v, p: c["own_vehicle"], code="ALFA"),
        "zeta": make(explain=lambda view: [Note(0, "la prima", "the first")]),
    }
    sound = workshop.kit(others).match("V1")
    found = workshop.kit({**others, "mine": make(explain=boom)}).match("V1")
    assert found.model_copy(update={"notices": ()}) == sound
    assert found.ranked[0].notes == ("la prima",)


def test_a_fixed_plugin_works_in_a_new_gate(workshop: Workshop, make: Callable[..., Any]) -> None:
    slow = scoring(make, lambda view: time.sleep(0.6))
    with pytest.raises(PluginError):
        workshop.kit({"mine": slow}, deadline=0.2).match("V1")
    assert workshop.kit({"mine": scoring(make, lambda view: [constant(view)])}).match("V1").ranked


def test_whoever_remembers_calls_is_told_so_once(workshop: Workshop, make: Callable[..., Any]) -> None:
    calls: list[int] = []

    def forgetful(view: Any) -> list[ScoreColumn]:
        calls.append(1)
        return [constant(view, value=len(calls) % 100)]

    problems = conformance_problems(workshop, "mine", scoring(make, forgetful))
    assert [text for text in problems if "cambia da una richiesta all'altra" in text]
    assert not [text for text in problems if "dato protetto" in text]
    assert len(problems) < 12
