"""Work on one shortlist: who is in it, in which order, approval, extension, withdrawal.

The engine's proposal stays beside what people decide. Whatever changes after an approval takes it back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from matcher.desk.agreement import agreed_places
from matcher.desk.moves import (
    change_people,
    move_person,
    move_shortlist,
    open_shortlist,
    recipient_of_shortlist,
    refuse_blocked,
    refuse_twins,
    way_to_others,
)
from matcher.desk.permissions import Action
from matcher.desk.readiness import blockers
from matcher.desk.reasons import ADD_REASONS, MOVE_REASONS, coded_reason
from matcher.desk.states import find_step
from matcher.desk.steps import Steps, Subject
from matcher.desk.vacancy_life import follow_shortlist
from matcher.domain.shortlist import WhyAnswer
from matcher.domain.states import PersonState, ShortlistState, state_label
from matcher.domain.vacancy import VacancyState
from matcher.errors import InputError
from matcher.store.candidates import get_candidate
from matcher.store.copies import kept_for
from matcher.store.places import Place, get_place, insert_places, places_of, write_place
from matcher.store.shortlists import ShortlistRow
from matcher.store.vacancies import get_vacancy

__all__ = ["add_person", "approve", "extend", "remove_person", "reorder", "review"]

S, P = ShortlistState, PersonState
#: Whoever is left out for one of these is not added by anybody: the person, or the law, said so.
_NOT_TO_BE_ADDED: Final = frozenset(
    {"RECIPIENT_REFUSED", "SECTOR_REFUSED", "HIRED_HERE", "REFUSED_BY_PERSON", "ALREADY_REFERRED"}
)
_PREPARING: Final = (S.DRAFT, S.VERIFYING, S.READY)


def add_person(
    steps: Steps,
    shortlist_id: str,
    candidate_id: str,
    reason: str,
    standing: WhyAnswer | None = None,
    expected_version: int | None = None,
) -> Place:
    """Add somebody, or put back whoever was taken out; what the engine says of them stays beside it.

    Parameters
    ----------
    standing : WhyAnswer, optional
        What the engine says of the person for this vacancy.

    Raises
    ------
    InputError
        ``E-FLW-001`` once the shortlist was sent (extend it first), ``E-FLW-002`` for the reason,
        ``E-FLW-005`` if they are in it, or the person or the law keeps them out.
    """
    steps.require(Action.PREPARE)
    row = _open_to_prepare(steps, shortlist_id, expected_version)
    get_candidate(steps.connection, candidate_id)
    if kept := kept_for(steps.connection, "candidate", candidate_id):
        raise InputError(
            "E-FLW-005",
            f"«{candidate_id}» è unito a «{kept}»: nessuno tiene due posti.",
            f"Aggiungi «{kept}» — oppure separali: matcher copies undo {kept} {candidate_id}",
        )
    code = coded_reason(ADD_REASONS, reason, "aggiungi alla rosa")
    places = places_of(steps.connection, shortlist_id)
    held = next((one for one in places if one.candidate_id == candidate_id), None)
    if held is not None and held.in_list:
        raise InputError("E-FLW-005", f"«{candidate_id}» è già nella rosa «{shortlist_id}».")
    _refuse_kept_out(candidate_id, standing)
    position = 1 + max((one.position for one in places if one.in_list), default=0)
    verdict, score = (standing.verdict.state, standing.score) if standing else ("", 0)
    if held is not None:
        seat: dict[str, Any] = {"position": position, "round": row.round, "decision": "restored"}
        seat |= {"agreed_to": "", "agreed_at": None, "released": ""}
        move_person(steps, row, held, "restore", code, seat, position=position)
    else:
        subject = Subject(row.vacancy_id, row.id, candidate_id)
        steps.take("person", "add", "", P.PROPOSED, subject, code, position=position, verdict=verdict)
        acting = steps.acting
        made = Place(
            row.id, candidate_id, P.PROPOSED, position, row.round, verdict, score, acting.at, acting.actor
        )
        insert_places(steps.connection, [replace(made, decision="added", reason=code)])
    change_people(steps, row)
    return get_place(steps.connection, shortlist_id, candidate_id)


def remove_person(
    steps: Steps, shortlist_id: str, candidate_id: str, reason: str, expected_version: int | None = None
) -> Place:
    """Take somebody out before the shortlist is sent.

    Raises
    ------
    InputError
        ``E-FLW-001`` for somebody already referred, ``E-FLW-002`` for the reason.
    """
    steps.require(Action.PREPARE)
    row = _open_to_prepare(steps, shortlist_id, expected_version)
    place = get_place(steps.connection, shortlist_id, candidate_id)
    out: dict[str, Any] = {"decision": "removed", "released": "", "released_at": None}
    gone = move_person(steps, row, place, "remove", reason, out)
    change_people(steps, row)
    return gone


def reorder(
    steps: Steps,
    shortlist_id: str,
    candidate_id: str,
    position: int,
    reason: str,
    expected_version: int | None = None,
) -> list[Place]:
    """Move somebody in the desk's order (it never reaches the employer); return the places.

    Raises
    ------
    InputError
        ``E-FLW-002`` for the reason, ``E-FLW-005`` for a position that is not there.
    """
    steps.require(Action.PREPARE)
    row = _open_to_prepare(steps, shortlist_id, expected_version)
    code = coded_reason(MOVE_REASONS, reason, "sposta nell'ordine")
    place = get_place(steps.connection, shortlist_id, candidate_id)
    others = [
        one
        for one in places_of(steps.connection, shortlist_id)
        if one.in_list and one.candidate_id != candidate_id
    ]
    if not place.in_list or not 1 <= position <= len(others) + 1:
        raise InputError(
            "E-FLW-005",
            f"In questa rosa non c'è il posto {position}.",
            f"I posti vanno da 1 a {len(others) + 1}.",
        )
    order = [*others[: position - 1], place, *others[position - 1 :]]
    acting = steps.acting
    for number, one in enumerate(order, start=1):
        if one.position != number:
            write_place(steps.connection, one, acting.actor, acting.at, position=number)
    write_place(steps.connection, place, acting.actor, acting.at, decision="moved", reason=code)
    names = [steps.reference(one.candidate_id) for one in order]
    subject = Subject(row.vacancy_id, row.id, candidate_id)
    steps.log("shortlist.reordered", subject, reason=code, position=position, people=names)
    change_people(steps, row)
    return places_of(steps.connection, shortlist_id)


def approve(steps: Steps, shortlist_id: str, expected_version: int | None = None) -> ShortlistRow:
    """Approve a shortlist: whoever acts answers for it by name.

    Raises
    ------
    InputError
        ``E-FLW-001`` from another state, ``E-FLW-006`` while something is missing: what, and what to do.
    """
    steps.require(Action.APPROVE)
    row = open_shortlist(steps, shortlist_id, expected_version)
    if row.state is S.READY:
        raise InputError(
            "E-FLW-001",
            f"La rosa «{row.id}» è già approvata da {row.approved_by}.",
            f"Inviala: matcher refer {row.id}",
        )
    find_step("shortlist", "approve", row.state, shortlist=row.id, vacancy=row.vacancy_id)
    places = agreed_places(steps.connection, row.id, get_vacancy(steps.connection, row.vacancy_id).vacancy)
    refuse_blocked(row, blockers(row, places, recipient_of_shortlist(steps, row)))
    refuse_twins(steps, row, places)
    acting = steps.acting
    return move_shortlist(steps, row, "approve", approved_by=acting.actor, approved_at=acting.at)


def review(steps: Steps, shortlist_id: str) -> ShortlistRow:
    """Record that the employer is looking at a shortlist."""
    steps.require(Action.RECORD)
    return move_shortlist(steps, open_shortlist(steps, shortlist_id), "review")


def extend(steps: Steps, shortlist_id: str, expected_version: int | None = None) -> ShortlistRow:
    """Open a shortlist that was sent for more people (*integrazione*); those referred stay referred.

    An employer who asks for more is evaluating: a shortlist only sent passes through that state first.
    """
    steps.require(Action.PREPARE)
    row = open_shortlist(steps, shortlist_id, expected_version)
    if row.state is S.REFERRED:
        row = move_shortlist(steps, row, "review")
    again: dict[str, Any] = {"round": row.round + 1, "approved_by": "", "approved_at": None}
    row = move_shortlist(steps, row, "extend", **again)
    follow_shortlist(steps, row.vacancy_id, VacancyState.PRESELECTION)
    return row


def _open_to_prepare(steps: Steps, shortlist_id: str, expected_version: int | None) -> ShortlistRow:
    row = open_shortlist(steps, shortlist_id, expected_version)
    if row.state not in _PREPARING:
        raise InputError(
            "E-FLW-001",
            f"La rosa «{row.id}» è «{state_label('shortlist', row.state)}»: chi c'è non si cambia più.",
            way_to_others(row),
        )
    return row


def _refuse_kept_out(candidate_id: str, standing: WhyAnswer | None) -> None:
    reasons = standing.verdict.reasons if standing else ()
    final = [one for one in reasons if one.code in _NOT_TO_BE_ADDED or one.code.startswith("LEGAL_")]
    if final:
        raise InputError(
            "E-FLW-005",
            f"«{candidate_id}» non si può aggiungere: {'; '.join(one.text_it for one in final)}.",
            "Una modifica dell'operatore non passa sopra la volontà della persona né sopra la legge.",
        )
