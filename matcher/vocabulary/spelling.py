"""One slip of the fingers in a word, put right only where no other reading is possible."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from matcher.text.folding import FOLDED

__all__ = ["Spelling"]

_SHORTEST = 5
_SHORTEST_FOR_SUBSTITUTION = 7
_ENDING = 3


class Spelling:
    """Known words, found again from a form with one letter wrong.

    Parameters
    ----------
    words : iterable of str
        Folded words that exist; none of them is ever "corrected".
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._known = frozenset(words)
        self._by_initial: dict[str, list[str]] = {}
        for word in sorted(filter(_correctable, self._known)):
            self._by_initial.setdefault(word[0], []).append(word)
        self._by_shorter: dict[str, dict[str, list[str]]] = {}
        self.correct = lru_cache(maxsize=65536)(self._correct)

    def _correct(self, word: str) -> str | None:
        """Return the one known word that ``word`` is a slip of, or None.

        One edit (a letter missing, doubled, swapped with its neighbour or hit wrongly) in a word of five letters
        or more; never in the first letter, and a wrong letter never in the ending, where it makes another word
        (*muratura*, *muratore*).
        """
        if word in self._known or not _correctable(word):
            return None
        near = self._with_initial(word[0])
        found = {known for form in _shorter(word) for known in near.get(form, ()) if _is_slip(word, known)}
        return found.pop() if len(found) == 1 else None

    def _with_initial(self, initial: str) -> dict[str, list[str]]:
        """Return the known words that begin with a letter, by their shorter forms; made when first asked for."""
        if initial not in self._by_shorter:
            forms: dict[str, list[str]] = {}
            for word in self._by_initial.get(initial, ()):
                for form in _shorter(word):
                    forms.setdefault(form, []).append(word)
            self._by_shorter[initial] = forms
        return self._by_shorter[initial]


def _correctable(word: str) -> bool:
    return len(word.rstrip(FOLDED)) >= _SHORTEST and word.rstrip(FOLDED).isalpha()


def _shorter(word: str) -> set[str]:
    """Return the word and every form with one letter left out."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(1, len(word)))}


def _is_slip(word: str, known: str) -> bool:
    typed, meant = word.rstrip(FOLDED), known.rstrip(FOLDED)
    if typed[0] != meant[0] or OSA.distance(typed, meant, score_cutoff=1) > 1 or typed == meant:
        return False
    if len(typed) != len(meant) or sorted(typed) == sorted(meant):
        return len(typed) >= len(meant) - 1
    place = next(index for index, pair in enumerate(zip(typed, meant, strict=True)) if pair[0] != pair[1])
    return len(typed) >= _SHORTEST_FOR_SUBSTITUTION and place < len(typed) - _ENDING
