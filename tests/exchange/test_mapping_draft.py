"""The draft of a mapping: what it recognises, what it leaves to a person, and that it works once completed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from matcher.errors import InputError
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


def drafted(path: Path, reader: VacancyReader, text: str) -> dict[str, object]:
    path.write_text(text, encoding="utf-8")
    draft = tomllib.loads(draft_mapping(path, "vacancies", lambda row: reader.read(row)[1]))
    return {**draft["columns"], "ignored": draft["ignore"]}


def test_a_heading_is_known_by_the_words_it_holds_but_for_running_text(
    tmp_path: Path, reader: VacancyReader
) -> None:
    heading = "CODICE_OFFERTA;QUALIFICA RICHIESTA;Descrizione del cliente;Titolo studio contratto"
    text = f"{heading}\n1;Cuoco;paga in ritardo;x\n"
    assert drafted(tmp_path / "a.csv", reader, text) == {
        "id_richiesta": "CODICE_OFFERTA",
        "titolo": "QUALIFICA RICHIESTA",
        "ignored": ["Descrizione del cliente", "Titolo studio contratto"],
    }


def test_conditions_written_as_phrases_are_read_with_the_text(tmp_path: Path, reader: VacancyReader) -> None:
    text = "id;titolo;orario;contratto\n1;Cuoco;40 ore su due turni;TD\n2;Sarto;20 ore di mattina;TI\n"
    found = drafted(tmp_path / "a.csv", reader, text)
    assert (found["requisiti"], found["contratto"]) == ("orario", "contratto")
    assert "turni" not in found


def test_members_of_objects_are_columns_that_a_mapping_names(tmp_path: Path, reader: VacancyReader) -> None:
    text = '{"id": "1", "titolo": "Cuoco", "luogo": {"comune": "Bari", "piano": 2}}\n'
    assert drafted(tmp_path / "a.jsonl", reader, text) == {
        "id_richiesta": "id",
        "titolo": "titolo",
        "sede": "luogo.comune",
        "ignored": ["luogo.piano"],
    }
    mapping = tmp_path / "mappa.toml"
    mapping.write_text(
        'kind = "vacancies"\n[columns]\nid_richiesta = "id"\ntitolo = "titolo"\nsede = "luogo.comune"\n'
    )
    row = next(open_source(tmp_path / "a.jsonl", "vacancies", load_mapping(mapping)).rows)
    assert (row.cells["sede"], row.problems) == ("Bari", [])


def test_a_mapping_without_a_required_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mappa.toml"
    path.write_text('kind = "vacancies"\n[columns]\nid_richiesta = "id"\n')
    with pytest.raises(InputError, match="titolo") as caught:
        load_mapping(path)
    assert caught.value.code == "E-EXC-033"
