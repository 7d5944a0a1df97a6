"""Files that other programs open: CSV and Excel whose cells nothing computes, and JSON Lines of whole records."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from pydantic import BaseModel

from matcher.errors import InputError
from matcher.exchange.columns import FileKind, columns_of
from matcher.exchange.rows import with_guard

__all__ = ["write_csv", "write_json_lines", "write_rows", "write_xlsx"]

_LONGEST_CELL = 32_767
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_rows(
    path: Path, kind: FileKind, rows: Iterable[Mapping[str, str]], columns: Sequence[str] = ()
) -> int:
    """Write rows of cells by documented column, as CSV or Excel by the extension; return how many.

    Parameters
    ----------
    columns : sequence of str
        Which columns, all if none is named: read again, a column that is there and blank empties its field.

    Raises
    ------
    InputError
        ``E-EXC-041`` for another extension, and as `write_xlsx`.
    """
    names = [column.name for column in columns_of(kind) if not columns or column.name in columns]
    if path.suffix.lower() == ".xlsx":
        return write_xlsx(path, names, rows)
    if path.suffix.lower() != ".csv":
        raise InputError("E-EXC-041", f"Non scrivo file «{path.suffix}».", "Usa .csv, .xlsx o .jsonl.")
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        return write_csv(stream, names, rows)


def write_csv(stream: TextIO, names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> int:
    """Write rows as CSV: semicolons, as Italian spreadsheets expect; return how many.

    Cells that a spreadsheet would compute get an apostrophe in front, which readers take off.
    """
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(names)
    count = 0
    for row in rows:
        writer.writerow([with_guard(row.get(name, "")) for name in names])
        count += 1
    return count


def write_xlsx(path: Path, names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> int:
    """Write rows as an Excel workbook of texts; return how many.

    Raises
    ------
    InputError
        ``E-EXC-042`` for a text longer than a cell of Excel holds.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Dati")
    sheet.append(list(names))
    count = 0
    for count, row in enumerate(rows, start=1):
        cells = [with_guard(_UNPRINTABLE.sub(" ", row.get(name, ""))) for name in names]
        if any(len(cell) > _LONGEST_CELL for cell in cells):
            raise InputError(
                "E-EXC-042",
                f"Riga {count + 1}: un testo supera i {_LONGEST_CELL:,} caratteri di una cella di Excel.",
                "Esporta in CSV.",
            )
        sheet.append(cells)
    book.save(path)
    return count


def write_json_lines(stream: TextIO, records: Iterable[BaseModel | Mapping[str, BaseModel | None]]) -> int:
    """Write whole records, one object a line; return how many.

    A mapping writes several records as one object: those of the key ``""`` at its root.
    """
    count = 0
    for record in records:
        if isinstance(record, BaseModel):
            tree = record.model_dump(mode="json")
        else:
            root = record[""]
            tree = root.model_dump(mode="json") if root else {}
            tree |= {name: part.model_dump(mode="json") for name, part in record.items() if name and part}
        stream.write(json.dumps(tree, ensure_ascii=False) + "\n")
        count += 1
    return count
