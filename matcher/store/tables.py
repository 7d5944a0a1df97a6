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
from sqlalchemy.engine import Dialect

__all__ = ["SCHEMA", "Instant", "instant_text", "metadata"]

#: Number of the newest migration; a database above it was written by a newer release.
SCHEMA = 4

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
#: Kept to the character also by PostgreSQL (not JSONB): the log holds digests of what was written.
_JSON = JSON(none_as_null=True)


def _candidate(**options: Any) -> Column[Any]:
    return Column("candidate_id", _ID, ForeignKey("candidates.id", ondelete="CASCADE"), **options)


def _vacancy(**options: Any) -> Column[Any]:
    return Column("vacancy_id", _ID, ForeignKey("vacancies.id", ondelete="CASCADE"), **options)


def _shortlist(**options: Any) -> Column[Any]:
    return Column("shortlist_id", _ID, ForeignKey("shortlists.id", ondelete="CASCADE"), **options)


def _texts(*names: str) -> list[Column[Any]]:
    """Return columns of text that are empty where there is nothing to say."""
    return [Column(name, Text, nullable=False, server_default="") for name in names]


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
    Column("state", Text, nullable=False, index=True),
    Column("actor", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("round", Integer, nullable=False, server_default="1"),
    Column("office", Text, nullable=False, server_default=""),
    Column("approved_by", Text, nullable=False, server_default=""),
    Column("approved_at", Instant),
    Column("referred_at", Instant),
)

#: Everybody whom the engine's answer names, near misses too: what erasure must rewrite.
shortlist_people = Table(
    "shortlist_people",
    metadata,
    Column("shortlist_id", _ID, ForeignKey("shortlists.id", ondelete="CASCADE"), primary_key=True),
    Column("candidate_id", _ID, primary_key=True, index=True),
)

#: Who is in the shortlist: the engine's proposal beside what people decided.
shortlist_places = Table(
    "shortlist_places",
    metadata,
    _shortlist(primary_key=True),
    _candidate(primary_key=True, index=True),
    Column("state", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    Column("proposed_rank", Integer),
    Column("verdict", Text, nullable=False),
    Column("score", Integer, nullable=False),
    *_texts("decision", "reason", "agreed_to", "agreed_by", "released", "released_by"),
    Column("agreed_at", Instant),
    Column("released_at", Instant),
    Column("updated_at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
)

availability_requests = Table(
    "availability_requests",
    metadata,
    Column("id", Integer, primary_key=True),
    _shortlist(nullable=False, index=True),
    _candidate(nullable=False, index=True),
    *_texts("channel", "requested_by", "answer", "answered_by"),
    Column("requested_at", Instant, nullable=False),
    Column("deadline", Instant, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("last_attempt_at", Instant),
    Column("call_again_at", Instant),
    Column("answered_at", Instant),
)

documents = Table(
    "documents",
    metadata,
    Column("id", _ID, primary_key=True),
    _shortlist(nullable=False, index=True),
    _vacancy(nullable=False, index=True),
    Column("round", Integer, nullable=False),
    *_texts("format", "language", "sha256", "recipient", "actor", "revoked_by", "revoked_reason"),
    Column("size", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("revoked_at", Instant),
)

document_people = Table(
    "document_people",
    metadata,
    Column("document_id", _ID, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    _candidate(primary_key=True, index=True),
    *_texts("code", "released"),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("id", Integer, primary_key=True),
    _shortlist(nullable=False, index=True),
    _vacancy(nullable=False, index=True),
    _candidate(nullable=False, index=True),
    *_texts("outcome", "reason", "source", "actor", "review", "reviewed_by", "review_reason"),
    *_texts("undone_by", "undone_reason"),
    Column("happened_on", Date, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("reviewed_at", Instant),
    Column("undone_at", Instant),
)

followups = Table(
    "followups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outcome_id", Integer, ForeignKey("outcomes.id", ondelete="CASCADE"), nullable=False, index=True),
    _vacancy(nullable=False, index=True),
    _candidate(nullable=False, index=True),
    Column("days", Integer, nullable=False),
    Column("due_on", Date, nullable=False, index=True),
    Column("done_on", Date),
    *_texts("result", "actor"),
    Column("recorded_at", Instant),
)

operators = Table(
    "operators",
    metadata,
    Column("id", _ID, primary_key=True),
    *_texts("name", "role", "office"),
    Column("valid_from", Date),
    Column("valid_to", Date),
)

offices = Table(
    "offices",
    metadata,
    Column("id", _ID, primary_key=True),
    *_texts("name", "provider_id", "region"),
)

providers = Table(
    "providers",
    metadata,
    Column("id", _ID, primary_key=True),
    *_texts("name", "kind", "address", "contact"),
)

accreditations = Table(
    "accreditations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("provider_id", _ID, ForeignKey("providers.id", ondelete="CASCADE"), nullable=False, index=True),
    *_texts("function", "region", "section", "authority", "number"),
    Column("issued_on", Date),
    Column("valid_from", Date),
    Column("valid_to", Date),
)

#: Services given (*registro delle prestazioni*); they outlive the person, without the person.
services = Table(
    "services",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("candidate_id", _ID, ForeignKey("candidates.id", ondelete="SET NULL"), index=True),
    Column("vacancy_id", _ID, ForeignKey("vacancies.id", ondelete="SET NULL"), index=True),
    *_texts("service", "operator", "office", "outcome", "session", "recorded_by", "voided_by", "void_reason"),
    Column("minutes", Integer, nullable=False),
    Column("group_size", Integer),
    Column("given_on", Date, nullable=False, index=True),
    Column("recorded_at", Instant, nullable=False),
)

#: Pairs of near copies: suspected, dismissed or merged (the first is kept, the second hidden).
copies = Table(
    "copies",
    metadata,
    *(Column(name, _ID, primary_key=True) for name in ("kind", "first_id", "second_id")),
    *_texts("state", "reasons", "actor"),
    Column("score", Integer, nullable=False),
    Column("moved", _JSON, nullable=False),
    Column("at", Instant, nullable=False),
)

#: Live facts that rules read; they follow from the steps of shortlists, or are noted for a pair without one.
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
