"""What plugins keep about candidates, vacancies, providers and cases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import JsonValue
from sqlalchemy import Connection

from matcher.domain.candidate import Candidate
from matcher.domain.vacancy import Vacancy
from matcher.errors import InputError, NotFoundError
from matcher.store import candidates, vacancies
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.records import (
    OwnerKind,
    PluginRecord,
    delete_record,
    get_record,
    iterate_records,
    records_of_owner,
    upsert_records,
)
from matcher.store.revision import revision
from matcher.store.vacancies import upsert_vacancies
from matcher.store.writing import UpsertCounts

NOW = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def owners(connection: Connection) -> Connection:
    people = [StoredCandidate(Candidate(id=name)) for name in ("X-1", "X-2")]
    upsert_candidates(connection, people, "anna", NOW)
    upsert_vacancies(connection, [Vacancy(id="X-1", title="Barista")], "anna", NOW)
    return connection


def record(
    kind: OwnerKind, owner: str, plugin: str = "gol", version: int = 1, **content: JsonValue
) -> PluginRecord:
    return PluginRecord(plugin, kind, owner, version, content)


def test_records_are_kept_by_plugin_kind_and_owner(owners: Connection) -> None:
    rows = [
        record("candidate", "X-1", percorso=2, note=["è", None, {"a": 0.5}]),
        record("vacancy", "X-1", fondi=True),
        record("candidate", "X-1", plugin="altro"),
        record("provider", "Ente 7", posti=3),
    ]
    assert upsert_records(owners, rows, "anna", NOW).new == 4
    assert get_record(owners, "gol", "candidate", "X-1") == rows[0]
    assert get_record(owners, "gol", "candidate", "X-2") is None
    assert records_of_owner(owners, "candidate", "X-1") == [rows[2], rows[0]]
    assert list(iterate_records(owners, "gol", "provider")) == [rows[3]]


def test_the_same_records_twice_change_nothing(owners: Connection) -> None:
    rows = [record("candidate", "X-1", a=1), record("candidate", "X-2", a=2)]
    upsert_records(owners, rows, "anna", NOW)
    before = revision(owners)
    assert upsert_records(owners, rows, "anna", NOW) == UpsertCounts(0, 0, 2)
    assert revision(owners) == before
    newer = [record("candidate", "X-1", version=2, a=1), rows[1]]
    assert upsert_records(owners, newer, "anna", NOW) == UpsertCounts(0, 1, 1, ("X-1",))
    assert list(iterate_records(owners, "gol", "candidate", size=1)) == newer


def test_the_owner_counts_as_changed_so_that_pools_notice(owners: Connection) -> None:
    built = revision(owners)
    upsert_records(owners, [record("candidate", "X-2", a=1)], "anna", NOW)
    assert candidates.changed_since(owners, built).changed == ("X-2",)
    assert not vacancies.changed_since(owners, built)
    assert candidates.get_candidate(owners, "X-2").version == 1
    built = revision(owners)
    delete_record(owners, "gol", "candidate", "X-2", "anna", NOW)
    assert candidates.changed_since(owners, built).changed == ("X-2",)
    assert records_of_owner(owners, "candidate", "X-2") == []


def test_what_cannot_be_kept_is_refused(owners: Connection) -> None:
    for rows, error, match in (
        ([record("candidate", "X-9")], NotFoundError, "E-STO-010"),
        ([record("vacancy", "X-2")], NotFoundError, "E-STO-020"),
        ([record("case", "1"), record("case", "1", a=2)], InputError, "E-STO-012"),
        ([record("case", "1", a="\0")], InputError, "E-STO-011"),
        ([record("planet", "1")], ValueError, "planet"),  # type: ignore[arg-type]
    ):
        with pytest.raises(error, match=match):
            upsert_records(owners, rows, "anna", NOW)
    with pytest.raises(NotFoundError, match="E-STO-050"):
        delete_record(owners, "gol", "case", "1", "anna", NOW)
