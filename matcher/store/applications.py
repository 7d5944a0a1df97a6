"""Facts about a vacancy and a person: applications, and the live state of the pair.

The log keeps them under the vacancy and names the person by reference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import Connection, delete, func, insert, select

from matcher.domain.vacancy import Application
from matcher.errors import NotFoundError
from matcher.store import tables
from matcher.store.audit import Entry, append
from matcher.store.pseudonym import content_digest, keyed_digest, keys_of, reference
from matcher.store.revision import advance
from matcher.store.vacancies import known_vacancies
from matcher.store.writing import UpsertCounts, chunks, record_json, refuse_repeated

__all__ = [
    "PairState",
    "PairStateRow",
    "applications_of_candidate",
    "applications_to_vacancy",
    "count_hired",
    "pair_states_of_candidate",
    "pair_states_of_vacancy",
    "set_pair_state",
    "upsert_applications",
    "write_pair_state",
]

#: Already referred; refused by the person; hired here; rejected by the employer.
PairState = Literal["referred", "refused", "hired", "rejected", "unavailable"]


@dataclass(frozen=True, slots=True)
class PairStateRow:
    """The state of one pair: since when and by whom."""

    vacancy_id: str
    candidate_id: str
    state: PairState
    at: datetime
    actor: str


def upsert_applications(
    connection: Connection, rows: Sequence[Application], actor: str, at: datetime
) -> UpsertCounts:
    """Write applications in bulk; the same rows a second time change nothing.

    ``written`` holds the ids of the vacancies that got news.

    Raises
    ------
    NotFoundError
        If a vacancy or a candidate is not in the store; then nothing is written.
    InputError
        If a pair comes twice.
    """
    refuse_repeated([f"{row.vacancy_id} / {row.candidate_id}" for row in rows])
    keys = keys_of(connection, [row.candidate_id for row in rows])
    wanted = sorted({row.vacancy_id for row in rows})
    missing = sorted(set(wanted) - known_vacancies(connection, wanted))
    if missing:
        raise NotFoundError("E-STO-020", f"Richieste non trovate: {', '.join(missing[:10])}.")
    held = {
        (row.vacancy_id, row.candidate_id): row
        for piece in chunks(wanted)
        for row in _applications(connection, tables.applications.c.vacancy_id.in_(piece))
    }
    news = [row for row in rows if held.get((row.vacancy_id, row.candidate_id)) != row]
    changed = [row for row in news if (row.vacancy_id, row.candidate_id) in held]
    if not news:
        return UpsertCounts(unchanged=len(rows))
    advance(connection)
    for row in changed:
        connection.execute(_pair(delete(tables.applications), tables.applications, row))
    connection.execute(insert(tables.applications), [row.model_dump() for row in news])
    append(connection, [_entry(row, keys[row.candidate_id]) for row in news], actor, at)
    written = tuple(dict.fromkeys(row.vacancy_id for row in news))
    return UpsertCounts(len(news) - len(changed), len(changed), len(rows) - len(news), written)


def applications_to_vacancy(connection: Connection, vacancy_id: str) -> list[Application]:
    """Return who applied to a vacancy, by date and then by id."""
    return _applications(connection, tables.applications.c.vacancy_id == vacancy_id)


def applications_of_candidate(connection: Connection, candidate_id: str) -> list[Application]:
    """Return where a person applied, by date and then by vacancy."""
    return _applications(connection, tables.applications.c.candidate_id == candidate_id)


def set_pair_state(
    connection: Connection,
    vacancy_id: str,
    candidate_id: str,
    state: PairState | None,
    actor: str,
    at: datetime,
) -> None:
    """Record what is between a vacancy and a person now; ``None`` takes it away.

    Raises
    ------
    NotFoundError
        If the vacancy or the candidate is not in the store.
    ValueError
        If the state is not one of ``PairState``.
    """
    if state is not None and state not in get_args(PairState):
        raise ValueError(f"{state!r} is not a state of a pair")
    key = keys_of(connection, [candidate_id])[candidate_id]
    if not known_vacancies(connection, [vacancy_id]):
        raise NotFoundError("E-STO-020", f"La richiesta «{vacancy_id}» non c'è.")
    write_pair_state(connection, vacancy_id, candidate_id, state, actor, at)
    details = {"candidate": reference(key, candidate_id), "state": state or "none"}
    append(connection, [Entry("pair.state", "vacancy", vacancy_id, details=details)], actor, at)


def write_pair_state(
    connection: Connection,
    vacancy_id: str,
    candidate_id: str,
    state: PairState | None,
    actor: str,
    at: datetime,
) -> None:
    """Write the live state of a pair that follows from a step already in the log."""
    pairs = tables.vacancy_candidate_states
    advance(connection)
    connection.execute(
        delete(pairs).where(pairs.c.vacancy_id == vacancy_id, pairs.c.candidate_id == candidate_id)
    )
    if state is not None:
        row = {"vacancy_id": vacancy_id, "candidate_id": candidate_id, "state": state}
        connection.execute(insert(pairs).values(**row, at=at, actor=actor))


def pair_states_of_vacancy(connection: Connection, vacancy_id: str) -> dict[str, PairStateRow]:
    """Return the states of a vacancy's pairs by candidate id."""
    found = _states(connection, tables.vacancy_candidate_states.c.vacancy_id == vacancy_id)
    return {row.candidate_id: row for row in found}


def pair_states_of_candidate(connection: Connection, candidate_id: str) -> dict[str, PairStateRow]:
    """Return the states of a person's pairs by vacancy id."""
    found = _states(connection, tables.vacancy_candidate_states.c.candidate_id == candidate_id)
    return {row.vacancy_id: row for row in found}


def count_hired(connection: Connection) -> dict[str, int]:
    """Return how many people each vacancy has hired, by vacancy id; those that hired nobody are absent."""
    pairs = tables.vacancy_candidate_states.c
    counted = select(pairs.vacancy_id, func.count()).where(pairs.state == "hired").group_by(pairs.vacancy_id)
    return {name: int(count) for name, count in connection.execute(counted)}


def _entry(row: Application, key: bytes) -> Entry:
    payload = keyed_digest(key, content_digest(record_json(row)))
    details = {"candidate": reference(key, row.candidate_id)}
    return Entry("application.received", "vacancy", row.vacancy_id, payload, details)


def _applications(connection: Connection, condition: Any) -> list[Application]:
    held = tables.applications.c
    order = (held.received_on, held.vacancy_id, held.candidate_id)
    found = connection.execute(select(tables.applications).where(condition).order_by(*order))
    return [Application(**row) for row in found.mappings()]


def _states(connection: Connection, condition: Any) -> list[PairStateRow]:
    pairs = tables.vacancy_candidate_states
    order = (pairs.c.vacancy_id, pairs.c.candidate_id)
    return [_state(row) for row in connection.execute(select(pairs).where(condition).order_by(*order))]


def _state(row: Any) -> PairStateRow:
    return PairStateRow(row.vacancy_id, row.candidate_id, row.state, row.at, row.actor)


def _pair(statement: Any, table: Any, row: Application) -> Any:
    return statement.where(table.c.vacancy_id == row.vacancy_id, table.c.candidate_id == row.candidate_id)
