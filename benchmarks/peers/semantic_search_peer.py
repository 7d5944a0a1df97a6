"""sentence-transformers' semantic search, on the rows that pass."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import torch
from sentence_transformers.util import dot_score, semantic_search

from benchmarks.peers.work import TOP, Query, Variant, Work


def variants(work: Work, folder: Path) -> Iterator[Variant]:
    vectors = torch.from_numpy(work.floats)

    def answer(query: Query) -> np.ndarray:
        tests = [pl.col(name) < limit for name, limit in query.limits.items()]
        passing = work.frame.lazy().select(pl.all_horizontal(tests)).collect().to_series()
        rows = passing.arg_true().to_numpy().astype(np.int64)
        if not len(rows):
            return rows
        asked = torch.tensor(query.floats[None])
        [found] = semantic_search(asked, vectors[torch.tensor(rows)], top_k=TOP, score_function=dot_score)
        return rows[[hit["corpus_id"] for hit in found]]

    yield Variant("sentence-transformers semantic_search (our filter)", True, answer)
