"""What a record holds is what the log says of its last write, to the character, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, text

from matcher.desk.retelling import differences
from matcher.domain.candidate import Candidate, Contact
from matcher.domain.protected import Protected
from matcher.domain.vacancy import Vacancy
from matcher.store.audit import Entry, append
from matcher.store.candidate_writes import StoredCandidate, set_candidate, upsert_candidates
from matcher.store.erasure import erase_candidate
from matcher.store.records import PluginRecord, delete_record, upsert_records
from matcher.store.vacancies import upsert_vacancies

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PAST_THE_LOG = (
    ("C-1", "UPDATE candidates SET profile = (SELECT profile FROM candidates WHERE id = 'C-2') WHERE id = 'C-1'"),
    ("C-1", "UPDATE contacts SET record = '{\"phone\": \"999\"}' WHERE candidate_id = 'C-1'"),
    ("C-1", "UPDATE protected SET record = '{}'"),
    ("C-1", "DELETE FROM contacts"),
    ("C-2", "INSERT INTO contacts VALUES ('C-2', '{}', '')"),
    ("C-2", "UPDATE plugin_records SET content = '{\"path\": 4}' WHERE owner_id = 'C-2'"),
    ("C-2", "DELETE FROM plugin_records WHERE owner_id = 'C-2'"),
    ("V-1", "UPDATE vacancies SET content = (SELECT content FROM vacancies WHERE id = 'V-2') WHERE id = 'V-1'"),
    ("V-1", "UPDATE plugin_records SET schema_version = 9 WHERE owner_id = 'V-1'"),
)  # fmt: skip


@pytest.fixture
def written(connection: Connection) -> Connection:
    """People with and without contacts, changed in part and whole; one erased, one record deleted."""

    def held(owner: str, plugin: str = "gol") -> PluginRecord:
        kind = "vacancy" if owner.startswith("V") else "candidate"
        return PluginRecord(plugin, kind, owner, 1, {"path": 1, "à": [0.10, 1e-7]})

    full = StoredCandidate(
        Candidate(id="C-1", summary="à \\ “é”"),
        Contact(candidate_id="C-1", last_name="Rossi"),
        Protected(candidate_id="C-1"),
    )
    others = [StoredCandidate(Candidate(id=name)) for name in ("C-2", "C-3")]
    upsert_candidates(connection, [full, *others], "anna", AT)
    upsert_vacancies(
        connection, [Vacancy(id="V-1", title="Cuoca/o"), Vacancy(id="V-2", title="Sarta/o")], "anna", AT
    )
    upsert_records(connection, [held("C-1"), held("C-2"), held("V-1"), held("V-2", "ali")], "anna", AT)
    set_candidate(connection, StoredCandidate(Candidate(id="C-1", summary="altro")), 1, "sara", AT)
    set_candidate(
        connection,
        StoredCandidate(Candidate(id="C-1"), Contact(candidate_id="C-1", last_name="Bianchi")),
        2,
        "sara",
        AT,
    )
    delete_record(connection, "ali", "vacancy", "V-2", "anna", AT)
    erase_candidate(connection, "C-3", "anna", AT)
    return connection


def test_what_was_written_is_what_stands(written: Connection) -> None:
    assert differences(written) == []


def test_what_is_written_past_the_log_is_found_and_named(written: Connection) -> None:
    for whose, statement in PAST_THE_LOG:
        attempt = written.begin_nested()
        assert written.execute(text(statement.replace(":", r"\:"))).rowcount > 0, statement
        found = {one.subject.split(" / ")[0] for one in differences(written) if one.kind == "contents"}
        assert found == {whose}, statement
        attempt.rollback()


def test_a_person_nobody_registered_and_one_who_vanished_are_found(written: Connection) -> None:
    copied = "INSERT INTO candidates SELECT 'C-9', profile, digest, imported, key, 1, 1, updated_at, office"
    written.execute(text(f"{copied} FROM candidates WHERE id = 'C-2'"))
    written.execute(text("DELETE FROM candidates WHERE id = 'C-1'"))
    found = {one.subject: one.held == "—" for one in differences(written) if one.kind == "contents"}
    # of who vanished the log has only the name that it gives, and a plugin's record is left behind
    assert found.pop("C-9") is False
    assert found.pop("C-1 / gol") is False
    assert [*found.values()] == [True, True]


def test_what_an_earlier_release_wrote_is_compared_from_its_next_write_on(written: Connection) -> None:
    written.execute(text("UPDATE candidates SET profile = '{\"id\"\\: \"C-1\"}' WHERE id = 'C-1'"))
    append(written, [Entry("store.upgraded", "store", "0004")], "matcher", AT)
    assert differences(written) == []
    set_candidate(written, StoredCandidate(Candidate(id="C-1", summary="nuovo")), 3, "sara", AT)
    assert differences(written) == []
    written.execute(text("UPDATE candidates SET profile = '{}' WHERE id = 'C-1'"))
    assert [one.people for one in differences(written) if one.kind == "contents"] == [("C-1",)]
