"""States of a shortlist and of a person in it, with their words on the screen; those of a vacancy stand with it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from matcher.domain.vacancy import VacancyState

__all__ = [
    "ANSWERS",
    "OUTCOMES",
    "UNVERIFIED",
    "PersonState",
    "ShortlistState",
    "state_label",
]


class ShortlistState(StrEnum):
    """States of a shortlist, in the order of the work."""

    DRAFT = "in_preparazione"
    VERIFYING = "in_verifica"
    READY = "pronta"
    REFERRED = "inviata"
    UNDER_REVIEW = "in_valutazione"
    CLOSED_HIRED = "chiusa_con_assunzione"
    CLOSED_NOBODY = "chiusa_senza_assunzione"
    WITHDRAWN = "ritirata"


class PersonState(StrEnum):
    """States of a person in a shortlist."""

    PROPOSED = "proposto"
    CONTACTED = "contattato"
    AVAILABLE = "disponibile"
    UNAVAILABLE = "non_disponibile"
    NO_ANSWER = "non_risponde"
    UNREACHABLE = "irreperibile"
    CALL_BACK = "da_richiamare"
    REMOVED = "tolto"
    REFERRED = "segnalato"
    INTERVIEW = "colloquio"
    HIRED = "assunto"
    REJECTED = "non_selezionato"
    WITHDREW = "ha_rinunciato"
    NO_SHOW = "non_si_e_presentato"
    ALREADY_EMPLOYED = "gia_occupato"


#: What a person can answer (or not) when asked for availability.
ANSWERS = (
    PersonState.AVAILABLE,
    PersonState.UNAVAILABLE,
    PersonState.NO_ANSWER,
    PersonState.UNREACHABLE,
    PersonState.CALL_BACK,
)
#: Nobody knows yet whether they are available: while there is one, the shortlist cannot be sent.
UNVERIFIED = (
    PersonState.PROPOSED,
    PersonState.CONTACTED,
    PersonState.NO_ANSWER,
    PersonState.CALL_BACK,
)
#: What can become of a person who was referred.
OUTCOMES = (
    PersonState.INTERVIEW,
    PersonState.HIRED,
    PersonState.REJECTED,
    PersonState.WITHDREW,
    PersonState.NO_SHOW,
    PersonState.ALREADY_EMPLOYED,
)

_SHORTLIST: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        ShortlistState.DRAFT: ("in preparazione", "draft"),
        ShortlistState.VERIFYING: ("in verifica disponibilità", "verifying availability"),
        ShortlistState.READY: ("pronta per l'invio", "ready"),
        ShortlistState.REFERRED: ("inviata al datore", "referred"),
        ShortlistState.UNDER_REVIEW: ("in valutazione presso il datore", "under review"),
        ShortlistState.CLOSED_HIRED: ("chiusa con assunzione", "closed, hired"),
        ShortlistState.CLOSED_NOBODY: ("chiusa senza assunzione", "closed, nobody hired"),
        ShortlistState.WITHDRAWN: ("ritirata", "withdrawn"),
    }
)
_PERSON: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        PersonState.PROPOSED: ("proposto/a", "proposed"),
        PersonState.CONTACTED: ("contattato/a", "contacted"),
        PersonState.AVAILABLE: ("disponibile", "available"),
        PersonState.UNAVAILABLE: ("non disponibile", "not available"),
        PersonState.NO_ANSWER: ("non risponde", "no answer"),
        PersonState.UNREACHABLE: ("irreperibile", "unreachable"),
        PersonState.CALL_BACK: ("da richiamare", "to be called again"),
        PersonState.REMOVED: ("tolto/a", "removed"),
        PersonState.REFERRED: ("segnalato/a", "referred"),
        PersonState.INTERVIEW: ("a colloquio", "interviewed"),
        PersonState.HIRED: ("assunto/a", "hired"),
        PersonState.REJECTED: ("non selezionato/a", "not selected"),
        PersonState.WITHDREW: ("ha rinunciato", "withdrew"),
        PersonState.NO_SHOW: ("non si è presentato/a", "did not show up"),
        PersonState.ALREADY_EMPLOYED: ("già occupato/a", "already employed"),
    }
)
_VACANCY: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        VacancyState.RECEIVED: ("ricevuta", "received"),
        VacancyState.TO_COMPLETE: ("da completare", "to be completed"),
        VacancyState.VALIDATED: ("validata", "validated"),
        VacancyState.PUBLISHED: ("pubblicata", "published"),
        VacancyState.PRESELECTION: ("in preselezione", "in pre-selection"),
        VacancyState.REFERRED: ("rosa inviata", "shortlist sent"),
        VacancyState.FILLED: ("coperta", "filled"),
        VacancyState.PARTLY_FILLED: ("parzialmente coperta", "partly filled"),
        VacancyState.CLOSED_UNFILLED: ("chiusa senza assunzione", "closed, nobody hired"),
        VacancyState.CANCELLED: ("annullata", "cancelled"),
        VacancyState.EXPIRED: ("scaduta", "expired"),
        VacancyState.SUSPENDED: ("sospesa", "suspended"),
    }
)
_LABELS: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"vacancy": _VACANCY, "shortlist": _SHORTLIST, "person": _PERSON}
)


def state_label(kind: str, state: str, language: str = "it") -> str:
    """Return a state in words; a code that is not known (of an older release) is shown without underscores.

    Parameters
    ----------
    kind : {'vacancy', 'shortlist', 'person'}
        Whose state it is.
    """
    found = _LABELS[kind].get(state)
    return state.replace("_", " ") if found is None else found[language == "en"]
