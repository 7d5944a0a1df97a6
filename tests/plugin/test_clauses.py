"""Constraints: what they may read, that a row is judged by itself, and what a legal requirement may show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from matcher.errors import PluginError
from matcher.plugin import Act, Column, FilterClause, Relax, hookimpl
from matcher.plugin.calls import HookCaller
from matcher.plugin.catalogue import Catalogue
from matcher.plugin.manager import BUILT_IN, installed_plugins, load_plugins
from matcher.testing import Workshop

pytest_plugins = ["matcher.testing.fixtures"]

Keep = Callable[[Any, Any, Any], pl.Expr]
NORM = Act("D.Lgs. 0/2026", "art. 1", date(2026, 1, 1), date(2026, 1, 1))


def refusal(workshop: Workshop, plugin: Any) -> PluginError:
    with pytest.raises(PluginError) as caught:
        workshop.kit({"mine": plugin})
    assert "«mine»" in caught.value.message
    assert caught.value.hint
    return caught.value


def test_the_rules_of_the_product_are_proved_here_and_not_at_every_start() -> None:
    everything = load_plugins(one.name for one in installed_plugins() if one.name != BUILT_IN)
    proved = Catalogue(everything, HookCaller(10.0), proved=())
    trusted = Catalogue(everything, HookCaller(10.0))
    for direction in ("vacancy", "candidate"):
        for legal in (False, True):
            codes = [
                [one.clause.code.code for one in found.clauses(direction, legal)]
                for found in (proved, trusted)
            ]
            assert codes[0] == codes[1]
    assert len(proved.codes) > 20


# -- what they may read ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "keep",
    [
        lambda c, v, p: c["nothing"] > 0,
        lambda c, v, p: c["other.level"] > 0,
        lambda c, v, p: c["hours_min"] > 0,
        lambda c, v, p: c["birth_day"] > 0,
        lambda c, v, p: c["work_title"],
        lambda c, v, p: v["birth_day"] > 0,
        lambda c, v, p: pl.col("birth_day") > 0,
        lambda c, v, p: pl.col("other.level") > 0,
        lambda c, v, p: pl.col("nothing") > 0,
        lambda c, v, p: pl.col("max_km") > 0,
        lambda c, v, p: pl.all_horizontal(pl.all().is_null()),
        lambda c, v, p: pl.any_horizontal(pl.col("^.*day$") > 0),
        lambda c, v, p: pl.nth(0) > 0,
    ],
)
def test_only_declared_columns_of_the_right_side(
    workshop: Workshop, filtering: Callable[..., Any], make: Callable[..., Any], keep: Keep
) -> None:
    with pytest.raises(PluginError, match="«mine»") as caught:
        workshop.kit(
            {
                "mine": filtering(keep),
                "other": make(
                    register_columns=lambda: [Column("other.level", pl.Int32, "candidate")],
                    build_columns=lambda ids: pl.DataFrame({"other.level": [0] * len(ids)}),
                ),
            }
        )
    assert caught.value.code == "E-PLG-010"


def test_a_column_of_ones_own(workshop: Workshop) -> None:
    class Levels:
        @hookimpl
        def matcher_register_columns(self) -> list[Column]:
            return [Column("levels.level", pl.Int32, "candidate")]

        @hookimpl
        def matcher_build_columns(self, ids: list[str]) -> pl.DataFrame:
            return pl.DataFrame({"levels.level": [int(name[1:]) for name in ids]})

        @hookimpl
        def matcher_filter(self, candidate: Any) -> list[FilterClause]:
            from matcher.plugin import ReasonCode

            level = candidate["levels.level"]
            return [FilterClause(ReasonCode("LEVEL", "{level}", "{level}"), level <= 20, {"level": level})]

    kit = workshop.kit({"levels": Levels})
    assert kit.match("V1").removed_by["LEVEL"] == 10
    reasons = {reason.code: reason.text_it for reason in kit.why("V1", "P27").verdict.reasons}
    assert reasons["LEVEL"] == "27"
    assert "LEVEL" in kit.vacancies_for("P27").removed_by
    assert "LEVEL" not in kit.vacancies_for("P07").removed_by


# -- a row is judged by itself --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "keep",
    [
        lambda c, v, p: c["max_km"] >= c["max_km"].mean(),
        lambda c, v, p: c["max_km"] < c["max_km"].max(),
        lambda c, v, p: c["max_km"].is_first_distinct(),
        lambda c, v, p: c["max_km"].is_duplicated(),
        lambda c, v, p: c["max_km"].shift(1).is_null(),
        lambda c, v, p: c["max_km"].cum_sum() < 100,
        lambda c, v, p: c["max_km"].rank() < 5,
        lambda c, v, p: c["max_km"].sort() > 10,
        lambda c, v, p: c["max_km"].reverse() > 10,
        lambda c, v, p: c["max_km"].head(3) > 10,
        lambda c, v, p: c["max_km"].drop_nulls() > 10,
        lambda c, v, p: c["max_km"].filter(c["max_km"] > 0) > 10,
        lambda c, v, p: c["max_km"].fill_null(strategy="forward") > 10,
        lambda c, v, p: c["max_km"].fill_null(strategy="mean") > 10,
        lambda c, v, p: c["max_km"].rolling_mean(2) > 10,
        lambda c, v, p: c["max_km"].sum().over(c["own_vehicle"]) > 10,
        lambda c, v, p: c["max_km"].max().over(c["own_vehicle"]) == c["max_km"],
        lambda c, v, p: c["max_km"].rank("ordinal").over(c["own_vehicle"]) < 3,
        lambda c, v, p: pl.len() > 1_000,
        lambda c, v, p: pl.int_range(pl.len()) < 10,
        lambda c, v, p: c["max_km"].gather([0]) > 10,
        lambda c, v, p: pl.lit(pl.Series([True, False])),
        lambda c, v, p: c["max_km"].null_count() > 1_000,
        lambda c, v, p: c["max_km"].n_unique() < 1_000_000,
        lambda c, v, p: c["max_km"].sample(fraction=1.0, seed=1) > 10,
        lambda c, v, p: c["max_km"].shuffle(seed=1) > 10,
        lambda c, v, p: c["max_km"].interpolate() > 10,
        lambda c, v, p: c["max_km"].arg_sort() > 3,
        lambda c, v, p: c["max_km"].search_sorted(3) > 3,
        lambda c, v, p: c["max_km"].is_in(c["max_minutes"].implode()),
        lambda c, v, p: c["max_km"].peak_max(),
    ],
)
def test_what_looks_at_other_rows_is_refused(
    workshop: Workshop, filtering: Callable[..., Any], keep: Keep
) -> None:
    assert refusal(workshop, filtering(keep)).code in ("E-PLG-012", "E-PLG-013")


@pytest.mark.parametrize(
    "keep",
    [
        lambda c, v, p: c["max_km"].map_elements(lambda km: km > 3, return_dtype=pl.Boolean),
        lambda c, v, p: c["max_km"].map_batches(lambda km: km > 3, return_dtype=pl.Boolean),
        lambda c, v, p: pl.struct(c["max_km"], p["day"]).map_elements(bool, return_dtype=pl.Boolean),
        lambda c, v, p: pl.fold(pl.lit(value=True), lambda a, b: a & b, [c["own_vehicle"]]),
    ],
)
def test_python_callbacks_are_refused(workshop: Workshop, filtering: Callable[..., Any], keep: Keep) -> None:
    # a callback on literals alone is run at once by Polars, and fails there
    assert refusal(workshop, filtering(keep)).code in ("E-PLG-011", "E-PLG-042")


@pytest.mark.parametrize(
    "keep",
    [
        lambda c, v, p: c["max_km"].is_null() | (c["max_km"] > 3),
        lambda c, v, p: pl.when(v["night_work"]).then(c["own_vehicle"]).otherwise(pl.lit(value=True)),
        lambda c, v, p: (c["shifts"] & v["shifts_needed"]) != 0,
        lambda c, v, p: pl.max_horizontal(c["max_km"], p["distance_km"]) > 3,
        lambda c, v, p: c["max_km"].is_in([5, 10, 20]),
        lambda c, v, p: c["max_km"].clip(0, 10) == p["distance_km"].abs(),
        lambda c, v, p: p["day"].cast(pl.Date).dt.month() < 6,
        lambda c, v, p: pl.lit(value=True),
        lambda c, v, p: pl.lit(None),
        lambda c, v, p: c["max_km"].cast(pl.String) != pl.lit("python"),
    ],
)
def test_row_by_row_expressions_are_accepted_in_both_directions(
    workshop: Workshop, filtering: Callable[..., Any], keep: Keep
) -> None:
    kit = workshop.kit({"mine": filtering(keep)})
    found = kit.match("V2")
    assert found.n_eligible + found.n_to_verify + found.n_removed == len(kit.people)
    assert kit.vacancies_for("P01").n_pool == len(kit.vacancies)


def test_facts_are_row_local_too(
    workshop: Workshop, make: Callable[..., Any], clause: Callable[..., FilterClause]
) -> None:
    def filter_hook(candidate: Any) -> list[FilterClause]:
        return [clause(candidate["max_km"] > 3, facts={"most": candidate["max_km"].max()})]

    assert refusal(workshop, make(filter=filter_hook)).code == "E-PLG-013"


# -- answers and words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "keep", [lambda c, v, p: c["max_km"], lambda c, v, p: pl.lit(1), lambda c, v, p: pl.lit("sì")]
)
def test_the_answer_is_yes_no_or_unknown(
    workshop: Workshop, filtering: Callable[..., Any], keep: Keep
) -> None:
    assert refusal(workshop, filtering(keep)).code == "E-PLG-014"


def test_an_impossible_comparison_is_refused(workshop: Workshop, filtering: Callable[..., Any]) -> None:
    assert (
        refusal(workshop, filtering(lambda c, v, p: c["own_vehicle"].str.len_chars() > 3)).code == "E-PLG-012"
    )


@pytest.mark.parametrize("keep", [True, None, "True", pl.Series([True])])
def test_keep_is_an_expression(workshop: Workshop, filtering: Callable[..., Any], keep: Any) -> None:
    assert refusal(workshop, filtering(lambda c, v, p: keep)).code == "E-PLG-033"


@pytest.mark.parametrize(
    "parts",
    [
        {"words": ("", "reason")},
        {"words": ("motivo", "")},
        {"words": ("motivo", "reason", "domanda?", "")},
        {"words": ("motivo {km}", "reason {km}")},
        {"code": "test"},
        {"code": "TEST CODE"},
    ],
)
def test_codes_and_words(workshop: Workshop, filtering: Callable[..., Any], parts: dict[str, Any]) -> None:
    assert refusal(workshop, filtering(lambda c, v, p: c["own_vehicle"], **parts)).code == "E-PLG-025"


def test_a_code_of_the_core_cannot_be_taken(workshop: Workshop, filtering: Callable[..., Any]) -> None:
    plugin = filtering(lambda c, v, p: c["own_vehicle"], code="COMMUTE_TOO_FAR")
    with pytest.raises(PluginError, match="rules") as caught:
        workshop.kit({"mine": plugin})
    assert caught.value.code == "E-PLG-022"


def test_a_code_given_twice(
    workshop: Workshop, make: Callable[..., Any], clause: Callable[..., FilterClause]
) -> None:
    plugin = make(filter=lambda candidate: [clause(candidate["own_vehicle"])] * 2)
    with pytest.raises(PluginError, match="mine") as caught:
        workshop.kit({"mine": plugin})
    assert caught.value.code == "E-PLG-022"


def test_a_code_of_two_plugins_names_both(workshop: Workshop, filtering: Callable[..., Any]) -> None:
    plugins = {name: filtering(lambda c, v, p: c["own_vehicle"]) for name in ("alfa", "beta")}
    with pytest.raises(PluginError, match=r"alfa.*beta") as caught:
        workshop.kit(plugins)
    assert caught.value.code == "E-PLG-022"


def test_constraints_cannot_come_and_go(
    workshop: Workshop, make: Callable[..., Any], clause: Callable[..., FilterClause]
) -> None:
    calls: list[int] = []

    def filter_hook(candidate: Any) -> list[FilterClause]:
        calls.append(1)
        return [clause(candidate["own_vehicle"])] if len(calls) <= 1 else []

    with pytest.raises(PluginError, match=r"«mine».*TEST") as caught:
        workshop.kit({"mine": make(filter=filter_hook)})
    assert caught.value.code == "E-PLG-036"


def test_constraints_are_asked_for_at_start_and_never_again(
    workshop: Workshop, make: Callable[..., Any], clause: Callable[..., FilterClause]
) -> None:
    calls: list[int] = []

    def filter_hook(candidate: Any) -> list[FilterClause]:
        calls.append(1)
        return [clause(candidate["own_vehicle"])]

    kit = workshop.kit({"mine": make(filter=filter_hook)})
    asked = len(calls)
    first = kit.match("V1")
    kit.vacancies_for("P01")
    assert (len(calls), kit.match("V1")) == (asked, first)


# -- three values ---------------------------------------------------------------------------------------


def test_null_is_a_question_and_never_an_agreement(workshop: Workshop, filtering: Callable[..., Any]) -> None:
    kit = workshop.kit({"mine": filtering(lambda c, v, p: c["own_vehicle"])})
    judged = kit.judge("V4")
    for person in kit.people:
        verdict = judged[person.id].verdict
        assert ("TEST" in [reason.code for reason in verdict.reasons]) == (person.own_vehicle is False)
        assert ("TEST" in [question.code for question in verdict.questions]) == (person.own_vehicle is None)


# -- legal requirements ---------------------------------------------------------------------------------


def test_a_legal_requirement_reads_protected_columns_and_shows_none(
    workshop: Workshop, make: Callable[..., Any], clause: Callable[..., FilterClause]
) -> None:
    plugin = make(
        legal_requirement=lambda candidate, pair: [
            clause(pair["day"] - candidate["birth_day"] >= 25 * 365, "ADULT", act=NORM)
        ]
    )
    kit = workshop.kit({"mine": plugin})
    removed = kit.match("V1").removed_by["ADULT"]
    assert removed > 0
    shown = "".join(kit.match(v.id, size=30).model_dump_json() for v in kit.vacancies)
    shown += "".join(kit.why("V1", name).model_dump_json() for name in ("P01", "P08", "P17", "P30"))
    shown += "".join(kit.vacancies_for(name).model_dump_json() for name in ("P01", "P08", "P17", "P30"))
    assert "ADULT" in shown
    for protected in kit.protected.values():
        if protected.birth_date:
            assert protected.birth_date.isoformat() not in shown
            assert f"{protected.birth_date:%d/%m/%Y}" not in shown
    judged = kit.judge("V1").values()
    reasons = [reason for found in judged for reason in found.verdict.reasons if reason.code == "ADULT"]
    assert [reason.facts for reason in reasons] == [{}] * removed
    assert {reason.text_it for reason in reasons} == {"motivo"}


@pytest.mark.parametrize("act", [None, Act("", "art. 1"), Act("D.Lgs. 0/2026", "art. 1")])
def test_a_legal_requirement_names_its_act(
    workshop: Workshop, make: Callable[..., Any], clause: Callable[..., FilterClause], act: Act | None
) -> None:
    plugin = make(legal_requirement=lambda candidate: [clause(candidate["work_title"], act=act)])
    assert refusal(workshop, plugin).code == "E-PLG-023"


def test_a_legal_requirement_shows_no_fact(
    workshop: Workshop, make: Callable[..., Any], clause: Callable[..., FilterClause]
) -> None:
    def legal(candidate: Any) -> list[FilterClause]:
        title = candidate["work_title"]
        return [clause(title, act=NORM, facts={"title": title}, words=("{title}", "{title}"))]

    assert refusal(workshop, make(legal_requirement=legal)).code == "E-PLG-027"


def test_a_legal_requirement_offers_no_change(
    workshop: Workshop, make: Callable[..., Any], clause: Callable[..., FilterClause]
) -> None:
    def legal(candidate: Any) -> list[FilterClause]:
        born = candidate["birth_day"]
        return [clause(born > 0, act=NORM, relax=Relax("birth_date", "candidate", born, born + 1))]

    assert refusal(workshop, make(legal_requirement=legal)).code == "E-PLG-027"
