"""Applications and the live state of a pair."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection

from matcher.domain.candidate import Candidate
from matcher.domain.vacancy import Application, Vacancy
from matcher.errors import InputError, NotFoundError
from matcher.store.applications import (
    PairStateRow,
    applications_of_candidate,
    applications_to_vacancy,
    pair_states_of_candidate,
    pair_states_of_vacancy,
    set_pair_state,
    upsert_applications,
)
from matcher.store.audit import history
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.candidates import candidate_reference
from matcher.store.revision import revision
from matcher.store.vacancies import upsert_vacancies
from matcher.store.writing import UpsertCounts

NOW = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def pairs(connection: Connection) -> Connection:
    people = [StoredCandidate(Candidate(id=name)) for name in ("C-1", "C-2")]
    upsert_candidates(connection, people, "anna", NOW)
    upsert_vacancies(connection, [Vacancy(id=name, title="Barista") for name in ("V-1", "V-2")], "anna", NOW)
    return connection


def applied(vacancy: str, candidate: str, day: int = 1, channel: str = "portale") -> Application:
    return Application(
        vacancy_id=vacancy, candidate_id=candidate, received_on=date(2025, 3, day), channel=channel
    )


def test_the_same_applications_twice_change_nothing(pairs: Connection) -> None:
    rows = [applied("V-1", "C-2", 2), applied("V-1", "C-1", 3), applied("V-2", "C-1", 1)]
    assert upsert_applications(pairs, rows, "anna", NOW) == UpsertCounts(3, 0, 0, ("V-1", "V-2"))
    before = revision(pairs)
    assert upsert_applications(pairs, rows, "anna", NOW) == UpsertCounts(0, 0, 3)
    assert revision(pairs) == before
    assert applications_to_vacancy(pairs, "V-1") == rows[:2]
    assert applications_of_candidate(pairs, "C-1") == [rows[2], rows[1]]


def test_another_date_or_channel_is_a_change(pairs: Connection) -> None:
    upsert_applications(pairs, [applied("V-1", "C-1")], "anna", NOW)
    news = [applied("V-1", "C-1", channel="partner"), applied("V-1", "C-2")]
    assert upsert_applications(pairs, news, "anna", NOW) == UpsertCounts(1, 1, 0, ("V-1",))
    assert applications_to_vacancy(pairs, "V-1") == news


def test_an_unknown_vacancy_or_person_and_a_repeated_pair_are_refused(pairs: Connection) -> None:
    for rows, error in (
        ([applied("V-1", "C-1"), applied("V-1", "C-9")], NotFoundError),
        ([applied("V-1", "C-1"), applied("V-9", "C-1")], NotFoundError),
        ([applied("V-1", "C-1"), applied("V-1", "C-1", 9)], InputError),
    ):
        with pytest.raises(error, match=r"-9|V-1 / C-1"):
            upsert_applications(pairs, rows, "anna", NOW)
    assert applications_to_vacancy(pairs, "V-1") == []


def test_a_pair_has_one_state_the_latest(pairs: Connection) -> None:
    set_pair_state(pairs, "V-1", "C-1", "referred", "anna", NOW)
    set_pair_state(pairs, "V-1", "C-1", "hired", "bruno", NOW)
    set_pair_state(pairs, "V-1", "C-2", "refused", "anna", NOW)
    set_pair_state(pairs, "V-2", "C-1", "rejected", "anna", NOW)
    hired = PairStateRow("V-1", "C-1", "hired", NOW, "bruno")
    assert pair_states_of_vacancy(pairs, "V-1")["C-1"] == hired
    assert {key: row.state for key, row in pair_states_of_candidate(pairs, "C-1").items()} == {
        "V-1": "hired",
        "V-2": "rejected",
    }
    set_pair_state(pairs, "V-1", "C-1", None, "anna", NOW)
    assert set(pair_states_of_vacancy(pairs, "V-1")) == {"C-2"}


def test_unknown_pairs_and_states_are_refused(pairs: Connection) -> None:
    with pytest.raises(NotFoundError, match="E-STO-010"):
        set_pair_state(pairs, "V-1", "C-9", "referred", "anna", NOW)
    with pytest.raises(NotFoundError, match="E-STO-020"):
        set_pair_state(pairs, "V-9", "C-1", "referred", "anna", NOW)
    with pytest.raises(ValueError, match="lost"):
        set_pair_state(pairs, "V-1", "C-1", "lost", "anna", NOW)  # type: ignore[arg-type]


def test_the_log_follows_a_pair_from_both_ends_without_naming_the_person(pairs: Connection) -> None:
    upsert_applications(pairs, [applied("V-1", "C-1")], "anna", NOW)
    set_pair_state(pairs, "V-1", "C-1", "referred", "bruno", NOW)
    actions = ["vacancy.created", "application.received", "pair.state"]
    assert [row.entry.action for row in history(pairs, "vacancy", "V-1")] == actions
    of_person = history(pairs, "candidate", candidate_reference(pairs, "C-1"))
    assert [row.entry.action for row in of_person] == ["candidate.created", *actions[1:]]
    assert not any("C-1" in repr(row) for row in of_person)
