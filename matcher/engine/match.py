"""The whole match, top to bottom: evaluate each partition, merge what they found.

``filter`` says who may be in the list, ``score`` gives everyone who may an integer, ``rank`` puts them in
order, ``explain`` says why. A partition's answer holds everybody who could still be in the final list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.domain.shortlist import RankedCandidate, Shortlist
from matcher.engine.derive import derive, unexpired
from matcher.engine.facts import legal_facts, open_facts
from matcher.engine.filter import evaluate_clauses, judge, row_numbers
from matcher.engine.finalists import (
    Explained,
    Shown,
    build_near_misses,
    build_ranked,
    explain_rows,
    left_out,
)
from matcher.engine.part import Part, Selected
from matcher.engine.rank import POINT, Ordered, most_alike, order_rows, rows_to_keep, tie_hashes
from matcher.engine.request import Request, Rules
from matcher.plugin.types import PriorityRule
from matcher.pool.likenesses import Likenesses
from matcher.pool.partition import Partition
from matcher.pool.view import RowsView

__all__ = ["evaluate", "match", "merge", "order_selected"]

Ints = NDArray[np.int64]

#: Rows failing one constraint that are scored for near misses; beyond it the most alike in occupation.
_NEAR_MISS_ROWS = 1_000


def match(partitions: Sequence[Partition], request: Request, rules: Rules) -> Shortlist:
    """Return the shortlist of one request: exact, whatever the partitioning."""
    return merge([evaluate(partition, request, rules) for partition in partitions], request, rules)


def evaluate(partition: Partition, request: Request, rules: Rules) -> Part:
    """Filter and score one partition.

    Parameters
    ----------
    partition : Partition
        Rows of the side opposite to the request.

    Returns
    -------
    Part
        Everybody who may be in the final list, near misses, and the counts of all rows.

    Raises
    ------
    PluginError
        When a filter, score or priority rule fails: a rule never vanishes in silence.
    """
    partition = replace(partition, frame=unexpired(partition, request.ask.day))
    likenesses = Likenesses(request.side, partition)
    everyone = RowsView(likenesses, np.arange(partition.n_rows), request.ask.values)
    pair = derive(
        everyone, partition, request.side, rules.places, rules.codes, request.ask.day, request.pair_states
    )
    facts = open_facts(partition, pair, request, rules)
    direction = request.ask.direction
    masks = evaluate_clauses(rules.gate.clauses(direction), facts).beside(
        evaluate_clauses(
            rules.gate.clauses(direction, legal=True), legal_facts(facts, partition, request, rules)
        )
    )
    values = {**request.ask.values, **pair.shared}
    part = Part(partition, likenesses, everyone, values, facts, masks, judge(masks, partition.alive))
    _score(part, request, rules)
    return part


def merge(parts: Sequence[Part], request: Request, rules: Rules) -> Shortlist:
    """Choose and order among what all partitions found, apply priorities, explain."""
    notices = [
        f"La priorità «{code}» è spenta: il suo atto non è in vigore il {request.ask.reference_date:%d/%m/%Y}."
        for code in rules.gate.expired_priorities(request.ask.reference_date)
    ]
    _most_alike_of_all(parts, request)
    lists = {
        verdict: _shown([getattr(part, verdict) for part in parts], parts, request, rules)
        for verdict in ("eligible", "to_verify")
    }
    explained: list[dict[int, Explained]] = []
    for number, part in enumerate(parts):
        eligible, to_be_asked = (
            getattr(part, verdict).on(shown.rows_of(number)) for verdict, shown in lists.items()
        )
        chosen = eligible.beside(to_be_asked)
        said, failed = explain_rows(part, chosen, request, rules)
        explained.append(dict(zip(chosen.rows.tolist(), said, strict=True)))
        notices.extend(failed)
    ranked, to_verify = (
        build_ranked(shown, parts, explained, request, verdict) for verdict, shown in lists.items()
    )
    return Shortlist(
        subject=request.ask.subject,
        direction=request.ask.direction,
        reference_date=request.ask.reference_date,
        size=request.ask.size,
        ranked=ranked,
        to_verify=to_verify,
        near_misses=build_near_misses(parts, request, rules),
        left_out_applicants=left_out(parts, request, rules, {r.id for r in (*ranked, *to_verify)}),
        removed_by=_summed(part.verdicts.removed_by for part in parts),
        unknown_by=_summed(part.verdicts.unknown_by for part in parts),
        n_pool=sum(int(part.partition.alive.sum()) for part in parts),
        n_eligible=sum(len(part.verdicts.eligible) for part in parts),
        n_to_verify=sum(len(part.verdicts.to_verify) for part in parts),
        n_removed=sum(part.verdicts.n_removed for part in parts),
        notices=tuple(dict.fromkeys(notices)),
        weak=not any(_related(person) for person in (*ranked, *to_verify)),
        versions=request.versions,
    )


def _score(part: Part, request: Request, rules: Rules) -> None:
    """Score everybody of interest exactly, in one pass, and keep those who may still be in a list."""
    eligible, to_verify = part.verdicts.eligible, part.verdicts.to_verify
    scored = part.scored(np.concatenate([eligible, to_verify, _near(part, request)]), request, rules)
    first, last = len(eligible), len(eligible) + len(to_verify)
    part.eligible = _kept(part, scored.only(slice(first)), request, rules)
    part.to_verify = _kept(part, scored.only(slice(first, last)), request, rules)
    part.near = scored.only(slice(last, None))


def _kept(part: Part, scored: Selected, request: Request, rules: Rules) -> Selected:
    in_force = [
        rule
        for _, rule in rules.gate.priorities.values()
        if rule.act is None or rule.act.in_force(request.ask.reference_date)
    ]
    boost = sum(rule.points * POINT for rule in in_force if rule.mode == "bounded_boost")
    keep = np.zeros(len(scored.rows), dtype=np.bool_)
    keep[rows_to_keep(scored.totals, request.ranking, boost)] = True
    if any(rule.mode == "reserved_places" for rule in in_force):
        for rule, member in _members(part, scored.rows, request, rules):
            if rule.mode == "reserved_places":
                group = np.flatnonzero(member)
                keep[group[rows_to_keep(scored.totals[group], request.ranking, boost)]] = True
    return scored.only(np.flatnonzero(keep))


def _near(part: Part, request: Request) -> Ints:
    """Return the rows to score for near misses: where there are many, the most alike in occupation."""
    among = part.verdicts.near
    if not request.near_misses:
        return np.zeros(0, dtype=np.int64)
    if (among.sum() or 0) <= _NEAR_MISS_ROWS:
        return row_numbers(among)
    rows, alike = part.everyone.most_alike(among, _NEAR_MISS_ROWS)
    return np.sort(rows[most_alike(alike, part.partition.id_hashes[rows], _NEAR_MISS_ROWS)])


def _most_alike_of_all(parts: Sequence[Part], request: Request) -> None:
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


def _members(
    part: Part, rows: Ints, request: Request, rules: Rules
) -> list[tuple[PriorityRule, NDArray[np.bool_]]]:
    if not rules.gate.priorities:
        return []
    view = part.view(rows)
    protected = part.partition.protected[rows] if part.partition.protected.width else pl.DataFrame()
    found = rules.gate.priority_columns(request.ask, view, protected)
    return [(rule, column.member) for _, rule, column in found]


def _shown(selected: Sequence[Selected], parts: Sequence[Part], request: Request, rules: Rules) -> Shown:
    return Shown(order_selected(selected, parts, request, rules, request.ask.size), selected)


def order_selected(
    selected: Sequence[Selected], parts: Sequence[Part], request: Request, rules: Rules, size: int
) -> Ordered:
    """Order the selected rows of all parts, priorities included, and return the first ``size``."""
    memberships = [_members(p, s.rows, request, rules) for p, s in zip(parts, selected, strict=True)]
    rules_in_force = {rule.code: rule for members in memberships for rule, _ in members}
    members = [
        (
            rule,
            np.concatenate(
                [_member(code, m, len(s.rows)) for m, s in zip(memberships, selected, strict=True)]
            ),
        )
        for code, rule in sorted(rules_in_force.items())
    ]
    hashes = [
        tie_hashes(part.partition.id_hashes[chosen.rows], request.subject_hash)
        for part, chosen in zip(parts, selected, strict=True)
    ]
    return order_rows(
        np.concatenate([chosen.totals for chosen in selected]),
        np.concatenate(hashes),
        np.concatenate([chosen.silent for chosen in selected]),
        members,
        replace(request.ranking, size=size),
    )


def _member(
    code: str, members: Sequence[tuple[PriorityRule, NDArray[np.bool_]]], n_rows: int
) -> NDArray[np.bool_]:
    return next((member for rule, member in members if rule.code == code), np.zeros(n_rows, dtype=np.bool_))


def _summed(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in counts:
        for code, number in part.items():
            found[code] = found.get(code, 0) + number
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _related(person: RankedCandidate) -> bool:
    return any(c.component in ("occupation", "skills") and c.value >= 3000 for c in person.contributions)
