"""Who of a partition may still be in a list: everybody scored exactly, or shown to be unable to enter.

The criteria that weigh most are worked out first, for everybody. With full marks in all the others that is the
most that a row can score: whoever stays behind those already scored is spared the others, and nobody is lost.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.engine.part import Part, Selected
from matcher.engine.rank import POINT, least_to_keep, most_alike, rows_to_keep
from matcher.engine.request import Request, Rules
from matcher.plugin.types import PriorityRule
from matcher.pool import bits

__all__ = ["keep_most_alike", "members_of", "score_part"]

Ints = NDArray[np.int64]

#: Rows failing one constraint that are scored for near misses; beyond it the most alike in occupation.
_NEAR_MISS_ROWS = 1_000
#: With fewer rows than this, scoring them all is quicker than finding out who need not be.
_WORTH_SPARING = 5_000
#: Rows of each list that are scored before the others are measured against them, for each place in the list.
_FIRST_FOR_A_PLACE, _FIRST_AT_LEAST = 4, 250


def score_part(part: Part, request: Request, rules: Rules) -> None:
    """Score those who may be in a list, and the near misses; keep those who may still be in a list."""
    near = _near(part, request)
    lists = part.verdicts.eligible, part.verdicts.to_verify
    in_force = _in_force(request, rules)
    if sum(map(len, lists)) < _WORTH_SPARING or any(rule.mode == "reserved_places" for rule in in_force):
        *scored, part.near = _scored(part, [*lists, near], request, rules)
    else:
        *scored, part.near = _scored_without_losing(part, lists, near, _boost(in_force), request, rules)
    part.eligible, part.to_verify = (_kept(part, one, in_force, request, rules) for one in scored)


def members_of(
    part: Part, rows: Ints, request: Request, rules: Rules
) -> list[tuple[PriorityRule, NDArray[np.bool_]]]:
    """Return whom of some rows each priority in force concerns."""
    if not rules.gate.priorities:
        return []
    behind = part.partition.protected
    read = {name for _, rule in rules.gate.priorities.values() for name in rule.reads_protected}
    names = [name for name in behind.columns if name in read]
    protected = behind[names][rows] if names else pl.DataFrame()
    found = rules.gate.priority_columns(request.ask, part.view(rows), protected)
    return [(rule, column.member) for _, rule, column in found]


def keep_most_alike(parts: Sequence[Part]) -> None:
    """Keep the near misses that one partition holding everybody would have scored."""
    if len(parts) < 2 or sum(len(part.near.rows) for part in parts) <= _NEAR_MISS_ROWS:
        return
    alike = np.concatenate([part.view(part.near.rows).occupation_match() for part in parts])
    hashes = np.concatenate([part.partition.id_hashes[part.near.rows] for part in parts])
    keep = np.zeros(len(alike), dtype=np.bool_)
    keep[most_alike(alike, hashes, _NEAR_MISS_ROWS)] = True
    start = 0
    for part in parts:
        end = start + len(part.near.rows)
        part.near = part.near.only(np.flatnonzero(keep[start:end]))
        start = end


def _in_force(request: Request, rules: Rules) -> list[PriorityRule]:
    return [
        rule
        for _, rule in rules.gate.priorities.values()
        if rule.act is None or rule.act.in_force(request.ask.reference_date)
    ]


def _boost(rules: Sequence[PriorityRule]) -> int:
    """Return the most that priorities can add to a score, in its units."""
    return sum(rule.points * POINT for rule in rules if rule.mode == "bounded_boost")


def _scored(part: Part, lists: Sequence[Ints], request: Request, rules: Rules) -> list[Selected]:
    """Score the rows of several lists in one pass."""
    ends = np.cumsum([len(rows) for rows in lists]).tolist()
    scored = part.scored(np.concatenate(lists), request, rules)
    return [scored.only(slice(start, end)) for start, end in zip([0, *ends[:-1]], ends, strict=True)]


def _scored_without_losing(
    part: Part, lists: Sequence[Ints], near: Ints, boost: int, request: Request, rules: Rules
) -> list[Selected]:
    """Score every row of the lists that can still enter, and the near misses; the last of them are these."""
    most = part.most_possible(np.concatenate(lists), request, rules)
    bounds = np.split(most, [len(lists[0])])
    n_first = max(_FIRST_AT_LEAST, _FIRST_FOR_A_PLACE * request.ask.size)
    first = [_highest(bound, n_first) for bound in bounds]
    *scored, near_scored = _scored(
        part, [*(rows[places] for rows, places in zip(lists, first, strict=True)), near], request, rules
    )
    others = []
    for rows, places, bound, done in zip(lists, first, bounds, scored, strict=True):
        may_enter = bound >= least_to_keep(done.totals, request.ranking, boost)
        may_enter[places] = False
        others.append(rows[may_enter])
    if sum(map(len, others)):
        more = _scored(part, others, request, rules)
        scored = [done.beside(further).ascending() for done, further in zip(scored, more, strict=True)]
    return [*scored, near_scored]


def _highest(values: Ints, n: int) -> Ints:
    """Return the places of the ``n`` highest values, ascending."""
    if len(values) <= n:
        return np.arange(len(values))
    return np.sort(np.argpartition(values, len(values) - n)[len(values) - n :])


def _kept(
    part: Part, scored: Selected, in_force: Sequence[PriorityRule], request: Request, rules: Rules
) -> Selected:
    boost = _boost(in_force)
    keep = np.zeros(len(scored.rows), dtype=np.bool_)
    keep[rows_to_keep(scored.totals, request.ranking, boost)] = True
    if any(rule.mode == "reserved_places" for rule in in_force):
        for rule, member in members_of(part, scored.rows, request, rules):
            if rule.mode == "reserved_places":
                group = np.flatnonzero(member)
                keep[group[rows_to_keep(scored.totals[group], request.ranking, boost)]] = True
    return scored.only(np.flatnonzero(keep))


def _near(part: Part, request: Request) -> Ints:
    """Return the rows to score for near misses: where there are many, the most alike in occupation."""
    among = part.verdicts.near
    if not request.near_misses:
        return np.zeros(0, dtype=np.int64)
    if bits.count(among) <= _NEAR_MISS_ROWS:
        return bits.numbers(among)
    found = part.view(None).most_alike(_NEAR_MISS_ROWS, among)
    if found is None:
        everybody = bits.numbers(among)
        found = everybody, part.view(everybody).occupation_match()
    rows, alike = found
    return np.sort(rows[most_alike(alike, part.partition.id_hashes[rows], _NEAR_MISS_ROWS)]).astype(np.int64)
