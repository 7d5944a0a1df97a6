"""One record typed at the desk: read, linked, kept; the same words and rules as for files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection

from matcher.desk.candidate_words import link_candidates, tally, waiting_of_candidate
from matcher.desk.editing import edited_candidate, edited_vacancy, named_fields, refuse_problems
from matcher.desk.plugin_records import content_of_cells, set_record
from matcher.desk.vacancy_words import VacancyReading, read_vacancies, waiting_of_vacancy
from matcher.desk.words import WordReader
from matcher.domain.record import Mention
from matcher.errors import InputError
from matcher.exchange.candidates import CandidateParts, CandidateReader
from matcher.exchange.columns import FileKind
from matcher.exchange.labels import Labels
from matcher.exchange.problems import Problem
from matcher.exchange.source import open_source
from matcher.exchange.vacancies import VacancyReader
from matcher.plugin.gate import Gate
from matcher.store import candidates as candidate_store
from matcher.store import vacancies as vacancy_store
from matcher.store.candidate_writes import StoredCandidate, set_candidate, upsert_candidates
from matcher.store.corrections import queue_links
from matcher.store.records import OwnerKind, PluginRecord
from matcher.store.writing import UpsertCounts
from matcher.vocabulary.places import Places
from matcher.vocabulary.schema import Kind

__all__ = ["Entered", "Entry", "EntryDesk"]

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed: texts by column, those of plugins, or a whole record of a JSON file."""

    cells: Mapping[str, str]
    plugin: Mapping[str, str] = field(default_factory=dict)
    tree: Mapping[str, object] | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of it.

    Attributes
    ----------
    id : str
        The record.
    version : int
        Its version now.
    changed : bool
        Whether anything is different from before.
    waiting : tuple of str
        Words that reached no concept and now wait in the queue.
    reading : VacancyReading or None
        Inadmissible words and proposals, of a vacancy.
    """

    id: str
    version: int
    changed: bool
    waiting: tuple[str, ...] = ()
    reading: VacancyReading | None = None


@dataclass(frozen=True)
class EntryDesk:
    """Writes single records.

    Attributes
    ----------
    labels : Labels
        Closed lists.
    places : Places
        Municipalities.
    gate : Gate
        Plugins, for their own fields.
    words : callable
        Opens the reader of words; called only when there are words to link.
    actor, at : str and datetime
        For the log.
    """

    labels: Labels
    places: Places
    gate: Gate
    words: Callable[[Connection], WordReader]
    actor: str
    at: datetime

    def typed(self, kind: FileKind, given: Mapping[str, str]) -> Entry:
        """Return fields as an entry; aliases and ``plugin.field`` are understood.

        Raises
        ------
        InputError
            ``E-DSK-001`` for a field that does not exist.
        """
        return Entry(*named_fields(kind, given))

    def from_file(self, kind: FileKind, path: Path) -> Entry:
        """Return the one record of a file.

        Raises
        ------
        InputError
            ``E-DSK-008`` if there are several, and as `open_source`.
        """
        rows = open_source(path, kind).rows
        first, second = next(rows), next(rows, None)
        if second is not None:
            raise InputError(
                "E-DSK-008", f"{path.name} contiene più di un record.", f"Usa: matcher import {kind} {path}"
            )
        return Entry(first.cells, first.plugin, first.row.source, tuple(first.problems))

    # -- candidates -----------------------------------------------------------------------------------

    def add_candidate(self, connection: Connection, entry: Entry) -> Entered:
        """Add a person.

        Raises
        ------
        InputError
            ``E-DSK-002`` with everything that cannot be read, ``E-DSK-009`` if the id is taken or erased.
        """
        reader = CandidateReader(self.labels, self.places)
        whole = entry.tree is not None and reader.is_record(entry.tree)
        parts, problems = reader.read_record(entry.tree) if whole and entry.tree else reader.read(entry.cells)
        refuse_problems(entry.cells.get("id_candidato", "?"), [*entry.problems, *problems])
        if parts is None:
            raise InputError("E-DSK-002", "Il record non si può leggere.")
        if candidate_store.known_candidates(connection, [parts.candidate.id]):
            raise _taken(parts.candidate.id, "candidates")
        linked = self._linked(connection, parts)
        counts = upsert_candidates(connection, [_stored(linked)], self.actor, self.at)
        _refuse_erased(counts)
        self._plugin_fields(connection, "candidate", parts.candidate.id, entry.plugin)
        waiting = self._queue(connection, waiting_of_candidate(linked.candidate))
        return Entered(parts.candidate.id, 1, True, waiting)

    def set_candidate(
        self, connection: Connection, candidate_id: str, entry: Entry, version: int | None
    ) -> Entered:
        """Change fields of a person; the others stay.

        Parameters
        ----------
        version : int or None
            The version that the operator had read; the current one if omitted.

        Raises
        ------
        InputError
            As `edited_candidate`.
        NotFoundError, WorkspaceError
            If the person is not in the store, or was changed in the meantime.
        """
        row = candidate_store.get_candidate(connection, candidate_id)
        held = CandidateParts(
            row.candidate,
            candidate_store.get_contact(connection, candidate_id),
            candidate_store.get_protected(connection, candidate_id),
        )
        reader = CandidateReader(self.labels, self.places)
        edited = edited_candidate(held, entry.cells, reader, self.labels)
        fresh = _fresh(waiting_of_candidate, edited.candidate, row.candidate)
        told = edited.candidate.summary != row.candidate.summary
        linked = self._linked(connection, edited) if fresh or told else edited
        expected = row.version if version is None else version
        now = set_candidate(connection, _stored(linked), expected, self.actor, self.at)
        noted = self._plugin_fields(connection, "candidate", candidate_id, entry.plugin)
        waiting = self._queue(connection, _fresh(waiting_of_candidate, linked.candidate, row.candidate))
        return Entered(candidate_id, now, noted or now != row.version, waiting)

    # -- vacancies ------------------------------------------------------------------------------------

    def add_vacancy(self, connection: Connection, entry: Entry) -> Entered:
        """Add a vacancy, received today unless it says when; what is read from its text waits for confirmation.

        Raises
        ------
        InputError
            As `add_candidate`.
        """
        reader = VacancyReader(self.labels, self.places)
        whole = entry.tree is not None and reader.is_record(entry.tree)
        vacancy, problems = (
            reader.read_record(entry.tree) if whole and entry.tree else reader.read(entry.cells)
        )
        refuse_problems(entry.cells.get("id_richiesta", "?"), [*entry.problems, *problems])
        if vacancy is None:
            raise InputError("E-DSK-002", "Il record non si può leggere.")
        if not whole and vacancy.received_on is None:
            vacancy = vacancy.model_copy(update={"received_on": self.at.date()})
        if vacancy_store.known_vacancies(connection, [vacancy.id]):
            raise _taken(vacancy.id, "vacancies")
        [reading] = read_vacancies([vacancy], self.words(connection), extract=not whole)
        counts = vacancy_store.upsert_vacancies(connection, [reading.vacancy], self.actor, self.at)
        _refuse_erased(counts)
        self._plugin_fields(connection, "vacancy", vacancy.id, entry.plugin)
        waiting = self._queue(connection, waiting_of_vacancy(reading.vacancy))
        return Entered(vacancy.id, 1, True, waiting, reading)

    def set_vacancy(
        self, connection: Connection, vacancy_id: str, entry: Entry, version: int | None
    ) -> Entered:
        """Change fields of a vacancy; a new text is read again.

        Raises
        ------
        InputError, NotFoundError, WorkspaceError
            As `set_candidate`.
        """
        row = vacancy_store.get_vacancy(connection, vacancy_id)
        held = row.vacancy
        edited = edited_vacancy(held, entry.cells, VacancyReader(self.labels, self.places), self.labels)
        reading = None
        new_text = (edited.title, edited.description) != (held.title, held.description)
        if new_text or not edited.occupations or _fresh(waiting_of_vacancy, edited, held):
            [reading] = read_vacancies([edited], self.words(connection), extract=new_text)
            edited = reading.vacancy
        expected = row.version if version is None else version
        now = vacancy_store.set_vacancy(connection, edited, expected, self.actor, self.at)
        noted = self._plugin_fields(connection, "vacancy", vacancy_id, entry.plugin)
        waiting = self._queue(connection, _fresh(waiting_of_vacancy, edited, held))
        changed = noted or now != row.version
        return Entered(vacancy_id, now, changed, waiting, reading if new_text else None)

    # -- parts ----------------------------------------------------------------------------------------

    def _linked(self, connection: Connection, parts: CandidateParts) -> CandidateParts:
        [linked] = link_candidates([parts], self.words(connection))
        return linked

    def _plugin_fields(
        self, connection: Connection, owner: OwnerKind, owner_id: str, fields: Mapping[str, str]
    ) -> bool:
        """Write ``plugin.field`` texts; return whether anything changed."""
        by_plugin: dict[str, dict[str, str]] = {}
        for name, text in fields.items():
            plugin, _, inner = name.partition(".")
            by_plugin.setdefault(plugin, {})[inner] = text
        changed = False
        for plugin, cells in by_plugin.items():
            declared = self.gate.data.types.get((plugin, owner))
            if declared is None:
                raise InputError(
                    "E-DSK-001",
                    f"Nessun plugin «{plugin}» tiene dati di tipo «{owner}».",
                    "Vedi: matcher plugins list",
                )
            content: dict[str, Any] = content_of_cells(declared, cells)
            row = PluginRecord(plugin, owner, owner_id, declared.schema_version, content)
            changed |= set_record(connection, self.gate, row, self.actor, self.at)[1]
        return changed

    def _queue(self, connection: Connection, waiting: Iterable[tuple[Kind, Mention]]) -> tuple[str, ...]:
        new = tally(waiting)
        queue_links(connection, new, self.actor, self.at)
        return tuple(item.text for item in new)


def _fresh(
    waiting: Callable[[Kept], Iterable[tuple[Kind, Mention]]], edited: Kept, held: Kept
) -> list[tuple[Kind, Mention]]:
    """Return the words without a concept that were not there before."""
    known = {(kind, mention.text) for kind, mention in waiting(held)}
    return [(kind, mention) for kind, mention in waiting(edited) if (kind, mention.text) not in known]


def _stored(parts: CandidateParts) -> StoredCandidate:
    return StoredCandidate(parts.candidate, parts.contact, parts.protected)


def _taken(identifier: str, kind: str) -> InputError:
    return InputError(
        "E-DSK-009",
        f"«{identifier}» c'è già.",
        f"Per modificarlo: matcher {kind} set {identifier} campo=valore",
    )


def _refuse_erased(counts: UpsertCounts) -> None:
    if counts.erased:
        raise InputError(
            "E-DSK-009",
            f"«{counts.erased[0]}» è stato cancellato: lo stesso identificativo non si usa di nuovo.",
            "Se la persona è tornata, dalle un identificativo nuovo.",
        )
