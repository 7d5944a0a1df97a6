"""Constraints over a partition: a three-valued outcome for every reason, and the verdicts that follow."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
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

#: Rows that are judged in one pass, if several requests ask.
_ROWS_TOGETHER = 500_000


@dataclass(frozen=True)
class Masks:
    """Outcome of every clause on every row."""

    clauses: Sequence[OwnedClause]
    outcomes: Sequence[Outcome]

    def of_rows(self, rows: Ints) -> list[tuple[int, OwnedClause, list[bool | None]]]:
        """Return every clause with its place and its outcome on some rows, those that keep everybody left out."""
        return [
            (place, clause, outcome.of_rows(rows))
            for place, (clause, outcome) in enumerate(zip(self.clauses, self.outcomes, strict=True))
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

    @classmethod
    def nobody(cls) -> Verdicts:
        """Return the verdicts of no row."""
        return cls(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), bits.nobody(0), 0)


def evaluate_clauses(clauses: Sequence[OwnedClause], requests: Sequence[Facts]) -> list[Masks]:
    """Evaluate all clauses for some requests to the same rows.

    What an earlier request has settled is not asked again; the others are judged on one row of each kind that a
    clause tells apart, for all requests in one pass: to ask costs more than a few rows more.
    """
    found: list[dict[int, Outcome]] = []
    fresh: list[dict[int, Hashable | None]] = []
    for facts in requests:
        keys = [facts.key(owned) for owned in clauses]
        known = [None if key is None else facts.remembered.outcome(key) for key in keys]
        found.append({place: one for place, one in enumerate(known) if one is not None})
        fresh.append({place: keys[place] for place, one in enumerate(known) if one is None})
    for kinds, places, asking in _asked_together(clauses, [list(one) for one in fresh], requests):
        judged = _judged([clauses[place] for place in places], [requests[n] for n in asking], kinds)
        for number, outcomes in zip(asking, judged, strict=True):
            found[number].update(zip(places, outcomes, strict=True))
    for facts, keyed, settled in zip(requests, fresh, found, strict=True):
        for place, key in keyed.items():
            if key is not None:
                facts.remembered.add(key, settled[place])
    return [Masks(clauses, [one[place] for place in range(len(clauses))]) for one in found]


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


def _asked_together(
    clauses: Sequence[OwnedClause], fresh: Sequence[Sequence[int]], requests: Sequence[Facts]
) -> Iterator[tuple[Kinds | int, tuple[int, ...], list[int]]]:
    """Yield kinds of rows, clauses that tell them apart, and requests that ask just these, as places.

    In place of the kinds stands how many rows have to be judged, one where nothing differs.
    """
    found: dict[tuple[Kinds | int, tuple[int, ...]], list[int]] = {}
    for number, (places, facts) in enumerate(zip(fresh, requests, strict=True)):
        for kinds, own in _by_kinds(clauses, places, facts):
            found.setdefault((kinds, tuple(own)), []).append(number)
    for (kinds, places), asking in found.items():
        height = max(1, len(kinds.table) if isinstance(kinds, Kinds) else kinds)
        step = max(1, _ROWS_TOGETHER // height)
        for start in range(0, len(asking), step):
            yield kinds, places, asking[start : start + step]


def _by_kinds(
    clauses: Sequence[OwnedClause], places: Sequence[int], facts: Facts
) -> Iterator[tuple[Kinds | int, list[int]]]:
    """Yield the clauses at some places, those that tell the same kinds of rows apart together."""
    found: dict[Kinds | int, list[int]] = {}
    alike = []
    for place in places:
        if facts.differing(clauses[place]):
            kinds = facts.kinds(clauses[place]) or facts.n_rows
            found.setdefault(kinds, []).append(place)
        else:
            alike.append(place)
    told_apart = [group for kinds, group in found.items() if isinstance(kinds, Kinds)]
    if told_apart:
        # what is the same for all rows costs nothing beside what is judged anyway
        told_apart[0].extend(alike)
    elif alike:
        yield min(1, facts.n_rows), alike
    yield from found.items()


def _judged(
    clauses: Sequence[OwnedClause], requests: Sequence[Facts], kinds: Kinds | int
) -> list[list[Outcome]]:
    """Return what each clause says of all rows for each request, from one row of each kind or from so many rows."""
    names = {name for owned in clauses for name in owned.reads}
    tables = [facts.table(kinds, names) for facts in requests]
    keeps = {str(number): owned.clause.keep.cast(pl.Boolean) for number, owned in enumerate(clauses)}
    values = [value for name in keeps for value in (_certain(name), _unknown(name))]
    try:
        # clauses share next to nothing: looking for it costs more than it gains
        asked = pl.concat(tables).with_columns(**keeps).select(values)
        found = asked.collect(optimizations=pl.QueryOptFlags.none())
    except pl.exceptions.PolarsError as error:
        if len(clauses) > 1:
            # one by one, only to name the one that fails
            alone = [_judged([owned], requests, kinds) for owned in clauses]
            return [[of_clause[n][0] for of_clause in alone] for n in range(len(requests))]
        raise not_computed(clauses[0].plugin, clauses[0].clause.code.code, error) from error
    height = found.height // len(requests)
    return [
        _outcomes(found[number * height : (number + 1) * height].get_columns(), facts.n_rows, kinds)
        for number, facts in enumerate(requests)
    ]


def _outcomes(found: Sequence[pl.Series], n_rows: int, kinds: Kinds | int) -> list[Outcome]:
    """Return outcomes on all rows, from two columns for each clause: where it does not fail, where it cannot tell."""

    def spread(mask: pl.Series) -> Bits:
        if isinstance(kinds, Kinds):
            return kinds.spread(mask.to_numpy())
        return bits.packed(mask) if kinds == n_rows else bits.everybody(n_rows)

    return [
        Outcome(None if kept.all() else spread(~kept), spread(unsure) if unsure.any() else None)
        for kept, unsure in zip(found[::2], found[1::2], strict=True)
    ]


def _certain(name: str) -> pl.Expr:
    # where it is null it did not fail
    return pl.col(name).fill_null(value=True)


def _unknown(name: str) -> pl.Expr:
    return pl.col(name).is_null().alias(f"{name} unknown")
