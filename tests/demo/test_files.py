"""The files of the demo: what was invented comes back as it was, and the wrong rows are told apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matcher.demo.files import BAD_CANDIDATES, BAD_VACANCIES, DemoFiles, write_demo
from matcher.demo.people import generate_candidates
from matcher.demo.vacancies import generate_vacancies
from matcher.errors import InputError
from matcher.exchange.candidates import CandidateReader
from matcher.exchange.labels import Labels
from matcher.exchange.source import open_source
from matcher.exchange.vacancies import VacancyReader
from matcher.vocabulary.bundle import Vocabularies

ON = date(2026, 3, 2)
PEOPLE, OFFERS = 400, 60


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, vocabularies: Vocabularies) -> DemoFiles:
    return write_demo(tmp_path_factory.mktemp("demo"), "MO", PEOPLE, OFFERS, 1, vocabularies, ON)


def unlinked(value: Any) -> Any:
    """Return a dump without links, which a file does not hold."""
    if isinstance(value, dict):
        dropped = {"concept", "method", "confidence"}
        return {name: unlinked(inner) for name, inner in value.items() if name not in dropped}
    return [unlinked(inner) for inner in value] if isinstance(value, list | tuple) else value


def test_people_come_back_as_they_were(written: DemoFiles, vocabularies: Vocabularies) -> None:
    reader = CandidateReader(Labels.of(vocabularies), vocabularies.places)
    people = {p.candidate.id: p for p in generate_candidates("MO", PEOPLE, 1, vocabularies, ON)}
    read = [reader.read(row.cells) for row in open_source(written.candidates, "candidates").rows]
    good = [parts for parts, _ in read if parts]
    assert len(good) == PEOPLE
    for parts in good:
        person = people[parts.candidate.id]
        assert unlinked(parts.candidate.model_dump()) == unlinked(person.candidate.model_dump())
        assert parts.contact == person.contact
        assert parts.protected == person.protected


def test_each_wrong_row_names_the_cell_that_is_wrong(written: DemoFiles, vocabularies: Vocabularies) -> None:
    reader = CandidateReader(Labels.of(vocabularies), vocabularies.places)
    problems = [reader.read(row.cells)[1] for row in open_source(written.candidates, "candidates").rows]
    found = [[problem.field for problem in listed] for listed in problems if listed]
    assert found == [[field] for field, _ in BAD_CANDIDATES]


def test_vacancies_come_back_as_they_were(written: DemoFiles, vocabularies: Vocabularies) -> None:
    reader = VacancyReader(Labels.of(vocabularies), vocabularies.places)
    vacancies = {v.id: v for v in generate_vacancies("MO", OFFERS, 1, vocabularies, ON)}
    read = [reader.read(row.cells) for row in open_source(written.vacancies, "vacancies").rows]
    good = [vacancy for vacancy, _ in read if vacancy]
    assert len(good) == OFFERS
    assert [[problem.field for problem in problems] for _, problems in read if problems] == [
        [field] for field, _ in BAD_VACANCIES
    ]
    for vacancy in good:
        assert unlinked(vacancy.model_dump()) == unlinked(vacancies[vacancy.id].model_dump())


def test_the_files_say_that_they_are_invented(written: DemoFiles) -> None:
    for path in (written.candidates, written.vacancies):
        first = path.read_text(encoding="utf-8-sig").splitlines()[0]
        assert first.startswith("# DATI INVENTATI")


def test_the_same_seed_writes_the_same_bytes(
    written: DemoFiles, vocabularies: Vocabularies, tmp_path: Path
) -> None:
    again = write_demo(tmp_path, "MO", PEOPLE, OFFERS, 1, vocabularies, ON)
    assert again.candidates.read_bytes() == written.candidates.read_bytes()
    assert again.vacancies.read_bytes() == written.vacancies.read_bytes()


def test_a_folder_that_cannot_be_written_is_a_clear_error(vocabularies: Vocabularies, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError) as caught:
        write_demo(tmp_path / "file", "MO", 1, 1, 1, vocabularies, ON)
    assert caught.value.code == "E-DEM-002"
