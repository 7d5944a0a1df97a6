"""What plugin authors get: a ready pool with vacancies and a gate, and the checks that every plugin passes.

``Workshop.open().kit({"mine": MyPlugin}).match("V1")`` answers as the desk would. Under pytest the
fixture ``workshop`` is there by itself (``matcher.testing.fixtures``), opened once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matcher.testing.conformance import conformance_problems
    from matcher.testing.kit import Judgement, Kit, Workshop
    from matcher.testing.people import DAY, invented_people, invented_protected, invented_vacancies

__all__ = [
    "DAY",
    "Judgement",
    "Kit",
    "Workshop",
    "conformance_problems",
    "invented_people",
    "invented_protected",
    "invented_vacancies",
]

_HOMES = {
    "conformance_problems": "conformance",
    "Judgement": "kit",
    "Kit": "kit",
    "Workshop": "kit",
    "DAY": "people",
    "invented_people": "people",
    "invented_protected": "people",
    "invented_vacancies": "people",
}


def __getattr__(name: str) -> Any:
    # pytest imports this package in every project of the environment: nothing heavy until it is used
    if name in _HOMES:
        return getattr(import_module(f"matcher.testing.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
