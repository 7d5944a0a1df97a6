"""Commands about the pool: build, info, verify."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.language import BilingualGroup, both
from matcher.cli.progress import progress
from matcher.cli.session import Session, command

if TYPE_CHECKING:
    from matcher.app import Workspace
    from matcher.desk.pool_state import PoolState

__all__ = ["COMMANDS"]

_PARTS = {
    "model": ("modello linguistico", "embedding model"),
    "vocabulary": ("vocabolari", "vocabularies"),
    "plugins": ("plugin", "plugins"),
}


@command(
    "build",
    "Aggiorna la banca dati: rilegge tutti i candidati e le richieste.",
    "Build the pool: read every candidate and vacancy again.",
)
def build(session: Session) -> None:
    """Build the pool from the store."""
    label = session.text("Aggiorno la banca dati", "Building the pool")
    with session.open() as workspace:
        with progress(label) as report:
            manifest = workspace.build_pool(len(os.sched_getaffinity(0)), report)
        counts = {
            "n_candidates": manifest.n_candidates,
            "n_vacancies": manifest.n_vacancies,
            "digest": manifest.digest,
        }
    if session.format != "table":
        session.rows([counts], [])
    session.say(
        f"Banca dati aggiornata: candidati {manifest.n_candidates}, richieste {manifest.n_vacancies}.",
        f"Pool built: candidates {manifest.n_candidates}, vacancies {manifest.n_vacancies}.",
    )


@command(
    "info",
    "Da che cosa è fatta la banca dati, e che cosa è cambiato da allora.",
    "What the pool was built from, and what has changed since.",
)
def info(session: Session) -> None:
    """Say what the pool was built from."""
    with session.open() as workspace:
        state = _state(workspace)
        plugins = ", ".join(f"{plugin.name} {plugin.version}" for plugin in workspace.gate.plugins)
        if session.format != "table":
            session.data(_info(state)) if session.format == "json" else session.rows([_info(state)], [])
            return
    if state.manifest is None:
        session.say(
            "La banca dati non è ancora stata costruita: lo farà la prima domanda, o «matcher pool build».",
            "The pool is not built yet: the first question will, or «matcher pool build».",
        )
        return
    manifest = state.manifest
    session.say(
        f"Banca dati: candidati {manifest.n_candidates}, richieste {manifest.n_vacancies}.\n"
        f"Modello linguistico: {manifest.model_id}\n"
        f"Plugin: {plugins}\n"
        f"Cambiati da allora: {state.n_changed} (si vedono subito, senza ricostruire).",
        f"Pool: candidates {manifest.n_candidates}, vacancies {manifest.n_vacancies}.\n"
        f"Embedding model: {manifest.model_id}\n"
        f"Plugins: {plugins}\n"
        f"Changed since: {state.n_changed} (already seen, without a rebuild).",
    )
    if state.outdated:
        names = ", ".join(session.text(*_PARTS[name]) for name in state.outdated)
        session.say(
            f"Sono cambiati: {names}. La prossima domanda la ricostruisce, o «matcher pool build».",
            f"No longer the same: {names}. The next question rebuilds it, or «matcher pool build».",
        )


@command(
    "verify",
    "Controlla che i file della banca dati siano integri.",
    "Check that the files of the pool are whole.",
)
def verify(session: Session) -> None:
    """Compare every file of the pool with its checksum."""
    from matcher.pool.snapshot import open_snapshot, read_manifest, verify_snapshot

    with session.open() as workspace:
        folder = workspace.pool_folder
        manifest = read_manifest(folder)
        if manifest is None:
            # says that there is none, and how to build it
            open_snapshot(folder)
        damaged = verify_snapshot(folder)
    checked = len(manifest.checksums) if manifest else 0
    if session.format != "table":
        answer = {"ok": not damaged, "files": checked, "damaged": damaged}
        session.data(answer) if session.format == "json" else session.rows([answer], [])
    if not damaged:
        session.say(f"Integra: {checked} file controllati.", f"Whole: {checked} files checked.")
        return
    session.failed = True
    session.say(
        "Danneggiati o mancanti:\n" + "\n".join(f"  {name}" for name in damaged),
        "Damaged or missing:\n" + "\n".join(f"  {name}" for name in damaged),
    )
    session.say(
        "I dati non sono persi: ricostruiscila con «matcher pool build».",
        "No data are lost: rebuild it with «matcher pool build».",
    )


def _state(workspace: Workspace) -> PoolState:
    from matcher.desk.pool_state import pool_state

    with workspace.database.snapshot() as connection:
        plugins = workspace.built_with
        return pool_state(connection, workspace.pool_folder, workspace.builder, plugins)


def _info(state: PoolState) -> dict[str, Any]:
    manifest = state.manifest
    return {
        "built": manifest is not None,
        "n_candidates": manifest.n_candidates if manifest else 0,
        "n_vacancies": manifest.n_vacancies if manifest else 0,
        "model": manifest.model_id if manifest else "",
        "vocabulary": manifest.vocabulary if manifest else "",
        "plugins": manifest.plugins if manifest else "",
        "digest": manifest.digest if manifest else "",
        "n_changed": state.n_changed,
        "outdated": list(state.outdated),
    }


pool = BilingualGroup(
    "pool",
    help=both(
        "La banca dati candidati: costruiscila, descrivila, controllala.",
        "The pool: build it, describe it, check it.",
    ),
    commands=[build, info, verify],
)
COMMANDS: dict[str, click.Command] = {"pool": pool}
