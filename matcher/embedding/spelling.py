"""Words one slip away from a word that the model knows are read as that word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

__all__ = ["Speller", "slip_index"]

_SHORTEST = 5
_HALF = np.uint64(32)


class Speller:
    """Reads a mistyped word as the known one at distance 1 (a letter lost, added, changed, or two swapped).

    Parameters
    ----------
    known : sequence of str
        Canonical words, the commonest first: it wins when several are as near.
    slips : ndarray of uint64, shape (n_slips,)
        What ``slip_index`` gave for the same words.
    """

    def __init__(self, known: Sequence[str], slips: NDArray[np.uint64]) -> None:
        self._known = known
        self._places = frozenset(known)
        self._slips = slips
        #: People make the same slips: each is read once.
        self.read = lru_cache(maxsize=1 << 17)(self._read)

    def _read(self, word: str) -> str:
        """Return the known word that a canonical word most likely is, or the word itself.

        Words of fewer than five letters, and words with digits or signs, are left as they are.
        """
        if word in self._places or len(word) < _SHORTEST or not word.isalpha():
            return word
        keys = np.array([crc32(left.encode()) for left in _without_a_letter(word)], dtype=np.uint64)
        first = np.searchsorted(self._slips, keys << _HALF)
        last = np.searchsorted(self._slips, (keys + np.uint64(1)) << _HALF)
        near = {
            int(slip) & 0xFFFFFFFF
            for start, stop in zip(first.tolist(), last.tolist(), strict=True)
            for slip in self._slips[start:stop]
        }
        for place in sorted(near):
            if OSA.distance(word, self._known[place], score_cutoff=1) <= 1:
                return self._known[place]
        return word


def slip_index(known: Sequence[str]) -> NDArray[np.uint64]:
    """Index known words by what is left of them without one letter.

    Returns
    -------
    ndarray of uint64, shape (n_slips,)
        Ascending; the upper half is a hash of the letters left, the lower half the place of the word.
    """
    slips = {
        (crc32(left.encode()) << 32) | place
        for place, word in enumerate(known)
        if len(word) >= _SHORTEST - 1 and word.isalpha()
        for left in _without_a_letter(word)
    }
    return np.array(sorted(slips), dtype=np.uint64)


def _without_a_letter(word: str) -> list[str]:
    """The word itself and each form of it that lacks one letter."""
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]
