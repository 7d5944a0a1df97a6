"""Terms: every distinct wording in a pool with what it means, and the exact likeness between two tables of them.

A linked mention is a term of its concept that keeps its own words: a wide concept has room for people whose
words are nearer and further. Unlinked words are a term of their own. Likeness is an integer 0..10,000 and
depends on the two terms alone, whatever else is in the pool.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.embedding.protocol import Embedder, Int8Matrix
from matcher.vocabulary.closure import generalises
from matcher.vocabulary.related import Related
from matcher.vocabulary.schema import Vocabulary

__all__ = ["SAME", "Likeness", "TermTable", "TermTableBuilder", "cosines", "cosines_to"]

Int64s = NDArray[np.int64]
Vectors = NDArray[np.int8] | NDArray[np.float32]

#: An inner product of 127 * 127 is a cosine of one.
_UNIT = 127 * 127
_BLOCK = 1024
#: How the key of unlinked words begins.
_UNLINKED = "~"
#: ISCO-08 skill level by major group: 0 the armed forces, of every level; last what has no group.
_SKILL_LEVELS = np.asarray([0, 4, 4, 3, 2, 2, 2, 2, 2, 1, 0])
#: From this likeness on two terms mean the same.
SAME = 9500


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likeness is measured for one kind of term; all values 0..10,000.

    Attributes
    ----------
    low, high : int
        Cosine (x 10,000) below which words say nothing, and at which they say all they can.
    ceiling : int
        The most that words alone can say.
    same : int
        Likeness of one concept in words that have nothing in common; it grows to 10,000 with the words.
    narrower, broader : int
        Likeness of a required concept to an offered narrower one (holding the specific, one holds
        the general), and to an offered broader one.
    same_group : mapping of int to int
        Number of ISCO digits in common to the likeness they grant to words that have nothing in common;
        it grows to the ceiling with the words. A unit group ending in 9 gathers what fits nowhere else,
        and grants what its minor group does.
    apart : int
        The most that words say between occupations two ISCO skill levels apart (*responsabile di commessa*,
        *commessa*).
    """

    low: int
    high: int
    ceiling: int
    same: int = SAME
    narrower: int = 9000
    broader: int = 6000
    same_group: Mapping[int, int] = field(default_factory=dict)
    apart: int = 10_000

    def lifted(self, words: Int64s, floor: int, top: int) -> Int64s:
        """Return likeness of words raised from 0..ceiling to floor..top."""
        return floor + words * (top - floor) // self.ceiling


@dataclass(frozen=True)
class TermTable:
    """Distinct terms of one kind.

    Attributes
    ----------
    keys : tuple of str
        Concept id, or ``~`` and the folded words; words that mean or fold alike are terms of one key.
    texts : tuple of str
        What is shown: preferred Italian label or the words as written.
    vectors : ndarray of int8, shape (n_terms, dimensions)
        Of each term's own words.
    groups : ndarray of int32, shape (n_terms,)
        ISCO-08 unit group, or -1.
    ancestors : tuple of frozenset of str
        Ids of broader concepts.
    related : mapping of (int, int) to int
        Required and offered unit group to the likeness that they grant, as those of one group do.
    """

    keys: tuple[str, ...]
    texts: tuple[str, ...]
    vectors: Int8Matrix
    groups: NDArray[np.int32]
    ancestors: tuple[frozenset[str], ...]
    related: Related
    _alike: Mapping[str, tuple[int, ...]] = field(init=False, repr=False)
    _below: Mapping[str, tuple[int, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        alike: dict[str, list[int]] = {}
        for number, key in enumerate(self.keys):
            alike.setdefault(key, []).append(number)
        object.__setattr__(self, "_alike", {key: tuple(numbers) for key, numbers in alike.items()})
        below: dict[str, list[int]] = {}
        for number, ancestors in enumerate(self.ancestors):
            for ancestor in ancestors:
                below.setdefault(ancestor, []).append(number)
        object.__setattr__(self, "_below", {key: tuple(numbers) for key, numbers in below.items()})

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def floats(self) -> NDArray[np.float32]:
        """The vectors as the numbers that products are made of, shape ``(n_terms, dimensions)``."""
        return self.vectors.astype(np.float32)

    def likeness(
        self, asked: TermTable, measure: Likeness, asked_is_required: bool = True
    ) -> NDArray[np.int64]:
        """Return how like every term here is to every term of ``asked``.

        Parameters
        ----------
        asked : TermTable
            Terms of the request.
        measure : Likeness
            How to measure.
        asked_is_required : bool
            Whether the request's terms are the required ones; if not, they are the offered ones and
            narrower and broader change places.

        Returns
        -------
        ndarray of int64, shape (len(asked), len(self))
            0..10,000.
        """
        words = _stretched(cosines(asked.floats, self.floats), measure)
        if measure.apart < measure.ceiling:
            np.minimum(words, measure.apart, out=words, where=_levels_apart(asked.groups, self.groups))
        found = words.copy()
        for digits, floor in measure.same_group.items():
            same = _same_group(asked.groups, self.groups, digits)
            np.maximum(found, measure.lifted(words, floor, measure.ceiling), out=found, where=same)
        self._lift_related(found, words, asked, measure, asked_is_required)
        below, above = (
            (measure.narrower, measure.broader) if asked_is_required else (measure.broader, measure.narrower)
        )
        for number, key in enumerate(asked.keys):
            self._relate(found[number], key, asked.ancestors[number], below, above)
            alike = list(self._alike.get(key, ()))
            found[number, alike] = (
                10_000
                if key.startswith(_UNLINKED)
                else measure.lifted(words[number, alike], measure.same, 10_000)
            )
        return found

    def _lift_related(
        self, found: Int64s, words: Int64s, asked: TermTable, measure: Likeness, asked_is_required: bool
    ) -> None:
        present = set(asked.groups.tolist()) - {-1}
        if not present:
            return
        for (required, offered), floor in asked.related.items():
            own, other = (required, offered) if asked_is_required else (offered, required)
            if own in present:
                pairs = np.ix_(asked.groups == own, self.groups == other)
                found[pairs] = np.maximum(found[pairs], measure.lifted(words[pairs], floor, measure.ceiling))

    def _relate(
        self, row: NDArray[np.int64], key: str, ancestors: frozenset[str], below: int, above: int
    ) -> None:
        for other in self._below.get(key, ()):
            row[other] = max(row[other], below)
        for ancestor in ancestors:
            for other in self._alike.get(ancestor, ()):
                row[other] = max(row[other], above)


class TermTableBuilder:
    """Numbers terms as they are met; vectors are made once, at the end."""

    def __init__(self, vocabulary: Vocabulary, related: Related) -> None:
        self._vocabulary = vocabulary
        self._related = related
        self._index: dict[tuple[str, str], int] = {}

    def number(self, key: str, words: str) -> int:
        """Return the number of a term.

        Parameters
        ----------
        key : str
            Concept id, or ``~`` and the folded words: what has one key is alike.
        words : str
            Words to compare with others.
        """
        return self._index.setdefault((key, words), len(self._index))

    def close(self, embedder: Embedder) -> TermTable:
        """Return the table of all terms met."""
        keys, words = tuple(key for key, _ in self._index), tuple(text for _, text in self._index)
        linked = [key in self._vocabulary for key in keys]
        texts = tuple(
            self._vocabulary[key].label("it") if known else text
            for key, text, known in zip(keys, words, linked, strict=True)
        )
        groups = [
            int(self._vocabulary[key].isco or -1) if known else -1
            for key, known in zip(keys, linked, strict=True)
        ]
        ancestors = tuple(
            generalises(self._vocabulary, key)
            if known and self._vocabulary[key].broader
            else frozenset[str]()
            for key, known in zip(keys, linked, strict=True)
        )
        return TermTable(
            keys,
            texts,
            _encode(embedder, words),
            np.asarray(groups, dtype=np.int32),
            ancestors,
            self._related,
        )


def cosines_to(query: Int8Matrix, vectors: Int8Matrix, rows: NDArray[np.int64] | None = None) -> Int64s:
    """Return exact cosines x 10,000 of one vector to many, rounded down.

    Parameters
    ----------
    query : ndarray of int8, shape (dimensions,)
        One vector.
    vectors : ndarray of int8, shape (n_vectors, dimensions)
        Many.
    rows : ndarray of int64, shape (n_rows,), optional
        Which of them; all if omitted.

    Returns
    -------
    ndarray of int64, shape (n_rows,)
        A zero vector has cosine 0.
    """
    wanted = query.astype(np.float32)
    found = np.empty(len(vectors) if rows is None else len(rows), dtype=np.float32)
    for start in range(0, len(found), _BLOCK):
        # a block of floats stays in the cache: all of them at once would cost more than the products
        place = slice(start, start + _BLOCK)
        block = vectors[place if rows is None else rows[place]].astype(np.float32)
        np.dot(block, wanted, out=found[place])
    return _per_ten_thousand(found)


def cosines(left: Vectors, right: Vectors) -> Int64s:
    """Return exact cosines x 10,000, shape ``(n_left, n_right)``, rounded down.

    Products of int8 vectors of up to 1,040 dimensions are exact in float32, in any order.

    Parameters
    ----------
    left, right : ndarray of int8, or of the same numbers in float32, shape (n, dimensions)
        Unit vectors scaled to 127.
    """
    if not len(left) or not len(right):
        return np.zeros((len(left), len(right)), dtype=np.int64)
    return _per_ten_thousand(left.astype(np.float32, copy=False) @ right.astype(np.float32, copy=False).T)


def _same_group(asked: NDArray[np.int32], own: NDArray[np.int32], digits: int) -> NDArray[np.bool_]:
    """Tell which unit groups agree in their first digits, shape ``(n_asked, n_own)``; -1 agrees with none."""
    scale = 10 ** (4 - digits)
    known = (asked >= 0) if digits < 4 else (asked >= 0) & (asked % 10 != 9)
    return np.asarray((asked[:, None] // scale == own[None, :] // scale) & known[:, None])


def _levels_apart(asked: NDArray[np.int32], own: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Tell which unit groups are two or more ISCO skill levels apart, shape ``(n_asked, n_own)``; -1 from none."""
    one, other = _SKILL_LEVELS[asked // 1000], _SKILL_LEVELS[own // 1000]
    return np.asarray((np.abs(one[:, None] - other[None, :]) > 1) & (one > 0)[:, None] & (other > 0)[None, :])


def _per_ten_thousand(products: NDArray[np.float32]) -> Int64s:
    return products.astype(np.int64) * 10_000 // _UNIT


def _stretched(cosine: NDArray[np.int64], measure: Likeness) -> NDArray[np.int64]:
    span = measure.high - measure.low
    stretched = np.clip(cosine - measure.low, 0, span) * measure.ceiling // span
    return np.asarray(stretched, dtype=np.int64)


def _encode(embedder: Embedder, texts: Sequence[str]) -> Int8Matrix:
    if not texts:
        return np.zeros((0, embedder.dimensions), dtype=np.int8)
    return embedder.encode(texts)
