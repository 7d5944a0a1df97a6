"""Records that plugins keep about a candidate, a vacancy, a provider or a case: one table for all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, get_args

from pydantic import JsonValue
from sqlalchemy import Connection, delete, insert, select, update

from matcher.errors import NotFoundError
from matcher.store import tables
from matcher.store.audit import Detail, Entry, append
from matcher.store.pseudonym import content_digest, keyed_digest, keys_of, reference
from matcher.store.revision import advance
from matcher.store.vacancies import known_vacancies
from matcher.store.writing import CHUNK, UpsertCounts, chunks, refuse_repeated, require_storable

__all__ = [
    "OwnerKind",
    "PluginRecord",
    "contents_of",
    "delete_record",
    "get_record",
    "held_content",
    "iterate_records",
    "records_of_owner",
    "upsert_records",
]

OwnerKind = Literal["candidate", "vacancy", "provider", "case"]
_OWNERS: Final = {"candidate": tables.candidates, "vacancy": tables.vacancies}


@dataclass(frozen=True, slots=True)
class PluginRecord:
    """One plugin's data about one owner, as the plugin's own model wrote them."""

    plugin: str
    owner_kind: OwnerKind
    owner_id: str
    schema_version: int
    content: Mapping[str, JsonValue]


def upsert_records(
    connection: Connection, rows: Sequence[PluginRecord], actor: str, at: datetime
) -> UpsertCounts:
    """Write plugin records in bulk; an owner that is matched counts as changed, so that pools notice.

    Raises
    ------
    NotFoundError
        If a candidate or vacancy that should own a record is not in the store.
    InputError
        If a record comes twice, or a text cannot be kept.
    """
    refuse_repeated([f"{row.plugin} / {row.owner_kind} / {row.owner_id}" for row in rows])
    keys = _owner_keys(connection, rows)
    held = _digests(connection, rows)
    texts = {_place(row): _json(row) for row in rows}
    digests = {_place(row): content_digest(str(row.schema_version), texts[_place(row)]) for row in rows}
    news = [row for row in rows if held.get(_place(row)) != digests[_place(row)]]
    changed = [row for row in news if _place(row) in held]
    if not news:
        return UpsertCounts(unchanged=len(rows))
    for row in changed:
        connection.execute(delete(tables.plugin_records).where(*_at(_place(row))))
    values = [_values(row, texts[_place(row)], digests[_place(row)]) for row in news]
    connection.execute(insert(tables.plugin_records), values)
    _touch_owners(connection, news)
    entries = [_entry("record.put", row, keys, digests[_place(row)]) for row in news]
    append(connection, entries, actor, at)
    written = tuple(dict.fromkeys(row.owner_id for row in news))
    return UpsertCounts(len(news) - len(changed), len(changed), len(rows) - len(news), written)


def get_record(
    connection: Connection, plugin: str, owner_kind: OwnerKind, owner_id: str
) -> PluginRecord | None:
    """Return one plugin's record about one owner; ``None`` when there is none."""
    found = select(tables.plugin_records).where(*_at((plugin, owner_kind, owner_id)))
    row = connection.execute(found).one_or_none()
    return None if row is None else _record(row)


def held_content(
    connection: Connection, plugin: str, owner_kind: OwnerKind, owner_id: str
) -> Mapping[str, JsonValue] | None:
    """Return the content of one plugin's record about one owner; ``None`` when there is none."""
    found = get_record(connection, plugin, owner_kind, owner_id)
    return None if found is None else found.content


def records_of_owner(connection: Connection, owner_kind: OwnerKind, owner_id: str) -> list[PluginRecord]:
    """Return what every plugin keeps about one owner, by plugin name."""
    held = tables.plugin_records
    found = select(held).where(held.c.owner_kind == owner_kind, held.c.owner_id == owner_id)
    return [_record(row) for row in connection.execute(found.order_by(held.c.plugin))]


def contents_of(
    connection: Connection, plugin: str, owner_kind: OwnerKind, owner_ids: Sequence[str]
) -> dict[str, Mapping[str, JsonValue]]:
    """Return what a plugin keeps about those owners of whom it keeps something, by owner id."""
    held = tables.plugin_records.c
    query = select(held.owner_id, held.content).where(held.plugin == plugin, held.owner_kind == owner_kind)
    if len(owner_ids) > CHUNK and connection.execute(query.limit(1)).first() is None:
        # most plugins keep nothing, and asking for a million people by name is long
        return {}
    return {
        row.owner_id: json.loads(row.content)
        for piece in chunks(owner_ids)
        for row in connection.execute(query.where(held.owner_id.in_(piece)))
    }


def iterate_records(
    connection: Connection, plugin: str, owner_kind: OwnerKind, size: int = 5_000
) -> Iterator[PluginRecord]:
    """Yield a plugin's records about one kind of owner, by owner id."""
    held, last = tables.plugin_records, ""
    query = select(held).where(held.c.plugin == plugin, held.c.owner_kind == owner_kind)
    query = query.order_by(held.c.owner_id).limit(size)
    while rows := connection.execute(query.where(held.c.owner_id > last)).all():
        yield from map(_record, rows)
        last = rows[-1].owner_id


def delete_record(
    connection: Connection, plugin: str, owner_kind: OwnerKind, owner_id: str, actor: str, at: datetime
) -> None:
    """Delete one plugin's record about one owner.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    found = get_record(connection, plugin, owner_kind, owner_id)
    if found is None:
        raise NotFoundError("E-STO-050", f"Il plugin «{plugin}» non ha dati su «{owner_id}».")
    keys = _owner_keys(connection, [found])
    connection.execute(delete(tables.plugin_records).where(*_at(_place(found))))
    _touch_owners(connection, [found])
    append(connection, [_entry("record.deleted", found, keys, "")], actor, at)


Place = tuple[str, str, str]


def _place(row: PluginRecord) -> Place:
    return row.plugin, row.owner_kind, row.owner_id


def _at(place: Place) -> tuple[Any, Any, Any]:
    held = tables.plugin_records.c
    return held.plugin == place[0], held.owner_kind == place[1], held.owner_id == place[2]


def _json(row: PluginRecord) -> str:
    return require_storable(json.dumps(dict(row.content), sort_keys=True, ensure_ascii=False), row.owner_id)


def _values(row: PluginRecord, text: str, digest: str) -> dict[str, Any]:
    return {
        "plugin": row.plugin,
        "owner_kind": row.owner_kind,
        "owner_id": row.owner_id,
        "schema_version": row.schema_version,
        "content": text,
        "digest": digest,
    }


def _record(row: Any) -> PluginRecord:
    return PluginRecord(row.plugin, row.owner_kind, row.owner_id, row.schema_version, json.loads(row.content))


def _digests(connection: Connection, rows: Sequence[PluginRecord]) -> dict[Place, str]:
    held = tables.plugin_records.c
    found: dict[Place, str] = {}
    for piece in chunks(rows):
        query = select(held.plugin, held.owner_kind, held.owner_id, held.digest)
        of_owners = query.where(held.owner_id.in_([row.owner_id for row in piece]))
        found.update(((r.plugin, r.owner_kind, r.owner_id), r.digest) for r in connection.execute(of_owners))
    return found


def _owner_keys(connection: Connection, rows: Sequence[PluginRecord]) -> dict[str, bytes]:
    wrong = sorted({row.owner_kind for row in rows} - set(get_args(OwnerKind)))
    if wrong:
        raise ValueError(f"{wrong[0]!r} cannot own a record")
    jobs = sorted({row.owner_id for row in rows if row.owner_kind == "vacancy"})
    missing = sorted(set(jobs) - known_vacancies(connection, jobs))
    if missing:
        raise NotFoundError("E-STO-020", f"Richieste non trovate: {', '.join(missing[:10])}.")
    return keys_of(connection, [row.owner_id for row in rows if row.owner_kind == "candidate"])


def _touch_owners(connection: Connection, rows: Sequence[PluginRecord]) -> None:
    raised = advance(connection)
    for kind, table in _OWNERS.items():
        for piece in chunks([row.owner_id for row in rows if row.owner_kind == kind]):
            connection.execute(update(table).where(table.c.id.in_(piece)).values(revision=raised))


def _entry(action: str, row: PluginRecord, keys: Mapping[str, bytes], digest: str) -> Entry:
    details: dict[str, Detail] = {"plugin": row.plugin, "schema_version": row.schema_version}
    if row.owner_kind != "candidate":
        return Entry(action, row.owner_kind, row.owner_id, digest, details)
    key = keys[row.owner_id]
    payload = keyed_digest(key, digest) if digest else ""
    return Entry(action, "candidate", reference(key, row.owner_id), payload, details)
