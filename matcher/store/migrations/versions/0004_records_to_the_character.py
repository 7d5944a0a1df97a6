"""Records to the character, also on PostgreSQL; from here on the log has the digest of all that is held of each.

What an earlier release wrote is not compared: a line says from where on.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from matcher.store.audit import Entry, append

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("candidates", "profile"),
    ("contacts", "record"),
    ("protected", "record"),
    ("vacancies", "content"),
    ("shortlists", "content"),
    ("copies", "moved"),
    ("link_queue", "choices"),
    ("plugin_records", "content"),
    ("imports", "counts"),
)


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        for table, column in _COLUMNS:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE JSON USING {column}::text::json")
    held = "SELECT 1 FROM candidates UNION ALL SELECT 1 FROM vacancies LIMIT 1"
    if connection.execute(sa.text(held)).first():
        append(connection, [Entry("store.upgraded", "store", revision)], "matcher", datetime.now(UTC))
