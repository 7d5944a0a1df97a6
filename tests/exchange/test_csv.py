from __future__ import annotations

import codecs
import tracemalloc
from pathlib import Path

import pytest

from matcher.errors import InputError
from matcher.exchange.table import Row, open_table

ROWS = [("C-1", "Perché no", "caffè; tè"), ("C-2", "riga\ndoppia", "è, ù")]


def read(path: Path) -> list[Row]:
    return list(open_table(path).rows)


def csv_text(separator: str) -> str:
    def quoted(cell: str) -> str:
        return f'"{cell}"'

    lines = [separator.join(["Id Candidato", "Sintesi", "Competenze"])]
    lines += [separator.join(map(quoted, row)) for row in ROWS]
    return "\r\n".join(lines) + "\r\n"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"]
)
def test_every_encoding_and_separator_gives_the_same_rows(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(csv_text(separator).encode(encoding))
    assert [tuple(row.values.values()) for row in read(path)] == ROWS
    assert [row.number for row in read(path)] == [2, 3]


def test_headings_are_found_whatever_their_case_accents_and_blanks(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(" ID  Candidato ;Città-di Domicilio;gol.Percorso\n1;Sassuolo;2\n", encoding="utf-8")
    assert read(path)[0].values == {
        "id_candidato": "1",
        "citta_di_domicilio": "Sassuolo",
        "gol.percorso": "2",
    }


def test_a_few_bytes_of_another_encoding_are_read_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("id;testo\n1;perché così è\n".encode() + "2;città\n".encode("cp1252"))
    table = open_table(path)
    assert [row.values["testo"] for row in table.rows] == ["perché così è", "città"]
    assert "1 caratteri non erano in UTF-8" in table.notices[0]


def test_text_that_was_converted_twice_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"id;testo\n1;" + "è già".encode().decode("cp1252").encode() + b"\n")
    assert "convertito due volte" in open_table(path).notices[0]


def test_a_byte_that_no_encoding_has_is_a_fault_of_its_row(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"id;testo\n1;a\x81b\n2;citt\xe0\n")
    first, second = read(path)
    assert "illeggibile" in first.fault
    assert second.values["testo"] == "città"


def test_the_separator_that_excel_declares_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("sep=|\na|b;c\n1|2\n", encoding="utf-8")
    assert read(path)[0].values == {"a": "1", "b_c": "2"}


def test_comments_are_skipped_and_counted_but_not_spreadsheet_errors(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("# guida; con ; separatori\nid;x\n# esempio;1\n#N/D;2\n3;4\n", encoding="utf-8")
    table = open_table(path)
    rows = list(table.rows)
    assert [row.number for row in rows] == [4, 5]
    assert "#N/D" in rows[0].fault
    assert table.notices == ["Righe di commento (cominciano con #) saltate: 1."]


@pytest.mark.parametrize("title", ["Elenco 2026", "Elenco 2026;\n;"])
def test_a_title_above_the_heading_is_passed_over_and_reported(tmp_path: Path, title: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(f"{title}\nid;titolo\n1;Cuoco\n", encoding="utf-8")
    table = open_table(path)
    assert next(table.rows).values == {"id": "1", "titolo": "Cuoco"}
    assert "«Elenco 2026»" in table.notices[0]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("1;2", "celle nella riga: 2, nell'intestazione: 3"),
        ("1;2;3;4", "celle nella riga: 4, nell'intestazione: 3"),
        ('1;"2"x;3', "virgolette"),
    ],
)
def test_a_torn_row_is_a_fault_and_the_others_are_read(tmp_path: Path, line: str, fault: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(f"a;b;c\n{line}\n7;8;9\n", encoding="utf-8")
    torn, whole = read(path)
    assert fault in torn.fault
    assert whole.fault == ""
    assert whole.values == {"a": "7", "b": "8", "c": "9"}


def test_cells_beyond_the_heading_are_kept_with_the_row(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("a;b\n1;2;tre;quattro\n", encoding="utf-8")
    assert read(path)[0].surplus == "tre | quattro"


def test_quotation_marks_never_closed_lose_one_row_not_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text('a;b\n1;"aperte\n2;due\n3;tre\n', encoding="utf-8")
    rows = read(path)
    assert [row.values["a"] for row in rows] == ["1", "2", "3"]
    assert [bool(row.fault) for row in rows] == [True, False, False]


def test_a_value_under_no_heading_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("a;;c\n1;;3\n1;perso?;3\n", encoding="utf-8")
    table = open_table(path)
    assert len(list(table.rows)) == 2
    assert table.notices == ["Riga 3: la colonna 2 non ha intestazione, «perso?» resta da parte."]


def test_the_guard_of_an_export_is_taken_off(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("a;b\n'+39 059;''=x\n", encoding="utf-8")
    assert read(path)[0].values == {"a": "+39 059", "b": "'=x"}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("vuoto.csv", b"", "E-EXC-011"),
        ("bianco.csv", b" \r\n\r\n", "E-EXC-011"),
        ("commenti.csv", b"# solo\n# commenti\n", "E-EXC-011"),
        ("marca.csv", codecs.BOM_UTF8, "E-EXC-011"),
        ("testa.csv", b"id;titolo\r\n", "E-EXC-013"),
        ("doppie.csv", b"Titolo;titolo\n1;2\n", "E-EXC-012"),
        ("rumore.csv", bytes(range(256)) * 40, "E-EXC-004"),
        ("excel.csv", b"PK\x03\x04" + bytes(600), "E-EXC-003"),
        ("vecchio.csv", b"\xd0\xcf\x11\xe0" + bytes(600), "E-EXC-003"),
        ("stampa.csv", b"%PDF-1.7 ...", "E-EXC-003"),
        ("foglio.ods", b"PK\x03\x04", "E-EXC-002"),
        ("senza", b"a;b\n1;2\n", "E-EXC-002"),
        ("testo.xlsx", b"id;titolo\n1;2\n", "E-EXC-003"),
        ("rotto.xlsx", b"PK\x03\x04" + bytes(600), "E-EXC-005"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_name(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        list(open_table(path).rows)
    assert caught.value.code == code
    assert name in caught.value.message
    assert caught.value.hint


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"assente\.csv"):
        open_table(tmp_path / "assente.csv")


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "grande.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("id;testo\n")
        stream.writelines(f"C-{number};riga numero {number}, non breve\n" for number in range(60_000))
    tracemalloc.start()
    count = sum(1 for _ in open_table(path).rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 60_000
    assert peak < 4 << 20 < path.stat().st_size + (4 << 20)


def test_a_cell_beyond_measure_is_a_fault_that_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"id;testo\n1;{'x' * 200_000}\n2;ok\n", encoding="utf-8")
    long, good = read(path)
    assert "troppo lunga" in long.fault
    assert good.values == {"id": "2", "testo": "ok"}


def test_marks_that_nobody_sees_do_not_make_two_words_of_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "id;testo\n1;\u202ecuo\u00adco\u202c\n2;\u200fcuoco\u200b\n3;cuo\x1b[31mco\n", encoding="utf-8"
    )
    assert [row.values["testo"] for row in read(path)] == ["cuoco", "cuoco", "cuo [31mco"]


def test_a_line_break_in_a_cell_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id;testo\n1;"prima\nseconda\tparte"\n', encoding="utf-8")
    assert read(path)[0].values["testo"] == "prima\nseconda\tparte"


@pytest.mark.parametrize(
    "line",
    [
        "TOTALE;34;",
        "Totale 34;;",
        "tot.;;1.234,50",
        ";Totale posti:;34",
        "Somma;12",
        "TOTALE GENERALE;€ 12;34",
    ],
)
def test_a_sum_below_the_columns_is_set_aside_and_said(tmp_path: Path, line: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(f"id;titolo;posti\nR-1;Cuoco;2\n{line}\n", "utf-8")
    table = open_table(path)
    assert [row.values["id"] for row in table.rows] == ["R-1"]
    assert [notice for notice in table.notices if "Sembra una somma" in notice and "riga 3" in notice]


@pytest.mark.parametrize("line", ["T-1;Totale;2", "Totale Energia srl;Addetto;2", "TOTALE;;", "R-2;34;34"])
def test_a_row_that_says_anything_else_is_no_sum(tmp_path: Path, line: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(f"id;titolo;posti\n{line}\n", "utf-8")
    assert len(read(path)) == 1
