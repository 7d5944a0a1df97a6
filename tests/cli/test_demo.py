"""``matcher demo`` and ``matcher generate``: the main job on invented data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_SMALL = ("--candidates", "150", "--vacancies", "17", "--province", "mo")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_generated_files_are_marked_and_the_same_for_the_same_seed(matcher, here: Path) -> None:
    for folder, seed in (("a", "3"), ("b", "3"), ("c", "4")):
        assert matcher("generate", folder, *_SMALL, "--seed", seed).code == 0
    one, same, other = ((here / folder / "candidati.csv").read_bytes() for folder in "abc")
    assert one == same != other
    vacancies = (here / "a" / "richieste.csv").read_text("utf-8-sig")
    assert len(re.findall(r"^VAC-\d{4};", vacancies, re.MULTILINE)) >= 17
    assert "(inventat" in vacancies


def test_what_was_written_is_told_also_as_data(matcher, here: Path) -> None:
    answer = matcher("generate", "a", *_SMALL, "--format", "json").json
    assert {Path(path).name for path in answer.values()} == {"candidati.csv", "richieste.csv"}
    assert "17 righe inventate" in matcher("generate", "a", *_SMALL).out


def test_an_unknown_province_is_named(matcher, here: Path) -> None:
    refused = matcher("generate", "a", "--province", "XX", "--candidates", "5")
    assert refused.code == 1
    assert "XX" in refused.err


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_demo_shows_the_whole_job(matcher, here: Path, language: str) -> None:
    shown = matcher("demo", *_SMALL, "--lang", language)
    assert shown.code == 0, shown.err
    for step in (
        "init",
        "import candidates",
        "import vacancies",
        "pool build",
        "shortlist VAC-0017",
        "why",
        "document",
    ):
        assert f"$ matcher {step}" in shown.out
    heading = {"it": "Rosa di candidati", "en": "Shortlist"}[language]
    assert heading in shown.out or {"it": "Nessuna persona", "en": "Nobody"}[language] in shown.out
    assert {"it": "inventati", "en": "invented"}[language] in shown.out
    [page] = (here / "demo").glob("ROSA-*.bozza.html")
    assert "BOZZA, NON INVIABILE" in page.read_text("utf-8")
    ending = shown.out[shown.out.rindex({"it": "Ora prova tu", "en": "Now try"}[language]) :]
    hints = re.findall(r"^  matcher (.+?)(?:  +.*)?$", ending, re.MULTILINE)
    assert len(hints) == 3
    for hint in hints:
        words = [
            word.replace("CAND-000100", "CAND-000001")
            for word in re.split(r"\s{2,}|\s(?=[^\s])", hint)
            if word
        ]
        known = words[: words.index("-w") + 2]
        tried = matcher(*known, "--lang", language)
        assert tried.code == 0, f"{known}: {tried.err}"


def test_a_second_run_starts_anew_and_a_foreign_folder_is_left_alone(matcher, here: Path) -> None:
    foreign = here / "demo"
    foreign.mkdir()
    (foreign / "tesi.txt").write_text("preziosa", "utf-8")
    refused = matcher("demo", *_SMALL)
    assert (refused.code, refused.err[:9]) == (1, "E-DEM-010")
    assert (foreign / "tesi.txt").read_text("utf-8") == "preziosa"
