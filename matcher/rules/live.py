"""Facts of today: vacancies closed, people hired elsewhere, recipients refused, pairs already tried."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from matcher.plugin.types import Field, FilterClause, ReasonCode, Side
from matcher.rules.logic import UNKNOWN

__all__ = ["live_clauses"]

_TRUE, _FALSE = pl.lit(value=True), pl.lit(value=False)
_PAIR_STATES = (
    (1, "ALREADY_REFERRED", "già segnalato/a per questa richiesta", "already referred for this vacancy"),
    (
        2,
        "REFUSED_BY_PERSON",
        "la persona ha già rinunciato a questa offerta",
        "the person already turned this offer down",
    ),
    (3, "HIRED_HERE", "già assunto/a per questa richiesta", "already hired for this vacancy"),
    (
        4,
        "REJECTED_BY_EMPLOYER",
        "il datore non l'ha selezionato/a per questa richiesta",
        "not selected by this employer",
    ),
    (
        5,
        "UNAVAILABLE_FOR_THIS",
        "ha detto di non essere disponibile per questa richiesta (non è una rinuncia)",
        "said not to be available for this vacancy (no refusal)",
    ),
)


def live_clauses(candidate: Side, vacancy: Side, pair: Side) -> Iterable[FilterClause]:
    """Return the constraints that follow from states, not from profiles. None can be negotiated."""
    yield FilterClause(
        ReasonCode("VACANCY_CLOSED", "la richiesta non è più aperta", "the vacancy is no longer open"),
        keep=vacancy["open"] == 1,
    )
    yield FilterClause(
        ReasonCode(
            "VACANCY_EXPIRED",
            "la richiesta è scaduta il {expires_on}",
            "the vacancy expired on {expires_on}",
            label_it="richiesta scaduta",
            label_en="vacancy expired",
        ),
        keep=vacancy["expires"].is_null() | (vacancy["expires"] >= pair["day"]),
        facts={"expires_on": vacancy["expires"]},
    )
    yield FilterClause(
        ReasonCode(
            "NOT_AVAILABLE",
            "la persona non è disponibile (assunta, sospesa o ritirata)",
            "the person is not available (hired, suspended or withdrawn)",
            "La sospensione è finita: è di nuovo disponibile?",
            "The suspension has ended: is the person available again?",
            label_it="non disponibile",
            label_en="not available",
        ),
        keep=pl.when(candidate["status"].fill_null(0) == 0)
        .then(_TRUE)
        .when((candidate["status"] == 2) & (candidate["status_until"] < pair["day"]))
        .then(UNKNOWN)
        .otherwise(_FALSE),
        missing=(Field("availability", "person"),),
    )
    yield FilterClause(
        ReasonCode(
            "RECIPIENT_REFUSED",
            "la persona non vuole che i suoi dati vadano a questo datore",
            "the person does not want their data to go to this employer",
            "Chi è il datore di lavoro? La persona ne esclude alcuni.",
            "Who is the employer? The person excludes some.",
            label_it="destinatario non ammesso dalla persona",
            label_en="recipient refused by the person",
        ),
        keep=~pair["recipient_refused"],
        missing=(Field("employer.name", "employer"),),
    )
    yield FilterClause(
        ReasonCode(
            "SECTOR_REFUSED",
            "la persona non vuole che i suoi dati vadano a questo settore",
            "the person does not want their data to go to this sector",
            "In quale settore (ATECO) opera il datore? La persona ne esclude alcuni.",
            "In which sector (ATECO) is the employer? The person excludes some.",
            label_it="settore non ammesso dalla persona",
            label_en="sector refused by the person",
        ),
        keep=_sector_admitted(candidate, vacancy),
        missing=(Field("employer.ateco", "employer"),),
    )
    for state, code, it, en in _PAIR_STATES:
        yield FilterClause(ReasonCode(code, it, en), keep=pair["pair_state"] != state)


def _sector_admitted(candidate: Side, vacancy: Side) -> pl.Expr:
    """Return whether no refused section or division is the employer's, as `matcher.domain.sector.refuses_sector`."""
    sections = candidate["refused_sectors"].fill_null(0)
    words = [
        (candidate[f"refused_divisions_{word}"].fill_null(0), vacancy[f"divisions_{word}"]) for word in (0, 1)
    ]
    free = (sections == 0) & (words[0][0] == 0) & (words[1][0] == 0)
    apart = ((words[0][0] & words[0][1]) == 0) & ((words[1][0] & words[1][1]) == 0)
    return (
        pl.when(free)
        .then(_TRUE)
        .when((sections & vacancy["sector"]) != 0)
        .then(_FALSE)
        .when(apart)
        .then(_TRUE)
        .when(vacancy["division_known"])
        .then(_FALSE)
        .otherwise(UNKNOWN)
    )
