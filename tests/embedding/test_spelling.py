"""Mistyped words are read as the known word one slip away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from matcher.embedding.ngram import NgramEmbedder
from matcher.embedding.spelling import Speller, slip_index

KNOWN = ["saldator", "fornitor", "tornitor", "muletto", "cuoc"]
SPELLER = Speller(KNOWN, slip_index(KNOWN))


@pytest.mark.parametrize("slip", ["saldatr", "sladator", "saldattor", "sandator", "saldator"])
def test_one_slip_is_read(slip: str):
    assert SPELLER.read(slip) == "saldator"


@pytest.mark.parametrize("word", ["sladtor", "cuocx1", "cuo", "c++", "pizzaiol"])
def test_other_words_are_left(word: str):
    assert SPELLER.read(word) == word


def test_the_commonest_of_two_near_words_wins():
    assert SPELLER.read("ornitor") == "fornitor"


def test_known_words_near_each_other_stay_apart():
    assert SPELLER.read("tornitor") == "tornitor"


@given(st.text("abdilnorst", min_size=1, max_size=12))
def test_what_is_read_is_known_and_near_or_unchanged(word: str):
    found = SPELLER.read(word)
    assert found == word or (found in KNOWN and OSA.distance(found, word) == 1)


def test_the_bundled_model_bears_a_typing_mistake():
    right, wrong = NgramEmbedder.load().encode(["magazziniere", "magaziniere"]).astype(int)
    assert right @ wrong > 0.9 * 127**2
