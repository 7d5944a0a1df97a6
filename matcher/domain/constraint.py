"""Declared constraints (*vincoli dichiarati*): what a person accepts, who wrote it down, until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal

from pydantic import model_validator

from matcher.domain.record import Record

__all__ = ["CONSTRAINT_TYPES", "ConstraintKind", "ConstraintSource", "DeclaredConstraint"]


class ConstraintKind(StrEnum):
    """Everything a person can limit."""

    MAX_DISTANCE_KM = "max_distance_km"
    MAX_TRAVEL_MINUTES = "max_travel_minutes"
    MIN_WEEKLY_HOURS = "min_weekly_hours"
    MAX_WEEKLY_HOURS = "max_weekly_hours"
    SHIFTS = "shifts"
    DAYS = "days"
    CONTRACTS = "contracts"
    EARLIEST_START = "earliest_start"
    MIN_ANNUAL_PAY = "min_annual_pay"
    REMOTE = "remote"
    TRAVEL = "travel"
    LODGING_NEEDED = "lodging_needed"


ConstraintSource = Literal[
    "patto_di_servizio", "colloquio_di_preselezione", "autodichiarazione", "contatto_telefonico"
]

#: Type of the value of each kind; ``None`` always means "declared: no limit".
CONSTRAINT_TYPES: Mapping[ConstraintKind, type] = MappingProxyType(
    {
        ConstraintKind.MAX_DISTANCE_KM: int,
        ConstraintKind.MAX_TRAVEL_MINUTES: int,
        ConstraintKind.MIN_WEEKLY_HOURS: int,
        ConstraintKind.MAX_WEEKLY_HOURS: int,
        ConstraintKind.SHIFTS: tuple,
        ConstraintKind.DAYS: tuple,
        ConstraintKind.CONTRACTS: tuple,
        ConstraintKind.EARLIEST_START: date,
        ConstraintKind.MIN_ANNUAL_PAY: int,
        ConstraintKind.REMOTE: tuple,
        ConstraintKind.TRAVEL: tuple,
        ConstraintKind.LODGING_NEEDED: bool,
    }
)


class DeclaredConstraint(Record):
    """One limit that a person declared.

    Attributes
    ----------
    kind : ConstraintKind
        What is limited.
    value : int, date, bool, tuple of str or None
        The typed limit. Kilometres, minutes, hours a week, gross euro a year, or the accepted codes
        (schedules, days, contracts, work places ``on_site|hybrid|remote``, travel). ``None``: the
        person was asked and declared no limit.
    source, declared_on, expires_on
        Where it was written down, when, and until when it holds; past that day it must be asked again.
    hard : bool
        *Vincolante* (removes) or *Flessibile* (only lowers a component).
    """

    kind: ConstraintKind
    value: int | date | bool | tuple[str, ...] | None
    source: ConstraintSource = "autodichiarazione"
    declared_on: date | None = None
    expires_on: date | None = None
    hard: bool = True

    @model_validator(mode="before")
    @classmethod
    def _typed(cls, data: Any) -> Any:
        if not isinstance(data, dict) or data.get("value") is None:
            return data
        kind, value = ConstraintKind(data["kind"]), data["value"]
        expected = CONSTRAINT_TYPES[kind]
        if expected is date and isinstance(value, str):
            value = date.fromisoformat(value)
        if expected is tuple and isinstance(value, list):
            value = tuple(value)
        fits = isinstance(value, expected) and (expected is not int or not isinstance(value, bool))
        if not fits or (expected is int and value < 0):
            raise ValueError(f"{kind.value}: {value!r} is not a valid limit")
        return {**data, "value": value}
