"""Writing candidates: bulk writes that can be repeated, and single edits that nobody overwrites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from matcher.domain.candidate import Candidate, Contact
from matcher.domain.protected import Protected
from matcher.store import tables
from matcher.store.audit import Entry, append
from matcher.store.candidates import candidate_not_found
from matcher.store.contents import PARTS
from matcher.store.erasure import erased_among
from matcher.store.pseudonym import content_digest, keyed_digest, new_key, reference
from matcher.store.revision import advance
from matcher.store.writing import UpsertCounts, chunks, record_json, refuse_repeated, require_version

__all__ = ["StoredCandidate", "set_candidate", "unchanged_since_import", "upsert_candidates"]

_BESIDE = (("contact", tables.contacts), ("protected", tables.protected))


@dataclass(frozen=True, slots=True)
class StoredCandidate:
    """What is written together; a part that is ``None`` leaves what is stored as it is."""

    candidate: Candidate
    contact: Contact | None = None
    protected: Protected | None = None


@dataclass(slots=True)
class _Write:
    """One candidate on its way in: texts and digests by part, then what the store already knows."""

    id: str
    office: str
    content: dict[str, str]
    digests: dict[str, str]
    imported: str
    known: Any = None

    @classmethod
    def of(cls, row: StoredCandidate) -> _Write:
        content = {"profile": record_json(row.candidate)}
        if row.contact is not None:
            content["contact"] = record_json(row.contact)
        if row.protected is not None:
            content["protected"] = record_json(row.protected)
        digests = {part: content_digest(text) for part, text in content.items()}
        imported = content_digest(*(digests.get(part, "") for part in PARTS))
        return cls(row.candidate.id, row.candidate.office, content, digests, imported)

    def standing(self) -> str:
        """Return the digest of all that is held of the person once this is written."""
        held = {} if self.known is None else self.known._mapping
        return content_digest(*(self.digests.get(part) or held.get(part) or "" for part in PARTS))

    def differs(self, part: str) -> bool:
        """Whether a part was given and is not what the store holds."""
        held = None if self.known is None else self.known._mapping[part]
        return part in self.digests and self.digests[part] != held


def upsert_candidates(
    connection: Connection, rows: Sequence[StoredCandidate], actor: str, at: datetime
) -> UpsertCounts:
    """Write candidates in bulk: create the new, give the changed a new version, leave the rest.

    The same rows a second time change nothing, also when staff edited the person in between: only
    content that differs from the last one imported is news.

    Raises
    ------
    InputError
        If an id comes twice, or a text cannot be kept.
    """
    refuse_repeated([row.candidate.id for row in rows])
    counts, raised = UpsertCounts(), 0
    for piece in chunks(rows):
        writes = _compared(connection, [_Write.of(row) for row in piece])
        missing = [write.id for write in writes if write.known is None]
        erased = erased_among(connection, "candidate", missing) if missing else set()
        new = [write for write in writes if write.known is None and write.id not in erased]
        news = [write for write in writes if write.known and write.known.imported != write.imported]
        changed = [write for write in news if any(map(write.differs, write.content))]
        if news:
            _note_imported(connection, news)
        if new or changed:
            raised = raised or advance(connection)
            _write(connection, new, changed, raised, actor, at)
        written = {write.id for write in (*new, *changed)}
        counts += UpsertCounts(
            len(new),
            len(changed),
            len(piece) - len(written) - len(erased),
            tuple(write.id for write in writes if write.id in written),
            tuple(write.id for write in writes if write.id in erased),
        )
    return counts


def unchanged_since_import(connection: Connection, rows: Sequence[StoredCandidate]) -> set[str]:
    """Return the ids of rows that say what their last import said, whatever staff edited since."""
    found: set[str] = set()
    for piece in chunks(rows):
        writes = _compared(connection, [_Write.of(row) for row in piece])
        found.update(one.id for one in writes if one.known is not None and one.known.imported == one.imported)
    return found


def set_candidate(
    connection: Connection, row: StoredCandidate, expected_version: int, actor: str, at: datetime
) -> int:
    """Replace one candidate as edited by staff; return the version, raised only by a real change.

    Raises
    ------
    NotFoundError
        If the candidate is not in the store.
    WorkspaceError
        If somebody changed it after ``expected_version`` was read.
    """
    [write] = _compared(connection, [_Write.of(row)])
    if write.known is None:
        raise candidate_not_found(connection, write.id)
    require_version(write.id, write.known.version, expected_version)
    if not any(map(write.differs, write.content)):
        return expected_version
    _write(connection, [], [write], advance(connection), actor, at)
    return expected_version + 1


def _compared(connection: Connection, writes: list[_Write]) -> list[_Write]:
    people, joined = (
        tables.candidates,
        tables.candidates.outerjoin(tables.contacts).outerjoin(tables.protected),
    )
    query = select(
        people.c.id,
        people.c.key,
        people.c.version,
        people.c.imported,
        people.c.digest.label("profile"),
        tables.contacts.c.digest.label("contact"),
        tables.protected.c.digest.label("protected"),
    ).select_from(joined)
    found = connection.execute(query.where(people.c.id.in_([write.id for write in writes])))
    known = {row.id: row for row in found}
    for write in writes:
        write.known = known.get(write.id)
    return writes


def _note_imported(connection: Connection, writes: list[_Write]) -> None:
    people = tables.candidates
    noted = update(people).where(people.c.id == bindparam("of")).values(imported=bindparam("digest_imported"))
    connection.execute(noted, [{"of": write.id, "digest_imported": write.imported} for write in writes])


def _write(
    connection: Connection, new: list[_Write], changed: list[_Write], raised: int, actor: str, at: datetime
) -> None:
    people = tables.candidates
    created, replaced, entries = [], [], []
    for write in (*new, *changed):
        key, version = (write.known.key, write.known.version + 1) if write.known else (new_key(), 1)
        row = {
            "profile": write.content["profile"],
            "digest": write.digests["profile"],
            "version": version,
            "revision": raised,
            "updated_at": at,
            "office": write.office,
        }
        if write.known:
            replaced.append({"of": write.id, **row})
        else:
            created.append({"id": write.id, "key": key, "imported": write.imported, **row})
        payload = keyed_digest(key, write.standing())
        action = "candidate.changed" if write.known else "candidate.created"
        entries.append(Entry(action, "candidate", reference(key, write.id), payload, {"version": version}))
    if created:
        connection.execute(insert(people), created)
    if replaced:
        # The other columns of the parameter sets are the values.
        connection.execute(update(people).where(people.c.id == bindparam("of")), replaced)
    _write_parts(connection, [*new, *changed])
    append(connection, entries, actor, at)


def _write_parts(connection: Connection, writes: list[_Write]) -> None:
    for part, table in _BESIDE:
        news = [write for write in writes if write.differs(part)]
        held = [write.id for write in news if write.known is not None]
        if held:
            connection.execute(delete(table).where(table.c.candidate_id.in_(held)))
        if news:
            connection.execute(
                insert(table),
                [
                    {"candidate_id": write.id, "record": write.content[part], "digest": write.digests[part]}
                    for write in news
                ],
            )
