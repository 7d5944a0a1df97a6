"""The region's dated data: services with their standards, types of users, what makes a candidacy assessable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from matcher.plugin import Dated, in_force, read_dated

__all__ = ["Book", "Item", "MacroType", "Rule", "Service"]

_PACKAGE = "matcher_emilia_romagna"


class Service(Dated):
    """One of the twelve services: standard minutes of a session, most sessions, usual size of a group."""

    code: str
    number: int = Field(ge=1)
    label_it: str
    label_en: str
    minutes: int = Field(ge=1)
    most_sessions: int | None = None
    group_min: int | None = None
    group_max: int | None = None
    again_it: str = ""
    again_en: str = ""

    def names(self) -> tuple[str, ...]:
        """Return how an operator may call it, in small letters: number, code, name."""
        return str(self.number), self.code, self.label_it.casefold(), self.label_en.casefold()


class MacroType(Dated):
    """A type of users, a to e."""

    code: Literal["a", "b", "c", "d", "e"]
    label_it: str
    label_en: str
    still_employed: bool
    small_groups: bool = False


class Rule(Dated):
    """By how much the standard may be raised for a disability, and for whom all this holds."""

    disability_extra_percent: int = Field(ge=0, le=100)
    scope_it: str
    scope_en: str
    legal_basis: str


class Item(Dated):
    """One thing without which a candidacy cannot be assessed, and who can say it."""

    code: str
    part: Literal["profile", "constraint"]
    who: Literal["person", "operator"]
    label_it: str
    label_en: str
    ask_it: str
    ask_en: str


@dataclass(frozen=True)
class Book:
    """All entries; a service or a type is looked up for a day."""

    services: tuple[Service, ...]
    macro_types: tuple[MacroType, ...]
    rules: tuple[Rule, ...]
    items: tuple[Item, ...]

    @classmethod
    def read(cls, folder: str = "") -> Book:
        """Read the files; a province's own folder goes before the package."""
        return cls(
            read_dated(_PACKAGE, "servizi.csv", Service, folder),
            read_dated(_PACKAGE, "macrotipologie.csv", MacroType, folder),
            read_dated(_PACKAGE, "regole.csv", Rule, folder),
            read_dated(_PACKAGE, "valutabile.csv", Item, folder),
        )

    def services_on(self, day: date) -> Mapping[str, Service]:
        """Return the services given on a day, by code, in their order."""
        return {one.code: one for one in in_force(self.services, day)}

    def extra_on(self, day: date) -> int:
        """Return by how many percent the standard may be raised."""
        return max((one.disability_extra_percent for one in in_force(self.rules, day)), default=0)
