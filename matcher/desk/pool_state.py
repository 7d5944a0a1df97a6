"""What the pool was built from, and what has happened since."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from matcher.pool.build import PoolBuilder
from matcher.pool.snapshot import Manifest, read_manifest
from matcher.store import candidates as candidate_store
from matcher.store import vacancies as vacancy_store

__all__ = ["PoolState", "pool_state"]


@dataclass(frozen=True, slots=True)
class PoolState:
    """A snapshot beside the store it came from.

    Attributes
    ----------
    manifest : Manifest or None
        ``None`` when no pool was built, or by another release.
    n_changed : int
        Records that changed or were erased since; they are matched as they are now, from a small partition.
    outdated : tuple of str
        What is no longer the same: ``model``, ``vocabulary``, ``plugins``. The next question rebuilds.
    """

    manifest: Manifest | None
    n_changed: int = 0
    outdated: tuple[str, ...] = ()


def pool_state(connection: Connection, folder: Path, builder: PoolBuilder, plugins: str) -> PoolState:
    """Return the state of the pool; nothing is built."""
    manifest = read_manifest(folder)
    if manifest is None:
        return PoolState(None)
    changes = (
        candidate_store.changed_since(connection, manifest.revision),
        vacancy_store.changed_since(connection, manifest.revision),
    )
    pairs = (
        ("model", manifest.model_id, builder.embedder.model_id),
        ("vocabulary", manifest.vocabulary, builder.vocabularies.digest),
        ("plugins", manifest.plugins, plugins),
    )
    return PoolState(
        manifest,
        sum(len(change.changed) + len(change.erased) for change in changes),
        tuple(name for name, built, now in pairs if built != now),
    )
