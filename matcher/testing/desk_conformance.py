"""What a plugin does at the desk: its functions are there and fit, it answers about every step and service."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import Any

from matcher.desk.services import read_services
from matcher.desk.states import MACHINES
from matcher.errors import MatcherError
from matcher.plugin.desk_hooks import HeldRecords
from matcher.plugin.events import OwnerKind, Transition
from matcher.plugin.gate import Gate
from matcher.plugin.manager import LoadedPlugin
from matcher.plugin.provisions import provided_function
from matcher.testing.people import DAY

__all__ = ["functions_that_do_not_fit", "minutes_not_answered", "steps_not_answered"]


def functions_that_do_not_fit(name: str, gate: Gate) -> Iterator[str]:
    """Yield the commands, reports and readers whose function is not there, or does not take what it is given."""
    for what, target, given, named in _named(name, gate):
        try:
            function = provided_function(name, target)
            inspect.signature(function).bind(*given, **dict.fromkeys(named))
        except MatcherError as error:
            yield f"{what}: {error}"
        except TypeError as error:
            yield f"{what}: {target} deve prendere ({', '.join((*given, *named))}): {error}."


def _named(name: str, gate: Gate) -> Iterator[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """Yield what a plugin provides: its name, the function, what it is given in order, and by name."""
    own = [one for owner, one in (*gate.commands.values(), *gate.reports.values()) if owner == name]
    for command in own:
        yield command.name, command.run, ("desk",), tuple(one.name for one in command.parameters)
    for owner, reader in gate.readers:
        if owner == name:
            yield " ".join(reader.suffixes), reader.read, ("path", "kind"), ()


def steps_not_answered(name: str, gate: Gate) -> Iterator[str]:
    """Yield what goes wrong where the plugin is asked about a step: with it no such step could be taken."""
    if "matcher_before_transition" not in _loaded(name, gate).hooks():
        return
    held = _bare_records(gate)
    said = set()
    for machine, steps in MACHINES.items():
        for step in steps:
            event = Transition(
                machine,
                step.name,
                step.sources[0],
                step.target,
                "V1",
                datetime.combine(DAY, time(9), UTC),
                shortlist="" if machine == "vacancy" else "ROSA-000001",
                candidate="P01" if machine == "person" else "",
                actor="prova",
                role="operatore del mercato del lavoro",
            )
            for records in (None, held):
                try:
                    gate.desk.before_transition(event, records)
                except MatcherError as error:
                    if str(error) not in said:
                        yield f"{machine}, {step.name}: {error}"
                    said.add(str(error))


def minutes_not_answered(name: str, gate: Gate) -> Iterator[str]:
    """Yield what goes wrong where the plugin is asked how long a service lasts, for who has data and who has none."""
    if "matcher_standard_minutes" not in _loaded(name, gate).hooks():
        return
    said = set()
    for service in read_services("").concepts:
        for records in (None, _bare_records(gate)):
            try:
                gate.desk.standard_minutes(service.id, "P01", DAY, records)
            except MatcherError as error:
                if str(error) not in said:
                    yield f"{service.id}: {error}"
                said.add(str(error))


def _loaded(name: str, gate: Gate) -> LoadedPlugin:
    return next(plugin for plugin in gate.plugins if plugin.name == name)


def _bare_records(gate: Gate) -> HeldRecords:
    """Return records with nothing but their defaults, for the models that need no more."""

    def held(plugin: str, owner: OwnerKind, owner_id: str) -> Mapping[str, Any] | None:
        declared = gate.data.types.get((plugin, owner))
        if declared is None or any(field.is_required() for field in declared.model.model_fields.values()):
            return None
        return {}

    return held
