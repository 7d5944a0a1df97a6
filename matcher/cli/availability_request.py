"""The command that asks people of one shortlist, of several, or of all, for their availability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from matcher.cli.errors_english import in_english
from matcher.cli.fields import VERSION
from matcher.cli.language import both
from matcher.cli.moments import read_moment, shown_moment
from matcher.cli.next_step import say_next
from matcher.cli.session import Session, command
from matcher.errors import InputError

if TYPE_CHECKING:
    from matcher.app import Workspace
    from matcher.desk.ask_many import Asked

__all__ = ["CHANNEL", "request"]

CHANNEL = click.option(
    "--channel",
    help=both(
        "telefono (se non dici altro), email, sms, sportello, app, lettera.",
        "telefono (default), email, sms, sportello, app, lettera.",
    ),
)


@command(
    "request",
    "Chiede la disponibilità alle persone di una o più rose, con un termine.",
    "Ask the people of one or more shortlists for their availability, with a deadline.",
)
@click.argument("shortlists", nargs=-1)
@click.option(
    "--candidate",
    "-c",
    "candidates",
    multiple=True,
    help=both("Solo a questa persona (si ripete).", "This person only (repeatable)."),
)
@click.option(
    "--all",
    "everywhere",
    is_flag=True,
    help=both(
        "In tutte le rose in cui qualcuno non è ancora stato sentito.",
        "In every shortlist where somebody was not asked yet.",
    ),
)
@CHANNEL
@click.option(
    "--deadline",
    help=both(
        "Termine, «20/01/2026 12:00» o solo il giorno: va alla chiusura dello sportello.",
        "Deadline, “2026-01-20 12:00” or a day: it moves to the close of the desk.",
    ),
)
@VERSION
def request(
    session: Session,
    shortlists: tuple[str, ...],
    candidates: tuple[str, ...],
    everywhere: bool,
    channel: str | None,
    deadline: str | None,
    version: int | None,
) -> None:
    """Put the question."""
    from matcher.desk.ask_many import Asked, ask_many, lists_to_ask
    from matcher.desk.availability import ask
    from matcher.desk.calendar import Calendar

    one = len(shortlists) == 1 and not everywhere
    if everywhere == bool(shortlists) or ((candidates or version is not None) and not one):
        raise InputError(
            "E-CLI-041",
            "Indica una o più rose, oppure --all; --candidate e --version valgono per una rosa sola.",
            "Le rose: matcher shortlists --open",
        )
    with session.open() as workspace:
        zone = Calendar.of(workspace.settings.desk).zone
        wanted = read_moment(deadline, zone) if deadline else None
        by = channel or "telefono"
        if one:
            with workspace.steps() as steps:
                places = ask(steps, shortlists[0], candidates, by, wanted, version)
            found = [Asked(shortlists[0], tuple(places))]
        else:
            with workspace.steps() as steps:
                chosen = lists_to_ask(steps.connection) if everywhere else shortlists
                found = ask_many(steps, chosen, by, wanted)
        _say(session, workspace, found, zone)
        if one:
            say_next(session, workspace, shortlists[0])


def _say(session: Session, workspace: Workspace, found: list[Asked], zone: Any) -> None:
    refused = [one for one in found if one.refused is not None]
    session.failed = bool(refused)
    rows = _rows(session, workspace, found, zone)
    if rows or session.format != "table":
        session.rows(
            rows,
            [
                *([("shortlist", "Rosa", "Shortlist")] if len(found) > 1 else []),
                ("candidate", "Candidato/a", "Candidate"),
                ("channel", "Canale", "Channel"),
                ("deadline", "Risponde entro", "Answers by"),
                ("attempts", "Tentativi", "Attempts"),
            ],
        )
    for one in refused:
        if one.refused is not None:
            error = one.refused
            message, hint = in_english(error) if session.language == "en" else (error.message, error.hint)
            told = f"{one.shortlist_id}: {message}" + (f"\n    → {hint}" if hint else "")
            session.say(told, told)
    name = found[0].shortlist_id if len(found) == 1 else session.text("ROSA", "SHORTLIST")
    if len(found) != 1:
        people = len({row["candidate"] for row in rows})
        asked = len(found) - len(refused)
        session.say(
            f"Rose: {asked}; persone da sentire: {people}"
            + (f"; rose rimaste: {len(refused)}." if refused else "."),
            f"Shortlists: {asked}; people to ask: {people}"
            + (f"; left: {len(refused)}." if refused else "."),
        )
    if rows:
        session.say(
            f"Chi chiamare: matcher availability queue --contacts — l'invito da mandare: matcher notice {name}",
            f"Whom to call: matcher availability queue --contacts — the invitation: matcher notice {name}",
        )


def _rows(session: Session, workspace: Workspace, found: list[Asked], zone: Any) -> list[dict[str, Any]]:
    from matcher.store.availability import open_request

    with workspace.database.snapshot() as connection:
        asked = [
            open_request(connection, one.shortlist_id, place.candidate_id)
            for one in found
            for place in one.places
        ]
    return [
        {
            "shortlist": one.shortlist_id,
            "candidate": one.candidate_id,
            "channel": one.channel,
            "deadline": shown_moment(session, one.deadline, zone),
            "attempts": one.attempts,
        }
        for one in asked
        if one is not None
    ]
