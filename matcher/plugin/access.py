"""What a rule may read: sides and views that hand out its own columns, and refuse everything else."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import polars as pl

from matcher.errors import PluginError
from matcher.plugin.types import Bools, Ints, PoolView

__all__ = ["GuardedSide", "GuardedView", "asked_name", "not_readable"]

_KERNELS = frozenset(name for name in dir(PoolView) if not name.startswith("_"))


def asked_name(name: str) -> str:
    """Return how a column of the request is called beside those of the rows: one value, the same for all."""
    return f"ask:{name}"


def not_readable(plugin: str, name: str) -> PluginError:
    """Return the error for a column that a plugin may not read."""
    return PluginError(
        "E-PLG-010",
        f"Il plugin «{plugin}» chiede la colonna «{name}», che non ha dichiarato o che è protetta.",
        "Chiedila al lato giusto (candidate, vacancy, pair) e dichiara le tue con matcher_register_columns; le "
        "colonne protette si leggono solo in matcher_legal_requirement, con un atto.",
    )


class GuardedSide:
    """One side of a pair for one plugin.

    Parameters
    ----------
    plugin : str
        Who asks: named in errors.
    columns : collection of str
        What this plugin may read on this side.
    asks : bool
        Whether this side is the request: its columns then hold one value for all rows.
    """

    def __init__(self, plugin: str, columns: Collection[str], asks: bool = False) -> None:
        self._plugin = plugin
        self._columns = columns
        self._asks = asks

    def __getitem__(self, name: str) -> pl.Expr:
        if name not in self._columns:
            raise not_readable(self._plugin, name)
        return pl.col(asked_name(name) if self._asks else name)


class GuardedView:
    """A `PoolView` for one plugin: the exact kernels, and only the columns that it may read."""

    def __init__(self, plugin: str, view: PoolView, readable: Collection[str]) -> None:
        self._plugin = plugin
        self._view = view
        self._readable = readable

    def column(self, name: str) -> pl.Series:
        """Return a column that the plugin may read, shape ``(n_rows,)``."""
        return self._view.column(self._permitted(name))

    def ints(self, name: str, missing: int = -1) -> Ints:
        """Return a column that the plugin may read as integers, see `PoolView`."""
        return self._view.ints(self._permitted(name), missing)

    def known(self, name: str) -> Bools:
        """Tell where a column that the plugin may read is not null, see `PoolView`."""
        return self._view.known(self._permitted(name))

    def __getattr__(self, name: str) -> Any:
        if name not in _KERNELS:
            raise AttributeError(f"a view has no {name!r}; it has {', '.join(sorted(_KERNELS))}")
        return getattr(self._view, name)

    def _permitted(self, name: str) -> str:
        if name not in self._readable:
            raise not_readable(self._plugin, name)
        return name
