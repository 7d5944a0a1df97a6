"""What keeps a likely link from being a false one: names, negations, and pairs that must not be confused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.text.folding import fold_word, folded_set, word_set
from matcher.text.heads import is_generic_head
from matcher.text.normalise import Token, fold_tokens, tokenise

__all__ = ["LabelTraits", "contradicts", "is_bare_name", "is_licence", "is_negated", "is_vague", "traits"]

_NEGATIONS = word_set("non no not senza without mai escluso esclusi eccetto tranne nessun nessuna nessuno")
_NOT_NEGATED = folded_set(
    """alimentari armato autosufficienti collaborativi comunitari convenzionale distruttivi docente ferrosi food
    invasivi medico metallici profit residenziale sanitario solo stop tariffari tessuti tessuto udenti vedenti"""
)

_LICENCES = word_set("patente patenti")

# Programming languages and products whose names are words, or parts of other names.
_NAMES = folded_set(
    """abap access android angular autocad cobol css django docker excel go golang html illustrator ios java javascript
    kotlin kubernetes linux mag magento matlab mig mongodb mysql node oracle outlook perl photoshop php postgresql
    powerpoint prestashop python react revit ruby rust salesforce sap scala solidworks spring sql swift tig typescript
    vb vba visual vue windows word wordpress zucchetti"""
)

# One side of a line excludes the others, unless a text has words of several.
_CONTRASTS = """
    piani camere | sala sale ristorante | bar | cucina
    partita | reparto | squadra | cantiere | officina | magazzino | turno | cuoco | progetto | area | treno | ufficio
    merci | persone passeggeri
    qualifica | diploma | laurea
    acquisti | vendite vendita
    attivo | passivo
    civile | penale | tributario
    civile | meccanico | elettrico elettronico | chimico | gestionale | informatico | biomedico | aerospaziale
    interno | esterno
    umano | veterinario
    nido | primaria elementare | secondaria media | materna | universita universitario
    bambini infanzia | anziani
    inbound | outbound
    hardware | software
    frontend front | backend back
    gas | elettrico
    uomo maschile | donna femminile
    legno | metallo | plastica | vetro | carta | pietra marmo | cuoio pelle | tessuto
    pane | carne | pesce | pizza | gelato
    inglese | francese | tedesco | spagnolo | russo | cinese | arabo | portoghese
    auto autovetture | moto motocicli | camion autocarri | bus autobus | treno | nave | aereo
"""


def _sides_by_word() -> dict[str, tuple[tuple[int, int], ...]]:
    """Return, for each word of a contrast, the contrasts and the sides it is on."""
    sides: dict[str, tuple[tuple[int, int], ...]] = {}
    for contrast, line in enumerate(_CONTRASTS.strip().splitlines()):
        for side, words in enumerate(line.split("|")):
            for word in folded_set(words):
                sides[word] = (*sides.get(word, ()), (contrast, side))
    return sides


_SIDES = _sides_by_word()

# Ranks: a text that directs or helps is never a label of one who does, and the reverse.
_RANKS = (
    folded_set(
        "direttore responsabile capo dirigente coordinatore supervisore manager director head supervisor chief foreman"
    ),
    folded_set("aiuto aiutante assistente assistant helper aiutocuoco"),
)


@dataclass(frozen=True, slots=True)
class LabelTraits:
    """What the guards compare of a text.

    Attributes
    ----------
    words : frozenset of str
        Folded words.
    names : frozenset of str
        Those that are names, acronyms or codes: they match by identity alone.
    ranks : frozenset of int
        Ranks that the words state: 0 directs, 1 helps.
    sides : mapping of int to set of int
        For each contrast that the words take part in, the sides they are on.
    head : str
        First folded word.
    key : str
        The folded words in their order.
    """

    words: frozenset[str]
    names: frozenset[str]
    ranks: frozenset[int]
    sides: Mapping[int, set[int]]
    head: str
    key: str


def traits(tokens: Sequence[Token], text: str) -> LabelTraits:
    """Read what the guards need from a text.

    Parameters
    ----------
    tokens : sequence of Token
        Words of the text; their places refer to ``text``.
    text : str
        As written: capitals tell acronyms.
    """
    folded = fold_tokens(tokens)
    words = frozenset(token.text for token in folded)
    shouted = text.isupper()
    names = frozenset(token.text for token in folded if _is_name(token, text, shouted=shouted))
    ranks = frozenset(rank for rank, members in enumerate(_RANKS) if words & members)
    key = " ".join(token.text for token in folded)
    sides: dict[int, set[int]] = {}
    for contrast, side in (place for word in words for place in _SIDES.get(word, ())):
        sides.setdefault(contrast, set()).add(side)
    return LabelTraits(words, names, ranks, sides, folded[0].text if folded else "", key)


def _is_name(token: Token, text: str, *, shouted: bool) -> bool:
    word = token.text
    if word in _NAMES or not word.rstrip("*").isalpha():
        return not word.isdigit()
    written = text[token.start : token.end]
    return len(word) <= 2 or (not shouted and len(written) in range(2, 7) and written.isupper())


def is_bare_name(known: LabelTraits) -> bool:
    """Say whether a text is nothing but names (``C++``, ``R``, ``B/BE``): only an exact match may link it."""
    return bool(known.words) and known.names == known.words


def is_negated(tokens: Sequence[Token]) -> bool:
    """Say whether a text denies something (``non contabile``, ``senza esperienza``)."""
    folded = [fold_word(token.text) for token in tokens]
    return any(
        token.text in _NEGATIONS and after not in _NOT_NEGATED
        for token, after in zip(tokens, [*folded[1:], ""], strict=True)
    )


def is_licence(tokens: Sequence[Token]) -> bool:
    """Say whether a text names a driving licence: no skill, though it looks like a patent (*patente B*)."""
    return bool(tokens) and tokens[0].text in _LICENCES


def is_vague(text: str) -> bool:
    """Say whether a text is nothing but words that need another (``responsabile``, ``addetto``, ``tecnico``)."""
    return all(is_generic_head(token.text) for token in tokenise(text))


def _machine_and_person(one: LabelTraits, other: LabelTraits) -> bool:
    """Say whether one speaks of the machine that the other's person is named like (*saldatrice*, *saldatore*)."""
    return any(
        word.removesuffix("tric*") + "tor*" in other.words for word in one.words if word.endswith("tric*")
    )


def _other_word(text: LabelTraits, label: LabelTraits) -> bool:
    """Say whether the text is one word that differs from one of the label in its first letter alone (*sartiere*)."""
    words = text.words - label.words
    if len(text.words) > 1 or not words:
        return False
    word = next(iter(words))
    return any(other[1:] == word[1:] for other in label.words)


def contradicts(text: LabelTraits, label: LabelTraits) -> bool:
    """Say whether a label cannot be what a text means, however alike the two look.

    A label with a name that the text lacks is another thing (``Java`` / ``JavaScript``); so is one of another
    rank (``addetto mensa`` / ``direttore mensa``) or from the other side of a contrast (``ai piani`` / ``di sala``).
    """
    if label.names - text.names - text.words:
        return True
    if (is_bare_name(label) and text.names != label.names) or _other_word(text, label):
        return True
    if text.ranks != label.ranks or _machine_and_person(text, label) or _machine_and_person(label, text):
        return True
    return any(not text.sides[line] & label.sides[line] for line in text.sides.keys() & label.sides.keys())
