"""Curricula as running text: read on the way in, nobody lost, ordered for the right reasons."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from matcher.cli.main import main

FOLDER = Path(__file__).parent / "curricula"
#: For each vacancy the tiers that two readers would agree on; inside a tier any order.
INTENDED = {
    "V1": (("J1", "J2"), ("J3",), ("J4", "D1", "D2", "S1", "A1", "A2", "M1", "M2", "M3")),
    "V2": (("D1",), ("D2",), ("J1", "J2", "J3", "J4", "S1", "A1", "A2", "M1", "M2", "M3")),
    "V3": (("M1",), ("M2", "M3"), ("A1", "A2", "D1", "D2", "J1", "J2", "J3", "J4", "S1")),
    "V4": (("A1",), ("A2", "D2"), ("D1", "J1", "J2", "J3", "J4", "M1", "M2", "M3", "S1")),
}


def write_curricula(path: Path, column: str = "curriculum", **changed: str) -> Path:
    """Write the invented curricula as a file to import."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id_candidato", column])
        for text in sorted(FOLDER.glob("*.txt")):
            rows.writerow([text.stem, changed.get(text.stem, text.read_text("utf-8"))])
    return path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the twelve curricula and the four vacancies."""
    folder = tmp_path_factory.mktemp("curricula")
    place = folder / "office"
    for words in (
        ("init", place),
        ("import", "candidates", write_curricula(folder / "cv.csv"), "-w", place),
        ("import", "vacancies", FOLDER / "vacancies.csv", "-w", place),
        ("pool", "build", "-w", place),
    ):
        main(list(map(str, words)), prog_name="matcher", standalone_mode=False)
    return place


@pytest.mark.parametrize("vacancy", INTENDED)
def test_the_order_is_the_one_that_readers_would_give(matcher, office: Path, vacancy: str) -> None:
    listed = matcher("shortlist", vacancy, "-w", office, "--size", "30", "--no-save", "--format", "json").json
    order = [entry["id"] for entry in (*listed["ranked"], *listed["to_verify"])]
    assert len(order) == 12, "nobody is dropped for what a curriculum does not say"
    start = 0
    for tier in INTENDED[vacancy]:
        assert sorted(order[start : start + len(tier)]) == sorted(tier)
        start += len(tier)


def person(matcher, office: Path, name: str) -> Mapping[str, Any]:
    """Return the record of a person."""
    found: Mapping[str, Any] = matcher("candidates", "show", name, "-w", office, "--format", "json").json
    return found["candidate"]


def concepts(record: Mapping[str, Any]) -> set[str]:
    """Return the skills of a record that reached a concept."""
    return {claim["skill"]["concept"] for claim in record["skills"] if claim["skill"]["concept"]}


def test_jobs_come_with_their_dates_and_studies_are_none(matcher, office: Path) -> None:
    work = person(matcher, office, "J1")["work"]
    assert [(job["occupation"]["concept"], job["start"], job["end"]) for job in work] == [
        ("2512.java_developer", "2018-03-01", None),
        ("2512.java_developer", "2014-06-01", "2018-02-28"),
    ]
    told = person(matcher, office, "M2")["work"]
    assert [(job["occupation"]["concept"], job["months"]) for job in told] == [
        ("4321.warehouse_keeper", 36),
        ("9112.office_cleaner", 24),
    ]


def test_a_text_that_lost_its_lines_is_read_too(matcher, office: Path) -> None:
    record = person(matcher, office, "D1")
    assert {job["occupation"]["concept"] for job in record["work"]} == {
        "2511.data_scientist",
        "2511.data_analyst",
    }
    assert {"python", "machine_learning", "sql", "natural_language_processing"} <= concepts(record)


def test_titles_languages_licences_and_free_words_are_kept(matcher, office: Path) -> None:
    senior = person(matcher, office, "J1")
    assert [(one["language"], one["level"]) for one in senior["languages"]] == [("en", 6), ("it", 3)]
    assert [one["eqf"] for one in senior["education"]] == [6]
    assert "Quarkus" in {claim["skill"]["text"] for claim in senior["skills"]}
    assert {"spring_framework", "aws", "containers", "message_brokers"} <= concepts(senior)
    driver = person(matcher, office, "M1")
    assert {one["concept"] for one in driver["licences"]} >= {"B", "equipment.forklift_industrial"}


def test_what_is_denied_is_not_held(matcher, office: Path) -> None:
    licences = person(matcher, office, "M2")["licences"]
    assert [one["concept"] for one in licences] == ["B"]


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("J1", ("MILLER", "7700", "example.com", "1986", "British", "linkedin")),
        ("J2", ("Bruni", "Via Roma", "333", "1992", "celibe", "Autorizzo")),
        ("J3", ("Priya", "9876543210", "27")),
        ("S1", ("Nigerian", "married", "OKORO")),
        ("M1", ("Salvatore", "1979", "coniugato", "figli", "347", "residente")),
        ("M2", ("Lucia", "Serra")),
    ],
)
def test_nothing_of_the_person_beside_the_work_is_kept(matcher, office: Path, name: str, gone) -> None:
    summary = person(matcher, office, name)["summary"]
    assert [word for word in gone if word.lower() in summary.lower()] == []
    assert len(summary) > 200


def test_what_a_curriculum_leaves_out_is_a_question_and_no_refusal(matcher, office: Path) -> None:
    """A vacancy that insists on a licence, a language and a degree removes nobody for silence."""
    place = ("-w", office)
    made = matcher(
        "vacancies", "add", *place, "id_richiesta=V9", "titolo=Mulettista",
        "requisiti=patente C (indispensabile); inglese C1 (indispensabile); laurea (indispensabile)",
    )  # fmt: skip
    assert made.code == 0, made.err
    listed = matcher("shortlist", "V9", *place, "--size", "30", "--no-save", "--format", "json").json
    assert len(listed["ranked"]) + len(listed["to_verify"]) == 12
    matcher("vacancies", "erase", "V9", "--yes", *place)


def test_words_of_a_curriculum_do_not_fill_the_queue(matcher, office: Path) -> None:
    assert matcher("link", "queue", "-w", office, "--format", "json").json == []


def test_a_field_written_by_hand_wins_over_the_text(matcher, tmp_path: Path) -> None:
    place = ("-w", tmp_path / "office")
    matcher("init", tmp_path / "office")
    text = "Cuoco\nEsperienza\n2015 - 2020: cuoco presso Da Gino\nCompetenze: cucina regionale, pasticceria\nInglese B1"
    assert matcher("candidates", "add", *place, "id_candidato=C1", f"curriculum={text}").code == 0
    read = person(matcher, tmp_path / "office", "C1")
    assert read["skills"]
    assert "skills" in read["read_in_text"]
    assert matcher("candidates", "set", "C1", *place, "competenze=saldatura TIG").code == 0
    written = person(matcher, tmp_path / "office", "C1")
    assert [claim["skill"]["text"] for claim in written["skills"]] == ["saldatura TIG"]
    assert "skills" not in written["read_in_text"]
    assert written["work"] == read["work"]
    assert (
        matcher(
            "candidates", "set", "C1", *place, "curriculum=Barista\n2021 - oggi: barista al Bar Sport"
        ).code
        == 0
    )
    again = person(matcher, tmp_path / "office", "C1")
    assert [job["occupation"]["concept"] for job in again["work"]] == ["5132.barista"]
    assert [claim["skill"]["text"] for claim in again["skills"]] == ["saldatura TIG"]
    assert "Gino" not in again["summary"]


def test_the_same_file_again_changes_nothing(matcher, tmp_path: Path) -> None:
    place = ("-w", tmp_path / "office")
    matcher("init", tmp_path / "office")
    path = write_curricula(tmp_path / "cv.csv", "text")
    first = matcher("import", "candidates", path, *place, "--format", "json").json
    again = matcher("import", "candidates", path, *place, "--format", "json").json
    assert [(one["new"], one["unchanged"]) for report in (first, again) for one in report["files"]] == [
        (12, 0),
        (0, 12),
    ]


def test_a_summary_alone_is_read_as_well(matcher, tmp_path: Path) -> None:
    matcher("init", tmp_path / "office")
    added = matcher(
        "candidates", "add", "-w", tmp_path / "office", "id_candidato=C2",
        "sintesi=Ho lavorato come saldatore per 6 anni, patente B, inglese A2.",
    )  # fmt: skip
    assert added.code == 0
    record = person(matcher, tmp_path / "office", "C2")
    assert [(job["occupation"]["text"], job["months"]) for job in record["work"]] == [("saldatore", 72)]
    assert [one["concept"] for one in record["licences"]] == ["B"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Patente B, automunita.", True),
        ("Driving licence: B, own car.", True),
        ("Patente B, non automunita.", None),
        ("Ho la patente B ma non ho la macchina.", None),
        ("Patente B.", None),
    ],
)
def test_a_vehicle_that_is_told_is_held(matcher, tmp_path: Path, told: str, expected: bool | None) -> None:
    place = ("-w", tmp_path / "office")
    matcher("init", tmp_path / "office")
    text = f"Cuoca. 2015 - 2020: cuoca presso Da Gino. {told}"
    assert matcher("candidates", "add", *place, "id_candidato=C1", f"curriculum={text}").code == 0
    assert person(matcher, tmp_path / "office", "C1")["own_vehicle"] is expected
    matcher("candidates", "set", "C1", *place, "automunito=no")
    assert person(matcher, tmp_path / "office", "C1")["own_vehicle"] is False
