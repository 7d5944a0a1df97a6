from __future__ import annotations

from pathlib import Path

import pytest

from matcher.errors import InputError
from matcher.exchange.columns import FileKind
from matcher.exchange.mapping import load_mapping
from matcher.exchange.source import SourceRow, open_source

MAPPING = """
kind = "vacancies"
ignore = ["sector"]
[columns]
id_richiesta = { join = ["id"], prefix = "CT-" }
titolo = "Title"
sede = { join = ["town", "province"], separator = ", " }
titolo_studio = "education"
[constants]
provenienza = "CPI"
[values.titolo_studio]
Diploma = "diploma di scuola superiore"
qualsiasi = ""
[[skip]]
column = "title"
matches = "^varie"
reason = "titolo vago"
"""


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def rows(path: Path, kind: FileKind = "vacancies", mapping: Path | None = None) -> list[SourceRow]:
    return list(open_source(path, kind, load_mapping(mapping) if mapping else None).rows)


def test_english_and_italian_headings_are_the_same_columns(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "Vacancy ID;TITLE;comune\n1;Cuoco;Modena\n")
    assert rows(path)[0].cells == {"id_richiesta": "1", "titolo": "Cuoco", "sede": "Modena"}


def test_unknown_columns_are_reported_once_and_kept_with_the_row(tmp_path: Path) -> None:
    names = [f"Campo {number}" for number in range(200)]
    heading = ";".join(["id", "titolo", *names])
    line = ";".join(["1", "Cuoco", *names])
    source = open_source(write(tmp_path / "a.csv", f"{heading}\n{line}\n{line}\n"), "vacancies")
    first, _ = source.rows
    [notice] = source.notices
    assert "(200)" in notice
    assert "«Campo 0»" in notice
    assert "altre 180" in notice
    assert first.row.values["campo_199"] == "Campo 199"


def test_a_file_without_known_columns_is_refused_with_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        open_source(write(tmp_path / "a.csv", "1;Cuoco\n2;Barista\n"), "vacancies")
    assert caught.value.code == "E-EXC-016"
    assert "id_richiesta" in caught.value.hint


def test_two_headings_for_one_column_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="sono entrambe «titolo»"):
        open_source(write(tmp_path / "a.csv", "id;title;titolo\n1;a;b\n"), "vacancies")


def test_columns_of_plugins_are_apart(tmp_path: Path) -> None:
    [row] = rows(write(tmp_path / "a.csv", "id;titolo;gol.percorso\n1;Cuoco;2\n"))
    assert row.plugin == {"gol.percorso": "2"}


def test_a_foreign_file_comes_in_through_a_mapping(tmp_path: Path) -> None:
    mapping = write(tmp_path / "m.toml", MAPPING)
    path = write(
        tmp_path / "a.csv",
        "id;title;town;province;education;sector;notes\n"
        "1;Cuoco;Modena;MO;DIPLOMA;x;n\n2;Varie posizioni;;;;;\n3;Barista;;BO;qualsiasi;;\n4;Sarta;;;boh;;\n",
    )
    source = open_source(path, "vacancies", load_mapping(mapping))
    cook, barista, tailor = source.rows
    assert cook.cells == {
        "id_richiesta": "CT-1",
        "titolo": "Cuoco",
        "sede": "Modena, MO",
        "titolo_studio": "diploma di scuola superiore",
        "provenienza": "CPI",
    }
    assert barista.cells["sede"] == "BO"
    assert "titolo_studio" not in barista.cells
    assert [problem.field for problem in tailor.problems] == ["titolo_studio"]
    assert "values.titolo_studio" in tailor.problems[0].reason
    assert source.notices == [
        "Colonne non riconosciute, lasciate da parte (1): «notes».",
        "Righe saltate dalla mappa (titolo vago): 1.",
    ]


@pytest.mark.parametrize(
    ("wrong", "code", "key"),
    [
        ("kind = ", "E-EXC-031", "TOML"),
        ('kind = "people"', "E-EXC-032", "kind"),
        ('kind = "vacancies"', "E-EXC-032", "columns"),
        ('kind = "vacancies"\n[columns]\ntitulo = "t"', "E-EXC-033", "columns.titulo"),
        ('kind = "vacancies"\n[columns]\ntitolo = 3', "E-EXC-032", "columns.titolo"),
        ('kind = "vacancies"\n[columns]\ntitolo = { joined = ["a"] }', "E-EXC-032", "columns.titolo"),
        ('kind = "vacancies"\ncolums = 1\n[columns]\n', "E-EXC-032", "colums"),
        ('kind = "vacancies"\n[columns]\n[values.sede]\na = "b"', "E-EXC-033", "values.sede"),
        ('kind = "vacancies"\n[columns]\n[[skip]]\ncolumn = "a"', "E-EXC-032", "skip[0]"),
        (
            'kind = "vacancies"\n[columns]\n[[skip]]\ncolumn = "a"\nmatches = "("',
            "E-EXC-032",
            "skip[0].matches",
        ),
    ],
)
def test_a_wrong_mapping_is_refused_and_the_key_named(
    tmp_path: Path, wrong: str, code: str, key: str
) -> None:
    path = write(tmp_path / "m.toml", wrong)
    with pytest.raises(InputError) as caught:
        load_mapping(path)
    assert caught.value.code == code
    assert key in caught.value.message


def test_a_mapping_for_another_file_is_refused_and_the_key_named(tmp_path: Path) -> None:
    mapping = load_mapping(write(tmp_path / "m.toml", MAPPING))
    path = write(tmp_path / "a.csv", "id;title\n1;Cuoco\n")
    with pytest.raises(InputError, match=r"columns\.sede.*«town»") as caught:
        open_source(path, "vacancies", mapping)
    assert "title" in caught.value.hint
    with pytest.raises(InputError, match="descrive «vacancies»"):
        open_source(path, "candidates", mapping)


def test_objects_with_columns_of_their_own_are_read_each_by_its_own(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"id": "1", "title": "Cuoco", "x": 1}\n{"titolo": "Sarta", "y": 2}\n')
    source = open_source(path, "vacancies")
    assert [row.cells.get("titolo") for row in source.rows] == ["Cuoco", "Sarta"]
    assert source.notices == ["Colonne non riconosciute, lasciate da parte (2): «x», «y»."]


def test_a_heading_with_small_words_is_the_same_column(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "id;Comune di domicilio;Titolo di studio;Data di nascita\nC-1;Carpi;;\n")
    [row] = rows(path, "candidates")
    assert row.cells["comune_domicilio"] == "Carpi"
    assert row.columns == {"id_candidato", "comune_domicilio", "titoli_studio", "data_nascita"}


def test_a_heading_that_is_nearly_a_column_proposes_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "id;comune_domiclio;Note del collega\nC-1;Carpi;brava\n")
    assert open_source(path, "candidates").notices == [
        "Colonne non riconosciute, lasciate da parte (2): «comune_domiclio» (forse comune_domicilio), "
        "«Note del collega»."
    ]


@pytest.mark.parametrize(
    ("heading", "taken_for", "really"),
    [
        ("id_candidato;comune_domicilio", "vacancies", "candidates"),
        ("id_richiesta;titolo;sede", "candidates", "vacancies"),
        ("id_richiesta;id_candidato;data", "vacancies", "applications"),
        # an id that both kinds have, and nothing else that this one has
        ("id;title;sede;requirements", "candidates", "vacancies"),
    ],
)
def test_a_file_of_another_kind_is_recognised(
    tmp_path: Path, heading: str, taken_for: FileKind, really: FileKind
) -> None:
    path = write(tmp_path / "a.csv", f"{heading}\n1;2;3\n")
    with pytest.raises(InputError, match="sembra un file di") as caught:
        open_source(path, taken_for)
    assert caught.value.code == "E-EXC-017"
    assert f"matcher import {really} " in caught.value.hint


@pytest.mark.parametrize(
    ("text", "words"),
    [("# \nid;sintesi\nC-1;#REF!\n", "Correggi la formula"), ("id;sintesi\nC-1;a;b\n", "separatori")],
)
def test_the_remedy_is_of_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    [row] = rows(write(tmp_path / "a.csv", text), "candidates")
    assert words in row.problems[0].remedy


def test_a_file_without_a_required_column_is_refused_whole_with_what_to_do(tmp_path: Path) -> None:
    path = write(tmp_path / "a b.csv", "codice_offerta;mestiere;datore\n1;Cuoco;X\n")
    with pytest.raises(InputError, match="titolo") as caught:
        rows(path)
    assert caught.value.code == "E-EXC-019"
    assert f"matcher template vacancies --for '{path}'" in caught.value.hint


def test_an_object_in_a_cell_is_refused_with_the_names_of_its_members(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl", '{"id": "1", "titolo": "Cuoco", "comune": {"nome": "Bari", "cap": "70121"}}\n'
    )
    [row] = rows(path)
    assert [(one.field, "«comune.nome»" in one.remedy) for one in row.problems] == [("sede", True)]
