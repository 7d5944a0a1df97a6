"""A partition: some people (or some vacancies) as immutable columns."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.embedding.protocol import Int8Matrix
from matcher.pool.ids import find_ids
from matcher.pool.jagged import Jagged
from matcher.pool.postings import Postings, Rows
from matcher.pool.terms import TermTable

__all__ = ["HELD", "INCLINED", "LACKED", "MUST", "MUST_NOT", "TIMED", "WANTED", "Partition", "PartitionSide"]

PartitionSide = Literal["candidate", "vacancy"]
T = TypeVar("T")

#: Flags of an occupation item: held, wanted, an inclination; ``TIMED``: its months are known.
HELD, WANTED, INCLINED, TIMED = 1, 2, 4, 8
#: Flags of a skill item: indispensable, excluding, explicitly lacking.
MUST, MUST_NOT, LACKED = 16, 32, 64
#: Columns of a profile that says something, where they are more than nothing.
_SPOKEN = ("eqf", "languages_0", "languages_1", "languages_2", "languages_3")


@dataclass(frozen=True)
class Partition:
    """Rows of one side.

    Attributes
    ----------
    side : {'candidate', 'vacancy'}
        Who the rows are.
    ids : sequence of str
        Record ids, one per row.
    frame : polars DataFrame
        Professional columns of the catalogue for this side, plugin columns included.
    expiry : polars DataFrame
        Last day of validity of columns that can expire, under the same names; only columns in use.
    protected : polars DataFrame
        Protected columns; only the gate's legal requirements and authorised priorities see them.
    occupations, skills : Jagged
        Terms with weights and flags.
    workplaces : Jagged
        Municipality numbers of a vacancy; empty rows for candidates.
    parties : Jagged
        Hashes of the refused employers (candidates) or of the employer's names (vacancies), modulo 2**31.
    licences : Jagged
        Expiring licence claims: ``items`` is the licence number, ``weights`` the last day of validity.
    permanent : ndarray of int64, shape (n_rows, LICENCE_WORDS)
        Licences held without expiry, closed downwards.
    vectors : ndarray of int8, shape (n_rows, dimensions)
        Profile text.
    terms : mapping of str to TermTable
        ``occupation`` and ``skill``.
    alive : ndarray of bool, shape (n_rows,)
        False for rows that a later change replaced or erased.
    id_hashes : ndarray of uint64, shape (n_rows,)
        Fixed hash of each id, for the last tie-break.
    postings : mutable mapping of str to Postings
        Index of ``occupations`` and ``skills``, made when it is first needed.
    memory : mutable mapping of str to (key, value)
        See `recall`.
    """

    side: PartitionSide
    ids: Sequence[str]
    frame: pl.DataFrame
    expiry: pl.DataFrame
    protected: pl.DataFrame
    occupations: Jagged
    skills: Jagged
    workplaces: Jagged
    parties: Jagged
    licences: Jagged
    permanent: NDArray[np.int64]
    vectors: Int8Matrix
    terms: Mapping[str, TermTable]
    alive: NDArray[np.bool_]
    id_hashes: NDArray[np.uint64]
    postings: MutableMapping[str, Postings] = field(default_factory=dict, repr=False, compare=False)
    memory: MutableMapping[str, tuple[Hashable, Any]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def silent(self) -> NDArray[np.bool_]:
        """Rows that say nothing about work: no occupation, skill, text, qualification, language or licence."""
        return self.recall("silent", None, self._find_silent)

    @property
    def unfilled(self) -> frozenset[str]:
        """Professional columns that are null in every row."""
        return self.recall("unfilled", None, self._find_unfilled)

    @property
    def everyone(self) -> Rows:
        """All rows, in their order."""
        return self.recall("everyone", None, lambda: Rows(np.arange(self.n_rows), self.n_rows))

    def find(self, ids: Iterable[str]) -> list[tuple[str, int]]:
        """Return every row that has one of some ids, ascending; ids that are not here are left out."""
        return find_ids(ids, self.ids, self.id_hashes)

    def recall(self, kind: str, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was derived from these rows for the same key, or derive and keep it.

        Of each kind only the last is kept: requests of one day share what depends on the day.
        """
        if kind not in self.memory or self.memory[kind][0] != key:
            self.memory[kind] = key, make()
        found: T = self.memory[kind][1]
        return found

    def _find_unfilled(self) -> frozenset[str]:
        if not self.frame.width:
            return frozenset()
        nulls = self.frame.null_count().row(0, named=True)
        return frozenset(name for name, count in nulls.items() if count == self.n_rows)

    def _find_silent(self) -> NDArray[np.bool_]:
        spoken = (self.occupations.lengths > 0) | (self.skills.lengths > 0) | (self.licences.lengths > 0)
        named = [name for name in _SPOKEN if name in self.frame.columns]
        if named:
            told = self.frame.select(pl.any_horizontal(pl.col(name).fill_null(0) > 0 for name in named))
            spoken |= told.to_series().to_numpy()
        # arrays that are wide are read for the few who have said nothing else
        rest = np.flatnonzero(~spoken)
        spoken[rest] = self.vectors[rest].any(axis=1) | self.permanent[rest].any(axis=1)
        return ~spoken

    def take(self, rows: NDArray[np.int64]) -> Partition:
        """Return the given rows, in the given order."""
        lists = ("occupations", "skills", "workplaces", "parties", "licences")
        frames = {name: getattr(self, name) for name in ("frame", "expiry", "protected")}
        arrays = ("permanent", "vectors", "alive", "id_hashes")
        return replace(
            self,
            ids=tuple(self.ids[row] for row in rows.tolist()),
            postings={},
            memory={},
            **{name: getattr(self, name).take(rows) for name in lists},
            **{name: frame[rows] if frame.width else frame for name, frame in frames.items()},
            **{name: getattr(self, name)[rows] for name in arrays},
        )

    def postings_of(self, name: str) -> Postings:
        """Return the index of ``occupations`` or ``skills`` by term."""
        if name not in self.postings:
            self.postings[name] = Postings.of(getattr(self, name))
        return self.postings[name]

    @property
    def n_rows(self) -> int:
        """Number of rows, dead ones included."""
        return len(self.ids)
