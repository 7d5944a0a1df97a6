"""What one partition answers: everybody who may be in the list, and the counts of everybody else."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.engine.filter import Masks, Verdicts
from matcher.pool.partition import Partition
from matcher.pool.view import Likenesses

__all__ = ["Part", "Selected"]


@dataclass(frozen=True)
class Selected:
    """Rows of a partition with their scores; all arrays have shape ``(n_selected,)``."""

    rows: NDArray[np.int64]
    totals: NDArray[np.int64]
    silent: NDArray[np.bool_]

    def only(self, places: slice | NDArray[np.int64]) -> Selected:
        """Return some of them."""
        return Selected(self.rows[places], self.totals[places], self.silent[places])


def _none() -> Selected:
    nothing = np.zeros(0, dtype=np.int64)
    return Selected(nothing, nothing, np.zeros(0, dtype=np.bool_))


@dataclass
class Part:
    """One partition's answer to one request.

    Attributes
    ----------
    frame : polars DataFrame
        Professional and pair columns of all rows, for reasons and questions.
    verdicts : Verdicts
        Everybody's, and the counts.
    eligible, to_verify, near : Selected
        Those who may still be in a list.
    """

    partition: Partition
    likenesses: Likenesses
    pair: pl.DataFrame
    frame: pl.DataFrame
    masks: Masks
    verdicts: Verdicts
    eligible: Selected = field(default_factory=_none)
    to_verify: Selected = field(default_factory=_none)
    near: Selected = field(default_factory=_none)
