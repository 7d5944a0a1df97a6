"""``matcher template`` and ``matcher import``: files in, rows to correct out, nothing lost."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

HEADING = "id_candidato;comune_domicilio;max_km\n"


@pytest.fixture
def people(workspace: Path) -> Path:
    """Two rows in order and two that cannot come in."""
    path = workspace / "persone.csv"
    path.write_text(
        HEADING + "P-1;Modena;20\nP-2;Modena;tanti\n;Modena;10\nP-3;Sassuolo;30\n", encoding="utf-8"
    )
    return path


@pytest.mark.parametrize("kind", ["candidates", "vacancies", "applications"])
def test_a_template_is_read_back_by_import_as_an_empty_file(matcher, workspace: Path, kind: str) -> None:
    written = matcher("template", kind)
    assert written.code == 0
    (workspace / "modello.csv").write_text(written.out, encoding="utf-8")
    empty = matcher("import", kind, "modello.csv")
    assert empty.code == 1
    assert "nessuna riga" in empty.err


def test_the_columns_are_documented_in_json_too(matcher) -> None:
    columns = matcher("template", "candidates", "--format", "json").json
    assert {"name", "aliases", "help", "example", "section"} == set(columns[0])
    assert columns[0]["name"] == "id_candidato"


def test_bad_rows_wait_beside_the_file_and_the_rest_comes_in(matcher, people: Path) -> None:
    done = matcher("import", "candidates", "persone.csv")
    assert done.code == 1
    assert "righe 4 — nuove 2, cambiate 0, invariate 0, da correggere 2" in done.out
    assert "riga 3: max_km «tanti»: non è un numero" in done.out
    assert "matcher import candidates persone.scarti.csv" in done.out
    assert matcher("candidates", "show", "P-3").code == 0
    assert matcher("candidates", "show", "P-2").code == 1


def test_the_corrected_rejects_complete_the_job(matcher, people: Path) -> None:
    matcher("import", "candidates", "persone.csv")
    rejects = people.with_name("persone.scarti.csv")
    text = rejects.read_text(encoding="utf-8-sig")
    rejects.write_text(text.replace("P-2;Modena;tanti", "P-2;Modena;25").replace("\n;Modena", "\nP-4;Modena"))
    done = matcher("import", "candidates", "persone.scarti.csv")
    assert done.code == 0
    assert matcher("candidates", "show", "P-4").code == 0


def test_the_same_file_twice_changes_nothing(matcher, people: Path) -> None:
    matcher("import", "candidates", "persone.csv")
    again = matcher("import", "candidates", "persone.csv", "--format", "json").json
    assert (again["new"], again["changed"], again["unchanged"], again["rejected"]) == (0, 0, 2, 2)
    assert again["written"] == []


def test_json_names_the_files_and_their_rejects(matcher, people: Path) -> None:
    report = matcher("import", "candidates", "persone.csv", "--format", "json").json
    [one] = report["files"]
    assert (one["path"], one["n_rows"], one["rejected"]) == ("persone.csv", 4, 2)
    assert Path(one["rejects_path"]).is_file()
    assert report["written"] == ["P-1", "P-3"]


def test_with_a_folder_for_rejects_nothing_is_written_beside_the_source(matcher, people: Path) -> None:
    source = people.parent / "sola_lettura"
    source.mkdir()
    people.rename(source / people.name)
    done = matcher("import", "candidates", "sola_lettura/persone.csv", "--rejects", "da_correggere")
    assert done.code == 1
    assert [path.name for path in source.iterdir()] == ["persone.csv"]
    assert [path.name for path in (people.parent / "da_correggere").iterdir()] == ["persone.scarti.csv"]


def test_earlier_rejects_are_never_written_over(matcher, people: Path) -> None:
    folder = people.parent / "da_correggere"
    folder.mkdir()
    (folder / "persone.scarti.csv").write_text("lavoro di qualcuno")
    matcher("import", "candidates", "persone.csv", "--rejects", "da_correggere")
    assert (folder / "persone.scarti.csv").read_text() == "lavoro di qualcuno"
    assert (folder / "persone.scarti-2.csv").is_file()


def test_standard_input_is_a_file_too(matcher, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = b'{"id_candidato": "P-1", "comune_domicilio": "Modena"}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    report = matcher("import", "candidates", "-", "--format", "json").json
    assert (report["files"][0]["path"], report["new"]) == ("-", 1)


def test_several_files_in_one_go(matcher, workspace: Path) -> None:
    (workspace / "a.csv").write_text(HEADING + "P-1;Modena;20\n")
    (workspace / "b.csv").write_text(HEADING + "P-2;Modena;20\nP-1;Modena;30\n")
    report = matcher("import", "candidates", "a.csv", "b.csv", "--format", "json").json
    assert [one["new"] for one in report["files"]] == [1, 1]
    assert report["rejected"] == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vuoto.csv", b"", "è vuoto"),
        ("altro.csv", b"foo;bar\n1;2\n", "nessuna colonna riconosciuta"),
        ("doppia.csv", b"id_candidato;id_candidato\na;b\n", "due volte"),
        ("finto.xlsx", b"id_candidato\nP-1\n", "Excel"),
        ("foglio.ods", b"x", ".ods"),
    ],
)
def test_a_file_that_cannot_be_read_stops_all_before_anything_comes_in(
    matcher, workspace: Path, name: str, content: bytes, said: str
) -> None:
    (workspace / "buono.csv").write_text(HEADING + "P-1;Modena;20\n")
    (workspace / name).write_bytes(content)
    refused = matcher("import", "candidates", "buono.csv", name)
    assert refused.code == 1
    assert said in refused.err
    assert matcher("candidates", "show", "P-1").code == 1


def test_a_missing_file_is_named(matcher, workspace: Path) -> None:
    missing = matcher("import", "candidates", "nonce.csv")
    assert missing.code == 1
    assert "Il file «nonce.csv» non c'è." in missing.err


def test_a_foreign_file_comes_in_through_a_mapping(matcher, workspace: Path) -> None:
    (workspace / "altri.csv").write_text("COD,LAVORO,DOVE\n7,Cuoco/a,Modena\n")
    (workspace / "mappa.toml").write_text(
        'kind = "vacancies"\n[columns]\nid_richiesta = "COD"\ntitolo = "LAVORO"\nsede = "DOVE"\n'
    )
    assert matcher("import", "vacancies", "altri.csv", "--map", "mappa.toml").code == 0
    assert matcher("vacancies", "show", "7", "--format", "json").json["vacancy"]["title"] == "Cuoco/a"
    wrong = matcher("import", "candidates", "altri.csv", "--map", "mappa.toml")
    assert wrong.code == 1
    assert "vacancies" in wrong.err


def test_vacancies_report_the_words_that_may_not_be_used(matcher, workspace: Path) -> None:
    (workspace / "offerte.csv").write_text(
        "id_richiesta;titolo;descrizione\nR-7;Barista;Bella presenza, max 30 anni\n"
    )
    done = matcher("import", "vacancies", "offerte.csv")
    assert done.code == 0
    assert "Parole da rivedere, che non contano nell'abbinamento: 2" in done.out
    findings = matcher("import", "vacancies", "offerte.csv", "--format", "json").json["findings"]
    assert {finding["kind"] for finding in findings} == {"age", "appearance"}
    assert all(finding["suggestion"] and finding["legal_basis"] for finding in findings)


def test_an_application_of_somebody_unknown_waits(matcher, workspace: Path) -> None:
    (workspace / "candidature.csv").write_text(
        "id_richiesta;id_candidato;data\nR-1;C-1;20/01/2026\nR-1;C-9;20/01/2026\n"
    )
    done = matcher("import", "applications", "candidature.csv")
    assert done.code == 1
    assert "nuove 1" in done.out
    assert "questa persona non c'è" in done.out


def test_plugin_columns_come_in_and_show_up_as_records(matcher, workspace: Path) -> None:
    pytest.importorskip("matcher_anzianita", reason="the reference plugin is not installed")
    (workspace / "p.csv").write_text("id_candidato;anzianita.did_on\nP-1;01/02/2025\n")
    assert matcher("import", "candidates", "p.csv").code == 0
    shown = matcher("record", "show", "anzianita", "candidate", "P-1", "--format", "json").json
    assert shown["content"]["did_on"] == "2025-02-01"


def test_a_line_that_is_no_json_is_told_in_italian(matcher, workspace: Path) -> None:
    (workspace / "c.jsonl").write_text('{"id_candidato": "J-1"}\n{"id_candidato": "J-2", rotto}\n', "utf-8")
    done = matcher("import", "candidates", "c.jsonl")
    assert done.code == 1
    assert "  riga 2: la riga non è JSON: errore al carattere" in done.out
    assert "Expecting" not in done.out


def test_a_mapping_that_is_not_there_is_named(matcher, people: Path) -> None:
    refused = matcher("import", "candidates", "persone.csv", "--map", "mappa.toml")
    assert refused.code == 1
    assert "E-EXC-030  Non riesco a leggere mappa.toml: non c'è." in refused.err


def test_a_file_of_another_kind_is_recognised_before_its_rows_are_refused(matcher, people: Path) -> None:
    refused = matcher("import", "vacancies", "persone.csv")
    assert refused.code == 1
    assert "E-EXC-017" in refused.err
    assert "matcher import candidates persone.csv" in refused.err
    assert not list(people.parent.glob("*.scarti*"))


@pytest.mark.parametrize("given", ["mario.rossi@example.org", "RSSMRA80A01F257X"])
def test_an_id_that_says_who_the_person_is_waits_for_correction(matcher, workspace: Path, given: str) -> None:
    (workspace / "a.csv").write_text(f"{HEADING}{given};Modena;20\n", encoding="utf-8")
    done = matcher("import", "candidates", "a.csv")
    assert done.code == 1
    assert "Usa un codice che non riveli chi è la persona" in done.out


def test_several_problems_of_a_row_each_show_their_value(matcher, workspace: Path) -> None:
    (workspace / "a.csv").write_text("id_candidato;max_km;ore_max\nP-1;tanti;4O\n", encoding="utf-8")
    out = matcher("import", "candidates", "a.csv").out
    assert "max_km «tanti»: non è un numero" in out
    assert "ore_max «4O»: non è un numero" in out


def test_the_command_to_repeat_can_be_copied_whatever_the_name(matcher, workspace: Path) -> None:
    (workspace / "nuove persone.csv").write_text(f"{HEADING};Modena;20\n", encoding="utf-8")
    out = matcher("import", "candidates", "nuove persone.csv").out
    assert "matcher import candidates 'nuove persone.scarti.csv'" in out


def test_a_folder_is_called_a_folder(matcher, workspace: Path) -> None:
    (workspace / "cartella").mkdir()
    done = matcher("import", "candidates", "cartella")
    assert done.code == 1
    assert "«cartella» è una cartella" in done.err


def test_a_notice_is_said_once_however_many_rows_it_concerns(
    matcher, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matcher.desk.import_run.BATCH", 2)
    rows = "".join(f"P-{number};Modenaa Nuova;20\n" for number in range(7))
    (workspace / "a.csv").write_text(HEADING + rows, encoding="utf-8")
    [line] = [line for line in matcher("import", "candidates", "a.csv").out.splitlines() if "Comuni" in line]
    assert "(7)" in line
    assert line.endswith("6 «Modenaa Nuova»…")


def test_a_trouble_of_the_system_is_told_without_a_traceback_before_anything_came_in(
    matcher, people: Path
) -> None:
    call = ("import", "candidates", "persone.csv", "--rejects", "persone.csv/scarti")
    done = matcher(*call)
    assert done.code == 1
    assert "«persone.csv/scarti»: una parte del percorso non è una cartella" in done.err
    assert "a part of the path is no folder" in matcher("--lang", "en", *call).err
    assert matcher("candidates", "show", "P-1").code == 1
