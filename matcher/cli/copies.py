"""Commands on near copies: list, merge, undo, dismiss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from matcher.cli.language import BilingualGroup, both
from matcher.cli.seen import note_seen
from matcher.cli.session import Session, command

if TYPE_CHECKING:
    from matcher.store.copies import CopyPair, Kind

__all__ = ["COMMANDS"]

_KINDS: dict[str, Kind] = {"candidates": "candidate", "vacancies": "vacancy"}
_REASONS = {
    "tax_code": ("codice fiscale", "tax code"),
    "name_birth": ("nome e data di nascita", "name and birth date"),
    "email": ("e-mail", "e-mail"),
    "phone": ("telefono", "telephone"),
    "history": ("stessi lavori nelle stesse date", "same jobs on the same dates"),
    "name_home": ("nome e comune", "name and municipality"),
    "tax_code_slip": ("codice fiscale quasi uguale", "almost the same tax code"),
    "birth_slip": ("stesso nome, data di nascita quasi uguale", "same name, almost the same birth date"),
    "text": ("testo", "text"),
    "title": ("titolo", "title"),
    "place": ("sede", "place"),
    "employer": ("datore", "employer"),
}
_STATES = {
    "suspected": ("da decidere", "to decide"),
    "dismissed": ("diversi", "different"),
    "merged": ("uniti", "merged"),
}
_COLUMNS = [
    ("first", "Scheda", "Record"),
    ("second", "Somiglia a", "Looks like"),
    ("score", "Somiglianza", "Likeness"),
    ("shared", "In comune", "In common"),
    ("state", "Stato", "State"),
]


@command("list", "Cerca ed elenca i possibili doppioni.", "Search and list near copies.")
@click.argument("kind", type=click.Choice(sorted(_KINDS)))
@click.option(
    "--decided", is_flag=True, help=both("Mostra le coppie già decise, senza cercare.", "Show decided pairs.")
)
def list_(session: Session, kind: str, decided: bool) -> None:
    """Search all records for near copies, and list the pairs."""
    from matcher.cli.progress import progress
    from matcher.desk.copies import kept_first, search_copies
    from matcher.desk.permissions import Action
    from matcher.store.copies import list_copies

    with session.open() as workspace:
        if decided:
            with workspace.database.snapshot() as connection:
                found = list_copies(connection, _KINDS[kind], ["merged", "dismissed"])
        else:
            acting = workspace.acting_for(Action.MERGE)
            with progress(session.text("Cerco", "Searching")), workspace.database.transaction() as connection:
                found = search_copies(connection, _KINDS[kind], acting.actor, acting.at)
        with workspace.database.snapshot() as connection:
            kept, other = kept_first(connection, found[0]) if found else ("", "")
        if kind == "candidates" and found:
            note_seen(workspace, {name for pair in found for name in (pair.first, pair.second)}, "copies")
    if not found:
        session.say("Nessun doppione.", "No copies.")
        if session.format == "table":
            return
    session.rows([_row(session, pair) for pair in found], _COLUMNS)
    if not decided and found and session.format == "table":
        session.say(
            f"Se sono la stessa scheda: matcher copies merge {kept} {other} (resta la prima). "
            f"Se no: matcher copies dismiss {kept} {other}",
            f"If they are one: matcher copies merge {kept} {other} (the first is kept). "
            f"If not: matcher copies dismiss {kept} {other}",
        )


@command("show", "Mette due schede una accanto all'altra.", "Show two records side by side.")
@click.argument("one")
@click.argument("other")
@click.option("--differences", is_flag=True, help=both("Solo ciò che è diverso.", "Only what differs."))
def show(session: Session, one: str, other: str, differences: bool) -> None:
    """Show two records side by side; contacts stay where they are."""
    from matcher.desk.copies import compare
    from matcher.desk.permissions import Action
    from matcher.desk.views import note_views
    from matcher.exchange.labels import Labels

    with session.open() as workspace:
        acting = workspace.acting_for(Action.LOOK)
        with workspace.database.transaction() as connection:
            kind, found = compare(connection, one, other, Labels.of(workspace.vocabularies))
            if kind == "candidate":
                note_views(connection, [one, other], "profile", acting)
    rows = [
        {"field": name, "first": first, "second": second, "same": first == second}
        for name, first, second in found
        if not differences or first != second
    ]
    if session.format == "table":
        for row in rows:
            row["same"] = "=" if row["same"] else "≠"
    session.rows(
        rows, [("field", "Campo", "Field"), ("first", one, one), ("same", "", ""), ("second", other, other)]
    )


@command("merge", "Unisce due schede: resta la prima.", "Merge two records: the first is kept.")
@click.argument("kept")
@click.argument("hidden")
def merge(session: Session, kept: str, hidden: str) -> None:
    """Hide one record behind another."""
    from matcher.desk.copies import merge as merge_records
    from matcher.desk.permissions import Action

    with session.open() as workspace:
        acting = workspace.acting_for(Action.MERGE)
        with workspace.database.transaction() as connection:
            pair = merge_records(connection, kept, hidden, acting.actor, acting.at)
    _say(
        session,
        pair,
        f"{hidden} è unito a {kept}: non compare più nelle rose. Per separarli: matcher copies undo {kept} {hidden}",
        f"{hidden} is merged into {kept} and no longer listed. To take them apart: "
        f"matcher copies undo {kept} {hidden}",
    )


@command("undo", "Separa due schede unite.", "Take two merged records apart.")
@click.argument("kept")
@click.argument("hidden")
def undo(session: Session, kept: str, hidden: str) -> None:
    """Restore a hidden record."""
    from matcher.desk.copies import undo_merge
    from matcher.desk.permissions import Action

    with session.open() as workspace:
        acting = workspace.acting_for(Action.MERGE)
        with workspace.database.transaction() as connection:
            pair = undo_merge(connection, kept, hidden, acting.actor, acting.at)
    _say(session, pair, f"{kept} e {hidden} sono di nuovo separati.", f"{kept} and {hidden} are apart again.")


@command("dismiss", "Segna che due schede non sono doppioni.", "Note that two records are not copies.")
@click.argument("one")
@click.argument("other")
def dismiss(session: Session, one: str, other: str) -> None:
    """Note that two records are different."""
    from matcher.desk.copies import dismiss as note_different
    from matcher.desk.permissions import Action

    with session.open() as workspace:
        acting = workspace.acting_for(Action.MERGE)
        with workspace.database.transaction() as connection:
            pair = note_different(connection, one, other, acting.actor, acting.at)
    _say(session, pair, f"{one} e {other} sono diversi.", f"{one} and {other} are different.")


def _row(session: Session, pair: CopyPair) -> dict[str, object]:
    if session.format == "table":
        shared = ", ".join(session.text(*_REASONS[reason]) for reason in pair.reasons)
        state = session.text(*_STATES[pair.state])
        return {**_ids(pair), "score": f"{pair.score}%", "shared": shared, "state": state}
    return {**_ids(pair), "score": pair.score, "shared": list(pair.reasons), "state": pair.state}


def _ids(pair: CopyPair) -> dict[str, object]:
    return {"first": pair.first, "second": pair.second}


def _say(session: Session, pair: CopyPair, italian: str, english: str) -> None:
    if session.format == "table":
        session.say(italian, english)
    else:
        session.rows([_row(session, pair)], _COLUMNS)


copies = BilingualGroup(
    "copies",
    help=both(
        "Possibili doppioni: la stessa persona registrata due volte, la stessa offerta pubblicata due volte.",
        "Near copies: a person registered twice, a vacancy published twice.",
    ),
    commands=[list_, show, merge, undo, dismiss],
)

COMMANDS: dict[str, click.Command] = {"copies": copies}
