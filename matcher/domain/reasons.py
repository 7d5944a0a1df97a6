"""The words of coded reasons on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["INADMISSIBLE", "REASON_WORDS", "reason_label"]

#: A reason of the employer that the law does not admit: the supervisor looks at it.
INADMISSIBLE: Final = "motivo_non_ammesso"
#: Code -> Italian, English.
REASON_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
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


def reason_label(code: str, language: str = "it") -> str:
    """Return a reason in words; a code that has none is shown without underscores."""
    found = REASON_WORDS.get(code)
    return code.replace("_", " ") if found is None else found[language == "en"]
