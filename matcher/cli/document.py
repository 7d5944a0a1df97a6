"""Commands on a saved shortlist: the draft for the employer, and a replay."""

from __future__ import annotations

from pathlib import Path

import click

from matcher.cli.language import both
from matcher.cli.session import Session, command
from matcher.errors import InputError, file_trouble

__all__ = ["COMMANDS"]


@command(
    "document",
    "Scrive la bozza del documento per il datore (HTML, candidature in codice).",
    "Write the draft of the employer's document (HTML, coded candidates).",
)
@click.argument("shortlist")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help=both("File da scrivere.", "File to write."),
)
def document(session: Session, shortlist: str, output: Path | None) -> None:
    """Write the draft for the employer."""
    from matcher.desk.draft import make_draft
    from matcher.exchange.rosa import render_html

    with session.open() as workspace:
        with workspace.database.snapshot() as connection:
            draft = make_draft(
                connection,
                shortlist,
                workspace.vocabularies,
                workspace.settings.intermediary,
                session.language,
            )
        path = output or workspace.folder / f"{shortlist}.bozza.html"
    _write(path, render_html(draft.document))
    if session.format == "json":
        session.data({"shortlist": shortlist, "path": str(path), "draft": True, "people": dict(draft.people)})
        return
    session.say(f"Bozza scritta in {path} (non inviabile).", f"Draft written to {path} (not to be sent).")
    session.rows(
        [{"code": code, "candidate": name} for code, name in draft.people.items()],
        [
            ("code", "Codice nel documento", "Code in the document"),
            ("candidate", "Candidato/a (solo per l'ufficio)", "Candidate (for the office only)"),
        ],
    )


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InputError(
            "E-CLI-003",
            f"Non posso scrivere {path}: {file_trouble(error)}.",
            "Scegli un altro file con --output.",
        ) from error


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


COMMANDS: dict[str, click.Command] = {"document": document, "replay": replay}
