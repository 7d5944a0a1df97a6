"""The rules that every write follows, and what a bulk write answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from matcher.domain.record import Record
from matcher.errors import InputError, WorkspaceError

__all__ = [
    "CHUNK",
    "UpsertCounts",
    "chunks",
    "record_json",
    "refuse_repeated",
    "require_storable",
    "require_version",
]

#: Rows handled at once: well under the 32,766 parameters that SQLite takes.
CHUNK: Final = 1_000
_NUL: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class UpsertCounts:
    """What a bulk write did.

    Attributes
    ----------
    new, changed, unchanged : int
        Records created, given a new version, left as they were.
    written : tuple of str
        Ids of the new and the changed, in the order given.
    erased : tuple of str
        Ids refused because that person was erased: they do not come back by import.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    written: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()

    def __add__(self, other: UpsertCounts) -> UpsertCounts:
        return UpsertCounts(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.written + other.written,
            self.erased + other.erased,
        )


def chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Cut a sequence into pieces that one statement can take."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def record_json(record: Record) -> str:
    """Return the JSON text of a record, as both databases can keep it.

    Raises
    ------
    InputError
        If a text holds the null character, which PostgreSQL cannot keep.
    """
    return require_storable(record.model_dump_json(), getattr(record, "id", "un record"))


def require_storable(content: str, owner: str) -> str:
    """Return JSON text unless a string in it holds the null character.

    Raises
    ------
    InputError
        Naming the owner of the text.
    """
    if "\\u0000" in content and _NUL.search(content):
        raise InputError(
            "E-STO-011",
            f"Un testo di «{owner}» contiene il carattere nullo.",
            "Togli il carattere dal testo e ripeti.",
        )
    return content


def refuse_repeated(identifiers: Sequence[str]) -> None:
    """Refuse a batch that names a record twice: which one holds would be a guess.

    Raises
    ------
    InputError
        With the ids that come more than once.
    """
    twice = sorted(identifier for identifier, times in Counter(identifiers).items() if times > 1)
    if twice:
        raise InputError(
            "E-STO-012",
            f"Lo stesso identificativo compare più volte: {', '.join(twice[:10])}.",
            "Lascia una riga per ciascuno.",
        )


def require_version(identifier: str, stored: int, expected: int) -> None:
    """Refuse to write over what somebody else changed in the meantime.

    Raises
    ------
    WorkspaceError
        If the stored version is not the one that the writer had read.
    """
    if stored != expected:
        raise WorkspaceError(
            "E-STO-013",
            f"«{identifier}» è stato modificato da altri: ora è alla versione {stored}, "
            f"la tua è la {expected}.",
            "Rileggilo e ripeti la modifica.",
        )
