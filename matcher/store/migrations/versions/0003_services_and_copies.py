"""The register of services given, and pairs of near copies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_WORDS = ("service", "operator", "office", "outcome", "session", "recorded_by", "voided_by", "void_reason")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _of(name: str, target: str) -> sa.Column[str]:
    return sa.Column(name, _ID, sa.ForeignKey(f"{target}.id", ondelete="SET NULL"), index=True)


def upgrade() -> None:
    op.create_table(
        "services",
        sa.Column("id", sa.Integer, primary_key=True),
        _of("candidate_id", "candidates"),
        _of("vacancy_id", "vacancies"),
        *map(_text, _WORDS),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("group_size", sa.Integer),
        sa.Column("given_on", sa.Date, nullable=False, index=True),
        sa.Column("recorded_at", sa.Text, nullable=False),
    )
    op.create_table(
        "copies",
        *(sa.Column(name, _ID, primary_key=True) for name in ("kind", "first_id", "second_id")),
        *map(_text, ("state", "reasons", "actor")),
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("moved", _JSON, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )
