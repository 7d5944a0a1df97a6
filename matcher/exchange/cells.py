"""The cells of one row: each is read by itself, and every problem is kept until the row is judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar, cast

from pydantic import ValidationError

from matcher.errors import InputError
from matcher.exchange.entries import is_declared_none, split_commas, split_entries, unprotect
from matcher.exchange.problems import Problem
from matcher.exchange.validation import problems_of

__all__ = ["Cells", "listed", "texts"]

_MOST_KEPT = 50_000

Value = TypeVar("Value")
Default = TypeVar("Default")
Entry = TypeVar("Entry")


class Cells:
    """Reads cells by documented column and collects what is wrong with them.

    Parameters
    ----------
    values : mapping of str to str
        Text by column; blank cells are absent.
    memory : dict, optional
        What cells of earlier rows said, by column and text.
    """

    def __init__(
        self, values: Mapping[str, str], memory: dict[tuple[str, str], object] | None = None
    ) -> None:
        self.values = values
        self.memory = {} if memory is None else memory
        self.problems: list[Problem] = []

    def text(self, name: str) -> str:
        """Return a cell as it is; empty if it is blank."""
        return self.values.get(name, "")

    def read(self, name: str, reader: Callable[[str], Value], default: Default) -> Value | Default:
        """Return what a reader makes of a cell; the default if it is blank or wrong (then it is noted)."""
        text = self.values.get(name, "")
        if not text:
            return default
        try:
            return reader(text)
        except InputError as error:
            self.complain(name, error.message, error.hint, text)
            return default

    def remember(self, name: str, text: str, said: object) -> None:
        """Keep what a cell says for the rows that follow."""
        if len(self.memory) < _MOST_KEPT:
            self.memory[name, text] = said

    def complain(self, name: str, reason: str, remedy: str, value: str | None = None) -> None:
        """Note a problem of a cell."""
        self.problems.append(Problem(name, self.text(name) if value is None else value, reason, remedy))


def listed(
    cells: Cells,
    name: str,
    reader: Callable[[str], Entry],
    commas: Callable[[str], bool] | None = None,
    *,
    repeated: bool = False,
) -> tuple[Entry, ...] | None:
    """Read the entries of a cell; ``None`` if it is blank, empty if it declares that there are none.

    Parameters
    ----------
    commas : callable, optional
        Commas separate too where the cell has no semicolon and this holds for every item.
    repeated : bool
        The same cell comes in many rows: what it says is remembered.
    """
    text = cells.text(name)
    if not text or is_declared_none(text):
        return () if text else None
    if repeated and (known := cells.memory.get((name, text))) is not None:
        return cast(tuple[Entry, ...], known)
    before = len(cells.problems)
    entries = split_entries(text)
    if commas is not None and len(items := split_commas(text)) > 1 and all(map(commas, items)):
        entries = items
    found: list[Entry] = []
    for entry in entries:
        try:
            found.append(reader(entry))
        except InputError as error:
            cells.complain(name, error.message, error.hint, entry)
        except ValidationError as error:
            for problem in problems_of(error):
                cells.complain(name, f"{problem.field}: {problem.reason}", problem.remedy, entry)
    if repeated and len(cells.problems) == before:
        cells.remember(name, text, tuple(found))
    return tuple(found)


def texts(cells: Cells, name: str) -> tuple[str, ...] | None:
    """Read the entries of a cell as plain texts."""
    return listed(cells, name, unprotect)
