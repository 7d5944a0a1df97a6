"""The documented columns of every kind of file: Italian names, English aliases, what goes in them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from matcher.domain.files import FILE_KINDS, FileKind
from matcher.errors import InputError
from matcher.exchange.rows import header_key

__all__ = [
    "FILE_KINDS",
    "REJECT_COLUMNS",
    "FileColumn",
    "FileKind",
    "Resolved",
    "columns_of",
    "required_columns",
    "resolve_columns",
]

#: Words of a heading without which it is still the same column: *data di nascita*.
_SMALL_WORDS = frozenset({"di", "del", "della", "dei", "delle", "il", "la", "lo", "i", "le"})
_REQUIRED = "(obbligatorio)"

#: Columns that a rejects file adds; they are passed over when it comes back.
REJECT_COLUMNS = ("riga", "campo", "valore", "motivo", "rimedio")


@dataclass(frozen=True, slots=True)
class FileColumn:
    """One column of a file: its name, other names it may have, what goes in it, an example."""

    name: str
    aliases: tuple[str, ...]
    help: str
    example: str
    section: str


@dataclass(frozen=True)
class Resolved:
    """Which column of a file is which.

    Attributes
    ----------
    names : mapping of str to str
        Documented column, by key of the heading.
    plugin : mapping of str to str
        ``plugin.field``, by key of the heading.
    unknown : tuple of str
        Keys that no documented column has.
    """

    names: Mapping[str, str]
    plugin: Mapping[str, str]
    unknown: tuple[str, ...]

    @cached_property
    def columns(self) -> frozenset[str]:
        """The documented columns."""
        return frozenset(self.names.values())


@lru_cache(maxsize=1)
def _all_columns() -> Mapping[str, tuple[FileColumn, ...]]:
    found: dict[str, list[FileColumn]] = {}
    with (Path(__file__).parent / "columns.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            column = FileColumn(
                row["name"], tuple(row["aliases"].split()), row["help"], row["example"], row["section"]
            )
            found.setdefault(row["file"], []).append(column)
    return {kind: tuple(columns) for kind, columns in found.items()}


def columns_of(kind: FileKind) -> tuple[FileColumn, ...]:
    """Return the documented columns of a kind of file, in their order."""
    return _all_columns()[kind]


@lru_cache(maxsize=8)
def required_columns(kind: FileKind) -> frozenset[str]:
    """Return the columns that every row must fill."""
    return frozenset(column.name for column in columns_of(kind) if _REQUIRED in column.help)


@lru_cache(maxsize=8)
def _by_key(kind: FileKind) -> Mapping[str, str]:
    return {
        header_key(spelling): column.name
        for column in columns_of(kind)
        for spelling in (*column.aliases, column.name)
    }


def resolve_columns(kind: FileKind, keys: Sequence[str]) -> Resolved:
    """Return which documented column each heading is.

    Parameters
    ----------
    kind : {'candidates', 'vacancies', 'applications', 'answers', 'services'}
        What the file holds.
    keys : sequence of str
        Headings, as `header_key` writes them.

    Raises
    ------
    InputError
        ``E-EXC-015`` if two headings are the same column.
    """
    known = _by_key(kind)
    rejects = set(REJECT_COLUMNS) if set(REJECT_COLUMNS) <= set(keys) else set()
    names: dict[str, str] = {}
    plugin: dict[str, str] = {}
    unknown: list[str] = []
    for key in keys:
        name = known.get(key) or known.get(_without_small_words(key))
        if name is None:
            if "." in key:
                plugin[key] = key
            elif key not in rejects:
                unknown.append(key)
        elif name in names.values():
            first = next(other for other, taken in names.items() if taken == name)
            raise InputError(
                "E-EXC-015",
                f"Le colonne «{first}» e «{key}» sono entrambe «{name}».",
                "Togli o rinomina una delle due.",
            )
        else:
            names[key] = name
    return Resolved(names, plugin, tuple(unknown))


def _without_small_words(key: str) -> str:
    return "_".join(word for word in key.split("_") if word not in _SMALL_WORDS)
