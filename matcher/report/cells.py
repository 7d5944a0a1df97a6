"""Facts counted in cells: by month, office and whatever else a report asks, none too small to hide a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from statistics import median
from typing import Any, TypeVar

__all__ = ["GATHERED", "Cells", "Period", "count_cells", "middle", "month_of", "small_notes"]

Fact = TypeVar("Fact")

#: Stands for what several small cells had in their places.
GATHERED = "*"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included; an open end is ``None``."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Return whether a day is in it."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Cells:
    """What was counted.

    Attributes
    ----------
    rows : list of dict
        One for each cell, in the order of the keys; that of the gathered ones is the last.
    gathered : int
        How many small cells are in the last row.
    """

    rows: list[dict[str, Any]]
    gathered: int


def month_of(day: date) -> str:
    """Return the month of a day, ``2026-11``."""
    return f"{day:%Y-%m}"


def middle(numbers: Iterable[float]) -> float | None:
    """Return the median to one decimal; ``None`` of nothing."""
    listed = list(numbers)
    return round(float(median(listed)), 1) if listed else None


def count_cells(
    facts: Iterable[Fact],
    keys: Mapping[str, Callable[[Fact], str]],
    measure: Callable[[Sequence[Fact]], Mapping[str, Any]],
    people: Callable[[Sequence[Fact]], int | None],
    least: int,
) -> Cells:
    """Return one row for each cell, its keys beside its measures; cells add up to all facts.

    Parameters
    ----------
    keys : mapping of str to callable
        Column to the value of a fact in it.
    measure : callable
        Facts of a cell to its numbers.
    people : callable
        Facts of a cell to the number of people they are about; ``None`` where they are about nobody.
    least : int
        Cells about fewer people than this are gathered into one row, marked ``*`` in every key; where
        that is still too small, the smallest of the others joins it.
    """
    cells: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        cells[tuple(key(fact) for key in keys.values())].append(fact)

    def subjects(found: Sequence[Fact]) -> float:
        counted = people(found)
        return inf if counted is None else counted

    in_order = sorted(cells, key=lambda cell: (subjects(cells[cell]), cell))
    small = [cell for cell in in_order if subjects(cells[cell]) < least]
    gathered = [fact for cell in small for fact in cells[cell]]
    while gathered and subjects(gathered) < least and len(small) < len(cells):
        small.append(in_order[len(small)])
        gathered += cells[small[-1]]
    rows = [
        {**dict(zip(keys, cell, strict=True)), **measure(cells[cell])}
        for cell in sorted(cells)
        if cell not in set(small)
    ]
    if gathered:
        rows.append({**dict.fromkeys(keys, GATHERED), **measure(gathered)})
    return Cells(rows, len(small))


def small_notes(gathered: int, least: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return, in Italian and English, what is behind the last row."""
    if not gathered:
        return (), ()
    return (
        (
            f"* = celle con meno di {least} persone ({gathered}), riunite perché nessuno sia riconoscibile; "
            "i totali restano esatti. Per il solo uso interno: --min-cell 1",
        ),
        (
            f"* = cells about fewer than {least} people ({gathered}), gathered so that nobody can be recognised; "
            "totals stay exact. For internal use only: --min-cell 1",
        ),
    )
