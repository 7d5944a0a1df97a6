"""Ids of records: fixed hashes of them, and ids that stay in their file until one is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, overload

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["StoredIds", "find_ids", "hash_id"]


class StoredIds(Sequence[str]):
    """Ids in a column, read one at a time.

    Parameters
    ----------
    column : polars Series of String, shape (n_rows,)
        Memory-mapped where it comes from a snapshot.
    """

    def __init__(self, column: pl.Series) -> None:
        self.column = column

    def __len__(self) -> int:
        return len(self.column)

    def __iter__(self) -> Iterator[str]:
        return iter(self.column)

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> StoredIds: ...

    def __getitem__(self, index: int | slice) -> Any:
        return StoredIds(self.column[index]) if isinstance(index, slice) else self.column[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(str.__eq__, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"StoredIds({len(self)} ids)"


def hash_id(record_id: str) -> int:
    """Return a fixed 64-bit hash of an id: the same on every machine and in every run."""
    return int.from_bytes(hashlib.blake2b(record_id.encode(), digest_size=8).digest(), "little")


def find_ids(wanted: Iterable[str], ids: Sequence[str], hashes: NDArray[np.uint64]) -> list[tuple[str, int]]:
    """Return every row that has one of some ids, ascending; ids that are not there are left out.

    Parameters
    ----------
    ids : sequence of str
        The id of every row.
    hashes : ndarray of uint64, shape (n_rows,)
        Their hashes: every row is looked up among the few that are wanted, without reading its id.
    """
    by_hash = {hash_id(name): name for name in wanted}
    if not by_hash or not len(hashes):
        return []
    keys = np.sort(np.fromiter(by_hash, dtype=np.uint64, count=len(by_hash)))
    places = np.minimum(np.searchsorted(keys, hashes), len(keys) - 1)
    rows = np.flatnonzero(keys[places] == hashes).tolist()
    found = [(by_hash[int(hashes[row])], row) for row in rows]
    return [(name, row) for name, row in found if ids[row] == name]
