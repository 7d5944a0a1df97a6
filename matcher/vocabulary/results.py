"""What linking gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Alternative", "LinkResult", "Method", "RankedLabel", "Thresholds"]

Method = Literal["exact", "alternative", "fuzzy", "embedding", "operator", "none"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Confidence at which a link is made, and at which a person is asked; both 0..1, ``ask <= accept``."""

    accept: float
    ask: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """One concept that a text may mean, the label that was nearest, and how likely it is, 0..1."""

    concept: str
    label: str
    confidence: float


@dataclass(frozen=True, slots=True)
class RankedLabel:
    """One label of the vocabulary with its likeness to a text: a cosine, -1..1, plus 2 for an exact match."""

    concept: str
    label: str
    likeness: float


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What a text was linked to.

    Attributes
    ----------
    text : str
        As given.
    concept : str or None
        Id of the concept; None when nothing is likely enough, or when a person must choose.
    method : str
        How the concept, or the alternatives, were found.
    confidence : float
        Probability that the link, or the first alternative, is right, 0..1.
    alternatives : tuple of Alternative
        The most likely concepts, best first; a linked one is the first.
    ambiguous : bool
        A person must choose among the alternatives.
    """

    text: str
    concept: str | None
    method: Method
    confidence: float
    alternatives: tuple[Alternative, ...] = ()
    ambiguous: bool = False
