"""From one line of the settings to a model."""

from __future__ import annotations

from pathlib import Path

from matcher.embedding.ngram import NgramEmbedder
from matcher.embedding.protocol import Embedder
from matcher.errors import MatcherError

__all__ = ["open_embedder"]


def open_embedder(setting: str = "ngram") -> Embedder:
    """Open the model that a setting names.

    Parameters
    ----------
    setting : str
        ``ngram`` (the bundled model), ``ngram:<folder>`` (weights trained by the office), or
        ``sentence-transformers:<name or path>`` (the extra ``transformers``; local files only).

    Raises
    ------
    MatcherError
        ``E-EMB-003`` if the setting names no model; what loading the model raises.
    """
    kind, _, place = setting.partition(":")
    if kind == "ngram":
        return NgramEmbedder.load(Path(place) if place else None)
    if kind == "sentence-transformers" and place:
        from matcher.embedding.transformer import TransformerEmbedder

        return TransformerEmbedder.load(place)
    raise MatcherError(
        "E-EMB-003",
        f"Il modello linguistico «{setting}» non è fra quelli previsti.",
        "Usa «ngram» (predefinito), «ngram:<cartella>» o «sentence-transformers:<nome o cartella>».",
    )
