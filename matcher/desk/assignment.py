"""A group of people and many vacancies at once: the best assignment of all, and whom the vacancies leave out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from matcher.desk.matching import Matching
from matcher.domain.assignment import Assignment, Coverage, Placement
from matcher.domain.shortlist import SCORE_SCALE
from matcher.engine.assign import UNPLACED, assign_pairs
from matcher.engine.batch import evaluate_all
from matcher.engine.part import Part
from matcher.errors import InputError, NotFoundError
from matcher.pool.ids import hash_id
from matcher.pool.partition import Partition
from matcher.store.applications import count_hired
from matcher.store.vacancies import read_vacancies

__all__ = ["assign"]

Ints = NDArray[np.int64]

#: People whose columns are made together.
_TOGETHER = 50


def assign(
    matching: Matching,
    connection: Connection,
    candidate_ids: Iterable[str],
    *,
    provinces: Collection[str] = (),
    vacancy_ids: Collection[str] | None = None,
    to_verify: bool = False,
    everyone_first: bool = False,
    at_least: int = 3,
    least_points: float = 0.0,
    progress: Callable[[int, int], None] | None = None,
) -> Assignment:
    """Assign a group to the open places so that the scores sum highest, and measure its coverage.

    Parameters
    ----------
    candidate_ids : iterable of str
        The group; whoever is named twice counts once.
    provinces : collection of str, optional
        Only vacancies with a workplace there, by *sigla*, and those without any place.
    vacancy_ids : collection of str, optional
        Only these.
    to_verify : bool
        Whether pairs with an open question may be chosen; they are labelled.
    everyone_first : bool
        Whether placing more people comes before the scores.
    at_least, least_points
        Who has this many eligible vacancies of this many points (of a hundred) is covered.

    Raises
    ------
    InputError
        ``E-ASG-002`` for an empty group, ``E-ASG-001`` for one that is too large.
    NotFoundError
        If a person, or a vacancy that is named, is not there.
    """
    group = list(dict.fromkeys(candidate_ids))
    if not group:
        raise InputError("E-ASG-002", "Il gruppo è vuoto.", "Indica le persone, o un file con i loro codici.")
    jobs = _Jobs(_chosen(matching, provinces, vacancy_ids))
    # whoever may be among a person's best n is enough for n people; the rest is only counted
    size = max(len(group), at_least)
    requests = (
        request
        for start in range(0, len(group), _TOGETHER)
        for request in matching.candidate_requests(
            connection, group[start : start + _TOGETHER], size, tie_width=1, near_misses=0
        )
    )
    table = _Table(jobs, round(least_points * SCORE_SCALE / 100), to_verify)
    for number, parts in enumerate(evaluate_all(jobs.partitions, requests, matching.rules), start=1):
        table.add(group[number - 1], parts)
        if progress:
            progress(number, len(group))
    placements = _solve(connection, table, group, everyone_first)
    return Assignment(
        reference_date=matching.day,
        n_vacancies=int(jobs.alive.sum()),
        n_places=int(jobs.places(connection, np.flatnonzero(jobs.alive)).sum()),
        at_least=at_least,
        least_points=least_points,
        everyone_first=everyone_first,
        total=sum(placement.score for placement in placements),
        placements=tuple(placements),
        coverage=tuple(table.coverage),
    )


@dataclass(frozen=True)
class _Jobs:
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

    def places(self, connection: Connection, chosen: Ints) -> Ints:
        """Return the places that are still free in each vacancy, 0 for those not asked for."""
        found = np.zeros(len(self.alive), dtype=np.int64)
        names = {self.ids[number]: number for number in chosen.tolist()}
        hired = count_hired(connection)
        for name, vacancy in read_vacancies(connection, list(names)).items():
            found[names[name]] = max(0, vacancy.openings - hired.get(name, 0))
        return found


class _Table:
    """Who may go where, and what it is worth."""

    def __init__(self, jobs: _Jobs, least: int, to_verify: bool) -> None:
        self.jobs = jobs
        self.coverage: list[Coverage] = []
        self._least = least
        self._lists = ("eligible", "to_verify") if to_verify else ("eligible",)
        self._pairs: list[Ints] = []

    def add(self, name: str, parts: Sequence[Part]) -> None:
        """Take in what one person found."""
        coherent, reasons = 0, dict[str, int]()
        for part, numbers in zip(parts, self.jobs.numbers, strict=True):
            coherent += int((part.eligible.totals >= self._least).sum()) if self._least else 0
            for code, count in part.verdicts.removed_by.items():
                reasons[code] = reasons.get(code, 0) + count
            for verdict, kind in enumerate(self._lists):
                found = getattr(part, kind)
                worker = np.full(len(found.rows), len(self.coverage))
                self._pairs.append(
                    np.stack([worker, numbers[found.rows], found.totals, np.full_like(worker, verdict)])
                )
        n_eligible = sum(len(part.verdicts.eligible) for part in parts)
        self.coverage.append(
            Coverage(
                candidate=name,
                n_eligible=n_eligible,
                n_to_verify=sum(len(part.verdicts.to_verify) for part in parts),
                n_coherent=coherent if self._least else n_eligible,
                reasons=dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
            )
        )

    @cached_property
    def pairs(self) -> Ints:
        """Worker, job, score and place of the verdict in the lists, shape ``(4, n_pairs)``."""
        return np.concatenate(self._pairs, axis=1)


def _solve(
    connection: Connection, table: _Table, group: Sequence[str], everyone_first: bool
) -> list[Placement]:
    workers, jobs, scores, verdicts = table.pairs
    capacities = table.jobs.places(connection, np.unique(jobs))
    # numbered by a hash of the id: of equal assignments, none because of the order of the file
    order = sorted(range(len(group)), key=lambda number: hash_id(group[number]))
    ranks = np.empty(len(group), dtype=np.int64)
    ranks[order] = np.arange(len(group))
    found = assign_pairs(ranks[workers], jobs, scores, capacities, len(group), everyone_first)[ranks]
    chosen = np.flatnonzero(jobs == found[workers])
    return [
        Placement(
            candidate=group[workers[pair]],
            vacancy=table.jobs.ids[jobs[pair]],
            score=int(scores[pair]),
            verdict="to_verify" if verdicts[pair] else "eligible",
        )
        for pair in chosen[np.argsort(workers[chosen])]
        if found[workers[pair]] != UNPLACED
    ]


def _chosen(
    matching: Matching, provinces: Collection[str], vacancy_ids: Collection[str] | None
) -> list[Partition]:
    """Return the vacancies of the pool with only those alive that are asked for."""
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
    if vacancy_ids is not None and named < len(set(vacancy_ids)):
        raise NotFoundError(
            "E-ASG-003",
            "Qualche richiesta indicata non c'è.",
            "Controlla i codici con: matcher vacancies list --open",
        )
    return found
