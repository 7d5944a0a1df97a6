"""The draft of a mapping: what it recognises, what it leaves to a person, and that it works once completed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from matcher.exchange.labels import Labels
from matcher.exchange.mapping import load_mapping
from matcher.exchange.mapping_draft import draft_mapping
from matcher.exchange.source import open_source
from matcher.exchange.vacancies import VacancyReader
from matcher.vocabulary.bundle import Vocabularies

FOREIGN = """Rif.;Figura professionale;Azienda;Comune;Tipologia contratto;Requisiti richiesti;Note interne;Data scadenza
7;Cuoca;Mensa Uno;Modena;TD con proroga;HACCP;chiamare;31/12/2026
8;Cuoco;Mensa Due;Carpi;indeterminato;;;
"""


@pytest.fixture
def reader(labels: Labels, vocabularies: Vocabularies) -> VacancyReader:
    return VacancyReader(labels, vocabularies.places)


def test_a_completed_draft_reads_the_file(tmp_path: Path, reader: VacancyReader) -> None:
    path, mapping = tmp_path / "offerte.csv", tmp_path / "mappa.toml"
    path.write_text(FOREIGN, encoding="utf-8")
    draft = draft_mapping(path, "vacancies", lambda row: reader.read(row)[1])
    mapping.write_text(
        draft.replace('# "TD con proroga" = ""', '"TD con proroga" = "tempo determinato"'), encoding="utf-8"
    )
    found = load_mapping(mapping)
    assert found.sources() == {
        "id_richiesta": ("Rif.",),
        "titolo": ("Figura professionale",),
        "datore": ("Azienda",),
        "sede": ("Comune",),
        "contratto": ("Tipologia contratto",),
        "requisiti": ("Requisiti richiesti",),
        "scadenza": ("Data scadenza",),
    }
    assert found.content.ignore == ("Note interne",)
    read = [reader.read(row.cells) for row in open_source(path, "vacancies", found).rows]
    assert [problems for _, problems in read] == [[], []]
    assert [vacancy.contracts for vacancy, _ in read if vacancy] == [("fixed_term",), ("permanent",)]


def test_what_is_needed_and_missing_is_said(tmp_path: Path, reader: VacancyReader) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Azienda;Luogo\nUno;Modena\n", encoding="utf-8")
    draft = draft_mapping(path, "vacancies", lambda row: reader.read(row)[1])
    assert '# titolo = ""' in draft
    assert tomllib.loads(draft)["columns"] == {"datore": "Azienda", "sede": "Luogo"}
