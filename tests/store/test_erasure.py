"""Erasure: nothing of the person stays, nothing else is lost, the log still holds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from matcher.domain.candidate import Candidate, Contact
from matcher.domain.protected import Protected
from matcher.domain.service import ServiceRecord
from matcher.domain.shortlist import (
    Contribution,
    NearMiss,
    RankedCandidate,
    Reason,
    Shortlist,
    Verdict,
    Versions,
    WhyAnswer,
)
from matcher.domain.vacancy import Application, Vacancy
from matcher.errors import NotFoundError
from matcher.store import tables
from matcher.store.applications import applications_to_vacancy, set_pair_state, upsert_applications
from matcher.store.audit import history, verify
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.candidates import candidate_reference, changed_since, get_candidate, get_contact
from matcher.store.copies import replace_suspects
from matcher.store.database import Database
from matcher.store.erasure import erase_candidate, forget_ids
from matcher.store.pseudonym import content_digest, keyed_digest
from matcher.store.records import PluginRecord, get_record, upsert_records
from matcher.store.revision import revision
from matcher.store.services import log_service
from matcher.store.shortlists import ERASED, get_shortlist, save_shortlist, shortlists_of_candidate
from matcher.store.vacancies import upsert_vacancies
from matcher.store.writing import UpsertCounts

NOW = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)
GONE, STAYS = "PERSONA-7731", "PERSONA-77310"
#: Everything personal about the one who goes holds this word.
MARK = "zibaldone"


def person(identifier: str, word: str) -> StoredCandidate:
    return StoredCandidate(
        Candidate(id=identifier, summary=f"{word} " * 400, office="Sassuolo"),
        Contact(candidate_id=identifier, last_name=f"{word} cognome"),
        Protected(candidate_id=identifier, own_words=(f"{word} parole",)),
    )


def ranked(identifier: str, rank: int, note: str) -> RankedCandidate:
    part = Contribution(
        component="skills", plugin="rules", label_it="c", label_en="s", weight=1000, value=5, points=5000
    )
    return RankedCandidate(id=identifier, rank=rank, score=5000, contributions=(part,), notes=(note,))


def missed(identifier: str, word: str) -> NearMiss:
    return NearMiss(
        id=identifier,
        score=9,
        reason=Reason(code="X", plugin="p", text_it=word, text_en=word, facts={"a": word}),
    )


def left_out(identifier: str) -> WhyAnswer:
    return WhyAnswer(vacancy="V-1", candidate=identifier, verdict=Verdict(state="removed"), score=3)


def shortlist() -> Shortlist:
    return Shortlist(
        subject="V-1",
        reference_date=date(2025, 3, 10),
        size=3,
        ranked=(ranked(GONE, 1, MARK), ranked(STAYS, 2, f"superata da {GONE}, non da {STAYS}")),
        to_verify=(ranked(GONE, 1, MARK),),
        near_misses=(missed(STAYS, "resta"), missed(GONE, MARK)),
        left_out_applicants=(left_out(GONE), left_out(STAYS)),
        notices=(f"Priorità applicata a {GONE}.",),
        n_pool=2,
        n_eligible=2,
        n_to_verify=0,
        n_removed=0,
        versions=Versions(engine="1", pool="2", vocabulary="3", embedder="4", weights="5", plugins=()),
    )


def fill(connection: Connection) -> str:
    upsert_candidates(connection, [person(GONE, MARK), person(STAYS, "resta")], "anna", NOW)
    upsert_vacancies(connection, [Vacancy(id="V-1", title="Barista")], "anna", NOW)
    for name in (GONE, STAYS):
        row = Application(
            vacancy_id="V-1", candidate_id=name, received_on=date(2025, 3, 1), channel=f"da {name}"
        )
        upsert_applications(connection, [row], "anna", NOW)
        set_pair_state(connection, "V-1", name, "referred", "anna", NOW)
        word = MARK if name == GONE else "resta"
        upsert_records(connection, [PluginRecord("gol", "candidate", name, 1, {"nota": word})], "anna", NOW)
        given = ServiceRecord(
            service="matching",
            minutes=30,
            given_on=date(2025, 3, 2),
            operator="anna",
            candidate=name,
            outcome=f"parlato con {word}",
            session=word,
        )
        log_service(connection, given, "anna", NOW)
    suspected = [(GONE, STAYS, 90, ("name_birth",))]
    replace_suspects(connection, "candidate", suspected, "anna", NOW)
    # A new version first: what an older one left behind must go too.
    upsert_candidates(connection, [person(GONE, f"{MARK} bis")], "anna", NOW)
    return save_shortlist(connection, shortlist(), "anna", NOW).id


def everything(connection: Connection) -> str:
    return "\n".join(
        repr(row) for table in tables.metadata.tables.values() for row in connection.execute(select(table))
    )


def test_no_table_keeps_anything_of_the_person(connection: Connection) -> None:
    fill(connection)
    assert MARK in everything(connection)
    erased = erase_candidate(connection, GONE, "anna", NOW)
    assert erased == {
        "contacts": 1,
        "protected": 1,
        "applications": 1,
        "vacancy_candidate_states": 1,
        "shortlist_people": 1,
        "shortlist_places": 1,
        "availability_requests": 0,
        "document_people": 0,
        "outcomes": 0,
        "followups": 0,
        "plugin_records": 1,
        "services": 1,
        "copies": 1,
    }
    left = everything(connection)
    assert MARK not in left
    assert left.count(f"{GONE}'") == 1, "only the row that says that this id was erased"
    assert forget_ids(connection, revision(connection)) == 1
    assert f"{GONE}'" not in everything(connection)


def test_nobody_else_loses_anything(connection: Connection) -> None:
    saved = fill(connection)
    before = get_shortlist(connection, saved).shortlist
    erase_candidate(connection, GONE, "anna", NOW)
    assert get_candidate(connection, STAYS).version == 1
    assert get_contact(connection, STAYS) == person(STAYS, "resta").contact
    assert [row.candidate_id for row in applications_to_vacancy(connection, "V-1")] == [STAYS]
    assert get_record(connection, "gol", "candidate", STAYS) is not None
    after = get_shortlist(connection, saved).shortlist
    assert after.near_misses[0] == before.near_misses[0]
    assert after.left_out_applicants[1] == before.left_out_applicants[1]
    assert after.ranked[1].notes == (f"superata da {ERASED}, non da {STAYS}",)
    assert after.ranked[1].contributions == before.ranked[1].contributions


def test_a_tombstone_keeps_the_place_in_the_shortlist(connection: Connection) -> None:
    saved = fill(connection)
    erase_candidate(connection, GONE, "anna", NOW)
    after = get_shortlist(connection, saved).shortlist
    tombstone = RankedCandidate(id=ERASED, rank=1, score=0, verdict="erased", contributions=())
    assert after.ranked[0] == after.to_verify[0] == tombstone
    assert (after.near_misses[1].id, after.left_out_applicants[0].candidate) == (ERASED, ERASED)
    assert after.notices == (f"Priorità applicata a {ERASED}.",)
    assert shortlists_of_candidate(connection, GONE) == ()
    assert shortlists_of_candidate(connection, STAYS) == (saved,)


def test_an_id_of_figures_does_not_touch_the_vacancy_or_the_numbers(connection: Connection) -> None:
    upsert_candidates(connection, [StoredCandidate(Candidate(id="1"))], "anna", NOW)
    upsert_vacancies(connection, [Vacancy(id="1", title="Barista")], "anna", NOW)
    empty = {"to_verify": (), "near_misses": (), "left_out_applicants": (), "notices": ()}
    listed = shortlist().model_copy(update={"subject": "1", "ranked": (ranked("1", 1, "è 1"),), **empty})
    saved = save_shortlist(connection, listed, "anna", NOW).id
    erase_candidate(connection, "1", "anna", NOW)
    after = get_shortlist(connection, saved).shortlist
    assert (after.subject, after.ranked[0].id, after.n_pool) == ("1", ERASED, 2)
    assert after.versions == listed.versions


def test_the_log_stays_whole_and_leads_nowhere(connection: Connection) -> None:
    fill(connection)
    reference = candidate_reference(connection, GONE)
    key = connection.execute(
        select(tables.candidates.c.key).where(tables.candidates.c.id == GONE)
    ).scalar_one()
    erase_candidate(connection, GONE, "bruno", NOW)
    assert verify(connection).ok
    assert history(connection, "candidate", reference)[-1].entry.action == "candidate.erased"
    with pytest.raises(NotFoundError, match="è stato cancellato"):
        candidate_reference(connection, GONE)
    # Whoever still knows the content finds no digest of it: the log's were keyed, the key is gone.
    left = everything(connection)
    assert key.hex() not in left
    assert repr(key) not in left
    for known in (GONE, person(GONE, MARK).candidate.model_dump_json()):
        assert content_digest(known) not in left
        assert keyed_digest(b"", known) not in left


def test_an_erased_person_does_not_come_back_by_import(connection: Connection) -> None:
    fill(connection)
    built = revision(connection)
    erase_candidate(connection, GONE, "anna", NOW)
    assert changed_since(connection, built).erased == (GONE,)
    again = [person(GONE, MARK), person(STAYS, "resta")]
    assert upsert_candidates(connection, again, "anna", NOW) == UpsertCounts(0, 0, 1, (), (GONE,))
    forget_ids(connection, revision(connection))
    assert changed_since(connection, built).erased == ()
    assert upsert_candidates(connection, again, "anna", NOW).erased == (GONE,)
    with pytest.raises(NotFoundError, match="è stato cancellato"):
        get_candidate(connection, GONE)


def test_who_is_not_there_cannot_be_erased(connection: Connection) -> None:
    with pytest.raises(NotFoundError, match="E-STO-010"):
        erase_candidate(connection, "C-9", "anna", NOW)


def test_no_byte_stays_on_the_disk(tmp_path: Path) -> None:
    with Database.open(tmp_path / "store.db") as database:
        database.migrate()
        with database.transaction() as connection:
            fill(connection)
            others = [person(f"ALTRA-{number}", "resta") for number in range(300)]
            upsert_candidates(connection, others, "anna", NOW)
        assert b"zibaldone" in _bytes(tmp_path)
        with database.transaction() as connection:
            erase_candidate(connection, GONE, "anna", NOW)
            forget_ids(connection, revision(connection))
        database.scrub()
        assert b"zibaldone" not in _bytes(tmp_path)
        assert GONE.encode() + b"0" in _bytes(tmp_path)
        assert GONE.encode() not in _bytes(tmp_path).replace(STAYS.encode(), b"")
    assert b"zibaldone" not in _bytes(tmp_path)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_scrubbing_a_server_keeps_what_stays(database: Database) -> None:
    with database.transaction() as connection:
        fill(connection)
        erase_candidate(connection, GONE, "anna", NOW)
    database.scrub()
    with database.snapshot() as connection:
        assert get_candidate(connection, STAYS).version == 1
        assert verify(connection).ok


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
