from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from matcher.errors import InputError
from matcher.exchange.problems import Problem
from matcher.exchange.rejects import RejectsFile
from matcher.exchange.rows import Row
from matcher.exchange.table import open_table

WRONG = [
    Problem("max_km", "tanti", "non è un numero", "Scrivi 30."),
    Problem("lingue", "x", "boh", "Scrivi 30."),
]


def rejects(source: Path) -> RejectsFile:
    return RejectsFile(source, {"id": "Id", "max_km": "Max km"})


def test_no_file_is_written_while_nothing_is_refused(tmp_path: Path) -> None:
    assert rejects(tmp_path / "a.csv").close() is None
    assert list(tmp_path.iterdir()) == []


def test_a_refused_row_is_kept_whole_with_what_to_do(tmp_path: Path) -> None:
    file = rejects(tmp_path / "a.csv")
    file.add(Row(7, {"id": "=C;1", "max_km": "tanti"}), WRONG)
    path = file.close()
    assert path == tmp_path / "a.scarti.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        heading, row = csv.reader(stream, delimiter=";")
    assert heading == ["Id", "Max km", "riga", "campo", "valore", "motivo", "rimedio"]
    assert row == [
        "'=C;1",
        "tanti",
        "7",
        "max_km | lingue",
        "tanti | x",
        "non è un numero | boh",
        "Scrivi 30.",
    ]
    assert next(open_table(path).rows).values["id"] == "=C;1"


def test_an_earlier_file_is_never_written_over(tmp_path: Path) -> None:
    for number, name in ((1, "a.scarti.csv"), (1, "a.scarti.csv"), (2, "a.scarti-2.csv")):
        file = rejects(tmp_path / "a.csv")
        file.add(Row(number, {"id": str(number)}), WRONG)
        assert file.close() == tmp_path / name
    again = rejects(tmp_path / "a.scarti.csv")
    again.add(Row(3, {"id": "3"}), WRONG)
    assert again.close() == tmp_path / "a.scarti-3.csv"


def test_objects_are_refused_as_objects(tmp_path: Path) -> None:
    file = RejectsFile(tmp_path / "a.jsonl", {})
    file.add(Row(1, {}, {"id": "C-1", "home": {"text": "Modena"}}), WRONG)
    path = file.close()
    assert path == tmp_path / "a.scarti.jsonl"
    [row] = open_table(path).rows
    assert row.source == {"id": "C-1", "home": {"text": "Modena"}}


def test_half_a_character_comes_back_as_it_was(tmp_path: Path) -> None:
    file = RejectsFile(tmp_path / "a.jsonl", {})
    file.add(Row(1, {}, {"id": "\ud800 x"}, "un testo contiene un carattere illeggibile"), WRONG)
    path = file.close()
    assert path is not None
    assert json.loads(path.read_text(encoding="utf-8"))["id"] == "\ud800 x"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_leaves_no_half_file_and_says_so(tmp_path: Path) -> None:
    (tmp_path / ".a.csv.scarti.parziale").symlink_to("/dev/full")
    file = rejects(tmp_path / "a.csv")
    file.add(Row(7, {"id": "1"}), WRONG)
    with pytest.raises(InputError, match="il disco è pieno") as caught:
        file.close()
    assert caught.value.code == "E-EXC-040"
    assert list(tmp_path.iterdir()) == []
