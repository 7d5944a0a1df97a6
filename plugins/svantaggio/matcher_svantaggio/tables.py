"""The dated data: conditions, groups, sectors with a gender gap, thresholds of income and of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from matcher.plugin import Dated, in_force, read_dated

__all__ = ["Book", "Condition", "Gap", "Group", "Income", "Law", "Threshold", "read_law", "read_thresholds"]

_PACKAGE = "matcher_svantaggio"


class Condition(Dated):
    """One letter of the regulation, with the numbers that bound it."""

    letter: Literal["a", "b", "c", "d", "e", "f", "g"]
    label_it: str
    label_en: str
    months: int | None = None
    short_job_months: int | None = None
    age_from: int | None = None
    age_below: int | None = None
    isced_below: int | None = None
    years_since_study: int | None = None
    dependants: int | None = None
    legal_basis: str
    check_it: str = ""


class Group(Dated):
    """Disadvantaged, or severely so; with the act that says it."""

    code: Literal["disadvantaged", "severely_disadvantaged"]
    months_alone: int | None = None
    months_with_another: int | None = None
    label_it: str
    label_en: str
    authority: str
    number: str
    issued_on: date


class Gap(Dated):
    """A sector or a profession whose gender gap is at least 25% above the average, by the yearly decree.

    Attributes
    ----------
    kind : {'settore', 'professione'}
        What ``code`` is: an ATECO section, or the beginning of an ISCO-08 code.
    """

    kind: Literal["settore", "professione"]
    code: str
    under_represented: Literal["F", "M"]
    label_it: str
    label_en: str
    check_it: str = ""


class Income(Dated):
    """Below this income of a year, gross euro, work of a kind pays no tax and interrupts nothing."""

    kind: Literal["autonomo", "parasubordinato"]
    below: int
    act: str
    check_it: str = ""


class Threshold(Dated):
    """A step of one of the clocks: reached above so many days or months."""

    clock: Literal["disoccupazione", "offerta"]
    code: str
    above: int
    label_it: str
    label_en: str
    act: str


@dataclass(frozen=True)
class Law:
    """What is in force on a day.

    Attributes
    ----------
    conditions, groups : mappings
        By letter and by code; empty past the end of the regulation.
    sectors, professions : mapping of str to str
        ATECO section, and beginning of an ISCO code, to the gender under-represented there.
    incomes : tuple of Income
        Of every year: a job is judged by those of its own last year.
    """

    conditions: Mapping[str, Condition]
    groups: Mapping[str, Group]
    sectors: Mapping[str, str]
    professions: Mapping[str, str]
    incomes: tuple[Income, ...]

    def least_income(self, kind: str, day: date) -> int:
        """Return the income of a year from which a kind of work interrupts, as of a day."""
        return max((one.below for one in in_force(self.incomes, day) if one.kind == kind), default=0)


class Book:
    """All entries of the files, from which the law of any day is taken."""

    def __init__(self, folder: str = "") -> None:
        self._conditions = read_dated(_PACKAGE, "condizioni.csv", Condition, folder)
        self._groups = read_dated(_PACKAGE, "gruppi.csv", Group, folder)
        self._gaps = read_dated(_PACKAGE, "disparita.csv", Gap, folder)
        self._incomes = read_dated(_PACKAGE, "redditi.csv", Income, folder)

    def on(self, day: date) -> Law:
        """Return what is in force on a day."""
        return Law(
            {one.letter: one for one in in_force(self._conditions, day)},
            {one.code: one for one in in_force(self._groups, day)},
            *_gaps(in_force(self._gaps, day)),
            self._incomes,
        )

    @property
    def latest(self) -> Law:
        """The law as last written, whatever the day: for facts that a day only compares with."""
        return Law(
            {one.letter: one for one in self._conditions},
            {one.code: one for one in self._groups},
            *_gaps(self._gaps),
            self._incomes,
        )

    @property
    def professions(self) -> tuple[str, ...]:
        """Beginnings of the ISCO codes of all professions ever listed, in order."""
        return tuple(sorted({one.code for one in self._gaps if one.kind == "professione"}))

    def group(self, code: str) -> Group:
        """Return the latest entry of a group, in force or not."""
        return [one for one in self._groups if one.code == code][-1]


def _gaps(entries: Iterable[Gap]) -> tuple[dict[str, str], dict[str, str]]:
    listed = tuple(entries)
    sectors, professions = (
        {one.code: one.under_represented for one in listed if one.kind == kind}
        for kind in ("settore", "professione")
    )
    return sectors, professions


def read_law(folder: str = "") -> Book:
    """Return the dated entries; a region's own folder goes before the package."""
    return Book(folder)


def read_thresholds(folder: str = "") -> tuple[Threshold, ...]:
    """Return the steps of the clocks."""
    return read_dated(_PACKAGE, "conteggi.csv", Threshold, folder)
