"""Services 9 and 10 as the desk and the engine really gave them: the phases, in their order, and what is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from matcher.plugin import Transition

__all__ = ["PHASES", "Given", "given_services"]

#: Phases of service 10, in the order of the standard.
PHASES = ("selezione", "verifica di disponibilità", "segnalazione")
_ANSWERED = frozenset({"disponibile", "non_disponibile", "non_risponde", "irreperibile", "da_richiamare"})


@dataclass
class Given:
    """What was done for one person and one vacancy.

    Attributes
    ----------
    phases : dict of str to date
        Phase to the day on which it was first done.
    operator : str
        Who did it last.
    """

    candidate: str
    vacancy: str
    phases: dict[str, date] = field(default_factory=dict)
    operator: str = ""

    @property
    def complete(self) -> bool:
        """Whether all three phases are done."""
        return set(PHASES) <= set(self.phases)


def given_services(steps: Iterable[Transition]) -> list[Given]:
    """Return, for every person in a shortlist, which phases of service 10 are done and when."""
    found: dict[tuple[str, str], Given] = {}
    for step in steps:
        if step.kind != "person" or not step.candidate:
            continue
        one = found.setdefault((step.vacancy, step.candidate), Given(step.candidate, step.vacancy))
        for phase in _phases_of(step):
            one.phases.setdefault(phase, step.at.date())
        one.operator = step.actor or one.operator
    return [found[key] for key in sorted(found)]


def _phases_of(step: Transition) -> tuple[str, ...]:
    # whoever was asked had been selected before
    if step.after in ("proposto", "contattato"):
        return PHASES[:1]
    if step.after in _ANSWERED:
        return PHASES[:2]
    return PHASES if step.after == "segnalato" else ()
