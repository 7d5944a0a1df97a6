"""Reports add up to what the desk recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, insert

from matcher.desk.services import find_service, general_minutes, read_services, standard_minutes, unusual
from matcher.domain.candidate import Candidate
from matcher.domain.service import ServiceRecord
from matcher.domain.shortlist import Shortlist, Versions
from matcher.domain.vacancy import Vacancy
from matcher.errors import InputError, NotFoundError
from matcher.report.availability import availability_report
from matcher.report.cells import Period
from matcher.report.outcomes import outcomes_report
from matcher.report.services import services_report
from matcher.report.times import times_report
from matcher.store import tables
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.database import Database
from matcher.store.services import log_service, void_service
from matcher.store.shortlists import save_shortlist
from matcher.store.vacancies import upsert_vacancies

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROME = ZoneInfo("Europe/Rome")
_KINDS = read_services("")
_VERSIONS = Versions(engine="", pool="", vocabulary="", embedder="", weights="", plugins=())


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A store with six people, three vacancies and a shortlist for each."""
    with Database.open(tmp_path / "store.db") as database:
        database.migrate()
        with database.transaction() as connection:
            people = [StoredCandidate(Candidate(id=f"C-{n}")) for n in range(6)]
            upsert_candidates(connection, people, "anna", NOW)
            jobs = [
                Vacancy(id=f"V-{n}", title="Cuoco/a", received_on=date(2026, 2, 20 + n)) for n in range(3)
            ]
            upsert_vacancies(connection, jobs, "anna", NOW)
            for n in range(3):
                empty = Shortlist(
                    subject=f"V-{n}",
                    id=f"R-{n}",
                    reference_date=NOW.date(),
                    size=5,
                    ranked=(),
                    n_pool=0,
                    n_eligible=0,
                    n_to_verify=0,
                    n_removed=0,
                    versions=_VERSIONS,
                )
                save_shortlist(connection, empty, "anna", NOW, office="Modena" if n else "Carpi")
            yield connection


def served(connection: Connection, person: int, **changes: Any) -> ServiceRecord:
    values = {"service": "matching", "minutes": 50, "given_on": date(2026, 3, 2), "operator": "anna"}
    record = ServiceRecord.model_validate({**values, "candidate": f"C-{person}", **changes})
    return log_service(connection, record, "anna", NOW)


# -- services ------------------------------------------------------------------------------------------


def test_services_add_up_to_the_register(connection: Connection) -> None:
    for person in range(4):
        served(connection, person, office="Modena")
    served(connection, 5, office="Carpi", minutes=301, given_on=date(2026, 4, 1))
    served(connection, 5, office="Carpi", service="counselling", minutes=30)
    wrong = served(connection, 0, minutes=999)
    void_service(connection, wrong.id, "errore", "anna", NOW)
    for least in (1, 3, 10):
        rows = list(services_report(connection, _KINDS, Period(), least, general_minutes).rows)
        assert sum(row["minutes"] for row in rows) == 4 * 50 + 301 + 30
        assert sum(row["given"] for row in rows) == 6
    apart = services_report(connection, _KINDS, Period(), 1, general_minutes)
    first = next(row for row in apart.rows if row["office"] == "Modena")
    assert first == {
        "month": "2026-03",
        "office": "Modena",
        "service": "10",
        "label": "Incontro domanda-offerta",
        "given": 4,
        "people": 4,
        "minutes": 200,
        "standard": 1200,
        "percent": 17,
    }
    assert "prestazioni: 6, minuti: 531" in apart.notes_it[0]


def test_the_period_of_a_report_limits_it(connection: Connection) -> None:
    served(connection, 1)
    served(connection, 1, given_on=date(2026, 4, 1))
    report = services_report(
        connection, _KINDS, Period(date(2026, 4, 1), date(2026, 4, 30)), 1, general_minutes
    )
    assert [row["month"] for row in report.rows] == ["2026-04"]


def test_a_group_counts_its_people_and_an_employer_none(connection: Connection) -> None:
    served(connection, 0, candidate="", service="workshop", group_size=9, minutes=300)
    served(connection, 0, candidate="", vacancy="V-1")
    rows = list(services_report(connection, _KINDS, Period(), 3, general_minutes).rows)
    assert [(row["service"], row["people"]) for row in rows] == [("06", 9), ("10", 0)]


@pytest.mark.parametrize("words", ["10", "matching", "incontro domanda-offerta", "Incontro domanda-offerta"])
def test_a_service_is_found_by_number_code_and_name(words: str) -> None:
    found = find_service(_KINDS, words, date(2026, 3, 2))
    assert (found.id, standard_minutes(found)) == ("matching", 300)


def test_all_twelve_services_have_a_number_and_a_standard() -> None:
    standards = [standard_minutes(find_service(_KINDS, str(n), date(2016, 1, 1))) for n in range(1, 13)]
    assert standards == [30, 30, 60, 240, 90, 300, 720, 1200, 60, 300, 30, 60]


def test_an_unknown_service_and_one_that_is_over_are_refused() -> None:
    with pytest.raises(NotFoundError, match="E-DSK-070"):
        find_service(_KINDS, "13", date(2026, 3, 2))
    with pytest.raises(InputError, match="E-DSK-071"):
        find_service(_KINDS, "11", date(2017, 1, 1))


@pytest.mark.parametrize(
    ("words", "changes", "before", "said"),
    [
        ("10", {"minutes": 300}, 9, 0),
        ("10", {"minutes": 301}, 0, 1),
        ("6", {"minutes": 300, "group_size": 5}, 0, 1),
        ("6", {"minutes": 300, "group_size": 15}, 2, 0),
        ("5", {"minutes": 90}, 3, 1),
        ("5", {"minutes": 91}, 3, 2),
    ],
)
def test_what_is_unusual_is_said_and_not_refused(words: str, changes: dict, before: int, said: int) -> None:
    kind = find_service(_KINDS, words, date(2026, 3, 2))
    record = ServiceRecord(service=kind.id, given_on=date(2026, 3, 2), operator="anna", **changes)
    assert len(unusual(kind, record, before, standard_minutes(kind))) == said


# -- the desk's steps ----------------------------------------------------------------------------------


def sent(connection: Connection, number: int, at: datetime, identifier: str) -> None:
    row = {
        "id": identifier,
        "shortlist_id": f"R-{number}",
        "vacancy_id": f"V-{number}",
        "round": 1,
        "size": 1,
        "made_at": at,
        "expires_on": date(2026, 12, 31),
    }
    connection.execute(insert(tables.documents).values(row))


def test_time_runs_from_the_request_to_the_first_document(connection: Connection) -> None:
    sent(connection, 1, datetime(2026, 3, 5, 10, tzinfo=UTC), "D-2")
    sent(connection, 1, datetime(2026, 3, 9, 10, tzinfo=UTC), "D-3")
    # half past eleven in the evening in London is the next day in Rome
    sent(connection, 2, datetime(2026, 3, 9, 23, 30, tzinfo=UTC), "D-4")
    (row,) = times_report(connection, Period(), ROME).rows
    assert (row["office"], row["month"], row["vacancies"]) == ("Modena", "2026-03", 2)
    assert (row["days_median"], row["days_longest"]) == (14.0, 16)
    assert row["to_list_median"] + row["to_send_median"] == 14.0
    assert not list(times_report(connection, Period(date(2026, 4, 1)), ROME).rows)


def test_a_vacancy_without_a_day_of_receipt_is_told(connection: Connection) -> None:
    upsert_vacancies(connection, [Vacancy(id="V-1", title="Cuoco/a")], "anna", NOW)
    sent(connection, 1, NOW, "D-1")
    report = times_report(connection, Period(), ROME)
    assert not list(report.rows)
    assert "Senza data di ricevimento, e quindi non contate: 1" in report.notes_it[0]


def asked(connection: Connection, person: int, answer: str, hours: int = 5) -> None:
    row = {
        "shortlist_id": "R-1",
        "candidate_id": f"C-{person}",
        "answer": answer,
        "requested_at": NOW,
        "deadline": NOW + timedelta(days=2),
        "attempts": 1,
        "answered_at": NOW + timedelta(hours=hours) if answer else None,
    }
    connection.execute(insert(tables.availability_requests).values(row))


def test_what_availability_yields(connection: Connection) -> None:
    for person, answer in enumerate(("disponibile", "disponibile", "non_disponibile", "irreperibile", "")):
        asked(connection, person, answer, hours=person + 1)
    report = availability_report(connection, Period(), ROME, 3)
    (row,) = report.rows
    assert row == {
        "month": "2026-03",
        "office": "Modena",
        "asked": 5,
        "yes": 2,
        "no": 1,
        "silent": 0,
        "unreachable": 1,
        "waiting": 1,
        "percent": 40,
        "hours_median": 2.5,
    }
    assert row["asked"] == sum(row[key] for key in ("yes", "no", "silent", "unreachable", "waiting"))


def became(connection: Connection, person: int, outcome: str, reason: str = "", undone: bool = False) -> None:
    row = {
        "shortlist_id": "R-1",
        "vacancy_id": "V-1",
        "candidate_id": f"C-{person}",
        "outcome": outcome,
        "reason": reason,
        "happened_on": date(2026, 3, 20),
        "recorded_at": NOW,
        "undone_at": NOW if undone else None,
    }
    connection.execute(insert(tables.outcomes).values(row))


def test_outcomes_and_reasons_leave_out_what_was_taken_back(connection: Connection) -> None:
    became(connection, 0, "assunto")
    became(connection, 1, "non_selezionato", "orario_turni")
    became(connection, 2, "non_selezionato", "orario_turni")
    became(connection, 3, "non_selezionato", "distanza", undone=True)
    first, second = outcomes_report(connection, Period(), 1, general_minutes)
    assert [(row["label"], row["outcomes"]) for row in first.rows] == [
        ("assunto/a", 1),
        ("non selezionato/a", 2),
    ]
    assert [(row["reason"], row["people"]) for row in second.rows] == [("orario_turni", 2)]
    assert "esiti: 3, assunzioni: 1" in first.notes_it[0]
    gathered, _ = outcomes_report(connection, Period(), 3)
    assert [row["outcomes"] for row in gathered.rows] == [3]
