"""From component values to integer scores whose contributions sum exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.plugin.gate import Gate
from matcher.plugin.types import MatchRequest, PoolView, ScoreColumn

__all__ = ["Scores", "rescale", "score_rows"]

Ints = NDArray[np.int64]

#: Weights are shares of this.
_WHOLE = 1000


@dataclass(frozen=True)
class Scores:
    """Scores of some rows, with what they are made of.

    Attributes
    ----------
    components : tuple of str
        Names, ordered.
    values : ndarray of int64, shape (n_components, n_rows)
        0..10,000, or -1 unknown.
    weights : ndarray of int64, shape (n_components, n_rows)
        Sum to 1,000 over the components of one perspective; 0 where the vacancy does not ask.
    total, reverse : ndarray of int64, shape (n_rows,)
        Score of the employer's components, and of the person's; 0..10,000,000.
    """

    components: tuple[str, ...]
    values: Ints
    weights: Ints
    total: Ints
    reverse: Ints


def score_rows(view: PoolView, request: MatchRequest, gate: Gate, silent: NDArray[np.bool_]) -> Scores:
    """Score every row of a view.

    Parameters
    ----------
    silent : ndarray of bool, shape (n_rows,)
        Empty profiles: every component of theirs is unknown, so that living nearby never puts nobody
        in particular before somebody with weak evidence.
    """
    columns = gate.score(request, view)
    names = tuple(columns)
    values = np.stack([columns[name].values for name in names]).astype(np.int64)
    values[:, silent] = -1
    weights = np.zeros_like(values)
    for perspective in ("employer", "person"):
        chosen = [
            number for number, name in enumerate(names) if gate.components[name][1].perspective == perspective
        ]
        if chosen:
            weights[chosen] = _weights([names[n] for n in chosen], columns, request.weights, view.n_rows)
    points = np.maximum(values, 0) * weights
    employer = np.array([gate.components[name][1].perspective == "employer" for name in names])
    return Scores(names, values, weights, points[employer].sum(axis=0), points[~employer].sum(axis=0))


def rescale(weights: Sequence[int]) -> list[int]:
    """Return integers in the same proportion that sum to 1,000, by largest remainder; all zero stay zero.

    Ties of remainders go to the first, so that the result depends on the weights alone.
    """
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    floors = [weight * _WHOLE // whole for weight in weights]
    remainders = [weight * _WHOLE % whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda number: (-remainders[number], number))
    for number in order[: _WHOLE - sum(floors)]:
        floors[number] += 1
    return floors


def _weights(
    names: Sequence[str], columns: Mapping[str, ScoreColumn], shares: Mapping[str, int], n_rows: int
) -> Ints:
    asked = np.stack(
        [np.broadcast_to(np.asarray(columns[name].asked, dtype=np.bool_), (n_rows,)) for name in names]
    )
    own = [shares.get(name, 0) for name in names]
    patterns, which = np.unique(asked, axis=1, return_inverse=True)
    table = np.array(
        [
            rescale([share if wanted else 0 for share, wanted in zip(own, pattern, strict=True)])
            for pattern in patterns.T
        ],
        dtype=np.int64,
    ).reshape(patterns.shape[1], len(names))
    return np.ascontiguousarray(table[np.ravel(which)].T)
