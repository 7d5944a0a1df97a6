"""Columns ``plugin.field`` of imported files: checked by the plugin's own model before anything is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy import Connection

from matcher.desk.plugin_records import content_of_cells
from matcher.domain.candidate import Candidate
from matcher.domain.vacancy import Vacancy
from matcher.errors import InputError, MatcherError
from matcher.exchange.problems import Problem
from matcher.exchange.rows import header_key
from matcher.plugin.gate import Gate
from matcher.store.records import PluginRecord, contents_of

__all__ = ["Contents", "plugin_records", "read_plugin_cells"]

#: Fields given, by plugin.
Contents = Mapping[str, Mapping[str, Any]]
#: What is stored, by plugin and owner.
Kept = Mapping[str, Mapping[str, Mapping[str, Any]]]
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
        {plugin: record for (plugin, of), record in gate.data.types.items() if of == owner} if gate else {}
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


def _kept_contents(connection: Connection, given: Iterable[tuple[Candidate | Vacancy, Contents]]) -> Kept:
    """Return what plugins keep about owners of whom they are given more, by plugin and owner, read together."""
    wanted: dict[tuple[str, Owner], list[str]] = {}
    for owner, contents in given:
        for plugin in contents:
            wanted.setdefault((plugin, _kind(owner)), []).append(owner.id)
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for (plugin, kind), ids in wanted.items():
        found.setdefault(plugin, {}).update(contents_of(connection, plugin, kind, ids))
    return found


def plugin_records(
    connection: Connection, gate: Gate, given: Sequence[tuple[Candidate | Vacancy, Contents]]
) -> list[list[PluginRecord] | MatcherError]:
    """Return, for each owner, what plugins will keep about it: what they kept, with the fields given.

    Or why it is refused: a whole does not fit the plugin's model, or the plugin cannot fill its columns from it.
    """
    kept = _kept_contents(connection, given)
    wholes: dict[tuple[str, Owner], dict[str, tuple[Candidate | Vacancy, Mapping[str, Any]]]] = {}
    for owner, contents in given:
        for plugin, content in contents.items():
            whole = {**kept[plugin].get(owner.id, {}), **content}
            wholes.setdefault((plugin, _kind(owner)), {})[owner.id] = (owner, whole)
    checked = {
        place: gate.data.check_all(
            place[0],
            {name: owner for name, (owner, _) in told.items()},
            {name: whole for name, (_, whole) in told.items()},
        )
        for place, told in wholes.items()
    }
    return [_records_of(gate, owner, contents, checked) for owner, contents in given]


def _records_of(
    gate: Gate,
    owner: Candidate | Vacancy,
    contents: Contents,
    checked: Mapping[tuple[str, Owner], Mapping[str, BaseModel | MatcherError]],
) -> list[PluginRecord] | MatcherError:
    kind = _kind(owner)
    rows = []
    for plugin in contents:
        model = checked[plugin, kind][owner.id]
        if isinstance(model, MatcherError):
            return model
        version = gate.data.types[plugin, kind].schema_version
        rows.append(PluginRecord(plugin, kind, owner.id, version, model.model_dump(mode="json")))
    return rows


def _kind(owner: Candidate | Vacancy) -> Owner:
    return "candidate" if isinstance(owner, Candidate) else "vacancy"
