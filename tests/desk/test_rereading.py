"""Links and readings of an older version: brought up to date by the same file again, or by linking everything again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from matcher.desk.intake import import_candidates, import_vacancies
from matcher.desk.requests import confirm_requirements
from matcher.desk.rereading import relink
from matcher.desk.words import WordReader
from matcher.domain.candidate import Candidate
from matcher.domain.record import Mention
from matcher.domain.vacancy import Requirement, RequirementKind, Vacancy
from matcher.embedding.open import open_embedder
from matcher.store.candidate_writes import StoredCandidate, set_candidate, upsert_candidates
from matcher.store.candidates import iterate_candidates
from matcher.store.database import Database
from matcher.store.vacancies import get_vacancy, set_vacancy, upsert_vacancies

AT = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)
WRONG = Mention(text="Mulettista", concept="5120.cook", method="embedding", confidence=0.6)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "store.db") as opened:
        opened.migrate()
        yield opened


@pytest.fixture
def requests(tmp_path: Path) -> Path:
    path = tmp_path / "richieste.csv"
    path.write_text(
        "id;titolo;descrizione;note\nR-1;Mulettista;Gradita esperienza e inglese B1. Richiesta patente C.;x\n",
        encoding="utf-8",
    )
    return path


def vacancy(database: Database) -> Vacancy:
    with database.snapshot() as connection:
        return get_vacancy(connection, "R-1").vacancy


def person(database: Database) -> Candidate:
    with database.snapshot() as connection:
        return next(iterate_candidates(connection))


def _made_by_an_older_version(database: Database) -> Vacancy:
    """Leave readings and links that today's reader does not make; return the vacancy as it was."""
    whole = vacancy(database)
    misread = Requirement(
        kind=RequirementKind.SKILL, mention=WRONG, confirmed=False, quote="Gradita esperienza e inglese"
    )
    stale = whole.model_copy(update={"occupations": (WRONG,), "requirements": (misread,)})
    with database.transaction() as connection:
        upsert_vacancies(connection, [stale], "anna", AT, given={})
    return whole


def test_the_same_file_changes_nothing_however_its_words_are_read_today(
    requests: Path, database: Database, words: WordReader
) -> None:
    import_vacancies([requests], database, words, "anna", AT)
    _made_by_an_older_version(database)
    with database.transaction() as connection:
        row = get_vacancy(connection, "R-1")
        edited = row.vacancy.model_copy(update={"title": "Scritto dallo sportello", "openings": 3})
        set_vacancy(connection, edited, row.version, "anna", AT)
    assert import_vacancies([requests], database, words, "anna", AT).changed == 0
    assert vacancy(database) == edited
    with database.transaction() as connection:
        relink(connection, words.vocabularies, open_embedder(), "anna", AT)
    assert import_vacancies([requests], database, words, "anna", AT).changed == 0
    now = vacancy(database)
    assert (now.title, now.openings) == ("Scritto dallo sportello", 3)
    assert now.requirements != edited.requirements


def test_linking_again_reads_texts_again(requests: Path, database: Database, words: WordReader) -> None:
    import_vacancies([requests], database, words, "anna", AT)
    whole = _made_by_an_older_version(database)
    with database.transaction() as connection:
        report = relink(connection, words.vocabularies, open_embedder(), "anna", AT)
    assert vacancy(database) == whole
    assert (report.moved, report.n_records) == (("Mulettista",), 1)
    with database.transaction() as connection:
        again = relink(connection, words.vocabularies, open_embedder(), "anna", AT)
    assert (again.gained, again.lost, again.moved, again.n_records) == ((), (), (), 0)


def test_what_an_operator_dropped_is_not_read_again(
    requests: Path, database: Database, words: WordReader
) -> None:
    import_vacancies([requests], database, words, "anna", AT)
    kept = vacancy(database).requirements[1:]
    assert kept
    with database.transaction() as connection:
        confirm_requirements(connection, "R-1", {1: None}, None, "anna", AT)
    requests.write_text(requests.read_text(encoding="utf-8").replace("Mulettista", "Carrellista"), "utf-8")
    assert import_vacancies([requests], database, words, "anna", AT).changed == 1
    assert vacancy(database).requirements == kept
    with database.transaction() as connection:
        relink(connection, words.vocabularies, open_embedder(), "anna", AT)
    assert vacancy(database).requirements == kept


def test_a_file_of_people_that_says_the_same_keeps_what_staff_edited_however_it_is_read_today(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    path = tmp_path / "persone.csv"
    path.write_text("id;professione_cercata;competenze\nP-1;mulettista;saldatura TIG; \n", encoding="utf-8")
    import_candidates([path], database, words, "anna", AT)
    older = person(database).model_copy(update={"wanted": (WRONG,)})
    with database.transaction() as connection:
        upsert_candidates(connection, [StoredCandidate(older)], "anna", AT, given={})
        edited = older.model_copy(update={"skills": (), "office": "Carpi"})
        set_candidate(connection, StoredCandidate(edited), 2, "anna", AT)
    assert import_candidates([path], database, words, "anna", AT).changed == 0
    assert person(database) == edited
    with database.transaction() as connection:
        relink(connection, words.vocabularies, open_embedder(), "anna", AT)
    assert import_candidates([path], database, words, "anna", AT).changed == 0
    now = person(database)
    assert (now.skills, now.office) == ((), "Carpi")
    assert now.wanted != (WRONG,)
    path.write_text(path.read_text("utf-8").replace("mulettista", "cuoco"), "utf-8")
    assert import_candidates([path], database, words, "anna", AT).changed == 1
    assert [one.text for one in person(database).wanted or ()] == ["cuoco"]


def test_a_whole_record_that_says_the_same_changes_nothing(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    path = tmp_path / "persone.jsonl"
    path.write_text('{"id": "P-1", "wanted": [{"text": "mulettista"}], "office": "Modena"}\n', "utf-8")
    import_candidates([path], database, words, "anna", AT)
    edited = person(database).model_copy(update={"office": "Carpi"})
    with database.transaction() as connection:
        set_candidate(connection, StoredCandidate(edited), 1, "anna", AT)
    assert import_candidates([path], database, words, "anna", AT).changed == 0
    assert person(database).office == "Carpi"


def test_links_of_people_are_made_anew_unless_an_operator_chose_them(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    path = tmp_path / "persone.csv"
    path.write_text("id;professione_cercata;competenze\nP-1;mulettista;saldatura TIG; \n", encoding="utf-8")
    import_candidates([path], database, words, "anna", AT)
    whole = person(database)
    chosen = Mention(text="mulettista", concept="5120.cook", method="operator", confidence=1)
    for link, expected in (
        (WRONG.model_copy(update={"text": "mulettista"}), whole.wanted),
        (chosen, (chosen,)),
    ):
        stale = whole.model_copy(update={"wanted": (link,)})
        with database.transaction() as connection:
            upsert_candidates(connection, [StoredCandidate(stale)], "anna", AT)
            relink(connection, words.vocabularies, open_embedder(), "anna", AT)
        assert person(database).wanted == expected
