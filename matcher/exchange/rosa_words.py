"""Words of the employer's document, in Italian and English."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.domain.levels import Evidence

__all__ = ["EVIDENCE", "LEVELS", "STRENGTH", "or_higher", "page_words"]

#: From the weakest to the strongest.
STRENGTH = (Evidence.DECLARED, Evidence.OBSERVED, Evidence.CERTIFIED)
EVIDENCE: Mapping[str, Mapping[str, str]] = {
    "it": {"declared": "dichiarata", "observed": "osservata", "certified": "certificata"},
    "en": {"declared": "declared", "observed": "observed", "certified": "certified"},
}
LEVELS: Mapping[str, Mapping[str, str]] = {
    "it": {"must": "indispensabile", "strongly_wanted": "molto gradito", "wanted": "gradito"},
    "en": {"must": "required", "strongly_wanted": "strongly wanted", "wanted": "wanted"},
}
_ITALIAN = {
    "title": "Rosa di candidati",
    "draft": "BOZZA, NON INVIABILE",
    "why_draft": "Copia per l'ufficio: al datore va solo il documento dell'invio, dopo verifiche e approvazione.",
    "unnamed": "Gli estremi dell'intermediario sono da configurare.",
    "vacancy": "Richiesta di personale",
    "employer": "Datore di lavoro",
    "place": "Sede di lavoro",
    "openings": "Posti",
    "valid": "Documento valido fino al",
    "keep": "Dopo la scadenza, o se la segnalazione è revocata, il documento va distrutto.",
    "reference": "Riferimento",
    "people": "Candidature",
    "person": "Candidatura",
    "name": "Nome e cognome",
    "contact": "Recapiti",
    "phone": "tel.",
    "experience": "Esperienza",
    "related": "Esperienza attinente",
    "no_experience": "nessuna esperienza attinente indicata",
    "requirements": "Requisito",
    "level": "Richiesto come",
    "found": "Risulta",
    "evidence": "Riscontro",
    "day": "%d/%m/%Y",
    "valid_until": "fino al",
    "valid_year": "vale ancora almeno un anno",
    "expires_soon": "scade entro un anno",
    "unopposed": "nulla risulta in contrario",
    "qualification": "Titolo di studio",
    "foreign": "titolo estero, riconosciuto: no",
    "skills": "Altre competenze",
    "available": "Disponibilità",
    "available_from": "dal",
    "available_now": "confermata per questa offerta",
    "available_unverified": "da verificare con la persona",
    "yes": "sì",
    "none": "non indicato",
    "order": "L'elenco non è una graduatoria: l'ordine delle candidature non ha significato.",
    "levels": "Riscontro: dichiarata dalla persona, osservata da un operatore, certificata da un documento.",
    "agreed": "Le persone hanno aderito alla segnalazione a questo datore di lavoro.",
    "reply": "Per convocare una persona o comunicare un esito indicate il codice della candidatura a:",
    "use": "I dati servono solo a valutare le candidature per questa richiesta: non vanno comunicati ad altri.",
    "limits": "Alle persone non si chiede nulla che non riguardi l'attitudine a questo lavoro: né opinioni, né "
    "famiglia, salute, origine, età o orientamento (L. 300/1970 art. 8; D.Lgs. 276/2003 art. 10). "
    "Le candidature sono state cercate con l'aiuto di un programma e scelte da un operatore.",
    "nobody": "Nessuna candidatura.",
    "authorisation": "Autorizzazione o accreditamento",
}
_ENGLISH = {
    "title": "Shortlist of candidates",
    "draft": "DRAFT, NOT TO BE SENT · BOZZA, NON INVIABILE",
    "why_draft": "Copy for the office: the employer gets only the document of the referral, after the approval.",
    "unnamed": "The intermediary's details have not been configured.",
    "vacancy": "Vacancy",
    "employer": "Employer",
    "place": "Workplace",
    "openings": "Openings",
    "valid": "Valid until",
    "keep": "After its last day, or if the referral is taken back, the document is to be destroyed.",
    "reference": "Reference",
    "people": "Candidacies",
    "person": "Candidacy",
    "name": "Name",
    "contact": "Contact",
    "phone": "tel.",
    "experience": "Experience",
    "related": "Related experience",
    "no_experience": "no related experience stated",
    "requirements": "Requirement",
    "level": "Asked as",
    "found": "On record",
    "evidence": "Evidence",
    "day": "%Y-%m-%d",
    "valid_until": "until",
    "valid_year": "valid for at least a year",
    "expires_soon": "expires within a year",
    "unopposed": "nothing on record against it",
    "qualification": "Qualification",
    "foreign": "foreign qualification, recognised: no",
    "skills": "Other skills",
    "available": "Availability",
    "available_from": "from",
    "available_now": "confirmed for this offer",
    "available_unverified": "to be verified with the person",
    "yes": "yes",
    "none": "not stated",
    "order": "This list is not a ranking: the order of the candidacies has no meaning.",
    "levels": "Evidence: declared by the person, observed by an operator, certified by a document.",
    "agreed": "The people agreed to be referred to this employer.",
    "reply": "To invite a person or report an outcome, give the code of the candidacy to:",
    "use": "The data serve only to assess the candidacies for this vacancy: they may not be passed on.",
    "limits": "People may be asked nothing that does not bear on their ability to do this work: no beliefs, family, "
    "health, origin, age or orientation (L. 300/1970 art. 8; D.Lgs. 276/2003 art. 10). "
    "The candidacies were searched with the help of a program and chosen by a member of staff.",
    "nobody": "No candidacies.",
    "authorisation": "Authorisation or accreditation",
}


def page_words(language: str) -> Mapping[str, str]:
    """Return the fixed words of the page."""
    return _ENGLISH if language == "en" else _ITALIAN


def or_higher(language: str) -> str:
    """Return what follows a level that is exceeded."""
    return " or higher" if language == "en" else " o superiore"
