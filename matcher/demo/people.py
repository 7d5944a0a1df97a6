"""Invented people: a profile, and apart from it contact and protected data."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from matcher.demo.careers import Career, draw_career
from matcher.demo.claims import education_claims, language_claims, qualification_wheel, skill_claims
from matcher.demo.limits import Circumstances, Limits
from matcher.demo.profile import (
    availability,
    employment_status,
    pact,
    protected_data,
    refusals,
    summary,
    wishes,
)
from matcher.demo.tables import Family, Origin, Role
from matcher.demo.wheel import Wheel, chance
from matcher.demo.world import World, build_world
from matcher.domain.candidate import Candidate, Contact, LicenceClaim, SkillClaim
from matcher.domain.protected import Protected
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.schema import Vocabulary

__all__ = ["StoredPerson", "generate_candidates"]

_STREETS = ("Via Inventata", "Via di Fantasia", "Piazza Immaginaria", "Viale dell'Esempio", "Via della Prova")
_ADULT = 18


class StoredPerson(NamedTuple):
    """A person as three records, which are kept apart."""

    candidate: Candidate
    contact: Contact
    protected: Protected


@dataclass(frozen=True)
class _Setting:
    """What every person of a run shares."""

    world: World
    limits: Limits
    qualifications: dict[str, Wheel[str]]
    education: Vocabulary
    on: date


@dataclass(frozen=True, slots=True)
class _Identity:
    """Who somebody is, before what they do."""

    role: Role
    family: Family
    origin: Origin
    woman: bool
    birth: date
    abroad: bool
    began: date
    qualification: str
    home: int


def generate_candidates(
    province: str, size: int, seed: int, vocabularies: Vocabularies, on: date, first: int = 1
) -> Iterator[StoredPerson]:
    """Make invented people.

    Person number ``n`` depends on province, seed, reference date and ``n`` alone: any stretch of a
    larger population can be made by itself.

    Parameters
    ----------
    province : str
        *Sigla*, for example ``MO``. Some people live just outside it.
    size : int
        How many.
    seed : int
        The same seed gives the same people.
    vocabularies : Vocabularies
        The built-in ones.
    on : date
        Reference date: ages, availability and expiries are seen from here.
    first : int
        Number of the first person, from 1.

    Yields
    ------
    StoredPerson
        Mentions carry their concept: where a text was made from a concept, the link is known.

    Raises
    ------
    InputError
        ``E-DEM-001`` if no province has this *sigla*.
    """
    world = build_world(province, seed, vocabularies)
    patterns = world.tables.education["patterns"]
    setting = _Setting(
        world,
        Limits(world.tables.limits),
        {name: qualification_wheel(world.tables.education, name) for name in patterns},
        vocabularies["education"],
        on,
    )
    for number in range(first, first + size):
        yield _person(Random(f"{seed} {province} {number}"), setting, number)


def _person(rng: Random, setting: _Setting, number: int) -> StoredPerson:
    world, on = setting.world, setting.on
    who = _identity(rng, setting)
    career = _career(rng, world, who, on)
    licences = _licences(rng, world, who, career, on)
    vehicle, uses = _vehicle(rng, licences)
    part_time = chance(rng, 8 + (14 if who.woman else 0) + (12 if who.family.contracts == "part" else 0))
    circumstances = Circumstances(
        family=who.family,
        vehicle=bool(vehicle and uses is not False),
        part_time=part_time,
        employed=career.employed,
        pay=who.role.pay,
        seasonal=who.family.contracts in ("hospitality", "season"),
        live_in=who.role.occupation == "5322.family_care_assistant" and chance(rng, 30),
    )
    limits, words = setting.limits.draw(rng, circumstances, on)
    identifier = f"CAND-{number:06d}"
    employers, sectors = refusals(rng, career)
    wanted, inclinations = wishes(rng, world, who.role, career, who.woman)
    candidate = Candidate(
        id=identifier,
        summary=summary(rng, world, who.role, career, who.woman),
        home=world.place(who.home, bare=chance(rng, 30)),
        wanted=wanted,
        work=None if not career.work and chance(rng, 30) else career.work,
        skills=None if chance(rng, 4) else _skills(rng, world, who, career),
        education=None
        if chance(rng, 5)
        else education_claims(
            rng, who.qualification, who.family, world.tables.education, setting.education, who.abroad
        ),
        languages=language_claims(rng, who.origin, who.family, who.abroad),
        licences=licences,
        own_vehicle=vehicle,
        uses_vehicle=uses,
        constraints=limits,
        refused_employers=employers,
        refused_sectors=sectors,
        availability=availability(rng, on),
        pact=pact(rng, on),
        inclinations=inclinations,
        employment_status=employment_status(rng, career),
        office=world.offices[who.home],
        source="dati inventati per la prova",
        invented=True,
    )
    protected = protected_data(rng, identifier, who.origin, who.woman, who.birth, career.employed, on)
    return StoredPerson(
        candidate,
        _contact(rng, identifier, number, who),
        protected.model_copy(update={"own_words": words}) if words else protected,
    )


def _identity(rng: Random, setting: _Setting) -> _Identity:
    world, on = setting.world, setting.on
    home = world.homes.draw(rng)
    family = world.family_at(rng, home)
    role = world.roles[family.name].draw(rng)
    foreign = chance(rng, min(85.0, family.foreign * world.foreign_scale))
    origin = world.foreigners[family.name].draw(rng) if foreign else world.tables.origins["it"]
    woman = rng.random() < _share_of_women(role, origin)
    qualification = setting.qualifications[family.study].draw(rng)
    schooled: int = world.tables.education["age"][qualification]
    least = max(_ADULT, schooled, {1: 18, 2: 21, 3: 31}[role.rank])
    age = rng.triangular(least, 64, {1: least + 4, 2: 36, 3: 46}[role.rank])
    birth = on - timedelta(days=round(age * 365.25))
    abroad = foreign and chance(rng, origin.born_abroad) and age > _ADULT + 2
    adult = rng.uniform(_ADULT, min(age - 1, 42)) if abroad else _ADULT
    start = max(schooled + rng.triangular(0.1, 3, 0.6), adult - (0 if abroad else 2))
    began = birth + timedelta(days=round(start * 365.25))
    return _Identity(role, family, origin, woman, birth, abroad, began, qualification, home)


def _share_of_women(role: Role, origin: Origin) -> float:
    ours = min(max(role.women, 1), 99) / 100
    odds = ours / (1 - ours) * origin.women / (100 - origin.women)
    return odds / (1 + odds)


def _career(rng: Random, world: World, who: _Identity, on: date) -> Career:
    days = (on - who.began).days
    if days < 45 or (who.role.rank == 1 and days < 900 and chance(rng, 34)):
        return Career((), (), 0, employed=False, idle_days=max(days, 0))
    return draw_career(rng, world, who.role, who.woman, who.began, on)


def _skills(rng: Random, world: World, who: _Identity, career: Career) -> tuple[SkillClaim, ...]:
    family = who.family
    return skill_claims(rng, family, career.roles, career.months, world.lexicon)


def _licences(
    rng: Random, world: World, who: _Identity, career: Career, on: date
) -> tuple[LicenceClaim, ...] | None:
    needed = {concept for concept, share in who.role.licences if share == 100}
    if not needed and chance(rng, 6):
        return None
    held: dict[str, None] = {}
    if "B" not in needed and (needed & {"C", "CE", "D"}):
        held.update({"B": None} if chance(rng, 45) else {})
    elif "B" in needed or chance(rng, _driving_percent(who)):
        held["B"] = None
    shares = dict(who.role.licences)
    for role in career.roles[1:3]:
        for concept, share in role.licences:
            shares.setdefault(concept, share // 2 if share < 100 else 40)
    for concept, share in shares.items():
        own = share if career.roles or share == 100 else share // 3
        if chance(rng, own):
            held[concept] = None
    if "equipment.forklift_industrial" in held and chance(rng, 4):
        del held["equipment.forklift_industrial"]
        held["equipment.unspecified"] = None
    if who.family.study in ("manual", "technical", "care") and career.roles and chance(rng, 12):
        held["safety.general"] = None
    if not held and chance(rng, 45):
        return None
    return tuple(world.certificates.claim(rng, concept, on) for concept in held)


def _driving_percent(who: _Identity) -> float:
    if not who.abroad:
        return 86 if who.woman else 92
    if who.origin.eu:
        return 58 if who.woman else 82
    return 28 if who.woman else 62


def _vehicle(rng: Random, licences: tuple[LicenceClaim, ...] | None) -> tuple[bool | None, bool | None]:
    drives = any(claim.concept in ("B", "C", "CE", "D") for claim in licences or ())
    if chance(rng, 5):
        return None, None
    if not drives:
        return chance(rng, 5), None
    owns = chance(rng, 82)
    if not owns:
        return False, None
    return True, None if chance(rng, 14) else chance(rng, 94)


def _contact(rng: Random, identifier: str, number: int, who: _Identity) -> Contact:
    first = rng.choice(who.origin.women_names if who.woman else who.origin.men)
    last = rng.choice(who.origin.last)
    plain = unicodedata.normalize("NFKD", f"{first}.{last}").encode("ascii", "ignore").decode()
    mail = "".join(sign for sign in plain.lower() if sign.isalnum() or sign == ".")
    return Contact(
        candidate_id=identifier,
        first_name=first,
        last_name=last,
        email=f"{mail}.{number}@example.invalid" if chance(rng, 84) else "",
        phone=f"000 {number % 10_000_000:07d}",
        address=f"{rng.choice(_STREETS)} {rng.randint(1, 120)}" if chance(rng, 60) else "",
    )
