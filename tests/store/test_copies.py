"""Pairs of near copies: what a search found, what people decided, and what a merge shares."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection

from matcher.domain.candidate import Candidate
from matcher.domain.vacancy import Application, Vacancy
from matcher.store import copies
from matcher.store.applications import applications_of_candidate, pair_states_of_candidate, set_pair_state
from matcher.store.applications import upsert_applications as apply
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.candidates import changed_since
from matcher.store.erasure import erase_candidate
from matcher.store.revision import revision
from matcher.store.vacancies import upsert_vacancies

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def filled(connection: Connection) -> None:
    people = [StoredCandidate(Candidate(id=f"C-{n}")) for n in range(1, 5)]
    upsert_candidates(connection, people, "anna", NOW)
    upsert_vacancies(connection, [Vacancy(id=f"V-{n}", title="Cuoco/a") for n in (1, 2)], "anna", NOW)


def decide(connection: Connection, state: str, first: str = "C-1", second: str = "C-2") -> None:
    pair = copies.CopyPair("candidate", first, second, state, 90, ("email",), "anna", NOW, {})
    copies.write_copy(connection, pair)


def search(connection: Connection, *pairs: tuple[str, str]) -> int:
    found = [(first, second, 80, ("phone",)) for first, second in pairs]
    return copies.replace_suspects(connection, "candidate", found, "anna", NOW)


def test_a_new_search_replaces_the_last_and_leaves_what_people_decided(connection: Connection) -> None:
    assert search(connection, ("C-1", "C-2"), ("C-3", "C-4")) == 2
    decide(connection, "dismissed", "C-2", "C-1")
    assert search(connection, ("C-1", "C-2"), ("C-1", "C-3")) == 1
    suspected = copies.list_copies(connection, "candidate", ["suspected"])
    assert [(pair.first, pair.second) for pair in suspected] == [("C-1", "C-3")]
    assert copies.get_copy(connection, "candidate", "C-1", "C-2").state == "dismissed"
    assert copies.list_copies(connection, "vacancy", ["suspected"]) == []


def test_only_pairs_within_a_list_are_told_of_it(connection: Connection) -> None:
    search(connection, ("C-1", "C-2"), ("C-2", "C-3"))
    assert copies.suspects_among(connection, "candidate", ["C-1", "C-2", "C-4"]) == [("C-1", "C-2")]


def test_the_second_of_a_merged_pair_is_hidden_and_a_chain_is_followed(connection: Connection) -> None:
    decide(connection, "merged", "C-1", "C-2")
    decide(connection, "merged", "C-2", "C-3")
    decide(connection, "suspected", "C-1", "C-4")
    assert copies.hidden(connection, "candidate") == {"C-2", "C-3"}
    assert copies.hidden_behind(connection, "candidate", "C-1") == ("C-2", "C-3")


def test_applications_and_live_facts_are_shared_and_given_back(connection: Connection) -> None:
    for person, vacancy in (("C-1", "V-1"), ("C-2", "V-1"), ("C-2", "V-2")):
        row = Application(vacancy_id=vacancy, candidate_id=person, received_on=date(2026, 3, 1))
        apply(connection, [row], "anna", NOW)
    set_pair_state(connection, "V-2", "C-2", "refused", "anna", NOW)
    shared = copies.share_facts(connection, "candidate", "C-1", "C-2")
    assert shared == {"applications": ["V-2"], "states": ["V-2"]}
    assert len(applications_of_candidate(connection, "C-1")) == 2
    assert pair_states_of_candidate(connection, "C-1")["V-2"].state == "refused"
    copies.return_facts(connection, "candidate", "C-1", shared)
    assert [row.vacancy_id for row in applications_of_candidate(connection, "C-1")] == ["V-1"]
    assert len(applications_of_candidate(connection, "C-2")) == 2


def test_whoever_was_hidden_behind_an_erased_person_is_looked_at_again(connection: Connection) -> None:
    decide(connection, "merged")
    before = revision(connection)
    erase_candidate(connection, "C-1", "anna", NOW)
    assert copies.hidden(connection, "candidate") == frozenset()
    assert "C-2" in changed_since(connection, before).changed
