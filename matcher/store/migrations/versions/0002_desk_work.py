"""The desk's work: life of shortlists, availability, documents, outcomes, operators and providers."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, nullable=False, server_default="") for name in names]


def _numbers(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def _moments(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text) for name in names]


def _days(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Date) for name in names]


def _owner(name: str, target: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, _ID, sa.ForeignKey(f"{target}.id", ondelete="CASCADE"), **options)


def _shortlist() -> sa.Column[Any]:
    return _owner("shortlist_id", "shortlists", nullable=False, index=True)


def _vacancy() -> sa.Column[Any]:
    return _owner("vacancy_id", "vacancies", nullable=False, index=True)


def _candidate() -> sa.Column[Any]:
    return _owner("candidate_id", "candidates", nullable=False, index=True)


def upgrade() -> None:
    _create_life()
    _create_documents()
    _create_outcomes()
    _create_offices()
    _seat_saved_people()


def _create_life() -> None:
    one = sa.Column("version", sa.Integer, nullable=False, server_default="1")
    first = sa.Column("round", sa.Integer, nullable=False, server_default="1")
    for column in (one, first, *_texts("office", "approved_by"), *_moments("approved_at", "referred_at")):
        op.add_column("shortlists", column)
    op.create_index("ix_shortlists_state", "shortlists", ["state"])
    op.create_table(
        "shortlist_places",
        _owner("shortlist_id", "shortlists", primary_key=True),
        _owner("candidate_id", "candidates", primary_key=True, index=True),
        sa.Column("state", sa.Text, nullable=False),
        *_numbers("position", "round"),
        sa.Column("proposed_rank", sa.Integer),
        sa.Column("verdict", sa.Text, nullable=False),
        *_numbers("score"),
        *_texts("decision", "reason", "agreed_to", "agreed_by", "released", "released_by"),
        *_moments("agreed_at", "released_at"),
        sa.Column("updated_at", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
    )
    op.create_table(
        "availability_requests",
        sa.Column("id", sa.Integer, primary_key=True),
        _shortlist(),
        _candidate(),
        *_texts("channel", "requested_by", "answer", "answered_by"),
        sa.Column("requested_at", sa.Text, nullable=False),
        sa.Column("deadline", sa.Text, nullable=False, index=True),
        *_numbers("attempts"),
        *_moments("last_attempt_at", "call_again_at", "answered_at"),
    )


def _create_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", _ID, primary_key=True),
        _shortlist(),
        _vacancy(),
        *_numbers("round"),
        *_texts("format", "language", "sha256", "recipient", "actor", "revoked_by", "revoked_reason"),
        *_numbers("size"),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("expires_on", sa.Date, nullable=False),
        *_moments("revoked_at"),
    )
    op.create_table(
        "document_people",
        _owner("document_id", "documents", primary_key=True),
        _owner("candidate_id", "candidates", primary_key=True, index=True),
        *_texts("code", "released"),
    )


def _create_outcomes() -> None:
    op.create_table(
        "outcomes",
        sa.Column("id", sa.Integer, primary_key=True),
        _shortlist(),
        _vacancy(),
        _candidate(),
        *_texts("outcome", "reason", "source", "actor", "review", "reviewed_by", "review_reason"),
        *_texts("undone_by", "undone_reason"),
        sa.Column("happened_on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        *_moments("reviewed_at", "undone_at"),
    )
    outcome = sa.ForeignKey("outcomes.id", ondelete="CASCADE")
    op.create_table(
        "followups",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("outcome_id", sa.Integer, outcome, nullable=False, index=True),
        _vacancy(),
        _candidate(),
        *_numbers("days"),
        sa.Column("due_on", sa.Date, nullable=False, index=True),
        *_days("done_on"),
        *_texts("result", "actor"),
        *_moments("recorded_at"),
    )


def _create_offices() -> None:
    def named() -> sa.Column[Any]:
        return sa.Column("id", _ID, primary_key=True)

    op.create_table("operators", named(), *_texts("name", "role", "office"), *_days("valid_from", "valid_to"))
    op.create_table("offices", named(), *_texts("name", "provider_id", "region"))
    op.create_table("providers", named(), *_texts("name", "kind", "address", "contact"))
    op.create_table(
        "accreditations",
        sa.Column("id", sa.Integer, primary_key=True),
        _owner("provider_id", "providers", nullable=False, index=True),
        *_texts("function", "region", "section", "authority", "number"),
        *_days("issued_on", "valid_from", "valid_to"),
    )


def _seat_saved_people() -> None:
    """Give the people of the shortlists saved so far their places, as the engine proposed them."""
    connection = op.get_bind()
    saved = connection.execute(sa.text("SELECT id, CAST(content AS TEXT), created_at, actor FROM shortlists"))
    known = set(connection.execute(sa.text("SELECT id FROM candidates")).scalars())
    seat = sa.text(
        "INSERT INTO shortlist_places (shortlist_id, candidate_id, state, position, round, proposed_rank,"
        " verdict, score, updated_at, actor) VALUES (:shortlist, :candidate, 'proposto', :rank, 1, :rank,"
        " :verdict, :score, :at, :actor)"
    )
    for identifier, content, at, actor in saved.all():
        for person in json.loads(content)["ranked"]:
            if person["id"] in known:
                rank = {name: person[name] for name in ("rank", "verdict", "score")}
                row = {"shortlist": identifier, "candidate": person["id"], "at": at, "actor": actor}
                connection.execute(seat, {**row, **rank})
    connection.execute(sa.text("UPDATE shortlists SET state = 'in_preparazione' WHERE state = 'bozza'"))
