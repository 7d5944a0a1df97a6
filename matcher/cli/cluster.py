"""``matcher cluster``: the pool on several workers, on this machine or in a Ray cluster that is there."""

from __future__ import annotations

import json
import os
import secrets
from collections import deque
from contextlib import closing, suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.language import BilingualGroup, both
from matcher.cli.session import Session, command
from matcher.errors import WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from matcher.app import Workspace
    from matcher.cluster.holder import HolderState
    from matcher.cluster.ray_cluster import Asked, Cluster
    from matcher.domain.shortlist import Shortlist

__all__ = ["COMMANDS", "answers_of_cluster"]

_FILE = "cluster.json"
_PORT = 6399
#: Requests that the workers are given before the first is answered.
_AHEAD = 4
_WORKERS = click.option(
    "--workers",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    help=both("Quanti nodi.", "How many workers."),
)


@command(
    "up", "Avvia i nodi e distribuisce la banca dati.", "Start the workers and share the pool among them."
)
@_WORKERS
@click.option(
    "--address",
    help=both(
        "Indirizzo di un cluster Ray già avviato (host:porta); senza, ne avvia uno su questa macchina.",
        "Address of a running Ray cluster (host:port); without it, one is started on this machine.",
    ),
)
@click.option("--port", type=int, default=_PORT, show_default=True, help=both("Porta locale.", "Local port."))
def up(session: Session, workers: int, address: str | None, port: int) -> None:
    """Start a cluster, or use one that is there, and build the pool in it."""
    from matcher.cluster.head import start_head

    with session.open() as workspace:
        if (workspace.folder / _FILE).is_file():
            raise WorkspaceError(
                "E-CLU-006",
                "Il cluster di questo spazio di lavoro è già avviato.",
                "Fermalo con: matcher cluster down",
            )
        token = "" if address else secrets.token_hex(32)
        head = None if address else start_head(workers, port, token)
        state = {"address": head.address if head else address, "workers": workers, "token": token}
        _write(workspace.folder / _FILE, {**state, "head": asdict(head) if head else None})
        try:
            _print(session, _build(workspace))
        except BaseException:
            _stop(workspace)
            raise


@command("status", "Come stanno i nodi.", "How the workers are.")
def status(session: Session) -> None:
    """Print the state of every worker, and fail if one is missing."""
    with session.open() as workspace, closing(_connect(workspace)) as cluster:
        states, wanted = cluster.states(), int(_state(workspace)["workers"])
        _print(session, states)
        if len(states) < wanted:
            raise WorkspaceError(
                "E-CLU-010",
                f"Del cluster ci sono {len(states)} nodi su {wanted}: finché non sono tutti, non risponde.",
                "Esegui: matcher cluster build",
            )


@command(
    "build",
    "Ricostruisce la banca dati e la ridistribuisce ai nodi.",
    "Build the pool anew and share it among the workers.",
)
def build(session: Session) -> None:
    """Build the snapshot and let the workers open it."""
    with session.open() as workspace:
        _state(workspace)
        workspace.build_pool()
        _print(session, _build(workspace))


@command("down", "Ferma i nodi.", "Stop the workers.")
def down(session: Session) -> None:
    """Stop the workers, and Ray where `up` started it."""
    with session.open() as workspace:
        with suppress(WorkspaceError), closing(_connect(workspace)) as cluster:
            cluster.stop()
        _stop(workspace)
        session.say("Cluster fermato.", "Cluster stopped.")


def answers_of_cluster(
    workspace: Workspace, connection: Connection, names: Sequence[str], size: int
) -> Iterator[Shortlist]:
    """Yield the shortlists of vacancies, worked out by the workers: some are asked ahead, so that none is idle."""
    from matcher.store.vacancies import get_vacancy

    matching = workspace.matching
    about = (matching.pool.candidates, matching.pool.manifest.digest, workspace.plugin_state)
    waiting: deque[Asked] = deque()
    with closing(_connect(workspace)) as cluster:
        for name in names:
            vacancy = get_vacancy(connection, name).vacancy
            request = matching.vacancy_request(connection, vacancy, size, None)
            waiting.append(cluster.ask(*about, request, matching.rules))
            if len(waiting) == _AHEAD:
                yield waiting.popleft().shortlist()
        while waiting:
            yield waiting.popleft().shortlist()


def _build(workspace: Workspace) -> list[HolderState]:
    from matcher.app import hold_pool

    n_workers = int(_state(workspace)["workers"])

    workspace.matching  # noqa: B018 - opening it brings the snapshot up to date
    with closing(_connect(workspace)) as cluster:
        return cluster.build(partial(hold_pool, workspace.folder.resolve()), n_workers)


def _connect(workspace: Workspace) -> Cluster:
    from matcher.cluster.ray_cluster import Cluster

    name = f"matcher{str(workspace.folder.resolve()).replace(os.sep, '-')}"
    state = _state(workspace)
    return Cluster(str(state["address"]), name, str(state["token"]))


def _write(path: Path, state: dict[str, Any]) -> None:
    # the token lets whoever has it run code: nobody else reads the file
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(json.dumps(state), encoding="utf-8")


def _stop(workspace: Workspace) -> None:
    from matcher.cluster.head import Head

    if head := _state(workspace)["head"]:
        Head(**head).stop()
    (workspace.folder / _FILE).unlink()


def _state(workspace: Workspace) -> dict[str, Any]:
    path = workspace.folder / _FILE
    if not path.is_file():
        raise WorkspaceError("E-CLU-007", "Il cluster non è avviato.", "Avvialo con: matcher cluster up")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _print(session: Session, states: list[HolderState]) -> None:
    session.rows(
        [
            {
                "worker": state.number + 1,
                "rows": state.n_rows,
                "node": state.node,
                "process": state.process,
                "pool": state.digest[:12],
            }
            for state in states
        ],
        [
            ("worker", "Nodo", "Worker"),
            ("rows", "Persone", "People"),
            ("node", "Macchina", "Machine"),
            ("process", "Processo", "Process"),
            ("pool", "Banca dati", "Pool"),
        ],
    )


@click.group(
    "cluster",
    cls=BilingualGroup,
    help=both(
        "La banca dati su più nodi: su questa macchina o su un cluster Ray.",
        "The pool on several workers: on this machine or in a Ray cluster.",
    ),
)
def cluster() -> None:
    """Group the commands."""


for _command in (up, status, build, down):
    cluster.add_command(_command)

COMMANDS: dict[str, click.Command] = {"cluster": cluster}
