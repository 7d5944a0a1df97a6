"""The employer's document: a model of what may be said, and its page.

It is no ranking: neutral order, no score, no rank. Nothing protected, no group, no declared constraint,
no employer's name, no date of a diploma or of a first job (durations are shown), and no name or contact
before the person agreed to this recipient and the operator released them. Only words of the vocabulary
appear, and only what the vacancy asks for or its work needs: what a person typed freely, and every other
job, language, licence or title, stays at the desk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from matcher.domain.candidate import Candidate, Contact
from matcher.domain.constraint import ConstraintKind
from matcher.domain.record import Record
from matcher.domain.vacancy import Vacancy
from matcher.exchange.page import Card, Fact, Grid, Page, require_intermediary
from matcher.exchange.rosa_experience import ExperienceLine, experience_lines, neutral_title
from matcher.exchange.rosa_requirements import RequirementLine, related_skills, requirement_lines
from matcher.exchange.rosa_words import page_words
from matcher.settings import Intermediary
from matcher.vocabulary.bundle import Vocabularies

__all__ = ["Person", "Released", "RosaDocument", "build_rosa", "rosa_page"]


class Released(Record):
    """What a person agreed to show to this recipient, and the operator released."""

    name: str
    phone: str = ""
    email: str = ""


class Person(Record):
    """What the employer sees of one person."""

    code: str
    experience: tuple[ExperienceLine, ...]
    requirements: tuple[RequirementLine, ...]
    skills: tuple[str, ...] = ()
    available_from: date | None = None
    released: Released | None = None


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
    valid_until: date | None = None
    draft: bool = True
    language: str = "it"


def build_rosa(
    reference: str,
    vacancy: Vacancy,
    candidates: Sequence[Candidate],
    codes: Mapping[str, str],
    vocabularies: Vocabularies,
    intermediary: Intermediary,
    on: date,
    language: str = "it",
    *,
    releases: Mapping[str, Contact] | None = None,
    valid_until: date | None = None,
) -> RosaDocument:
    """Return the document of some people for a vacancy: under codes, in an order that says nothing.

    Parameters
    ----------
    reference : str
        Id of the shortlist.
    codes : mapping of str to str
        Candidate id to the code shown in its place, from which nobody can guess the id.
    on : date
        Day of the document: jobs that go on are counted, and licences must be valid, until then.
    releases : mapping of str to Contact, optional
        Candidate id to the contact data of those who agreed to this recipient and whom the operator
        released; nobody else's name appears.
    valid_until : date, optional
        Last day on which a final document may be used; without one it is a draft that may not be sent.

    Raises
    ------
    InputError
        ``E-DOC-001`` for a final document while the intermediary is not configured.
    """
    if valid_until is not None:
        require_intermediary(intermediary)
    shown = releases or {}
    people = [
        Person(
            code=codes[one.id],
            experience=experience_lines(one, vacancy, on, vocabularies, language),
            requirements=requirement_lines(one, vacancy, on, vocabularies, language),
            skills=related_skills(one, vacancy, vocabularies, language),
            available_from=_start(one, on),
            released=_released(shown.get(one.id)),
        )
        for one in candidates
    ]
    return RosaDocument(
        reference=reference,
        vacancy_id=vacancy.id,
        title=neutral_title(vacancy, vocabularies, language),
        employer=vacancy.employer.name,
        places=tuple(place.text for place in vacancy.places),
        openings=vacancy.openings,
        made_on=on,
        intermediary=intermediary,
        people=tuple(sorted(people, key=lambda person: person.code)),
        valid_until=valid_until,
        draft=valid_until is None,
        language=language,
    )


def rosa_page(document: RosaDocument) -> Page:
    """Return the document as a page."""
    t = page_words(document.language)
    reasons = [t["why_draft"]] if document.draft else []
    if document.draft and "da configurare" in document.intermediary.name:
        reasons.append(t["unnamed"])
    facts = [
        (t["vacancy"], f"{document.title} ({document.vacancy_id})"),
        (t["employer"], document.employer),
        (t["place"], ", ".join(document.places)),
        (t["openings"], str(document.openings)),
        (t["valid"], f"{document.valid_until:{t['day']}}" if document.valid_until else ""),
    ]
    return Page(
        language=document.language,
        title=t["title"],
        reference=f"{t['reference']} {document.reference} · {document.made_on:{t['day']}}",
        intermediary=document.intermediary,
        authorisation=t["authorisation"],
        mark=t["draft"] if document.draft else "",
        why_marked=" ".join(reasons),
        facts=tuple(Fact(label=label, text=text) for label, text in facts if text),
        paragraphs=_paragraphs(document, t),
        cards_heading=f"{t['people']} ({len(document.people)})",
        cards=tuple(_card(person, document.draft, t) for person in document.people),
        nothing=t["nobody"],
    )


def _paragraphs(document: RosaDocument, t: Mapping[str, str]) -> tuple[str, ...]:
    """Return how to read the list and, of one that was sent, how to answer it."""
    reading = " ".join((t["order"], t["levels"], t["use"]))
    if document.draft:
        return (reading,)
    office = document.intermediary
    reached = ", ".join(part for part in (office.name, office.contact) if part)
    return (reading, t["limits"], f"{t['agreed']} {t['reply']} {reached}.", t["keep"])


def _start(candidate: Candidate, on: date) -> date | None:
    """Return the day from which a person is available, while it is to come."""
    kinds = (c.value for c in candidate.constraints if c.kind is ConstraintKind.EARLIEST_START)
    start = next(kinds, None)
    return start if isinstance(start, date) and start > on else None


def _released(contact: Contact | None) -> Released | None:
    if contact is None:
        return None
    name = f"{contact.first_name} {contact.last_name}".strip()
    return Released(name=name, phone=contact.phone, email=contact.email)


def _card(person: Person, draft: bool, t: Mapping[str, str]) -> Card:
    columns = (t["requirements"], t["level"], t["found"], t["evidence"])
    rows = tuple((one.asked, one.level, found_words(one, t), one.evidence) for one in person.requirements)
    facts = [
        (t["experience"], "\n".join(_experience(one) for one in person.experience) or t["no_experience"])
    ]
    if person.skills:
        facts.append((t["skills"], ", ".join(person.skills)))
    facts.append((t["available"], availability_words(person, draft, t)))
    if person.released is not None:
        reached = (person.released.phone, person.released.email)
        facts.insert(0, (t["contact"], " · ".join(part for part in reached if part)))
        facts.insert(0, (t["name"], person.released.name))
    return Card(
        heading=f"{t['person']} {person.code}",
        grid=Grid(columns=columns, rows=rows) if rows else None,
        facts=tuple(Fact(label=label, text=text) for label, text in facts if text),
    )


def found_words(line: RequirementLine, t: Mapping[str, str]) -> str:
    """Return what is on record for a requirement, in words."""
    found = t["yes"] if line.found and line.found == line.asked else line.found or t["none"]
    return f"{found}, {line.valid}" if line.valid else found


def availability_words(person: Person, draft: bool, t: Mapping[str, str]) -> str:
    """Return when a person can start, in words; in a draft nobody has asked yet."""
    if person.available_from is not None:
        return f"{t['available_from']} {person.available_from:{t['day']}}"
    return t["available_unverified" if draft else "available_now"]


def _experience(line: ExperienceLine) -> str:
    return f"{line.occupation}: {line.duration} ({line.evidence})"
