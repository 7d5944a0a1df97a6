"""Vacancies: bulk writes that can be repeated, edits that nobody overwrites, closing, pages, a stream."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pydantic_core import from_json
from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from matcher.domain.vacancy import Vacancy, VacancyState
from matcher.errors import NotFoundError
from matcher.store import tables
from matcher.store.audit import Entry, append
from matcher.store.erasure import erased_among
from matcher.store.pseudonym import content_digest
from matcher.store.revision import Changes, advance, changes_since
from matcher.store.writing import UpsertCounts, chunks, record_json, refuse_repeated, require_version

__all__ = [
    "CLOSED_STATES",
    "VacancyRow",
    "changed_since",
    "count_vacancies",
    "get_vacancy",
    "iterate_vacancies",
    "known_vacancies",
    "list_vacancies",
    "move_vacancy",
    "read_openings",
    "read_vacancies",
    "set_vacancy",
    "unchanged_since_import",
    "upsert_vacancies",
    "vacancy_digest",
    "vacancy_not_found",
]

#: States in which nobody is sought any more.
CLOSED_STATES: Final = (
    VacancyState.FILLED,
    VacancyState.CLOSED_UNFILLED,
    VacancyState.CANCELLED,
    VacancyState.EXPIRED,
)
_OPENINGS: Final[int] = Vacancy.model_fields["openings"].default


@dataclass(frozen=True, slots=True)
class VacancyRow:
    """A vacancy as stored, with its version (from 1) and the moment of its last change."""

    vacancy: Vacancy
    version: int
    updated_at: datetime


def upsert_vacancies(
    connection: Connection,
    rows: Sequence[Vacancy],
    actor: str,
    at: datetime,
    given: Mapping[str, str] | None = None,
) -> UpsertCounts:
    """Write vacancies in bulk: create the new, give the changed a new version, leave the rest.

    The same rows a second time change nothing, also when staff edited or closed the vacancy in between.
    A known vacancy keeps its state, which moves at the desk alone, unless the row says that it is closed or suspended.

    Parameters
    ----------
    given : mapping of str to str, optional
        Digest of the words that each row was read from, by id: the same words are the same row, however they are read
        today. Rows of no file have none, and what was imported last stays noted. The digest of the record if omitted.

    Raises
    ------
    InputError
        If an id comes twice, or a text cannot be kept.
    """
    refuse_repeated([vacancy.id for vacancy in rows])
    counts, raised = UpsertCounts(), 0
    for some in chunks(rows):
        content = {vacancy.id: record_json(vacancy) for vacancy in some}
        digests = {identifier: content_digest(text) for identifier, text in content.items()}
        marks = digests if given is None else {key: given[key] for key in content if key in given}
        known = _known(connection, list(content))
        piece = [_in_its_state(vacancy, known.get(vacancy.id)) for vacancy in some]
        missing = [identifier for identifier in content if identifier not in known]
        erased = erased_among(connection, "vacancy", missing) if missing else set()
        news = [key for key in content if key in known and known[key].imported != marks.get(key)]
        texts = {vacancy.id: record_json(vacancy) for vacancy in piece if vacancy.id in news}
        changed = {key for key in news if known[key].digest != content_digest(texts[key])}
        written = [
            one for one in piece if one.id in changed or (one.id not in known and one.id not in erased)
        ]
        if written:
            raised = raised or advance(connection)
            _write(connection, written, known, raised, actor, at, marks)
        if noted := {key: marks[key] for key in news if key in marks}:
            _note_imported(connection, noted)
        counts += UpsertCounts(
            len(written) - len(changed),
            len(changed),
            len(piece) - len(written) - len(erased),
            tuple(vacancy.id for vacancy in written),
            tuple(identifier for identifier in content if identifier in erased),
        )
    return counts


def unchanged_since_import(connection: Connection, given: Mapping[str, str]) -> set[str]:
    """Return the ids of rows that say what their last import said, whatever staff edited since.

    Parameters
    ----------
    given : mapping of str to str
        Digest of the words of each row, by id, as for `upsert_vacancies`.
    """
    found: set[str] = set()
    for piece in chunks(list(given)):
        known = _known(connection, piece)
        found.update(key for key in piece if key in known and known[key].imported == given[key])
    return found


def set_vacancy(
    connection: Connection, vacancy: Vacancy, expected_version: int, actor: str, at: datetime
) -> int:
    """Replace one vacancy as edited by staff; return the version, raised only by a real change.

    Raises
    ------
    NotFoundError
        If the vacancy is not in the store.
    WorkspaceError
        If somebody changed it after ``expected_version`` was read.
    """
    known = _known(connection, [vacancy.id])
    if vacancy.id not in known:
        raise vacancy_not_found(connection, vacancy.id)
    require_version(vacancy.id, known[vacancy.id].version, expected_version)
    if vacancy_digest(vacancy) == known[vacancy.id].digest:
        return expected_version
    _write(connection, [vacancy], known, advance(connection), actor, at)
    return expected_version + 1


def vacancy_digest(vacancy: Vacancy) -> str:
    """Return the digest by which the log knows what a vacancy holds."""
    return content_digest(record_json(vacancy))


def move_vacancy(
    connection: Connection, vacancy_id: str, state: VacancyState, expected_version: int, at: datetime
) -> int:
    """Write the state of a vacancy; return the new version. The desk decides what is legal, and logs it.

    Raises
    ------
    NotFoundError
        If the vacancy is not in the store.
    WorkspaceError
        If somebody changed it after ``expected_version`` was read.
    """
    row = get_vacancy(connection, vacancy_id)
    require_version(vacancy_id, row.version, expected_version)
    content = record_json(row.vacancy.model_copy(update={"state": state}))
    values = {"content": content, "digest": content_digest(content), "state": state.value, "updated_at": at}
    moved = update(tables.vacancies).where(tables.vacancies.c.id == vacancy_id)
    raised = {"version": row.version + 1, "revision": advance(connection)}
    connection.execute(moved.values(**values, **raised))
    return row.version + 1


def get_vacancy(connection: Connection, vacancy_id: str) -> VacancyRow:
    """Return one vacancy.

    Raises
    ------
    NotFoundError
        If the vacancy is not in the store; the message says so when it was erased.
    """
    row = connection.execute(_rows().where(tables.vacancies.c.id == vacancy_id)).one_or_none()
    if row is None:
        raise vacancy_not_found(connection, vacancy_id)
    return _vacancy_row(row)


def known_vacancies(connection: Connection, identifiers: Sequence[str]) -> set[str]:
    """Return which of these ids are in the store."""
    return {identifier for piece in chunks(identifiers) for identifier in _known(connection, piece)}


def read_vacancies(connection: Connection, identifiers: Sequence[str]) -> dict[str, Vacancy]:
    """Return the vacancies of those ids that are in the store."""
    jobs = tables.vacancies.c
    found: dict[str, Vacancy] = {}
    for piece in chunks(identifiers):
        rows = connection.execute(select(jobs.id, jobs.content).where(jobs.id.in_(piece)))
        found.update((row.id, Vacancy.model_validate_json(row.content)) for row in rows)
    return found


def read_openings(connection: Connection, identifiers: Sequence[str]) -> dict[str, int]:
    """Return how many people are sought by the vacancies of those ids that are in the store."""
    jobs = tables.vacancies.c
    found: dict[str, int] = {}
    for piece in chunks(identifiers):
        rows = connection.execute(select(jobs.id, jobs.content).where(jobs.id.in_(piece)))
        # the record is valid since it was written: of many thousands, one number each is read
        found.update((row.id, int(from_json(row.content).get("openings", _OPENINGS))) for row in rows)
    return found


def list_vacancies(
    connection: Connection,
    *,
    states: Sequence[VacancyState] = (),
    open_only: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> list[VacancyRow]:
    """Return one page of vacancies, by id."""
    page = _filtered(_rows(), states, open_only).order_by(tables.vacancies.c.id).limit(limit).offset(offset)
    return [_vacancy_row(row) for row in connection.execute(page)]


def count_vacancies(
    connection: Connection, *, states: Sequence[VacancyState] = (), open_only: bool = False
) -> int:
    """Return how many vacancies a list without limit would have."""
    counted = select(func.count()).select_from(tables.vacancies)
    return int(connection.execute(_filtered(counted, states, open_only)).scalar_one())


def iterate_vacancies(connection: Connection, size: int = 1_000) -> Iterator[Vacancy]:
    """Yield every vacancy, by id."""
    jobs, last = tables.vacancies.c, ""
    query = select(jobs.id, jobs.content).order_by(jobs.id).limit(size)
    while rows := connection.execute(query.where(jobs.id > last)).all():
        yield from (Vacancy.model_validate_json(row.content) for row in rows)
        last = rows[-1].id


def changed_since(connection: Connection, revision: int) -> Changes:
    """Return which vacancies changed or were erased after a revision; falsy when none."""
    return changes_since(connection, tables.vacancies, "vacancy", revision)


def vacancy_not_found(connection: Connection, vacancy_id: str) -> NotFoundError:
    """Return the error for an id that is not in the store, erased or never seen."""
    if erased_among(connection, "vacancy", [vacancy_id]):
        return NotFoundError("E-STO-020", f"La richiesta «{vacancy_id}» è stata cancellata.")
    return NotFoundError("E-STO-020", f"La richiesta «{vacancy_id}» non c'è.")


def _known(connection: Connection, identifiers: Sequence[str]) -> dict[str, Any]:
    jobs = tables.vacancies.c
    found = select(jobs.id, jobs.version, jobs.digest, jobs.imported, jobs.state).where(
        jobs.id.in_(identifiers)
    )
    return {row.id: row for row in connection.execute(found)}


def _in_its_state(vacancy: Vacancy, stored: Any) -> Vacancy:
    if stored is None or vacancy.state.value == stored.state:
        return vacancy
    held = VacancyState(stored.state)
    over = vacancy.state in CLOSED_STATES or vacancy.state is VacancyState.SUSPENDED
    if over and held not in CLOSED_STATES:
        return vacancy
    return vacancy.model_copy(update={"state": held})


def _write(
    connection: Connection,
    written: Sequence[Vacancy],
    known: dict[str, Any],
    raised: int,
    actor: str,
    at: datetime,
    marks: Mapping[str, str] | None = None,
) -> None:
    created, replaced, entries = [], [], []
    for vacancy in written:
        text = record_json(vacancy)
        digest, stored = content_digest(text), known.get(vacancy.id)
        version = stored.version + 1 if stored else 1
        row = {
            "content": text,
            "digest": digest,
            "state": vacancy.state.value,
            "version": version,
            "revision": raised,
            "updated_at": at,
        }
        if stored:
            replaced.append({"of": vacancy.id, **row})
        else:
            imported = (marks or {}).get(vacancy.id, digest)
            created.append({"id": vacancy.id, "imported": imported, **row})
        action = "vacancy.changed" if stored else "vacancy.created"
        details: dict[str, str | int] = {"version": version, "state": vacancy.state.value}
        entries.append(Entry(action, "vacancy", vacancy.id, digest, details))
    if created:
        connection.execute(insert(tables.vacancies), created)
    if replaced:
        connection.execute(update(tables.vacancies).where(tables.vacancies.c.id == bindparam("of")), replaced)
    append(connection, entries, actor, at)


def _note_imported(connection: Connection, digests: dict[str, str]) -> None:
    noted = update(tables.vacancies).where(tables.vacancies.c.id == bindparam("of"))
    rows = [{"of": identifier, "imported": digest} for identifier, digest in digests.items()]
    connection.execute(noted, rows)


def _rows() -> Select[Any]:
    jobs = tables.vacancies.c
    return select(jobs.content, jobs.version, jobs.updated_at)


def _vacancy_row(row: Any) -> VacancyRow:
    return VacancyRow(Vacancy.model_validate_json(row.content), row.version, row.updated_at)


def _filtered(query: Select[Any], states: Sequence[VacancyState], open_only: bool) -> Select[Any]:
    if states:
        query = query.where(tables.vacancies.c.state.in_([state.value for state in states]))
    if open_only:
        query = query.where(tables.vacancies.c.state.not_in([state.value for state in CLOSED_STATES]))
    return query
