"""Fragmentary experience put together again: the same work in pieces counts as one, gaps count nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from matcher.domain.candidate import Candidate, WorkExperience
from matcher.plugin import Desk, Table

__all__ = ["Recomposed", "recompose", "recomposed"]


@dataclass
class Recomposed:
    """All the jobs of one occupation, as one.

    Attributes
    ----------
    pieces, months : int
        How many jobs, and the months that they last together; overlapping months count once.
    """

    label: str
    pieces: int = 0
    undated: int = 0
    spans: list[tuple[int, int]] = field(default_factory=list)

    @property
    def months(self) -> int:
        """Months worked in all."""
        total, reached = self.undated, -1
        for first, last in sorted(self.spans):
            start = max(first, reached + 1)
            total += max(0, last - start + 1)
            reached = max(reached, last)
        return total


def recomposed(person: Candidate, today: date) -> list[Recomposed]:
    """Return the person's work by occupation, the longest first."""
    found: dict[str, Recomposed] = {}
    for job in person.work or ():
        key = job.occupation.concept or job.occupation.text.casefold()
        one = found.setdefault(key, Recomposed(job.occupation.text))
        one.pieces += 1
        span = _span(job, today)
        if span:
            one.spans.append(span)
        else:
            one.undated += job.months or 0
    return sorted(found.values(), key=lambda one: (-one.months, one.label))


def recompose(desk: Desk, candidate: str) -> Iterator[Table]:
    """Return the experience of a person put together, with the skills of all the pieces."""
    person = desk.candidate(candidate)
    rows = [
        {"occupation": one.label, "pieces": one.pieces, "months": one.months}
        for one in recomposed(person, desk.today)
    ]
    skills = [claim.skill.text for claim in person.skills or () if not claim.lacking]
    said = ", ".join(dict.fromkeys(skills))
    yield Table(
        rows,
        (
            ("occupation", "Lavoro", "Work"),
            ("pieces", "Rapporti", "Jobs"),
            ("months", "Mesi in tutto", "Months in all"),
        ),
        f"Esperienza ricomposta di {candidate}",
        f"Experience of {candidate} put together",
        (
            f"Competenze di tutti i rapporti insieme: {said or 'nessuna registrata'}.",
            "Un periodo senza lavoro non abbassa il punteggio.",
        ),
        (
            f"Skills of all the jobs together: {said or 'none on record'}.",
            "A time without work lowers no score.",
        ),
        bar="months",
    )


def _span(job: WorkExperience, today: date) -> tuple[int, int] | None:
    """Return first and last month as numbers; ``None`` where the job has no dates."""
    if job.start is None:
        return None
    last = job.end or today
    return job.start.year * 12 + job.start.month, last.year * 12 + last.month
