"""Labels and concepts as vectors: exact integer products, ranked in blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.embedding.protocol import Embedder
from matcher.vocabulary.lexicon import Lexicon

__all__ = ["BESIDE", "POOLED", "UNIT", "DenseIndex", "strongest"]

UNIT = 127 * 127
"""The product of a vector with itself: products divided by it are cosines."""

POOLED = 3
"""How much the labels of a concept together weigh against its best one: measured on held-out labels."""

BESIDE = 0.4
"""How much they weigh beside one label, in a list of labels: measured on the development sets."""

_CELLS = 16_000_000
_EVERY, _NEAREST, _CROWDING = 8, 10, 0.3
_TWIN = 0.9 * UNIT

Products = NDArray[np.float32]


class DenseIndex:
    """Vectors of the labels of a lexicon, and of its concepts (the direction of their labels together).

    Parameters
    ----------
    lexicon : Lexicon
        Labels, those of one concept next to each other.
    embedder : Embedder
        Model; its int8 vectors are the definition of likeness.
    """

    def __init__(self, lexicon: Lexicon, embedder: Embedder) -> None:
        self._lexicon = lexicon
        self._embedder = embedder
        vectors = embedder.encode(lexicon.labels)
        self._labels = np.ascontiguousarray(vectors.T, dtype=np.float32)
        sums = np.add.reduceat(vectors.astype(np.int64), lexicon.starts, axis=0) if len(vectors) else vectors
        norms = np.sqrt((sums * sums).sum(axis=1, keepdims=True, dtype=np.float64))
        pooled = np.rint(sums * (127.0 / np.where(norms > 0, norms, 1.0)))
        self._concepts = np.ascontiguousarray(pooled.T, dtype=np.float32)

    def products(self, texts: Sequence[str]) -> Iterator[tuple[slice, Products, Products]]:
        """Yield blocks of products of texts with labels and with concepts, shape (n_block, n), whole numbers."""
        rows = max(1, _CELLS // max(1, self._labels.shape[1]))
        for start in range(0, len(texts), rows):
            block = slice(start, min(start + rows, len(texts)))
            vectors = self._embedder.encode(texts[block]).astype(np.float32)
            yield block, vectors @ self._labels, vectors @ self._concepts

    def label_scores(self, texts: Sequence[str]) -> Iterator[tuple[slice, Products]]:
        """Yield blocks of scores of texts and labels, for a list of labels.

        Yields
        ------
        slice, ndarray (n_block, n_labels)
            The product with the label, less its crowding, with ``BESIDE`` parts of that with all the labels of its
            concept: whole numbers up to ``(1 + BESIDE) * UNIT``.
        """
        owners = np.repeat(
            np.arange(len(self._lexicon.starts)),
            np.diff(self._lexicon.starts, append=self._labels.shape[1]),
        )
        for block, labels, concepts in self.products(texts):
            yield block, labels - self.crowding + np.rint(BESIDE * concepts)[:, owners]

    def concept_scores(self, texts: Sequence[str]) -> Iterator[tuple[slice, Products, Products]]:
        """Yield blocks of scores of texts and concepts, for a list of concepts, and those of the labels behind them.

        As `concept_products`, each label less its crowding.
        """
        for block, labels, concepts in self.products(texts):
            alone = labels - self.crowding
            yield block, self._pooled(alone, concepts), alone

    @cached_property
    def crowding(self) -> Products:
        """What a label loses for standing near everything, shape (n_labels,): whole numbers, 0 in the mean.

        A share of the mean product with its nearest among every eighth label: labels of one common word would
        otherwise come up for every text that has it.
        """
        some = self._labels[:, ::_EVERY]
        nearest = min(_NEAREST, some.shape[1])
        if not nearest:
            return np.zeros(0, dtype=np.float32)
        rows = max(1, _CELLS // some.shape[1])
        means = [
            np.partition(self._labels[:, start : start + rows].T @ some, -nearest, axis=1)[:, -nearest:].mean(
                axis=1, dtype=np.float64
            )
            for start in range(0, self._labels.shape[1], rows)
        ]
        near = np.concatenate(means)
        return np.asarray(np.rint((near - near.mean()) * _CROWDING), dtype=np.float32)

    def distinct_first(self, columns: NDArray[np.int64]) -> NDArray[np.int64]:
        """Put labels that say what an earlier one says (the other gender, a spelling) after all the others.

        Parameters
        ----------
        columns : ndarray of int64, shape (n,)
            Labels, best first.

        Returns
        -------
        ndarray of int64, shape (n,)
            The same labels.
        """
        vectors = self._labels[:, columns]
        alike = vectors.T @ vectors >= _TWIN
        first = np.zeros(len(columns), dtype=bool)
        for place in range(len(columns)):
            first[place] = not alike[place, :place][first[:place]].any()
        return np.concatenate([columns[first], columns[~first]])

    def concept_products(self, texts: Sequence[str]) -> Iterator[tuple[slice, Products, Products]]:
        """Yield blocks of scores of texts and concepts, and the label products behind them.

        Yields
        ------
        slice, ndarray (n_block, n_concepts), ndarray (n_block, n_labels)
            A concept's score is one part its best label and ``POOLED`` parts all its labels together: whole
            numbers up to ``(1 + POOLED) * UNIT``.
        """
        for block, labels, concepts in self.products(texts):
            yield block, self._pooled(labels, concepts), labels

    def _pooled(self, labels: Products, concepts: Products) -> Products:
        best: Products = np.maximum.reduceat(labels, self._lexicon.starts, axis=1)
        return best + POOLED * concepts


def strongest(scores: Products, count: int) -> NDArray[np.int64]:
    """Return the columns of the highest scores of each row, best first; equal ones in column order.

    Parameters
    ----------
    scores : ndarray, shape (n_rows, n_columns)
        Whole numbers.
    count : int
        How many, at most ``n_columns``.

    Returns
    -------
    ndarray of int64, shape (n_rows, min(count, n_columns))
        Column numbers.
    """
    count = min(count, scores.shape[1])
    if count == 0:
        return np.empty((scores.shape[0], 0), dtype=np.int64)
    floor = (
        -np.partition(-scores, count - 1, axis=1)[:, count - 1]
        if count < scores.shape[1]
        else scores.min(axis=1)
    )
    chosen = np.empty((scores.shape[0], count), dtype=np.int64)
    for row, least in enumerate(floor):
        columns = np.flatnonzero(scores[row] >= least)
        chosen[row] = columns[np.argsort(-scores[row, columns], kind="stable")[:count]]
    return chosen
