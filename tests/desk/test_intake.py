"""Candidates and applications, from files to the store."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from matcher.desk.intake import import_applications, import_candidates, import_vacancies
from matcher.desk.linking import resolve_link
from matcher.desk.words import WordReader, open_word_reader
from matcher.domain.candidate import Candidate
from matcher.embedding.open import open_embedder
from matcher.errors import InputError
from matcher.exchange.candidate_cells import candidate_cells
from matcher.exchange.candidates import CandidateParts
from matcher.exchange.writing import write_rows
from matcher.store import candidates as people
from matcher.store.applications import applications_to_vacancy
from matcher.store.audit import verify
from matcher.store.candidate_writes import StoredCandidate, set_candidate
from matcher.store.corrections import link_queue
from matcher.store.database import Database
from matcher.store.erasure import erase_candidate
from matcher.store.imports import list_imports
from matcher.vocabulary.bundle import Vocabularies

AT = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)
HEADING = (
    "id_candidato;comune_domicilio;professione_cercata;esperienze;competenze;patenti;max_km;email;sesso\n"
)
GOOD = "C-1;Sassuolo (MO);mulettista;magazziniere | 2019 | 2021;uso del muletto;patente B;30;a@b.it;F\n"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "store.db") as opened:
        opened.migrate()
        yield opened


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def stored(database: Database) -> list[Candidate]:
    with database.snapshot() as connection:
        return list(people.iterate_candidates(connection))


def test_a_person_comes_in_linked_with_contacts_and_protected_data_apart(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    report = import_candidates([write(tmp_path / "a.csv", HEADING + GOOD)], database, words, "anna", AT)
    assert (report.new, report.rejected, report.complete) == (1, 0, True)
    assert report.written == ("C-1",)
    [person] = stored(database)
    assert person.home is not None
    assert person.home.code == "036040"
    assert person.wanted is not None
    assert person.wanted[0].concept == "8344.forklift_driver"
    assert person.work is not None
    assert person.work[0].occupation.concept.startswith("4321.")
    assert person.skills is not None
    assert person.skills[0].skill.concept
    assert [licence.concept for licence in person.licences or ()] == ["B"]
    with database.snapshot() as connection:
        contact, protected = people.get_contact(connection, "C-1"), people.get_protected(connection, "C-1")
        [imported] = list_imports(connection)
    assert contact is not None
    assert contact.email == "a@b.it"
    assert protected is not None
    assert protected.sex == "F"
    assert "a@b.it" not in person.model_dump_json()
    assert (imported.file_name, imported.counts["new"]) == ("a.csv", 1)


def test_the_same_file_a_second_time_changes_nothing(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    path = write(tmp_path / "a.csv", HEADING + GOOD + "C-2;;lucidatore di nuvole;;;;;;\n")
    import_candidates([path], database, words, "anna", AT)
    with database.snapshot() as connection:
        before = (people.list_candidates(connection), link_queue(connection), list_imports(connection))
    report = import_candidates([path], database, words, "anna", AT.replace(year=2027))
    assert (report.new, report.changed, report.unchanged, report.n_queued) == (0, 0, 2, 0)
    with database.snapshot() as connection:
        assert (
            people.list_candidates(connection),
            link_queue(connection),
            list_imports(connection),
        ) == before


def test_bad_rows_wait_in_a_file_that_completes_the_job_once_corrected(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    bad = "C-2;Modena;cuoco;;;;tanti;;\nC-3;Modena;cuoco\n;Modena;cuoco;;;;;;\nC-1;Modena;doppio;;;;;;\n"
    path = write(tmp_path / "a.csv", HEADING + GOOD + bad + "C-4;Modena;cuoco;;;;10;;\n")
    report = import_candidates([path], database, words, "anna", AT)
    assert (report.new, report.rejected, report.complete) == (2, 4, False)
    [rejects] = report.rejects_paths
    assert rejects == tmp_path / "a.scarti.csv"
    with rejects.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert [row["riga"] for row in rows] == ["3", "4", "5", "6"]
    assert [row["campo"] for row in rows] == ["max_km", "riga", "id_candidato", "riga"]
    assert "la riga 2" in rows[3]["motivo"]
    assert all(row["rimedio"] for row in rows)
    rows[0]["max_km"] = "25"
    rows[2]["id_candidato"] = "C-5"
    rows[3]["id_candidato"] = "C-6"
    with rejects.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    completed = import_candidates([rejects], database, words, "anna", AT)
    assert (completed.new, completed.rejected, completed.notices) == (4, 0, ())
    assert [person.id for person in stored(database)] == ["C-1", "C-2", "C-3", "C-4", "C-5", "C-6"]


def test_words_without_a_concept_stay_usable_and_wait_for_a_choice(
    tmp_path: Path, database: Database, words: WordReader, vocabularies: Vocabularies
) -> None:
    rows = "C-1;;Lucidatore di nuvole;;;;;;\nC-2;;lucidatore di nuvole;;;tessera arcana;;;\n"
    path = write(tmp_path / "a.csv", HEADING + rows)
    report = import_candidates([path], database, words, "anna", AT)
    assert report.n_queued == 2
    assert [person.wanted[0].text for person in stored(database) if person.wanted] == [
        "Lucidatore di nuvole",
        "lucidatore di nuvole",
    ]
    with database.snapshot() as connection:
        waiting = {(item.kind, item.text): item.occurrences for item in link_queue(connection)}
    assert waiting == {("occupation", "lucidatore di nuvole"): 2, ("licence", "tessera arcana"): 1}
    known = next(iter(vocabularies["occupation"].by_id))
    with database.transaction() as connection:
        for kind, text, concept in (
            ("licence", "tessera arcana", "B"),
            ("occupation", "lucidatore di nuvole", known),
        ):
            resolve_link(connection, vocabularies, kind, text, concept, "anna", AT)
        corrected = open_word_reader(vocabularies, open_embedder(), connection)
        assert not list(link_queue(connection))
    again = import_candidates([path], database, corrected, "anna", AT)
    assert (again.changed, again.n_queued) == (0, 0)
    linked = stored(database)
    assert {mention.concept for person in linked for mention in person.wanted or ()} == {known}
    assert [claim.concept for claim in linked[1].licences or ()] == ["B"]


def test_titles_licences_and_qualifications_in_other_words_are_understood(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    text = (
        "id_candidato;professione_cercata;patenti;titoli_studio\n"
        "C-1;Cuoco / Aiuto cuoco;patenti B e C;perito meccanico\n"
    )
    import_candidates([write(tmp_path / "a.csv", text)], database, words, "anna", AT)
    [person] = stored(database)
    assert [mention.concept for mention in person.wanted or ()] == ["5120.cook", "5120.assistant_cook"]
    assert [claim.concept for claim in person.licences or ()] == ["B", "C"]
    assert [(one.eqf, one.field) for one in person.education or ()] == [(4, "mechanics")]


def test_every_format_gives_the_same_people(tmp_path: Path, database: Database, words: WordReader) -> None:
    import_candidates([write(tmp_path / "a.csv", HEADING + GOOD)], database, words, "anna", AT)
    before = stored(database)
    parts = [CandidateParts(person) for person in before]
    cells = [candidate_cells(one, words.labels) for one in parts]
    write_rows(tmp_path / "b.csv", "candidates", cells)
    write_rows(tmp_path / "b.xlsx", "candidates", cells)
    whole = write(tmp_path / "b.jsonl", "\n".join(person.model_dump_json() for person in before))
    for path in (tmp_path / "b.csv", tmp_path / "b.xlsx", whole):
        report = import_candidates([path], database, words, "anna", AT)
        assert (report.rejected, report.new) == (0, 0)
        assert stored(database) == before


def test_whole_records_that_are_wrong_are_refused_as_objects(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    text = '{"id": "C-1", "languages": [{"language": "en", "level": 9}]}\n{"id": "C-2"}\n{"id": \n'
    report = import_candidates([write(tmp_path / "a.jsonl", text)], database, words, "anna", AT)
    assert (report.new, report.rejected) == (1, 2)
    corrected = report.rejects_paths[0].read_text(encoding="utf-8").replace('"level": 9', '"level": 4')
    again = import_candidates([write(report.rejects_paths[0], corrected)], database, words, "anna", AT)
    assert (again.new, again.rejected) == (1, 1)


def test_an_erased_person_does_not_come_back(tmp_path: Path, database: Database, words: WordReader) -> None:
    path = write(tmp_path / "a.csv", HEADING + GOOD)
    import_candidates([path], database, words, "anna", AT)
    with database.transaction() as connection:
        erase_candidate(connection, "C-1", "anna", AT)
    report = import_candidates([path], database, words, "anna", AT)
    assert (report.new, report.rejected) == (0, 1)
    assert "cancellati" in report.rejects_paths[0].read_text(encoding="utf-8-sig")


def test_unknown_places_are_named_and_do_not_stop_the_person(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    text = HEADING + "C-1;Paperopoli;cuoco;;;;;;\n"
    report = import_candidates([write(tmp_path / "a.csv", text)], database, words, "anna", AT)
    assert report.new == 1
    assert "riga 2 «Paperopoli»" in report.notices[0]


def test_a_file_that_cannot_be_read_leaves_nothing_behind(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    path = write(tmp_path / "a.csv", "")
    with pytest.raises(InputError, match="vuoto"):
        import_candidates([path], database, words, "anna", AT)
    assert [file.name for file in tmp_path.iterdir() if not file.name.startswith("store")] == ["a.csv"]


def test_many_rows_come_in_by_batches_with_progress_and_one_log(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    rows = "".join(f"C-{number};Modena;cuoco;;;;30;;\n" for number in range(2_500))
    told: list[int] = []
    path = write(tmp_path / "a.csv", HEADING + rows)
    report = import_candidates([path], database, words, "anna", AT, progress=told.append)
    assert report.new == 2_500
    assert told == [1_000, 2_000, 2_500]
    with database.snapshot() as connection:
        assert verify(connection).ok


def test_an_application_needs_its_vacancy_and_its_person(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    import_candidates([write(tmp_path / "c.csv", HEADING + GOOD)], database, words, "anna", AT)
    import_vacancies([write(tmp_path / "v.csv", "id;titolo\nR-1;Cuoco\n")], database, words, "anna", AT)
    text = "id_richiesta;id_candidato;data\nR-1;C-1;18/01/2026\nR-9;C-1;18/01/2026\nR-1;C-9;x\nR-1;C-8;18/01/26\n"
    path = write(tmp_path / "a.csv", text)
    report = import_applications([path], database, "anna", AT)
    assert (report.new, report.rejected) == (1, 3)
    with database.snapshot() as connection:
        [application] = applications_to_vacancy(connection, "R-1")
    assert (application.candidate_id, application.channel) == ("C-1", "autocandidatura")
    again = import_applications([path], database, "anna", AT)
    assert (again.new, again.unchanged) == (0, 1)
    rejects = report.rejects_paths[0].read_text(encoding="utf-8-sig")
    assert "questa richiesta non c'è" in rejects
    assert "questa persona non c'è" in rejects


def test_columns_that_a_file_does_not_have_leave_their_fields_as_they_are(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    import_candidates([write(tmp_path / "a.csv", HEADING + GOOD)], database, words, "anna", AT)
    [before] = stored(database)
    path = write(tmp_path / "b.csv", "id;max_km;patenti;telefono\nC-1;50;;333 1234567\n")
    report = import_candidates([path], database, words, "anna", AT)
    assert (report.changed, report.rejected) == (1, 0)
    [after] = stored(database)
    assert after.constraints[0].value == 50
    assert after.licences is None
    assert after.model_copy(update={"constraints": before.constraints, "licences": before.licences}) == before
    with database.snapshot() as connection:
        contact = people.get_contact(connection, "C-1")
    assert contact is not None
    assert (contact.email, contact.phone) == ("a@b.it", "333 1234567")
    again = import_candidates([path], database, words, "anna", AT)
    assert (again.changed, again.unchanged) == (0, 1)


def test_what_staff_changed_survives_the_same_file(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    path = write(tmp_path / "a.csv", HEADING + GOOD)
    import_candidates([path], database, words, "anna", AT)
    with database.transaction() as connection:
        row = people.get_candidate(connection, "C-1")
        edited = row.candidate.model_copy(update={"summary": "Cerca un lavoro vicino."})
        set_candidate(connection, StoredCandidate(edited), row.version, "anna", AT)
    report = import_candidates([path], database, words, "anna", AT)
    assert (report.changed, report.unchanged) == (0, 1)
    assert stored(database)[0].summary == "Cerca un lavoro vicino."
