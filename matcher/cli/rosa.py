"""Commands on one shortlist at work: who is in it, in which order, extension, withdrawal, release of names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from matcher.cli.fields import REASON, VERSION
from matcher.cli.language import BilingualGroup, both
from matcher.cli.next_step import say_facts, say_next, say_shortlist, shortlist_facts
from matcher.cli.rosa_people import people_rows, verdict_words
from matcher.cli.seen import note_seen
from matcher.cli.session import Session, command

if TYPE_CHECKING:
    from matcher.app import Workspace
    from matcher.domain.shortlist import WhyAnswer
    from matcher.store.places import Place

__all__ = ["COMMANDS"]


@command(
    "show",
    "Mostra una rosa: chi c'è, la proposta del motore e le decisioni, a che punto è ciascuno.",
    "Show a shortlist: who is in it, what was proposed and decided, how far each has come.",
)
@click.argument("shortlist")
def show(session: Session, shortlist: str) -> None:
    """Print a shortlist as it stands."""
    from matcher.store.documents import documents_of
    from matcher.store.places import places_of
    from matcher.store.shortlists import get_shortlist

    with session.open() as workspace:
        with workspace.database.snapshot() as connection:
            row = get_shortlist(connection, shortlist)
            facts = shortlist_facts(session, workspace, connection, row)
            people = people_rows(session, connection, places_of(connection, shortlist))
            sent = [_document(session, workspace, one) for one in documents_of(connection, shortlist)]
        note_seen(workspace, [one["id"] for one in people], "shortlist", shortlist=shortlist)
        if session.format == "json":
            approved = {"approved_by": row.approved_by, "approved_at": row.approved_at}
            session.data({**facts, **approved, "people": people, "documents": sent})
            return
        if session.format == "table":
            _say_head(session, facts, row.approved_by)
        session.rows(people, [one for one in _COLUMNS if sent or one[0] != "code"])
        if sent and session.format == "table":
            session.rows(
                sent,
                [
                    ("id", "Documento", "Document"),
                    ("format", "Forma", "Format"),
                    ("made_at", "Del", "Made"),
                    ("recipient", "A", "To"),
                    ("expires_on", "Vale fino al", "Until"),
                    ("state", "Stato", "State"),
                    ("sha256_short", "Impronta", "Hash"),
                ],
            )
    say_facts(session, facts)


@command(
    "add",
    "Aggiunge alla rosa una persona, o la rimette, con un motivo in codice.",
    "Add a person to the shortlist, or put them back, with a coded reason.",
)
@click.argument("shortlist")
@click.argument("candidate")
@REASON
@VERSION
def add(session: Session, shortlist: str, candidate: str, reason: str, version: int | None) -> None:
    """Add somebody; what the engine says of them is kept beside it."""
    from matcher.desk.workflow import add_person

    with session.open() as workspace:
        standing = _standing(workspace, shortlist, candidate)
        with workspace.steps() as steps:
            place = add_person(steps, shortlist, candidate, reason, standing, version)
        _say_person(session, workspace, place)
        verdict = verdict_words(session, place.verdict)
        reasons = "; ".join(one.text(session.language) for one in standing.verdict.reasons)
        session.say(
            f"Per il motore: {verdict}" + (f" ({reasons})." if reasons else "."),
            f"For the engine: {verdict}" + (f" ({reasons})." if reasons else "."),
        )


@command(
    "remove",
    "Toglie una persona dalla rosa prima dell'invio, con un motivo in codice.",
    "Take a person out of the shortlist before it is sent, with a coded reason.",
)
@click.argument("shortlist")
@click.argument("candidate")
@REASON
@VERSION
def remove(session: Session, shortlist: str, candidate: str, reason: str, version: int | None) -> None:
    """Take somebody out."""
    from matcher.desk.workflow import remove_person

    with session.open() as workspace:
        with workspace.steps() as steps:
            place = remove_person(steps, shortlist, candidate, reason, version)
        _say_person(session, workspace, place)


@command(
    "move",
    "Sposta una persona nell'ordine dell'ufficio (il datore non lo vede).",
    "Move a person in the desk's order (the employer never sees it).",
)
@click.argument("shortlist")
@click.argument("candidate")
@click.argument("position", type=click.IntRange(1))
@REASON
@VERSION
def move(
    session: Session, shortlist: str, candidate: str, position: int, reason: str, version: int | None
) -> None:
    """Change the order of the desk."""
    from matcher.desk.workflow import reorder

    with session.open() as workspace:
        with workspace.steps() as steps:
            places = reorder(steps, shortlist, candidate, position, reason, version)
        _say_person(session, workspace, next(one for one in places if one.candidate_id == candidate))


@command(
    "extend",
    "Integra la rosa: dopo l'invio si cercano altre persone; chi è già segnalato resta.",
    "Extend the shortlist after it was sent: those already referred stay.",
)
@click.argument("shortlist")
@VERSION
def extend_(session: Session, shortlist: str, version: int | None) -> None:
    """Open a shortlist again for more people."""
    from matcher.desk.workflow import extend

    with session.open() as workspace:
        with workspace.steps() as steps:
            extend(steps, shortlist, version)
        say_shortlist(session, workspace, shortlist)
    session.say(
        f"Aggiungi chi manca: matcher rosa add {shortlist} CANDIDATO --reason MOTIVO",
        f"Add whoever is missing: matcher rosa add {shortlist} CANDIDATE --reason REASON",
    )


@command(
    "review",
    "Segna che il datore sta valutando la rosa.",
    "Record that the employer is reviewing the shortlist.",
)
@click.argument("shortlist")
def review_(session: Session, shortlist: str) -> None:
    """Record that the employer is looking at it."""
    from matcher.desk.workflow import review

    with session.open() as workspace:
        with workspace.steps() as steps:
            review(steps, shortlist)
        say_shortlist(session, workspace, shortlist)


@command(
    "withdraw",
    "Ritira la rosa: se era inviata, la segnalazione e i documenti sono revocati.",
    "Withdraw the shortlist: what was sent is revoked.",
)
@click.argument("shortlist")
@REASON
def withdraw_(session: Session, shortlist: str, reason: str) -> None:
    """Give a shortlist up."""
    from matcher.desk.referral import withdraw

    with session.open() as workspace:
        with workspace.steps() as steps:
            withdraw(steps, shortlist, reason)
        say_shortlist(session, workspace, shortlist)


@command(
    "release",
    "Rilascia al datore il nome, o nome e recapiti, di chi ha dato l'adesione (senza opzioni: li ritira).",
    "Release name, or name and contacts, of whoever agreed (without options: take them back).",
)
@click.argument("shortlist")
@click.argument("candidate")
@click.option("--name", "name", is_flag=True, help=both("Solo il nome.", "The name only."))
@click.option("--contacts", is_flag=True, help=both("Nome e recapiti.", "Name and contacts."))
def release_(session: Session, shortlist: str, candidate: str, name: bool, contacts: bool) -> None:
    """Release what may stand in the document."""
    from matcher.desk.referral import release

    what = "contacts" if contacts else "name" if name else ""
    with session.open() as workspace:
        with workspace.steps() as steps:
            place = release(steps, shortlist, candidate, what)
        _say_person(session, workspace, place)
    words = {"": ("niente", "nothing"), "name": ("nome", "name"), "contacts": ("nome e recapiti", "contacts")}
    session.say(f"Rilasciato: {words[what][0]}.", f"Released: {words[what][1]}.")
    if place.state.value in ("segnalato", "colloquio"):
        session.say(
            f"Il documento già inviato non cambia. Per rifarlo: matcher refer {shortlist} --again",
            f"The document already sent stays as it is. To make it anew: matcher refer {shortlist} --again",
        )


_COLUMNS = [
    ("position", "#", "#"),
    ("id", "Candidato/a", "Candidate"),
    ("code", "Codice", "Code"),
    ("state_label", "Stato", "State"),
    ("adesione", "Adesione", "Agreed"),
    ("proposal", "Proposta del motore", "Engine's proposal"),
    ("decided", "Decisione dell'operatore", "Decided by staff"),
    ("released_label", "Rilasciato", "Released"),
]


def _standing(workspace: Workspace, shortlist: str, candidate: str) -> WhyAnswer:
    from matcher.store.shortlists import get_shortlist

    matching = workspace.matching
    with workspace.database.snapshot() as connection:
        row = get_shortlist(connection, shortlist)
        return matching.why(connection, row.vacancy_id, candidate, row.shortlist.size)


def _document(session: Session, workspace: Workspace, one: Any) -> dict[str, Any]:
    table = session.format == "table"
    return {
        "id": one.id,
        "format": one.format,
        "language": one.language,
        "made_at": f"{one.made_at.astimezone():%d/%m/%Y %H:%M}" if table else one.made_at.isoformat(),
        "recipient": one.recipient,
        "expires_on": f"{one.expires_on:%d/%m/%Y}" if table else one.expires_on.isoformat(),
        "state": one.state_on(workspace.today),
        "sha256": one.sha256,
        "sha256_short": one.sha256[:12],
        "round": one.round,
        "actor": one.actor,
    }


def _say_head(session: Session, facts: dict[str, Any], approved_by: str) -> None:
    from matcher.domain.states import state_label

    vacancy = state_label("vacancy", facts["vacancy_state"], session.language)
    session.say(
        f"Richiesta {facts['vacancy']}: {vacancy}."
        + (f" Approvata da {approved_by}." if approved_by else ""),
        f"Vacancy {facts['vacancy']}: {vacancy}." + (f" Approved by {approved_by}." if approved_by else ""),
    )


def _say_person(session: Session, workspace: Workspace, place: Place) -> None:
    """Say how a person now stands, and what comes next."""
    from matcher.store.places import places_of

    with workspace.database.snapshot() as connection:
        everyone = people_rows(session, connection, places_of(connection, place.shortlist_id))
    person = next(one for one in everyone if one["id"] == place.candidate_id)
    if session.format == "json":
        session.data({"shortlist": place.shortlist_id, **person})
        return
    if session.format == "csv":
        session.rows([{"shortlist": place.shortlist_id, **person}], [])
    session.say(f"{person['id']}: {person['state_label']}.", f"{person['id']}: {person['state_label']}.")
    say_next(session, workspace, place.shortlist_id)


rosa = BilingualGroup(
    "rosa",
    help=both(
        "Lavora su una rosa: chi c'è, chi entra, chi esce, integrazione, ritiro.",
        "Work on one shortlist: who is in it, who comes, who goes, extension, withdrawal.",
    ),
    commands=[show, add, remove, move, release_, review_, extend_, withdraw_],
)
COMMANDS: dict[str, click.Command] = {"rosa": rosa}
