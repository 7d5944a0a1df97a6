"""Finding plugins: through entry points, one by one, so that whatever goes wrong names its plugin."""

from __future__ import annotations

import inspect
import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.metadata import version as installed_version
from typing import Any

import pluggy

from matcher.errors import PluginError
from matcher.plugin.failures import to_stderr
from matcher.plugin.hookspecs import PROJECT, HookSpecs
from matcher.plugin.surroundings import Surroundings
from matcher.plugin.versions import CORE, unmet

__all__ = ["BUILT_IN", "LoadedPlugin", "PluginInfo", "installed_plugins", "load_plugins", "register_plugins"]

#: Name of the entry point of the engine's own rules.
BUILT_IN = "rules"
#: Seconds that a plugin may take to be imported: the first time after an installation is slow.
IMPORT_SECONDS = 30.0
_MISTAKES = (Exception, SystemExit, KeyboardInterrupt)


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """An installed plugin, loaded or not."""

    name: str
    distribution: str
    version: str
    blocked: bool
    summary: str = ""


@dataclass(frozen=True, slots=True)
class LoadedPlugin:
    """A plugin under its own caller: hooks of two plugins are never mixed."""

    name: str
    version: str
    caller: pluggy.PluginManager
    implemented: tuple[str, ...] = ()

    def hooks(self) -> tuple[str, ...]:
        """Return the names of the hooks it implements."""
        return self.implemented


def installed_plugins(blocked: Iterable[str] = ()) -> list[PluginInfo]:
    """List the installed plugins by name, without importing any."""
    names = frozenset(blocked)
    return [
        PluginInfo(
            point.name,
            point.dist.name if point.dist else "",
            point.dist.version if point.dist else "",
            point.name in names,
            _summary(point),
        )
        for point in _points()
    ]


def load_plugins(blocked: Iterable[str] = (), deadline: float = IMPORT_SECONDS) -> list[LoadedPlugin]:
    """Import and check every installed plugin that is not blocked.

    Parameters
    ----------
    blocked : iterable of str
        Names of entry points that are never imported. The built-in rules cannot be blocked.
    deadline : float
        Seconds that the import of one may take.

    Raises
    ------
    PluginError
        ``E-PLG-001`` import failed or does not end, ``E-PLG-002`` an unknown hook or argument, ``E-PLG-003`` two
        plugins of one name, ``E-PLG-004`` the built-in rules are blocked or absent, ``E-PLG-005`` a
        plugin that asks for another version of the product (it is not imported), ``E-PLG-043`` one that
        changed the working folder or the locale.
    """
    names = frozenset(blocked)
    points = [point for point in _points() if point.name not in names]
    if not any(point.name == BUILT_IN for point in points):
        raise PluginError(
            "E-PLG-004",
            f"Il plugin di base «{BUILT_IN}» manca o è bloccato: senza non c'è alcuna regola.",
            "Reinstalla il pacchetto, o toglilo da plugins.blocked nelle impostazioni.",
        )
    imported = ((point.name, _version(point), _import(point, deadline)) for point in points)
    return register_plugins(imported, deadline)


def register_plugins(
    plugins: Iterable[tuple[str, str, Any]], deadline: float = IMPORT_SECONDS
) -> list[LoadedPlugin]:
    """Check ``(name, version, plugin)`` triples and return them in the order of their names."""
    loaded: dict[str, LoadedPlugin] = {}
    for name, version, plugin in plugins:
        if name in loaded:
            raise PluginError(
                "E-PLG-003",
                f"Due plugin si chiamano «{name}».",
                "Disinstallane uno, o cambia il nome del suo entry point.",
            )
        loaded[name] = _register(name, version, plugin, deadline)
    return [loaded[name] for name in sorted(loaded)]


def _register(name: str, version: str, plugin: Any, deadline: float) -> LoadedPlugin:
    caller = pluggy.PluginManager(PROJECT)
    caller.add_hookspecs(HookSpecs)
    made = _loaded(name, plugin, deadline) if inspect.isclass(plugin) else plugin
    try:
        caller.register(made, name=name)
        caller.check_pending()
    except pluggy.PluginValidationError as error:
        raise _wrong_hook(name, _said(str(error))) from error
    implemented = tuple(sorted(one.name for one in caller.get_hookcallers(made) or []))
    loaded = LoadedPlugin(name, version, caller, implemented)
    ignored = sorted(set(_hook_like(made)) - set(loaded.hooks()))
    if ignored:
        raise _wrong_hook(name, ", ".join(ignored))
    return loaded


def _loaded(name: str, load: Callable[[], Any], deadline: float) -> Any:
    """Return what ``load`` gives: a module imported, or an instance made, by the code of the plugin."""
    outcome: dict[str, Any] = {}

    def work() -> None:
        # in a thread of its own an interruption is the plugin's: the operator's comes to the main one
        try:
            outcome["value"] = load()
        except _MISTAKES as error:
            outcome["error"] = error

    thread = threading.Thread(target=work, daemon=True, name=f"plugin {name}")
    before = Surroundings.now()
    with to_stderr():
        thread.start()
        thread.join(deadline)
    before.put_back(name, "quando si carica")
    if thread.is_alive():
        raise PluginError(
            "E-PLG-001",
            f"Il plugin «{name}» non si carica: non ha finito entro {deadline:g} secondi.",
            _remedy(name),
        )
    if "error" in outcome:
        raise _not_loaded(name, outcome["error"]) from outcome["error"]
    return outcome["value"]


def _wrong_hook(name: str, what: str) -> PluginError:
    return PluginError(
        "E-PLG-002",
        f"Il plugin «{name}» dichiara un hook che non esiste, con argomenti sbagliati o senza @hookimpl: {what}.",
        "Confronta il nome e gli argomenti con docs/hooks; se il plugin vuole un programma più recente di "
        f"{_core()}, aggiorna.",
    )


def _said(refusal: str) -> str:
    """Return what pluggy refuses, in a line: the hook as it is written, and as it should be."""
    written = re.search(r"hookimpl definition: (\w+)(\(.*\))", refusal)
    if written:
        hook = getattr(HookSpecs, written[1])
        takes = ", ".join(name for name in inspect.signature(hook).parameters if name != "self")
        return f"{written[1]}{written[2]} invece di {written[1]}({takes})"
    unknown = re.search(r"unknown hook '(\w+)'", refusal)
    if not unknown:
        return refusal.splitlines()[0]
    known = [name for name in dir(HookSpecs) if name.startswith(PROJECT)]
    near = get_close_matches(unknown[1], known, 1)
    return f"{unknown[1]} invece di {near[0]}" if near else unknown[1]


def _not_loaded(name: str, error: BaseException) -> PluginError:
    why = f"{type(error).__name__}: {error}".removesuffix(": ")
    return PluginError(
        "E-PLG-001",
        f"Il plugin «{name}» non si carica: {why}.",
        _remedy(name),
    )


def _remedy(name: str) -> str:
    return (
        f'Reinstallalo, o bloccalo: plugins.blocked = ["{name}"] nelle impostazioni; se vuole un programma più '
        f"recente di {_core()}, aggiorna."
    )


def _core() -> str:
    return f"{CORE} {_core_version()}"


@cache
def _core_version() -> str:
    """Return the version installed, the same for every plugin: reading it parses a file."""
    return installed_version(CORE)


def _hook_like(plugin: Any) -> list[str]:
    return [
        member
        for member in dir(plugin)
        if member.startswith(f"{PROJECT}_") and inspect.isroutine(getattr(plugin, member, None))
    ]


def _points() -> Sequence[EntryPoint]:
    return sorted(entry_points(group=PROJECT), key=lambda point: point.name)


def _version(point: EntryPoint) -> str:
    return point.dist.version if point.dist else ""


def _summary(point: EntryPoint) -> str:
    if point.dist is None or "Summary" not in point.dist.metadata:
        return ""
    return str(point.dist.metadata["Summary"])


def _import(point: EntryPoint, deadline: float) -> Any:
    bound = unmet((point.dist and point.dist.requires) or (), _core_version())
    if bound:
        raise PluginError(
            "E-PLG-005",
            f"Il plugin «{point.name}» vuole {CORE} {bound}, ma questo è {_core()}.",
            f'Aggiorna il programma o il plugin, oppure bloccalo: plugins.blocked = ["{point.name}"] nelle '
            "impostazioni.",
        )
    return _loaded(point.name, point.load, deadline)
