"""Excel workbooks, row by row: formulas are read by their stored value, merged cells by their first one."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from matcher.errors import InputError
from matcher.exchange.rows import RawRow, Table, table_from_cells

__all__ = ["read_xlsx"]

_BLOCK = 1 << 20
_OVERLAP = 256
#: Bytes of a part that may be large in any case, and how many times it may shrink beyond that.
_LARGE_PART, _MOST_SHRUNK = 64 << 20, 400
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>]")


@dataclass(frozen=True, slots=True)
class _Range:
    name: str
    left: int
    top: int
    right: int
    bottom: int


@dataclass
class _Merged:
    """The merged cells of a sheet: a value holds for all the rows that it spans."""

    path: Path
    ranges: list[_Range]
    notices: list[str]
    heading: int = 0
    held: dict[_Range, str] = field(default_factory=dict)

    def check_heading(self, number: int) -> None:
        """Refuse a heading with cells merged side by side: which column is which would be a guess."""
        self.heading = number
        for area in self.ranges:
            if area.top <= number <= area.bottom and area.right > area.left:
                raise InputError(
                    "E-EXC-014",
                    f"{self.path.name}: nell'intestazione le celle {area.name} sono unite.",
                    "Dividi le celle e scrivi un nome per ogni colonna; se è una riga di titoli sopra i nomi, toglila.",
                )

    def fill(self, number: int, cells: list[str]) -> None:
        """Give a row the values of the cells merged with those above it."""
        for area in self.ranges:
            if area.top <= self.heading or not area.top <= number <= area.bottom:
                continue
            if number == area.top:
                self.held[area] = cells[area.left] if area.left < len(cells) else ""
                if area.right > area.left:
                    self.notices.append(
                        f"Le celle {area.name} sono unite: il valore vale per la prima colonna, le altre sono vuote."
                    )
            else:
                cells.extend([""] * (area.left + 1 - len(cells)))
                cells[area.left] = self.held[area]


def read_xlsx(path: Path, sheet: str = "") -> Table:
    """Open a workbook at the sheet named, else at the first visible one with rows.

    Raises
    ------
    InputError
        ``E-EXC-005`` for a file that is not a readable workbook or that expands beyond measure,
        ``E-EXC-006`` for a sheet that is not there, ``E-EXC-014`` for a merged heading, and as
        `table_from_cells`.
    """
    notices: list[str] = []
    _check_expansion(path)
    values = _open(path, values=True)
    try:
        chosen = _sheet(path, values, sheet, notices)
        formulas, ranges = _scan(path, chosen)
        merged = _Merged(path, ranges, notices)
        return table_from_cells(
            path,
            _raw_rows(path, values, chosen.title, formulas),
            notices,
            ragged=True,
            check_heading=merged.check_heading,
            fill=merged.fill if ranges else None,
        )
    except InputError:
        values.close()
        raise


def _check_expansion(path: Path) -> None:
    """Refuse an archive made to fill the memory: rows of a sheet never shrink to so little."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        for part in archive.infolist():
            if part.file_size > max(_LARGE_PART, _MOST_SHRUNK * part.compress_size):
                raise InputError(
                    "E-EXC-005",
                    f"{path.name} contiene una parte di {part.file_size / 1e6:.0f} MB compressa in "
                    f"{part.compress_size / 1e6:.1f} MB: non è un foglio di righe.",
                    "Chiedi il file in CSV a chi lo ha mandato.",
                )


def _open(path: Path, *, values: bool) -> Any:
    from openpyxl import load_workbook

    try:
        return load_workbook(path, read_only=True, data_only=values, keep_links=False)
    # The reader of workbooks raises whatever a damaged file makes it meet.
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        SyntaxError,
        zipfile.BadZipFile,
    ) as error:
        raise InputError(
            "E-EXC-005",
            f"{path.name} non è una cartella di lavoro Excel leggibile: è danneggiata o è un altro tipo di file.",
            "Aprilo con Excel o LibreOffice e salvalo di nuovo come .xlsx.",
        ) from error


def _sheet(path: Path, book: Any, name: str, notices: list[str]) -> Any:
    titles = [sheet.title for sheet in book.worksheets]
    if name:
        if name not in titles:
            raise InputError(
                "E-EXC-006",
                f"{path.name} non ha il foglio «{name}».",
                f"Fogli presenti: {', '.join(titles)}.",
            )
        return book[name]
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    filled = {sheet: count for sheet in visible or book.worksheets if (count := _count_rows(sheet))}
    if not filled:
        raise InputError("E-EXC-011", f"{path.name} è vuoto.", "Controlla di aver scelto il file giusto.")
    # a sheet with a line of notes alone is no table
    chosen = next((sheet for sheet, count in filled.items() if count > 1), next(iter(filled)))
    if others := ", ".join(sheet.title for sheet in filled if sheet is not chosen):
        notices.append(f"Letto il foglio «{chosen.title}»; non letti: {others}.")
    return chosen


def _count_rows(sheet: Any) -> int:
    """Return how many of the first rows hold something."""
    sheet.reset_dimensions()
    with closing(sheet.iter_rows(max_row=50, values_only=True)) as rows:
        return sum(any(cell is not None for cell in row) for row in rows)


def _scan(path: Path, sheet: Any) -> tuple[bool, list[_Range]]:
    """Say whether the sheet has formulas, and which cells are merged (they stand after the rows)."""
    from openpyxl.utils import column_index_from_string as column

    formulas, found, tail = False, dict[str, _Range](), b""
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path) as stream:
        while block := stream.read(_BLOCK):
            window = tail + block
            formulas = formulas or bool(_FORMULA.search(window))
            for left, top, right, bottom in _MERGED.findall(window):
                name = f"{left.decode()}{top.decode()}:{right.decode()}{bottom.decode()}"
                bounds = column(left.decode()) - 1, int(top), column(right.decode()) - 1, int(bottom)
                found[name] = _Range(name, *bounds)
            tail = window[-_OVERLAP:]
    return formulas, list(found.values())


def _raw_rows(path: Path, values: Any, title: str, formulas: bool) -> Generator[RawRow, None, None]:
    written = _open(path, values=False) if formulas else None
    try:
        with closing(_cells(values, title)) as rows:
            if written is None:
                for number, cells in enumerate(rows, start=1):
                    yield RawRow(number, [_text(cell) for cell in cells] or [""])
                return
            with closing(_cells(written, title)) as formula_rows:
                pairs = zip(rows, formula_rows, strict=True)
                for number, (cells, sources) in enumerate(pairs, start=1):
                    # the formula stays in its cell, so that a row to correct shows what is missing
                    shown = [s if c is None else c for c, s in zip(cells, sources, strict=True)]
                    yield RawRow(number, [_text(cell) for cell in shown] or [""], _unsaved(cells, sources))
    finally:
        values.close()
        if written is not None:
            written.close()


def _cells(book: Any, title: str) -> Generator[tuple[object, ...], None, None]:
    sheet = book[title]
    sheet.reset_dimensions()
    yield from sheet.iter_rows(values_only=True)


def _unsaved(cells: tuple[object, ...], sources: tuple[object, ...]) -> str:
    """Say which formula of a row has no stored value: its value would be a guess."""
    pairs = zip(cells, sources, strict=True)
    missing = next((source for cell, source in pairs if cell is None and source is not None), None)
    return f"la formula «{_text(missing)}» non ha un valore salvato" if missing is not None else ""


def _text(cell: object) -> str:
    """Return a cell as a person would type it in Italian: decimal comma, ISO dates, *sì* and *no*."""
    if isinstance(cell, str) or cell is None:
        return cell or ""
    if isinstance(cell, bool):
        return "sì" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
