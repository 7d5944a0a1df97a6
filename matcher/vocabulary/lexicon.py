"""Every label of a vocabulary, indexed by the key under which it is looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.text.abbreviations import Abbreviations
from matcher.text.actions import action_key, without_light_words
from matcher.text.folding import fold_word
from matcher.text.normalise import FUNCTION_WORDS, fold_text, fold_tokens, loses_name, read_words, tokenise
from matcher.vocabulary.guard import LabelTraits, traits
from matcher.vocabulary.schema import Vocabulary

__all__ = ["Hit", "Lexicon", "TextKeys", "build_lexicon", "keys_of"]

_SHORTEST_COMPACT = 6


class Hit(NamedTuple):
    """One label found by its key.

    Attributes
    ----------
    concept, label : int
        Indices of the concept and of the label.
    preferred : bool
        The label is the concept's preferred one.
    plain : str
        The words of the label without folding.
    """

    concept: int
    label: int
    preferred: bool
    plain: str


@dataclass(frozen=True, slots=True)
class TextKeys:
    """The keys of one text.

    Attributes
    ----------
    folded : str
        As of ``fold_key``.
    compact : str
        The words run together (*back end* = *backend*), empty when too short to be safe.
    plain : str
        The words without folding: what a short technical name must equal.
    """

    folded: str
    compact: str
    plain: str


@dataclass(frozen=True)
class Lexicon:
    """The labels of a vocabulary, those of one concept next to each other.

    Attributes
    ----------
    vocabulary : Vocabulary
        Where they come from.
    labels : tuple of str
        Every label, ``n_labels``.
    concept_of : ndarray of int64, shape (n_labels,)
        Index of the concept in ``vocabulary.concepts``; ascending.
    starts : ndarray of int64, shape (n_concepts,)
        First label of each concept that has labels.
    keys : tuple of str
        Folded words of each label.
    hits : tuple of Hit
        Each label as it is given when found.
    by_key : mapping of str to tuple of Hit
        Labels by their folded words.
    exact_names : frozenset of int
        Labels that match by their plain words only (``C``, ``Teams``, ``AI engineer``).
    """

    vocabulary: Vocabulary
    labels: tuple[str, ...]
    concept_of: NDArray[np.int64]
    starts: NDArray[np.int64]
    keys: tuple[str, ...]
    hits: tuple[Hit, ...]
    by_key: Mapping[str, tuple[Hit, ...]]
    exact_names: frozenset[int]

    def find(self, keys: TextKeys) -> tuple[Hit, ...]:
        """Return the concepts that have a label with these keys, at most one hit each, preferred labels first.

        Where several concepts share the folded key, those that share the very words win.
        """
        hits = self._allowed(self.by_key.get(keys.folded, ()), keys)
        if not hits and keys.compact:
            hits = self._allowed(self._by_compact.get(keys.compact, ()), keys)
        if len({hit.concept for hit in hits}) > 1:
            hits = tuple(hit for hit in hits if hit.plain == keys.plain) or hits
        return tuple({hit.concept: hit for hit in reversed(hits)}.values())[::-1]

    def _allowed(self, hits: tuple[Hit, ...], keys: TextKeys) -> tuple[Hit, ...]:
        return tuple(hit for hit in hits if hit.label not in self.exact_names or hit.plain == keys.plain)

    def find_activity(self, folded: str) -> tuple[Hit, ...]:
        """Return the concepts named by the same activity in other words (*saldare a TIG*, *saldatura TIG*)."""
        hits = self._by_action.get(action_key(folded), ()) or self.by_key.get(without_light_words(folded), ())
        hits = tuple(hit for hit in hits if hit.label not in self.exact_names)
        return tuple({hit.concept: hit for hit in reversed(hits)}.values())[::-1]

    @cached_property
    def _by_action(self) -> Mapping[str, tuple[Hit, ...]]:
        index: dict[str, list[Hit]] = {}
        for key, hits in self.by_key.items():
            index.setdefault(action_key(key), []).extend(
                hit for hit in hits if hit.label not in self.exact_names
            )
        return _ranked(index)

    def labels_with_key(self, key: str) -> list[int]:
        """Return the labels that share a key, ascending."""
        return sorted(hit.label for hit in self.by_key.get(key, ()))

    def traits(self, label: int) -> LabelTraits:
        """Return what the guards need to know of a label; worked out when first asked for."""
        known = self._traits.get(label)
        if known is None:
            text = self.labels[label]
            known = self._traits[label] = traits(tokenise(text), text)
        return known

    @cached_property
    def _traits(self) -> dict[int, LabelTraits]:
        return {}

    @cached_property
    def _by_compact(self) -> Mapping[str, tuple[Hit, ...]]:
        index: dict[str, list[Hit]] = {}
        for hit in self.hits:
            if compact := _compact(hit.plain.split()):
                index.setdefault(compact, []).append(hit)
        return _ranked(index)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every folded word of the labels."""
        return frozenset(word for key in self.by_key for word in key.split())

    def words_of(self, concepts: Iterable[int]) -> frozenset[str]:
        """Return the folded words of the labels of some concepts."""
        wanted = np.isin(self.concept_of, list(concepts))
        return frozenset(word for label in np.flatnonzero(wanted) for word in self.keys[label].split())

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The folded word of each label that says what it is: the first in Italian, the last in English."""
        return tuple(
            key.split()[-1 if language == "en" else 0] if key else ""
            for key, language in zip(self.keys, self._languages, strict=True)
        )

    @cached_property
    def known_heads(self) -> frozenset[str]:
        """Every head of a label."""
        return frozenset(self.heads)

    @property
    def _languages(self) -> Iterator[str]:
        return (language for concept in self.vocabulary.concepts for language, _ in concept.all_labels())

    @cached_property
    def rarity(self) -> Mapping[str, float]:
        """Inverse frequency of each folded word over concepts: ``log(1 + n_concepts / concepts with it)``."""
        concepts: dict[str, set[int]] = {}
        for concept, key in zip(self.concept_of.tolist(), self.keys, strict=True):
            for word in key.split():
                concepts.setdefault(word, set()).add(concept)
        total = len(self.vocabulary)
        return {word: float(np.log1p(total / len(found))) for word, found in concepts.items()}


def keys_of(text: str, abbreviations: Abbreviations | None = None) -> TextKeys:
    """Return the keys under which a text is looked up."""
    tokens = tokenise(text, abbreviations)
    words = [token.text for token in tokens]
    return TextKeys(
        folded=" ".join(token.text for token in fold_tokens(tokens)),
        compact=_compact(words),
        plain=" ".join(words),
    )


def _compact(words: Sequence[str]) -> str:
    joined = fold_word("".join([word for word in words if word not in FUNCTION_WORDS] or words))
    return joined if len(joined) >= _SHORTEST_COMPACT else ""


def build_lexicon(vocabulary: Vocabulary) -> Lexicon:
    """Index the labels of a vocabulary.

    Parameters
    ----------
    vocabulary : Vocabulary
        Any kind and size.

    Returns
    -------
    Lexicon
        Labels in the order of the concepts.
    """
    labels: list[str] = []
    keys: list[str] = []
    found: list[Hit] = []
    by_key: dict[str, list[Hit]] = {}
    exact_names: set[int] = set()
    for index, concept in enumerate(vocabulary.concepts):
        preferred = {*concept.labels.values(), *concept.labels_f.values()}
        for _, label in concept.all_labels():
            key, plain = " ".join(fold_text(label)), " ".join(read_words(label))
            hit = Hit(index, len(labels), label in preferred, plain)
            name = " " not in plain and (
                concept.facts.get("type") == "tool" or (label[0].isupper() and key != plain)
            )
            if name or loses_name(label):
                exact_names.add(hit.label)
            by_key.setdefault(key, []).append(hit)
            if "." in plain.lstrip("."):
                apart = keys_of(label.replace(".", " "))
                by_key.setdefault(apart.folded, []).append(hit._replace(plain=apart.plain))
            labels.append(label)
            keys.append(key)
            found.append(hit)
    owners = np.fromiter((hit.concept for hit in found), dtype=np.int64, count=len(found))
    return Lexicon(
        vocabulary=vocabulary,
        labels=tuple(labels),
        concept_of=owners,
        starts=np.flatnonzero(np.diff(owners, prepend=-1)),
        keys=tuple(keys),
        hits=tuple(found),
        by_key=_ranked(by_key),
        exact_names=frozenset(exact_names),
    )


def _ranked(index: Mapping[str, list[Hit]]) -> dict[str, tuple[Hit, ...]]:
    return {key: tuple(hits) if len(hits) == 1 else _by_rank(hits) for key, hits in index.items() if key}


def _by_rank(hits: list[Hit]) -> tuple[Hit, ...]:
    return tuple(sorted(hits, key=lambda hit: (not hit.preferred, hit.label)))
