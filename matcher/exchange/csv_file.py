"""CSV as it comes: any separator, quoted line breaks, quotation marks left open, a few torn rows."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Generator, Iterator
from itertools import chain
from pathlib import Path

from matcher.exchange.encoding import Encoding, detect_encoding, repair
from matcher.exchange.rows import MOST_TITLES, RawRow, Table, table_from_cells

__all__ = ["read_csv"]

_SEPARATORS = ";,\t|"
_TORN = "le virgolette non sono a posto"
_TOO_LONG = "una cella è troppo lunga"
_DECLARED = re.compile(r"(?i)sep=(.)\s*\Z")


def read_csv(path: Path) -> Table:
    """Open a CSV file: its encoding and separator are found by reading it.

    A row that is not CSV is a row with a fault; what follows is read as if it were not there.

    Raises
    ------
    InputError
        As `detect_encoding` and `table_from_cells`.
    """
    encoding = detect_encoding(path)
    notices = [encoding.notice] if encoding.notice else []
    lines = _lines(path, encoding)
    start = _to_heading(lines)
    separator, skipped = _separator(start)
    raw = _raw_rows(chain(start[skipped:], lines), separator, 1 + skipped)
    return table_from_cells(path, raw, notices, ragged=False)


def _lines(path: Path, encoding: Encoding) -> Iterator[str]:
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as stream:
        if encoding.errors == "surrogateescape":
            yield from map(repair, stream)
        else:
            yield from stream


def _to_heading(lines: Iterator[str]) -> list[str]:
    """Take lines up to the first that is cut into cells, however many comments or titles stand above it."""
    taken: list[str] = []
    said = 0
    for line in lines:
        taken.append(line)
        if _says_something(line) and not _DECLARED.match(line.strip("\ufeff \r\n")):
            said += 1
            if said == MOST_TITLES + 1 or any(mark in line for mark in _SEPARATORS):
                break
    return taken


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip("\ufeff \"'").startswith("#")


def _separator(lines: list[str]) -> tuple[str, int]:
    """Return the separator and how many lines only declare it (``sep=;``, as Excel writes)."""
    if lines and (declared := _DECLARED.match(lines[0].strip("\ufeff \r\n"))):
        return declared[1], 1
    for line in lines:
        if _says_something(line):
            bare = re.sub(r'"[^"]*"', "", line)
            counts = {mark: bare.count(mark) for mark in _SEPARATORS}
            best = max(counts, key=lambda mark: counts[mark])
            if counts[best]:
                return best, 0
    return ",", 0


def _raw_rows(lines: Iterator[str], separator: str, number: int) -> Generator[RawRow, None, None]:
    waiting: deque[str] = deque()
    consumed: list[str] = []

    def feed() -> Iterator[str]:
        while True:
            line = waiting.popleft() if waiting else next(lines, None)
            if line is None:
                return
            consumed.append(line)
            yield line

    reader = csv.reader(feed(), delimiter=separator, strict=True)
    while True:
        consumed.clear()
        fault = ""
        try:
            cells = next(reader, None)
        except csv.Error as error:
            cells = consumed[0].rstrip("\r\n").split(separator)
            fault = _TOO_LONG if "field larger" in str(error) and '"' not in consumed[0] else _TORN
            waiting.extendleft(reversed(consumed[1:]))
            reader = csv.reader(feed(), delimiter=separator, strict=True)
        if cells is None:
            return
        yield RawRow(number, cells or [""], fault)
        number += 1
