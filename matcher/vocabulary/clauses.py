"""Running text cut where its meaning stops: sentences, and clauses within them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.text.folding import word_set
from matcher.text.normalise import Token, fold_tokens

__all__ = ["Clause", "split_clauses"]

_SENTENCE_END = re.compile(r"[;!?\n•·●▪◦►]")
_CLAUSE_END = re.compile(r"[,:()\[\]«»“”\"]|\s[-–—]+\s|\s[-–—]\Z")
# *(livello B2). È*, *tecnico/a. Dovrà*
_STOP_AFTER_MARK = re.compile(r"\A\s?(?:[)\]»”\"'%]|/-?\w{1,5})+\.\s")
_SHORTEST_LAST_WORD = 3
_BUT = word_set("ma pero bensi mentre tuttavia invece but however whereas")
_NOT = word_set("non not anche")


@dataclass(frozen=True, slots=True)
class Clause:
    """Words between two stops.

    Attributes
    ----------
    tokens : tuple of Token
        As read; places refer to the whole text.
    folded : tuple of Token
        Without function words, gender and number folded.
    sentence : int
        Number of the sentence.
    heading : bool
        A colon follows: what it says of a requirement holds for the rest of the sentence.
    aside : bool
        It stands in brackets.
    """

    tokens: tuple[Token, ...]
    folded: tuple[Token, ...]
    sentence: int
    heading: bool = False
    aside: bool = False

    @property
    def turns(self) -> bool:
        """Whether the text turns round here: nothing said before holds (*non serve l'inglese ma il tedesco sì*)."""
        return self.tokens[0].text in _BUT


def split_clauses(text: str, tokens: Sequence[Token]) -> list[Clause]:
    """Cut the words of a text into clauses.

    Parameters
    ----------
    text : str
        The text.
    tokens : sequence of Token
        Its words, as ``tokenise`` gives them.

    Returns
    -------
    list of Clause
        In the order of the text; none is empty.
    """
    clauses: list[Clause] = []
    open_tokens: list[Token] = []
    sentence = 0
    for index, token in enumerate(tokens):
        open_tokens.append(token)
        after = tokens[index + 1].start if index + 1 < len(tokens) else len(text)
        gap = text[token.end : max(token.end, after)]
        ends = _ends_sentence(token, gap, tokens[index + 1 : index + 2])
        if ends or _CLAUSE_END.search(gap) or index + 1 == len(tokens) or _turns(tokens, index + 1):
            folded = tuple(fold_tokens(open_tokens))
            before = text[max(0, open_tokens[0].start - 2) : open_tokens[0].start].rstrip()[-1:]
            aside = bool(before and before in "([") and gap[:1] in (")", "]")
            clauses.append(Clause(tuple(open_tokens), folded, sentence, ":" in gap, aside))
            open_tokens = []
        sentence += ends
    return clauses


def _turns(tokens: Sequence[Token], place: int) -> bool:
    """Say whether the text turns round here: *non serve l'inglese ma il tedesco sì* (not *preferibile ma non …*)."""
    after = tokens[place + 1].text if place + 1 < len(tokens) else ""
    return tokens[place].text in _BUT and after not in _NOT


def _ends_sentence(token: Token, gap: str, following: Sequence[Token]) -> bool:
    """Say whether a sentence ends here: after a short word only where a capital follows (*di PC. Richiesto*)."""
    if _SENTENCE_END.search(gap) or _STOP_AFTER_MARK.search(gap):
        return True
    if not (token.dotted and len(gap) > 1 and gap[1].isspace()):
        return False
    new = len(token.text) == _SHORTEST_LAST_WORD - 1 and any(word.capital for word in following)
    return new or len(token.text) >= _SHORTEST_LAST_WORD
