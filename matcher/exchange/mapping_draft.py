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
from matcher.exchange.rows import header_key
from matcher.exchange.table import open_table

__all__ = ["draft_mapping"]

#: A row of our cells to what is wrong with it.
Check = Callable[[Mapping[str, str]], Sequence[Problem]]

_ROWS_READ = 2_000
_MOST_VALUES = 40
#: Likeness (0..100) of two headings that are probably one.
_LIKE = 86
_SHORTEST = 3
#: Columns of free text, in which several foreign columns may come together.
_PROSE = frozenset({"descrizione", "requisiti", "sintesi"})
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
    shown = dict(table.columns) or {key: key for row in rows for key in row.values}
    if not shown:
        raise InputError("E-EXC-036", f"{path.name} non ha colonne da mappare.", "Controlla il file.")
    meant = _meant(kind, list(shown))
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
        if len(keys) == 1 and target not in known:
            lines += _translations(target, [row.values.get(keys[0], "") for row in rows], kind, check)
    return "\n".join(lines) + "\n"


def _meant(kind: FileKind, keys: Sequence[str]) -> dict[str, str]:
    """Return our column for each heading that has one: as documented, else as others call it, else nearly so.

    No two headings share a column, but for running text.
    """
    own, others = _spellings(kind)
    found: dict[str, str] = {}
    for read in (own.get, others.get, _nearest({**others, **own})):
        for key in keys:
            target = read(key) if key not in found else None
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


def _translations(target: str, values: Sequence[str], kind: FileKind, check: Check) -> list[str]:
    """Return a table for the values of a column that cannot be read as they are."""
    needed = dict.fromkeys(required_columns(kind), _VALUE_FOR_REQUIRED)
    refused: dict[str, str] = {}
    for value in dict.fromkeys(text for text in values if text):
        problems = [one for one in check({**needed, target: value}) if one.field == target]
        if problems:
            refused[value] = problems[0].remedy
        if len(refused) == _MOST_VALUES:
            break
    if not refused:
        return []
    return [
        "",
        f'# Valori di «{target}» da tradurre nelle nostre parole ("" lascia vuota la cella); gli altri restano.',
        f"[values.{target}]",
        *(f'# {_quoted(value)} = ""   # {" ".join(remedy.split())}' for value, remedy in refused.items()),
        '"*" = "*"',
    ]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
