"""Opening, migrating, transactions, what lies on the disk."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from matcher.domain.candidate import Candidate
from matcher.errors import InputError, WorkspaceError
from matcher.store import tables
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.candidates import count_candidates
from matcher.store.database import Database
from matcher.store.revision import advance, revision

NOW = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)


def test_an_empty_database_becomes_usable_by_migrating(url: str) -> None:
    with Database.open(url) as database:
        assert not database.is_current
        with pytest.raises(WorkspaceError, match="E-STO-002"), database.transaction():
            pass
        database.migrate()
        assert database.is_current
        database.migrate()
        with database.snapshot() as connection:
            assert revision(connection) == 0


def test_opening_a_database_that_is_already_current(database: Database, url: str) -> None:
    with Database.open(url) as again:
        assert again.is_current


@pytest.mark.usefixtures("database")
def test_migrations_build_exactly_the_declared_tables(url: str) -> None:
    # An engine of its own: the store's leaves JSON as text, and reflection asks the server in JSON.
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, tables.metadata) == []
        assert set(inspect(connection).get_table_names()) == {*tables.metadata.tables, "alembic_version"}
    engine.dispose()


def test_a_newer_schema_is_refused(database: Database, url: str) -> None:
    with database.transaction() as connection:
        connection.execute(tables.meta.update().values(schema=tables.SCHEMA + 1))
    with pytest.raises(WorkspaceError, match=r"E-STO-003.*più recente.*Aggiorna il programma"):
        Database.open(url)


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    def write_and_fail() -> None:
        with database.transaction() as connection:
            upsert_candidates(connection, [StoredCandidate(Candidate(id="C-1"))], "anna", NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with database.snapshot() as connection:
        assert (count_candidates(connection), revision(connection)) == (0, 0)


def test_a_snapshot_sees_one_moment_and_cannot_write(database: Database) -> None:
    with database.snapshot() as reading:
        assert revision(reading) == 0
        with database.transaction() as writing:
            advance(writing)
        assert revision(reading) == 0
    with pytest.raises(Exception, match=r"(?i)read-?only|sola lettura"), database.snapshot() as reading:
        advance(reading)
    with database.transaction() as writing:
        assert advance(writing) == 2


def test_a_second_writer_waits_and_then_says_that_the_database_is_busy(database: Database, url: str) -> None:
    with (
        Database.open(url, wait_seconds=0.2) as other,
        database.transaction(),
        pytest.raises(WorkspaceError, match=r"E-STO-005.*un altro comando"),
        other.transaction(),
    ):
        pass


def test_sqlite_settings(tmp_path: Path) -> None:
    with Database.open(tmp_path / "store.db") as database:
        database.migrate()
        with database.snapshot() as connection:
            settings = {
                name: connection.execute(text(f"PRAGMA {name}")).scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
            }
    full = 2
    assert settings == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 30_000,
    }


@pytest.mark.parametrize(
    "location", ["mysql://host/db", "nonsense://x y", "postgresql://nobody@127.0.0.1:1/none"]
)
def test_an_impossible_address_is_a_clear_error(location: str) -> None:
    with pytest.raises(WorkspaceError, match="E-STO-00"):
        Database.open(location, wait_seconds=2)


def test_a_missing_folder_and_a_file_of_another_kind_are_clear_errors(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="E-STO-001"):
        Database.open(tmp_path / "nowhere" / "store.db")
    (tmp_path / "page.db").write_bytes(b"<html>" * 1000)
    with pytest.raises(WorkspaceError, match=r"E-STO-005.*non è una banca dati"):
        Database.open(tmp_path / "page.db")


def test_opening_creates_no_file(tmp_path: Path) -> None:
    with Database.open(tmp_path / "store.db"):
        assert list(tmp_path.iterdir()) == []


def test_a_password_is_never_shown() -> None:
    with pytest.raises(WorkspaceError) as caught:
        Database.open("postgresql://anna:segretissima@127.0.0.1:1/none", wait_seconds=2)
    assert "segretissima" not in str(caught.value)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_value_that_cannot_be_kept_is_an_input_error(database: Database) -> None:
    with pytest.raises(InputError, match="E-STO-004"), database.transaction() as connection:
        connection.execute(tables.meta.update().values(revision=2**40))


def _migrate(url: str) -> None:
    with Database.open(url) as database:
        database.migrate()


def test_two_processes_may_migrate_at_once(url: str) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_migrate, args=(url,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    with Database.open(url) as database:
        assert database.is_current


def test_importing_the_store_loads_neither_alembic_nor_a_driver() -> None:
    code = "import sys, matcher.store.database; print({'alembic', 'psycopg'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
