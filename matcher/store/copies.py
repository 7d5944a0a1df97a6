"""Pairs of near copies: suspected by a search, dismissed or merged by a person; a merge can be undone.

Merging changes no record: the second one of the pair is hidden from matching, and what must count for the
first (applications, live facts) is copied to it and remembered, so that undoing takes it away again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Table, delete, insert, or_, select, update

from matcher.store import tables
from matcher.store.revision import advance

__all__ = [
    "CopyPair",
    "CopyState",
    "Kind",
    "drop_copies",
    "get_copy",
    "hidden",
    "hidden_behind",
    "kept_for",
    "list_copies",
    "replace_suspects",
    "return_facts",
    "share_facts",
    "suspects_among",
    "touch",
    "write_copy",
]

Kind = Literal["candidate", "vacancy"]
CopyState = Literal["suspected", "dismissed", "merged"]

_RECORDS: Mapping[Kind, Table] = {"candidate": tables.candidates, "vacancy": tables.vacancies}
_FACTS: Mapping[str, Table] = {
    "applications": tables.applications,
    "states": tables.vacancy_candidate_states,
}
_COLUMNS: Mapping[Kind, tuple[str, str]] = {
    "candidate": ("candidate_id", "vacancy_id"),
    "vacancy": ("vacancy_id", "candidate_id"),
}


@dataclass(frozen=True, slots=True)
class CopyPair:
    """Two records that may be one.

    Attributes
    ----------
    first, second : str
        In the order of the alphabet while suspected; merged, the first is kept and the second hidden.
    score : int
        0..100: how alike they are.
    reasons : tuple of str
        Codes of what they share.
    moved : mapping
        What a merge copied to the first.
    """

    kind: Kind
    first: str
    second: str
    state: CopyState
    score: int
    reasons: tuple[str, ...]
    actor: str
    at: datetime
    moved: Mapping[str, Any]


def list_copies(connection: Connection, kind: Kind, states: Collection[CopyState]) -> list[CopyPair]:
    """Return the pairs in some states, the most alike first."""
    pairs = tables.copies.c
    found = select(tables.copies).where(pairs.kind == kind, pairs.state.in_(states))
    order = found.order_by(pairs.score.desc(), pairs.first_id, pairs.second_id)
    return [_pair(row) for row in connection.execute(order).mappings()]


def get_copy(connection: Connection, kind: Kind, one: str, other: str) -> CopyPair | None:
    """Return the pair of two records, in whatever order; ``None`` where there is none."""
    pairs = tables.copies.c
    both = pairs.first_id.in_([one, other]) & pairs.second_id.in_([one, other])
    row = connection.execute(select(tables.copies).where(pairs.kind == kind, both)).mappings().one_or_none()
    return None if row is None else _pair(row)


def hidden(connection: Connection, kind: Kind) -> frozenset[str]:
    """Return the ids of the records that are merged into another one: matching passes over them."""
    pairs = tables.copies.c
    found = select(pairs.second_id).where(pairs.kind == kind, pairs.state == "merged")
    return frozenset(connection.execute(found).scalars())


def kept_for(connection: Connection, kind: Kind, identifier: str) -> str:
    """Return the record that a merged one is hidden behind; empty where it is not hidden."""
    pairs, found = tables.copies.c, ""
    while True:
        kept = select(pairs.first_id).where(
            pairs.kind == kind, pairs.state == "merged", pairs.second_id == (found or identifier)
        )
        onward = connection.execute(kept).scalars().first()
        if onward is None or onward == identifier:
            return found
        found = onward


def hidden_behind(connection: Connection, kind: Kind, identifier: str) -> tuple[str, ...]:
    """Return the records merged into one, directly or through another."""
    pairs, found, waiting = tables.copies.c, list[str](), [identifier]
    while waiting:
        merged = select(pairs.second_id).where(
            pairs.kind == kind, pairs.state == "merged", pairs.first_id.in_(waiting)
        )
        waiting = [name for name in connection.execute(merged).scalars() if name not in found]
        found += waiting
    return tuple(sorted(found))


def suspects_among(connection: Connection, kind: Kind, identifiers: Sequence[str]) -> list[tuple[str, str]]:
    """Return the suspected pairs whose two records are both among these ids."""
    pairs = tables.copies.c
    found = select(pairs.first_id, pairs.second_id).where(
        pairs.kind == kind,
        pairs.state == "suspected",
        pairs.first_id.in_(identifiers),
        pairs.second_id.in_(identifiers),
    )
    rows = connection.execute(found.order_by(pairs.first_id, pairs.second_id))
    return [(row.first_id, row.second_id) for row in rows]


def replace_suspects(
    connection: Connection,
    kind: Kind,
    found: Iterable[tuple[str, str, int, tuple[str, ...]]],
    actor: str,
    at: datetime,
) -> int:
    """Write the pairs that a search found in place of those of the last one; return how many are new.

    Pairs that a person dismissed or merged stay as they are.
    """
    pairs = tables.copies.c
    connection.execute(delete(tables.copies).where(pairs.kind == kind, pairs.state == "suspected"))
    decided = select(pairs.first_id, pairs.second_id).where(pairs.kind == kind)
    known = {frozenset(row) for row in connection.execute(decided)}
    rows = [
        _row(CopyPair(kind, first, second, "suspected", score, reasons, actor, at, {}))
        for first, second, score, reasons in found
        if frozenset((first, second)) not in known
    ]
    if rows:
        connection.execute(insert(tables.copies), rows)
    return len(rows)


def write_copy(connection: Connection, pair: CopyPair) -> None:
    """Write what a person decided about a pair, over what was known of it."""
    pairs = tables.copies.c
    both = pairs.first_id.in_([pair.first, pair.second]) & pairs.second_id.in_([pair.first, pair.second])
    connection.execute(delete(tables.copies).where(pairs.kind == pair.kind, both))
    connection.execute(insert(tables.copies).values(_row(pair)))


def drop_copies(connection: Connection, kind: Kind, identifier: str) -> int:
    """Forget the pairs of an erased record; what was hidden behind it is matched again."""
    for name in hidden_behind(connection, kind, identifier):
        touch(connection, kind, name)
    pairs = tables.copies.c
    named = or_(pairs.first_id == identifier, pairs.second_id == identifier)
    return connection.execute(delete(tables.copies).where(pairs.kind == kind, named)).rowcount


def touch(connection: Connection, kind: Kind, identifier: str) -> None:
    """Mark a record as changed, so that every pool looks at it again."""
    table = _RECORDS[kind]
    changed = update(table).where(table.c.id == identifier)
    connection.execute(changed.values(revision=advance(connection)))


def share_facts(connection: Connection, kind: Kind, kept: str, gone: str) -> dict[str, list[str]]:
    """Copy applications and live facts of one record to another that lacks them.

    Returns
    -------
    dict
        Fact to the ids on the other side of what was copied: `return_facts` takes it back.
    """
    own, other = _COLUMNS[kind]
    shared: dict[str, list[str]] = {}
    for name, table in _FACTS.items():
        held = set(connection.execute(select(table.c[other]).where(table.c[own] == kept)).scalars())
        rows = connection.execute(select(table).where(table.c[own] == gone)).mappings()
        copied = [{**row, own: kept} for row in rows if row[other] not in held]
        if copied:
            connection.execute(insert(table), copied)
        shared[name] = sorted(row[other] for row in copied)
    return shared


def return_facts(connection: Connection, kind: Kind, kept: str, shared: Mapping[str, Sequence[str]]) -> None:
    """Take back what `share_facts` copied."""
    own, other = _COLUMNS[kind]
    for name, table in _FACTS.items():
        ids = shared.get(name, ())
        if ids:
            connection.execute(delete(table).where(table.c[own] == kept, table.c[other].in_(ids)))


def _row(pair: CopyPair) -> dict[str, Any]:
    return {
        "kind": pair.kind,
        "first_id": pair.first,
        "second_id": pair.second,
        "state": pair.state,
        "reasons": " ".join(pair.reasons),
        "actor": pair.actor,
        "score": pair.score,
        "moved": json.dumps(dict(pair.moved)),
        "at": pair.at,
    }


def _pair(row: Any) -> CopyPair:
    return CopyPair(
        row["kind"],
        row["first_id"],
        row["second_id"],
        row["state"],
        row["score"],
        tuple(row["reasons"].split()),
        row["actor"],
        row["at"],
        json.loads(row["moved"]),
    )
