"""How like the words of one request are to everybody's: tables of terms, made once for a request and a partition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matcher.pool.jagged import Jagged
from matcher.pool.partition import WANTED, Partition
from matcher.pool.terms import Likeness

__all__ = ["LIKENESS", "RELATED", "SAME_WORK", "Likenesses", "best_of"]

Ints = NDArray[np.int64]

#: How likeness is measured, by kind of term (thresholds from benchmarks/quality).
LIKENESS: Mapping[str, Likeness] = {
    "occupation": Likeness(
        low=4000,
        high=9000,
        ceiling=9000,
        # concepts are wider than jobs: one concept leaves the words room to tell jobs apart (benchmarks/ranking)
        same=7000,
        same_group={4: 4000, 3: 1500, 2: 500},
        apart=2500,
    ),
    "skill": Likeness(low=4500, high=9500, ceiling=8500),
}
#: An occupation counts as related experience from this likeness on: that of one unit group.
RELATED = 4000
#: Work counts as the very work asked for from this likeness on: that of one concept, whatever its words.
SAME_WORK = 7000


@dataclass
class Likenesses:
    """Likeness of the request's terms to all terms of a partition, computed once per request."""

    request: Partition
    rows: Partition
    _tables: dict[str, Ints] = field(default_factory=dict)
    _best: dict[str, Ints] = field(default_factory=dict)

    def table(self, kind: str) -> Ints:
        """Return the likeness table, shape ``(n_request_terms, n_terms)``."""
        if kind not in self._tables:
            required = self.request.side == "vacancy"
            self._tables[kind] = self.rows.terms[kind].likeness(
                self.request.terms[kind], LIKENESS[kind], asked_is_required=required
            )
        return self._tables[kind]

    def best(self, kind: str) -> Ints:
        """Return the best likeness of every term of the rows to what the request asks for, shape ``(n_terms,)``."""
        if kind not in self._best:
            asked: Jagged = getattr(self.request, f"{kind}s")
            self._best[kind] = best_of(self.table(kind), asked.only(WANTED).items)
        return self._best[kind]


def best_of(table: Ints, items: NDArray[np.int32]) -> Ints:
    """Return the best likeness of any of ``items`` to every term, 0 where there is none."""
    if not len(items):
        return np.zeros(table.shape[1], dtype=np.int64)
    return np.asarray(table[np.unique(items)].max(axis=0))
