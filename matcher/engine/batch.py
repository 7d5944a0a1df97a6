"""Many requests to the same rows: what they share is computed once, and every answer is that of one at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.domain.shortlist import Shortlist
from matcher.engine.match import evaluate_together, match_together
from matcher.engine.part import Part
from matcher.engine.request import Request, Rules
from matcher.pool.partition import Partition
from matcher.pool.terms import Likeness, TermTable

__all__ = ["evaluate_all", "match_all", "remembering", "split_rows"]

Ints = NDArray[np.int64]

#: Requests that are answered in one pass: memory grows with them.
_TOGETHER = 16
#: Bytes of likeness that a table of terms remembers.
_REMEMBERED_BYTES = 128 * 2**20


def evaluate_all(
    partitions: Sequence[Partition], requests: Iterable[Request], rules: Rules
) -> Iterator[list[Part]]:
    """Yield every request's parts, in the order of the requests, as `evaluate` finds them."""
    shared = [remembering(partition) for partition in partitions]
    for some in _together(requests):
        found = [evaluate_together(rows, some, rules) for rows in shared]
        yield from ([of_rows[number] for of_rows in found] for number in range(len(some)))


def match_all(
    partitions: Sequence[Partition], requests: Iterable[Request], rules: Rules
) -> Iterator[Shortlist]:
    """Yield every request's shortlist, in the order of the requests, as `match` finds it."""
    shared = [remembering(partition) for partition in partitions]
    for some in _together(requests):
        yield from match_together(shared, some, rules)


def _together(requests: Iterable[Request]) -> Iterator[list[Request]]:
    waiting = iter(requests)
    while some := list(islice(waiting, _TOGETHER)):
        yield some


def remembering(partition: Partition) -> Partition:
    """Return the same rows with terms that remember how like the terms of earlier requests they are."""
    return replace(partition, terms={kind: _Remembering.of(table) for kind, table in partition.terms.items()})


def split_rows(partition: Partition) -> list[Partition]:
    """Return every row as a partition of its own, with its terms as if it had been built alone."""
    if partition.n_rows == 1:
        return [partition]
    return [_alone(partition, row) for row in range(partition.n_rows)]


def _alone(partition: Partition, number: int) -> Partition:
    row = partition.take(np.array([number]))
    # found for all at once: to ask the columns of each costs as much
    row.recall("silent", None, lambda: partition.silent[number : number + 1])
    lists: dict[str, Any] = {}
    tables: dict[str, TermTable] = {}
    for kind, name in (("occupation", "occupations"), ("skill", "skills")):
        items = getattr(row, name).items
        # terms are numbered as they are met
        used = list(dict.fromkeys(items.tolist()))
        place = {term: number for number, term in enumerate(used)}
        renumbered = np.array([place[term] for term in items.tolist()], dtype=np.int32)
        lists[name] = replace(getattr(row, name), items=renumbered)
        tables[kind] = _only(row.terms[kind], used)
    return replace(row, terms=tables, **lists)


@dataclass(frozen=True)
class _Remembering(TermTable):
    """A table of terms that remembers likeness: it depends on the two terms alone, so it never changes."""

    _rows: OrderedDict[tuple[str, bytes, bool], NDArray[np.int16]] = field(
        default_factory=OrderedDict, repr=False, compare=False
    )

    @classmethod
    def of(cls, table: TermTable) -> _Remembering:
        """Return a table with nothing remembered yet; one that remembers stays as it is."""
        if isinstance(table, _Remembering):
            return table
        return cls(**{one.name: getattr(table, one.name) for one in fields(TermTable) if one.init})

    def likeness(self, asked: TermTable, measure: Likeness, asked_is_required: bool = True) -> Ints:
        """Return `TermTable.likeness`, computed only for the terms that nobody asked for lately."""
        # a term is its key and its vector: what its concept adds follows from the key
        names = [
            (key, vector.tobytes(), asked_is_required)
            for key, vector in zip(asked.keys, asked.vectors, strict=True)
        ]
        missing = [number for number, name in enumerate(names) if name not in self._rows]
        if missing:
            found = super().likeness(_only(asked, missing), measure, asked_is_required)
            for number, row in zip(missing, found, strict=True):
                self._rows[names[number]] = row.astype(np.int16)
        wanted = np.empty((len(names), len(self)), dtype=np.int64)
        for number, name in enumerate(names):
            self._rows.move_to_end(name)
            wanted[number] = self._rows[name]
        while len(self._rows) * 2 * len(self) > _REMEMBERED_BYTES:
            self._rows.popitem(last=False)
        return wanted


def _only(table: TermTable, numbers: Sequence[int]) -> TermTable:
    return TermTable(
        tuple(table.keys[number] for number in numbers),
        tuple(table.texts[number] for number in numbers),
        table.vectors[list(numbers)],
        table.groups[list(numbers)],
        tuple(table.ancestors[number] for number in numbers),
        table.related,
    )
