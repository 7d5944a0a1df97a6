"""The gate: the only caller of hooks. It attributes, validates, times, and applies the failure policy."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from matcher.domain.columns import CORE_COLUMNS, Column
from matcher.errors import MatcherError, PluginError
from matcher.plugin.access import GuardedSide, probe_frame, refuse_unless_row_local
from matcher.plugin.manager import BUILT_IN, LoadedPlugin
from matcher.plugin.types import (
    Component,
    FilterClause,
    Finding,
    MatchRequest,
    Note,
    PoolView,
    PriorityColumn,
    PriorityRule,
    ReasonCode,
    ScoreColumn,
    Transition,
    Veto,
)

__all__ = ["Gate", "OwnedClause", "OwnedComponent", "OwnedPriority"]

OwnedClause = tuple[str, FilterClause]
OwnedComponent = tuple[str, Component]
OwnedPriority = tuple[str, PriorityRule]

_LEGAL_HOOK = "matcher_legal_requirement"


class Gate:
    """All plugins behind one door.

    Parameters
    ----------
    plugins : sequence of LoadedPlugin
        In the order of their names.
    deadline : float
        Seconds that one call may take before the plugin is set aside.

    Raises
    ------
    PluginError
        When a declaration is broken: a duplicate name or code, an undeclared or protected column, an
        expression that is not row-local, a priority without an act.
    """

    def __init__(self, plugins: Sequence[LoadedPlugin], deadline: float = 10.0) -> None:
        self.plugins = tuple(plugins)
        self.deadline = deadline
        self._quarantined: set[str] = set()
        self.columns = self._declared_columns()
        self.components = self._unique("matcher_register_components", lambda c: c.name, Component)
        self.priorities = self._unique("matcher_register_priorities", lambda p: p.code, PriorityRule)
        self._check_priorities()
        self.codes: dict[str, tuple[str, ReasonCode]] = {}
        self._check_clauses()

    # -- declarations ---------------------------------------------------------------------------------

    def _declared_columns(self) -> dict[str, tuple[str, Column]]:
        found = {f"{column.side}:{column.name}": (BUILT_IN, column) for column in CORE_COLUMNS}
        for plugin, column in self._all("matcher_register_columns", Column):
            if plugin != BUILT_IN and not column.name.startswith(f"{plugin}."):
                raise PluginError(
                    "E-PLG-020",
                    f"Il plugin «{plugin}» dichiara la colonna «{column.name}» senza il proprio nome davanti.",
                    f"Chiamala «{plugin}.{column.name}».",
                )
            key = f"{column.side}:{column.name}"
            if key in found:
                raise PluginError(
                    "E-PLG-021",
                    f"La colonna «{column.name}» è dichiarata da «{found[key][0]}» e da «{plugin}».",
                    "Dai a ciascuna un nome diverso.",
                )
            found[key] = (plugin, column)
        return found

    def _unique(self, hook: str, key: Callable[[Any], str], kind: type[Any]) -> dict[str, tuple[str, Any]]:
        found: dict[str, tuple[str, Any]] = {}
        for plugin, item in self._all(hook, kind):
            name = key(item)
            if name in found:
                raise PluginError(
                    "E-PLG-022",
                    f"«{name}» è dichiarato sia da «{found[name][0]}» sia da «{plugin}».",
                    "Ogni codice ha un solo autore: rinominane uno.",
                )
            found[name] = (plugin, item)
        return found

    def _check_priorities(self) -> None:
        for plugin, rule in self.priorities.values():
            if rule.mode != "report" and (rule.act is None or not rule.act.authority or not rule.act.number):
                raise PluginError(
                    "E-PLG-023",
                    f"La priorità «{rule.code}» del plugin «{plugin}» non cita l'atto che la prevede.",
                    "Indica autorità, numero, data e validità dell'atto, o usa il modo «report».",
                )
            if rule.mode == "bounded_boost" and not 0 < rule.points <= 10:
                raise PluginError(
                    "E-PLG-024",
                    f"La priorità «{rule.code}» del plugin «{plugin}» vale {rule.points} punti.",
                    "I punti aggiuntivi vanno da 1 a 10.",
                )

    def _check_clauses(self) -> None:
        for plugin in self.plugins:
            for hook in ("matcher_filter", _LEGAL_HOOK):
                sides = {side: self._readable(plugin.name, side, hook == _LEGAL_HOOK) for side in _SIDES}
                guarded = {side: GuardedSide(plugin.name, columns) for side, columns in sides.items()}
                frame = probe_frame({name: c for columns in sides.values() for name, c in columns.items()})
                for clause in self._clauses(plugin, hook, guarded):
                    self._check_clause(plugin.name, clause, frame, legal=hook == _LEGAL_HOOK)

    def _check_clause(self, plugin: str, clause: FilterClause, frame: pl.DataFrame, legal: bool) -> None:
        code = clause.code.code
        if code in self.codes:
            raise PluginError(
                "E-PLG-022",
                f"Il codice «{code}» è dichiarato da «{self.codes[code][0]}» e da «{plugin}».",
                "Ogni codice ha un solo autore: rinominane uno.",
            )
        if not clause.code.it or not clause.code.en:
            raise PluginError(
                "E-PLG-025",
                f"Il codice «{code}» del plugin «{plugin}» non ha il testo in italiano e in inglese.",
                "Scrivi entrambi: li legge l'operatore.",
            )
        if legal and clause.act is None:
            raise PluginError(
                "E-PLG-026",
                f"Il requisito di legge «{code}» del plugin «{plugin}» non cita la norma.",
                "Indica l'atto (act): senza base giuridica i dati protetti non si leggono.",
            )
        if legal and clause.facts:
            raise PluginError(
                "E-PLG-027",
                f"Il requisito di legge «{code}» del plugin «{plugin}» mostra i dati che legge.",
                "Un requisito di legge risponde solo sì, no o da verificare: togli facts.",
            )
        refuse_unless_row_local(plugin, code, clause.keep, frame)
        for fact in clause.facts.values():
            refuse_unless_row_local(plugin, code, fact, frame)
        self.codes[code] = (plugin, clause.code)

    # -- per request ----------------------------------------------------------------------------------

    def clauses(self, direction: str, values: Mapping[str, Any], legal: bool = False) -> list[OwnedClause]:
        """Return every clause with its plugin; ``direction`` is the side of the request's literals."""
        hook = _LEGAL_HOOK if legal else "matcher_filter"
        found: list[OwnedClause] = []
        for plugin in self.plugins:
            sides = {
                side: GuardedSide(
                    plugin.name,
                    self._readable(plugin.name, side, legal),
                    values if side == direction else None,
                )
                for side in _SIDES
            }
            found.extend((plugin.name, clause) for clause in self._clauses(plugin, hook, sides))
        return found

    def score(self, request: MatchRequest, view: PoolView) -> dict[str, ScoreColumn]:
        """Return one validated column for every declared component."""
        found: dict[str, ScoreColumn] = {}
        for plugin in self.plugins:
            for column in self._call(plugin, "matcher_score", ScoreColumn, request=request, view=view):
                owner = self.components.get(column.component, ("", None))[0]
                if owner != plugin.name:
                    raise PluginError(
                        "E-PLG-030",
                        f"Il plugin «{plugin.name}» dà valori al criterio «{column.component}», che non è suo.",
                        "Dichiaralo con matcher_register_components.",
                    )
                _check_values(plugin.name, column, view.n_rows)
                found[column.component] = column
        missing = sorted(set(self.components) - set(found))
        if missing:
            raise PluginError(
                "E-PLG-031",
                f"Nessun valore per i criteri {', '.join(missing)} "
                f"(plugin «{self.components[missing[0]][0]}»).",
                "matcher_score deve dare una colonna per ogni criterio dichiarato.",
            )
        return {name: found[name] for name in sorted(found)}

    def priority_columns(
        self, request: MatchRequest, view: PoolView, protected: pl.DataFrame
    ) -> list[tuple[str, PriorityRule, PriorityColumn]]:
        """Return who each priority in force concerns; protected columns reach only rules that declared them."""
        found = []
        for plugin in self.plugins:
            rules = {
                code: rule
                for code, (owner, rule) in self.priorities.items()
                if owner == plugin.name and (rule.act is None or rule.act.in_force(request.reference_date))
            }
            if not rules:
                continue
            allowed = sorted({name for rule in rules.values() for name in rule.reads_protected})
            columns = {name: protected[name] for name in allowed if name in protected.columns}
            for column in self._call(
                plugin, "matcher_prioritise", PriorityColumn, request=request, view=view, protected=columns
            ):
                if column.code not in rules:
                    continue
                if column.member.shape != (view.n_rows,) or column.member.dtype != np.bool_:
                    raise _wrong_shape(plugin.name, column.code, column.member, view.n_rows)
                found.append((plugin.name, rules[column.code], column))
        return found

    def expired_priorities(self, day: date) -> list[str]:
        """Return the codes of priorities that their act's dates have switched off."""
        return sorted(
            code for code, (_, rule) in self.priorities.items() if rule.act and not rule.act.in_force(day)
        )

    def explain(
        self, request: MatchRequest, view: PoolView
    ) -> tuple[list[tuple[str, Finding | Note]], list[str]]:
        """Return evidence and notes, and the plugins that failed (noted, never fatal)."""
        found: list[tuple[str, Finding | Note]] = []
        failed: list[str] = []
        for plugin in self.plugins:
            try:
                items = self._call(plugin, "matcher_explain", (Finding, Note), request=request, view=view)
            except PluginError as error:
                failed.append(error.message)
                continue
            found.extend((plugin.name, item) for item in items if 0 <= item.row < view.n_rows)
        return found, failed

    def veto(self, event: Transition) -> list[tuple[str, Veto]]:
        """Return every refusal of a step, with its plugin."""
        found = []
        for plugin in self.plugins:
            for answer in self._single(plugin, "matcher_before_transition", event=event):
                found.append((plugin.name, answer))
        return found

    def build_columns(
        self, side: str, ids: Sequence[str], records: Mapping[str, Mapping[str, Any]]
    ) -> pl.DataFrame:
        """Return the plugins' own columns of one side, shape ``(n_ids, n_columns)``."""
        frames = []
        for plugin in self.plugins:
            wanted = {c.name: c for o, c in self.columns.values() if o == plugin.name and c.side == side}
            if not wanted or plugin.name == BUILT_IN:
                continue
            own = records.get(plugin.name, {})
            frame = next(
                iter(self._single(plugin, "matcher_build_columns", side=side, ids=ids, records=own)), None
            )
            if frame is None or frame.height != len(ids) or set(wanted) - set(frame.columns):
                raise PluginError(
                    "E-PLG-032",
                    f"Il plugin «{plugin.name}» non riempie le sue colonne {', '.join(sorted(wanted))} "
                    f"per {len(ids)} righe.",
                    "matcher_build_columns deve dare una riga per ogni id, con tutte le colonne dichiarate.",
                )
            frames.append(frame.select(pl.col(name).cast(c.dtype) for name, c in sorted(wanted.items())))
        return pl.concat(frames, how="horizontal") if frames else pl.DataFrame()

    # -- calling --------------------------------------------------------------------------------------

    def _readable(self, plugin: str, side: str, legal: bool) -> dict[str, Column]:
        return {
            column.name: column
            for owner, column in self.columns.values()
            if column.side == side
            and owner in (BUILT_IN, plugin)
            and (legal or column.audience == "professional")
        }

    def _clauses(
        self, plugin: LoadedPlugin, hook: str, sides: Mapping[str, GuardedSide]
    ) -> list[FilterClause]:
        return self._call(plugin, hook, FilterClause, **sides)

    def _all(self, hook: str, kind: type[Any]) -> Iterable[tuple[str, Any]]:
        for plugin in self.plugins:
            for item in self._call(plugin, hook, kind):
                yield plugin.name, item

    def _call(
        self, plugin: LoadedPlugin, hook: str, kind: type[Any] | tuple[type[Any], ...], **arguments: Any
    ) -> list[Any]:
        items = [
            item
            for answer in self._single(plugin, hook, **arguments)
            for item in _listed(plugin, hook, answer)
        ]
        for item in items:
            if not isinstance(item, kind):
                raise PluginError(
                    "E-PLG-033",
                    f"Il plugin «{plugin.name}» restituisce {type(item).__name__} da {hook}.",
                    "Restituisci i tipi di matcher.plugin indicati in docs/hooks.",
                )
        return items

    def _single(self, plugin: LoadedPlugin, hook: str, **arguments: Any) -> list[Any]:
        """Call one hook of one plugin within the deadline; every failure names the plugin."""
        if hook not in plugin.hooks():
            return []
        if plugin.name in self._quarantined:
            raise PluginError(
                "E-PLG-041",
                f"Il plugin «{plugin.name}» è sospeso: non ha risposto in tempo.",
                "Riavvia dopo averlo corretto, o bloccalo nelle impostazioni.",
            )
        outcome: dict[str, Any] = {}

        def work() -> None:
            try:
                answers = getattr(plugin.caller.hook, hook)(**arguments)
                outcome["value"] = [list(a) if _is_generator(a) else a for a in answers]
            except Exception as error:  # noqa: BLE001 - whatever a plugin raises is reported under its name
                outcome["error"] = error

        if plugin.name == BUILT_IN:
            work()
        else:
            thread = threading.Thread(target=work, daemon=True, name=f"plugin-{plugin.name}")
            thread.start()
            thread.join(self.deadline)
            if thread.is_alive():
                self._quarantined.add(plugin.name)
                raise PluginError(
                    "E-PLG-040",
                    f"Il plugin «{plugin.name}» non ha risposto a {hook} entro {self.deadline:g} secondi.",
                    "È sospeso fino al riavvio: correggilo o bloccalo nelle impostazioni.",
                )
        error = outcome.get("error")
        if isinstance(error, MatcherError):
            raise error
        if error is not None:
            raise PluginError(
                "E-PLG-042",
                f"Il plugin «{plugin.name}» si è fermato in {hook}: {type(error).__name__}: {error}.",
                "Correggilo, o bloccalo: plugins.blocked nelle impostazioni.",
            ) from error
        return list(outcome["value"])


_SIDES = ("candidate", "vacancy", "pair")


def _is_generator(answer: Any) -> bool:
    return hasattr(answer, "__next__")


def _listed(plugin: LoadedPlugin, hook: str, answer: Any) -> list[Any]:
    if isinstance(answer, (str, bytes)) or not isinstance(answer, Iterable):
        raise PluginError(
            "E-PLG-033",
            f"Il plugin «{plugin.name}» restituisce {type(answer).__name__} da {hook}.",
            "Restituisci una lista.",
        )
    return list(answer)


def _check_values(plugin: str, column: ScoreColumn, n_rows: int) -> None:
    values = column.values
    if values.shape != (n_rows,) or not np.issubdtype(values.dtype, np.integer):
        raise _wrong_shape(plugin, column.component, values, n_rows)
    if n_rows and (values.min() < -1 or values.max() > 10_000):
        raise PluginError(
            "E-PLG-034",
            f"Il criterio «{column.component}» del plugin «{plugin}» vale da {values.min()} a {values.max()}.",
            "I valori sono interi da 0 a 10.000, o -1 se non si sa.",
        )


def _wrong_shape(plugin: str, name: str, values: Any, n_rows: int) -> PluginError:
    return PluginError(
        "E-PLG-035",
        f"«{name}» del plugin «{plugin}» ha forma {values.shape} e tipo {values.dtype}, servono {n_rows} righe.",
        "Restituisci un array di una dimensione, lungo quanto view.n_rows.",
    )
