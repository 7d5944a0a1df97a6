"""Rows as every reader gives them, and the rules of a heading that CSV and Excel share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from matcher.errors import InputError

__all__ = [
    "MOST_TITLES",
    "RawRow",
    "Row",
    "Table",
    "header_key",
    "table_from_cells",
    "visible",
    "with_guard",
    "without_guard",
]

#: Rows above the heading that may hold one cell each: the title of the sheet, the office, the day.
MOST_TITLES = 5
_SPREADSHEET_ERROR = re.compile(r"#(?:N/?[AD]|REF|RIF|VALUE|VALORE|DIV/0|NAME|NOME|NULL|NULLO|NUM)[!?]?\Z")
_GUARDED = re.compile(r"'+[=+\-@#\t\r]")
_TO_GUARD = re.compile(r"'*[=+\-@#\t\r]")
#: Marks without width or that turn the direction of a text: two words that look alike would differ.
_UNSEEN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_SUM = re.compile(
    r"(?:(?:sub|gran)[ -]?)?(?:totale|totali|tot\.?|total|somma)(?:\s+(?:generale|complessivo|parziale|righe|posti))?"
    r"\s*[:=]?\s*(?P<number>[\d.,]+)?\Z",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:€\s*)?-?\d[\d.,' ]*(?:\s*€)?\Z")
_MOST_SUMS = 5
#: What a terminal obeys and a document does not show; a vertical tab is a line break of Word.
_CONTROLS = "\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029"
_STRAY = re.compile(f"(?P<unseen>[{_UNSEEN}])|[{_CONTROLS}\u00a0\u202f]")


@dataclass(frozen=True, slots=True)
class RawRow:
    """Cells as read: number (as a spreadsheet shows it), texts, and what makes the row unreadable."""

    number: int
    cells: list[str]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file.

    Attributes
    ----------
    number : int
        As a spreadsheet shows it: the heading is 1.
    values : mapping of str to str
        Text by heading (see `header_key`); cells left blank are absent.
    source : mapping of str to object, optional
        The object of a JSON file, as read.
    fault, remedy : str
        Why the row as a whole cannot be read, empty when it can; what to do, where the reader knows better.
    surplus : str
        Cells beyond the heading, so that a torn row loses nothing.
    """

    number: int
    values: Mapping[str, str]
    source: Mapping[str, object] | None = None
    fault: str = ""
    surplus: str = ""
    remedy: str = ""


@dataclass
class Table:
    """A file being read: rows are made one at a time, so that memory does not depend on their number.

    Attributes
    ----------
    path : Path
        The file.
    columns : mapping of str to str
        Heading as written, by key and in order; empty for JSON, where each object names its own.
    rows : iterator of Row
        Can be walked once.
    notices : list of str
        What the reader decided by itself; complete only when the rows are finished.
    """

    path: Path
    columns: Mapping[str, str]
    rows: Iterator[Row]
    notices: list[str] = field(default_factory=list)


def header_key(name: str) -> str:
    """Return the key of a heading: case, accents, blanks and punctuation do not count, a full stop does.

    ``header_key(" Comune di Domicilio ") == "comune_di_domicilio"``
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9.]+", "_", plain).strip("_.")


def visible(text: str) -> str:
    """Return a text without marks that nobody sees, and with a blank for each character that controls a device."""
    if text.isprintable():
        return text
    return _STRAY.sub(lambda found: "" if found["unseen"] else " ", text)


def with_guard(text: str) -> str:
    """Return a text that no spreadsheet computes and no reader takes for a comment: `without_guard` undoes it."""
    return f"'{text}" if _TO_GUARD.match(text) else text


def without_guard(text: str) -> str:
    """Return a text without the apostrophe that exports put before a sign that a spreadsheet would compute."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def table_from_cells(
    path: Path,
    raw: Generator[RawRow, None, None],
    notices: list[str],
    *,
    ragged: bool,
    check_heading: Callable[[int], None] | None = None,
    fill: Callable[[int, list[str]], None] | None = None,
) -> Table:
    """Find the heading among raw rows and return the rows below it.

    Parameters
    ----------
    path : Path
        The file, for messages.
    raw : generator of RawRow
        Rows of the file, blank ones included; closed if the heading is refused.
    notices : list of str
        Filled while rows are read.
    ragged : bool
        Whether rows may be shorter than the heading (Excel) or that is a fault (CSV: a cell was torn).
    check_heading : callable, optional
        Given the number of the heading row, refuses a heading that cannot be read.
    fill : callable, optional
        Completes the cells of a row of data, in place.

    Raises
    ------
    InputError
        ``E-EXC-011`` for an empty file, ``E-EXC-012`` for a heading that names a column twice,
        ``E-EXC-013`` for a heading without rows.
    """
    try:
        heading, rest = _heading(path, _written(raw, notices), notices)
        if check_heading is not None:
            check_heading(heading.number)
        columns = _columns(path, heading)
        rows = _rows(rest, columns, notices, ragged, fill)
        first = next(rows, None)
        if first is None:
            raise InputError(
                "E-EXC-013", f"{path.name} ha l'intestazione ma nessuna riga.", "Aggiungi le righe e ripeti."
            )
    except InputError:
        raw.close()
        raise
    named = {key: name for key, name in columns.items() if name}
    return Table(path, named, chain([first], rows), notices)


def _written(raw: Iterator[RawRow], notices: list[str]) -> Iterator[RawRow]:
    """Yield the rows that say something; comments below the heading are counted."""
    begun, comments = False, 0
    for row in raw:
        if not any(row.cells):
            continue
        if _is_comment(row.cells):
            comments += begun
            continue
        begun = True
        yield row
    if comments:
        notices.append(f"Righe di commento (cominciano con #) saltate: {comments}.")


def _heading(path: Path, rows: Iterator[RawRow], notices: list[str]) -> tuple[RawRow, Iterator[RawRow]]:
    """Return the heading and the rows after it; titles above it, each alone in its row, are passed over."""
    start: list[RawRow] = []
    for row in islice(rows, MOST_TITLES + 1):
        start.append(row)
        if sum(map(bool, row.cells)) > 1:
            break
    if not start:
        raise InputError("E-EXC-011", f"{path.name} è vuoto.", "Controlla di aver scelto il file giusto.")
    *titles, heading = start
    if sum(map(bool, heading.cells)) < 2:
        return start[0], chain(start[1:], rows)
    for row in titles:
        said = next(filter(None, row.cells))
        notices.append(f"Riga {row.number}: «{said}» è stato letto come titolo del foglio.")
    return heading, rows


def _columns(path: Path, heading: RawRow) -> dict[str, str]:
    """Return headings by key, in order; one left blank has a key of its own and an empty name."""
    columns: dict[str, str] = {}
    for place, cell in enumerate(_trimmed(heading.cells), start=1):
        name = _clean(cell)
        key = header_key(name) or f"colonna_{place}"
        if key in columns:
            raise InputError(
                "E-EXC-012",
                f"{path.name}, riga {heading.number}: la colonna «{name}» c'è due volte.",
                "Rinomina o togli una delle due.",
            )
        columns[key] = name
    return columns


def _is_sum(cells: Sequence[str]) -> bool:
    """Say whether a row is a sum below the columns (*TOTALE 34*): such a word, and nothing else but numbers."""
    written = (cell.strip() for cell in cells if not cell.isspace() and cell)
    label = _SUM.match(next(written, ""))
    if not label:
        return False
    numbers = [*written, *filter(None, [label["number"]])]
    return bool(numbers) and all(map(_NUMBER.match, numbers))


def _rows(
    raw: Iterator[RawRow],
    columns: Mapping[str, str],
    notices: list[str],
    ragged: bool,
    fill: Callable[[int, list[str]], None] | None,
) -> Iterator[Row]:
    keys = tuple(columns)
    sums: list[str] = []
    nameless = {place: key for place, key in enumerate(keys) if not columns[key]}
    for row in raw:
        if _is_sum(row.cells):
            said = " ".join(cell.strip() for cell in row.cells if cell.strip())
            sums.append(f"riga {row.number} «{said}»")
            continue
        if fill is not None:
            fill(row.number, row.cells)
        cells = [_clean(cell) if cell else cell for cell in row.cells]
        for place in [place for place in nameless if place < len(cells) and cells[place]]:
            notices.append(
                f"Riga {row.number}: la colonna {place + 1} non ha intestazione, «{cells[place]}» resta da parte."
            )
            del nameless[place]
        values = {key: cell for key, cell in zip(keys, cells, strict=False) if cell}
        surplus = " | ".join(cell for cell in cells[len(keys) :] if cell)
        yield Row(row.number, values, None, row.fault or _fault(cells, len(keys), ragged), surplus)
    if sums:
        more = f" e altre {len(sums) - _MOST_SUMS}" if len(sums) > _MOST_SUMS else ""
        notices.append(f"Sembra una somma e resta da parte: {', '.join(sums[:_MOST_SUMS])}{more}.")


def _fault(cells: Sequence[str], width: int, ragged: bool) -> str:
    if len(cells) > width and any(cells[width:]):
        return f"celle nella riga: {len(_trimmed(cells))}, nell'intestazione: {width}"
    if len(cells) < width and not ragged:
        return f"celle nella riga: {len(cells)}, nell'intestazione: {width}"
    for cell in cells:
        if cell[:1] == "#" and _SPREADSHEET_ERROR.match(cell):
            return f"una formula del foglio dà errore ({cell})"
        if "\0" in cell or "\ufffd" in cell:
            return f"una cella contiene un carattere illeggibile («{cell[:40]}»)"
    return ""


def _is_comment(cells: Sequence[str]) -> bool:
    first = cells[0].lstrip()
    return first.startswith("#") and not _SPREADSHEET_ERROR.match(first.strip())


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    last = max((place for place, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    return cells[:last]


def _clean(cell: str) -> str:
    text = (cell if cell.isprintable() else visible(cell)).strip()
    return without_guard(text) if text[:1] == "'" else text
