"""Columns ``plugin.field`` of imported files: checked by the plugin's own model before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import Connection

from matcher.desk.plugin_records import content_of_cells
from matcher.domain.candidate import Candidate
from matcher.domain.vacancy import Vacancy
from matcher.errors import InputError
from matcher.exchange.problems import Problem
from matcher.exchange.rows import header_key
from matcher.plugin.gate import Gate
from matcher.store.records import PluginRecord, get_record

__all__ = ["Contents", "plugin_records", "read_plugin_cells"]

#: Fields given, by plugin.
Contents = Mapping[str, Mapping[str, Any]]
Owner = Literal["candidate", "vacancy"]


def read_plugin_cells(
    cells: Mapping[str, str], gate: Gate | None, owner: Owner
) -> tuple[Contents, list[Problem], list[str]]:
    """Read the plugin columns of a row.

    Returns
    -------
    tuple
        Fields by plugin, what is wrong with them, and the columns of plugins that are not installed.
    """
    declared = (
        {plugin: record for (plugin, of), record in gate.records.items() if of == owner} if gate else {}
    )
    plugins = {header_key(name): name for name in declared}
    found: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    unknown: list[str] = []
    for column, text in cells.items():
        prefix, _, field = column.partition(".")
        if prefix not in plugins:
            unknown.append(column)
            continue
        plugin = plugins[prefix]
        try:
            found.setdefault(plugin, {}).update(content_of_cells(declared[plugin], {field: text}))
        except InputError as error:
            problems.append(Problem(column, text, error.message, error.hint))
    return found, problems, unknown


def plugin_records(
    connection: Connection, gate: Gate, owner: Candidate | Vacancy, contents: Contents
) -> list[PluginRecord]:
    """Return what plugins will keep about an owner: what they kept, with the fields given.

    Raises
    ------
    MatcherError
        When a whole does not fit the plugin's model, or the plugin cannot fill its columns from it.
    """
    kind: Owner = "candidate" if isinstance(owner, Candidate) else "vacancy"
    rows = []
    for plugin, content in contents.items():
        held = get_record(connection, plugin, kind, owner.id)
        model = gate.check_record(plugin, owner, {**(held.content if held else {}), **content})
        version = gate.records[plugin, kind].schema_version
        rows.append(PluginRecord(plugin, kind, owner.id, version, model.model_dump(mode="json")))
    return rows
