"""Milvus in one file (milvus-lite), flat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from pymilvus import DataType, MilvusClient

from benchmarks.peers.work import DIMENSIONS, TOP, Query, Variant, Work

_TOGETHER = 2_000


def variants(work: Work, folder: Path) -> Iterator[Variant]:
    client = MilvusClient(str(folder / "milvus.db"))
    schema = client.create_schema(auto_id=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=DIMENSIONS)
    for name in work.frame.columns:
        schema.add_field(name, DataType.INT32)
    indexes = client.prepare_index_params()
    indexes.add_index("v", index_type="FLAT", metric_type="IP")
    client.create_collection("rows", schema=schema, index_params=indexes)
    values = work.frame.to_dicts()
    for start in range(0, len(values), _TOGETHER):
        rows = [
            {"id": number, "v": work.floats[number].tolist(), **values[number]}
            for number in range(start, min(len(values), start + _TOGETHER))
        ]
        client.insert("rows", rows)

    def answer(query: Query) -> np.ndarray:
        where = query.where.replace("AND", "and")
        [found] = client.search("rows", data=[query.floats.tolist()], filter=where, limit=TOP)
        return np.array([hit["id"] for hit in found], dtype=np.int64)

    try:
        yield Variant("milvus-lite flat", True, answer)
    finally:
        client.close()
