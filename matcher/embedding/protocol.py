"""What every embedding model offers to the rest of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Embedder", "Int8Matrix"]

Int8Matrix = NDArray[np.int8]


class Embedder(Protocol):
    """Text to int8 vectors. The quantised vectors are the definition: there is no hidden float truth."""

    @property
    def model_id(self) -> str:
        """Name, version and content hash of the model: vectors of two ids never mix."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector, at most 1,040 (so that d * 127**2 < 2**24 stays exact in float32)."""
        ...

    def encode(self, texts: Sequence[str]) -> Int8Matrix:
        """Encode texts.

        Parameters
        ----------
        texts : sequence of str
            Raw or normalised short texts; an empty one gives a zero vector.

        Returns
        -------
        ndarray of int8, shape (n_texts, dimensions)
            Unit vectors scaled to 127 and rounded: ``dot / 127**2`` is the cosine, -1..1.
            Row i depends on ``texts[i]`` alone, bit by bit, whatever the batch.
        """
        ...
