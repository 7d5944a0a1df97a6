"""The register of services beside the regional standard, and services 9 and 10 as they were really given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from matcher.errors import NotFoundError
from matcher.plugin import Desk, Table, in_force
from matcher_emilia_romagna.assessable import missing_items
from matcher_emilia_romagna.done import PHASES, given_services
from matcher_emilia_romagna.records import TakenInCharge
from matcher_emilia_romagna.standards import Checked, check_all, standard_minutes
from matcher_emilia_romagna.tables import Book, Service

__all__ = ["done", "session", "standards"]

#: Before any register was kept.
_ALWAYS = date(1900, 1, 1)
_INTERMEDIATION, _MATCHING = "intermediation_access", "matching"


def standards(desk: Desk, since: date | None, until: date | None) -> Iterator[Table]:
    """Return minutes given against minutes of the standard, service by service, then what to look at."""
    book = Book.read(_folder(desk))
    people: dict[str, TakenInCharge] = desk.records("candidate")
    checked = check_all(desk.services(since or _ALWAYS, until or desk.today), people, book)
    given = given_services(desk.steps(since or _ALWAYS, until or desk.today))
    done = {_MATCHING: len(given), _INTERMEDIATION: len({one.candidate for one in given})}
    rule = in_force(book.rules, until or desk.today)
    yield Table(
        [
            {**_service_row(desk, service, checked), "done": done.get(service.code)}
            for service in book.services
        ],
        (
            ("number", "N.", "No."),
            ("service", "Prestazione", "Service"),
            ("sessions", "Sessioni", "Sessions"),
            ("people", "Persone", "People"),
            ("done", "Fatte in procedura", "Done by the desk"),
            ("minutes", "Minuti dati", "Minutes given"),
            ("standard", "Minuti standard", "Standard minutes"),
            ("difference", "Differenza", "Difference"),
        ),
        "Registro delle prestazioni e standard regionali",
        "Register of services and regional standards",
        (
            *(f"Standard per: {one.scope_it}. Base: {one.legal_basis}." for one in rule),
            "Le prestazioni 9 e 10 le conta la procedura, per persona e per richiesta; i minuti li scrive o li "
            "conferma l'operatore: matcher report emilia-romagna-intermediation",
        ),
        (
            *(f"Standards for: {one.scope_en}. Basis: {one.legal_basis}." for one in rule),
            "Services 9 and 10 are counted by the desk, for each person and each vacancy; minutes are entered or "
            "confirmed by the operator: matcher report emilia-romagna-intermediation",
        ),
    )
    remarks = [_remark_row(desk, one, text) for one in checked for text in one.remarks]
    yield Table(
        remarks,
        (
            ("day", "Giorno", "Day"),
            ("service", "Prestazione", "Service"),
            ("candidate", "Persona", "Person"),
            ("operator", "Operatore", "Operator"),
            ("remark", "Da guardare", "To look at"),
        ),
        "Da guardare" if remarks else "Niente da segnalare",
        "To look at" if remarks else "Nothing to report",
    )


def session(desk: Desk, candidate: str, service: str) -> Iterator[Table]:
    """Return whether a person can have one more session of a service, and its standard minutes."""
    book = Book.read(_folder(desk))
    given = book.services_on(desk.today).values()
    said = service.strip().casefold()
    found = next((one for one in given if said in one.names()), None)
    if found is None:
        raise NotFoundError(
            "E-EMR-001",
            f"La prestazione «{service}» oggi non si eroga.",
            f"Prestazioni: {', '.join(f'{one.number} {one.label_it}' for one in given)}.",
        )
    person: TakenInCharge | None = desk.record("candidate", desk.candidate(candidate).id)
    had = [
        one
        for one in desk.services(_ALWAYS, desk.today)
        if (one.candidate, one.service) == (candidate, found.code)
    ]
    number, most = len(had) + 1, found.most_sessions
    longer = bool(person and person.longer_standard)
    over = most is not None and number > most
    row = {
        "service": found.label_en if desk.language == "en" else found.label_it,
        "session": number,
        "most": most,
        "allowed": not over,
        "standard": standard_minutes(found, longer, book.extra_on(desk.today)),
        "longer": longer,
        "mediator": person.mediator if person else "",
    }
    notes_it, notes_en = _outdated(book, person, desk.today)
    if over:
        notes_it.append(f"Ha già avuto {len(had)} sessioni: lo standard ne prevede al massimo {most}.")
        notes_en.append(f"{len(had)} sessions were given: the standard foresees at most {most}.")
    elif most is not None and number == most:
        notes_it.append(f"È la sessione {number}: l'ultima prevista.")
        notes_en.append(f"Session {number}: the last foreseen.")
    yield Table(
        [row],
        (
            ("service", "Prestazione", "Service"),
            ("session", "Sessione n.", "Session no."),
            ("most", "Al massimo", "At most"),
            ("standard", "Minuti standard", "Standard minutes"),
            ("mediator", "Mediatore", "Mediator"),
        ),
        f"{candidate}: {'si può' if not over else 'oltre lo standard'}",
        f"{candidate}: {'possible' if not over else 'beyond the standard'}",
        tuple(notes_it),
        tuple(notes_en),
    )


def _outdated(book: Book, person: TakenInCharge | None, today: date) -> tuple[list[str], list[str]]:
    """Return a remark on a type of users that was no longer foreseen when the person was taken in charge."""
    if person is None or not person.macro_type:
        return [], []
    entries = [one for one in book.macro_types if one.code == person.macro_type]
    if not entries or in_force(entries, person.assigned_on or today):
        return [], []
    last = max((one.valid_to for one in entries if one.valid_to), default=today)
    return (
        [f"La macrotipologia {person.macro_type} è prevista fino al {last:%d/%m/%Y}: da verificare."],
        [f"Type {person.macro_type} is foreseen until {last:%Y-%m-%d}: to be verified."],
    )


def done(desk: Desk, since: date | None, until: date | None) -> Iterator[Table]:
    """Return services 9 and 10 as they were really given, with the standard minutes, to be confirmed."""
    book = Book.read(_folder(desk))
    services = book.services_on(desk.today)
    people: dict[str, TakenInCharge] = desk.records("candidate")
    matching: list[dict[str, Any]] = []
    for one in given_services(desk.steps(since or _ALWAYS, until or desk.today)):
        longer = bool(people.get(one.candidate) and people[one.candidate].longer_standard)
        matching.append(
            {
                "service": services[_MATCHING].number,
                "candidate": one.candidate,
                "vacancy": one.vacancy,
                **{phase: one.phases.get(phase) for phase in PHASES},
                "complete": one.complete,
                "operator": one.operator,
                "standard": standard_minutes(services[_MATCHING], longer, book.extra_on(desk.today)),
            }
        )
    yield Table(
        matching,
        (
            ("candidate", "Persona", "Person"),
            ("vacancy", "Richiesta", "Vacancy"),
            (PHASES[0], "Selezione", "Selection"),
            (PHASES[1], "Verifica di disponibilità", "Availability check"),
            (PHASES[2], "Segnalazione", "Referral"),
            ("operator", "Operatore", "Operator"),
            ("standard", "Minuti standard", "Standard minutes"),
        ),
        "Servizio 10, incontro domanda-offerta: che cosa è stato fatto davvero",
        "Service 10, matching: what was really done",
        ("I minuti dati li scrive o li conferma l'operatore nel registro delle prestazioni.",),
        ("The minutes given are entered or confirmed by the operator in the register of services.",),
    )
    yield _preselection(desk, book, sorted({row["candidate"] for row in matching}), people)


def _preselection(
    desk: Desk, book: Book, proposed: Sequence[str], people: Mapping[str, TakenInCharge]
) -> Table:
    service = book.services_on(desk.today)[_INTERMEDIATION]
    rows = []
    for name in proposed:
        longer = bool(people.get(name) and people[name].longer_standard)
        missing = missing_items(desk.candidate(name), book.items, desk.today)
        rows.append(
            {
                "service": service.number,
                "candidate": name,
                "assessable": not missing,
                "missing": ", ".join(
                    one.label_en if desk.language == "en" else one.label_it for one in missing
                ),
                "standard": standard_minutes(service, longer, book.extra_on(desk.today)),
            }
        )
    return Table(
        rows,
        (
            ("candidate", "Persona", "Person"),
            ("assessable", "Candidatura valutabile", "Can be assessed"),
            ("missing", "Dati mancanti", "Missing"),
            ("standard", "Minuti standard", "Standard minutes"),
        ),
        "Servizio 9, accesso all'intermediazione: le candidature individuate per la segnalazione",
        "Service 9, access to intermediation: the candidacies found for referral",
    )


def _service_row(desk: Desk, service: Service, checked: Sequence[Checked]) -> dict[str, Any]:
    own = [one for one in checked if one.service is service]
    minutes, standard = sum(one.entry.minutes for one in own), sum(one.standard for one in own)
    english = desk.language == "en"
    return {
        "number": service.number,
        "code": service.code,
        "service": service.label_en if english else service.label_it,
        "sessions": len(own),
        "people": len({one.entry.candidate for one in own if one.entry.candidate}),
        "minutes": minutes,
        "standard": standard,
        "difference": minutes - standard,
        "again": service.again_en if english else service.again_it,
    }


def _remark_row(desk: Desk, one: Checked, text: tuple[str, str]) -> dict[str, Any]:
    english = desk.language == "en"
    label = one.entry.service
    if one.service is not None:
        label = one.service.label_en if english else one.service.label_it
    return {
        "day": one.entry.given_on,
        "service": label,
        "candidate": one.entry.candidate,
        "session": one.session,
        "minutes": one.entry.minutes,
        "standard": one.standard,
        "operator": one.entry.operator,
        "remark": text[1] if english else text[0],
    }


def _folder(desk: Desk) -> str:
    return str(desk.settings.get("data", ""))
