"""Everything that constraints may read: columns of the rows, facts of the pairs, and what all rows share."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.engine.derive import PairFacts
from matcher.engine.kinds import Kinds, Remembered
from matcher.engine.request import Request, Rules
from matcher.plugin.access import asked_name
from matcher.plugin.gate import OwnedClause
from matcher.pool.columns import Lookup
from matcher.pool.partition import Partition

__all__ = ["Facts", "legal_facts", "open_facts"]

Ints = NDArray[np.int64]

#: Stands for where a row is, among the columns that tell kinds of rows apart.
_WHERE = "where"


@dataclass(frozen=True)
class Facts:
    """What clauses may read of the rows beside one request.

    Attributes
    ----------
    lasting : polars DataFrame, shape (n_rows, ...)
        Columns that are the same for every request of the day.
    pair : polars DataFrame, shape (n_rows, ...)
        Columns of this request.
    way : Lookup
        Columns of this request that follow from where the rows are.
    shared : mapping of str to (value, polars type)
        What is one value for all rows: the request's own columns, and facts of the pair that do not differ.
    unfilled : frozenset of str
        Columns that are null in every row.
    remembered : Remembered
        What clauses said of these rows before.
    private : bool
        Whether the request's own columns are protected ones: what is said of them is not remembered.
    """

    lasting: pl.DataFrame
    pair: pl.DataFrame
    way: Lookup
    shared: Mapping[str, tuple[Any, Any]]
    unfilled: frozenset[str]
    remembered: Remembered
    private: bool = False

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return self.lasting.height

    @cached_property
    def _of_pair(self) -> frozenset[str]:
        return frozenset(self.pair.columns)

    def key(self, owned: OwnedClause) -> Hashable | None:
        """Return what the outcome of a clause depends on beside the lasting columns; ``None``: not remembered."""
        if self.private or not self._of_pair.isdisjoint(owned.reads):
            return None
        values = tuple(self.shared[name][0] for name in owned.reads if name in self.shared)
        way = None if self.way.names.isdisjoint(owned.reads) else self.way.key
        return owned.plugin, owned.clause.code.code, values, way

    def differing(self, owned: OwnedClause) -> list[str]:
        """Return what a clause reads that may differ between the rows."""
        return [name for name in owned.reads if name not in self.shared and name not in self.unfilled]

    def kinds(self, owned: OwnedClause) -> Kinds | None:
        """Return the kinds of rows that a clause tells apart; ``None`` where every row has to be judged."""
        names = self.differing(owned)
        if not self._of_pair.isdisjoint(names):
            return None
        own = {_WHERE if name in self.way.names else name for name in names}
        return self.remembered.kinds(
            (owned.plugin, owned.clause.code.code),
            {name: self.way.lines if name == _WHERE else self.lasting[name] for name in sorted(own)},
        )

    def table(self, kinds: Kinds | int, names: Collection[str]) -> pl.LazyFrame:
        """Return the facts of some kinds of rows, or of the first rows, under some names; not yet worked out.

        The tables of several requests have the same columns in the same order.
        """
        ordered = sorted(names)
        if not isinstance(kinds, Kinds):
            return self.of(slice(None) if kinds == self.n_rows else slice(kinds), ordered).select(
                ordered or pl.first()
            )
        unfilled = [
            _literal(name, None, self.lasting[name].dtype) for name in ordered if name in self.unfilled
        ]
        looked_up = [self.way.on(name, kinds.table[_WHERE]) for name in ordered if name in self.way.names]
        return kinds.table.lazy().with_columns([*self._literals(names), *unfilled, *looked_up])

    def of(self, rows: Ints | slice, names: Collection[str]) -> pl.LazyFrame:
        """Return the facts of some rows under some names as one table, not yet worked out."""
        # the first column is always there, so that a table of shared facts alone has as many rows too
        chosen = (
            (frame, [name for place, name in enumerate(frame.columns) if place == first or name in names])
            for frame, first in ((self.lasting, 0), (self.pair, -1))
        )
        own = [frame[some] for frame, some in chosen if some]
        taken = own if isinstance(rows, slice) and rows == slice(None) else [frame[rows] for frame in own]
        looked_up = [self.way.column(name, rows) for name in self.way.names if name in names]
        return pl.concat(taken, how="horizontal").lazy().with_columns([*self._literals(names), *looked_up])

    def _literals(self, names: Collection[str]) -> list[pl.Expr]:
        return [_literal(name, *self.shared[name]) for name in sorted(names) if name in self.shared]


def open_facts(partition: Partition, pair: PairFacts, request: Request, rules: Rules) -> Facts:
    """Return what ordinary constraints read: nothing protected."""
    day = request.ask.day
    lasting = partition.recall("lasting", day, lambda: _beside(partition.frame, pair.lasting))
    asked = {**_asked(request, rules, legal=True), **_asked(request, rules, legal=False)}
    remembered = partition.recall("outcomes", day, lambda: Remembered(partition.n_rows))
    return Facts(
        lasting, pair.columns, pair.way, {**_shared(pair, rules), **asked}, partition.unfilled, remembered
    )


def legal_facts(facts: Facts, partition: Partition, request: Request, rules: Rules) -> Facts:
    """Return what legal requirements read: the protected columns too, which never leave this door."""
    lasting, remembered, protected = facts.lasting, facts.remembered, partition.protected
    if protected.width:
        _, lasting, remembered = partition.recall(
            "legal",
            (request.ask.day, id(protected)),
            lambda: (protected, _beside(facts.lasting, protected), Remembered(partition.n_rows)),
        )
    own = request.side.protected.row(0, named=True) if request.side.protected.width else {}
    asked = _asked(request, rules, legal=True, own=own)
    return replace(
        facts, lasting=lasting, shared={**facts.shared, **asked}, remembered=remembered, private=bool(own)
    )


@lru_cache(maxsize=4096)
def _literal(name: str, value: Any, dtype: Any) -> pl.Expr:
    """Return one value for all rows; most are the same from one request to the next."""
    return pl.lit(value, dtype=dtype).alias(name)


def _beside(frame: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([frame, other], how="horizontal") if other.width else frame


def _shared(pair: PairFacts, rules: Rules) -> dict[str, tuple[Any, Any]]:
    return {name: (value, rules.gate.columns[f"pair:{name}"][1].dtype) for name, value in pair.shared.items()}


def _asked(
    request: Request, rules: Rules, legal: bool, own: Mapping[str, Any] | None = None
) -> dict[str, tuple[Any, Any]]:
    values = {**request.ask.values, **(own or {})}
    columns = rules.gate.asked_columns(request.ask.direction, legal)
    return {asked_name(name): (values[name], dtype) for name, dtype in columns.items() if name in values}
