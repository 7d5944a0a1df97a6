"""Dated data of a plugin: rules of law and of programmes live in files with validity dates, never in code.

A file lies in the folder ``data`` of the plugin's package; a region corrects it by putting a file of the same
name in a folder of its own, named in the plugin's settings.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar, get_origin

from pydantic import Field, ValidationError, model_validator

from matcher.domain.record import Record
from matcher.errors import PluginError, field_trouble, file_trouble
from matcher.plugin.types import Act

__all__ = ["Dated", "NamedAct", "day_number", "folder_digest", "in_force", "read_dated"]


_EPOCH = date(1970, 1, 1).toordinal()


class Dated(Record):
    """An entry that holds from a day to a day, both included; an open end is ``None``."""

    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether the entry holds on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class NamedAct(Record):
    """An act as a region writes it in the settings of a plugin: whoever decides a precedence is named."""

    authority: str = Field(min_length=1)
    number: str = Field(min_length=1)
    issued_on: date
    valid_from: date
    valid_to: date
    scope: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> NamedAct:
        if self.valid_to < self.valid_from:
            raise ValueError("valid_to viene prima di valid_from")
        return self

    def act(self) -> Act:
        """Return the act that a priority or a legal requirement declares."""
        return Act(**self.model_dump())


def day_number(day: date | None) -> int | None:
    """Return a day as columns hold it: days from 1970-01-01."""
    return None if day is None else day.toordinal() - _EPOCH


Entry = TypeVar("Entry", bound=Dated)


def in_force(entries: Iterable[Entry], day: date) -> tuple[Entry, ...]:
    """Return the entries that hold on ``day``, in their order."""
    return tuple(entry for entry in entries if entry.holds(day))


def read_dated(package: str, name: str, model: type[Entry], folder: str = "") -> tuple[Entry, ...]:
    """Read a CSV file of a plugin: one entry a row, columns named like the fields, ``|`` between several values.

    Parameters
    ----------
    package : str
        Import name of the plugin, ``matcher_gol``.
    name : str
        Name of the file.
    model : subclass of Dated
        What a row holds; an empty cell leaves a field as it is by default.
    folder : str
        Where a region keeps its corrected files; a file that is not there is taken from the package.

    Raises
    ------
    PluginError
        ``E-PLG-070`` when a file cannot be read, or a row does not fit: file, line and field are named.
    """
    corrected = Path(folder) / name if folder else None
    if folder and not Path(folder).is_dir():
        raise PluginError(
            "E-PLG-070",
            f"La cartella «{folder}» dei dati di {package} non c'è.",
            "Correggi l'impostazione, o toglila: valgono i dati del pacchetto.",
        )
    chosen = corrected if corrected and corrected.is_file() else files(package) / "data" / name
    try:
        text = chosen.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        trouble = file_trouble(error) if isinstance(error, OSError) else "non è in UTF-8"
        raise PluginError("E-PLG-070", f"Non posso leggere {chosen}: {trouble}.") from error
    reader = csv.DictReader(StringIO(text))
    return tuple(_entry(model, row, str(chosen), reader.line_num) for row in reader)


def folder_digest(folder: str) -> str:
    """Return a digest of a region's corrected files: what was made with others is made anew."""
    whole = sha256()
    for path in sorted(Path(folder).glob("*.csv")) if folder else ():
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


def _entry(model: type[Entry], row: dict[Any, Any], path: str, line: int) -> Entry:
    several = {field for field, about in model.model_fields.items() if get_origin(about.annotation) is tuple}
    cells = {
        field: cell.split("|") if field in several else cell
        for field, cell in row.items()
        if field is None or cell
    }
    try:
        return model.model_validate(cells)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise PluginError(
            "E-PLG-070",
            f"{path}, riga {line}: campo «{where}»: {field_trouble(first)}.",
            "Correggi la riga; le colonne sono quelle del file del pacchetto.",
        ) from error
