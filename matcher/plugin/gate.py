"""The gate: the only caller of hooks. It attributes, validates, times, and applies the failure policy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import polars as pl

from matcher.errors import PluginError
from matcher.plugin.access import DeclaredColumns, GuardedView
from matcher.plugin.calls import HookCaller
from matcher.plugin.catalogue import Catalogue, OwnedClause, claimed_twice
from matcher.plugin.data import PluginData
from matcher.plugin.desk_hooks import DeskHooks
from matcher.plugin.manager import LoadedPlugin
from matcher.plugin.outcomes import check_findings, check_members, check_values
from matcher.plugin.types import (
    Component,
    Finding,
    MatchRequest,
    Note,
    PoolView,
    PriorityColumn,
    PriorityRule,
    ScoreColumn,
)

__all__ = ["Gate", "OwnedClause", "OwnedComponent", "OwnedPriority"]

OwnedComponent = tuple[str, Component]
OwnedPriority = tuple[str, PriorityRule]


class Gate:
    """All plugins behind one door.

    Parameters
    ----------
    plugins : sequence of LoadedPlugin
        In the order of their names.
    deadline : float
        Seconds that one call may take before the plugin is set aside.
    settings : mapping of str to mapping, optional
        Plugin name to its table of settings.

    Attributes
    ----------
    columns : mapping of str to (plugin, Column)
        Every column, core and declared, by ``side:name``.
    components, priorities, codes : mappings
        Name or code to its plugin and its declaration.
    commands, reports : mappings
        ``(plugin, name)`` and ``name`` to plugin and `Command`.
    readers, vocabularies : tuples of (plugin, declaration)
        Further file formats, words and concepts.
    data : PluginData
        What plugins keep about people and vacancies, and the columns that they fill from it.
    desk : DeskHooks
        What plugins say of the desk's steps.

    Raises
    ------
    PluginError
        When a declaration is broken: a duplicate name or code, an undeclared or protected column, an
        expression that is not row-local, a priority without an act, settings that a plugin refuses.
    """

    def __init__(
        self,
        plugins: Sequence[LoadedPlugin],
        deadline: float = 10.0,
        settings: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self.plugins = tuple(plugins)
        self._caller = HookCaller(deadline)
        self._configure(settings or {})
        self._catalogue = Catalogue(self.plugins, self._caller)
        self.columns = self._catalogue.columns
        self.components = self._catalogue.components
        self.priorities = self._catalogue.priorities
        self.codes = self._catalogue.codes
        self.commands = self._catalogue.commands
        self.reports = self._catalogue.reports
        self.readers = self._catalogue.readers
        self.vocabularies = self._catalogue.vocabularies
        self.data = PluginData(self.plugins, self._caller, self._catalogue)
        self.desk = DeskHooks(self.plugins, self._caller, self.data)

    def clauses(self, direction: str, legal: bool = False) -> Sequence[OwnedClause]:
        """Return every clause with its plugin; ``direction`` is the side of the request."""
        return self._catalogue.clauses(direction, legal)

    def asked_columns(self, direction: str, legal: bool = False) -> Mapping[str, Any]:
        """Return the columns of the request that the clauses read, with their types."""
        return self._catalogue.asked_columns(direction, legal)

    def score(
        self, request: MatchRequest, view: PoolView, wanted: Collection[str] | None = None
    ) -> dict[str, ScoreColumn]:
        """Return one validated column for every declared component, or for the ``wanted`` ones alone."""
        found: dict[str, ScoreColumn] = {}
        names = frozenset(self.components if wanted is None else wanted)
        asked = {owner for name, (owner, _) in self.components.items() if name in names}
        for plugin in self.plugins:
            # one that declared none may still claim another's, but only where all are asked for
            if plugin.name not in asked and (wanted is not None or "matcher_score" not in plugin.hooks()):
                continue
            seen = {**self._seen_by(plugin.name, request, view), "wanted": names}
            given: set[str] = set()
            for column in self._caller.items(plugin, "matcher_score", ScoreColumn, **seen):
                if self.components.get(column.component, ("",))[0] != plugin.name:
                    raise PluginError(
                        "E-PLG-030",
                        f"Il plugin «{plugin.name}» dà valori al criterio «{column.component}», che non è suo.",
                        "Dichiaralo con matcher_register_components.",
                    )
                if column.component in given:
                    raise claimed_twice(column.component, plugin.name, plugin.name)
                given.add(column.component)
                whole = check_values(plugin.name, column, view.n_rows)
                if column.component in names:
                    found[column.component] = whole
        _refuse_missing(names - set(found), self.components, "matcher_score")
        return {name: found[name] for name in sorted(found)}

    def priority_columns(
        self, request: MatchRequest, view: PoolView, protected: pl.DataFrame
    ) -> list[tuple[str, PriorityRule, PriorityColumn]]:
        """Return whom each priority in force concerns; protected columns reach only rules that declared them.

        Priorities order people for a vacancy: a person who looks at vacancies has none.
        """
        if request.direction != "vacancy":
            return []
        in_force = {
            code: (owner, rule)
            for code, (owner, rule) in self.priorities.items()
            if rule.act is None or rule.act.in_force(request.reference_date)
        }
        found: dict[str, tuple[str, PriorityRule, PriorityColumn]] = {}
        for plugin in self.plugins:
            own = {code: rule for code, (owner, rule) in in_force.items() if owner == plugin.name}
            if not own:
                continue
            columns = {
                name: protected[name] if name in protected.columns else view.column(name)
                for name in sorted({name for rule in own.values() for name in rule.reads_protected})
            }
            seen = {
                **self._seen_by(plugin.name, request, view),
                "protected": DeclaredColumns(plugin.name, columns),
            }
            for column in self._caller.items(plugin, "matcher_prioritise", PriorityColumn, **seen):
                if self.priorities.get(column.code, ("",))[0] != plugin.name:
                    raise PluginError(
                        "E-PLG-030",
                        f"Il plugin «{plugin.name}» dà la priorità «{column.code}», che non è sua.",
                        "Dichiarala con matcher_register_priorities.",
                    )
                if column.code in found:
                    raise claimed_twice(column.code, plugin.name, plugin.name)
                whole = check_members(plugin.name, column, view.n_rows)
                if column.code in own:
                    found[column.code] = (plugin.name, own[column.code], whole)
        _refuse_missing(set(in_force) - set(found), self.priorities, "matcher_prioritise")
        return [found[code] for code in sorted(found)]

    def expired_priorities(self, day: date) -> list[str]:
        """Return the codes of priorities that their act's dates have switched off."""
        return sorted(
            code for code, (_, rule) in self.priorities.items() if rule.act and not rule.act.in_force(day)
        )

    def protected_reads(self, day: date) -> list[str]:
        """Return the codes of what reads the protected store for a list: legal requirements, priorities in force."""
        priorities = [
            code
            for code, (_, rule) in self.priorities.items()
            if rule.reads_protected and not (rule.act and not rule.act.in_force(day))
        ]
        return [*self._catalogue.legal_codes(), *sorted(priorities)]

    def explain(
        self, request: MatchRequest, view: PoolView
    ) -> tuple[list[tuple[str, Finding | Note]], list[str]]:
        """Return evidence and notes, and the plugins that failed (noted, never fatal)."""
        found: list[tuple[str, Finding | Note]] = []
        failed: list[str] = []
        for plugin in self.plugins:
            try:
                seen = self._seen_by(plugin.name, request, view)
                items = self._caller.items(plugin, "matcher_explain", (Finding, Note), **seen)
                check_findings(plugin.name, items, view.n_rows, self.components)
            except PluginError as error:
                failed.append(error.message)
                continue
            found.extend((plugin.name, item) for item in items)
        return found, failed

    # -- parts ----------------------------------------------------------------------------------------

    def _configure(self, settings: Mapping[str, Mapping[str, Any]]) -> None:
        takes = {p.name for p in self.plugins if "matcher_configure" in p.hooks()}
        for name in sorted(set(settings) - takes):
            raise PluginError(
                "E-PLG-029",
                f"Ci sono impostazioni per il plugin «{name}», che non è caricato o non ne prende.",
                f"Installalo, o togli [plugins.{name}] da matcher.toml.",
            )
        for plugin in self.plugins:
            self._caller.answer(plugin, "matcher_configure", settings=settings.get(plugin.name, {}))

    def _seen_by(self, plugin: str, request: MatchRequest, view: PoolView) -> dict[str, Any]:
        """Return the request and the view as one plugin may see them."""
        own = self._catalogue.readable(plugin, request.direction)
        # sealed: the same weights and words serve the plugins that follow
        seen = replace(
            request,
            values=MappingProxyType({name: value for name, value in request.values.items() if name in own}),
            weights=MappingProxyType(request.weights),
            words=MappingProxyType(request.words),
        )
        return {"request": seen, "view": GuardedView(plugin, view, self._catalogue.readable_types(plugin))}


def _refuse_missing(missing: Iterable[str], owners: Mapping[str, tuple[str, Any]], hook: str) -> None:
    for name in sorted(missing):
        raise PluginError(
            "E-PLG-031",
            f"Il plugin «{owners[name][0]}» non dà valori per «{name}», che ha dichiarato.",
            f"{hook} deve darne una colonna.",
        )
