"""What an invented employer asks for, before it is put into words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from matcher.demo.tables import Family, Role, WorkingTime
from matcher.demo.wheel import Wheel, chance
from matcher.demo.world import World
from matcher.domain.levels import Cefr, RequirementLevel
from matcher.domain.record import Mention
from matcher.domain.vacancy import Requirement, RequirementKind
from matcher.vocabulary.schema import Vocabulary

__all__ = [
    "Offer",
    "draw_offer",
    "education_requirement",
    "experience_requirement",
    "in_order",
    "licence_requirement",
    "skill_requirement",
]

_MUST, _STRONG, _WANTED = RequirementLevel.MUST, RequirementLevel.STRONGLY_WANTED, RequirementLevel.WANTED
_SKILL_LEVELS = Wheel([(_MUST, 5.0), (_STRONG, 50.0), (_WANTED, 45.0)])
_EXPERIENCE_LEVELS = Wheel([(_MUST, 22.0), (_STRONG, 48.0), (_WANTED, 30.0)])
_MONTHS = {
    1: Wheel([(0, 62.0), (6, 24.0), (12, 14.0)]),
    2: Wheel([(0, 14.0), (6, 12.0), (12, 38.0), (24, 36.0)]),
    3: Wheel([(24, 22.0), (36, 48.0), (60, 30.0)]),
}
_EDUCATION = {"office": 4, "ict": 4, "graduate": 4, "education": 4, "nursing": 6}
_ABROAD = ("hotel", "beach", "logistics_office", "sales", "software", "design")
_ITALIAN = ("oss", "home_care", "retail", "call_centre", "childcare", "office")


@dataclass(frozen=True, slots=True)
class Offer:
    """One vacancy to be.

    Attributes
    ----------
    roles : tuple of Role
        The first is the one that matters; a second one stands in some titles.
    town : int
        Index of the municipality.
    contract : tuple of (tuple of str, int, str)
        Codes, months (0: not stated), an employer's words.
    requirements : tuple of Requirement
        As an operator would have typed them.
    """

    family: Family
    roles: tuple[Role, ...]
    town: int
    firm: str
    time: WorkingTime
    contract: tuple[tuple[str, ...], int, str]
    requirements: tuple[Requirement, ...]
    months: int


def draw_offer(rng: Random, world: World, fields: Vocabulary) -> Offer:
    """Draw an offer that fits the economy of a town of the province."""
    town = world.workplaces.draw(rng)
    family = world.family_at(rng, town)
    role = world.roles[family.name].draw(rng)
    siblings = [other for other in family.roles if other.rank == role.rank and other is not role]
    roles = (role, rng.choice(siblings)) if siblings and chance(rng, 12) else (role,)
    weight = Wheel((row, float(row[0])) for row in world.tables.contracts[family.contracts])
    _, codes, months, words = weight.draw(rng)
    least = _MONTHS[role.rank].draw(rng)
    return Offer(
        family=family,
        roles=roles,
        town=town,
        firm=rng.choice(world.firms[family.name]),
        time=world.tables.times[rng.choice(family.times)],
        contract=(tuple(codes.split("|")), int(months), words),
        requirements=in_order(_requirements(rng, world, family, role, least, fields)),
        months=least,
    )


def in_order(requirements: Iterable[Requirement]) -> tuple[Requirement, ...]:
    """Return requirements in the order of a vacancy's file: skills, licences, languages, and so on."""
    kinds = list(RequirementKind)
    return tuple(sorted(requirements, key=lambda one: (kinds.index(one.kind), one.level is not _MUST)))


def licence_requirement(world: World, concept: str, level: RequirementLevel) -> Requirement:
    """Return a licence or certificate asked for."""
    mention = world.lexicon.exact(world.certificates.label(concept), concept)
    return Requirement(kind=RequirementKind.LICENCE, level=level, mention=mention)


def skill_requirement(world: World, skill: str, level: RequirementLevel) -> Requirement:
    """Return a skill asked for."""
    mention = world.lexicon.exact(world.lexicon.skill_label(skill), skill)
    return Requirement(kind=RequirementKind.SKILL, level=level, mention=mention)


def experience_requirement(months: int, level: RequirementLevel) -> Requirement:
    """Return months of experience asked for; 0: anyone may start."""
    return Requirement(kind=RequirementKind.EXPERIENCE, level=level if months else _WANTED, months=months)


def education_requirement(eqf: int, field: str, fields: Vocabulary, level: RequirementLevel) -> Requirement:
    """Return a qualification asked for, with its field if there is one."""
    mention = None
    if field:
        mention = Mention(text=fields[field].label("it"), concept=field, method="exact", confidence=1.0)
    return Requirement(kind=RequirementKind.EDUCATION, level=level, eqf=eqf, mention=mention)


def _requirements(
    rng: Random, world: World, family: Family, role: Role, months: int, fields: Vocabulary
) -> list[Requirement]:
    found: list[Requirement] = []
    for concept, share in role.licences:
        if share >= 84 and chance(rng, 92):
            found.append(licence_requirement(world, concept, _MUST))
        elif share >= 30 and chance(rng, 40):
            found.append(licence_requirement(world, concept, _STRONG if share >= 50 else _WANTED))
    if chance(rng, 74):
        for skill in rng.sample(role.core, min(len(role.core), rng.randint(1, 2))):
            level = _SKILL_LEVELS.draw(rng) if months else _WANTED
            found.append(skill_requirement(world, skill, level))
    if chance(rng, 70):
        found.append(experience_requirement(months, _EXPERIENCE_LEVELS.draw(rng)))
    if language := _language(rng, family):
        found.append(language)
    if (eqf := _EDUCATION.get(family.study)) and chance(rng, 60):
        own = family.fields[0] if chance(rng, 60) else ""
        level = _MUST if family.study == "nursing" or chance(rng, 25) else _WANTED
        found.append(education_requirement(eqf, own, fields, level))
    return found


def _language(rng: Random, family: Family) -> Requirement | None:
    if family.name in _ABROAD and chance(rng, 45):
        level = _MUST if family.name == "hotel" and chance(rng, 50) else _STRONG
        return _spoken("en", "inglese", rng.choice((Cefr.A2, Cefr.B1, Cefr.B1, Cefr.B2)), level)
    if family.name in _ITALIAN and chance(rng, 12):
        return _spoken("it", "italiano", rng.choice((Cefr.A2, Cefr.B1, Cefr.B2)), _MUST)
    return None


def _spoken(code: str, name: str, cefr: Cefr, level: RequirementLevel) -> Requirement:
    mention = Mention(text=name, concept=code, method="exact", confidence=1.0)
    return Requirement(kind=RequirementKind.LANGUAGE, level=level, mention=mention, cefr=cefr)
