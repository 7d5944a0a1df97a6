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
    from matcher.app import Workspace
    from matcher.desk.requests import Decision
    from matcher.domain.vacancy import ReadCondition, Requirement, Vacancy
    from matcher.exchange.labels import Labels
    from matcher.store.vacancies import VacancyRow

__all__ = ["confirm"]

#: What takes a reading as it is.
_AS_READ = ("sì", "si", "yes")
_KINDS = {
    "skill": ("competenza", "skill"),
    "licence": ("patente o attestato", "licence or certificate"),
    "language": ("lingua", "language"),
    "education": ("titolo di studio", "education"),
    "experience": ("esperienza", "experience"),
}


@command(
    "confirm",
    "Conferma ciò che si è letto nel testo: numero=livello…, =sì, =togli, o --all. Senza niente, lo elenca.",
    "Confirm what was read from the text: number=level…, number=yes, number=drop, or --all. With neither, list it.",
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
    """Confirm, change or drop what was read; until then requirements act as *wanted*, conditions not at all."""
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
        rows = _rows(session, workspace, row.vacancy)
    _show(session, row, rows)


def _decisions(words: tuple[str, ...]) -> dict[int, Decision]:
    from matcher.desk.requests import AS_READ

    chosen: dict[int, Decision] = {}
    for name, text in field_texts(words).items():
        if not name.isdecimal():
            raise InputError(
                "E-CLI-023", f"«{name}» non è un numero dell'elenco.", "Scrivi per esempio: 1=indispensabile"
            )
        chosen[int(name)] = AS_READ if text.casefold() in _AS_READ else level_of(text)
    return chosen


def _rows(session: Session, workspace: Workspace, vacancy: Vacancy) -> list[dict[str, object]]:
    """Return what waits, requirements first, numbered as the decisions are."""
    from matcher.desk.open_conditions import open_conditions
    from matcher.desk.requests import unconfirmed
    from matcher.exchange.labels import Labels

    labels = Labels.of(workspace.vocabularies)
    requirements = [
        {
            "kind": _kind(session, requirement),
            "what": _what(session, requirement),
            "proposed": session.text(*LEVELS[requirement.level])
            if session.format == "table"
            else requirement.level.value,
            "quote": requirement.quote,
        }
        for requirement in unconfirmed(vacancy)
    ]
    conditions = [
        {
            "kind": session.text("condizione", "condition") if session.format == "table" else "condition",
            "what": _condition(labels, vacancy, one),
            "proposed": "",
            "quote": one.quote,
        }
        for one in open_conditions(vacancy)
    ]
    return [{"number": number, **row} for number, row in enumerate([*requirements, *conditions], start=1)]


def _condition(labels: Labels, vacancy: Vacancy, condition: ReadCondition) -> str:
    """Return a condition in the words of the import columns that it would fill (*turni: notturno*)."""
    from matcher.cli.record_shown import readable
    from matcher.desk.open_conditions import decided_condition
    from matcher.exchange.vacancy_cells import vacancy_cells

    now = vacancy_cells(vacancy, labels)
    then = vacancy_cells(decided_condition(vacancy, condition, keep=True), labels)
    changed = {name: text for name, text in then.items() if now.get(name) != text}
    return "\n".join(f"{name}: {readable(text, several=True)}" for name, text in changed.items())


def _show(session: Session, row: VacancyRow, rows: list[dict[str, object]]) -> None:
    from matcher.desk.requests import unconfirmed

    if session.format != "table" or rows:
        session.rows(
            rows,
            [
                ("number", "N.", "No."),
                ("kind", "Che cosa", "Kind"),
                ("what", "Letto come", "Read as"),
                ("proposed", "Livello proposto", "Proposed level"),
                ("quote", "Letto in", "Read in"),
            ],
        )
    if not rows:
        session.say(
            f"{row.vacancy.id}: niente da confermare (versione {row.version}). Poi: matcher shortlist {row.vacancy.id}",
            f"{row.vacancy.id}: nothing to confirm (version {row.version}). Next: matcher shortlist {row.vacancy.id}",
        )
        return
    last = len(rows)
    drop = (f" {last}=togli", f" {last}=drop") if last > 1 else (" (o 1=togli)", " (or 1=drop)")
    # requirements come first
    level = ("; per un requisito anche 1=indispensabile", "; for a requirement 1=must too")
    told = level if unconfirmed(row.vacancy) else ("", "")
    session.say(
        "Finché non li confermi i requisiti valgono come graditi, le condizioni non valgono: nessuno resta fuori.\n"
        f"Per esempio: matcher vacancies confirm {row.vacancy.id} 1=sì{drop[0]} — oppure --all{told[0]}",
        "Until confirmed, requirements act as wanted and conditions do not act: nobody is left out.\n"
        f"For example: matcher vacancies confirm {row.vacancy.id} 1=yes{drop[1]} — or --all{told[1]}",
    )


def _kind(session: Session, requirement: Requirement) -> str:
    code = requirement.kind.value
    return session.text(*_KINDS[code]) if session.format == "table" else code


def _what(session: Session, requirement: Requirement) -> str:
    parts = [requirement.mention.text if requirement.mention else ""]
    parts += [requirement.cefr.name] if requirement.cefr else []
    parts += [f"EQF {requirement.eqf}"] if requirement.eqf else []
    if (months := requirement.months) is not None:
        parts.append(session.text(f"{months} mesi", f"{months} months"))
    return " ".join(part for part in parts if part) or requirement.quote
