"""The register of services: log, list, void, kinds."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from matcher.cli.language import BilingualGroup, both
from matcher.cli.report import DAY, day_of
from matcher.cli.seen import note_seen
from matcher.cli.session import Session, command
from matcher.errors import InputError

if TYPE_CHECKING:
    from matcher.app import Workspace
    from matcher.domain.service import ServiceRecord

__all__ = ["COMMANDS"]

_COLUMNS = [
    ("id", "N.", "No."),
    ("given_on", "Giorno", "Day"),
    ("label", "Prestazione", "Service"),
    ("minutes", "Minuti", "Minutes"),
    ("candidate", "Candidato/a", "Candidate"),
    ("vacancy", "Richiesta", "Vacancy"),
    ("operator", "Operatore", "Operator"),
    ("office", "Ufficio", "Office"),
    ("outcome", "Esito", "Outcome"),
]


@command("log", "Scrive una prestazione nel registro.", "Write a service into the register.")
@click.argument("service")
@click.option("--minutes", type=click.IntRange(1, 6000), help=both("Minuti effettivi.", "Minutes it took."))
@click.option(
    "--standard", is_flag=True, help=both("Conferma i minuti standard.", "Confirm the standard minutes.")
)
@click.option("--candidate", default="", help=both("A chi.", "To whom."))
@click.option("--vacancy", default="", help=both("Per quale richiesta.", "For which vacancy."))
@click.option("--on", "day", type=DAY, help=both("Giorno; altrimenti oggi.", "Day; else today."))
@click.option("--operator", default="", help=both("Chi l'ha resa.", "Who gave it."))
@click.option("--outcome", default="", help=both("Esito.", "Outcome."))
@click.option("--group", type=click.IntRange(1, 500), help=both("Persone presenti.", "People present."))
@click.option("--session", "meeting", default="", help=both("Quale incontro.", "Which meeting."))
def log(
    session: Session,
    service: str,
    minutes: int | None,
    standard: bool,
    candidate: str,
    vacancy: str,
    day: datetime | None,
    operator: str,
    outcome: str,
    group: int | None,
    meeting: str,
) -> None:
    """Write a service given: the operator enters the minutes, or confirms the standard ones."""
    from matcher.desk.permissions import Action
    from matcher.desk.services import (
        find_service,
        personal_minutes,
        read_services,
        standard_minutes,
        unusual,
    )
    from matcher.domain.service import ServiceRecord
    from matcher.store.records import held_content
    from matcher.store.services import list_services, log_service

    with session.open() as workspace:
        on = day_of(day) or workspace.today
        if on > workspace.today:
            raise InputError(
                "E-CLI-082", f"{on:%d/%m/%Y} non è ancora venuto.", "Scrivi la prestazione dopo."
            )
        kind = find_service(read_services(workspace.settings.vocabularies), service, on)
        if (minutes is None) is not standard:
            raise InputError(
                "E-CLI-081",
                f"Quanto è durata «{kind.label()}»? Per tutti lo standard è di {standard_minutes(kind)} minuti.",
                "Scrivi --minutes NUMERO, oppure --standard per confermarli.",
            )
        acting = workspace.acting_for(Action.LOG_SERVICE)
        with workspace.database.snapshot() as connection:
            usual = personal_minutes(workspace.gate, partial(held_content, connection))(kind, candidate, on)
        record = ServiceRecord(
            service=kind.id,
            minutes=minutes or usual,
            given_on=on,
            operator=operator or acting.actor,
            office=acting.office,
            candidate=candidate,
            vacancy=vacancy,
            outcome=outcome,
            group_size=group,
            session=meeting,
        )
        with workspace.database.transaction() as connection:
            before = list_services(connection, candidate_id=candidate) if candidate else []
            notes = unusual(kind, record, sum(one.service == kind.id for one in before), usual)
            written = log_service(connection, record, acting.actor, acting.at)
        _show(session, workspace, [written])
    for italian, english in notes:
        session.say(italian, english)


@command("list", "Elenca le prestazioni del registro.", "List the services of the register.")
@click.option("--candidate", default="", help=both("Solo di questa persona.", "Of this person only."))
@click.option("--since", type=DAY, help=both("Dal giorno.", "From this day."))
@click.option("--until", type=DAY, help=both("Fino al giorno.", "Until this day."))
def list_(session: Session, candidate: str, since: datetime | None, until: datetime | None) -> None:
    """List the register, by day."""
    from matcher.store.services import list_services

    with session.open() as workspace:
        with workspace.database.snapshot() as connection:
            found = list_services(connection, day_of(since), day_of(until), candidate_id=candidate)
        note_seen(workspace, [one.candidate for one in found], "services")
        if not found:
            session.say("Nessuna prestazione.", "No services.")
        if found or session.format != "table":
            _show(session, workspace, found)


@command("void", "Annulla una riga scritta per errore.", "Void a line written by mistake.")
@click.argument("number", type=click.IntRange(1))
@click.option("--reason", required=True, help=both("Perché.", "Why."))
def void(session: Session, number: int, reason: str) -> None:
    """Void a line: it stays in the log and counts nowhere."""
    from matcher.desk.permissions import Action
    from matcher.store.services import void_service

    with session.open() as workspace:
        acting = workspace.acting_for(Action.LOG_SERVICE)
        with workspace.database.transaction() as connection:
            void_service(connection, number, reason, acting.actor, acting.at)
    session.say(f"La prestazione {number} è annullata.", f"Service {number} is void.")
    if session.format != "table":
        session.data({"id": number, "voided": True})


@command("kinds", "Elenca le prestazioni previste.", "List the services there are.")
def kinds(session: Session) -> None:
    """List the services with their standard minutes."""
    from matcher.desk.services import read_services

    with session.open() as workspace:
        every = sorted(read_services(workspace.settings.vocabularies).concepts, key=lambda one: one.rank)
    rows = [
        {
            "number": one.rank,
            "id": one.id,
            "label": one.label(session.language),
            "minutes": int(one.facts.get("minutes") or 0),
            "until": one.valid_to,
            "scope": one.facts.get("scope", ""),
        }
        for one in every
    ]
    session.rows(
        rows,
        [
            ("number", "N.", "No."),
            ("id", "Codice", "Code"),
            ("label", "Prestazione", "Service"),
            ("minutes", "Minuti", "Minutes"),
            ("until", "Fino al", "Until"),
        ],
    )


def _show(session: Session, workspace: Workspace, found: list[ServiceRecord]) -> None:
    from matcher.desk.services import read_services

    kinds = read_services(workspace.settings.vocabularies)
    rows = []
    for one in found:
        label = kinds[one.service].label(session.language) if one.service in kinds else one.service
        row = {**one.model_dump(mode="json"), "label": label}
        if session.format == "table":
            row["given_on"] = f"{one.given_on:%d/%m/%Y}"
        rows.append(row)
    session.rows(rows, _COLUMNS)


service = BilingualGroup(
    "service",
    help=both(
        "Registro delle prestazioni: chi, che cosa, quanti minuti.",
        "Register of services: who, what, how many minutes.",
    ),
    commands=[log, list_, void, kinds],
)

COMMANDS: dict[str, click.Command] = {"service": service}
