"""Texts that look like work and name something else: streets, firms, and how somebody's affairs stand."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from matcher.text.folding import fold_word, folded_set, word_set
from matcher.text.heads import is_head
from matcher.text.normalise import Token

__all__ = ["is_name_of_firm", "is_name_of_place", "tells_of_state"]

_PLACE = re.compile(
    r"\A(?:(?i:via|viale|piazza|piazzale|piazzetta|vicolo|rione|contrada|torre|villa|ponte|palazzo|monte|borgo|largo)\s+"
    r"(?:d\w*['’\s]\s*)?[A-ZÀ-Ý]|(?i:casa)\s+d\w*['’\s]\s*[A-ZÀ-Ý])"
)
_STATE = re.compile(
    r"\s(?:in\s+(?:corso|attesa|scadenza)|pendent[ei]|(?:sospes|ritirat|scadut|revocat|chius|pagat)[aoie])\W*\Z",
    re.IGNORECASE,
)
_PREMISES = folded_set(
    """albergo autofficina bar birreria caffè cantina carrozzeria caseificio falegnameria farmacia fattoria ferramenta
    forno frantoio gelateria hotel lavanderia macelleria maglificio mulino officina oleificio osteria panificio
    pasticceria pastificio pescheria pizzeria ristorante salumeria salumificio tipografia trattoria"""
)
# Adjectives of premises that are also the name of who works there.
_OF_TRADE = folded_set("meccanico elettrico artigiano")
# Surnames that are words of a trade as well.
_SURNAMES = word_set(
    "bianchi bianco bruno colombo conti costa ferrari fontana gallo greco marino neri rossi russo verdi"
)


def is_name_of_place(text: str) -> bool:
    """Say whether a text is the name of a street, a quarter or a house (*Piazza Carbonai*, *Casa del Cuoco*)."""
    return bool(_PLACE.match(text)) and not text.isupper()


def is_name_of_firm(text: str, tokens: Sequence[Token], known: Container[str]) -> bool:
    """Say whether a text is what a firm is called: premises and a name (*Mulino Bianco*, *Officine Meccaniche Ferri*).

    Parameters
    ----------
    text : str
        As written: in capitals throughout, nothing tells a name.
    tokens : sequence of Token
        Its words; at least one.
    known : container of str
        Folded words of a trade: one of them is no name, unless it is a surname too.
    """
    first, last = tokens[0], tokens[-1]
    if text.isupper() or not last.capital or fold_word(first.text) not in _PREMISES:
        return False
    named = last.text in _SURNAMES or fold_word(last.text) not in known
    return named and not any(
        is_head(token.text) for token in tokens[1:] if fold_word(token.text) not in _OF_TRADE
    )


def tells_of_state(text: str) -> bool:
    """Say whether a text ends with how somebody's affair stands (*processo penale in corso*, *patente ritirata*)."""
    return bool(_STATE.search(text))
