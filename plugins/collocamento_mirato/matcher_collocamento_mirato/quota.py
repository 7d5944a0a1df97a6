"""How many persons an employer must employ under L. 68/1999: an indication, on the calculation base."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from pydantic import Field

from matcher.errors import InputError
from matcher.plugin import Dated, Desk, Table, in_force, read_dated

__all__ = ["Band", "Counted", "Obligation", "base", "base_of", "obligations", "quota", "rounded"]

_PACKAGE = "matcher_collocamento_mirato"
_HALF = Decimal("0.5")


class Band(Dated):
    """An obligation of one article for a span of the calculation base, both ends included."""

    article: Literal["3", "18"]
    base_from: int = Field(ge=0)
    base_to: int | None = None
    kind: Literal["units", "percent"]
    value: Decimal
    label_it: str
    label_en: str
    act: str


class Counted(Dated):
    """How a kind of worker counts in the base: whole, by share of full time, or not at all."""

    code: str
    count: Literal["whole", "share", "none"]
    label_it: str
    label_en: str
    act: str


@dataclass(frozen=True, slots=True)
class Obligation:
    """What one article asks on a base: units, and how they were found.

    Attributes
    ----------
    units : int
        Persons; 0 where no band applies.
    exact : Decimal
        The number before rounding.
    band : Band or None
        The rule that applies.
    """

    article: str
    units: int
    exact: Decimal
    band: Band | None


def rounded(number: Decimal) -> int:
    """Return a number of units: fractions above 0.50 count as one, 0.50 and below as none."""
    whole = int(number.to_integral_value(rounding=ROUND_FLOOR))
    return whole + (number - whole > _HALF)


def obligations(base: int, day: date, bands: Sequence[Band]) -> tuple[Obligation, ...]:
    """Return what articles 3 and 18 ask of an employer with a calculation base, on a day.

    Parameters
    ----------
    base : int
        *Base di computo*: not the number of people who work there.

    Raises
    ------
    InputError
        ``E-L68-001`` for a negative base.
    """
    if base < 0:
        raise InputError(
            "E-L68-001", f"La base di computo {base} è negativa.", "Scrivi un numero da 0 in su."
        )
    held = in_force(bands, day)
    return tuple(_obligation(article, base, held) for article in ("3", "18"))


def base_of(workers: Mapping[str, Decimal], counted: Sequence[Counted], day: date) -> int:
    """Return the calculation base of a firm from its workers by kind.

    Parameters
    ----------
    workers : mapping of str to Decimal
        Kind to how many; for part-timers the sum of their shares of full time.

    Raises
    ------
    InputError
        ``E-L68-002`` for a kind of worker that is not in the data.
    """
    kinds = {kind.code: kind for kind in in_force(counted, day)}
    total = 0
    for code, number in workers.items():
        if code not in kinds:
            raise InputError(
                "E-L68-002",
                f"La categoria di lavoratori «{code}» non c'è.",
                f"Categorie: {', '.join(kinds)}.",
            )
        if number < 0:
            raise InputError("E-L68-001", f"«{code}»: {number} è negativo.", "Scrivi un numero da 0 in su.")
        total += 0 if kinds[code].count == "none" else rounded(number)
    return total


def base(desk: Desk, workers: tuple[str, ...]) -> Iterator[Table]:
    """Return the calculation base of a firm from its workers by kind, ``kind=number``."""
    counted = read_dated(_PACKAGE, "computo.csv", Counted, str(desk.settings.get("data", "")))
    given = _parsed(workers)
    total = base_of(given, counted, desk.today)
    english = desk.language == "en"
    rows = [
        {
            "code": kind.code,
            "number": _shown(given.get(kind.code, Decimal(0)), english),
            "counts": 0 if kind.count == "none" else rounded(given.get(kind.code, Decimal(0))),
            "label": kind.label_en if english else kind.label_it,
            "act": kind.act,
        }
        for kind in in_force(counted, desk.today)
    ]
    yield Table(
        rows,
        (
            ("code", "Categoria", "Kind"),
            ("number", "Lavoratori", "Workers"),
            ("counts", "In base di computo", "In the base"),
            ("label", "Che cosa comprende", "What it holds"),
            ("act", "Base", "Basis"),
        ),
        f"Base di computo: {total} (indicativo)",
        f"Calculation base: {total} (indicative)",
        (f"La quota: matcher collocamento-mirato quota {total}",),
        (f"The quota: matcher collocamento-mirato quota {total}",),
    )


def quota(desk: Desk, base: int, employed: int, employed_18: int) -> Iterator[Table]:
    """Return the quota of an employer and what is still to be covered; always *indicativo*."""
    bands = read_dated(_PACKAGE, "quote.csv", Band, str(desk.settings.get("data", "")))
    found = obligations(base, desk.today, bands)
    for already in (employed, employed_18):
        if already < 0:
            raise InputError("E-L68-001", f"Persone già in forza: {already}.", "Scrivi un numero da 0 in su.")
    rows = []
    for one, already in zip(found, (employed, employed_18), strict=True):
        label = "" if one.band is None else one.band.label_en if desk.language == "en" else one.band.label_it
        rows.append(
            {
                "article": f"art. {one.article}",
                "units": one.units,
                "employed": already,
                "uncovered": max(0, one.units - already),
                "exact": str(one.exact.normalize()) if one.exact else "0",
                "rule": label,
                "act": one.band.act if one.band else "",
                "indicative": True,
            }
        )
    yield Table(
        rows,
        (
            ("article", "L. 68/1999", "Law 68/1999"),
            ("units", "Quota", "Quota"),
            ("employed", "Già in forza", "Employed"),
            ("uncovered", "Scopertura", "Uncovered"),
            ("rule", "Regola", "Rule"),
            ("act", "Base", "Basis"),
        ),
        f"Quota d'obbligo su una base di computo di {base} (indicativo)",
        f"Quota on a calculation base of {base} (indicative)",
        (
            "Risultato indicativo: base di computo, esoneri, compensazioni e sospensioni si accertano con l'ufficio "
            "competente. Si arrotondano in su solo le frazioni oltre 0,50.",
        ),
        (
            "Indicative: calculation base, exemptions, compensations and suspensions are settled with the competent "
            "office. Only fractions above 0.50 are rounded up.",
        ),
    )


def _obligation(article: str, base: int, bands: Sequence[Band]) -> Obligation:
    for band in bands:
        if (
            band.article == article
            and band.base_from <= base
            and (band.base_to is None or base <= band.base_to)
        ):
            exact = band.value if band.kind == "units" else base * band.value / 100
            return Obligation(article, rounded(exact), exact, band)
    return Obligation(article, 0, Decimal(0), None)


def _shown(number: Decimal, english: bool) -> str:
    return str(number) if english else str(number).replace(".", ",")


def _parsed(workers: Sequence[str]) -> dict[str, Decimal]:
    found = {}
    for text in workers:
        code, _, number = text.partition("=")
        try:
            value = Decimal(number.strip().replace(",", "."))
        except ArithmeticError:
            value = Decimal("NaN")
        if not value.is_finite():
            raise InputError(
                "E-L68-004", f"«{text}» non è categoria=numero.", "Per esempio: indeterminato=48"
            )
        found[code.strip()] = value
    return found
