"""A plugin's own data about a person or a vacancy: written field by field, kept as the plugin's model wants."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import GenericAlias, NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from sqlalchemy import Connection

from matcher.errors import InputError, NotFoundError
from matcher.exchange.entries import is_declared_none, split_entries, unprotect
from matcher.exchange.values import parse_amount, parse_date, parse_flag
from matcher.plugin.gate import Gate
from matcher.plugin.types import RecordType
from matcher.store import candidates as candidate_store
from matcher.store import vacancies as vacancy_store
from matcher.store.audit import Entry, append
from matcher.store.records import OwnerKind, PluginRecord, get_record, upsert_records

__all__ = ["content_of_cells", "set_record", "view_record"]

_SEQUENCES = (list, tuple, set, frozenset)


def content_of_cells(record: RecordType, cells: Mapping[str, str]) -> dict[str, Any]:
    """Return texts, as people type them, as the fields of a plugin's model take them.

    Dates, numbers, yes and no are read the Italian way, lists with semicolons, JSON as it is; a blank
    text means *not asked* (null), and the default where a field knows no null.

    Raises
    ------
    InputError
        ``E-DSK-012`` for a field that the model does not have, ``E-DSK-013`` for a text that cannot be read.
    """
    model: type[BaseModel] = record.model
    names = {
        alias: name for name, field in model.model_fields.items() for alias in (name, field.alias or name)
    }
    unknown = sorted(set(cells) - set(names))
    if unknown:
        raise InputError(
            "E-DSK-012",
            f"«{record.name}» non ha il campo «{unknown[0]}».",
            f"Campi: {', '.join(model.model_fields)}.",
        )
    return {name: _cell(name, model.model_fields[names[name]], text) for name, text in cells.items()}


def set_record(
    connection: Connection, gate: Gate, row: PluginRecord, actor: str, at: datetime
) -> tuple[PluginRecord, bool]:
    """Add fields to what a plugin keeps about an owner; return the whole, and whether anything changed.

    Raises
    ------
    MatcherError
        When the plugin keeps no such data, the whole does not fit its model, or the plugin cannot fill its
        columns from it.
    NotFoundError
        If the owner is not in the store.
    """
    held = get_record(connection, row.plugin, row.owner_kind, row.owner_id)
    content = {**(held.content if held else {}), **row.content}
    model = gate.data.read(row.plugin, row.owner_kind, row.owner_id, content)
    if row.owner_kind == "candidate":
        person = candidate_store.get_candidate(connection, row.owner_id).candidate
        gate.data.check(row.plugin, person, content)
    elif row.owner_kind == "vacancy":
        gate.data.check(row.plugin, vacancy_store.get_vacancy(connection, row.owner_id).vacancy, content)
    whole = PluginRecord(
        row.plugin,
        row.owner_kind,
        row.owner_id,
        gate.data.types[row.plugin, row.owner_kind].schema_version,
        model.model_dump(mode="json"),
    )
    counts = upsert_records(connection, [whole], actor, at)
    return whole, bool(counts.written)


def view_record(
    connection: Connection, plugin: str, kind: OwnerKind, owner_id: str, actor: str, at: datetime
) -> PluginRecord:
    """Return what a plugin keeps about an owner; the log notes who looked.

    Raises
    ------
    NotFoundError
        If it keeps nothing about them.
    """
    found = get_record(connection, plugin, kind, owner_id)
    if found is None:
        raise NotFoundError("E-STO-050", f"Il plugin «{plugin}» non ha dati su «{owner_id}».")
    person = kind == "candidate"
    subject = candidate_store.candidate_reference(connection, owner_id) if person else owner_id
    append(connection, [Entry("record.viewed", kind, subject, details={"plugin": plugin})], actor, at)
    return found


def _cell(name: str, field: FieldInfo, text: str) -> Any:
    blank = not text.strip()
    if blank and not field.is_required() and NoneType not in _kinds(field.annotation):
        return field.get_default(call_default_factory=True)
    return _typed(name, field.annotation, text)


def _typed(name: str, annotation: Any, text: str) -> Any:
    try:
        return _read(_kinds(annotation), text.strip())
    except InputError as error:
        raise InputError("E-DSK-013", f"Campo «{name}»: «{text}» {error.message}.", error.hint) from None
    except ValueError as error:
        raise InputError(
            "E-DSK-013",
            f"Campo «{name}»: «{text}» non è JSON ({error}).",
            "Correggi parentesi e virgolette.",
        ) from None


def _read(kinds: set[Any], text: str) -> Any:
    readers: tuple[tuple[bool, Callable[[str], Any]], ...] = (
        (not text, lambda _: None),
        (text[:1] in ("[", "{") and kinds != {str}, json.loads),
        (bool(kinds & set(_SEQUENCES)), _entries),
        (bool in kinds, parse_flag),
        (date in kinds and datetime not in kinds, parse_date),
        (bool(kinds & {int, float}) and str not in kinds, parse_amount),
    )
    return next((reader(text) for fits, reader in readers if fits), text)


def _entries(text: str) -> list[str]:
    return [] if is_declared_none(text) else [unprotect(entry) for entry in split_entries(text)]


def _kinds(annotation: Any) -> set[Any]:
    """Return the plain types that a field may hold."""
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return {kind for part in get_args(annotation) for kind in _kinds(part)}
    if isinstance(annotation, GenericAlias) or origin in _SEQUENCES:
        return {cast(type[Any], origin)}
    if origin is not None and hasattr(annotation, "__metadata__"):
        return _kinds(get_args(annotation)[0])
    return {annotation}
