"""Reading a vocabulary table: CSV rows as mappings, with file and row in every complaint."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from matcher.errors import VocabularyError

__all__ = ["Complaints", "read_rows", "split_list"]

_MOST_SHOWN = 8


class Complaints:
    """Collects every problem of the tables read, so that they are reported together."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def add(self, path: Path, row: int, text: str) -> None:
        """Note one problem of one row (row 1 is the heading)."""
        self._lines.append(f"{path.parent.name}/{path.name}, riga {row}: {text}")

    def raise_any(self) -> None:
        """Raise one error that lists the problems noted so far, if there are any.

        Raises
        ------
        VocabularyError
            ``E-VOC-104``, with the first problems in full and the count of the others.
        """
        if not self._lines:
            return
        more = len(self._lines) - _MOST_SHOWN
        shown = [*self._lines[:_MOST_SHOWN], *([f"… e altri {more} problemi"] if more > 0 else [])]
        raise VocabularyError(
            "E-VOC-104",
            f"Il vocabolario contiene errori: {'; '.join(shown)}.",
            "Correggi le righe indicate e riprova.",
        )


def read_rows(path: Path, required: Sequence[str] = ()) -> Iterator[tuple[int, dict[str, str]]]:
    """Read a CSV table (UTF-8, comma separated, one heading row).

    Parameters
    ----------
    path : Path
        The file.
    required : sequence of str
        Columns that must be in the heading.

    Yields
    ------
    tuple of int and dict
        Row number as a spreadsheet shows it (the heading is 1), and stripped cells by column.
        Empty rows are passed over.

    Raises
    ------
    VocabularyError
        ``E-VOC-102`` if the file cannot be read, ``E-VOC-103`` if a column is missing or a row
        has more or fewer cells than the heading.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield from _rows(path, csv.reader(stream), required)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise VocabularyError(
            "E-VOC-102",
            f"Non riesco a leggere il vocabolario {path}: {error}.",
            "Controlla che il file esista e sia un CSV in UTF-8.",
        ) from error


def _rows(
    path: Path, reader: Iterator[list[str]], required: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    heading = [name.strip() for name in next(reader, [])]
    if missing := [name for name in required if name not in heading]:
        raise VocabularyError(
            "E-VOC-103",
            f"In {path} mancano le colonne: {', '.join(missing)}.",
            f"L'intestazione letta è: {', '.join(heading) or '(vuota)'}.",
        )
    width = len(heading)
    for number, cells in enumerate(reader, start=2):
        if not any(cells):
            continue
        if len(cells) != width:
            raise VocabularyError(
                "E-VOC-103",
                f"{path}, riga {number}: {len(cells)} celle invece di {width}.",
                "Metti tra virgolette le celle che contengono una virgola.",
            )
        yield number, {name: cell.strip() for name, cell in zip(heading, cells, strict=True)}


def split_list(row: Mapping[str, str], column: str) -> tuple[str, ...]:
    """Return the parts of a cell separated by ``|``, without empty ones and repetitions."""
    cell = row.get(column, "")
    return tuple(dict.fromkeys(part.strip() for part in cell.split("|") if part.strip())) if cell else ()
