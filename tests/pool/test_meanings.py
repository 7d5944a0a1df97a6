"""What wordings mean: forms of one label are one wording, other words of the same concept stay apart."""

from __future__ import annotations

import pytest

from matcher.pool.meanings import Meanings
from matcher.vocabulary.schema import Concept, Vocabulary

COOK = Concept("cook", "occupation", {"it": "cuoco"}, alternatives={"it": ("chef", "Chef")})


def meanings() -> Meanings:
    return Meanings(Vocabulary("occupation", "test", "1", "", [COOK]))


@pytest.mark.parametrize(
    ("text", "words"),
    [("cuoca", "cuoco"), ("Cuochi", "cuoco"), ("CHEF", "chef"), ("cuoco capo", "cuoco capo")],
)
def test_words_that_differ_from_a_label_in_gender_or_number_alone_are_the_label(
    text: str, words: str
) -> None:
    assert meanings()["cook", text] == ("cook", words)


def test_unlinked_words_are_alike_when_they_fold_alike_and_count_as_written() -> None:
    assert [meanings()["", text] for text in ("la Zappatrice", "zappatori")] == [
        ("~zappator*", "la Zappatrice"),
        ("~zappator*", "zappatori"),
    ]


def test_words_without_letters_are_alike_only_when_written_the_same() -> None:
    found = meanings()
    assert (found["", "++"], found["", "??"]) == (("~++", "++"), ("~??", "??"))


def test_a_concept_that_the_vocabulary_has_lost_counts_as_no_link() -> None:
    assert meanings()["gone", "chef"] == ("~chef", "chef")
