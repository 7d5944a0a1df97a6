"""What every command of the desk says at its end: where the shortlist stands, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcher.cli.errors_english import in_language
from matcher.cli.session import Session

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from matcher.app import Workspace
    from matcher.store.shortlists import ShortlistRow

__all__ = ["say_facts", "say_hired", "say_next", "say_shortlist", "shortlist_facts"]


def shortlist_facts(
    session: Session, workspace: Workspace, connection: Connection, row: ShortlistRow
) -> dict[str, Any]:
    """Return where a shortlist stands, and what comes next, as data."""
    from matcher.desk.agreement import agreed_places
    from matcher.desk.readiness import next_step
    from matcher.domain.states import state_label
    from matcher.store.copies import kept_for
    from matcher.store.documents import documents_of
    from matcher.store.vacancies import get_vacancy

    vacancy = get_vacancy(connection, row.vacancy_id).vacancy
    sent = {one.state_on(workspace.today) for one in documents_of(connection, row.id)}
    after = next_step(
        row,
        agreed_places(connection, row.id, vacancy),
        vacancy,
        kept_for(connection, "vacancy", row.vacancy_id),
        expired="scaduto" in sent and "valido" not in sent,
    )
    return {
        "id": row.id,
        "vacancy": row.vacancy_id,
        "state": row.state.value,
        "state_label": state_label("shortlist", row.state, session.language),
        "vacancy_state": vacancy.state.value,
        "version": row.version,
        "round": row.round,
        "next": session.text(after.it, after.en),
        "command": after.command,
    }


def say_next(session: Session, workspace: Workspace, shortlist_id: str) -> None:
    """Say where a shortlist stands and what to do next; after the step was kept, never before."""
    from matcher.store.shortlists import get_shortlist

    if session.format == "json":
        return
    with workspace.database.snapshot() as connection:
        facts = shortlist_facts(session, workspace, connection, get_shortlist(connection, shortlist_id))
    say_facts(session, facts)


def say_facts(session: Session, facts: dict[str, Any]) -> None:
    """Say where a shortlist stood when it was read: the version is that of what was shown."""
    session.say(
        f"Rosa {facts['id']}: {facts['state_label']} (versione {facts['version']}).\n"
        f"Poi — {facts['next']}: {facts['command']}",
        f"Shortlist {facts['id']}: {facts['state_label']} (version {facts['version']}).\n"
        f"Next — {facts['next']}: {in_language('en', facts['command'])}",
    )


def say_shortlist(session: Session, workspace: Workspace, shortlist_id: str) -> None:
    """Say how a shortlist now stands in the format of the session, and what comes next."""
    from matcher.store.shortlists import get_shortlist

    if session.format != "table":
        with workspace.database.snapshot() as connection:
            facts = shortlist_facts(session, workspace, connection, get_shortlist(connection, shortlist_id))
        session.data(facts) if session.format == "json" else session.rows([facts], [])
    say_next(session, workspace, shortlist_id)


def say_hired(session: Session, candidate: str) -> None:
    """Say what a hire means for everybody else who looks, and how to take it back for whoever looks on."""
    command = f"matcher candidates set {candidate} stato_disponibilita=disponibile"
    session.say(
        f"La persona non è più proposta ad altri. Se cerca ancora lavoro: {command}",
        f"The person is proposed to nobody else. If they still look for work: {command}",
    )
