"""One database, SQLite or PostgreSQL: opening, migrating, one writer at a time.

A write transaction takes the writer's place at its start (``BEGIN IMMEDIATE``, or a lock on the one row
of ``meta``). Hence revisions appear in the order of commit, the log cannot fork, and two writers never
wait for each other in a circle.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, inspect, make_url, select, text

from matcher.errors import InputError, MatcherError, WorkspaceError
from matcher.store import tables

__all__ = ["Database"]

_MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT_SECONDS = 30.0


class Database:
    """The store of a workspace; safe to share between threads, never between processes.

    Use ``Database.open``; close it, or use it as a context manager.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._schema = 0

    @classmethod
    def open(cls, location: str | Path, *, wait_seconds: float = _WAIT_SECONDS) -> Database:
        """Open a database; a new one holds nothing until ``migrate``.

        Parameters
        ----------
        location : str or Path
            A file for SQLite, or a URL (``sqlite:///…``, ``postgresql://…``).
        wait_seconds : float
            How long a writer waits for its turn.

        Raises
        ------
        WorkspaceError
            If the database cannot be reached, is damaged, or was written by a newer release.
        """
        database = cls(_create_engine(location, wait_seconds))
        try:
            database._read_schema()
        except MatcherError:
            database.close()
            raise
        return database

    @property
    def is_current(self) -> bool:
        """Whether the schema is the one this release reads and writes."""
        return self._schema == tables.SCHEMA

    @property
    def location(self) -> str:
        """Where the database is, without its password."""
        return self._engine.url.render_as_string(hide_password=True)

    def migrate(self) -> None:
        """Bring the schema up to date; nothing happens when it is. Safe to run from two processes."""
        if self.is_current:
            return
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        with self._begin(writing=True) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('matcher.migrate'))"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.execute(tables.meta.update().values(schema=tables.SCHEMA))
        self._read_schema()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Write: everything inside is kept, or nothing; on return it is on the disk.

        Raises
        ------
        WorkspaceError
            If the schema is not current, or another writer holds the database for too long.
        """
        self._require_current()
        with self._begin(writing=True) as connection:
            connection.execute(select(tables.meta.c.id).with_for_update())
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Read: every query inside sees the same moment; a write is refused. Never waits for a writer."""
        self._require_current()
        with self._begin(writing=False) as connection:
            yield connection

    def scrub(self) -> None:
        """Rewrite the files so that no byte of what was deleted stays in them; run after erasures.

        Takes time in proportion to the database. On PostgreSQL the server's own write-ahead log and
        backups keep their retention: that is for whoever runs the server.

        Raises
        ------
        WorkspaceError
            If somebody is reading, so that the journal of SQLite could not be emptied.
        """
        if self._engine.dialect.name == "postgresql":
            with _translated(), self._engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                for name in tables.metadata.tables:
                    connection.execute(text(f"VACUUM (FULL) {name}"))
            return
        busy = True
        # Below SQLAlchemy, which would open a transaction: VACUUM runs in none.
        with closing(self._engine.raw_connection()) as raw:
            try:
                cursor = raw.cursor()
                cursor.execute("PRAGMA query_only=OFF")
                cursor.execute("VACUUM")
                busy = bool(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
                cursor.close()
            except sqlite3.Error as error:
                raise _unavailable(error) from error
        if busy:
            raise WorkspaceError(
                "E-STO-006",
                "Qualcuno sta leggendo la banca dati: il registro temporaneo non è stato svuotato.",
                "Chiudi gli altri programmi e ripeti.",
            )

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _require_current(self) -> None:
        if not self.is_current:
            self._read_schema()
        if not self.is_current:
            raise WorkspaceError(
                "E-STO-002",
                f"La banca dati {self.location} è vuota o di una versione precedente.",
                "Aggiornala con «matcher init».",
            )

    def _read_schema(self) -> None:
        path = self._engine.url.database
        if self._engine.dialect.name == "sqlite" and path and not Path(path).exists():
            if not Path(path).parent.is_dir():
                raise WorkspaceError("E-STO-001", f"La cartella {Path(path).parent} non esiste.")
            return
        with _translated(), self._engine.connect() as connection:
            if inspect(connection).has_table("meta"):
                self._schema = connection.execute(select(tables.meta.c.schema)).scalar() or 0
        if self._schema > tables.SCHEMA:
            raise WorkspaceError(
                "E-STO-003",
                f"La banca dati {self.location} è della versione {self._schema}, più recente di questo "
                f"programma (versione {tables.SCHEMA}).",
                "Aggiorna il programma.",
            )

    @contextmanager
    def _begin(self, *, writing: bool) -> Iterator[Connection]:
        postgresql = self._engine.dialect.name == "postgresql"
        with _translated(), self._engine.connect() as connection:
            connection.execution_options(matcher_writing=writing)
            if postgresql and not writing:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection


def _create_engine(location: str | Path, wait_seconds: float) -> Engine:
    named = str(location)
    try:
        url = make_url(named if "://" in named else f"sqlite:///{Path(named).absolute()}")
    except exc.ArgumentError:
        raise WorkspaceError("E-STO-001", f"L'indirizzo della banca dati non è valido: {named}.") from None
    kind = url.get_backend_name()
    if kind == "sqlite":
        arguments: dict[str, Any] = {"timeout": wait_seconds}
    elif kind == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
        arguments = {"connect_timeout": max(2, int(wait_seconds))}
    else:
        raise WorkspaceError(
            "E-STO-001", f"La banca dati «{kind}» non è ammessa.", "Usa SQLite oppure PostgreSQL."
        )
    try:
        engine = create_engine(
            url, json_serializer=_as_text, json_deserializer=_as_text, connect_args=arguments
        )
    except ModuleNotFoundError as error:
        raise WorkspaceError(
            "E-STO-001",
            f"Manca la libreria {error.name} per parlare con PostgreSQL.",
            "Installa «rosa-matcher[postgresql]».",
        ) from None
    event.listen(
        engine, "connect", _prepare_sqlite if kind == "sqlite" else _prepare_postgresql(wait_seconds)
    )
    if kind == "sqlite":
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _as_text(value: str | bytes) -> str:
    return value if isinstance(value, str) else bytes(value).decode()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own implicit transactions start too late for a lock taken at the beginning.
    connection.isolation_level = None
    cursor = connection.cursor()
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("matcher_writing", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _prepare_postgresql(wait_seconds: float) -> Any:
    def prepare(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {int(wait_seconds * 1000)}")
        connection.commit()

    return prepare


#: What the database says -> what it means to whoever has to put it right.
_TROUBLES = {
    "is full": "il disco è pieno",
    "disk I/O": "il disco non scrive, di solito perché è pieno",
    "is locked": "un altro comando la sta scrivendo",
    "lock timeout": "un altro comando la sta scrivendo",
    "readonly": "è in sola lettura",
    "unable to open": "manca, o la sua cartella è in sola lettura",
    "not a database": "il file non è una banca dati, o è danneggiato",
}


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except exc.DataError as error:
        raise InputError("E-STO-004", f"Un valore non si può salvare: {error.orig}.") from error
    except (exc.IntegrityError, exc.ProgrammingError, exc.NotSupportedError, exc.InternalError):
        raise
    except exc.DatabaseError as error:
        raise _unavailable(error.orig) from error


def _unavailable(error: BaseException | None) -> WorkspaceError:
    said = str(error).strip()
    trouble = next((words for sign, words in _TROUBLES.items() if sign in said), said)
    return WorkspaceError(
        "E-STO-005",
        f"La banca dati non risponde: {trouble}.",
        "Se un altro programma la sta usando, riprova; altrimenti controlla spazio su disco e permessi.",
    )
