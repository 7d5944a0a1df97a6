"""Writing candidates: bulk writes that can be repeated, and single edits that nobody overwrites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

__all__ = [
    "CandidateTexts",
    "StoredCandidate",
    "set_candidate",
    "unchanged_since_import",
    "upsert_candidates",
]

_BESIDE = (("contact", tables.contacts), ("protected", tables.protected))


@dataclass(frozen=True, slots=True)
class StoredCandidate:
    """What is written together; a part that is ``None`` leaves what is stored as it is."""

    candidate: Candidate
    contact: Contact | None = None
    protected: Protected | None = None


@dataclass(frozen=True, slots=True)
class CandidateTexts:
    """The same as it is kept, cheap to hand from process to process.

    Attributes
    ----------
    content, digests : dict of str to str
        JSON text of each part that was given, and its digest.
    whole : str
        Digest of all parts together.
    """

    id: str
    office: str
    content: dict[str, str]
    digests: dict[str, str]
    whole: str

    @classmethod
    def of(cls, row: StoredCandidate) -> CandidateTexts:
        """Write a candidate out.

        Raises
        ------
        InputError
            If a text cannot be kept.
        """
        content = {"profile": record_json(row.candidate)}
        if row.contact is not None:
            content["contact"] = record_json(row.contact)
        if row.protected is not None:
            content["protected"] = record_json(row.protected)
        digests = {part: content_digest(text) for part, text in content.items()}
        whole = content_digest(*(digests.get(part, "") for part in PARTS))
        return cls(row.candidate.id, row.candidate.office, content, digests, whole)


@dataclass(slots=True)
class _Write:
    """One candidate on its way in, then what the store already knows."""

    texts: CandidateTexts
    mark: str | None
    known: Any = None

    @classmethod
    def of(cls, row: StoredCandidate | CandidateTexts, given: Mapping[str, str] | None = None) -> _Write:
        texts = row if isinstance(row, CandidateTexts) else CandidateTexts.of(row)
        return cls(texts, texts.whole if given is None else given.get(texts.id))

    def standing(self) -> str:
        """Return the digest of all that is held of the person once this is written."""
        held = {} if self.known is None else self.known._mapping
        return content_digest(*(self.texts.digests.get(part) or held.get(part) or "" for part in PARTS))

    def differs(self, part: str) -> bool:
        """Whether a part was given and is not what the store holds."""
        held = None if self.known is None else self.known._mapping[part]
        digests = self.texts.digests
        return part in digests and digests[part] != held


def upsert_candidates(
    connection: Connection,
    rows: Sequence[StoredCandidate | CandidateTexts],
    actor: str,
    at: datetime,
    given: Mapping[str, str] | None = None,
) -> UpsertCounts:
    """Write candidates in bulk: create the new, give the changed a new version, leave the rest.

    The same rows a second time change nothing, also when staff edited the person in between: only
    what differs from the last one imported is news.

    Parameters
    ----------
    given : mapping of str to str, optional
        Digest of the words that each row was read from, by id, as for vacancies. Rows of no file have none, and what
        was imported last stays noted. The digest of the record if omitted.

    Raises
    ------
    InputError
        If an id comes twice, or a text cannot be kept.
    """
    refuse_repeated([row.id if isinstance(row, CandidateTexts) else row.candidate.id for row in rows])
    counts, raised = UpsertCounts(), 0
    for piece in chunks(rows):
        writes = _compared(connection, [_Write.of(row, given) for row in piece])
        missing = [write.texts.id for write in writes if write.known is None]
        erased = erased_among(connection, "candidate", missing) if missing else set()
        new = [write for write in writes if write.known is None and write.texts.id not in erased]
        news = [write for write in writes if write.known and write.known.imported != write.mark]
        changed = [write for write in news if any(map(write.differs, write.texts.content))]
        if marked := [write for write in news if write.mark]:
            _note_imported(connection, marked)
        if new or changed:
            raised = raised or advance(connection)
            _write(connection, new, changed, raised, actor, at)
        written = {write.texts.id for write in (*new, *changed)}
        counts += UpsertCounts(
            len(new),
            len(changed),
            len(piece) - len(written) - len(erased),
            tuple(row.id for row in (write.texts for write in writes) if row.id in written),
            tuple(row.id for row in (write.texts for write in writes) if row.id in erased),
        )
    return counts


def unchanged_since_import(connection: Connection, given: Mapping[str, str]) -> set[str]:
    """Return the ids of rows that say what their last import said, whatever staff edited since.

    Parameters
    ----------
    given : mapping of str to str
        Digest of the words of each row, by id, as for `upsert_candidates`.
    """
    people = tables.candidates.c
    found: set[str] = set()
    for piece in chunks(list(given)):
        noted = connection.execute(select(people.id, people.imported).where(people.id.in_(piece)))
        found.update(row.id for row in noted if row.imported == given[row.id])
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
        raise candidate_not_found(connection, write.texts.id)
    require_version(write.texts.id, write.known.version, expected_version)
    if not any(map(write.differs, write.texts.content)):
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
    found = connection.execute(query.where(people.c.id.in_([write.texts.id for write in writes])))
    known = {row.id: row for row in found}
    for write in writes:
        write.known = known.get(write.texts.id)
    return writes


def _note_imported(connection: Connection, writes: list[_Write]) -> None:
    people = tables.candidates
    noted = update(people).where(people.c.id == bindparam("of")).values(imported=bindparam("digest_imported"))
    connection.execute(noted, [{"of": write.texts.id, "digest_imported": write.mark} for write in writes])


def _write(
    connection: Connection, new: list[_Write], changed: list[_Write], raised: int, actor: str, at: datetime
) -> None:
    people = tables.candidates
    created, replaced, entries = [], [], []
    for write in (*new, *changed):
        texts = write.texts
        key, version = (write.known.key, write.known.version + 1) if write.known else (new_key(), 1)
        row = {
            "profile": texts.content["profile"],
            "digest": texts.digests["profile"],
            "version": version,
            "revision": raised,
            "updated_at": at,
            "office": texts.office,
        }
        if write.known:
            replaced.append({"of": texts.id, **row})
        else:
            created.append({"id": texts.id, "key": key, "imported": write.mark or texts.whole, **row})
        payload = keyed_digest(key, write.standing())
        action = "candidate.changed" if write.known else "candidate.created"
        entries.append(Entry(action, "candidate", reference(key, texts.id), payload, {"version": version}))
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
        held = [write.texts.id for write in news if write.known is not None]
        if held:
            connection.execute(delete(table).where(table.c.candidate_id.in_(held)))
        if news:
            connection.execute(
                insert(table),
                [
                    {"candidate_id": texts.id, "record": texts.content[part], "digest": texts.digests[part]}
                    for texts in (write.texts for write in news)
                ],
            )
