"""What a partition far away sends back: the few rows that may still be in a list, and the counts of all.

The rows travel as a partition of their own. Whoever asked evaluates them once more and merges them with the
others: whatever the place a row was judged in, it is explained and ranked where the request came from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.domain.shortlist import Shortlist
from matcher.engine.match import evaluate, merge
from matcher.engine.request import Request, Rules
from matcher.pool.jagged import Jagged
from matcher.pool.partition import Partition
from matcher.pool.terms import TermTable

__all__ = ["Counts", "Excerpt", "find", "put_together"]

Ints = NDArray[np.int64]
_LISTS = {"occupation": "occupations", "skill": "skills"}


@dataclass(frozen=True)
class Counts:
    """How everybody in a partition was judged."""

    n_pool: int
    n_eligible: int
    n_to_verify: int
    n_removed: int
    removed_by: Mapping[str, int]
    unknown_by: Mapping[str, int]


@dataclass(frozen=True)
class Excerpt:
    """One partition's answer, small enough to be sent.

    Attributes
    ----------
    rows : Partition
        Everybody who may still be in a list, or must be told why not.
    """

    rows: Partition
    counts: Counts


def find(partition: Partition, request: Request, rules: Rules) -> Excerpt:
    """Evaluate a partition where it is, and return what must travel."""
    part = evaluate(partition, request, rules)
    wanted = [part.eligible.rows, part.to_verify.rows, part.near.rows]
    wanted.append(np.array([row for _, row in partition.find(request.applicants)], dtype=np.int64))
    rows = np.unique(np.concatenate(wanted))
    verdicts = part.verdicts
    counts = Counts(
        int(partition.alive.sum()),
        len(verdicts.eligible),
        len(verdicts.to_verify),
        verdicts.n_removed,
        verdicts.removed_by,
        verdicts.unknown_by,
    )
    return Excerpt(_alone(partition, rows), counts)


def put_together(excerpts: Sequence[Excerpt], request: Request, rules: Rules) -> Shortlist:
    """Return the shortlist of all partitions, as `matcher.engine.match.match` finds it with all of them here."""
    found = merge([evaluate(excerpt.rows, request, rules) for excerpt in excerpts], request, rules)
    counts = [excerpt.counts for excerpt in excerpts]
    return found.model_copy(
        update={
            "n_pool": sum(one.n_pool for one in counts),
            "n_eligible": sum(one.n_eligible for one in counts),
            "n_to_verify": sum(one.n_to_verify for one in counts),
            "n_removed": sum(one.n_removed for one in counts),
            "removed_by": _summed(one.removed_by for one in counts),
            "unknown_by": _summed(one.unknown_by for one in counts),
        }
    )


def _alone(partition: Partition, rows: Ints) -> Partition:
    """Return some rows with the terms that they use, and nothing of the others."""
    taken = partition.take(rows)
    lists: dict[str, Any] = {}
    tables: dict[str, TermTable] = {}
    for kind, name in _LISTS.items():
        jagged: Jagged = getattr(taken, name)
        used, items = np.unique(jagged.items, return_inverse=True)
        lists[name] = replace(jagged, items=items.astype(np.int32))
        tables[kind] = _only(partition.terms[kind], used)
    return replace(taken, terms=tables, **lists)


def _only(table: TermTable, numbers: NDArray[np.int32]) -> TermTable:
    return TermTable(
        tuple(table.keys[number] for number in numbers.tolist()),
        tuple(table.texts[number] for number in numbers.tolist()),
        np.ascontiguousarray(table.vectors[numbers]),
        np.ascontiguousarray(table.groups[numbers]),
        tuple(table.ancestors[number] for number in numbers.tolist()),
        table.related,
    )


def _summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(sorted(total.items(), key=lambda item: (-item[1], item[0])))
