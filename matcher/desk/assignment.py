"""A group of people and many vacancies at once: the best assignment of all, and whom the vacancies leave out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from matcher.desk.batch import Elsewhere, Opener
from matcher.desk.group_search import Found, GroupSearch, find_with_crew
from matcher.desk.matching import Matching
from matcher.domain.assignment import Assignment, Placement
from matcher.domain.shortlist import SCORE_SCALE
from matcher.engine.assign import UNPLACED, assign_pairs
from matcher.errors import InputError
from matcher.pool.ids import hash_id

__all__ = ["assign"]

Ints = NDArray[np.int64]


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
    opener: Opener | None = None,
    n_workers: int = 1,
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
    opener, n_workers
        Opens the same workspace in other processes, and how many of them share the work.

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
    search = GroupSearch(
        provinces=frozenset(provinces),
        vacancy_ids=None if vacancy_ids is None else frozenset(vacancy_ids),
        to_verify=to_verify,
        # whoever may be among a person's best n is enough for n people; the rest is only counted
        size=len(group),
        least=round(least_points * SCORE_SCALE / 100),
    )
    jobs = search.jobs(matching)
    answers = (
        find_with_crew(search, Elsewhere.of(opener, matching, connection), group, n_workers)
        if opener and n_workers > 1
        else search.find(matching, connection, jobs, group)
    )
    found = list[Found]()
    for answer in answers:
        found.append(answer)
        if progress:
            progress(len(found), len(group))
    places = jobs.places(connection)
    placements = _solve(found, jobs.ids, places, everyone_first)
    return Assignment(
        reference_date=matching.day,
        n_vacancies=int(jobs.alive.sum()),
        n_places=int(places.sum()),
        at_least=at_least,
        least_points=least_points,
        everyone_first=everyone_first,
        total=sum(placement.score for placement in placements),
        placements=tuple(placements),
        coverage=tuple(answer.coverage for answer in found),
    )


def _solve(
    found: Sequence[Found], names: Sequence[str], places: Ints, everyone_first: bool
) -> list[Placement]:
    group = [answer.coverage.candidate for answer in found]
    # numbered by a hash of the id: of equal assignments, none because of the order of the file
    order = sorted(range(len(group)), key=lambda number: hash_id(group[number]))
    ranks = np.empty(len(group), dtype=np.int64)
    ranks[order] = np.arange(len(group))
    chosen = assign_pairs(
        np.repeat(ranks, [len(answer.jobs) for answer in found]),
        np.concatenate([answer.jobs for answer in found]),
        np.concatenate([answer.scores for answer in found]),
        places,
        len(group),
        everyone_first,
    )[ranks]
    return [
        _placement(answer, names, job)
        for answer, job in zip(found, chosen.tolist(), strict=True)
        if job != UNPLACED
    ]


def _placement(answer: Found, names: Sequence[str], job: int) -> Placement:
    pair = int(np.flatnonzero(answer.jobs == job)[0])
    return Placement(
        candidate=answer.coverage.candidate,
        vacancy=names[job],
        score=int(answer.scores[pair]),
        verdict="to_verify" if answer.verdicts[pair] else "eligible",
    )
