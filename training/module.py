"""The bundled model as a sentence-transformers input module, so that its losses train it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import torch
from sentence_transformers.base.modules import InputModule
from torch.nn.functional import embedding_bag, normalize

from matcher.embedding.features import pieces, words
from matcher.embedding.spelling import Speller, slip_index

__all__ = ["NgramBag"]


class NgramBag(InputModule):
    """Sum of the table rows of a text's pieces, as a unit vector.

    Words are summed first and shared among the texts of a batch: gradients are row-sparse.
    """

    config_keys: ClassVar[list[str]] = ["buckets", "dimensions", "known"]

    def __init__(
        self, buckets: int, dimensions: int, known: Sequence[str] = (), spread: float = 0.1, seed: int = 0
    ) -> None:
        super().__init__()
        self.buckets, self.dimensions, self.known = buckets, dimensions, list(known)
        self.speller = Speller(self.known, slip_index(self.known))
        generator = torch.Generator().manual_seed(seed)
        self.table = torch.nn.Parameter(torch.randn(buckets, dimensions, generator=generator) * spread)

    def preprocess(self, inputs: Any, prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        """Words and pieces of texts, flat, with the offsets that part them.

        While training, mistyped words are left as they are: their pieces learn to bear mistakes.
        """
        index: dict[str, int] = {}
        members, starts = [], []
        for text in inputs:
            starts.append(len(members))
            members.extend([index.setdefault(word, len(index)) for word in words((prompt or "") + text)])
        distinct = list(index) if self.training else [self.speller.read(word) for word in index]
        owner, bucket = pieces(distinct, self.buckets)
        order = np.argsort(owner, kind="stable")
        first = np.searchsorted(owner[order], np.arange(len(index)))
        return {
            "pieces": torch.from_numpy(bucket[order]),
            "piece_starts": torch.from_numpy(first),
            "members": torch.tensor(members, dtype=torch.int64),
            "member_starts": torch.tensor(starts, dtype=torch.int64),
        }

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Add ``sentence_embedding``, (n_texts, dimensions), to the features."""
        each = embedding_bag(
            features["pieces"], self.table, features["piece_starts"], mode="sum", sparse=self.training
        )
        summed = embedding_bag(features["members"], each, features["member_starts"], mode="sum")
        features["sentence_embedding"] = normalize(summed, dim=1)
        return features

    def get_sentence_embedding_dimension(self) -> int:
        """Length of a vector."""
        return self.dimensions

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Write the configuration and the table."""
        self.save_config(output_path)
        self.save_torch_weights(output_path, safe_serialization=safe_serialization)

    @classmethod
    def load(cls, model_name_or_path: str, **kwargs: Any) -> NgramBag:
        """Read what ``save`` wrote."""
        places = {key: kwargs[key] for key in ("subfolder", "local_files_only") if key in kwargs}
        model = cls(**cls.load_config(model_name_or_path, **places))
        cls.load_torch_weights(model_name_or_path, model=model, **places)
        return model
