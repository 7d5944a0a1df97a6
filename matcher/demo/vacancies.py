"""Invented vacancies: titles and texts as employers write them, and the requirements behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal, cast

from matcher.demo.adverts import describe, offer_title
from matcher.demo.archetypes import Archetype, archetype_offer, load_archetypes
from matcher.demo.offers import Offer, draw_offer
from matcher.demo.wheel import Wheel, chance
from matcher.demo.world import World, build_world
from matcher.domain.place import Place
from matcher.domain.record import Mention
from matcher.domain.vacancy import Employer, Vacancy, VacancyState
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.schema import Vocabulary

__all__ = ["generate_vacancies"]

_Remote = Literal["on_site", "hybrid", "remote", ""]
#: One vacancy in twelve has inadmissible words, one in fifteen a vague place.
_IMPROPER_EVERY, _IMPROPER_AT = 12, 1
_VAGUE_EVERY, _VAGUE_AT = 15, 9
_OPENINGS = Wheel([(1, 62.0), (2, 20.0), (3, 8.0), (4, 4.0), (5, 3.0), (8, 2.0), (10, 1.0)])
_STATES = Wheel(
    [
        (VacancyState.RECEIVED, 14.0),
        (VacancyState.TO_COMPLETE, 6.0),
        (VacancyState.VALIDATED, 26.0),
        (VacancyState.PUBLISHED, 40.0),
        (VacancyState.PRESELECTION, 12.0),
        (VacancyState.SUSPENDED, 2.0),
    ]
)
_ORIGINS: Wheel[Literal["richiesta_del_datore", "intercettata", "portale"]] = Wheel(
    [("richiesta_del_datore", 84.0), ("intercettata", 10.0), ("portale", 6.0)]
)
_SEARCHES: Wheel[Literal["con_pubblicazione", "da_banca_dati", "entrambe"]] = Wheel(
    [("entrambe", 70.0), ("con_pubblicazione", 18.0), ("da_banca_dati", 12.0)]
)
_REMOTE: Mapping[str, Wheel[_Remote]] = {
    "remote": Wheel([("on_site", 46.0), ("hybrid", 42.0), ("remote", 12.0)]),
    "office": Wheel([("on_site", 82.0), ("hybrid", 18.0)]),
}
_FULL_TIME = 40


@dataclass(frozen=True)
class _Setting:
    world: World
    fields: Vocabulary
    archetypes: Mapping[int, Archetype]
    on: date


def generate_vacancies(
    province: str, size: int, seed: int, vocabularies: Vocabularies, on: date, first: int = 1
) -> Iterator[Vacancy]:
    """Make invented vacancies; number ``n`` depends on province, seed, reference date and ``n`` alone.

    Parameters
    ----------
    province : str
        *Sigla*, for example ``MO``.
    size : int
        How many.
    seed : int
        The same seed gives the same vacancies.
    vocabularies : Vocabularies
        The built-in ones.
    on : date
        Reference date: starts and expiries are seen from here.
    first : int
        Number of the first vacancy, from 1.

    Yields
    ------
    Vacancy
        Its requirements are confirmed, as if an operator had typed them.

    Raises
    ------
    InputError
        ``E-DEM-001`` if no province has this *sigla*.
    """
    world = build_world(province, seed, vocabularies)
    setting = _Setting(world, vocabularies["field"], load_archetypes(province), on)
    for number in range(first, first + size):
        yield _vacancy(Random(f"{seed} {province} vacancy {number}"), setting, number)


def _vacancy(rng: Random, setting: _Setting, number: int) -> Vacancy:
    world = setting.world
    given = setting.archetypes.get(number)
    if given is None:
        offer = draw_offer(rng, world, setting.fields)
        openings = _OPENINGS.draw(rng)
        title, description = _texts(rng, world, offer, openings, number)
        mentions = tuple(
            world.lexicon.exact(world.lexicon.label(role.occupation), role.occupation) for role in offer.roles
        )
    else:
        offer = archetype_offer(rng, world, given, setting.fields)
        openings, title, description = given.openings, given.title, given.description
        mentions = tuple(_mentions(world, given))
    return _record(rng, setting, number, offer, given).model_copy(
        update={
            "title": title,
            "description": description,
            "occupations": mentions,
            "openings": openings,
        }
    )


def _texts(rng: Random, world: World, offer: Offer, openings: int, number: int) -> tuple[str, str]:
    """Return title and description; some hold words that the check must find."""
    improper = number % _IMPROPER_EVERY == _IMPROPER_AT
    feminine = improper and offer.roles[0].women > 80
    title = offer_title(rng, world, offer, openings, sole_feminine=feminine)
    words = rng.choice(world.tables.wording["inadmissible"]) if improper else ""
    town = world.places.municipalities[offer.town].name
    return title, describe(rng, world, offer, title, town, words)


def _mentions(world: World, given: Archetype) -> Iterator[Mention]:
    words = given.words or tuple(world.lexicon.label(occupation) for occupation in given.occupations)
    for text, occupation in zip(words, given.occupations, strict=True):
        yield world.lexicon.exact(text, occupation)


def _record(rng: Random, setting: _Setting, number: int, offer: Offer, given: Archetype | None) -> Vacancy:
    world, on = setting.world, setting.on
    vague = given is None and number % _VAGUE_EVERY == _VAGUE_AT
    received = on - timedelta(days=rng.randint(0, 24))
    days = given.days if given else rng.choice((7, 14, 21, 30, 30, 45, 60))
    hours = offer.time.hours
    stated = given is not None or not chance(rng, 8)
    pay = _pay(rng, offer, max(hours)) if chance(rng, 58) else (None, None)
    months = offer.contract[1]
    return Vacancy(
        id=f"VAC-{number:04d}",
        title="-",
        employer=Employer(name=offer.firm, ateco=offer.family.ateco, confidential=chance(rng, 6)),
        requirements=offer.requirements,
        places=_vague_place(rng, world, offer) if vague else _workplaces(rng, world, offer, given),
        transit=None if chance(rng, 62) else chance(rng, 78),
        lodging=given.lodging if given else _lodging(rng, offer),
        needs_vehicle=True if given is None and chance(rng, offer.time.vehicle or 6) else None,
        remote=cast(_Remote, given.remote) if given else _remote(rng, offer),
        travel=given.travel if given else _travel(rng, offer),
        contracts=offer.contract[0] if stated else None,
        contract_months=months or None,
        weekly_hours_min=min(hours) if stated else None,
        weekly_hours_max=max(hours) if stated else None,
        shifts=offer.time.shifts if stated else None,
        days=offer.time.days if stated and (given or chance(rng, 90)) else None,
        annual_pay_min=pay[0],
        annual_pay_max=pay[1],
        pay_text=""
        if pay[0]
        else rng.choice(("secondo CCNL", "secondo CCNL", "", "commisurata all'esperienza")),
        collective_agreement=offer.family.ccnl if chance(rng, 64) else "",
        start_from=on + timedelta(days=max(0, days - 21)) if chance(rng, 50) else None,
        start_by=on + timedelta(days=days),
        shortlist_by=on + timedelta(days=rng.randint(5, 12)) if chance(rng, 40) else None,
        expires_on=on + timedelta(days=rng.randint(12, 60)),
        received_on=received,
        state=_STATES.draw(rng) if given is None else VacancyState.PUBLISHED,
        search_mode=_SEARCHES.draw(rng),
        # what the demo shows can be brought to its end: only an employer's request has a shortlist
        origin="richiesta_del_datore" if given else _ORIGINS.draw(rng),
        source="dati inventati per la prova",
        invented=True,
    )


def _workplaces(rng: Random, world: World, offer: Offer, given: Archetype | None) -> tuple[Place, ...]:
    first = world.place(offer.town, bare=given is None and chance(rng, 25))
    if given is not None or not chance(rng, 6):
        return (first,)
    second = world.workplaces.draw(rng)
    return (first,) if second == offer.town else (first, world.place(second))


def _vague_place(rng: Random, world: World, offer: Offer) -> tuple[Place, ...]:
    town = world.places.municipalities[offer.town].name
    text = str(rng.choice(world.tables.wording["vague"])).format(town=town, province=world.province_name)
    return world.places.resolve(text).places()


def _lodging(rng: Random, offer: Offer) -> bool | None:
    if "domestic_live_in" in offer.contract[0]:
        return True
    if offer.family.contracts in ("hospitality", "season"):
        return True if chance(rng, 30) else False if chance(rng, 30) else None
    return None


def _remote(rng: Random, offer: Offer) -> _Remote:
    wheel = _REMOTE.get(offer.family.setting)
    return wheel.draw(rng) if wheel else "on_site"


def _travel(rng: Random, offer: Offer) -> tuple[str, ...] | None:
    if offer.family.travel and chance(rng, 46):
        return ("giornaliere", "settimanali") if chance(rng, 20) else ("giornaliere",)
    return () if chance(rng, 30) else None


def _pay(rng: Random, offer: Offer, hours: int) -> tuple[int, int]:
    yearly = offer.roles[0].pay * 1000 * min(hours, _FULL_TIME) / _FULL_TIME
    low = round(yearly * rng.uniform(0.94, 1.02) / 500) * 500
    return low, low + rng.choice((0, 1000, 1500, 2000, 3000))
