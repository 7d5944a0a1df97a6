"""The log: append-only, each entry chained by hash to the one before, over digests and never contents.

``hash = sha256(previous hash + canonical JSON of the entry)``; the first previous hash is 64 zeros. The
number of entries and the last hash (the *anchor*) stand apart in ``meta``, so that a cut tail shows too.
Whoever can rewrite the whole database can rewrite both: keep the anchor elsewhere from time to time
(``anchor``) and give it back to ``verify``. Details hold codes, counts and references, never personal data:
nothing in the log is ever deleted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from matcher.store import tables
from matcher.store.tables import instant_text

__all__ = [
    "GENESIS",
    "Anchor",
    "Detail",
    "Entry",
    "LogRow",
    "VerifyResult",
    "anchor",
    "append",
    "entries",
    "history",
    "lines_about",
    "verify",
]

#: The hash before the first entry.
GENESIS: Final = "0" * 64
_CHUNK: Final = 5_000
#: Made once: a new one for each of a million entries costs as much as what it writes.
_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
_HASHED: Final = ("seq", "at", "actor", "action", "subject_kind", "subject_id", "payload_digest", "details")

Detail = str | int | bool | list[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened, to whom, and the digest of what was written."""

    action: str
    subject_kind: str
    subject_id: str
    payload_digest: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogRow:
    """An entry as it stands in the log."""

    seq: int
    at: datetime
    actor: str
    entry: Entry
    hash: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of the log: how many entries, and the hash of the last."""

    count: int
    head: str


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """Whether the log is whole; if not, the first entry that is wrong and what is wrong with it."""

    ok: bool
    n: int
    first_bad_seq: int | None = None
    what: str = ""


def anchor(connection: Connection) -> Anchor:
    """Return the end of the log."""
    row = connection.execute(select(tables.meta.c.log_count, tables.meta.c.log_head)).one()
    return Anchor(row.log_count, row.log_head)


def append(connection: Connection, entries: Sequence[Entry], actor: str, at: datetime) -> None:
    """Append entries in the transaction of the write that they record."""
    if not entries:
        return
    columns = (tables.meta.c.log_count, tables.meta.c.log_head)
    seq, head = connection.execute(select(*columns).with_for_update()).one()
    moment = instant_text(at)
    rows = []
    for entry in entries:
        seq += 1
        row: dict[str, Any] = {
            "seq": seq,
            "at": moment,
            "actor": actor,
            "action": entry.action,
            "subject_kind": entry.subject_kind,
            "subject_id": entry.subject_id,
            "payload_digest": entry.payload_digest,
            "details": _canonical(dict(entry.details)),
        }
        row |= {"previous_hash": head, "hash": _hash(head, row)}
        head = row["hash"]
        rows.append(row)
    connection.execute(insert(tables.log), rows)
    connection.execute(update(tables.meta).values(log_count=seq, log_head=head))


def verify(connection: Connection, known: Anchor | None = None) -> VerifyResult:
    """Check the whole log against itself, against its anchor and against an anchor kept elsewhere.

    Detects entries that were changed, removed, added, reordered or cut from the end.

    Parameters
    ----------
    known : Anchor, optional
        An earlier ``anchor``, kept outside the database: the log must still pass through it.
    """
    end = anchor(connection)
    seq, head = 0, GENESIS
    for row in _rows(connection):
        fault = _fault(row, seq, head, end, known)
        if fault:
            return VerifyResult(False, seq, seq + 1, fault)
        seq, head = row["seq"], row["hash"]
    expected = max(end.count, known.count if known else 0)
    if seq < expected:
        return VerifyResult(False, seq, seq + 1, f"mancano le ultime voci: {seq} su {expected}")
    if head != end.head:
        return VerifyResult(False, seq, seq, "l'ultima voce non è quella annotata alla scrittura")
    return VerifyResult(True, seq)


def history(connection: Connection, subject_kind: str, subject_id: str) -> list[LogRow]:
    """Return what happened to a subject, in order; what names it in its details is included.

    Parameters
    ----------
    subject_kind : str
        ``candidate``, ``vacancy``, ``shortlist`` and so on.
    subject_id : str
        As in the log: for a candidate the reference (``pseudonym.reference``), never the id.
    """
    log = tables.log
    own = (log.c.subject_kind == subject_kind) & (log.c.subject_id == subject_id)
    named = log.c.details.contains(json.dumps(subject_id), autoescape=True)
    found = select(log).where(own | named).order_by(log.c.seq)
    return [_log_row(dict(row)) for row in connection.execute(found).mappings()]


def lines_about(connection: Connection, subject_kind: str, subject_id: str) -> list[LogRow]:
    """Return the lines of a subject itself, in order, as `history` names it; found by the index."""
    log = tables.log
    own = (log.c.subject_kind == subject_kind) & (log.c.subject_id == subject_id)
    return [
        _log_row(dict(row))
        for row in connection.execute(select(log).where(own).order_by(log.c.seq)).mappings()
    ]


def entries(connection: Connection) -> Iterator[LogRow]:
    """Yield every entry, in order."""
    return map(_log_row, _rows(connection))


def _rows(connection: Connection) -> Iterator[dict[str, Any]]:
    last: int | None = None
    while True:
        chunk = select(tables.log).order_by(tables.log.c.seq).limit(_CHUNK)
        if last is not None:
            chunk = chunk.where(tables.log.c.seq > last)
        rows = connection.execute(chunk).mappings().all()
        if not rows:
            return
        yield from map(dict, rows)
        last = rows[-1]["seq"]


def _fault(row: Mapping[str, Any], last: int, head: str, end: Anchor, known: Anchor | None) -> str:
    """Return what is wrong with the entry after the ``last``; empty when nothing is."""
    seq = row["seq"]
    if seq != last + 1:
        return f"manca la voce {last + 1}: dopo la {last} viene la {seq}"
    if seq > end.count:
        return f"la voce {seq} è stata aggiunta fuori dal programma"
    if row["previous_hash"] != head:
        return f"la voce {seq} non segue la precedente"
    if row["hash"] != _hash(head, row):
        return f"la voce {seq} è stata modificata"
    if known is not None and seq == known.count and row["hash"] != known.head:
        return f"la voce {seq} non è quella conservata altrove"
    return ""


def _log_row(row: dict[str, Any]) -> LogRow:
    entry = Entry(
        row["action"],
        row["subject_kind"],
        row["subject_id"],
        row["payload_digest"],
        json.loads(row["details"]),
    )
    return LogRow(row["seq"], datetime.fromisoformat(row["at"]), row["actor"], entry, row["hash"])


def _hash(previous: str, row: Mapping[str, Any]) -> str:
    return hashlib.sha256((previous + _canonical({name: row[name] for name in _HASHED})).encode()).hexdigest()


def _canonical(value: Mapping[str, Any]) -> str:
    return _ENCODER.encode(value)
