"""Commands about availability: ask, answer, whom to call next, what is old, pauses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.availability_request import CHANNEL, request
from matcher.cli.fields import VERSION
from matcher.cli.language import BilingualGroup, both
from matcher.cli.moments import read_day, read_moment, shown_day, shown_moment
from matcher.cli.next_step import say_next
from matcher.cli.seen import note_seen
from matcher.cli.session import Session, command

if TYPE_CHECKING:
    from matcher.app import Workspace
    from matcher.desk.availability import Call
    from matcher.domain.candidate import Availability

__all__ = ["COMMANDS"]


@command(
    "answer",
    "Registra una risposta: disponibile, non_disponibile, non_risponde, irreperibile, da_richiamare.",
    "Record an answer: disponibile, non_disponibile, non_risponde, irreperibile, da_richiamare.",
)
@click.argument("shortlist")
@click.argument("candidate")
@click.argument("answer")
@click.option(
    "--adesione",
    is_flag=True,
    help=both(
        "Aderisce a questa offerta e a questo datore: il suo profilo può andare.",
        "Agrees to this offer and this employer: the profile may go.",
    ),
)
@click.option(
    "--call-again",
    help=both(
        "Con da_richiamare: quando, «20/01/2026 10:00».", "With da_richiamare: when, “2026-01-20 10:00”."
    ),
)
@CHANNEL
@VERSION
def answer_(
    session: Session,
    shortlist: str,
    candidate: str,
    answer: str,
    adesione: bool,
    call_again: str | None,
    channel: str | None,
    version: int | None,
) -> None:
    """Record what a person said."""
    from matcher.desk.availability import record_answer
    from matcher.desk.calendar import Calendar
    from matcher.domain.states import PersonState, state_label

    with session.open() as workspace:
        zone = Calendar.of(workspace.settings.desk).zone
        later = read_moment(call_again, zone) if call_again else None
        with workspace.steps() as steps:
            place = record_answer(
                steps,
                shortlist,
                candidate,
                answer,
                agreed=adesione,
                call_again_at=later,
                channel=channel or "",
                expected_version=version,
            )
        said = state_label("person", place.state, session.language)
        if session.format != "table":
            agreed = {"adesione": bool(place.agreed_to), "agreed_to": place.agreed_to}
            row = {"shortlist": shortlist, "candidate": candidate, "state": place.state.value, **agreed}
            session.data(row) if session.format == "json" else session.rows([row], [])
        agreed_it = f", aderisce a {place.agreed_to}" if place.agreed_to else ""
        agreed_en = f", agreed to {place.agreed_to}" if place.agreed_to else ""
        session.say(f"{candidate}: {said}{agreed_it}.", f"{candidate}: {said}{agreed_en}.")
        if place.state is PersonState.UNREACHABLE and answer.startswith("non"):
            session.say(
                "Troppi tentativi senza risposta: la persona risulta irreperibile.",
                "Too many calls without answer: the person counts as unreachable.",
            )
        say_next(session, workspace, shortlist)


@command(
    "queue", "Chi chiamare adesso: prima il termine più vicino.", "Whom to call next, oldest deadline first."
)
@click.argument("shortlist", required=False, default="")
@click.option("--limit", type=click.IntRange(1), default=50, help=both("Quanti al massimo.", "How many."))
@click.option(
    "--contacts",
    is_flag=True,
    help=both("Mostra nome e telefono: il registro annota chi ha guardato.", "Show name and phone: logged."),
)
def queue(session: Session, shortlist: str, limit: int, contacts: bool) -> None:
    """List who is to be called, in one shortlist or in all."""
    from matcher.desk.availability import call_queue
    from matcher.desk.calendar import Calendar
    from matcher.store.candidates import read_candidates
    from matcher.store.shortlists import get_shortlist

    with session.open() as workspace:
        zone = Calendar.of(workspace.settings.desk).zone
        with workspace.database.snapshot() as connection:
            if shortlist:
                get_shortlist(connection, shortlist)
            calls = call_queue(connection, workspace.now(), shortlist)
            later = len(call_queue(connection, datetime.max.replace(tzinfo=UTC), shortlist)) - len(calls)
            profiles = read_candidates(connection, [one.candidate_id for one in calls[:limit]])
        away = {name: _away(session, one.availability, workspace.today) for name, one in profiles.items()}
        rows = [{**_call(session, one, zone), "away": away[one.candidate_id]} for one in calls[:limit]]
        columns = [
            ("candidate", "Candidato/a", "Candidate"),
            ("shortlist", "Rosa", "Shortlist"),
            ("vacancy", "Richiesta", "Vacancy"),
            ("deadline", "Entro", "By"),
            ("late_label", "", ""),
            ("state_label", "Stato", "State"),
            ("attempts", "Tentativi", "Attempts"),
            ("channel", "Canale", "Channel"),
            *([("away", "Attenzione", "Mind")] if any(away.values()) else []),
        ]
        if not contacts:
            note_seen(workspace, [row["candidate"] for row in rows], "queue")
        else:
            _add_contacts(workspace, rows)
            columns[1:1] = [("name", "Nome", "Name"), ("phone", "Telefono", "Phone")]
    if not rows and session.format == "table":
        session.say(
            f"Nessuno da chiamare adesso; da richiamare più tardi: {later}.",
            f"Nobody to call now; to be called later: {later}.",
        )
        return
    session.rows(rows, columns)
    left = len(calls) - len(rows)
    session.say(
        f"Da chiamare: {len(calls)}{f' (altri {left} dopo questi)' if left else ''}.\n"
        "Poi — registra la risposta: matcher availability answer ROSA CANDIDATO RISPOSTA [--adesione]\n"
        "Molte risposte insieme: matcher template answers > risposte.csv, poi matcher import answers risposte.csv",
        f"To call: {len(calls)}{f' ({left} more after these)' if left else ''}.\n"
        "Next — record the answer: matcher availability answer SHORTLIST CANDIDATE ANSWER [--adesione]\n"
        "Many at once: matcher template answers > answers.csv, then matcher import answers answers.csv",
    )


@command(
    "stale",
    "Disponibilità da riconfermare: chi non si sente da più tempo, per primo.",
    "Availability to be confirmed again: the longest unheard first.",
)
@click.option("--days", type=click.IntRange(1), help=both("Da quanti giorni.", "For how many days."))
@click.option("--limit", type=click.IntRange(1), default=50, help=both("Quanti al massimo.", "How many."))
def stale(session: Session, days: int | None, limit: int) -> None:
    """List whose availability is old."""
    from matcher.desk.freshness import stale_people

    with session.open() as workspace:
        chosen = days or workspace.settings.desk.stale_days
        with workspace.database.snapshot() as connection:
            found = stale_people(connection, workspace.today, chosen)
        note_seen(workspace, [one.candidate_id for one in found[:limit]], "queue")
    never = session.text("mai", "never") if session.format == "table" else ""
    rows = [
        {
            "candidate": one.candidate_id,
            "office": one.office,
            "since": shown_day(session, one.since) if one.since else never,
        }
        for one in found[:limit]
    ]
    if rows or session.format != "table":
        session.rows(
            rows,
            [
                ("candidate", "Candidato/a", "Candidate"),
                ("office", "Ufficio", "Office"),
                ("since", "Confermata il", "Confirmed"),
            ],
        )
    session.say(
        f"Da riconfermare (oltre {chosen} giorni): {len(found)}.\n"
        "Poi — chi conferma: matcher availability reconfirm CANDIDATO… — molti insieme: matcher import answers FILE "
        "(senza id_rosa)",
        f"To confirm again (over {chosen} days): {len(found)}.\n"
        "Next — who confirms: matcher availability reconfirm CANDIDATE… — many at once: matcher import answers FILE "
        "(without id_rosa)",
    )


@command(
    "reconfirm",
    "Segna che queste persone sono ancora disponibili.",
    "Record that these people still are available.",
)
@click.argument("candidates", nargs=-1, required=True)
@click.option("--date", "day", help=both("Quando l'hanno detto; oggi se manca.", "When; today if omitted."))
def reconfirm_(session: Session, candidates: tuple[str, ...], day: str | None) -> None:
    """Confirm again."""
    from matcher.desk.freshness import reconfirm

    on = read_day(day) if day else None
    with session.open() as workspace, workspace.steps() as steps:
        for one in dict.fromkeys(candidates):
            reconfirm(steps, one, on)
    if session.format != "table":
        session.rows([{"candidate": one, "status": "available"} for one in candidates], [])
    session.say(
        f"Disponibilità riconfermata: {len(set(candidates))}. Chi resta: matcher availability stale",
        f"Availability confirmed: {len(set(candidates))}. Who is left: matcher availability stale",
    )


@command(
    "pause",
    "Indisponibilità temporanea, al massimo un mese: senza motivo, non va scritto.",
    "Temporary unavailability, at most a month: no cause is asked.",
)
@click.argument("candidate")
@click.option("--until", required=True, help=both("Ultimo giorno, «20/01/2026».", "Last day, “2026-01-20”."))
def pause_(session: Session, candidate: str, until: str) -> None:
    """Pause a person."""
    from matcher.desk.freshness import pause

    last = read_day(until)
    with session.open() as workspace, workspace.steps() as steps:
        pause(steps, candidate, last)
    if session.format != "table":
        session.rows([{"candidate": candidate, "status": "suspended", "until": last.isoformat()}], [])
    session.say(
        f"{candidate}: non disponibile fino al {last:%d/%m/%Y}. Se torna prima: matcher availability reconfirm "
        f"{candidate}",
        f"{candidate}: not available until {last}. If they are back sooner: matcher availability reconfirm "
        f"{candidate}",
    )


def _call(session: Session, one: Call, zone: Any) -> dict[str, Any]:
    from matcher.domain.states import state_label

    return {
        "candidate": one.candidate_id,
        "shortlist": one.shortlist_id,
        "vacancy": one.vacancy_id,
        "deadline": shown_moment(session, one.deadline, zone),
        "late": one.late,
        "late_label": session.text("scaduto", "late") if one.late else "",
        "state": one.state.value,
        "state_label": state_label("person", one.state, session.language),
        "attempts": one.attempts,
        "channel": one.channel,
    }


def _away(session: Session, availability: Availability, today: date) -> str:
    """Say of somebody who is to be called that they are on pause, or seek no more; never why."""
    if availability.status == "available" or (availability.until and availability.until < today):
        return ""
    if availability.status == "suspended" and availability.until:
        return session.text(
            f"in pausa fino al {availability.until:%d/%m}", f"away until {availability.until:%d/%m}"
        )
    return session.text("non cerca più", "seeks no more")


def _add_contacts(workspace: Workspace, rows: list[dict[str, Any]]) -> None:
    """Add names and phones; the log notes each view."""
    from matcher.desk.views import view_contact

    with workspace.database.transaction() as connection:
        acting = workspace.acting(connection)
        for row in rows:
            contact = view_contact(connection, row["candidate"], acting)
            row["name"] = f"{contact.first_name} {contact.last_name}".strip() if contact else ""
            row["phone"] = contact.phone if contact else ""


availability = BilingualGroup(
    "availability",
    help=both(
        "Verifica di disponibilità: chiedere, registrare, chi chiamare, che cosa riconfermare.",
        "Availability: ask, record, whom to call, what to confirm again.",
    ),
    commands=[request, answer_, queue, stale, reconfirm_, pause_],
)
COMMANDS: dict[str, click.Command] = {"availability": availability}
