"""DuckDB: constraints and inner product in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.peers.work import DIMENSIONS, TOP, Query, Variant, Work


def variants(work: Work, folder: Path) -> Iterator[Variant]:
    import pyarrow as pa

    columns = {name: work.frame[name].to_numpy() for name in work.frame.columns}
    flat = pa.array(work.floats.reshape(-1))
    table = pa.table(
        {
            "id": np.arange(len(work.vectors)),
            **columns,
            "v": pa.FixedSizeListArray.from_arrays(flat, DIMENSIONS),
        }
    )
    connection = duckdb.connect(str(folder / "duck.db"))
    connection.register("given", table)
    connection.execute("CREATE TABLE rows AS SELECT * FROM given")
    connection.unregister("given")

    def answer(query: Query) -> np.ndarray:
        found = connection.execute(
            f"SELECT id FROM rows WHERE {query.where} "
            f"ORDER BY array_inner_product(v, ?::FLOAT[{DIMENSIONS}]) DESC LIMIT {TOP}",
            [query.floats.tolist()],
        )
        return np.array([row[0] for row in found.fetchall()], dtype=np.int64)

    yield Variant("DuckDB", True, answer)
