"""Making the pool, opening it, keeping it true to what changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest

from benchmarks.demand import candidates
from benchmarks.measured import Measured
from benchmarks.population import Bench
from matcher.domain.candidate import Candidate
from matcher.engine.match import match
from matcher.pool.snapshot import open_snapshot

_RECORDS, _CHANGED = 10_000, 1_000


@pytest.fixture(scope="session")
def records(bench: Bench) -> Sequence[Candidate]:
    return candidates(bench, _RECORDS)


def test_open(pool: Measured, measure: Callable[..., None]) -> None:
    measure(
        lambda _: open_snapshot(pool.folder),
        stage="open",
        size=pool.size,
        bytes_per_candidate=pool.bytes_on_disk / pool.size,
        write_seconds=pool.write_seconds,
    )


def test_build(bench: Bench, records: Sequence[Candidate], benchmark: Any) -> None:
    benchmark.extra_info.update(stage="build", size=0, records=len(records))
    benchmark.pedantic(lambda: bench.builder.candidates(records), rounds=3, warmup_rounds=0)


def test_delta(
    pool: Measured, bench: Bench, records: Sequence[Candidate], measure: Callable[..., None]
) -> None:
    """A thousand new records, a thousand rows that they replace, and a list that shows it."""
    request = pool.requests(0.05)[0]
    gone = list(islice(pool.partition.ids, 0, pool.size, max(1, pool.size // _CHANGED)))[:_CHANGED]

    def change(_: int) -> None:
        fresh = bench.builder.candidates(records[:_CHANGED])
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
