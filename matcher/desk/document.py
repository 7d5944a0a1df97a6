"""The employer's document of a saved shortlist: who is in it, who may not be, and who stands behind each code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from matcher.desk.recipients import hindrance
from matcher.domain.candidate import Contact
from matcher.domain.states import OUTCOMES, UNVERIFIED, PersonState
from matcher.exchange.rosa import RosaDocument, build_rosa
from matcher.settings import Intermediary
from matcher.store.candidates import read_candidates
from matcher.store.places import places_of
from matcher.store.pseudonym import keyed_digest, keys_of
from matcher.store.shortlists import get_shortlist
from matcher.store.vacancies import get_vacancy
from matcher.vocabulary.bundle import Vocabularies

__all__ = ["MadeDocument", "SetAside", "make_document"]

_SHORTEST, _LONGEST = 4, 64
#: Who stands in a draft: whoever may still be referred, or was.
_SHOWN = frozenset({*UNVERIFIED, PersonState.AVAILABLE, PersonState.REFERRED, *OUTCOMES})


@dataclass(frozen=True, slots=True)
class SetAside:
    """Somebody who is in the list and may not be in the document, with the reason in both languages."""

    candidate: str
    reason_it: str
    reason_en: str


@dataclass(frozen=True)
class MadeDocument:
    """The document, and what stays at the desk.

    Attributes
    ----------
    people : mapping of str to str
        Code in the document to candidate id.
    set_aside : tuple of SetAside
        Who was left out, by id.
    """

    document: RosaDocument
    people: Mapping[str, str]
    set_aside: tuple[SetAside, ...] = ()


def make_document(
    connection: Connection,
    shortlist_id: str,
    vocabularies: Vocabularies,
    intermediary: Intermediary,
    language: str,
    on: date,
    *,
    people: Sequence[str] | None = None,
    releases: Mapping[str, Contact] | None = None,
    valid_until: date | None = None,
) -> MadeDocument:
    """Return the document of a saved shortlist; what persons refuse is asked again, as it stands now.

    Parameters
    ----------
    on : date
        Day of the document.
    people : sequence of str, optional
        Who goes; whoever may still be referred if omitted. Who was erased since is not in it.
    releases : mapping of str to Contact, optional
        Contact data of those who agreed to this recipient and whom the operator released.
    valid_until : date, optional
        Last day on which a final document may be used; a draft, which may not be sent, if omitted.

    Raises
    ------
    InputError
        ``E-DOC-001`` for a final document while the intermediary is not configured.
    NotFoundError
        If there is no such shortlist.
    """
    saved = get_shortlist(connection, shortlist_id).shortlist
    vacancy = get_vacancy(connection, saved.subject).vacancy
    if people is None:
        places = places_of(connection, shortlist_id)
        people = [place.candidate_id for place in places if place.state in _SHOWN]
    found = read_candidates(connection, people)
    hindered = {name: hindrance(one, vacancy.employer, on) for name, one in found.items()}
    shown = {name: one for name, one in found.items() if hindered[name] is None}
    codes = _codes(keys_of(connection, found), vacancy.id)
    document = build_rosa(
        shortlist_id,
        vacancy,
        [*shown.values()],
        codes,
        vocabularies,
        intermediary,
        on,
        language,
        releases=releases,
        valid_until=valid_until,
    )
    return MadeDocument(
        document,
        {codes[name]: name for name in sorted(shown, key=lambda name: codes[name])},
        tuple(SetAside(name, *why) for name, why in sorted(hindered.items()) if why is not None),
    )


def _codes(keys: Mapping[str, bytes], vacancy_id: str) -> dict[str, str]:
    """Return a code for each person: another one for each vacancy, and nothing once the person is erased."""
    digests = {name: keyed_digest(key, f"rosa:{vacancy_id}").upper() for name, key in keys.items()}
    length = next(
        n for n in range(_SHORTEST, _LONGEST) if len({d[:n] for d in digests.values()}) == len(digests)
    )
    return {name: f"C-{digest[:length]}" for name, digest in digests.items()}
