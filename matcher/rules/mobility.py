"""Constraints on place: distance, journey, vehicle, lodging, travel for work."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from matcher.domain.columns import ALL_BITS, NO_LIMIT
from matcher.plugin.types import Field, FilterClause, ReasonCode, Relax, Side
from matcher.rules.logic import UNKNOWN, limit

__all__ = ["mobility_clauses"]

_TRUE = pl.lit(value=True)
_REMOTE = 4
#: Within this distance a place without public transport can still be reached.
_WALKABLE_KM = 3


def mobility_clauses(candidate: Side, vacancy: Side, pair: Side) -> Iterable[FilterClause]:
    """Return the constraints on where the work is done and how it is reached."""
    yield _distance(candidate, vacancy, pair)
    yield _imprecise(candidate, vacancy, pair)
    yield _journey(candidate, vacancy, pair)
    yield from _vehicle(candidate, vacancy, pair)
    yield _lodging(candidate, vacancy)
    yield _travel(candidate, vacancy)
    yield _work_place(candidate, vacancy)


def _distance(candidate: Side, vacancy: Side, pair: Side) -> FilterClause:
    km, limit_km = pair["distance_km"], candidate["max_km"]
    anywhere = vacancy["place_exact"].is_null() | (vacancy["work_place"] == _REMOTE)
    return FilterClause(
        ReasonCode(
            "COMMUTE_TOO_FAR",
            "{distance_km} km {from_home}, limite dichiarato {max_km} km",
            "{distance_km} km {from_home_en}, declared limit {max_km} km",
            "Il lavoro è a {distance_km} km dal domicilio: fin dove può spostarsi?",
            "The work is {distance_km} km from home: how far can the person travel?",
            label_it="troppo lontano",
            label_en="too far",
        ),
        keep=pl.when(anywhere | (limit_km >= NO_LIMIT) | (km == 0))
        .then(_TRUE)
        .when(km.is_null() & ~vacancy["place_exact"])
        .then(_TRUE)
        # a limit in minutes answers for the one in kilometres
        .when(limit_km.is_null() & candidate["max_minutes"].is_not_null())
        .then(_TRUE)
        .when(km.is_null() | limit_km.is_null())
        .then(UNKNOWN)
        .when(km <= limit_km)
        .then(_TRUE)
        .when(_may_lodge(candidate, vacancy))
        .then(UNKNOWN)
        .otherwise(pl.lit(value=False)),
        facts={"distance_km": km, "max_km": limit_km, **_from_home(vacancy)},
        missing=(_home(km), Field("max_distance_km", "person")),
        relax=Relax("max_distance_km", "candidate", limit_km, _where_exact(vacancy, km)),
    )


def _from_home(vacancy: Side) -> dict[str, pl.Expr]:
    """Return words for the way: to a workplace that is not precise it is the least, and no change admits yet."""
    words = {
        "from_home": (
            "dal domicilio",
            "dal domicilio al più vicino dei comuni possibili (sede da precisare)",
        ),
        "from_home_en": (
            "from home",
            "from home to the nearest municipality possible (workplace to be made precise)",
        ),
    }
    exact = vacancy["place_exact"].fill_null(value=True)
    return {
        name: pl.when(exact).then(pl.lit(precise)).otherwise(pl.lit(least))
        for name, (precise, least) in words.items()
    }


def _home(way: pl.Expr) -> Field:
    """Return what is missing where nobody knows how far the work is: where the person lives."""
    return Field(
        "home",
        "person",
        way.is_null(),
        "In quale comune abita? Senza, la distanza dal lavoro non si sa.",
        "In which municipality does the person live? Without it the distance from work is not known.",
    )


def _may_lodge(candidate: Side, vacancy: Side) -> pl.Expr:
    """Tell whether distance is a question: lodging is offered, or not stated and what the person asks for."""
    wanted = candidate["lodging_needed"].fill_null(value=False)
    return vacancy["lodging"].fill_null(wanted)


def _where_exact(vacancy: Side, least: pl.Expr) -> pl.Expr:
    """Name no admitting value where the workplace is not precise: the nearest one possible may not be it."""
    return pl.when(vacancy["place_exact"]).then(least)


def _imprecise(candidate: Side, vacancy: Side, pair: Side) -> FilterClause:
    km, limit_km = pair["distance_km"], candidate["max_km"]
    minutes, longest = pair["travel_minutes"], candidate["max_minutes"]
    timed = longest.is_not_null() & (longest < NO_LIMIT)
    limited = (limit_km.is_null() & longest.is_null()) | (limit_km < NO_LIMIT).fill_null(value=False) | timed
    undecided = (
        km.is_null() | ((limit_km.is_null() | (km <= limit_km)) & (longest.is_null() | (minutes <= longest)))
    ).fill_null(value=False)
    return FilterClause(
        ReasonCode(
            "WORKPLACE_IMPRECISE",
            "la sede di lavoro non è precisa",
            "the workplace is not precise",
            "In quale comune si lavora? La persona ha un limite di distanza.",
            "In which municipality is the work? The person has a distance limit.",
            label_it="sede non precisa",
            label_en="workplace not precise",
        ),
        keep=pl.when(
            (vacancy["place_exact"] == pl.lit(value=False)).fill_null(value=False) & limited & undecided
        )
        .then(UNKNOWN)
        .otherwise(_TRUE),
        missing=(Field("places", "employer"),),
    )


def _journey(candidate: Side, vacancy: Side, pair: Side) -> FilterClause:
    minutes, longest = pair["travel_minutes"], candidate["max_minutes"]
    free = (
        vacancy["place_exact"].is_null()
        | (vacancy["work_place"] == _REMOTE)
        | longest.is_null()
        | (longest >= NO_LIMIT)
    )
    return FilterClause(
        ReasonCode(
            "JOURNEY_TOO_LONG",
            "circa {travel_minutes} minuti di viaggio {from_home} (stima), limite dichiarato {max_minutes}",
            "about {travel_minutes} minutes of travel {from_home_en} (estimate), declared limit {max_minutes}",
            "Il viaggio è di {travel_minutes} minuti (stima), la persona ne accetta {max_minutes}: va bene?",
            "The journey takes {travel_minutes} minutes (estimate), the person accepts {max_minutes}: does it fit?",
            label_it="viaggio troppo lungo",
            label_en="journey too long",
        ),
        keep=pl.when(free | (minutes <= longest))
        .then(_TRUE)
        .when(minutes.is_null() & ~vacancy["place_exact"])
        .then(_TRUE)
        .when(minutes.is_null() | _may_lodge(candidate, vacancy))
        .then(UNKNOWN)
        .otherwise(pl.lit(value=False)),
        facts={"travel_minutes": minutes, "max_minutes": longest, **_from_home(vacancy)},
        missing=(_home(minutes), Field("max_travel_minutes", "person")),
        relax=Relax("max_travel_minutes", "candidate", longest, _where_exact(vacancy, minutes)),
    )


def _vehicle(candidate: Side, vacancy: Side, pair: Side) -> Iterable[FilterClause]:
    own = candidate["own_vehicle"]
    needed = vacancy["needs_vehicle"].fill_null(value=False)
    yield FilterClause(
        ReasonCode(
            "VEHICLE_NEEDED",
            "il lavoro richiede un mezzo proprio, che la persona non ha o non usa",
            "the work needs one's own vehicle, which the person lacks or does not use",
            "È automunito/a e disposto/a a usare il mezzo?",
            "Does the person have a vehicle and is willing to use it?",
            label_it="serve un mezzo proprio",
            label_en="own vehicle needed",
        ),
        keep=pl.when(~needed).then(_TRUE).otherwise(own),
        missing=(Field("own_vehicle", "person"),),
        relax=Relax("own_vehicle", "candidate", own, pl.lit(value=True)),
    )
    unreachable = (vacancy["transit"] == pl.lit(value=False)).fill_null(value=False)
    near = (pair["distance_km"] <= _WALKABLE_KM).fill_null(value=False)
    yield FilterClause(
        ReasonCode(
            "NOT_REACHABLE",
            "la sede non si raggiunge con i mezzi pubblici e la persona non ha un mezzo proprio",
            "the workplace has no public transport and the person has no vehicle",
            "La sede non si raggiunge con i mezzi pubblici: come ci arriverebbe?",
            "The workplace has no public transport: how would the person get there?",
            label_it="sede senza mezzi pubblici",
            label_en="no public transport",
        ),
        # where the work itself needs a vehicle, that constraint speaks for both
        keep=pl.when(~unreachable | needed | near | (vacancy["work_place"] == _REMOTE))
        .then(_TRUE)
        .otherwise(own),
        missing=(Field("own_vehicle", "person"),),
        relax=Relax("own_vehicle", "candidate", own, pl.lit(value=True)),
    )


def _lodging(candidate: Side, vacancy: Side) -> FilterClause:
    needed, offered = candidate["lodging_needed"].fill_null(value=False), vacancy["lodging"]
    return FilterClause(
        ReasonCode(
            "LODGING_NEEDED",
            "la persona ha bisogno di un alloggio, che il datore non offre",
            "the person needs lodging, which the employer does not offer",
            "Il datore offre vitto e alloggio? La persona ne ha bisogno.",
            "Does the employer offer lodging? The person needs it.",
            label_it="serve un alloggio",
            label_en="lodging needed",
        ),
        keep=pl.when(~needed).then(_TRUE).otherwise(offered),
        missing=(Field("lodging", "employer"),),
        relax=Relax("lodging", "vacancy", offered, pl.lit(value=True)),
    )


def _travel(candidate: Side, vacancy: Side) -> FilterClause:
    needed, accepted = vacancy["travel_needed"], candidate["travel"]
    stays = needed.is_null() | (needed == 0)
    return FilterClause(
        ReasonCode(
            "TRAVEL_REFUSED",
            "il lavoro prevede {travel_needed}, la persona accetta: {travel}",
            "the work needs {travel_needed}, the person accepts: {travel}",
            "Il lavoro prevede {travel_needed}: è disponibile?",
            "The work needs {travel_needed}: is the person available?",
            label_it="trasferte non accettate",
            label_en="travel not accepted",
        ),
        keep=pl.when(stays).then(_TRUE).otherwise((needed & ~accepted) == 0),
        facts={"travel_needed": needed, "travel": accepted},
        missing=(Field("travel", "person"),),
        relax=Relax("travel", "candidate", accepted, accepted | needed),
    )


def _work_place(candidate: Side, vacancy: Side) -> FilterClause:
    offered, accepted = vacancy["work_place"].cast(pl.Int64), candidate["work_places"]
    return FilterClause(
        ReasonCode(
            "WORK_PLACE_REFUSED",
            "il lavoro si svolge {work_places_offered}, la persona accetta: {work_places}",
            "the work is done {work_places_offered}, the person accepts: {work_places}",
            label_it="lavoro in sede o a distanza",
            label_en="work on site or remote",
        ),
        keep=limit(offered, accepted, (accepted == ALL_BITS) | accepted.is_null(), (offered & accepted) != 0),
        facts={"work_places_offered": offered, "work_places": accepted},
        relax=Relax("remote", "candidate", accepted, accepted | offered),
    )
