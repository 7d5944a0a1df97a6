"""Notices to people: the invitation to say whether they are available for an offer.

The person is told who the employer is before agreeing (D.Lgs. 276/2003 art. 9), even where the vacancy was
published without a name, and what happens with the data if they agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from matcher.domain.vacancy import Vacancy
from matcher.errors import InputError
from matcher.exchange.page import Fact, Page, require_intermediary
from matcher.exchange.rosa_experience import neutral_title
from matcher.exchange.rosa_words import page_words
from matcher.settings import Intermediary
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.schema import Kind

__all__ = ["invitation"]

_WORDS = {
    "it": {
        "title": "Invito a confermare la disponibilità",
        "answer_by": "Rispondere entro",
        "ask": "Gentile candidato/a, il suo profilo è coerente con questa offerta di lavoro. Le chiediamo se è "
        "disponibile e se aderisce, cioè se possiamo segnalare la sua candidatura a questo datore di lavoro.",
        "data": "Se aderisce, il datore riceve l'esperienza, le competenze, i titoli, le lingue e le patenti che "
        "servono per questo lavoro, sotto un codice. Nome e recapiti vanno al datore solo se lo consente. Nessun "
        "altro dato è comunicato.",
        "how": "La proposta è stata preparata con l'aiuto di un programma e verificata da una persona, che decide. "
        "Può chiederci perché è stata scelta la sua candidatura e quali suoi dati teniamo, e farli correggere.",
        "free": "Può rispondere di no senza indicare il motivo: la risposta non ha effetti sulle altre offerte. "
        "Il servizio è gratuito.",
        "answer_to": "Risposte a",
        "hours": "Orario",
        "weekly": "ore settimanali",
        "contract": "Contratto",
        "month": "mese",
        "months": "mesi",
        "shifts": "Turni",
        "days": "Giorni",
        "pay": "Retribuzione",
        "year": "euro lordi l'anno",
        "agreement": "Contratto collettivo",
        "start": "Inizio",
        "confidential": "offerta pubblicata senza il nome del datore: la preghiamo di non diffonderlo",
    },
    "en": {
        "title": "Please confirm your availability",
        "answer_by": "Answer by",
        "ask": "Your profile fits this job offer. Please tell us whether you are available and whether you agree, "
        "that is, whether we may refer your candidacy to this employer.",
        "data": "If you agree, the employer receives the experience, skills, qualifications, languages and licences "
        "that this work needs, under a code. Name and contact go to the employer only if you allow it. No other "
        "data are passed on.",
        "how": "The proposal was prepared with the help of a program and checked by a person, who decides. You may ask "
        "us why your candidacy was chosen and which data we hold, and have them corrected.",
        "free": "You may say no without a reason: it has no effect on other offers. The service is free of charge.",
        "answer_to": "Answer to",
        "hours": "Hours",
        "weekly": "hours a week",
        "contract": "Contract",
        "month": "month",
        "months": "months",
        "shifts": "Shifts",
        "days": "Days",
        "pay": "Pay",
        "year": "euros a year, gross",
        "agreement": "Collective agreement",
        "start": "Start",
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
        *_conditions(vacancy, vocabularies, language),
        (words["answer_by"], f"{deadline:{t['day']} %H:%M}"),
        (words["answer_to"], intermediary.contact),
    )
    return Page(
        language=language,
        title=words["title"],
        reference=f"{t['reference']} {reference}",
        intermediary=intermediary,
        authorisation=t["authorisation"],
        facts=tuple(Fact(label=label, text=text) for label, text in facts if text),
        paragraphs=(words["ask"], words["data"], words["how"], words["free"]),
    )


def _conditions(vacancy: Vacancy, vocabularies: Vocabularies, language: str) -> list[tuple[str, str]]:
    """Return the conditions of the work, pay too (Dir. (UE) 2023/970 art. 5): empty where not stated."""
    words = _WORDS[language]

    def named(kind: Kind, codes: Sequence[str] | None) -> str:
        known = vocabularies[kind]
        return ", ".join(known[code].label(language) for code in codes or () if code in known)

    contract, months = named("contract", vacancy.contracts), vacancy.contract_months
    if contract and months:
        contract += f" ({months} {words['month' if months == 1 else 'months']})"
    pay = _span(vacancy.annual_pay_min, vacancy.annual_pay_max, words["year"], language)
    return [
        (words["contract"], contract),
        (
            words["hours"],
            _span(vacancy.weekly_hours_min, vacancy.weekly_hours_max, words["weekly"], language),
        ),
        (words["shifts"], named("schedule", vacancy.shifts)),
        (words["days"], named("schedule", vacancy.days)),
        (words["pay"], pay),
        (words["agreement"], vacancy.collective_agreement if pay else ""),
        (words["start"], f"{vacancy.start_from:{page_words(language)['day']}}" if vacancy.start_from else ""),
    ]


def _span(low: int | None, high: int | None, unit: str, language: str) -> str:
    numbers = (f"{number:,}" for number in dict.fromkeys((low, high)) if number)
    span = "-".join(number if language == "en" else number.replace(",", ".") for number in numbers)
    return f"{span} {unit}" if span else ""
