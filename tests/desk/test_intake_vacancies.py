"""Vacancies, from files to the store: what their words mean, propose, and may not say."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from matcher.desk.intake import import_vacancies
from matcher.desk.words import WordReader
from matcher.domain.levels import RequirementLevel
from matcher.domain.vacancy import RequirementKind, Vacancy
from matcher.embedding.open import open_embedder
from matcher.embedding.protocol import Embedder
from matcher.exchange.mapping import load_mapping
from matcher.exchange.vacancy_cells import vacancy_cells
from matcher.exchange.writing import write_rows
from matcher.pool.build import PoolBuilder
from matcher.pool.codes import Codes
from matcher.store.database import Database
from matcher.store.vacancies import iterate_vacancies
from matcher.vocabulary.bundle import Vocabularies

AT = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)
REPOSITORY = Path(__file__).parents[2]
DATA = Path(os.environ.get("MATCHER_DATA", REPOSITORY.parent / "shared" / "data"))
HEADING = "id;titolo;descrizione;requisiti;competenze_indispensabili\n"


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return open_embedder()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "store.db") as opened:
        opened.migrate()
        yield opened


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def stored(database: Database) -> list[Vacancy]:
    with database.snapshot() as connection:
        return list(iterate_vacancies(connection))


def test_what_is_read_in_the_text_waits_for_confirmation(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    text = (
        HEADING + "R-1;Mulettista;Indispensabile patente C.;Gradito inglese B1, 2 anni di esperienza;Excel\n"
    )
    report = import_vacancies([write(tmp_path / "a.csv", text)], database, words, "anna", AT)
    assert report.new == 1
    [vacancy] = stored(database)
    assert [mention.concept for mention in vacancy.occupations] == ["8344.forklift_driver"]
    asked = [(one.kind, one.level, one.confirmed, one.quote) for one in vacancy.requirements]
    kind, level = RequirementKind, RequirementLevel
    assert asked == [
        (kind.SKILL, level.MUST, True, ""),
        (kind.LICENCE, level.MUST, False, "patente C"),
        (kind.LANGUAGE, level.WANTED, False, "inglese"),
        (kind.EXPERIENCE, level.WANTED, False, "2 anni di esperienza"),
    ]
    assert vacancy.requirements[0].mention is not None
    assert vacancy.requirements[0].mention.concept
    assert [one.months for one in vacancy.requirements if one.months] == [24]
    assert vacancy.description == "Indispensabile patente C.\n\nGradito inglese B1, 2 anni di esperienza"


def test_conditions_exclusions_and_caps_are_proposed_never_applied(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    requirements = "Part time su tre turni, tempo determinato, max 2 anni di esperienza"
    text = HEADING + f"R-1;Cuoco;;{requirements};\n"
    report = import_vacancies([write(tmp_path / "a.csv", text)], database, words, "anna", AT)
    assert [(one.kind, one.quote) for one in report.proposals if one.kind != "ask"] == [
        ("schedule", "Part time"),
        ("condition", "tempo determinato"),
        ("condition", "tre turni"),
    ]
    assert [one.quote for one in report.proposals if one.kind == "ask"] == ["2 anni di esperienza"]
    [vacancy] = stored(database)
    assert {one.field: one.values for one in vacancy.read_conditions} == {
        "contracts": ("fixed_term",),
        "shifts": ("three_shifts",),
    }
    assert (vacancy.shifts, vacancy.contracts, vacancy.weekly_hours_max) == (None, None, None)
    assert vacancy.requirements == ()


def test_a_column_wins_over_the_same_thing_in_the_text(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    text = (
        "id;titolo;descrizione;patenti_richieste;esperienza_mesi\n"
        "R-1;Autista;Patente C e due anni di esperienza;C;36\n"
    )
    import_vacancies([write(tmp_path / "a.csv", text)], database, words, "anna", AT)
    [vacancy] = stored(database)
    assert [(one.kind.value, one.confirmed) for one in vacancy.requirements] == [
        ("licence", True),
        ("experience", True),
    ]


def test_a_title_says_occupations_and_licences(tmp_path: Path, database: Database, words: WordReader) -> None:
    text = HEADING + "R-1;Cuoco / Cameriere;;;\nR-2;Autista patente CE;;;\nR-3;Varie posizioni;;;\n"
    report = import_vacancies([write(tmp_path / "a.csv", text)], database, words, "anna", AT)
    several, driver, vague = stored(database)
    assert [mention.concept for mention in several.occupations] == ["5120.cook", "5131.waiter"]
    assert [(one.kind.value, one.mention and one.mention.concept) for one in driver.requirements] == [
        ("licence", "CE")
    ]
    assert vague.occupations == ()
    assert "riga 4 «Varie posizioni»" in report.notices[0]


def test_inadmissible_words_are_reported_kept_and_not_matched(
    tmp_path: Path, database: Database, words: WordReader, vocabularies: Vocabularies, embedder: Embedder
) -> None:
    with_words = "R-1;Commessa max 30 anni;Negozio di scarpe. Bella presenza, madrelingua italiana.;;\n"
    without = "R-2;Commesso;Negozio di scarpe. ,.;;\n"
    path = write(tmp_path / "a.csv", HEADING + with_words + without)
    report = import_vacancies([path], database, words, "anna", AT)
    assert [(one.vacancy_id, one.field, one.quote, one.kind) for one in report.findings] == [
        ("R-1", "titolo", "Commessa", "sex"),
        ("R-1", "titolo", "max 30 anni", "age"),
        ("R-1", "descrizione", "Bella presenza", "appearance"),
        ("R-1", "descrizione", "madrelingua italiana", "language_origin"),
    ]
    assert all(one.reason and one.suggestion and one.legal_basis for one in report.findings)
    vacancy, _ = stored(database)
    assert vacancy.title == "Commessa max 30 anni"
    assert "Bella presenza" in vacancy.description
    assert vacancy.ignored_words == (
        "age:max 30 anni",
        "appearance:Bella presenza",
        "language_origin:madrelingua italiana",
    )
    assert [mention.concept for mention in vacancy.occupations] == ["5223.shop_assistant"]
    assert vacancy.requirements == ()
    pool = PoolBuilder(vocabularies, Codes.of(vocabularies), embedder)
    assert np.array_equal(*pool.vacancies(stored(database)).vectors)
    overridden = vacancy.model_copy(update={"overrides": vacancy.ignored_words})
    assert "Bella presenza" in overridden.text_to_match(overridden.description)


def test_rankings_of_the_law_wait_among_the_rejects(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    text = HEADING + "R-1;Operaio;Avviamento a selezione ex art. 16 L. 56/87;;\nR-2;Cuoco;;;\n"
    report = import_vacancies([write(tmp_path / "a.csv", text)], database, words, "anna", AT)
    assert (report.new, report.rejected) == (1, 1)
    assert "art. 16" in report.rejects_paths[0].read_text(encoding="utf-8-sig")


def test_what_is_exported_comes_back_the_same(tmp_path: Path, database: Database, words: WordReader) -> None:
    text = (
        "id;titolo;descrizione;requisiti;sede;patenti_richieste;contratto;turni;retribuzione\n"
        'R-1;Cuoco / Cameriere;Bella presenza;Gradito inglese;"Modena; Carpi";B;TD;spezzato;RAL 24.000\n'
    )
    import_vacancies([write(tmp_path / "a.csv", text)], database, words, "anna", AT)
    before = stored(database)
    write_rows(tmp_path / "b.csv", "vacancies", [vacancy_cells(one, words.labels) for one in before])
    whole = write(tmp_path / "b.jsonl", "\n".join(one.model_dump_json() for one in before))
    for path in (tmp_path / "b.csv", whole):
        report = import_vacancies([path], database, words, "anna", AT)
        assert (report.rejected, report.new, report.changed) == (0, 0, 0)
    assert stored(database) == before


def test_the_vacancies_of_a_job_centre_come_in_through_the_shipped_mapping(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    source = DATA / "pes_vacancies_it_dev" / "vacancies.csv"
    if not source.is_file():
        pytest.skip("needs the development data: set MATCHER_DATA")
    path = Path(shutil.copy(source, tmp_path / "offerte.csv"))
    mapping = load_mapping(REPOSITORY / "docs" / "examples" / "mapping-cpi.toml")
    report = import_vacancies([path], database, words, "anna", AT, mapping=mapping)
    assert (report.new, report.rejected) == (29, 0)
    vacancies = {one.id: one for one in stored(database)}
    linked = [one for one in vacancies.values() if any(mention.concept for mention in one.occupations)]
    assert len(linked) >= 26
    assert [mention.concept for mention in vacancies["CT-45"].occupations] == [
        "5120.cook",
        "5120.assistant_cook",
        "5131.waiter",
        "9412.dishwasher",
    ]
    assert [place.kind for place in vacancies["CT-39"].places] == ["national"]
    assert vacancies["CT-48"].ignored_words == ("health:agilità fisica",)
    electrician = vacancies["CT-59"].requirements
    assert {one.mention.concept for one in electrician if one.mention} >= {"C", "other.fgas"}
    assert (RequirementKind.EDUCATION, 4, True) in [(one.kind, one.eqf, one.confirmed) for one in electrician]
    assert all(not one.confirmed for one in electrician if one.quote)
    again = import_vacancies([path], database, words, "anna", AT, mapping=mapping)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 29)


def test_a_second_file_changes_what_it_says_and_leaves_the_rest(
    tmp_path: Path, database: Database, words: WordReader
) -> None:
    first = "id;titolo;requisiti;sede;turni\nR-1;Cuoco;Gradito inglese;Modena;spezzato\n"
    import_vacancies([write(tmp_path / "a.csv", first)], database, words, "anna", AT)
    second = "id;titolo;requisiti\nR-1;Cameriere;Gradito francese\n"
    report = import_vacancies([write(tmp_path / "b.csv", second)], database, words, "anna", AT)
    assert (report.changed, report.rejected) == (1, 0)
    [vacancy] = stored(database)
    assert [mention.concept for mention in vacancy.occupations] == ["5131.waiter"]
    assert [one.mention.concept for one in vacancy.requirements if one.mention] == ["fr"]
    assert vacancy.description == "Gradito francese"
    assert [place.code for place in vacancy.places] == ["036023"]
    assert vacancy.shifts == ("split",)
