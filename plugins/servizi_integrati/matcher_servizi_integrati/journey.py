"""Where a person is between the two desks, what comes next and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from matcher_servizi_integrati.openings import due
from matcher_servizi_integrati.records import Journey
from matcher_servizi_integrati.tables import Book

__all__ = ["PHASES", "Standing", "standing"]

#: Phase to its words; what comes next where there is something.
PHASES: dict[str, tuple[str, str]] = {
    "accesso": ("accolta allo sportello informativo", "received at the information desk"),
    "risolta": ("richiesta risolta in un colloquio", "request answered in one interview"),
    "inviata": ("inviata allo sportello specialistico", "referred to the specialist desk"),
    "in_proposta": ("proposta in cabina di regia", "proposal with the steering group"),
    "rinviata": ("proposta rinviata: da rivedere", "proposal sent back: to be revised"),
    "respinta": ("proposta respinta: da ripensare", "proposal turned down: to be thought again"),
    "pronta": ("progetto pronto a partire", "project ready to start"),
    "avviata": ("progetto avviato", "project started"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The phase of a person, the next deadline and whether it has passed.

    Attributes
    ----------
    next_code : str
        Code of the deadline in ``scadenze.csv``; empty where nothing is due.
    """

    phase: str
    next_code: str = ""
    due: datetime | None = None
    late: bool = False


def standing(journey: Journey, book: Book, now: datetime) -> Standing:
    """Return where a person is, as of a moment."""
    phase = _phase(journey)
    code, since = _next(journey, phase)
    deadline = book.deadline(code, now.date()) if code else None
    if deadline is None or since is None:
        return Standing(phase)
    when = due(datetime.combine(since, time(0)), deadline, book)
    return Standing(phase, code, when, when < now)


def _phase(journey: Journey) -> str:
    if journey.started_on is not None:
        return "avviata"
    if journey.referred_on is None:
        return "risolta" if journey.answered else "accesso"
    if journey.may_start:
        return "pronta"
    if not journey.proposals:
        return "inviata"
    return {"": "in_proposta", "respinta": "respinta", "rinviata": "rinviata"}.get(
        journey.proposals[-1].outcome, "in_proposta"
    )


def _next(journey: Journey, phase: str) -> tuple[str, date | None]:
    """Return the deadline that runs, and from when."""
    if phase == "inviata":
        code = "proposta" if journey.project == "da_definire" else "primo_colloquio"
        return code, journey.referred_on
    if phase == "pronta":
        # a project that had to be approved is ready from the approval on
        waited = journey.project == "da_definire"
        return "primo_colloquio", journey.proposals[-1].decided_on if waited else journey.referred_on
    if phase in ("rinviata", "respinta"):
        return "proposta", journey.proposals[-1].decided_on
    if phase != "avviata":
        return "", None
    looked = max((note.on for note in journey.monitoring), default=journey.started_on)
    told = max((note.on for note in journey.reports), default=journey.started_on)
    # monitoring comes more often; a report back is due once monitoring is up to date
    return (
        ("monitoraggio", looked) if (looked or date.min) <= (told or date.min) else ("rendicontazione", told)
    )
