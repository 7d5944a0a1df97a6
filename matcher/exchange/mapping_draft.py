"""A first draft of the mapping of a foreign file: its headings beside our columns, its codes to translate."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path

from matcher.errors import InputError
from matcher.exchange.columns import FileKind, columns_of, required_columns
from matcher.exchange.problems import Problem
from matcher.exchange.rows import Row, header_key
from matcher.exchange.table import open_table

__all__ = ["draft_mapping"]

#: A row of our cells to what is wrong with it.
Check = Callable[[Mapping[str, str]], Sequence[Problem]]

_ROWS_READ = 2_000
_MOST_VALUES = 40
#: Likeness (0..100) of two headings that are probably one.
_LIKE = 86
_SHORTEST = 3
#: Letters of a spelling that says the same inside a longer heading; a short one (*data*) may say anything.
_SHORTEST_WITHIN = 7
#: Columns of free text, in which several foreign columns may come together.
_PROSE = frozenset({"descrizione", "requisiti", "sintesi"})
#: Conditions of a vacancy that its text may say as well: where most cells are phrases, they are read there.
_CONDITIONS, _READ_IN_TEXT = frozenset({"contratto", "turni", "ore", "giorni"}), "requisiti"
_VALUE_FOR_REQUIRED = "1"


def draft_mapping(path: Path, kind: FileKind, check: Check, sheet: str = "") -> str:
    """Return a mapping in TOML, to be completed by hand, for a file of somebody else.

    Parameters
    ----------
    check : callable
        Tells what is wrong with a row of ours: a column whose values it refuses gets a table to fill in.

    Raises
    ------
    InputError
        As `open_table`; ``E-EXC-036`` for a file without headings.
    """
    table = open_table(path, sheet)
    rows = list(islice(table.rows, _ROWS_READ))
    shown = dict(table.columns) or _keys_of_objects(rows)
    if not shown:
        raise InputError("E-EXC-036", f"{path.name} non ha colonne da mappare.", "Controlla il file.")
    meant = _meant(kind, list(shown))
    refused = {
        key: _refused(target, [row.values.get(key, "") for row in rows], kind, check)
        for key, target in meant.items()
        if target not in required_columns(kind)
    }
    if kind == "vacancies":
        meant |= {
            key: _READ_IN_TEXT
            for key, values in refused.items()
            if meant[key] in _CONDITIONS and 2 * len(values) > len({row.values.get(key, "") for row in rows})
        }
    sources: dict[str, list[str]] = {}
    for key, target in meant.items():
        sources.setdefault(target, []).append(key)
    lines = [
        f"# Bozza di mappa per {path.name}: controllala, completala, poi",
        f"#   matcher import {kind} {path.name} --map QUESTO_FILE",
        "",
        f"kind = {_quoted(kind)}",
        *([f"sheet = {_quoted(sheet)}"] if sheet else []),
        f"ignore = [{', '.join(_quoted(shown[key]) for key in shown if key not in meant)}]"
        "   # colonne lasciate fuori: sposta in [columns] quelle che servono",
        "",
        "# Nostra colonna = sua colonna. Che cosa contengono le nostre: matcher template " + kind,
        "[columns]",
    ]
    known = required_columns(kind)
    lines += [f'# {name} = ""   # manca, ed è obbligatoria' for name in sorted(known - sources.keys())]
    lines += [_assigned(target, [shown[key] for key in keys]) for target, keys in sources.items()]
    for target, keys in sources.items():
        if len(keys) == 1 and refused.get(keys[0]):
            lines += _translations(target, refused[keys[0]])
    return "\n".join(lines) + "\n"


def _keys_of_objects(rows: Sequence[Row]) -> dict[str, str]:
    """Return the keys of JSON rows; of an object only its members, which are texts."""
    keys = dict.fromkeys(key for row in rows for key in row.values)
    wholes = {key[:end] for key in keys for end, sign in enumerate(key) if sign == "."}
    return {key: key for key in keys if key not in wholes}


def _meant(kind: FileKind, keys: Sequence[str]) -> dict[str, str]:
    """Return our column for each heading that has one: as documented, else as others call it, else nearly so.

    No two headings share a column, but for running text. Of ``residenza.comune`` the last part counts.
    """
    own, others = _spellings(kind)
    both = {**others, **own}
    found: dict[str, str] = {}
    for read in (own.get, others.get, _nearest(both), _within(both)):
        for key in keys:
            target = (read(key) or read(key.rpartition(".")[2])) if key not in found else None
            if target and (target in _PROSE or target not in found.values()):
                found[key] = target
    return {key: found[key] for key in keys if key in found}


def _nearest(spellings: Mapping[str, str]) -> Callable[[str], str | None]:
    from rapidfuzz import fuzz, process

    words = [word for word in spellings if len(word) > _SHORTEST]

    def read(key: str) -> str | None:
        best = process.extractOne(key, words, scorer=fuzz.ratio, score_cutoff=_LIKE)
        return spellings[best[0]] if best else None

    return read


def _within(spellings: Mapping[str, str]) -> Callable[[str], str | None]:
    """Return what finds a spelling among the words of a longer heading: *qualifica richiesta*, *automunito s/n*."""
    words = sorted((word for word in spellings if len(word) >= _SHORTEST_WITHIN), key=len, reverse=True)

    def read(key: str) -> str | None:
        left, found = f"_{key}_", set()
        for word in words:
            if f"_{word}_" in left:
                left = left.replace(f"_{word}_", "_ _")
                found.add(spellings[word])
        # a heading that speaks of two columns (disponibilità trasferte) may be either
        return found.pop() if len(found) == 1 and not found & _PROSE else None

    return read


@lru_cache(maxsize=8)
def _spellings(kind: FileKind) -> tuple[dict[str, str], dict[str, str]]:
    own = {
        header_key(word): column.name
        for column in columns_of(kind)
        for word in (*column.aliases, column.name)
    }
    others: dict[str, str] = {}
    with (Path(__file__).parent / "headings.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["file"] == kind:
                others |= {word: row["column"] for word in row["words"].split() if word not in others}
    return own, others


def _assigned(target: str, headings: Sequence[str]) -> str:
    if len(headings) == 1:
        return f"{target} = {_quoted(headings[0])}"
    joined = ", ".join(_quoted(heading) for heading in headings)
    return f'{target} = {{ join = [{joined}], separator = ". " }}'


def _refused(target: str, values: Sequence[str], kind: FileKind, check: Check) -> dict[str, str]:
    """Return the values of a column that cannot be read as they are, each with what to do."""
    needed = dict.fromkeys(required_columns(kind), _VALUE_FOR_REQUIRED)
    refused: dict[str, str] = {}
    for value in dict.fromkeys(text for text in values if text):
        problems = [one for one in check({**needed, target: value}) if one.field == target]
        if problems:
            refused[value] = problems[0].remedy
        if len(refused) == _MOST_VALUES:
            break
    return refused


def _translations(target: str, refused: Mapping[str, str]) -> list[str]:
    """Return a table for the values of a column that cannot be read as they are."""
    return [
        "",
        f'# Valori di «{target}» da tradurre nelle nostre parole ("" lascia vuota la cella); gli altri restano.',
        f"[values.{target}]",
        *(f'# {_quoted(value)} = ""   # {" ".join(remedy.split())}' for value, remedy in refused.items()),
        '"*" = "*"',
    ]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
