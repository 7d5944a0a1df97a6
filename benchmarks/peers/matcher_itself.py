"""The product: its constraints with their counts by reason, and its exact kernel on the rows that pass."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.peers.work import COLUMNS, TOP, Query, Variant, Work
from matcher.engine.facts import Facts
from matcher.engine.filter import evaluate_clauses, judge
from matcher.engine.kinds import Remembered
from matcher.engine.rank import Ranking, rows_to_keep
from matcher.plugin.access import asked_name
from matcher.plugin.gate import OwnedClause
from matcher.plugin.types import FilterClause, ReasonCode
from matcher.pool.columns import Lookup
from matcher.pool.terms import cosines_to


def variants(work: Work, folder: Path) -> Iterator[Variant]:
    alive = np.ones(len(work.vectors), dtype=np.bool_)
    # as the engine holds them: given once, with what a request asks for as one value for all rows
    clauses = [
        OwnedClause.of(
            "bench", FilterClause(ReasonCode(name.upper(), "-", "-"), pl.col(name) < pl.col(asked_name(name)))
        )
        for name in COLUMNS
    ]

    def answer(query: Query) -> np.ndarray:
        asked = {asked_name(name): (limit, pl.Int32()) for name, limit in query.limits.items()}
        # nothing is remembered from one query to the next
        facts = Facts(
            work.frame, pl.DataFrame(), Lookup.nothing(), asked, frozenset(), Remembered(len(work.frame))
        )
        [masks] = evaluate_clauses(clauses, [facts])
        rows = judge(masks, alive).eligible
        alike = cosines_to(query.vector, work.vectors, rows)
        kept = rows_to_keep(alike, Ranking(TOP, 1), 0)
        # whole cosines can tie: the products themselves decide among those who are left
        products = work.vectors[rows[kept]].astype(np.int64) @ query.vector.astype(np.int64)
        return rows[kept[np.argsort(-products, kind="stable")[:TOP]]]

    yield Variant("matcher", True, answer)
