"""The employer's document: a model of what may be said, and its draft as a page.

It is no ranking: neutral order, no score, no rank. Nothing protected, no group, no declared constraint,
no name, no contact, no employer's name, no date of a diploma or of a first job (durations are shown).
Only words of the vocabulary appear: what a person typed freely stays at the desk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from jinja2 import Environment, PackageLoader, select_autoescape

from matcher.domain.candidate import Candidate
from matcher.domain.levels import Cefr, RequirementLevel
from matcher.domain.record import Record
from matcher.domain.shortlist import Shortlist
from matcher.domain.vacancy import Requirement, RequirementKind, Vacancy
from matcher.settings import Intermediary
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.closure import generalises, holds_all

__all__ = ["Person", "RequirementLine", "RosaDocument", "build_rosa", "render_html"]

_EVIDENCE = {
    "it": {"declared": "dichiarata", "observed": "osservata", "certified": "certificata"},
    "en": {"declared": "declared", "observed": "observed", "certified": "certified"},
}
_RANKED_EVIDENCE = ("declared", "observed", "certified")


class RequirementLine(Record):
    """One requirement, and how a person meets it: evidence level, or empty where it is not on record."""

    asked: str
    found: str
    evidence: str = ""


class Person(Record):
    """What the employer sees of one person."""

    code: str
    experience: tuple[str, ...]
    requirements: tuple[RequirementLine, ...]
    languages: tuple[str, ...]
    licences: tuple[str, ...]
    available_from: date | None = None


class RosaDocument(Record):
    """What the employer sees: always with the details of the intermediary (D.Lgs. 276/2003 art. 9)."""

    reference: str
    vacancy_id: str
    title: str
    employer: str
    places: tuple[str, ...]
    openings: int
    made_on: date
    intermediary: str
    authorisation: str
    people: tuple[Person, ...]
    draft: bool = True
    language: str = "it"


def build_rosa(
    shortlist: Shortlist,
    vacancy: Vacancy,
    candidates: Mapping[str, Candidate],
    vocabularies: Vocabularies,
    intermediary: Intermediary,
    language: str = "it",
) -> RosaDocument:
    """Return the draft for a shortlist: the eligible people, under codes, in an order that says nothing.

    Parameters
    ----------
    candidates : mapping of str to Candidate
        Profiles of the people in the list, by id.
    """
    people = [
        _person(candidates[entry.id], _code(shortlist, entry.id), vacancy, vocabularies, language)
        for entry in shortlist.ranked
        if entry.id in candidates
    ]
    return RosaDocument(
        reference=shortlist.id or shortlist.subject,
        vacancy_id=vacancy.id,
        title=vacancy.title,
        employer=vacancy.employer.name,
        places=tuple(place.text for place in vacancy.places),
        openings=vacancy.openings,
        made_on=shortlist.reference_date,
        intermediary=intermediary.name,
        authorisation=intermediary.authorisation,
        people=tuple(sorted(people, key=lambda person: person.code)),
        language=language,
    )


def render_html(document: RosaDocument) -> str:
    """Return the document as one self-contained page that prints on A4."""
    environment = Environment(
        loader=PackageLoader("matcher.exchange"), autoescape=select_autoescape(default=True), trim_blocks=True
    )
    return environment.get_template("rosa.html.j2").render(d=document, t=_words(document.language))


def _code(shortlist: Shortlist, candidate_id: str) -> str:
    digest = hashlib.blake2b(f"{shortlist.subject}/{candidate_id}".encode(), digest_size=3).hexdigest()
    return f"C-{digest.upper()}"


def _person(
    candidate: Candidate, code: str, vacancy: Vacancy, vocabularies: Vocabularies, language: str
) -> Person:
    known = vocabularies["language"]
    start = next((c.value for c in candidate.constraints if c.kind.value == "earliest_start"), None)
    return Person(
        code=code,
        experience=_experience(candidate, vocabularies, language),
        requirements=tuple(_lines(candidate, vacancy, vocabularies, language)),
        languages=tuple(
            f"{known[claim.language].label(language)} {claim.level.name if claim.level else ''}".strip()
            for claim in candidate.languages or ()
            if claim.language in known
        ),
        licences=tuple(_licences(candidate, vocabularies, language)),
        available_from=start if isinstance(start, date) else None,
    )


def _experience(candidate: Candidate, vocabularies: Vocabularies, language: str) -> tuple[str, ...]:
    months: dict[str, int] = {}
    for job in candidate.work or ():
        concept = job.occupation.concept
        if concept in vocabularies["occupation"]:
            months[concept] = months.get(concept, 0) + (job.months or _span(job.start, job.end))
    ordered = sorted(months.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        f"{_occupation(vocabularies, name, language)}: {_duration(n, language)}" for name, n in ordered
    )


def _occupation(vocabularies: Vocabularies, concept: str, language: str) -> str:
    """Return a title in both genders, so that neither says who the person is."""
    found = vocabularies["occupation"][concept]
    feminine = found.labels_f.get(language, "")
    label = found.label(language)
    return f"{label} / {feminine}" if feminine and feminine != label else label


def _span(start: date | None, end: date | None) -> int:
    if start is None or end is None:
        return 0
    return max(1, (end.year - start.year) * 12 + end.month - start.month + 1)


def _duration(months: int, language: str) -> str:
    if not months:
        return "durata non indicata" if language == "it" else "duration not stated"
    years, rest = divmod(months, 12)
    units = (
        (("anno", "anni"), ("mese", "mesi")) if language == "it" else (("year", "years"), ("month", "months"))
    )
    parts = [
        f"{n} {one if n == 1 else many}" for n, (one, many) in zip((years, rest), units, strict=True) if n
    ]
    return (" e " if language == "it" else " and ").join(parts)


def _lines(
    candidate: Candidate, vacancy: Vacancy, vocabularies: Vocabularies, language: str
) -> Iterable[RequirementLine]:
    for requirement in vacancy.requirements:
        if requirement.mention is None or requirement.level is RequirementLevel.MUST_NOT:
            continue
        concept = requirement.mention.concept
        if requirement.kind is RequirementKind.SKILL and concept in vocabularies["skill"]:
            yield _skill_line(candidate, concept, vocabularies, language)
        elif requirement.kind is RequirementKind.LICENCE and concept in vocabularies["licence"]:
            yield _licence_line(candidate, concept, vocabularies, language)
        elif requirement.kind is RequirementKind.LANGUAGE and concept in vocabularies["language"]:
            yield _language_line(candidate, requirement, vocabularies, language)


def _skill_line(
    candidate: Candidate, concept: str, vocabularies: Vocabularies, language: str
) -> RequirementLine:
    skills = vocabularies["skill"]
    proofs = [
        claim
        for claim in candidate.skills or ()
        if not claim.lacking
        and claim.skill.concept in skills
        and (claim.skill.concept == concept or concept in generalises(skills, claim.skill.concept))
    ]
    best = max(proofs, key=lambda claim: _RANKED_EVIDENCE.index(claim.evidence.value), default=None)
    return RequirementLine(
        asked=skills[concept].label(language),
        found=skills[best.skill.concept].label(language) if best else "",
        evidence=_EVIDENCE[language][best.evidence.value] if best else "",
    )


def _licence_line(
    candidate: Candidate, concept: str, vocabularies: Vocabularies, language: str
) -> RequirementLine:
    licences = vocabularies["licence"]
    for claim in candidate.licences or ():
        if claim.concept in licences and concept in holds_all(licences, [claim.concept]):
            expiry = f" ({claim.expires_on:%m/%Y})" if claim.expires_on else ""
            return RequirementLine(
                asked=licences[concept].label(language),
                found=licences[claim.concept].label(language) + expiry,
                evidence=_EVIDENCE[language][claim.evidence.value],
            )
    return RequirementLine(asked=licences[concept].label(language), found="")


def _language_line(
    candidate: Candidate, requirement: Requirement, vocabularies: Vocabularies, language: str
) -> RequirementLine:
    code = requirement.mention.concept if requirement.mention else ""
    name = vocabularies["language"][code].label(language)
    wanted = f" {requirement.cefr.name}" if requirement.cefr else ""
    held = next((claim for claim in candidate.languages or () if claim.language == code), None)
    level = Cefr(held.level).name if held and held.level else ""
    return RequirementLine(
        asked=f"{name}{wanted}",
        found=f"{name} {level}".strip() if held else "",
        evidence=_EVIDENCE[language][held.evidence.value] if held else "",
    )


def _licences(candidate: Candidate, vocabularies: Vocabularies, language: str) -> Sequence[str]:
    shown = []
    for claim in candidate.licences or ():
        if claim.concept in vocabularies["licence"]:
            label = vocabularies["licence"][claim.concept].label(language)
            shown.append(label + (f" ({claim.expires_on:%m/%Y})" if claim.expires_on else ""))
    return shown


def _words(language: str) -> dict[str, str]:
    italian = {
        "title": "Rosa di candidati",
        "draft": "BOZZA, NON INVIABILE",
        "why_draft": "La disponibilità delle persone non è ancora verificata e la rosa non è approvata.",
        "vacancy": "Richiesta di personale",
        "employer": "Datore di lavoro",
        "place": "Sede",
        "openings": "Posti",
        "made_on": "Data",
        "person": "Candidatura",
        "experience": "Esperienza",
        "requirements": "Requisiti",
        "languages": "Lingue",
        "licences": "Patenti e attestati",
        "available": "Disponibile dal",
        "none": "non indicata",
        "order": "L'elenco non è una graduatoria: l'ordine delle candidature non ha significato.",
        "nobody": "Nessuna candidatura.",
    }
    english = {
        "title": "Shortlist of candidates",
        "draft": "DRAFT, NOT TO BE SENT",
        "why_draft": "Availability has not been verified and the shortlist has not been approved.",
        "vacancy": "Vacancy",
        "employer": "Employer",
        "place": "Workplace",
        "openings": "Openings",
        "made_on": "Date",
        "person": "Candidacy",
        "experience": "Experience",
        "requirements": "Requirements",
        "languages": "Languages",
        "licences": "Licences and certificates",
        "available": "Available from",
        "none": "not stated",
        "order": "This list is not a ranking: the order of the candidacies has no meaning.",
        "nobody": "No candidacies.",
    }
    return english if language == "en" else italian
