"""How the log speaks of people without being able to say who they were.

Every candidate has a random key, kept beside the profile and nowhere else. The log names the person by a
*reference* (keyed digest of the id) and records what was written as a keyed digest of the content. While
the key exists, whoever holds the database can follow a person through the log and check contents against
it. Erasing the person deletes the key: the chain stays whole and verifiable, its references lead nowhere,
and guessing ids or contents confirms nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from matcher.errors import NotFoundError
from matcher.store import tables

__all__ = [
    "all_references",
    "content_digest",
    "keyed_digest",
    "keys_of",
    "known_among",
    "named_by",
    "new_key",
    "reference",
]


def new_key() -> bytes:
    """Return a random key of 32 bytes."""
    return secrets.token_bytes(32)


def content_digest(*parts: str) -> str:
    """Return the SHA-256 of the parts, in hexadecimal; parts cannot run into each other."""
    if len(parts) == 1:
        return hashlib.sha256(parts[0].encode()).hexdigest()
    return hashlib.sha256("\0".join(map(content_digest, parts)).encode()).hexdigest()


def keyed_digest(key: bytes, content: str) -> str:
    """Return the HMAC-SHA-256 of the content, in hexadecimal."""
    return hmac.digest(key, content.encode(), "sha256").hex()


def reference(key: bytes, identifier: str) -> str:
    """Return the name that the log uses for a person."""
    return keyed_digest(key, "reference:" + identifier)[:32]


def keys_of(connection: Connection, candidate_ids: Iterable[str]) -> dict[str, bytes]:
    """Return the keys of candidates.

    Raises
    ------
    NotFoundError
        If one of them is not in the store.
    """
    wanted = sorted(set(candidate_ids))
    keys = _keys(connection, wanted)
    missing = [identifier for identifier in wanted if identifier not in keys]
    if missing:
        raise NotFoundError("E-STO-010", f"Candidati non trovati: {', '.join(missing[:10])}.")
    return keys


def known_among(connection: Connection, candidate_ids: Iterable[str]) -> list[str]:
    """Return those candidates who are in the store, by id."""
    return sorted(_keys(connection, sorted(set(candidate_ids))))


def _keys(connection: Connection, wanted: Sequence[str]) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for start in range(0, len(wanted), 1000):
        rows = select(tables.candidates.c.id, tables.candidates.c.key).where(
            tables.candidates.c.id.in_(wanted[start : start + 1000])
        )
        keys.update((row.id, row.key) for row in connection.execute(rows))
    return keys


def all_references(connection: Connection) -> dict[str, str]:
    """Return the name by which the log knows each candidate."""
    people = select(tables.candidates.c.id, tables.candidates.c.key)
    return {row.id: reference(row.key, row.id) for row in connection.execute(people)}


def named_by(connection: Connection, references: Iterable[str]) -> dict[str, str]:
    """Return the ids behind references of the log; those of erased people lead nowhere and are absent."""
    wanted, found = set(references), dict[str, str]()
    people = select(tables.candidates.c.id, tables.candidates.c.key)
    for row in connection.execute(people) if wanted else ():
        name = reference(row.key, row.id)
        if name in wanted:
            found[name] = row.id
    return found
