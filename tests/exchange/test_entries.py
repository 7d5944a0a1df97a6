from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matcher.exchange.entries import (
    is_declared_none,
    join_entries,
    protect,
    remarks,
    split_commas,
    split_entries,
    split_parts,
    unprotect,
)

KNOWN = frozenset({"base", "certificata"})
TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30)


def stripped(text: str) -> bool:
    return bool(text) and text == text.strip()


@given(
    st.lists(
        st.one_of(TEXTS, st.sampled_from(["a;b", "a|b", "\\", "nessuno", "a\nb", "x,y"])).filter(stripped)
    )
)
def test_any_texts_come_back_from_one_cell(texts: list[str]) -> None:
    cell = join_entries(protect(text) for text in texts)
    assert is_declared_none(cell) is (not texts)
    if texts:
        assert [unprotect(entry) for entry in split_entries(cell)] == texts
        assert len(texts) > 1 or split_commas(cell) == [cell]


@given(st.lists(TEXTS.filter(stripped), min_size=1, max_size=5))
def test_any_texts_come_back_from_the_parts_of_an_entry(texts: list[str]) -> None:
    assert [unprotect(part) for part in split_parts(" | ".join(map(protect, texts)))] == texts


def test_remarks_are_told_from_brackets_that_belong_to_the_text() -> None:
    assert remarks("saldatura TIG (base, certificata)", KNOWN) == ("saldatura TIG", ("base", "certificata"))
    assert remarks("Python (primary)", KNOWN) == ("Python (primary)", ())
    assert remarks(protect("lavoro (base)"), KNOWN) == (protect("lavoro (base)"), ())


def test_line_breaks_and_semicolons_separate_entries() -> None:
    assert split_entries("uno; due\ntre;;") == ["uno", "due", "tre"]


def test_commas_separate_only_without_semicolons() -> None:
    assert split_commas("Word, Excel,Access") == ["Word", "Excel", "Access"]
    assert split_commas("Word, Excel;") == ["Word, Excel;"]
    assert split_commas("3,5 anni") == ["3,5 anni"]
