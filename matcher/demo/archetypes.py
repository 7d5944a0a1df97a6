"""Vacancies that the demo of a province always has, written by hand in ``archetypes.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from matcher.demo.offers import (
    Offer,
    education_requirement,
    experience_requirement,
    in_order,
    licence_requirement,
    skill_requirement,
)
from matcher.demo.world import World
from matcher.domain.levels import RequirementLevel
from matcher.domain.vacancy import Requirement
from matcher.vocabulary.schema import Vocabulary

__all__ = ["Archetype", "archetype_offer", "load_archetypes"]

_FILE = Path(__file__).parent / "data" / "archetypes.toml"
_MUST, _STRONG, _WANTED = RequirementLevel.MUST, RequirementLevel.STRONGLY_WANTED, RequirementLevel.WANTED


@dataclass(frozen=True, slots=True)
class Archetype:
    """One vacancy written by hand.

    Attributes
    ----------
    number : int
        Its place among the vacancies of the province.
    occupations, words : list of str
        Occupations, and the words of the title that stand for them.
    days : int
        Days from the reference date to the last possible start.
    must, wanted : tuple of str
        Licences and certificates.
    """

    number: int
    occupations: tuple[str, ...]
    title: str
    town: str
    time: str
    contract: tuple[str, int]
    openings: int
    days: int
    months: int
    description: str
    words: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    travel: tuple[str, ...] | None = None
    lodging: bool | None = None
    remote: str = "on_site"
    eqf: int = 0
    field: str = ""


def load_archetypes(province: str) -> Mapping[int, Archetype]:
    """Return the vacancies written by hand for a province, by number; most provinces have none."""
    rows: list[dict[str, Any]] = tomllib.loads(_FILE.read_text(encoding="utf-8")).get(province, [])
    return {row["number"]: _archetype(row) for row in rows}


def archetype_offer(rng: Random, world: World, given: Archetype, fields: Vocabulary) -> Offer:
    """Return the offer behind an archetype; only the employer is drawn."""
    roles = tuple(world.by_occupation[occupation] for occupation in given.occupations)
    family = world.tables.families[roles[0].family]
    code, months = given.contract
    towns = (index for index, m in enumerate(world.places.municipalities) if m.province == world.province)
    return Offer(
        family=family,
        roles=roles,
        town=next(index for index in towns if world.places.municipalities[index].name == given.town),
        firm=rng.choice(world.firms[family.name]),
        time=world.tables.times[given.time],
        contract=((code,), months, ""),
        requirements=in_order(_requirements(world, given, fields)),
        months=given.months,
    )


def _requirements(world: World, given: Archetype, fields: Vocabulary) -> Iterator[Requirement]:
    for concept in given.must:
        yield licence_requirement(world, concept, _MUST)
    for concept in given.wanted:
        yield licence_requirement(world, concept, _STRONG)
    for skill in given.skills:
        yield skill_requirement(world, skill, _STRONG)
    yield experience_requirement(given.months, _WANTED)
    if given.eqf:
        yield education_requirement(given.eqf, given.field, fields, _STRONG)


def _archetype(row: Mapping[str, Any]) -> Archetype:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
    }
    return Archetype(**values)
