"""What the bundled model sees of a text."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.embedding.features import canonical, pieces, words

PAIRS = [
    ("saldatore", "saldatrice"),
    ("saldatori", "saldatrici"),
    ("cameriere", "cameriera"),
    ("addetto", "addette"),
    ("operaio", "operaia"),
    ("operai", "operaie"),
    ("cuoco", "cuoche"),
    ("meccanici", "meccaniche"),
    ("segretario", "segretarie"),
    ("professore", "professoressa"),
    ("studente", "studentessa"),
    ("psicologo", "psicologhe"),
    ("attore", "attrice"),
    ("secretary", "secretaries"),
    ("cook", "cooks"),
    ("capo", "capi"),
    ("vigile", "vigilessa"),
    ("barman", "barwoman"),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_gender_and_number_leave_no_trace(one: str, other: str):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sala", "sales"),
        ("car", "care"),
        ("opera", "operaio"),
        ("cassa", "cassiere"),
        ("operatore", "operaio"),
        ("oss", "osa"),
    ],
)
def test_words_that_differ_otherwise_stay_apart(one: str, other: str):
    assert canonical(one) != canonical(other)


def test_case_accents_and_repeated_words_are_dropped():
    assert words("Perché PERCHE") == ["perc"]
    assert words("saldatore/saldatrice di tubi") == words("Saldatore di tubi")


def test_names_of_languages_keep_their_signs():
    assert words("C, C++ e C#") == ["c", "c++", "e", "c#"]


def test_text_without_letters_has_no_words():
    assert words(" … !? ") == []


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_usable_words(text: str):
    found = words(text)
    assert all(0 < len(word) <= 40 for word in found)
    owner, bucket = pieces(found, 1024)
    assert len(owner) == len(bucket)
    assert set(owner.tolist()) == set(range(len(found)))
    assert bucket.min(initial=0) >= 0
    assert bucket.max(initial=0) < 1024


@settings(deadline=None)
@given(st.lists(st.text("abcdefgò+#1", min_size=1, max_size=12), min_size=2, max_size=8))
def test_pieces_of_a_word_do_not_depend_on_its_neighbours(distinct: list[str]):
    owner, bucket = pieces(distinct, 4096)
    for index, word in enumerate(distinct):
        _, alone = pieces([word], 4096)
        assert np.array_equal(np.sort(bucket[owner == index]), np.sort(alone))
