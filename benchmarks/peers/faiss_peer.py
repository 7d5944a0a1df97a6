"""FAISS: an HNSW graph filtered afterwards; its exact distances of the rows that our constraints leave."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import faiss
import numpy as np

from benchmarks.peers.work import COLUMNS, DIMENSIONS, TOP, Query, Variant, Work

#: How many neighbours an index without filters is asked for.
_FETCHED = 1_000


def variants(work: Work, folder: Path) -> Iterator[Variant]:
    values = work.frame.to_numpy()
    graph = faiss.IndexHNSWFlat(DIMENSIONS, 16, faiss.METRIC_INNER_PRODUCT)
    graph.hnsw.efConstruction = 64
    graph.add(work.floats)
    graph.hnsw.efSearch = _FETCHED

    def filtered_afterwards(query: Query) -> np.ndarray:
        _, found = graph.search(query.floats[None], _FETCHED)
        near = found[0][found[0] >= 0]
        limits = np.array([query.limits[name] for name in COLUMNS])
        return near[(values[near] < limits).all(axis=1)][:TOP]

    yield Variant(f"FAISS HNSW, {_FETCHED} filtered afterwards", False, filtered_afterwards)
