"""Processes that share a long run: order, errors, and a process that is killed."""

from __future__ import annotations

import os
from contextlib import ExitStack

import pytest

from matcher.desk.batch_crew import work_in_order
from matcher.errors import InputError, WorkspaceError


def squaring(_: ExitStack):
    return lambda number: number * number


def refusing(_: ExitStack):
    def work(number: int) -> int:
        if number == 3:
            raise InputError("E-X-001", "Tre no.")
        return number

    return work


def dying(_: ExitStack):
    return lambda number: os._exit(9) if number == 3 else number


def never_opening(_: ExitStack):
    raise InputError("E-X-002", "Chiuso.")


def test_results_come_in_the_order_of_the_tasks() -> None:
    assert list(work_in_order(squaring, range(40), 2)) == [number * number for number in range(40)]


def test_what_a_task_raises_is_raised() -> None:
    with pytest.raises(InputError, match="Tre no"):
        list(work_in_order(refusing, range(9), 2))


def test_a_process_that_dies_is_an_error_and_never_a_shorter_answer() -> None:
    with pytest.raises(WorkspaceError, match="si è fermato"):
        list(work_in_order(dying, range(9), 2))


def test_a_process_that_cannot_open_says_why() -> None:
    with pytest.raises(InputError, match="Chiuso"):
        list(work_in_order(never_opening, range(9), 1))
