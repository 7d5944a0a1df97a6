"""JSON Lines, and JSON arrays: one object is one row."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from matcher.errors import InputError
from matcher.exchange.columns import REJECT_COLUMNS
from matcher.exchange.encoding import detect_encoding
from matcher.exchange.entries import join_entries
from matcher.exchange.rejects import kept_name
from matcher.exchange.rows import Row, Table, header_key, visible

__all__ = ["read_json", "row_of_object"]

_BLOCK = 1 << 20
_LONGEST = 64 << 20
#: Of a line that is no JSON: a whole one comes back to be corrected, a runaway one does not fill the disk.
_MOST_KEPT = 1 << 20
_UNREADABLE = re.compile(r"(?<!\\)(?:\\\\)*\\u(?:0000|fffd|d[89a-f])", re.IGNORECASE)
_BLANK = " \t\r\n,"


def read_json(path: Path, *, lines: bool) -> Table:
    """Open a JSON file.

    Parameters
    ----------
    path : Path
        The file.
    lines : bool
        One object a line: a line that is not JSON is a row with a fault. Else an array, or objects one
        after the other: past the first error nothing can be read, and a last row with a fault says so.

    Raises
    ------
    InputError
        ``E-EXC-011`` for a file without objects, and as `detect_encoding`.
    """
    rows = _of_lines(path) if lines else _of_values(path)
    first = next(rows, None)
    if first is None:
        raise InputError("E-EXC-011", f"{path.name} è vuoto.", "Controlla di aver scelto il file giusto.")
    return Table(path, {}, chain([first], rows))


def _of_lines(path: Path) -> Iterator[Row]:
    encoding = detect_encoding(path)
    once = _Once()
    with path.open(encoding=encoding.name, errors=encoding.errors) as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip() and not line.startswith("#"):
                try:
                    value, _ = once.decode(line.strip(), whole=True)
                    yield once.fault(number, line.rstrip()) or row_of_object(number, value)
                except (ValueError, RecursionError) as error:
                    yield Row(
                        number,
                        {},
                        {"_testo": line.rstrip()[:_MOST_KEPT]},
                        f"la riga non è JSON: {_trouble(error)}",
                    )


def _of_values(path: Path) -> Iterator[Row]:
    encoding = detect_encoding(path)
    once = _Once()
    number, buffer, opened, ended = 0, "", False, False
    with path.open(encoding=encoding.name, errors=encoding.errors) as stream:
        while True:
            buffer = buffer.lstrip(_BLANK)
            if buffer and not opened:
                buffer, opened = buffer.removeprefix("[").lstrip(_BLANK), True
            if ended and buffer.strip(_BLANK) in ("", "]"):
                return
            try:
                value, end = once.decode(buffer)
            except (ValueError, RecursionError) as error:
                block = "" if isinstance(error, RecursionError) else stream.read(_BLOCK)
                ended = not block
                if (ended and buffer.strip(_BLANK) not in ("", "]")) or len(buffer) > _LONGEST:
                    text = f"da qui in poi il file non è JSON: {_trouble(error)}"
                    yield Row(number + 1, {}, {"_testo": buffer[:200]}, text)
                    return
                buffer += block
                continue
            number += 1
            yield once.fault(number, buffer[:end]) or row_of_object(number, value)
            buffer = buffer[end:]


def row_of_object(number: int, value: object) -> Row:
    """Return the row that an object makes; one with a fault where it makes none."""
    if not isinstance(value, dict):
        return Row(number, {}, {"_testo": json.dumps(value)}, "non è un oggetto JSON")
    if value.keys() >= set(REJECT_COLUMNS):
        own: dict[object, str] = {kept_name(name): name for name in REJECT_COLUMNS}
        value = {
            own.get(name, str(name)): found for name, found in value.items() if name not in REJECT_COLUMNS
        }
    texts = {header_key(name): _text(found) for name, found in value.items()}
    if len(texts) < len(value):
        return Row(number, {}, value, "due campi hanno lo stesso nome")
    texts = {**dict(_members(value)), **texts}
    if _UNREADABLE.search(json.dumps(value)):
        return Row(number, {}, value, "un testo contiene un carattere illeggibile")
    return Row(number, {name: text for name, text in texts.items() if text}, value)


def _members(tree: Mapping[str, object], within: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts inside objects by their path, for a mapping to name: ``residenza.comune``."""
    for name, value in tree.items():
        key = f"{within}{header_key(name)}"
        if isinstance(value, Mapping):
            yield from _members(value, f"{key}.")
        elif within:
            yield key, _text(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return visible(value).strip()
    if isinstance(value, bool):
        return "sì" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return join_entries(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | Mapping) else str(value)


def _trouble(error: ValueError | RecursionError) -> str:
    """Return where a text stops being JSON, in Italian."""
    if isinstance(error, RecursionError):
        return "troppe parentesi una dentro l'altra"
    if isinstance(error, json.JSONDecodeError):
        return f"errore al carattere {error.pos + 1}"
    return str(error) if isinstance(error, _NotANumberError) else "un numero ha troppe cifre"


class _Once:
    """Decodes values, and knows the names that an object gives twice: which of the two holds would be a guess."""

    def __init__(self) -> None:
        self._repeated: list[str] = []
        self._decoder = json.JSONDecoder(parse_constant=_refuse, object_pairs_hook=self._object)

    def decode(self, text: str, *, whole: bool = False) -> tuple[object, int]:
        """Return the value at the start of a text, or of the whole of it, and where it ends."""
        self._repeated.clear()
        return (self._decoder.decode(text), len(text)) if whole else self._decoder.raw_decode(text)

    def fault(self, number: int, text: str) -> Row | None:
        """Return the row that the last value makes if any of its names comes twice."""
        if not self._repeated:
            return None
        reason = f"il campo «{visible(self._repeated[0])}» è scritto due volte"
        return Row(number, {}, {"_testo": text[:_MOST_KEPT]}, reason)

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            self._repeated.extend(name for name in found if names.count(name) > 1)
        return found


class _NotANumberError(ValueError):
    """``NaN`` or ``Infinity``, which JSON does not have."""


def _refuse(name: str) -> float:
    raise _NotANumberError(f"{name} non è un numero")
