"""The command ``interview``: what is still to be asked of a person, as a sheet to fill in."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.language import both
from matcher.cli.session import Session, command
from matcher.cli.written import writing

if TYPE_CHECKING:
    from matcher.desk.interview import Interview

__all__ = ["COMMANDS"]


@command(
    "interview",
    "Traccia di colloquio: solo le domande a cui una persona non ha ancora risposto. Con -o scrive un foglio "
    "da compilare; le risposte rientrano con «matcher import candidates».",
    "Interview sheet: only what a person was not asked yet. With -o it writes a sheet to fill in; the "
    "answers come back through «matcher import candidates».",
)
@click.argument("identifiers", metavar="CANDIDATO...", nargs=-1, required=True)
@click.option(
    "--vacancy",
    default="",
    help=both("Anche le domande per questa richiesta.", "Also what this vacancy asks."),
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help=both("Foglio da compilare (.csv o .xlsx).", "Sheet to fill in (.csv or .xlsx)."),
)
def interview(session: Session, identifiers: tuple[str, ...], vacancy: str, output: Path | None) -> None:
    """Print, or write, what is still to be asked."""
    from matcher.desk.interview import answer_rows
    from matcher.desk.interview import interview as prepare
    from matcher.desk.permissions import Action
    from matcher.desk.views import note_views
    from matcher.exchange.labels import Labels
    from matcher.exchange.writing import write_rows

    with session.open() as workspace:
        labels, acting = Labels.of(workspace.vocabularies), workspace.acting_for(Action.LOOK)
        with workspace.database.snapshot() as connection:
            sheets = [
                prepare(connection, name, labels, workspace.today) for name in dict.fromkeys(identifiers)
            ]
            rows = answer_rows(sheets) if output else []
            asked = {
                sheet.candidate: workspace.matching.why(
                    connection, vacancy, sheet.candidate, workspace.settings.shortlist_size
                ).verdict.questions
                for sheet in sheets
                if vacancy
            }
        with workspace.database.transaction() as connection:
            note_views(connection, [sheet.candidate for sheet in sheets], "interview", acting)
    if output:
        with writing(output):
            write_rows(output, "candidates", rows, list(rows[0]))
    if session.format != "table":
        answer = [_as_data(sheet, asked.get(sheet.candidate, ())) for sheet in sheets]
        session.data(answer) if session.format == "json" else session.rows(answer, [])
        return
    for sheet in sheets:
        _print(session, sheet, asked.get(sheet.candidate, ()))
    if output:
        session.say(
            f"Foglio scritto in {output}. Compilato, rientra con: matcher import candidates {output}",
            f"Sheet written to {output}. Filled in, it comes back with: matcher import candidates {output}",
        )


def _as_data(sheet: Interview, asked: Any) -> dict[str, Any]:
    return {
        "candidate": sheet.candidate,
        "assessable": sheet.assessable,
        "missing": [
            {
                "field": field.column,
                "question_it": field.question_it,
                "question_en": field.question_en,
                "who": field.who,
                "needed": field.needed,
                "expired": field.expired,
            }
            for field in sheet.missing
        ],
        "for_vacancy": [asdict(question) for question in asked],
    }


def _print(session: Session, sheet: Interview, asked: Any) -> None:
    state = (
        session.text("candidatura valutabile", "assessable")
        if sheet.assessable
        else session.text("candidatura non ancora valutabile", "not assessable yet")
    )
    session.say(f"{sheet.candidate}: {state}", f"{sheet.candidate}: {state}")
    if not sheet.missing and not asked:
        session.say("  Non manca nulla.", "  Nothing is missing.")
    for question in asked:
        session.say(f"  ? {question.text_it}", f"  ? {question.text_en}")
    rows = [
        {
            "field": field.column,
            "question": session.text(field.question_it, field.question_en),
            "mark": " ".join(_marks(session, field.needed, field.expired, field.who)),
        }
        for field in sheet.missing
    ]
    if rows:
        session.rows(
            rows,
            [("question", "Da chiedere", "To ask"), ("field", "Campo", "Field"), ("mark", "", "")],
        )


def _marks(session: Session, needed: bool, expired: bool, who: str) -> list[str]:
    found = []
    if needed:
        found.append(session.text("serve per valutarla", "needed to assess"))
    if expired:
        found.append(session.text("scaduto: da richiedere", "expired: ask again"))
    if who == "operator":
        found.append(session.text("lo scrive l'operatore", "the operator writes it"))
    return found


COMMANDS: dict[str, click.Command] = {"interview": interview}
