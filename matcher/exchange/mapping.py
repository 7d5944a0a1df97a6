"""Foreign files: which of their columns is which of ours, told once in a TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from matcher.errors import InputError, field_trouble, file_trouble, toml_trouble
from matcher.exchange.columns import REJECT_COLUMNS, FileKind, columns_of, required_columns
from matcher.exchange.problems import Problem
from matcher.exchange.rows import header_key

__all__ = ["FileMapping", "load_mapping"]

_ANY = "*"
_CLOSEST = 3


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Joined(_Strict):
    join: tuple[str, ...]
    separator: str = " "
    prefix: str = ""
    suffix: str = ""


class _Skip(_Strict):
    column: str
    equals: str | None = None
    matches: str | None = None
    empty: bool = False
    reason: str = ""


class _Content(_Strict):
    kind: FileKind
    sheet: str = ""
    columns: dict[str, str | _Joined]
    constants: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    ignore: tuple[str, ...] = ()
    skip: tuple[_Skip, ...] = ()


@dataclass(frozen=True)
class FileMapping:
    """How to read a foreign file.

    Attributes
    ----------
    path : Path
        Where it was read from, for messages.
    content : _Content
        What it says.
    """

    path: Path
    content: _Content

    @property
    def kind(self) -> FileKind:
        """What the foreign file holds."""
        return self.content.kind

    @property
    def sheet(self) -> str:
        """The sheet to read; empty for the first that holds something."""
        return self.content.sheet

    def sources(self) -> dict[str, tuple[str, ...]]:
        """Return the foreign columns of each of ours, as written."""
        return {
            target: (source,) if isinstance(source, str) else source.join
            for target, source in self.content.columns.items()
        }

    def check_columns(self, columns: Mapping[str, str]) -> None:
        """Refuse a file that lacks a column the mapping names.

        Parameters
        ----------
        columns : mapping of str to str
            Headings of the file, by key.

        Raises
        ------
        InputError
            ``E-EXC-034``, naming the key of the mapping and the columns of the file.
        """
        named = [(f"columns.{target}", names) for target, names in self.sources().items()]
        named += [(f"skip[{place}].column", (rule.column,)) for place, rule in enumerate(self.content.skip)]
        for key, names in named:
            for name in names:
                if header_key(name) not in columns:
                    raise self._error(
                        "E-EXC-034", key, f"il file non ha la colonna «{name}»", columns.values()
                    )

    def unused(self, columns: Mapping[str, str]) -> list[str]:
        """Return the columns of a file that the mapping neither reads nor ignores on purpose."""
        used = {header_key(name) for names in self.sources().values() for name in names}
        used |= {header_key(name) for name in self.content.ignore}
        used |= {header_key(rule.column) for rule in self.content.skip}
        used |= set(REJECT_COLUMNS) if columns.keys() >= set(REJECT_COLUMNS) else set()
        return [name for key, name in columns.items() if key not in used]

    def skipped(self, values: Mapping[str, str]) -> str | None:
        """Return why a row is left out on purpose; ``None`` if it is not."""
        for rule in self.content.skip:
            text = values.get(header_key(rule.column), "")
            hit = (rule.empty and not text) or (
                rule.equals is not None and text.casefold() == rule.equals.casefold()
            )
            if hit or (rule.matches is not None and re.search(rule.matches, text, re.IGNORECASE)):
                return rule.reason or f"«{rule.column}»: {text or 'vuoto'}"
        return None

    def apply(self, values: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
        """Return our cells of a foreign row, and the values that no table of the mapping translates."""
        found = dict(self.content.constants)
        problems: list[Problem] = []
        for target, source in self.content.columns.items():
            text = _text(source, values)
            if text and (table := self.content.values.get(target)):
                by_key = {name.casefold(): translated for name, translated in table.items()}
                if (translated := by_key.get(text.casefold(), by_key.get(_ANY))) is None:
                    reason = f"«{text}» non è nella tabella [values.{target}] di {self.path.name}"
                    problems.append(Problem(target, text, reason, "Aggiungilo alla tabella."))
                    continue
                text = text if translated == _ANY else translated
            if text:
                found[target] = text
        return found, problems

    def _error(self, code: str, key: str, reason: str, allowed: Sequence[str] | Any = ()) -> InputError:
        choices = ", ".join(allowed)
        hint = f"Ammessi: {choices}." if choices else "Correggi la chiave indicata."
        return InputError(code, f"{self.path}, «{key}»: {reason}.", hint)


def load_mapping(path: Path) -> FileMapping:
    """Load a mapping.

    Raises
    ------
    InputError
        ``E-EXC-030`` if the file cannot be read, ``E-EXC-031`` if it is not TOML, ``E-EXC-032`` for a key
        that does not exist or has a wrong value, ``E-EXC-033`` for a column of ours that does not exist;
        the message names the key.
    """
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(
            "E-EXC-030",
            f"Non riesco a leggere {path}: {file_trouble(error)}.",
            "Controlla il nome della mappa.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            "E-EXC-031",
            f"{path} non è un file TOML valido: {toml_trouble(error)}.",
            "Correggi la riga indicata.",
        ) from error
    try:
        mapping = FileMapping(path, _Content.model_validate(tree))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"] if part not in ("str", "_Joined"))
        raise InputError(
            "E-EXC-032", f"{path}, «{key}»: {field_trouble(first)}.", "Vedi docs/formats.md."
        ) from error
    _check(mapping)
    return mapping


def _check(mapping: FileMapping) -> None:
    content = mapping.content
    known = [column.name for column in columns_of(content.kind)]
    for section, targets in (
        ("columns", content.columns),
        ("constants", content.constants),
        ("values", content.values),
    ):
        for target in targets:
            if target not in known and "." not in target:
                from rapidfuzz import process

                near = [name for name, _, _ in process.extract(target, known, limit=_CLOSEST)]
                reason = f"«{target}» non è una colonna di «{content.kind}»"
                raise mapping._error("E-EXC-033", f"{section}.{target}", reason, near)
    for target in content.values.keys() - content.columns.keys():
        raise mapping._error("E-EXC-033", f"values.{target}", f"«{target}» non è in [columns]")
    for place, rule in enumerate(content.skip):
        if rule.equals is None and rule.matches is None and not rule.empty:
            raise mapping._error("E-EXC-032", f"skip[{place}]", "manca equals, matches o empty")
        try:
            re.compile(rule.matches or "")
        except re.error as error:
            reason = f"espressione regolare non valida: {error}"
            raise mapping._error("E-EXC-032", f"skip[{place}].matches", reason) from error
    given = content.columns.keys() | content.constants.keys()
    for target in sorted(required_columns(content.kind) - given):
        reason = "è obbligatoria e nessuna colonna del file le è assegnata"
        raise InputError(
            "E-EXC-033",
            f"{mapping.path}, «columns.{target}»: {reason}.",
            f'Scrivi in [columns]: {target} = "…"',
        )


def _text(source: str | _Joined, values: Mapping[str, str]) -> str:
    if isinstance(source, str):
        return values.get(header_key(source), "")
    parts = [text for name in source.join if (text := values.get(header_key(name), ""))]
    return f"{source.prefix}{source.separator.join(parts)}{source.suffix}" if parts else ""
