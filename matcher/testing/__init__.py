"""What plugin authors get: a ready pool with vacancies and a gate, and the checks that every plugin passes.

``Workshop.open().kit({"mine": MyPlugin}).match("V1")`` answers as the desk would. Under pytest the
fixture ``workshop`` of ``matcher.testing.fixtures`` opens it once.
"""

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
