"""Built-in constraints and components, written as a plugin through the same door as any other."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from matcher.plugin.hookspecs import hookimpl
from matcher.plugin.types import (
    Component,
    FilterClause,
    Finding,
    MatchRequest,
    Note,
    PoolView,
    ScoreColumn,
    Side,
)
from matcher.rules.components import COMPONENTS, score_columns
from matcher.rules.conditions import condition_clauses
from matcher.rules.evidence import findings
from matcher.rules.legal import legal_clauses
from matcher.rules.live import live_clauses
from matcher.rules.mobility import mobility_clauses
from matcher.rules.requirements import requirement_clauses

__all__: list[str] = []


@hookimpl
def matcher_register_components() -> Iterable[Component]:
    """Declare the built-in criteria."""
    return COMPONENTS


@hookimpl
def matcher_filter(candidate: Side, vacancy: Side, pair: Side) -> Iterable[FilterClause]:
    """Return every built-in constraint."""
    return [
        *live_clauses(candidate, vacancy, pair),
        *mobility_clauses(candidate, vacancy, pair),
        *condition_clauses(candidate, vacancy, pair),
        *requirement_clauses(candidate, vacancy, pair),
    ]


@hookimpl
def matcher_legal_requirement(candidate: Side, vacancy: Side, pair: Side) -> Iterable[FilterClause]:
    """Return the requirements of law."""
    return list(legal_clauses(candidate, vacancy, pair))


@hookimpl
def matcher_score(view: PoolView, wanted: Collection[str]) -> Iterable[ScoreColumn]:
    """Score the built-in criteria."""
    return list(score_columns(view, wanted))


@hookimpl
def matcher_explain(request: MatchRequest, view: PoolView) -> Iterable[Finding | Note]:
    """Return the evidence of the finalists."""
    return list(findings(request, view))
