"""The adesione is given to an offer as it was told: whoever agreed to other terms is asked again."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy import Connection

from matcher.domain.vacancy import Vacancy
from matcher.store.audit import lines_about
from matcher.store.places import Place, places_of
from matcher.store.pseudonym import content_digest, keys_of, reference

__all__ = ["agreed_places", "terms_of"]

#: What a person weighs before agreeing; words that were put better change none of it.
_TERMS = (
    "places", "remote", "travel", "lodging", "needs_vehicle", "contracts", "contract_months",
    "weekly_hours_min", "weekly_hours_max", "shifts", "days", "annual_pay_min", "annual_pay_max", "pay_text",
    "start_from", "start_by",
)  # fmt: skip


def terms_of(vacancy: Vacancy) -> str:
    """Return a digest of the terms of an offer: work, place, times, contract, pay, start."""
    work = sorted(one.concept or one.text for one in vacancy.occupations)
    terms = vacancy.model_dump(mode="json", include=set(_TERMS))
    return content_digest(json.dumps([work, terms], sort_keys=True, ensure_ascii=False))[:16]


def agreed_places(connection: Connection, shortlist_id: str, vacancy: Vacancy) -> list[Place]:
    """Return the places of a shortlist, without the adesione of those who gave it to other terms."""
    places = places_of(connection, shortlist_id)
    agreed = [one.candidate_id for one in places if one.agreed_to]
    if not agreed:
        return places
    told: dict[str, str] = {}
    for row in lines_about(connection, "shortlist", shortlist_id):
        if terms := row.entry.details.get("terms"):
            told[str(row.entry.details.get("candidate"))] = str(terms)
    now = terms_of(vacancy)
    names = {name: reference(key, name) for name, key in keys_of(connection, agreed).items()}
    outdated = {name for name in agreed if told.get(names[name], now) != now}
    return [replace(one, agreed_to="") if one.candidate_id in outdated else one for one in places]
