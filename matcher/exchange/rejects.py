"""Righe da correggere: rows that were refused, as they were, each with what is wrong and what to do."""

from __future__ import annotations

import csv
import filecmp
import heapq
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from matcher.errors import InputError, file_trouble
from matcher.exchange.columns import REJECT_COLUMNS
from matcher.exchange.problems import Problem
from matcher.exchange.rows import Row, Table, header_key, with_guard

__all__ = ["RejectsFile", "as_it_was", "kept_name"]

#: Follows the name of a column of the file that is called as one of ours.
_OWN = "del file"
#: Rows held back to be written in their order: a batch is read before any of it is refused by the store.
_WINDOW = 4_000
_EARLIER = re.compile(r"\.scarti(?:-\d+)?\Z")


class RejectsFile:
    """The rejects of one import, beside the file they come from; there is none while nothing is refused.

    Parameters
    ----------
    source : Path
        The file being imported.
    columns : mapping of str to str
        Its headings by key; none for a file of objects, whose rejects are objects too.
    """

    def __init__(self, source: Path, columns: Mapping[str, str]) -> None:
        self._source = source
        self._json = not columns
        # a column of the file's own that is called as one of ours keeps its cells under another heading
        self._columns = {key: kept_name(key) or name for key, name in columns.items()}
        self._stream: TextIO | None = None
        self._waiting: list[tuple[int, int, Row, Sequence[Problem]]] = []
        self.count = 0

    @property
    def _draft(self) -> Path:
        return self._source.with_name(f".{self._source.name}.scarti.parziale")

    def add(self, row: Row, problems: Sequence[Problem]) -> None:
        """Take one refused row; rows are written in the order of the file, whoever refused them.

        Raises
        ------
        InputError
            ``E-EXC-040`` if the file cannot be written beside its source.
        """
        self.count += 1
        heapq.heappush(self._waiting, (row.number, self.count, row, problems))
        if len(self._waiting) > _WINDOW:
            self._write_first()

    def _write_first(self) -> None:
        """Write the first of the rows that wait."""
        _, _, row, problems = heapq.heappop(self._waiting)
        said = _said(row, problems)
        with self._writing():
            stream = self._opened()
            if self._json:
                stream.write(json.dumps(_kept(row.source or {}) | said, ensure_ascii=False) + "\n")
            else:
                cells = [row.values.get(key, "") for key in self._columns]
                _write(stream, [with_guard(cell) for cell in (*cells, *said.values())])

    def close(self) -> Path | None:
        """Give the file its name and return it; ``None`` when nothing was refused.

        An earlier rejects file is never written over: somebody may be correcting it.
        """
        while self._waiting:
            self._write_first()
        if self._stream is None:
            return None
        with self._writing():
            self._stream.close()
        stem = _EARLIER.sub("", self._source.stem)
        suffix = ".jsonl" if self._json else ".csv"
        number = 1
        while True:
            path = self._source.with_name(f"{stem}.scarti{'' if number == 1 else f'-{number}'}{suffix}")
            if not path.exists():
                self._draft.replace(path)
                return path
            if path != self._source and filecmp.cmp(path, self._draft, shallow=False):
                self._draft.unlink()
                return path
            number += 1

    def _opened(self) -> TextIO:
        if self._stream is None:
            self._stream = self._draft.open(
                "w",
                encoding="utf-8" if self._json else "utf-8-sig",
                # half a character is written as JSON writes it: the row comes back as it was
                errors="backslashreplace",
                newline="",
            )
            if not self._json:
                _write(self._stream, [*self._columns.values(), *REJECT_COLUMNS])
        return self._stream

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Say what the disk refuses; half a file of rejects would pass for a whole one, so it goes."""
        try:
            yield
        except OSError as error:
            self._stream = None
            # what cannot be written may not be removed either: the first trouble is the one to tell
            with suppress(OSError):
                self._draft.unlink(missing_ok=True)
            raise InputError(
                "E-EXC-040",
                f"Non riesco a scrivere le righe da correggere in {self._source.parent}: {file_trouble(error)}.",
                "Indica un'altra cartella con --rejects e ripeti: quello che è entrato non entra due volte.",
            ) from error


def as_it_was(table: Table) -> Table:
    """Return a table without what an earlier import said of its rows, its own columns called as they were."""
    if not table.columns.keys() >= set(REJECT_COLUMNS):
        return table
    back = {header_key(f"{name} {_OWN}"): name for name in REJECT_COLUMNS}
    names = {key: back.get(key, key) for key in table.columns if key not in REJECT_COLUMNS}
    columns = {name: name if key in back else table.columns[key] for key, name in names.items()}

    def renamed(row: Row) -> Row:
        return replace(
            row, values={name: row.values[key] for key, name in names.items() if key in row.values}
        )

    return replace(table, columns=columns, rows=map(renamed, table.rows))


def kept_name(key: str) -> str:
    """Return how a column is called in a file of rejects that would be taken for one of ours; else nothing."""
    return f"{key} {_OWN}" if key in REJECT_COLUMNS else ""


def _kept(source: Mapping[str, object]) -> dict[str, object]:
    return {kept_name(name) or name: value for name, value in source.items()}


def _write(stream: TextIO, cells: Sequence[str]) -> None:
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerow(cells)


def _said(row: Row, problems: Sequence[Problem]) -> dict[str, str]:
    parts = (
        [problem.field or "riga" for problem in problems],
        [problem.shown_value() for problem in problems],
        [problem.reason for problem in problems],
        list(dict.fromkeys(problem.remedy for problem in problems)),
    )
    texts = (" | ".join(part for part in listed if part) for listed in parts)
    return dict(zip(REJECT_COLUMNS, (str(row.number), *texts), strict=True))
