"""What the measurements share: the population of a size, its snapshot, requests by share, the speed of memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.measured import Measured, measured_pool
from benchmarks.population import Bench, open_bench

#: Seconds spent on one measurement, and the calls that bound it.
_SECONDS, _LEAST, _MOST = 2.0, 7, 200


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--sizes", default="10000", help="sizes of the pool, separated by commas")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "pool" in metafunc.fixturenames:
        sizes = [int(size) for size in metafunc.config.getoption("--sizes").split(",")]
        metafunc.parametrize("pool", sizes, indirect=True, scope="session", ids=[f"{n:,}" for n in sizes])


@pytest.fixture(scope="session")
def bench() -> Bench:
    return open_bench(all_plugins=True)


@pytest.fixture(scope="session")
def pool(request: pytest.FixtureRequest, bench: Bench, tmp_path_factory: Any) -> Measured:
    folder: Path = tmp_path_factory.mktemp("pool")
    return measured_pool(bench, folder, request.param)


@pytest.fixture(scope="session")
def bytes_per_second() -> float:
    """How fast one thread reads memory that is in no cache."""
    buffer = np.ones(2**25, dtype=np.int64)
    best = min(_timed(buffer.sum) for _ in range(9))
    return buffer.nbytes / best


@pytest.fixture
def measure(benchmark: Any) -> Callable[..., None]:
    """Call something as often as two seconds allow, at least seven times, and note what it was."""

    def run(function: Callable[[int], object], **info: Any) -> None:
        seconds = min(_timed(lambda: function(0)) for _ in range(2))
        rounds = int(min(_MOST, max(_LEAST, _SECONDS / seconds)))
        numbers = iter(range(rounds))
        wall, cpu = time.perf_counter(), time.process_time()
        benchmark.pedantic(
            function, setup=lambda: ((next(numbers),), {}), rounds=rounds, iterations=1, warmup_rounds=0
        )
        cores = (time.process_time() - cpu) / (time.perf_counter() - wall)
        benchmark.extra_info.update(info, cores=cores)

    return run


def _timed(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start
