"""The rest of a profile: wishes, summary, availability, pact, refusals; and the protected data."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from matcher.demo.careers import Career
from matcher.demo.tables import Origin, Role
from matcher.demo.wheel import Wheel, chance
from matcher.demo.world import World
from matcher.domain.candidate import Availability, ServicePact
from matcher.domain.protected import GroupMembership, Protected
from matcher.domain.record import Mention

__all__ = [
    "availability",
    "employment_status",
    "pact",
    "protected_data",
    "refusals",
    "summary",
    "wishes",
]

_CONFIRMED = Wheel([(20, 46.0), (70, 28.0), (150, 16.0), (330, 7.0), (-1, 3.0)])
_LONG_UNEMPLOYED_DAYS = 183
_MANY_MONTHS = 24


def wishes(
    rng: Random, world: World, role: Role, career: Career, woman: bool
) -> tuple[tuple[Mention, ...] | None, tuple[Mention, ...] | None]:
    """Return the occupations sought, and those the person is inclined to."""
    if chance(rng, 6):
        return None, None
    family = world.tables.families[role.family]
    sought = [role.occupation]
    siblings = [other.occupation for other in family.roles if other.rank <= role.rank and other is not role]
    if siblings and chance(rng, 46):
        sought.append(rng.choice(siblings))
    if chance(rng, 12):
        near = world.tables.families[rng.choice(family.near)]
        sought.append(rng.choice([other for other in near.roles if other.rank == 1] or near.roles).occupation)
    wanted = tuple(world.lexicon.title(rng, occupation, woman) for occupation in dict.fromkeys(sought))
    if not chance(rng, 11):
        return wanted, None
    other = world.roles[rng.choice(family.near)].draw(rng).occupation
    return wanted, (world.lexicon.title(rng, other, woman),)


def summary(rng: Random, world: World, role: Role, career: Career, woman: bool) -> str:
    """Return a few words on the work done and sought; empty for many."""
    if not chance(rng, 54):
        return ""
    wording = world.tables.wording
    kind = "many" if career.months >= _MANY_MONTHS else "few" if career.work else "none"
    family = world.tables.families[role.family]
    further = [skill for skill in family.skills if skill not in role.core]
    text = rng.choice(wording[f"summaries_{kind}"]).format(
        role=world.lexicon.label(role.occupation, woman),
        years=max(2, career.months // 12),
        family=family.label,
        skill=world.lexicon.skill_label(rng.choice(further)),
        skill2=world.lexicon.skill_label(rng.choice(role.core)),
    )
    text = str(text[0].upper() + text[1:] if chance(rng, 88) else text)
    return text + str(rng.choice(wording["odd_end"]))


def availability(rng: Random, on: date) -> Availability:
    """Return whether the person can be proposed, and when that was last confirmed."""
    days = _CONFIRMED.draw(rng)
    confirmed = None if days < 0 else on - timedelta(days=rng.randint(max(0, days - 60), days))
    draw = rng.random()
    if draw < 0.92:
        return Availability(confirmed_on=confirmed)
    if draw < 0.95:
        return Availability(
            status="suspended", until=on + timedelta(days=rng.randint(5, 30)), confirmed_on=confirmed
        )
    return Availability(status="hired" if draw < 0.985 else "withdrawn", confirmed_on=confirmed)


def employment_status(rng: Random, career: Career) -> str:
    """Return the status as the office writes it."""
    if career.employed:
        return "occupato in cerca" if chance(rng, 90) else "sospeso/CIG"
    if not career.work:
        return "inoccupato"
    return "disoccupato" if chance(rng, 96) else ""


def pact(rng: Random, on: date) -> ServicePact | None:
    """Return the service pact of those who signed one."""
    if not chance(rng, 68):
        return None
    signed = on - timedelta(days=int(rng.expovariate(1 / 150)))
    return ServicePact(reference=f"PSP-{signed.year}-{rng.randint(1, 99999):05d}", signed_on=signed)


def refusals(rng: Random, career: Career) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Return employers and sectors to which the data must not go: for most, none or not asked."""
    named = [job.employer for job in career.work if job.employer.endswith("(inventata)")]
    if career.employed and named and chance(rng, 40):
        employers: tuple[str, ...] | None = (named[0],)
    elif named and chance(rng, 3):
        employers = (rng.choice(named),)
    else:
        employers = () if chance(rng, 55) else None
    sectors = (rng.choice("ACGHIO"),) if chance(rng, 1.5) else () if employers == () else None
    return employers, sectors


def protected_data(
    rng: Random, identifier: str, origin: Origin, woman: bool, birth: date, employed: bool, on: date
) -> Protected:
    """Return what never scores: sex, birth, citizenship, groups, title to work, benefit."""
    naturalised = bool(origin.speaks) and chance(rng, 16)
    citizenship = "italiana" if naturalised else origin.citizenship
    needs_title = not origin.eu and not naturalised
    title = (None if chance(rng, 6) else not chance(rng, 2)) if needs_title else None
    expiry = on + timedelta(days=rng.randint(-40, 1400)) if title and chance(rng, 62) else None
    groups: list[GroupMembership] = []
    disability = chance(rng, 4) if chance(rng, 90) else None
    if disability:
        groups.append(GroupMembership(group=rng.choice(("l68", "l68_civil")), evidence="certified"))
    if not employed and chance(rng, 14):
        groups.append(GroupMembership(group="disadvantaged_a", valid_until=on + timedelta(days=180)))
    if chance(rng, 2):
        groups.append(GroupMembership(group="disadvantaged_e"))
    return Protected(
        candidate_id=identifier,
        sex="F" if woman else "M",
        birth_date=birth,
        citizenship=citizenship,
        disability=disability,
        groups=tuple(groups),
        work_title=title,
        work_title_expires_on=expiry,
        benefit_holder=chance(rng, 4 if employed else 36) if chance(rng, 88) else None,
    )
