"""Constraints on the conditions of work: hours, shifts, days, contract, start, pay."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from matcher.domain.columns import ALL_BITS, NO_LIMIT
from matcher.plugin.types import Field, FilterClause, ReasonCode, Relax, Side
from matcher.rules.logic import limit

__all__ = ["condition_clauses"]

#: Normal weekly hours (D.Lgs. 66/2003 art. 3).
_NORMAL_HOURS = 40


def condition_clauses(candidate: Side, vacancy: Side, _pair: Side) -> Iterable[FilterClause]:
    """Return the constraints on hours, shifts, days, contract, start and pay."""
    yield _too_many_hours(candidate, vacancy)
    yield _too_few_hours(candidate, vacancy)
    yield _all_accepted(
        candidate,
        vacancy,
        "shifts",
        ReasonCode(
            "SHIFTS_REFUSED",
            "turni richiesti: {shifts_needed}; la persona accetta: {shifts}",
            "shifts needed: {shifts_needed}; the person accepts: {shifts}",
            "Turni richiesti: {shifts_needed}. Vanno bene?",
            "Shifts needed: {shifts_needed}. Do they fit?",
            label_it="turni non accettati",
            label_en="shifts not accepted",
        ),
        "Quali turni prevede il lavoro? La persona accetta: {shifts}.",
        "Which shifts does the work have? The person accepts: {shifts}.",
    )
    yield _all_accepted(
        candidate,
        vacancy,
        "days",
        ReasonCode(
            "DAYS_REFUSED",
            "giorni richiesti: {days_needed}; la persona accetta: {days}",
            "days needed: {days_needed}; the person accepts: {days}",
            "Giorni richiesti: {days_needed}. Vanno bene?",
            "Days needed: {days_needed}. Do they fit?",
            label_it="giorni non accettati",
            label_en="days not accepted",
        ),
        "In quali giorni si lavora? La persona accetta: {days}.",
        "On which days is the work? The person accepts: {days}.",
    )
    yield _contracts(candidate, vacancy)
    yield _start(candidate, vacancy)
    yield _pay(candidate, vacancy)


def _too_many_hours(candidate: Side, vacancy: Side) -> FilterClause:
    fewest, most = vacancy["hours_min"], candidate["max_hours"]
    only_least = most.is_null() & candidate["min_hours"].is_not_null()
    # hours that nobody stated are not more than the normal ones
    normal = fewest.is_null() & (most >= _NORMAL_HOURS)
    return FilterClause(
        ReasonCode(
            "HOURS_TOO_MANY",
            "{hours_min} ore settimanali, la persona ne accetta al massimo {max_hours}",
            "{hours_min} hours a week, the person accepts at most {max_hours}",
            "Ore settimanali proposte: {hours_min}. Va bene?",
            "Weekly hours offered: {hours_min}. Does it fit?",
            label_it="troppe ore",
            label_en="too many hours",
        ),
        keep=limit(fewest, most, (most >= NO_LIMIT) | only_least | normal, fewest <= most),
        facts={"hours_min": fewest, "max_hours": most},
        missing=(
            Field("max_weekly_hours", "person", most.is_null()),
            Field(
                "weekly_hours_min",
                "employer",
                ask_it="Quante ore settimanali offre il datore? La persona ne accetta al massimo {max_hours}.",
                ask_en="How many hours a week does the employer offer? The person accepts at most {max_hours}.",
            ),
        ),
        relax=Relax("max_weekly_hours", "candidate", most, fewest),
    )


def _too_few_hours(candidate: Side, vacancy: Side) -> FilterClause:
    most, fewest = vacancy["hours_max"], candidate["min_hours"]
    return FilterClause(
        ReasonCode(
            "HOURS_TOO_FEW",
            "{hours_max} ore settimanali, la persona ne cerca almeno {min_hours}",
            "{hours_max} hours a week, the person wants at least {min_hours}",
            "Quante ore settimanali offre il datore? La persona ne cerca almeno {min_hours}.",
            "How many hours a week does the employer offer? The person wants at least {min_hours}.",
            label_it="troppo poche ore",
            label_en="too few hours",
        ),
        keep=limit(most, fewest, (fewest == 0) | fewest.is_null(), most >= fewest),
        facts={"hours_max": most, "min_hours": fewest},
        missing=(Field("weekly_hours_max", "employer"),),
        relax=Relax("min_weekly_hours", "candidate", fewest, most),
    )


def _all_accepted(
    candidate: Side, vacancy: Side, name: str, code: ReasonCode, ask_it: str, ask_en: str
) -> FilterClause:
    needed, accepted = vacancy[f"{name}_needed"], candidate[name]
    return FilterClause(
        code,
        keep=limit(needed, accepted, (accepted == ALL_BITS) | (needed == 0), (needed & ~accepted) == 0),
        facts={f"{name}_needed": needed, name: accepted},
        missing=(
            Field(name, "person", accepted.is_null()),
            Field(name, "employer", ask_it=ask_it, ask_en=ask_en),
        ),
        relax=Relax(name, "candidate", accepted, accepted | needed),
    )


def _contracts(candidate: Side, vacancy: Side) -> FilterClause:
    offered, accepted = vacancy["contracts_offered"], candidate["contracts"]
    return FilterClause(
        ReasonCode(
            "CONTRACT_REFUSED",
            "contratto offerto: {contracts_offered}; la persona accetta: {contracts}",
            "contract offered: {contracts_offered}; the person accepts: {contracts}",
            "Contratto offerto: {contracts_offered}. Va bene?",
            "Contract offered: {contracts_offered}. Does it fit?",
            label_it="contratto non accettato",
            label_en="contract not accepted",
        ),
        keep=limit(offered, accepted, accepted == ALL_BITS, (offered & accepted) != 0),
        facts={"contracts_offered": offered, "contracts": accepted},
        missing=(
            Field("contracts", "person", accepted.is_null()),
            Field(
                "contracts",
                "employer",
                ask_it="Quale contratto offre il datore? La persona accetta: {contracts}.",
                ask_en="Which contract does the employer offer? The person accepts: {contracts}.",
            ),
        ),
        # one of the contracts offered is enough: the first of the vocabulary
        relax=Relax("contracts", "candidate", accepted, accepted | (offered & -offered)),
    )


def _start(candidate: Side, vacancy: Side) -> FilterClause:
    latest, earliest = vacancy["start_by"], candidate["start"]
    return FilterClause(
        ReasonCode(
            "START_TOO_LATE",
            "disponibile dal {start_on}, il lavoro comincia al più tardi il {start_by_on}",
            "free from {start_on}, the work starts by {start_by_on}",
            "Il lavoro comincia al più tardi il {start_by_on}: da quando è disponibile?",
            "The work starts by {start_by_on}: from when is the person free?",
            label_it="non libero/a in tempo",
            label_en="not free in time",
        ),
        keep=pl.when(latest.is_null()).then(pl.lit(value=True)).otherwise(earliest <= latest),
        facts={"start_on": earliest, "start_by_on": latest},
        missing=(Field("earliest_start", "person"),),
        relax=Relax("start_by", "vacancy", latest, earliest),
    )


def _pay(candidate: Side, vacancy: Side) -> FilterClause:
    offered, least = vacancy["pay_max"], candidate["min_pay"]
    return FilterClause(
        ReasonCode(
            "PAY_TOO_LOW",
            "retribuzione fino a {offered_pay} euro lordi l'anno, minimo dichiarato {least_pay}",
            "pay up to {offered_pay} euro gross a year, declared minimum {least_pay}",
            "Retribuzione lorda annua offerta: {offered_pay} euro. Va bene?",
            "Gross yearly pay offered: {offered_pay} euro. Does it fit?",
            label_it="retribuzione sotto il minimo",
            label_en="pay below the minimum",
        ),
        keep=limit(offered, least, least == 0, offered >= least),
        facts={"offered_pay": offered, "least_pay": least},
        missing=(
            Field("min_annual_pay", "person", least.is_null()),
            Field(
                "annual_pay_max",
                "employer",
                ask_it="Quanto offre il datore? La persona chiede almeno {least_pay} euro lordi l'anno.",
                ask_en="What does the employer offer? The person asks for at least {least_pay} euro gross a year.",
            ),
        ),
        relax=Relax("annual_pay_max", "vacancy", offered, least),
    )
