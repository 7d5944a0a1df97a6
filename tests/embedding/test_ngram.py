"""The bundled model: exact, fast to open, the same whatever the batch."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.embedding.features import FEATURES_VERSION
from matcher.embedding.ngram import NgramEmbedder
from matcher.embedding.open import open_embedder
from matcher.errors import MatcherError

MODEL = NgramEmbedder.load()
TEXTS = ["saldatore TIG", "addetta alle pulizie", "", "sviluppatore C++", "Perché no?", "autista patente C"]


def cosine(one: str, other: str) -> float:
    first, second = MODEL.encode([one, other]).astype(np.int64)
    return float(first @ second) / 127**2


def test_vectors_are_unit_vectors_of_small_integers():
    vectors = MODEL.encode(TEXTS)
    assert vectors.dtype == np.int8
    assert vectors.shape == (len(TEXTS), MODEL.dimensions)
    norms = np.linalg.norm(vectors.astype(float), axis=1)
    assert norms[2] == 0
    assert np.allclose(np.delete(norms, 2), 127, atol=4)


def test_no_texts_give_no_rows():
    assert MODEL.encode([]).shape == (0, MODEL.dimensions)


@settings(deadline=None)
@given(st.lists(st.text(max_size=40) | st.sampled_from(TEXTS), max_size=12))
def test_a_vector_depends_on_its_text_alone(texts: list[str]):
    together = MODEL.encode(texts)
    for row, text in zip(together, texts, strict=True):
        assert np.array_equal(row, MODEL.encode([text])[0])


def test_blocks_and_threads_change_nothing():
    many = [f"{text} {number}" for number in range(3000) for text in TEXTS]
    whole = MODEL.encode(many)
    assert np.array_equal(whole[-7:], MODEL.encode(many[-7:]))
    with ThreadPoolExecutor(4) as threads:
        for found in threads.map(MODEL.encode, [many] * 4):
            assert np.array_equal(found, whole)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("saldatore", "saldatrice"),
        ("cameriere di sala", "cameriera di sala"),
        ("addetti alle vendite", "addetta alle vendite"),
        ("tecnico amministrativo", "tecniche amministrative"),
    ],
)
def test_masculine_feminine_and_plural_share_one_vector(one: str, other: str):
    first, second = MODEL.encode([one, other])
    assert np.array_equal(first, second)


def test_the_id_carries_the_hash_of_the_weights():
    card = json.loads(
        (Path(open_embedder.__code__.co_filename).parent / "weights" / "model.json").read_text()
    )
    assert MODEL.model_id == f"{card['name']}:{card['sha256'][:16]}"


def test_settings_open_the_bundled_model():
    assert open_embedder("ngram").model_id == MODEL.model_id
    with pytest.raises(MatcherError, match="E-EMB-003"):
        open_embedder("word2vec")


def test_missing_weights_say_what_to_do(tmp_path: Path):
    with pytest.raises(MatcherError, match="E-EMB-001"):
        NgramEmbedder.load(tmp_path)


def test_weights_of_another_version_are_refused(tmp_path: Path):
    weights = Path(open_embedder.__code__.co_filename).parent / "weights"
    shutil.copytree(weights, tmp_path / "old")
    card = json.loads((weights / "model.json").read_text()) | {"features": FEATURES_VERSION + 1}
    (tmp_path / "old" / "model.json").write_text(json.dumps(card))
    with pytest.raises(MatcherError, match="E-EMB-002"):
        open_embedder(f"ngram:{tmp_path / 'old'}")
