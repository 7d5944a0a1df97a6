"""One candidate beside one vacancy, read from their records: what the slow reference judges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from matcher.domain.candidate import Candidate, WorkExperience
from matcher.domain.levels import RequirementLevel
from matcher.domain.protected import Protected
from matcher.domain.record import Mention
from matcher.domain.vacancy import Requirement, RequirementKind, Vacancy
from matcher.engine.reference_meaning import Meanings
from matcher.pool.likenesses import RELATED

__all__ = ["ANY", "Pair"]

#: Asked, and no limit.
ANY: Final = object()


@dataclass(frozen=True)
class Pair:
    """A candidate, a vacancy, and the day on which they are judged."""

    candidate: Candidate
    vacancy: Vacancy
    protected: Protected
    today: date
    meanings: Meanings
    state: int = 0

    def limit(self, kind: str, hard: bool = True) -> Any:
        """Return a declared limit: ``None`` not asked or expired, `ANY` no limit, else its value."""
        declared = [c for c in self.candidate.constraints if c.kind == kind]
        chosen = [c for c in declared if c.hard == hard]
        if not chosen:
            return ANY if declared and hard else None
        last = chosen[-1]
        if last.expires_on is not None and last.expires_on < self.today:
            return None
        return ANY if last.value is None else last.value

    # -- place ----------------------------------------------------------------------------------------

    @property
    def work_place(self) -> str:
        """Where the work is done: on site unless something else is said."""
        at_home = any(place.kind == "remote" for place in self.vacancy.places)
        return self.vacancy.remote or ("remote" if at_home else "on_site")

    @property
    def anywhere(self) -> bool:
        """Tell whether the work can be done from anywhere."""
        return self.work_place == "remote" or any(place.kind == "remote" for place in self.vacancy.places)

    @property
    def place_is_exact(self) -> bool:
        """Tell whether every workplace is a known municipality."""
        kinds = {place.kind for place in self.vacancy.places}
        return kinds == {"municipality"}

    @cached_property
    def kilometres(self) -> int | None:
        """Distance from home to the nearest place where the work may be."""
        places, home = self.meanings.vocabularies.places, self.candidate.home
        if self.anywhere or home is None or home.kind != "municipality":
            return None
        start = places.find(home.code)
        if start is None:
            return None
        towns = {town for place in self.vacancy.places for town in self.meanings.towns(place)}
        return min((self.meanings.kilometres(start, town) for town in towns), default=None)

    @property
    def minutes(self) -> int | None:
        """Estimated journey: five minutes, and a road 30% longer than the line at 50 km/h."""
        return None if self.kilometres is None else 5 + self.kilometres * 130 * 60 // 5000

    @property
    def vehicle(self) -> bool | None:
        """Tell whether the person has a vehicle and uses it."""
        own, uses = self.candidate.own_vehicle, self.candidate.uses_vehicle
        return uses if own and uses is not None else own

    # -- requirements and profile ---------------------------------------------------------------------

    def asked(self, kind: RequirementKind) -> list[tuple[Requirement, RequirementLevel]]:
        """Return the requirements of one kind with the level that counts."""
        wanted = RequirementLevel.WANTED
        return [
            (r, r.level if r.confirmed else wanted)
            for r in self.vacancy.requirements_to_match
            if r.kind is kind
        ]

    def licences(self, lapsed_too: bool = False) -> frozenset[str]:
        """Return every licence held on the day, or ever held, with what it includes."""
        licences = self.meanings.vocabularies["licence"]
        claims = [claim for claim in self.candidate.licences or () if claim.concept in licences]
        valid = [
            c.concept for c in claims if lapsed_too or c.expires_on is None or c.expires_on >= self.today
        ]
        return self.meanings.held("licence", valid)

    @cached_property
    def required_skills(self) -> dict[tuple[str, str], int]:
        """Skills asked for with their weight: indispensable 4, strongly wanted 3, wanted 2."""
        weights = {RequirementLevel.MUST: 4, RequirementLevel.STRONGLY_WANTED: 3, RequirementLevel.WANTED: 2}
        # asked for twice in different words is asked for once, in the first ones
        words: dict[str, str] = {}
        most: dict[str, int] = {}
        for requirement, level in self.asked(RequirementKind.SKILL):
            if requirement.mention:
                skill, said = self.meanings.term("skill", requirement.mention)
                words.setdefault(skill, said)
                if level in weights:
                    most[skill] = max(most.get(skill, 0), weights[level])
        return {(skill, words[skill]): weight for skill, weight in most.items()}

    def skills_at(self, level: RequirementLevel) -> list[tuple[str, str]]:
        """Return the skills asked for at one level."""
        asked = self.asked(RequirementKind.SKILL)
        return [self.meanings.term("skill", r.mention) for r, own in asked if r.mention and own is level]

    @cached_property
    def claimed_skills(self) -> Mapping[tuple[str, str], bool]:
        """The person's skills, each with whether it is had (or explicitly lacking); the last word counts."""
        claims = {self.meanings.term("skill", claim.skill)[0]: claim for claim in self.candidate.skills or ()}
        return {self.meanings.term("skill", claim.skill): not claim.lacking for claim in claims.values()}

    def best_skill(self, required: tuple[str, str]) -> int:
        """Return how well the person's best skill answers a required one."""
        held = (term for term, had in self.claimed_skills.items() if had)
        return max((self.meanings.likeness("skill", required, term) for term in held), default=0)

    def occupation_likeness(self, mention: Mention) -> int:
        """Return how like the vacancy an occupation of the person is."""
        offered = self.meanings.term("occupation", mention)
        asked = (self.meanings.term("occupation", wanted) for wanted in self.vacancy.occupations)
        return max((self.meanings.likeness("occupation", term, offered) for term in asked), default=0)

    @cached_property
    def related_jobs(self) -> list[tuple[int, int | None, int]]:
        """Likeness, months and recency (thousandths) of every job alike enough to count as experience."""
        return [job for job in self.jobs if job[0] >= RELATED]

    @cached_property
    def jobs(self) -> list[tuple[int, int | None, int]]:
        """Likeness, months and recency (thousandths) of every job, the last one first."""
        jobs = sorted(self.candidate.work or (), key=_recency, reverse=True)
        terms = [self.meanings.term("occupation", job.occupation) for job in jobs]
        found = []
        for number, job in enumerate(jobs):
            later = sum(
                _months(other) or 0
                for other, term in zip(jobs[:number], terms, strict=False)
                if term[0] != terms[number][0]
            )
            likeness = self.occupation_likeness(job.occupation)
            found.append((likeness, _months(job), 1000 * 120 // (120 + later)))
        return found

    @property
    def more_work_possible(self) -> bool:
        """Tell whether there may be more related work than is known."""
        vague = any(months is None for _, months, _ in self.related_jobs)
        return vague or not self.candidate.asked("work") or not self.vacancy.occupations

    def eqf(self, doubts_count: bool = False) -> int | None:
        """Return the highest qualification, or what it may be at most; ``None`` not asked."""
        if self.candidate.education is None:
            return None
        if doubts_count and not self.candidate.asked("education"):
            return 8
        levels = [
            title.eqf or (8 if doubts_count else 0)
            for title in self.candidate.education
            if not title.foreign or title.recognised or (doubts_count and title.recognised is None)
        ]
        return max(levels, default=0)

    @property
    def languages(self) -> dict[str, int | None]:
        """The person's languages with their level; ``None`` level not asked."""
        known = self.meanings.vocabularies["language"]
        claims = self.candidate.languages or ()
        return {c.language: None if c.level is None else int(c.level) for c in claims if c.language in known}

    @property
    def languages_are_known(self) -> bool:
        """Tell whether languages were asked, each with its level."""
        claims = [
            c for c in self.candidate.languages or () if c.language in self.meanings.vocabularies["language"]
        ]
        return self.candidate.asked("languages") and all(c.level is not None for c in claims)

    @property
    def licences_are_known(self) -> bool:
        """Tell whether licences were asked and every claim is understood."""
        claims, known = self.candidate.licences, self.meanings.vocabularies["licence"]
        return self.candidate.asked("licences") and all(claim.concept in known for claim in claims or ())


def _months(job: WorkExperience) -> int | None:
    if job.months is not None or job.start is None or job.end is None:
        return job.months
    return max(1, (job.end.year * 12 + job.end.month) - (job.start.year * 12 + job.start.month) + 1)


def _recency(job: WorkExperience) -> tuple[date, date, str]:
    still_there = job.start is not None and job.end is None
    return (
        date.max if still_there else job.end or date.min,
        job.start or date.min,
        job.occupation.text,
    )
