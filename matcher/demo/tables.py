"""The data of the generator: families of occupations, roles, working times, limits, origins, economies."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Economy", "Family", "Origin", "Role", "Tables", "WorkingTime", "load_tables"]

_FOLDER = Path(__file__).parent / "data"
_AREAS = ("north", "centre", "south", "islands")


@dataclass(frozen=True, slots=True)
class Role:
    """One occupation within a family.

    Attributes
    ----------
    rank : int
        1 entry, 2 skilled, 3 responsible for others or highly skilled.
    women : int
        Percentage of women.
    pay : int
        Usual gross pay of a full-time year, thousands of euro.
    licences : tuple of (str, int)
        Licence or certificate, and the percentage of people who hold it.
    core : tuple of str
        Skills that nearly everyone in the role names.
    """

    family: str
    rank: int
    occupation: str
    weight: float
    women: int
    pay: int
    licences: tuple[tuple[str, int], ...]
    core: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """What the roles of a trade have in common; the fields are explained in ``families.toml``."""

    name: str
    label: str
    ateco: str
    ccnl: str
    foreign: int
    study: str
    fields: tuple[str, ...]
    setting: str
    times: tuple[str, ...]
    contracts: str
    near: tuple[str, ...]
    firms: tuple[str, ...]
    skills: tuple[str, ...]
    roles: tuple[Role, ...]
    travel: bool = False
    office: bool = False
    season: tuple[int, int] | None = None
    season_south: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When the work is done: codes, weekly hours, an employer's words."""

    shifts: tuple[str, ...]
    days: tuple[str, ...]
    hours: tuple[int, int]
    words: tuple[str, ...]
    vehicle: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Names, languages and status that come with a citizenship; see ``names.toml``."""

    citizenship: str
    share: Mapping[str, float]
    eu: bool
    born_abroad: int
    speaks: tuple[str, ...]
    italian: tuple[int, ...]
    men: tuple[str, ...]
    women_names: tuple[str, ...]
    last: tuple[str, ...]
    women: int
    families: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Economy:
    """Weights of families in a part of the country, and what sets a province apart."""

    area: str
    families: Mapping[str, float]
    factors: Mapping[str, float]
    districts: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Tables:
    """Everything read from the data folder."""

    families: Mapping[str, Family]
    times: Mapping[str, WorkingTime]
    origins: Mapping[str, Origin]
    limits: Mapping[str, Any]
    contracts: Mapping[str, list[list[Any]]]
    education: Mapping[str, Any]
    wording: Mapping[str, Any]
    economies: Mapping[str, Any]

    def economy(self, province: str, region: str) -> Economy:
        """Return the economy of a province, by its *sigla* and region; unknown regions count as north."""
        regions: Mapping[str, list[str]] = self.economies["regions"]
        area = next((name for name in _AREAS if region in regions[name]), _AREAS[0])
        own = self.economies["provinces"].get(province, {})
        districts = {family: tuple(towns) for family, towns in own.get("districts", {}).items()}
        return Economy(area, self.economies[area]["families"], own.get("factors", {}), districts)


def load_tables() -> Tables:
    """Read the data of the generator."""
    roles = _roles()
    families = {
        name: _family(name, row, tuple(role for role in roles if role.family == name))
        for name, row in _toml("families").items()
    }
    times = {name: WorkingTime(**_frozen(row)) for name, row in _toml("times").items()}
    return Tables(
        families=families,
        times=times,
        origins={name: _origin(row) for name, row in _toml("names").items()},
        limits=_toml("limits"),
        contracts=_toml("contracts"),
        education=_toml("education"),
        wording=_toml("wording"),
        economies=_toml("economies"),
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _roles() -> list[Role]:
    with (_FOLDER / "roles.csv").open(encoding="utf-8", newline="") as stream:
        return [
            Role(
                family=row["family"],
                rank=int(row["rank"]),
                occupation=row["occupation"],
                weight=float(row["weight"]),
                women=int(row["women"]),
                pay=int(row["pay"]),
                licences=tuple(_licence(entry) for entry in row["licences"].split("|") if entry),
                core=tuple(row["core"].split("|")),
            )
            for row in csv.DictReader(stream)
        ]


def _licence(entry: str) -> tuple[str, int]:
    concept, percentage = entry.split(":")
    return concept, int(percentage)


def _family(name: str, row: Mapping[str, Any], roles: tuple[Role, ...]) -> Family:
    values = _frozen(row)
    values["times"] = values.pop("time")
    return Family(name=name, roles=roles, **values)


def _origin(row: Mapping[str, Any]) -> Origin:
    values = {"women": 50, "families": {}, **_frozen(row)}
    return Origin(men=values.pop("m"), women_names=values.pop("f"), **values)


def _frozen(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
