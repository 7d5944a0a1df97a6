"""Disadvantaged workers (Reg. (EU) 651/2014, DM 17/10/2017): dated rules on facts, behind the protected door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import polars as pl
from pydantic import Field

from matcher.domain.record import Record
from matcher.plugin import (
    Column,
    Command,
    MatchRequest,
    NamedAct,
    Parameter,
    PoolView,
    PriorityColumn,
    PriorityRule,
    RecordType,
    hookimpl,
)
from matcher_svantaggio.columns import BIRTH, COLUMNS, build, build_vacancies, members
from matcher_svantaggio.records import Facts
from matcher_svantaggio.tables import read_law

__all__ = ["Svantaggio"]

_READS = (BIRTH, *(column.name for column in COLUMNS if column.audience == "protected"))


class _Settings(Record):
    """What an act of the region allows: for which group, in which way, and whether a declaration is enough."""

    data: str = ""
    group: Literal["disadvantaged", "severely_disadvantaged"] = "disadvantaged"
    mode: Literal["tie_break", "bounded_boost", "reserved_places", "separate_list", "report"] = "tie_break"
    points: int = Field(default=0, ge=0, le=10)
    places: int = Field(default=0, ge=0)
    certified_only: bool = False
    act: NamedAct | None = None


class Svantaggio:
    """A precedence only where an act gives it, and never past the end of the regulation."""

    @hookimpl
    def matcher_configure(self, settings: Mapping[str, Any]) -> None:
        """Take the act, the way in which it gives precedence, and a region's corrected data."""
        self._settings = _Settings.model_validate(settings)
        self._book = read_law(self._settings.data)
        self._group = self._book.group(self._settings.group)

    @hookimpl
    def matcher_register_records(self) -> Iterable[RecordType]:
        """Declare the facts kept about a person."""
        return [RecordType("Condizioni di svantaggio", "candidate", Facts)]

    @hookimpl
    def matcher_register_columns(self) -> Iterable[Column]:
        """Declare the columns: all of them are protected."""
        return COLUMNS

    @hookimpl
    def matcher_build_columns(
        self, side: str, ids: Sequence[str], records: Mapping[str, Facts], owners: Mapping[str, Any]
    ) -> pl.DataFrame:
        """Return, for each person, the days from and until which conditions hold; of vacancies the professions."""
        if side == "vacancy":
            return build_vacancies(owners.values(), self._book.professions)
        held = [records.get(name) for name in ids]
        return build(held, self._book.latest, self._settings.certified_only)

    @hookimpl
    def matcher_register_priorities(self) -> Iterable[PriorityRule]:
        """Declare the precedence that the act gives; it ends with the act or with the regulation."""
        chosen = self._settings
        if chosen.act is None:
            return []
        named = chosen.act.act()
        last = min((day for day in (named.valid_to, self._group.valid_to) if day), default=None)
        act = replace(
            named, valid_to=last, number=f"{named.number} ({self._group.authority} {self._group.number})"
        )
        return [
            PriorityRule(
                self._code,
                self._group.label_it.capitalize(),
                self._group.label_en.capitalize(),
                chosen.mode,
                act,
                points=chosen.points,
                places=chosen.places,
                reads_protected=_READS,
            )
        ]

    @hookimpl
    def matcher_prioritise(
        self, request: MatchRequest, view: PoolView, protected: Mapping[str, pl.Series]
    ) -> Iterable[PriorityColumn]:
        """Say who belongs to the group for this vacancy, on the day of the request."""
        if self._settings.act is None:
            return []
        law = self._book.on(request.reference_date)
        return [
            PriorityColumn(
                self._code, members(self._settings.group, request, protected, law, self._book.professions)
            )
        ]

    @hookimpl
    def matcher_register_commands(self) -> Iterable[Command]:
        """Declare the command that shows conditions and clocks to the operator."""
        return [
            Command(
                "status",
                "Condizioni di svantaggio di una persona, con le prove, e i tre conteggi.",
                "Conditions of disadvantage of a person, with their proofs, and the three clocks.",
                run="matcher_svantaggio.status:status",
                parameters=(
                    Parameter("candidate", "Codice della persona.", "Id of the person."),
                    Parameter(
                        "vacancy",
                        "Richiesta: serve alla lettera f.",
                        "Vacancy: letter (f) needs it.",
                        option=True,
                        default="",
                    ),
                    Parameter(
                        "on", "Giorno (oggi se manca).", "Day (today if left out).", kind="date", option=True
                    ),
                ),
            )
        ]

    @property
    def _code(self) -> str:
        return self._settings.group.upper()
