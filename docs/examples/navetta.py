"""Night shifts without buses: the employer's shuttle counts, and so does a vehicle of one's own."""

import polars as pl

from matcher.domain.record import Record
from matcher.plugin import Column, Field, FilterClause, ReasonCode, RecordType, Relax, hookimpl

NEAR_KM = 3
CODE = ReasonCode(
    "NIGHT_NO_SHUTTLE",
    "turno di notte a {km} km, senza mezzo proprio e senza navetta",
    "night shift at {km} km, no vehicle and no shuttle",
    "Si lavora di notte a {km} km: come arriverebbe?",
    "The work is at night at {km} km: how would the person get there?",
)


class Shuttle(Record):
    """What the employer says of the shuttle."""

    offered: bool
    reach_km: int = 30


@hookimpl
def matcher_register_records():
    return [RecordType("Navetta", "vacancy", Shuttle)]


@hookimpl
def matcher_register_columns():
    return [
        Column(
            "navetta.reach", pl.Int32, "vacancy", description="kilometres reached, 0 if there is no shuttle"
        )
    ]


@hookimpl
def matcher_build_columns(side, ids, records):
    reach = [None if (r := records.get(name)) is None else r.reach_km * r.offered for name in ids]
    return pl.DataFrame({"navetta.reach": pl.Series(reach, dtype=pl.Int32)})


@hookimpl
def matcher_filter(candidate, vacancy, pair):
    own, km, reach = candidate["own_vehicle"], pair["distance_km"], vacancy["navetta.reach"]
    # a shuttle that nobody spoke of may still be there: null, and the person is asked
    there = own | (km <= NEAR_KM) | (km <= reach)
    at_night = vacancy["night_work"].fill_null(False)
    return [
        FilterClause(
            CODE,
            keep=pl.when(at_night).then(there).otherwise(True),
            facts={"km": km},
            missing=(Field("own_vehicle", "person", own.is_null()), Field("navetta.reach", "employer")),
            relax=Relax("own_vehicle", "candidate", own, pl.lit(True)),
        )
    ]
