"""A pool of one size on disk, and vacancies that leave a given share of it eligible."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.population import TODAY, Bench
from matcher.domain.vacancy import Requirement, RequirementKind, RequirementLevel, Vacancy
from matcher.engine.match import evaluate
from matcher.engine.request import Request
from matcher.pool.partition import Partition
from matcher.pool.snapshot import open_snapshot, write_snapshot

__all__ = ["Measured", "measured_pool"]

#: Up to this share, the work has a place and who lives too far is left out.
_NEAR = 0.03
#: Different vacancies behind one number.
_VACANCIES = 5
_DAY = date(1970, 1, 1)


@dataclass(frozen=True, eq=False)
class Measured:
    """A pool in its files.

    Attributes
    ----------
    partition : Partition
        Memory-mapped.
    bytes_on_disk : int
        Of the candidates' side, everything included.
    write_seconds : float
        To write the snapshot from memory, checksums included.
    """

    bench: Bench
    folder: Path
    partition: Partition
    bytes_on_disk: int
    write_seconds: float

    @property
    def size(self) -> int:
        return self.partition.n_rows

    @property
    def row_bytes(self) -> int:
        """Bytes of the columns that a filter may have to read, for each row."""
        filled = self.partition.frame.drop(list(self.partition.unfilled))
        return round(filled.estimated_size() / self.size)

    @property
    def score_bytes(self) -> int:
        """Bytes that a score has to read, for each row that is scored."""
        lists = (self.partition.occupations, self.partition.skills)
        items = sum(
            one.nbytes
            for jagged in lists
            for one in (jagged.items, jagged.weights, jagged.factors, jagged.flags)
        )
        return round((items + self.partition.vectors.nbytes) / self.size)

    def requests(self, share: float, size: int = 50) -> Sequence[Request]:
        """Return requests of different jobs, each of which leaves about ``share`` of the pool eligible."""
        return _requests(self, share, size)


@cache
def _requests(pool: Measured, share: float, size: int) -> tuple[Request, ...]:
    found = []
    for number in range(_VACANCIES):
        asked = _another_job(pool.bench, pool.bench.vacancy(far=share > _NEAR), number)
        late = asked.model_copy(update={"start_by": TODAY + timedelta(days=400)})
        part = evaluate(pool.partition, pool.bench.request(late), pool.bench.rules)
        days = np.sort(pool.partition.frame["start"].gather(part.verdicts.eligible).to_numpy())
        last = int(days[min(len(days), max(1, round(share * pool.size))) - 1])
        soon = asked.model_copy(update={"start_by": _DAY + timedelta(days=last)})
        found.append(pool.bench.request(soon, size))
    return tuple(found)


def _another_job(bench: Bench, vacancy: Vacancy, number: int) -> Vacancy:
    """Return the same conditions for another occupation with other skills."""
    if not number:
        return vacancy
    rng = np.random.default_rng(number)
    skills = rng.choice(bench.builder.vocabularies["skill"].concepts, 8, replace=False)
    [job] = rng.choice(bench.builder.vocabularies["occupation"].concepts, 1)
    licences = tuple(r for r in vacancy.requirements if r.kind is RequirementKind.LICENCE)
    wanted = tuple(
        Requirement(
            kind=RequirementKind.SKILL,
            level=RequirementLevel.WANTED,
            mention=bench.mention("skill", skill.id),
        )
        for skill in skills
    )
    return vacancy.model_copy(
        update={
            "title": job.label(),
            "description": " ".join(skill.label() for skill in skills[:3]),
            "occupations": (bench.mention("occupation", job.id),),
            "requirements": (*wanted, *licences),
        }
    )


def measured_pool(bench: Bench, folder: Path, n_rows: int) -> Measured:
    """Make the population of a size, write it, and open what was written."""
    people = bench.pool(n_rows)
    nobody = bench.builder.vacancies([])
    start = time.perf_counter()
    write_snapshot(folder, {"candidate": people, "vacancy": nobody}, 0, "bench", "bench", "bench")
    seconds = time.perf_counter() - start
    del people
    files = [path for path in folder.glob("snapshot-*/candidate/*") if path.is_file()]
    return Measured(
        bench,
        folder,
        replace(open_snapshot(folder)["candidate"]),
        sum(path.stat().st_size for path in files),
        seconds,
    )
