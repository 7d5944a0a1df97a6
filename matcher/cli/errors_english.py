"""What an error says, in English: the words of the Italian message found in a table, its values kept."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from matcher.errors import MatcherError

__all__ = ["BLANK", "TABLE", "in_english"]

#: Columns ``it, en``: templates of messages and hints, with `BLANK` where a value stands.
TABLE = Path(__file__).parent / "errors_en.csv"
BLANK = "{}"
#: What `matcher.errors.file_trouble` says, where it stands as a value in a message.
_TROUBLES = {
    "non c'è": "it is not there",
    "manca il permesso": "permission denied",
    "il disco è in sola lettura": "the disk is read-only",
    "il disco è pieno": "the disk is full",
    "è una cartella": "it is a folder",
    "una parte del percorso non è una cartella": "a part of the path is no folder",
    "c'è già": "it is there already",
}
_VALUE = re.compile(r"\{(\d?)\}")


def in_english(error: MatcherError) -> tuple[str, str]:
    """Return message and hint in English; in Italian where the table has no words for them."""
    return _translated(error.message), _translated(error.hint)


def _translated(text: str) -> str:
    for pattern, english in _table():
        if found := pattern.fullmatch(text):
            return _filled(english, found.groups())
    return text


def _filled(english: str, values: Sequence[str]) -> str:
    """Return a template with its values; ``{2}`` is the second of the Italian, where the order differs."""
    values = [_TROUBLES.get(value, value) for value in values]
    left = iter(values)
    return _VALUE.sub(lambda place: values[int(place[1]) - 1] if place[1] else next(left), english)


@lru_cache(maxsize=1)
def _table() -> list[tuple[re.Pattern[str], str]]:
    """Return the templates as patterns, those with most fixed words first."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        rows = sorted(csv.DictReader(stream), key=lambda row: -len(row["it"]))
    return [
        (re.compile("(.*?)".join(map(re.escape, row["it"].split(BLANK))), re.DOTALL), row["en"])
        for row in rows
    ]
