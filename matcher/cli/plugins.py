"""Commands about plugins: what is installed, what each one does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from matcher.cli.language import BilingualGroup, both
from matcher.cli.plugin_kit import check, new, trial
from matcher.cli.session import Session, command
from matcher.errors import NotFoundError

if TYPE_CHECKING:
    from matcher.plugin.gate import Gate
    from matcher.plugin.manager import PluginInfo
    from matcher.plugin.types import PriorityRule

__all__ = ["COMMANDS"]


#: Whom a plugin keeps data about, in Italian.
_OWNERS = {"candidate": "persone", "vacancy": "richieste", "provider": "enti", "case": "pratiche"}


@command(
    "list",
    "Elenca i plugin installati, senza avviarli.",
    "List the installed plugins, without starting them.",
)
def list_(session: Session) -> None:
    """List the installed plugins."""
    rows = [
        {
            "name": plugin.name,
            "distribution": plugin.distribution,
            "version": plugin.version,
            "blocked": plugin.blocked,
            "state": _state(session, plugin),
            "summary": _summary(session, plugin),
        }
        for plugin in _installed(session)
    ]
    session.rows(
        rows,
        [
            ("name", "Plugin", "Plugin"),
            ("version", "Versione", "Version"),
            ("state", "Stato", "State"),
            ("distribution", "Pacchetto", "Distribution"),
            ("summary", "Che cosa fa", "What it does"),
        ],
    )


@command(
    "show", "Mostra che cosa fa un plugin: vincoli, criteri, priorità, dati.", "Show what a plugin does."
)
@click.argument("name")
def show(session: Session, name: str) -> None:
    """Print what a plugin declares."""
    installed = {plugin.name: plugin for plugin in _installed(session)}
    if name not in installed:
        raise NotFoundError(
            "E-CLI-020", f"Il plugin «{name}» non è installato.", f"Installati: {', '.join(installed)}."
        )
    plugin = installed[name]
    summary = _summary(session, plugin)
    facts = {
        "name": name,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "blocked": plugin.blocked,
        "summary": summary,
    }
    declared = [] if plugin.blocked else _declared(session, _gate(session), name)
    if session.format == "json":
        session.data({**facts, "declared": declared})
        return
    heading = f"{name} {plugin.version} · {summary}"
    session.say(heading, heading)
    if plugin.blocked:
        session.say(
            "È bloccato: non viene avviato (plugins.blocked in matcher.toml).",
            "It is blocked: never started (plugins.blocked in matcher.toml).",
        )
        return
    session.rows(
        declared,
        [
            ("what", "Che cosa", "What"),
            ("code", "Codice", "Code"),
            ("text", "Significato", "Meaning"),
        ],
    )


def _installed(session: Session) -> list[PluginInfo]:
    from matcher.plugin.manager import installed_plugins
    from matcher.settings import load_settings

    return installed_plugins(load_settings(session.folder).plugins.blocked)


def _gate(session: Session) -> Gate:
    """Return the gate of the workspace; outside any, that of the default settings."""
    from matcher.app import Workspace
    from matcher.plugin.gate import Gate
    from matcher.plugin.manager import load_plugins
    from matcher.settings import FILE_NAME

    if (session.folder / FILE_NAME).is_file():
        return Workspace(session.folder).gate
    return Gate(load_plugins())


def _declared(session: Session, gate: Gate, name: str) -> list[dict[str, Any]]:
    text = session.text
    hooks = next(plugin.hooks() for plugin in gate.plugins if plugin.name == name)
    rows = [
        (text("vincolo", "constraint"), code.code, code.label(session.language))
        for owner, code in gate.codes.values()
        if owner == name
    ]
    rows += [
        (text("criterio", "component"), one.name, f"{text(one.label_it, one.label_en)} ({one.weight})")
        for owner, one in gate.components.values()
        if owner == name
    ]
    rows += [
        (
            text("priorità", "priority"),
            rule.code,
            " · ".join(
                filter(None, (text(rule.label_it, rule.label_en), _mode(session, rule), str(rule.act or "")))
            ),
        )
        for owner, rule in gate.priorities.values()
        if owner == name
    ]
    rows += [
        (
            text(f"dati su {_OWNERS[owner]}", f"data about {owner}"),
            kind.name,
            ", ".join(kind.model.model_fields),
        )
        for (plugin, owner), kind in gate.data.types.items()
        if plugin == name
    ]
    rows += [
        (text("colonna", "column"), column.name, column.description)
        for owner, column in gate.columns.values()
        if owner == name and "." in column.name
    ]
    rows += [
        (text("comando", "command"), f"matcher {name} {one.name}", text(one.it, one.en))
        for owner, one in gate.commands.values()
        if owner == name
    ]
    rows += [
        (text("rapporto", "report"), f"matcher report {one.name}", text(one.it, one.en))
        for owner, one in gate.reports.values()
        if owner == name
    ]
    rows += [
        (text("vocabolario", "vocabulary"), table.kind, table.version)
        for owner, table in gate.vocabularies
        if owner == name
    ]
    rows += [
        (text("legge file", "reads files"), " ".join(reader.suffixes), ", ".join(reader.kinds))
        for owner, reader in gate.readers
        if owner == name
    ]
    rows += [("hook", hook, "") for hook in hooks]
    return [{"what": what, "code": code, "text": words} for what, code, words in rows]


def _mode(session: Session, rule: PriorityRule) -> str:
    """Return in words what a priority does."""
    italian, english = {
        "tie_break": ("a parità di punteggio", "among equal scores"),
        "bounded_boost": (
            f"fino a {rule.points} punti nell'ordine",
            f"up to {rule.points} points in the order",
        ),
        "reserved_places": (f"posti riservati: {rule.places}", f"reserved places: {rule.places}"),
        "separate_list": ("elenco separato", "separate list"),
        "report": ("solo segnalata", "reported only"),
    }[rule.mode]
    return session.text(italian, english)


def _summary(session: Session, plugin: PluginInfo) -> str:
    from matcher.plugin.manager import BUILT_IN

    if plugin.name == BUILT_IN:
        return session.text("Vincoli e criteri di base", "Built-in constraints and components")
    return plugin.summary


def _state(session: Session, plugin: PluginInfo) -> str:
    return session.text("bloccato", "blocked") if plugin.blocked else session.text("attivo", "active")


plugins = BilingualGroup(
    "plugins",
    help=both("I plugin installati, e come farne uno.", "The installed plugins, and how to make one."),
    commands=[list_, show, new, check, trial],
)
COMMANDS: dict[str, click.Command] = {"plugins": plugins}
