from __future__ import annotations

import json
from pathlib import Path

import pytest

from matcher.errors import InputError
from matcher.exchange.table import Row, open_table


def read(path: Path, text: str) -> list[Row]:
    path.write_text(text, encoding="utf-8")
    return list(open_table(path).rows)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", '{"Id": 1, "Sì": true}\n\n{"Id": 2.5, "Sì": null}\n'),
        ("a.json", '[{"Id": 1, "Sì": true},\n {"Id": 2.5, "Sì": null}]'),
        ("a.json", '{"Id": 1, "Sì": true}\n{"Id": 2.5, "Sì": null}'),
    ],
)
def test_lines_arrays_and_objects_in_a_row_are_the_same(tmp_path: Path, name: str, text: str) -> None:
    assert [row.values for row in read(tmp_path / name, text)] == [{"id": "1", "si": "sì"}, {"id": "2,5"}]


def test_lists_of_texts_become_one_cell_and_whole_objects_are_kept(tmp_path: Path) -> None:
    tree = {"id": "C-1", "competenze": ["Excel", "uso; pulizia"], "home": {"text": "Sassuolo"}}
    row = read(tmp_path / "a.jsonl", json.dumps(tree))[0]
    assert row.values["competenze"] == "Excel; uso; pulizia"
    assert row.source == tree


def test_a_line_that_is_not_json_is_a_fault_and_the_next_is_read(tmp_path: Path) -> None:
    broken, infinite, wrong, good = read(
        tmp_path / "a.jsonl", '{"id": 1\n{"id": Infinity}\n[1]\n{"id": "4"}\n'
    )
    assert "non è JSON" in broken.fault
    assert "Infinity" in infinite.fault
    assert "oggetto" in wrong.fault
    assert good.values == {"id": "4"}
    assert good.number == 4


def test_past_an_error_in_an_array_a_last_row_says_what_was_not_read(tmp_path: Path) -> None:
    good, fault = read(tmp_path / "a.json", '[{"id": "1"}, {"id": ]')
    assert good.values == {"id": "1"}
    assert "da qui in poi" in fault.fault


def test_characters_that_no_store_keeps_are_a_fault(tmp_path: Path) -> None:
    null, half, escaped = read(
        tmp_path / "a.jsonl", '{"id": "a\\u0000"}\n{"id": "\\ud800"}\n{"id": "C:\\\\u0000"}\n'
    )
    assert null.fault
    assert half.fault
    assert escaped.fault == ""


def test_an_array_longer_than_a_block_is_read_whole(tmp_path: Path) -> None:
    trees = [{"id": str(number), "testo": "x" * 500} for number in range(5_000)]
    rows = read(tmp_path / "a.json", json.dumps(trees))
    assert [row.values["id"] for row in rows] == [tree["id"] for tree in trees]


@pytest.mark.parametrize("text", ["[]", "[ ]\n"])
def test_an_empty_array_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="vuoto"):
        read(tmp_path / "a.json", text)


def test_brackets_without_end_and_numbers_without_measure_are_faults_of_their_row(tmp_path: Path) -> None:
    deep, long, good = read(
        tmp_path / "a.jsonl",
        '{"x": ' + "[" * 100_000 + "]" * 100_000 + '}\n{"x": ' + "9" * 5_000 + '}\n{"id": "3"}\n',
    )
    assert "parentesi" in deep.fault
    assert "troppe cifre" in long.fault
    assert good.values == {"id": "3"}


def test_an_array_with_brackets_without_end_stops_there(tmp_path: Path) -> None:
    rows = read(tmp_path / "a.json", '[{"id": "1"}, ' + "[" * 100_000 + "]" * 100_000 + "]")
    assert [bool(row.fault) for row in rows] == [False, True]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", '{"id": "1", "titolo": "cuoco", "titolo": "sarto"}\n{"id": "2"}\n'),
        ("a.jsonl", '{"id": "1", "home": {"text": "Modena", "text": "Carpi"}}\n{"id": "2"}\n'),
        ("a.json", '[{"id": "1", "titolo": "cuoco", "titolo": "sarto"}, {"id": "2"}]'),
    ],
)
def test_a_name_written_twice_is_a_fault_that_keeps_the_row_as_it_is(
    tmp_path: Path, name: str, text: str
) -> None:
    twice, good = read(tmp_path / name, text)
    assert "due volte" in twice.fault
    assert twice.source is not None
    assert twice.source["_testo"] in text
    assert good.values == {"id": "2"}
