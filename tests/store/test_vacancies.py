"""Vacancies: repeatable imports, edits that nobody overwrites, closing, pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from matcher.domain.vacancy import Vacancy, VacancyState
from matcher.errors import InputError, NotFoundError, WorkspaceError
from matcher.store.erasure import erase_vacancy
from matcher.store.revision import revision
from matcher.store.vacancies import (
    CLOSED_STATES,
    changed_since,
    count_vacancies,
    get_vacancy,
    iterate_vacancies,
    known_vacancies,
    list_vacancies,
    move_vacancy,
    set_vacancy,
    upsert_vacancies,
)
from matcher.store.writing import UpsertCounts

MONDAY = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)
TUESDAY = datetime(2025, 3, 11, 9, 0, tzinfo=UTC)


def job(identifier: str, title: str = "Mulettista", state: VacancyState = VacancyState.RECEIVED) -> Vacancy:
    return Vacancy(id=identifier, title=title, state=state)


def upsert(connection: Connection, *rows: Vacancy, at: datetime = MONDAY) -> UpsertCounts:
    return upsert_vacancies(connection, rows, "anna", at)


def test_the_same_rows_twice_change_nothing(connection: Connection) -> None:
    assert upsert(connection, job("V-2"), job("V-1")) == UpsertCounts(2, 0, 0, ("V-2", "V-1"))
    before = revision(connection)
    assert upsert(connection, job("V-2"), job("V-1"), at=TUESDAY) == UpsertCounts(0, 0, 2)
    assert revision(connection) == before


def test_a_real_change_gives_a_new_version(connection: Connection) -> None:
    upsert(connection, job("V-1"), job("V-2"))
    counts = upsert(connection, job("V-1", "Carrellista"), job("V-2"), job("V-3"), at=TUESDAY)
    assert counts == UpsertCounts(1, 1, 1, ("V-1", "V-3"))
    row = get_vacancy(connection, "V-1")
    assert (row.vacancy.title, row.version, row.updated_at) == ("Carrellista", 2, TUESDAY)


def test_an_edit_of_an_old_version_is_refused(connection: Connection) -> None:
    upsert(connection, job("V-1"))
    assert set_vacancy(connection, job("V-1", "Carrellista"), 1, "bruno", TUESDAY) == 2
    with pytest.raises(WorkspaceError, match=r"E-STO-013.*versione 2, la tua è la 1.*Rileggilo"):
        set_vacancy(connection, job("V-1", "Magazziniere"), 1, "carla", TUESDAY)
    assert get_vacancy(connection, "V-1").vacancy.title == "Carrellista"
    assert set_vacancy(connection, job("V-1", "Carrellista"), 2, "carla", TUESDAY) == 2


@pytest.mark.parametrize("state", CLOSED_STATES)
def test_moving_to_a_state(connection: Connection, state: VacancyState) -> None:
    upsert(connection, job("V-1"), job("V-2"))
    built = revision(connection)
    with pytest.raises(WorkspaceError, match="E-STO-013"):
        move_vacancy(connection, "V-1", state, 7, TUESDAY)
    assert move_vacancy(connection, "V-1", state, 1, TUESDAY) == 2
    assert get_vacancy(connection, "V-1").vacancy.state == state
    assert changed_since(connection, built).changed == ("V-1",)
    assert [row.vacancy.id for row in list_vacancies(connection, open_only=True)] == ["V-2"]
    assert [row.vacancy.id for row in list_vacancies(connection, states=[state])] == ["V-1"]


def test_a_file_changes_what_it_says_but_takes_no_vacancy_back(connection: Connection) -> None:
    upsert(connection, job("V-1"))
    move_vacancy(connection, "V-1", VacancyState.PRESELECTION, 1, TUESDAY)
    assert upsert(connection, job("V-1", "Carrellista")).changed == 1
    kept = get_vacancy(connection, "V-1").vacancy
    assert (kept.title, kept.state) == ("Carrellista", VacancyState.PRESELECTION)
    upsert(connection, job("V-1", "Carrellista", state=VacancyState.CANCELLED))
    assert get_vacancy(connection, "V-1").vacancy.state == VacancyState.CANCELLED, "the source gave it up"
    upsert(connection, job("V-1", "Mulettista", state=VacancyState.PUBLISHED))
    assert get_vacancy(connection, "V-1").vacancy.state == VacancyState.CANCELLED


def test_importing_the_file_again_does_not_reopen_a_closed_vacancy(connection: Connection) -> None:
    upsert(connection, job("V-1"))
    move_vacancy(connection, "V-1", VacancyState.FILLED, 1, TUESDAY)
    assert upsert(connection, job("V-1")).unchanged == 1
    assert get_vacancy(connection, "V-1").vacancy.state == VacancyState.FILLED


def test_pages_and_stream(connection: Connection) -> None:
    upsert(connection, *(job(f"V-{number}") for number in range(5)), job("V-9", state=VacancyState.CANCELLED))
    assert [row.vacancy.id for row in list_vacancies(connection, limit=2, offset=4)] == ["V-4", "V-9"]
    assert (count_vacancies(connection), count_vacancies(connection, open_only=True)) == (6, 5)
    assert [one.id for one in iterate_vacancies(connection, 2)] == ["V-0", "V-1", "V-2", "V-3", "V-4", "V-9"]
    assert known_vacancies(connection, ["V-0", "V-7"]) == {"V-0"}


def test_an_id_that_comes_twice_is_refused(connection: Connection) -> None:
    with pytest.raises(InputError, match="E-STO-012"):
        upsert(connection, job("V-1"), job("V-1", "Altro"))


def test_an_erased_vacancy_is_gone_and_does_not_come_back_by_import(connection: Connection) -> None:
    upsert(connection, job("V-1"), job("V-2"))
    built = revision(connection)
    erase_vacancy(connection, "V-1", "anna", TUESDAY)
    with pytest.raises(NotFoundError, match="è stata cancellata"):
        get_vacancy(connection, "V-1")
    assert changed_since(connection, built).erased == ("V-1",)
    assert upsert(connection, job("V-1"), job("V-3")) == UpsertCounts(1, 0, 0, ("V-3",), ("V-1",))
    for lost in (erase_vacancy, lambda *given: get_vacancy(*given[:2])):
        with pytest.raises(NotFoundError, match="E-STO-020"):
            lost(connection, "V-8", "anna", TUESDAY)
    with pytest.raises(NotFoundError, match="E-STO-020"):
        set_vacancy(connection, job("V-8"), 1, "anna", TUESDAY)
