"""Curricula in running text: what they say fills the fields of a record that nobody asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from matcher.desk.linking import mention_of
from matcher.desk.words import WordReader
from matcher.domain.candidate import (
    TEXT_FIELDS,
    Candidate,
    Education,
    LanguageClaim,
    LicenceClaim,
    SkillClaim,
    WorkExperience,
)
from matcher.domain.levels import Cefr
from matcher.domain.record import Mention
from matcher.exchange.candidates import CandidateParts
from matcher.vocabulary.curriculum import Curriculum, CurriculumReader, Job
from matcher.vocabulary.reading import Mentioned

__all__ = ["read_curricula"]

_SPELLED = 0.97


def read_curricula(people: Sequence[CandidateParts], words: WordReader) -> list[CandidateParts]:
    """Return the same people; of those known by their text alone, or told by a curriculum, its fields are read.

    A field that was asked stays as it is. What is read again gives the same.
    """
    places = [number for number, one in enumerate(people) if _fields(one.candidate)]
    if not places:
        return list(people)
    reader = CurriculumReader(words.finder, words.linkers["occupation"])
    found = list(people)
    told = reader.read_all([people[number].candidate.summary for number in places])
    for number, curriculum in zip(places, told, strict=True):
        found[number] = replace(
            people[number], candidate=_filled(people[number].candidate, curriculum, words)
        )
    return found


def _fields(candidate: Candidate) -> tuple[str, ...]:
    """Return the fields to be read in the text of a person."""
    if not candidate.summary:
        return ()
    if candidate.read_in_text:
        return candidate.read_in_text
    return TEXT_FIELDS if all(getattr(candidate, name) is None for name in TEXT_FIELDS) else ()


def _filled(candidate: Candidate, curriculum: Curriculum, words: WordReader) -> Candidate:
    read: dict[str, tuple[Any, ...]] = {
        "wanted": tuple(mention_of(link) for link in curriculum.aims),
        "work": tuple(map(_work, curriculum.jobs)),
        "skills": _skills(curriculum),
        "education": tuple(_education(one, words) for one in _of(curriculum, "education")),
        "languages": _languages(curriculum, words),
        "licences": tuple(
            LicenceClaim(text=one.text, concept=one.concept or "") for one in _of(curriculum, "licence")
        ),
    }
    fields = _fields(candidate)
    changes: dict[str, Any] = {name: read[name] or None for name in fields}
    if candidate.own_vehicle is None and any(one.concept == "own_vehicle" for one in curriculum.mentions):
        changes["own_vehicle"] = True
    return candidate.model_copy(update={**changes, "read_in_text": fields})


def _of(curriculum: Curriculum, kind: str) -> list[Mentioned]:
    """Return the mentions of a kind, each meaning once, the one that says most first."""
    same = [one for one in curriculum.mentions if one.kind == kind and one.concept]
    same.sort(key=lambda one: one.value is None)
    once = {(one.concept, one.value if kind == "education" else None): one for one in reversed(same)}
    return sorted(once.values(), key=lambda one: one.start)


def _work(job: Job) -> WorkExperience:
    period = job.period
    return WorkExperience(
        occupation=mention_of(job.link),
        start=period.first if period else None,
        end=period.last if period else None,
        months=job.months,
    )


def _skills(curriculum: Curriculum) -> tuple[SkillClaim, ...]:
    known = [_mention(one) for one in _of(curriculum, "skill")]
    return tuple(
        SkillClaim(skill=mention)
        for mention in (*known, *(Mention(text=text) for text in curriculum.other_skills))
    )


def _mention(one: Mentioned) -> Mention:
    method = "alternative" if one.confidence >= _SPELLED else "embedding"
    return Mention.model_validate(
        {"text": one.text, "concept": one.concept, "method": method, "confidence": one.confidence}
    )


def _education(one: Mentioned, words: WordReader) -> Education:
    concept = one.concept or ""
    return Education(
        title=one.text, concept=concept, eqf=words.labels.eqf.get(concept) or None, field=str(one.value or "")
    )


def _languages(curriculum: Curriculum, words: WordReader) -> tuple[LanguageClaim, ...]:
    found = []
    for one in _of(curriculum, "language"):
        level = Cefr[str(one.value)] if one.value else None
        found.append(LanguageClaim(language=one.concept or "", level=level))
    return tuple(found)
