"""Keeping the pool true to the store: a snapshot, and one small partition for what changed since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sqlalchemy import Connection

from matcher.collector import without_collector
from matcher.desk.pool_blocks import Crew, people_blocks, stored_block
from matcher.errors import WorkspaceError
from matcher.pool.build import PoolBuilder
from matcher.pool.draft import Block
from matcher.pool.partition import Partition
from matcher.pool.snapshot import Manifest, open_current, read_manifest, write_snapshot
from matcher.store import candidates as candidate_store
from matcher.store import copies
from matcher.store import vacancies as vacancy_store
from matcher.store.revision import Changes, revision

__all__ = ["Pool", "build_pool", "open_pool"]

#: Beyond this many changes a rebuild is cheaper than carrying them.
_REBUILD_AFTER = 20_000


@dataclass(frozen=True)
class Pool:
    """Everybody, as partitions.

    Attributes
    ----------
    candidates, vacancies : tuple of Partition
        The snapshot and, where the store has changed since, one more small partition.
    manifest : Manifest
        What the snapshot was built from.
    n_changed : int
        Records that changed since the snapshot.
    """

    candidates: tuple[Partition, ...]
    vacancies: tuple[Partition, ...]
    manifest: Manifest
    n_changed: int


def build_pool(
    connection: Connection,
    folder: Path,
    builder: PoolBuilder,
    plugins: str,
    crew: Crew | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Manifest:
    """Build the pool from the store and make it current.

    Parameters
    ----------
    crew : Crew, optional
        Processes that help when there are many people; the pool is the same without them.
    progress : callable, optional
        Told how many people were read, and of how many.
    """
    now, n_people = revision(connection), candidate_store.count_candidates(connection)
    twins = copies.hidden(connection, "vacancy")
    blocks: list[Block] = []
    with without_collector():
        for block in people_blocks(connection, builder, crew):
            blocks.append(block)
            if progress is not None:
                progress(sum(len(one.ids) for one in blocks), n_people)
        people = builder.join(blocks) if blocks else builder.candidates([])
        blocks.clear()
        # neighbours stand together: whoever asks for people near a place reads few pages of the files
        homes = people.frame["place"].fill_null(-1).to_numpy()
        partitions = {
            "candidate": people.take(np.argsort(homes, kind="stable")),
            "vacancy": builder.vacancies(
                one for one in vacancy_store.iterate_vacancies(connection) if one.id not in twins
            ),
        }
        return write_snapshot(
            folder, partitions, now, builder.embedder.model_id, builder.vocabularies.digest, plugins
        )


def open_pool(connection: Connection, folder: Path, builder: PoolBuilder, plugins: str) -> Pool:
    """Open the pool, bring it up to date, and rebuild it when it is stale beyond that.

    A snapshot made with another model, vocabulary or set of plugins is rebuilt: vectors and codes of two
    kinds never mix.
    """
    wanted = (builder.embedder.model_id, builder.vocabularies.digest, plugins)
    manifest = read_manifest(folder)
    if manifest is None or manifest.made_with != wanted:
        build_pool(connection, folder, builder, plugins)
    manifest, base = open_current(folder)
    people, requests = _changes(connection, manifest)
    if len(people.changed) + len(requests.changed) > _REBUILD_AFTER:
        build_pool(connection, folder, builder, plugins)
        manifest, base = open_current(folder)
        people, requests = _changes(connection, manifest)
    if manifest.made_with != wanted:
        raise WorkspaceError(
            "E-POOL-003",
            "Un altro programma, con altri plugin o vocabolari, sta aggiornando la banca dati candidati.",
            "Ripeti il comando.",
        )
    doubles, twins = copies.hidden(connection, "candidate"), copies.hidden(connection, "vacancy")
    fresh = stored_block(connection, builder, doubles, people.changed)
    asked = vacancy_store.read_vacancies(connection, [name for name in requests.changed if name not in twins])
    return Pool(
        _with_changes(
            base["candidate"],
            (*people.changed, *people.erased),
            builder.join([fresh]) if fresh.ids else None,
        ),
        _with_changes(
            base["vacancy"],
            (*requests.changed, *requests.erased),
            builder.vacancies(asked.values()) if asked else None,
        ),
        manifest,
        len(people.changed) + len(people.erased) + len(requests.changed) + len(requests.erased),
    )


def _changes(connection: Connection, manifest: Manifest) -> tuple[Changes, Changes]:
    """Return what happened to candidates and to vacancies since a snapshot."""
    return (
        candidate_store.changed_since(connection, manifest.revision),
        vacancy_store.changed_since(connection, manifest.revision),
    )


def _with_changes(base: Partition, gone: Sequence[str], fresh: Partition | None) -> tuple[Partition, ...]:
    if not gone:
        return (base,)
    alive = base.alive.copy()
    alive[[row for _, row in base.find(gone)]] = False
    masked = replace(base, alive=alive)
    return (masked,) if fresh is None else (masked, fresh)
