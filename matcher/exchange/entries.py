"""The small syntax of cells that hold several things: ``;`` between entries, ``|`` between parts, notes in brackets.

A backslash takes the meaning off the sign that follows; ``\\n`` is a line break. A cell that ends with ``;``
is a list of one, whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

__all__ = [
    "is_declared_none",
    "join_entries",
    "protect",
    "remarks",
    "split_commas",
    "split_entries",
    "split_parts",
    "unprotect",
]

_DECLARED_NONE = frozenset({"nessuno", "nessuna", "nessun", "-", "--", "none"})
_ENTRY = re.compile(r"(?:\\.|[^;\\\n]|\\\Z)+", re.DOTALL)
_PIECE = re.compile(r"\\.|[^|\\]+|\||\\\Z", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_SPECIAL = re.compile(r"[\\;|]")
_REMARKS = re.compile(r"(?<!\\)\(([^()\\]*)\)\s*\Z")
_COMMA = re.compile(r",\s+|,(?=\D)")


def is_declared_none(cell: str) -> bool:
    """Say whether a cell declares that there is nothing: ``nessuno``, ``nessuna``, ``-``."""
    return cell.strip().casefold() in _DECLARED_NONE


def split_entries(cell: str) -> list[str]:
    """Return the entries of a cell, still protected; line breaks separate them too."""
    if "\\" not in cell:
        return [entry.strip() for entry in cell.replace("\n", ";").split(";") if entry.strip()]
    return [entry.strip(" \t\r") for entry in _ENTRY.findall(cell) if entry.strip()]


def split_parts(entry: str) -> list[str]:
    """Return the parts of an entry, still protected, blank ones included."""
    if "\\" not in entry:
        return [part.strip() for part in entry.split("|")]
    parts = [""]
    for piece in _PIECE.findall(entry):
        if piece == "|":
            parts.append("")
        else:
            parts[-1] += piece
    return [part.strip() for part in parts]


def split_commas(cell: str) -> list[str]:
    """Return the items of a cell written with commas and no semicolon; the cell itself if there are none."""
    if ";" in cell or "\n" in cell or "," not in cell or "(" in cell:
        return [cell]
    return [item for part in _COMMA.split(cell) if (item := part.strip())]


@lru_cache(maxsize=65536)
def remarks(part: str, known: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """Return a part without the remarks in brackets at its end, and the remarks.

    Brackets that hold anything unknown belong to the text: ``Python (primary)``.
    """
    match = _REMARKS.search(part)
    if match is None:
        return part, ()
    found = tuple(word.strip().casefold() for word in match[1].split(",") if word.strip())
    return (part[: match.start()].rstrip(), found) if found and known.issuperset(found) else (part, ())


def unprotect(part: str) -> str:
    """Return the text that a protected part stands for."""
    if "\\" not in part:
        return part
    return _ESCAPE.sub(lambda match: "\n" if match[1] == "n" else match[1], part)


def protect(text: str) -> str:
    """Return a text as a part that reads back as the same text."""
    written = _SPECIAL.sub(r"\\\g<0>", text).replace("\r\n", "\n").replace("\n", "\\n")
    return written[:-1] + "\\)" if written.endswith(")") else written


def join_entries(entries: Iterable[str]) -> str:
    """Return protected entries as one cell; an empty sequence as *declared none*."""
    listed: Sequence[str] = list(entries)
    if not listed:
        return "nessuno"
    cell = "; ".join(listed)
    alone = len(listed) == 1 and (is_declared_none(cell) or "," in cell)
    return cell + ";" if alone else cell
