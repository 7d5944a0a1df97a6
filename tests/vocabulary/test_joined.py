"""What is said once for several joined things is said of each."""

from __future__ import annotations

import pytest

from matcher.text.normalise import tokenise
from matcher.vocabulary.clauses import split_clauses
from matcher.vocabulary.joined import write_out


def written_out(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in write_out(split_clauses(text, tokenise(text)), text):
        found.setdefault(text[one.start : one.end], set()).add(one.text)
    return found


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("Gestione e formazione del personale", "Gestione", "Gestione personale"),
        ("Pulizia di camere, bagni e cucine", "bagni", "Pulizia bagni"),
        ("Pulizia di camere, bagni e cucine", "cucine", "Pulizia cucine"),
        ("budget and resource management", "budget", "budget management"),
        ("install and maintain electrical systems", "install", "install electrical systems"),
    ],
)
def test_what_is_shared_is_said_of_each(text: str, words: str, whole: str) -> None:
    assert whole in written_out(text)[words]


@pytest.mark.parametrize(
    "text",
    [
        "Pulizia di camere. Bagni in ordine",
        "Gestione ordini (fatture)",
        "Saldatura e taglio",
        "pulizia",
    ],
)
def test_nothing_is_shared_across_a_stop_or_by_words_that_stand_alone(text: str) -> None:
    assert not written_out(text)
