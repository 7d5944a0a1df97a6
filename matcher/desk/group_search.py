"""What every person of a group finds among the vacancies: the places worth assigning, and the counts of all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from matcher.desk.batch import Elsewhere
from matcher.desk.batch_crew import work_in_order
from matcher.desk.matching import Matching
from matcher.domain.assignment import Coverage
from matcher.engine.batch import evaluate_all, remembering
from matcher.engine.part import Part, Selected
from matcher.engine.rank import Ranking, rows_to_keep
from matcher.errors import NotFoundError
from matcher.pool.partition import Partition
from matcher.store.applications import count_hired
from matcher.store.vacancies import read_openings

__all__ = ["Found", "GroupSearch", "Jobs", "find_with_crew"]

Ints = NDArray[np.int64]

#: People whose columns are made together, and who are handed over together.
_TOGETHER = 20


@dataclass(frozen=True)
class Found:
    """What one person found.

    Attributes
    ----------
    jobs, scores, verdicts : ndarray of int64, shape (n_jobs,)
        Number of the vacancy, score, and 0 for eligible or 1 for to verify.
    """

    coverage: Coverage
    jobs: Ints
    scores: Ints
    verdicts: Ints


@dataclass(frozen=True)
class Jobs:
    """Vacancies of several partitions under one numbering, which does not depend on how they are split."""

    partitions: Sequence[Partition]

    @cached_property
    def numbers(self) -> list[Ints]:
        """The number of every row, by partition; in the order of the hashes of the ids."""
        hashes = np.concatenate([partition.id_hashes for partition in self.partitions])
        places = np.empty(len(hashes), dtype=np.int64)
        places[np.argsort(hashes, kind="stable")] = np.arange(len(hashes))
        return np.split(places, np.cumsum([partition.n_rows for partition in self.partitions])[:-1])

    @cached_property
    def alive(self) -> NDArray[np.bool_]:
        """Which of them are looked at."""
        found = np.zeros(sum(partition.n_rows for partition in self.partitions), dtype=np.bool_)
        for partition, numbers in zip(self.partitions, self.numbers, strict=True):
            found[numbers] = partition.alive
        return found

    @cached_property
    def ids(self) -> list[str]:
        """Their ids, by number."""
        found = [""] * len(self.alive)
        for partition, numbers in zip(self.partitions, self.numbers, strict=True):
            for name, number in zip(partition.ids, numbers.tolist(), strict=True):
                found[number] = name
        return found

    def places(self, connection: Connection) -> Ints:
        """Return the places that are still free in each vacancy, 0 for those not looked at."""
        found = np.zeros(len(self.alive), dtype=np.int64)
        names = {self.ids[number]: number for number in np.flatnonzero(self.alive).tolist()}
        hired = count_hired(connection)
        for name, openings in read_openings(connection, list(names)).items():
            found[names[name]] = max(0, openings - hired.get(name, 0))
        return found


@dataclass(frozen=True)
class GroupSearch:
    """Which vacancies a group is shown, and what is kept of each person's answer.

    Attributes
    ----------
    provinces, vacancy_ids
        As in `matcher.desk.assignment.assign`.
    to_verify : bool
        Whether vacancies with an open question are kept too.
    size : int
        How many of each list are kept, and whatever equals the last.
    least : int
        Score from which a vacancy is coherent.
    """

    provinces: frozenset[str]
    vacancy_ids: frozenset[str] | None
    to_verify: bool
    size: int
    least: int

    def jobs(self, matching: Matching) -> Jobs:
        """Return the vacancies, only those alive that are asked for.

        Raises
        ------
        NotFoundError
            ``E-ASG-003`` if one that is named is not there.
        """
        chosen = _chosen(matching, self.provinces, self.vacancy_ids)
        return Jobs([remembering(partition) for partition in chosen])

    def find(
        self, matching: Matching, connection: Connection, jobs: Jobs, people: Sequence[str]
    ) -> Iterator[Found]:
        """Yield what each of some people finds, in their order."""
        # to count what is worth enough, all scores are needed
        size = len(jobs.alive) if self.least else self.size
        for start in range(0, len(people), _TOGETHER):
            names = people[start : start + _TOGETHER]
            requests = matching.candidate_requests(connection, names, size, tie_width=1, near_misses=0)
            answers = evaluate_all(jobs.partitions, requests, matching.rules)
            for name, parts in zip(names, answers, strict=True):
                yield self._found(name, parts, jobs)

    def _found(self, name: str, parts: Sequence[Part], jobs: Jobs) -> Found:
        removed_by: dict[str, int] = {}
        for part in parts:
            for code, count in part.verdicts.removed_by.items():
                removed_by[code] = removed_by.get(code, 0) + count
        n_eligible = sum(len(part.verdicts.eligible) for part in parts)
        coherent = sum(int((part.eligible.totals >= self.least).sum()) for part in parts)
        coverage = Coverage(
            candidate=name,
            n_eligible=n_eligible,
            n_to_verify=sum(len(part.verdicts.to_verify) for part in parts),
            n_coherent=coherent if self.least else n_eligible,
            reasons=dict(sorted(removed_by.items(), key=lambda item: (-item[1], item[0]))),
        )
        numbers, scores, verdicts = [], [], []
        for part, own in zip(parts, jobs.numbers, strict=True):
            for verdict, selected in enumerate((part.eligible, part.to_verify)[: 1 + self.to_verify]):
                kept = self._kept(selected)
                numbers.append(own[kept.rows])
                scores.append(kept.totals)
                verdicts.append(np.full(len(kept.rows), verdict, dtype=np.int64))
        return Found(coverage, np.concatenate(numbers), np.concatenate(scores), np.concatenate(verdicts))

    def _kept(self, selected: Selected) -> Selected:
        return selected.only(rows_to_keep(selected.totals, Ranking(self.size, 1), 0))


def find_with_crew(
    search: GroupSearch, elsewhere: Elsewhere, people: Sequence[str], n_workers: int
) -> Iterator[Found]:
    """Yield the same as `GroupSearch.find`, worked out in several processes.

    Raises
    ------
    WorkspaceError
        ``E-BAT-001`` if a process was stopped, ``E-BAT-002`` if the store changed while they opened it.
    """
    pieces = [people[start : start + _TOGETHER] for start in range(0, len(people), _TOGETHER)]
    for found in work_in_order(_Searching(search, elsewhere), pieces, n_workers):
        yield from found


@dataclass(frozen=True)
class _Searching:
    """What a process of the crew does."""

    search: GroupSearch
    elsewhere: Elsewhere

    def __call__(self, stack: ExitStack) -> Callable[[Sequence[str]], list[Found]]:
        matching, connection = self.elsewhere.open(stack)
        jobs = self.search.jobs(matching)
        return lambda people: list(self.search.find(matching, connection, jobs, people))


def _chosen(
    matching: Matching, provinces: Collection[str], vacancy_ids: Collection[str] | None
) -> list[Partition]:
    municipalities = matching.rules.places.municipalities
    inside = np.array([town.province in provinces for town in municipalities])
    found, named = [], 0
    for partition in matching.pool.vacancies:
        keep = partition.alive & (partition.frame["open"] == 1).fill_null(value=False).to_numpy()
        if provinces:
            anywhere = partition.frame["place_exact"].is_null().to_numpy()
            keep &= anywhere | (partition.workplaces.largest(inside[partition.workplaces.items] * 1) > 0)
        if vacancy_ids is not None:
            rows = [row for _, row in partition.find(vacancy_ids) if partition.alive[row]]
            named += len(rows)
            keep &= np.isin(np.arange(partition.n_rows), rows)
        found.append(replace(partition, alive=keep))
    if vacancy_ids is not None and named < len(vacancy_ids):
        raise NotFoundError(
            "E-ASG-003",
            "Qualche richiesta indicata non c'è.",
            "Controlla i codici con: matcher vacancies list --open",
        )
    return found
