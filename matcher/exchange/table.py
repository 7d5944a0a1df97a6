"""The one place where files of rows are opened: CSV, Excel, JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matcher.errors import InputError, file_trouble
from matcher.exchange.rows import Row, Table

__all__ = ["JSON_SUFFIXES", "Row", "Table", "open_table"]

_CSV_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
_EXCEL_SUFFIXES = frozenset({".xlsx", ".xlsm"})
#: Files whose rows are objects.
JSON_SUFFIXES = frozenset({".jsonl", ".ndjson", ".json"})
_CONTENTS = (
    (
        b"PK\x03\x04",
        "una cartella di lavoro Excel o un archivio",
        "Rinominalo in .xlsx se è un foglio Excel.",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "un vecchio file di Excel (.xls) o protetto da password",
        "Aprilo e salvalo come .xlsx, senza password.",
    ),
    (b"%PDF", "un documento PDF", "Chiedi il file in CSV o Excel."),
    (b"\x1f\x8b", "un archivio compresso", "Estrai il file e ripeti."),
    (b"SQLite format 3", "un database SQLite", "Esporta la tabella in CSV."),
    (b"\x89PNG", "un'immagine", "Chiedi il file in CSV o Excel."),
    (b"\xff\xd8\xff", "un'immagine", "Chiedi il file in CSV o Excel."),
)


def open_table(path: Path, sheet: str = "", others: Sequence[str] = ()) -> Table:
    """Open a file of rows; its rows are read one at a time.

    Parameters
    ----------
    path : Path
        ``.csv .tsv .txt``, ``.xlsx .xlsm``, ``.jsonl .ndjson .json``.
    sheet : str, optional
        Sheet of a workbook; the first that holds something if omitted.
    others : sequence of str, optional
        Extensions that somebody else reads: named where this one is not.

    Raises
    ------
    InputError
        ``E-EXC-001`` if the file cannot be opened, ``E-EXC-002`` for an extension that is not read,
        ``E-EXC-003`` for a content that is not what the extension says, and as the single readers:
        empty files, headings that are missing, repeated or merged, damaged workbooks.
    """
    suffix = path.suffix.lower()
    start = _start(path)
    if not start.strip():
        raise InputError("E-EXC-011", f"{path.name} è vuoto.", "Controlla di aver scelto il file giusto.")
    if suffix in _EXCEL_SUFFIXES:
        _check_workbook(path, start)
        from matcher.exchange.xlsx_file import read_xlsx

        return read_xlsx(path, sheet)
    if suffix not in _CSV_SUFFIXES | JSON_SUFFIXES:
        raise InputError(
            "E-EXC-002",
            f"«{path.name}»: i file {suffix or 'senza estensione'} non si leggono.",
            f"Usa {', '.join(['.csv', '.xlsx', *others])} o .jsonl.",
        )
    for mark, meaning, remedy in _CONTENTS:
        if start.startswith(mark):
            raise InputError("E-EXC-003", f"«{path.name}» è {meaning}, non un file {suffix}.", remedy)
    if suffix in JSON_SUFFIXES:
        from matcher.exchange.json_file import read_json

        return read_json(path, lines=suffix != ".json")
    from matcher.exchange.csv_file import read_csv

    return read_csv(path)


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(512)
    except OSError as error:
        raise InputError(
            "E-EXC-001",
            f"Non riesco ad aprire {path}: {file_trouble(error)}.",
            "Controlla il nome e i permessi.",
        ) from error


def _check_workbook(path: Path, start: bytes) -> None:
    if start.startswith(b"PK\x03\x04"):
        return
    known = next((entry for entry in _CONTENTS if start.startswith(entry[0])), None)
    meaning, remedy = (known[1], known[2]) if known else ("un file di testo o danneggiato", "")
    raise InputError(
        "E-EXC-003",
        f"«{path.name}» è {meaning}, non una cartella di lavoro Excel.",
        remedy or "Se è un CSV, rinominalo in .csv.",
    )
