"""Rows on a screen of any width: what somebody copies into the next command stays in one piece."""

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from matcher.cli.table import print_rows

_HEADINGS = ["Rosa", "Titolo", "Punti", "Poi"]
_ROWS = [
    ["ROSA-000060", "Addetto/a alle macchine confezionatrici", "92,1", "chiedi la disponibilità"],
    ["ROSA-000061", "Cuoco", "7", ""],
]


def _printed(headings: list[str], rows: list[list[str]], width: int) -> str:
    out = StringIO()
    print_rows(Console(file=out, width=width), headings, rows)
    return out.getvalue()


@pytest.mark.parametrize("width", [120, 80, 60, 40, 30])
def test_no_word_is_cut_and_nothing_is_lost(width: int) -> None:
    text = _printed(_HEADINGS, _ROWS, width)
    assert all(len(line) <= width for line in text.splitlines())
    for row in _ROWS:
        for cell in row:
            assert set(cell.split()) <= set(text.split())


def test_figures_stand_under_each_other() -> None:
    lines = _printed(["Titolo", "Punti"], [["a", "92,1"], ["b", "7,0"]], 80).splitlines()
    assert [line.rstrip() for line in lines if line.split()[:1] in (["a"], ["b"])] == [
        " a         92,1",
        " b          7,0",
    ]


def test_a_screen_too_narrow_for_a_table_names_each_value() -> None:
    text = _printed(_HEADINGS, _ROWS, 40)
    assert "Rosa: ROSA-000060" in text
    assert "Punti: 92,1" in text
    assert text.count("Poi:") == 1


def test_a_list_of_choices_keeps_one_choice_a_line() -> None:
    choices = "cuoco [5120.cook]\nchef [3434.chef]"
    text = _printed(["Testo", "Scegli"], [["una parola lunghissima davvero", choices]], 24)
    assert [line.strip() for line in text.splitlines()][-3:-1] == choices.splitlines()


def test_brackets_are_not_read_as_styles() -> None:
    assert "[bold]" in _printed(["Testo"], [["[bold]x"]], 40)


@given(
    st.lists(st.lists(st.text("ab ì[", max_size=12), min_size=3, max_size=3), min_size=1, max_size=4),
    st.integers(24, 100),
)
def test_any_rows_come_out_whole(rows: list[list[str]], width: int) -> None:
    words = set(_printed(["x", "y", "z"], rows, width).replace(":", " ").split())
    assert {word for row in rows for cell in row for word in cell.split()} <= words
