"""The draft of the employer's document for a saved shortlist, and who stands behind each code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from matcher.exchange.rosa import RosaDocument, build_rosa
from matcher.settings import Intermediary
from matcher.store.candidates import read_candidates
from matcher.store.pseudonym import keyed_digest, keys_of
from matcher.store.shortlists import get_shortlist
from matcher.store.vacancies import get_vacancy
from matcher.vocabulary.bundle import Vocabularies

__all__ = ["Draft", "make_draft"]

_SHORTEST, _LONGEST = 4, 64


@dataclass(frozen=True)
class Draft:
    """The document, and the key that stays at the desk.

    Attributes
    ----------
    people : mapping of str to str
        Code in the document to candidate id.
    """

    document: RosaDocument
    people: Mapping[str, str]


def make_draft(
    connection: Connection,
    shortlist_id: str,
    vocabularies: Vocabularies,
    intermediary: Intermediary,
    language: str,
) -> Draft:
    """Return the draft of a saved shortlist; who was erased since is not in it.

    Raises
    ------
    NotFoundError
        If there is no such shortlist.
    """
    saved = get_shortlist(connection, shortlist_id).shortlist
    vacancy = get_vacancy(connection, saved.subject).vacancy
    people = read_candidates(connection, [entry.id for entry in saved.ranked])
    codes = _codes(keys_of(connection, people), vacancy.id)
    document = build_rosa(saved, vacancy, people, codes, vocabularies, intermediary, language)
    return Draft(document, {codes[name]: name for name in sorted(people, key=lambda name: codes[name])})


def _codes(keys: Mapping[str, bytes], vacancy_id: str) -> dict[str, str]:
    """Return a code for each person: another one for each vacancy, and nothing once the person is erased."""
    digests = {name: keyed_digest(key, f"rosa:{vacancy_id}").upper() for name, key in keys.items()}
    length = next(
        n for n in range(_SHORTEST, _LONGEST) if len({d[:n] for d in digests.values()}) == len(digests)
    )
    return {name: f"C-{digest[:length]}" for name, digest in digests.items()}
