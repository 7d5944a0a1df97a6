"""What a rule may read: sides that hand out columns or literals, and refuse everything else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from matcher.domain.columns import Column
from matcher.errors import PluginError

__all__ = ["GuardedSide", "probe_frame", "refuse_unless_row_local"]

_PROBE_ROWS = 12


class GuardedSide:
    """One side of a pair for one plugin.

    Parameters
    ----------
    plugin : str
        Who asks: named in errors.
    columns : mapping of str to Column
        What this plugin may read on this side.
    literals : mapping of str to value, optional
        The request's own values; ``None`` when this side is the rows.
    """

    def __init__(
        self, plugin: str, columns: Mapping[str, Column], literals: Mapping[str, Any] | None = None
    ) -> None:
        self._plugin = plugin
        self._columns = columns
        self._literals = literals
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> pl.Expr:
        column = self._columns.get(name)
        if column is None:
            raise PluginError(
                "E-PLG-010",
                f"Il plugin «{self._plugin}» chiede la colonna «{name}», che non ha dichiarato o che è protetta.",
                "Dichiarala con matcher_register_columns; le colonne protette si leggono solo in "
                "matcher_legal_requirement, con un atto.",
            )
        self.read.add(name)
        if self._literals is None:
            return pl.col(name)
        return pl.lit(self._literals.get(name), dtype=column.dtype)


def probe_frame(columns: Mapping[str, Column], seed: int = 7) -> pl.DataFrame:
    """Return a small frame of varied values, nulls included, for checking expressions at start."""
    series = []
    for position, (name, column) in enumerate(sorted(columns.items())):
        values: list[Any] = []
        for row in range(_PROBE_ROWS):
            value = (row * 7919 + position * 104729 + seed) % 97
            values.append(None if value % 5 == 0 else value % 2 == 0 if column.dtype == pl.Boolean else value)
        if column.dtype == pl.String:
            values = [None if value is None else str(value) for value in values]
        series.append(pl.Series(name, values, dtype=column.dtype))
    return pl.DataFrame(series)


def refuse_unless_row_local(plugin: str, code: str, expression: pl.Expr, frame: pl.DataFrame) -> None:
    """Refuse Python callbacks, aggregates and windows: the answer for a row depends on that row alone."""
    if "python" in str(expression).lower():
        raise PluginError(
            "E-PLG-011",
            f"Il vincolo «{code}» del plugin «{plugin}» chiama Python per ogni riga.",
            "Scrivilo con le sole espressioni di Polars, senza map_elements né map_batches.",
        )
    try:
        whole = frame.select(pl.lit(True).alias("_"), expression.alias("x"))["x"]
        shuffled = frame.reverse().select(pl.lit(True).alias("_"), expression.alias("x"))["x"].reverse()
        single = [frame[row : row + 1].select(expression.alias("x"))["x"][0] for row in range(frame.height)]
    except pl.exceptions.PolarsError as error:
        raise PluginError(
            "E-PLG-012",
            f"Il vincolo «{code}» del plugin «{plugin}» non si calcola: {error}.",
            "Prova l'espressione su una tabella con le colonne dichiarate.",
        ) from error
    same = len(whole) == frame.height and whole.to_list() == shuffled.to_list() == single
    if not same:
        raise PluginError(
            "E-PLG-013",
            f"Il vincolo «{code}» del plugin «{plugin}» dipende da più righe insieme.",
            "Togli aggregati, ordinamenti e finestre: una riga si giudica da sola.",
        )
