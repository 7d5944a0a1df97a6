"""A stream of pieces done here and beside: order, errors, a process that is killed, one that nobody needs."""

from __future__ import annotations

import os
from contextlib import ExitStack
from itertools import count

import pytest

from matcher.desk.shared_work import SharedWork
from matcher.errors import InputError, WorkspaceError

HERE = os.getpid()


def naming(_: ExitStack):
    return lambda number: (number, os.getpid())


def named_here(number: int) -> tuple[int, int]:
    return number, os.getpid()


def refusing(_: ExitStack):
    return refuse


def refuse(number: int) -> int:
    if number == 3:
        raise InputError("E-X-001", "Tre no.")
    return number


def dying(_: ExitStack):
    return lambda number: os._exit(9)


def never_opening(_: ExitStack):
    raise InputError("E-X-002", "Chiuso.")


def until_both(results):
    """Yield results until both processes have given one: the other opens while this one works."""
    seen = set()
    for task, (number, process) in results:
        seen.add(process)
        yield task, (number, process)
        if len(seen) == 2:
            return


def test_results_come_in_the_order_of_the_pieces_from_both_sides() -> None:
    with SharedWork(named_here, naming, 1) as work:
        found = list(until_both(work.in_order(count())))
        again = list(work.in_order(iter(range(3))))
    assert [task for task, _ in found] == [number for _, (number, _) in found] == list(range(len(found)))
    assert [number for _, (number, _) in again] == [0, 1, 2]


def test_what_is_short_calls_nobody() -> None:
    with SharedWork(named_here, never_opening, 1, alone=5) as work:
        assert list(work.in_order(iter(range(5)))) == [(number, (number, HERE)) for number in range(5)]


def test_what_stands_before_a_piece_that_fails_is_whole() -> None:
    with SharedWork(refuse, refusing, 1) as work:
        found = work.in_order(count())
        assert [next(found)[0] for _ in range(3)] == [0, 1, 2]
        with pytest.raises(InputError, match="Tre no"):
            next(found)


def test_a_process_that_dies_is_an_error_and_never_a_shorter_answer() -> None:
    with SharedWork(named_here, dying, 1) as work, pytest.raises(WorkspaceError, match="si è fermato"):
        list(work.in_order(count()))


def test_a_process_that_cannot_open_says_why() -> None:
    with SharedWork(named_here, never_opening, 1) as work, pytest.raises(InputError, match="Chiuso"):
        list(work.in_order(count()))
