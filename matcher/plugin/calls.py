"""Calling one hook of one plugin: within a deadline, and every failure under the plugin's name."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from queue import SimpleQueue
from typing import Any

from pydantic import ValidationError

from matcher.errors import MatcherError, PluginError, field_trouble
from matcher.plugin.failures import stopped, to_stderr
from matcher.plugin.manager import BUILT_IN, LoadedPlugin
from matcher.plugin.surroundings import Surroundings

__all__ = ["LATE", "HookCaller"]

#: Codes of a plugin that did not answer in time: asking it again would take as long.
LATE = frozenset({"E-PLG-040", "E-PLG-041"})


class HookCaller:
    """Calls hooks and remembers who did not answer in time.

    Parameters
    ----------
    deadline : float
        Seconds that one call may take; past it the plugin is set aside until restart.
    """

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._quarantined: set[str] = set()
        self._idle: list[_Worker] = []

    def items(
        self, plugin: LoadedPlugin, hook: str, kind: type[Any] | tuple[type[Any], ...], **arguments: Any
    ) -> list[Any]:
        """Return everything one plugin gives from a hook that answers with an iterable, checked by type."""
        found = self._call(plugin, hook, lambda answer: _listed(plugin.name, hook, answer), arguments) or []
        for item in found:
            if not isinstance(item, kind):
                raise _wrong_type(plugin.name, hook, item)
        return list(found)

    def answer(self, plugin: LoadedPlugin, hook: str, **arguments: Any) -> Any:
        """Return what one plugin answers; ``None`` where it does not implement the hook."""
        return self._call(plugin, hook, lambda answer: answer, arguments)

    def _call(
        self, plugin: LoadedPlugin, hook: str, read: Callable[[Any], Any], arguments: dict[str, Any]
    ) -> Any:
        if hook not in plugin.hooks():
            return None
        if plugin.name in self._quarantined:
            raise PluginError(
                "E-PLG-041",
                f"Il plugin «{plugin.name}» è sospeso: non ha risposto in tempo.",
                "Riavvia dopo averlo corretto, o bloccalo nelle impostazioni.",
            )
        outcome: dict[str, Any] = {}
        # an interruption in the thread of another plugin is its own; in ours it is the operator's
        mistakes = (Exception, SystemExit) if plugin.name == BUILT_IN else (BaseException,)

        def work() -> None:
            # what a generator yields is read here too: its body is the plugin's code
            try:
                outcome["value"] = [read(answer) for answer in getattr(plugin.caller.hook, hook)(**arguments)]
            except mistakes as error:
                outcome["error"] = error

        if plugin.name == BUILT_IN:
            work()
        else:
            self._within_deadline(plugin.name, hook, work)
        if "error" in outcome:
            raise _attributed(plugin.name, hook, outcome["error"]) from outcome["error"]
        # each caller holds one plugin, so there is one answer or none
        return next(iter(outcome["value"]), None)

    def _within_deadline(self, plugin: str, hook: str, work: Callable[[], None]) -> None:
        try:
            worker = self._idle.pop()
        except IndexError:
            worker = _Worker()
        before = Surroundings.now()
        with to_stderr():
            ended = worker.done(work, self._deadline)
        if ended:
            self._idle.append(worker)
            before.put_back(plugin, hook)
        else:
            self._quarantined.add(plugin)
            raise PluginError(
                "E-PLG-040",
                f"Il plugin «{plugin}» non ha risposto a {hook} entro {self._deadline:g} secondi.",
                "È sospeso fino al riavvio: correggilo o bloccalo nelle impostazioni.",
            )


class _Worker:
    """A thread that waits for work, so that a call need not start one; lost with whoever does not answer."""

    def __init__(self) -> None:
        self._work: SimpleQueue[tuple[Callable[[], None], threading.Event]] = SimpleQueue()
        threading.Thread(target=self._serve, daemon=True, name="plugin").start()

    def done(self, work: Callable[[], None], deadline: float) -> bool:
        """Do some work, which raises nothing; tell whether it ended in time."""
        ended = threading.Event()
        self._work.put((work, ended))
        return ended.wait(deadline)

    def _serve(self) -> None:
        while True:
            work, ended = self._work.get()
            work()
            ended.set()
            # nothing of a call outlives it here
            del work, ended


def _listed(plugin: str, hook: str, answer: Any) -> list[Any]:
    if isinstance(answer, (str, bytes)) or not isinstance(answer, Iterable):
        raise _wrong_type(plugin, hook, answer)
    return list(answer)


def _wrong_type(plugin: str, hook: str, value: Any) -> PluginError:
    return PluginError(
        "E-PLG-033",
        f"Il plugin «{plugin}» restituisce {type(value).__name__} da {hook}.",
        "Restituisci una lista dei tipi di matcher.plugin indicati in docs/hooks.",
    )


def _attributed(plugin: str, hook: str, error: BaseException) -> PluginError:
    """Return the failure under the plugin's name, whatever the plugin raised."""
    if isinstance(error, MatcherError):
        if isinstance(error, PluginError) and f"«{plugin}»" in error.message:
            return error
        return PluginError(error.code, f"Plugin «{plugin}»: {error.message}", error.hint)
    if isinstance(error, ValidationError) and hook == "matcher_configure":
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or plugin
        return PluginError(
            "E-PLG-028",
            f"Impostazione «{where}» del plugin «{plugin}» non valida: {field_trouble(first)}.",
            f"Correggi la tabella [plugins.{plugin}] di matcher.toml.",
        )
    return stopped(plugin, hook, error)
