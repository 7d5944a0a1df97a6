"""The log: whole as long as nobody touches it, and it says where it was touched."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from matcher.domain.candidate import Candidate
from matcher.domain.vacancy import Vacancy
from matcher.store import tables
from matcher.store.audit import GENESIS, Anchor, Entry, anchor, append, history, verify
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.candidates import candidate_reference
from matcher.store.database import Database
from matcher.store.vacancies import upsert_vacancies

NOW = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)
log = tables.log


def write(connection: Connection, count: int, actor: str = "anna") -> None:
    entries = [Entry("test", "thing", f"T-{number}", "d", {"n": number}) for number in range(count)]
    append(connection, entries, actor, NOW)


def test_an_empty_log_is_whole(connection: Connection) -> None:
    assert (verify(connection).ok, verify(connection).n) == (True, 0)
    assert anchor(connection) == Anchor(0, GENESIS)


def test_the_chain_is_the_documented_one(connection: Connection) -> None:
    """The hash that anybody can recompute with sha256sum, for a log of one entry."""
    append(connection, [Entry("a", "b", "c", "d", {"z": 1, "è": True})], "anna", NOW)
    hashed = (
        r'{"action":"a","actor":"anna","at":"2025-03-10T09:00:00.000000+00:00",'
        r'"details":"{\"z\":1,\"\\u00e8\":true}","payload_digest":"d","seq":1,"subject_id":"c","subject_kind":"b"}'
    )
    assert anchor(connection) == Anchor(1, hashlib.sha256((GENESIS + hashed).encode()).hexdigest())


def test_every_write_is_logged_with_its_actor_and_time(connection: Connection) -> None:
    upsert_candidates(connection, [StoredCandidate(Candidate(id="C-1"))], "anna", NOW)
    upsert_vacancies(connection, [Vacancy(id="V-1", title="Barista")], "bruno", NOW)
    [row] = history(connection, "candidate", candidate_reference(connection, "C-1"))
    assert (row.seq, row.actor, row.at, row.entry.action) == (1, "anna", NOW, "candidate.created")
    [row] = history(connection, "vacancy", "V-1")
    assert (row.seq, row.actor, row.entry.details) == (2, "bruno", {"version": 1, "state": "ricevuta"})
    assert (verify(connection).ok, verify(connection).n) == (True, 2)


def test_a_write_that_fails_is_not_logged(database: Database) -> None:
    def write_and_fail() -> None:
        with database.transaction() as connection:
            write(connection, 3)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with database.snapshot() as connection:
        assert anchor(connection).count == 0
        assert verify(connection).ok


def _change(column: str, value: object) -> Callable[[Connection], object]:
    return lambda connection: connection.execute(update(log).where(log.c.seq == 7).values({column: value}))


def _remove(connection: Connection) -> None:
    connection.execute(delete(log).where(log.c.seq == 7))


def _remove_and_close_the_gap(connection: Connection) -> None:
    _remove(connection)
    for seq in range(8, 11):
        connection.execute(update(log).where(log.c.seq == seq).values(seq=seq - 1))


def _swap(connection: Connection) -> None:
    for old, new in ((7, -1), (8, 7), (-1, 8)):
        connection.execute(update(log).where(log.c.seq == old).values(seq=new))


def _insert_between(connection: Connection) -> None:
    for seq in range(10, 6, -1):
        connection.execute(update(log).where(log.c.seq == seq).values(seq=seq + 1))
    row = dict(connection.execute(select(log).where(log.c.seq == 6)).mappings().one())
    connection.execute(insert(log).values({**row, "seq": 7}))


@pytest.mark.parametrize(
    "tamper",
    [
        *(
            _change(column, value)
            for column, value in {
                "at": "2025-03-10T09:00:01.000000+00:00",
                "actor": "carla",
                "action": "altro",
                "subject_kind": "altro",
                "subject_id": "T-999",
                "payload_digest": "x",
                "details": '{"n":8}',
                "hash": "f" * 64,
                "previous_hash": "f" * 64,
            }.items()
        ),
        _remove,
        _remove_and_close_the_gap,
        _swap,
        _insert_between,
    ],
)
def test_tampering_shows_and_is_located(
    connection: Connection, tamper: Callable[[Connection], object]
) -> None:
    write(connection, 10)
    assert verify(connection).ok
    tamper(connection)
    found = verify(connection)
    assert (found.ok, found.first_bad_seq) == (False, 7)
    assert "7" in found.what


def test_rewriting_an_entry_with_its_hash_breaks_the_next(connection: Connection) -> None:
    write(connection, 10)
    forged = dict(connection.execute(select(log).where(log.c.seq == 7)).mappings().one())
    rest = connection.execute(select(log).where(log.c.seq > 7)).mappings().all()
    end = anchor(connection)
    connection.execute(delete(log).where(log.c.seq > 6))
    connection.execute(update(tables.meta).values(log_count=6, log_head=forged["previous_hash"]))
    append(connection, [Entry("falso", "thing", "T-6", "d")], "anna", NOW)
    connection.execute(insert(log), [dict(row) for row in rest])
    connection.execute(update(tables.meta).values(log_count=end.count, log_head=end.head))
    found = verify(connection)
    assert (found.ok, found.first_bad_seq) == (False, 8)


def test_a_cut_tail_shows(connection: Connection) -> None:
    write(connection, 10)
    connection.execute(delete(log).where(log.c.seq > 8))
    found = verify(connection)
    assert (found.ok, found.n, found.first_bad_seq) == (False, 8, 9)
    assert "8 su 10" in found.what


def test_an_emptied_log_shows(connection: Connection) -> None:
    write(connection, 3)
    connection.execute(delete(log))
    assert verify(connection).first_bad_seq == 1


def test_an_entry_added_by_hand_shows(connection: Connection) -> None:
    write(connection, 3)
    row = dict(connection.execute(select(log).where(log.c.seq == 3)).mappings().one())
    connection.execute(insert(log).values({**row, "seq": 4}))
    assert verify(connection).first_bad_seq == 4


def test_a_log_rewritten_whole_shows_against_an_anchor_kept_elsewhere(connection: Connection) -> None:
    write(connection, 5)
    kept = anchor(connection)
    write(connection, 5)
    assert verify(connection, kept).ok
    connection.execute(delete(log))
    connection.execute(update(tables.meta).values(log_count=0, log_head=GENESIS))
    write(connection, 3, "carla")
    assert verify(connection).ok
    assert not verify(connection, kept).ok
    write(connection, 7, "carla")
    found = verify(connection, kept)
    assert (found.ok, found.first_bad_seq) == (False, 5)


def test_a_log_longer_than_one_chunk(connection: Connection) -> None:
    write(connection, 12_001)
    assert verify(connection).n == 12_001
    connection.execute(delete(log).where(log.c.seq == 10_000))
    assert verify(connection).first_bad_seq == 10_000


def _append_many(url: str, actor: str, times: int, together: Barrier) -> None:
    with Database.open(url) as database:
        together.wait(60)
        for _ in range(times):
            with database.transaction() as connection:
                write(connection, 2, actor)


def test_processes_that_write_at_once_never_fork_the_chain(database: Database, url: str) -> None:
    context = multiprocessing.get_context("spawn")
    actors, times = ("anna", "bruno", "carla"), 100
    together = context.Barrier(len(actors))
    workers = [context.Process(target=_append_many, args=(url, actor, times, together)) for actor in actors]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    with database.snapshot() as connection:
        assert verify(connection).ok
        rows = connection.execute(select(log.c.actor).order_by(log.c.seq)).scalars().all()
    assert {actor: rows.count(actor) for actor in actors} == dict.fromkeys(actors, 2 * times)
    assert rows != sorted(rows), "the writers did take turns"
