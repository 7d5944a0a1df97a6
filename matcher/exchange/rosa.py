"""The employer's document: a model of what may be said, and its draft as a page.

It is no ranking: neutral order, no score, no rank. Nothing protected, no group, no declared constraint,
no name, no contact, no employer's name, no date of a diploma or of a first job (durations are shown).
Only words of the vocabulary appear, and only what the vacancy asks for or its work needs: what a person
typed freely, and every other language, licence or title, stays at the desk.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from jinja2 import Environment, PackageLoader, select_autoescape

from matcher.domain.candidate import Candidate
from matcher.domain.record import Record
from matcher.domain.shortlist import Shortlist
from matcher.domain.vacancy import Vacancy
from matcher.exchange.rosa_experience import experience_lines, neutral_title
from matcher.exchange.rosa_requirements import RequirementLine, related_skills, requirement_lines
from matcher.exchange.rosa_words import page_words
from matcher.settings import Intermediary
from matcher.vocabulary.bundle import Vocabularies

__all__ = ["Person", "RosaDocument", "build_rosa", "render_html"]


class Person(Record):
    """What the employer sees of one person."""

    code: str
    experience: tuple[str, ...]
    requirements: tuple[RequirementLine, ...]
    skills: tuple[str, ...] = ()
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
    intermediary: Intermediary
    people: tuple[Person, ...]
    draft: bool = True
    language: str = "it"


def build_rosa(
    shortlist: Shortlist,
    vacancy: Vacancy,
    candidates: Mapping[str, Candidate],
    codes: Mapping[str, str],
    vocabularies: Vocabularies,
    intermediary: Intermediary,
    language: str = "it",
) -> RosaDocument:
    """Return the draft for a shortlist: the eligible people, under codes, in an order that says nothing.

    Parameters
    ----------
    candidates : mapping of str to Candidate
        Profiles of the people in the list, by id; who is not there any more is left out.
    codes : mapping of str to str
        Candidate id to the code shown in its place, from which nobody can guess the id.
    """
    people = [
        _person(
            candidates[entry.id], codes[entry.id], vacancy, shortlist.reference_date, vocabularies, language
        )
        for entry in shortlist.ranked
        if entry.id in candidates
    ]
    return RosaDocument(
        reference=shortlist.id or shortlist.subject,
        vacancy_id=vacancy.id,
        title=neutral_title(vacancy, vocabularies, language),
        employer=vacancy.employer.name,
        places=tuple(place.text for place in vacancy.places),
        openings=vacancy.openings,
        made_on=shortlist.reference_date,
        intermediary=intermediary,
        people=tuple(sorted(people, key=lambda person: person.code)),
        language=language,
    )


def render_html(document: RosaDocument) -> str:
    """Return the document as one self-contained page that prints on A4."""
    environment = Environment(
        loader=PackageLoader("matcher.exchange"), autoescape=select_autoescape(default=True), trim_blocks=True
    )
    return environment.get_template("rosa.html.j2").render(d=document, t=page_words(document.language))


def _person(
    candidate: Candidate, code: str, vacancy: Vacancy, on: date, vocabularies: Vocabularies, language: str
) -> Person:
    start = next((c.value for c in candidate.constraints if c.kind.value == "earliest_start"), None)
    return Person(
        code=code,
        experience=experience_lines(candidate, vacancy, on, vocabularies, language),
        requirements=requirement_lines(candidate, vacancy, on, vocabularies, language),
        skills=related_skills(candidate, vacancy, vocabularies, language),
        available_from=start if isinstance(start, date) and start > on else None,
    )
