"""Notices to people: the invitation to say whether they are available for an offer.

The person is told who the employer is before agreeing (D.Lgs. 276/2003 art. 9), even where the vacancy was
published without a name, and what happens with the data if they agree.
"""

from __future__ import annotations

from datetime import datetime

from matcher.domain.vacancy import Vacancy
from matcher.errors import InputError
from matcher.exchange.page import Fact, Page, require_intermediary
from matcher.exchange.rosa_experience import neutral_title
from matcher.exchange.rosa_words import page_words
from matcher.settings import Intermediary
from matcher.vocabulary.bundle import Vocabularies

__all__ = ["invitation"]

_WORDS = {
    "it": {
        "title": "Invito a confermare la disponibilità",
        "answer_by": "Rispondere entro",
        "ask": "Gentile candidato/a, il suo profilo è coerente con questa offerta di lavoro. Le chiediamo se è "
        "disponibile e se aderisce, cioè se possiamo segnalare la sua candidatura a questo datore di lavoro.",
        "data": "Se aderisce, il datore riceve la sua esperienza e le competenze che servono per questo lavoro, "
        "sotto un codice. Nome e recapiti vanno al datore solo se lo consente. Nessun altro dato è comunicato.",
        "free": "Può rispondere di no senza indicare il motivo: la risposta non ha effetti sulle altre offerte. "
        "Il servizio è gratuito.",
        "answer_to": "Risposte a",
        "hours": "Orario",
        "weekly": "ore settimanali",
        "confidential": "offerta pubblicata senza il nome del datore: la preghiamo di non diffonderlo",
    },
    "en": {
        "title": "Please confirm your availability",
        "answer_by": "Answer by",
        "ask": "Your profile fits this job offer. Please tell us whether you are available and whether you agree, "
        "that is, whether we may refer your candidacy to this employer.",
        "data": "If you agree, the employer receives the experience and skills that this work needs, under a code. "
        "Name and contact go to the employer only if you allow it. No other data are passed on.",
        "free": "You may say no without a reason: it has no effect on other offers. The service is free of charge.",
        "answer_to": "Answer to",
        "hours": "Hours",
        "weekly": "hours a week",
        "confidential": "published without the employer's name: please do not pass it on",
    },
}


def invitation(
    vacancy: Vacancy,
    reference: str,
    deadline: datetime,
    intermediary: Intermediary,
    vocabularies: Vocabularies,
    language: str = "it",
) -> Page:
    """Return the notice that asks a person about an offer; it names nobody, and so serves all who are asked.

    Parameters
    ----------
    reference : str
        Id of the shortlist.
    deadline : datetime
        Until when to answer, in local time.

    Raises
    ------
    InputError
        ``E-DOC-001`` while the intermediary is not configured; ``E-DOC-003`` while the employer has no
        name: nobody can agree to an unknown recipient.
    """
    require_intermediary(intermediary)
    if not vacancy.employer.name:
        raise InputError(
            "E-DOC-003",
            f"La richiesta «{vacancy.id}» non dice chi è il datore di lavoro: la persona deve saperlo prima di "
            "aderire (D.Lgs. 276/2003 art. 9).",
            f'Scrivilo con: matcher vacancies set {vacancy.id} datore="…"',
        )
    words = _WORDS[language]
    employer = vacancy.employer.name
    if vacancy.employer.confidential:
        employer = f"{employer} ({words['confidential']})"
    t = page_words(language)
    facts = (
        (t["vacancy"], f"{neutral_title(vacancy, vocabularies, language)} ({vacancy.id})"),
        (t["employer"], employer),
        (t["place"], ", ".join(place.text for place in vacancy.places)),
        (words["hours"], _hours(vacancy, words["weekly"])),
        (words["answer_by"], f"{deadline:%d/%m/%Y %H:%M}"),
        (words["answer_to"], intermediary.contact),
    )
    return Page(
        language=language,
        title=words["title"],
        reference=f"{t['reference']} {reference}",
        intermediary=intermediary,
        authorisation=t["authorisation"],
        facts=tuple(Fact(label=label, text=text) for label, text in facts if text),
        paragraphs=(words["ask"], words["data"], words["free"]),
    )


def _hours(vacancy: Vacancy, unit: str) -> str:
    low, high = vacancy.weekly_hours_min, vacancy.weekly_hours_max
    span = "-".join(str(hours) for hours in dict.fromkeys((low, high)) if hours)
    return f"{span} {unit}" if span else ""
