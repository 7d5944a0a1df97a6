"""Which steps are legal: three tables, for the vacancy, the shortlist and the person in it. Nothing else decides.

A step has a name, the states it can be taken from, the state it leads to, the reasons of which one is due
(none where empty), and the command that takes it. Availability, agreement and approval are checked beside
these tables by ``referral``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from matcher.desk.reasons import (
    ADD_REASONS,
    REJECTIONS,
    REMOVE_REASONS,
    REVOKE_REASONS,
    UNDO_REASONS,
    VACANCY_REASONS,
    WITHDRAW_REASONS,
)
from matcher.domain.states import ANSWERS, OUTCOMES, PersonState, ShortlistState, state_label
from matcher.domain.vacancy import VacancyState
from matcher.errors import InputError

__all__ = ["MACHINES", "Machine", "Step", "find_step", "legal_steps"]

Machine = Literal["vacancy", "shortlist", "person"]
P, S, V = PersonState, ShortlistState, VacancyState

_ASKED: Final = (P.CONTACTED, P.AVAILABLE, P.UNAVAILABLE, P.NO_ANSWER, P.UNREACHABLE, P.CALL_BACK)


@dataclass(frozen=True, slots=True)
class Step:
    """One legal step.

    Attributes
    ----------
    name : str
        Code of the step.
    sources : tuple of str
        States it can be taken from.
    target : str
        State it leads to.
    it, en : str
        What is done, in words.
    how : str
        Command that takes it; ``{vacancy}``, ``{shortlist}``, ``{candidate}`` stand for ids.
    reasons : tuple of str
        Codes of which one is due; empty where none is asked.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    it: str
    en: str
    how: str = ""
    reasons: tuple[str, ...] = ()


_ANSWER: Final = "matcher availability answer {shortlist} {candidate} "
_OUTCOME: Final = "matcher outcome {shortlist} {candidate} "
_OPEN: Final = (
    V.RECEIVED,
    V.TO_COMPLETE,
    V.VALIDATED,
    V.PUBLISHED,
    V.PRESELECTION,
    V.REFERRED,
    V.PARTLY_FILLED,
)
_SET_STATE: Final = "matcher vacancies set-state {vacancy} "


def _answers() -> Iterable[Step]:
    for state in ANSWERS:
        words = f"registra la risposta: {state_label('person', state)}"
        english = f"record the answer: {state_label('person', state, 'en')}"
        yield Step(state.value, _ASKED, state.value, words, english, _ANSWER + state.value)


def _outcomes() -> Iterable[Step]:
    for state in OUTCOMES:
        sources = (P.REFERRED,) if state is P.INTERVIEW else (P.REFERRED, P.INTERVIEW)
        words = f"registra l'esito: {state_label('person', state)}"
        english = f"record the outcome: {state_label('person', state, 'en')}"
        reasons = REJECTIONS if state is P.REJECTED else ()
        yield Step(state.value, sources, state.value, words, english, _OUTCOME + state.value, reasons)


def _to(
    target: VacancyState, sources: Sequence[VacancyState], it: str, en: str, reasons: tuple[str, ...] = ()
) -> Step:
    how = _SET_STATE + target.value + (f" --reason {reasons[0]}" if reasons else "")
    return Step(target.value, tuple(one.value for one in sources), target.value, it, en, how, reasons)


_PERSON: Final = (
    Step(
        "add",
        ("",),
        P.PROPOSED,
        "aggiungi alla rosa",
        "add to the shortlist",
        "matcher rosa add {shortlist} {candidate} --reason MOTIVO",
        ADD_REASONS,
    ),
    Step(
        "request",
        (P.PROPOSED, P.CONTACTED, P.NO_ANSWER, P.CALL_BACK, P.UNREACHABLE),
        P.CONTACTED,
        "chiedi la disponibilità",
        "ask for availability",
        "matcher availability request {shortlist} --candidate {candidate}",
    ),
    *_answers(),
    Step(
        "remove",
        (P.PROPOSED, *_ASKED),
        P.REMOVED,
        "togli dalla rosa",
        "take out of the shortlist",
        "matcher rosa remove {shortlist} {candidate} --reason MOTIVO",
        REMOVE_REASONS,
    ),
    Step(
        "restore",
        (P.REMOVED,),
        P.PROPOSED,
        "rimetti in rosa",
        "put back into the shortlist",
        "matcher rosa add {shortlist} {candidate} --reason MOTIVO",
        ADD_REASONS,
    ),
    Step("refer", (P.AVAILABLE,), P.REFERRED, "segnala al datore", "refer", "matcher refer {shortlist}"),
    Step(
        "recall",
        (P.REFERRED,),
        P.AVAILABLE,
        "ritira la segnalazione",
        "take the referral back",
        "matcher revoke {shortlist} --reason MOTIVO",
        REVOKE_REASONS,
    ),
    *_outcomes(),
    Step(
        "undo",
        tuple(OUTCOMES),
        P.REFERRED,
        "annulla l'esito",
        "undo the outcome",
        _OUTCOME + "annulla --reason errore_di_registrazione",
        UNDO_REASONS,
    ),
)
_SHORTLIST: Final = (
    Step(
        "verify",
        (S.DRAFT,),
        S.VERIFYING,
        "avvia la verifica di disponibilità",
        "start verifying availability",
        "matcher availability request {shortlist}",
    ),
    Step("approve", (S.VERIFYING,), S.READY, "approva la rosa", "approve", "matcher approve {shortlist}"),
    Step("reopen", (S.READY,), S.VERIFYING, "riapri la verifica", "verify again", ""),
    Step("refer", (S.READY,), S.REFERRED, "invia la rosa", "refer", "matcher refer {shortlist}"),
    Step(
        "review",
        (S.REFERRED,),
        S.UNDER_REVIEW,
        "registra che il datore la sta valutando",
        "record that the employer is reviewing it",
        "matcher rosa review {shortlist}",
    ),
    Step(
        "extend",
        (S.UNDER_REVIEW,),
        S.VERIFYING,
        "integra la rosa",
        "extend the shortlist",
        "matcher rosa extend {shortlist}",
    ),
    Step(
        "revoke",
        (S.REFERRED, S.UNDER_REVIEW),
        S.VERIFYING,
        "revoca l'invio",
        "revoke the referral",
        "matcher revoke {shortlist} --reason MOTIVO",
        REVOKE_REASONS,
    ),
    Step("close_hired", (S.REFERRED, S.UNDER_REVIEW), S.CLOSED_HIRED, "chiudi con assunzione", "close", ""),
    Step("close_nobody", (S.REFERRED, S.UNDER_REVIEW), S.CLOSED_NOBODY, "chiudi", "close", ""),
    Step(
        "undo",
        (S.CLOSED_HIRED, S.CLOSED_NOBODY),
        S.UNDER_REVIEW,
        "riapri la valutazione annullando un esito",
        "reopen by undoing an outcome",
        "matcher outcome {shortlist} CANDIDATO annulla --reason errore_di_registrazione",
    ),
    Step(
        "withdraw",
        (S.DRAFT, S.VERIFYING, S.READY, S.REFERRED, S.UNDER_REVIEW),
        S.WITHDRAWN,
        "ritira la rosa",
        "withdraw the shortlist",
        "matcher rosa withdraw {shortlist} --reason MOTIVO",
        WITHDRAW_REASONS,
    ),
)
_CLOSED: Final = (V.FILLED, V.CLOSED_UNFILLED, V.CANCELLED, V.EXPIRED)
_VACANCY: Final = (
    _to(V.TO_COMPLETE, (V.RECEIVED, V.VALIDATED, V.PUBLISHED), "segna da completare", "mark as incomplete"),
    _to(V.VALIDATED, (V.RECEIVED, V.TO_COMPLETE), "convalida", "validate"),
    _to(V.PUBLISHED, (V.VALIDATED,), "pubblica", "publish"),
    _to(V.PRESELECTION, (V.VALIDATED, V.PUBLISHED), "avvia la preselezione", "start pre-selection"),
    _to(V.PRESELECTION, (V.REFERRED, V.PARTLY_FILLED), "riprendi la preselezione", "select again"),
    _to(V.REFERRED, (V.PRESELECTION, V.PARTLY_FILLED), "invia la rosa", "refer the shortlist"),
    _to(V.PARTLY_FILLED, _OPEN[:-1], "registra un'assunzione", "record a hire"),
    _to(V.FILLED, (*_OPEN, V.SUSPENDED), "segna coperta", "mark as filled"),
    _to(V.CLOSED_UNFILLED, (*_OPEN, V.SUSPENDED), "chiudi senza assunzione", "close unfilled"),
    _to(V.CANCELLED, (*_OPEN, V.SUSPENDED), "annulla", "cancel"),
    _to(V.EXPIRED, (*_OPEN, V.SUSPENDED), "segna scaduta", "mark as expired"),
    _to(V.SUSPENDED, _OPEN, "sospendi", "suspend", VACANCY_REASONS),
    *(_to(one, (V.SUSPENDED,), "riprendi", "resume", VACANCY_REASONS) for one in _OPEN),
    _to(V.PRESELECTION, _CLOSED, "riapri", "reopen", VACANCY_REASONS),
    _to(V.REFERRED, (V.FILLED,), "riapri annullando un'assunzione", "reopen", VACANCY_REASONS),
    _to(V.PARTLY_FILLED, (V.FILLED,), "riapri annullando un'assunzione", "reopen", VACANCY_REASONS),
)
MACHINES: Final[dict[Machine, tuple[Step, ...]]] = {
    "vacancy": _VACANCY,
    "shortlist": _SHORTLIST,
    "person": _PERSON,
}
_SUBJECTS: Final[dict[Machine, str]] = {
    "vacancy": "La richiesta «{id}»",
    "shortlist": "La rosa «{id}»",
    "person": "«{id}»",
}


def legal_steps(machine: Machine, state: str) -> list[Step]:
    """Return the steps that can be taken from a state."""
    return [step for step in MACHINES[machine] if state in step.sources]


def find_step(machine: Machine, name: str, state: str, **ids: str) -> Step:
    """Return the step of a name from a state.

    Parameters
    ----------
    ids : str
        ``vacancy``, ``shortlist``, ``candidate``: written into the message.

    Raises
    ------
    InputError
        ``E-FLW-001`` for an illegal step: the message says the state and what would make it legal.
    """
    named = [step for step in MACHINES[machine] if step.name == name]
    found = next((step for step in named if state in step.sources), None)
    if found is not None:
        return found
    subject = ids.get({"person": "candidate"}.get(machine, machine), "")
    words = named[0].it if named else name
    raise InputError(
        "E-FLW-001",
        f"{_SUBJECTS[machine].format(id=subject)} è «{state_label(machine, state)}»: da qui il passo «{words}» "
        "non è ammesso.",
        _what_first(machine, state, named, ids),
    )


def _what_first(machine: Machine, state: str, named: Sequence[Step], ids: dict[str, str]) -> str:
    """Return what would make a step legal: the state it needs, and the first step on the way there."""
    wanted = [source for step in named for source in step.sources]
    way = _way(machine, state, set(wanted), plain=True) or _way(machine, state, set(wanted), plain=False)
    if way is None:
        sources = "; ".join(f"«{state_label(machine, one)}»" for one in dict.fromkeys(wanted) if one)
        return f"Serve lo stato {sources}, dove da qui non si arriva." if sources else ""
    first = way[0]
    known = {name: ids.get(name, name.upper()) for name in ("vacancy", "shortlist", "candidate")}
    command = f": {first.how.format(**known)}" if first.how else ""
    return f"Serve lo stato «{state_label(machine, way[-1].target)}». Prima — {first.it}{command}"


def _way(machine: Machine, state: str, wanted: set[str], plain: bool) -> list[Step] | None:
    """Return the fewest steps that lead from a state to one of others; ``None`` where none do.

    Plain ones ask for no reason: nothing is undone or given up on the way.
    """

    def onward(source: str) -> list[Step]:
        return [step for step in legal_steps(machine, source) if not (plain and step.reasons)]

    ways: list[list[Step]] = [[step] for step in onward(state)]
    seen = {state}
    for way in ways:  # grows while it is walked: nearest first
        target = str(way[-1].target)
        if target in wanted:
            return way
        if target not in seen:
            seen.add(target)
            ways.extend([*way, step] for step in onward(target))
    return None
