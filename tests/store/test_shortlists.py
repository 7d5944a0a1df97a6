"""Shortlists: saved whole, found again, moved from state to state."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from matcher.domain.candidate import Candidate
from matcher.domain.shortlist import Contribution, NearMiss, RankedCandidate, Reason, Shortlist, Versions
from matcher.domain.states import PersonState, ShortlistState
from matcher.domain.vacancy import Vacancy
from matcher.errors import InputError, NotFoundError, WorkspaceError
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.erasure import erase_vacancy
from matcher.store.places import get_place, places_of, places_of_candidate, write_place
from matcher.store.shortlists import (
    get_shortlist,
    list_shortlists,
    save_shortlist,
    shortlists_of_candidate,
    write_shortlist,
)
from matcher.store.vacancies import upsert_vacancies

NOW = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)
VERSIONS = Versions(engine="1", pool="2", vocabulary="3", embedder="4", weights="5", plugins=("rules 1",))


@pytest.fixture
def office(connection: Connection) -> Connection:
    people = [StoredCandidate(Candidate(id=f"C-{number}")) for number in range(5)]
    upsert_candidates(connection, people, "anna", NOW)
    upsert_vacancies(connection, [Vacancy(id=name, title="Barista") for name in ("V-1", "V-2")], "anna", NOW)
    return connection


def ranked(identifier: str, rank: int) -> RankedCandidate:
    part = Contribution(
        component="skills",
        plugin="rules",
        label_it="competenze",
        label_en="skills",
        weight=1000,
        value=5,
        points=5000,
    )
    return RankedCandidate(id=identifier, rank=rank, score=5000, contributions=(part,), notes=("è pronto",))


def shortlist(vacancy: str, *people: str, identifier: str = "") -> Shortlist:
    missed = Reason(
        code="TOO_FAR", plugin="rules", text_it="Troppo lontano", text_en="Too far", facts={"km": "61"}
    )
    return Shortlist(
        subject=vacancy,
        reference_date=date(2025, 3, 10),
        size=10,
        ranked=tuple(ranked(name, rank) for rank, name in enumerate(people, 1)),
        near_misses=(NearMiss(id="C-4", score=100, reason=missed),),
        removed_by={"TOO_FAR": 1},
        n_pool=5,
        n_eligible=len(people),
        n_to_verify=0,
        n_removed=1,
        versions=VERSIONS,
        id=identifier,
    )


def test_a_shortlist_comes_back_equal_with_an_id_of_its_own(office: Connection) -> None:
    first = save_shortlist(office, shortlist("V-1", "C-1", "C-0"), "anna", NOW)
    second = save_shortlist(office, shortlist("V-1", "C-1"), "bruno", NOW + timedelta(hours=1))
    assert first.id.startswith("ROSA-")
    assert first.id != second.id
    row = get_shortlist(office, first.id)
    assert row.shortlist == first == shortlist("V-1", "C-1", "C-0", identifier=first.id)
    assert (row.state, row.actor, row.created_at) == ("in_preparazione", "anna", NOW)
    assert [row.shortlist.id for row in list_shortlists(office, "V-1")] == [second.id, first.id]
    assert list_shortlists(office, "V-2") == []
    assert [row.actor for row in list_shortlists(office, limit=1, offset=1)] == ["anna"]


def test_people_are_found_in_whatever_part_they_stand(office: Connection) -> None:
    one = save_shortlist(office, shortlist("V-1", "C-1"), "anna", NOW).id
    two = save_shortlist(office, shortlist("V-2", "C-2"), "anna", NOW).id
    assert shortlists_of_candidate(office, "C-1") == (one,)
    assert shortlists_of_candidate(office, "C-4") == (one, two)
    assert shortlists_of_candidate(office, "C-0") == ()


def test_an_id_is_never_used_twice_even_after_an_erasure(office: Connection) -> None:
    gone = save_shortlist(office, shortlist("V-1"), "anna", NOW).id
    erase_vacancy(office, "V-1", "anna", NOW)
    assert list_shortlists(office) == []
    assert save_shortlist(office, shortlist("V-2"), "anna", NOW).id != gone


def test_ids_count_from_one_whatever_else_was_written_in_between(office: Connection) -> None:
    first = save_shortlist(office, shortlist("V-1"), "anna", NOW).id
    upsert_vacancies(office, [Vacancy(id="V-3", title="Cuoco")], "anna", NOW)
    save_shortlist(office, shortlist("V-2", identifier="MIA"), "anna", NOW)
    assert (first, save_shortlist(office, shortlist("V-3"), "anna", NOW).id) == ("ROSA-000001", "ROSA-000002")


def test_ids_stay_single_past_six_digits(office: Connection) -> None:
    save_shortlist(office, shortlist("V-1", identifier="ROSA-999999"), "anna", NOW)
    made = [save_shortlist(office, shortlist("V-1"), "anna", NOW).id for _ in range(3)]
    assert len({*made, "ROSA-999999"}) == 4


def test_nobody_writes_over_what_somebody_else_changed(office: Connection) -> None:
    saved = save_shortlist(office, shortlist("V-1", "C-1"), "anna", NOW, "CPI di Modena").id
    row = get_shortlist(office, saved)
    assert (row.version, row.round, row.office, row.approved_at) == (1, 1, "CPI di Modena", None)
    assert write_shortlist(office, row, 1, state=ShortlistState.VERIFYING) == 2
    assert get_shortlist(office, saved).state is ShortlistState.VERIFYING
    with pytest.raises(WorkspaceError, match=r"E-STO-013.*ora è alla versione 2, la tua è la 1"):
        write_shortlist(office, get_shortlist(office, saved), 1, state=ShortlistState.READY)


def test_the_eligible_have_a_place_as_the_engine_proposed_them(office: Connection) -> None:
    saved = save_shortlist(office, shortlist("V-1", "C-1", "C-0"), "anna", NOW).id
    places = places_of(office, saved)
    assert [(one.candidate_id, one.position, one.proposed_rank) for one in places] == [
        ("C-1", 1, 1),
        ("C-0", 2, 2),
    ]
    assert {(one.state, one.verdict, one.decision) for one in places} == {
        (PersonState.PROPOSED, "eligible", "")
    }
    write_place(office, places[0], "bruno", NOW, state=PersonState.REMOVED, reason="doppione")
    assert [one.candidate_id for one in places_of(office, saved)] == ["C-0", "C-1"]
    assert get_place(office, saved, "C-1").actor == "bruno"
    assert [one.shortlist_id for one in places_of_candidate(office, "C-0")] == [saved]
    with pytest.raises(NotFoundError, match=r"E-STO-034.*C-4"):
        get_place(office, saved, "C-4")


def test_what_cannot_be_saved_is_refused(office: Connection) -> None:
    save_shortlist(office, shortlist("V-1", identifier="MIA"), "anna", NOW)
    reverse = shortlist("C-1").model_copy(update={"direction": "candidate"})
    for refused, error, match in (
        (reverse, InputError, "E-STO-030"),
        (shortlist("V-1", identifier="MIA"), InputError, "E-STO-031"),
        (shortlist("V-9"), NotFoundError, "E-STO-020"),
        (shortlist("V-1", "C-9"), NotFoundError, "E-STO-010"),
    ):
        with pytest.raises(error, match=match):
            save_shortlist(office, refused, "anna", NOW)
    with pytest.raises(NotFoundError, match="E-STO-032"):
        get_shortlist(office, "ROSA-999999")
