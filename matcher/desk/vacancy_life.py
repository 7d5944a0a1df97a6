"""The life of a vacancy: what staff decides, what follows from its shortlists, what openings and hires say."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.desk.permissions import Action
from matcher.desk.reasons import coded_reason
from matcher.desk.states import find_step
from matcher.desk.steps import Steps, Subject
from matcher.domain.states import ShortlistState, state_label
from matcher.domain.vacancy import VacancyState
from matcher.errors import InputError
from matcher.store.applications import pair_states_of_vacancy
from matcher.store.shortlists import list_shortlists
from matcher.store.vacancies import (
    CLOSED_STATES,
    VacancyRow,
    get_vacancy,
    iterate_vacancies,
    move_vacancy,
    vacancy_digest,
)

__all__ = [
    "IDLE",
    "LeftOpen",
    "close_expired",
    "close_vacancy",
    "follow_shortlist",
    "n_hired",
    "set_vacancy_state",
    "settle_vacancy",
]

S, V = ShortlistState, VacancyState
#: States that only a shortlist, or the hires, may bring about.
_FOLLOWING = (V.REFERRED, V.PARTLY_FILLED)
#: Shortlists that nobody works on.
IDLE = (S.DRAFT, S.CLOSED_HIRED, S.CLOSED_NOBODY, S.WITHDRAWN)


def set_vacancy_state(
    steps: Steps, vacancy_id: str, state: str, reason: str = "", expected_version: int | None = None
) -> VacancyRow:
    """Move a vacancy as staff decides; return it as it now is.

    Parameters
    ----------
    state : str
        In words or as a code: *in preselezione*, ``in_preselezione``.
    reason : str
        A coded one, where the step asks for it; a vacancy marked as filled with fewer hires than openings
        says ``coperta_per_altra_via`` unless another is given.

    Raises
    ------
    InputError
        ``E-FLW-001`` for an illegal step, ``E-FLW-002`` for a reason, ``E-FLW-004`` for a state that does
        not exist or that follows from shortlists, ``E-OPR-002`` for whoever may not.
    """
    target = _read_state(state)
    row = get_vacancy(steps.connection, vacancy_id)
    held = row.vacancy.state
    steps.require(Action.REOPEN if held in CLOSED_STATES else Action.MOVE_VACANCY)
    step = find_step("vacancy", target.value, held.value, vacancy=vacancy_id)
    if target in _FOLLOWING and held is not V.SUSPENDED:
        raise InputError(
            "E-FLW-004",
            f"«{state_label('vacancy', target)}» non si sceglie: segue dalle rose inviate e dalle assunzioni.",
            f"Invia la rosa con «matcher refer ROSA», o registra l'esito; per rivedere: matcher history {vacancy_id}",
        )
    code = coded_reason(step.reasons, reason, step.it)
    if target is V.FILLED and not code and n_hired(steps, vacancy_id) < row.vacancy.openings:
        code = "coperta_per_altra_via"
    _move(steps, row, target, code, expected_version)
    return get_vacancy(steps.connection, vacancy_id)


def close_vacancy(steps: Steps, vacancy_id: str, state: str, reason: str = "") -> VacancyRow:
    """Close a vacancy in a state written in words; return it as it now is.

    Raises
    ------
    InputError
        ``E-FLW-004`` for a state that does not close a vacancy; else as `set_vacancy_state`.
    """
    if _read_state(state) not in CLOSED_STATES:
        closing = ", ".join(state_label("vacancy", one) for one in CLOSED_STATES)
        raise InputError("E-FLW-004", f"«{state}» non chiude una richiesta.", f"Scrivi: {closing}.")
    return set_vacancy_state(steps, vacancy_id, state, reason)


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """A vacancy past its last day that stays open, and why."""

    vacancy_id: str
    it: str
    en: str


def close_expired(steps: Steps) -> tuple[list[str], list[LeftOpen]]:
    """Mark as expired every open vacancy whose last day is past; return those closed and those left open.

    A vacancy whose people are being verified, or are with the employer, is left to whoever works on it, and
    so is one that a plugin keeps open.
    """
    steps.require(Action.MOVE_VACANCY)
    closed, left = list[str](), list[LeftOpen]()
    for vacancy in [*iterate_vacancies(steps.connection)]:
        last = vacancy.expires_on
        if last is None or last >= steps.acting.day or vacancy.state in (*CLOSED_STATES, V.SUSPENDED):
            continue
        busy = list_shortlists(steps.connection, vacancy.id, without=IDLE, limit=1)
        if busy:
            it, en = (state_label("shortlist", busy[0].state, language) for language in ("it", "en"))
            left.append(LeftOpen(vacancy.id, f"{busy[0].id}: {it}", f"{busy[0].id}: {en}"))
            continue
        try:
            with steps.attempt():
                set_vacancy_state(steps, vacancy.id, V.EXPIRED.value)
        except InputError as error:
            left.append(LeftOpen(vacancy.id, error.message, error.message))
            continue
        closed.append(vacancy.id)
    return closed, left


def follow_shortlist(steps: Steps, vacancy_id: str, target: VacancyState, reason: str = "") -> None:
    """Move a vacancy where one of its shortlists takes it; nothing happens when it is there.

    A vacancy just received is validated by whoever starts to verify people for it: both steps are logged.

    Raises
    ------
    InputError
        ``E-FLW-001`` from a state that does not lead there: it is to be completed, suspended or closed.
    """
    row = get_vacancy(steps.connection, vacancy_id)
    if row.vacancy.state is target:
        return
    if row.vacancy.state is V.RECEIVED:
        _move(steps, row, V.VALIDATED, reason)
        row = get_vacancy(steps.connection, vacancy_id)
    if row.vacancy.state in CLOSED_STATES or row.vacancy.state is V.SUSPENDED:
        words = state_label("vacancy", row.vacancy.state)
        remedy = "riprendila" if row.vacancy.state is V.SUSPENDED else "un supervisore può riaprirla"
        raise InputError(
            "E-FLW-001",
            f"La richiesta «{vacancy_id}» è «{words}»: non ci si lavora.",
            f"Se serve, {remedy}: matcher vacancies set-state {vacancy_id} in_preselezione --reason ripresa",
        )
    _move(steps, row, target, reason)


def settle_vacancy(steps: Steps, vacancy_id: str) -> VacancyState:
    """Move a vacancy to what its openings and hires say; return its state."""
    row = get_vacancy(steps.connection, vacancy_id)
    held, hired = row.vacancy.state, n_hired(steps, vacancy_id)
    wanted = held
    if hired >= row.vacancy.openings:
        wanted = V.FILLED
    elif hired:
        wanted = V.PARTLY_FILLED
    elif held in (V.PARTLY_FILLED, V.FILLED):
        wanted = V.REFERRED if _was_sent(steps, vacancy_id) else V.PRESELECTION
    closed = held in CLOSED_STATES and held is not V.FILLED
    if wanted is held or closed or held is V.SUSPENDED:
        return held
    _move(steps, row, wanted, "posti_e_assunzioni")
    return wanted


def n_hired(steps: Steps, vacancy_id: str) -> int:
    """Return how many people were hired for a vacancy."""
    pairs = pair_states_of_vacancy(steps.connection, vacancy_id)
    return sum(pair.state == "hired" for pair in pairs.values())


def _was_sent(steps: Steps, vacancy_id: str) -> bool:
    return any(one.referred_at for one in list_shortlists(steps.connection, vacancy_id, limit=500))


def _move(
    steps: Steps, row: VacancyRow, target: VacancyState, reason: str, expected_version: int | None = None
) -> None:
    held, vacancy_id = row.vacancy.state, row.vacancy.id
    step = find_step("vacancy", target.value, held.value, vacancy=vacancy_id)
    digest = vacancy_digest(row.vacancy.model_copy(update={"state": target}))
    steps.take("vacancy", step.name, held.value, target.value, Subject(vacancy_id, digest=digest), reason)
    version = row.version if expected_version is None else expected_version
    move_vacancy(steps.connection, vacancy_id, target, version, steps.acting.at)


def _read_state(text: str) -> VacancyState:
    wanted = "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
    found = next((state for state in VacancyState if state.value == wanted), None)
    if found is None:
        raise InputError(
            "E-FLW-004",
            f"«{text}» non è uno stato di una richiesta.",
            f"Stati: {', '.join(state_label('vacancy', one) for one in VacancyState)}.",
        )
    return found
