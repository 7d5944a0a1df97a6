"""Making the pool, opening it, keeping it true to what changes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import pytest

from benchmarks.demand import candidates
from benchmarks.measured import Measured
from benchmarks.population import TODAY, Bench
from matcher.app import Workspace, create_workspace
from matcher.demo.files import CANDIDATES_FILE, write_demo
from matcher.desk.intake import import_candidates
from matcher.domain.candidate import Candidate
from matcher.engine.match import match
from matcher.pool.build import BLOCK
from matcher.pool.snapshot import open_snapshot
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates

_STORED, _IMPORTED, _CHANGED = 200_000, 50_000, 1_000
_AT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="session")
def records(bench: Bench) -> Sequence[Candidate]:
    return candidates(bench, _CHANGED)


@pytest.fixture(scope="session")
def stored(bench: Bench, tmp_path_factory: Any) -> Iterator[Workspace]:
    """A workspace with many linked people in its store."""
    with create_workspace(tmp_path_factory.mktemp("stored")) as workspace:
        people = iter(candidates(bench, _STORED))
        while rows := [StoredCandidate(one) for one in islice(people, BLOCK)]:
            with workspace.database.transaction() as connection:
                upsert_candidates(connection, rows, "bench", _AT)
        yield workspace


def test_open(pool: Measured, measure: Callable[..., None]) -> None:
    measure(
        lambda _: open_snapshot(pool.folder),
        stage="open",
        size=pool.size,
        bytes_per_candidate=pool.bytes_on_disk / pool.size,
        write_seconds=pool.write_seconds,
    )


def test_build(stored: Workspace, benchmark: Any) -> None:
    """From the store to the snapshot, as ``matcher pool build`` does; the processes beside open it first."""
    cores = len(os.sched_getaffinity(0))
    benchmark.extra_info.update(stage="build", size=0, records=_STORED, cores=cores)
    assert stored.builder.embedder.dimensions
    benchmark.pedantic(lambda: stored.build_pool(cores), rounds=3, warmup_rounds=0)


def test_import(tmp_path_factory: Any, benchmark: Any) -> None:
    """From a file to the store: read, checked, linked, written with their log."""
    folder = tmp_path_factory.mktemp("imported")
    cores = len(os.sched_getaffinity(0))
    benchmark.extra_info.update(stage="import", size=0, records=_IMPORTED, cores=cores)
    with create_workspace(folder / "workspace") as workspace:
        write_demo(folder, "MO", _IMPORTED, 17, 7, workspace.vocabularies, TODAY)
        words = workspace.words
        benchmark.pedantic(
            lambda: import_candidates(
                [folder / CANDIDATES_FILE],
                workspace.database,
                words,
                "bench",
                _AT,
                opener=workspace.opener,
                n_processes=cores,
            ),
            rounds=1,
        )


def test_delta(
    pool: Measured, bench: Bench, records: Sequence[Candidate], measure: Callable[..., None]
) -> None:
    """A thousand new records, a thousand rows that they replace, and a list that shows it."""
    request = pool.requests(0.05)[0]
    gone = list(islice(pool.partition.ids, 0, pool.size, max(1, pool.size // _CHANGED)))[:_CHANGED]

    def change(_: int) -> None:
        fresh = bench.builder.candidates(records)
        alive = pool.partition.alive.copy()
        alive[[row for _, row in pool.partition.find(gone)]] = False
        found = match([replace(pool.partition, alive=alive), fresh], request, bench.rules)
        assert found.n_pool == pool.size - len(gone) + len(fresh.ids)

    measure(change, stage="delta", size=pool.size)


def test_memory(pool: Measured, benchmark: Any) -> None:
    """What a request leaves in memory that belongs to this process alone."""
    before = _own_bytes()
    for share in (0.5, 0.05):
        for request in pool.requests(share):
            match([pool.partition], request, pool.bench.rules)
    benchmark.extra_info.update(stage="memory", size=pool.size, own_bytes=_own_bytes() - before)
    benchmark.pedantic(time.perf_counter, rounds=1)


def _own_bytes() -> int:
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - not a file on any disk
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("RssAnon"))
