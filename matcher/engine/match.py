"""The whole match, top to bottom: evaluate each partition, merge what they found.

``filter`` says who may be in the list, ``choose`` scores whoever can still enter it, ``rank`` puts them in
order, ``finalists`` says why. A partition's answer holds everybody who could still be in the final list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matcher.collector import without_collector
from matcher.domain.shortlist import NearMiss, RankedCandidate, Shortlist
from matcher.engine.choose import keep_most_alike, members_of, score_part
from matcher.engine.derive import derive, unexpired
from matcher.engine.facts import legal_facts, open_facts
from matcher.engine.filter import evaluate_clauses, judge
from matcher.engine.finalists import (
    Explained,
    Shown,
    build_ranked,
    explain_rows,
    left_out,
    near_miss,
    nearest,
    verdicts_of,
)
from matcher.engine.part import Part, Selected
from matcher.engine.rank import Ordered, order_rows, tie_hashes
from matcher.engine.request import Request, Rules
from matcher.plugin.types import PriorityRule
from matcher.pool.likenesses import Likenesses
from matcher.pool.partition import Partition
from matcher.pool.view import RowsView

__all__ = ["evaluate", "judge_rows", "match", "merge", "order_selected"]

Ints = NDArray[np.int64]


def match(partitions: Sequence[Partition], request: Request, rules: Rules) -> Shortlist:
    """Return the shortlist of one request: exact, whatever the partitioning."""
    with without_collector():
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
    part = judge_rows(partition, request, rules)
    score_part(part, request, rules)
    return part


def judge_rows(partition: Partition, request: Request, rules: Rules) -> Part:
    """Return the verdict of every row of a partition; nobody is scored yet."""
    partition = replace(partition, frame=unexpired(partition, request.ask.day))
    likenesses = Likenesses(request.side, partition)
    everyone = RowsView(likenesses, None, request.ask.values)
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
    return Part(partition, likenesses, values, facts, masks, judge(masks, partition.alive))


def merge(parts: Sequence[Part], request: Request, rules: Rules) -> Shortlist:
    """Choose and order among what all partitions found, apply priorities, explain."""
    notices = [
        f"La priorità «{code}» è spenta: il suo atto non è in vigore il {request.ask.reference_date:%d/%m/%Y}."
        for code in rules.gate.expired_priorities(request.ask.reference_date)
    ]
    keep_most_alike(parts)
    lists = {
        verdict: _shown([getattr(part, verdict) for part in parts], parts, request, rules)
        for verdict in ("eligible", "to_verify")
    }
    near = nearest(parts, request)
    explained: list[dict[int, Explained]] = []
    near_misses: dict[tuple[int, int], NearMiss] = {}
    for number, part in enumerate(parts):
        eligible, to_be_asked = (
            getattr(part, verdict).on(shown.rows_of(number)) for verdict, shown in lists.items()
        )
        chosen = eligible.beside(to_be_asked)
        missed = [(row, score) for owner, row, score in near if owner == number]
        # both in one pass: to ask the columns costs more than a few rows more
        verdicts = verdicts_of(
            part, np.array([*chosen.rows, *(row for row, _ in missed)], dtype=np.int64), rules
        )
        said, failed = explain_rows(part, chosen, verdicts[: len(chosen.rows)], request, rules)
        explained.append(dict(zip(chosen.rows.tolist(), said, strict=True)))
        notices.extend(failed)
        for (row, score), verdict in zip(missed, verdicts[len(chosen.rows) :], strict=True):
            near_misses[number, row] = near_miss(part, row, score, verdict)
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
        near_misses=tuple(near_misses[number, row] for number, row, _ in near),
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


def _shown(selected: Sequence[Selected], parts: Sequence[Part], request: Request, rules: Rules) -> Shown:
    return Shown(order_selected(selected, parts, request, rules, request.ask.size), selected)


def order_selected(
    selected: Sequence[Selected], parts: Sequence[Part], request: Request, rules: Rules, size: int
) -> Ordered:
    """Order the selected rows of all parts, priorities included, and return the first ``size``."""
    memberships = [members_of(p, s.rows, request, rules) for p, s in zip(parts, selected, strict=True)]
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
