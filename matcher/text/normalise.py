"""The one place where text is normalised before it is looked up, embedded or compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from matcher.text.abbreviations import Abbreviations
from matcher.text.folding import FOLDED, fold_machine, fold_word, plain_letters, word_set

__all__ = [
    "FUNCTION_WORDS",
    "LETTER_TAKERS",
    "Token",
    "drop_second_gender",
    "fold_key",
    "fold_text",
    "fold_tokens",
    "loses_name",
    "normalise",
    "read_words",
    "same_gender_forms",
    "tokenise",
]

FUNCTION_WORDS = word_set(
    """a ad ai agli al all alla alle allo con coi col d da dagli dai dal dall dalla dalle dallo degli dei del
    dell della delle dello di e ed fra gli i il in l la le lo negli nei nel nell nella nelle nello nonche o od per
    presso su sugli sui sul sull sulla sulle sullo tra un una uno and an at for of on or the to with"""
)
"""Articles, prepositions and conjunctions: never part of a key (``non``, ``no``, ``senza`` are)."""

LETTER_TAKERS = word_set(
    "patente patenti pat guida categoria cat licenza licence license category class classe tipo livello fascia gruppo"
)
"""Words after which a single letter is a name: *patente A*, *categoria C*."""
_OPERATED = word_set("addett* conduttor* operator* macchina macchin* manutentor* uso attrezzist*")
_PERSONS_IN_TRICE = word_set(
    """direttrice educatrice coordinatrice amministratrice collaboratrice operatrice istruttrice formatrice
    animatrice attrice autrice ricercatrice lavoratrice traduttrice"""
)
_ARTICLED = word_set("di a alla alle su sulla sulle con della delle per macchina")
_ORDER_BEFORE = word_set("di su della delle alla alle per capo manager project a")

_COMBINING = "\u0300-\u036f"
_TOKEN = re.compile(
    rf"""
    (?<![\w.])(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!\w))?  # O.S.S., r.s.p.p
    | (?<![\w.])\.net\b                                    # .NET
    | [^\W_]+(?:\+\+|\#)(?!\w)                             # C++, C#
    | (?<!\w)[^\W\d_]\+(?![\w+])                           # C+, which is none of them
    | [^\W\d_]+\.(?:js|net|io)\b                           # Node.js, ASP.NET
    | (?<!\w)[^\W\d_cr]-[^\W\d_]{{3,}}                      # F-Gas, e-commerce
    | [^\W_]&[^\W_](?!\w)                                  # R&D
    | \d+(?:[.,]\d+)+
    | (?:[^\W_][{_COMBINING}]*)+\*?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LETTERS_ONLY = re.compile("[A-Za-z]+")
_APOSTROPHES = dict.fromkeys(map(ord, "’‘`´ʼ′＇"), "'")
_SLASH_SUFFIX = re.compile(
    r"(?<=[aeioAEIO])(?:\s?/\s?-?|-|\s?\(-?/?)"
    r"(?:a|e|i|o|ra|re|ta|te|ca|na|trice|trici|rice|ice|essa|aia|ora|iera|tta)\)?(?![\w'’])",
    re.IGNORECASE,
)
_PAIR = re.compile(r"([^\W\d_]{4,})(\s?/\s?)([^\W\d_]{4,})")
_ENDS_IN_E = re.compile(r"(?:tor|sor|ier|ent|ant|ional|ocal)\Z")


class Token(NamedTuple):
    """One word of a text.

    Attributes
    ----------
    text : str
        Lower case, without accents, technical marks kept (``c++``, ``.net``, ``node.js``).
    start, end : int
        Where it stands in the text it was read from.
    dotted : bool
        A full stop follows immediately: it may be an abbreviation.
    capital : bool
        It was written with a capital first letter.
    joined : bool
        A slash, a plus or a hyphen ties it to the word before (``C/E``, ``C+E``).
    """

    text: str
    start: int
    end: int
    dotted: bool = False
    capital: bool = False
    joined: bool = False


@lru_cache(maxsize=65536)
def _plain(raw: str) -> str:
    """Normalise the letters of one token."""
    text = plain_letters(raw)
    if text.endswith(("*", "ə")):
        stem = text[:-1]
        return stem + ("e" if _ENDS_IN_E.search(stem) else "o")
    if re.fullmatch(r"(?:[a-z]\.){2,}[a-z]?", text):
        return text.replace(".", "")
    return text.replace("-", "")


def same_gender_forms(first: str, second: str) -> bool:
    """Say whether two words are forms of one (``impiegato``, ``impiegata``)."""
    return fold_word(plain_letters(first)) == fold_word(plain_letters(second))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _blank_second(match: re.Match[str]) -> str:
    if same_gender_forms(match[1], match[3]):
        return match[1] + " " * (len(match[2]) + len(match[3]))
    return match[0]


def _one_gender(text: str) -> str:
    """Blank the second gender of slash forms, keeping every character where it stands."""
    if _is_plain(text):
        return text
    return _SLASH_SUFFIX.sub(_blank, _PAIR.sub(_blank_second, text))


def drop_second_gender(text: str) -> str:
    """Return a text with slash forms read once: ``"Cuoco/a, aiuto cuoco/a"`` → ``"Cuoco, aiuto cuoco"``."""
    single = _one_gender(text.translate(_APOSTROPHES))
    return re.sub(r"\s+(?=[,;)]|\.(?!\w))", "", re.sub(r"[^\S\n]+", " ", single)).strip()


def tokenise(text: str, abbreviations: Abbreviations | None = None) -> list[Token]:
    """Read the words of a text, with the place of each.

    Parameters
    ----------
    text : str
        As typed. Slash forms (``addetto/a``, ``operaio-a``, ``addett*``, ``impiegato/impiegata``) are read once.
    abbreviations : Abbreviations, optional
        Abbreviations to write out; the words of one share its place in the text.

    Returns
    -------
    list of Token
        In the order of the text.
    """
    source = _one_gender(text.translate(_APOSTROPHES))
    pattern = _LETTERS_ONLY if _is_plain(source) else _TOKEN
    tokens = []
    for match in pattern.finditer(source):
        raw, (start, end) = match[0], match.span()
        dotted = source.startswith(".", end)
        joined = start > 0 and source[start - 1] in "/+-"
        tokens.append(Token(_plain(raw), start, end, dotted, raw[0].isupper(), joined))
    if "'" in source:
        tokens = [token for token in tokens if not _is_possessive(token, source)]
    return abbreviations.expand(tokens) if abbreviations is not None else tokens


def _is_possessive(token: Token, source: str) -> bool:
    return token.text == "s" and token.start > 0 and source[token.start - 1] == "'"


def _is_plain(text: str) -> bool:
    """Say whether a text is nothing but unaccented letters and blanks, as most labels are."""
    return text.isascii() and text.replace(" ", "").isalpha()


def read_words(text: str) -> list[str]:
    """Return the words of a text in canonical letters: those of ``tokenise``, without their places."""
    return text.lower().split() if _is_plain(text) else [token.text for token in tokenise(text)]


def normalise(text: str, abbreviations: Abbreviations | None = None) -> str:
    """Return the words of a text in canonical letters, separated by one blank."""
    if abbreviations is None:
        return " ".join(read_words(text))
    return " ".join(token.text for token in tokenise(text, abbreviations))


def _takes_letter(words: Sequence[str], index: int, *, capital: bool) -> bool:
    """Say whether a single letter is a name here (``patente A``, ``categoria C e E``)."""
    if len(words[index]) != 1:
        return False
    before = index - 1
    while before >= 0 and len(words[before]) <= 2:
        before -= 1
    return before >= 0 and words[before] in LETTER_TAKERS and (before == index - 1 or capital)


def _fold_in_context(words: Sequence[str], index: int) -> str:
    word = words[index]
    if word.endswith(("trice", "trici")) and word not in _PERSONS_IN_TRICE:
        before = words[index - 1] if index else ""
        operated = before in _ARTICLED or fold_word(before) in _OPERATED
        return fold_machine(word) if operated else fold_word(word)
    if word in ("commessa", "commesse"):
        before = words[index - 1] if index else ""
        if before in _ORDER_BEFORE or fold_word(before) == "responsabil" + FOLDED:
            return "commessa"
    return fold_word(word)


def fold_tokens(tokens: Sequence[Token]) -> list[Token]:
    """Fold gender and number of each word and drop the function words; places are kept.

    A word in ``-trice`` after *addetto*, *operatore* or a preposition is a machine, not a woman; ``commessa``
    after *responsabile di*, *capo* and the like is a job order, not a shop assistant. A text of nothing but function
    words keeps them (*AI*, *AD*).
    """
    words = [token.text for token in tokens]
    kept = [
        Token(_fold_in_context(words, index), *token[1:])
        for index, token in enumerate(tokens)
        if token.text not in FUNCTION_WORDS or _takes_letter(words, index, capital=token.capital)
    ]
    return kept or list(tokens)


def fold_text(text: str) -> list[str]:
    """Return the folded words of a text: those of ``fold_tokens``, without their places."""
    if not _is_plain(text):
        return [token.text for token in fold_tokens(tokenise(text))]
    written = text.split()
    words = text.lower().split()
    kept = [
        _fold_in_context(words, index)
        for index, word in enumerate(words)
        if word not in FUNCTION_WORDS or _takes_letter(words, index, capital=written[index][0].isupper())
    ]
    return kept or words


def fold_key(text: str, abbreviations: Abbreviations | None = None) -> str:
    """Return the key under which a title or a label is looked up.

    Case, accents, gender, number, articles and prepositions do not count:
    ``fold_key("Addetta alle vendite") == fold_key("ADDETTI VENDITA")``.

    Parameters
    ----------
    text : str
        As typed.
    abbreviations : Abbreviations, optional
        Abbreviations to write out first.

    Returns
    -------
    str
        Folded words separated by one blank; empty when the text has no word.
    """
    if abbreviations is None:
        return " ".join(fold_text(text))
    return " ".join(token.text for token in fold_tokens(tokenise(text, abbreviations)))


def loses_name(text: str) -> bool:
    """Say whether folding drops an acronym that is spelled like a function word (*AI engineer*, *LO technology*)."""
    if text.isupper() or text.islower():
        return False
    tokens = tokenise(text)
    kept = {token.start for token in fold_tokens(tokens)}
    return any(
        text[token.start : token.end].isupper() and (place > 0 or len(token.text) > 1)
        for place, token in enumerate(tokens)
        if token.start not in kept
    )
