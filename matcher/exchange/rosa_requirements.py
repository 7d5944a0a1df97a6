"""What the vacancy asks, and how a person meets it, without a word more than was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from matcher.domain.candidate import Candidate
from matcher.domain.levels import Cefr, Evidence, RequirementLevel
from matcher.domain.record import Record
from matcher.domain.vacancy import Requirement, RequirementKind, Vacancy
from matcher.exchange.rosa_words import EVIDENCE, or_higher
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.closure import generalises, holds_all

__all__ = ["RequirementLine", "related_skills", "requirement_lines"]

_MOST_SKILLS = 8
_ITALIAN = "it"
_STRENGTH = (Evidence.DECLARED, Evidence.OBSERVED, Evidence.CERTIFIED)


class RequirementLine(Record):
    """One requirement, and how a person meets it: evidence level, or empty where it is not on record."""

    asked: str
    found: str = ""
    evidence: str = ""


_Line = Callable[[Candidate, Requirement, Vocabularies, str], RequirementLine | None]


def requirement_lines(
    candidate: Candidate, vacancy: Vacancy, on: date, vocabularies: Vocabularies, language: str
) -> tuple[RequirementLine, ...]:
    """Return one line for each skill, licence, language and qualification that the vacancy asks for.

    Parameters
    ----------
    on : date
        Day on which a licence must still be valid. Its expiry is not shown: that of a driving licence is
        a birthday.
    """
    makers: dict[RequirementKind, _Line] = {
        RequirementKind.SKILL: _skill,
        RequirementKind.LICENCE: partial(_licence, on),
        RequirementKind.LANGUAGE: _language,
        RequirementKind.EDUCATION: _education,
    }
    asked = (r for r in vacancy.requirements if r.kind in makers and r.level is not RequirementLevel.MUST_NOT)
    lines = (makers[r.kind](candidate, r, vocabularies, language) for r in asked)
    return tuple(dict.fromkeys(line for line in lines if line is not None))


def related_skills(
    candidate: Candidate, vacancy: Vacancy, vocabularies: Vocabularies, language: str
) -> tuple[str, ...]:
    """Return the person's skills that belong to the work, in the order of the alphabet."""
    occupations, skills = vocabularies["occupation"], vocabularies["skill"]
    asked = {m.concept for m in vacancy.occupations if m.concept in occupations}
    groups = asked | {occupations[concept].isco for concept in asked}
    required = {r.mention.concept for r in vacancy.requirements if r.mention is not None}
    found = {
        skills[claim.skill.concept].label(language)
        for claim in candidate.skills or ()
        if not claim.lacking
        and claim.skill.concept in skills
        and claim.skill.concept not in required
        and groups & set(skills[claim.skill.concept].occupations)
    }
    return tuple(sorted(found)[:_MOST_SKILLS])


def _concept(requirement: Requirement) -> str:
    return requirement.mention.concept if requirement.mention else ""


def _skill(
    candidate: Candidate, requirement: Requirement, vocabularies: Vocabularies, language: str
) -> RequirementLine | None:
    skills, concept = vocabularies["skill"], _concept(requirement)
    if concept not in skills:
        return None
    proofs = [
        claim
        for claim in candidate.skills or ()
        if not claim.lacking
        and claim.skill.concept in skills
        and (claim.skill.concept == concept or concept in generalises(skills, claim.skill.concept))
    ]
    best = max(proofs, key=lambda claim: _STRENGTH.index(claim.evidence), default=None)
    asked = skills[concept].label(language)
    if best is None:
        return RequirementLine(asked=asked)
    return RequirementLine(
        asked=asked,
        found=skills[best.skill.concept].label(language),
        evidence=EVIDENCE[language][best.evidence],
    )


def _licence(
    on: date, candidate: Candidate, requirement: Requirement, vocabularies: Vocabularies, language: str
) -> RequirementLine | None:
    licences, concept = vocabularies["licence"], _concept(requirement)
    if concept not in licences:
        return None
    valid = [
        claim
        for claim in candidate.licences or ()
        if claim.concept in licences and (claim.expires_on is None or claim.expires_on >= on)
    ]
    asked = licences[concept].label(language)
    if concept not in holds_all(licences, [claim.concept for claim in valid]):
        return RequirementLine(asked=asked)
    proofs = [claim.evidence for claim in valid if concept in holds_all(licences, [claim.concept])]
    evidence = max(proofs, key=_STRENGTH.index, default=Evidence.DECLARED)
    return RequirementLine(asked=asked, found=asked, evidence=EVIDENCE[language][evidence])


def _language(
    candidate: Candidate, requirement: Requirement, vocabularies: Vocabularies, language: str
) -> RequirementLine | None:
    languages, code, wanted = vocabularies["language"], _concept(requirement), requirement.cefr
    if code not in languages:
        return None
    name = languages[code].label(language)
    asked = f"{name} {wanted.name}" if wanted else name
    if code == _ITALIAN:
        # who states a level of Italian and who does not says who was born with it: met by all, or unsaid
        met = requirement.level is RequirementLevel.MUST and requirement.confirmed
        return RequirementLine(asked=asked, found=asked) if met else None
    held = next((claim for claim in candidate.languages or () if claim.language == code), None)
    if held is None:
        return RequirementLine(asked=asked)
    found = f"{name} {_level(held.level, wanted, language)}".strip()
    return RequirementLine(asked=asked, found=found, evidence=EVIDENCE[language][held.evidence])


def _level(held: Cefr | None, wanted: Cefr | None, language: str) -> str:
    """Return the level held, up to that asked: more would tell a mother tongue."""
    if held is None:
        return ""
    most = wanted or Cefr.B2
    return f"{most.name}{or_higher(language)}" if held > most else held.name


def _education(
    candidate: Candidate, requirement: Requirement, vocabularies: Vocabularies, language: str
) -> RequirementLine | None:
    fields, wanted, field = vocabularies["field"], requirement.eqf, _concept(requirement)
    counted = [e for e in candidate.education or () if not e.foreign or e.recognised]
    asked, found = [], []
    if wanted:
        asked.append(f"EQF {wanted}")
        best = max((education.eqf or 0 for education in counted), default=0)
        if best:
            found.append(f"EQF {wanted}{or_higher(language)}" if best > wanted else f"EQF {best}")
    if field in fields:
        asked.append(fields[field].label(language))
        found += _same_field([education.field for education in counted], field, fields[field].label(language))
    if not asked:
        return None
    title = "Titolo di studio" if language == "it" else "Qualification"
    return RequirementLine(asked=f"{title}: {', '.join(asked)}", found=", ".join(found))


def _same_field(studied: Sequence[str], field: str, label: str) -> list[str]:
    return [label] if field in studied else []
