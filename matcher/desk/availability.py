"""Asking people whether they are available, and whether they agree to this offer and this recipient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from matcher.desk.agreement import terms_of
from matcher.desk.moves import (
    change_people,
    move_person,
    move_shortlist,
    open_shortlist,
    recipient_of_shortlist,
    way_to_others,
)
from matcher.desk.permissions import Action
from matcher.desk.steps import Steps
from matcher.desk.vacancy_life import follow_shortlist
from matcher.domain.states import ANSWERS, UNVERIFIED, PersonState, ShortlistState, state_label
from matcher.domain.vacancy import VacancyState
from matcher.errors import InputError
from matcher.store.availability import (
    AvailabilityRequest,
    insert_request,
    open_request,
    open_requests,
    write_request,
)
from matcher.store.copies import kept_for
from matcher.store.places import Place, get_place, places_of
from matcher.store.shortlists import ShortlistRow, get_shortlist
from matcher.store.vacancies import get_vacancy

__all__ = ["CHANNELS", "Call", "ask", "call_queue", "read_answer", "record_answer"]

P = PersonState
CHANNELS: Final = ("telefono", "email", "sms", "sportello", "app", "lettera")
_ASKABLE: Final = (P.PROPOSED, P.CONTACTED, P.NO_ANSWER, P.CALL_BACK)


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to be called.

    Attributes
    ----------
    late : bool
        Whether the deadline has passed.
    """

    vacancy_id: str
    shortlist_id: str
    candidate_id: str
    state: PersonState
    deadline: datetime
    channel: str
    attempts: int
    call_again_at: datetime | None
    late: bool


def ask(
    steps: Steps,
    shortlist_id: str,
    candidates: Sequence[str] = (),
    channel: str = "telefono",
    wanted: datetime | None = None,
    expected_version: int | None = None,
) -> list[Place]:
    """Put the question to people of a shortlist; return their places.

    The first question of a shortlist starts its verification, and with it the pre-selection of the vacancy.

    Parameters
    ----------
    candidates : sequence of str
        Whom to ask; everybody not verified yet if empty.
    wanted : datetime, optional
        Deadline that the operator chose; it moves to the close of the next opening.

    Raises
    ------
    InputError
        ``E-FLW-001`` for a shortlist or a person that cannot be asked now, ``E-FLW-007`` for a channel that
        does not exist, a deadline in the past, nobody to ask, or an intercepted opportunity.
    """
    steps.require(Action.VERIFY)
    row = open_shortlist(steps, shortlist_id, expected_version)
    code = _read_channel(channel)
    if wanted is not None and wanted <= steps.acting.at:
        raise InputError("E-FLW-007", "Il termine è già passato.", "Scegli una data futura.")
    row = _start(steps, row)
    places = _to_ask(steps, row, candidates)
    settings = steps.settings
    cap = timedelta(hours=settings.answer_cap_hours)
    deadline = steps.calendar.deadline(steps.acting.at, wanted, settings.answer_openings, cap)
    asked = [_ask_one(steps, row, place, code, deadline) for place in places]
    change_people(steps, row)
    return asked


def record_answer(
    steps: Steps,
    shortlist_id: str,
    candidate_id: str,
    answer: str,
    *,
    agreed: bool = False,
    call_again_at: datetime | None = None,
    channel: str = "",
    said_at: datetime | None = None,
    expected_version: int | None = None,
) -> Place:
    """Write what a person said, or that nobody answered; return the place.

    After as many calls without answer as the settings say, the person counts as unreachable. An answer can
    be corrected by another one until the shortlist is sent.

    Parameters
    ----------
    answer : str
        One of `ANSWERS`, in words or as a code.
    agreed : bool
        *Adesione* to this offer and this recipient: only with an answer of availability.
    said_at : datetime, optional
        When they said it; now if omitted.

    Raises
    ------
    InputError
        ``E-FLW-001`` for a person who was not asked, ``E-FLW-007`` for an answer that does not exist, an
        adesione without availability, or an employer who is not stated.
    """
    steps.require(Action.VERIFY)
    row = open_shortlist(steps, shortlist_id, expected_version)
    place = get_place(steps.connection, shortlist_id, candidate_id)
    wanted = read_answer(answer)
    request = open_request(steps.connection, shortlist_id, candidate_id)
    attempts = request.attempts if request else 1
    if request is not None and request.answer:
        attempts += 1  # the first answer belongs to the attempt made with the question
    state = wanted
    if wanted is P.NO_ANSWER and attempts >= steps.settings.attempts:
        state = P.UNREACHABLE
    recipient = recipient_of_shortlist(steps, row)
    if agreed and (state is not P.AVAILABLE or not recipient):
        why = "chi non è disponibile non aderisce" if recipient else "il datore non è indicato"
        remedy = (
            "Togli l'adesione." if recipient else f"Scrivilo: matcher vacancies set {row.vacancy_id} datore=…"
        )
        raise InputError("E-FLW-007", f"L'adesione non si può registrare: {why}.", remedy)
    if call_again_at is not None and wanted is not P.CALL_BACK:
        raise InputError(
            "E-FLW-007",
            f"Quando richiamare si scrive solo con da_richiamare, non con {wanted.value}.",
            "Togli --call-again, oppure registra da_richiamare.",
        )
    values = _agreement(steps, place, state, recipient if agreed else "")
    told = {"terms": terms_of(get_vacancy(steps.connection, row.vacancy_id).vacancy)} if agreed else {}
    has_agreed = bool(values["agreed_to"])
    moved = move_person(
        steps, row, place, state.value, "", values, agreed=has_agreed, attempts=attempts, **told
    )
    if request is not None:
        when = max(said_at or steps.acting.at, request.requested_at)
        said = {"answer": state.value, "answered_at": when, "answered_by": steps.acting.actor}
        tried = {"attempts": attempts, "last_attempt_at": steps.acting.at}
        heard = {"channel": _read_channel(channel)} if channel else {}
        again = {"call_again_at": call_again_at if state is P.CALL_BACK else None}
        write_request(steps.connection, request, **said, **tried, **heard, **again)
    change_people(steps, row)
    return moved


def call_queue(connection: Connection, at: datetime, shortlist_id: str = "") -> list[Call]:
    """Return who is to be called next: the oldest deadline first; those who asked for later, when it is time.

    Parameters
    ----------
    shortlist_id : str
        Of this shortlist only.
    """
    found = []
    for request, state in open_requests(connection, [one.value for one in UNVERIFIED]):
        if shortlist_id and request.shortlist_id != shortlist_id:
            continue
        if request.call_again_at is not None and request.call_again_at > at:
            continue
        vacancy = get_shortlist(connection, request.shortlist_id).vacancy_id
        found.append(_call(request, state, vacancy, at))
    # deadlines are closes of the desk: most are the same, and who is in several lists is called once
    return sorted(found, key=lambda call: (call.deadline, call.candidate_id, call.shortlist_id))


def read_answer(text: str) -> PersonState:
    """Return the answer that words name.

    Raises
    ------
    InputError
        ``E-FLW-007`` with the answers to choose from.
    """
    wanted = "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
    found = next((state for state in ANSWERS if state.value == wanted), None)
    if found is None:
        raise InputError(
            "E-FLW-007",
            f"«{text}» non è una risposta.",
            f"Scrivi: {', '.join(state.value for state in ANSWERS)}.",
        )
    return found


def _agreement(steps: Steps, place: Place, state: PersonState, recipient: str) -> dict[str, Any]:
    """Return what an answer says of the adesione: it stays with an availability said again, else it falls."""
    if recipient:
        acting = steps.acting
        return {"agreed_to": recipient, "agreed_by": acting.actor, "agreed_at": acting.at}
    if state is P.AVAILABLE and place.state is P.AVAILABLE:
        return {"agreed_to": place.agreed_to}
    return {"agreed_to": "", "agreed_by": "", "agreed_at": None, "released": "", "released_at": None}


def _to_ask(steps: Steps, row: ShortlistRow, candidates: Sequence[str]) -> list[Place]:
    if candidates:
        return [get_place(steps.connection, row.id, one) for one in dict.fromkeys(candidates)]
    places = [one for one in places_of(steps.connection, row.id) if one.state is P.PROPOSED]
    if not places:
        places = [one for one in places_of(steps.connection, row.id) if one.state in _ASKABLE]
    if not places:
        raise InputError(
            "E-FLW-007",
            f"Nella rosa «{row.id}» non c'è nessuno da sentire.",
            f"Guarda a che punto è: matcher rosa show {row.id}",
        )
    return places


def _start(steps: Steps, row: ShortlistRow) -> ShortlistRow:
    """Start verifying: once for each round."""
    vacancy = get_vacancy(steps.connection, row.vacancy_id).vacancy
    if vacancy.origin == "intercettata":
        raise InputError(
            "E-FLW-007",
            f"«{vacancy.id}» è un'opportunità intercettata: non ha una rosa finché il datore non la chiede.",
            f'Quando la chiede: matcher vacancies set {vacancy.id} "origine=richiesta del datore"',
        )
    if kept := kept_for(steps.connection, "vacancy", vacancy.id):
        raise InputError(
            "E-FLW-007",
            f"«{vacancy.id}» è unita a «{kept}»: nessuna offerta tiene due posti.",
            f"Lavora su quella: matcher shortlist {kept} — oppure separale: matcher copies undo {kept} {vacancy.id}",
        )
    if row.state is ShortlistState.DRAFT:
        row = move_shortlist(steps, row, "verify")
    elif row.state not in (ShortlistState.VERIFYING, ShortlistState.READY):
        raise InputError(
            "E-FLW-001",
            f"La rosa «{row.id}» è «{state_label('shortlist', row.state)}»: non si chiede più la disponibilità.",
            way_to_others(row),
        )
    follow_shortlist(steps, row.vacancy_id, VacancyState.PRESELECTION, "verifica_avviata")
    return row


def _ask_one(steps: Steps, row: ShortlistRow, place: Place, channel: str, deadline: datetime) -> Place:
    connection, acting = steps.connection, steps.acting
    moved = move_person(steps, row, place, "request", channel=channel, deadline=deadline.isoformat())
    held = open_request(connection, row.id, place.candidate_id)
    if held is not None and place.state in (P.CONTACTED, P.NO_ANSWER, P.CALL_BACK):
        tried = {"attempts": held.attempts + 1, "last_attempt_at": acting.at, "answer": ""}
        write_request(connection, held, channel=channel, deadline=deadline, call_again_at=None, **tried)
    else:
        insert_request(connection, row.id, place.candidate_id, channel, deadline, acting.actor, acting.at)
    return moved


def _call(request: AvailabilityRequest, state: str, vacancy_id: str, at: datetime) -> Call:
    return Call(
        vacancy_id,
        request.shortlist_id,
        request.candidate_id,
        PersonState(state),
        request.deadline,
        request.channel,
        request.attempts,
        request.call_again_at,
        request.deadline < at,
    )


def _read_channel(text: str) -> str:
    code = text.casefold().strip().replace("e-mail", "email")
    if code not in CHANNELS:
        raise InputError("E-FLW-007", f"«{text}» non è un canale.", f"Scrivi: {', '.join(CHANNELS)}.")
    return code
