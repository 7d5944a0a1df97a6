"""How applications come in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from matcher.desk.import_run import Batch, Item, Notices, Stored
from matcher.domain.vacancy import Application
from matcher.exchange.applications import is_application_record, read_application, read_application_record
from matcher.exchange.columns import FileKind
from matcher.exchange.problems import Problem
from matcher.exchange.source import SourceRow
from matcher.store.applications import upsert_applications
from matcher.store.candidates import known_candidates
from matcher.store.vacancies import known_vacancies
from matcher.store.writing import UpsertCounts

__all__ = ["ApplicationIntake"]


class ApplicationIntake:
    """Reads and stores applications; see `import_applications`."""

    kind: FileKind = "applications"

    def __init__(self, actor: str, at: datetime) -> None:
        self._actor, self._at = actor, at
        self.notices = Notices()

    def read(self, row: SourceRow) -> tuple[Application | None, list[Problem]]:
        """Read a row, or say everything that is wrong with it."""
        source = row.row.source
        if source is not None and is_application_record(source):
            return read_application_record(source)
        return read_application(row.cells)

    def identify(self, application: Application) -> str:
        """Return what may come only once."""
        return f"{application.vacancy_id} / {application.candidate_id}"

    def prepare(self, batch: Batch[Application]) -> Batch[Application]:
        """Link the words of a batch."""
        return batch

    def store(self, connection: Connection, batch: Batch[Application]) -> Stored[Application]:
        """Write a batch, those whose vacancy and person are known."""
        people = known_candidates(connection, sorted({item.record.candidate_id for item in batch}))
        jobs = known_vacancies(connection, sorted({item.record.vacancy_id for item in batch}))
        refused: list[tuple[Item[Application], Problem]] = []
        kept: list[Application] = []
        for item in batch:
            application = item.record
            if application.vacancy_id not in jobs:
                reason = "questa richiesta non c'è"
                problem = Problem(
                    "id_richiesta", application.vacancy_id, reason, "Importa prima la richiesta."
                )
            elif application.candidate_id not in people:
                reason = "questa persona non c'è"
                problem = Problem(
                    "id_candidato", application.candidate_id, reason, "Importa prima la persona."
                )
            else:
                kept.append(application)
                continue
            refused.append((item, problem))
        counts = upsert_applications(connection, kept, self._actor, self._at) if kept else UpsertCounts()
        return Stored(counts, refused)
