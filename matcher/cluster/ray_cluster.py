"""The workers as Ray actors: restarted when they die, asked again until everybody has answered, or an error."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.cluster.excerpt import Excerpt, find, put_together
from matcher.cluster.holder import Holder, HolderState, Open
from matcher.domain.shortlist import Shortlist
from matcher.engine.request import Request, Rules
from matcher.errors import MatcherError, WorkspaceError
from matcher.pool.partition import Partition

__all__ = ["Asked", "Cluster", "import_ray"]

#: Times that a dead worker is started again, and that a request it had is repeated.
RESTARTS = 5
#: Seconds after which a worker that says nothing counts as lost.
PATIENCE = 300.0
#: Seconds until somebody must have answered at the address of a cluster.
_CALLED = 5.0


@dataclass(frozen=True)
class Asked:
    """A request that the workers are at.

    Attributes
    ----------
    answers : sequence of Ray references
        One for every worker; a shortlist is made of all of them, or of none.
    own : sequence of Partition
        What is judged here: the records that changed since the snapshot.
    """

    request: Request
    rules: Rules
    answers: Sequence[Any]
    own: Sequence[Partition]

    def shortlist(self, patience: float = PATIENCE) -> Shortlist:
        """Wait for everybody and return the shortlist.

        Raises
        ------
        WorkspaceError
            ``E-CLU-002`` if a worker is lost for good: an incomplete list is never shown.
        """
        with _translated():
            excerpts: list[Excerpt] = import_ray().get(list(self.answers), timeout=patience)
        mine = [find(partition, self.request, self.rules) for partition in self.own]
        return put_together([*excerpts, *mine], self.request, self.rules)


class Cluster:
    """The workers of one workspace in a Ray cluster.

    Parameters
    ----------
    address : str
        Of a running Ray cluster, ``host:port``.
    name : str
        Keeps the workers of one workspace apart from others.
    token : str, optional
        What the cluster asks of whoever connects; a cluster started elsewhere has its own way to know them.

    Raises
    ------
    WorkspaceError
        ``E-CLU-005`` if nobody answers there.
    """

    def __init__(self, address: str, name: str, token: str = "") -> None:
        self._ray = import_ray(token)
        self._name = name
        with _translated():
            _call(address)
            self._ray.init(
                address=address,
                namespace=name,
                log_to_driver=False,
                logging_level="ERROR",
                ignore_reinit_error=True,
            )

    def build(self, open_pool: Open, n_workers: int, restarts: int = RESTARTS) -> list[HolderState]:
        """Start the workers anew; each opens the pool and takes its share. Returns when all are ready.

        Raises
        ------
        WorkspaceError
            ``E-CLU-009`` if the cluster has fewer processors than workers are wanted.
        """
        self.stop()
        if (there := int(self._ray.cluster_resources().get("CPU", 0))) < n_workers:
            raise WorkspaceError(
                "E-CLU-009",
                f"Il cluster ha {there} processori, per {n_workers} nodi non bastano.",
                "Chiedi meno nodi con --workers, o aggiungi macchine al cluster.",
            )
        make = self._ray.remote(Holder)
        try:
            with _translated():
                workers = [
                    make.options(
                        name=_holder(number, n_workers),
                        lifetime="detached",
                        num_cpus=1,
                        max_restarts=restarts,
                        max_task_retries=restarts,
                    ).remote(open_pool, number, n_workers)
                    for number in range(n_workers)
                ]
                states = self._ray.get([worker.state.remote() for worker in workers], timeout=PATIENCE)
        except BaseException:
            # detached, they would stay in a cluster that is not ours to end
            self.stop()
            raise
        return list(states)

    def states(self) -> list[HolderState]:
        """Return how every worker that is there is, by number."""
        with _translated():
            workers = self._workers().values()
            found = self._ray.get([worker.state.remote() for worker in workers], timeout=PATIENCE)
        return sorted(found, key=lambda state: int(state.number))

    def ask(
        self,
        partitions: Sequence[Partition],
        digest: str,
        plugins: tuple[str, ...],
        request: Request,
        rules: Rules,
    ) -> Asked:
        """Hand a request to all workers.

        Parameters
        ----------
        partitions : sequence of Partition
            As the pool opened here has them: the snapshot first, of which only the dead rows are read, then
            what changed since.

        Raises
        ------
        WorkspaceError
            ``E-CLU-001`` if there are no workers, ``E-CLU-002`` if one of them is lost for good.
        """
        workers = self._everybody()
        snapshot, *own = partitions
        shared = self._ray.put((digest, plugins, np.flatnonzero(~snapshot.alive), request))
        with _translated():
            answers = [worker.find.remote(shared) for worker in workers]
        return Asked(request, rules, answers, own)

    def stop(self) -> None:
        """End the workers; the Ray cluster goes on."""
        for worker in self._workers().values():
            self._ray.kill(worker, no_restart=True)

    def close(self) -> None:
        """Let go of the cluster."""
        self._ray.shutdown()

    def _everybody(self) -> list[Any]:
        """Return all workers: Ray no longer names one that is lost for good."""
        workers = self._workers()
        if not workers:
            raise WorkspaceError("E-CLU-001", "Il cluster non ha nodi.", "Esegui: matcher cluster build")
        n_workers = int(next(iter(workers)).rpartition("-")[2])
        if set(workers) != {_holder(number, n_workers) for number in range(n_workers)}:
            raise _lost()
        return list(workers.values())

    def _workers(self) -> dict[str, Any]:
        """Return the workers that are there, by name."""
        with _translated():
            names = sorted(
                one["name"]
                for one in self._ray.util.list_named_actors(all_namespaces=True)
                if one["namespace"] == self._name
            )
            return {name: self._ray.get_actor(name, namespace=self._name) for name in names}


def _holder(number: int, n_workers: int) -> str:
    """Return a worker's name, which says how many there must be."""
    return f"holder-{number}-of-{n_workers}"


def import_ray(token: str = "") -> Any:
    """Return Ray, which calls nobody and, with a token, answers nobody without it.

    Raises
    ------
    WorkspaceError
        ``E-CLU-004`` if it is not installed.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    if token:
        os.environ.update(RAY_AUTH_MODE="token", RAY_AUTH_TOKEN=token)
    try:
        import ray
    except ImportError as error:
        raise WorkspaceError(
            "E-CLU-004", "Manca la libreria Ray.", "Installa: pip install rosa-matcher[cluster]"
        ) from error
    return ray


def _call(address: str) -> None:
    """Find out whether anybody is there: Ray would try for twenty minutes."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise ConnectionError(f"«{address}» non è host:porta")
    with socket.create_connection((host, int(port)), timeout=_CALLED):
        pass


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what Ray raises into an error that says what to do; an error of ours passes as it is."""
    from ray import exceptions

    try:
        yield
    except exceptions.RayTaskError as error:
        if isinstance(error.cause, MatcherError):
            raise error.cause from error
        raise
    except (exceptions.RayActorError, exceptions.GetTimeoutError, exceptions.ObjectLostError) as error:
        raise _lost() from error
    except (OSError, OverflowError) as error:
        raise WorkspaceError(
            "E-CLU-005",
            f"Il cluster non si raggiunge: {error}.",
            "Controlla l'indirizzo, o avvialo con: matcher cluster up",
        ) from error


def _lost() -> WorkspaceError:
    return WorkspaceError(
        "E-CLU-002",
        "Un nodo del cluster non risponde: la rosa non è completa e non viene mostrata.",
        "Controlla con «matcher cluster status»; poi ripeti, o esegui «matcher cluster build».",
    )
