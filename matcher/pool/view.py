"""What rules see of some rows of a partition beside one request: people beside a vacancy, or the reverse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.pool.candidate_rows import CandidateRows
from matcher.pool.columns import Lookup
from matcher.pool.likenesses import Likenesses
from matcher.pool.rows_view import RowsView
from matcher.pool.vacancy_rows import VacancyRows

__all__ = ["view_rows"]


def view_rows(
    likenesses: Likenesses,
    rows: NDArray[np.int64] | None,
    values: Mapping[str, Any],
    further: Sequence[pl.DataFrame] = (),
    lookup: Lookup | None = None,
) -> RowsView:
    """Return the view of some rows; parameters as `RowsView`."""
    kind = CandidateRows if likenesses.rows.side == "candidate" else VacancyRows
    return kind(likenesses, rows, values, further, lookup)
