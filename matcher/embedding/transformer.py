"""Any sentence-transformers model behind the same interface (extra ``transformers``)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from matcher.embedding.protocol import Int8Matrix
from matcher.errors import MatcherError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["TransformerEmbedder"]

_MOST_DIMENSIONS: Final = 1040


class TransformerEmbedder:
    """A sentence-transformers model that gives int8 vectors.

    Texts are encoded one by one: padding beside longer texts would move the last bits of a vector.
    """

    def __init__(self, model: SentenceTransformer, model_id: str, dimensions: int) -> None:
        self._model = model
        self._model_id = model_id
        self._dimensions = dimensions

    @classmethod
    def load(cls, place: str, *, allow_download: bool = False) -> TransformerEmbedder:
        """Load a model by name or folder.

        Parameters
        ----------
        place : str
            Folder of a saved model, or the name of one already in the local cache.
        allow_download : bool
            Ask the network for a model that is not on this machine.

        Raises
        ------
        MatcherError
            ``E-EMB-010`` if the extra is not installed, ``E-EMB-011`` if the model cannot be opened.
        """
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as problem:
            raise MatcherError(
                "E-EMB-010",
                "I modelli sentence-transformers richiedono un componente che non è installato.",
                "Installa «rosa-matcher[transformers]», oppure usa il modello predefinito «ngram».",
            ) from problem
        try:
            model = SentenceTransformer(place, device="cpu", local_files_only=not allow_download)
        except (OSError, ValueError) as problem:
            raise MatcherError(
                "E-EMB-011",
                f"Il modello «{place}» non si apre: {problem}.",
                "Indica la cartella di un modello già salvato su questo computer.",
            ) from problem
        model.eval()
        dimensions = min(len(np.asarray(model.encode("prova")).ravel()), _MOST_DIMENSIONS)
        return cls(model, f"sentence-transformers/{Path(place).name}:{_fingerprint(model)}", dimensions)

    @property
    def model_id(self) -> str:
        """Name of the model and hash of its parameters."""
        return self._model_id

    @property
    def dimensions(self) -> int:
        """Length of a vector: the model's own, cut at 1,040."""
        return self._dimensions

    def encode(self, texts: Sequence[str]) -> Int8Matrix:
        """Encode texts.

        Parameters
        ----------
        texts : sequence of str
            Short texts; an empty one gives a zero vector.

        Returns
        -------
        ndarray of int8, shape (n_texts, dimensions)
            Unit vectors scaled to 127 and rounded.
        """
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.int8)
        for row, text in enumerate(texts):
            if text.strip():
                vectors[row] = self._encode_one(text)
        return vectors

    def _encode_one(self, text: str) -> Int8Matrix:
        raw = self._model.encode([text], batch_size=1, show_progress_bar=False, convert_to_numpy=True)
        vector = np.asarray(raw, dtype=np.float64)[0, : self._dimensions]
        norm = float(np.sqrt((vector * vector).sum()))
        return np.rint(vector * (127.0 / (norm or 1.0))).astype(np.int8)


def _fingerprint(model: SentenceTransformer) -> str:
    """First 16 hexadecimal digits of the SHA-256 of the model's parameters, by name."""
    digest = hashlib.sha256()
    for name, value in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(value.cpu().numpy()).tobytes())
    return digest.hexdigest()[:16]
