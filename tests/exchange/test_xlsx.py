from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from matcher.errors import InputError
from matcher.exchange.table import open_table


def workbook(path: Path, rows: list[list[Any]], merged: tuple[str, ...] = ()) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    book.save(path)
    return path


def test_cells_are_read_as_a_person_would_type_them(tmp_path: Path) -> None:
    row = ["C-1", 30, 1250.5, date(2026, 1, 31), datetime(2026, 1, 31, 8, 30), True, None, 3331234567.0]
    path = workbook(
        tmp_path / "a.xlsx", [["id", "intero", "decimale", "data", "ora", "sì", "vuota", "tel"], row]
    )
    assert next(open_table(path).rows).values == {
        "id": "C-1",
        "intero": "30",
        "decimale": "1250,5",
        "data": "2026-01-31",
        "ora": "2026-01-31 08:30:00",
        "si": "sì",
        "tel": "3331234567",
    }


def test_a_cell_merged_downwards_holds_for_all_its_rows(tmp_path: Path) -> None:
    rows = [["datore", "titolo"], ["Ditta X", "Cuoco"], [None, "Cameriere"], ["Ditta Y", "Barista"]]
    path = workbook(tmp_path / "a.xlsx", rows, ("A2:A3",))
    assert [row.values["datore"] for row in open_table(path).rows] == ["Ditta X", "Ditta X", "Ditta Y"]


def test_cells_merged_side_by_side_are_reported(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["a", "b", "c"], ["1", None, "3"]], ("A2:B2",))
    table = open_table(path)
    assert next(table.rows).values == {"a": "1", "c": "3"}
    assert "A2:B2" in table.notices[0]


def test_a_merged_heading_is_refused_with_its_cells(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["recapiti", None, "id"], ["1", "2", "3"]], ("A1:B1",))
    with pytest.raises(InputError, match="A1:B1") as caught:
        open_table(path)
    assert caught.value.code == "E-EXC-014"


def test_a_merged_title_above_the_heading_does_no_harm(tmp_path: Path) -> None:
    rows = [["Elenco", None], ["id", "titolo"], ["1", "Cuoco"]]
    path = workbook(tmp_path / "a.xlsx", rows, ("A1:B1",))
    assert next(open_table(path).rows).values == {"id": "1", "titolo": "Cuoco"}


def test_a_formula_is_read_by_its_stored_value_and_never_computed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["id", "ore"], ["C-1", "=20+20"], ["C-2", 30]])
    unsaved, saved = open_table(path).rows
    assert "=20+20" in unsaved.fault
    assert unsaved.values["ore"] == "=20+20", "a row to correct shows what is missing"
    assert saved.values == {"id": "C-2", "ore": "30"}
    stored = _with_stored_value(path, tmp_path / "b.xlsx", b"<f>20+20</f>", b"<f>20+20</f><v>40</v>")
    assert next(open_table(stored).rows).values == {"id": "C-1", "ore": "40"}


def _with_stored_value(source: Path, target: Path, found: bytes, replaced: bytes) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"<v></v>", b"").replace(b"<v />", b"")
            if name.endswith("sheet1.xml"):
                assert found in content
                content = content.replace(found, replaced)
            new.writestr(name, content)
    return target


def test_the_first_sheet_that_holds_something_is_read_and_the_others_named(tmp_path: Path) -> None:
    book = Workbook()
    for name, cells in (("Dati", ["id"]), ("Note", ["altro"])):
        sheet = book.create_sheet(name)
        sheet.append(cells)
        sheet.append(["1"])
    book.save(tmp_path / "a.xlsx")
    table = open_table(tmp_path / "a.xlsx")
    assert list(table.columns) == ["id"]
    assert table.notices == ["Letto il foglio «Dati»; non letti: Note."]
    assert list(open_table(tmp_path / "a.xlsx", "Note").columns) == ["altro"]
    with pytest.raises(InputError, match="Dati, Note"):
        open_table(tmp_path / "a.xlsx", "Assente")


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="vuoto"):
        open_table(workbook(tmp_path / "a.xlsx", []))


def test_a_sheet_with_notes_alone_gives_way_to_the_first_with_rows(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["note per chi compila"])
    people = book.create_sheet("Persone")
    people.append(["id", "comune"])
    people.append(["C-1", "Modena"])
    book.save(tmp_path / "a.xlsx")
    table = open_table(tmp_path / "a.xlsx")
    assert [row.values["id"] for row in table.rows] == ["C-1"]
    assert any("«Persone»" in notice and "Sheet" in notice for notice in table.notices)


def test_a_part_that_would_fill_the_memory_is_refused_before_it_is_read(tmp_path: Path) -> None:
    good = workbook(tmp_path / "a.xlsx", [["id"], ["C-1"]])
    with zipfile.ZipFile(good) as archive, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as bomb:
        for part in archive.infolist():
            content = archive.read(part)
            if part.filename.endswith("sheet1.xml"):
                content = content.replace(b"</worksheet>", b" " * (80 << 20) + b"</worksheet>")
            bomb.writestr(part.filename, content, zipfile.ZIP_DEFLATED)
    with pytest.raises(InputError, match="non è un foglio di righe") as caught:
        open_table(tmp_path / "b.xlsx")
    assert caught.value.code == "E-EXC-005"


def test_titles_merged_above_the_heading_are_passed_over_and_reported(tmp_path: Path) -> None:
    rows = [["Centro per l'impiego", None], ["Elenco del 27/11", None], [], ["id", "titolo"], ["1", "Cuoco"]]
    table = open_table(workbook(tmp_path / "a.xlsx", rows, ("A1:B1", "A2:B2")))
    assert [row.values for row in table.rows] == [{"id": "1", "titolo": "Cuoco"}]
    assert [notice.split(":")[0] for notice in table.notices] == ["Riga 1", "Riga 2"]


def test_a_sheet_of_one_column_has_its_heading_in_the_first_row(tmp_path: Path) -> None:
    table = open_table(workbook(tmp_path / "a.xlsx", [["id"], *([str(number)] for number in range(9))]))
    assert [row.values["id"] for row in table.rows] == [str(number) for number in range(9)]
