"""Commands on a saved shortlist: the draft for the employer, and a replay."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from matcher.cli.language import both
from matcher.cli.session import Session, command

if TYPE_CHECKING:
    from matcher.app import Workspace

__all__ = ["COMMANDS", "write_document"]


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
    with session.open() as workspace:
        path = write_document(workspace, shortlist, session.language, output)
    if session.format == "json":
        session.data({"shortlist": shortlist, "path": str(path), "draft": True})
    else:
        session.say(f"Bozza scritta in {path} (non inviabile).", f"Draft written to {path} (not to be sent).")


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
    if session.format == "json":
        session.data(answer.model_dump(mode="json"))
        return
    if answer.same:
        session.say(f"{shortlist}: stesso risultato.", f"{shortlist}: same result.")
        return
    session.failed = True
    session.say(f"{shortlist}: il risultato è cambiato.", f"{shortlist}: the result differs.")
    for it, en in answer.reasons:
        session.say(f"  {it}", f"  {en}")


def write_document(
    workspace: Workspace, shortlist_id: str, language: str, output: Path | None = None
) -> Path:
    """Write the draft of a saved shortlist and return where."""
    from matcher.exchange.rosa import build_rosa, render_html
    from matcher.store.candidates import read_candidates
    from matcher.store.shortlists import get_shortlist
    from matcher.store.vacancies import get_vacancy

    with workspace.database.snapshot() as connection:
        saved = get_shortlist(connection, shortlist_id).shortlist
        vacancy = get_vacancy(connection, saved.subject).vacancy
        people = read_candidates(connection, [entry.id for entry in saved.ranked])
    page = build_rosa(
        saved, vacancy, people, workspace.vocabularies, workspace.settings.intermediary, language
    )
    path = output or workspace.folder / f"{saved.id}.bozza.html"
    path.write_text(render_html(page), encoding="utf-8")
    return path


COMMANDS: dict[str, click.Command] = {"document": document, "replay": replay}
