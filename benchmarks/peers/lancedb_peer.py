"""LanceDB: constraints first, then a flat search or its graph index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lancedb
import numpy as np

from benchmarks.peers.work import DIMENSIONS, TOP, Query, Variant, Work


def variants(work: Work, folder: Path) -> Iterator[Variant]:
    import pyarrow as pa

    columns = {name: work.frame[name].to_numpy() for name in work.frame.columns}
    vectors = pa.FixedSizeListArray.from_arrays(pa.array(work.floats.reshape(-1)), DIMENSIONS)
    given = pa.table({"id": np.arange(len(work.vectors)), **columns, "vector": vectors})
    table = lancedb.connect(str(folder / "lance")).create_table("rows", given)

    def ask(query: Query, **options: int) -> np.ndarray:
        search = table.search(query.floats).distance_type("dot").where(query.where, prefilter=True)
        for name, value in options.items():
            search = getattr(search, name)(value)
        return search.limit(TOP).select(["id", "_distance"]).to_arrow()["id"].to_numpy()

    yield Variant("LanceDB flat", True, ask)
    table.create_index(metric="dot", index_type="IVF_HNSW_SQ", num_partitions=16)
    yield Variant("LanceDB IVF_HNSW_SQ", False, lambda query: ask(query, nprobes=8, ef=200))
