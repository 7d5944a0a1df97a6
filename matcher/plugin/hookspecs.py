"""The hooks. A plugin implements the ones it needs; ``hookimpl`` marks them.

Order never matters: plugins are called one by one in the order of their names, and every result carries
the name of the plugin that gave it. Declarations are asked once at start; a broken one fails the start.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pluggy
import polars as pl

from matcher.domain.columns import Column
from matcher.plugin.events import Records, Transition, Veto
from matcher.plugin.sources import Reader, VocabularyTable
from matcher.plugin.tasks import Command
from matcher.plugin.types import (
    Component,
    FilterClause,
    Finding,
    MatchRequest,
    Note,
    PoolView,
    PriorityColumn,
    PriorityRule,
    RecordType,
    ScoreColumn,
    Side,
)

__all__ = ["PROJECT", "HookSpecs", "hookimpl", "hookspec"]

PROJECT = "matcher"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class HookSpecs:
    """Signatures and failure policies of all hooks."""

    @hookspec
    def matcher_configure(self, settings: Mapping[str, Any]) -> None:
        """Take the plugin's own settings, ``[plugins.NAME]``; called once, before any other hook.

        Without such a table ``settings`` is empty. Whatever the plugin raises fails the start.
        """
        raise NotImplementedError

    @hookspec
    def matcher_register_columns(self) -> Iterable[Column]:
        """Declare the plugin's own columns, named ``plugin.column``. Fails the start."""
        raise NotImplementedError

    @hookspec
    def matcher_register_records(self) -> Iterable[RecordType]:
        """Declare the plugin's own data about candidates, vacancies, providers or cases. Fails the start."""
        raise NotImplementedError

    @hookspec
    def matcher_build_columns(
        self, side: str, ids: Sequence[str], records: Mapping[str, Any], owners: Mapping[str, Any]
    ) -> pl.DataFrame:
        """Fill the declared columns when a pool is built, one row for each id, in the order of ``ids``.

        ``records`` holds this plugin's own records by owner id, as the model that it declared; ``owners`` the
        professional profile (`Candidate`) or the vacancy (`Vacancy`) of every id. Fails the build.
        """
        raise NotImplementedError

    @hookspec
    def matcher_register_components(self) -> Iterable[Component]:
        """Declare the criteria that the plugin scores. Fails the start."""
        raise NotImplementedError

    @hookspec
    def matcher_register_priorities(self) -> Iterable[PriorityRule]:
        """Declare precedences, each with the act that allows it. Fails the start."""
        raise NotImplementedError

    @hookspec
    def matcher_register_vocabularies(self) -> Iterable[VocabularyTable]:
        """Bring alternatives and concepts to a vocabulary, or a vocabulary of the plugin's own. Fails the start."""
        raise NotImplementedError

    @hookspec
    def matcher_register_readers(self) -> Iterable[Reader]:
        """Declare the file formats that the plugin reads. Fails the start."""
        raise NotImplementedError

    @hookspec
    def matcher_register_commands(self) -> Iterable[Command]:
        """Declare the plugin's commands, ``matcher PLUGIN NAME``. Fails the start."""
        raise NotImplementedError

    @hookspec
    def matcher_register_reports(self) -> Iterable[Command]:
        """Declare the plugin's reports, ``matcher report NAME``: they write nothing. Fails the start."""
        raise NotImplementedError

    @hookspec
    def matcher_filter(self, candidate: Side, vacancy: Side, pair: Side) -> Iterable[FilterClause]:
        """Constraints, written once for both directions. Fails the start: a rule never vanishes in silence."""
        raise NotImplementedError

    @hookspec
    def matcher_legal_requirement(self, candidate: Side, vacancy: Side, pair: Side) -> Iterable[FilterClause]:
        """Legal requirements: each clause names its ``act`` and may read protected columns.

        Evaluated behind the protected door: only yes, no or to verify comes out. Fails the request.
        """
        raise NotImplementedError

    @hookspec
    def matcher_score(
        self, request: MatchRequest, view: PoolView, wanted: Collection[str]
    ) -> Iterable[ScoreColumn]:
        """Values of the declared components, or of those that are ``wanted`` now. Fails the request."""
        raise NotImplementedError

    @hookspec
    def matcher_prioritise(
        self, request: MatchRequest, view: PoolView, protected: Mapping[str, pl.Series]
    ) -> Iterable[PriorityColumn]:
        """Say whom each declared priority concerns; ``protected`` holds only the columns it declared to read.

        Fails the request.
        """
        raise NotImplementedError

    @hookspec
    def matcher_explain(self, request: MatchRequest, view: PoolView) -> Iterable[Finding | Note]:
        """Evidence and notes on the finalists only. A failure is noted on the shortlist and passed over."""
        raise NotImplementedError

    @hookspec
    def matcher_standard_minutes(
        self, service: str, candidate: str, on: date, records: Records
    ) -> int | None:
        """Say how long a service lasts as a rule for one person (``None``: as for everybody); the longest counts.

        ``records`` reads the plugin's own records. Fails the request: minutes are never confirmed by half a rule.
        """
        raise NotImplementedError

    @hookspec
    def matcher_before_transition(self, event: Transition, records: Records) -> Veto | None:
        """Allow a step of the desk (``None``), or forbid it with a reason. Fails the request.

        ``records`` reads the plugin's own records as they are at that moment.
        A step about which a plugin could not be asked is not taken.
        """
        raise NotImplementedError

    @hookspec
    def matcher_observe(self, event: Transition) -> None:
        """Take note of a step that was taken; it can change nothing. A failure is noted and passed over."""
        raise NotImplementedError
