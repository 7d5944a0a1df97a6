"""Which files came in: name, digest, what they did. A file seen before is recognised by its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from matcher.store import tables
from matcher.store.audit import Entry, append
from matcher.store.revision import advance

__all__ = ["ImportRow", "file_digest", "find_import", "list_imports", "record_import"]


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One import: the file's name and SHA-256, counts by outcome, when and by whom."""

    file_name: str
    digest: str
    counts: Mapping[str, int]
    at: datetime
    actor: str


def record_import(
    connection: Connection, file_name: str, digest: str, counts: Mapping[str, int], actor: str, at: datetime
) -> None:
    """Record an import that just took place."""
    advance(connection)
    row = {"file_name": file_name, "digest": digest, "counts": json.dumps(dict(counts), sort_keys=True)}
    connection.execute(insert(tables.imports).values(**row, at=at, actor=actor))
    append(connection, [Entry("file.imported", "file", digest[:32], digest, dict(counts))], actor, at)


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, by which an import of it is found again."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def find_import(connection: Connection, digest: str) -> ImportRow | None:
    """Return the latest import of a file with this content; ``None`` when there was none."""
    held = tables.imports
    found = select(held).where(held.c.digest == digest).order_by(held.c.id.desc()).limit(1)
    row = connection.execute(found).one_or_none()
    return None if row is None else _import(row)


def list_imports(connection: Connection, *, limit: int = 50, offset: int = 0) -> list[ImportRow]:
    """Return one page of imports, the latest first."""
    page = select(tables.imports).order_by(tables.imports.c.id.desc()).limit(limit).offset(offset)
    return [_import(row) for row in connection.execute(page)]


def _import(row: Any) -> ImportRow:
    return ImportRow(row.file_name, row.digest, json.loads(row.counts), row.at, row.actor)
