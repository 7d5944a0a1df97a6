"""The municipality's dated data: opening hours of the two desks, closures, deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from pydantic import Field

from matcher.plugin import Dated, in_force, read_dated

__all__ = ["Book", "Closure", "Deadline", "Opening"]

_PACKAGE = "matcher_servizi_integrati"


class Opening(Dated):
    """When a desk is open on a day of the week, 0 Monday."""

    desk: str
    weekday: int = Field(ge=0, le=6)
    opens: time
    closes: time
    label_it: str
    label_en: str


class Closure(Dated):
    """A day of every year on which nobody answers."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)
    label_it: str


class Deadline(Dated):
    """A deadline as so many openings of a desk, and never later than so many days."""

    code: str
    desk: str
    openings: int = Field(ge=1)
    cap_days: int = Field(ge=1)
    label_it: str
    label_en: str


@dataclass(frozen=True)
class Book:
    """All entries."""

    openings: tuple[Opening, ...]
    closures: tuple[Closure, ...]
    deadlines: tuple[Deadline, ...]

    @classmethod
    def read(cls, folder: str = "") -> Book:
        """Read the files; a municipality's own folder goes before the package."""
        return cls(
            read_dated(_PACKAGE, "orari.csv", Opening, folder),
            read_dated(_PACKAGE, "chiusure.csv", Closure, folder),
            read_dated(_PACKAGE, "scadenze.csv", Deadline, folder),
        )

    def deadline(self, code: str, day: date) -> Deadline | None:
        """Return the deadline of a code in force on a day."""
        return next((one for one in in_force(self.deadlines, day) if one.code == code), None)
