"""What plugins keep about people and vacancies, and the columns that they fill from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl
from pydantic import BaseModel, ValidationError

from matcher.domain.candidate import Candidate
from matcher.domain.vacancy import Vacancy
from matcher.errors import InputError, MatcherError, field_trouble
from matcher.plugin.calls import HookCaller
from matcher.plugin.catalogue import Catalogue
from matcher.plugin.filling import fill_columns
from matcher.plugin.manager import BUILT_IN, LoadedPlugin
from matcher.plugin.types import Column

__all__ = ["PluginData"]


class PluginData:
    """The data of all plugins: read by the models that they declared, and turned into columns of a pool.

    Attributes
    ----------
    types : mapping of (plugin, owner) to RecordType
        What each plugin keeps, by kind of owner.
    """

    def __init__(self, plugins: Sequence[LoadedPlugin], caller: HookCaller, catalogue: Catalogue) -> None:
        self._plugins = plugins
        self._caller = caller
        self._columns = catalogue.columns
        self.types = {key: record for key, (_, record) in catalogue.records.items()}

    def read(self, plugin: str, owner: str, owner_id: str, content: Mapping[str, Any]) -> BaseModel:
        """Return a plugin's record about an owner, checked by the model that the plugin declared.

        Raises
        ------
        InputError
            ``E-PLG-050`` if the plugin keeps no such data, ``E-PLG-051`` with the field that is wrong.
        """
        record = self.types.get((plugin, owner))
        if record is None:
            raise InputError("E-PLG-050", f"Il plugin «{plugin}» non tiene dati di tipo «{owner}».")
        try:
            model: BaseModel = record.model.model_validate(content)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            trouble = f"campo «{where}»: {field_trouble(first)}" if where else field_trouble(first)
            raise InputError(
                "E-PLG-051",
                f"Dati «{record.name}» del plugin «{plugin}» su «{owner_id}»: {trouble}.",
                "Correggi il campo.",
            ) from error
        return model

    def build_columns(
        self, side: str, owners: Mapping[str, Candidate | Vacancy], records: Mapping[str, Mapping[str, Any]]
    ) -> pl.DataFrame:
        """Return the plugins' own columns of one side, shape ``(n_owners, n_columns)``.

        Parameters
        ----------
        owners : mapping of str to Candidate or Vacancy
            Whose columns, in order.
        records : mapping of str to mapping of str to mapping
            Plugin name to owner id to the content of its record.

        Raises
        ------
        MatcherError
            When a plugin does not fill its columns, or a record does not fit its model.
        """
        frames = [
            self._own_columns(plugin, side, owners, records.get(plugin.name, {}))
            for plugin in self._plugins
            if plugin.name != BUILT_IN and self._declared(plugin.name, side)
        ]
        return pl.concat(frames, how="horizontal") if frames else pl.DataFrame()

    def check(self, plugin: str, owner: Candidate | Vacancy, content: Mapping[str, Any]) -> BaseModel:
        """Return a plugin's record about a person or a vacancy, if its columns can be filled from it.

        What could not be in a pool is refused when it is written: later it would stop everybody's lists.

        Raises
        ------
        MatcherError
            As `read`, and whatever the plugin says of it in ``matcher_build_columns``.
        """
        model = self.read(plugin, _side_of(owner), owner.id, content)
        self._refuse_unfilled(plugin, {owner.id: owner}, {owner.id: content})
        return model

    def check_all(
        self,
        plugin: str,
        owners: Mapping[str, Candidate | Vacancy],
        contents: Mapping[str, Mapping[str, Any]],
    ) -> dict[str, BaseModel | MatcherError]:
        """Return a plugin's records about several owners of one side, or why one of them is refused.

        The same as `check` for each, and where nobody is refused in the time of one.
        """
        found = {
            name: _tried(self.read, plugin, _side_of(owner), name, contents[name])
            for name, owner in owners.items()
        }
        good = {name: owner for name, owner in owners.items() if not isinstance(found[name], MatcherError)}
        try:
            self._refuse_unfilled(plugin, good, contents)
        except MatcherError:
            # one by one, only to tell who is refused
            for name, owner in good.items():
                found[name] = _tried(self.check, plugin, owner, contents[name])
        return found

    def _refuse_unfilled(
        self,
        plugin: str,
        owners: Mapping[str, Candidate | Vacancy],
        contents: Mapping[str, Mapping[str, Any]],
    ) -> None:
        """Refuse records of one side from which the plugin cannot fill its columns."""
        side = next(map(_side_of, owners.values()), "")
        if self._declared(plugin, side):
            loaded = next(one for one in self._plugins if one.name == plugin)
            self._own_columns(loaded, side, owners, contents)

    def _declared(self, plugin: str, side: str) -> dict[str, Column]:
        return {c.name: c for o, c in self._columns.values() if o == plugin and c.side == side}

    def _own_columns(
        self,
        plugin: LoadedPlugin,
        side: str,
        owners: Mapping[str, Candidate | Vacancy],
        stored: Mapping[str, Mapping[str, Any]],
    ) -> pl.DataFrame:
        records = {
            name: self.read(plugin.name, side, name, stored[name]) for name in owners if name in stored
        }
        return fill_columns(self._caller, plugin, side, owners, records, self._declared(plugin.name, side))

    def plugins_filling(self, side: str) -> tuple[str, ...]:
        """Return the plugins that fill columns of a side."""
        return tuple(sorted({o for o, c in self._columns.values() if c.side == side} - {BUILT_IN}))

    def pool_columns(
        self, side: str, owners: Mapping[str, Candidate | Vacancy], records: Mapping[str, Mapping[str, Any]]
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the plugins' own columns as a pool keeps them: the professional ones, and those behind the door.

        Parameters and errors are those of `build_columns`.
        """
        frame = self.build_columns(side, owners, records)
        behind = {c.name for _, c in self._columns.values() if c.side == side and c.audience == "protected"}
        return (
            frame.select(name for name in frame.columns if name not in behind),
            frame.select(name for name in frame.columns if name in behind),
        )


def _side_of(owner: Candidate | Vacancy) -> str:
    return "candidate" if isinstance(owner, Candidate) else "vacancy"


def _tried(check: Callable[..., BaseModel], *arguments: Any) -> BaseModel | MatcherError:
    """Return what a check gives, or why it refuses."""
    try:
        return check(*arguments)
    except MatcherError as error:
        return error
