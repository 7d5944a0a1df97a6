"""Names of streets and firms, and how affairs stand, name no work."""

from __future__ import annotations

import pytest

from matcher.text.normalise import tokenise
from matcher.vocabulary.names import is_name_of_firm, is_name_of_place, tells_of_state

KNOWN = frozenset({"pan*", "artigianal*", "bianc*"})


@pytest.mark.parametrize(
    "text", ["Piazza Carbonai", "Via dei Muratori 12", "Casa del Cuoco", "Torre dell'Orologiaio"]
)
def test_streets_and_houses_are_places(text: str) -> None:
    assert is_name_of_place(text)


@pytest.mark.parametrize("text", ["VIA DEI MURATORI", "casa di cura", "piazza pulita", "viale alberato"])
def test_words_without_a_name_are_no_place(text: str) -> None:
    assert not is_name_of_place(text)


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("Mulino Bianco", True),
        ("Panificio Bianchi", True),
        ("Officine Meccaniche Rossi", True),
        ("Ristorante La Lanterna", True),
        ("Panificio Artigianale", False),
        ("PANIFICIO FERRI", False),
        ("panificio ferri", False),
        ("Ristorante Cuoco Ferri", False),
        ("Cuoco Ferri", False),
    ],
)
def test_premises_with_a_name_are_a_firm(text: str, firm: bool) -> None:
    assert is_name_of_firm(text, tokenise(text), KNOWN) == firm


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("processo penale in corso", True),
        ("patente ritirata", True),
        ("permesso di soggiorno in scadenza.", True),
        ("assunzioni in corso per cuochi", False),
        ("corso di cucina", False),
    ],
)
def test_how_an_affair_stands_is_told_at_the_end(text: str, told: bool) -> None:
    assert tells_of_state(text) == told
