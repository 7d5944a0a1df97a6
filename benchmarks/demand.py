"""Seeded vacancies and people who look for work, as records: the other side of `benchmarks.population`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import numpy as np

from benchmarks.population import TODAY, Bench
from matcher.domain.candidate import Candidate, LanguageClaim, LicenceClaim, SkillClaim, WorkExperience
from matcher.domain.constraint import ConstraintKind, DeclaredConstraint
from matcher.domain.levels import Cefr
from matcher.domain.place import Place
from matcher.domain.record import Mention
from matcher.domain.vacancy import Requirement, RequirementKind, RequirementLevel, Vacancy

__all__ = ["candidates", "vacancies"]

_SHIFTS = (None, ("day",), ("morning",), ("two_shifts",), ("three_shifts",))
_ACCEPTED = (None, None, ("day",), ("day", "morning", "two_shifts"))
_ANYTHING = {
    kind: None
    for kind in ConstraintKind
    if kind not in (ConstraintKind.REMOTE, ConstraintKind.LODGING_NEEDED, ConstraintKind.MAX_TRAVEL_MINUTES)
}
_CONTRACTS = (None, ("fixed_term",), ("permanent",), ("fixed_term", "permanent"), ("temp_agency",))


def vacancies(bench: Bench, n: int, seed: int = 3) -> Iterator[Vacancy]:
    """Yield ``n`` vacancies: a long tail of occupations and towns, three to eight skills each."""
    rng = np.random.default_rng(seed)
    draw = _Draw(bench, rng)
    for number in range(n):
        hours = int(rng.choice([20, 24, 30, 36, 40], p=[0.15, 0.1, 0.1, 0.15, 0.5]))
        yield Vacancy(
            id=f"VAC-{number:06}",
            title=(job := draw.mention("occupation")).text,
            description=" ".join(draw.mention("skill").text for _ in range(3)),
            occupations=(job,),
            places=(draw.place(),),
            requirements=(
                *(
                    Requirement(
                        kind=RequirementKind.SKILL,
                        level=RequirementLevel.WANTED,
                        mention=draw.mention("skill"),
                    )
                    for _ in range(int(rng.integers(3, 9)))
                ),
                *(
                    (
                        Requirement(
                            kind=RequirementKind.LICENCE,
                            level=RequirementLevel.MUST,
                            mention=Mention(text="patente B", concept="B"),
                        ),
                    )
                    if rng.random() < 0.4
                    else ()
                ),
            ),
            shifts=_SHIFTS[int(rng.integers(0, len(_SHIFTS)))],
            contracts=_CONTRACTS[int(rng.integers(0, 4))],
            weekly_hours_min=hours,
            weekly_hours_max=hours,
            annual_pay_max=int(rng.integers(15, 40)) * 1000,
            start_by=TODAY + timedelta(days=int(rng.integers(5, 120))),
            openings=int(rng.choice([1, 2, 3, 5], p=[0.7, 0.15, 0.1, 0.05])),
        )


def candidates(bench: Bench, n: int, seed: int = 5) -> list[Candidate]:
    """Return ``n`` people with work, skills, a home and declared limits."""
    rng = np.random.default_rng(seed)
    draw = _Draw(bench, rng)
    return [
        Candidate(
            id=f"LAV-{number:04}",
            home=draw.place(),
            work=tuple(
                WorkExperience(
                    occupation=draw.mention("occupation"),
                    months=int(rng.integers(2, 90)),
                )
                for _ in range(int(rng.integers(1, 4)))
            ),
            wanted=(draw.mention("occupation"),),
            skills=tuple(SkillClaim(skill=draw.mention("skill")) for _ in range(int(rng.integers(2, 12)))),
            own_vehicle=bool(rng.random() < 0.7),
            education=(),
            languages=(LanguageClaim(language="it", level=Cefr.C2),),
            licences=(LicenceClaim(text="patente B", concept="B"),) if rng.random() < 0.8 else (),
            constraints=tuple(
                DeclaredConstraint(kind=kind, value=value)
                for kind, value in {
                    **_ANYTHING,
                    ConstraintKind.MAX_DISTANCE_KM: int(rng.choice([20, 30, 50, 100])),
                    ConstraintKind.SHIFTS: _ACCEPTED[int(rng.integers(0, len(_ACCEPTED)))],
                    ConstraintKind.MIN_ANNUAL_PAY: int(rng.integers(0, 27)) * 1000,
                }.items()
            ),
        )
        for number in range(n)
    ]


class _Draw:
    """Draws words and towns with a long tail."""

    def __init__(self, bench: Bench, rng: np.random.Generator) -> None:
        self._rng = rng
        self._concepts = {
            kind: _shuffled(bench.builder.vocabularies[kind].concepts) for kind in ("occupation", "skill")
        }
        self._towns = bench.rules.places.municipalities

    def mention(self, kind: str) -> Mention:
        concepts = self._concepts[kind]
        concept = concepts[int(len(concepts) * self._rng.random() ** 2)]
        return Mention(text=concept.label(), concept=concept.id, method="exact", confidence=1)

    def place(self) -> Place:
        town = self._towns[int(len(self._towns) * self._rng.random() ** 3)]
        return Place(text=town.name, kind="municipality", code=town.istat)


def _shuffled(concepts: Sequence) -> list:
    order = np.random.default_rng(11).permutation(len(concepts))
    return [concepts[n] for n in order]
