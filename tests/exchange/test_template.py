from __future__ import annotations

from pathlib import Path

import pytest

from matcher.errors import InputError
from matcher.exchange.applications import read_application
from matcher.exchange.candidates import CandidateReader
from matcher.exchange.columns import FileKind, columns_of
from matcher.exchange.labels import Labels
from matcher.exchange.mapping import load_mapping
from matcher.exchange.source import open_source
from matcher.exchange.template import columns_table, template_csv
from matcher.exchange.vacancies import VacancyReader
from matcher.vocabulary.bundle import Vocabularies

KINDS: tuple[FileKind, ...] = ("candidates", "vacancies", "applications")
DOCUMENTATION = Path(__file__).parents[2] / "docs" / "formats.md"


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_template_has_a_heading_and_no_rows(tmp_path: Path, kind: FileKind) -> None:
    path = tmp_path / "vuoto.csv"
    path.write_text(template_csv(kind), encoding="utf-8", newline="")
    with pytest.raises(InputError, match="nessuna riga"):
        open_source(path, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_worked_example_comes_in_when_it_is_no_comment_any_more(
    tmp_path: Path, kind: FileKind, labels: Labels, vocabularies: Vocabularies
) -> None:
    path = tmp_path / "esempio.csv"
    text = template_csv(kind)
    example = text.rindex("# ")
    path.write_text(text[:example] + text[example + 2 :], encoding="utf-8", newline="")
    source = open_source(path, kind)
    [row] = source.rows
    assert source.notices == []
    assert row.problems == []
    if kind == "candidates":
        found, problems = CandidateReader(labels, vocabularies.places).read(row.cells)
        assert found is not None
    elif kind == "vacancies":
        found_vacancy, problems = VacancyReader(labels, vocabularies.places).read(row.cells)
        assert found_vacancy is not None
    else:
        application, problems = read_application(row.cells)
        assert application is not None
    assert problems == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_is_documented(kind: FileKind) -> None:
    assert columns_table(kind) in DOCUMENTATION.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_is_explained(kind: FileKind) -> None:
    assert all(column.help for column in columns_of(kind))


def test_the_documented_mapping_is_the_one_that_is_shipped() -> None:
    example = DOCUMENTATION.parent / "examples" / "mapping-cpi.toml"
    assert load_mapping(example).kind == "vacancies"
    assert example.read_text(encoding="utf-8") in DOCUMENTATION.read_text(encoding="utf-8")
