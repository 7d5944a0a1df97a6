"""Commands on a saved shortlist: the draft for the employer, and a replay."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from matcher.cli.language import both
from matcher.cli.session import Session, command
from matcher.cli.written import writing
from matcher.errors import InputError

if TYPE_CHECKING:
    from matcher.exchange.page import Page

__all__ = ["COMMANDS"]


@command(
    "document",
    "Scrive la bozza del documento per il datore (candidature in codice).",
    "Write the draft of the employer's document (coded candidates).",
)
@click.argument("shortlist")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help=both("File da scrivere: .html, .pdf, .xlsx o .json.", "File to write: .html, .pdf, .xlsx or .json."),
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["html", "pdf", "xlsx", "json"]),
    help=both("Forma del file; altrimenti quella del suo nome.", "Form of the file; else that of its name."),
)
def document(session: Session, shortlist: str, output: Path | None, form: str | None) -> None:
    """Write the draft for the employer."""
    from matcher.desk.document import make_document
    from matcher.desk.operators import intermediary_of
    from matcher.desk.permissions import Action
    from matcher.desk.views import note_views
    from matcher.exchange.rosa_files import document_bytes, form_of

    chosen = form or (form_of(output.name) if output else "html")
    with session.open() as workspace:
        acting = workspace.acting_for(Action.LOOK)
        with workspace.database.transaction() as connection:
            made = make_document(
                connection,
                shortlist,
                workspace.vocabularies,
                intermediary_of(connection, acting, workspace.settings.intermediary),
                session.language,
                workspace.today,
            )
            note_views(connection, made.people.values(), "document", acting, shortlist=shortlist)
        path = output or workspace.folder / f"{shortlist}.bozza.{chosen}"
    _write(path, document_bytes(made.document, chosen))
    if session.format == "json":
        set_aside = [
            {"candidate": one.candidate, "reason_it": one.reason_it, "reason_en": one.reason_en}
            for one in made.set_aside
        ]
        answer = {"shortlist": shortlist, "path": str(path), "form": chosen, "draft": True}
        session.data({**answer, "people": dict(made.people), "set_aside": set_aside})
        return
    session.say(f"Bozza scritta in {path} (non inviabile).", f"Draft written to {path} (not to be sent).")
    session.rows(
        [{"code": code, "candidate": name} for code, name in made.people.items()],
        [
            ("code", "Codice nel documento", "Code in the document"),
            ("candidate", "Candidato/a (solo per l'ufficio)", "Candidate (for the office only)"),
        ],
    )
    for one in made.set_aside:
        session.say(
            f"{one.candidate} non è nel documento: {one.reason_it}.",
            f"{one.candidate} is not in the document: {one.reason_en}.",
        )


@command(
    "notice",
    "Scrive l'invito a confermare la disponibilità, da mandare a chi deve rispondere.",
    "Write the invitation to confirm availability, for those who have to answer.",
)
@click.argument("shortlist")
@click.option(
    "--candidate", default="", help=both("Con la scadenza di questa persona.", "With this person's deadline.")
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help=both("File da scrivere: .txt, .html o .pdf.", "File to write: .txt, .html or .pdf."),
)
def notice(session: Session, shortlist: str, candidate: str, output: Path | None) -> None:
    """Write the invitation, or print it."""
    from matcher.desk.calendar import Calendar
    from matcher.desk.notices import make_invitation
    from matcher.desk.operators import intermediary_of
    from matcher.exchange.page import page_text

    with session.open() as workspace, workspace.database.snapshot() as connection:
        page = make_invitation(
            connection,
            shortlist,
            candidate,
            workspace.vocabularies,
            intermediary_of(connection, workspace.acting(connection), workspace.settings.intermediary),
            Calendar.of(workspace.settings.desk).zone,
            session.language,
        )
    if output is not None:
        _write(output, _notice_bytes(page, output))
    if session.format == "json":
        session.data({"shortlist": shortlist, "path": str(output or ""), "text": page_text(page)})
    elif output is not None:
        session.say(f"Invito scritto in {output}.", f"Invitation written to {output}.")
    else:
        click.echo(page_text(page), nl=False)


def _notice_bytes(page: Page, path: Path) -> bytes:
    from matcher.exchange.page import page_html, page_text
    from matcher.exchange.page_pdf import page_pdf

    ending = path.suffix.lower()
    if ending == ".pdf":
        return page_pdf(page)
    if ending == ".html":
        return page_html(page).encode()
    if ending == ".txt":
        return page_text(page).encode()
    raise InputError("E-DOC-004", f"Non scrivo l'invito come «{ending}».", "Usa .txt, .html o .pdf.")


def _write(path: Path, content: bytes) -> None:
    with writing(path):
        path.write_bytes(content)


@command(
    "replay",
    "Ripete una rosa salvata con gli stessi dati e dice se il risultato è lo stesso.",
    "Repeat a saved shortlist on the same data and say whether the result is the same.",
)
@click.argument("shortlist")
def replay(session: Session, shortlist: str) -> None:
    """Repeat a saved shortlist."""
    from matcher.desk.replay import replay_shortlist

    with session.open() as workspace:
        matching = workspace.matching
        with workspace.database.snapshot() as connection:
            answer = replay_shortlist(connection, matching, shortlist)
    session.failed = not answer.same
    if session.format == "json":
        session.data(answer.model_dump(mode="json"))
        return
    if answer.same:
        session.say(f"{shortlist}: stesso risultato.", f"{shortlist}: same result.")
        return
    session.say(f"{shortlist}: il risultato è cambiato.", f"{shortlist}: the result differs.")
    for it, en in answer.reasons:
        session.say(f"  {it}", f"  {en}")
    session.say(
        "La rosa salvata resta com'era. Una nuova, con i dati di oggi: matcher shortlist RICHIESTA.",
        "The saved list stays as it was. A new one, on the data of today: matcher shortlist VACANCY.",
    )


COMMANDS: dict[str, click.Command] = {"document": document, "notice": notice, "replay": replay}
