"""Gender and number of Italian words folded into one form: ``addetto, addetta, addetti, addette`` → ``addett*``."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["FOLDED", "fold_machine", "fold_word", "folded_set", "plain_letters", "word_set"]

FOLDED = "*"
"""Stands for the ending that was folded away, as people write it themselves (``addett*``)."""

_VOWELS = frozenset("aeio")


def word_set(text: str) -> frozenset[str]:
    """Return the words of a table written as running text."""
    return frozenset(text.split())


# Feminine forms that no rule derives from the masculine one.
_FEMININES = {
    "avvocatessa": "avvocato",
    "campionessa": "campione",
    "capitanessa": "capitano",
    "chirurghessa": "chirurgo",
    "filosofessa": "filosofo",
    "medichessa": "medico",
    "obbligatoria": "obbligatorio",
    "obbligatorie": "obbligatorio",
    "ostessa": "oste",
    "poetessa": "poeta",
    "vigilessa": "vigile",
}

# Forms on one line share a meaning; without this table the lines of a block would share a key.
_APART = """
    banco banchi / banca banche
    busta buste / busto busti
    calce / calcio
    casa case / caso casi
    cassa / casse
    cava cave / cavo cavi
    colla colle / collo colli
    conto conti / conta
    corsa corse / corso corsi
    costa coste / costo costi
    fila file / filo fili
    foglia foglie / foglio fogli
    latta / latte
    legna / legno legni
    maglia maglie / maglio magli
    manica maniche / manico manici
    moda mode / modo modi
    mola mole / molo moli
    pala pale / palo pali
    panna / panno panni
    parte parti / parto
    pasta paste / pasto pasti
    pesca pesche / pesce pesci / pesco peschi
    pianta piante / pianto
    porta porte / porto porti
    posta poste / posto posti
    punta punte / punto punti
    rame / ramo rami
    scala scale / scalo scali
    stampa stampe / stampo stampi
    suola suole / suolo suoli
    taglia taglie / taglio tagli
    tassa tasse / tasso tassi
    tela tele / telo teli
    testa teste / testo testi
    tratta tratte / tratto tratti
"""
_KEPT_APART = {
    form: meaning.split()[0]
    for line in _APART.strip().splitlines()
    for meaning in line.split("/")
    for form in meaning.split()
}

# English words whose final s is not a plural, or whose plural means something else.
_NOT_PLURAL = frozenset({"sales", "windows", "goods", "news", "less", "always", "express", "wireless"})

_WORD = re.compile(r"[a-z]+\Z")
_ENDINGS = (
    (re.compile(r"(?<=[a-z]{2})tric[ei]\Z"), "tor"),
    (re.compile(r"(?<=[a-z]{2})(tor|sor)ess[ae]\Z"), r"\1"),
    (re.compile(r"(?<=[a-z]{2})entess[ae]\Z"), "ent"),
    (re.compile(r"(?<=[a-z]{2})([cg])h[ei]\Z"), r"\1"),
    (re.compile(r"(?<=[a-z]{2})ai[aeo]\Z"), "a"),
    (re.compile(r"(?<=[a-z]{2})ai\Z"), "a"),
    (re.compile(r"(?<=[a-z]{2})ari[aeo]\Z"), "ar"),
    (re.compile(r"(?<=[a-z][^aeiou\W][cg])i[ae]\Z"), ""),
    (re.compile(r"(?<=[a-z]{2})io\Z"), ""),
)
# All of them end in a vowel after one of these letters: no other word needs to be held against them.
_BEFORE_LAST = frozenset("achis")


def _singular_english(word: str) -> str:
    if len(word) < 5 or word in _NOT_PLURAL or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word[-2] not in "siuao" else word


def plain_letters(text: str) -> str:
    """Return a text in lower case, compatibility forms (NFKD), without accents."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Fold gender and number of one word.

    Parameters
    ----------
    word : str
        Lower case, without accents, as ``tokenise`` gives it.

    Returns
    -------
    str
        A key shared by the word's forms: the stem and ``*``. Words of fewer than four letters and words with
        digits or symbols (``cnc``, ``c++``, ``vb6``) are their own key; so are pairs whose two genders mean
        different things (``banco``, ``banca``).
    """
    if word.endswith(FOLDED):
        return word
    if word in _KEPT_APART:
        return _KEPT_APART[word]
    if len(word) < 4 or not _WORD.match(word):
        return word
    word = _FEMININES.get(word, word)
    if word[-1] in _VOWELS and word[-2] in _BEFORE_LAST:
        for ending, stem in _ENDINGS:
            if ending.search(word):
                return ending.sub(stem, word) + FOLDED
    word = _singular_english(word)
    return word[:-1] + FOLDED if word[-1] in _VOWELS else word


def fold_machine(word: str) -> str:
    """Fold number only, for a word in ``-trice`` that names a machine: ``saldatrici`` → ``saldatric*``."""
    return re.sub(r"tric[ei]\Z", "tric" + FOLDED, word)


def folded_set(text: str) -> frozenset[str]:
    """Return the folded words of a table written as running text."""
    return frozenset(fold_word(word) for word in plain_letters(text).split())
