"""Many at once: all vacancies on a large pool, many people on many vacancies, a group assigned to places."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.demand import candidates, vacancies
from benchmarks.measured import Measured
from benchmarks.population import Bench, open_bench
from matcher.desk.batch_crew import work_in_order
from matcher.domain.shortlist import Shortlist
from matcher.engine.assign import UNPLACED, assign_pairs
from matcher.engine.batch import evaluate_all, match_all, remembering, split_rows
from matcher.engine.match import match
from matcher.engine.request import Request, Rules
from matcher.pool.partition import Partition
from matcher.pool.snapshot import open_snapshot, write_snapshot

_ALONE, _PIECE, _SIZE = 40, 16, 10
#: Vacancies asked together: a thousand of a large pool, fewer where they would only repeat themselves.
_TOGETHER, _FEWER, _LARGE = 1_000, 200, 1_000_000
_VACANCIES, _PEOPLE, _GROUP = 20_000, 1_000, 500
_WORKERS = len(os.sched_getaffinity(0))


@dataclass(frozen=True)
class Answering:
    """What a process of the crew does: opens the snapshot, and answers for some of the seeded requests."""

    folder: Path
    side: str
    n_requests: int

    def __call__(self, _: ExitStack) -> Callable[[range], list[Shortlist]]:
        asking = Asking(open_bench(all_plugins=True), self.side, self.n_requests)
        rows = remembering(open_snapshot(self.folder)["candidate" if self.side == "vacancy" else "vacancy"])
        rules = asking.bench.rules
        return lambda piece: list(match_all([rows], asking.requests(piece), rules))


@dataclass(frozen=True)
class Asking:
    """Seeded vacancies, or people, that ask."""

    bench: Bench
    side: str
    n_requests: int

    def requests(self, numbers: Sequence[int], size: int = _SIZE, **options: Any) -> Iterator[Request]:
        """Yield the requests of some records, built together as the desk builds them."""
        build = self.bench.builder.vacancies if self.side == "vacancy" else self.bench.builder.candidates
        for side in split_rows(build([self.records[number] for number in numbers])):
            yield self.bench.ask(side, size, **options)

    def alone(self) -> Iterator[Request]:
        """Yield the first requests, each built when it is asked."""
        for number in range(_ALONE):
            yield from self.requests([number])

    @cached_property
    def records(self) -> list[Any]:
        if self.side == "vacancy":
            return list(vacancies(self.bench, self.n_requests))
        return candidates(self.bench, self.n_requests)


def together(folder: Path, side: str, n_requests: int) -> tuple[float, list[Shortlist]]:
    """Return the seconds that a crew takes once it is open, and what it found."""
    pieces = [range(start, min(start + _PIECE, n_requests)) for start in range(0, n_requests, _PIECE)]
    answers = (
        one for piece in work_in_order(Answering(folder, side, n_requests), pieces, _WORKERS) for one in piece
    )
    found = list(islice(answers, _PIECE))
    start = time.perf_counter()
    found.extend(answers)
    return time.perf_counter() - start, found


def one_at_a_time(asking: Asking, rows: Partition, rules: Rules) -> tuple[float, list[Shortlist]]:
    """Return the seconds that each of the first requests takes alone, and what was found."""
    for request in asking.requests(range(2)):
        match([rows], request, rules)
    start = time.perf_counter()
    found = [match([rows], request, rules) for request in asking.alone()]
    return (time.perf_counter() - start) / _ALONE, found


def test_match_all(pool: Measured, benchmark: Any) -> None:
    """A thousand vacancies in one run, beside some of them one at a time."""
    asking, rules = Asking(pool.bench, "vacancy", _ALONE), pool.bench.rules
    alone_seconds, alone = one_at_a_time(asking, pool.partition, rules)
    n_requests = _TOGETHER if pool.size >= _LARGE else _FEWER
    seconds, found = benchmark.pedantic(together, (pool.folder, "vacancy", n_requests), rounds=1)
    assert found[:_ALONE] == alone, "the batch finds what one at a time finds, to the bit"
    benchmark.extra_info.update(
        stage="match-all",
        size=pool.size,
        alone_seconds=alone_seconds,
        together_seconds=seconds / (n_requests - _PIECE),
        n_requests=n_requests,
    )


@pytest.fixture(scope="module")
def demand(bench: Bench, tmp_path_factory: Any) -> tuple[Path, Partition, np.ndarray]:
    folder = tmp_path_factory.mktemp("demand")
    records = list(vacancies(bench, _VACANCIES))
    partitions = {"candidate": bench.builder.candidates([]), "vacancy": bench.builder.vacancies(records)}
    write_snapshot(folder, partitions, 0, "bench", "bench", "bench")
    return folder, open_snapshot(folder)["vacancy"], np.array([record.openings for record in records])


def test_vacancies_for(bench: Bench, demand: Any, benchmark: Any) -> None:
    folder, rows, _ = demand
    asking = Asking(bench, "candidate", _PEOPLE)
    alone_seconds, alone = one_at_a_time(asking, rows, bench.rules)
    seconds, found = benchmark.pedantic(together, (folder, "candidate", _PEOPLE), rounds=1)
    assert found[:_ALONE] == alone
    benchmark.extra_info.update(
        stage="vacancies-for",
        size=rows.n_rows,
        alone_seconds=alone_seconds,
        per_second=(_PEOPLE - _PIECE) / seconds,
        n_requests=_PEOPLE,
    )


@dataclass(frozen=True)
class Scoring:
    """What a process of the crew does for a group: the places of some people, and what each is worth."""

    folder: Path

    def __call__(self, _: ExitStack) -> Callable[[range], list[tuple[np.ndarray, np.ndarray]]]:
        asking = Asking(open_bench(all_plugins=True), "candidate", _GROUP)
        rows, rules = remembering(open_snapshot(self.folder)["vacancy"]), asking.bench.rules

        def score(piece: range) -> list[tuple[np.ndarray, np.ndarray]]:
            requests = asking.requests(piece, tie_width=1, near_misses=0, size=_GROUP)
            found = [part.eligible for [part] in evaluate_all([rows], requests, rules)]
            return [(one.rows, one.totals) for one in found]

        return score


def test_assign(demand: Any, benchmark: Any) -> None:
    """A group and its places, from when the processes are open to the assignment."""
    folder, rows, openings = demand
    pieces = [range(start, min(start + _PIECE, _GROUP)) for start in range(0, _GROUP, _PIECE)]
    answers = (one for piece in work_in_order(Scoring(folder), pieces, _WORKERS) for one in piece)
    found = list(islice(answers, _PIECE))

    def assign() -> np.ndarray:
        found.extend(answers)
        workers = np.repeat(np.arange(_GROUP), [len(jobs) for jobs, _ in found])
        jobs, scores = (np.concatenate(column) for column in zip(*found, strict=True))
        return assign_pairs(workers, jobs, scores, openings, _GROUP)

    placed = benchmark.pedantic(assign, rounds=1)
    assert (placed != UNPLACED).mean() > 0.5
    benchmark.extra_info.update(
        stage="assign", size=rows.n_rows, n_requests=_GROUP, placed=int((placed != UNPLACED).sum())
    )
