"""Every label of a vocabulary, indexed by the key under which it is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.text.abbreviations import Abbreviations
from matcher.text.actions import action_key, without_light_words
from matcher.text.folding import fold_word
from matcher.text.normalise import FUNCTION_WORDS, Token, fold_tokens, tokenise
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
    languages : tuple of str
        Language of each label.
    concept_of : ndarray of int64, shape (n_labels,)
        Index of the concept in ``vocabulary.concepts``; ascending.
    starts : ndarray of int64, shape (n_concepts,)
        First label of each concept that has labels.
    by_key, by_compact : mapping of str to tuple of Hit
        The two indices.
    exact_names : frozenset of int
        Labels that match by their plain words only (``C``, ``Scala``).
    """

    vocabulary: Vocabulary
    labels: tuple[str, ...]
    languages: tuple[str, ...]
    concept_of: NDArray[np.int64]
    starts: NDArray[np.int64]
    by_key: Mapping[str, tuple[Hit, ...]]
    by_compact: Mapping[str, tuple[Hit, ...]]
    exact_names: frozenset[int]

    def find(self, keys: TextKeys) -> tuple[Hit, ...]:
        """Return the concepts that have a label with these keys, at most one hit each, preferred labels first.

        Where several concepts share the folded key, those that share the very words win.
        """
        hits = self._allowed(self.by_key.get(keys.folded, ()), keys)
        if not hits and keys.compact:
            hits = self._allowed(self.by_compact.get(keys.compact, ()), keys)
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

    @cached_property
    def traits(self) -> tuple[LabelTraits, ...]:
        """What the guards need to know of each label, ``n_labels``."""
        return tuple(traits(tokenise(label), label) for label in self.labels)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every folded word of the labels."""
        return frozenset(word for key in self.by_key for word in key.split())

    @cached_property
    def rarity(self) -> Mapping[str, float]:
        """Inverse frequency of each folded word over concepts: ``log(1 + n_concepts / concepts with it)``."""
        concepts: dict[str, set[int]] = {}
        for label, known in enumerate(self.traits):
            for word in known.words:
                concepts.setdefault(word, set()).add(int(self.concept_of[label]))
        total = len(self.vocabulary)
        return {word: float(np.log1p(total / len(found))) for word, found in concepts.items()}


def keys_of(text: str, abbreviations: Abbreviations | None = None) -> TextKeys:
    """Return the keys under which a text is looked up."""
    return _keys(tokenise(text, abbreviations))


def _keys(tokens: list[Token]) -> TextKeys:
    plain = [token.text for token in tokens if token.text not in FUNCTION_WORDS] or [
        token.text for token in tokens
    ]
    joined = fold_word("".join(plain))
    return TextKeys(
        folded=" ".join(token.text for token in fold_tokens(tokens)),
        compact=joined if len(joined) >= _SHORTEST_COMPACT else "",
        plain=" ".join(token.text for token in tokens),
    )


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
    languages: list[str] = []
    concept_of: list[int] = []
    by_key: dict[str, list[Hit]] = {}
    by_compact: dict[str, list[Hit]] = {}
    exact_names: set[int] = set()
    for index, concept in enumerate(vocabulary.concepts):
        preferred = {*concept.labels.values(), *concept.labels_f.values()}
        for language, label in concept.all_labels():
            keys = keys_of(label)
            hit = Hit(index, len(labels), label in preferred, keys.plain)
            if concept.facts.get("type") == "tool" and " " not in keys.plain:
                exact_names.add(hit.label)
            by_key.setdefault(keys.folded, []).append(hit)
            if keys.compact:
                by_compact.setdefault(keys.compact, []).append(hit)
            if "." in keys.plain:
                apart = keys_of(label.replace(".", " "))
                by_key.setdefault(apart.folded, []).append(hit._replace(plain=apart.plain))
            labels.append(label)
            languages.append(language)
            concept_of.append(index)
    owners = np.asarray(concept_of, dtype=np.int64)
    return Lexicon(
        vocabulary=vocabulary,
        labels=tuple(labels),
        languages=tuple(languages),
        concept_of=owners,
        starts=np.flatnonzero(np.diff(owners, prepend=-1)),
        by_key=_ranked(by_key),
        by_compact=_ranked(by_compact),
        exact_names=frozenset(exact_names),
    )


def _ranked(index: Mapping[str, list[Hit]]) -> dict[str, tuple[Hit, ...]]:
    return {
        key: tuple(sorted(hits, key=lambda hit: (not hit.preferred, hit.label)))
        for key, hits in index.items()
        if key
    }
