"""Commands and reports of the two desks; the *cartella sociale* is in none of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from matcher.errors import InputError, NotFoundError
from matcher.plugin import Desk, Table
from matcher_servizi_integrati.journey import PHASES, standing
from matcher_servizi_integrati.limits import limit_words
from matcher_servizi_integrati.openings import due
from matcher_servizi_integrati.records import Journey, Note
from matcher_servizi_integrati.tables import Book

__all__ = ["agency", "deadline", "monitor", "note", "person", "propose", "refer", "start"]

_COLUMNS = (
    ("phase", "A che punto è", "Where it is"),
    ("project", "Progetto", "Project"),
    ("agency", "Agenzia partner", "Partner agency"),
    ("next", "Prossima scadenza", "Next deadline"),
    ("due", "Entro", "Due"),
    ("late", "In ritardo", "Late"),
)


def person(desk: Desk, candidate: str) -> Iterator[Table]:
    """Return where a person is, and what comes next."""
    journey = _journey(desk, candidate)
    yield Table(
        [_row(desk, candidate, journey)],
        _COLUMNS,
        f"Percorso di {candidate}",
        f"Journey of {candidate}",
        ("Una candidatura che la persona fa da sé non aspetta il progetto né la cabina di regia.",),
        ("An application of the person's own waits neither for the project nor for the steering group.",),
    )


def refer(desk: Desk, candidate: str, project: str, agency: str) -> Iterator[Table]:
    """Refer a person from the information desk to the specialist one, with the partner agency if it is named."""
    if project not in ("definito", "da_definire"):
        raise InputError(
            "E-SIL-001", f"Progetto «{project}»: non è un valore.", "Scrivi definito o da_definire."
        )
    desk.candidate(candidate)
    held: Journey | None = desk.record("candidate", candidate)
    # who corrects the project or names the agency later does not move the day of the referral
    first = held.referred_on if held and held.referred_on else desk.today
    named = agency or (held.agency if held else "")
    desk.write_record("candidate", candidate, referred_on=first, project=project, agency=named)
    yield from person(desk, candidate)


def propose(desk: Desk, candidate: str, text: str, outcome: str) -> Iterator[Table]:
    """Write a proposal to the *Cabina di regia*, or the outcome of the last one."""
    journey = _journey(desk, candidate)
    held = [one.model_dump(mode="json") for one in journey.proposals]
    if outcome:
        if not held or held[-1]["outcome"]:
            raise InputError(
                "E-SIL-002",
                f"Per «{candidate}» non c'è una proposta in attesa di esito.",
                f"Scrivi prima la proposta: matcher servizi-integrati propose {candidate} --text «…»",
            )
        held[-1] |= {"outcome": outcome, "decided_on": desk.today.isoformat()}
    elif journey.project != "da_definire":
        raise InputError(
            "E-SIL-003",
            f"Il progetto di «{candidate}» non è da definire: non passa dalla cabina di regia.",
            "Un progetto definito può partire.",
        )
    elif not text.strip():
        raise InputError(
            "E-SIL-007", "La proposta alla cabina di regia è vuota.", "Scrivila dopo --text, tra virgolette."
        )
    else:
        held.append({"submitted_on": desk.today.isoformat(), "text": text})
    desk.write_record("candidate", candidate, proposals=held)
    yield from person(desk, candidate)


def start(desk: Desk, candidate: str) -> Iterator[Table]:
    """Start the project of a person: at once where it is defined, else after the *Cabina di regia*."""
    journey = _journey(desk, candidate)
    if not journey.may_start:
        raise InputError(
            "E-SIL-006",
            f"Il progetto di «{candidate}» non può ancora partire: è da definire, e la cabina di regia non lo ha "
            "approvato.",
            f"Proponilo con: matcher servizi-integrati propose {candidate} --text «…»",
        )
    desk.write_record("candidate", candidate, started_on=desk.today)
    yield from person(desk, candidate)


def note(desk: Desk, candidate: str, text: str, report: bool) -> Iterator[Table]:
    """Write a note of monitoring, or a report back to the information desk; return all of them."""
    journey = _journey(desk, candidate)
    which = "reports" if report else "monitoring"
    written = Note(on=desk.today, text=text, by=desk.actor)
    notes = [*getattr(journey, which), written]
    desk.write_record("candidate", candidate, **{which: [one.model_dump(mode="json") for one in notes]})
    it, en = ("rendicontazione", "report back") if report else ("monitoraggio", "monitoring")
    yield Table(
        [one.model_dump() for one in notes],
        (("on", "Il", "On"), ("text", "Che cosa", "What"), ("by", "Chi", "Who")),
        f"{candidate}: {it}",
        f"{candidate}: {en}",
    )


def agency(desk: Desk, name: str) -> Iterator[Table]:
    """Return what a partner agency sees: the professional profile of those referred to it, and nothing else."""
    wanted = " ".join(name.casefold().split())
    rows: list[dict[str, Any]] = []
    for candidate, journey in sorted(_journeys(desk).items()):
        if not journey.agency or " ".join(journey.agency.casefold().split()) != wanted:
            continue
        profile = desk.candidate(candidate)
        rows.append(
            {
                "candidate": candidate,
                "referred_on": journey.referred_on,
                "occupations": ", ".join(
                    dict.fromkeys(
                        [one.text for one in profile.wanted or ()]
                        + [job.occupation.text for job in profile.work or ()]
                    )
                ),
                "skills": ", ".join(claim.skill.text for claim in profile.skills or () if not claim.lacking),
                "limits": "; ".join(limit_words(desk, one) for one in profile.constraints),
            }
        )
    yield Table(
        rows,
        (
            ("candidate", "Persona", "Person"),
            ("referred_on", "Inviata il", "Referred on"),
            ("occupations", "Lavori", "Work"),
            ("skills", "Competenze", "Skills"),
            ("limits", "Vincoli dichiarati", "Declared constraints"),
        ),
        f"Che cosa vede {name} · persone inviate: {len(rows)}",
        f"What {name} sees · people referred: {len(rows)}",
        ("La cartella sociale resta al servizio sociale.",),
        ("The social file stays with the social service.",),
    )


def deadline(desk: Desk, code: str, since: date | None) -> Iterator[Table]:
    """Return when a deadline falls, on the openings of the desk."""
    book = Book.read(_folder(desk))
    found = book.deadline(code, desk.today)
    if found is None:
        known = ", ".join(dict.fromkeys(one.code for one in book.deadlines))
        raise NotFoundError("E-SIL-004", f"La scadenza «{code}» non c'è.", f"Scadenze: {known}.")
    start = datetime.combine(since or desk.today, time(0))
    yield Table(
        [
            {
                "deadline": found.label_en if desk.language == "en" else found.label_it,
                "from": start.date(),
                "openings": found.openings,
                "cap_days": found.cap_days,
                "due": due(start, found, book),
            }
        ],
        (
            ("deadline", "Scadenza", "Deadline"),
            ("from", "Dal", "From"),
            ("openings", "Aperture", "Openings"),
            ("cap_days", "Al più giorni", "At most days"),
            ("due", "Entro", "Due"),
        ),
    )


def monitor(desk: Desk) -> Iterator[Table]:
    """Return everybody's phase, those who are late first, and how many are in each."""
    rows = [_row(desk, name, one) for name, one in sorted(_journeys(desk).items())]
    rows.sort(key=lambda row: (not row["overdue"], row["due"] or datetime.max, row["candidate"]))
    phases = Counter(row["code"] for row in rows)
    english = desk.language == "en"
    yield Table(
        [{"phase": PHASES[code][english], "people": phases[code]} for code in PHASES if phases[code]],
        (("phase", "A che punto sono", "Where they are"), ("people", "Persone", "People")),
        "Monitoraggio dei percorsi",
        "Monitoring of the journeys",
        bar="people",
    )
    yield Table(
        rows,
        (("candidate", "Persona", "Person"), *_COLUMNS),
        "Scadenze, quelle passate per prime",
        "Deadlines, those passed first",
    )


def _row(desk: Desk, candidate: str, journey: Journey) -> dict[str, Any]:
    book = Book.read(_folder(desk))
    now = datetime.combine(desk.today, time(0))
    found = standing(journey, book, now)
    limit = book.deadline(found.next_code, desk.today) if found.next_code else None
    english = desk.language == "en"
    yes = "yes" if english else "sì"
    return {
        "candidate": candidate,
        "code": found.phase,
        "phase": PHASES[found.phase][english],
        "project": _project(journey, english),
        "may_start": journey.may_start,
        "agency": journey.agency,
        "next": "" if limit is None else limit.label_en if english else limit.label_it,
        "due": found.due,
        "overdue": found.late,
        "late": yes if found.late else "",
    }


def _project(journey: Journey, english: bool) -> str:
    if journey.project == "da_definire" and journey.may_start:
        return "defined, approved" if english else "definito, approvato"
    words = {"definito": ("definito", "defined"), "da_definire": ("da definire", "to be defined")}
    return words.get(journey.project, ("", ""))[english]


def _journeys(desk: Desk) -> Mapping[str, Journey]:
    found: Mapping[str, Journey] = desk.records("candidate")
    return found


def _journey(desk: Desk, candidate: str) -> Journey:
    found: Journey | None = desk.record("candidate", candidate)
    if found is None:
        raise NotFoundError(
            "E-SIL-005",
            f"«{candidate}» non ha ancora una scheda di accesso.",
            f"Aprila con: matcher record set servizi_integrati candidate {candidate} access_on=… request=…",
        )
    return found


def _folder(desk: Desk) -> str:
    return str(desk.settings.get("data", ""))
