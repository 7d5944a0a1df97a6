"""What the vacancy asks, and how a person meets it, without a word more than was asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from matcher.domain.candidate import Candidate, LicenceClaim, WorkExperience
from matcher.domain.levels import Cefr, Evidence, RequirementLevel
from matcher.domain.record import Record
from matcher.domain.vacancy import Requirement, RequirementKind, Vacancy
from matcher.exchange.rosa_claims import told
from matcher.exchange.rosa_experience import (
    best_evidence,
    duration,
    months_of,
    required_work,
    weakest_evidence,
)
from matcher.exchange.rosa_words import EVIDENCE, LEVELS, STRENGTH, or_higher, page_words
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.closure import generalises, holds_all

__all__ = ["RequirementLine", "related_skills", "requirement_lines"]

_MOST_SKILLS = 8
_ITALIAN = "it"
#: Licences that expire on a birthday: it is told only whether they last.
_BIRTHDAYS = frozenset({"driver.ka", "driver.kb"})
_LASTING = timedelta(days=365)


class RequirementLine(Record):
    """One requirement, and how a person meets it.

    Attributes
    ----------
    level : str
        How much it is wanted, in words.
    found, evidence : str
        What is on record and how it is known; empty where nothing is.
    valid : str
        Until when a licence holds, in words.
    """

    asked: str
    level: str = ""
    found: str = ""
    evidence: str = ""
    valid: str = ""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A person read for a vacancy, in a language, on a day."""

    candidate: Candidate
    vacancy: Vacancy
    on: date
    vocabularies: Vocabularies
    language: str

    @property
    def words(self) -> dict[str, str]:
        return dict(page_words(self.language))


_Line = Callable[[_Reading, Requirement], RequirementLine | None]


def requirement_lines(
    candidate: Candidate, vacancy: Vacancy, on: date, vocabularies: Vocabularies, language: str
) -> tuple[RequirementLine, ...]:
    """Return one line for each skill, licence, language, qualification and experience that is asked for.

    Parameters
    ----------
    on : date
        Day on which a licence must still be valid. Of a driving licence it is told only whether it lasts
        another year: its expiry is a birthday.
    """
    reading = _Reading(candidate, vacancy, on, vocabularies, language)
    makers: dict[RequirementKind, _Line] = {
        RequirementKind.SKILL: _skill,
        RequirementKind.LICENCE: _licence,
        RequirementKind.LANGUAGE: _language,
        RequirementKind.EDUCATION: _education,
        RequirementKind.EXPERIENCE: _experience,
    }
    lines = []
    for asked in vacancy.requirements_to_match:
        if asked.level is RequirementLevel.MUST_NOT:
            continue
        line = makers[asked.kind](reading, asked)
        # what was read from the text and not confirmed is wanted, whatever its words say
        level = asked.level if asked.confirmed else RequirementLevel.WANTED
        if line is not None:
            lines.append(line.model_copy(update={"level": LEVELS[language][level]}))
    return tuple(dict.fromkeys(lines))


def related_skills(
    candidate: Candidate, vacancy: Vacancy, vocabularies: Vocabularies, language: str
) -> tuple[str, ...]:
    """Return the person's skills that belong to the work, in the order of the alphabet."""
    occupations, skills = vocabularies["occupation"], vocabularies["skill"]
    asked = {m.concept for m in vacancy.occupations if m.concept in occupations}
    groups = asked | {occupations[concept].isco for concept in asked}
    required = {r.mention.concept for r in vacancy.requirements_to_match if r.mention is not None}
    found = {
        skills[claim.skill.concept].label(language)
        for claim in candidate.skills or ()
        if not claim.lacking
        and told(claim.skill, skills)
        and claim.skill.concept not in required
        and groups & set(skills[claim.skill.concept].occupations)
    }
    return tuple(sorted(found)[:_MOST_SKILLS])


def _concept(requirement: Requirement) -> str:
    return requirement.mention.concept if requirement.mention else ""


def _skill(reading: _Reading, requirement: Requirement) -> RequirementLine | None:
    skills, concept = reading.vocabularies["skill"], _concept(requirement)
    if concept not in skills:
        return None
    proofs = [
        claim
        for claim in reading.candidate.skills or ()
        if not claim.lacking
        and told(claim.skill, skills)
        and (claim.skill.concept == concept or concept in generalises(skills, claim.skill.concept))
    ]
    best = max(proofs, key=lambda claim: STRENGTH.index(claim.evidence), default=None)
    asked = skills[concept].label(reading.language)
    if best is None:
        return RequirementLine(asked=asked)
    return RequirementLine(
        asked=asked,
        found=skills[best.skill.concept].label(reading.language),
        evidence=EVIDENCE[reading.language][best.evidence],
    )


def _licence(reading: _Reading, requirement: Requirement) -> RequirementLine | None:
    licences, concept = reading.vocabularies["licence"], _concept(requirement)
    if concept not in licences:
        return None
    valid = [
        claim
        for claim in reading.candidate.licences or ()
        if claim.concept in licences and (claim.expires_on is None or claim.expires_on >= reading.on)
    ]
    asked = licences[concept].label(reading.language)
    if concept not in holds_all(licences, [claim.concept for claim in valid]):
        return RequirementLine(asked=asked)
    proofs = [claim for claim in valid if concept in holds_all(licences, [claim.concept])] or valid
    evidence = best_evidence(claim.evidence for claim in proofs)
    birthday = licences[concept].facts.get("category") == "driving" or concept in _BIRTHDAYS
    return RequirementLine(
        asked=asked,
        found=asked,
        evidence=EVIDENCE[reading.language][evidence],
        valid=_validity(reading, proofs, birthday),
    )


def _validity(reading: _Reading, proofs: list[LicenceClaim], birthday: bool) -> str:
    """Return until when the longest of some licences holds; nothing where one has no known expiry."""
    known = [claim.expires_on for claim in proofs if claim.expires_on is not None]
    if len(known) < len(proofs):
        return ""
    last = max(known)
    if not birthday:
        return f"{reading.words['valid_until']} {last:{reading.words['day']}}"
    return reading.words["valid_year" if last >= reading.on + _LASTING else "expires_soon"]


def _language(reading: _Reading, requirement: Requirement) -> RequirementLine | None:
    languages, code, wanted = reading.vocabularies["language"], _concept(requirement), requirement.cefr
    if code not in languages:
        return None
    name = languages[code].label(reading.language)
    asked = f"{name} {wanted.name}" if wanted else name
    held = next((claim for claim in reading.candidate.languages or () if claim.language == code), None)
    if code == _ITALIAN:
        # who states a level of Italian and who does not says who was born with it: all look the same, or unsaid
        if requirement.level is not RequirementLevel.MUST or not requirement.confirmed:
            return None
        below = held is not None and held.level is not None and wanted is not None and held.level < wanted
        return RequirementLine(asked=asked, found="" if below else reading.words["unopposed"])
    if held is None:
        return RequirementLine(asked=asked)
    found = f"{name} {_level(held.level, wanted, reading.language)}".strip()
    return RequirementLine(asked=asked, found=found, evidence=EVIDENCE[reading.language][held.evidence])


def _level(held: Cefr | None, wanted: Cefr | None, language: str) -> str:
    """Return the level held, up to that asked: more would tell a mother tongue."""
    if held is None:
        return ""
    most = wanted or Cefr.B2
    return f"{most.name}{or_higher(language)}" if held > most else held.name


def _education(reading: _Reading, requirement: Requirement) -> RequirementLine | None:
    fields, wanted, field = reading.vocabularies["field"], requirement.eqf, _concept(requirement)
    held = reading.candidate.education or ()
    counted = [title for title in held if not title.foreign or title.recognised]
    asked, found, proofs = [], [], []
    if wanted:
        asked.append(f"EQF {wanted}")
        best = max((title for title in counted if title.eqf), key=lambda title: title.eqf or 0, default=None)
        if best is not None and best.eqf:
            above = best.eqf > wanted
            found.append(f"EQF {wanted}{or_higher(reading.language)}" if above else f"EQF {best.eqf}")
            proofs.append(best.evidence)
    if field in fields:
        asked.append(fields[field].label(reading.language))
        if same := [title.evidence for title in counted if title.field == field]:
            found.append(fields[field].label(reading.language))
            proofs.append(best_evidence(same))
    if not asked:
        return None
    asked_words = f"{reading.words['qualification']}: {', '.join(asked)}"
    if found:
        evidence = EVIDENCE[reading.language][weakest_evidence(proofs)]
        return RequirementLine(asked=asked_words, found=", ".join(found), evidence=evidence)
    if any((title.eqf or 0) >= (wanted or 0) for title in held if title.foreign):
        return RequirementLine(asked=asked_words, found=reading.words["foreign"])
    return RequirementLine(asked=asked_words)


def _experience(reading: _Reading, requirement: Requirement) -> RequirementLine | None:
    if not requirement.months:
        return None
    most = max(requirement.months, 12)
    asked = f"{reading.words['related']}: {duration(requirement.months, reading.language, most)}"
    jobs = required_work(reading.candidate, reading.vacancy, reading.vocabularies)
    months = months_of(jobs, reading.on)
    if not months:
        return RequirementLine(asked=asked)
    return RequirementLine(
        asked=asked,
        found=duration(months, reading.language, max(120, most)),
        evidence=EVIDENCE[reading.language][_proof(jobs, reading.on, requirement.months)],
    )


def _proof(jobs: list[WorkExperience], on: date, asked: int) -> Evidence:
    """Return the strongest evidence that proves by itself the months asked for; else the weakest of all."""
    for level in reversed(STRENGTH):
        if months_of([job for job in jobs if job.evidence == level], on) >= asked:
            return level
    return weakest_evidence(job.evidence for job in jobs)
