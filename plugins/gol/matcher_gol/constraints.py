"""Digital skills and conciliation needs as constraints: confirmed by an operator, checked against a vacancy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from matcher.plugin import Field, FilterClause, ReasonCode, Relax, Side
from matcher_gol.tables import Need

__all__ = ["constraints"]

_YES = pl.lit(value=True)
_ON_SITE = 1

_DIGITAL = ReasonCode(
    "GOL_DIGITAL",
    "competenze digitali: livello {digital_level}, ne serve {digital_needed} (DigComp)",
    "digital skills: level {digital_level}, {digital_needed} is needed (DigComp)",
    "Il lavoro chiede competenze digitali di livello {digital_needed} (DigComp): quale livello ha la persona?",
    "The work needs digital skills of level {digital_needed} (DigComp): which level has the person?",
    label_it="competenze digitali sotto il livello chiesto",
    label_en="digital skills below the level asked",
)
_CONCILIATION = ReasonCode(
    "GOL_CONCILIATION",
    "il lavoro non si concilia con le esigenze concordate: {needs}",
    "the work does not fit the needs agreed: {needs_en}",
    "La persona ha bisogno di: {needs}. Il datore lo offre?",
    "The person needs: {needs_en}. Does the employer offer it?",
    label_it="esigenze di conciliazione",
    label_en="work-life conciliation needs",
)


def constraints(candidate: Side, vacancy: Side, needs: Sequence[Need]) -> Iterable[FilterClause]:
    """Return the two constraints of the programme; nobody without data of the plugin is concerned."""
    held, asked = candidate["gol.digital_level"], vacancy["gol.digital_level"]
    yield FilterClause(
        _DIGITAL,
        keep=pl.when(asked.is_null()).then(_YES).otherwise(held >= asked),
        facts={"digital_level": held, "digital_needed": asked},
        missing=(Field("gol.digital_level", "operator"),),
        relax=Relax(
            "gol.digital_level",
            "vacancy",
            asked,
            held,
            "livello digitale chiesto (DigComp)",
            "digital level asked (DigComp)",
        ),
    )
    own = candidate["gol.needs"].fill_null(0)
    met = _YES
    for need in needs:
        met = met & (((own & (1 << need.bit)) == 0) | _met(need, vacancy))
    yield FilterClause(
        _CONCILIATION,
        keep=pl.when(own == 0).then(_YES).otherwise(met),
        facts={
            "needs": _named(own, {need.bit: need.label_it for need in needs}),
            "needs_en": _named(own, {need.bit: need.label_en for need in needs}),
        },
        missing=(Field("gol.conciliation", "employer"),),
    )


def _named(bits: pl.Expr, labels: Mapping[int, str]) -> pl.Expr:
    """Return the words of the bits that are set."""
    words = [pl.when((bits & (1 << bit)) != 0).then(pl.lit(label)) for bit, label in labels.items()]
    return pl.concat_str(words or [pl.lit("")], separator=", ", ignore_nulls=True)


def _met(need: Need, vacancy: Side) -> pl.Expr:
    """Return whether a vacancy meets a need: null where the vacancy does not say."""
    if need.how == "night":
        return ~vacancy["night_work"]
    if need.how == "hours":
        return vacancy["hours_min"] <= need.limit
    if need.how == "remote":
        return vacancy["work_place"] != _ON_SITE
    return (vacancy["gol.conciliation"] & (1 << need.bit)) != 0
