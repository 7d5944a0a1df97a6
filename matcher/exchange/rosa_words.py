"""Words of the employer's document, in Italian and English."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EVIDENCE", "or_higher", "page_words"]

EVIDENCE: Mapping[str, Mapping[str, str]] = {
    "it": {"declared": "dichiarata", "observed": "osservata", "certified": "certificata"},
    "en": {"declared": "declared", "observed": "observed", "certified": "certified"},
}
_ITALIAN = {
    "title": "Rosa di candidati",
    "draft": "BOZZA, NON INVIABILE",
    "why_draft": "La disponibilità delle persone non è ancora verificata e la rosa non è approvata.",
    "vacancy": "Richiesta di personale",
    "employer": "Datore di lavoro",
    "place": "Sede di lavoro",
    "openings": "Posti",
    "made_on": "Data",
    "reference": "Riferimento",
    "people": "Candidature",
    "person": "Candidatura",
    "experience": "Esperienza",
    "requirements": "Requisiti della richiesta",
    "found": "Risulta",
    "evidence": "Riscontro",
    "skills": "Altre competenze attinenti",
    "available": "Disponibile dal",
    "yes": "sì",
    "none": "non indicato",
    "order": "L'elenco non è una graduatoria: l'ordine delle candidature non ha significato.",
    "nobody": "Nessuna candidatura.",
    "authorisation": "Autorizzazione o accreditamento",
}
_ENGLISH = {
    "title": "Shortlist of candidates",
    "draft": "DRAFT, NOT TO BE SENT · BOZZA, NON INVIABILE",
    "why_draft": "Availability has not been verified and the shortlist has not been approved.",
    "vacancy": "Vacancy",
    "employer": "Employer",
    "place": "Workplace",
    "openings": "Openings",
    "made_on": "Date",
    "reference": "Reference",
    "people": "Candidacies",
    "person": "Candidacy",
    "experience": "Experience",
    "requirements": "Requirements of the vacancy",
    "found": "On record",
    "evidence": "Evidence",
    "skills": "Other related skills",
    "available": "Available from",
    "yes": "yes",
    "none": "not stated",
    "order": "This list is not a ranking: the order of the candidacies has no meaning.",
    "nobody": "No candidacies.",
    "authorisation": "Authorisation or accreditation",
}


def page_words(language: str) -> Mapping[str, str]:
    """Return the fixed words of the page."""
    return _ENGLISH if language == "en" else _ITALIAN


def or_higher(language: str) -> str:
    """Return what follows a level that is exceeded."""
    return " or higher" if language == "en" else " o superiore"
