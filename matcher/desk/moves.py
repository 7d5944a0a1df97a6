"""The moves that everything at the desk is made of: of a shortlist, and of a person in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from matcher.desk.readiness import Blocker, recipient_of
from matcher.desk.reasons import coded_reason
from matcher.desk.states import find_step
from matcher.desk.steps import Steps, Subject
from matcher.domain.states import PersonState, ShortlistState
from matcher.errors import InputError
from matcher.store.applications import PairState, write_pair_state
from matcher.store.copies import kept_for
from matcher.store.places import Place, get_place, write_place
from matcher.store.shortlists import ShortlistRow, get_shortlist, write_shortlist
from matcher.store.vacancies import get_vacancy
from matcher.store.writing import require_version

__all__ = [
    "PAIR_STATES",
    "change_people",
    "move_person",
    "move_shortlist",
    "open_shortlist",
    "recipient_of_shortlist",
    "refuse_blocked",
    "refuse_twins",
    "way_to_others",
]

S, P = ShortlistState, PersonState
#: The live fact that rules read, by state of the person; the others say nothing to rules.
PAIR_STATES: Final[dict[PersonState, PairState]] = {
    P.REFERRED: "referred",
    P.INTERVIEW: "referred",
    P.HIRED: "hired",
    P.REJECTED: "rejected",
    P.NO_SHOW: "rejected",
    P.WITHDREW: "refused",
    P.ALREADY_EMPLOYED: "refused",
    P.UNAVAILABLE: "unavailable",
}


def open_shortlist(steps: Steps, shortlist_id: str, expected_version: int | None = None) -> ShortlistRow:
    """Return a shortlist to work on.

    Raises
    ------
    NotFoundError
        If it is not in the store.
    WorkspaceError
        ``E-STO-013`` if somebody changed it after ``expected_version`` was read.
    """
    row = get_shortlist(steps.connection, shortlist_id)
    require_version(row.id, row.version, row.version if expected_version is None else expected_version)
    return row


def recipient_of_shortlist(steps: Steps, row: ShortlistRow) -> str:
    """Return to whom the people of a shortlist agree: the employer who asked."""
    return recipient_of(get_vacancy(steps.connection, row.vacancy_id).vacancy)


def way_to_others(row: ShortlistRow) -> str:
    """Return how other people are found for a shortlist in which nobody is changed any more."""
    if row.state in (S.REFERRED, S.UNDER_REVIEW):
        return f"Per cercare altre persone: matcher rosa extend {row.id}"
    return f"Per un'altra rosa: matcher shortlist {row.vacancy_id}"


def move_shortlist(
    steps: Steps, row: ShortlistRow, step: str, reason: str = "", **values: Any
) -> ShortlistRow:
    """Take one step of a shortlist; return it as it now is."""
    found = find_step("shortlist", step, row.state, shortlist=row.id, vacancy=row.vacancy_id)
    code = coded_reason(found.reasons, reason, found.it)
    subject = Subject(row.vacancy_id, row.id)
    steps.take("shortlist", step, row.state, found.target, subject, code, version=row.version + 1)
    write_shortlist(steps.connection, row, None, state=found.target, **values)
    return get_shortlist(steps.connection, row.id)


def move_person(
    steps: Steps,
    row: ShortlistRow,
    place: Place,
    step: str,
    reason: str = "",
    values: Mapping[str, Any] | None = None,
    **details: str | int | bool,
) -> Place:
    """Take one step of a person in a shortlist; return the place as it now is.

    The live fact of the pair follows in the same breath.
    """
    ids = {"vacancy": row.vacancy_id, "shortlist": row.id, "candidate": place.candidate_id}
    found = find_step("person", step, place.state, **ids)
    code, target = coded_reason(found.reasons, reason, found.it), P(found.target)
    steps.take("person", step, place.state, target, Subject(**ids), code, **details)
    acting = steps.acting
    written = {"state": target.value, **({"reason": code} if code else {}), **(values or {})}
    write_place(steps.connection, place, acting.actor, acting.at, **written)
    if PAIR_STATES.get(place.state) != PAIR_STATES.get(target):
        fact = PAIR_STATES.get(target)
        write_pair_state(steps.connection, row.vacancy_id, place.candidate_id, fact, acting.actor, acting.at)
    return get_place(steps.connection, row.id, place.candidate_id)


def change_people(steps: Steps, row: ShortlistRow) -> ShortlistRow:
    """Note that somebody in a shortlist changed; an approval given before is taken back."""
    if row.state is S.READY:
        return move_shortlist(
            steps, row, "reopen", "modificata_dopo_approvazione", approved_by="", approved_at=None
        )
    write_shortlist(steps.connection, row, None)
    return get_shortlist(steps.connection, row.id)


def refuse_twins(steps: Steps, row: ShortlistRow, places: Sequence[Place]) -> None:
    """Refuse to go on while one person, whose records were merged, holds two places that would go.

    Raises
    ------
    InputError
        ``E-FLW-006`` naming both, and the command that takes one out.
    """
    seen: dict[str, str] = {}
    for place in places:
        if place.state is not P.AVAILABLE:
            continue
        name = place.candidate_id
        kept = kept_for(steps.connection, "candidate", name) or name
        if other := seen.get(kept):
            gone = name if other == kept else other
            raise InputError(
                "E-FLW-006",
                f"«{other}» e «{name}» sono la stessa persona: nella rosa «{row.id}» ha due posti.",
                f"Togline uno: matcher rosa remove {row.id} {gone} --reason doppione",
            )
        seen[kept] = name


def refuse_blocked(row: ShortlistRow, found: Sequence[Blocker]) -> None:
    """Refuse to go on while something is missing.

    Raises
    ------
    InputError
        ``E-FLW-006`` with everything that is missing, and the first command to settle it.
    """
    if not found:
        return
    out = f"matcher rosa remove {row.id} CANDIDATO --reason MOTIVO"
    how = found[0].how
    hint = f"Prima: {how} — oppure togli la persona: {out}" if found[0].people else f"Prima: {how}"
    listed = "; ".join(one.it for one in found)
    listed_en = "; ".join(one.en for one in found)
    raise InputError(
        "E-FLW-006",
        f"La rosa «{row.id}» non è pronta: {listed}.",
        hint,
        message_en=f"The shortlist «{row.id}» is not ready: {listed_en}.",
    )
