"""Everything that plugins declare at start, checked and attributed; a broken declaration fails the start."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from matcher.domain.columns import CORE_COLUMNS, Column
from matcher.errors import PluginError
from matcher.plugin.access import GuardedSide, asked_name, not_readable
from matcher.plugin.calls import HookCaller
from matcher.plugin.declarations import (
    check_clause,
    check_column,
    check_component,
    check_priority,
    check_record_type,
    check_verdict,
)
from matcher.plugin.manager import BUILT_IN, LoadedPlugin
from matcher.plugin.provisions import check_command, check_reader, check_report, check_vocabulary_table
from matcher.plugin.row_local import Judging, refuse_unless_row_local
from matcher.plugin.shapes import check_shape
from matcher.plugin.sources import Reader, VocabularyTable
from matcher.plugin.tasks import Command
from matcher.plugin.types import Component, FilterClause, PriorityRule, ReasonCode, RecordType

__all__ = ["LEGAL_HOOK", "SIDES", "Catalogue", "OwnedClause", "claimed_twice"]

SIDES = ("candidate", "vacancy", "pair")
LEGAL_HOOK = "matcher_legal_requirement"
_DIRECTIONS = ("vacancy", "candidate")


@dataclass(frozen=True, slots=True)
class OwnedClause:
    """A constraint with its plugin.

    Attributes
    ----------
    reads : tuple of str
        Columns that its verdict depends on, sorted; the request's own go by `asked_name`.
    shows : frozenset of str
        Columns that it reads to explain itself.
    """

    plugin: str
    clause: FilterClause
    reads: tuple[str, ...]
    shows: frozenset[str]

    @classmethod
    def of(cls, plugin: str, clause: FilterClause) -> OwnedClause:
        """Note what a constraint reads."""
        relax = clause.relax
        changes = [] if relax is None else [relax.current, relax.admitting]
        shown = [
            *clause.facts.values(),
            *(field.when for field in clause.missing if field.when is not None),
            *(one for many in changes for one in (many if isinstance(many, tuple) else (many,))),
        ]
        names = {name for expression in shown for name in expression.meta.root_names()}
        return cls(plugin, clause, tuple(sorted(set(clause.keep.meta.root_names()))), frozenset(names))


class Catalogue:
    """What each plugin declared: columns, records, criteria, priorities, codes, words, readers, commands.

    Parameters
    ----------
    plugins : sequence of LoadedPlugin
        In the order of their names.
    caller : HookCaller
        Calls them.
    proved : collection of str
        Plugins whose constraints need no proof at every start: those of the product itself, which its tests prove.

    Raises
    ------
    PluginError
        When a declaration is broken or made twice.
    """

    def __init__(
        self, plugins: Sequence[LoadedPlugin], caller: HookCaller, proved: Collection[str] = (BUILT_IN,)
    ) -> None:
        self._plugins = plugins
        self._caller = caller
        self._proved = proved
        core = {f"{column.side}:{column.name}": (BUILT_IN, column) for column in CORE_COLUMNS}
        own = self._declared(
            "matcher_register_columns", Column, check_column, lambda _, c: f"{c.side}:{c.name}"
        )
        self.columns: dict[str, tuple[str, Column]] = {**core, **own}
        self.records: dict[tuple[str, str], tuple[str, RecordType]] = self._declared(
            "matcher_register_records", RecordType, check_record_type, lambda p, r: (p, r.owner)
        )
        self.components: dict[str, tuple[str, Component]] = self._declared(
            "matcher_register_components", Component, check_component, lambda _, c: c.name
        )
        self.priorities: dict[str, tuple[str, PriorityRule]] = self._declared(
            "matcher_register_priorities", PriorityRule, check_priority, lambda _, p: p.code
        )
        # asked at every call of every request, and fixed from here on
        self._readable: dict[tuple[str, str, bool], Mapping[str, Column]] = {}
        self._types: dict[str, Mapping[str, Any]] = {}
        self._check_protected_reads()
        self.commands: dict[tuple[str, str], tuple[str, Command]] = self._declared(
            "matcher_register_commands", Command, check_command, lambda p, c: (p, c.name)
        )
        self.reports: dict[str, tuple[str, Command]] = self._declared(
            "matcher_register_reports", Command, check_report, lambda _, c: c.name
        )
        self.readers = self._given_by("matcher_register_readers", Reader, check_reader)
        self.vocabularies = self._given_by(
            "matcher_register_vocabularies", VocabularyTable, check_vocabulary_table
        )
        self.codes: dict[str, tuple[str, ReasonCode]] = {}
        self._clauses: dict[tuple[str, bool], tuple[OwnedClause, ...]] = {}
        self._asked: dict[tuple[str, bool], Mapping[str, Any]] = {}
        for legal in (False, True):
            for direction in _DIRECTIONS:
                self._take_clauses(direction, legal)

    def readable(self, plugin: str, side: str, legal: bool = False) -> Mapping[str, Column]:
        """Return the columns of a side that a plugin may read: the core's and its own."""
        found = self._readable.get((plugin, side, legal))
        if found is None:
            found = self._readable[plugin, side, legal] = {
                column.name: column
                for owner, column in self.columns.values()
                if column.side == side
                and owner in (BUILT_IN, plugin)
                and (legal or column.audience == "professional")
            }
        return found

    def readable_types(self, plugin: str) -> Mapping[str, Any]:
        """Return everything professional that a plugin may read, on any side: name to type."""
        found = self._types.get(plugin)
        if found is None:
            columns = [self.readable(plugin, side) for side in SIDES]
            found = self._types[plugin] = {name: one.dtype for side in columns for name, one in side.items()}
        return found

    def legal_codes(self) -> list[str]:
        """Return the codes of the legal requirements, which are judged behind the protected door."""
        return sorted(owned.clause.code.code for owned in self.clauses(_DIRECTIONS[0], legal=True))

    def clauses(self, direction: str, legal: bool = False) -> tuple[OwnedClause, ...]:
        """Return every constraint with its plugin, as given at start; ``direction`` is the side of the request.

        The request's own columns go by `asked_name` in them.
        """
        return self._clauses[direction, legal]

    def asked_columns(self, direction: str, legal: bool = False) -> Mapping[str, Any]:
        """Return the columns of the request that the constraints read, with their types."""
        return self._asked[direction, legal]

    def _declared(
        self,
        hook: str,
        kind: type[Any],
        check: Callable[[str, Any], None],
        key: Callable[[str, Any], Any],
    ) -> dict[Any, tuple[str, Any]]:
        found: dict[Any, tuple[str, Any]] = {}
        for plugin in self._plugins:
            for item in self._caller.items(plugin, hook, kind):
                check_shape(plugin.name, item)
                check(plugin.name, item)
                name = key(plugin.name, item)
                if name in found:
                    raise claimed_twice(str(name), found[name][0], plugin.name)
                found[name] = (plugin.name, item)
        return found

    def _given_by(
        self, hook: str, kind: type[Any], check: Callable[[str, Any], None]
    ) -> tuple[tuple[str, Any], ...]:
        """Return what plugins declare without a name of its own, each with its plugin."""
        found = []
        for plugin in self._plugins:
            for item in self._caller.items(plugin, hook, kind):
                check_shape(plugin.name, item)
                check(plugin.name, item)
                found.append((plugin.name, item))
        return tuple(found)

    def _check_protected_reads(self) -> None:
        for plugin, rule in self.priorities.values():
            readable = self.readable(plugin, "candidate", legal=True)
            for name in rule.reads_protected:
                if name not in readable or readable[name].audience != "protected":
                    raise not_readable(plugin, name)

    def _take_clauses(self, direction: str, legal: bool) -> None:
        """Ask every plugin for its constraints, and prove that each judges a row by that row alone."""
        found: list[OwnedClause] = []
        judging: list[Judging] = []
        asked: dict[str, Any] = {}
        hook = LEGAL_HOOK if legal else "matcher_filter"
        for plugin in self._plugins:
            if hook not in plugin.hooks():
                continue
            readable = {side: self.readable(plugin.name, side, legal) for side in SIDES}
            sides = {side: GuardedSide(plugin.name, readable[side], side == direction) for side in SIDES}
            clauses = self._caller.items(plugin, hook, FilterClause, **sides)
            for clause in clauses:
                check_shape(plugin.name, clause)
            if direction == _DIRECTIONS[0]:
                self._register_codes(plugin.name, clauses)
            else:
                given = self._clauses[_DIRECTIONS[0], legal]
                self._refuse_changed(
                    plugin.name, [owned.clause for owned in given if owned.plugin == plugin.name], clauses
                )
            columns = {
                asked_name(name) if side == direction else name: column
                for side in SIDES
                for name, column in readable[side].items()
            }
            for clause in clauses:
                check_clause(plugin.name, clause, legal)
            if plugin.name not in self._proved:
                judging.append(Judging(plugin.name, _expressions(clauses), columns))
                judging[-1].refuse_foreign()
                again = self._caller.items(plugin, hook, FilterClause, **sides)
                self._refuse_moody(plugin.name, clauses, again)
            found.extend(OwnedClause.of(plugin.name, clause) for clause in clauses)
            asked.update((name, column.dtype) for name, column in readable[direction].items())
        outcome = refuse_unless_row_local(judging)
        for owned in found:
            if owned.plugin not in self._proved:
                check_verdict(owned.plugin, owned.clause.code.code, outcome[owned.clause.code.code])
        read = {name for owned in found for name in (*owned.reads, *owned.shows)}
        self._clauses[direction, legal] = tuple(found)
        self._asked[direction, legal] = {
            name: dtype for name, dtype in asked.items() if asked_name(name) in read
        }

    def _register_codes(self, plugin: str, clauses: Sequence[FilterClause]) -> None:
        for clause in clauses:
            code = clause.code.code
            if code in self.codes:
                raise claimed_twice(code, self.codes[code][0], plugin)
            self.codes[code] = (plugin, clause.code)

    def _refuse_changed(
        self, plugin: str, given: Sequence[FilterClause], clauses: Sequence[FilterClause]
    ) -> None:
        before, now = ([clause.code.code for clause in some] for some in (given, clauses))
        if now != before:
            raise PluginError(
                "E-PLG-036",
                f"Il plugin «{plugin}» non dà sempre gli stessi vincoli: "
                f"{', '.join(sorted(set(now) ^ set(before)))}.",
                "I vincoli non dipendono dalla richiesta: danne sempre gli stessi, e lascia decidere a keep.",
            )

    def _refuse_moody(
        self, plugin: str, clauses: Sequence[FilterClause], again: Sequence[FilterClause]
    ) -> None:
        """Refuse constraints that answer otherwise when asked twice: they draw lots, read a clock or remember."""
        self._refuse_changed(plugin, clauses, again)
        for first, second in zip(clauses, again, strict=True):
            if not first.keep.meta.eq(second.keep):
                raise PluginError(
                    "E-PLG-036",
                    f"Il vincolo «{first.code.code}» del plugin «{plugin}» cambia da una chiamata all'altra.",
                    "La stessa domanda ha la stessa risposta: togli il caso, l'orologio e ciò che ricorda; il giorno "
                    'è pair["day"].',
                )


def _expressions(clauses: Sequence[FilterClause]) -> dict[str, pl.Expr]:
    expressions: dict[str, pl.Expr] = {}
    for clause in clauses:
        expressions[clause.code.code] = clause.keep
        expressions.update({f"{clause.code.code}: {name}": one for name, one in clause.facts.items()})
    return expressions


def claimed_twice(name: str, first: str, second: str) -> PluginError:
    """Return the error for a name or code with two authors."""
    return PluginError(
        "E-PLG-022",
        f"«{name}» è dichiarato due volte da «{first}»."
        if first == second
        else f"«{name}» è dichiarato sia da «{first}» sia da «{second}».",
        "Ogni nome e ogni codice ha un solo autore: rinominane uno.",
    )
