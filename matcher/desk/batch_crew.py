"""Several processes that share a long run: each opens what it needs once, and takes one piece after the other."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from multiprocessing import current_process, get_context
from multiprocessing.connection import Connection as Link
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from signal import SIG_IGN, SIGINT, signal
from threading import Thread
from typing import Any, Generic, TypeVar

from matcher.errors import MatcherError, WorkspaceError

__all__ = ["Member", "Worker", "work_in_order"]

Task = TypeVar("Task")
Result = TypeVar("Result")
#: Opens what the work needs, and returns what does a piece of it; picklable.
Worker = Callable[[ExitStack], Callable[[Task], Result]]
#: Pieces that may be finished before the one that is due, for each process: memory stays bounded.
_AHEAD = 4
#: Number of the task of a member that is still opening what it needs.
_OPENING = -1
_IDLE = -2
#: Processes share the cores already: threads of their own would only wait for each other.
_ONE_THREAD_EACH = {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def work_in_order(
    worker: Worker[Task, Result],
    tasks: Sequence[Task],
    n_workers: int,
    here: Worker[Task, Result] | None = None,
) -> Iterator[Result]:
    """Yield the result of every task, in the order of the tasks, from several processes.

    Parameters
    ----------
    here : callable, optional
        Does the same in a thread of this process, from the start, while the others still open. Without it
        all processes have opened before the first task is given, so that they see the same state.

    Raises
    ------
    MatcherError
        The first one that a task raised; ``E-BAT-001`` if a process was stopped.
    """
    with ExitStack() as stack:
        crew = [stack.enter_context(closing(Member(worker))) for _ in range(n_workers)]
        if here is not None:
            crew.append(stack.enter_context(closing(Member(here, in_thread=True))))
        else:
            for member in crew:
                member.open()
        yield from _shared(crew, tasks, opening=here is not None)


class Member(Generic[Task, Result]):
    """One process (or thread) and the link to it."""

    def __init__(self, worker: Worker[Task, Result], in_thread: bool = False) -> None:
        # a fresh process: a copy of one with threads in it may wait for ever on their locks
        context = get_context("spawn")
        self.link, other = context.Pipe()
        self.number = _OPENING
        self._process: BaseProcess | None = None
        if in_thread:
            Thread(target=_serve, args=(worker, other), daemon=True).start()
            return
        self._process = context.Process(target=_serve, args=(worker, other), daemon=True)
        with _environment(_ONE_THREAD_EACH):
            self._process.start()
        other.close()

    def open(self) -> None:
        """Wait until the process has opened what it needs, unless it has."""
        if self.number == _OPENING:
            self.receive()
            self.number = _IDLE

    def give(self, number: int, task: Task) -> None:
        """Hand over a task."""
        self.number = number
        try:
            self.link.send(task)
        except OSError as error:
            raise _stopped() from error

    def receive(self) -> Any:
        """Return what came back, or raise what was raised."""
        try:
            failed, found = self.link.recv()
        except (EOFError, OSError) as error:
            raise _stopped() from error
        if failed:
            raise found
        return found

    def close(self) -> None:
        """End the process."""
        self.link.close()
        if self._process is not None:
            self._process.terminate()
            self._process.join()


def _shared(crew: Sequence[Member[Task, Result]], tasks: Sequence[Task], opening: bool) -> Iterator[Result]:
    waiting = deque(enumerate(tasks))
    done: dict[int, Result] = {}
    idle = list[Member[Task, Result]]() if opening else list(crew)
    busy, due = list(crew) if opening else [], 0
    while due < len(tasks):
        while idle and waiting and waiting[0][0] < due + _AHEAD * len(crew):
            member = idle.pop()
            member.give(*waiting.popleft())
            busy.append(member)
        ready = wait([member.link for member in busy])
        for member in [one for one in busy if one.link in ready]:
            found = member.receive()
            if member.number != _OPENING:
                done[member.number] = found
            busy.remove(member)
            idle.append(member)
        while due in done:
            yield done.pop(due)
            due += 1


def _serve(worker: Worker[Task, Result], link: Link) -> None:
    """Work until the other side closes the link."""
    if current_process().daemon:
        # whoever interrupts the command interrupts the one that gave the work, which ends this process
        signal(SIGINT, SIG_IGN)
    with ExitStack() as stack:
        try:
            work = worker(stack)
            link.send((False, None))
            while True:
                link.send((False, work(link.recv())))
        except (EOFError, OSError):
            return
        except MatcherError as error:
            link.send((True, error))


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Give the processes that start meanwhile some variables; what an operator has set stays."""
    added = {name: value for name, value in values.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name)


def _stopped() -> WorkspaceError:
    return WorkspaceError(
        "E-BAT-001",
        "Un processo di lavoro si è fermato prima di finire.",
        "Ripeti il comando: quello che è salvato resta, e «match-all --resume» riparte da lì. Se succede ancora, "
        "controlla la memoria.",
    )
