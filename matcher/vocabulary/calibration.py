"""From likeness to probability: a small logistic model, fitted on labels held out and on what people write."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import Indel

from matcher.errors import VocabularyError
from matcher.vocabulary.guard import LabelTraits
from matcher.vocabulary.results import Alternative

__all__ = ["FEATURES", "Calibration", "Evidence", "features", "load_calibration"]

FEATURES = (
    "best",
    "pooled",
    "lead",
    "covered_text",
    "covered_label",
    "same_head",
    "same_letters",
    "same_words",
    "its_head",
    "some_head",
    "lone",
)
"""Cosine with the best label and with all labels together; root of the lead over the next concept; share of the words
of each side found in the other, rare words weighing more; whether both begin with the same word; likeness of the
letters apart from gender and number, and with the words in order; whether the word that says what the label is, or
such a word of any label, is in the text; whether the text is one word. All 0..1."""

_BUNDLED = Path(__file__).parent / "calibration.toml"
_COMMON = 1.0
_SHARPNESS = 12.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one concept: its id, its nearest label, its likeness and, for the most alike of several, the
    values of ``FEATURES``.
    """

    concept: str
    label: str
    likeness: float
    values: tuple[float, ...]


class Naming(NamedTuple):
    """Whether a text has the word that says what its nearest label is, and such a word of any label."""

    its_head: bool
    some_head: bool


@dataclass(frozen=True, slots=True)
class Calibration:
    """Coefficients of the logistic model and the two thresholds.

    Attributes
    ----------
    intercept : float
        Log-odds at zero.
    weights : tuple of float
        One for each of ``FEATURES``.
    accept : float
        At or above: linked without asking, 0..1.
    ask : float
        At or above, below ``accept``: a person chooses; below: not linked, 0..1.
    """

    intercept: float
    weights: tuple[float, ...]
    accept: float
    ask: float

    def weigh(self, found: Sequence[Evidence]) -> tuple[Alternative, ...]:
        """Return the concepts with their probabilities, in the order given.

        The first has the probability of the model; the others share what is left of the certainty that it is one of
        these, each the more the nearer it comes to the first.
        """
        if not found:
            return ()
        first = self.probability(found[0].values)
        shares = [math.exp((one.likeness - found[0].likeness) * _SHARPNESS) for one in found[1:]]
        left = (1.0 - first) / max(1.0, sum(shares))
        sure = [first, *(min(first, share * left) for share in shares)]
        return tuple(
            Alternative(one.concept, one.label, value) for one, value in zip(found, sure, strict=True)
        )

    def probability(self, values: tuple[float, ...]) -> float:
        """Return the probability that a link with these features is right, 0..1."""
        log_odds = self.intercept + sum(
            weight * value for weight, value in zip(self.weights, values, strict=True)
        )
        return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, log_odds))))


def _covered(these: frozenset[str], those: frozenset[str], rarity: Mapping[str, float]) -> float:
    total = sum(rarity.get(word, _COMMON) for word in these)
    return sum(rarity.get(word, _COMMON) for word in these & those) / total if total else 0.0


def features(
    cosines: tuple[float, float],
    lead: float,
    text: LabelTraits,
    label: LabelTraits,
    named: Naming,
    rarity: Mapping[str, float],
) -> tuple[float, ...]:
    """Return the values of ``FEATURES`` for one text and the best label of one concept."""
    return (
        *cosines,
        math.sqrt(max(lead, 0.0)),
        _covered(text.words, label.words, rarity),
        _covered(label.words, text.words, rarity),
        float(text.head == label.head),
        Indel.normalized_similarity(text.key, label.key),
        Indel.normalized_similarity(" ".join(sorted(text.key.split())), " ".join(sorted(label.key.split()))),
        float(named.its_head),
        float(named.some_head),
        float(len(text.words) < 2),
    )


def load_calibration(kind: str, path: Path | None = None) -> Calibration:
    """Read the coefficients fitted for a kind of concept (those of ``skill`` where it has none of its own).

    Raises
    ------
    VocabularyError
        ``E-VOC-110`` when the file cannot be read or a coefficient is missing.
    """
    source = path or _BUNDLED
    try:
        tables = tomllib.loads(source.read_text(encoding="utf-8"))
        table = tables.get(kind, tables["skill"])
        weights = tuple(float(table["weights"][name]) for name in FEATURES)
        return Calibration(float(table["intercept"]), weights, float(table["accept"]), float(table["ask"]))
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise VocabularyError(
            "E-VOC-110",
            f"La taratura dei collegamenti {source} manca o è danneggiata ({problem}).",
            "Reinstalla il programma, o rifai la taratura con benchmarks/linking/calibrate.py.",
        ) from problem
