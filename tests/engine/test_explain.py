"""Words for numbers: facts, reasons, questions, changes and contributions as people read them."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from matcher.domain.columns import ALL_BITS, NO_LIMIT
from matcher.domain.shortlist import Change, Verdict
from matcher.engine.explain import contributions_of, evidence_by_row
from matcher.engine.score import Scores
from matcher.engine.verdicts import tell_verdicts
from matcher.plugin.gate import OwnedClause
from matcher.plugin.types import Field, FilterClause, Finding, Note, ReasonCode, Relax
from tests.congruence.setting import setting

TRUE = pl.lit(value=True)


def told(clause: FilterClause, kept: bool | None, plugin: str = "rules", **facts: Any) -> Verdict:
    """Return the verdict of one pair under one clause."""
    table = pl.LazyFrame({name: [value] for name, value in facts.items()})
    (verdict,) = tell_verdicts([(OwnedClause.of(plugin, clause), [kept])], table, 1, setting().codes)
    return verdict


def shown(name: str, value: Any) -> str:
    """Return a fact as a reason shows it."""
    clause = FilterClause(ReasonCode("X", f"<{{{name}}}>", "x"), TRUE, {name: pl.col("fact")})
    return told(clause, False, fact=value).reasons[0].text_it[1:-1]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("distance_km", 61, "61"),
        ("max_km", NO_LIMIT, "nessun limite"),
        ("shifts", ALL_BITS, "nessun limite"),
        ("travel_minutes", 45, "45"),
        ("start_on", 0, "01/01/1970"),
        ("start_by_on", 20_779, "22/11/2026"),
        ("offered_pay", 1_234_567, "1.234.567"),
        ("days", 0b1000001, "lunedì, domenica"),
        ("days_needed", 0b100, "mercoledì"),
        ("work_places_offered", 4, "a distanza"),
        ("work_places", 3, "in sede, in parte a distanza"),
        ("travel", 0, "nessuna trasferta"),
    ],
)
def test_a_fact_is_shown_as_people_write_it(name: str, value: Any, expected: str) -> None:
    assert shown(name, value) == expected


def test_a_fact_that_nobody_stated_is_said_so() -> None:
    assert "?" not in shown("max_km", None)
    assert shown("max_km", None)


def test_sets_of_several_words_are_one_fact() -> None:
    codes = setting().codes
    words = codes.licence_words(
        [codes.licences["B"], codes.licences["CE"], codes.licences["driver.adr_base"]]
    )
    facts = {f"licences_{number}": pl.col(f"w{number}") for number in range(3)}
    clause = FilterClause(ReasonCode("X", "manca: {licences}", "missing: {licences}"), TRUE, facts)
    (found,) = told(clause, False, **{f"w{n}": word for n, word in enumerate(words)}).reasons
    assert found.text_it == "manca: patente B, patente CE, ADR base"
    assert found.facts == {"licences": "patente B, patente CE, ADR base"}


def test_a_question_asks_in_its_own_words_and_says_who_can_answer() -> None:
    code = ReasonCode("X", "no", "no", "Quanto? Limite {max_km}", "How much? Limit {max_km}")
    clause = FilterClause(code, TRUE, {"max_km": pl.col("fact")}, (Field("max_distance_km", "employer"),))
    (found,) = told(clause, None, "mine", fact=7).questions
    assert (found.text_it, found.text_en, found.who) == ("Quanto? Limite 7", "How much? Limit 7", "employer")
    assert (found.code, found.plugin) == ("X", "mine")


@pytest.mark.parametrize(
    ("field", "current", "admitting", "expected"),
    [
        ("max_distance_km", 40, 61, ("40", "61")),
        ("start_by", 0, 20_779, ("1970-01-01", "2026-11-22")),
        ("shifts", 0, 0b11, ("", "afternoon|continuous")),
        ("remote", 1, 5, ("on_site", "on_site|remote")),
        ("own_vehicle", None, True, ("", "true")),
        ("annual_pay_max", NO_LIMIT, 24_000, ("", "24000")),
    ],
)
def test_a_change_is_written_as_a_record_takes_it(
    field: str, current: Any, admitting: Any, expected: tuple[str, str]
) -> None:
    relax = Relax(field, "candidate", pl.col("current"), pl.col("admitting"))
    clause = FilterClause(ReasonCode("X", "no", "no"), TRUE, relax=relax)
    (found,) = told(clause, False, current=current, admitting=admitting).changes
    assert found == Change(side="candidate", field=field, current=expected[0], admitting=expected[1])


def test_no_change_is_named_where_none_is_known() -> None:
    relax = Relax("max_distance_km", "candidate", pl.col("current"), pl.col("admitting"))
    for known in (relax, None):
        clause = FilterClause(ReasonCode("X", "no", "no"), TRUE, relax=known)
        assert told(clause, False, current=1, admitting=None).changes == ()


def test_contributions_come_heaviest_first_and_leave_out_what_was_not_asked() -> None:
    names = ("aims", "commute", "occupation", "skills", "text")
    scores = Scores(
        names,
        np.array([[9_000], [-1], [5_000], [7_000], [10_000]]),
        np.array([[600], [200], [600], [0], [200]]),
        np.array([5_000_000]),
        np.array([5_400_000]),
    )
    (found,) = contributions_of(scores, setting().rules.gate)
    assert [(c.component, c.points, c.possible) for c in found] == [
        ("occupation", 3_000_000, 0),
        ("commute", 0, 2_000_000),
        ("text", 2_000_000, 0),
    ]
    assert all(c.plugin == "rules" and c.label_it and c.label_en for c in found)


def test_evidence_and_notes_reach_the_row_they_are_about() -> None:
    items = [
        ("rules", Finding(0, "skills", "muletto", "carrello frontale", 9000)),
        ("rules", Finding(1, "skills", "muletto", "", 0)),
        ("mine", Note(0, "da richiamare", "to call again")),
    ]
    evidence, notes = evidence_by_row(items, 2)[0]
    assert [(e.asked, e.found, e.value) for e in evidence] == [("muletto", "carrello frontale", 9000)]
    assert [(note.text_it, note.text_en) for note in notes] == [("da richiamare", "to call again")]
