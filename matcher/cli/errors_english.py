"""What an error says, in English: the words of the Italian message found in a table, its values kept."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from matcher.errors import MatcherError

__all__ = ["BLANK", "TABLE", "in_english", "in_language"]

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
#: What a command leaves to be put in.
_IN_ENGLISH = {"CANDIDATO": "CANDIDATE", "MOTIVO": "REASON", "ESITO": "OUTCOME", "RICHIESTA": "VACANCY"}
_TO_FILL_IN = re.compile(rf"\b(?:{'|'.join(_IN_ENGLISH)})\b")


def in_english(error: MatcherError) -> tuple[str, str]:
    """Return message and hint in English; in Italian where no table has words for them."""
    return error.message_en or _translated(error.message), _in_english_words(_translated(error.hint))


def in_language(language: str, text: str) -> str:
    """Return a message or a notice as the screen shows it."""
    return _in_english_words(_translated(text)) if language == "en" else text


def _in_english_words(text: str) -> str:
    """Return a text whose commands name in English what is to be put in: *CANDIDATE*, *REASON*."""
    return _TO_FILL_IN.sub(lambda found: _IN_ENGLISH[found[0]], text)


def _translated(text: str) -> str:
    """Return a message in English, and what it quotes of others; as it is where no table has words for it."""
    if known := _TROUBLES.get(text) or _words_of_the_desk().get(text):
        return known
    if (core := text.strip()) != text:
        return text.replace(core, _translated(core), 1) if core else text
    if "\n" in text:
        return "\n".join(map(_translated, text.split("\n")))
    for pattern, english in _templates():
        if found := pattern.fullmatch(text):
            return _filled(english, [_translated(value) for value in found.groups()])
    for sign in ("; ", ". "):
        # several problems in a row, or a problem and its remedy
        first, _, others = text.partition(sign)
        if others:
            return f"{_translated(first)}{sign}{_translated(others)}"
    return text


def _filled(english: str, values: Sequence[str]) -> str:
    """Return a template with its values; ``{2}`` is the second of the Italian, where the order differs."""
    left = iter(values)
    return _VALUE.sub(lambda place: values[int(place[1]) - 1] if place[1] else next(left), english)


@lru_cache(maxsize=1)
def _words_of_the_desk() -> dict[str, str]:
    """Return the states of shortlists, vacancies and people, and the steps between them, with their English."""
    from matcher.desk.states import MACHINES
    from matcher.domain.states import state_label

    words = {step.it: step.en for steps in MACHINES.values() for step in steps}
    for machine, steps in MACHINES.items():
        for state in {
            *(step.target for step in steps),
            *(source for step in steps for source in step.sources),
        }:
            words[state_label(machine, state)] = state_label(machine, state, "en")
    return words


@lru_cache(maxsize=1)
def _templates() -> list[tuple[re.Pattern[str], str]]:
    """Return the templates as patterns, those with most fixed words first; the product's before the plugins'."""
    rows = [row for table in (TABLE, *_tables_of_plugins()) for row in _rows(table)]
    rows.sort(key=lambda row: -len(row["it"].replace(BLANK, "")))
    return [
        (re.compile("(.*?)".join(map(re.escape, row["it"].split(BLANK))), re.DOTALL), row["en"])
        for row in rows
    ]


def _rows(table: Path) -> list[dict[str, str]]:
    """Return the rows that can be used: a plugin's faulty table must not hide the error that is being said."""
    with table.open(encoding="utf-8", errors="replace", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [row for row in rows if row.get("it") and row.get("en") and _fits(row["it"], row["en"])]


def _fits(italian: str, english: str) -> bool:
    places = [int(found) if found else 0 for found in _VALUE.findall(english)]
    values = italian.count(BLANK)
    return places.count(0) <= values and max(places, default=0) <= values


def _tables_of_plugins() -> Iterator[Path]:
    """Yield the tables that installed plugins bring; no plugin is imported for it."""
    packages = {point.module.partition(".")[0] for point in entry_points(group="matcher")}
    for package in sorted(packages - {"matcher"}):
        spec = find_spec(package)
        for folder in (spec and spec.submodule_search_locations) or ():
            if (found := Path(folder) / TABLE.name).is_file():
                yield found
