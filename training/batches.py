"""Draw batches of text pairs of one meaning, with look-alikes of other meanings beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from training.augment import formal, mistype, shorten
from training.sources import Concept

__all__ = ["Mixture", "draw_pairs"]

_LANGUAGES = {"it": 0.42, "en": 0.40, "own": 0.18}


@dataclass(frozen=True)
class Mixture:
    """Concepts of a source and how many pairs of it stand in a batch.

    ``sentence_share`` of the positives are sentences, the others labels; ``siblings`` puts look-alikes of
    one group in the same batch.
    """

    concepts: Sequence[Concept]
    pairs: int
    sentence_share: float = 0.2
    siblings: bool = True

    @cached_property
    def families(self) -> dict[str, list[Concept]]:
        """Concepts by group."""
        found: dict[str, list[Concept]] = defaultdict(list)
        for concept in self.concepts:
            found[concept.group].append(concept)
        return found


def draw_pairs(mixture: Mixture, random: Random) -> list[tuple[str, str]]:
    """Pairs of distinct concepts; half of them in groups of up to 8 from one family.

    Parameters
    ----------
    mixture : Mixture
        A source.
    random : Random
        Seeded.

    Returns
    -------
    list of (str, str)
        Anchor and positive of each drawn concept.
    """
    pairs, seen = [], set()
    for concept in _draw_concepts(mixture, random):
        pair = _pair(concept, mixture.sentence_share, random)
        # A text that names two concepts must not be its own wrong answer.
        if seen.isdisjoint(pair):
            seen.update(pair)
            pairs.append(pair)
    return pairs


def _draw_concepts(mixture: Mixture, random: Random) -> list[Concept]:
    chosen: dict[str, Concept] = {}
    if mixture.siblings:
        families = mixture.families
        while len(chosen) < mixture.pairs // 2:
            family = families[random.choice(mixture.concepts).group]
            for concept in random.sample(family, min(8, len(family))):
                chosen[concept.key] = concept
    while len(chosen) < min(mixture.pairs, len(mixture.concepts)):
        concept = random.choice(mixture.concepts)
        chosen[concept.key] = concept
    return list(chosen.values())[: mixture.pairs]


def _pair(concept: Concept, sentence_share: float, random: Random) -> tuple[str, str]:
    language, anchor = _label(concept, random)
    anchor = _rewrite(anchor, language, random)
    if concept.sentences and random.random() < sentence_share:
        return anchor, random.choice(concept.sentences)
    positive = anchor
    for _ in range(4):
        language, positive = _label(concept, random)
        if positive != anchor:
            break
    return anchor, _rewrite(positive, language, random, 0.5)


def _label(concept: Concept, random: Random) -> tuple[str, str]:
    present = [name for name in _LANGUAGES if concept.labels.get(name)]
    language = random.choices(present, [_LANGUAGES[name] for name in present])[0]
    text = random.choice(concept.labels[language])
    return language, random.choice(text.split("/")) if random.random() < 0.8 else text


def _rewrite(text: str, language: str, random: Random, share: float = 1.0) -> str:
    draw = random.random() / share
    if draw < 0.25:
        return mistype(text, random)
    if draw < 0.32:
        return shorten(text, random)
    if draw < 0.42:
        return formal(text, language, random)
    tokens = text.split()
    if draw < 0.5 and len(tokens) > 2:
        tokens.pop(random.randrange(len(tokens)))
        return " ".join(tokens)
    return text
