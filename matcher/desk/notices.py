"""Notices for people in a shortlist: the invitation to say whether they are available."""

from __future__ import annotations

from datetime import tzinfo

from sqlalchemy import Connection

from matcher.domain.states import UNVERIFIED
from matcher.errors import NotFoundError
from matcher.exchange.notice import invitation
from matcher.exchange.page import Page
from matcher.settings import Intermediary
from matcher.store.availability import requests_of
from matcher.store.places import places_of
from matcher.store.shortlists import get_shortlist
from matcher.store.vacancies import get_vacancy
from matcher.vocabulary.bundle import Vocabularies

__all__ = ["make_invitation"]


def make_invitation(
    connection: Connection,
    shortlist_id: str,
    candidate_id: str,
    vocabularies: Vocabularies,
    intermediary: Intermediary,
    zone: tzinfo,
    language: str,
) -> Page:
    """Return the invitation for those who were asked and have not answered; it names nobody.

    Parameters
    ----------
    candidate_id : str
        Whose deadline; empty for the earliest of all.
    zone : tzinfo
        In whose time the deadline is written.

    Raises
    ------
    NotFoundError
        If there is no such shortlist; ``E-DSK-080`` if nobody has still to answer.
    InputError
        As `invitation`.
    """
    saved = get_shortlist(connection, shortlist_id).shortlist
    awaited = {one.candidate_id for one in places_of(connection, shortlist_id) if one.state in UNVERIFIED}
    deadlines = [
        one.deadline
        for one in requests_of(connection, shortlist_id)
        if one.candidate_id in awaited and candidate_id in ("", one.candidate_id)
    ]
    if not deadlines:
        raise NotFoundError(
            "E-DSK-080",
            f"Nella rosa «{shortlist_id}» nessuno deve ancora rispondere.",
            f"Prima chiedi la disponibilità: matcher availability request {shortlist_id}",
        )
    vacancy = get_vacancy(connection, saved.subject).vacancy
    deadline = min(deadlines).astimezone(zone)
    return invitation(vacancy, shortlist_id, deadline, intermediary, vocabularies, language)
