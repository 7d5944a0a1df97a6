"""One request: all constraints on everybody, the scores of whoever is left, the whole shortlist with its reasons."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.measured import Measured
from benchmarks.pages import SHARES
from benchmarks.stages import filter_pool, score_alive
from matcher.engine.match import match


@pytest.mark.parametrize("share", SHARES, ids=lambda share: f"{share:.2%}")
def test_shortlist(pool: Measured, share: float, measure: Callable[..., None]) -> None:
    requests = pool.requests(share)
    rules = pool.bench.rules
    found = [match([pool.partition], request, rules) for request in requests]
    alive = sum(one.n_eligible + one.n_to_verify for one in found) // len(found)
    assert all(len(one.ranked) == min(50, one.n_eligible) for one in found)
    measure(
        lambda number: match([pool.partition], requests[number % len(requests)], rules),
        stage="shortlist",
        size=pool.size,
        share=share,
        alive=alive,
        bytes=pool.row_bytes * pool.size + pool.score_bytes * alive,
    )


@pytest.mark.parametrize("share", SHARES, ids=lambda share: f"{share:.2%}")
def test_filter(pool: Measured, share: float, measure: Callable[..., None]) -> None:
    requests = pool.requests(share)
    rules = pool.bench.rules
    measure(
        lambda number: filter_pool(pool.partition, requests[number % len(requests)], rules),
        stage="filter",
        size=pool.size,
        share=share,
        bytes=pool.row_bytes * pool.size,
    )


@pytest.mark.parametrize("share", SHARES, ids=lambda share: f"{share:.2%}")
def test_score(pool: Measured, share: float, measure: Callable[..., None]) -> None:
    rules = pool.bench.rules
    judged = [(filter_pool(pool.partition, request, rules), request) for request in pool.requests(share)]
    alive = sum(len(part.verdicts.eligible) + len(part.verdicts.to_verify) for part, _ in judged) // len(
        judged
    )
    measure(
        lambda number: score_alive(*judged[number % len(judged)], rules),
        stage="score",
        size=pool.size,
        share=share,
        alive=alive,
        bytes=pool.score_bytes * alive,
    )


def test_scan(pool: Measured, bytes_per_second: float, measure: Callable[..., None]) -> None:
    """The limit: reading every byte of the columns once, doing nothing with them."""
    buffer = pool.partition.vectors
    measure(
        lambda _: int(buffer.view("int64").sum()),
        stage="scan",
        size=pool.size,
        share=1.0,
        bytes=buffer.nbytes,
        bytes_per_second=bytes_per_second,
    )
