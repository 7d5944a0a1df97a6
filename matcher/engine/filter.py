"""Constraints over a partition: a three-valued outcome for every reason, and the verdicts that follow."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.engine.facts import Facts
from matcher.engine.kinds import Kinds, Outcome
from matcher.plugin.gate import OwnedClause
from matcher.plugin.row_local import not_computed
from matcher.pool import bits
from matcher.pool.bits import Bits

__all__ = ["Masks", "Verdicts", "evaluate_clauses", "judge"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Masks:
    """Outcome of every clause on every row."""

    clauses: Sequence[OwnedClause]
    outcomes: Sequence[Outcome]

    def of_rows(self, rows: Ints) -> list[tuple[OwnedClause, list[bool | None]]]:
        """Return every clause with its outcome on some rows, those that keep everybody left out."""
        return [
            (clause, outcome.of_rows(rows))
            for clause, outcome in zip(self.clauses, self.outcomes, strict=True)
            if outcome.failed is not None or outcome.unknown is not None
        ]

    def beside(self, other: Masks) -> Masks:
        """Return the outcomes of both on the same rows."""
        return Masks([*self.clauses, *other.clauses], [*self.outcomes, *other.outcomes])


@dataclass(frozen=True)
class Verdicts:
    """Who may be in the list; rows are ascending.

    Attributes
    ----------
    eligible, to_verify : ndarray of int64
        Rows that nothing removes, without and with an open question.
    near : Bits
        Where exactly one constraint removes, one that a change may lift, and nothing is unknown.
    n_removed : int
        Living rows that some constraint removes.
    removed_by, unknown_by : dict
        Living rows under each reason code; only those who are not removed count as unknown.
    """

    eligible: Ints
    to_verify: Ints
    near: Bits
    n_removed: int
    removed_by: dict[str, int] = field(default_factory=dict)
    unknown_by: dict[str, int] = field(default_factory=dict)


def evaluate_clauses(clauses: Sequence[OwnedClause], facts: Facts) -> Masks:
    """Evaluate all clauses: what no earlier request has settled, on one row of each kind that they tell apart."""
    found: dict[int, Outcome] = {}
    fresh: dict[int, Hashable | None] = {}
    for place, owned in enumerate(clauses):
        key = facts.key(owned)
        known = None if key is None else facts.remembered.outcome(key)
        if known is None:
            fresh[place] = key
        else:
            found[place] = known
    for kinds, places in _by_kinds(clauses, list(fresh), facts):
        judged = _judged([clauses[place] for place in places], facts, kinds)
        found.update(zip(places, judged, strict=True))
    for place, key in fresh.items():
        if key is not None:
            facts.remembered.add(key, found[place])
    return Masks(clauses, [found[place] for place in range(len(clauses))])


def judge(masks: Masks, alive: Bools) -> Verdicts:
    """Return the verdict of every living row under all constraints together.

    Parameters
    ----------
    alive : ndarray of bool, shape (n_rows,)
        The others count nowhere.
    """
    living = bits.everybody(len(alive)) if alive.all() else bits.pack(alive)
    once, twice, unsure, liftable = (bits.nobody(len(alive)) for _ in range(4))
    fails: dict[str, int] = {}
    for owned, outcome in zip(masks.clauses, masks.outcomes, strict=True):
        # most clauses leave most people alone, so there is nothing to combine
        if outcome.unknown is not None:
            unsure |= outcome.unknown
        if outcome.failed is not None:
            fails[owned.clause.code.code] = bits.count(outcome.failed & living)
            twice |= once & outcome.failed
            once |= outcome.failed
            if owned.clause.relax is not None:
                liftable |= outcome.failed
    kept = living & ~once
    doubts = {
        owned.clause.code.code: bits.count(outcome.unknown & kept)
        for owned, outcome in zip(masks.clauses, masks.outcomes, strict=True)
        if outcome.unknown is not None
    }
    return Verdicts(
        eligible=bits.numbers(kept & ~unsure),
        to_verify=bits.numbers(kept & unsure),
        near=living & liftable & ~twice & ~unsure,
        n_removed=bits.count(living & once),
        removed_by={code: number for code, number in fails.items() if number},
        unknown_by={code: number for code, number in doubts.items() if number},
    )


def _by_kinds(
    clauses: Sequence[OwnedClause], places: Sequence[int], facts: Facts
) -> list[tuple[Kinds | int, list[int]]]:
    """Return the clauses at some places, those that tell the same kinds of rows apart together.

    Beside them stand the kinds, or how many rows have to be judged: one where nothing differs.
    """
    n_rows = facts.lasting.height
    found: dict[int, tuple[Kinds | int, list[int]]] = {}
    for place in places:
        owned = clauses[place]
        kinds = (facts.kinds(owned) or n_rows) if facts.differing(owned) else min(1, n_rows)
        found.setdefault(id(kinds), (kinds, []))[1].append(place)
    return list(found.values())


def _judged(clauses: Sequence[OwnedClause], facts: Facts, kinds: Kinds | int) -> list[Outcome]:
    """Return what each clause says of all rows, from one row of each kind or from so many rows."""
    names = {name for owned in clauses for name in owned.reads}
    n_rows = facts.lasting.height
    if isinstance(kinds, Kinds):
        table = facts.of_kinds(kinds, names)
    else:
        table = facts.of(slice(None) if kinds == n_rows else slice(kinds), names)
    keeps = {str(number): owned.clause.keep.cast(pl.Boolean) for number, owned in enumerate(clauses)}
    values = [value for name in keeps for value in (_certain(name), _unknown(name))]
    try:
        # clauses share next to nothing: looking for it costs more than it gains
        asked = table.with_columns(**keeps).select(values)
        found = asked.collect(optimizations=pl.QueryOptFlags.none()).get_columns()
    except pl.exceptions.PolarsError as error:
        if len(clauses) > 1:
            # one by one, only to name the one that fails
            return [outcome for owned in clauses for outcome in _judged([owned], facts, kinds)]
        raise not_computed(clauses[0].plugin, clauses[0].clause.code.code, error) from error

    def spread(mask: pl.Series) -> Bits:
        if isinstance(kinds, Kinds):
            return kinds.spread(mask.to_numpy())
        if kinds < n_rows:
            return bits.everybody(n_rows)
        return bits.pack(mask.to_numpy())

    return [
        Outcome(
            None if kept.all() else spread(~kept),
            spread(unsure) if unsure.any() else None,
        )
        for kept, unsure in zip(found[::2], found[1::2], strict=True)
    ]


def _certain(name: str) -> pl.Expr:
    # where it is null it did not fail
    return pl.col(name).fill_null(value=True)


def _unknown(name: str) -> pl.Expr:
    return pl.col(name).is_null().alias(f"{name} unknown")
