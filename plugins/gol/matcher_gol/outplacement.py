"""Path 5: a group of workers of a firm in crisis, and the vacancies of their area, all at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matcher.domain.assignment import Assignment, Coverage
from matcher.domain.candidate import Candidate
from matcher.errors import NotFoundError
from matcher.plugin import Desk, Table
from matcher_gol.records import CrisisGroup

__all__ = ["coverage"]

_REASONS = 3


def coverage(desk: Desk, group: str) -> Iterator[Table]:
    """Return how many coherent vacancies each worker of a group has, what the whole gives them, who has too few."""
    found: CrisisGroup | None = desk.record("case", group)
    if found is None:
        raise NotFoundError(
            "E-GOL-003",
            f"Il gruppo «{group}» non c'è.",
            f'Scrivilo con: matcher record set gol case {group} firm=… workers="CAND-1;CAND-2"',
        )
    answer = desk.assign(
        found.workers,
        provinces=found.provinces,
        at_least=found.at_least,
        least_points=found.least_points,
    )
    area = ", ".join(found.provinces) or ("ovunque" if desk.language == "it" else "everywhere")
    notes_it, notes_en = _notes(answer, found.situation)
    yield Table(
        _rows(desk, answer),
        (
            ("candidate", "Persona", "Person"),
            ("work", "Lavoro", "Work"),
            ("coherent", "Coerenti", "Coherent"),
            ("eligible", "Compatibili", "Eligible"),
            ("to_verify", "Da verificare", "To verify"),
            ("vacancy", "Proposta dell'insieme", "Placed by the whole"),
            ("title", "Titolo", "Title"),
            ("points", "Punti", "Points"),
        ),
        f"Ricollocazione collettiva: {found.firm} ({area})",
        f"Collective outplacement: {found.firm} ({area})",
        notes_it,
        notes_en,
    )
    if answer.uncovered:
        yield _too_few(desk, answer)


def _notes(answer: Assignment, situation: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    n, placed = len(answer.coverage), len(answer.placements)
    low = sum(1 for one in answer.placements if one.points < answer.least_points)
    least, k = f"{answer.least_points:g}", answer.at_least
    italian = [
        f"{answer.n_covered} di {n} persone hanno almeno {k} offerte coerenti (compatibili e da almeno {least} "
        f"punti) fra le {answer.n_vacancies} dell'area.",
        f"L'insieme dà un posto a {placed} di {n}: è una proposta, decide l'operatore con le persone.",
    ]
    english = [
        f"{answer.n_covered} of {n} people have at least {k} coherent vacancies (eligible and worth at least {least} "
        f"points) among the {answer.n_vacancies} of the area.",
        f"The whole places {placed} of {n}: a proposal, the operator decides with the people.",
    ]
    if low:
        italian.append(
            f"Di queste proposte {low} sono sotto i {least} punti: lavori lontani da quelli svolti."
        )
        english.append(f"Of these, {low} are below {least} points: work far from what was done.")
    if situation:
        italian.insert(0, f"Situazione: {situation}.")
        english.insert(0, f"Situation: {situation}.")
    return tuple(italian), tuple(english)


def _rows(desk: Desk, answer: Assignment) -> list[dict[str, Any]]:
    placed = {one.candidate: one for one in answer.placements}
    rows = []
    for worker in answer.coverage:
        given = placed.get(worker.candidate)
        rows.append(
            {
                "candidate": worker.candidate,
                "work": _work(desk.candidate(worker.candidate)),
                "coherent": worker.n_coherent,
                "eligible": worker.n_eligible,
                "to_verify": worker.n_to_verify,
                "vacancy": given.vacancy if given else "",
                "title": desk.vacancy(given.vacancy).title if given else "",
                "points": round(given.points, 1) if given else None,
                "reasons": worker.reasons,
            }
        )
    return rows


def _too_few(desk: Desk, answer: Assignment) -> Table:
    return Table(
        [
            {
                "candidate": worker.candidate,
                "coherent": worker.n_coherent,
                "to_verify": worker.n_to_verify,
                "reasons": _most_often(desk, worker),
            }
            for worker in answer.uncovered
        ],
        (
            ("candidate", "Chi ne ha meno", "Who has fewer"),
            ("coherent", "Coerenti", "Coherent"),
            ("to_verify", "Da verificare", "To verify"),
            ("reasons", "Che cosa esclude più spesso", "What most often excludes"),
        ),
        "Chi ha poche offerte coerenti, e perché",
        "Who has few coherent vacancies, and why",
        ("Se molte sono da verificare basta chiedere: matcher interview CANDIDATO.",),
        ("Where many are to verify it is enough to ask: matcher interview CANDIDATE.",),
    )


def _most_often(desk: Desk, worker: Coverage) -> str:
    often = sorted(worker.reasons.items(), key=lambda pair: (-pair[1], pair[0]))[:_REASONS]
    return ", ".join(f"{desk.reason(code)} ({number})" for code, number in often)


def _work(person: Candidate) -> str:
    """Return the latest job in the person's own words; the first that has no dates, where none has."""
    jobs = sorted(person.work or (), key=lambda job: job.start.toordinal() if job.start else 0)
    return jobs[-1].occupation.text if jobs and jobs[-1].start else jobs[0].occupation.text if jobs else ""
