"""Constraints over a partition: a three-valued outcome for every reason, and the verdicts that follow."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.engine.facts import Facts
from matcher.plugin.gate import OwnedClause
from matcher.plugin.row_local import not_computed

__all__ = ["Masks", "Outcome", "Verdicts", "evaluate_clauses", "judge", "row_numbers"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one clause says of every row.

    Attributes
    ----------
    keep : polars Series of Boolean, shape (n_rows,), or (1,) where it is the same for all rows
        True keep, False remove, null unknown.
    failed, unknown : polars Series of Boolean, shape (n_rows,), or None
        Where it is False, and where it is null; ``None`` where it never is.
    """

    keep: pl.Series
    failed: pl.Series | None
    unknown: pl.Series | None

    def of_rows(self, rows: Ints) -> list[bool | None]:
        """Return the outcome on some rows."""
        if len(self.keep) == 1:
            return self.keep.to_list() * len(rows)
        return self.keep[rows].to_list()


@dataclass(frozen=True)
class Masks:
    """Outcome of every clause on every row."""

    clauses: Sequence[OwnedClause]
    outcomes: Sequence[Outcome]
    n_rows: int

    @property
    def removed(self) -> Bools:
        """Where each clause is False, shape ``(n_clauses, n_rows)``."""
        return self._stacked([outcome.failed for outcome in self.outcomes])

    @property
    def unknown(self) -> Bools:
        """Where each clause is null, shape ``(n_clauses, n_rows)``."""
        return self._stacked([outcome.unknown for outcome in self.outcomes])

    def of_rows(self, rows: Ints) -> list[tuple[OwnedClause, list[bool | None]]]:
        """Return every clause with its outcome on some rows, those that keep everybody left out."""
        return [
            (clause, outcome.of_rows(rows))
            for clause, outcome in zip(self.clauses, self.outcomes, strict=True)
            if outcome.failed is not None or outcome.unknown is not None
        ]

    def beside(self, other: Masks) -> Masks:
        """Return the outcomes of both on the same rows."""
        return Masks([*self.clauses, *other.clauses], [*self.outcomes, *other.outcomes], self.n_rows)

    def _stacked(self, found: Sequence[pl.Series | None]) -> Bools:
        never = np.zeros(self.n_rows, dtype=np.bool_)
        columns = [never if column is None else column.to_numpy() for column in found]
        return np.stack(columns) if columns else np.zeros((0, self.n_rows), dtype=np.bool_)


@dataclass(frozen=True)
class Verdicts:
    """Who may be in the list; rows are ascending.

    Attributes
    ----------
    eligible, to_verify : ndarray of int64
        Rows that nothing removes, without and with an open question.
    near : polars Series of Boolean, shape (n_rows,)
        Where exactly one constraint removes, one that a change may lift, and nothing is unknown.
    n_removed : int
        Living rows that some constraint removes.
    removed_by, unknown_by : dict
        Living rows under each reason code; only those who are not removed count as unknown.
    """

    eligible: Ints
    to_verify: Ints
    near: pl.Series
    n_removed: int
    removed_by: dict[str, int] = field(default_factory=dict)
    unknown_by: dict[str, int] = field(default_factory=dict)


def evaluate_clauses(clauses: Sequence[OwnedClause], facts: Facts) -> Masks:
    """Evaluate all clauses on all rows: those that no earlier request has settled, in one pass."""
    n_rows = facts.lasting.height
    found: dict[int, Outcome] = {}
    fresh: dict[int, Hashable | None] = {}
    for place, owned in enumerate(clauses):
        key = facts.key(owned)
        known = None if key is None else facts.remembered.get(key)
        if known is None:
            fresh[place] = key
        else:
            found[place] = known
            facts.remembered.move_to_end(key)
    for one_row in (True, False):
        # what differs between no rows is judged on one of them
        places = [place for place in fresh if (n_rows > 0 and not facts.differ(clauses[place])) == one_row]
        judged = _evaluated([clauses[place] for place in places], facts, slice(1) if one_row else slice(None))
        for place, outcome in zip(places, _outcomes(judged, n_rows), strict=True):
            found[place] = outcome
            if (key := fresh[place]) is not None:
                facts.remembered.add(key, found[place])
    return Masks(clauses, [found[place] for place in range(len(clauses))], n_rows)


def judge(masks: Masks, alive: Bools) -> Verdicts:
    """Return the verdict of every living row under all constraints together.

    Parameters
    ----------
    alive : ndarray of bool, shape (n_rows,)
        The others count nowhere.
    """
    living = None if alive.all() else pl.Series(alive)
    once = twice = unsure = liftable = None
    fails, doubts = {}, {}
    for owned, outcome in zip(masks.clauses, masks.outcomes, strict=True):
        # bits, not bytes: and most clauses leave most people alone, so there is nothing to combine
        code = owned.clause.code.code
        if outcome.unknown is not None:
            doubts[code] = outcome.unknown
            unsure = _either(unsure, outcome.unknown)
        if outcome.failed is not None:
            fails[code] = _among(living, outcome.failed)
            if once is not None:
                twice = _either(twice, once & outcome.failed)
            once = _either(once, outcome.failed)
            if owned.clause.relax is not None:
                liftable = _either(liftable, outcome.failed)
    nobody = pl.Series([False]).new_from_index(0, len(alive))
    once, twice, unsure, liftable = (
        nobody if one is None else one for one in (once, twice, unsure, liftable)
    )
    kept = _among(living, ~once)
    return Verdicts(
        eligible=row_numbers(kept & ~unsure),
        to_verify=row_numbers(kept & unsure),
        near=_among(living, liftable & ~twice & ~unsure),
        n_removed=int(_among(living, once).sum()),
        removed_by=_counts(fails),
        unknown_by=_counts({code: doubt & kept for code, doubt in doubts.items()}),
    )


def _evaluated(clauses: Sequence[OwnedClause], facts: Facts, rows: slice) -> list[pl.Series]:
    """Return what each clause says of some rows."""
    if not clauses:
        return []
    table = facts.of(rows, {name for owned in clauses for name in owned.reads})
    named = {str(number): owned.clause.keep.cast(pl.Boolean) for number, owned in enumerate(clauses)}
    try:
        # clauses share next to nothing: looking for it costs more than it gains
        asked = table.with_columns(**named).select(list(named))
        return asked.collect(optimizations=pl.QueryOptFlags.none()).get_columns()
    except pl.exceptions.PolarsError as error:
        if len(clauses) > 1:
            # one by one, only to name the one that fails
            return [column for owned in clauses for column in _evaluated([owned], facts, rows)]
        raise not_computed(clauses[0].plugin, clauses[0].clause.code.code, error) from error


def _outcomes(judged: Sequence[pl.Series], n_rows: int) -> list[Outcome]:
    """Part the three values of each clause; one value stands for all rows."""
    spread = [keep if len(keep) == n_rows else keep.new_from_index(0, n_rows) for keep in judged]
    unsure = pl.DataFrame(
        [whole.alias(str(place)) for place, whole in enumerate(spread) if whole.null_count()]
    )
    # all at once: where one is null it did not fail
    certain = unsure.select(pl.all().fill_null(value=True)) if unsure.width else unsure
    unknown = unsure.select(pl.all().is_null()) if unsure.width else unsure
    found = []
    for place, (keep, whole) in enumerate(zip(judged, spread, strict=True)):
        known = certain[str(place)] if whole.null_count() else whole
        found.append(
            Outcome(
                keep, None if known.all() else ~known, unknown[str(place)] if whole.null_count() else None
            )
        )
    return found


def _either(these: pl.Series | None, those: pl.Series) -> pl.Series:
    """Return where one or the other is true; ``None`` is true nowhere."""
    return those if these is None else these | those


def _among(living: pl.Series | None, mask: pl.Series) -> pl.Series:
    return mask if living is None else mask & living


def row_numbers(mask: pl.Series) -> Ints:
    """Return where a mask is true, ascending."""
    # ten times quicker than a byte for every row and a search among them
    return _numbers(len(mask)).filter(mask).to_numpy().astype(np.int64)


@lru_cache(maxsize=4)
def _numbers(n_rows: int) -> pl.Series:
    return pl.Series(np.arange(n_rows, dtype=np.uint32))


def _counts(masks: Mapping[str, pl.Series]) -> dict[str, int]:
    counts = {code: int(mask.sum()) for code, mask in masks.items()}
    return {code: count for code, count in counts.items() if count}
