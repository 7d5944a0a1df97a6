"""Abbreviations of titles and requirements (``op. macch.``, ``resp. amm.vo``), written out from a table."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.errors import VocabularyError

if TYPE_CHECKING:
    from matcher.text.normalise import Token

__all__ = ["Abbreviations", "read_abbreviations"]

_COLUMNS = ["short", "long", "position", "dot"]
_POSITIONS = frozenset({"any", "first", "later"})
_DOTS = frozenset({"required", "optional"})


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    dot_required: bool


@dataclass(frozen=True)
class Abbreviations:
    """Short forms and what they stand for.

    Attributes
    ----------
    entries : mapping of (tuple of str, bool) to entry
        Parts of the short form (``("amm", "vo")``) and whether it opens the title, to the words it stands for.
    longest : int
        Most parts in one short form.
    undotted : frozenset of str
        First parts of the short forms that need no full stop.
    """

    entries: Mapping[tuple[tuple[str, ...], bool], _Entry]
    longest: int
    undotted: frozenset[str]

    def expand(self, tokens: Sequence[Token]) -> list[Token]:
        """Write out the abbreviations among tokens, the longest first; each new word keeps the place."""
        if not any(token.dotted or token.text in self.undotted for token in tokens):
            return list(tokens)
        result: list[Token] = []
        index = 0
        while index < len(tokens):
            size, words = self._match(tokens, index, first=not result)
            if words:
                span = tokens[index]._replace(end=tokens[index + size - 1].end, dotted=False)
                result.extend(span._replace(text=word) for word in words)
            else:
                result.append(tokens[index])
            index += max(size, 1)
        return result

    def _match(self, tokens: Sequence[Token], index: int, *, first: bool) -> tuple[int, tuple[str, ...]]:
        for size in range(min(self.longest, len(tokens) - index), 0, -1):
            parts = tokens[index : index + size]
            entry = self.entries.get((tuple(part.text for part in parts), first))
            inner = all(part.dotted and part.end + 1 == after.start for part, after in pairwise(parts))
            if entry and inner and (size > 1 or parts[-1].dotted or not entry.dot_required):
                return size, entry.words
        return 0, ()


def read_abbreviations(path: Path) -> Abbreviations:
    """Read the table of abbreviations.

    Parameters
    ----------
    path : Path
        CSV with the columns ``short`` (``amm.vo``: parts separated by full stops), ``long``, ``position``
        (``first``: opens the title, ``later``, ``any``) and ``dot`` (``required``, ``optional``).

    Returns
    -------
    Abbreviations
        Ready to be given to ``tokenise``.

    Raises
    ------
    VocabularyError
        ``E-TXT-001`` when the file is missing, a column is, or a row cannot be used; all bad rows are named.
    """
    if not path.is_file():
        raise VocabularyError(
            "E-TXT-001", f"Manca la tabella delle abbreviazioni {path}.", "Reinstalla il pacchetto."
        )
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if reader.fieldnames != _COLUMNS:
            raise VocabularyError("E-TXT-001", f"{path}: le colonne devono essere {', '.join(_COLUMNS)}.")
        rows = list(reader)
    entries: dict[tuple[tuple[str, ...], bool], _Entry] = {}
    problems: list[str] = []
    for number, row in enumerate(rows, start=2):
        parts = tuple(part for part in row["short"].split(".") if part)
        usable = parts and row["long"] and row["position"] in _POSITIONS and row["dot"] in _DOTS
        openings = {"any": (True, False), "first": (True,), "later": (False,)}.get(row["position"], ())
        if not usable or any((parts, opening) in entries for opening in openings):
            problems.append(f"riga {number} («{row['short']}»)")
            continue
        entry = _Entry(tuple(row["long"].split()), row["dot"] == "required")
        entries |= {(parts, opening): entry for opening in openings}
    if problems:
        raise VocabularyError("E-TXT-001", f"{path}: righe incomplete o ripetute: {'; '.join(problems)}.")
    longest = max((len(parts) for parts, _ in entries), default=0)
    undotted = frozenset(parts[0] for (parts, _), entry in entries.items() if not entry.dot_required)
    return Abbreviations(entries, longest, undotted)
