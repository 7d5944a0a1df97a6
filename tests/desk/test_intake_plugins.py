"""Columns of plugins in imported files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from matcher.desk.intake import import_candidates
from matcher.desk.words import WordReader, open_word_reader
from matcher.domain.record import Record
from matcher.plugin import Column, RecordType, hookimpl
from matcher.plugin.gate import Gate
from matcher.store.database import Database
from matcher.store.records import get_record
from matcher.testing import Workshop

AT = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)


class Course(Record):
    course: int
    begun_on: date | None = None


class Courses:
    @hookimpl
    def matcher_register_columns(self) -> list[Column]:
        return [Column("corsi.course", pl.Int32, "candidate")]

    @hookimpl
    def matcher_register_records(self) -> list[RecordType]:
        return [RecordType("Corso", "candidate", Course)]

    @hookimpl
    def matcher_build_columns(self, ids: list[str], records: dict[str, Course]) -> pl.DataFrame:
        return pl.DataFrame({"corsi.course": [records[i].course if i in records else None for i in ids]})


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return Workshop.open()


@pytest.fixture(scope="module")
def words(workshop: Workshop) -> WordReader:
    return open_word_reader(workshop.vocabularies, workshop.embedder, None)


@pytest.fixture(scope="module")
def gate(workshop: Workshop) -> Gate:
    return workshop.kit({"corsi": Courses}).gate


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "store.db") as opened:
        opened.migrate()
        yield opened


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_they_are_kept_under_the_plugin_and_can_be_added_to(
    tmp_path: Path, database: Database, words: WordReader, gate: Gate
) -> None:
    path = write(tmp_path / "a.csv", "id;corsi.course\nC-1;2\nC-2;\n")
    report = import_candidates([path], database, words, "anna", AT, gate=gate)
    assert (report.new, report.rejected) == (2, 0)
    later = write(tmp_path / "b.csv", "id;Corsi.Begun_on\nC-1;01/02/2026\n")
    report = import_candidates([later], database, words, "anna", AT, gate=gate)
    assert (report.new, report.changed, report.unchanged) == (0, 1, 0)
    with database.snapshot() as connection:
        record = get_record(connection, "corsi", "candidate", "C-1")
        assert get_record(connection, "corsi", "candidate", "C-2") is None
    assert record is not None
    assert record.content == {"course": 2, "begun_on": "2026-02-01"}
    again = import_candidates([later], database, words, "anna", AT, gate=gate)
    assert (again.changed, again.unchanged) == (0, 1)


def test_a_wrong_one_sends_the_whole_row_back(
    tmp_path: Path, database: Database, words: WordReader, gate: Gate
) -> None:
    path = write(
        tmp_path / "a.csv",
        "id;corsi.course;corsi.altro;corsi.begun_on\nC-1;due;;\nC-2;1;x;\nC-3;;;01/02/2026\nC-4;1;;\n",
    )
    report = import_candidates([path], database, words, "anna", AT, gate=gate)
    assert (report.new, report.rejected) == (1, 3)
    assert report.written == ("C-4",)
    text = report.rejects_paths[0].read_text(encoding="utf-8-sig")
    assert all(name in text for name in ("corsi.course", "corsi.altro", "«course»"))


def test_those_of_a_plugin_that_is_not_installed_are_reported(
    tmp_path: Path, database: Database, words: WordReader, gate: Gate
) -> None:
    path = write(tmp_path / "a.csv", "id;altro.campo\nC-1;2\n")
    report = import_candidates([path], database, words, "anna", AT, gate=gate)
    assert report.new == 1
    assert "«altro.campo»: nessun plugin installato la legge" in report.notices[0]
