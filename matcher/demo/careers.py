"""Working lives that hang together: one trade, where it came from, gaps, seasons, short jobs."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from matcher.demo.tables import Family, Role
from matcher.demo.wheel import Wheel, chance
from matcher.demo.world import World
from matcher.domain.candidate import WorkExperience
from matcher.domain.levels import Evidence
from matcher.domain.record import Mention

__all__ = ["Career", "draw_career"]

#: Logarithm of the usual months in a job, by rank, and its spread.
_MONTHS = {1: (2.1, 0.8), 2: (3.0, 0.85), 3: (3.7, 0.7)}
_MOST_LISTED = Wheel([(1, 5.0), (2, 18.0), (3, 28.0), (4, 22.0), (5, 14.0), (6, 8.0), (8, 4.0)])
_EARLY_YEARS = 5
_DAYS_PER_MONTH = 30.44


@dataclass(frozen=True, slots=True)
class Career:
    """A working life, the latest job first.

    Attributes
    ----------
    work : tuple of WorkExperience
        Jobs as the person lists them.
    roles : tuple of Role
        Roles held, the latest first; odd jobs have none.
    months : int
        Months of listed work.
    employed : bool
        Works now and looks for something else.
    idle_days : int
        Days since the last job ended.
    """

    work: tuple[WorkExperience, ...]
    roles: tuple[Role, ...]
    months: int
    employed: bool
    idle_days: int


def draw_career(rng: Random, world: World, role: Role, woman: bool, began: date, on: date) -> Career:
    """Draw the working life that led somebody to a role.

    Parameters
    ----------
    role : Role
        Where the person has arrived.
    began : date
        First day on which they may have worked in Italy.
    on : date
        Reference date.
    """
    employed = chance(rng, 20)
    idle = 0 if employed else int(rng.expovariate(1 / 240)) + 3
    end = on if employed else on - timedelta(days=idle)
    jobs: list[WorkExperience] = []
    roles: list[Role] = []
    months = 0
    firm = ""
    for place in range(_MOST_LISTED.draw(rng)):
        held = role if place == 0 else _earlier(rng, world, role, roles, end, began)
        family = world.tables.families[held.family]
        start, finish, firm_stays = _period(rng, world, held, family, end)
        start = max(start, began)
        if (finish - start).days < 12 and (jobs or not employed):
            break
        firm = firm if firm_stays and jobs else _firm(rng, world, family)
        current = employed and place == 0
        jobs.append(_job(rng, world, held, woman, (start, None if current else finish), firm))
        roles.append(held)
        months += max(1, round((finish - start).days / _DAYS_PER_MONTH))
        end = start - timedelta(days=_gap(rng, firm_stays))
        if end <= began:
            break
    return Career(tuple(jobs), tuple(roles), months, employed and bool(jobs), idle)


def _earlier(rng: Random, world: World, target: Role, roles: list[Role], end: date, began: date) -> Role:
    """Draw the role held before those listed so far: same trade, one near it, or a first job."""
    family = world.tables.families[target.family]
    latest = roles[-1]
    if (end - began).days < _EARLY_YEARS * 365 and chance(rng, 38):
        occupation = world.first_jobs.draw(rng)
        found = world.by_occupation.get(occupation)
        return found or _odd_job(occupation)
    draw = rng.random()
    if draw < 0.46:
        return latest
    if draw < 0.86:
        lower = [role for role in family.roles if role.rank <= latest.rank and role.weight > 0]
        return rng.choice(lower) if lower else latest
    near = world.roles[rng.choice(family.near)].draw(rng)
    return near if near.rank < 3 and near.family != "nursing" else latest


def _odd_job(occupation: str) -> Role:
    """Return a first job that belongs to no trade of the tables."""
    return Role("retail", 1, occupation, 0.0, 50, 17, (), ())


def _period(rng: Random, world: World, role: Role, family: Family, end: date) -> tuple[date, date, bool]:
    """Return first and last day of a job that ended by a day, and whether a season repeats an employer."""
    season = world.season(family)
    seasonal = (season and role.rank < 3 and chance(rng, 72)) or (
        family.contracts == "hospitality" and role.rank < 3 and chance(rng, world.seasonal)
    )
    if seasonal:
        first, last = season or (5, 9)
        return (*_season_before(rng, end, first, last), chance(rng, 50))
    mean, spread = _MONTHS[role.rank]
    days = min(rng.lognormvariate(mean, spread), 240.0) * _DAYS_PER_MONTH
    return end - timedelta(days=max(14, round(days))), end, False


def _season_before(rng: Random, end: date, first: int, last: int) -> tuple[date, date]:
    year = end.year if (end.month, end.day) >= (last, 20) else end.year - 1
    finish = date(year, last, rng.randint(12, monthrange(year, last)[1]))
    start_year = year - 1 if first > last else year
    return date(start_year, first, rng.randint(1, 20)), min(finish, end)


def _gap(rng: Random, seasonal: bool) -> int:
    if seasonal:
        return 1
    if chance(rng, 10):
        return rng.randint(360, 1500)
    return 1 if chance(rng, 30) else int(rng.expovariate(1 / 80)) + 2


def _firm(rng: Random, world: World, family: Family) -> str:
    if not chance(rng, 58):
        return ""
    if family.name == "home_care":
        return "famiglia privata"
    return rng.choice(world.firms[family.name])


def _job(
    rng: Random,
    world: World,
    role: Role,
    woman: bool,
    period: tuple[date, date | None],
    firm: str,
) -> WorkExperience:
    start, end = period
    family = world.tables.families[role.family]
    months = None
    dates: tuple[date | None, date | None] = (start, end)
    if end is not None and chance(rng, 9):
        months = max(1, round((end - start).days / _DAYS_PER_MONTH))
        dates = (None, None)
    return WorkExperience(
        occupation=_occupation(rng, world, role, woman),
        start=dates[0],
        end=dates[1],
        months=months,
        weekly_hours=_hours(rng, world, family),
        sector=family.ateco[0] if role.core and chance(rng, 40) else "",
        employer=firm,
        description=_description(rng, world, role),
        evidence=Evidence.CERTIFIED if chance(rng, 10) else Evidence.DECLARED,
    )


def _occupation(rng: Random, world: World, role: Role, woman: bool) -> Mention:
    if chance(rng, 1.4):
        odd = [text for text, family in world.tables.wording["unusual"] if family == role.family]
        if odd:
            return Mention(text=rng.choice(odd))
    return world.lexicon.title(rng, role.occupation, woman)


def _hours(rng: Random, world: World, family: Family) -> int | None:
    if not chance(rng, 48):
        return None
    low, high = world.tables.times[rng.choice(family.times)].hours
    return low if low == high else rng.choice(range(low, high + 1, 2))


def _description(rng: Random, world: World, role: Role) -> str:
    if not role.core or not chance(rng, 32):
        return ""
    skills = rng.sample(role.core, min(len(role.core), 2))
    return ", ".join(world.lexicon.skill(rng, skill).text for skill in skills)
