"""Weighted choice, prepared once and drawn many times."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

__all__ = ["Wheel", "chance"]

Item = TypeVar("Item")


class Wheel(Generic[Item]):
    """Items and their weights, ready to be drawn.

    Parameters
    ----------
    pairs : iterable of (item, weight)
        Weights are not negative; items of weight zero are never drawn.

    Raises
    ------
    ValueError
        If no item has a positive weight.
    """

    __slots__ = ("_cumulative", "_items", "_total")

    def __init__(self, pairs: Iterable[tuple[Item, float]]) -> None:
        kept = [(item, weight) for item, weight in pairs if weight > 0]
        if not kept:
            raise ValueError("a wheel needs at least one item of positive weight")
        self._items = tuple(item for item, _ in kept)
        self._cumulative = list(accumulate(weight for _, weight in kept))
        self._total = self._cumulative[-1]

    @property
    def items(self) -> tuple[Item, ...]:
        """The items that can be drawn."""
        return self._items

    def draw(self, rng: Random) -> Item:
        """Return one item, with the probability of its weight."""
        place = bisect_right(self._cumulative, rng.random() * self._total)
        return self._items[min(place, len(self._items) - 1)]


def chance(rng: Random, percentage: float) -> bool:
    """Return True with a probability given in percent."""
    return rng.random() * 100.0 < percentage
