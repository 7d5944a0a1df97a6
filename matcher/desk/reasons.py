"""Coded reasons: of every step that asks for one, with their words on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from matcher.errors import InputError

__all__ = [
    "ADD_REASONS",
    "INADMISSIBLE",
    "MOVE_REASONS",
    "REJECTIONS",
    "REMOVE_REASONS",
    "REVOKE_REASONS",
    "UNDO_REASONS",
    "VACANCY_REASONS",
    "WITHDRAW_REASONS",
    "coded_reason",
    "reason_label",
]

#: A reason of the employer that the law does not admit: the supervisor looks at it.
INADMISSIBLE: Final = "motivo_non_ammesso"
#: Why staff takes somebody out of a shortlist.
REMOVE_REASONS: Final = (
    "requisito_mancante",
    "vincolo_della_persona",
    "disponibilita_non_verificata",
    "adesione_non_data",
    "doppione",
    "gia_occupato",
    "richiesta_della_persona",
    "errore",
)
#: Why staff adds somebody or puts them back.
ADD_REASONS: Final = (
    "autocandidatura",
    "proposta_operatore",
    "proposta_partner",
    "requisito_verificato",
    "esperienza_non_registrata",
    "vincolo_superato",
    "errore",
)
#: Why staff moves somebody in the desk's order.
MOVE_REASONS: Final = (
    "proposta_operatore",
    "competenze",
    "esperienza",
    "requisito_verificato",
    "esperienza_non_registrata",
    "distanza",
    "orario_turni",
    "disponibilita_immediata",
    "errore",
)
#: Why the employer did not choose somebody; the last goes to the supervisor.
REJECTIONS: Final = (
    "competenze",
    "esperienza",
    "requisito_mancante",
    "orario_turni",
    "distanza",
    "contratto_retribuzione",
    "posto_gia_coperto",
    "non_presentato",
    "rinuncia",
    "nessun_riscontro",
    INADMISSIBLE,
)
REVOKE_REASONS: Final = (
    "destinatario_sbagliato",
    "persona_sbagliata",
    "dati_sbagliati",
    "richiesta_della_persona",
    "richiesta_annullata",
    "errore",
)
WITHDRAW_REASONS: Final = ("nessun_disponibile", "richiesta_annullata", "rosa_rifatta", "errore")
UNDO_REASONS: Final = ("errore_di_registrazione", "notizia_smentita", "persona_sbagliata")
#: Why a vacancy goes back, or is closed without having been filled through a shortlist.
VACANCY_REASONS: Final = (
    "datore_rinuncia",
    "nessun_candidato",
    "coperta_per_altra_via",
    "duplicata",
    "termini_scaduti",
    "in_attesa_del_datore",
    "ripresa",
    "dati_mancanti",
    "rapporto_cessato",
    "errore",
)
_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "requisito_mancante": ("requisito mancante", "requirement missing"),
        "vincolo_della_persona": ("vincolo della persona", "limit of the person"),
        "disponibilita_non_verificata": ("disponibilità non verificata", "availability not verified"),
        "adesione_non_data": ("adesione non data", "did not agree"),
        "doppione": ("doppione", "duplicate"),
        "gia_occupato": ("già occupato/a", "already employed"),
        "richiesta_della_persona": ("richiesta della persona", "asked by the person"),
        "errore": ("errore", "mistake"),
        "autocandidatura": ("autocandidatura", "applied"),
        "proposta_operatore": ("proposta dell'operatore", "proposed by staff"),
        "proposta_partner": ("proposta di un partner", "proposed by a partner"),
        "requisito_verificato": ("requisito verificato", "requirement verified"),
        "esperienza_non_registrata": ("esperienza non registrata", "experience not on record"),
        "disponibilita_immediata": ("disponibilità immediata", "available at once"),
        "vincolo_superato": ("vincolo superato", "limit no longer holds"),
        "competenze": ("competenze", "skills"),
        "esperienza": ("esperienza", "experience"),
        "orario_turni": ("orario/turni", "hours or shifts"),
        "distanza": ("distanza", "distance"),
        "contratto_retribuzione": ("contratto/retribuzione", "contract or pay"),
        "posto_gia_coperto": ("posto già coperto", "place already filled"),
        "non_presentato": ("non presentato/a", "did not show up"),
        "rinuncia": ("rinuncia", "withdrew"),
        "nessun_riscontro": ("nessun riscontro", "no answer from the employer"),
        INADMISSIBLE: ("motivo non ammesso", "inadmissible reason"),
        "destinatario_sbagliato": ("destinatario sbagliato", "wrong recipient"),
        "persona_sbagliata": ("persona sbagliata", "wrong person"),
        "dati_sbagliati": ("dati sbagliati", "wrong data"),
        "richiesta_annullata": ("richiesta annullata", "vacancy cancelled"),
        "nessun_disponibile": ("nessuna persona disponibile", "nobody available"),
        "rosa_rifatta": ("rosa rifatta", "made anew"),
        "errore_di_registrazione": ("errore di registrazione", "recorded by mistake"),
        "notizia_smentita": ("notizia smentita", "news proved wrong"),
        "datore_rinuncia": ("il datore rinuncia", "the employer gives up"),
        "nessun_candidato": ("nessun candidato", "no candidate"),
        "coperta_per_altra_via": ("coperta per altra via", "filled in another way"),
        "duplicata": ("duplicata", "duplicate"),
        "termini_scaduti": ("termini scaduti", "out of time"),
        "in_attesa_del_datore": ("in attesa del datore", "waiting for the employer"),
        "ripresa": ("ripresa", "resumed"),
        "dati_mancanti": ("dati mancanti", "data missing"),
        "rapporto_cessato": ("rapporto cessato", "the job ended"),
        "modificata_dopo_approvazione": ("modificata dopo l'approvazione", "changed after approval"),
        "posti_e_assunzioni": ("calcolata da posti e assunzioni", "computed from openings and hires"),
        "verifica_avviata": ("verifica avviata", "verification started"),
    }
)

#: What a clerk types first.
_ALIASES: Final = {
    "irreperibile": "disponibilita_non_verificata",
    "non_risponde": "disponibilita_non_verificata",
    "non_disponibile": "richiesta_della_persona",
    "ripensamento": "richiesta_della_persona",
}


def reason_label(code: str, language: str = "it") -> str:
    """Return a reason in words; a code that has none is shown without underscores."""
    found = _WORDS.get(code)
    return code.replace("_", " ") if found is None else found[language == "en"]


def coded_reason(reasons: Sequence[str], reason: str, what: str) -> str:
    """Return the code of a reason, written in words or as a code; empty where none is asked.

    Parameters
    ----------
    reasons : sequence of str
        Codes of which one is due; empty where none is asked.
    what : str
        What is being done, for the message.

    Raises
    ------
    InputError
        ``E-FLW-002`` with the reasons to choose from.
    """
    plain = reason.casefold().replace("à", "a").replace("/", " ").replace("-", " ").replace("_", " ")
    code = "_".join(plain.split())
    code = code if code in reasons else _ALIASES.get(code, code)
    # where none is due, one of the known codes may still be given; free words never are: they tell too much
    if code in (reasons or ("", *_WORDS)):
        return code
    if not reasons:
        raise InputError("E-FLW-002", f"Per «{what}» non si scrive «{reason}».", "Togli --reason.")
    said = f"«{reason}» non è un motivo" if reason else "Manca il motivo"
    raise InputError("E-FLW-002", f"{said} per «{what}».", f"Scrivi --reason con: {', '.join(reasons)}.")
