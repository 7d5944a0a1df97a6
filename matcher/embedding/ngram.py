"""The bundled model: hashed words and letter n-grams, exact integer sums, no torch and no network."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matcher.embedding.features import FEATURES_VERSION, pieces, words
from matcher.embedding.protocol import Int8Matrix
from matcher.embedding.spelling import Speller
from matcher.errors import MatcherError

__all__ = ["NgramEmbedder"]

_BLOCK: Final = 8192
_WEIGHTS: Final = Path(__file__).parent / "weights"


class NgramEmbedder:
    """Embedder of job titles and skills: the sum of the table rows of a text's pieces, as a unit vector.

    A row is ``table[i] * scale[i]``, both integers: every sum is exact in float64, so a vector does not
    depend on the batch, the order or the number of threads.
    """

    def __init__(self, table: Int8Matrix, scale: NDArray[np.uint16], speller: Speller, model_id: str) -> None:
        self._table = table
        self._scale = scale
        self._speller = speller
        self._model_id = model_id

    @classmethod
    def load(cls, path: Path | None = None) -> NgramEmbedder:
        """Open weights, memory-mapped.

        Parameters
        ----------
        path : Path, optional
            Folder with ``table.npy`` (buckets, dimensions) int8, ``scale.npy`` (buckets,) uint16,
            ``words.txt`` and ``slips.npy`` (known words, see ``Speller``) and ``model.json``; the weights
            of the package if omitted.

        Raises
        ------
        MatcherError
            ``E-EMB-001`` if a file is missing or damaged, ``E-EMB-002`` if the weights were made for
            another version of the features.
        """
        folder = path or _WEIGHTS
        try:
            card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            table = np.load(folder / "table.npy", mmap_mode="r", allow_pickle=False)
            scale = np.load(folder / "scale.npy", allow_pickle=False)
            slips = np.load(folder / "slips.npy", mmap_mode="r", allow_pickle=False)
            known = (folder / "words.txt").read_text(encoding="utf-8").split("\n")
            version, model_id = card["features"], f"{card['name']}:{card['sha256'][:16]}"
        except (OSError, ValueError, KeyError) as problem:
            raise MatcherError(
                "E-EMB-001",
                f"I pesi del modello linguistico in «{folder}» mancano o sono danneggiati ({problem}).",
                "Reinstalla il pacchetto, o indica una cartella scritta da training/export.py.",
            ) from problem
        if version != FEATURES_VERSION:
            raise MatcherError(
                "E-EMB-002",
                f"I pesi in «{folder}» sono della versione {version}; il programma usa la {FEATURES_VERSION}.",
                "Esporta di nuovo il modello con training/export.py di questa versione.",
            )
        return cls(table, scale, Speller(known, slips), model_id)

    @property
    def model_id(self) -> str:
        """Name and content hash of the weights."""
        return self._model_id

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._table.shape[1])

    def encode(self, texts: Sequence[str]) -> Int8Matrix:
        """Encode texts.

        Parameters
        ----------
        texts : sequence of str
            Short texts of any spelling; one without letters or digits gives a zero vector.

        Returns
        -------
        ndarray of int8, shape (n_texts, dimensions)
            Unit vectors scaled to 127 and rounded. Row i depends on ``texts[i]`` alone, bit by bit.
        """
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.int8)
        for start in range(0, len(texts), _BLOCK):
            vectors[start : start + _BLOCK] = self._encode_block(texts[start : start + _BLOCK])
        return vectors

    def _encode_block(self, texts: Sequence[str]) -> Int8Matrix:
        index: dict[str, int] = {}
        members: list[int] = []
        bounds = [0]
        for text in texts:
            members.extend([index.setdefault(word, len(index)) for word in words(text)])
            bounds.append(len(members))
        ones = np.ones(len(members))
        counts = csr_array((ones, members, bounds), shape=(len(texts), len(index)))
        return _quantise(counts @ self._word_vectors(list(index)))

    def _word_vectors(self, distinct: list[str]) -> NDArray[np.float64]:
        """Sum of the rows of each word's pieces, shape (n_words, dimensions), whole numbers."""
        owner, bucket = pieces([self._speller.read(word) for word in distinct], len(self._table))
        used, column = np.unique(bucket, return_inverse=True)
        rows = self._table[used] * self._scale[used, None].astype(np.float64)
        counts = csr_array((np.ones(len(owner)), (owner, column)), shape=(len(distinct), len(used)))
        return np.asarray(counts @ rows, dtype=np.float64)


def _quantise(vectors: NDArray[np.float64]) -> Int8Matrix:
    norms = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    return np.rint(vectors * (127.0 / np.where(norms > 0, norms, 1.0))).astype(np.int8)
