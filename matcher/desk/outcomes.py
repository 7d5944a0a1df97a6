"""What became of the people who were referred; the supervisor's eye; how a placement goes on."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import Connection

from matcher.desk.hired import follow_hires
from matcher.desk.moves import move_person, move_shortlist, open_shortlist
from matcher.desk.permissions import Action
from matcher.desk.reasons import INADMISSIBLE, REJECTIONS, UNDO_REASONS, coded_reason
from matcher.desk.states import find_step
from matcher.desk.steps import Steps, Subject
from matcher.desk.vacancy_life import settle_vacancy
from matcher.domain.states import OUTCOMES, PersonState, ShortlistState, state_label
from matcher.errors import InputError
from matcher.store.documents import person_of_code
from matcher.store.outcomes import (
    CANCELLED,
    FollowUp,
    OutcomeRow,
    get_followup,
    get_outcome,
    insert_followups,
    insert_outcome,
    last_outcome,
    write_followup,
    write_outcome,
)
from matcher.store.places import Place, get_place, places_of
from matcher.store.shortlists import ShortlistRow, get_shortlist, write_shortlist

__all__ = [
    "DECISIONS",
    "FOLLOWUP_RESULTS",
    "SOURCES",
    "TO_REVIEW",
    "decide_review",
    "read_outcome",
    "record_followup",
    "record_outcome",
    "undo_outcome",
    "who_is_meant",
]

S, P = ShortlistState, PersonState
SOURCES: Final = ("datore", "persona", "comunicazione_obbligatoria")
FOLLOWUP_RESULTS: Final = ("in_servizio", "trasformato", "cessato", "dimissioni", "non_raggiunto")
#: What a supervisor can decide on a reason that the law does not admit.
DECISIONS: Final = ("confermato", "motivo_corretto")
TO_REVIEW: Final = "da_esaminare"
_OTHER_WORDS: Final = {
    "assunta": P.HIRED,
    "rinuncia": P.WITHDREW,
    "rinunciato": P.WITHDREW,
    "non_selezionata": P.REJECTED,
    "gia_occupata": P.ALREADY_EMPLOYED,
    "non_presentato": P.NO_SHOW,
    "non_presentata": P.NO_SHOW,
    "non_si_e_presentata": P.NO_SHOW,
}


def record_outcome(
    steps: Steps,
    shortlist_id: str,
    candidate_id: str,
    outcome: str,
    *,
    reason: str = "",
    source: str = "datore",
    happened_on: date | None = None,
    expected_version: int | None = None,
) -> Place:
    """Write what became of somebody who was referred; shortlist and vacancy follow.

    A hire opens its follow-ups, and the person is free for no other vacancy. When nobody is left to be decided on,
    the shortlist closes. A reason that the law does not admit goes to the supervisor.

    Raises
    ------
    InputError
        ``E-FLW-001`` for somebody who was not referred, ``E-FLW-002`` for the reason, ``E-FLW-009`` for an
        outcome or a source that does not exist, or a day that is yet to come.
    """
    steps.require(Action.RECORD)
    row = open_shortlist(steps, shortlist_id, expected_version)
    place = get_place(steps.connection, shortlist_id, candidate_id)
    state, told_by = read_outcome(outcome), _read_source(source)
    day = happened_on or steps.acting.day
    if day > steps.acting.day:
        raise InputError("E-FLW-009", f"Il giorno {day:%d/%m/%Y} deve ancora venire.", "Controlla --date.")
    ids = {"vacancy": row.vacancy_id, "shortlist": row.id, "candidate": candidate_id}
    step = find_step("person", state.value, place.state, **ids)
    code = coded_reason(step.reasons, reason, step.it)
    move_person(steps, row, place, state.value, code, source=told_by, day=day.isoformat())
    inadmissible = code == INADMISSIBLE
    number = insert_outcome(
        steps.connection,
        shortlist_id=row.id,
        vacancy_id=row.vacancy_id,
        candidate_id=candidate_id,
        outcome=state.value,
        reason=code,
        source=told_by,
        actor=steps.acting.actor,
        happened_on=day,
        recorded_at=steps.acting.at,
        review=TO_REVIEW if inadmissible else "",
    )
    if inadmissible:
        steps.log("outcome.to_review", Subject(**ids), outcome=number)
    if state is P.HIRED:
        insert_followups(
            steps.connection, number, row.vacancy_id, candidate_id, day, steps.settings.followup_days
        )
        follow_hires(steps, candidate_id)
    _settle_shortlist(steps, row)
    settle_vacancy(steps, row.vacancy_id)
    return get_place(steps.connection, shortlist_id, candidate_id)


def undo_outcome(
    steps: Steps, shortlist_id: str, candidate_id: str, reason: str, expected_version: int | None = None
) -> Place:
    """Take an outcome back: the person is referred again; shortlist, vacancy and follow-ups follow.

    Raises
    ------
    InputError
        ``E-FLW-001`` for somebody without an outcome, ``E-FLW-002`` for the reason.
    """
    steps.require(Action.RECORD)
    row = open_shortlist(steps, shortlist_id, expected_version)
    place = get_place(steps.connection, shortlist_id, candidate_id)
    if place.state not in OUTCOMES:
        raise InputError(
            "E-FLW-001",
            f"«{candidate_id}» è «{state_label('person', place.state)}»: non c'è un esito da annullare.",
            f"Guarda a che punto è: matcher rosa show {shortlist_id}",
        )
    code = coded_reason(UNDO_REASONS, reason, "annulla l'esito")
    moved = move_person(steps, row, place, "undo", code)
    follow_hires(steps, candidate_id)
    # an interview before the last outcome is undone with it: the person is referred, and nothing more
    while (held := last_outcome(steps.connection, shortlist_id, candidate_id)) is not None:
        undone = {"undone_by": steps.acting.actor, "undone_reason": code, "undone_at": steps.acting.at}
        write_outcome(steps.connection, held.id, **undone)
        write_followup(steps.connection, held.id, result=CANCELLED, actor=steps.acting.actor)
    if row.state in (S.CLOSED_HIRED, S.CLOSED_NOBODY):
        move_shortlist(steps, row, "undo")
    else:
        _settle_shortlist(steps, row)
    settle_vacancy(steps, row.vacancy_id)
    return moved


def decide_review(steps: Steps, number: int, decision: str, reason: str = "") -> OutcomeRow:
    """Decide, as a supervisor, on a reason that the law does not admit.

    Parameters
    ----------
    decision : {'confermato', 'motivo_corretto'}
        The employer did say it (what follows is for the supervisor), or the reason was another one.
    reason : str
        The right reason, with ``motivo_corretto``.

    Raises
    ------
    InputError
        ``E-OPR-002`` for whoever is no supervisor, ``E-FLW-009`` if there is nothing to decide.
    """
    steps.require(Action.REVIEW)
    row = get_outcome(steps.connection, number)
    if row.review != TO_REVIEW or row.undone_at is not None:
        raise InputError(
            "E-FLW-009", f"Sull'esito {number} non c'è niente da decidere.", "Guarda: matcher review list"
        )
    code = decision.casefold().replace("-", "_").replace(" ", "_")
    if code not in DECISIONS:
        raise InputError(
            "E-FLW-009", f"«{decision}» non è una decisione.", f"Scrivi: {', '.join(DECISIONS)}."
        )
    right = row.reason
    if code == "motivo_corretto":
        others = tuple(one for one in REJECTIONS if one != INADMISSIBLE)
        right = coded_reason(others, reason, "correggi il motivo")
    acting = steps.acting
    decided = {"review": code, "reviewed_by": acting.actor, "reviewed_at": acting.at, "reason": right}
    write_outcome(steps.connection, number, **decided)
    subject = Subject(row.vacancy_id, row.shortlist_id, row.candidate_id)
    steps.log("outcome.reviewed", subject, outcome=number, decision=code, reason=right)
    return get_outcome(steps.connection, number)


def record_followup(steps: Steps, number: int, result: str, done_on: date | None = None) -> FollowUp:
    """Write how a placement goes.

    Raises
    ------
    InputError
        ``E-FLW-009`` for a result that does not exist, or a look already recorded.
    """
    steps.require(Action.FOLLOW_UP)
    look = get_followup(steps.connection, number)
    code = "_".join(result.casefold().replace("-", " ").replace("_", " ").split())
    if code not in FOLLOWUP_RESULTS:
        raise InputError(
            "E-FLW-009", f"«{result}» non è un risultato.", f"Scrivi: {', '.join(FOLLOWUP_RESULTS)}."
        )
    if look.result:
        said = look.result.replace("_", " ")
        raise InputError("E-FLW-009", f"La verifica {number} è già registrata: {said}.")
    acting = steps.acting
    day = done_on or acting.day
    if day > acting.day:
        raise InputError("E-FLW-009", f"Il giorno {day:%d/%m/%Y} deve ancora venire.", "Controlla --date.")
    write_followup(
        steps.connection, look, result=code, done_on=day, actor=acting.actor, recorded_at=acting.at
    )
    steps.log(
        "followup.recorded", Subject(look.vacancy_id, "", look.candidate_id), days=look.days, result=code
    )
    return get_followup(steps.connection, number)


def read_outcome(text: str) -> PersonState:
    """Return the outcome that words name.

    Raises
    ------
    InputError
        ``E-FLW-009`` with the outcomes to choose from.
    """
    plain = text.casefold().replace("è", "e").replace("à", "a").replace("-", " ").replace("_", " ")
    code = "_".join(plain.split())
    found = next((state for state in OUTCOMES if state.value == code), _OTHER_WORDS.get(code))
    if found is None:
        names = ", ".join(state.value for state in OUTCOMES)
        raise InputError("E-FLW-009", f"«{text}» non è un esito.", f"Scrivi: {names}; oppure annulla.")
    return found


def who_is_meant(connection: Connection, shortlist_id: str, words: str) -> str:
    """Return the person that an id names, or the code under which the employer knows them.

    Raises
    ------
    InputError
        ``E-FLW-014`` if the id of one is the code of another.
    """
    coded = person_of_code(connection, shortlist_id, words)
    named = any(one.candidate_id == words for one in places_of(connection, shortlist_id))
    if coded and named and coded != words:
        raise InputError(
            "E-FLW-014",
            f"«{words}» è l'identificativo di una persona della rosa e il codice di un'altra («{coded}»).",
            f"Se intendi il codice, scrivi «{coded}»; altrimenti chiedi al datore di chi parla.",
        )
    return words if named else coded or words


def _read_source(text: str) -> str:
    code = "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
    if code not in SOURCES:
        raise InputError("E-FLW-009", f"«{text}» non è una fonte.", f"Scrivi: {', '.join(SOURCES)}.")
    return code


def _settle_shortlist(steps: Steps, row: ShortlistRow) -> None:
    """Say that the employer is evaluating at the first outcome, and close when nobody is left to decide on."""
    write_shortlist(steps.connection, row, None)
    row = get_shortlist(steps.connection, row.id)
    if row.state is S.REFERRED:
        row = move_shortlist(steps, row, "review")
    if row.state is not S.UNDER_REVIEW:
        return
    states = {one.state for one in places_of(steps.connection, row.id)}
    if not states & {P.REFERRED, P.INTERVIEW}:
        move_shortlist(steps, row, "close_hired" if P.HIRED in states else "close_nobody")
