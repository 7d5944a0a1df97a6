"""Shortlists: the engine's answer, saved whole and never changed, beside its life at the desk.

Only an erased person leaves an answer. Who is in the shortlist now stands in ``places``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from matcher.domain.shortlist import NearMiss, RankedCandidate, Reason, Shortlist, Verdict, WhyAnswer
from matcher.domain.states import PersonState, ShortlistState
from matcher.domain.vacancy import VacancyState
from matcher.errors import InputError, NotFoundError
from matcher.store import tables
from matcher.store.audit import Entry, append
from matcher.store.places import Place, insert_places
from matcher.store.pseudonym import keyed_digest, keys_of, new_key, reference
from matcher.store.revision import advance
from matcher.store.writing import record_json, require_version

__all__ = [
    "ERASED",
    "ShortlistRow",
    "get_shortlist",
    "list_shortlists",
    "open_lists",
    "redact_person",
    "save_shortlist",
    "shortlists_of_candidate",
    "write_shortlist",
]

#: Stands where the id of an erased person was.
ERASED: Final = "cancellato"
_GONE: Final = Reason(code="ERASED", plugin="store", text_it="Persona cancellata", text_en="Person erased")
_LAST_ID: Final = "ROSA-999999"
#: Fields that hold ids of other things, which may look like a person's.
_IDENTIFIERS: Final = frozenset({"id", "subject", "vacancy", "candidate", "versions"})


@dataclass(frozen=True, slots=True)
class ShortlistRow:
    """A shortlist as stored: who made it, when, and how far it has come.

    Attributes
    ----------
    version : int
        Raised by every step on the shortlist or on somebody in it.
    round : int
        1, and one more for every *integrazione* after it was sent.
    approved_by, approved_at
        Who approved the present round; empty while nobody has.
    """

    shortlist: Shortlist
    state: ShortlistState
    actor: str
    created_at: datetime
    version: int = 1
    round: int = 1
    office: str = ""
    approved_by: str = ""
    approved_at: datetime | None = None
    referred_at: datetime | None = None

    @property
    def id(self) -> str:
        """Its id."""
        return self.shortlist.id

    @property
    def vacancy_id(self) -> str:
        """The vacancy that it answers."""
        return self.shortlist.subject


def save_shortlist(
    connection: Connection,
    shortlist: Shortlist,
    actor: str,
    at: datetime,
    office: str = "",
    protected_reads: Sequence[str] = (),
) -> Shortlist:
    """Save a shortlist for a vacancy; return it with its id (``ROSA-000123`` unless it brings one).

    The eligible people get a place in it, in the order of the engine; those to verify do not until
    somebody adds them.

    Raises
    ------
    InputError
        If it answers the other direction, or its id is taken.
    NotFoundError
        If the vacancy, or somebody in the list, is not in the store.
    """
    if shortlist.direction != "vacancy":
        raise InputError("E-STO-030", "Si salvano solo le rose di una richiesta di personale.")
    _require_vacancy(connection, shortlist.subject)
    people = _people(shortlist)
    keys = keys_of(connection, people)
    raised = advance(connection)
    stored = shortlist if shortlist.id else shortlist.model_copy(update={"id": _next_id(connection, raised)})
    if connection.execute(select(tables.shortlists.c.id).where(tables.shortlists.c.id == stored.id)).first():
        raise InputError("E-STO-031", f"La rosa «{stored.id}» esiste già.")
    key, content = new_key(), record_json(stored)
    row = {"id": stored.id, "vacancy_id": stored.subject, "content": content, "key": key, "office": office}
    first = ShortlistState.DRAFT
    connection.execute(insert(tables.shortlists).values(**row, state=first, actor=actor, created_at=at))
    places = [_seat(stored.id, entry, actor, at) for entry in stored.ranked if entry.id != ERASED]
    insert_places(connection, places)
    if people:
        links = [{"shortlist_id": stored.id, "candidate_id": person} for person in people]
        connection.execute(insert(tables.shortlist_people), links)
    details: dict[str, str | list[str]] = {
        "vacancy": stored.subject,
        "state": first.value,
        "people": [reference(keys[person], person) for person in people],
        "places": [reference(keys[place.candidate_id], place.candidate_id) for place in places],
    }
    if protected_reads:
        # what read protected data to make the list: yes, no or to verify, never the value
        details["protected_reads"] = list(protected_reads)
    append(
        connection,
        [Entry("shortlist.saved", "shortlist", stored.id, keyed_digest(key, content), details)],
        actor,
        at,
    )
    return stored


def _next_id(connection: Connection, revision: int) -> str:
    """Return an id that no shortlist ever had: the log knows those that went with their vacancy.

    Past the last number of six digits it is the revision, which is above every number given before.
    """
    told = tables.log.c.subject_id
    last = select(func.max(told)).where(told >= "ROSA-000000", told <= _LAST_ID)
    newest: str = connection.execute(last).scalar() or "ROSA-000000"
    number = newest.removeprefix("ROSA-")
    following = revision if newest == _LAST_ID or not number.isdecimal() else int(number) + 1
    return f"ROSA-{following:06d}"


def get_shortlist(connection: Connection, shortlist_id: str) -> ShortlistRow:
    """Return one shortlist.

    Raises
    ------
    NotFoundError
        If it is not in the store.
    """
    row = connection.execute(_rows().where(tables.shortlists.c.id == shortlist_id)).one_or_none()
    if row is None:
        raise NotFoundError("E-STO-032", f"La rosa «{shortlist_id}» non c'è.")
    return _shortlist_row(row)


def list_shortlists(
    connection: Connection,
    vacancy_id: str = "",
    *,
    without: Sequence[ShortlistState] = (),
    limit: int = 50,
    offset: int = 0,
) -> list[ShortlistRow]:
    """Return one page of shortlists, the latest first, of one vacancy or of all.

    Parameters
    ----------
    without : sequence of ShortlistState
        States to pass over.
    """
    saved = tables.shortlists.c
    page = _rows().order_by(saved.created_at.desc(), saved.id.desc()).limit(limit).offset(offset)
    if vacancy_id:
        page = page.where(saved.vacancy_id == vacancy_id)
    if without:
        page = page.where(saved.state.not_in([state.value for state in without]))
    return [_shortlist_row(row) for row in connection.execute(page)]


def open_lists(
    connection: Connection, closed: Sequence[VacancyState]
) -> list[tuple[str, str, ShortlistState]]:
    """Return id, vacancy and state of the shortlists that are not over, the oldest first.

    Parameters
    ----------
    closed : sequence of VacancyState
        Shortlists of vacancies in these states are passed over.
    """
    saved, requests = tables.shortlists.c, tables.vacancies.c
    over = (ShortlistState.CLOSED_HIRED, ShortlistState.CLOSED_NOBODY, ShortlistState.WITHDRAWN)
    found = (
        select(saved.id, saved.vacancy_id, saved.state)
        .join(tables.vacancies, requests.id == saved.vacancy_id)
        .where(saved.state.not_in([one.value for one in over]))
        .where(requests.state.not_in([one.value for one in closed]))
        .order_by(saved.created_at, saved.id)
    )
    return [(row.id, row.vacancy_id, ShortlistState(row.state)) for row in connection.execute(found)]


def shortlists_of_candidate(connection: Connection, candidate_id: str) -> tuple[str, ...]:
    """Return the ids of the shortlists in which a person appears, in whatever part."""
    links = tables.shortlist_people.c
    found = select(links.shortlist_id).where(links.candidate_id == candidate_id).order_by(links.shortlist_id)
    return tuple(connection.execute(found).scalars())


def write_shortlist(
    connection: Connection, row: ShortlistRow, expected_version: int | None, **values: Any
) -> int:
    """Change the life of a shortlist; return its new version. The desk logs the step.

    Raises
    ------
    WorkspaceError
        ``E-STO-013`` if somebody changed it after ``expected_version`` was read.
    """
    require_version(row.id, row.version, row.version if expected_version is None else expected_version)
    raised = row.version + 1
    changed = update(tables.shortlists).where(tables.shortlists.c.id == row.id)
    advance(connection)
    connection.execute(changed.values(version=raised, **values))
    return raised


def redact_person(connection: Connection, candidate_id: str, actor: str, at: datetime) -> int:
    """Replace a person by a tombstone in every saved shortlist; return how many were rewritten.

    The rank stays, so that the others keep theirs. The key of the shortlist is replaced too: the digest
    logged when it was saved can no longer confirm a guess of what stood there.
    """
    touched = shortlists_of_candidate(connection, candidate_id)
    entries = []
    for shortlist_id in touched:
        redacted = _without(get_shortlist(connection, shortlist_id).shortlist, candidate_id)
        key, content = new_key(), record_json(redacted)
        changed = update(tables.shortlists).where(tables.shortlists.c.id == shortlist_id)
        connection.execute(changed.values(content=content, key=key))
        details = {"vacancy": redacted.subject}
        entries.append(
            Entry("shortlist.redacted", "shortlist", shortlist_id, keyed_digest(key, content), details)
        )
    links = tables.shortlist_people
    connection.execute(delete(links).where(links.c.candidate_id == candidate_id))
    append(connection, entries, actor, at)
    return len(touched)


def _require_vacancy(connection: Connection, vacancy_id: str) -> None:
    found = select(tables.vacancies.c.id).where(tables.vacancies.c.id == vacancy_id)
    if connection.execute(found).first() is None:
        raise NotFoundError("E-STO-020", f"La richiesta «{vacancy_id}» non c'è.")


def _people(shortlist: Shortlist) -> list[str]:
    ranked = [entry.id for entry in (*shortlist.ranked, *shortlist.to_verify)]
    others = [entry.id for entry in shortlist.near_misses]
    applicants = [answer.candidate for answer in shortlist.left_out_applicants]
    return sorted({*ranked, *others, *applicants} - {ERASED})


def _without(shortlist: Shortlist, candidate_id: str) -> Shortlist:
    cut = shortlist.model_copy(
        update={
            "ranked": _tombstones(shortlist.ranked, candidate_id),
            "to_verify": _tombstones(shortlist.to_verify, candidate_id),
            "near_misses": tuple(
                NearMiss(id=ERASED, score=0, reason=_GONE) if miss.id == candidate_id else miss
                for miss in shortlist.near_misses
            ),
            "left_out_applicants": tuple(
                WhyAnswer(vacancy=answer.vacancy, candidate=ERASED, verdict=Verdict(state="erased"), score=0)
                if answer.candidate == candidate_id
                else answer
                for answer in shortlist.left_out_applicants
            ),
        }
    )
    # Notes and notices of others may name the person ("passed by ..."): no text keeps the id.
    named = re.compile(rf"(?<![\w-]){re.escape(candidate_id)}(?![\w-])")
    return Shortlist.model_validate_json(json.dumps(_unnamed(cut.model_dump(mode="json"), named)))


def _unnamed(value: Any, named: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return named.sub(ERASED, value)
    if isinstance(value, list):
        return [_unnamed(item, named) for item in value]
    if isinstance(value, dict):
        return {key: item if key in _IDENTIFIERS else _unnamed(item, named) for key, item in value.items()}
    return value


def _tombstones(entries: Sequence[RankedCandidate], candidate_id: str) -> tuple[RankedCandidate, ...]:
    return tuple(
        RankedCandidate(id=ERASED, rank=entry.rank, score=0, verdict="erased", contributions=())
        if entry.id == candidate_id
        else entry
        for entry in entries
    )


def _seat(shortlist_id: str, entry: RankedCandidate, actor: str, at: datetime) -> Place:
    return Place(
        shortlist_id,
        entry.id,
        PersonState.PROPOSED,
        entry.rank,
        1,
        entry.verdict,
        entry.score,
        at,
        actor,
        proposed_rank=entry.rank,
    )


def _rows() -> Select[Any]:
    saved = tables.shortlists.c
    names = (name for name in ShortlistRow.__slots__ if name != "shortlist")
    return select(saved.content, *(saved[name] for name in names))


def _shortlist_row(row: Any) -> ShortlistRow:
    held = dict(row._mapping)
    content = Shortlist.model_validate_json(held.pop("content"))
    return ShortlistRow(content, **{**held, "state": ShortlistState(held["state"])})
