"""Commands about vacancies: list, show, add, set, close, mark, erase."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.confirm import confirm
from matcher.cli.erasing import confirm_erasure, erase_traces, say_erased
from matcher.cli.expiring import expire
from matcher.cli.fields import FIELDS, REASON, VERSION, field_texts
from matcher.cli.language import BilingualGroup, both
from matcher.cli.next_step import say_hired
from matcher.cli.paging import paged, show_page
from matcher.cli.record_shown import show_cells, show_links
from matcher.cli.session import Session, command
from matcher.cli.typed import entry_desk, require_one_source, say_entered
from matcher.cli.wording import COMMANDS as WORDING
from matcher.cli.wording import say_findings
from matcher.errors import InputError

if TYPE_CHECKING:
    from matcher.app import Workspace
    from matcher.desk.entry import Entered
    from matcher.domain.vacancy import Vacancy
    from matcher.store.applications import PairState
    from matcher.store.vacancies import VacancyRow

__all__ = ["COMMANDS"]

#: Word of the shell -> state of the pair, what it means.
_MARKS: dict[str, tuple[PairState | None, str, str]] = {
    "segnalato": ("referred", "segnalato/a al datore", "referred to the employer"),
    "rinuncia": ("refused", "ha rinunciato", "refused"),
    "assunto": ("hired", "assunto/a", "hired"),
    "non-selezionato": ("rejected", "non selezionato/a dal datore", "not selected by the employer"),
    "nessuno": (None, "nessuno stato", "no state"),
}
_ENGLISH_MARKS: dict[str, str] = {(state or "none"): word for word, (state, _, _) in _MARKS.items()}


@command("list", "Elenca le richieste di personale.", "List vacancies.")
@click.option("--open", "open_only", is_flag=True, help=both("Solo quelle aperte.", "Open ones only."))
@paged
def list_(session: Session, open_only: bool, limit: int, offset: int) -> None:
    """List one page of vacancies, by id."""
    from matcher.store.vacancies import count_vacancies, list_vacancies

    with session.open() as workspace, workspace.database.snapshot() as connection:
        found = list_vacancies(connection, open_only=open_only, limit=limit, offset=offset)
        total = count_vacancies(connection, open_only=open_only)
    show_page(
        session,
        [_row(session, row) for row in found],
        [
            ("id", "Richiesta", "Vacancy"),
            ("title", "Titolo", "Title"),
            ("employer", "Datore", "Employer"),
            ("places", "Sede", "Place"),
            ("openings", "Posti", "Openings"),
            ("state", "Stato", "State"),
            ("expires_on", "Scadenza", "Expires"),
            ("to_confirm", "Da confermare", "To confirm"),
        ],
        offset,
        total,
    )


@command("show", "Mostra una richiesta di personale.", "Show a vacancy.")
@click.argument("identifier", metavar="ID")
def show(session: Session, identifier: str) -> None:
    """Print a vacancy in the words of the import columns."""
    from matcher.exchange.labels import Labels
    from matcher.exchange.vacancy_cells import vacancy_cells
    from matcher.store.vacancies import get_vacancy

    with session.open() as workspace:
        with workspace.database.snapshot() as connection:
            row = get_vacancy(connection, identifier)
        if session.format == "json":
            session.data(_whole(row))
            return
        cells = vacancy_cells(row.vacancy, Labels.of(workspace.vocabularies))
        if session.format == "csv":
            session.rows([cells], [])
            return
        _print(session, workspace, row, cells)


@command(
    "add",
    "Aggiunge una richiesta: id_richiesta=R-1 titolo=… campo=valore…, o un file JSON.",
    "Add a vacancy: id_richiesta=R-1 titolo=… field=value…, or a JSON file.",
)
@FIELDS
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=both("File con una richiesta.", "File with one vacancy."),
)
def add(session: Session, fields: tuple[str, ...], path: Path | None) -> None:
    """Add one vacancy."""
    given = field_texts(fields)
    require_one_source(given, path)
    with session.open() as workspace:
        desk = entry_desk(workspace)
        entry = desk.from_file("vacancies", path) if path else desk.typed("vacancies", given)
        with workspace.database.transaction() as connection:
            entered = desk.add_vacancy(connection, entry)
    _say_read(session, entered)


@command(
    "set",
    "Modifica i campi nominati di una richiesta; campo= lo svuota. I campi sono quelli di «matcher template».",
    "Change the named fields of a vacancy; field= empties it. Fields are those of «matcher template».",
)
@click.argument("identifier", metavar="ID")
@FIELDS
@VERSION
def set_(session: Session, identifier: str, fields: tuple[str, ...], version: int | None) -> None:
    """Change some fields of a vacancy."""
    given = field_texts(fields)
    require_one_source(given, None)
    with session.open() as workspace:
        desk = entry_desk(workspace)
        entry = desk.typed("vacancies", given)
        with workspace.database.transaction() as connection:
            entered = desk.set_vacancy(connection, identifier, entry, version)
    _say_read(session, entered)


@command("close", "Chiude una richiesta.", "Close a vacancy.")
@click.argument("identifier", metavar="ID")
@click.option(
    "--state",
    default="chiusa_senza_assunzione",
    help=both(
        "coperta, chiusa_senza_assunzione (se non dici altro), annullata, scaduta.",
        "coperta (filled), chiusa_senza_assunzione (unfilled, default), annullata (cancelled), scaduta (expired).",
    ),
)
@REASON
def close(session: Session, identifier: str, state: str, reason: str) -> None:
    """Close a vacancy."""
    from matcher.desk.vacancy_life import close_vacancy

    with session.open() as workspace, workspace.steps() as steps:
        row = close_vacancy(steps, identifier, state, reason)
    _say_state(session, row)


@command(
    "set-state",
    "Cambia lo stato di una richiesta: validata, pubblicata, in preselezione, sospesa…",
    "Change the state of a vacancy: validata, pubblicata, in preselezione, sospesa…",
)
@click.argument("identifier", metavar="ID")
@click.argument("state")
@REASON
@VERSION
def set_state(session: Session, identifier: str, state: str, reason: str, version: int | None) -> None:
    """Move a vacancy through the table of its states."""
    from matcher.desk.vacancy_life import set_vacancy_state

    with session.open() as workspace, workspace.steps() as steps:
        row = set_vacancy_state(steps, identifier, state, reason, version)
    _say_state(session, row)


@command(
    "mark",
    "Annota che cosa c'è tra una richiesta e una persona: segnalato, rinuncia, assunto, non-selezionato, nessuno.",
    "Note what is between a vacancy and a person: referred, refused, hired, rejected, none.",
)
@click.argument("vacancy")
@click.argument("candidate")
@click.argument("state")
def mark(session: Session, vacancy: str, candidate: str, state: str) -> None:
    """Record the live state of a pair: shortlists follow it at once."""
    from matcher.desk.marks import mark_pair

    word = _ENGLISH_MARKS.get(state.casefold(), state.casefold().replace("_", "-").replace(" ", "-"))
    if word not in _MARKS:
        raise InputError("E-CLI-019", f"«{state}» non è uno stato.", f"Scrivi: {', '.join(_MARKS)}.")
    code, italian, english = _MARKS[word]
    with session.open() as workspace, workspace.steps() as steps:
        mark_pair(steps, vacancy, candidate, code)
    if session.format != "table":
        session.rows([{"vacancy": vacancy, "candidate": candidate, "state": code or "none"}], [])
    session.say(f"{candidate} per {vacancy}: {italian}.", f"{candidate} for {vacancy}: {english}.")
    if code == "hired":
        say_hired(session, candidate)


@command("erase", "Cancella per sempre una richiesta, con candidature e rose.", "Erase a vacancy for good.")
@click.argument("identifier", metavar="ID")
@click.option("--yes", is_flag=True, help=both("Non chiedere conferma.", "Do not ask."))
def erase(session: Session, identifier: str, yes: bool) -> None:
    """Erase a vacancy with its applications, shortlists and states."""
    from matcher.desk.permissions import Action
    from matcher.store.erasure import erase_vacancy

    with session.open() as workspace:
        acting = workspace.acting_for(Action.ERASE)
        confirm_erasure(session, identifier, yes)
        with workspace.database.transaction() as connection:
            counts = erase_vacancy(connection, identifier, acting.actor, acting.at)
        erase_traces(session, workspace)
    say_erased(session, identifier, counts)


def _say_state(session: Session, row: VacancyRow) -> None:
    from matcher.domain.states import state_label

    identifier, state = row.vacancy.id, row.vacancy.state
    if session.format != "table":
        session.rows([{"id": identifier, "state": state.value, "version": row.version}], [])
    session.say(
        f"{identifier}: {state_label('vacancy', state)}.",
        f"{identifier}: {state_label('vacancy', state, 'en')}.",
    )
    session.say(f"La storia: matcher history {identifier}", f"Its history: matcher history {identifier}")


def _say_read(session: Session, entered: Entered) -> None:
    say_entered(session, entered)
    if entered.reading is not None and session.format == "table":
        say_findings(session, entered.reading.findings)
        waiting = [one for one in entered.reading.vacancy.requirements if not one.confirmed]
        if waiting:
            session.say(
                f"Requisiti letti dal testo, da confermare: {len(waiting)}. "
                f"Vedi: matcher vacancies confirm {entered.id}",
                f"Requirements read from the text, to confirm: {len(waiting)}. "
                f"See: matcher vacancies confirm {entered.id}",
            )


def _print(session: Session, workspace: Workspace, row: VacancyRow, cells: dict[str, str]) -> None:
    vacancy = row.vacancy
    state = vacancy.state.value.replace("_", " ")
    when = f"{row.updated_at.astimezone():%d/%m/%Y %H:%M}"
    session.say(
        f"{vacancy.id} · {state} · versione {row.version}, del {when}",
        f"{vacancy.id} · {state} · version {row.version}, of {when}",
    )
    show_cells(session, "vacancies", cells)
    if vacancy.occupations:
        session.say("Professioni, come sono state capite:", "Occupations, as they were understood:")
        show_links(session, workspace.vocabularies["occupation"], vacancy.occupations)
    ignored = [words for words in vacancy.ignored_words if words not in vacancy.overrides]
    if ignored:
        quotes = ", ".join(f"«{words.partition(':')[2]}»" for words in ignored)
        session.say(
            f"Parole che non contano (matcher vacancy check {vacancy.id}): {quotes}",
            f"Words that do not count (matcher vacancy check {vacancy.id}): {quotes}",
        )
    waiting = sum(not one.confirmed for one in vacancy.requirements)
    if waiting:
        session.say(
            f"Requisiti da confermare: {waiting} (matcher vacancies confirm {vacancy.id})",
            f"Requirements to confirm: {waiting} (matcher vacancies confirm {vacancy.id})",
        )


def _row(session: Session, row: VacancyRow) -> dict[str, Any]:
    from matcher.desk.open_conditions import open_conditions
    from matcher.desk.requests import unconfirmed

    vacancy: Vacancy = row.vacancy
    table = session.format == "table"
    waiting = len(unconfirmed(vacancy)) + len(open_conditions(vacancy))
    return {
        "id": vacancy.id,
        "title": vacancy.title,
        "employer": session.text("riservato", "confidential")
        if table and vacancy.employer.confidential
        else vacancy.employer.name,
        "places": ", ".join(place.text for place in vacancy.places),
        "openings": vacancy.openings,
        "state": vacancy.state.value.replace("_", " ") if table else vacancy.state.value,
        "expires_on": (f"{vacancy.expires_on:%d/%m/%Y}" if table else vacancy.expires_on.isoformat())
        if vacancy.expires_on
        else "",
        "to_confirm": waiting or ("" if table else 0),
        "version": row.version,
    }


def _whole(row: VacancyRow) -> dict[str, Any]:
    return {
        "vacancy": row.vacancy.model_dump(mode="json"),
        "version": row.version,
        "updated_at": row.updated_at.isoformat(),
    }


vacancies = BilingualGroup(
    "vacancies",
    help=both(
        "Le richieste di personale: elenco, modifiche, conferme, chiusura.",
        "Vacancies: list, changes, confirmations, closing.",
    ),
    commands=[list_, show, add, set_, confirm, set_state, mark, close, expire, erase],
)
COMMANDS: dict[str, click.Command] = {"vacancies": vacancies, **WORDING}
