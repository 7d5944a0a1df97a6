"""From component values to integer scores whose contributions sum exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.plugin.gate import Gate
from matcher.plugin.types import MatchRequest, ScoreColumn

__all__ = ["Scores", "most_possible", "rescale", "score_rows", "score_totals"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: Weights are shares of this.
_WHOLE = 1000
#: The highest value of a component.
_FULL = 10_000


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


def score_rows(
    columns: Mapping[str, ScoreColumn], request: MatchRequest, gate: Gate, silent: Bools
) -> Scores:
    """Return scores with what they are made of.

    Parameters
    ----------
    columns : mapping of str to ScoreColumn
        What the gate gives for some rows.
    silent : ndarray of bool, shape (n_rows,)
        Empty profiles: every component of theirs is unknown.
    """
    weights = {**_weights(columns, request, gate, "employer"), **_weights(columns, request, gate, "person")}
    return Scores(
        tuple(columns),
        np.where(silent, -1, np.stack([column.values for column in columns.values()])),
        np.stack([np.broadcast_to(weights[name], silent.shape) for name in columns]),
        _total(columns, request, gate, "employer", silent),
        _total(columns, request, gate, "person", silent),
    )


def score_totals(
    columns: Mapping[str, ScoreColumn], request: MatchRequest, gate: Gate, silent: Bools
) -> Ints:
    """Return the employer's score of every row, as `score_rows` does, without its parts."""
    return _total(columns, request, gate, "employer", silent)


def most_possible(
    columns: Mapping[str, ScoreColumn], request: MatchRequest, gate: Gate, silent: Bools
) -> Ints:
    """Return a score that no row can exceed, from some of its components: full marks in all the others.

    To ask for one more component and give it full marks never lowers a weighted mean. Weights are rounded to
    thousandths: that moves a score by less than one thousandth for each component, here and there.
    """
    others = {
        name: ScoreColumn(name, np.asarray(_FULL), True)
        for name, (_, component) in gate.components.items()
        if name not in columns and component.perspective == "employer"
    }
    together = dict(sorted({**columns, **others}.items()))
    rounding = 2 * _FULL * len(together)
    return np.where(silent, 0, _total(together, request, gate, "employer", silent) + rounding)


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


def _total(
    columns: Mapping[str, ScoreColumn], request: MatchRequest, gate: Gate, perspective: str, silent: Bools
) -> Ints:
    total = np.zeros(len(silent), dtype=np.int64)
    for name, weight in _weights(columns, request, gate, perspective).items():
        if weight.any():
            total += np.maximum(columns[name].values, 0) * weight
    total[silent] = 0
    return total


def _weights(
    columns: Mapping[str, ScoreColumn], request: MatchRequest, gate: Gate, perspective: str
) -> dict[str, Ints]:
    """Return the weight of each component, shape ``(n_rows,)``, or ``()`` where it is the same for all rows."""
    names = [name for name in columns if gate.components[name][1].perspective == perspective]
    # what is asked is one number, a bit for each component: few differ, and for one vacancy there is one
    asked = np.zeros((), dtype=np.int64)
    for bit, name in enumerate(names):
        asked = asked | (np.asarray(columns[name].asked, dtype=np.int64) << bit)
    patterns, which = np.unique(asked, return_inverse=True) if asked.ndim else (asked[None], np.asarray(0))
    shares = [request.weights.get(name, 0) for name in names]
    table = [
        rescale([share if pattern >> bit & 1 else 0 for bit, share in enumerate(shares)])
        for pattern in patterns.tolist()
    ]
    by_name = np.asarray(table, dtype=np.int64).reshape(len(patterns), len(names)).T
    return {name: weights[which] for name, weights in zip(names, by_name, strict=True)}
