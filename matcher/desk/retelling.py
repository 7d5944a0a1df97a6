"""The states told again from the log alone: what replaying every step gives must be what the tables hold.

The log names people by reference. The reference of an erased person leads nowhere, so they are in neither.
What records hold is compared by the digest that the log keeps of each write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, select

from matcher.desk.retelling_contents import Contents, contents_held
from matcher.desk.retelling_records import Records, merged_names, records_held
from matcher.store import tables
from matcher.store.audit import LogRow, entries
from matcher.store.contents import Held
from matcher.store.places import places_of
from matcher.store.pseudonym import all_references, keys_of, reference
from matcher.store.shortlists import list_shortlists
from matcher.store.vacancies import iterate_vacancies

__all__ = ["Difference", "Retold", "differences", "retell", "states_held"]

_EVERYTHING: Final = 1_000_000


@dataclass
class Retold:
    """States by id; of a person: state, whether they agreed, position, by shortlist and reference."""

    vacancies: dict[str, str] = field(default_factory=dict)
    shortlists: dict[str, str] = field(default_factory=dict)
    approved: dict[str, str] = field(default_factory=dict)
    people: dict[tuple[str, str], tuple[str, bool, int]] = field(default_factory=dict)
    records: Records = field(default_factory=Records)
    contents: Contents = field(default_factory=Contents)

    def drop_vacancy(self, vacancy_id: str, shortlists: Iterable[str]) -> None:
        """Forget an erased vacancy with its shortlists."""
        self.vacancies.pop(vacancy_id, None)
        self.records.drop(vacancy_id)
        self.contents.drop("vacancy", vacancy_id)
        gone = set(shortlists)
        for name in gone:
            self.shortlists.pop(name, None)
            self.approved.pop(name, None)
            self.records.drop(name)
            self.contents.drop("shortlist", name)
        self.people = {key: state for key, state in self.people.items() if key[0] not in gone}

    def drop_person(self, name: str) -> None:
        """Forget an erased person."""
        self.records.drop(name)
        self.contents.drop("candidate", name)
        self.people = {key: state for key, state in self.people.items() if key[1] != name}


@dataclass(frozen=True, slots=True)
class Difference:
    """What the log tells otherwise than the tables hold it.

    Attributes
    ----------
    kind : str
        ``vacancies``, ``shortlists``, ``approved``, ``people``, a field of `Records`, ``contents``.
    subject : str
        Whose it is; people by id, or by the name that the log gives to one who is not in the store.
    told, held : str
        By the log, and in the tables; ``—`` for nothing.
    people : tuple of str
        Ids of the people in the subject.
    """

    kind: str
    subject: str
    told: str
    held: str
    people: tuple[str, ...] = ()


def retell(connection: Connection) -> Retold:
    """Return the states that the log tells."""
    told, made_for = Retold(), dict[str, list[str]]()
    for row in entries(connection):
        subject = row.entry.subject_id
        if row.entry.action == "shortlist.saved":
            made_for.setdefault(str(row.entry.details["vacancy"]), []).append(subject)
        if row.entry.action == "vacancy.erased":
            told.drop_vacancy(subject, made_for.pop(subject, ()))
        elif row.entry.action == "candidate.erased":
            told.drop_person(subject)
        else:
            _apply(told, row)
            told.records.apply(row)
            told.contents.apply(row)
    return told


def states_held(connection: Connection) -> Retold:
    """Return the states that the tables hold."""
    held = Retold()
    columns = select(tables.vacancies.c.id, tables.vacancies.c.state)
    stated = {row.id: row.state for row in connection.execute(columns)}
    for vacancy in iterate_vacancies(connection):
        # stands twice, in the record and in the column by which lists are made
        held.vacancies[vacancy.id] = " / ".join(dict.fromkeys((vacancy.state.value, stated[vacancy.id])))
    for row in list_shortlists(connection, limit=_EVERYTHING):
        held.shortlists[row.id] = row.state.value
        held.approved[row.id] = row.approved_by
        places = places_of(connection, row.id)
        keys = keys_of(connection, [place.candidate_id for place in places])
        for place in places:
            name = reference(keys[place.candidate_id], place.candidate_id)
            told = (place.state.value, bool(place.agreed_to), place.position)
            held.people[row.id, name] = told
    held.records, held.contents = records_held(connection), contents_held(connection)
    return held


def differences(connection: Connection) -> list[Difference]:
    """Return where the states that the log tells are not those that the tables hold; empty when all agree."""
    told, held = retell(connection), states_held(connection)
    for side in (told, held):
        side.records.leave_shared(merged_names(connection))
    kinds: list[tuple[str, Mapping[Any, Any], Mapping[Any, Any]]] = [
        ("vacancies", told.vacancies, held.vacancies),
        ("shortlists", told.shortlists, held.shortlists),
        ("approved", told.approved, held.approved),
        ("people", told.people, held.people),
        *((kind, said, vars(held.records)[kind]) for kind, said in vars(told.records).items()),
        ("contents", *_comparable(told.contents, held.contents)),
    ]
    apart = [
        (kind, key if isinstance(key, tuple) else (key,), before.get(key), after.get(key))
        for kind, before, after in kinds
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    ]
    names = {name: person for person, name in all_references(connection).items()} if apart else {}
    return [
        Difference(
            kind,
            " / ".join(
                names.get(str(one), str(one)) for one in (key[1:] if kind == "contents" else key) if one
            ),
            _words(said),
            _words(kept),
            tuple(names[str(one)] for one in key if one in names),
        )
        for kind, key, said, kept in apart
    ]


def _comparable(told: Contents, held: Contents) -> tuple[dict[Held, str], dict[Held, str]]:
    """Return the digests to compare: where an earlier release logged less, of what was written since."""
    said, kept = dict(told.everything()), dict(held.everything())
    return said, kept if told.whole else {key: digest for key, digest in kept.items() if key in said}


def _words(state: object) -> str:
    """Return a state as it is shown; of a person also whether they agreed, and the position."""
    return " · ".join(map(str, state)) if isinstance(state, tuple) else str(state or "—")


def _apply(told: Retold, row: LogRow) -> None:
    action, subject, details = row.entry.action, row.entry.subject_id, dict(row.entry.details)
    if action in ("vacancy.created", "vacancy.changed"):
        told.vacancies[subject] = str(details["state"])
    elif action == "vacancy.moved":
        told.vacancies[subject] = str(details["to"])
    elif action == "shortlist.saved":
        told.shortlists[subject], told.approved[subject] = str(details["state"]), ""
        for position, name in enumerate(_names(details, "places"), start=1):
            told.people[subject, name] = ("proposto", False, position)
    elif action == "shortlist.moved":
        told.shortlists[subject] = str(details["to"])
        told.approved[subject] = _approved(told.approved[subject], details, row.actor)
    elif action == "shortlist.reordered":
        for position, name in enumerate(_names(details, "people"), start=1):
            state, agreed, _ = told.people[subject, name]
            told.people[subject, name] = (state, agreed, position)
    elif action == "person.moved":
        _move_person(told, subject, details)


def _move_person(told: Retold, shortlist: str, details: dict[str, Any]) -> None:
    key = (shortlist, str(details["candidate"]))
    _, agreed, position = told.people.get(key, ("", False, 0))
    if details["step"] in ("restore", "add"):
        agreed = False
    told.people[key] = (
        str(details["to"]),
        bool(details.get("agreed", agreed)),
        int(details.get("position", position)),
    )


def _approved(held: str, details: dict[str, Any], actor: str) -> str:
    if details["step"] == "approve":
        return actor
    return "" if details["step"] in ("reopen", "extend", "revoke") else held


def _names(details: dict[str, Any], name: str) -> Iterator[str]:
    found = details.get(name, [])
    yield from (found if isinstance(found, list) else [])
