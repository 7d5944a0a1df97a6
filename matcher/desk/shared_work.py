"""A stream of pieces that this process works on together with others: whoever is free takes the next one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from itertools import islice
from queue import SimpleQueue
from types import TracebackType
from typing import Generic, Self, TypeVar

from matcher.desk.batch_crew import Member, Worker
from matcher.errors import MatcherError

__all__ = ["SharedWork"]

Task = TypeVar("Task")
Result = TypeVar("Result")


class SharedWork(Generic[Task, Result]):
    """Work done here and, once it turns out to be long, in processes beside as soon as they have opened; to be closed.

    Parameters
    ----------
    here : callable
        Does one piece, in the thread of the caller: between the pieces the caller does its own work.
    beside : callable, optional
        Opens the same work in another process; picklable.
    n_beside : int
        How many processes.
    alone : int
        Pieces that are done here before others are called: what is short ends sooner without them.
    """

    def __init__(
        self,
        here: Callable[[Task], Result],
        beside: Worker[Task, Result] | None = None,
        n_beside: int = 0,
        alone: int = 0,
    ) -> None:
        self._here = here
        self._beside = [] if beside is None else [beside] * n_beside
        self._alone = alone
        self._n_pieces = 0
        self._free: SimpleQueue[Member[Task, Result]] = SimpleQueue()
        self._opening: list[Future[bool]] = []
        self._stack = ExitStack()
        # one for each process, to talk to it while this one works
        self._threads = ThreadPoolExecutor(max(1, len(self._beside)))
        self._stack.callback(self._threads.shutdown, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def in_order(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Result]]:
        """Yield every piece with its result, in the order given, whoever did it.

        Raises
        ------
        MatcherError
            That of the first piece that raised one; ``E-BAT-001`` if a process was stopped.
        """
        waiting: deque[tuple[Task, Future[Result]]] = deque()
        while True:
            n_open = self._n_open()
            wanted = 2 * (n_open + 1) if n_open else 1
            for task in islice(tasks, max(0, wanted - len(waiting))):
                self._count()
                waiting.append((task, self._threads.submit(self._ask, task) if n_open else Future()))
            if not waiting:
                return
            if not waiting[0][1].done() and self._take_one(waiting):
                continue
            task, found = waiting.popleft()
            yield task, found.result()

    def _take_one(self, waiting: deque[tuple[Task, Future[Result]]]) -> bool:
        """Do the first piece here that nobody has begun."""
        for place, (task, found) in enumerate(waiting):
            if found.cancel():
                mine: Future[Result] = Future()
                waiting[place] = (task, mine)
                try:
                    mine.set_result(self._here(task))
                except MatcherError as error:
                    # raised when its turn comes: what stands before it is whole
                    mine.set_exception(error)
                return True
        return False

    def _count(self) -> None:
        """Count one more piece; the first beyond those done alone calls the others."""
        self._n_pieces += 1
        if self._n_pieces == self._alone + 1:
            for worker in self._beside:
                member = self._stack.enter_context(closing(Member(worker)))
                self._opening.append(self._threads.submit(self._open, member))

    def _n_open(self) -> int:
        """Return how many others have opened what they need, and raise what one of them could not."""
        return sum(opening.done() and opening.result() for opening in self._opening)

    def _open(self, member: Member[Task, Result]) -> bool:
        member.open()
        self._free.put(member)
        return True

    def _ask(self, task: Task) -> Result:
        member = self._free.get()
        try:
            member.give(0, task)
            found: Result = member.receive()
            return found
        finally:
            self._free.put(member)
