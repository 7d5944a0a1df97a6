"""People long out of work go first among equals, where a named act says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl
from pydantic import Field

from matcher.domain.record import Record
from matcher.plugin import (
    Act,
    Column,
    MatchRequest,
    NamedAct,
    Note,
    PoolView,
    PriorityColumn,
    PriorityRule,
    RecordType,
    hookimpl,
)

__all__ = ["Anzianita", "Unemployment"]

CODE = "LONG_UNEMPLOYED"
SINCE = "anzianita.unemployed_since"
_EPOCH = date(1970, 1, 1)


class Unemployment(Record):
    """Declaration of availability (DID) of a person, and the days for which the status was suspended."""

    did_on: date
    suspended_days: int = Field(default=0, ge=0)


class _Settings(Record):
    months: int = Field(default=12, ge=1, le=120)
    act: NamedAct | None = None


class Anzianita:
    """Priority within a band of equal scores; without an act it only reports."""

    def __init__(self) -> None:
        self._months = 12
        self._act: Act | None = None

    @hookimpl
    def matcher_configure(self, settings: Mapping[str, Any]) -> None:
        """Take the number of months and the act that allows the priority."""
        chosen = _Settings.model_validate(settings)
        self._months = chosen.months
        self._act = chosen.act.act() if chosen.act else None

    @hookimpl
    def matcher_register_columns(self) -> Iterable[Column]:
        """Declare the day from which the person has been out of work."""
        return [Column(SINCE, pl.Int32, "candidate", description="day of the DID, plus suspended days")]

    @hookimpl
    def matcher_register_records(self) -> Iterable[RecordType]:
        """Declare the data kept about a person."""
        return [RecordType("Stato di disoccupazione", "candidate", Unemployment)]

    @hookimpl
    def matcher_build_columns(
        self, side: str, ids: Sequence[str], records: Mapping[str, Unemployment]
    ) -> pl.DataFrame:
        """Return the first day of unemployment, moved on by the days of suspension."""
        known = [records.get(person) for person in ids]
        days = [None if r is None else (r.did_on - _EPOCH).days + r.suspended_days for r in known]
        return pl.DataFrame({SINCE: pl.Series(days, dtype=pl.Int32)})

    @hookimpl
    def matcher_register_priorities(self) -> Iterable[PriorityRule]:
        """Declare a tie-break with its act, or else a mere report."""
        return [
            PriorityRule(
                CODE,
                f"In cerca di lavoro da più di {self._months} mesi",
                f"Looking for work for more than {self._months} months",
                "tie_break" if self._act else "report",
                act=self._act,
            )
        ]

    @hookimpl
    def matcher_prioritise(self, request: MatchRequest, view: PoolView) -> Iterable[PriorityColumn]:
        """Say who has been looking for work for longer than the months set."""
        since = view.column(SINCE)
        threshold = since.cast(pl.Date).dt.offset_by(f"{self._months}mo")
        return [PriorityColumn(CODE, (threshold < request.reference_date).fill_null(value=False).to_numpy())]

    @hookimpl
    def matcher_explain(self, request: MatchRequest, view: PoolView) -> Iterable[Note]:
        """Tell the operator since when, and whether an act gives precedence."""
        if request.direction != "vacancy":
            return
        (column,) = self.matcher_prioritise(request, view)
        in_force = self._act is not None and self._act.in_force(request.reference_date)
        italian = (
            f"precedenza a parità di punteggio ({self._act})" if in_force else "nessuna precedenza in vigore"
        )
        english = f"precedence among equal scores ({self._act})" if in_force else "no precedence in force"
        for row, since in enumerate(view.column(SINCE)):
            if column.member[row]:
                day = f"{_EPOCH + timedelta(days=since):%d/%m/%Y}"
                yield Note(
                    row,
                    f"In cerca di lavoro dal {day}, da più di {self._months} mesi: {italian}.",
                    f"Looking for work since {day}, for more than {self._months} months: {english}.",
                )
