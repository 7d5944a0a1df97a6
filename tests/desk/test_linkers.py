"""Linkers as the desk makes them: places and abbreviations set apart, one linker shared with the finder."""

from __future__ import annotations

import pytest

from matcher.desk.linkers import make_linker
from matcher.embedding.open import open_embedder
from matcher.vocabulary.linker import Linker
from matcher.vocabulary.load import find_vocabularies, load_vocabulary


@pytest.fixture(scope="module")
def occupations() -> Linker:
    return make_linker(load_vocabulary("occupation", find_vocabularies()), open_embedder(), None)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Magazziniere Modena", "4321.warehouse_keeper"),
        ("ADDETTO VENDITE PRATO", "5223.shop_assistant"),
        ("Autista Arco (TN)", "8322.driver_generic"),
        ("Cuoco San Cesario sul Panaro", "5120.cook"),
    ],
)
def test_the_municipality_at_the_end_of_a_title_is_set_apart(
    occupations: Linker, text: str, concept: str
) -> None:
    assert occupations.link([text])[0].concept == concept


@pytest.mark.parametrize("text", ["allenatore di calcio", "Saldatore ad arco", "posatore di prato"])
def test_a_label_is_not_cut_where_a_municipality_has_the_name_of_its_last_word(
    occupations: Linker, text: str
) -> None:
    assert occupations.link([text])[0].method in ("exact", "alternative")
