"""What the desk recorded beside its states, told again from the log: questions, documents, outcomes, registers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from matcher.desk.moves import PAIR_STATES
from matcher.domain.states import ANSWERS, OUTCOMES, PersonState
from matcher.store import tables
from matcher.store.audit import LogRow
from matcher.store.operators import register_digests
from matcher.store.outcomes import CANCELLED
from matcher.store.pseudonym import all_references

__all__ = ["Records", "merged_names", "records_held"]

P = PersonState
_ANSWERS: Final = frozenset(one.value for one in ANSWERS)
_OUTCOMES: Final = frozenset(one.value for one in OUTCOMES)
_REGISTERS: Final = frozenset(
    {"operator.written", "office.written", "provider.written", "provider.accredited"}
)
_Key = tuple[str, ...]


@dataclass
class Records:
    """What is on record, in words, by what it is about; people by the name that the log gives them."""

    asked: dict[_Key, str] = field(default_factory=dict)
    released: dict[_Key, str] = field(default_factory=dict)
    documents: dict[_Key, str] = field(default_factory=dict)
    outcomes: dict[_Key, str] = field(default_factory=dict)
    followups: dict[_Key, str] = field(default_factory=dict)
    pairs: dict[_Key, str] = field(default_factory=dict)
    services: dict[_Key, str] = field(default_factory=dict)
    registers: dict[_Key, str] = field(default_factory=dict)

    def drop(self, name: str) -> None:
        """Forget an erased person, vacancy or shortlist."""
        for kind, held in vars(self).items():
            if kind not in ("registers", "services"):
                setattr(self, kind, {key: said for key, said in held.items() if name not in key})

    def leave_shared(self, merged: frozenset[str]) -> None:
        """Leave out the live facts of merged records: they count for both, as the merge says and undoes."""
        self.pairs = {key: said for key, said in self.pairs.items() if not merged & set(key)}

    def apply(self, row: LogRow) -> None:
        """Take one line of the log in."""
        action, subject, details = row.entry.action, row.entry.subject_id, dict(row.entry.details)
        person = str(details.get("candidate", ""))
        if action == "person.moved":
            self._move(subject, person, details)
        elif action == "person.released":
            self._set(self.released, (subject, person), str(details["released"]).replace("none", ""))
        elif action == "document.made":
            self.documents[subject, str(details["document"])] = _document(
                details["format"], details["sha256"]
            )
        elif action == "document.revoked":
            self.documents[subject, str(details["document"])] += " · revocato"
        elif action == "outcome.reviewed":
            held = self.outcomes[subject, person, P.REJECTED.value].split(" · ")
            said = " · ".join((*held[:-1], str(details["reason"])))
            self.outcomes[subject, person, P.REJECTED.value] = said
        elif action == "followup.recorded":
            self.followups[subject, person, str(details["days"])] = str(details["result"])
        elif action == "pair.state":
            self._set(self.pairs, (subject, person), str(details["state"]).replace("none", ""))
        elif action == "service.logged":
            self.services[(subject,)] = f"{details['service']} · {details['minutes']}"
        elif action == "service.voided":
            self.services.pop((subject,), None)
        elif action in _REGISTERS:
            which = [str(details.get(name, "")) for name in ("function", "region") if "function" in details]
            self.registers[(action, subject, *which)] = row.entry.payload_digest

    def _move(self, shortlist: str, person: str, details: dict[str, Any]) -> None:
        key, step, before, after = (shortlist, person), details["step"], details["from"], details["to"]
        if step == "request":
            self.asked[key] = f"{details['deadline'][:16]} · "
        elif step in _ANSWERS:
            if key in self.asked:
                self.asked[key] = f"{self.asked[key].split(' · ')[0]} · {after}"
            if not details.get("agreed") and not (before == after == P.AVAILABLE):
                self.released.pop(key, None)
        elif step in ("remove", "restore"):
            self.released.pop(key, None)
        elif step in _OUTCOMES:
            said = f"{details['day']} · {details['source']} · {details.get('reason', '')}"
            self.outcomes[(*key, after)] = said
        elif step == "undo":
            for one in [one for one in self.outcomes if one[:2] == key]:
                del self.outcomes[one]
        mapped = {name: PAIR_STATES.get(P(name)) if name else None for name in (before, after)}
        if mapped[before] != mapped[after]:
            self._set(self.pairs, (str(details["vacancy"]), person), mapped[after] or "")

    @staticmethod
    def _set(held: dict[_Key, str], key: _Key, said: str) -> None:
        if said:
            held[key] = said
        else:
            held.pop(key, None)


def merged_names(connection: Connection) -> frozenset[str]:
    """Return the records that are merged with another, vacancies by id and people as the log names them."""
    copies, names = tables.copies.c, all_references(connection)
    found = connection.execute(select(copies.first_id, copies.second_id).where(copies.state == "merged"))
    return frozenset(names.get(one, one) for pair in found for one in pair)


def records_held(connection: Connection) -> Records:
    """Return what the tables hold."""
    held, names = Records(), all_references(connection)
    for row in _all(connection, tables.availability_requests):
        deadline = row.deadline.isoformat()[:16]
        held.asked[row.shortlist_id, names[row.candidate_id]] = f"{deadline} · {row.answer}"
    for row in _all(connection, tables.shortlist_places):
        if row.released:
            held.released[row.shortlist_id, names[row.candidate_id]] = row.released
    for row in _all(connection, tables.documents):
        revoked = " · revocato" if row.revoked_at else ""
        held.documents[row.shortlist_id, row.id] = _document(row.format, row.sha256) + revoked
    for row in _all(connection, tables.outcomes):
        if row.undone_at is None:
            said = f"{row.happened_on.isoformat()} · {row.source} · {row.reason}"
            held.outcomes[row.shortlist_id, names[row.candidate_id], row.outcome] = said
    for row in _all(connection, tables.followups):
        if row.result not in ("", CANCELLED):
            held.followups[row.vacancy_id, names[row.candidate_id], str(row.days)] = row.result
    for row in connection.execute(select(tables.vacancy_candidate_states)):
        held.pairs[row.vacancy_id, names[row.candidate_id]] = row.state
    for row in _all(connection, tables.services):
        if not row.voided_by:
            held.services[(str(row.id),)] = f"{row.service} · {row.minutes}"
    held.registers = dict(register_digests(connection))
    return held


def _all(connection: Connection, table: Any) -> list[Row[Any]]:
    return [
        *connection.execute(select(table).order_by(table.c.id if "id" in table.c else table.c.shortlist_id))
    ]


def _document(form: object, sha256: object) -> str:
    return f"{form} · {sha256}"
