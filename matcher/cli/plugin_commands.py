"""Commands and reports that plugins bring: ``matcher PLUGIN COMMAND``, ``matcher report NAME``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.language import BilingualGroup, both
from matcher.cli.phrases import shown
from matcher.cli.seen import note_seen
from matcher.cli.session import Session, command, shared_workspace, workspace_folder
from matcher.errors import InputError

if TYPE_CHECKING:
    from matcher.app import Workspace
    from matcher.plugin.gate import Gate
    from matcher.plugin.tasks import Command, Parameter, Table

__all__ = ["plugin_group", "report_commands", "report_list", "show_tables"]

_BAR = 24


class _PluginGroup(BilingualGroup):
    """The commands of one plugin, asked of it when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._own(ctx))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self._own(ctx).get(cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands of the plugin, or say that it has none."""
        self.commands.update(self._own(ctx))
        super().format_commands(ctx, formatter)

    def _own(self, ctx: click.Context) -> MutableMapping[str, click.Command]:
        if not self.commands:
            declared = _gate(ctx).commands
            self.commands.update(
                {
                    name: _made(owner, one, True)
                    for (_, name), (owner, one) in declared.items()
                    if owner == self.name
                }
            )
            if not self.commands:
                raise InputError(
                    "E-CLI-070",
                    f"Il plugin «{self.name}» non ha comandi propri.",
                    f"Che cosa fa: matcher plugins show {self.name}",
                )
        return self.commands


def plugin_group(word: str) -> click.Group | None:
    """Return the commands of the installed plugin that a word names; ``None`` if there is no such plugin.

    Raises
    ------
    InputError
        ``E-CLI-071`` if the plugin is blocked: it is not imported.
    """
    from matcher.plugin.manager import BUILT_IN, installed_plugins
    from matcher.settings import load_settings

    names = {word, word.replace("-", "_")} - {BUILT_IN}
    blocked = load_settings(_folder()).plugins.blocked
    found = next((one for one in installed_plugins(blocked) if one.name in names), None)
    if found is None:
        return None
    name = found.name
    if found.blocked:
        raise InputError(
            "E-CLI-071",
            f"Il plugin «{name}» è bloccato: non viene avviato.",
            "Toglilo da plugins.blocked in matcher.toml.",
        )
    return _PluginGroup(
        name, help=both(found.summary or f"Plugin {name}.", found.summary or f"Plugin {name}.")
    )


def report_commands(context: click.Context) -> dict[str, click.Command]:
    """Return the reports of the installed plugins, by name."""
    return {name: _made(owner, one, False) for name, (owner, one) in _gate(context).reports.items()}


@command("list", "Elenca i rapporti dei plugin.", "List the reports of plugins.")
def report_list(session: Session) -> None:
    """List what plugins can report."""
    rows = [
        {"name": name, "plugin": owner, "what": session.text(one.it, one.en)}
        for name, (owner, one) in _gate(click.get_current_context()).reports.items()
    ]
    if not rows:
        session.say("Nessun plugin ha rapporti.", "No plugin has reports.")
        return
    session.rows(
        rows,
        [("name", "Rapporto", "Report"), ("plugin", "Plugin", "Plugin"), ("what", "Che cosa", "What")],
    )


def show_tables(session: Session, tables: Sequence[Table]) -> None:
    """Print the answer of a plugin in the format of the session."""
    if session.format == "json":
        session.data([_as_data(session, table) for table in tables])
        return
    for number, table in enumerate(tables):
        if number and session.format == "csv":
            # between two tables, so that each can be taken by itself
            click.echo()
        title = session.text(table.title_it, table.title_en)
        if title and session.format == "table":
            click.echo(title)
        rows = [dict(row) for row in table.rows]
        columns = list(table.columns) or [(key, key, key) for key in (rows[0] if rows else {})]
        if table.bar and session.format == "table":
            rows, columns = _with_bars(rows, columns, table.bar)
        if session.format == "table":
            rows = [{key: shown(session, value) for key, value in row.items()} for row in rows]
        if rows or session.format == "csv":
            session.rows(rows, columns)
        elif not title and not table.notes_it:
            session.say("Niente da mostrare.", "Nothing to show.")
        for note in session.text("\n".join(table.notes_it), "\n".join(table.notes_en)).splitlines():
            click.echo(note, err=session.format != "table")


def _made(plugin: str, declared: Command, writes: bool) -> click.Command:
    def run(session: Session, **values: Any) -> None:
        from matcher.plugin.provisions import answered_tables

        with session.open() as workspace:
            desk = workspace.plugin_desk(plugin, session.language, writes)
            tables = answered_tables(plugin, declared, desk, _typed(declared.parameters, values))
            _note_people(workspace, plugin, [*_words(tables), *map(str, values.values())])
        show_tables(session, tables)

    for one in reversed(declared.parameters):
        run = _parameter(one)(run)
    return command(declared.name, declared.it, declared.en)(run)


def _note_people(workspace: Workspace, plugin: str, words: Iterable[str]) -> None:
    """Note the people whom an answer names, before it is shown; who may not look at people is refused."""
    from matcher.store.pseudonym import known_among

    with workspace.database.snapshot() as connection:
        people = known_among(connection, words)
    if people:
        note_seen(workspace, people, "plugin", plugin=plugin)


def _words(tables: Iterable[Table]) -> Iterator[str]:
    """Yield whatever in an answer may be the id of a person: a cell, an item of one, a word of a title or a note."""
    for table in tables:
        for value in (value for row in table.rows for value in row.values()):
            yield from map(str, value) if isinstance(value, (list, tuple)) else (str(value),)
        for text in (table.title_it, *table.notes_it):
            yield from (word.strip(".,:;()«»") for word in text.split())


def _parameter(one: Parameter) -> Any:
    kind = {
        "int": click.INT,
        "date": click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
        "path": click.Path(path_type=Path),
    }.get(one.kind, click.STRING)
    if one.kind == "flag":
        return click.option(
            f"--{one.name.replace('_', '-')}", one.name, is_flag=True, help=both(one.it, one.en)
        )
    if not one.option:
        return click.argument(one.name, type=kind, nargs=-1 if one.many else 1, required=True)
    return click.option(
        f"--{one.name.replace('_', '-')}",
        one.name,
        type=kind,
        multiple=one.many,
        required=one.required,
        default=_shown_default(one),
        help=both(one.it, one.en),
    )


def _shown_default(one: Parameter) -> Any:
    """Return the default as it would be typed."""
    if one.default is None:
        return None
    return [str(item) for item in one.default] if one.many else str(one.default)


def _typed(parameters: Sequence[Parameter], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as the function takes them: days in place of moments."""

    def day(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(day, value))
        return value.date() if isinstance(value, datetime) else value

    return {one.name: day(values[one.name]) if one.kind == "date" else values[one.name] for one in parameters}


def _as_data(session: Session, table: Table) -> dict[str, Any]:
    return {
        "title": session.text(table.title_it, table.title_en),
        "rows": [dict(row) for row in table.rows],
        "notes": list(table.notes_en if session.language == "en" else table.notes_it),
    }


def _with_bars(
    rows: list[dict[str, Any]], columns: list[tuple[str, str, str]], key: str
) -> tuple[list[dict[str, Any]], list[tuple[str, str, str]]]:
    """Return the rows with the number of ``key`` drawn beside them."""
    from matcher.report.chart import full_bar

    longest = full_bar(key, [float(row.get(key) or 0) for row in rows])
    drawn = [{**row, "": "█" * round(_BAR * float(row.get(key) or 0) / longest)} for row in rows]
    return drawn, [*columns, ("", "", "")]


def _gate(context: click.Context) -> Gate:
    """Return the gate of the workspace of this call; outside any, that of the default settings."""
    from matcher.plugin.gate import Gate
    from matcher.plugin.manager import load_plugins
    from matcher.settings import FILE_NAME

    folder = _folder()
    if (folder / FILE_NAME).is_file():
        return shared_workspace(context, folder).gate
    return Gate(load_plugins())


def _folder() -> Path:
    """Return the workspace of this call: commands are looked up before their options are read."""
    words = sys.argv[1:]
    for index, word in enumerate(words):
        if word in ("--workspace", "-w") and index + 1 < len(words):
            return Path(words[index + 1])
        if word.startswith("--workspace="):
            return Path(word.partition("=")[2])
    return workspace_folder()
