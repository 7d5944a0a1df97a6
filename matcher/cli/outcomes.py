"""Commands after the referral: outcomes, what the supervisor looks at, follow-ups."""

from __future__ import annotations

from typing import Any

import click

from matcher.cli.fields import REASON, VERSION
from matcher.cli.language import BilingualGroup, both
from matcher.cli.moments import read_day, shown_day
from matcher.cli.next_step import say_hired, say_next
from matcher.cli.seen import note_seen
from matcher.cli.session import Session, command

__all__ = ["COMMANDS"]

_UNDO = ("annulla", "undo")


@command(
    "outcome",
    "Registra l'esito: colloquio, assunto, non_selezionato, rinuncia, non_presentato, gia_occupato; o annulla.",
    "Record an outcome: colloquio, assunto, non_selezionato, rinuncia, non_presentato, gia_occupato; or annulla.",
)
@click.argument("shortlist")
@click.argument("candidate")
@click.argument("outcome")
@REASON
@click.option(
    "--source",
    default="datore",
    help=both(
        "Chi l'ha detto: datore (se non dici altro), persona, comunicazione_obbligatoria.",
        "Who said so: datore (default), persona, comunicazione_obbligatoria.",
    ),
)
@click.option("--date", "day", help=both("Quando; oggi se manca.", "When; today if omitted."))
@VERSION
def outcome_(
    session: Session,
    shortlist: str,
    candidate: str,
    outcome: str,
    reason: str,
    source: str,
    day: str | None,
    version: int | None,
) -> None:
    """Record what became of somebody, or take it back."""
    from matcher.desk.outcomes import record_outcome, undo_outcome, who_is_meant
    from matcher.domain.states import PersonState, state_label

    on = read_day(day) if day else None
    with session.open() as workspace:
        with workspace.steps() as steps:
            # the employer names people by the code of the document
            candidate = who_is_meant(steps.connection, shortlist, candidate)
            if outcome.casefold() in _UNDO:
                place = undo_outcome(steps, shortlist, candidate, reason, version)
            else:
                place = record_outcome(
                    steps,
                    shortlist,
                    candidate,
                    outcome,
                    reason=reason,
                    source=source,
                    happened_on=on,
                    expected_version=version,
                )
        said = state_label("person", place.state, session.language)
        if session.format != "table":
            row = {"shortlist": shortlist, "candidate": candidate, "state": place.state.value}
            row["reason"] = place.reason
            session.data(row) if session.format == "json" else session.rows([row], [])
        session.say(f"{candidate}: {said}.", f"{candidate}: {said}.")
        if place.reason == "motivo_non_ammesso" and place.state is PersonState.REJECTED:
            session.say(
                "Il motivo non è ammesso dalla legge: ora lo vede il supervisore (matcher review list).",
                "The law does not admit this reason: the supervisor sees it now (matcher review list).",
            )
        if place.state is PersonState.HIRED:
            say_hired(session, candidate)
        say_next(session, workspace, shortlist)


@command("list", "Esiti con un motivo non ammesso, da esaminare.", "Outcomes with an inadmissible reason.")
def review_list(session: Session) -> None:
    """List what the supervisor has to look at."""
    from matcher.domain.states import state_label
    from matcher.store.outcomes import list_outcomes

    with session.open() as workspace:
        with workspace.database.snapshot() as connection:
            found = list_outcomes(connection, to_review=True)
        note_seen(workspace, [one.candidate_id for one in found], "outcome")
    rows = [
        {
            "number": one.id,
            "shortlist": one.shortlist_id,
            "vacancy": one.vacancy_id,
            "candidate": one.candidate_id,
            "outcome": state_label("person", one.outcome, session.language),
            "recorded_by": one.actor,
            "day": shown_day(session, one.happened_on),
        }
        for one in found
    ]
    if not rows and session.format == "table":
        session.say("Niente da esaminare.", "Nothing to review.")
        return
    session.rows(
        rows,
        [
            ("number", "Numero", "Number"),
            ("shortlist", "Rosa", "Shortlist"),
            ("vacancy", "Richiesta", "Vacancy"),
            ("candidate", "Candidato/a", "Candidate"),
            ("outcome", "Esito", "Outcome"),
            ("recorded_by", "Registrato da", "Recorded by"),
            ("day", "Del", "On"),
        ],
    )
    session.say(
        "Poi — decidi: matcher review decide NUMERO confermato, oppure motivo_corretto --reason MOTIVO",
        "Next — decide: matcher review decide NUMBER confermato, or motivo_corretto --reason REASON",
    )


@command(
    "decide",
    "Decide su un motivo non ammesso (solo il supervisore): confermato o motivo_corretto.",
    "Decide on an inadmissible reason (supervisor only): confermato or motivo_corretto.",
)
@click.argument("number", type=click.IntRange(1))
@click.argument("decision")
@REASON
def review_decide(session: Session, number: int, decision: str, reason: str) -> None:
    """Decide as a supervisor."""
    from matcher.desk.outcomes import decide_review
    from matcher.domain.reasons import reason_label

    with session.open() as workspace, workspace.steps() as steps:
        row = decide_review(steps, number, decision, reason)
    if session.format != "table":
        session.rows([{"number": number, "review": row.review, "reason": row.reason}], [])
    said = reason_label(row.reason, session.language)
    session.say(
        f"Esito {number}: {row.review.replace('_', ' ')} ({said}).\nChe cosa resta: matcher review list",
        f"Outcome {number}: {row.review.replace('_', ' ')} ({said}).\nWhat is left: matcher review list",
    )


@command(
    "due",
    "Verifiche dopo l'inserimento in scadenza (30, 90, 180 giorni).",
    "Follow-ups due after a hire (30, 90, 180 days).",
)
@click.option("--until", help=both("Fino a questo giorno; oggi se manca.", "Until this day; today."))
def due(session: Session, until: str | None) -> None:
    """List the looks that are due."""
    from matcher.store.outcomes import due_followups

    with session.open() as workspace:
        last = read_day(until) if until else workspace.today
        with workspace.database.snapshot() as connection:
            found = due_followups(connection, last)
        note_seen(workspace, [one.candidate_id for one in found], "outcome")
    rows: list[dict[str, Any]] = [
        {
            "number": one.id,
            "candidate": one.candidate_id,
            "vacancy": one.vacancy_id,
            "days": one.days,
            "due_on": shown_day(session, one.due_on),
        }
        for one in found
    ]
    if not rows and session.format == "table":
        session.say(
            f"Nessuna verifica in scadenza fino al {last:%d/%m/%Y}. Più avanti: matcher followup due --until GIORNO",
            f"No follow-up due until {last}. Further on: matcher followup due --until DAY",
        )
        return
    session.rows(
        rows,
        [
            ("number", "Numero", "Number"),
            ("candidate", "Candidato/a", "Candidate"),
            ("vacancy", "Richiesta", "Vacancy"),
            ("days", "Giorni", "Days"),
            ("due_on", "Entro il", "Due"),
        ],
    )
    session.say(
        "Poi — registra: matcher followup record NUMERO "
        "in_servizio|trasformato|cessato|dimissioni|non_raggiunto",
        "Next — record: matcher followup record NUMBER "
        "in_servizio|trasformato|cessato|dimissioni|non_raggiunto",
    )


@command(
    "record",
    "Registra come va dopo l'inserimento: in_servizio, trasformato, cessato, dimissioni, non_raggiunto.",
    "Record how a placement goes: in_servizio, trasformato, cessato, dimissioni, non_raggiunto.",
)
@click.argument("number", type=click.IntRange(1))
@click.argument("result")
@click.option("--date", "day", help=both("Quando; oggi se manca.", "When; today if omitted."))
def record(session: Session, number: int, result: str, day: str | None) -> None:
    """Record a look."""
    from matcher.desk.outcomes import record_followup

    on = read_day(day) if day else None
    with session.open() as workspace, workspace.steps() as steps:
        look = record_followup(steps, number, result, on)
    if session.format != "table":
        session.rows([{"number": number, "candidate": look.candidate_id, "result": look.result}], [])
    said = look.result.replace("_", " ")
    session.say(
        f"{look.candidate_id}, {look.days} giorni dopo: {said}. Che cosa resta: matcher followup due",
        f"{look.candidate_id}, after {look.days} days: {said}. What is left: matcher followup due",
    )


followup = BilingualGroup(
    "followup",
    help=both("Verifica dopo l'inserimento.", "Follow-up after a hire."),
    commands=[due, record],
)
review = BilingualGroup(
    "review",
    help=both(
        "Motivi non ammessi: che cosa vede il supervisore.", "Inadmissible reasons, for the supervisor."
    ),
    commands=[review_list, review_decide],
)
COMMANDS: dict[str, click.Command] = {"outcome": outcome_, "followup": followup, "review": review}
