"""Many plugins together: their order changes nothing, and protected facts reach no score."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.domain.protected import GroupMembership, Protected
from matcher.domain.shortlist import Shortlist
from matcher.plugin import (
    Act,
    Component,
    FilterClause,
    Note,
    PriorityColumn,
    PriorityRule,
    ReasonCode,
    ScoreColumn,
    hookimpl,
)
from matcher.testing import Workshop

pytest_plugins = ["matcher.testing.fixtures"]

ACT = Act("Regione Prova", "DGR 1", date(2026, 1, 1), date(2026, 1, 1), date(2026, 12, 31))
NAMES = ("alfa", "beta", "gamma", "zeta")


class Everything:
    """A plugin that uses every door, under any name, with its own codes."""

    def __init__(self, name: str, number: int, weight: int = 20) -> None:
        self.name, self.number, self.weight = name, number, weight

    @hookimpl
    def matcher_register_components(self) -> list[Component]:
        return [Component(f"{self.name}.part", "Parte", "Part", self.weight * (self.number + 1))]

    @hookimpl
    def matcher_score(self, view: Any) -> list[ScoreColumn]:
        km = view.column("distance_km").fill_null(0).to_numpy().astype(np.int64)
        return [ScoreColumn(f"{self.name}.part", km * 37 * (self.number + 1) % 10_001)]

    @hookimpl
    def matcher_filter(self, candidate: Any, pair: Any) -> list[FilterClause]:
        keep = (pair["distance_km"] % (self.number + 3)) != 0
        return [
            FilterClause(ReasonCode(f"FILTER_{self.number}", "motivo", "reason", "domanda", "question"), keep)
        ]

    @hookimpl
    def matcher_register_priorities(self) -> list[PriorityRule]:
        return [PriorityRule(f"PRIORITY_{self.number}", "Prima", "First", "tie_break", ACT)]

    @hookimpl
    def matcher_prioritise(self, view: Any) -> list[PriorityColumn]:
        eqf = view.column("eqf").fill_null(0).to_numpy()
        return [PriorityColumn(f"PRIORITY_{self.number}", eqf % (self.number + 2) == 0)]

    @hookimpl
    def matcher_explain(self, view: Any) -> list[Note]:
        return [Note(row, f"nota {self.number}", f"note {self.number}") for row in range(view.n_rows)]


def anonymous(found: Shortlist) -> Any:
    """What a shortlist says, whatever the plugins are called and in whatever order they speak."""
    return (
        [(r.id, r.score, r.band, r.moved_by, r.moved_past, sorted(r.notes)) for r in found.ranked],
        [(r.id, r.score, sorted(q.code for q in r.questions)) for r in found.to_verify],
        sorted(found.removed_by.items()),
        [(m.id, m.score, m.reason.code, m.change) for m in found.near_misses],
    )


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.permutations(NAMES), vacancy=st.sampled_from(("V1", "V2", "V4")))
def test_whatever_plugins_are_called_the_list_is_the_same(
    workshop: Workshop, names: list[str], vacancy: str
) -> None:
    # without weight: a criterion's name settles which of two equal remainders of a weight is rounded up
    expected = workshop.kit({n: Everything(n, i, 0) for i, n in enumerate(NAMES)}).match(vacancy, size=8)
    found = workshop.kit({n: Everything(n, i, 0) for i, n in enumerate(names)}).match(vacancy, size=8)
    assert expected.n_eligible > 0
    assert anonymous(found) == anonymous(expected)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(NAMES))))
def test_the_order_of_registration_changes_nothing(workshop: Workshop, order: list[int]) -> None:
    expected = workshop.kit({name: Everything(name, number) for number, name in enumerate(NAMES)})
    found = workshop.kit({NAMES[number]: Everything(NAMES[number], number) for number in order})
    assert found.match("V1") == expected.match("V1")
    assert found.match("V1").ranked


_PROTECTED = st.builds(
    Protected,
    candidate_id=st.just("P"),
    sex=st.sampled_from(("", "F", "M")),
    birth_date=st.none() | st.dates(date(1950, 1, 1), date(2010, 12, 31)),
    citizenship=st.sampled_from(("", "IT", "MA", "UA")),
    disability=st.none() | st.booleans(),
    groups=st.lists(st.builds(GroupMembership, group=st.sampled_from(("a", "b"))), max_size=2).map(tuple),
    work_title=st.none() | st.booleans(),
    benefit_holder=st.none() | st.booleans(),
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=st.lists(_PROTECTED, min_size=30, max_size=30),
    vacancy=st.sampled_from(("V1", "V2", "V3", "V4", "V5")),
)
def test_protected_facts_reach_no_score(workshop: Workshop, drawn: list[Protected], vacancy: str) -> None:
    kit = workshop.kit({name: Everything(name, number) for number, name in enumerate(NAMES)})
    flipped = replace(kit, protected={f"P{n:02}": p for n, p in enumerate(drawn, start=1)})
    before, after = kit.judge(vacancy), flipped.judge(vacancy)
    assert {p: (j.components, j.score) for p, j in after.items()} == {
        p: (j.components, j.score) for p, j in before.items()
    }
    for person, judgement in after.items():
        legal = {r.code for r in judgement.verdict.reasons} ^ {r.code for r in before[person].verdict.reasons}
        assert all(code.startswith("LEGAL_") for code in legal)


def test_everyone_without_protected_facts_is_ranked_as_before(workshop: Workshop) -> None:
    kit = workshop.kit()
    bare = replace(kit, protected={})
    for vacancy in kit.vacancies:
        order = [(r.id, r.score) for r in kit.match(vacancy, size=30).ranked]
        found = [(r.id, r.score) for r in bare.match(vacancy, size=30).ranked]
        assert [row for row in found if row in order] == order


def test_clauses_answer_alike_on_halves_of_the_pool(workshop: Workshop) -> None:
    kit = workshop.kit({name: Everything(name, number) for number, name in enumerate(NAMES)})
    turned = kit.with_people(reversed(kit.people))
    for vacancy in kit.vacancies:
        whole = kit.match(vacancy)
        assert whole.n_eligible > 0
        assert kit.match(vacancy, partitions=2) == whole
        assert kit.match(vacancy, partitions=7) == whole
        assert turned.match(vacancy) == whole
