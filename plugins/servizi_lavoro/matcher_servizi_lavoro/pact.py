"""The *ambito di disponibilità* of the service pact as constraints that cite it; no pact, no constraint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from matcher.plugin import Column, Field, FilterClause, ReasonCode, Relax, Side, day_number
from matcher_servizi_lavoro.records import Pact

__all__ = ["COLUMNS", "build", "constraints"]

_NAME = "servizi_lavoro"
_KINDS: dict[str, tuple[type[pl.DataType], str]] = {
    "signed": (pl.Int32, "day on which the pact was signed"),
    "until": (pl.Int32, "last day of the pact"),
    "max_km": (pl.Int16, "distance agreed, km"),
    "mobility_km": (pl.Int16, "how far the person would move, km; 0 anywhere"),
    "min_hours": (pl.Int8, "fewest hours a week agreed"),
    "max_hours": (pl.Int8, "most hours a week agreed"),
    "night": (pl.Boolean, "work at night agreed"),
    "sectors": (pl.Int32, "ATECO sections agreed, one bit each"),
}
COLUMNS = tuple(
    Column(f"{_NAME}.{name}", dtype, "candidate", description=text) for name, (dtype, text) in _KINDS.items()
)
_YES, _UNKNOWN = pl.lit(value=True), pl.lit(None, dtype=pl.Boolean)


def build(held: Sequence[Pact | None]) -> pl.DataFrame:
    """Return the columns of the first part of each pact; measures and referrals have none."""
    rows = [_row(pact) if pact else {} for pact in held]
    return pl.DataFrame(
        [
            pl.Series(f"{_NAME}.{name}", [row.get(name) for row in rows], dtype=dtype)
            for name, (dtype, _) in _KINDS.items()
        ]
    )


_BY_PACT, _BY_PACT_EN = "(patto di servizio del {signed_on})", "(service pact of {signed_on})"


def _code(code: str, it: str, en: str, ask_it: str, ask_en: str, label_it: str, label_en: str) -> ReasonCode:
    """Return a reason that cites the pact."""
    return ReasonCode(
        f"PACT_{code}",
        f"{it} {_BY_PACT}",
        f"{en} {_BY_PACT_EN}",
        f"{ask_it} {_BY_PACT}",
        f"{ask_en} {_BY_PACT_EN}",
        f"patto di servizio: {label_it}",
        f"service pact: {label_en}",
    )


_DISTANCE = _code(
    "DISTANCE",
    "{km} km, concordati al massimo {agreed_km}",
    "{km} km, at most {agreed_km} agreed",
    "Sono {km} km: può andarci, anche con il sostegno alla mobilità?",
    "It is {km} km: could the person go, with support to move?",
    "distanza",
    "distance",
)
_HOURS = _code(
    "HOURS",
    "{hours} ore a settimana, concordate da {fewest} a {most}",
    "{hours} hours a week, {fewest} to {most} agreed",
    "Le ore a settimana rientrano tra {fewest} e {most}?",
    "Are the hours a week between {fewest} and {most}?",
    "ore",
    "hours",
)
_NIGHT = _code(
    "NIGHT",
    "lavoro di notte, che non è concordato",
    "work at night, which is not agreed",
    "Si lavora di notte?",
    "Is there work at night?",
    "lavoro di notte",
    "work at night",
)
_SECTOR = _code(
    "SECTOR",
    "settore che non è tra quelli concordati",
    "a sector that is not among those agreed",
    "Il settore del datore è tra quelli concordati?",
    "Is the employer's sector among those agreed?",
    "settore",
    "sector",
)


def constraints(candidate: Side, vacancy: Side, pair: Side) -> Iterable[FilterClause]:
    """Return the constraints of the pact: each holds while the pact does, and is asked again after it."""
    kilometres, agreed = pair["distance_km"], candidate[f"{_NAME}.max_km"]
    moves = candidate[f"{_NAME}.mobility_km"]
    would_move = (kilometres > agreed) & ((moves == 0) | (kilometres <= moves))
    yield FilterClause(
        _DISTANCE,
        keep=_holding(
            candidate, pair, agreed, pl.when(would_move).then(_UNKNOWN).otherwise(kilometres <= agreed)
        ),
        facts={**_signed(candidate), "km": kilometres, "agreed_km": agreed},
        missing=(Field("servizi_lavoro.max_km", "person"),),
        relax=Relax(
            "servizi_lavoro.max_km",
            "candidate",
            agreed,
            kilometres,
            "chilometri del patto di servizio",
            "kilometres of the service pact",
        ),
    )
    fewest, most = candidate[f"{_NAME}.min_hours"], candidate[f"{_NAME}.max_hours"]
    enough = fewest.is_null() | (vacancy["hours_max"] >= fewest)
    yield FilterClause(
        _HOURS,
        keep=_holding(
            candidate,
            pair,
            pl.coalesce(fewest, most),
            enough & (most.is_null() | (vacancy["hours_min"] <= most)),
        ),
        facts={
            **_signed(candidate),
            "hours": vacancy["hours_min"],
            "fewest": fewest.fill_null(0),
            "most": most.fill_null(80),
        },
        missing=(Field("weekly_hours", "employer"),),
    )
    night = candidate[f"{_NAME}.night"]
    yield FilterClause(
        _NIGHT,
        keep=_holding(candidate, pair, night, night | ~vacancy["night_work"]),
        facts=_signed(candidate),
        missing=(Field("shifts", "employer"),),
    )
    sectors = candidate[f"{_NAME}.sectors"]
    yield FilterClause(
        _SECTOR,
        keep=_holding(candidate, pair, sectors, (vacancy["sector"] & sectors) != 0),
        facts=_signed(candidate),
        missing=(Field("employer.ateco", "employer"),),
    )


def _holding(candidate: Side, pair: Side, limit: pl.Expr, fits: pl.Expr) -> pl.Expr:
    """Return a verdict: without the limit everybody passes, past the pact's end a no becomes a question."""
    expired = (candidate[f"{_NAME}.until"] < pair["day"]).fill_null(value=False)
    return pl.when(limit.is_null()).then(_YES).when(expired & ~fits).then(_UNKNOWN).otherwise(fits)


def _signed(candidate: Side) -> dict[str, pl.Expr]:
    return {"signed_on": candidate[f"{_NAME}.signed"]}


def _row(pact: Pact) -> dict[str, int | bool | None]:
    sectors = None if pact.sectors is None else sum(1 << (ord(code) - ord("A")) for code in set(pact.sectors))
    return {
        "signed": day_number(pact.signed_on),
        "until": day_number(pact.expires_on),
        "max_km": pact.max_km,
        "mobility_km": pact.mobility_km,
        "min_hours": pact.min_hours,
        "max_hours": pact.max_hours,
        "night": pact.night,
        "sectors": sectors,
    }
