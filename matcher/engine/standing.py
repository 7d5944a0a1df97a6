"""Where one row stands among everybody of the same verdict: for "why", without explaining the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.engine.match import order_selected
from matcher.engine.part import Part, Selected
from matcher.engine.request import Request, Rules

__all__ = ["standing"]


def standing(parts: Sequence[Part], number: int, row: int, request: Request, rules: Rules) -> tuple[int, int]:
    """Return the rank of a row, and how many score units part it from the last one in the list.

    Parameters
    ----------
    parts : sequence of Part
        All partitions' answers.
    number, row : int
        Which part, and which of its rows; it must not be removed.

    Returns
    -------
    tuple of int
        Rank from 1 among all rows of the same verdict, and the distance, 0 for a row in the list.
    """
    uncertain = row in parts[number].verdicts.to_verify
    selected = [_everyone(part, uncertain, request, rules) for part in parts]
    ordered = order_selected(selected, parts, request, rules, sum(len(chosen.rows) for chosen in selected))
    start = sum(len(chosen.rows) for chosen in selected[:number])
    place = start + int(np.searchsorted(selected[number].rows, row))
    rank = int(np.flatnonzero(ordered.rows == place)[0]) + 1
    totals = np.concatenate([chosen.totals for chosen in selected])
    last = ordered.rows[min(request.ask.size, len(ordered.rows)) - 1]
    return rank, 0 if rank <= request.ask.size else max(0, int(totals[last] - totals[place]))


def _everyone(part: Part, uncertain: bool, request: Request, rules: Rules) -> Selected:
    rows = part.verdicts.to_verify if uncertain else part.verdicts.eligible
    return part.scored(rows, request, rules)
