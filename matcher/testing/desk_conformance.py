"""What a plugin does at the desk: the functions that it names are there and fit, and it answers about every step."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import UTC, datetime, time

from matcher.desk.states import MACHINES
from matcher.errors import MatcherError
from matcher.plugin.events import Transition
from matcher.plugin.gate import Gate
from matcher.plugin.provisions import provided_function
from matcher.testing.people import DAY

__all__ = ["functions_that_do_not_fit", "steps_not_answered"]


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
    loaded = next(plugin for plugin in gate.plugins if plugin.name == name)
    if "matcher_before_transition" not in loaded.hooks():
        return
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
            try:
                gate.desk.before_transition(event)
            except MatcherError as error:
                if str(error) not in said:
                    yield f"{machine}, {step.name}: {error}"
                said.add(str(error))
