"""Night work without public transport: who has no vehicle gets there only from nearby."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from matcher.plugin import (
    Field,
    FilterClause,
    MatchRequest,
    Note,
    PoolView,
    ReasonCode,
    Relax,
    Side,
    hookimpl,
)

__all__ = ["WALKABLE_KM"]

#: Within this distance a workplace can be reached at night on foot or by bicycle.
WALKABLE_KM = 3
_REMOTE = 4
_YES, _NO, _UNKNOWN = pl.lit(value=True), pl.lit(value=False), pl.lit(None, dtype=pl.Boolean)


@hookimpl
def matcher_filter(candidate: Side, vacancy: Side, pair: Side) -> Iterable[FilterClause]:
    """Leave out, or ask, who has no way of getting to a night shift."""
    own, kilometres = candidate["own_vehicle"], pair["distance_km"]
    walkable = kilometres <= WALKABLE_KM
    at_night = (
        vacancy["night_work"] & vacancy["place_exact"].is_not_null() & (vacancy["work_place"] != _REMOTE)
    )
    return [
        FilterClause(
            ReasonCode(
                "NIGHT_TRANSPORT",
                "turno di notte senza mezzi pubblici: {distance_km} km e nessun mezzo proprio",
                "night shift without public transport: {distance_km} km and no vehicle",
                "Si lavora di notte, senza mezzi pubblici: come raggiungerebbe la sede?",
                "The work is at night, without public transport: how would the person get there?",
                label_it="turno di notte senza mezzi",
                label_en="night shift without transport",
            ),
            # an imprecise workplace may be farther than its nearest point; lodging may spare the journey
            keep=pl.when(~at_night.fill_null(value=False) | own | (walkable & vacancy["place_exact"]))
            .then(_YES)
            .when(own.is_null() | kilometres.is_null() | walkable | vacancy["lodging"])
            .then(_UNKNOWN)
            .otherwise(_NO),
            facts={"distance_km": kilometres},
            missing=(Field("own_vehicle", "person"),),
            relax=Relax("own_vehicle", "candidate", own, _YES),
        )
    ]


@hookimpl
def matcher_explain(request: MatchRequest, view: PoolView) -> Iterable[Note]:
    """Tell the operator which finalists would travel at night."""
    columns = (view.column(name) for name in ("night_work", "own_vehicle", "distance_km"))
    for row, (at_night, own, kilometres) in enumerate(zip(*columns, strict=True)):
        if at_night and own and kilometres is not None and kilometres > WALKABLE_KM:
            yield Note(
                row,
                f"Turno di notte: {kilometres} km con il mezzo proprio, da confermare con la persona.",
                f"Night shift: {kilometres} km with one's own vehicle, to be confirmed with the person.",
            )
