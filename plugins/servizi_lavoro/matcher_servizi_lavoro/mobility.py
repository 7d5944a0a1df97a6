"""Support to geographical mobility: the wider search of a person who declared to be ready to move, labelled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matcher.domain.candidate import Candidate
from matcher.domain.constraint import ConstraintKind, DeclaredConstraint
from matcher.domain.shortlist import Shortlist
from matcher.errors import InputError
from matcher.plugin import Desk, Table
from matcher_servizi_lavoro.records import Pact

__all__ = ["mobility", "moving"]

_TRAVEL = (ConstraintKind.MAX_DISTANCE_KM, ConstraintKind.MAX_TRAVEL_MINUTES)
_EVERY = 100_000
_DISTANCE = "PACT_DISTANCE"


def moving(person: Candidate, kilometres: int) -> Candidate:
    """Return the person with the limits of distance and travel time widened; 0 kilometres is anywhere."""
    others = tuple(limit for limit in person.constraints if limit.kind not in _TRAVEL)
    wider = DeclaredConstraint(
        kind=ConstraintKind.MAX_DISTANCE_KM, value=kilometres or None, source="patto_di_servizio"
    )
    return person.model_copy(update={"constraints": (*others, wider)})


def mobility(desk: Desk, candidate: str, size: int) -> Iterator[Table]:
    """Return the vacancies of a person who would move: those at hand first, then those of the wider search."""
    pact: Pact | None = desk.record("candidate", candidate)
    if pact is None or pact.mobility_km is None:
        raise InputError(
            "E-SAL-002",
            f"«{candidate}» non ha dichiarato di essere disposto/a a spostarsi.",
            f"Se lo dichiara: matcher record set servizi_lavoro candidate {candidate} mobility_km=300",
        )
    person = desk.candidate(candidate)
    near = desk.vacancies_for(person, _EVERY)
    wide = desk.vacancies_for(moving(person, pact.mobility_km), _EVERY)
    # what is open for another reason than the distance is at hand too, once it is asked
    asked = {row.id for row in near.to_verify if _DISTANCE not in {one.code for one in row.questions}}
    at_hand = {row.id for row in near.ranked} | asked
    english = desk.language == "en"
    rows = [_row(desk, name, score, state, name in at_hand, english) for name, score, state in _listed(wide)]
    chosen = [row for row in rows if row["search"] != _LABEL[english]][:size]
    chosen += [row for row in rows if row["search"] == _LABEL[english]][:size]
    added = sum(1 for row in rows if row["search"] == _LABEL[english])
    far = f"{pact.mobility_km} km" if pact.mobility_km else ("anywhere" if english else "ovunque")
    yield Table(
        chosen,
        (
            ("vacancy", "Richiesta", "Vacancy"),
            ("title", "Titolo", "Title"),
            ("place", "Sede", "Place"),
            ("points", "Coerenza", "Fit"),
            ("search", "Ricerca", "Search"),
        ),
        f"Offerte per {candidate}, disposto/a a spostarsi ({far})",
        f"Vacancies for {candidate}, ready to move ({far})",
        (
            f"La ricerca allargata ne aggiunge {added}. I vincoli dichiarati restano quelli: l'operatore ne parla "
            "con la persona prima di proporle.",
        ),
        (
            f"The wider search adds {added}. The declared constraints stay: the operator talks with the person before "
            "proposing them.",
        ),
    )


_LABEL = ("con mobilità geografica", "with geographical mobility")
_NEAR = ("nei limiti dichiarati", "within the declared limits")


def _listed(found: Shortlist) -> Iterator[tuple[str, int, str]]:
    for row in (*found.ranked, *found.to_verify):
        yield row.id, row.score, row.verdict


def _row(desk: Desk, name: str, score: int, state: str, near: bool, english: bool) -> dict[str, Any]:
    vacancy = desk.vacancy(name)
    return {
        "vacancy": name,
        "title": vacancy.title,
        "place": ", ".join(place.text for place in vacancy.places),
        "points": round(score / 100_000, 1),
        "verdict": state,
        "search": (_NEAR if near else _LABEL)[english],
    }
