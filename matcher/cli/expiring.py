"""The command ``vacancies expire``: close whatever is past its last day."""

from __future__ import annotations

from matcher.cli.session import Session, command

__all__ = ["expire"]


@command(
    "expire",
    "Segna scadute, tutte insieme, le richieste oltre la scadenza; quelle con una rosa al lavoro restano.",
    "Mark as expired, all together, the vacancies past their last day; those with a shortlist at work stay.",
)
def expire(session: Session) -> None:
    """Close expired vacancies in one go."""
    from matcher.desk.vacancy_life import close_expired

    with session.open() as workspace, workspace.steps() as steps:
        closed, left = close_expired(steps)
    rows = [{"id": name, "closed": True, "why": ""} for name in closed]
    rows += [{"id": one.vacancy_id, "closed": False, "why": session.text(one.it, one.en)} for one in left]
    if session.format != "table":
        session.rows(rows, [("id", "Richiesta", "Vacancy")])
    elif left:
        stay = [row for row in rows if not row["closed"]]
        session.rows(stay, [("id", "Resta aperta", "Stays open"), ("why", "Perché", "Why")])
    named = f" ({', '.join(closed[:10])}{'…' if len(closed) > 10 else ''})" if closed else ""
    session.say(
        f"Scadute: {len(closed)}{named}. Restano aperte: {len(left)}.\n"
        "Per prolungarne una: matcher vacancies set ID scadenza=GIORNO",
        f"Expired: {len(closed)}{named}. Left open: {len(left)}.\n"
        "To prolong one: matcher vacancies set ID scadenza=DAY",
    )
