"""What a rule may read: sides and views that hand out its own columns, and refuse everything else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

import polars as pl
from numpy.typing import NDArray

from matcher.domain.columns import CORE_COLUMNS
from matcher.errors import PluginError
from matcher.plugin.types import Bools, Ints, PoolView

__all__ = ["DeclaredColumns", "GuardedSide", "GuardedView", "asked_name", "not_readable"]

Array = TypeVar("Array", bound=NDArray[Any])
_KERNELS = frozenset(name for name in dir(PoolView) if not name.startswith("_"))


def asked_name(name: str) -> str:
    """Return how a column of the request is called beside those of the rows: one value, the same for all."""
    return f"ask:{name}"


def not_readable(plugin: str, name: str) -> PluginError:
    """Return the error for a column that a plugin may not read."""
    return PluginError(
        "E-PLG-010",
        f"Il plugin «{plugin}» chiede la colonna «{name}», che non ha dichiarato o che è protetta.",
        _way_to(name),
    )


def _way_to(name: str) -> str:
    """Return what to do about a column out of reach: where it is, under which act, or what was perhaps meant."""
    found = next((column for column in CORE_COLUMNS if column.name == name), None)
    if found is not None and found.audience == "protected":
        return (
            "È protetta: si legge solo con un atto, in matcher_legal_requirement o in una priorità che la nomina "
            "in reads_protected."
        )
    if found is not None:
        return f'È del lato {found.side}: scrivi {found.side}["{name}"], mai pl.col.'
    near = get_close_matches(name, [column.name for column in CORE_COLUMNS], 1)
    if near:
        return f"Forse intendevi «{near[0]}»; tutte le colonne sono in docs/hooks/columns.md."
    return (
        "Se è tua dichiarala con matcher_register_columns, con il nome del plugin davanti; tutte le altre sono in "
        "docs/hooks/columns.md."
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


def _sealed(values: Array) -> Array:
    """Return an array that others read too: whoever wants to change it makes a copy."""
    seen = values.view()
    seen.flags.writeable = False
    return seen


class DeclaredColumns(dict[str, pl.Series]):
    """The protected columns that a plugin declared to read, and a refusal of all others."""

    def __init__(self, plugin: str, columns: Mapping[str, pl.Series]) -> None:
        super().__init__(columns)
        self._plugin = plugin

    def __missing__(self, name: str) -> pl.Series:
        raise not_readable(self._plugin, name)


class GuardedView:
    """A `PoolView` for one plugin: the exact kernels, and only the columns that it may read.

    Parameters
    ----------
    readable : mapping of str to polars data type
        What the plugin may read, and of which type it is.
    """

    def __init__(self, plugin: str, view: PoolView, readable: Mapping[str, Any]) -> None:
        self._plugin = plugin
        self._view = view
        self._readable = readable

    def column(self, name: str) -> pl.Series:
        """Return a column that the plugin may read, shape ``(n_rows,)``."""
        found = self._view.column(self._permitted(name))
        # a value of the request is a plain number, or nothing: it gets the type that it has as a column
        return found.clone() if found.dtype == self._readable[name] else found.cast(self._readable[name])

    def ints(self, name: str, missing: int = -1) -> Ints:
        """Return a column that the plugin may read as integers, see `PoolView`."""
        return _sealed(self._view.ints(self._permitted(name), missing))

    def known(self, name: str) -> Bools:
        """Tell where a column that the plugin may read is not null, see `PoolView`."""
        return _sealed(self._view.known(self._permitted(name)))

    def __getattr__(self, name: str) -> Any:
        if name not in _KERNELS:
            raise AttributeError(f"a view has no {name!r}; it has {', '.join(sorted(_KERNELS))}")
        return getattr(self._view, name)

    def _permitted(self, name: str) -> str:
        if name not in self._readable:
            raise not_readable(self._plugin, name)
        return name
