"""Commands about candidates: list, show, add, set, erase."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.erasing import confirm_erasure, erase_traces, say_erased
from matcher.cli.fields import FIELDS, VERSION, field_texts
from matcher.cli.language import BilingualGroup, both
from matcher.cli.paging import paged, show_page
from matcher.cli.record_shown import show_cells, show_links
from matcher.cli.seen import note_seen
from matcher.cli.session import Session, command
from matcher.cli.typed import entry_desk, require_one_source, say_entered
from matcher.errors import InputError

if TYPE_CHECKING:
    from matcher.app import Workspace
    from matcher.domain.candidate import Candidate, Contact
    from matcher.domain.record import Mention
    from matcher.store.candidates import CandidateFilter, CandidateRow
    from matcher.vocabulary.schema import Kind

__all__ = ["COMMANDS"]

_STATUSES = {
    "available": ("disponibile", "available"),
    "hired": ("assunto/a", "hired"),
    "suspended": ("sospeso/a", "suspended"),
    "withdrawn": ("ritirato/a", "withdrawn"),
}
_UNDERSTOOD: dict[Kind, tuple[str, str]] = {
    "occupation": ("Professioni, come sono state capite:", "Occupations, as they were understood:"),
    "skill": ("Competenze, come sono state capite:", "Skills, as they were understood:"),
}


@command("list", "Elenca i candidati.", "List candidates.")
@click.option(
    "--place", default="", help=both("Solo chi vive in questo comune.", "Living in this municipality only.")
)
@click.option(
    "--status",
    default="",
    help=both(
        "Solo: disponibile, assunto, sospeso, ritirato.", "Only: available, hired, suspended, withdrawn."
    ),
)
@click.option("--office", default="", help=both("Solo di questo ufficio.", "Of this office only."))
@paged
def list_(session: Session, place: str, status: str, office: str, limit: int, offset: int) -> None:
    """List one page of candidates, by id."""
    from matcher.store.candidates import count_candidates, list_candidates

    with session.open() as workspace:
        chosen = _filter(workspace, place, status, office)
        with workspace.database.snapshot() as connection:
            found = list_candidates(connection, chosen, limit=limit, offset=offset)
            total = count_candidates(connection, chosen)
        note_seen(workspace, [row.candidate.id for row in found], "list")
    show_page(
        session,
        [_row(session, row) for row in found],
        [
            ("id", "Candidato/a", "Candidate"),
            ("place", "Domicilio", "Home"),
            ("wanted", "Cerca", "Wants"),
            ("status", "Stato", "Status"),
            ("office", "Ufficio", "Office"),
            ("updated_at", "Aggiornato", "Updated"),
        ],
        offset,
        total,
    )


@command(
    "show",
    "Mostra il profilo professionale di una persona.",
    "Show the professional profile of a person.",
)
@click.argument("identifier", metavar="ID")
@click.option(
    "--contacts",
    is_flag=True,
    help=both("Anche i recapiti: la lettura resta nel registro.", "Contacts too: the view is logged."),
)
def show(session: Session, identifier: str, contacts: bool) -> None:
    """Print a profile in the words of the import columns; never protected data."""
    from matcher.desk.permissions import Action
    from matcher.desk.views import view_contact, view_person
    from matcher.exchange.candidate_cells import candidate_cells
    from matcher.exchange.candidates import CandidateParts
    from matcher.exchange.labels import Labels
    from matcher.store.candidates import get_candidate

    with session.open() as workspace:
        acting = workspace.acting_for(Action.LOOK)
        with workspace.database.transaction() as connection:
            if contacts:
                contact = view_contact(connection, identifier, acting)
                row = get_candidate(connection, identifier)
            else:
                contact, row = None, view_person(connection, identifier, acting)
        parts = CandidateParts(row.candidate, contact)
        if session.format == "json":
            session.data(_whole(row, contact) if contacts else _whole(row))
            return
        cells = candidate_cells(parts, Labels.of(workspace.vocabularies))
        if session.format == "csv":
            session.rows([cells], [])
            return
        _print(session, workspace, row, cells)


@command(
    "add",
    "Aggiunge una persona: id_candidato=C-1 campo=valore…, o un file JSON.",
    "Add a person: id_candidato=C-1 field=value…, or a JSON file.",
)
@FIELDS
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=both("File con una persona.", "File with one person."),
)
def add(session: Session, fields: tuple[str, ...], path: Path | None) -> None:
    """Add one person."""
    given = field_texts(fields)
    require_one_source(given, path)
    with session.open() as workspace:
        desk = entry_desk(workspace)
        entry = desk.from_file("candidates", path) if path else desk.typed("candidates", given)
        with workspace.database.transaction() as connection:
            entered = desk.add_candidate(connection, entry)
    say_entered(session, entered)


@command(
    "set",
    "Modifica i campi nominati di una persona; campo= lo svuota. I campi sono quelli di «matcher template».",
    "Change the named fields of a person; field= empties it. Fields are those of «matcher template».",
)
@click.argument("identifier", metavar="ID")
@FIELDS
@VERSION
def set_(session: Session, identifier: str, fields: tuple[str, ...], version: int | None) -> None:
    """Change some fields of a person."""
    given = field_texts(fields)
    require_one_source(given, None)
    with session.open() as workspace:
        desk = entry_desk(workspace)
        entry = desk.typed("candidates", given)
        with workspace.database.transaction() as connection:
            entered = desk.set_candidate(connection, identifier, entry, version)
    say_entered(session, entered)


@command(
    "erase",
    "Cancella per sempre una o più persone: dati, recapiti, rose salvate, banca dati.",
    "Erase people for good: data, contacts, saved shortlists, pool.",
)
@click.argument("identifiers", metavar="ID...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help=both("Non chiedere conferma.", "Do not ask."))
def erase(session: Session, identifiers: tuple[str, ...], yes: bool) -> None:
    """Erase people from the store, from the saved shortlists, from the pool, from the disk."""
    from matcher.desk.people import erase_people
    from matcher.desk.permissions import Action

    names = ", ".join(dict.fromkeys(identifiers))
    with session.open() as workspace:
        acting = workspace.acting_for(Action.ERASE)
        confirm_erasure(session, names, yes)
        with workspace.database.transaction() as connection:
            counts = erase_people(connection, identifiers, acting.actor, acting.at)
        erase_traces(session, workspace)
    say_erased(session, names, counts)


def _print(session: Session, workspace: Workspace, row: CandidateRow, cells: dict[str, str]) -> None:
    candidate = row.candidate
    status = session.text(*_STATUSES[candidate.availability.status])
    when = f"{row.updated_at.astimezone():%d/%m/%Y %H:%M}"
    session.say(
        f"{candidate.id} · {status} · versione {row.version}, del {when}",
        f"{candidate.id} · {status} · version {row.version}, of {when}",
    )
    show_cells(session, "candidates", cells)
    for kind, mentions in _mentions(candidate).items():
        if mentions:
            heading = _UNDERSTOOD[kind]
            session.say(*heading)
            show_links(session, workspace.vocabularies[kind], mentions)


def _mentions(candidate: Candidate) -> dict[Kind, list[Mention]]:
    occupations = [*(candidate.wanted or ()), *(job.occupation for job in candidate.work or ())]
    return {"occupation": occupations, "skill": [claim.skill for claim in candidate.skills or ()]}


def _filter(workspace: Workspace, place: str, status: str, office: str) -> CandidateFilter:
    from matcher.store.candidates import CandidateFilter

    code = ""
    if place:
        found = workspace.vocabularies.places.resolve(place).places()
        if len(found) != 1 or found[0].kind != "municipality":
            raise InputError(
                "E-CLI-015",
                f"«{place}» non è un comune.",
                "Scrivi il comune, con la provincia se ci sono omonimi: Castro (LE).",
            )
        code = found[0].code
    if not status:
        return CandidateFilter(office=office, place_code=code)
    # the words of the columns take a while to load
    from matcher.exchange.candidates import STATUSES

    wanted = status.casefold()
    if wanted not in (*STATUSES, *_STATUSES):
        raise InputError(
            "E-CLI-016", f"«{status}» non è uno stato.", "Scrivi: disponibile, assunto, sospeso o ritirato."
        )
    return CandidateFilter(office=office, status=STATUSES.get(wanted, wanted), place_code=code)


def _row(session: Session, row: CandidateRow) -> dict[str, Any]:
    candidate = row.candidate
    status = candidate.availability.status
    return {
        "id": candidate.id,
        "place": candidate.home.text if candidate.home else "",
        "wanted": ", ".join(mention.text for mention in candidate.wanted or ()),
        "status": session.text(*_STATUSES[status]) if session.format == "table" else status,
        "office": candidate.office,
        "updated_at": f"{row.updated_at.astimezone():%d/%m/%Y %H:%M}"
        if session.format == "table"
        else row.updated_at.isoformat(),
        "version": row.version,
    }


def _whole(row: CandidateRow, *contacts: Contact | None) -> dict[str, Any]:
    whole = {
        "candidate": row.candidate.model_dump(mode="json"),
        "version": row.version,
        "updated_at": row.updated_at.isoformat(),
    }
    for contact in contacts:
        whole["contact"] = contact.model_dump(mode="json") if contact else None
    return whole


candidates = BilingualGroup(
    "candidates",
    help=both(
        "Le persone: elenco, profilo, modifiche, cancellazione.", "People: list, profile, changes, erasure."
    ),
    commands=[list_, show, add, set_, erase],
)
COMMANDS: dict[str, click.Command] = {"candidates": candidates}
