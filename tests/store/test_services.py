"""The register of services: lines are added and voided, and every one is in the log."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection

from matcher.domain.candidate import Candidate
from matcher.domain.service import ServiceRecord
from matcher.domain.vacancy import Vacancy
from matcher.errors import InputError, NotFoundError
from matcher.store.audit import history, verify
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.erasure import erase_candidate
from matcher.store.services import list_services, log_service, void_service
from matcher.store.vacancies import upsert_vacancies

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def given(day: int = 2, **changes: object) -> ServiceRecord:
    values = {"service": "matching", "minutes": 45, "given_on": date(2026, 3, day), "operator": "anna"}
    return ServiceRecord.model_validate({**values, **changes})


@pytest.fixture(autouse=True)
def filled(connection: Connection) -> None:
    upsert_candidates(connection, [StoredCandidate(Candidate(id="C-1"))], "anna", NOW)
    upsert_vacancies(connection, [Vacancy(id="V-1", title="Cuoco/a")], "anna", NOW)


def test_a_line_comes_back_as_it_was_given(connection: Connection) -> None:
    line = given(candidate="C-1", vacancy="V-1", outcome="rosa inviata", group_size=7, session="2")
    written = log_service(connection, line, "bruno", NOW)
    assert written.id > 0
    assert list_services(connection) == [written]
    assert written.model_copy(update={"id": 0}) == line
    [row] = history(connection, "service", str(written.id))
    assert (row.entry.action, row.actor, row.entry.details["minutes"]) == ("service.logged", "bruno", 45)
    assert "C-1" not in repr(row)


def test_lines_are_listed_by_day_between_two_days(connection: Connection) -> None:
    for day in (9, 3, 6):
        log_service(connection, given(day), "anna", NOW)
    listed = list_services(connection, date(2026, 3, 3), date(2026, 3, 6))
    assert [line.given_on.day for line in listed] == [3, 6]


def test_a_void_line_counts_nowhere_and_stays_in_the_log(connection: Connection) -> None:
    line = log_service(connection, given(), "anna", NOW)
    void_service(connection, line.id, "persona sbagliata", "anna", NOW)
    assert list_services(connection) == []
    actions = [row.entry.action for row in history(connection, "service", str(line.id))]
    assert actions == ["service.logged", "service.voided"]
    with pytest.raises(InputError, match="E-STO-061"):
        void_service(connection, line.id, "", "anna", NOW)
    with pytest.raises(NotFoundError, match="E-STO-060"):
        void_service(connection, line.id + 1, "", "anna", NOW)


def test_an_unknown_person_or_vacancy_is_refused(connection: Connection) -> None:
    for wrong in ({"candidate": "C-9"}, {"vacancy": "V-9"}):
        with pytest.raises(NotFoundError):
            log_service(connection, given(**wrong), "anna", NOW)


def test_minutes_of_an_erased_person_still_count(connection: Connection) -> None:
    log_service(connection, given(candidate="C-1", outcome="detto a C-1"), "anna", NOW)
    erase_candidate(connection, "C-1", "anna", NOW)
    [line] = list_services(connection)
    assert (line.candidate, line.outcome, line.minutes) == ("", "", 45)
    assert verify(connection).ok
