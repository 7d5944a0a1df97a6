"""Commands about the data that plugins keep: set, show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.fields import FIELDS, field_texts
from matcher.cli.language import BilingualGroup, both
from matcher.cli.session import Session, command
from matcher.errors import InputError

if TYPE_CHECKING:
    from matcher.plugin.gate import Gate
    from matcher.plugin.types import RecordType
    from matcher.store.records import OwnerKind, PluginRecord

__all__ = ["COMMANDS"]

_OWNER = click.argument("owner", type=click.Choice(["candidate", "vacancy", "provider", "case"]))


@command(
    "set",
    "Scrive i dati di un plugin su una persona o una richiesta: campo=valore…, o un file JSON.",
    "Write a plugin's data about a person or a vacancy: field=value…, or a JSON file.",
)
@click.argument("plugin")
@_OWNER
@click.argument("identifier", metavar="ID")
@FIELDS
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=both("File JSON con i campi.", "JSON file with the fields."),
)
def set_(
    session: Session,
    plugin: str,
    owner: OwnerKind,
    identifier: str,
    fields: tuple[str, ...],
    path: Path | None,
) -> None:
    """Write fields of a plugin's record; the others stay."""
    from matcher.desk.permissions import Action
    from matcher.desk.plugin_records import content_of_cells, set_record
    from matcher.store.records import PluginRecord

    with session.open() as workspace:
        declared = _declared(workspace.gate, plugin, owner)
        content = {**_content(path), **content_of_cells(declared, field_texts(fields))}
        if not content:
            raise InputError(
                "E-CLI-010",
                "Nessun campo da scrivere.",
                f"Scrivi campo=valore. Campi: {', '.join(declared.model.model_fields)}.",
            )
        row = PluginRecord(plugin, owner, identifier, declared.schema_version, content)
        acting = workspace.acting_for(Action.WRITE)
        with workspace.database.transaction() as connection:
            whole, changed = set_record(connection, workspace.gate, row, acting.actor, acting.at)
    _print(session, whole)
    if not changed:
        session.say(
            "Niente da cambiare: i dati erano già questi.", "Nothing to change: the data were these already."
        )


@command(
    "show",
    "Mostra i dati di un plugin su una persona o una richiesta (la lettura resta nel registro).",
    "Show a plugin's data about a person or a vacancy (the view is logged).",
)
@click.argument("plugin")
@_OWNER
@click.argument("identifier", metavar="ID")
def show(session: Session, plugin: str, owner: OwnerKind, identifier: str) -> None:
    """Print a plugin's record."""
    from matcher.desk.permissions import Action
    from matcher.desk.plugin_records import view_record

    with session.open() as workspace:
        acting = workspace.acting_for(Action.LOOK)
        with workspace.database.transaction() as connection:
            found = view_record(connection, plugin, owner, identifier, acting.actor, acting.at)
    _print(session, found)


def _declared(gate: Gate, plugin: str, owner: str) -> RecordType:
    found = gate.data.types.get((plugin, owner))
    if found is None:
        keeping = ", ".join(f"{name} ({kind})" for name, kind in gate.data.types) or "nessuno"
        raise InputError(
            "E-CLI-011",
            f"Nessun plugin «{plugin}» tiene dati di tipo «{owner}».",
            f"Plugin che ne tengono: {keeping}.",
        )
    return found


def _content(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            "E-CLI-012", f"{path} non è un file JSON: {error}.", "Correggilo e ripeti."
        ) from error
    if not isinstance(content, dict):
        raise InputError("E-CLI-012", f"{path} non contiene un oggetto JSON.", 'Scrivi {"campo": valore, …}.')
    return content


def _print(session: Session, record: PluginRecord) -> None:
    whole = {
        "plugin": record.plugin,
        "owner_kind": record.owner_kind,
        "owner_id": record.owner_id,
        "schema_version": record.schema_version,
        "content": dict(record.content),
    }
    if session.format == "json":
        session.data(whole)
        return
    rows = [{"field": name, "value": value} for name, value in record.content.items()]
    if session.format == "table":
        from matcher.cli.phrases import shown

        rows = [{**row, "value": shown(session, row["value"])} for row in rows]
        session.say(f"{record.plugin} · {record.owner_id}", f"{record.plugin} · {record.owner_id}")
    session.rows(rows, [("field", "Campo", "Field"), ("value", "Valore", "Value")])


record = BilingualGroup(
    "record",
    help=both(
        "I dati propri dei plugin su persone e richieste.",
        "The plugins' own data about people and vacancies.",
    ),
    commands=[set_, show],
)
COMMANDS: dict[str, click.Command] = {"record": record}
