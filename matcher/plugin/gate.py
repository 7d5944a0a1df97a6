"""The gate: the only caller of hooks. It attributes, validates, times, and applies the failure policy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import polars as pl
from pydantic import BaseModel, ValidationError

from matcher.domain.candidate import Candidate
from matcher.domain.vacancy import Vacancy
from matcher.errors import InputError, MatcherError, PluginError, field_trouble
from matcher.plugin.access import DeclaredColumns, GuardedView
from matcher.plugin.calls import HookCaller
from matcher.plugin.catalogue import Catalogue, OwnedClause, claimed_twice
from matcher.plugin.events import OwnerKind, Records, Transition, Veto
from matcher.plugin.filling import fill_columns
from matcher.plugin.manager import BUILT_IN, LoadedPlugin
from matcher.plugin.outcomes import (
    check_findings,
    check_members,
    check_minutes,
    check_values,
    check_veto,
)
from matcher.plugin.types import (
    Column,
    Component,
    Finding,
    MatchRequest,
    Note,
    PoolView,
    PriorityColumn,
    PriorityRule,
    ScoreColumn,
)

__all__ = ["Gate", "HeldRecords", "OwnedClause", "OwnedComponent", "OwnedPriority"]

#: Plugin, kind of owner and id of the owner to the content of the record.
HeldRecords = Callable[[str, OwnerKind, str], Mapping[str, Any] | None]
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
    records : mapping of (plugin, owner) to RecordType
        The data that plugins keep.
    components, priorities, codes : mappings
        Name or code to its plugin and its declaration.
    commands, reports : mappings
        ``(plugin, name)`` and ``name`` to plugin and `Command`.
    readers, vocabularies : tuples of (plugin, declaration)
        Further file formats, words and concepts.

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
        self.records = {key: record for key, (_, record) in self._catalogue.records.items()}
        self.components = self._catalogue.components
        self.priorities = self._catalogue.priorities
        self.codes = self._catalogue.codes
        self.commands = self._catalogue.commands
        self.reports = self._catalogue.reports
        self.readers = self._catalogue.readers
        self.vocabularies = self._catalogue.vocabularies

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

    # -- at the desk ----------------------------------------------------------------------------------

    def before_transition(self, event: Transition, held: HeldRecords | None = None) -> list[tuple[str, Veto]]:
        """Ask every plugin before a step of the desk; return who forbids it, and why.

        Parameters
        ----------
        held : callable, optional
            Plugin, kind of owner and its id to the content of the record; ``None`` where there is none.

        Raises
        ------
        PluginError
            If a plugin fails to answer: a step is not taken unasked.
        """
        vetoes = []
        for plugin in self.plugins:
            records = self._records_of(plugin.name, held)
            seen = {"event": event, "records": records}
            answer = self._caller.answer(plugin, "matcher_before_transition", **seen)
            if answer is not None:
                vetoes.append((plugin.name, check_veto(plugin.name, answer)))
        return vetoes

    def observe(self, event: Transition) -> list[str]:
        """Tell every plugin of a step that was taken; return what failed, in words (never fatal)."""
        failed = []
        for plugin in self.plugins:
            try:
                self._caller.answer(plugin, "matcher_observe", event=event)
            except PluginError as error:
                failed.append(error.message)
        return failed

    def standard_minutes(
        self, service: str, candidate: str, on: date, held: HeldRecords | None = None
    ) -> int | None:
        """Return the longest of the plugins' standards of a service for one person; ``None`` if none has its own.

        ``held`` is that of `before_transition`, and so are the errors.
        """
        asked = {"service": service, "candidate": candidate, "on": on}
        answers = [
            check_minutes(plugin.name, answer)
            for plugin in self.plugins
            if (
                answer := self._caller.answer(
                    plugin, "matcher_standard_minutes", **asked, records=self._records_of(plugin.name, held)
                )
            )
            is not None
        ]
        return max(answers, default=None)

    def _records_of(self, plugin: str, held: HeldRecords | None) -> Records:
        def records(owner: OwnerKind, owner_id: str) -> BaseModel | None:
            content = held(plugin, owner, owner_id) if held else None
            return None if content is None else self.read_record(plugin, owner, owner_id, content)

        return records

    # -- when a pool is built -------------------------------------------------------------------------

    def read_record(self, plugin: str, owner: str, owner_id: str, content: Mapping[str, Any]) -> BaseModel:
        """Return a plugin's record about an owner, checked by the model that the plugin declared.

        Raises
        ------
        InputError
            ``E-PLG-050`` if the plugin keeps no such data, ``E-PLG-051`` with the field that is wrong.
        """
        record = self.records.get((plugin, owner))
        if record is None:
            raise InputError("E-PLG-050", f"Il plugin «{plugin}» non tiene dati di tipo «{owner}».")
        try:
            model: BaseModel = record.model.model_validate(content)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            trouble = f"campo «{where}»: {field_trouble(first)}" if where else field_trouble(first)
            raise InputError(
                "E-PLG-051",
                f"Dati «{record.name}» del plugin «{plugin}» su «{owner_id}»: {trouble}.",
                "Correggi il campo.",
            ) from error
        return model

    def build_columns(
        self, side: str, owners: Mapping[str, Candidate | Vacancy], records: Mapping[str, Mapping[str, Any]]
    ) -> pl.DataFrame:
        """Return the plugins' own columns of one side, shape ``(n_owners, n_columns)``.

        Parameters
        ----------
        owners : mapping of str to Candidate or Vacancy
            Whose columns, in order.
        records : mapping of str to mapping of str to mapping
            Plugin name to owner id to the content of its record.

        Raises
        ------
        MatcherError
            When a plugin does not fill its columns, or a record does not fit its model.
        """
        frames = [
            self._own_columns(plugin, side, owners, records.get(plugin.name, {}))
            for plugin in self.plugins
            if plugin.name != BUILT_IN and self._declared(plugin.name, side)
        ]
        return pl.concat(frames, how="horizontal") if frames else pl.DataFrame()

    def check_record(self, plugin: str, owner: Candidate | Vacancy, content: Mapping[str, Any]) -> BaseModel:
        """Return a plugin's record about a person or a vacancy, if its columns can be filled from it.

        What could not be in a pool is refused when it is written: later it would stop everybody's lists.

        Raises
        ------
        MatcherError
            As `read_record`, and whatever the plugin says of it in ``matcher_build_columns``.
        """
        model = self.read_record(plugin, _side_of(owner), owner.id, content)
        self._refuse_unfilled(plugin, {owner.id: owner}, {owner.id: content})
        return model

    def check_records(
        self,
        plugin: str,
        owners: Mapping[str, Candidate | Vacancy],
        contents: Mapping[str, Mapping[str, Any]],
    ) -> dict[str, BaseModel | MatcherError]:
        """Return a plugin's records about several owners of one side, or why one of them is refused.

        The same as `check_record` for each, and where nobody is refused in the time of one.
        """
        found = {
            name: _tried(self.read_record, plugin, _side_of(owner), name, contents[name])
            for name, owner in owners.items()
        }
        good = {name: owner for name, owner in owners.items() if not isinstance(found[name], MatcherError)}
        try:
            self._refuse_unfilled(plugin, good, contents)
        except MatcherError:
            # one by one, only to tell who is refused
            for name, owner in good.items():
                found[name] = _tried(self.check_record, plugin, owner, contents[name])
        return found

    def _refuse_unfilled(
        self,
        plugin: str,
        owners: Mapping[str, Candidate | Vacancy],
        contents: Mapping[str, Mapping[str, Any]],
    ) -> None:
        """Refuse records of one side from which the plugin cannot fill its columns."""
        side = next(map(_side_of, owners.values()), "")
        if self._declared(plugin, side):
            loaded = next(one for one in self.plugins if one.name == plugin)
            self._own_columns(loaded, side, owners, contents)

    def _declared(self, plugin: str, side: str) -> dict[str, Column]:
        return {c.name: c for o, c in self.columns.values() if o == plugin and c.side == side}

    def _own_columns(
        self,
        plugin: LoadedPlugin,
        side: str,
        owners: Mapping[str, Candidate | Vacancy],
        stored: Mapping[str, Mapping[str, Any]],
    ) -> pl.DataFrame:
        records = {
            name: self.read_record(plugin.name, side, name, stored[name]) for name in owners if name in stored
        }
        return fill_columns(self._caller, plugin, side, owners, records, self._declared(plugin.name, side))

    def columns_of(self, side: str) -> tuple[str, ...]:
        """Return the plugins that fill columns of a side."""
        return tuple(sorted({o for o, c in self.columns.values() if c.side == side} - {BUILT_IN}))

    def pool_columns(
        self, side: str, owners: Mapping[str, Candidate | Vacancy], records: Mapping[str, Mapping[str, Any]]
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the plugins' own columns as a pool keeps them: the professional ones, and those behind the door.

        Parameters and errors are those of `build_columns`.
        """
        frame = self.build_columns(side, owners, records)
        behind = {c.name for _, c in self.columns.values() if c.side == side and c.audience == "protected"}
        return (
            frame.select(name for name in frame.columns if name not in behind),
            frame.select(name for name in frame.columns if name in behind),
        )

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


def _side_of(owner: Candidate | Vacancy) -> str:
    return "candidate" if isinstance(owner, Candidate) else "vacancy"


def _tried(check: Callable[..., BaseModel], *arguments: Any) -> BaseModel | MatcherError:
    """Return what a check gives, or why it refuses."""
    try:
        return check(*arguments)
    except MatcherError as error:
        return error


def _refuse_missing(missing: Iterable[str], owners: Mapping[str, tuple[str, Any]], hook: str) -> None:
    for name in sorted(missing):
        raise PluginError(
            "E-PLG-031",
            f"Il plugin «{owners[name][0]}» non dà valori per «{name}», che ha dichiarato.",
            f"{hook} deve darne una colonna.",
        )
