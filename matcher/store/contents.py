"""What every record holds, as digests: what the log must tell of its last write (``audit`` keeps no content)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Select, select

from matcher.store import tables
from matcher.store.pseudonym import content_digest, keyed_digest, reference

__all__ = ["PARTS", "Held", "content_digests"]

#: Of a person, in the order in which their digests are joined.
PARTS: Final = ("profile", "contact", "protected")
_PAGE: Final = 2_000

#: Kind of record, name by which the log knows it, plugin that keeps it (empty for the record itself).
Held = tuple[str, str, str]


def content_digests(connection: Connection) -> Iterator[tuple[Held, str]]:
    """Yield the digest of every person, vacancy, saved shortlist and plugin record, as a write logs it."""
    keys, people = {}, _people()
    for row in _pages(connection, people, tables.candidates.c.id):
        name = reference(row.key, row.id)
        keys[row.id] = row.key, name
        texts = (row.profile, row.contact, row.protected)
        held = content_digest(*("" if text is None else content_digest(text) for text in texts))
        yield ("candidate", name, ""), keyed_digest(row.key, held)
    jobs = tables.vacancies.c
    for row in _pages(connection, select(jobs.id, jobs.content), jobs.id):
        yield ("vacancy", row.id, ""), content_digest(row.content)
    lists = tables.shortlists.c
    for row in _pages(connection, select(lists.id, lists.key, lists.content), lists.id):
        yield ("shortlist", row.id, ""), keyed_digest(row.key, row.content)
    for row in connection.execute(select(tables.plugin_records)):
        digest = content_digest(str(row.schema_version), row.content)
        if row.owner_kind == "candidate" and row.owner_id in keys:
            key, name = keys[row.owner_id]
            yield ("candidate", name, row.plugin), keyed_digest(key, digest)
        else:
            yield (row.owner_kind, row.owner_id, row.plugin), digest


def _people() -> Select[Any]:
    people = tables.candidates
    joined = people.outerjoin(tables.contacts).outerjoin(tables.protected)
    return select(
        people.c.id,
        people.c.key,
        people.c.profile,
        tables.contacts.c.record.label("contact"),
        tables.protected.c.record.label("protected"),
    ).select_from(joined)


def _pages(connection: Connection, query: Select[Any], by: Any) -> Iterator[Any]:
    last, page = "", query.order_by(by).limit(_PAGE)
    while rows := connection.execute(page.where(by > last)).all():
        yield from rows
        last = rows[-1].id
