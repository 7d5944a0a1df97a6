"""The regional register: which functions a provider has on a day, and what it may do with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Literal

from matcher.errors import NotFoundError
from matcher.plugin import Dated, Desk, Table, in_force, read_dated
from matcher_servizi_lavoro.records import Enrolment, Provider

__all__ = ["Function", "functions_of", "may_refer", "provider", "read_functions", "register"]

_PACKAGE = "matcher_servizi_lavoro"


class Function(Dated):
    """A function of the registers; only those that ``refers`` marks let a provider refer a shortlist."""

    code: str
    kind: Literal["accreditamento", "autorizzazione"]
    refers: bool
    label_it: str
    label_en: str
    may_it: str
    may_en: str
    legal_basis: str


class _Requirement(Dated):
    code: str
    label_it: str
    label_en: str


def read_functions(folder: str = "") -> tuple[Function, ...]:
    """Return the functions; a region's own folder goes before the package."""
    return read_dated(_PACKAGE, "funzioni.csv", Function, folder)


def functions_of(
    body: Provider, functions: Iterable[Function], day: date, region: str = ""
) -> list[Function]:
    """Return what a provider may carry out on a day, in one region or anywhere."""
    held = {one.function for one in body.enrolments if one.holds(day) and _is_in(region, one.region)}
    return [one for one in in_force(functions, day) if one.code in held]


def may_refer(body: Provider, functions: Iterable[Function], day: date, region: str = "") -> bool:
    """Tell whether a provider may refer a shortlist: public services always, others with a matching function."""
    return body.kind == "pubblico" or any(one.refers for one in functions_of(body, functions, day, region))


def provider(desk: Desk, identifier: str, on: date | None, region: str) -> Iterator[Table]:
    """Return every enrolment of a provider with its act, and what it may do on a day."""
    body: Provider | None = desk.record("provider", identifier)
    if body is None:
        raise NotFoundError(
            "E-SAL-001",
            f"L'ente «{identifier}» non è nell'elenco.",
            f"Scrivilo con: matcher record set servizi_lavoro provider {identifier} --file ente.json",
        )
    day, folder = on or desk.today, str(desk.settings.get("data", ""))
    functions = read_functions(folder)
    known = {one.code: one for one in functions}
    english = desk.language == "en"
    rows = []
    for one in body.enrolments:
        function = known.get(one.function)
        rows.append(
            {
                "function": one.function
                if function is None
                else function.label_en
                if english
                else function.label_it,
                "region": one.region,
                "act": f"{one.authority} {one.number}",
                "valid_from": one.valid_from,
                "valid_to": one.valid_to,
                "state": _state(one.holds(day), one.suspended, one.valid_to, day, english),
                "may": ""
                if function is None or not one.holds(day)
                else function.may_en
                if english
                else function.may_it,
            }
        )
    refers = may_refer(body, functions, day, region)
    lacking = _lacking(body, folder, day, english)
    unknown, codes = ", ".join(_unknown(body.enrolments, functions)), ", ".join(one.code for one in functions)
    yield Table(
        rows,
        (
            ("function", "Funzione", "Function"),
            ("region", "Regione", "Region"),
            ("act", "Provvedimento", "Act"),
            ("valid_from", "Dal", "From"),
            ("valid_to", "Al", "To"),
            ("state", "Stato", "State"),
            ("may", "Che cosa può fare", "What it may do"),
        ),
        f"{body.name} ({body.kind}) al {day:%d/%m/%Y}",
        f"{body.name} ({body.kind}) on {day:%Y-%m-%d}",
        (
            "Può inviare rose di candidati." if refers else "Non può inviare rose di candidati.",
            *([f"Non è una funzione: {unknown}. Le funzioni sono: {codes}."] if unknown else []),
            *([f"Requisiti non ancora riscontrati: {lacking}."] if lacking else []),
        ),
        (
            "It may refer shortlists." if refers else "It may not refer shortlists.",
            *([f"No such function: {unknown}. Functions are: {codes}."] if unknown else []),
            *([f"Requirements not yet found: {lacking}."] if lacking else []),
        ),
    )


def register(desk: Desk, region: str, days: int) -> Iterator[Table]:
    """Return the register by provider and function, with what expires within so many days."""
    bodies: Mapping[str, Provider] = desk.records("provider")
    functions = {one.code: one for one in read_functions(str(desk.settings.get("data", "")))}
    english = desk.language == "en"
    rows: list[dict[str, Any]] = []
    for identifier, body in sorted(bodies.items()):
        for one in body.enrolments:
            if not _is_in(region, one.region):
                continue
            function = functions.get(one.function)
            soon = (
                one.holds(desk.today) and one.valid_to and one.valid_to <= desk.today + timedelta(days=days)
            )
            rows.append(
                {
                    "provider": identifier,
                    "name": body.name,
                    "kind": body.kind,
                    "region": one.region,
                    "code": one.function,
                    "function": one.function
                    if function is None
                    else function.label_en
                    if english
                    else function.label_it,
                    "state": _state(one.holds(desk.today), one.suspended, one.valid_to, desk.today, english),
                    "valid_to": one.valid_to,
                    "expires_soon": bool(soon),
                    "refers": bool(function and function.refers and one.holds(desk.today)),
                }
            )
    expiring = sum(1 for row in rows if row["expires_soon"])
    unknown = ", ".join(sorted({str(row["code"]) for row in rows} - set(functions)))
    yield Table(
        rows,
        (
            ("provider", "Ente", "Provider"),
            ("name", "Nome", "Name"),
            ("region", "Regione", "Region"),
            ("function", "Funzione", "Function"),
            ("state", "Stato", "State"),
            ("valid_to", "Fino al", "Until"),
        ),
        "Elenco degli enti autorizzati e accreditati",
        "Register of authorised and accredited providers",
        (
            f"In scadenza entro {days} giorni: {expiring}.",
            *([f"Non sono funzioni: {unknown}."] if unknown else []),
        ),
        (f"Expiring within {days} days: {expiring}.", *([f"No functions: {unknown}."] if unknown else [])),
    )


def _is_in(region: str, of: str) -> bool:
    """Tell whether an enrolment is in a region, however it is spelt; in any where none is named."""
    return not region or _folded(region) == _folded(of)


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())


def _unknown(enrolments: Iterable[Enrolment], known: Iterable[Function]) -> list[str]:
    """Return the codes that are no function: with such a code nobody may do anything."""
    codes = {one.code for one in known}
    return sorted({one.function for one in enrolments} - codes)


def _state(holds: bool, suspended: bool, last: date | None, day: date, english: bool) -> str:
    if suspended:
        return "suspended" if english else "sospeso"
    if holds:
        return "in force" if english else "in vigore"
    if last is not None and last < day:
        return "expired" if english else "scaduto"
    return "not yet" if english else "non ancora"


def _lacking(body: Provider, folder: str, day: date, english: bool) -> str:
    if body.kind == "pubblico":
        return ""
    wanted = in_force(read_dated(_PACKAGE, "requisiti.csv", _Requirement, folder), day)
    lacking = [one for one in wanted if one.code not in body.requirements]
    return ", ".join(one.label_en if english else one.label_it for one in lacking)
