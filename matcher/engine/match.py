"""The whole match, top to bottom: evaluate each partition, merge what they found.

``filter`` says who may be in the list, ``choose`` scores whoever can still enter it, ``rank`` puts them in
order, ``finalists`` says why. A partition's answer holds everybody who could still be in the final list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.collector import without_collector
from matcher.domain.shortlist import RankedCandidate, Shortlist, Verdict
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
from matcher.pool.view import view_rows

__all__ = [
    "evaluate",
    "evaluate_together",
    "judge_rows",
    "match",
    "match_together",
    "merge",
    "order_selected",
]

Ints = NDArray[np.int64]


def match(partitions: Sequence[Partition], request: Request, rules: Rules) -> Shortlist:
    """Return the shortlist of one request: exact, whatever the partitioning."""
    [found] = match_together(partitions, [request], rules)
    return found


def match_together(
    partitions: Sequence[Partition], requests: Sequence[Request], rules: Rules
) -> list[Shortlist]:
    """Return the shortlists of some requests of one side, each as if it had come alone."""
    with without_collector():
        found = [evaluate_together(partition, requests, rules) for partition in partitions]
        parts = [[of_partition[number] for of_partition in found] for number in range(len(requests))]
        return merge_together(parts, requests, rules)


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
    [part] = evaluate_together(partition, [request], rules)
    return part


def evaluate_together(partition: Partition, requests: Sequence[Request], rules: Rules) -> list[Part]:
    """Return what `evaluate` finds for each of some requests of one side."""
    parts = judge_rows(partition, requests, rules)
    for part, request in zip(parts, requests, strict=True):
        score_part(part, request, rules)
    return parts


def judge_rows(partition: Partition, requests: Sequence[Request], rules: Rules) -> list[Part]:
    """Return the verdict of every row of a partition for each request; nobody is scored yet."""
    if not requests:
        return []
    asked = [_asked(partition, request, rules) for request in requests]
    direction = requests[0].ask.direction
    open_ = evaluate_clauses(rules.gate.clauses(direction), [part.facts for part in asked])
    behind = [legal_facts(one.facts, one.partition, r, rules) for one, r in zip(asked, requests, strict=True)]
    legal = evaluate_clauses(rules.gate.clauses(direction, legal=True), behind)
    for part, of_all, of_law in zip(asked, open_, legal, strict=True):
        part.masks = of_all.beside(of_law)
        part.verdicts = judge(part.masks, partition.alive)
    return asked


def _asked(partition: Partition, request: Request, rules: Rules) -> Part:
    """Return what is known of the rows beside one request; nobody is judged yet."""
    partition = replace(partition, frame=unexpired(partition, request.ask.day))
    likenesses = Likenesses(request.side, partition)
    everyone = view_rows(likenesses, None, request.ask.values)
    pair = derive(
        everyone, partition, request.side, rules.places, rules.codes, request.ask.day, request.pair_states
    )
    values = {**request.ask.values, **pair.shared}
    return Part(partition, likenesses, values, open_facts(partition, pair, request, rules))


def merge(parts: Sequence[Part], request: Request, rules: Rules) -> Shortlist:
    """Choose and order among what all partitions found, apply priorities, explain."""
    [found] = merge_together([parts], [request], rules)
    return found


def merge_together(
    parts: Sequence[Sequence[Part]], requests: Sequence[Request], rules: Rules
) -> list[Shortlist]:
    """Return the shortlist of each request from what all partitions found for it."""
    chosen = [_chosen(of_one, request, rules) for of_one, request in zip(parts, requests, strict=True)]
    # all in one pass: to ask the columns costs more than a few rows more
    wanted = [one for of_request in chosen for one in zip(of_request.parts, of_request.rows, strict=True)]
    verdicts = iter(verdicts_of(wanted, rules))
    return [
        _explained(one, [next(verdicts) for _ in one.parts], request, rules)
        for one, request in zip(chosen, requests, strict=True)
    ]


@dataclass(frozen=True)
class _Chosen:
    """Who of all partitions is shown for one request.

    Attributes
    ----------
    lists : mapping of str to Shown
        By verdict.
    near : list of (part, row, score)
        Near misses.
    shown : list of Selected
        Of each part, who is in a list.
    rows : list of ndarray of int64
        Of each part, these and then the near misses.
    """

    parts: Sequence[Part]
    lists: Mapping[str, Shown]
    near: list[tuple[int, int, int]]
    shown: list[Selected]
    rows: list[Ints]


def _chosen(parts: Sequence[Part], request: Request, rules: Rules) -> _Chosen:
    keep_most_alike(parts)
    lists = {
        verdict: _shown([getattr(part, verdict) for part in parts], parts, request, rules)
        for verdict in ("eligible", "to_verify")
    }
    near = nearest(parts, request)
    shown, rows = [], []
    for number, part in enumerate(parts):
        eligible, to_be_asked = (
            getattr(part, verdict).on(of_list.rows_of(number)) for verdict, of_list in lists.items()
        )
        shown.append(eligible.beside(to_be_asked))
        missed = [row for owner, row, _ in near if owner == number]
        rows.append(np.array([*shown[-1].rows, *missed], dtype=np.int64))
    return _Chosen(parts, lists, near, shown, rows)


def _explained(
    chosen: _Chosen, verdicts: Sequence[Sequence[Verdict]], request: Request, rules: Rules
) -> Shortlist:
    parts = chosen.parts
    notices = [
        f"La priorità «{code}» è spenta: il suo atto non è in vigore il {request.ask.reference_date:%d/%m/%Y}."
        for code in rules.gate.expired_priorities(request.ask.reference_date)
    ]
    explained: list[dict[int, Explained]] = []
    for part, shown, of_part in zip(parts, chosen.shown, verdicts, strict=True):
        said, failed = explain_rows(part, shown, of_part[: len(shown.rows)], request, rules)
        explained.append(dict(zip(shown.rows.tolist(), said, strict=True)))
        notices.extend(failed)
    ranked, to_verify = (
        build_ranked(shown, parts, explained, request, verdict) for verdict, shown in chosen.lists.items()
    )
    judged = [
        dict(zip(rows.tolist(), of_part, strict=True))
        for rows, of_part in zip(chosen.rows, verdicts, strict=True)
    ]
    return Shortlist(
        subject=request.ask.subject,
        direction=request.ask.direction,
        reference_date=request.ask.reference_date,
        size=request.ask.size,
        ranked=ranked,
        to_verify=to_verify,
        near_misses=tuple(
            near_miss(parts[number], row, score, judged[number][row]) for number, row, score in chosen.near
        ),
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
