"""Believable random people and vacancies, covering every field that matching reads.

The makers take a `random.Random`: a seeded one for a big fixed world, or one of `st.randoms()`, whose draws
hypothesis shrinks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from matcher.domain.candidate import (
    Availability,
    Candidate,
    Education,
    LanguageClaim,
    LicenceClaim,
    SkillClaim,
    WorkExperience,
)
from matcher.domain.constraint import DeclaredConstraint
from matcher.domain.levels import Cefr, RequirementLevel, SkillLevel
from matcher.domain.place import Place
from matcher.domain.protected import GroupMembership, Protected
from matcher.domain.record import Mention
from matcher.domain.vacancy import Employer, Requirement, Vacancy, VacancyState
from tests.congruence.setting import TODAY, setting

T = TypeVar("T")

OCCUPATIONS = (
    "8344.forklift_driver",
    "8344.warehouse_forklift_driver",
    "4321.stock_clerk",
    "9333.freight_handler",
    "5120.cook",
    "5120.assistant_cook",
    "5131.waiter",
    "7212.welder",
    "5223.shop_assistant",
)
UNLINKED = ("mulettista esperto", "Addetta alle vendite", "addetti vendita", "tuttofare di cantiere", "++")
SKILLS = (
    "logistics",
    "warehouse_operations",
    "warehouse_management",
    "inventory_management",
    "order_picking",
    "voice_picking",
    "barcode_scanner",
    "forklift_operation",
    "counterbalance_forklift",
    "reach_truck_operation",
)
LICENCES = (
    "B",
    "C",
    "CE",
    "D",
    "BE",
    "DE",
    "equipment.forklift_industrial",
    "driver.adr_base",
    "driver.adr_tanks",
)
LANGUAGES = ("it", "en", "fr", "ar", "de")
TOWNS = ("036040", "036023", "036006", "037006", "036036", "087015", "035033")
SHIFTS = (
    "day",
    "morning",
    "afternoon",
    "two_shifts",
    "three_shifts",
    "continuous",
    "night",
    "split",
    "weekend",
)
CONTRACTS = ("permanent", "fixed_term", "seasonal", "agency_fixed_term", "internship")
APPRENTICESHIPS = ("apprenticeship_1", "apprenticeship_2", "apprenticeship_3")
DAYS = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")
EMPLOYERS = ("Ceramiche Rossi S.p.A.", "Trattoria da Gino", "Logistica Nord srl", "")
FIELDS = ("economics", "law")


def some(r: Random, chance: float, make: Callable[[], T]) -> T | None:
    return make() if r.random() < chance else None


def several(r: Random, pool: Sequence[T], most: int, least: int = 0) -> tuple[T, ...]:
    return tuple(r.sample(list(pool), r.randint(least, min(most, len(pool)))))


def day(r: Random, before: int, after: int) -> date:
    return TODAY + timedelta(days=r.randint(-before, after))


def occupation(r: Random) -> Mention:
    if r.random() < 0.25:
        return Mention(text=r.choice(UNLINKED))
    return setting().mention("occupation", r.choice(OCCUPATIONS))


def skill(r: Random) -> Mention:
    if r.random() < 0.2:
        return Mention(
            text=r.choice(("saper fare un po' di tutto", "uso del muletto", "USO DEL MULETTO", "cassa"))
        )
    return setting().mention("skill", r.choice(SKILLS))


def licence_claim(r: Random) -> LicenceClaim:
    if r.random() < 0.08:
        return LicenceClaim(text="patentino")
    concept = r.choice(LICENCES)
    return LicenceClaim(text=concept, concept=concept, expires_on=some(r, 0.4, lambda: day(r, 300, 900)))


def job(r: Random) -> WorkExperience:
    start = some(r, 0.6, lambda: day(r, 5000, -400))
    return WorkExperience(
        occupation=occupation(r),
        start=start,
        end=start + timedelta(days=r.randint(0, 1500)) if start and r.random() < 0.8 else None,
        months=some(r, 0.5, lambda: r.randint(0, 90)),
        description=r.choice(("", "carico e scarico merci", "servizio ai tavoli")),
    )


def title(r: Random) -> Education:
    foreign = r.random() < 0.25
    return Education(
        title="titolo",
        eqf=some(r, 0.85, lambda: r.randint(1, 7)),
        field=r.choice(("", *FIELDS)),
        foreign=foreign,
        recognised=r.choice((None, True, False)) if foreign else None,
    )


def languages(r: Random) -> tuple[LanguageClaim, ...]:
    chosen = several(r, LANGUAGES, 3)
    return tuple(
        LanguageClaim(language=code, level=some(r, 0.85, lambda: Cefr(r.randint(1, 6)))) for code in chosen
    )


def limit_value(r: Random, kind: str, generous: bool) -> Any:
    """Return a value for a declared limit; ``None`` is "no limit"."""
    values: dict[str, Callable[[], Any]] = {
        "max_distance_km": lambda: r.choice((0, 5, 17, 30, 60, 120)),
        "max_travel_minutes": lambda: r.choice((5, 20, 31, 60, 120)),
        "min_weekly_hours": lambda: r.choice((0, 12, 20, 40)),
        "max_weekly_hours": lambda: r.choice((20, 30, 40, 48)),
        "shifts": lambda: several(r, SHIFTS, 6, 1),
        "days": lambda: several(r, DAYS, 7, 4),
        "contracts": lambda: several(r, (*CONTRACTS, *APPRENTICESHIPS), 6, 1),
        "earliest_start": lambda: day(r, 60, 60),
        "min_annual_pay": lambda: r.choice((0, 14_000, 20_000, 26_000)),
        "remote": lambda: several(r, ("on_site", "hybrid", "remote"), 3, 1),
        "travel": lambda: several(r, ("giornaliere", "settimanali", "estero"), 3),
        "lodging_needed": lambda: r.random() < 0.6,
    }
    return None if r.random() < (0.85 if generous else 0.3) else values[kind]()


_ASKED = {
    "max_distance_km": 0.85,
    "max_travel_minutes": 0.2,
    "min_weekly_hours": 0.5,
    "max_weekly_hours": 0.8,
    "shifts": 0.85,
    "days": 0.85,
    "contracts": 0.85,
    "earliest_start": 0.8,
    "min_annual_pay": 0.85,
    "remote": 0.3,
    "travel": 0.8,
    "lodging_needed": 0.3,
}


def constraints(r: Random) -> tuple[DeclaredConstraint, ...]:
    """Return declared limits; half of the people were asked nearly everything and accept nearly everything."""
    generous = r.random() < 0.5
    found = []
    for kind, chance in _ASKED.items():
        # now and then a kind is declared twice: hard and flexible, or again later
        for _ in range(0 if r.random() > chance + 0.12 * generous else r.choice((1, 1, 1, 1, 2))):
            value = limit_value(r, kind, generous)
            expires = some(r, 0.02 if generous else 0.15, lambda: day(r, 200, 200))
            found.append(
                DeclaredConstraint.model_validate(
                    {"kind": kind, "value": value, "hard": r.random() < 0.7, "expires_on": expires}
                )
            )
    return tuple(found)


def make_candidate(r: Random, name: str) -> Candidate:
    """Return a candidate; one in twelve says nothing at all."""
    if r.random() < 0.08:
        return Candidate(id=name, home=some(r, 0.5, lambda: town(r)))
    return Candidate(
        id=name,
        summary=r.choice(("", "", "cerco lavoro in magazzino", "esperienza in cucina e in sala")),
        home=some(r, 0.93, lambda: town(r)),
        wanted=some(r, 0.7, lambda: tuple(occupation(r) for _ in range(r.randint(0, 2)))),
        work=some(r, 0.85, lambda: tuple(job(r) for _ in range(r.randint(0, 4)))),
        skills=some(r, 0.8, lambda: tuple(claim(r) for _ in range(r.randint(0, 6)))),
        education=some(r, 0.85, lambda: tuple(title(r) for _ in range(r.randint(0, 2)))),
        languages=some(r, 0.85, lambda: languages(r)),
        licences=some(r, 0.85, lambda: tuple(licence_claim(r) for _ in range(r.randint(0, 4)))),
        own_vehicle=r.choice((True, True, False, None)),
        uses_vehicle=r.choice((True, True, False, None)),
        constraints=constraints(r),
        refused_employers=some(r, 0.25, lambda: several(r, EMPLOYERS[:3], 1)),
        refused_sectors=some(r, 0.2, lambda: several(r, ("C", "I56", "H49"), 1)),
        availability=availability(r),
        inclinations=some(r, 0.3, lambda: (occupation(r),)),
    )


def claim(r: Random) -> SkillClaim:
    return SkillClaim(
        skill=skill(r), level=some(r, 0.5, lambda: SkillLevel(r.randint(1, 3))), lacking=r.random() < 0.1
    )


def availability(r: Random) -> Availability:
    if r.random() < 0.85:
        return Availability()
    return Availability(
        status=r.choice(("hired", "suspended", "suspended", "withdrawn")),
        until=some(r, 0.7, lambda: day(r, 90, 90)),
    )


def town(r: Random) -> Place:
    if r.random() < 0.06:
        return Place(text="zona Modena", kind="province", code="MO")
    return Place(text="comune", kind="municipality", code=r.choice(TOWNS))


def make_protected(r: Random, name: str) -> Protected:
    """Return what never scores."""
    return Protected(
        candidate_id=name,
        sex=r.choice(("", "F", "M")),
        birth_date=some(r, 0.8, lambda: date(r.randint(1965, 2011), r.randint(1, 12), r.randint(1, 28))),
        citizenship=r.choice(("", "IT", "MA")),
        disability=r.choice((None, True, False)),
        groups=several(r, (GroupMembership(group="gol_2"), GroupMembership(group="l68_art18")), 1),
        work_title=r.choices((None, True, False), weights=(50, 45, 5))[0],
        work_title_expires_on=some(r, 0.3, lambda: day(r, 300, 600)),
        benefit_holder=r.choice((None, True, False)),
    )


def workplaces(r: Random) -> tuple[Place, ...]:
    choices: tuple[Callable[[], tuple[Place, ...]], ...] = (
        lambda: tuple(Place(text="comune", kind="municipality", code=c) for c in several(r, TOWNS, 3, 1)),
        lambda: (Place(text="provincia di Modena", kind="province", code="MO"),),
        lambda: (
            Place(text="Sassuolo", kind="municipality", code="036040"),
            Place(text="cantieri vari", kind="imprecise"),
        ),
        lambda: (Place(text="Emilia-Romagna", kind="region", code="Emilia-Romagna"),),
        lambda: (Place(text="tutta Italia", kind="national"),),
        lambda: (Place(text="da casa", kind="remote"),),
        lambda: (),
    )
    return r.choices(choices, weights=(78, 5, 4, 3, 3, 3, 4))[0]()


def requirement(r: Random) -> Requirement:
    levels = (RequirementLevel.MUST, RequirementLevel.WANTED, RequirementLevel.STRONGLY_WANTED)
    level = r.choice((*levels, *levels, RequirementLevel.MUST_NOT))
    kind = r.choice(("skill", "skill", "skill", "licence", "language", "education", "experience"))
    details: dict[str, Callable[[], dict[str, Any]]] = {
        "skill": lambda: {"mention": skill(r)},
        "licence": lambda: {"mention": mention_of(r, "licence", LICENCES)},
        "language": lambda: {
            "mention": mention_of(r, "language", LANGUAGES),
            "cefr": some(r, 0.8, lambda: Cefr(r.randint(1, 5))),
        },
        "education": lambda: {
            "eqf": some(r, 0.85, lambda: r.randint(1, 6)),
            "mention": some(r, 0.3, lambda: mention_of(r, "field", FIELDS)),
        },
        "experience": lambda: {"months": some(r, 0.9, lambda: r.choice((0, 6, 12, 24, 36)))},
    }
    return Requirement(kind=kind, level=level, confirmed=r.random() < 0.85, **details[kind]())


def mention_of(r: Random, kind: Any, concepts: Sequence[str]) -> Mention:
    if r.random() < 0.07:
        return Mention(text="parole non collegate")
    return setting().mention(kind, r.choice(concepts))


def make_vacancy(r: Random, name: str) -> Vacancy:
    """Return a vacancy."""
    hours = r.choice((None, 20, 30, 40, 40))
    pay = some(r, 0.4, lambda: r.choice((15_000, 22_000, 30_000)))
    return Vacancy(
        id=name,
        title=r.choice(("Mulettista", "Cuoco di linea", "Magazziniere su due turni", "Cameriera di sala")),
        description=r.choice(("", "", "carico e scarico merci in magazzino")),
        employer=Employer(name=r.choice(EMPLOYERS), ateco=r.choice(("", "C23", "I", "H52", "23.31"))),
        occupations=tuple(occupation(r) for _ in range(r.choice((0, 1, 1, 1, 2)))),
        requirements=tuple(requirement(r) for _ in range(r.randint(0, 5))),
        places=workplaces(r),
        transit=r.choice((None, None, True, False)),
        lodging=r.choice((None, None, None, True, False)),
        needs_vehicle=r.choice((None, None, None, False, True)),
        remote=r.choices(("", "on_site", "hybrid", "remote"), weights=(60, 30, 7, 3))[0],
        travel=some(r, 0.3, lambda: several(r, ("giornaliere", "settimanali", "estero"), 1)),
        contracts=some(r, 0.7, lambda: contracts(r)),
        weekly_hours_min=some(r, 0.3, lambda: 16) if hours else None,
        weekly_hours_max=hours,
        shifts=some(r, 0.6, lambda: several(r, SHIFTS, 2)),
        days=some(r, 0.4, lambda: several(r, DAYS, 5)),
        annual_pay_min=pay,
        annual_pay_max=some(r, 0.5, lambda: pay + 3_000) if pay else None,
        start_from=some(r, 0.3, lambda: day(r, 10, 60)),
        start_by=some(r, 0.3, lambda: day(r, 10, 90)),
        expires_on=some(r, 0.3, lambda: day(r, 5, 60)),
        state=r.choice(list(VacancyState)) if r.random() < 0.2 else VacancyState.PUBLISHED,
    )


def contracts(r: Random) -> tuple[str, ...]:
    if r.random() < 0.25:
        return (r.choice(APPRENTICESHIPS),)
    return several(r, (*CONTRACTS, *APPRENTICESHIPS), 3)


def _from(make: Callable[[Random, str], T], name: str) -> st.SearchStrategy[T]:
    return st.randoms(note_method_calls=False).map(lambda r: make(r, name))


def candidates(name: str = "P1") -> st.SearchStrategy[Candidate]:
    """Random candidates of one id."""
    return _from(make_candidate, name)


def vacancies(name: str = "V1") -> st.SearchStrategy[Vacancy]:
    """Random vacancies of one id."""
    return _from(make_vacancy, name)


def protected(name: str = "P1") -> st.SearchStrategy[Protected]:
    """Random protected records of one candidate."""
    return _from(make_protected, name)
