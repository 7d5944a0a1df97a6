"""First schema: records, shortlists, words, log."""

from __future__ import annotations

import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _text(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, _JSON, nullable=False)


def _owner(name: str, target: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, _ID, sa.ForeignKey(f"{target}.id", ondelete="CASCADE"), **options)


def upgrade() -> None:
    _create_bookkeeping()
    _create_people()
    _create_vacancies()
    _create_pairs()
    _create_words()


def _create_bookkeeping() -> None:
    meta = op.create_table(
        "meta",
        sa.Column("id", sa.Integer, primary_key=True),
        *_numbers("schema", "revision", "log_count"),
        *_text("log_head"),
        sa.Column("secret", sa.LargeBinary, nullable=False),
    )
    first = {"id": 1, "schema": 1, "revision": 0, "log_count": 0, "log_head": "0" * 64}
    op.bulk_insert(meta, [{**first, "secret": secrets.token_bytes(32)}])
    op.create_table(
        "log",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        *_text("at", "actor", "action", "subject_kind"),
        sa.Column("subject_id", _ID, nullable=False, index=True),
        *_text("payload_digest", "details", "previous_hash", "hash"),
    )
    op.create_table(
        "erasures",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("subject_id", _ID),
        sa.Column("revision", sa.Integer, nullable=False, index=True),
        *_text("at"),
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer, primary_key=True),
        *_text("file_name"),
        sa.Column("digest", sa.Text, nullable=False, index=True),
        _json("counts"),
        *_text("at", "actor"),
    )


def _create_people() -> None:
    op.create_table(
        "candidates",
        sa.Column("id", _ID, primary_key=True),
        _json("profile"),
        *_text("digest", "imported"),
        sa.Column("key", sa.LargeBinary, nullable=False),
        *_numbers("version"),
        sa.Column("revision", sa.Integer, nullable=False, index=True),
        *_text("updated_at"),
        sa.Column("office", sa.Text, nullable=False, index=True),
    )
    for name in ("contacts", "protected"):
        op.create_table(
            name,
            _owner("candidate_id", "candidates", primary_key=True),
            _json("record"),
            *_text("digest"),
        )


def _create_vacancies() -> None:
    op.create_table(
        "vacancies",
        sa.Column("id", _ID, primary_key=True),
        _json("content"),
        *_text("digest", "imported"),
        sa.Column("state", sa.Text, nullable=False, index=True),
        *_numbers("version"),
        sa.Column("revision", sa.Integer, nullable=False, index=True),
        *_text("updated_at"),
    )
    op.create_table(
        "shortlists",
        sa.Column("id", _ID, primary_key=True),
        _owner("vacancy_id", "vacancies", nullable=False, index=True),
        _json("content"),
        sa.Column("key", sa.LargeBinary, nullable=False),
        *_text("state", "actor", "created_at"),
    )
    op.create_table(
        "shortlist_people",
        _owner("shortlist_id", "shortlists", primary_key=True),
        sa.Column("candidate_id", _ID, primary_key=True, index=True),
    )


def _create_pairs() -> None:
    op.create_table(
        "applications",
        _owner("vacancy_id", "vacancies", primary_key=True),
        _owner("candidate_id", "candidates", primary_key=True, index=True),
        sa.Column("received_on", sa.Date, nullable=False),
        *_text("channel"),
    )
    op.create_table(
        "vacancy_candidate_states",
        _owner("vacancy_id", "vacancies", primary_key=True),
        _owner("candidate_id", "candidates", primary_key=True, index=True),
        *_text("state", "at", "actor"),
    )


def _create_words() -> None:
    op.create_table(
        "corrections",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("folded", _ID, primary_key=True),
        *_text("concept", "actor", "at"),
    )
    op.create_table(
        "link_queue",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("text", _ID, primary_key=True),
        *_numbers("occurrences"),
        _json("choices"),
        *_text("status"),
    )
    op.create_table(
        "plugin_records",
        sa.Column("plugin", sa.Text, primary_key=True),
        sa.Column("owner_kind", sa.Text, primary_key=True),
        sa.Column("owner_id", _ID, primary_key=True),
        *_numbers("schema_version"),
        _json("content"),
        *_text("digest"),
    )
