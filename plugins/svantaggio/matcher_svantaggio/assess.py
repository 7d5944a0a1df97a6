"""Whether a person is disadvantaged, or severely so, on a day: yes, no or to verify, condition by condition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from matcher_svantaggio.calendar import add_months, age_on, idle_since, lasts
from matcher_svantaggio.records import LETTERS, Facts, Job, State
from matcher_svantaggio.tables import Condition, Law

__all__ = ["Assessment", "Finding", "Offer", "assess", "idle_bounds", "idle_for"]

Answer = bool | None


@dataclass(frozen=True, slots=True)
class Offer:
    """What letter (f) looks at in a vacancy.

    Attributes
    ----------
    sector : str
        ATECO section of the employer; empty where it is not known.
    professions : tuple of str
        ISCO codes of the occupations; empty where one of them is not known.
    """

    sector: str = ""
    professions: tuple[str, ...] = ()

    def within(self, beginnings: Iterable[str]) -> list[str]:
        """Return which of these beginnings of ISCO codes cover all the professions."""
        return [
            one for one in beginnings if self.professions and all(p.startswith(one) for p in self.professions)
        ]


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition: whether it holds (``None`` to verify), how it is known, and whether it counts."""

    letter: str
    holds: Answer
    proof: State

    @property
    def counts(self) -> Answer:
        """A condition that holds counts only while its proof stands."""
        return False if self.proof in ("expired", "contested") else self.holds


@dataclass(frozen=True, slots=True)
class Assessment:
    """Outcome of a person on a day.

    Attributes
    ----------
    findings : mapping of str to Finding
        By letter, those in force.
    disadvantaged, severely : bool or None
        ``None`` to verify; ``False`` also where the rule is not in force.
    in_force : bool
        Whether the regulation holds on that day.
    """

    findings: Mapping[str, Finding]
    disadvantaged: Answer
    severely: Answer
    in_force: bool


def assess(facts: Facts, birth: date | None, offer: Offer, law: Law, day: date) -> Assessment:
    """Return which conditions a person meets.

    Parameters
    ----------
    birth : date or None
        Day of birth, where it is known.
    offer : Offer
        The vacancy: letter (f) is judged for a pair, and is to verify without one.
    law : Law
        What is in force on ``day``.
    """
    judges: dict[str, Callable[[Condition], Answer]] = {
        "a": lambda c: idle_for(facts, c.months or 0, law, day),
        "b": lambda c: _aged(birth, day, c),
        "c": lambda c: _little_schooling(facts, day, c),
        "d": lambda c: _aged(birth, day, c),
        "e": lambda c: _alone_with_dependants(facts, c),
        "f": lambda c: _under_represented(facts, offer, law),
        "g": lambda c: facts.minority_need,
    }
    findings = {
        letter: Finding(letter, judges[letter](law.conditions[letter]), facts.proof(letter).on(day))
        for letter in LETTERS
        if letter in law.conditions
    }
    counts = {letter: found.counts for letter, found in findings.items()}
    plain = _any(counts.values()) if "disadvantaged" in law.groups else False
    severe = law.groups.get("severely_disadvantaged")
    heavy: Answer = False
    if severe is not None and findings.get("a") is not None:
        stands = findings["a"].proof not in ("expired", "contested")
        others = _any(answer for letter, answer in counts.items() if letter != "a")
        alone = idle_for(facts, severe.months_alone or 0, law, day) if stands else False
        shorter = idle_for(facts, severe.months_with_another or 0, law, day) if stands else False
        heavy = _any((alone, _both(shorter, others)))
    return Assessment(findings, plain, heavy, bool(law.conditions))


def idle_for(facts: Facts, months: int, law: Law, day: date) -> Answer:
    """Tell whether the person had no regular paid employment for so many calendar months up to ``day``."""
    if facts.jobs is None:
        return None
    since = idle_bounds(facts.jobs, law, day)
    answers = {one is not None and add_months(one, months) <= day for one in since}
    return answers.pop() if len(answers) == 1 else None


def idle_bounds(jobs: tuple[Job, ...], law: Law, day: date) -> tuple[date | None, date | None]:
    """Return the first idle day, were every job of unknown income above the threshold, and were it below."""
    return (
        idle_since(jobs, day, lambda job: _interrupts(job, law) is not False),
        idle_since(jobs, day, lambda job: _interrupts(job, law) is True),
    )


def _interrupts(job: Job, law: Law) -> Answer:
    """Tell whether a job is regular paid employment: short jobs, small incomes and internships are not."""
    condition = law.conditions.get("a")
    if not job.regular or job.kind == "tirocinio" or condition is None:
        return False
    if job.kind == "dipendente":
        return lasts(job, condition.short_job_months or 0)
    if job.income is None:
        return None
    return job.income >= law.least_income(job.kind, job.end or job.start)


def _aged(birth: date | None, day: date, bounds: Condition) -> Answer:
    if birth is None:
        return None
    age = age_on(birth, day)
    return (bounds.age_from or 0) <= age and (bounds.age_below is None or age < bounds.age_below)


def _little_schooling(facts: Facts, day: date, bounds: Condition) -> Answer:
    low = None if facts.isced is None else facts.isced < (bounds.isced_below or 0)
    if facts.had_first_job is True:
        fresh: Answer = False
    elif facts.study_ended_on is None:
        fresh = None
    else:
        recent = (
            facts.study_ended_on
            <= day
            <= add_months(facts.study_ended_on, 12 * (bounds.years_since_study or 0))
        )
        fresh = (None if facts.had_first_job is None else True) if recent else False
    return _any((low, fresh))


def _alone_with_dependants(facts: Facts, bounds: Condition) -> Answer:
    enough = None if facts.dependants is None else facts.dependants >= (bounds.dependants or 1)
    return _both(facts.single_adult, enough)


def _under_represented(facts: Facts, offer: Offer, law: Law) -> Answer:
    """Tell whether the person's gender is rare in the sector or in the profession: one of the two is enough."""
    rare = {law.professions[one] for one in offer.within(law.professions)}
    if offer.sector in law.sectors:
        rare.add(law.sectors[offer.sector])
    if facts.gender in rare:
        return True
    unknown = not offer.sector or not offer.professions or (rare and facts.gender is None)
    return None if unknown else False


def _any(answers: Iterable[Answer]) -> Answer:
    listed = list(answers)
    return True if True in listed else None if None in listed else False


def _both(one: Answer, other: Answer) -> Answer:
    return False if one is False or other is False else None if one is None or other is None else True
