"""The work that every engine does: 256 dimensions, eight constraints, the 50 most alike of the rows that pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["COLUMNS", "DIMENSIONS", "TOP", "Peer", "Query", "Variant", "Work", "make_work"]

DIMENSIONS, TOP = 256, 50
COLUMNS = tuple(f"a{number}" for number in range(8))
_CLUSTERS, _QUERIES = 200, 40

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Query:
    """One request: every column must be below its limit; ``vector`` is int8."""

    vector: NDArray[np.int8]
    limits: Mapping[str, int]

    @property
    def floats(self) -> NDArray[np.float32]:
        return self.vector.astype(np.float32)

    @property
    def where(self) -> str:
        """The constraints as SQL."""
        return " AND ".join(f"{name} < {limit}" for name, limit in self.limits.items())


@dataclass(frozen=True)
class Work:
    """Rows and queries.

    Attributes
    ----------
    frame : polars DataFrame
        The columns that the constraints read, 0..9,999; two of them depend on what the vector says.
    vectors : ndarray of int8, shape (n_rows, 256)
        Unit vectors scaled to 127: the same whole numbers for every engine, so that the exact answer is one.
    queries : mapping of float to sequence of Query
        By the share of rows that pass.
    """

    frame: pl.DataFrame
    vectors: NDArray[np.int8]
    queries: Mapping[float, Sequence[Query]]

    @cached_property
    def floats(self) -> NDArray[np.float32]:
        return self.vectors.astype(np.float32)

    def passing(self, query: Query) -> NDArray[np.bool_]:
        """Tell which rows pass, as plainly as can be."""
        values = self.frame.to_numpy()
        return np.all(values < np.array([query.limits[name] for name in COLUMNS]), axis=1)

    def recall(self, query: Query, found: Ints) -> float:
        """Return the share of the exact answer that was found; what is as alike as the last counts as it."""
        rows = np.flatnonzero(self.passing(query))
        alike = self.floats[rows] @ query.floats
        wanted = min(TOP, len(rows))
        if not wanted:
            return 1.0
        least = np.partition(alike, len(rows) - wanted)[len(rows) - wanted]
        right = rows[alike >= least]
        return min(1.0, len(np.intersect1d(found, right)) / wanted)


@dataclass(frozen=True)
class Variant:
    """One way of an engine to do it.

    Attributes
    ----------
    exact : bool
        Whether it claims to find the exact answer.
    answer : callable
        Query to row numbers, at most 50.
    """

    name: str
    exact: bool
    answer: Callable[[Query], Ints]


class Peer(Protocol):
    """A module of this folder."""

    def variants(self, work: Work, folder: Path) -> Iterator[Variant]:
        """Load the rows and yield the ways to ask."""


def make_work(n_rows: int, shares: Sequence[float], seed: int = 1) -> Work:
    """Return seeded rows in clusters, and queries whose constraints leave the given shares."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(_CLUSTERS, DIMENSIONS)).astype(np.float32)
    cluster = rng.integers(0, _CLUSTERS, n_rows)
    vectors = np.empty((n_rows, DIMENSIONS), dtype=np.int8)
    for start in range(0, n_rows, 50_000):
        some = cluster[start : start + 50_000]
        noise = rng.normal(size=(len(some), DIMENSIONS)).astype(np.float32)
        vectors[start : start + 50_000] = _unit(centres[some] + noise)
    values = rng.integers(0, 10_000, (n_rows, len(COLUMNS)))
    for column in (0, 1):
        own = (cluster * (column + 3) * 37) % _CLUSTERS * 50
        values[:, column] = np.clip(own + rng.integers(-1_500, 1_500, n_rows), 0, 9_999)
    frame = pl.DataFrame({name: values[:, number].astype(np.int32) for number, name in enumerate(COLUMNS)})
    queries = {share: [_query(rng, centres, values, share) for _ in range(_QUERIES)] for share in shares}
    return Work(frame, vectors, queries)


def _query(rng: np.random.Generator, centres: NDArray[np.float32], values: Ints, share: float) -> Query:
    vector = centres[rng.integers(0, len(centres))] + rng.normal(size=DIMENSIONS).astype(np.float32)
    tilt = rng.uniform(0.7, 1.3, len(COLUMNS))
    low, high = 0.0, 4.0
    sample = values[rng.integers(0, len(values), min(len(values), 200_000))]
    for _ in range(30):
        middle = (low + high) / 2
        limits = 10_000 * np.minimum(1.0, share ** (tilt / len(COLUMNS)) * middle)
        low, high = (low, middle) if (sample < limits).all(axis=1).mean() > share else (middle, high)
    return Query(_unit(vector[None])[0], dict(zip(COLUMNS, (int(one) for one in limits), strict=True)))


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    return np.rint(vectors * (127 / np.linalg.norm(vectors, axis=1, keepdims=True))).astype(np.int8)
