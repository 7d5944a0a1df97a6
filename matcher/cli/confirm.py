"""The command that confirms what was read from the text of a vacancy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from matcher.cli.fields import VERSION, field_texts
from matcher.cli.language import both
from matcher.cli.levels import LEVELS, level_of
from matcher.cli.session import Session, command
from matcher.errors import InputError

if TYPE_CHECKING:
    from matcher.domain.levels import RequirementLevel
    from matcher.domain.vacancy import Requirement
    from matcher.store.vacancies import VacancyRow

__all__ = ["confirm"]

_KINDS = {
    "skill": ("competenza", "skill"),
    "licence": ("patente o attestato", "licence or certificate"),
    "language": ("lingua", "language"),
    "education": ("titolo di studio", "education"),
    "experience": ("esperienza", "experience"),
}


@command(
    "confirm",
    "Conferma i requisiti letti dal testo: numero=livello…, o --all. Senza niente, li elenca.",
    "Confirm the requirements read from the text: number=level…, or --all. With neither, list them.",
)
@click.argument("identifier", metavar="ID")
@click.argument("decisions", metavar="NUMERO=LIVELLO...", nargs=-1)
@click.option(
    "--all", "every", is_flag=True, help=both("Tutti, al livello proposto.", "All, at the proposed level.")
)
@VERSION
def confirm(
    session: Session, identifier: str, decisions: tuple[str, ...], every: bool, version: int | None
) -> None:
    """Confirm, change or drop what was read from the text; until then it acts as *wanted*."""
    from matcher.desk.permissions import Action
    from matcher.desk.requests import confirm_requirements
    from matcher.store.vacancies import get_vacancy

    chosen = _decisions(decisions)
    if chosen and every:
        raise InputError("E-CLI-022", "Numeri e --all insieme.", "Usa gli uni o l'altro.")
    with session.open() as workspace:
        if chosen or every:
            acting = workspace.acting_for(Action.WRITE)
            with workspace.database.transaction() as connection:
                row = confirm_requirements(
                    connection,
                    identifier,
                    None if every else chosen,
                    version,
                    acting.actor,
                    acting.at,
                )
            session.say(
                f"{identifier}: salvato, versione {row.version}.",
                f"{identifier}: saved, version {row.version}.",
            )
        else:
            with workspace.database.snapshot() as connection:
                row = get_vacancy(connection, identifier)
    _show_requirements(session, row)


def _decisions(words: tuple[str, ...]) -> dict[int, RequirementLevel | None]:
    chosen = {}
    for name, text in field_texts(words).items():
        if not name.isdecimal():
            raise InputError(
                "E-CLI-023", f"«{name}» non è un numero dell'elenco.", "Scrivi per esempio: 1=indispensabile"
            )
        chosen[int(name)] = level_of(text)
    return chosen


def _show_requirements(session: Session, row: VacancyRow) -> None:
    from matcher.desk.conditions import open_conditions
    from matcher.desk.requests import unconfirmed

    waiting = unconfirmed(row.vacancy)
    rows = [
        {
            "number": number,
            "kind": _kind(session, requirement),
            "what": _what(requirement),
            "proposed": session.text(*LEVELS[requirement.level])
            if session.format == "table"
            else requirement.level.value,
            "quote": requirement.quote,
        }
        for number, requirement in enumerate(waiting, start=1)
    ]
    if session.format != "table" or rows:
        session.rows(
            rows,
            [
                ("number", "N.", "No."),
                ("kind", "Che cosa", "Kind"),
                ("what", "Requisito", "Requirement"),
                ("proposed", "Livello proposto", "Proposed level"),
                ("quote", "Letto in", "Read in"),
            ],
        )
    _show_conditions(session, row)
    if not rows and not open_conditions(row.vacancy):
        session.say(
            f"{row.vacancy.id}: niente da confermare (versione {row.version}).",
            f"{row.vacancy.id}: nothing to confirm (version {row.version}).",
        )
        return
    session.say(
        "Finché non li confermi i requisiti valgono come graditi, le condizioni non valgono: nessuno resta fuori.\n"
        f"Per esempio: matcher vacancies confirm {row.vacancy.id} 1=indispensabile — oppure --all, condizioni comprese",
        "Until confirmed, requirements act as wanted and conditions do not act: nobody is left out.\n"
        f"For example: matcher vacancies confirm {row.vacancy.id} 1=must — or --all, conditions included",
    )


def _show_conditions(session: Session, row: VacancyRow) -> None:
    from matcher.desk.conditions import open_conditions

    waiting = open_conditions(row.vacancy)
    if session.format == "table" and waiting:
        quotes = ", ".join(f"«{one.quote}»" for one in waiting)
        session.say(f"Condizioni lette nel testo: {quotes}", f"Conditions read in the text: {quotes}")


def _kind(session: Session, requirement: Requirement) -> str:
    code = requirement.kind.value
    return session.text(*_KINDS[code]) if session.format == "table" else code


def _what(requirement: Requirement) -> str:
    parts = [requirement.mention.text if requirement.mention else ""]
    parts += [requirement.cefr.name] if requirement.cefr else []
    parts += [f"EQF {requirement.eqf}"] if requirement.eqf else []
    parts += [f"{requirement.months} mesi"] if requirement.months is not None else []
    return " ".join(part for part in parts if part) or requirement.quote
