"""Filling the columns of one plugin; where its data stop it, whose they are is found out and said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import polars as pl

from matcher.domain.candidate import Candidate
from matcher.domain.vacancy import Vacancy
from matcher.errors import MatcherError, PluginError
from matcher.plugin.calls import LATE, HookCaller
from matcher.plugin.manager import LoadedPlugin
from matcher.plugin.outcomes import check_built_columns
from matcher.plugin.types import Column

__all__ = ["fill_columns"]


def fill_columns(
    caller: HookCaller,
    plugin: LoadedPlugin,
    side: str,
    owners: Mapping[str, Candidate | Vacancy],
    records: Mapping[str, Any],
    declared: Mapping[str, Column],
) -> pl.DataFrame:
    """Return the columns that a plugin declared for a side, shape ``(n_owners, n_columns)``.

    Raises
    ------
    MatcherError
        When it does not fill them; where the data about one owner are the cause, the message names them.
    """

    def fill(chosen: Mapping[str, Candidate | Vacancy]) -> pl.DataFrame:
        own = {name: records[name] for name in chosen if name in records}
        seen = {"side": side, "ids": tuple(chosen), "records": own, "owners": MappingProxyType(chosen)}
        frame = caller.answer(plugin, "matcher_build_columns", **seen)
        return check_built_columns(plugin.name, frame, declared, len(chosen))

    try:
        return fill(owners)
    except MatcherError as error:
        if len(owners) == 1 or error.code in LATE:
            raise
        owner = _first_refused(fill, {name: owners[name] for name in records})
        if owner is None:
            raise
        raise _about(error, plugin.name, side, owner) from error


def _first_refused(
    fill: Callable[[Mapping[str, Candidate | Vacancy]], Any], owners: Mapping[str, Candidate | Vacancy]
) -> str | None:
    """Return an owner of whom columns cannot be filled, found by halves; ``None`` where each alone can be."""
    names = list(owners)
    while names:
        half = names[: (len(names) + 1) // 2]
        try:
            fill({name: owners[name] for name in half})
        except MatcherError:
            if len(half) == 1:
                return half[0]
            names = half
        else:
            names = names[len(half) :]
    return None


def _about(error: MatcherError, plugin: str, side: str, owner: str) -> PluginError:
    """Return the same failure with whose data it comes from, and how they are corrected."""
    return PluginError(
        error.code,
        f"{error.message} È nei dati su «{owner}».",
        f"{error.hint} Si correggono con: matcher record set {plugin} {side} {owner} campo=valore",
    )
