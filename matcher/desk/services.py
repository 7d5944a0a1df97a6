"""Writing a service into the register: which one, how long, and what is unusual about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from matcher.domain.service import ServiceRecord
from matcher.errors import InputError, NotFoundError
from matcher.plugin.desk_hooks import HeldRecords
from matcher.plugin.gate import Gate
from matcher.text.folding import plain_letters
from matcher.vocabulary.load import find_vocabularies, load_vocabulary
from matcher.vocabulary.schema import Concept, Vocabulary

__all__ = [
    "PersonalMinutes",
    "find_service",
    "general_minutes",
    "personal_minutes",
    "read_services",
    "standard_minutes",
    "unusual",
]

#: Service, person (empty for nobody in particular) and day to standard minutes.
PersonalMinutes = Callable[[Concept, str, date], int]


def read_services(setting: str) -> Vocabulary:
    """Return the services, with their number as rank and their standard ``minutes``.

    Parameters
    ----------
    setting : str
        Folder of the vocabularies; empty for those of the package.
    """
    return load_vocabulary("service", find_vocabularies(Path(setting) if setting else None))


def find_service(services: Vocabulary, words: str, on: date) -> Concept:
    """Return a service by its number, id or name, in force on a day.

    Raises
    ------
    NotFoundError
        ``E-DSK-070`` if there is none.
    InputError
        ``E-DSK-071`` if it had not begun or was over by then.
    """
    wanted = plain_letters(words)
    for one in services.concepts:
        names = {str(one.rank), one.id, *(plain_letters(label) for _, label in one.all_labels())}
        if wanted in names or words in names:
            break
    else:
        raise NotFoundError(
            "E-DSK-070",
            f"La prestazione «{words}» non è tra quelle previste.",
            "Guarda quali sono: matcher service kinds",
        )
    late, early = one.valid_to and on > one.valid_to, one.valid_from and on < one.valid_from
    if late or early:
        raise InputError(
            "E-DSK-071",
            f"«{one.label()}» non è prevista il {on:%d/%m/%Y}.",
            one.facts.get("note_it", ""),
        )
    return one


def standard_minutes(service: Concept) -> int:
    """Return the standard duration of a service for everybody."""
    return int(service.facts.get("minutes") or 0)


def general_minutes(service: Concept, candidate: str, on: date) -> int:
    """Return the standard duration for everybody, whoever it is: `PersonalMinutes` without plugins."""
    return standard_minutes(service)


def personal_minutes(gate: Gate, held: HeldRecords) -> PersonalMinutes:
    """Return how long services last as a rule for one person, where a plugin knows; else as for everybody.

    Parameters
    ----------
    held : callable
        Reads what plugins keep about the person.
    """

    def minutes(service: Concept, candidate: str, on: date) -> int:
        own = gate.desk.standard_minutes(service.id, candidate, on, held) if candidate else None
        return standard_minutes(service) if own is None else own

    return minutes


def unusual(service: Concept, record: ServiceRecord, same: int, standard: int) -> list[tuple[str, str]]:
    """Return what an operator may want to check, in Italian and English; nothing of it is refused.

    Parameters
    ----------
    same : int
        How many times the person had this service before.
    standard : int
        Minutes for this person: never in the words, which name those for everybody, since a longer
        standard may say something about the person.
    """
    found = []
    general, facts = standard_minutes(service), service.facts
    if standard and record.minutes > standard:
        found.append(
            (
                f"Minuti: {record.minutes}, più dello standard (per tutti {general}).",
                f"Minutes: {record.minutes}, more than the standard ({general} for everybody).",
            )
        )
    low, high = int(facts.get("group_min") or 0), int(facts.get("group_max") or 0)
    if record.group_size is not None and high and not low <= record.group_size <= high:
        found.append(
            (
                f"Persone nel gruppo: {record.group_size}; di norma da {low} a {high}.",
                f"People in the group: {record.group_size}; as a rule {low} to {high}.",
            )
        )
    most = facts.get("sessions", "")
    if most.isdigit() and same >= int(most):
        found.append(
            (
                f"Volte in cui la persona l'ha già avuta: {same}; di norma al massimo {most}.",
                f"The person had it {same} times before: as a rule at most {most}.",
            )
        )
    return found
