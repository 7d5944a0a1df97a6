"""The regional standards applied to the register of services: minutes, sessions, groups. They warn, never block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from matcher.domain.service import ServiceRecord
from matcher_emilia_romagna.records import TakenInCharge
from matcher_emilia_romagna.tables import Book, Service

__all__ = ["Checked", "check", "check_all", "standard_minutes"]


@dataclass(frozen=True, slots=True)
class Checked:
    """One line of the register beside its standard.

    Attributes
    ----------
    service : Service or None
        ``None`` where the region does not give it on that day.
    standard : int
        Minutes of the standard, raised where the operator said so; 0 without a service.
    session : int
        Which session of this service this is for the person, from 1; 0 for nobody in particular.
    remarks : tuple of (Italian, English)
        What the operator should look at.
    """

    entry: ServiceRecord
    service: Service | None
    standard: int
    session: int
    remarks: tuple[tuple[str, str], ...]


def standard_minutes(service: Service, longer: bool, extra_percent: int) -> int:
    """Return the standard minutes of a session; raised and rounded up where the operator turned the switch."""
    return -(-service.minutes * (100 + extra_percent) // 100) if longer else service.minutes


def check_all(
    entries: Iterable[ServiceRecord], people: Mapping[str, TakenInCharge], book: Book
) -> list[Checked]:
    """Return every line beside its standard, by day; sessions are counted for each person and service."""
    given: Counter[tuple[str, str]] = Counter()
    found = []
    for entry in sorted(entries, key=lambda one: (one.given_on, one.id)):
        if entry.candidate:
            given[entry.candidate, entry.service] += 1
        session = given[entry.candidate, entry.service] if entry.candidate else 0
        found.append(check(entry, session, people.get(entry.candidate), book))
    return found


def check(entry: ServiceRecord, session: int, person: TakenInCharge | None, book: Book) -> Checked:
    """Return one line beside its standard."""
    service = book.services_on(entry.given_on).get(entry.service)
    if service is None:
        last = [one.valid_to for one in book.services if one.code == entry.service and one.valid_to]
        return Checked(entry, None, 0, session, (_not_given(max(last, default=None)),))
    longer = person is not None and person.longer_standard
    standard = standard_minutes(service, longer, book.extra_on(entry.given_on))
    small = person is not None and any(
        one.small_groups for one in book.macro_types if one.code == person.macro_type
    )
    remarks = [*_session_remarks(service, session), *_group_remarks(service, entry.group_size, small)]
    if entry.minutes > standard:
        remarks.append(
            (
                f"{entry.minutes} minuti, lo standard è {standard}",
                f"{entry.minutes} minutes, the standard is {standard}",
            )
        )
    return Checked(entry, service, standard, session, tuple(remarks))


def _session_remarks(service: Service, session: int) -> list[tuple[str, str]]:
    most = service.most_sessions
    if most is None or session < most:
        return []
    if session == most:
        return [(f"è la sessione {session}, l'ultima prevista", f"session {session}, the last foreseen")]
    return [
        (
            f"sessione {session}: lo standard ne prevede al massimo {most}",
            f"session {session}: at most {most} foreseen",
        )
    ]


def _group_remarks(service: Service, size: int | None, small: bool) -> list[tuple[str, str]]:
    least, most = service.group_min, service.group_max
    if least is None or most is None:
        return []
    if size is None:
        return [("manca il numero dei presenti", "the number of people present is missing")]
    if size <= most and (size >= least or small):
        return []
    return [
        (f"gruppo di {size}: di norma da {least} a {most}", f"group of {size}: as a rule {least} to {most}")
    ]


def _not_given(last: date | None) -> tuple[str, str]:
    if last is None:
        return "prestazione fuori dal catalogo regionale", "service outside the regional catalogue"
    return (
        f"prestazione non più erogata dopo il {last:%d/%m/%Y}",
        f"service no longer given after {last:%Y-%m-%d}",
    )
