"""Rows about somebody already in the store: a column that the file does not have leaves its field as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from matcher.desk.candidate_words import link_candidates
from matcher.desk.editing import edited_candidate, edited_vacancy
from matcher.desk.import_run import Batch, Item
from matcher.desk.intake_rows import Given
from matcher.desk.ready_candidate import ReadyCandidate
from matcher.desk.rereading import unread_candidate, unread_vacancy
from matcher.desk.vacancy_words import VacancyReading, read_vacancies
from matcher.desk.words import WordReader
from matcher.domain.vacancy import Vacancy
from matcher.errors import InputError
from matcher.exchange.candidates import CandidateParts, CandidateReader
from matcher.exchange.problems import Problem
from matcher.exchange.vacancies import VacancyReader
from matcher.store import candidates as people
from matcher.store import vacancies as requests
from matcher.store.candidate_writes import unchanged_since_import as unchanged_people

__all__ = ["merged_candidates", "merged_vacancies"]

Refused = list[tuple[Item[Given], Problem]]


def merged_candidates(
    connection: Connection,
    batch: Batch[Given],
    given: Mapping[str, str],
    reader: CandidateReader,
    words: WordReader,
) -> tuple[list[Item[Given]], Refused]:
    """Complete the rows of known people with what is stored.

    Whole records replace. The same words as last time are no news, even where a later version of the product reads
    them otherwise: that is for `relink`, which keeps what staff edited; the store leaves the person alone.

    Parameters
    ----------
    given : mapping of str to str
        Digest of the words of each row, by id.
    """
    known = people.known_candidates(connection, [item.record.record.id for item in batch])
    partial = [item for item in batch if item.record.record.id in known and not item.record.whole]
    same = unchanged_people(
        connection, {item.record.record.id: given[item.record.record.id] for item in partial}
    )
    news = [item for item in partial if item.record.record.id not in same]
    held = people.read_candidates(connection, [item.record.record.id for item in news])
    merged: dict[str, CandidateParts] = {}
    refused: Refused = []
    for item in news:
        identifier = item.record.record.id
        before = CandidateParts(
            held[identifier],
            people.get_contact(connection, identifier),
            people.get_protected(connection, identifier),
        )
        try:
            edited = edited_candidate(before, _changes(item), reader, words.labels)
            merged[identifier] = replace(edited, candidate=unread_candidate(edited.candidate))
        except InputError as error:
            refused.append((item, Problem("", identifier, error.message, error.hint)))
    linked = map(ReadyCandidate.of, link_candidates(list(merged.values()), words))
    return _replaced(batch, refused, {one.id: one for one in linked}, lambda record: record.id), refused


def merged_vacancies(
    connection: Connection,
    batch: Batch[Given],
    given: Mapping[str, str],
    reader: VacancyReader,
    words: WordReader,
) -> tuple[list[Item[Given]], Refused]:
    """Complete the rows of known vacancies with what is stored; as `merged_candidates`.

    In rows that are news, links and readings that nobody confirmed are made anew.
    """
    rows: list[Vacancy] = [item.record.record.vacancy for item in batch if not item.record.whole]
    known = requests.known_vacancies(connection, [row.id for row in rows])
    same = requests.unchanged_since_import(
        connection, {row.id: given[row.id] for row in rows if row.id in known}
    )
    held = requests.read_vacancies(connection, sorted(known - same))
    merged: list[Vacancy] = []
    refused: Refused = []
    for item in batch:
        before = None if item.record.whole else held.get(item.record.record.vacancy.id)
        if before is None:
            continue
        changes = _changes(item)
        if "requisiti" in changes and "descrizione" not in changes:
            changes["descrizione"] = ""
        if "professioni" not in changes and changes.get("titolo", before.title) != before.title:
            changes["professioni"] = ""
        try:
            merged.append(unread_vacancy(edited_vacancy(before, changes, reader, words.labels)))
        except InputError as error:
            refused.append((item, Problem("", before.id, error.message, error.hint)))
    linked = {one.vacancy.id: one for one in read_vacancies(merged, words)}
    return _replaced(batch, refused, linked, lambda record: record.vacancy.id), refused


def _changes(item: Item[Given]) -> dict[str, str]:
    """Return the cell of every column that the file has; a blank one empties its field."""
    return {name: item.source.cells.get(name, "") for name in item.source.columns}


def _replaced(
    batch: Batch[Given],
    refused: Refused,
    merged: Mapping[str, ReadyCandidate] | Mapping[str, VacancyReading],
    identify: Callable[[Any], str],
) -> list[Item[Given]]:
    """Return the rows not refused, with the merged record of each that has one."""
    if not merged and not refused:
        return list(batch)
    out = {id(item) for item, _ in refused}
    return [
        Item(
            item.source,
            replace(item.record, record=merged.get(identify(item.record.record), item.record.record)),
        )
        for item in batch
        if id(item) not in out
    ]
