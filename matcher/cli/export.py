"""The command ``export``: records in the columns of the import files, so that they can come in again."""

from __future__ import annotations

from pathlib import Path

import click

from matcher.cli.language import both
from matcher.cli.session import Session, command
from matcher.cli.written import writing
from matcher.errors import InputError

__all__ = ["COMMANDS"]


@command(
    "export",
    "Esporta candidati o richieste in un file (.csv, .xlsx, .jsonl) che si può importare di nuovo.",
    "Export candidates or vacancies to a file (.csv, .xlsx, .jsonl) that can be imported again.",
)
@click.argument("kind", type=click.Choice(["candidates", "vacancies"]))
@click.argument("identifiers", metavar="[ID]...", nargs=-1)
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help=both("File.", "File."),
)
@click.option(
    "--contacts",
    is_flag=True,
    help=both("Anche i recapiti: la lettura resta nel registro.", "Contacts too: the log notes it."),
)
@click.option(
    "--protected",
    is_flag=True,
    help=both(
        "Anche i dati protetti, per dare a una persona tutto ciò che si tiene su di lei: la lettura resta nel "
        "registro.",
        "Protected data too, to give people all that is held about them: the log notes it.",
    ),
)
def export(
    session: Session, kind: str, identifiers: tuple[str, ...], output: Path, contacts: bool, protected: bool
) -> None:
    """Write records to a file."""
    from matcher.desk.export import export_candidates, export_vacancies
    from matcher.desk.permissions import Action
    from matcher.exchange.labels import Labels

    if kind == "vacancies" and (contacts or protected):
        raise InputError("E-CLI-017", "Le richieste non hanno recapiti né dati protetti di persone.")
    with session.open() as workspace:
        labels, acting = Labels.of(workspace.vocabularies), workspace.acting_for(Action.EXPORT)
        with writing(output), workspace.database.transaction() as connection:
            if kind == "vacancies":
                count = export_vacancies(connection, output, labels, identifiers)
            else:
                count = export_candidates(
                    connection,
                    output,
                    labels,
                    acting,
                    identifiers,
                    contacts=contacts,
                    protected=protected,
                )
    if session.format != "table":
        session.rows([{"kind": kind, "path": str(output), "rows": count}], [])
    session.say(f"Righe scritte in {output}: {count}.", f"Rows written to {output}: {count}.")


COMMANDS: dict[str, click.Command] = {"export": export}
