"""Out of the store and in again: exports, interview sheets, records as people read them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from matcher.cli.record_shown import readable


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


@pytest.mark.parametrize("name", ["tutti.csv", "tutti.xlsx", "tutti.jsonl"])
@pytest.mark.parametrize("kind", ["candidates", "vacancies"])
def test_an_export_comes_in_again_and_changes_nothing(
    matcher, workspace, tmp_path: Path, kind: str, name: str
):
    path = tmp_path / name
    assert matcher("export", kind, "-o", path, "-w", workspace).code == 0
    # what the fixture wrote by hand is read and linked once
    assert matcher("import", kind, path, "-w", workspace).code == 0
    assert matcher("export", kind, "-o", path, "-w", workspace).code == 0
    before = matcher("audit", "verify", "-w", workspace, "--format", "json").json["entries"]
    answer = matcher("import", kind, path, "-w", workspace, "--format", "json").json
    assert (answer["new"], answer["changed"], answer["rejected"]) == (0, 0, 0)
    assert not [notice for file in answer["files"] for notice in file["notices"] if "riconosciute" in notice]
    assert matcher("audit", "verify", "-w", workspace, "--format", "json").json["entries"] - before <= 1


def test_contacts_and_protected_data_go_out_only_when_asked_and_the_log_says_so(
    matcher, workspace, tmp_path: Path
):
    path, whole = tmp_path / "a.csv", tmp_path / "b.jsonl"
    matcher("export", "candidates", "-o", path, "-w", workspace)
    assert not {"email", "telefono", "sesso", "cittadinanza"} & _rows(path)[0].keys()
    person = _rows(path)[0]["id_candidato"]
    assert (
        matcher(
            "export", "candidates", person, "--contacts", "--protected", "-o", whole, "-w", workspace
        ).code
        == 0
    )
    assert {"contact", "protected"} & json.loads(whole.read_text(encoding="utf-8")).keys()
    assert "contact+protected" in matcher("audit", "verify", "-w", workspace).out + _log(workspace)


def _log(workspace: Path) -> str:
    import sqlite3

    with sqlite3.connect(workspace / "matcher.db") as connection:
        return str(connection.execute("select details from log order by seq desc limit 3").fetchall())


def test_an_export_of_somebody_unknown_writes_nothing(matcher, workspace, tmp_path: Path):
    path = tmp_path / "a.csv"
    result = matcher("export", "candidates", "NESSUNO", "-o", path, "-w", workspace)
    assert result.code == 1
    assert "NESSUNO" in result.err
    assert not path.exists()


def test_an_interview_sheet_asks_what_is_missing_and_takes_the_answers_back(
    matcher, workspace, tmp_path: Path
):
    matcher("candidates", "add", "id_candidato=NUOVA", "professione_cercata=cuoca", "-w", workspace)
    [asked] = matcher("interview", "NUOVA", "-w", workspace, "--format", "json").json
    assert not asked["assessable"]
    assert [one["field"] for one in asked["missing"] if one["needed"]] == ["comune_domicilio"]
    assert "usa_mezzo" not in [one["field"] for one in asked["missing"]]
    sheet = tmp_path / "foglio.csv"
    matcher("interview", "NUOVA", "-o", sheet, "-w", workspace)
    [row] = _rows(sheet)
    row |= {"comune_domicilio": "Modena", "automunito": "sì", "max_km": "nessun limite"}
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, row, delimiter=";")
        writer.writeheader()
        writer.writerow(row)
    assert matcher("import", "candidates", sheet, "-w", workspace).code == 0
    [asked] = matcher("interview", "NUOVA", "-w", workspace, "--format", "json").json
    fields = [one["field"] for one in asked["missing"]]
    assert asked["assessable"]
    assert not {"comune_domicilio", "automunito", "max_km"} & set(fields)
    assert "usa_mezzo" in fields
    profile = matcher("candidates", "show", "NUOVA", "-w", workspace).out
    assert "cuoca" in profile


def test_a_limit_that_has_expired_is_asked_again(matcher, workspace):
    matcher("candidates", "add", "id_candidato=P", "comune_domicilio=Modena", "professione_cercata=cuoco",
            "max_km=20", "scadenza_vincoli=31/12/2020", "-w", workspace)  # fmt: skip
    [asked] = matcher("interview", "P", "-w", workspace, "--format", "json").json
    assert {one["field"] for one in asked["missing"] if one["expired"]} == {"max_km"}


def test_cells_are_shown_for_reading():
    assert readable("cuoco | 2020-01-31 | | Da Gino (MO\\); cameriere | mesi=3", True).splitlines() == [
        "cuoco · 31/01/2020 · Da Gino (MO)",
        "cameriere · mesi=3",
    ]
    assert readable("lunedì; martedì", True) == "lunedì, martedì"
    assert readable("nessuna {contatto telefonico, 2026-06-28, }", True) == (
        "nessuna (contatto telefonico, 28/06/2026)"
    )
    assert readable("una frase; un'altra | fine", False) == "una frase; un'altra | fine"
