"""Words of a short text, and the hashed pieces of each word: what the bundled model sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

__all__ = ["FEATURES_VERSION", "canonical", "pieces", "words"]

FEATURES_VERSION = 2
"""Raised with any change below: weights trained for one version are refused by another."""

_WORD = re.compile(r"[^\W_]+[+#]*")
_MAX_WORDS = 128
_MAX_LETTERS = 38
_VOWELS = "aeiouy"
_SIZES = (3, 4, 5)
# Endings that mark gender or number, the shortest word that may have them, and what they leave.
_ENDINGS = (
    *((ending, 5, "tor") for ending in ("trice", "trici")),
    *((ending, 8, ending[:-4]) for ending in ("oressa", "oresse", "tessa", "tesse", "lessa", "lesse")),
    *((ending, 5, "ai") for ending in ("aio", "aia", "aie", "ai")),
    *((ending, 6, "man") for ending in ("woman", "women")),
)
_STEP = np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_WHOLE = np.uint64(0xD6E8FEB86659FD93)


def words(text: str) -> list[str]:
    """Split a text into distinct canonical words, in order of first appearance.

    Lower case, compatibility forms (NFKC), no accents. ``C++`` and ``C#`` stay whole. A word said twice
    counts once, so that "saldatore/saldatrice" weighs as much as "saldatore".
    """
    # no word reaches across a space, and people write the same words: each is read once
    found = list(chain.from_iterable(map(_words_of, text.split())))
    return list(dict.fromkeys(found[:_MAX_WORDS]))


@lru_cache(maxsize=1 << 17)
def _words_of(token: str) -> tuple[str, ...]:
    plain = token.lower()
    if not plain.isascii():
        spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", plain).lower())
        plain = "".join(char for char in spread if not unicodedata.combining(char))
    return tuple(map(canonical, _WORD.findall(plain)))


def canonical(word: str) -> str:
    """Drop what gender and number change: *saldatrici* and *saldatore* give the same form.

    Parameters
    ----------
    word : str
        One lower-case word without accents, Italian or English.

    Returns
    -------
    str
        At most 38 letters. Words under four letters, and words with digits or signs, are unchanged.
    """
    word = word[:_MAX_LETTERS]
    if len(word) < 4 or not word.isalpha():
        return word
    if word[-1] == "s" and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if len(word) < 5:
        # So little is left that "sala" would meet "sales" and "care" meet "car": only capo/capi, and marked.
        return word[:-1] + "_" if word[-1] in "oi" else word
    for ending, shortest, kept in _ENDINGS:
        if len(word) >= shortest and word.endswith(ending):
            return word[: -len(ending)] + kept
    bare = word.rstrip(_VOWELS)
    if len(bare) < 3:
        return word[:-1]
    return bare[:-1] if bare.endswith(("ch", "gh")) and len(bare) < len(word) else bare


def pieces(distinct: Sequence[str], buckets: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Hash each word, and its runs of 3, 4 and 5 letters with the borders marked, into buckets.

    Parameters
    ----------
    distinct : sequence of str
        Canonical words, none of them empty.
    buckets : int
        A power of two.

    Returns
    -------
    owner, bucket : ndarray of int64, shape (n_pieces,)
        Index of the word, and bucket of the piece. The whole word is given twice: it counts double.
    """
    joined = "".join([f"<{word}>" for word in distinct])
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    lengths = np.fromiter((len(word) + 2 for word in distinct), dtype=np.int64, count=len(distinct))
    owner = np.repeat(np.arange(len(distinct)), lengths)
    whole = _whole_words(codes, lengths)
    owners, hashes = [np.arange(len(distinct))] * 2, [whole, whole]
    rolling = codes
    for size in range(2, max(_SIZES) + 1):
        rolling = rolling[:-1] * _STEP + codes[size - 1 :]
        if size in _SIZES:
            inside = owner[: len(rolling)] == owner[size - 1 :]
            owners.append(owner[: len(rolling)][inside])
            hashes.append(rolling[inside] ^ (_MIX >> np.uint64(size)))
    return np.concatenate(owners), _buckets(np.concatenate(hashes), buckets)


def _whole_words(codes: NDArray[np.uint64], lengths: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Polynomial hash of each whole word."""
    starts = np.cumsum(lengths) - lengths
    place = np.arange(len(codes)) - np.repeat(starts, lengths)
    powers = np.cumprod(np.full(_MAX_LETTERS + 3, _STEP, dtype=np.uint64))
    if not len(lengths):
        return np.empty(0, dtype=np.uint64)
    return np.asarray(np.add.reduceat(codes * powers[place], starts) + _WHOLE, dtype=np.uint64)


def _buckets(hashes: NDArray[np.uint64], buckets: int) -> NDArray[np.int64]:
    """Mix the bits of each hash (SplitMix64) and keep as many as the table needs."""
    mixed = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((mixed ^ (mixed >> np.uint64(31))) & np.uint64(buckets - 1)).astype(np.int64)
