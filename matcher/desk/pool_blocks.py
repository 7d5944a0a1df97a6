"""Everybody in the store as blocks of a pool, from one process or several."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Protocol

from sqlalchemy import Connection

from matcher.collector import without_collector
from matcher.desk.batch_crew import work_in_order
from matcher.pool.build import BLOCK, PoolBuilder
from matcher.pool.draft import Block
from matcher.store import candidates as people
from matcher.store.copies import hidden
from matcher.store.database import Database

__all__ = ["Crew", "Opened", "people_blocks", "stored_block"]

#: Blocks from which it pays to open the workspace once more, in another process.
_MANY = 3


class Opened(AbstractContextManager["Opened"], Protocol):
    """An open workspace, as far as building needs it."""

    @property
    def database(self) -> Database:
        """The store."""

    @property
    def builder(self) -> PoolBuilder:
        """What turns records into columns."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Processes that build beside this one.

    Attributes
    ----------
    opener : callable
        Opens the same workspace in another process; picklable.
    database : Database
        The store, for the part that this process does.
    n_beside : int
        How many processes there are beside this one.
    """

    opener: Callable[[], Opened]
    database: Database
    n_beside: int


def people_blocks(connection: Connection, builder: PoolBuilder, crew: Crew | None = None) -> Iterator[Block]:
    """Yield everybody who is not hidden as a copy, by id.

    Every process reads the store as it is when it begins: whoever changed after the revision that the caller
    has read before is told again by the store, and read again when the pool is opened.
    """
    pages = list(people.pages_of_candidates(connection, BLOCK))
    if crew is None or crew.n_beside < 1 or len(pages) < _MANY:
        yield from map(_reader(connection, builder), pages)
        return

    def here(stack: ExitStack) -> Callable[[people.IdRange], Block]:
        return _reader(stack.enter_context(crew.database.snapshot()), builder)

    yield from work_in_order(_Building(crew.opener, builder.as_of), pages, crew.n_beside, here)


def stored_block(
    connection: Connection,
    builder: PoolBuilder,
    doubles: Container[str],
    ids: people.IdRange | Sequence[str],
) -> Block:
    """Return some people of the store as a block, without those who are hidden as copies."""
    protected = people.stored_protected(connection, ids)
    profiles = people.stored_profiles(connection, ids)
    return builder.block((one, protected.get(one["id"])) for one in profiles if one["id"] not in doubles)


@dataclass(frozen=True)
class _Building:
    """What a process beside does: opens the workspace, and builds the blocks it is given."""

    opener: Callable[[], Opened]
    as_of: date | None

    def __call__(self, stack: ExitStack) -> Callable[[people.IdRange], Block]:
        opened = stack.enter_context(self.opener())
        stack.enter_context(without_collector())
        builder = replace(opened.builder, as_of=self.as_of)
        return _reader(stack.enter_context(opened.database.snapshot()), builder)


def _reader(connection: Connection, builder: PoolBuilder) -> Callable[[people.IdRange], Block]:
    return partial(stored_block, connection, builder, hidden(connection, "candidate"))
