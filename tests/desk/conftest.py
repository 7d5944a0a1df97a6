"""A workspace with the thirty invented people and five vacancies, for questions asked through the desk."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from matcher import Engine
from matcher.app import Workspace, create_workspace
from matcher.desk.words import WordReader, open_word_reader
from matcher.domain.candidate import Candidate
from matcher.domain.vacancy import Vacancy
from matcher.embedding.open import open_embedder
from matcher.settings import PluginSettings, Settings
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.candidates import get_candidate
from matcher.store.vacancies import get_vacancy, upsert_vacancies
from matcher.testing.people import invented_people, invented_protected, invented_vacancies
from matcher.vocabulary.active import load_active
from matcher.vocabulary.bundle import Vocabularies

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
#: Slow to open and never changed: shared by all workspaces of a run.
_SHARED = ("vocabularies", "embedder", "gate", "codes")


class Desk(Workspace):
    """A workspace on a fixed day, with the shortest ways to change what is stored."""

    def now(self) -> datetime:
        return AT

    def write(self, change: Callable[[Connection], object]) -> object:
        """Run a change in a transaction."""
        with self.database.transaction() as connection:
            return change(connection)

    def put(self, *records: Candidate | Vacancy) -> None:
        """Store people and vacancies."""
        people = [StoredCandidate(record) for record in records if isinstance(record, Candidate)]
        requests = [record for record in records if isinstance(record, Vacancy)]
        with self.database.transaction() as connection:
            upsert_candidates(connection, people, "anna", AT)
            upsert_vacancies(connection, requests, "anna", AT)

    def candidate(self, name: str, **changes: object) -> Candidate:
        """Return a stored person, changed."""
        with self.database.snapshot() as connection:
            return get_candidate(connection, name).candidate.model_copy(update=changes)

    def vacancy(self, name: str, **changes: object) -> Vacancy:
        """Return a stored vacancy, changed."""
        with self.database.snapshot() as connection:
            return get_vacancy(connection, name).vacancy.model_copy(update=changes)

    @property
    def engine(self) -> Engine:
        return Engine(self)


@pytest.fixture(scope="session")
def vocabularies(tmp_path_factory: pytest.TempPathFactory) -> Vocabularies:
    return load_active(tmp_path_factory.mktemp("vocabularies"), None)


@pytest.fixture(scope="session")
def words(vocabularies: Vocabularies) -> WordReader:
    """What reads words, without a workspace: slow to open, and no test changes it."""
    return open_word_reader(vocabularies, open_embedder(), None)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The workspace that every test starts from, with its pool built."""
    folder = tmp_path_factory.mktemp("desk") / "template"
    settings = Settings(actor="anna", plugins=PluginSettings(blocked=("anzianita", "notte")))
    create_workspace(folder, settings).__exit__(None, None, None)
    with Desk(folder) as made:
        protected = invented_protected()
        people = [StoredCandidate(p, None, protected.get(p.id)) for p in invented_people()]
        with made.database.transaction() as connection:
            upsert_candidates(connection, people, "anna", AT)
            upsert_vacancies(connection, invented_vacancies(), "anna", AT)
        made.build_pool()
        for part in _SHARED:
            getattr(made, part)
        return made


@pytest.fixture
def open_desk(template: Workspace) -> Iterator[Callable[[Path], Desk]]:
    """Open a folder as a desk that shares what is slow to make."""
    opened: list[Desk] = []

    def opens(folder: Path) -> Desk:
        desk = Desk(folder)
        desk.__dict__.update({part: getattr(template, part) for part in _SHARED})
        opened.append(desk)
        return desk

    yield opens
    for desk in opened:
        desk.__exit__(None, None, None)


@pytest.fixture
def desk(template: Workspace, tmp_path: Path, open_desk: Callable[[Path], Desk]) -> Desk:
    """A copy of the template, to be changed at will."""
    folder = tmp_path / "spazio"
    shutil.copytree(template.folder, folder)
    return open_desk(folder)
