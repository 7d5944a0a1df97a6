"""The table of abbreviations: what it may say, and how its faults are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.errors import VocabularyError
from matcher.text.abbreviations import read_abbreviations
from matcher.text.normalise import normalise, tokenise

HEADING = "short,long,position,dot\n"


def table(tmp_path: Path, rows: str, heading: str = HEADING) -> Path:
    path = tmp_path / "abbreviations.csv"
    path.write_text(heading + rows, encoding="utf-8")
    return path


def test_place_in_the_title_chooses_the_meaning(tmp_path: Path) -> None:
    read = read_abbreviations(
        table(tmp_path, "mag,magazziniere,first,required\nmag,magazzino,later,required\n")
    )
    assert normalise("mag.", read) == "magazziniere"
    assert normalise("addetto mag.", read) == "addetto magazzino"
    assert normalise("addetto mag", read) == "addetto mag"


def test_parts_stand_together_or_not_at_all(tmp_path: Path) -> None:
    read = read_abbreviations(
        table(tmp_path, "amm.vo,amministrativo,any,required\npat,patente,any,optional\n")
    )
    assert normalise("impiegato amm.vo", read) == "impiegato amministrativo"
    assert normalise("impiegato amm. vo", read) == "impiegato amm vo"
    assert normalise("pat B", read) == "patente b"


def test_words_written_out_keep_the_place_of_the_short_form(tmp_path: Path) -> None:
    read = read_abbreviations(table(tmp_path, "oss,operatore socio sanitario,any,optional\n"))
    text = "cercasi oss"
    assert [(token.text, text[token.start : token.end]) for token in tokenise(text, read)] == [
        ("cercasi", "cercasi"),
        ("operatore", "oss"),
        ("socio", "oss"),
        ("sanitario", "oss"),
    ]


@pytest.mark.parametrize(
    ("rows", "heading", "named"),
    [
        ("mag,,any,required\n", HEADING, "riga 2"),
        ("mag,magazzino,middle,required\n", HEADING, "riga 2"),
        ("mag,magazzino,any,maybe\n", HEADING, "riga 2"),
        ("mag,magazzino,any,required\nmag,magazziniere,first,required\n", HEADING, "riga 3"),
        ("mag,magazzino\n", "short,long\n", "colonne"),
    ],
)
def test_faults_are_named(tmp_path: Path, rows: str, heading: str, named: str) -> None:
    with pytest.raises(VocabularyError, match=named):
        read_abbreviations(table(tmp_path, rows, heading))


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="Manca"):
        read_abbreviations(tmp_path / "none.csv")
