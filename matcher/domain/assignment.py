"""The collective assignment of a group of people to vacancies, and how well the vacancies cover the group."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from matcher.domain.record import Record
from matcher.domain.shortlist import SCORE_SCALE

__all__ = ["Assignment", "Coverage", "Placement"]


class Placement(Record):
    """A person and the vacancy chosen for them.

    Attributes
    ----------
    verdict : str
        ``eligible``, or ``to_verify`` where something must be asked first.
    """

    candidate: str
    vacancy: str
    score: int
    verdict: str = "eligible"

    @property
    def points(self) -> float:
        """Score on the scale 0..100."""
        return self.score * 100 / SCORE_SCALE


class Coverage(Record):
    """What the vacancies offer to one person.

    Attributes
    ----------
    n_eligible, n_to_verify : int
        Vacancies that nothing in the declared constraints excludes, without and with an open question.
    n_coherent : int
        Eligible vacancies worth at least the points asked for.
    reasons : dict
        Reason code to the number of vacancies it excludes; a vacancy counts under all of its reasons.
    """

    candidate: str
    n_eligible: int
    n_to_verify: int
    n_coherent: int
    reasons: dict[str, int] = Field(default_factory=dict)


class Assignment(Record):
    """The assignment of a group whose scores sum highest.

    Attributes
    ----------
    n_vacancies, n_places : int
        Vacancies looked at, and the places they have in all.
    at_least, least_points
        A person is covered by this many vacancies of this many points (of a hundred).
    everyone_first : bool
        Whether placing more people came before the scores.
    total : int
        Sum of the scores of all placements.
    placements : tuple of Placement
        In the order of the group; people without a place are in `unplaced`.
    coverage : tuple of Coverage
        Everybody, in the order of the group.
    """

    reference_date: date
    n_vacancies: int
    n_places: int
    at_least: int
    least_points: float
    everyone_first: bool = False
    total: int
    placements: tuple[Placement, ...]
    coverage: tuple[Coverage, ...]

    @property
    def n_covered(self) -> int:
        """How many people have at least the coherent vacancies asked for."""
        return sum(person.n_coherent >= self.at_least for person in self.coverage)

    @property
    def uncovered(self) -> tuple[Coverage, ...]:
        """Those who have fewer."""
        return tuple(person for person in self.coverage if person.n_coherent < self.at_least)

    @property
    def unplaced(self) -> tuple[str, ...]:
        """Those without a place."""
        placed = {placement.candidate for placement in self.placements}
        return tuple(person.candidate for person in self.coverage if person.candidate not in placed)
