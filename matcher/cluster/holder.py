"""A worker of the cluster: holds a share of the pool, and judges it with the same rules as anybody else."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.cluster.excerpt import Excerpt, find
from matcher.engine.request import Request, Rules
from matcher.errors import WorkspaceError
from matcher.pool.partition import Partition

__all__ = ["Held", "Holder", "HolderState", "Open"]


@dataclass(frozen=True)
class Held:
    """What a worker opens.

    Attributes
    ----------
    partition : Partition
        The whole snapshot, memory-mapped: a worker reads its own share of it.
    digest : str
        Identity of the snapshot.
    plugins : tuple of str
        Name and version of every plugin behind the rules.
    """

    partition: Partition
    rules: Rules
    digest: str
    plugins: tuple[str, ...] = ()


#: Opens the pool; picklable, and made of what is installed on every machine of the cluster.
Open = Callable[[], Held]


@dataclass(frozen=True)
class HolderState:
    """How a worker is."""

    number: int
    n_rows: int
    digest: str
    process: int
    node: str


class Holder:
    """Share ``number`` of ``of`` of the pool, in the order of its rows.

    Parameters
    ----------
    open_pool : callable
        See `Open`; called again when a worker is restarted.
    """

    def __init__(self, open_pool: Open, number: int, of: int) -> None:
        held = open_pool()
        n_rows = held.partition.n_rows
        self._number, self._first = number, n_rows * number // of
        self._held = held
        self._piece = held.partition.take(np.arange(self._first, n_rows * (number + 1) // of))

    def state(self) -> HolderState:
        """Return who this is and what it holds."""
        return HolderState(
            self._number, self._piece.n_rows, self._held.digest, os.getpid(), os.uname().nodename
        )

    def find(self, asked: tuple[str, tuple[str, ...], NDArray[np.int64], Request]) -> Excerpt:
        """Judge this share for one request.

        Parameters
        ----------
        asked : (str, tuple of str, ndarray of int64, Request)
            The snapshot and the plugins that whoever asks has; the rows of the snapshot that were changed or
            erased since; what is asked.

        Raises
        ------
        WorkspaceError
            ``E-CLU-003`` if this worker holds another snapshot or other plugins: two kinds never mix.
        """
        digest, plugins, dead, request = asked
        if (digest, plugins) != (self._held.digest, self._held.plugins):
            raise WorkspaceError(
                "E-CLU-003",
                f"Il nodo {self._number + 1} del cluster ha un'altra versione della banca dati o dei plugin.",
                "Esegui: matcher cluster build",
            )
        alive = self._piece.alive.copy()
        mine = dead[(dead >= self._first) & (dead < self._first + len(alive))]
        alive[mine - self._first] = False
        return find(replace(self._piece, alive=alive), request, self._held.rules)
