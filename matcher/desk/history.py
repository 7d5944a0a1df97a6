"""What happened to a vacancy, told from the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Final

from sqlalchemy import Connection

from matcher.domain.reasons import reason_label
from matcher.domain.states import state_label
from matcher.store.audit import Detail, Entry, LogRow, history
from matcher.store.pseudonym import named_by
from matcher.store.vacancies import known_vacancies, vacancy_not_found

__all__ = ["Happening", "vacancy_history"]

#: Stands for a person who was erased: the reference in the log leads nowhere.
_GONE: Final = ("persona cancellata", "erased person")
_SEEN, _MANY_SEEN = "candidate.viewed", "candidates.viewed"
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
        "Rosa {subject} salvata; persone: {n_people}",
        "Shortlist {subject} saved; people: {n_people}",
    ),
    "vacancy.moved": ("Richiesta: da «{from}» a «{to}»{why}", "Vacancy: from «{from}» to «{to}»{why}"),
    "shortlist.moved": (
        "Rosa {subject}: da «{from}» a «{to}»{why}",
        "Shortlist {subject}: from «{from}» to «{to}»{why}",
    ),
    "person.moved": (
        "Rosa {subject}, {person}: {to}{agreed}{why}",
        "Shortlist {subject}, {person}: {to}{agreed}{why}",
    ),
    "shortlist.reordered": (
        "Rosa {subject}, {person}: ora al posto {position}{why}",
        "Shortlist {subject}, {person}: now in place {position}{why}",
    ),
    "person.released": (
        "Rosa {subject}, {person}: rilascio al datore: {released}",
        "Shortlist {subject}, {person}: released to the employer: {released}",
    ),
    "person.disclosed": (
        "Rosa {subject}, {person}: letti i recapiti da rilasciare",
        "Shortlist {subject}, {person}: contacts to be released were read",
    ),
    "document.made": (
        "Rosa {subject}: documento {document} ({format}), impronta {sha256}",
        "Shortlist {subject}: document {document} ({format}), hash {sha256}",
    ),
    "document.revoked": (
        "Rosa {subject}: documento {document} revocato{why}",
        "Shortlist {subject}: document {document} revoked{why}",
    ),
    "outcome.to_review": (
        "Rosa {subject}, {person}: motivo non ammesso, al supervisore",
        "Shortlist {subject}, {person}: inadmissible reason, to the supervisor",
    ),
    "outcome.reviewed": (
        "Rosa {subject}, {person}: il supervisore ha deciso «{decision}»{why}",
        "Shortlist {subject}, {person}: the supervisor decided «{decision}»{why}",
    ),
    "followup.recorded": (
        "{person}, {days} giorni dopo l'inserimento: {result}",
        "{person}, {days} days after the hire: {result}",
    ),
    _SEEN: ("Vista la scheda di {person}", "Profile of {person} seen"),
    _MANY_SEEN: ("Viste le schede di {n_people} persone", "Profiles of {n_people} people seen"),
    "shortlist.redacted": (
        "Rosa {subject}: tolta una persona cancellata",
        "Shortlist {subject}: an erased person taken out",
    ),
    "record.viewed": ("Guardati i dati del plugin {plugin}", "Data of plugin {plugin} were looked at"),
    "record.put": ("Scritti i dati del plugin {plugin}", "Data of plugin {plugin} written"),
    "record.deleted": ("Tolti i dati del plugin {plugin}", "Data of plugin {plugin} deleted"),
}
_RELEASED: Final = {
    "name": ("nome", "name"),
    "contacts": ("nome e recapiti", "name and contacts"),
    "none": ("niente", "nothing"),
}
_PAIRS: Final = {
    "referred": ("{person}: segnalazione al datore", "{person}: referred to the employer"),
    "refused": ("{person}: ha rinunciato", "{person}: refused"),
    "unavailable": (
        "{person}: non disponibile per questa richiesta",
        "{person}: not available for this vacancy",
    ),
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
    # who only read this history says nothing of the vacancy
    rows = [
        row
        for row in history(connection, "vacancy", vacancy_id)
        if row.entry.details.get("part") != "history"
    ]
    if not rows and not known_vacancies(connection, [vacancy_id]):
        raise vacancy_not_found(connection, vacancy_id)
    names = named_by(connection, {name for row in rows for name in _references(row)})
    return [_happening(row, names) for row in _together(rows)]


def _together(rows: Sequence[LogRow]) -> Iterator[LogRow]:
    """Yield the lines, with those of people who were seen at once as one."""
    for (action, _, _), same in groupby(rows, key=lambda row: (row.entry.action, row.actor, row.at)):
        lines = [*same]
        if action != _SEEN or len(lines) == 1:
            yield from lines
            continue
        people = [str(one.entry.subject_id) for one in lines]
        entry = lines[0].entry
        yield replace(
            lines[0], entry=replace(entry, action=_MANY_SEEN, details={**entry.details, "people": people})
        )


def _references(row: LogRow) -> list[str]:
    details = row.entry.details
    if row.entry.action == _SEEN:
        return [row.entry.subject_id]
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
        text.format_map({**_words(entry, language), "n_people": len(references), "person": person})
        for text, person, language in zip(
            texts, [known[0]] * 2 if known else _GONE, ("it", "en"), strict=True
        )
    ]
    details = {name: value for name, value in entry.details.items() if name not in ("candidate", "people")}
    return Happening(
        row.seq, row.at, row.actor, entry.action, entry.subject_id, written[0], written[1], known, details
    )


def _words(entry: Entry, language: str) -> dict[str, object]:
    """Return the details of an entry in words, with what every text may say about it."""
    kind = entry.action.partition(".")[0]
    kind = kind if kind in ("shortlist", "person") else "vacancy"
    found: dict[str, object] = dict(entry.details)
    for name in ("state", "from", "to"):
        if isinstance(state := found.get(name), str):
            found[name] = state_label(kind, state, language)
    for name in ("result", "decision", "released"):
        if isinstance(code := found.get(name), str):
            found[name] = _RELEASED.get(code, (code.replace("_", " "),) * 2)[language == "en"]
    reason = found.get("reason")
    found["why"] = f" ({reason_label(reason, language)})" if isinstance(reason, str) else ""
    agreed = (", aderisce", ", agreed")[language == "en"]
    found["agreed"] = agreed if found.get("agreed") is True else ""
    return {**found, "subject": entry.subject_id}
