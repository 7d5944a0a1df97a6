"""Constraints that leave people out for good: no change is named that would admit them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from matcher.plugin.access import asked_name
from matcher.plugin.gate import Gate
from matcher.plugin.row_local import probe_frame

__all__ = ["final_constraints"]

_DIRECTION = "vacancy"


def final_constraints(name: str, gate: Gate) -> Iterator[str]:
    """Yield the codes of a plugin's constraints that remove somebody and have no ``relax``.

    Requirements of law are left out: nothing relaxes them.
    """
    columns = {
        asked_name(column.name) if column.side == _DIRECTION else column.name: column
        for _, column in gate.columns.values()
    }
    for owned in gate.clauses(_DIRECTION):
        clause = owned.clause
        if owned.plugin != name or clause.relax is not None:
            continue
        read = {one: columns[one] for one in owned.reads} or dict(list(columns.items())[:1])
        probed = probe_frame(read)
        # varied values have no zero: here it stands in the place of null
        rows = pl.concat([probed, probed.with_columns(pl.selectors.numeric().fill_null(0))])
        verdicts = rows.select(clause.keep.alias("keep"))["keep"]
        # null is a question, not a removal
        if (~verdicts).any():
            yield f"{clause.code.code}: «{clause.code.label_it or clause.code.it}»"
