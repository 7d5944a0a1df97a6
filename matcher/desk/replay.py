"""Repeating a saved shortlist: the same result, or what has changed since."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from matcher.desk.matching import Matching
from matcher.domain.record import Record
from matcher.domain.shortlist import RankedCandidate, Shortlist
from matcher.store.shortlists import ERASED, get_shortlist

__all__ = ["Replay", "replay_shortlist"]


class Replay(Record):
    """Outcome of a replay: what differs, each in Italian and English."""

    shortlist: str
    same: bool
    reference_date: date
    reasons: tuple[tuple[str, str], ...] = ()


def replay_shortlist(connection: Connection, matching: Matching, shortlist_id: str) -> Replay:
    """Compute a saved shortlist again, on its own reference date, and compare order and scores.

    Raises
    ------
    NotFoundError
        If there is no such shortlist.
    """
    saved = get_shortlist(connection, shortlist_id).shortlist
    now = matching.on(saved.reference_date).shortlist(connection, saved.subject, saved.size)
    same = _order(saved.ranked) == _order(now.ranked) and _order(saved.to_verify) == _order(now.to_verify)
    return Replay(
        shortlist=shortlist_id,
        same=same,
        reference_date=saved.reference_date,
        reasons=() if same else tuple(_differences(saved, now)),
    )


def _order(people: tuple[RankedCandidate, ...]) -> list[tuple[str, int]]:
    return [(person.id, person.score) for person in people]


def _differences(saved: Shortlist, now: Shortlist) -> list[tuple[str, str]]:
    found = []
    erased = sum(1 for person in (*saved.ranked, *saved.to_verify) if person.id == ERASED)
    if erased:
        found.append(
            ("una persona cancellata da allora", "one person erased since")
            if erased == 1
            else (f"persone cancellate da allora: {erased}", f"people erased since: {erased}")
        )
    for name, italian, english in (
        ("pool", "la banca dati è cambiata", "the pool has changed"),
        ("vocabulary", "i vocabolari sono cambiati", "the vocabularies have changed"),
        ("embedder", "il modello linguistico è cambiato", "the embedding model has changed"),
        ("weights", "i pesi sono cambiati", "the weights have changed"),
        ("plugins", "i plugin sono cambiati", "the plugins have changed"),
    ):
        if getattr(saved.versions, name) != getattr(now.versions, name):
            found.append((italian, english))
    return found or [
        ("i dati delle persone o della richiesta sono cambiati", "people or the vacancy have changed")
    ]
