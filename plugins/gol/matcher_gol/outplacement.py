"""Path 5: a group of workers of a firm in crisis, and the vacancies of their area, all at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matcher.errors import NotFoundError
from matcher.plugin import Desk, Table
from matcher_gol.records import CrisisGroup

__all__ = ["coverage"]

_REASONS = 3


def coverage(desk: Desk, group: str) -> Iterator[Table]:
    """Return how many coherent vacancies each worker of a group has, and the one that the whole gives them."""
    found: CrisisGroup | None = desk.record("case", group)
    if found is None:
        raise NotFoundError(
            "E-GOL-003",
            f"Il gruppo «{group}» non c'è.",
            f'Scrivilo con: matcher record set gol case {group} firm=… workers="CAND-1;CAND-2"',
        )
    answer = desk.assign(found.workers, provinces=found.provinces)
    placed = {placement.candidate: placement.vacancy for placement in answer.placements}
    rows: list[dict[str, Any]] = [_row(desk, worker, placed) for worker in answer.coverage]
    covered = sum(1 for row in rows if row["coherent"] >= found.at_least)
    n, k = len(rows), found.at_least
    area = ", ".join(found.provinces) or ("ovunque" if desk.language == "it" else "everywhere")
    yield Table(
        rows,
        (
            ("candidate", "Persona", "Person"),
            ("coherent", "Offerte coerenti", "Coherent vacancies"),
            ("to_verify", "Da verificare", "To verify"),
            ("vacancy", "Proposta dell'insieme", "Placed by the whole"),
            ("reasons", "Che cosa esclude più spesso", "What most often excludes"),
        ),
        f"Ricollocazione collettiva: {found.firm} ({area})",
        f"Collective outplacement: {found.firm} ({area})",
        (
            f"{covered} di {n} persone hanno almeno {k} offerte coerenti su {answer.n_vacancies}.",
            f"L'insieme dà un posto a {len(placed)} di {n}: è una proposta, decide l'operatore con le persone.",
        ),
        (
            f"{covered} of {n} people have at least {k} coherent vacancies out of {answer.n_vacancies}.",
            f"The whole places {len(placed)} of {n}: a proposal, the operator decides with the people.",
        ),
        bar="coherent",
    )


def _row(desk: Desk, worker: Any, placed: dict[str, str]) -> dict[str, Any]:
    often = sorted(worker.reasons.items(), key=lambda pair: (-pair[1], pair[0]))[:_REASONS]
    return {
        "candidate": worker.candidate,
        "coherent": worker.n_coherent,
        "to_verify": worker.n_to_verify,
        "vacancy": placed.get(worker.candidate, ""),
        "reasons": ", ".join(f"{desk.reason(code)} ({number})" for code, number in often),
    }
