"""Tables of the store, the same on SQLite and PostgreSQL.

Records travel as JSON text that pydantic wrote: the engine's serialisers are the identity (see
``database``), so nothing is parsed twice. Personal contact data and protected attributes have tables of
their own, which no pool reads.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect

__all__ = ["SCHEMA", "Instant", "instant_text", "metadata"]

#: Number of the newest migration; a database above it was written by a newer release.
SCHEMA = 1

metadata = MetaData()


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, kept as ISO 8601 text so that both databases keep the same characters."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write the moment in UTC; a time without zone is a mistake of the caller."""
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read the moment back, aware of its zone."""
        return None if value is None else datetime.fromisoformat(value)


def instant_text(moment: datetime) -> str:
    """Return a moment as fixed-width ISO 8601 text in UTC.

    Raises
    ------
    ValueError
        If the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


#: Sorted by bytes everywhere: PostgreSQL would follow the language of the server.
_ID = Text().with_variant(Text(collation="C"), "postgresql")
_JSON = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _candidate(**options: Any) -> Column[Any]:
    return Column("candidate_id", _ID, ForeignKey("candidates.id", ondelete="CASCADE"), **options)


def _vacancy(**options: Any) -> Column[Any]:
    return Column("vacancy_id", _ID, ForeignKey("vacancies.id", ondelete="CASCADE"), **options)


meta = Table(
    "meta",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("schema", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("log_count", Integer, nullable=False),
    Column("log_head", Text, nullable=False),
    Column("secret", LargeBinary, nullable=False),
)

candidates = Table(
    "candidates",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("profile", _JSON, nullable=False),
    Column("digest", Text, nullable=False),
    Column("imported", Text, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False, index=True),
    Column("updated_at", Instant, nullable=False),
    Column("office", Text, nullable=False, index=True),
)

contacts = Table(
    "contacts",
    metadata,
    _candidate(primary_key=True),
    Column("record", _JSON, nullable=False),
    Column("digest", Text, nullable=False),
)

protected = Table(
    "protected",
    metadata,
    _candidate(primary_key=True),
    Column("record", _JSON, nullable=False),
    Column("digest", Text, nullable=False),
)

vacancies = Table(
    "vacancies",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("content", _JSON, nullable=False),
    Column("digest", Text, nullable=False),
    Column("imported", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False, index=True),
    Column("updated_at", Instant, nullable=False),
)

applications = Table(
    "applications",
    metadata,
    _vacancy(primary_key=True),
    _candidate(primary_key=True, index=True),
    Column("received_on", Date, nullable=False),
    Column("channel", Text, nullable=False),
)

shortlists = Table(
    "shortlists",
    metadata,
    Column("id", _ID, primary_key=True),
    _vacancy(nullable=False, index=True),
    Column("content", _JSON, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

shortlist_people = Table(
    "shortlist_people",
    metadata,
    Column("shortlist_id", _ID, ForeignKey("shortlists.id", ondelete="CASCADE"), primary_key=True),
    Column("candidate_id", _ID, primary_key=True, index=True),
)

vacancy_candidate_states = Table(
    "vacancy_candidate_states",
    metadata,
    _vacancy(primary_key=True),
    _candidate(primary_key=True, index=True),
    Column("state", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("folded", _ID, primary_key=True),
    Column("concept", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

link_queue = Table(
    "link_queue",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("text", _ID, primary_key=True),
    Column("occurrences", Integer, nullable=False),
    Column("choices", _JSON, nullable=False),
    Column("status", Text, nullable=False),
)

plugin_records = Table(
    "plugin_records",
    metadata,
    Column("plugin", Text, primary_key=True),
    Column("owner_kind", Text, primary_key=True),
    Column("owner_id", _ID, primary_key=True),
    Column("schema_version", Integer, nullable=False),
    Column("content", _JSON, nullable=False),
    Column("digest", Text, nullable=False),
)

imports = Table(
    "imports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("digest", Text, nullable=False, index=True),
    Column("counts", _JSON, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
)

erasures = Table(
    "erasures",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("subject_id", _ID),
    Column("revision", Integer, nullable=False, index=True),
    Column("at", Instant, nullable=False),
)

#: Text only, moments and details too: what was hashed is what is read, to the character.
log = Table(
    "log",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", _ID, nullable=False, index=True),
    Column("payload_digest", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
