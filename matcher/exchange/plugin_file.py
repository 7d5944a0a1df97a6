"""Files of a format that a plugin reads: its rows come in as the objects of a JSON file do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from matcher.errors import InputError, MatcherError, PluginError, file_trouble
from matcher.exchange.json_file import row_of_object
from matcher.exchange.rows import Row, Table
from matcher.plugin.failures import stopped
from matcher.plugin.provisions import run_provided
from matcher.plugin.sources import BadRow, FileKind, Reader

__all__ = ["OwnedReader", "open_plugin_table", "readable_suffixes"]

#: A reader with the name of its plugin.
OwnedReader = tuple[str, Reader]
_HEAD = 512
_ROW_REMEDY = "Correggi la riga, o chiedi a chi manda il file."
_PLAIN = (str, int, float, bool, list, dict, type(None))


def open_plugin_table(path: Path, kind: FileKind, readers: Sequence[OwnedReader]) -> Table | None:
    """Open a file with the reader that takes it; ``None`` when no plugin does.

    Raises
    ------
    InputError
        ``E-EXC-018`` if the reader does not read this kind of file, ``E-EXC-011`` for a file without rows.
    PluginError
        ``E-PLG-069`` if two plugins take the file; whatever a reader raises by mistake, under its name.
    """
    taking = [(plugin, reader) for plugin, reader in readers if _takes(plugin, reader, path)]
    if not taking:
        return None
    if len(taking) > 1:
        raise PluginError(
            "E-PLG-069",
            f"«{path.name}» lo leggono due plugin: «{taking[0][0]}» e «{taking[1][0]}».",
            "Bloccane uno, o chiedi agli autori di distinguere i due formati (sniff).",
        )
    plugin, reader = taking[0]
    if kind not in reader.kinds:
        raise InputError(
            "E-EXC-018",
            f"«{path.name}»: il plugin «{plugin}» legge così solo {', '.join(reader.kinds)}.",
            f"Prova con: matcher import {reader.kinds[0]} {path}",
        )
    rows = _rows(plugin, reader, path, kind)
    first = next(rows, None)
    if first is None:
        raise InputError("E-EXC-011", f"{path.name} è vuoto.", "Controlla di aver scelto il file giusto.")
    return Table(path, {}, chain([first], rows))


def readable_suffixes(readers: Sequence[OwnedReader]) -> tuple[str, ...]:
    """Return the endings that plugins read, in order."""
    return tuple(sorted({suffix for _, reader in readers for suffix in reader.suffixes}))


def _takes(plugin: str, reader: Reader, path: Path) -> bool:
    if not path.name.lower().endswith(tuple(reader.suffixes)):
        return False
    if not reader.sniff:
        return True
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise InputError(
            "E-EXC-001",
            f"Non riesco ad aprire {path}: {file_trouble(error)}.",
            "Controlla il nome e i permessi.",
        ) from error
    return bool(run_provided(plugin, reader.sniff, head))


def _rows(plugin: str, reader: Reader, path: Path, kind: FileKind) -> Iterator[Row]:
    try:
        found = run_provided(plugin, reader.read, path, kind)
        for number, value in enumerate(found, start=1):
            yield _row(plugin, reader, number, value)
    except MatcherError:
        raise
    except (Exception, SystemExit) as error:
        failed = stopped(plugin, f"{reader.read} ({path.name})", error)
        hint = f"Se il file è rovinato, fattene dare un altro; altrimenti sbaglia il plugin. {failed.hint}"
        raise PluginError(failed.code, failed.message, hint) from error


def _row(plugin: str, reader: Reader, number: int, value: Any) -> Row:
    if isinstance(value, BadRow):
        return Row(number, {}, {"_testo": value.text}, value.reason, remedy=value.remedy or _ROW_REMEDY)
    if not isinstance(value, Mapping):
        raise PluginError(
            "E-PLG-033",
            f"Il plugin «{plugin}» restituisce {type(value).__name__} da {reader.read}.",
            "Un lettore dà una tabella nome → valore per ogni riga, o una BadRow.",
        )
    return row_of_object(
        number, {str(name): one if isinstance(one, _PLAIN) else str(one) for name, one in value.items()}
    )
