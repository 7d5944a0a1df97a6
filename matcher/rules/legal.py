"""Legal requirements: behind the protected door, they answer yes, no or to verify, never the value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from matcher.plugin.types import Act, Field, FilterClause, ReasonCode, Side
from matcher.rules.logic import UNKNOWN

__all__ = ["legal_clauses"]

_FIRST_LEVEL, _PROFESSIONAL, _HIGHER = 1, 2, 4
#: A vocational qualification, with which professional apprenticeship opens a year earlier (art. 44(1)).
_QUALIFIED_EQF = 3
_APPRENTICESHIP_1 = Act(
    "D.Lgs. 81/2015", "art. 43", date(2015, 6, 15), date(2015, 6, 25), None, "apprendistato di primo livello"
)
_APPRENTICESHIP_2 = Act(
    "D.Lgs. 81/2015",
    "artt. 44 e 47(4)",
    date(2015, 6, 15),
    date(2015, 6, 25),
    None,
    "apprendistato professionalizzante",
)
_APPRENTICESHIP_3 = Act(
    "D.Lgs. 81/2015",
    "art. 45",
    date(2015, 6, 15),
    date(2015, 6, 25),
    None,
    "apprendistato di alta formazione e ricerca",
)
_WORK_TITLE = Act(
    "D.Lgs. 286/1998", "art. 22", date(1998, 7, 25), date(1998, 9, 2), None, "titolo che abilita al lavoro"
)


def legal_clauses(candidate: Side, vacancy: Side, pair: Side) -> Iterable[FilterClause]:
    """Return the requirements of law of the contracts offered; each applies only if every contract carries it."""
    legal, age = vacancy["legal"].fill_null(0), _age(candidate["birth_day"], pair["day"])
    yield FilterClause(
        ReasonCode(
            "LEGAL_APPRENTICESHIP_1",
            "requisito di legge del contratto non soddisfatto (D.Lgs. 81/2015 art. 43)",
            "legal requirement of the contract not met (D.Lgs. 81/2015 art. 43)",
            "Da verificare il requisito di legge del contratto (D.Lgs. 81/2015 art. 43).",
            "Legal requirement of the contract to be verified (D.Lgs. 81/2015 art. 43).",
            label_it="requisito di legge del contratto",
            label_en="legal requirement of the contract",
        ),
        keep=pl.when((legal & _FIRST_LEVEL) == 0)
        .then(pl.lit(value=True))
        .otherwise((age >= 15) & (age < 25)),
        missing=(Field("legal_requirement", "operator"),),
        act=_APPRENTICESHIP_1,
    )
    benefit, grown = candidate["benefit_holder"], (age >= 18) & (age < 30)
    suits = pl.when(age == 17).then(_qualified(candidate)).otherwise(grown)
    yield FilterClause(
        ReasonCode(
            "LEGAL_APPRENTICESHIP_2",
            "requisito di legge del contratto non soddisfatto (D.Lgs. 81/2015 artt. 44 e 47)",
            "legal requirement of the contract not met (D.Lgs. 81/2015 arts 44 and 47)",
            "Da verificare il requisito di legge del contratto (D.Lgs. 81/2015 artt. 44 e 47).",
            "Legal requirement of the contract to be verified (D.Lgs. 81/2015 arts 44 and 47).",
            label_it="requisito di legge del contratto",
            label_en="legal requirement of the contract",
        ),
        # holders of a benefit have no upper age: not asked stays a question
        keep=pl.when((legal & _PROFESSIONAL) == 0).then(pl.lit(value=True)).otherwise(suits | benefit),
        missing=(Field("legal_requirement", "operator"),),
        act=_APPRENTICESHIP_2,
    )
    yield FilterClause(
        ReasonCode(
            "LEGAL_APPRENTICESHIP_3",
            "requisito di legge del contratto non soddisfatto (D.Lgs. 81/2015 art. 45)",
            "legal requirement of the contract not met (D.Lgs. 81/2015 art. 45)",
            "Da verificare il requisito di legge del contratto (D.Lgs. 81/2015 art. 45).",
            "Legal requirement of the contract to be verified (D.Lgs. 81/2015 art. 45).",
            label_it="requisito di legge del contratto",
            label_en="legal requirement of the contract",
        ),
        keep=pl.when((legal & _HIGHER) == 0).then(pl.lit(value=True)).otherwise(grown),
        missing=(Field("legal_requirement", "operator"),),
        act=_APPRENTICESHIP_3,
    )
    title, until = candidate["work_title"], candidate["work_title_until"]
    yield FilterClause(
        ReasonCode(
            "LEGAL_WORK_TITLE",
            "manca il titolo che abilita al lavoro",
            "no title to work",
            "Da verificare il titolo che abilita al lavoro: risulta scaduto.",
            "Title to work to be verified: it has expired.",
            label_it="titolo che abilita al lavoro",
            label_en="title to work",
        ),
        # not asked passes: the title is checked at hiring, whoever the person is
        keep=pl.when(title.is_null())
        .then(pl.lit(value=True))
        .when(title & (until < pair["day"]))
        .then(UNKNOWN)
        .otherwise(title),
        missing=(Field("work_title", "operator"),),
        act=_WORK_TITLE,
    )


def _qualified(candidate: Side) -> pl.Expr:
    """Tell whether the person holds a vocational qualification, null where it is not known."""
    held, at_most = candidate["eqf"], candidate["eqf_at_most"]
    return (
        pl.when(held >= _QUALIFIED_EQF)
        .then(pl.lit(value=True))
        .when(at_most < _QUALIFIED_EQF)
        .then(pl.lit(value=False))
        .otherwise(UNKNOWN)
    )


def _age(birth_day: pl.Expr, day: pl.Expr) -> pl.Expr:
    born, today = birth_day.cast(pl.Date), day.cast(pl.Date)
    # months and days are 8-bit numbers: compared apart, they cannot overflow
    month, birth_month = today.dt.month(), born.dt.month()
    before_birthday = (month < birth_month) | ((month == birth_month) & (today.dt.day() < born.dt.day()))
    return today.dt.year() - born.dt.year() - before_birthday.cast(pl.Int32)
