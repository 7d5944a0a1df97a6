"""Which vacancies already have a saved list that nothing has overtaken: what a long run may skip when it is resumed."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from matcher.domain.shortlist import Shortlist
from matcher.store import tables

__all__ = ["lists_in_force"]


def lists_in_force(connection: Connection) -> Iterator[Shortlist]:
    """Yield the latest saved list of every vacancy that has not changed since."""
    saved, jobs = tables.shortlists.c, tables.vacancies.c
    latest = (
        select(saved.vacancy_id, func.max(saved.created_at).label("at")).group_by(saved.vacancy_id).subquery()
    )
    query = (
        select(saved.content)
        .join(latest, (saved.vacancy_id == latest.c.vacancy_id) & (saved.created_at == latest.c.at))
        .join(tables.vacancies, jobs.id == saved.vacancy_id)
        .where(jobs.updated_at <= saved.created_at)
        .execution_options(yield_per=100)
    )
    for row in connection.execute(query):
        yield Shortlist.model_validate_json(row.content)
