"""Services from files: each row is a line of the register; one that is there already comes in once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from matcher.desk.import_report import ImportReport
from matcher.desk.import_run import Batch, ImportJob, Item, Notices, Stored, run_import
from matcher.desk.operators import Acting, require
from matcher.desk.permissions import Action
from matcher.desk.services import (
    PersonalMinutes,
    find_service,
    general_minutes,
    personal_minutes,
    read_services,
)
from matcher.domain.service import MOST_MINUTES, ServiceRecord
from matcher.errors import MatcherError
from matcher.exchange.cells import Cells
from matcher.exchange.columns import FileKind
from matcher.exchange.mapping import FileMapping
from matcher.exchange.problems import Problem
from matcher.exchange.source import SourceRow
from matcher.exchange.validation import is_record, validated
from matcher.exchange.values import parse_date, whole_between
from matcher.plugin.gate import Gate
from matcher.store.database import Database
from matcher.store.records import OwnerKind, held_content
from matcher.store.services import list_services, log_service
from matcher.store.writing import UpsertCounts
from matcher.text.folding import plain_letters
from matcher.vocabulary.schema import Concept, Vocabulary

__all__ = ["ServiceReader", "import_services"]

_REQUIRED = {
    "prestazione": "Scrivi quale, per esempio 10: matcher service kinds.",
    "data": "Scrivi quando, per esempio 31/01/2026.",
    "minuti": "Scrivi quanto è durata, o «standard».",
}
_STANDARD = "standard"


class ServiceReader:
    """Reads rows of services.

    Parameters
    ----------
    operator, office : str
        Who and where, in a row that does not say.
    minutes : callable
        Standard minutes of a service for a person, for rows that confirm them.
    """

    def __init__(
        self, services: Vocabulary, operator: str, office: str, minutes: PersonalMinutes = general_minutes
    ) -> None:
        self._services, self._operator, self._office = services, operator, office
        self._minutes = minutes

    def read(self, values: Mapping[str, str]) -> tuple[ServiceRecord | None, list[Problem]]:
        """Read the cells of a row, by documented column; or say everything that is wrong with it."""
        cells = Cells(values)
        for name, remedy in _REQUIRED.items():
            if not cells.text(name):
                cells.complain(name, "manca", remedy)
        day = cells.read("data", parse_date, None)
        service, person = self._service(cells, day), cells.text("id_candidato")
        confirmed = plain_letters(cells.text("minuti")) == _STANDARD
        minutes = None if confirmed else cells.read("minuti", whole_between(1, MOST_MINUTES), None)
        group = cells.read("presenti", whole_between(1, 500), None)
        if cells.problems:
            return None, cells.problems
        if confirmed and service is not None and day is not None:
            minutes = self._minutes(service, person, day)
        return validated(
            ServiceRecord,
            {
                "service": service.id if service else "",
                "minutes": minutes,
                "given_on": day,
                "operator": cells.text("operatore") or self._operator,
                "office": cells.text("ufficio") or self._office,
                "candidate": person,
                "vacancy": cells.text("id_richiesta"),
                "outcome": cells.text("esito"),
                "group_size": group,
                "session": cells.text("incontro"),
            },
        )

    def _service(self, cells: Cells, day: date | None) -> Concept | None:
        words = cells.text("prestazione")
        if not words or day is None:
            return None
        try:
            return find_service(self._services, words, day)
        except MatcherError as error:
            cells.complain("prestazione", error.message, error.hint, words)
            return None


class _ServiceIntake:
    """Reads and stores services; see `import_services`."""

    kind: FileKind = "services"

    def __init__(self, reader: ServiceReader, actor: str, at: datetime) -> None:
        self._reader, self._actor, self._at = reader, actor, at
        self.notices = Notices()

    def read(self, row: SourceRow) -> tuple[ServiceRecord | None, list[Problem]]:
        """Read a row, or say everything that is wrong with it."""
        source = row.row.source
        if source is not None and is_record(source, ServiceRecord):
            return validated(ServiceRecord, source)
        return self._reader.read(row.cells)

    def identify(self, record: ServiceRecord) -> str:
        """Return what may come only once: the whole line."""
        return record.model_copy(update={"id": 0}).model_dump_json()

    def prepare(self, batch: Batch[ServiceRecord]) -> Batch[ServiceRecord]:
        """Return the batch as it is: services have no words to link."""
        return batch

    def store(self, connection: Connection, batch: Batch[ServiceRecord]) -> Stored[ServiceRecord]:
        """Write a batch; lines that the register has are left, those of unknown people refused."""
        days = [item.record.given_on for item in batch]
        held = {self.identify(one) for one in list_services(connection, min(days), max(days))}
        refused: list[tuple[Item[ServiceRecord], Problem]] = []
        written = []
        for item in batch:
            record = item.record.model_copy(update={"id": 0})
            if record.given_on > self._at.date():
                day = f"{record.given_on:%d/%m/%Y}"
                refused.append((item, Problem("data", day, "deve ancora venire", "Controlla la data.")))
            elif self.identify(record) not in held:
                try:
                    written.append(str(log_service(connection, record, self._actor, self._at).id))
                except MatcherError as error:
                    value = record.candidate or record.vacancy
                    refused.append((item, Problem("id_candidato", value, error.message, error.hint)))
        same = len(batch) - len(refused) - len(written)
        return Stored(UpsertCounts(len(written), 0, same, tuple(written)), refused)


def import_services(
    paths: Sequence[Path],
    database: Database,
    who: Callable[[Connection], Acting],
    vocabularies: str,
    *,
    gate: Gate,
    mapping: FileMapping | None = None,
) -> ImportReport:
    """Import services given from files; the same line a second time changes nothing.

    Parameters
    ----------
    who : callable
        Returns who is acting.
    vocabularies : str
        Folder of the vocabularies; empty for those of the package.

    Raises
    ------
    InputError
        For a file that cannot be read as a whole, or somebody who may not write into the register.
    """
    with database.snapshot() as connection:
        acting = who(connection)
        require(connection, acting, Action.LOG_SERVICE)

    def held(plugin: str, owner: OwnerKind, owner_id: str) -> Mapping[str, Any] | None:
        with database.snapshot() as connection:
            return held_content(connection, plugin, owner, owner_id)

    minutes = personal_minutes(gate, held)
    reader = ServiceReader(read_services(vocabularies), acting.actor, acting.office, minutes)
    job = ImportJob(database, acting.actor, acting.at, mapping, None, gate.readers)
    return run_import(paths, _ServiceIntake(reader, acting.actor, acting.at), job)
