"""Coded reasons: of every step that asks for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from matcher.domain.reasons import INADMISSIBLE, REASON_WORDS
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
]

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
#: What a clerk types first.
_ALIASES: Final = {
    "irreperibile": "disponibilita_non_verificata",
    "non_risponde": "disponibilita_non_verificata",
    "non_disponibile": "richiesta_della_persona",
    "ripensamento": "richiesta_della_persona",
}


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
    if code in (reasons or ("", *REASON_WORDS)):
        return code
    if not reasons:
        raise InputError("E-FLW-002", f"Per «{what}» non si scrive «{reason}».", "Togli --reason.")
    said = f"«{reason}» non è un motivo" if reason else "Manca il motivo"
    raise InputError("E-FLW-002", f"{said} per «{what}».", f"Scrivi --reason con: {', '.join(reasons)}.")
