"""A region keeps two places of each shortlist for the people of one of its programmes."""

from datetime import date

import polars as pl

from matcher.domain.record import Record
from matcher.plugin import Act, Column, PriorityColumn, PriorityRule, RecordType, hookimpl

CODE = "REGIONAL_PROGRAMME"
ACT = Act(
    authority="Giunta regionale (esempio)",
    number="deliberazione 100/2026",
    issued_on=date(2026, 1, 20),
    valid_from=date(2026, 2, 1),
    valid_to=date(2027, 1, 31),
    scope="richieste delle sedi nella regione",
)


class Enrolment(Record):
    """Enrolment of a person in the programme."""

    until: date


@hookimpl
def matcher_register_records():
    return [RecordType("Iscrizione al programma", "candidate", Enrolment)]


@hookimpl
def matcher_register_columns():
    return [Column("riserva.until", pl.Date, "candidate", "protected", "last day of the enrolment")]


@hookimpl
def matcher_build_columns(side, ids, records):
    days = [records[name].until if name in records else None for name in ids]
    return pl.DataFrame({"riserva.until": pl.Series(days, dtype=pl.Date)})


@hookimpl
def matcher_register_priorities():
    words = ("Iscritti al programma regionale", "Enrolled in the regional programme")
    return [PriorityRule(CODE, *words, "reserved_places", ACT, places=2, reads_protected=("riserva.until",))]


@hookimpl
def matcher_prioritise(request, protected):
    enrolled = (protected["riserva.until"] >= request.reference_date).fill_null(False)
    return [PriorityColumn(CODE, enrolled.to_numpy())]
