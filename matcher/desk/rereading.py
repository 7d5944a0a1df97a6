"""Reading again with today's vocabularies and readers: links and readings that nobody confirmed are made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection

from matcher.desk.candidate_words import link_candidates
from matcher.desk.linking import visit_candidate, visit_vacancy
from matcher.desk.vacancy_words import read_vacancies
from matcher.desk.words import WordReader, open_word_reader
from matcher.domain.candidate import Candidate
from matcher.domain.record import Mention, Record
from matcher.domain.vacancy import Vacancy
from matcher.embedding.protocol import Embedder
from matcher.exchange.candidates import CandidateParts
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.candidates import iterate_candidates
from matcher.store.vacancies import iterate_vacancies, upsert_vacancies
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.schema import Kind

__all__ = ["RelinkReport", "relink", "unread_candidate", "unread_vacancy"]

_CHUNK = 2_000
Kept = TypeVar("Kept", bound=Record)
_Words = dict[tuple[Kind, str], str]


class RelinkReport(Record):
    """What reading again changed, counted in distinct words.

    Attributes
    ----------
    gained, lost, moved : tuple of str
        Words that now reach a concept, no longer reach one, reach another one.
    n_words : int
        Distinct words linked.
    n_records : int
        Candidates and vacancies rewritten.
    """

    n_words: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    moved: tuple[str, ...]
    n_records: int


def relink(
    connection: Connection, vocabularies: Vocabularies, embedder: Embedder, actor: str, at: datetime
) -> RelinkReport:
    """Link all words of the store and read all its texts again.

    The operators' corrections win where their concepts still exist; what an operator confirmed or dropped stays so.
    """
    words = open_word_reader(vocabularies, embedder, connection)
    before: _Words = {}
    after: _Words = {}
    people: list[StoredCandidate] = []
    for piece in _pieces(iterate_candidates(connection)):
        fresh = link_candidates([CandidateParts(unread_candidate(one)) for one in piece], words)
        for old, new in zip(piece, fresh, strict=True):
            visit_candidate(old, _note(before))
            visit_candidate(new.candidate, _note(after))
            if new.candidate != old:
                people.append(StoredCandidate(new.candidate))
    requests: list[Vacancy] = []
    for some in _pieces(iterate_vacancies(connection)):
        for old_one, new_one in zip(some, _reread(some, words), strict=True):
            visit_vacancy(old_one, _note(before))
            visit_vacancy(new_one, _note(after))
            if new_one != old_one:
                requests.append(new_one)
    changed = upsert_candidates(connection, people, actor, at, given={}).changed
    changed += upsert_vacancies(connection, requests, actor, at, given={}).changed
    return _report(before, after, changed)


def unread_candidate(candidate: Candidate) -> Candidate:
    """Return a profile without the links that a program made: what an operator chose stays."""
    changes: dict[str, Any] = {
        name: tuple(map(_unlinked, mentions))
        for name, mentions in (("wanted", candidate.wanted), ("inclinations", candidate.inclinations))
        if mentions
    }
    if candidate.work:
        changes["work"] = tuple(
            job.model_copy(update={"occupation": _unlinked(job.occupation)}) for job in candidate.work
        )
    if candidate.skills:
        changes["skills"] = tuple(
            claim.model_copy(update={"skill": _unlinked(claim.skill)}) for claim in candidate.skills
        )
    return candidate.model_copy(update=changes)


def unread_vacancy(vacancy: Vacancy) -> Vacancy:
    """Return a vacancy without the links that a program made, and without the readings that nobody confirmed."""
    return vacancy.model_copy(
        update={
            "occupations": tuple(map(_unlinked, vacancy.occupations)),
            "requirements": tuple(one for one in vacancy.requirements if one.confirmed),
        }
    )


def _reread(vacancies: Sequence[Vacancy], words: WordReader) -> list[Vacancy]:
    """Return vacancies read again; the text of those that state their requirements is not read, as at import."""
    found: dict[int, Vacancy] = {}
    for extract in (False, True):
        chosen = [
            number
            for number, one in enumerate(vacancies)
            if extract is (not one.requirements or any(not item.confirmed for item in one.requirements))
        ]
        readings = read_vacancies([unread_vacancy(vacancies[number]) for number in chosen], words, extract)
        found.update({number: one.vacancy for number, one in zip(chosen, readings, strict=True)})
    return [found[number] for number in range(len(vacancies))]


def _unlinked(mention: Mention) -> Mention:
    return mention if mention.method == "operator" or not mention.concept else Mention(text=mention.text)


def _note(found: _Words) -> Callable[[Kind, Mention], None]:
    def note(kind: Kind, mention: Mention) -> None:
        found.setdefault((kind, mention.text), mention.concept)

    return note


def _report(before: Mapping[Any, str], after: Mapping[Any, str], n_records: int) -> RelinkReport:
    pairs = [(key[1], before.get(key, ""), after.get(key, "")) for key in {**before, **after}]
    return RelinkReport(
        n_words=len(pairs),
        gained=tuple(sorted({text for text, old, new in pairs if new and not old})),
        lost=tuple(sorted({text for text, old, new in pairs if old and not new})),
        moved=tuple(sorted({text for text, old, new in pairs if old and new and old != new})),
        n_records=n_records,
    )


def _pieces(records: Iterator[Kept]) -> Iterator[list[Kept]]:
    while piece := list(islice(records, _CHUNK)):
        yield piece
