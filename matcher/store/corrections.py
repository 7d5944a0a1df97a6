"""Words: what operators decided about them, and those that wait for a decision.

Both are kept by kind and by the words alone, never by the person who wrote them; corrections therefore
outlive the person, the import and the vocabulary.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Text, bindparam, cast, delete, insert, select, update

from matcher.errors import NotFoundError
from matcher.store import tables
from matcher.store.audit import Entry, append
from matcher.store.pseudonym import content_digest
from matcher.store.revision import advance
from matcher.store.writing import chunks
from matcher.text.normalise import normalise

__all__ = [
    "LinkStatus",
    "Waiting",
    "corrections",
    "drop_unsaid",
    "link_queue",
    "put_correction",
    "queue_links",
    "remove_correction",
    "settle_link",
]

LinkStatus = Literal["waiting", "resolved", "ignored"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Words that reached no concept, or more than one.

    Attributes
    ----------
    kind : str
        ``occupation``, ``skill`` and so on.
    text : str
        The words, normalised.
    occurrences : int
        How many records hold them.
    choices : tuple of str
        Concept ids among which to choose, the likeliest first.
    """

    kind: str
    text: str
    occurrences: int
    choices: tuple[str, ...] = ()
    status: LinkStatus = "waiting"


def put_correction(
    connection: Connection, kind: str, folded: str, concept: str, actor: str, at: datetime
) -> None:
    """Decide that words (normalised) mean a concept; an empty concept: they mean none."""
    remove = _correction(kind, folded)
    advance(connection)
    connection.execute(remove)
    row = {"kind": kind, "folded": folded, "concept": concept, "actor": actor, "at": at}
    connection.execute(insert(tables.corrections).values(row))
    append(connection, [_entry("correction.put", kind, folded, concept)], actor, at)


def remove_correction(connection: Connection, kind: str, folded: str, actor: str, at: datetime) -> None:
    """Take a decision back.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    if not connection.execute(_correction(kind, folded)).rowcount:
        raise NotFoundError("E-STO-040", f"Nessuna correzione per «{folded}».")
    advance(connection)
    append(connection, [_entry("correction.removed", kind, folded, "")], actor, at)


def corrections(connection: Connection, kind: str) -> dict[str, str]:
    """Return every decision of a kind: normalised words to concept id."""
    held = tables.corrections.c
    found = select(held.folded, held.concept).where(held.kind == kind).order_by(held.folded)
    return {row.folded: row.concept for row in connection.execute(found)}


def queue_links(connection: Connection, waiting: Sequence[Waiting], actor: str, at: datetime) -> None:
    """Add words to the queue; occurrences add up, choices are the latest, a settled word stays settled."""
    if not waiting:
        return
    queue = tables.link_queue
    held: set[tuple[str, str]] = set()
    for piece in chunks(waiting):
        found = select(queue.c.kind, queue.c.text).where(queue.c.text.in_([item.text for item in piece]))
        held.update((row.kind, row.text) for row in connection.execute(found))
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    for item in waiting:
        earlier = merged.get((item.kind, item.text), {"occurrences": 0})
        row = {"occurrences": earlier["occurrences"] + item.occurrences, "choices": json.dumps(item.choices)}
        merged[item.kind, item.text] = row
    new = [
        {"kind": k, "text": t, "status": "waiting", **row}
        for (k, t), row in merged.items()
        if (k, t) not in held
    ]
    old = [
        {"k": k, "t": t, "n": row["occurrences"], "c": row["choices"]}
        for (k, t), row in merged.items()
        if (k, t) in held
    ]
    advance(connection)
    if new:
        connection.execute(insert(queue), new)
    if old:
        same = update(queue).where(queue.c.kind == bindparam("k"), queue.c.text == bindparam("t"))
        raised = {"occurrences": queue.c.occurrences + bindparam("n"), "choices": bindparam("c")}
        connection.execute(same.values(raised), old)
    details: Mapping[str, int] = {"new": len(new), "repeated": len(old)}
    append(connection, [Entry("links.queued", "words", "queue", details=details)], actor, at)


def drop_unsaid(connection: Connection, words: Iterable[tuple[str, str]]) -> int:
    """Take words out of the queue that no candidate and no vacancy says any longer; return how many.

    Parameters
    ----------
    words : iterable of (str, str)
        Kind, and the words as written.
    """
    queue, gone = tables.link_queue.c, 0
    records = (tables.candidates.c.profile, tables.vacancies.c.content)
    for kind, text in dict.fromkeys(words):
        written = json.dumps(text, ensure_ascii=False)[1:-1]
        said = [
            select(column.table.c.id).where(cast(column, Text).icontains(written, autoescape=True)).exists()
            for column in records
        ]
        unsaid = delete(tables.link_queue).where(queue.kind == kind, queue.text == normalise(text))
        gone += connection.execute(unsaid.where(~said[0], ~said[1])).rowcount
    return gone


def link_queue(
    connection: Connection,
    kind: str = "",
    *,
    status: LinkStatus = "waiting",
    limit: int = 50,
    offset: int = 0,
) -> list[Waiting]:
    """Return one page of the queue, the most frequent words first."""
    queue = tables.link_queue
    page = select(queue).where(queue.c.status == status)
    if kind:
        page = page.where(queue.c.kind == kind)
    page = page.order_by(queue.c.occurrences.desc(), queue.c.kind, queue.c.text).limit(limit).offset(offset)
    return [
        Waiting(row.kind, row.text, row.occurrences, tuple(json.loads(row.choices)), row.status)
        for row in connection.execute(page)
    ]


def settle_link(
    connection: Connection, kind: str, text: str, concept: str | None, actor: str, at: datetime
) -> None:
    """Settle words that wait: with a concept (which becomes a correction), or ``None`` to ignore them.

    Raises
    ------
    NotFoundError
        If the words are not in the queue.
    """
    queue = tables.link_queue
    status: LinkStatus = "ignored" if concept is None else "resolved"
    settled = update(queue).where(queue.c.kind == kind, queue.c.text == text).values(status=status)
    if not connection.execute(settled).rowcount:
        raise NotFoundError("E-STO-041", f"«{text}» non è in attesa di collegamento.")
    if concept is not None:
        put_correction(connection, kind, text, concept, actor, at)
        return
    advance(connection)
    append(connection, [_entry("link.ignored", kind, text, "")], actor, at)


def _correction(kind: str, folded: str) -> Any:
    held = tables.corrections.c
    return delete(tables.corrections).where(held.kind == kind, held.folded == folded)


def _entry(action: str, kind: str, folded: str, concept: str) -> Entry:
    # The words themselves may be a person's own: the log keeps their digest.
    digest = content_digest(kind, folded)
    return Entry(action, "words", digest[:32], digest, {"kind": kind, "concept": concept})
