"""A partition on disk: Arrow and numpy files that processes share by memory mapping, swapped atomically."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import polars as pl

from matcher.errors import WorkspaceError
from matcher.pool.ids import StoredIds
from matcher.pool.jagged import Jagged
from matcher.pool.partition import Partition
from matcher.pool.postings import Postings
from matcher.pool.terms import TermTable

__all__ = [
    "SCHEMA",
    "Manifest",
    "open_current",
    "open_snapshot",
    "read_manifest",
    "verify_snapshot",
    "write_snapshot",
]

#: Raised whenever the files or the columns change meaning: an older snapshot is rebuilt.
SCHEMA = 6
_POINTER = "current"
_JAGGED = ("occupations", "skills", "workplaces", "parties", "licences")
_JAGGED_FIELDS = ("offsets", "items", "weights", "flags", "factors")
_INDEXED = ("occupations", "skills")
_POSTINGS_FIELDS = ("starts", "places", "owners")
_ARRAYS = ("permanent", "vectors", "id_hashes")
_FRAMES = ("frame", "expiry", "protected")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot was built from.

    Attributes
    ----------
    revision : int
        Revision of the store at build time.
    model_id, vocabulary, plugins : str
        Embedding model, digest of the vocabularies, names and versions of the plugins: when one
        differs from today's, the snapshot is rebuilt, never mixed.
    checksums : mapping of str to str
        File to SHA-256, hexadecimal.
    """

    schema: int
    revision: int
    model_id: str
    vocabulary: str
    plugins: str
    n_candidates: int
    n_vacancies: int
    checksums: Mapping[str, str]

    @property
    def made_with(self) -> tuple[str, str, str]:
        """Embedding model, vocabularies and plugins."""
        return self.model_id, self.vocabulary, self.plugins

    @property
    def digest(self) -> str:
        """Identity of the content, hexadecimal."""
        return hashlib.sha256(json.dumps(dict(self.checksums), sort_keys=True).encode()).hexdigest()


def write_snapshot(
    folder: Path,
    partitions: Mapping[str, Partition],
    revision: int,
    model_id: str,
    vocabulary: str,
    plugins: str,
) -> Manifest:
    """Write partitions beside the current snapshot, then make them current in one step.

    Parameters
    ----------
    folder : Path
        Holds the snapshots of a workspace; readers of the old one are not disturbed.
    partitions : mapping of str to Partition
        ``candidate`` and ``vacancy``.

    Returns
    -------
    Manifest
        Of the snapshot that is current now: somebody else's where that is of a later revision, so that nobody who
        was erased meanwhile comes back.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _only_writer(folder):
        current = read_manifest(folder)
        if current is not None and current.revision > revision:
            return current
        return _write(folder, partitions, revision, (model_id, vocabulary, plugins))


def _write(
    folder: Path, partitions: Mapping[str, Partition], revision: int, made_with: tuple[str, str, str]
) -> Manifest:
    name = f"snapshot-{uuid4().hex[:12]}"
    new = folder / name
    for side, partition in partitions.items():
        _write_partition(new / side, partition)
    checksums = {
        str(path.relative_to(new)): _checksum(path) for path in sorted(new.rglob("*")) if path.is_file()
    }
    manifest = Manifest(
        SCHEMA,
        revision,
        *made_with,
        partitions["candidate"].n_rows,
        partitions["vacancy"].n_rows,
        checksums,
    )
    (new / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    pointer = folder / f"{_POINTER}.{name}"
    pointer.write_text(name, encoding="utf-8")
    pointer.replace(folder / _POINTER)
    # what a killed writer left goes too: people who were erased since may be in it
    for old in {*folder.glob("snapshot-*"), *folder.glob(f"{_POINTER}.*")} - {new}:
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    return manifest


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    """Wait until nobody else writes here; a killed writer lets go too."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of the current snapshot, ``None`` when there is none or it is of another schema."""
    current = _current(folder)
    if current is None:
        return None
    try:
        values = json.loads((current / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        if _current(folder) != current:
            return read_manifest(folder)
        raise _damaged(current, str(error)) from error
    return Manifest(**values) if values.get("schema") == SCHEMA else None


def open_snapshot(folder: Path) -> dict[str, Partition]:
    """Open the current snapshot, memory-mapped; one that is replaced meanwhile gives way to the new one.

    Raises
    ------
    WorkspaceError
        ``E-POOL-001`` when there is none, ``E-POOL-002`` when a file is missing or cannot be read.
    """
    current = _current(folder)
    if current is None:
        raise _not_built()
    try:
        return {side: _read_partition(current / side, side) for side in ("candidate", "vacancy")}
    except (OSError, ValueError, KeyError, pl.exceptions.PolarsError) as error:
        if _current(folder) != current:
            return open_snapshot(folder)
        raise _damaged(current, str(error)) from error


def open_current(folder: Path) -> tuple[Manifest, dict[str, Partition]]:
    """Open the current snapshot together with what it was built from.

    Raises
    ------
    WorkspaceError
        As `open_snapshot`; ``E-POOL-001`` too when it is of another schema.
    """
    while True:
        manifest, partitions = read_manifest(folder), open_snapshot(folder)
        if manifest is None:
            raise _not_built()
        if manifest == read_manifest(folder):
            return manifest, partitions


def verify_snapshot(folder: Path) -> list[str]:
    """Return the files of the current snapshot that are missing or differ from their checksum."""
    manifest, current = read_manifest(folder), _current(folder)
    if manifest is None or current is None:
        return []
    return [
        name
        for name, checksum in manifest.checksums.items()
        if not (current / name).is_file() or _checksum(current / name) != checksum
    ]


def _current(folder: Path) -> Path | None:
    pointer = folder / _POINTER
    return folder / pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else None


def _write_partition(folder: Path, partition: Partition) -> None:
    folder.mkdir(parents=True)
    for name in _FRAMES:
        _write_frame(folder / f"{name}.arrow", getattr(partition, name))
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", getattr(partition, name))
    for name in _JAGGED:
        jagged: Jagged = getattr(partition, name)
        for field in _JAGGED_FIELDS:
            np.save(folder / f"{name}.{field}.npy", getattr(jagged, field))
    for name in _INDEXED:
        postings = partition.postings_of(name)
        for field in _POSTINGS_FIELDS:
            np.save(folder / f"{name}.by_term.{field}.npy", getattr(postings, field))
    _write_frame(folder / "ids.arrow", pl.DataFrame({"id": pl.Series(partition.ids, dtype=pl.String)}))
    for kind, table in partition.terms.items():
        np.save(folder / f"terms.{kind}.vectors.npy", table.vectors)
        np.save(folder / f"terms.{kind}.groups.npy", table.groups)
        words: dict[str, Any] = {
            "keys": table.keys,
            "texts": table.texts,
            "ancestors": [sorted(a) for a in table.ancestors],
            "related": [[*pair, likeness] for pair, likeness in table.related.items()],
        }
        (folder / f"terms.{kind}.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")


def _write_frame(path: Path, frame: pl.DataFrame) -> None:
    """Write a frame as one batch, so that its columns are read in one piece."""
    # a column that nobody filled is kept as its type alone; one column holds the number of rows
    filled = [column.name for column in frame.iter_columns() if column.null_count() < frame.height]
    frame.select(filled or frame.columns[:1]).write_ipc(path, record_batch_size=max(frame.height, 1))
    frame.head(0).write_ipc(path.with_suffix(".types.arrow"))


def _read_frame(path: Path) -> pl.DataFrame:
    types = pl.read_ipc(path.with_suffix(".types.arrow")).schema
    filled = pl.read_ipc(path)
    empty = {name: pl.lit(None, dtype=dtype) for name, dtype in types.items() if name not in filled.columns}
    return filled.with_columns(**empty).select(list(types))


def _read_partition(folder: Path, side: str) -> Partition:
    def array(name: str) -> Any:
        # a plain array over the mapped file: numpy's own class for it is slow to slice
        return np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray)

    ids = StoredIds(_read_frame(folder / "ids.arrow")["id"])
    lists = {
        name: Jagged(**{field: array(f"{name}.{field}") for field in _JAGGED_FIELDS}) for name in _JAGGED
    }
    postings = {
        name: Postings(**{field: array(f"{name}.by_term.{field}") for field in _POSTINGS_FIELDS})
        for name in _INDEXED
    }
    terms = {}
    for kind in ("occupation", "skill"):
        words = json.loads((folder / f"terms.{kind}.json").read_text(encoding="utf-8"))
        terms[kind] = TermTable(
            tuple(words["keys"]),
            tuple(words["texts"]),
            array(f"terms.{kind}.vectors"),
            array(f"terms.{kind}.groups"),
            tuple(frozenset(names) for names in words["ancestors"]),
            {(required, offered): likeness for required, offered, likeness in words["related"]},
        )
    columns: dict[str, Any] = {name: _read_frame(folder / f"{name}.arrow") for name in _FRAMES}
    columns.update({name: array(name) for name in _ARRAYS}, **lists)
    return Partition(
        side="candidate" if side == "candidate" else "vacancy",
        ids=ids,
        terms=terms,
        alive=np.ones(len(ids), dtype=np.bool_),
        postings=postings,
        **columns,
    )


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _not_built() -> WorkspaceError:
    return WorkspaceError(
        "E-POOL-001",
        "La banca dati candidati non è ancora stata costruita.",
        "Esegui: matcher pool build",
    )


def _damaged(folder: Path, why: str) -> WorkspaceError:
    return WorkspaceError(
        "E-POOL-002",
        f"La banca dati candidati in {folder} è danneggiata: {why}.",
        "Ricostruiscila: matcher pool build",
    )
