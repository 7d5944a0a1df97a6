"""Links of records: as they are kept, where they stand, and an operator's choice applied to everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection

from matcher.domain.candidate import (
    Candidate,
    Education,
    LanguageClaim,
    LicenceClaim,
    SkillClaim,
    WorkExperience,
)
from matcher.domain.record import Mention
from matcher.domain.vacancy import Requirement, RequirementKind, Vacancy
from matcher.errors import NotFoundError
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.candidates import iterate_candidates
from matcher.store.corrections import settle_link
from matcher.store.vacancies import iterate_vacancies, upsert_vacancies
from matcher.text.normalise import fold_key
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.results import LinkResult
from matcher.vocabulary.schema import Kind

__all__ = ["mention_of", "resolve_link", "visit_candidate", "visit_vacancy"]

_CHUNK = 2_000
_T = TypeVar("_T")
#: New mention for words of a kind; ``None`` leaves it as it is.
_Renew = Callable[[Kind, Mention], Mention | None]


def mention_of(result: LinkResult) -> Mention:
    """Return a link result as a record keeps it: the words, and the concept or the choices."""
    return Mention(
        text=result.text,
        concept=result.concept or "",
        method=result.method if result.concept else "none",
        # sums of floats differ in their last digits from run to run, and a record must not
        confidence=round(min(1.0, max(0.0, result.confidence)), 4),
        choices=tuple(option.concept for option in result.alternatives) if result.ambiguous else (),
    )


def resolve_link(
    connection: Connection,
    vocabularies: Vocabularies,
    kind: Kind,
    text: str,
    concept: str,
    actor: str,
    at: datetime,
) -> int:
    """Remember an operator's choice, and apply it wherever these words stand; return the records changed.

    Raises
    ------
    NotFoundError
        ``E-DSK-030`` for a concept that the vocabulary does not have.
    """
    if concept not in vocabularies[kind]:
        raise NotFoundError(
            "E-DSK-030",
            f"«{concept}» non è un codice del vocabolario.",
            f'Cercalo con parole più comuni: matcher link --kind {kind} "{text}"',
        )
    settle_link(connection, kind, text, concept, actor, at)
    wanted = fold_key(text)

    def renew(of: Kind, mention: Mention) -> Mention | None:
        if of != kind or fold_key(mention.text) != wanted:
            return None
        return Mention(text=mention.text, concept=concept, method="operator", confidence=1.0)

    eqf = vocabularies["education"][concept].rank or None if kind == "education" else None
    return _rewrite(connection, renew, eqf, actor, at)


def _rewrite(connection: Connection, renew: _Renew, eqf: int | None, actor: str, at: datetime) -> int:
    changed = 0
    people = ((old, _renewed_candidate(old, renew, eqf)) for old in iterate_candidates(connection))
    rows = [StoredCandidate(new) for old, new in people if new != old]
    for piece in _pieces(rows):
        changed += upsert_candidates(connection, piece, actor, at, given={}).changed
    requests = ((old, _renewed_vacancy(old, renew)) for old in iterate_vacancies(connection))
    fresh = [new for old, new in requests if new != old]
    for block in _pieces(fresh):
        changed += upsert_vacancies(connection, block, actor, at, given={}).changed
    return changed


def _renewed_candidate(candidate: Candidate, renew: _Renew, eqf: int | None) -> Candidate:
    def occupation(mention: Mention) -> Mention:
        return renew("occupation", mention) or mention

    def job(one: WorkExperience) -> WorkExperience:
        return one.model_copy(update={"occupation": occupation(one.occupation)})

    def skill(claim: SkillClaim) -> SkillClaim:
        return claim.model_copy(update={"skill": renew("skill", claim.skill) or claim.skill})

    def licence(claim: LicenceClaim) -> LicenceClaim:
        found = renew("licence", Mention(text=claim.text))
        return claim.model_copy(update={"concept": found.concept}) if found else claim

    def title(one: Education) -> Education:
        found = renew("education", Mention(text=one.title))
        return one.model_copy(update={"concept": found.concept, "eqf": one.eqf or eqf}) if found else one

    def language(claim: LanguageClaim) -> LanguageClaim:
        found = renew("language", Mention(text=claim.language))
        return claim.model_copy(update={"language": found.concept}) if found else claim

    return candidate.model_copy(
        update={
            "licences": _each(candidate.licences, licence),
            "education": _each(candidate.education, title),
            "languages": _each(candidate.languages, language),
            "wanted": _each(candidate.wanted, occupation),
            "inclinations": _each(candidate.inclinations, occupation),
            "work": _each(candidate.work, job),
            "skills": _each(candidate.skills, skill),
        }
    )


def _each(claims: Sequence[_T] | None, renewed: Callable[[_T], _T]) -> tuple[_T, ...] | None:
    return None if claims is None else tuple(map(renewed, claims))


def _renewed_vacancy(vacancy: Vacancy, renew: _Renew) -> Vacancy:
    def requirement(item: Requirement) -> Requirement:
        if item.kind is not RequirementKind.SKILL or item.mention is None:
            return item
        return item.model_copy(update={"mention": renew("skill", item.mention) or item.mention})

    return vacancy.model_copy(
        update={
            "occupations": tuple(renew("occupation", m) or m for m in vacancy.occupations),
            "requirements": tuple(requirement(item) for item in vacancy.requirements),
        }
    )


def visit_candidate(candidate: Candidate, note: Callable[[Kind, Mention], None]) -> None:
    """Call for every occupation and skill in a profile."""
    for mention in (*(candidate.wanted or ()), *(candidate.inclinations or ())):
        note("occupation", mention)
    for job in candidate.work or ():
        note("occupation", job.occupation)
    for claim in candidate.skills or ():
        note("skill", claim.skill)


def visit_vacancy(vacancy: Vacancy, note: Callable[[Kind, Mention], None]) -> None:
    """Call for every occupation and skill in a vacancy."""
    for mention in vacancy.occupations:
        note("occupation", mention)
    for item in vacancy.requirements:
        if item.kind is RequirementKind.SKILL and item.mention is not None:
            note("skill", item.mention)


def _pieces(rows: Iterable[_T]) -> Iterator[list[_T]]:
    waiting = iter(rows)
    while piece := list(islice(waiting, _CHUNK)):
        yield piece
