"""Candidates: repeatable imports, edits, pages, streams, revisions."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, select

from matcher.domain.candidate import Availability, Candidate, Contact
from matcher.domain.place import Place
from matcher.domain.protected import Protected
from matcher.errors import InputError, NotFoundError, WorkspaceError
from matcher.store import tables
from matcher.store.candidate_writes import StoredCandidate, set_candidate, upsert_candidates
from matcher.store.candidates import (
    CandidateFilter,
    changed_since,
    count_candidates,
    get_candidate,
    get_contact,
    get_protected,
    iterate_candidates,
    iterate_protected,
    known_candidates,
    list_candidates,
    read_candidates,
)
from matcher.store.erasure import erase_candidate
from matcher.store.revision import revision
from matcher.store.writing import UpsertCounts

MONDAY = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)
TUESDAY = datetime(2025, 3, 11, 9, 0, tzinfo=UTC)


def person(identifier: str, summary: str = "", office: str = "Sassuolo") -> StoredCandidate:
    return StoredCandidate(Candidate(id=identifier, summary=summary, office=office))


def full_person(identifier: str, surname: str = "Rossi") -> StoredCandidate:
    return StoredCandidate(
        Candidate(id=identifier),
        Contact(candidate_id=identifier, last_name=surname),
        Protected(candidate_id=identifier, birth_date=date(1980, 5, 4)),
    )


def upsert(connection: Connection, *rows: StoredCandidate, at: datetime = MONDAY) -> UpsertCounts:
    return upsert_candidates(connection, rows, "anna", at)


def test_the_same_rows_twice_change_nothing(connection: Connection) -> None:
    rows = [full_person("C-1"), person("C-2", "mulettista")]
    assert upsert(connection, *rows) == UpsertCounts(2, 0, 0, ("C-1", "C-2"))
    before = revision(connection)
    assert upsert(connection, *rows, at=TUESDAY) == UpsertCounts(0, 0, 2)
    assert revision(connection) == before
    assert get_candidate(connection, "C-2").updated_at == MONDAY


def test_a_real_change_gives_a_new_version(connection: Connection) -> None:
    upsert(connection, person("C-1", "saldatore"), person("C-2"))
    counts = upsert(connection, person("C-1", "saldatore TIG"), person("C-2"), person("C-3"), at=TUESDAY)
    assert counts == UpsertCounts(1, 1, 1, ("C-1", "C-3"))
    row = get_candidate(connection, "C-1")
    assert (row.candidate.summary, row.version, row.updated_at) == ("saldatore TIG", 2, TUESDAY)
    assert get_candidate(connection, "C-2").version == 1


def test_a_change_of_contact_or_protected_data_alone_is_a_change(connection: Connection) -> None:
    upsert(connection, full_person("C-1"))
    assert upsert(connection, full_person("C-1", "Bianchi")).changed == 1
    contact = get_contact(connection, "C-1")
    assert contact is not None
    assert contact.last_name == "Bianchi"
    assert get_candidate(connection, "C-1").version == 2


def test_a_part_that_is_not_given_stays(connection: Connection) -> None:
    upsert(connection, full_person("C-1"))
    assert upsert(connection, StoredCandidate(Candidate(id="C-1"))) == UpsertCounts(0, 0, 1)
    assert get_contact(connection, "C-1") == Contact(candidate_id="C-1", last_name="Rossi")
    assert get_protected(connection, "C-1") == Protected(candidate_id="C-1", birth_date=date(1980, 5, 4))
    assert (get_contact(connection, "C-2"), get_protected(connection, "C-2")) == (None, None)


def test_importing_an_old_file_again_does_not_undo_what_staff_wrote(connection: Connection) -> None:
    upsert(connection, person("C-1", "dal file"))
    assert set_candidate(connection, person("C-1", "dall'operatrice"), 1, "bruno", TUESDAY) == 2
    assert upsert(connection, person("C-1", "dal file")).unchanged == 1
    assert get_candidate(connection, "C-1").candidate.summary == "dall'operatrice"
    assert upsert(connection, person("C-1", "file nuovo")).changed == 1
    assert upsert(connection, person("C-1", "dal file")).changed == 1


def test_an_import_that_says_what_staff_wrote_is_no_change_and_becomes_the_last_import(
    connection: Connection,
) -> None:
    upsert(connection, person("C-1", "a"))
    set_candidate(connection, person("C-1", "b"), 1, "bruno", TUESDAY)
    assert upsert(connection, person("C-1", "b")).unchanged == 1
    assert get_candidate(connection, "C-1").version == 2
    assert upsert(connection, person("C-1", "a")).changed == 1


def test_an_edit_of_an_old_version_is_refused(connection: Connection) -> None:
    upsert(connection, person("C-1"))
    set_candidate(connection, person("C-1", "prima"), 1, "bruno", TUESDAY)
    with pytest.raises(WorkspaceError, match=r"E-STO-013.*versione 2, la tua è la 1"):
        set_candidate(connection, person("C-1", "seconda"), 1, "carla", TUESDAY)
    assert set_candidate(connection, person("C-1", "prima"), 2, "carla", TUESDAY) == 2
    with pytest.raises(NotFoundError, match="E-STO-010"):
        set_candidate(connection, person("C-9"), 1, "carla", TUESDAY)


def test_an_id_that_comes_twice_is_refused(connection: Connection) -> None:
    with pytest.raises(InputError, match=r"E-STO-012.*C-1"):
        upsert(connection, person("C-1", "una"), person("C-1", "due"))
    assert count_candidates(connection) == 0


def test_a_null_character_is_refused_on_every_database(connection: Connection) -> None:
    with pytest.raises(InputError, match=r"E-STO-011.*C-1"):
        upsert(connection, person("C-1", "prima\0dopo"))
    backslash = person("C-2", r"una barra \u0000 scritta a mano")
    upsert(connection, backslash)
    assert get_candidate(connection, "C-2").candidate == backslash.candidate


def test_a_time_without_zone_is_refused(connection: Connection) -> None:
    with pytest.raises(Exception, match="time zone"):
        upsert(connection, person("C-1"), at=datetime(2025, 1, 1))


def test_pages_and_filters(connection: Connection) -> None:
    hired = Candidate(id="C-3", office="Modena", availability=Availability(status="hired"))
    there = Candidate(id="D-4", home=Place(text="Carpi", kind="municipality", code="036005"))
    upsert(connection, person("C-2"), person("C-1"), StoredCandidate(hired), StoredCandidate(there))

    def ids(chosen: CandidateFilter | None = None, limit: int = 50, offset: int = 0) -> list[str]:
        page = list_candidates(connection, chosen, limit=limit, offset=offset)
        return [row.candidate.id for row in page]

    assert ids() == ["C-1", "C-2", "C-3", "D-4"]
    assert ids(limit=2, offset=1) == ["C-2", "C-3"]
    assert ids(CandidateFilter(office="Sassuolo")) == ["C-1", "C-2"]
    assert ids(CandidateFilter(status="hired")) == ["C-3"]
    assert ids(CandidateFilter(place_code="036005")) == ["D-4"]
    assert ids(CandidateFilter(id_prefix="C-", status="available")) == ["C-1", "C-2"]
    assert ids(CandidateFilter(id_prefix="%")) == []
    assert count_candidates(connection) == 4
    assert count_candidates(connection, CandidateFilter(id_prefix="C-")) == 3


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_streams_are_complete_and_in_order_whatever_the_chunk(connection: Connection, size: int) -> None:
    names = ["Z", "a", "É", "C-10", "C-2", "c-1"]
    upsert(connection, *map(full_person, names))
    assert [one.id for one in iterate_candidates(connection, size)] == sorted(names)
    assert [one.candidate_id for one in iterate_protected(connection, size)] == sorted(names)


def test_reading_some(connection: Connection) -> None:
    upsert(connection, person("C-1"), person("C-2", "due"))
    assert read_candidates(connection, ["C-2", "C-9"]) == {"C-2": person("C-2", "due").candidate}
    assert known_candidates(connection, ["C-1", "C-9"]) == {"C-1"}
    with pytest.raises(NotFoundError, match=r"«C-9» non c'è"):
        get_candidate(connection, "C-9")


def test_what_changed_since_a_revision(connection: Connection) -> None:
    upsert(connection, person("C-1"), person("C-2"), person("C-3"))
    built = revision(connection)
    assert not changed_since(connection, built)
    upsert(connection, person("C-2", "nuovo"), person("C-4"))
    erase_candidate(connection, "C-3", "anna", TUESDAY)
    changes = changed_since(connection, built)
    assert (changes.changed, changes.erased) == (("C-2", "C-4"), ("C-3",))
    assert changes.revision == revision(connection) > built
    assert not changed_since(connection, changes.revision)
    assert changed_since(connection, 0).changed == ("C-1", "C-2", "C-4")


def test_more_rows_than_one_statement_takes(connection: Connection) -> None:
    rows = [person(f"C-{number:05d}") for number in range(2_500)]
    assert upsert(connection, *rows).new == 2_500
    rows[1_700] = person("C-01700", "cambiato")
    assert upsert(connection, *rows) == UpsertCounts(0, 1, 2_499, ("C-01700",))


def test_profile_tables_hold_no_contact_and_no_protected_data(connection: Connection) -> None:
    upsert(connection, full_person("C-1", "Quagliarella"))
    profiles = " ".join(connection.execute(select(tables.candidates.c.profile)).scalars())
    assert "Quagliarella" not in profiles
    assert "1980" not in profiles
