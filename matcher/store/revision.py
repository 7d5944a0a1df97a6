"""The revision: a number that rises with every write, so that what was derived knows it is stale."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Table, select, update

from matcher.store import tables

__all__ = ["Changes", "advance", "changes_since", "revision"]


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to one kind of record since a revision.

    Attributes
    ----------
    revision : int
        The revision at which this was asked: the next question starts here.
    changed : tuple of str
        Ids of new and changed records, sorted.
    erased : tuple of str
        Ids of erased ones, sorted.
    """

    revision: int
    changed: tuple[str, ...]
    erased: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.changed or self.erased)


def revision(connection: Connection) -> int:
    """Return the revision of the last write, whatever it wrote."""
    return int(connection.execute(select(tables.meta.c.revision)).scalar_one())


def advance(connection: Connection) -> int:
    """Raise the revision and return it; once for each write."""
    raised = update(tables.meta).values(revision=tables.meta.c.revision + 1)
    return int(connection.execute(raised.returning(tables.meta.c.revision)).scalar_one())


def changes_since(connection: Connection, table: Table, kind: str, since: int) -> Changes:
    """Return what happened to the records of a table after a revision."""
    changed = select(table.c.id).where(table.c.revision > since).order_by(table.c.id)
    gone = tables.erasures.c
    erased = select(gone.subject_id).where(
        gone.kind == kind, gone.revision > since, gone.subject_id.is_not(None)
    )
    return Changes(
        revision(connection),
        tuple(connection.execute(changed).scalars()),
        tuple(connection.execute(erased.order_by(gone.subject_id)).scalars()),
    )
