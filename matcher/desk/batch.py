"""Everybody's list in one run: all open vacancies, or many people, with what they share computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Protocol

from sqlalchemy import Connection

from matcher.desk.batch_crew import work_in_order
from matcher.desk.matching import Matching
from matcher.domain.shortlist import Shortlist, Versions
from matcher.engine.batch import match_all, remembering
from matcher.engine.request import Request
from matcher.errors import WorkspaceError
from matcher.pool.vacancies import OPEN_STATES
from matcher.store.database import Database
from matcher.store.finished import lists_in_force
from matcher.store.revision import revision
from matcher.store.vacancies import read_vacancies, vacancy_not_found

__all__ = [
    "Direction",
    "Elsewhere",
    "Opened",
    "Opener",
    "answer_all",
    "answer_with_crew",
    "finished",
    "open_vacancies",
    "pool_people",
]

#: Who asks: vacancies look for people, or people for vacancies.
Direction = Literal["vacancy", "candidate"]
#: Records that are read, asked and handed over together.
_TOGETHER = 16


class Opened(AbstractContextManager["Opened"], Protocol):
    """An open workspace, as far as a run needs it."""

    @property
    def database(self) -> Database:
        """The store."""

    @property
    def matching(self) -> Matching:
        """The pool with its rules, as of now."""


#: Opens the same workspace in another process; picklable.
Opener = Callable[[], Opened]


def open_vacancies(matching: Matching, connection: Connection) -> list[str]:
    """Return the ids of the vacancies that take people, ascending."""
    names = sorted(
        name
        for partition in matching.pool.vacancies
        for name, alive in zip(partition.ids, partition.alive, strict=True)
        if alive
    )
    found = read_vacancies(connection, names)
    return [name for name in names if name in found and found[name].state in OPEN_STATES]


def pool_people(matching: Matching) -> list[str]:
    """Return the ids of everybody in the pool, ascending."""
    return sorted(
        name
        for partition in matching.pool.candidates
        for name, alive in zip(partition.ids, partition.alive, strict=True)
        if alive
    )


def finished(matching: Matching, connection: Connection, size: int) -> set[str]:
    """Return the vacancies whose list of this day, size and versions is saved, and that have not changed since."""
    wanted = (size, matching.day, matching.options.versions)
    return {
        saved.subject
        for saved in lists_in_force(connection)
        if (saved.size, saved.reference_date, saved.versions) == wanted
    }


def answer_all(
    matching: Matching,
    connection: Connection,
    names: Sequence[str],
    size: int,
    direction: Direction = "vacancy",
) -> Iterator[Shortlist]:
    """Yield the list of every vacancy (or person) named, in order; each is what asking for it alone gives.

    Raises
    ------
    NotFoundError
        If one of them is not in the store.
    """
    partitions = matching.pool.candidates if direction == "vacancy" else matching.pool.vacancies
    asked = _requests(matching, connection, names, size, direction)
    yield from match_all(partitions, asked, matching.rules)


def answer_with_crew(
    opener: Opener,
    matching: Matching,
    connection: Connection,
    names: Sequence[str],
    size: int,
    direction: Direction = "vacancy",
    n_workers: int = 2,
) -> Iterator[Shortlist]:
    """Yield the same as `answer_all`, worked out in several processes that share the files of the pool.

    Raises
    ------
    WorkspaceError
        ``E-BAT-001`` if a process was stopped, ``E-BAT-002`` if the store changed while they opened it.
    """
    worker = _Answering(Elsewhere.of(opener, matching, connection), size, direction)
    pieces = [names[start : start + _TOGETHER] for start in range(0, len(names), _TOGETHER)]
    for answers in work_in_order(worker, pieces, n_workers):
        yield from answers


@dataclass(frozen=True)
class Elsewhere:
    """The workspace as it is seen here, to be opened in another process; picklable."""

    opener: Opener
    day: date
    versions: Versions
    revision: int

    @classmethod
    def of(cls, opener: Opener, matching: Matching, connection: Connection) -> Elsewhere:
        """Return what another process has to see."""
        return cls(opener, matching.day, matching.options.versions, revision(connection))

    def open(self, stack: ExitStack) -> tuple[Matching, Connection]:
        """Open it until the stack is closed.

        Raises
        ------
        WorkspaceError
            ``E-BAT-002`` if it is no longer the same.
        """
        opened = stack.enter_context(self.opener())
        found = opened.matching
        connection = stack.enter_context(opened.database.snapshot())
        if (revision(connection), found.options.versions) != (self.revision, self.versions):
            raise WorkspaceError(
                "E-BAT-002", "I dati sono cambiati mentre il lavoro cominciava.", "Ripeti il comando."
            )
        return replace(found, day=self.day), connection


@dataclass(frozen=True)
class _Answering:
    """What a process of the crew does: opens the workspace, and answers for the names it is given."""

    elsewhere: Elsewhere
    size: int
    direction: Direction

    def __call__(self, stack: ExitStack) -> Callable[[Sequence[str]], list[Shortlist]]:
        found, connection = self.elsewhere.open(stack)
        pool = replace(
            found.pool,
            candidates=tuple(remembering(partition) for partition in found.pool.candidates),
            vacancies=tuple(remembering(partition) for partition in found.pool.vacancies),
        )
        matching = replace(found, pool=pool)
        return lambda names: list(answer_all(matching, connection, names, self.size, self.direction))


def _requests(
    matching: Matching, connection: Connection, names: Sequence[str], size: int, direction: Direction
) -> Iterator[Request]:
    for start in range(0, len(names), _TOGETHER):
        piece = names[start : start + _TOGETHER]
        if direction == "candidate":
            yield from matching.candidate_requests(connection, piece, size)
            continue
        found = read_vacancies(connection, piece)
        if missing := [name for name in piece if name not in found]:
            raise vacancy_not_found(connection, missing[0])
        yield from matching.vacancy_requests(connection, [found[name] for name in piece], size)
