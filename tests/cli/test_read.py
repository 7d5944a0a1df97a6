"""``matcher read``: what running text names, with its words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is no workspace: reading needs none."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_words_are_quoted_and_say_how_they_are_meant(matcher, outside: Path) -> None:
    text = "Ottima conoscenza di Excel, inglese B2; non è richiesta la patente B."
    [row] = matcher("read", text, "--format", "json").json
    assert (row["id"], row["text"]) == ("1", text)
    found = {entry["kind"]: entry for entry in row["found"]}
    assert found["skill"]["label"] == "Excel"
    assert (found["language"]["concept"], found["language"]["value"]) == ("en", "B2")
    assert (found["licence"]["concept"], found["licence"]["polarity"]) == ("B", "negated")
    assert all(text[entry["start"] : entry["end"]] == entry["text"] for entry in row["found"])


def test_a_file_of_sentences_keeps_its_ids_and_order(matcher, outside: Path) -> None:
    (outside / "s.tsv").write_text("id\tsentence\nb\tuso del muletto\na\tniente\n", "utf-8")
    done = matcher("read", "--input", "s.tsv", "--kind", "competenza", "-o", "out.json")
    assert done.code == 0
    rows = json.loads((outside / "out.json").read_text("utf-8"))
    assert [(row["id"], [entry["concept"] for entry in row["found"]]) for row in rows] == [
        ("b", ["forklift_operation"]),
        ("a", []),
    ]


def test_a_whole_file_is_one_text(matcher, outside: Path) -> None:
    (outside / "cv.txt").write_text("Magazziniere\nPatentino del muletto\nInglese B1\n", "utf-8")
    [row] = matcher("read", "--input", "cv.txt", "--whole", "--format", "json").json
    assert row["id"] == "cv"
    assert {entry["kind"] for entry in row["found"]} >= {"licence", "language"}


def test_on_the_screen_kinds_and_polarity_read_as_words(matcher, outside: Path) -> None:
    shown = matcher("read", "Patente B, senza uso del muletto").out
    assert "patente B" in shown
    assert "non serve o manca" in shown
    english = matcher("read", "Driving licence B", "--lang", "en").out
    assert "asked for" in english


def test_nothing_to_read_is_said(matcher, outside: Path) -> None:
    refused = matcher("read")
    assert (refused.code, refused.err[:9]) == (1, "E-LNK-002")
    assert matcher("read", "x", "--kind", "mestiere").code == 2
