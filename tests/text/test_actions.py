"""Verb and noun of one activity share a key; different activities do not."""

from __future__ import annotations

import pytest

from matcher.text.actions import action_key, without_light_words
from matcher.text.normalise import fold_key


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("saldare a TIG", "saldatura TIG"),
        ("installare macchinari", "installazione di macchinari"),
        ("utilizzare il tornio parallelo", "uso del tornio parallelo"),
        ("eseguire l'analisi dei dati", "analizzare i dati"),
        ("gestire il magazzino", "gestione del magazzino"),
        ("pulire i vetri", "pulizia dei vetri"),
        ("tecniche di saldatura dei metalli", "saldare metalli"),
        ("vendere servizi", "vendita di servizi"),
    ],
)
def test_two_names_of_one_activity(first: str, second: str) -> None:
    assert action_key(fold_key(first)) == action_key(fold_key(second)) != ""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("saldare a TIG", "saldare a MIG"),
        ("comprare merci", "vendere merci"),
        ("non saldare metalli", "saldare metalli"),
        ("gestire il magazzino", "pulire il magazzino"),
        ("formare il personale", "fermare il personale"),
    ],
)
def test_two_activities(first: str, second: str) -> None:
    assert action_key(fold_key(first)) != action_key(fold_key(second))


def test_one_word_is_too_little_for_an_activity() -> None:
    assert action_key(fold_key("saldatura")) == ""
    assert action_key(fold_key("tecniche di saldatura")) == ""
    assert without_light_words(fold_key("tecniche di saldatura")) == fold_key("saldatura")
    assert without_light_words("") == ""
