"""Cells of declared constraints: a limit, ``nessun limite``, and what makes it flexible.

``30`` is binding, ``30 ~`` or ``30 (flessibile)`` flexible; ``50 || 20 ~`` is both. Braces say source, date
and expiry where they differ from those of the row: ``30 {contatto telefonico, 15/01/2026, 15/07/2026}``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from matcher.domain.constraint import ConstraintKind, ConstraintSource, DeclaredConstraint
from matcher.exchange.entries import is_declared_none
from matcher.exchange.labels import LabelList, Labels, span_of_days
from matcher.exchange.values import (
    bad_value,
    hours_around,
    parse_amount,
    parse_date,
    parse_flag,
    whole_between,
)

__all__ = [
    "CONSTRAINT_COLUMNS",
    "Origin",
    "parse_codes",
    "parse_limits",
    "parse_source",
    "parse_yearly_pay",
    "write_limits",
]

_K = ConstraintKind
#: Column of each kind of constraint.
CONSTRAINT_COLUMNS: Mapping[ConstraintKind, str] = {
    _K.MAX_DISTANCE_KM: "max_km",
    _K.MAX_TRAVEL_MINUTES: "max_minuti",
    _K.MIN_WEEKLY_HOURS: "ore_min",
    _K.MAX_WEEKLY_HOURS: "ore_max",
    _K.SHIFTS: "turni",
    _K.DAYS: "giorni",
    _K.CONTRACTS: "contratti",
    _K.EARLIEST_START: "disponibile_dal",
    _K.MIN_ANNUAL_PAY: "retribuzione_minima",
    _K.REMOTE: "lavoro_a_distanza",
    _K.TRAVEL: "trasferte",
    _K.LODGING_NEEDED: "serve_alloggio",
}
_SOURCES: Mapping[str, ConstraintSource] = {
    "patto di servizio": "patto_di_servizio",
    "patto": "patto_di_servizio",
    "colloquio di preselezione": "colloquio_di_preselezione",
    "colloquio": "colloquio_di_preselezione",
    "autodichiarazione": "autodichiarazione",
    "contatto telefonico": "contatto_telefonico",
    "telefono": "contatto_telefonico",
}
_NO_LIMIT = re.compile(
    r"(?:nessun (?:limite|vincolo)|nessuna preferenza|no limit|indifferente|(?:tutt[ie]|qualsiasi|qualunque)"
    r"(?:(?: i| gli| le)? (?:turn[oi]|orari[o]?|giorn[oi]|contratt[oi]|trasfert[ae]|distanza))?)\Z"
)
_EMPTY = "elenco vuoto"
_FLEXIBLE = re.compile(r"\s*(?:~|\(flessibile\))\s*\Z", re.IGNORECASE)
_ORIGIN = re.compile(r"\{([^{}]*)\}\s*\Z")
_RANGE = re.compile(r"(\w+)\s*(?:-|–|a|al)\s*(\w+)\Z")
_MONTHLY = re.compile(
    r"(.*?)\s*(?:al mese|mensili|mensile|/mese|/m)\s*(?:[x×*]\s*(1[2-6]))?\Z", re.IGNORECASE
)
_YEARLY = re.compile(
    r"^(?:ral|r\.a\.l\.)\s*:?\s*|\s*(?:lord[io]\s*)?(?:annu[oiae]|all'anno|l'anno)?\s*(?:lord[io])?\s*$",
    re.IGNORECASE,
)
_LEAST_YEARLY = 3_000
_PAY, _HOURS = whole_between(_LEAST_YEARLY, 1_000_000), whole_between(0, 80)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a constraint was written down, when, and until when it holds."""

    source: ConstraintSource = "autodichiarazione"
    declared_on: date | None = None
    expires_on: date | None = None


def parse_source(text: str) -> ConstraintSource:
    """Read who wrote a constraint down.

    Raises
    ------
    InputError
        ``E-EXC-020`` if it is none of the four sources.
    """
    word = " ".join(text.casefold().replace("_", " ").split())
    if word not in _SOURCES:
        remedy = (
            "Scrivi: patto di servizio, colloquio di preselezione, autodichiarazione o contatto telefonico."
        )
        raise bad_value(f"«{text}» non è una fonte", remedy)
    return _SOURCES[word]


def parse_limits(kind: ConstraintKind, cell: str, labels: Labels, origin: Origin) -> list[DeclaredConstraint]:
    """Read the constraints of a cell: one, or a binding and a flexible one.

    Raises
    ------
    InputError
        ``E-EXC-020`` with what is wrong and what to write.
    """
    found = []
    for variant in cell.split("||"):
        text, own = variant.strip(), origin
        if match := _ORIGIN.search(text):
            text, own = text[: match.start()].strip(), _origin(match[1])
        hard = not _FLEXIBLE.search(text)
        value = _value(kind, _FLEXIBLE.sub("", text), labels)
        found.append(
            DeclaredConstraint(
                kind=kind,
                value=value,
                source=own.source,
                declared_on=own.declared_on,
                expires_on=own.expires_on,
                hard=hard,
            )
        )
    return found


def parse_codes(text: str, labels: LabelList) -> tuple[str, ...]:
    """Read codes of a closed list, separated by semicolons or commas; ``lun-ven`` is a span of days."""
    codes: list[str] = []
    for word in re.split(r"[;,\n]", text):
        item = word.strip()
        if not item:
            continue
        if not labels.find(item) and (match := _RANGE.match(item)):
            ends = labels.find(match[1]), labels.find(match[2])
            if all(ends) and "dom" in labels.shown:
                codes.extend(span_of_days(*ends))
                continue
        codes.append(labels.code(item))
    return tuple(dict.fromkeys(codes))


def write_limits(constraints: Iterable[DeclaredConstraint], labels: Labels) -> tuple[dict[str, str], Origin]:
    """Return the cell of each column, and the origin that most constraints share."""
    listed = list(constraints)
    origins = [Origin(c.source, c.declared_on, c.expires_on) for c in listed]
    shared = Counter(origins).most_common(1)[0][0] if origins else Origin()
    cells: dict[str, list[str]] = {}
    for constraint, origin in zip(listed, origins, strict=True):
        text = _written(constraint, labels) + ("" if constraint.hard else " ~")
        if origin != shared:
            dates = (day.isoformat() if day else "" for day in (origin.declared_on, origin.expires_on))
            text += " {" + ", ".join((origin.source.replace("_", " "), *dates)) + "}"
        cells.setdefault(CONSTRAINT_COLUMNS[constraint.kind], []).append(text)
    return {name: " || ".join(texts) for name, texts in cells.items()}, shared


def _origin(text: str) -> Origin:
    source, declared, expires = ([part.strip() for part in text.split(",")] + ["", "", ""])[:3]
    return Origin(
        parse_source(source) if source else "autodichiarazione",
        parse_date(declared) if declared else None,
        parse_date(expires) if expires else None,
    )


def _value(kind: ConstraintKind, text: str, labels: Labels) -> Any:
    plain = text.casefold()
    if _NO_LIMIT.match(plain):
        return None
    if is_declared_none(text) and kind is not _K.TRAVEL:
        if _code_list(kind, labels):
            raise bad_value(
                f"«{text}» non dice che cosa è accettato", "Scrivi «nessun limite», oppure l'elenco."
            )
        return None
    return _read(kind, text, labels)


def _read(kind: ConstraintKind, text: str, labels: Labels) -> Any:
    if kind in _PLAIN:
        return _PLAIN[kind](text)
    if kind is _K.REMOTE:
        return _work_places(text, labels)
    if kind is _K.TRAVEL:
        return _travel(text, labels)
    listed = _code_list(kind, labels)
    return () if text == _EMPTY or listed is None else parse_codes(text, listed)


def _code_list(kind: ConstraintKind, labels: Labels) -> LabelList | None:
    lists = {
        _K.SHIFTS: labels.shifts,
        _K.DAYS: labels.days,
        _K.CONTRACTS: labels.contracts,
        _K.REMOTE: labels.work_places,
        _K.TRAVEL: labels.travel,
    }
    return lists.get(kind)


def _start(text: str) -> date | None:
    return (
        None
        if text.casefold() in ("subito", "immediata", "immediatamente", "da subito")
        else parse_date(text)
    )


def _work_places(text: str, labels: Labels) -> tuple[str, ...]:
    if text == _EMPTY:
        return ()
    word = text.casefold()
    if word == "no":
        return ("on_site",)
    if word in ("sì", "si", "yes"):
        return ("on_site", "hybrid", "remote")
    return parse_codes(re.sub(r"(?i)^solo\s+", "", text), labels.work_places)


def _travel(text: str, labels: Labels) -> tuple[str, ...] | None:
    word = text.casefold()
    if is_declared_none(text) or word in ("no", _EMPTY):
        return ()
    return None if word in ("sì", "si", "yes") else parse_codes(text, labels.travel)


def parse_yearly_pay(text: str) -> int:
    """Read gross euro a year; a monthly pay counts only with its number of months.

    Raises
    ------
    InputError
        ``E-EXC-020`` for monthly or hourly amounts that cannot be made yearly.
    """
    remedy = "Scrivi l'importo lordo annuo, per esempio 20.000."
    if re.search(r"(?i)nett[oi]|or[ae]\b|orari[ao]", text):
        raise bad_value("non è un importo lordo annuo", remedy)
    if match := _MONTHLY.match(text):
        if not match[2]:
            raise bad_value("è un importo mensile senza il numero di mensilità", remedy)
        return round(parse_amount(_YEARLY.sub("", match[1])) * int(match[2]))
    amount = round(parse_amount(_YEARLY.sub("", text)))
    if amount < _LEAST_YEARLY:
        raise bad_value("sembra un importo mensile", remedy)
    return _PAY(str(amount))


def _written(constraint: DeclaredConstraint, labels: Labels) -> str:
    value = constraint.value
    if value is None:
        return "nessun limite"
    if isinstance(value, bool):
        return "sì" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        if not value:
            return "nessuna" if constraint.kind is _K.TRAVEL else _EMPTY
        listed = cast(LabelList, _code_list(constraint.kind, labels))
        return "; ".join(listed.show(code) for code in value)
    return str(value)


#: What reads a limit that is no list of codes.
_PLAIN: Mapping[ConstraintKind, Callable[[str], Any]] = {
    _K.MAX_DISTANCE_KM: whole_between(0, 2_000),
    _K.MAX_TRAVEL_MINUTES: whole_between(0, 600),
    _K.MIN_WEEKLY_HOURS: lambda text: _HOURS(str(hours_around(text)[1])),
    _K.MAX_WEEKLY_HOURS: lambda text: _HOURS(str(hours_around(text)[0])),
    _K.EARLIEST_START: _start,
    _K.MIN_ANNUAL_PAY: parse_yearly_pay,
    _K.LODGING_NEEDED: parse_flag,
}
