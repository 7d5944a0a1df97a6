"""How vacancies come in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from matcher.desk.candidate_words import tally
from matcher.desk.import_run import Batch, Item, Notices, Stored
from matcher.desk.intake_rows import (
    Given,
    checked_records,
    erased_items,
    upsert_plugin_records,
    with_plugins,
    words_given,
)
from matcher.desk.merging import merged_vacancies
from matcher.desk.vacancy_words import VacancyReading, read_vacancies, waiting_of_vacancy
from matcher.desk.words import WordReader
from matcher.domain.vacancy import Vacancy
from matcher.exchange.columns import FileKind
from matcher.exchange.problems import Problem
from matcher.exchange.source import SourceRow
from matcher.exchange.vacancies import VacancyReader
from matcher.plugin.gate import Gate
from matcher.store.vacancies import upsert_vacancies

__all__ = ["VacancyIntake"]


class VacancyIntake:
    """Reads, links and stores vacancies; see `import_vacancies`."""

    kind: FileKind = "vacancies"

    def __init__(self, words: WordReader, gate: Gate | None, actor: str, at: datetime) -> None:
        self._words, self._gate, self._actor, self._at = words, gate, actor, at
        self._reader = VacancyReader(words.labels, words.vocabularies.places)
        self.notices = Notices()

    def read(self, row: SourceRow) -> tuple[Given | None, list[Problem]]:
        """Read a row, or say everything that is wrong with it."""
        source = row.row.source
        whole = source is not None and self._reader.is_record(source)
        if source is not None and whole:
            vacancy, problems = self._reader.read_record(source)
        else:
            vacancy, problems = self._reader.read(row.cells)
        return with_plugins(vacancy, problems, row, self._gate, "vacancy", self.notices, whole=whole)

    def identify(self, given: Given) -> str:
        """Return what may come only once."""
        record = given.record
        return str(record.vacancy.id if isinstance(record, VacancyReading) else record.id)

    def prepare(self, batch: Batch[Given]) -> Batch[Given]:
        """Link the words of a batch."""
        readings: dict[int, VacancyReading] = {}
        for whole in (False, True):
            places = [place for place, item in enumerate(batch) if _states_all(item.record) is whole]
            found = read_vacancies(
                [batch[place].record.record for place in places], self._words, extract=not whole
            )
            readings.update(zip(places, found, strict=True))
        return [
            Item(item.source, replace(item.record, record=readings[place]))
            for place, item in enumerate(batch)
        ]

    def store(self, connection: Connection, batch: Batch[Given]) -> Stored[Given]:
        """Write a batch, and the plugin data of its rows."""
        notices = Notices()
        for item in batch:
            _notice(notices, item.record.record.vacancy, item.source.row.number)
        batch, refused, records = checked_records(
            connection, batch, self._gate, lambda given: given.record.vacancy
        )
        given = words_given(batch, self.identify)
        batch, unmerged = merged_vacancies(connection, batch, given, self._reader, self._words)
        refused += unmerged
        readings: list[VacancyReading] = [item.record.record for item in batch]
        counts = upsert_vacancies(connection, [one.vacancy for one in readings], self._actor, self._at, given)
        counts = upsert_plugin_records(connection, records, counts, self._actor, self._at)
        refused += erased_items(batch, counts, self.identify)
        written = set(counts.written)
        waiting = tally(
            pair for one in readings if one.vacancy.id in written for pair in waiting_of_vacancy(one.vacancy)
        )
        return Stored(
            counts,
            refused,
            waiting,
            [finding for one in readings for finding in one.findings],
            [proposal for one in readings for proposal in one.proposals],
            notices,
        )


def _notice(notices: Notices, vacancy: Vacancy, number: int) -> None:
    if not vacancy.occupations:
        notices.add("Titoli che non dicono una professione: si usa il testo", f"{number} «{vacancy.title}»")
    for place in vacancy.places:
        if place.kind == "imprecise":
            notices.add("Sedi imprecise, da precisare", f"{number} «{place.text}»")


def _states_all(given: Given) -> bool:
    """Say whether a whole record states its requirements, so that none is read from its text."""
    return given.whole and bool(given.record.requirements)
