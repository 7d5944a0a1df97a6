"""Sending a shortlist to the employer who asked, and taking it back. Nothing goes without all of it:

everybody verified, the adesione of each to this recipient, the approval of a named person, a provider
whose accreditation covers matching. Documents are recorded by their hash, never by their content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from matcher.desk.agreement import agreed_places
from matcher.desk.moves import (
    move_person,
    move_shortlist,
    open_shortlist,
    recipient_of_shortlist,
    refuse_blocked,
    refuse_twins,
)
from matcher.desk.operators import intermediary_of
from matcher.desk.permissions import Action
from matcher.desk.readiness import blockers, going
from matcher.desk.reasons import WITHDRAW_REASONS, coded_reason
from matcher.desk.states import find_step
from matcher.desk.steps import Steps, Subject
from matcher.desk.vacancy_life import follow_shortlist
from matcher.domain.states import PersonState, ShortlistState, state_label
from matcher.domain.vacancy import VacancyState
from matcher.errors import InputError
from matcher.settings import Intermediary
from matcher.store.documents import DocumentRow, documents_of, insert_document, revoke_documents
from matcher.store.places import Place, get_place, places_of, write_place
from matcher.store.shortlists import ShortlistRow, list_shortlists, write_shortlist
from matcher.store.vacancies import get_vacancy

__all__ = ["MadeFile", "Referral", "Sending", "refer", "reissue", "release", "revoke", "withdraw"]

P = PersonState
_NOT_SENT: Final = (ShortlistState.DRAFT, ShortlistState.VERIFYING, ShortlistState.READY)
_SENT: Final = (ShortlistState.REFERRED, ShortlistState.UNDER_REVIEW)
_RELEASES: Final = ("", "name", "contacts")


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One file for the employer.

    Attributes
    ----------
    codes : mapping of str to str
        Candidate id to the code that stands in the file.
    """

    format: str
    language: str
    content: bytes
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Hash of its bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Sending:
    """What the document is to be made of: who goes, what was released of each, under whose name, until when."""

    shortlist: ShortlistRow
    people: tuple[str, ...]
    released: Mapping[str, str]
    intermediary: Intermediary
    expires_on: date


@dataclass(frozen=True, slots=True)
class Referral:
    """What was sent: the shortlist as it now is, who went, and the files with their records."""

    shortlist: ShortlistRow
    people: tuple[str, ...]
    recipient: str
    files: tuple[tuple[MadeFile, DocumentRow], ...]


def refer(
    steps: Steps,
    shortlist_id: str,
    make_files: Callable[[Sending], Sequence[MadeFile]],
    intermediary: Intermediary,
    expected_version: int | None = None,
) -> Referral:
    """Refer the people of an approved shortlist to the employer who asked.

    Parameters
    ----------
    make_files : callable
        Makes the files to be sent; called before anything is written, so that a file that cannot be made
        refers nobody.

    Raises
    ------
    InputError
        ``E-FLW-001`` before the approval, ``E-FLW-006`` if something came to miss since, ``E-OPR-002`` and
        ``E-OPR-003`` for role and accreditation.
    """
    steps.require(Action.REFER)
    row = open_shortlist(steps, shortlist_id, expected_version)
    if row.state in _SENT:
        raise InputError(
            "E-FLW-001",
            f"La rosa «{row.id}» è già al datore.",
            f"Per rifare i documenti: matcher refer {row.id} --again — per cercare altre persone: "
            f"matcher rosa review {row.id}, poi matcher rosa extend {row.id}",
        )
    find_step("shortlist", "refer", row.state, shortlist=row.id, vacancy=row.vacancy_id)
    recipient = recipient_of_shortlist(steps, row)
    places = agreed_places(steps.connection, row.id, get_vacancy(steps.connection, row.vacancy_id).vacancy)
    refuse_blocked(row, blockers(row, places, recipient))
    refuse_twins(steps, row, places)
    if not row.approved_by:
        raise InputError(
            "E-FLW-006", f"La rosa «{row.id}» non è approvata.", f"Prima: matcher approve {row.id}"
        )
    goes = going(places, recipient)
    people = tuple(one.candidate_id for one in goes)
    details = intermediary_of(steps.connection, steps.acting, intermediary)
    released = {one.candidate_id: one.released for one in goes if one.released}
    files = tuple(make_files(Sending(row, people, released, details, _expiry(steps))))
    for place in goes:
        move_person(steps, row, place, "refer", round=row.round)
    row = move_shortlist(steps, row, "refer", referred_at=steps.acting.at)
    follow_shortlist(steps, row.vacancy_id, VacancyState.REFERRED)
    kept = tuple((one, _record(steps, row, one, recipient, released)) for one in files)
    return Referral(row, people, recipient, kept)


def reissue(
    steps: Steps,
    shortlist_id: str,
    make_files: Callable[[Sending], Sequence[MadeFile]],
    intermediary: Intermediary,
) -> Referral:
    """Make the documents of a shortlist anew, for those whom the employer still has to decide on.

    After a name was released, or a document has expired; those made before stay valid until they expire.

    Raises
    ------
    InputError
        ``E-FLW-013`` if nobody is with the employer; else as `refer`.
    """
    steps.require(Action.REFER)
    row = open_shortlist(steps, shortlist_id)
    recipient = recipient_of_shortlist(steps, row)
    waiting = (P.REFERRED, P.INTERVIEW)
    places = [one for one in places_of(steps.connection, row.id) if one.state in waiting]
    held = [one for one in places if one.agreed_to == recipient]
    if not held:
        raise InputError(
            "E-FLW-013",
            f"Nella rosa «{row.id}» nessuno è in valutazione presso questo datore.",
            f"Guarda a che punto è: matcher rosa show {row.id}",
        )
    people = tuple(one.candidate_id for one in held)
    released = {one.candidate_id: one.released for one in held if one.released}
    details = intermediary_of(steps.connection, steps.acting, intermediary)
    files = make_files(Sending(row, people, released, details, _expiry(steps)))
    kept = tuple((one, _record(steps, row, one, recipient, released)) for one in files)
    return Referral(row, people, recipient, kept)


def release(steps: Steps, shortlist_id: str, candidate_id: str, what: str) -> Place:
    """Release name, or name and contacts, of a person to the recipient to whom they agreed; or take it back.

    Parameters
    ----------
    what : {'name', 'contacts', ''}
        Empty takes a release back: it holds for documents made from then on.

    Raises
    ------
    InputError
        ``E-FLW-008`` without an adesione to this recipient.
    """
    steps.require(Action.RELEASE)
    row = open_shortlist(steps, shortlist_id)
    place = get_place(steps.connection, shortlist_id, candidate_id)
    recipient = recipient_of_shortlist(steps, row)
    if what not in _RELEASES:
        raise InputError("E-FLW-008", f"«{what}» non si può rilasciare.", "Scrivi: name, contacts.")
    if what and (not place.agreed_to or place.agreed_to != recipient):
        raise InputError(
            "E-FLW-008",
            f"«{candidate_id}» non ha dato l'adesione a questo destinatario: niente nome, niente recapiti.",
            f"Prima: matcher availability answer {shortlist_id} {candidate_id} disponibile --adesione",
        )
    acting = steps.acting
    by: dict[str, object] = {"released_by": acting.actor, "released_at": acting.at}
    write_place(steps.connection, place, acting.actor, acting.at, released=what, **by)
    write_shortlist(steps.connection, row, None)
    subject = Subject(row.vacancy_id, row.id, candidate_id)
    steps.log("person.released", subject, released=what or "none")
    return get_place(steps.connection, shortlist_id, candidate_id)


def revoke(steps: Steps, shortlist_id: str, reason: str) -> ShortlistRow:
    """Take a referral back: its documents no longer hold, who was referred is available again.

    Whoever already has an outcome keeps it.

    Raises
    ------
    InputError
        ``E-FLW-001`` if the shortlist was not sent, ``E-FLW-002`` for the reason.
    """
    steps.require(Action.REFER)
    row = open_shortlist(steps, shortlist_id)
    if row.state in _NOT_SENT:
        raise InputError(
            "E-FLW-001",
            f"La rosa «{row.id}» è «{state_label('shortlist', row.state)}»: non c'è un invio da revocare.",
            f"Guarda a che punto è: matcher rosa show {row.id}",
        )
    step = find_step("shortlist", "revoke", row.state, shortlist=row.id, vacancy=row.vacancy_id)
    code = coded_reason(step.reasons, reason, step.it)
    _recall(steps, row, code)
    row = move_shortlist(steps, row, "revoke", code, approved_by="", approved_at=None)
    _back_to_preselection(steps, row)
    return row


def withdraw(steps: Steps, shortlist_id: str, reason: str) -> ShortlistRow:
    """Give a shortlist up; what was sent is revoked.

    Raises
    ------
    InputError
        ``E-FLW-001`` for one that is closed, ``E-FLW-002`` for the reason.
    """
    steps.require(Action.PREPARE)
    row = open_shortlist(steps, shortlist_id)
    find_step("shortlist", "withdraw", row.state, shortlist=row.id, vacancy=row.vacancy_id)
    code = coded_reason(WITHDRAW_REASONS, reason, "ritira la rosa")
    sent = any(one.state is P.REFERRED for one in places_of(steps.connection, row.id))
    if sent:
        steps.require(Action.REFER)
        _recall(steps, row, "richiesta_annullata" if code == "richiesta_annullata" else "errore")
    row = move_shortlist(steps, row, "withdraw", code)
    if sent:
        _back_to_preselection(steps, row)
    return row


def _recall(steps: Steps, row: ShortlistRow, reason: str) -> None:
    for place in places_of(steps.connection, row.id):
        if place.state is P.REFERRED:
            move_person(steps, row, place, "recall", reason)
    held = [one for one in documents_of(steps.connection, row.id) if one.revoked_at is None]
    revoke_documents(steps.connection, held, reason, steps.acting.actor, steps.acting.at)
    for document in held:
        steps.log("document.revoked", Subject(row.vacancy_id, row.id), document=document.id, reason=reason)


def _back_to_preselection(steps: Steps, row: ShortlistRow) -> None:
    """Say that a vacancy is being worked on again, unless another of its shortlists is with the employer."""
    state = get_vacancy(steps.connection, row.vacancy_id).vacancy.state
    others = list_shortlists(steps.connection, row.vacancy_id, limit=500)
    sent = (ShortlistState.REFERRED, ShortlistState.UNDER_REVIEW)
    if state is VacancyState.REFERRED and not any(one.state in sent for one in others):
        follow_shortlist(steps, row.vacancy_id, VacancyState.PRESELECTION)


def _expiry(steps: Steps) -> date:
    """Return until when a document made now is valid."""
    return steps.acting.day + timedelta(days=steps.settings.document_days)


def _record(
    steps: Steps, row: ShortlistRow, made: MadeFile, recipient: str, released: Mapping[str, str]
) -> DocumentRow:
    acting = steps.acting
    document = DocumentRow(
        id="",
        shortlist_id=row.id,
        vacancy_id=row.vacancy_id,
        round=row.round,
        format=made.format,
        language=made.language,
        sha256=made.sha256,
        size=len(made.content),
        recipient=recipient,
        actor=acting.actor,
        made_at=acting.at,
        expires_on=_expiry(steps),
    )
    people = {name: (code, released.get(name, "")) for name, code in made.codes.items()}
    kept = insert_document(steps.connection, document, people)
    facts = {"document": kept.id, "format": kept.format, "language": kept.language, "sha256": kept.sha256}
    steps.log("document.made", Subject(row.vacancy_id, row.id), **facts)
    return kept
