"""Asking the pool: a shortlist, why and why not, what if, and the other direction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from matcher.desk.copies import with_copy_notices
from matcher.desk.pool import Pool
from matcher.domain.candidate import Candidate
from matcher.domain.shortlist import Shortlist, Versions, WhyAnswer
from matcher.domain.vacancy import Vacancy
from matcher.engine.batch import split_rows
from matcher.engine.finalists import answer_of
from matcher.engine.match import evaluate, match
from matcher.engine.rank import POINT
from matcher.engine.request import Request, Rules, make_request
from matcher.engine.standing import standing
from matcher.errors import InputError
from matcher.pool.build import PoolBuilder
from matcher.pool.partition import Partition
from matcher.store import applications as application_store
from matcher.store import candidates as candidate_store
from matcher.store import shortlists as shortlist_store
from matcher.store import vacancies as vacancy_store

__all__ = ["Matching", "Options"]

_PAIR_STATES = {"referred": 1, "refused": 2, "hired": 3, "rejected": 4, "unavailable": 5}


@dataclass(frozen=True)
class Options:
    """What a workspace sets about matching.

    Attributes
    ----------
    weights : mapping of str to int
        Component to share.
    tie_width : float
        In points of a hundred.
    versions : Versions
        Written on every shortlist.
    """

    weights: Mapping[str, int]
    tie_width: float
    versions: Versions


@dataclass(frozen=True)
class Matching:
    """One opened pool with its rules: every question of the desk goes through here.

    Attributes
    ----------
    day : date
        Reference date of the requests.
    """

    pool: Pool
    builder: PoolBuilder
    rules: Rules
    options: Options
    day: date

    def on(self, day: date) -> Matching:
        """Return the same pool and rules, asked as of another day."""
        return replace(self, day=day)

    def shortlist(
        self, connection: Connection, vacancy_id: str, size: int, weights: Mapping[str, int] | None = None
    ) -> Shortlist:
        """Return the shortlist of a vacancy in the store; nothing is written.

        Raises
        ------
        NotFoundError
            If there is no such vacancy.
        """
        vacancy = vacancy_store.get_vacancy(connection, vacancy_id).vacancy
        return self.answer(connection, vacancy, size, weights)

    def answer(
        self, connection: Connection, vacancy: Vacancy, size: int, weights: Mapping[str, int] | None = None
    ) -> Shortlist:
        """Return the shortlist of a vacancy as given, whatever the store holds under its id."""
        request = self.vacancy_request(connection, vacancy, size, weights)
        return with_copy_notices(connection, match(self.pool.candidates, request, self.rules))

    def vacancies_for(self, connection: Connection, person: str | Candidate, size: int) -> Shortlist:
        """Return the vacancies that fit a person, in the store or as given: the same rules, the other way."""
        request = self.candidate_request(connection, person, size)
        return with_copy_notices(connection, match(self.pool.vacancies, request, self.rules))

    def why(self, connection: Connection, vacancy_id: str, candidate_id: str, size: int) -> WhyAnswer:
        """Return why a person is, or is not, in the shortlist of a vacancy.

        Raises
        ------
        NotFoundError
            If there is no such vacancy, or no such person in the pool.
        """
        vacancy = vacancy_store.get_vacancy(connection, vacancy_id).vacancy
        request = self.vacancy_request(connection, vacancy, size, None)
        found = self._locate(connection, candidate_id)
        parts = [evaluate(partition, request, self.rules) for partition in self.pool.candidates]
        number, row = found
        answer = answer_of(parts[number], row, request, self.rules)
        if answer.verdict.state == "removed":
            return answer
        rank, behind = standing(parts, number, row, request, self.rules)
        inside = rank <= size
        return answer.model_copy(
            update={
                "rank": rank,
                "in_list": inside,
                "behind": behind,
                "lacking": () if inside else answer.lacking,
            }
        )

    def judge(self, connection: Connection, vacancy: Vacancy, candidate: Candidate) -> WhyAnswer:
        """Return what a vacancy and a person, both as given, are to each other; no place in a list."""
        request = self.vacancy_request(connection, vacancy, 1, None)
        protected = candidate_store.get_protected(connection, candidate.id)
        alone = self.builder.candidates([candidate], {candidate.id: protected} if protected else None)
        return answer_of(evaluate(alone, request, self.rules), 0, request, self.rules)

    def save(
        self, connection: Connection, shortlist: Shortlist, actor: str, at: datetime, office: str = ""
    ) -> Shortlist:
        """Save a shortlist with its line in the log; return it with its id."""
        reads = self.rules.gate.protected_reads(shortlist.reference_date)
        return shortlist_store.save_shortlist(
            connection, shortlist, actor, at, office=office, protected_reads=reads
        )

    # -- requests -------------------------------------------------------------------------------------

    def vacancy_request(
        self, connection: Connection, vacancy: Vacancy, size: int, weights: Mapping[str, int] | None
    ) -> Request:
        """Return what a vacancy asks, with what happened between it and people so far."""
        [found] = self.vacancy_requests(connection, [vacancy], size, weights)
        return found

    def vacancy_requests(
        self,
        connection: Connection,
        vacancies: Sequence[Vacancy],
        size: int,
        weights: Mapping[str, int] | None = None,
    ) -> Iterator[Request]:
        """Yield what each of some vacancies asks; their columns are made together."""
        sides = split_rows(self.builder.vacancies(vacancies))
        for vacancy, side in zip(vacancies, sides, strict=True):
            states = application_store.pair_states_of_vacancy(connection, vacancy.id)
            applied = application_store.applications_to_vacancy(connection, vacancy.id)
            yield self._request(
                side,
                size,
                weights,
                {name: _PAIR_STATES[row.state] for name, row in states.items() if row.state in _PAIR_STATES},
                frozenset(application.candidate_id for application in applied),
            )

    def candidate_request(
        self, connection: Connection, person: str | Candidate, size: int, **options: Any
    ) -> Request:
        """Return what a person, in the store or as given, asks; ``options`` are further fields of `Request`."""
        [found] = self.candidate_requests(connection, [person], size, **options)
        return found

    def candidate_requests(
        self, connection: Connection, people: Sequence[str | Candidate], size: int, **options: Any
    ) -> Iterator[Request]:
        """Yield what each of some people asks; their columns are made together."""
        candidates = [
            candidate_store.get_candidate(connection, person).candidate if isinstance(person, str) else person
            for person in people
        ]
        behind = {one.id: candidate_store.get_protected(connection, one.id) for one in candidates}
        known = {name: record for name, record in behind.items() if record is not None}
        sides = split_rows(self.builder.candidates(candidates, known))
        for candidate, side in zip(candidates, sides, strict=True):
            states = application_store.pair_states_of_candidate(connection, candidate.id)
            applied = application_store.applications_of_candidate(connection, candidate.id)
            yield self._request(
                side,
                size,
                None,
                {
                    row.vacancy_id: _PAIR_STATES[row.state]
                    for row in states.values()
                    if row.state in _PAIR_STATES
                },
                frozenset(application.vacancy_id for application in applied),
                **options,
            )

    def _request(
        self,
        side: Partition,
        size: int,
        weights: Mapping[str, int] | None,
        states: Mapping[str, int],
        applicants: frozenset[str],
        **options: Any,
    ) -> Request:
        shares = {**self.options.weights, **(weights or {})}
        if min(shares.values()) < 0 or not any(shares.values()):
            raise InputError(
                "E-DSK-025", "I pesi dei criteri sono tutti zero, o uno è negativo.", "Almeno uno sopra zero."
            )
        return make_request(
            side,
            self.day,
            size,
            shares,
            self.options.versions,
            **{
                "pair_states": states,
                "applicants": applicants,
                "tie_width": max(1, round(self.options.tie_width * POINT)),
                **options,
            },
        )

    def _locate(self, connection: Connection, candidate_id: str) -> tuple[int, int]:
        for number, partition in enumerate(self.pool.candidates):
            for _, row in partition.find([candidate_id]):
                if partition.alive[row]:
                    return number, row
        raise candidate_store.candidate_not_found(connection, candidate_id)
