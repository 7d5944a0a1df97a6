"""A desk without a pool: people, vacancies and a shortlist written straight into a store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from matcher.desk.availability import ask, record_answer
from matcher.desk.operators import Acting, acting_as
from matcher.desk.referral import MadeFile, Referral, Sending, refer
from matcher.desk.steps import Judges, Steps, taking_steps
from matcher.desk.workflow import approve
from matcher.domain.candidate import Candidate
from matcher.domain.shortlist import RankedCandidate, Shortlist, Versions
from matcher.domain.states import PersonState
from matcher.domain.vacancy import Employer, Vacancy, VacancyState
from matcher.settings import DeskSettings, Intermediary
from matcher.store.audit import LogRow, history, verify
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.database import Database
from matcher.store.places import Place, get_place, places_of
from matcher.store.shortlists import ShortlistRow, get_shortlist, save_shortlist
from matcher.store.vacancies import get_vacancy, upsert_vacancies

#: A Monday morning, an hour before the desk closes.
MONDAY = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
VERSIONS = Versions(engine="1", pool="2", vocabulary="3", embedder="4", weights="5", plugins=())
HOUSE = Intermediary(name="CPI di Modena", authorisation="soggetto pubblico")


def made_files(sending: Sending) -> list[MadeFile]:
    """Make a file as plain as can be."""
    codes = {name: f"K-{number}" for number, name in enumerate(sending.people)}
    return [MadeFile("html", "it", ",".join(codes.values()).encode(), codes)]


@dataclass
class Bureau:
    """One store, one clock that tests move, whoever they say is acting."""

    database: Database
    now: datetime = MONDAY
    actor: str = "anna"
    role: str = "operatore del mercato del lavoro"
    office: str = "Modena"
    settings: DeskSettings = field(default_factory=DeskSettings)
    judges: Judges | None = None

    def acting(self, **changes: str) -> Callable[..., Acting]:
        chosen = {"actor": self.actor, "role": self.role, "office": self.office, **changes}
        return lambda connection: acting_as(
            connection, chosen["actor"], chosen["role"], chosen["office"], self.now
        )

    def steps(self, **changes: str) -> AbstractContextManager[Steps]:
        return taking_steps(self.database, self.acting(**changes), self.settings, self.judges)

    def wait(self, **delta: int) -> None:
        self.now += timedelta(**delta)

    def add(self, vacancy_id: str = "V-1", *people: str, openings: int = 1, **changes: object) -> str:
        """Write a vacancy with people and a shortlist of them; return the id of the shortlist."""
        employer = Employer(name="Ceramiche Alfa srl", tax_id="01234567890")
        vacancy = Vacancy(id=vacancy_id, title="Mulettista", employer=employer, openings=openings)
        with self.database.transaction() as connection:
            rows = [StoredCandidate(Candidate(id=name)) for name in people]
            upsert_candidates(connection, rows, "anna", self.now)
            upsert_vacancies(connection, [vacancy.model_copy(update=changes)], "anna", self.now)
            return save_shortlist(connection, answer(vacancy_id, people), "anna", self.now, self.office).id

    def ready(self, shortlist: str, *people: str) -> None:
        """Bring a shortlist to its approval, with everybody available and agreed."""
        with self.steps() as steps:
            ask(steps, shortlist)
            for name in people:
                record_answer(steps, shortlist, name, "disponibile", agreed=True)
            approve(steps, shortlist)

    def refer(self, shortlist: str) -> Referral:
        with self.steps() as steps:
            return refer(steps, shortlist, made_files, HOUSE)

    def sent(self, vacancy_id: str = "V-1", *people: str, openings: int = 1) -> str:
        """Return a shortlist that is with the employer."""
        shortlist = self.add(vacancy_id, *people, openings=openings)
        self.ready(shortlist, *people)
        self.refer(shortlist)
        return shortlist

    def row(self, shortlist: str) -> ShortlistRow:
        with self.database.snapshot() as connection:
            return get_shortlist(connection, shortlist)

    def place(self, shortlist: str, person: str) -> Place:
        with self.database.snapshot() as connection:
            return get_place(connection, shortlist, person)

    def people(self, shortlist: str) -> dict[str, PersonState]:
        with self.database.snapshot() as connection:
            return {one.candidate_id: one.state for one in places_of(connection, shortlist)}

    def vacancy(self, vacancy_id: str = "V-1") -> VacancyState:
        with self.database.snapshot() as connection:
            return get_vacancy(connection, vacancy_id).vacancy.state

    def log(self, kind: str, subject: str) -> list[LogRow]:
        with self.database.snapshot() as connection:
            assert verify(connection).ok
            return history(connection, kind, subject)


def answer(vacancy_id: str, people: Sequence[str]) -> Shortlist:
    """Return what an engine would say of people, in their order."""
    ranked = tuple(
        RankedCandidate(id=name, rank=rank, score=9_000_000 - rank, contributions=())
        for rank, name in enumerate(people, start=1)
    )
    return Shortlist(
        subject=vacancy_id,
        reference_date=date(2026, 3, 2),
        size=10,
        ranked=ranked,
        n_pool=len(people),
        n_eligible=len(people),
        n_to_verify=0,
        n_removed=0,
        versions=VERSIONS,
    )


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database, copied rather than made anew."""
    path = tmp_path_factory.mktemp("store") / "empty.db"
    with Database.open(path) as database:
        database.migrate()
    return path


@pytest.fixture
def bureau(empty_store: Path, tmp_path: Path) -> Iterator[Bureau]:
    path = tmp_path / "store.db"
    path.write_bytes(empty_store.read_bytes())
    with Database.open(path) as database:
        yield Bureau(database)
