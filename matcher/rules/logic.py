"""The one truth table of a limit: what is demanded against what is accepted."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import and_

import polars as pl

__all__ = ["UNKNOWN", "all_of", "all_within", "limit"]

UNKNOWN = pl.lit(None, dtype=pl.Boolean)
#: A word of bits as a request that asks for none writes it.
_NOTHING = pl.lit(0, dtype=pl.Int64)


def limit(demand: pl.Expr, accepted: pl.Expr, unlimited: pl.Expr, respected: pl.Expr) -> pl.Expr:
    """Return True, False or null for one limit.

    "No limit" accepts anything. A demand and a limit that are both known decide. A demand without a known
    limit, or a limit without a known demand, is a question. Where neither side says anything, nothing is
    violated and nothing needs asking.
    """
    return (
        pl.when(unlimited.fill_null(value=False))
        .then(pl.lit(value=True))
        .when(demand.is_not_null() & accepted.is_not_null())
        .then(respected)
        .when(demand.is_null() & accepted.is_null())
        .then(pl.lit(value=True))
        .otherwise(UNKNOWN)
    )


def all_of(expressions: Iterable[pl.Expr]) -> pl.Expr:
    """Return the conjunction."""
    return reduce(and_, expressions)


def all_within(asked: Iterable[pl.Expr], held: Iterable[pl.Expr]) -> pl.Expr:
    """Tell whether every bit asked for is held, word by word; words of which nothing is asked are not read."""
    pairs = [(a, h) for a, h in zip(asked, held, strict=True) if not a.meta.eq(_NOTHING)]
    return all_of((a & ~h) == 0 for a, h in pairs) if pairs else pl.lit(value=True)
