"""What happened to a vacancy, told from the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from matcher.store.audit import Detail, LogRow, history
from matcher.store.pseudonym import named_by
from matcher.store.vacancies import known_vacancies, vacancy_not_found

__all__ = ["Happening", "vacancy_history"]

#: Stands for a person who was erased: the reference in the log leads nowhere.
_GONE: Final = ("persona cancellata", "erased person")
_STATES: Final = ("state", "from", "to")
_TEXTS: Final = {
    "vacancy.created": ("Richiesta registrata, stato «{state}»", "Vacancy recorded, state «{state}»"),
    "vacancy.changed": (
        "Richiesta modificata: versione {version}, stato «{state}»",
        "Vacancy changed: version {version}, state «{state}»",
    ),
    "vacancy.override": (
        "Un supervisore ha ammesso «{words}»: {reason}",
        "A supervisor allowed «{words}»: {reason}",
    ),
    "vacancy.erased": ("Richiesta cancellata", "Vacancy erased"),
    "application.received": ("Candidatura di {person}", "{person} applied"),
    "shortlist.saved": (
        "Rosa {subject} salvata: {n_people} persone",
        "Shortlist {subject} saved: {n_people} people",
    ),
    "shortlist.moved": (
        "Rosa {subject}: da «{from}» a «{to}»",
        "Shortlist {subject}: from «{from}» to «{to}»",
    ),
    "shortlist.redacted": (
        "Rosa {subject}: tolta una persona cancellata",
        "Shortlist {subject}: an erased person taken out",
    ),
    "record.put": ("Scritti i dati del plugin {plugin}", "Data of plugin {plugin} written"),
    "record.deleted": ("Tolti i dati del plugin {plugin}", "Data of plugin {plugin} deleted"),
}
_PAIRS: Final = {
    "referred": ("{person}: segnalazione al datore", "{person}: referred to the employer"),
    "refused": ("{person}: ha rinunciato", "{person}: refused"),
    "hired": ("{person}: assunzione", "{person}: hired"),
    "rejected": ("{person}: non selezione da parte del datore", "{person}: not selected by the employer"),
    "none": ("{person}: stato tolto", "{person}: state taken away"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history: when, who did it, what, about whom.

    Attributes
    ----------
    people : tuple of str
        Ids of the people named; an erased one is absent.
    """

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    text_it: str
    text_en: str
    people: tuple[str, ...]
    details: Mapping[str, Detail]


def vacancy_history(connection: Connection, vacancy_id: str) -> list[Happening]:
    """Return what happened to a vacancy, in order; an erased one keeps its history, without its people.

    Raises
    ------
    NotFoundError
        If the log never named it.
    """
    rows = history(connection, "vacancy", vacancy_id)
    if not rows and not known_vacancies(connection, [vacancy_id]):
        raise vacancy_not_found(connection, vacancy_id)
    names = named_by(connection, {name for row in rows for name in _references(row)})
    return [_happening(row, names) for row in rows]


def _said(name: str, value: Detail) -> Detail:
    """Return a state in words: its code may be ``chiusa_senza_assunzione``."""
    return value.replace("_", " ") if name in _STATES and isinstance(value, str) else value


def _references(row: LogRow) -> list[str]:
    details = row.entry.details
    one, many = details.get("candidate"), details.get("people")
    return [*([one] if isinstance(one, str) else []), *(many if isinstance(many, list) else [])]


def _happening(row: LogRow, names: Mapping[str, str]) -> Happening:
    entry, references = row.entry, _references(row)
    known = tuple(names[name] for name in references if name in names)
    texts = _TEXTS.get(entry.action, (entry.action, entry.action))
    if entry.action == "pair.state":
        state = str(entry.details.get("state"))
        texts = _PAIRS.get(state, (f"{{person}}: {state}",) * 2)
    written = [
        text.format_map(
            {
                **{name: _said(name, value) for name, value in entry.details.items()},
                "subject": entry.subject_id,
                "n_people": len(references),
                "person": known[0] if known else gone,
            }
        )
        for text, gone in zip(texts, _GONE, strict=True)
    ]
    details = {name: value for name, value in entry.details.items() if name not in ("candidate", "people")}
    return Happening(
        row.seq, row.at, row.actor, entry.action, entry.subject_id, written[0], written[1], known, details
    )
