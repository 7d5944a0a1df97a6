"""Qdrant Edge: payload indexes and exact search, and its HNSW graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import qdrant_edge as qdrant

from benchmarks.peers.work import DIMENSIONS, TOP, Query, Variant, Work

_TOGETHER = 1_000
#: Building the graph takes minutes per hundred thousand rows: it is measured up to here.
_MOST_FOR_GRAPH = 20_000


def variants(work: Work, folder: Path) -> Iterator[Variant]:
    (folder / "qdrant").mkdir()
    vector = qdrant.EdgeVectorParams(size=DIMENSIONS, distance=qdrant.Distance.Dot)
    shard = qdrant.EdgeShard.create(str(folder / "qdrant"), qdrant.EdgeConfig(vectors=vector))
    for name in work.frame.columns:
        shard.update(qdrant.UpdateOperation.create_field_index(name, qdrant.PayloadSchemaType.Integer))
    values = work.frame.to_dicts()
    for start in range(0, len(values), _TOGETHER):
        points = [
            qdrant.Point(number, work.floats[number].tolist(), values[number])
            for number in range(start, min(len(values), start + _TOGETHER))
        ]
        shard.update(qdrant.UpdateOperation.upsert_points(points))

    def ask(query: Query, exact: bool) -> np.ndarray:
        must = [
            qdrant.FieldCondition(name, range=qdrant.RangeFloat(lt=float(limit)))
            for name, limit in query.limits.items()
        ]
        found = shard.search(
            qdrant.SearchRequest(
                qdrant.Query.Nearest(query.floats.tolist()),
                TOP,
                filter=qdrant.Filter(must=must),
                params=qdrant.SearchParams(exact=exact),
            )
        )
        return np.array([point.id for point in found], dtype=np.int64)

    try:
        yield Variant("Qdrant Edge, exact", True, lambda query: ask(query, True))
        if len(values) <= _MOST_FOR_GRAPH:
            shard.optimize()
            yield Variant("Qdrant Edge, HNSW", False, lambda query: ask(query, False))
    finally:
        shard.close()
