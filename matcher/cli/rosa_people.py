"""The people of a shortlist as rows for the screen: what was proposed, what was decided, how far each has come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from matcher.cli.session import Session

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from matcher.desk.decisions import Decision
    from matcher.store.places import Place

__all__ = ["people_rows", "verdict_words"]

_DECISIONS = {
    "": ("", ""),
    "added": ("aggiunta", "added"),
    "removed": ("tolta", "removed"),
    "moved": ("spostata", "moved"),
    "restored": ("rimessa", "put back"),
}
_VERDICTS = {
    "eligible": ("compatibile", "eligible"),
    "to_verify": ("da verificare", "to verify"),
    "removed": ("non compatibile", "not eligible"),
}


def verdict_words(session: Session, verdict: str) -> str:
    """Return what the engine says of somebody, in words."""
    return session.text(*_VERDICTS.get(verdict, ("—", "—")))


def people_rows(session: Session, connection: Connection, places: Sequence[Place]) -> list[dict[str, Any]]:
    """Return a row for each place of one shortlist, in the order of the desk, numbered as ``rosa move`` counts."""
    from matcher.desk.decisions import decisions_of
    from matcher.store.documents import codes_of

    if not places:
        return []
    shortlist = places[0].shortlist_id
    decided = decisions_of(connection, shortlist, [one.candidate_id for one in places])
    codes = codes_of(connection, shortlist)
    return [
        _person(session, one, number, decided.get(one.candidate_id), codes.get(one.candidate_id, ""))
        for number, one in enumerate(places, start=1)
    ]


def _person(
    session: Session, place: Place, number: int, decided: Decision | None, code: str
) -> dict[str, Any]:
    from matcher.cli.phrases import points
    from matcher.domain.reasons import reason_label
    from matcher.domain.states import state_label

    language = session.language
    verdict = verdict_words(session, place.verdict)
    rank = f"{place.proposed_rank}ª · " if place.proposed_rank and language == "it" else ""
    rank = f"#{place.proposed_rank} · " if place.proposed_rank and language == "en" else rank
    what = decided.what if decided else ""
    said = session.text(*_DECISIONS.get(what, (what,) * 2))
    if decided and decided.reason:
        said += f": {reason_label(decided.reason, language)}"
    released = {"": ("", ""), "name": ("nome", "name"), "contacts": ("nome e recapiti", "name, contacts")}
    return {
        "position": number if place.in_list else "",
        "id": place.candidate_id,
        "code": code,
        "state": place.state.value,
        "state_label": state_label("person", place.state, language),
        "adesione": session.text("sì", "yes") if place.agreed_to else "",
        "agreed_to": place.agreed_to,
        "proposal": f"{rank}{verdict}, {points(session, place.score)} " + session.text("punti", "points")
        if place.verdict
        else "",
        "proposed_rank": place.proposed_rank,
        "verdict": place.verdict,
        "score": place.score,
        "decided": f"{said} ({decided.actor})" if decided else "",
        "decision": what,
        "decision_reason": decided.reason if decided else "",
        "decided_by": decided.actor if decided else "",
        "reason": place.reason,
        "released": place.released,
        "released_label": session.text(*released[place.released]),
        "round": place.round,
        "updated_at": place.updated_at.isoformat(),
        "actor": place.actor,
    }
