"""What one partition answers: everybody who may be in the list, and the counts of everybody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.engine.facts import Facts
from matcher.engine.filter import Masks, Verdicts
from matcher.engine.request import Request, Rules
from matcher.engine.score import most_possible, score_totals
from matcher.plugin.types import ScoreColumn
from matcher.pool.likenesses import Likenesses
from matcher.pool.partition import Partition
from matcher.pool.rows_view import RowsView
from matcher.pool.view import view_rows

__all__ = ["Part", "Selected"]

Ints = NDArray[np.int64]
T = TypeVar("T")

#: From this many rows on, two threads are quicker: arrays are worked on without the interpreter's lock.
_WORTH_TWO_THREADS = 20_000


@dataclass(frozen=True)
class Selected:
    """Rows of a partition with their scores; all arrays have shape ``(n_selected,)``.

    Attributes
    ----------
    silent : ndarray of bool
        Pairs that concern an empty profile.
    columns : mapping of str to ScoreColumn
        What the totals are made of.
    """

    rows: Ints
    totals: Ints
    silent: NDArray[np.bool_]
    columns: Mapping[str, ScoreColumn] = field(default_factory=dict)

    def only(self, places: slice | Ints) -> Selected:
        """Return some of them."""
        columns = {
            name: ScoreColumn(
                name,
                column.values[places],
                column.asked[places]
                if isinstance(column.asked, np.ndarray) and column.asked.ndim
                else column.asked,
            )
            for name, column in self.columns.items()
        }
        return Selected(self.rows[places], self.totals[places], self.silent[places], columns)

    def beside(self, other: Selected) -> Selected:
        """Return both, these first; one with nobody in it adds nothing."""
        if not len(self.rows) or not len(other.rows):
            return self if len(self.rows) else other
        columns = {
            name: ScoreColumn(
                name,
                np.concatenate([column.values, other.columns[name].values]),
                _beside(self, column, other, other.columns[name]),
            )
            for name, column in self.columns.items()
        }
        return Selected(
            np.concatenate([self.rows, other.rows]),
            np.concatenate([self.totals, other.totals]),
            np.concatenate([self.silent, other.silent]),
            columns,
        )

    def ascending(self) -> Selected:
        """Return the same in the order of their rows."""
        return self.only(np.argsort(self.rows))

    def on(self, rows: Ints) -> Selected:
        """Return those on the given rows, in their order; all of them must be here."""
        order = np.argsort(self.rows)
        return self.only(order[np.searchsorted(self.rows, rows, sorter=order)])


def _beside(
    these: Selected, own: ScoreColumn, others: Selected, other: ScoreColumn
) -> bool | NDArray[np.bool_]:
    """Return where a component is asked for among both; one value where it is the same for all."""
    if np.ndim(own.asked) == np.ndim(other.asked) == 0 and bool(own.asked) == bool(other.asked):
        return own.asked
    parts = ((these, own.asked), (others, other.asked))
    return np.concatenate([np.broadcast_to(asked, chosen.rows.shape) for chosen, asked in parts])


def _none() -> Selected:
    nothing = np.zeros(0, dtype=np.int64)
    return Selected(nothing, nothing, np.zeros(0, dtype=np.bool_))


@dataclass
class Part:
    """One partition's answer to one request.

    Attributes
    ----------
    values : mapping of str to value
        What is the same for all rows: the request's own columns, and facts of the pair that do not differ.
    facts : Facts
        Professional and pair columns of all rows, for reasons and questions.
    verdicts : Verdicts
        Everybody's, and the counts.
    eligible, to_verify, near : Selected
        Those who may still be in a list.
    """

    partition: Partition
    likenesses: Likenesses
    values: Mapping[str, Any]
    facts: Facts
    masks: Masks = field(default_factory=lambda: Masks([], []))
    verdicts: Verdicts = field(default_factory=Verdicts.nobody)
    eligible: Selected = field(default_factory=_none)
    to_verify: Selected = field(default_factory=_none)
    near: Selected = field(default_factory=_none)

    def view(self, rows: Ints | None) -> RowsView:
        """Return what rules see of some rows, or of all."""
        return view_rows(
            self.likenesses, rows, self.values, (self.facts.lasting, self.facts.pair), self.facts.way
        )

    def scored(self, rows: Ints, request: Request, rules: Rules) -> Selected:
        """Return some rows with their scores.

        An empty profile is unknown in everything, so that living nearby never puts nobody in particular before
        somebody with weak evidence.
        """
        return self._on_two_threads(rows, lambda some: self._scored(some, request, rules), Selected.beside)

    def most_possible(self, rows: Ints, request: Request, rules: Rules) -> Ints:
        """Return the most that each row can score, by the components that are worked out first, shape ``(n_rows,)``."""

        components = (component for _, component in rules.gate.components.values())
        first = [one.name for one in components if one.first and one.perspective == "employer"]

        def bound(some: Ints) -> Ints:
            columns = rules.gate.score(request.ask, self.view(some), first)
            return most_possible(columns, request.ask, rules.gate, self._silent(some, request))

        return self._on_two_threads(rows, bound, lambda *halves: np.concatenate(halves))

    def _scored(self, rows: Ints, request: Request, rules: Rules) -> Selected:
        silent = self._silent(rows, request)
        columns = rules.gate.score(request.ask, self.view(rows))
        return Selected(rows, score_totals(columns, request.ask, rules.gate, silent), silent, columns)

    def _silent(self, rows: Ints, request: Request) -> NDArray[np.bool_]:
        """Tell which pairs concern an empty profile."""
        if self.partition.side == "candidate":
            return self.partition.silent[rows]
        return np.full(len(rows), bool(request.side.silent[0]), dtype=np.bool_)

    def _on_two_threads(self, rows: Ints, work: Callable[[Ints], T], join: Callable[[T, T], T]) -> T:
        if len(rows) < _WORTH_TWO_THREADS:
            return work(rows)
        # what all rows share is made before they part
        for kind in self.likenesses.request.terms:
            self.likenesses.best(kind)
        middle = len(rows) // 2
        with ThreadPoolExecutor(1) as other:
            second = other.submit(work, rows[middle:])
            return join(work(rows[:middle]), second.result())
