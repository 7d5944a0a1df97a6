"""A province as the generator sees it: where people live, what they do, for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from matcher.demo.claims import Certificates
from matcher.demo.tables import Economy, Family, Origin, Role, Tables, load_tables
from matcher.demo.wheel import Wheel
from matcher.demo.wording import Lexicon
from matcher.domain.place import Place
from matcher.errors import InputError
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.places import Places

__all__ = ["World", "build_world"]

_OFFICES = 5
_NEIGHBOUR_KM = 22
_OUTSIDE_SHARE = 0.045
_FIRMS_PER_FAMILY = 9
_DISTRICT_FACTOR = 7.0
_OUT_OF_DISTRICT = 0.45
_TOURISM_FACTOR = 3.0


@dataclass(frozen=True)
class World:
    """All that is drawn from; built once per province and seed.

    Attributes
    ----------
    province, province_name, area : str
        *Sigla*, name, and part of the country (``north``, ``centre``, ``south``, ``islands``).
    homes, workplaces : Wheel of int
        Indices of municipalities; some people live in the provinces around.
    families_at : mapping of int to Wheel of Family
        Trades by municipality, where districts make a difference; ``-1`` elsewhere.
    foreigners : mapping of str to Wheel of Origin
        Foreign origins by family.
    foreign_scale : float
        Share of foreign citizens compared with the north.
    firms : mapping of str to tuple of str
        Invented employers by family.
    offices : mapping of int to str
        *Centro per l'impiego* by municipality.
    seasonal : int
        Percentage of hospitality jobs that last a season.
    clear_names : frozenset of int
        Municipalities that their name alone tells from all others.
    """

    province: str
    province_name: str
    area: str
    tables: Tables
    lexicon: Lexicon
    certificates: Certificates
    places: Places
    homes: Wheel[int]
    workplaces: Wheel[int]
    families_at: Mapping[int, Wheel[Family]]
    roles: Mapping[str, Wheel[Role]]
    by_occupation: Mapping[str, Role]
    first_jobs: Wheel[str]
    foreigners: Mapping[str, Wheel[Origin]]
    foreign_scale: float
    firms: Mapping[str, tuple[str, ...]]
    offices: Mapping[int, str]
    seasonal: int
    clear_names: frozenset[int]

    def family_at(self, rng: Random, index: int) -> Family:
        """Draw the trade of somebody who lives or hires in a municipality."""
        return (self.families_at.get(index) or self.families_at[-1]).draw(rng)

    def place(self, index: int, bare: bool = False) -> Place:
        """Return a municipality as a record, written with its province or, where that is clear, without."""
        municipality = self.places.municipalities[index]
        text = municipality.name if bare and index in self.clear_names else self.places.label(index)
        return Place(text=text, kind="municipality", code=municipality.istat)

    def season(self, family: Family) -> tuple[int, int] | None:
        """Return the first and last month of a family's season here, if it has one."""
        south = family.season_south if self.area in ("south", "islands") else None
        return south or family.season


def build_world(province: str, seed: int, vocabularies: Vocabularies) -> World:
    """Prepare a province.

    Parameters
    ----------
    province : str
        *Sigla*, for example ``MO``.
    seed : int
        Names the employers; the same seed gives the same ones.
    vocabularies : Vocabularies
        The built-in ones: the ids of the generator's data are theirs.

    Raises
    ------
    InputError
        ``E-DEM-001`` if no province has this *sigla*.
    """
    places = vocabularies.places
    if province not in places.provinces:
        raise InputError(
            "E-DEM-001",
            f"Nessuna provincia ha la sigla «{province}».",
            "Scrivi la sigla, per esempio MO per Modena.",
        )
    tables = load_tables()
    name, region, _ = places.provinces[province]
    economy = tables.economy(province, region)
    inside = [index for index, m in enumerate(places.municipalities) if m.province == province]
    first_jobs: Sequence[tuple[str, int]] = tables.wording["first_jobs"]
    roles = [role for family in tables.families.values() for role in family.roles]
    used = {role.occupation for role in roles} | {occupation for occupation, _ in first_jobs}
    words = tables.wording["not_a_trade"]
    around = _around(places, inside, float(places.population[inside].sum()))
    population = {index: float(places.population[index]) + 1.0 for index in inside}
    return World(
        province=province,
        province_name=name,
        area=economy.area,
        tables=tables,
        lexicon=Lexicon(vocabularies["occupation"], vocabularies["skill"], sorted(used), words),
        certificates=Certificates(vocabularies["licence"]),
        places=places,
        homes=Wheel([*population.items(), *around]),
        workplaces=Wheel((index, weight**1.05) for index, weight in population.items()),
        families_at=_families_at(tables, economy, places),
        roles={name: Wheel((role, role.weight) for role in f.roles) for name, f in tables.families.items()},
        by_occupation={role.occupation: role for role in reversed(roles)},
        first_jobs=Wheel((occupation, float(weight)) for occupation, weight in first_jobs),
        foreigners=_foreigners(tables, economy.area),
        foreign_scale=(100.0 - tables.origins["it"].share[economy.area]) / 22.0,
        firms=_firms(tables, Random(f"{seed} {province} firms")),
        offices=_offices(places, inside),
        seasonal=45 if economy.factors.get("beach", 1.0) >= _TOURISM_FACTOR else 14,
        clear_names=_clear_names(places, [*inside, *(index for index, _ in around)]),
    )


def _around(places: Places, inside: Sequence[int], total: float) -> list[tuple[int, float]]:
    """Return municipalities near the province with the weight of the few who live there."""
    near = np.full(len(places), 10_000, dtype=np.int32)
    for index in inside:
        np.minimum(near, places.distances_km(index), out=near)
    near[np.asarray(inside, dtype=np.int64)] = 10_000
    found = np.flatnonzero(near <= _NEIGHBOUR_KM)
    weights = np.sqrt(places.population[found].astype(np.float64) + 1.0)
    if not len(found):
        return []
    scaled = weights / weights.sum() * total * _OUTSIDE_SHARE
    return [(int(index), float(weight)) for index, weight in zip(found, scaled, strict=True)]


def _clear_names(places: Places, indices: Iterable[int]) -> frozenset[int]:
    """Return the municipalities whose bare name means them alone, past and present names considered."""
    found = ((index, places.municipalities[index]) for index in indices)
    return frozenset(index for index, m in found if places.resolve(m.name).codes == (m.istat,))


def _families_at(tables: Tables, economy: Economy, places: Places) -> dict[int, Wheel[Family]]:
    general = {name: weight * economy.factors.get(name, 1.0) for name, weight in economy.families.items()}
    by_name = {(m.name, m.province): index for index, m in enumerate(places.municipalities)}
    districts: dict[int, set[str]] = {}
    for family, towns in economy.districts.items():
        for (town, _), index in by_name.items():
            if town in towns:
                districts.setdefault(index, set()).add(family)
    wheels: dict[int, Wheel[Family]] = {}
    for index, own in [*districts.items(), (-1, set[str]())]:
        factors = {
            family: _DISTRICT_FACTOR if family in own else _OUT_OF_DISTRICT for family in economy.districts
        }
        wheels[index] = Wheel(
            (tables.families[name], weight * factors.get(name, 1.0)) for name, weight in general.items()
        )
    return wheels


def _foreigners(tables: Tables, area: str) -> dict[str, Wheel[Origin]]:
    foreign = [origin for name, origin in tables.origins.items() if name != "it"]
    return {
        family: Wheel((origin, origin.share[area] * origin.families.get(family, 1.0)) for origin in foreign)
        for family in tables.families
    }


def _firms(tables: Tables, rng: Random) -> dict[str, tuple[str, ...]]:
    words, forms = tables.wording["words"], tables.wording["forms"]
    firms: dict[str, tuple[str, ...]] = {}
    for name, family in tables.families.items():
        drawn = [
            f"{rng.choice(family.firms)} {word} {'' if family.contracts == 'home' else rng.choice(forms)}".strip()
            for word in rng.sample(words, _FIRMS_PER_FAMILY)
        ]
        firms[name] = tuple(f"{firm} (inventata)" for firm in drawn)
    return firms


def _offices(places: Places, inside: Iterable[int]) -> dict[int, str]:
    """Give every municipality the office of the nearest of the largest towns of the province."""
    towns = sorted(inside, key=lambda index: (-int(places.population[index]), index))[:_OFFICES]
    distances = np.stack([places.distances_km(town) for town in towns])
    nearest = distances.argmin(axis=0)
    names = [f"CPI di {places.municipalities[town].name}" for town in towns]
    return {index: names[int(number)] for index, number in enumerate(nearest)}
