"""Files of texts to be read: an id and a text, or one text a line, with a heading or without."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import InputError, file_trouble
from matcher.exchange.encoding import detect_encoding, repair

__all__ = ["Query", "read_queries", "read_whole"]

#: Headings, those that say most first: where a file has several, the first listed here counts.
_ID_HEADS = (
    "id", "query_id", "q_id", "qid", "corpus_id", "c_id", "element_id", "doc_id", "sentence_id", "uri",
    "concept_uri", "concepturi", "codice", "cod", "code",
)  # fmt: skip
_TEXT_HEADS = (
    "text", "query", "query_text", "testo", "sentence", "frase", "title", "titolo", "job_title", "annuncio",
    "mention", "preferred_label", "preferredlabel", "label", "etichetta", "corpus_element", "professione",
    "mansione", "qualifica", "occupation", "skill", "competenza", "name", "nome",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Query:
    """A text to read, with the id its file gives it, or its row number."""

    id: str
    text: str


def read_queries(path: Path) -> list[Query]:
    """Read texts from a TSV, CSV or plain text file: ``id, text`` or one text a line; a header is recognised.

    A row without a text is kept: every row has its answer.

    Raises
    ------
    InputError
        ``E-LNK-001`` when the file is missing or has no text at all, ``E-EXC-004`` when it is no text.
    """
    lines = [line for line in _content(path).split("\n") if line.strip()]
    return _queries(path, _rows(lines, path))


def read_whole(path: Path) -> Query:
    """Read a file as one text; its name is the id.

    Raises
    ------
    InputError
        ``E-LNK-001`` as `read_queries`.
    """
    return Query(path.stem, _content(path))


def _content(path: Path) -> str:
    try:
        found = detect_encoding(path)
        name = "utf-8-sig" if found.name == "utf-8" else found.name
        content = repair(path.read_text(encoding=name, errors=found.errors))
    except OSError as error:
        raise InputError(
            "E-LNK-001",
            f"Non riesco a leggere {path}: {file_trouble(error)}.",
            "Serve un file di testo, meglio se UTF-8.",
        ) from error
    if not content.strip():
        raise InputError(
            "E-LNK-001", f"{path} è vuoto.", "Scrivi un testo per riga, o due colonne: id e testo."
        )
    return content


def _rows(lines: Sequence[str], path: Path) -> list[list[str]]:
    """Part the lines into cells; in a plain text a comma is part of the words, between tabs a quotation mark is."""
    if "\t" in lines[0]:
        return [[_unquoted(cell.strip()) for cell in line.split("\t")] for line in lines]
    if path.suffix.lower() == ".csv":
        for delimiter in sorted(";,", key=lines[0].count, reverse=True):
            rows = list(csv.reader((f"{line}\n" for line in lines), delimiter=delimiter))
            if all(len(row) > 1 for row in rows):
                return rows
        if any(line.startswith('"') for line in lines):
            return list(csv.reader(f"{line}\n" for line in lines))
    return [[line] for line in lines]


def _unquoted(cell: str) -> str:
    whole = len(cell) > 1 and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('""', '"') if whole else cell


def _queries(path: Path, rows: Sequence[Sequence[str]]) -> list[Query]:
    head = [cell.strip().lower().replace(" ", "_") for cell in rows[0]]
    text_at, id_at = (1, 0) if len(head) > 1 else (0, -1)
    first = 0
    if named := next((name for name in _TEXT_HEADS if name in head), ""):
        first = 1
        text_at = head.index(named)
        id_at = next((head.index(name) for name in _ID_HEADS if name in head), -1)
    found = []
    for number, row in enumerate(rows[first:], start=1):
        text = row[text_at].strip() if text_at < len(row) else ""
        found.append(Query(row[id_at].strip() if id_at >= 0 else str(number), text))
    if not any(query.text for query in found):
        raise InputError("E-LNK-001", f"In {path} manca il testo.", "Ogni riga ha un id e un testo.")
    return found
