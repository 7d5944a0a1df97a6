"""One key for the ways to name an activity: *saldare*, *saldatura*; *utilizzare il tornio*, *uso del tornio*."""

from __future__ import annotations

import re

from matcher.text.folding import FOLDED, fold_word, folded_set

__all__ = ["action_key", "is_activity", "without_light_words"]

_ENDING = re.compile(
    r"(?<=[a-z]{3})(?:azion|izion|uzion|zion|sion|ament|iment|atur|itur|ar|er|ir|ing|ion|ation)\*?\Z"
)
_ACTIVITY = re.compile(
    r"(?<=[a-z]{2})(?:[aeiu]tur|zion|sion|ament|iment|agg|enz|anz|(?<=[a-z]{2})[aei]r)\*\Z|(?<=[a-z]{3})(?:ing|ion)\Z"
)
_SAME = {
    form: stem
    for stem, forms in {
        "us": "usare uso utilizzare utilizzo utilizzazione adoperare impiegare impiego use using usage utilise",
        "gest": "gestire gestione amministrare manage managing management",
        "vend": "vendere vendita sell selling",
        "pul": "pulire pulizia clean cleaning",
        "assist": "assistere assistenza assist assisting assistance",
        "legg": "leggere lettura read reading",
        "scriv": "scrivere scrittura redigere redazione stesura write writing",
        "condu": "condurre conduzione",
        "produ": "produrre produzione produce producing production",
        "tradu": "tradurre traduzione",
        "mont": "montare montaggio assemblare assemblaggio",
        "collaud": "collaudare collaudo",
        "controll": "controllare controllo",
        "accogl": "accogliere accoglienza",
        "curar": "curare cura",
        "taglia": "tagliare taglio",
        "analis": "analizzare analisi analyse analyze analysis",
        "organizz": "organizzare organizzazione",
        "difend": "difendere difesa",
        "sped": "spedire spedizione",
        "ricev": "ricevere ricevimento ricezione",
    }.items()
    for form in folded_set(forms)
}
# Words that open the name of an activity and add nothing to it.
_LIGHT = folded_set(
    """abilità applicare applicazione attività capacità competenza compiere conoscenza conoscere effettuare esecuzione
    eseguire essere addetto padronanza padroneggiare operazione praticare realizzare saper sapere svolgere svolgimento
    tecnica ability apply applying carry out perform performing technique"""
)


def is_activity(word: str) -> bool:
    """Say whether a word, as ``tokenise`` gives it, names something done: *saldatura*, *montare*, *cura*."""
    folded = fold_word(word)
    return folded in _SAME or folded in _LIGHT or bool(_ACTIVITY.search(folded))


def without_light_words(folded: str) -> str:
    """Return a folded key without the opening words that add nothing (*eseguire*, *tecniche di*); never empty."""
    words = folded.split()
    while len(words) > 1 and (words[0] in _LIGHT or (len(words) > 2 and _SAME.get(words[0]) == "us")):
        words = words[1:]
    return " ".join(words)


def action_key(folded: str) -> str:
    """Return the key of an activity from its folded key.

    Parameters
    ----------
    folded : str
        As of ``fold_key``.

    Returns
    -------
    str
        The opening words that add nothing are left out, and a verb and its noun share a stem marked ``~``; the other
        words are as they were. Empty when fewer than two words are left: one word alone is too little to go by.
    """
    words = without_light_words(folded).split()
    if len(words) < 2:
        return ""
    first = words[0]
    stem = _SAME.get(first) or _ENDING.sub("", first).rstrip(FOLDED)
    return " ".join((stem + "~", *words[1:]))
