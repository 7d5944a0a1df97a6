"""The command that makes a workspace."""

from __future__ import annotations

from pathlib import Path

import click

from matcher.cli.language import both
from matcher.cli.session import Session, command
from matcher.errors import WorkspaceError, file_trouble

__all__ = ["COMMANDS"]


@command(
    "init",
    "Crea uno spazio di lavoro: impostazioni e archivio, in una cartella.",
    "Create a workspace: settings and store, in a folder.",
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--office", default="", help=both("Il tuo ufficio.", "Your office."))
@click.option(
    "--actor",
    default="",
    help=both("Chi lavora qui: compare nel registro.", "Who works here: written in the log."),
)
@click.option(
    "--name",
    default="",
    help=both("Nome dell'ente, per i documenti.", "Name of the intermediary, for documents."),
)
@click.option(
    "--authorisation",
    default="",
    help=both("Autorizzazione o accreditamento dell'ente.", "Authorisation or accreditation."),
)
def init(session: Session, folder: Path, office: str, actor: str, name: str, authorisation: str) -> None:
    """Create a workspace and say what comes next."""
    from matcher.app import create_workspace
    from matcher.settings import Intermediary, Settings

    given = {"name": name, "authorisation": authorisation}
    chosen = {"office": office, "actor": actor}
    settings = Settings(
        language="en" if session.language == "en" else "it",
        intermediary=Intermediary(**{field: text for field, text in given.items() if text}),
        **{field: text for field, text in chosen.items() if text},
    )
    try:
        workspace = create_workspace(folder, settings)
    except OSError as error:
        raise WorkspaceError(
            "E-WSP-003",
            f"Non posso scrivere in «{folder}»: {file_trouble(error)}.",
            "Scegli una cartella in cui hai il permesso di scrivere.",
        ) from error
    with workspace:
        if session.format != "table":
            database = workspace.database.location
            session.rows([{"workspace": str(folder), "database": database}], [])
    session.say(
        f"Spazio di lavoro creato in {folder}.\n\n"
        "Ora:\n"
        f"  cd {folder}\n"
        "  matcher template candidates > candidati.csv     un modello da compilare\n"
        "  matcher import candidates candidati.csv\n"
        "  matcher import vacancies richieste.xlsx\n"
        "  matcher shortlist RICHIESTA",
        f"Workspace created in {folder}.\n\n"
        "Next:\n"
        f"  cd {folder}\n"
        "  matcher template candidates > candidates.csv    a template to fill in\n"
        "  matcher import candidates candidates.csv\n"
        "  matcher import vacancies vacancies.xlsx\n"
        "  matcher shortlist VACANCY",
    )


COMMANDS: dict[str, click.Command] = {"init": init}
