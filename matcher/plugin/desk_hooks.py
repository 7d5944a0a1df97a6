"""What plugins say of the desk's steps: who forbids one, who is told of it, how long a service should take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel

from matcher.errors import PluginError
from matcher.plugin.calls import HookCaller
from matcher.plugin.data import PluginData
from matcher.plugin.events import OwnerKind, Records, Transition, Veto
from matcher.plugin.manager import LoadedPlugin
from matcher.plugin.outcomes import check_minutes, check_veto

__all__ = ["DeskHooks", "HeldRecords"]

#: Plugin, kind of owner and id of the owner to the content of the record.
HeldRecords = Callable[[str, OwnerKind, str], Mapping[str, Any] | None]


class DeskHooks:
    """The hooks of the desk, asked of all plugins."""

    def __init__(self, plugins: Sequence[LoadedPlugin], caller: HookCaller, data: PluginData) -> None:
        self._plugins = plugins
        self._caller = caller
        self._data = data

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
        for plugin in self._plugins:
            records = self._records_of(plugin.name, held)
            seen = {"event": event, "records": records}
            answer = self._caller.answer(plugin, "matcher_before_transition", **seen)
            if answer is not None:
                vetoes.append((plugin.name, check_veto(plugin.name, answer)))
        return vetoes

    def observe(self, event: Transition) -> list[str]:
        """Tell every plugin of a step that was taken; return what failed, in words (never fatal)."""
        failed = []
        for plugin in self._plugins:
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
            for plugin in self._plugins
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
            return None if content is None else self._data.read(plugin, owner, owner_id, content)

        return records
