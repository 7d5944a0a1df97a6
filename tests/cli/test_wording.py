"""``matcher vacancy``: the words that may not choose people, and who may let them count."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def supervised(workspace: Path) -> Path:
    """A workspace whose operator is a supervisor."""
    settings = workspace / "matcher.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("operatore del mercato del lavoro", "supervisore"), encoding="utf-8")
    return workspace


def test_quotes_explains_and_rewords(matcher, workspace: Path) -> None:
    checked = matcher("vacancy", "check", "R-1")
    assert checked.code == 1
    assert "descrizione: «max 30 anni»" in checked.out
    assert "D.Lgs. 276/2003" in checked.out
    [row] = matcher("vacancy", "check", "R-1", "--format", "json").json
    assert (row["quote"], row["kind"], row["allowed"]) == ("max 30 anni", "age", False)
    assert row["reason"]
    assert row["suggestion"]


def test_a_clean_vacancy_passes(matcher, workspace: Path) -> None:
    clean = matcher("vacancy", "check", "R-2")
    assert (clean.code, clean.out) == (0, "Nessuna parola da rivedere.\n")


def test_a_text_or_a_file_need_no_workspace(matcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = matcher("vacancy", "check", "--text", "Cercasi commessa, bella presenza", "--format", "json").json
    assert [row["quote"] for row in found] == ["commessa", "bella presenza"]
    (tmp_path / "annuncio.txt").write_bytes("Età max 30 anni, perché sì".encode("cp1252"))
    assert matcher("vacancy", "check", "--file", "annuncio.txt").code == 1
    assert matcher("vacancy", "check", "--text", "Ambosessi ai sensi L. 903/77 e 125/91").code == 0


def test_speaks_english(matcher, workspace: Path) -> None:
    [row] = matcher("vacancy", "check", "R-1", "--lang", "en", "--format", "json").json
    [italian] = matcher("vacancy", "check", "R-1", "--format", "json").json
    assert row["reason"] != italian["reason"]
    assert row["quote"] == italian["quote"]


@pytest.mark.parametrize("words", [[], ["R-1", "--text", "x"]])
def test_wants_exactly_one_text(matcher, workspace: Path, words: list[str]) -> None:
    assert matcher("vacancy", "check", *words).code == 1


def test_only_a_supervisor_may_override(matcher, workspace: Path) -> None:
    refused = matcher("vacancy", "override", "R-1", "max 30 anni", "--reason", "apprendistato")
    assert refused.code == 1
    assert "supervisore" in refused.err
    assert matcher("vacancy", "check", "R-1").code == 1


def test_an_override_is_on_the_record_with_its_reason(matcher, supervised: Path) -> None:
    done = matcher("vacancy", "override", "R-1", "max 30 anni", "--reason", "apprendistato di legge")
    assert done.code == 0
    checked = matcher("vacancy", "check", "R-1")
    assert checked.code == 0
    assert "ammesso da un supervisore" in checked.out
    told = matcher("history", "R-1", "--format", "json").json[-1]
    assert told["action"] == "vacancy.override"
    assert (told["details"]["reason"], told["details"]["role"]) == ("apprendistato di legge", "supervisore")
    assert "apprendistato di legge" in told["text"]


def test_an_override_twice_is_logged_once(matcher, supervised: Path) -> None:
    for _ in range(2):
        assert matcher("vacancy", "override", "R-1", "max 30 anni", "--reason", "legge").code == 0
    actions = [row["action"] for row in matcher("history", "R-1", "--format", "json").json]
    assert actions.count("vacancy.override") == 1


@pytest.mark.parametrize(("quote", "reason"), [("mulettista", "serve"), ("max 30 anni", "  ")])
def test_an_override_needs_words_that_were_found_and_a_reason(
    matcher, supervised: Path, quote: str, reason: str
) -> None:
    assert matcher("vacancy", "override", "R-1", quote, "--reason", reason).code == 1
    assert matcher("vacancy", "check", "R-1").code == 1


def test_the_workspace_chooses_the_language_where_the_system_is_silent(
    matcher, workspace: Path, monkeypatch: pytest.MonkeyPatch
):
    settings = workspace / "matcher.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('language = "it"', 'language = "en"'), encoding="utf-8")
    monkeypatch.delenv("MATCHER_LANG")
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert "The pool" in matcher("pool", "info", "-w", workspace).out
    monkeypatch.setenv("LANG", "it_IT.UTF-8")
    assert "La banca dati" in matcher("pool", "info", "-w", workspace).out
    assert "The pool" in matcher("pool", "info", "-w", workspace, "--lang", "en").out


def test_what_the_columns_ask_is_checked_too_and_does_not_count(matcher, workspace: Path) -> None:
    asked = "competenze_indispensabili=bella presenza; uso del PC"
    added = matcher(
        "vacancies",
        "add",
        "id=R-9",
        "titolo=Cuoco",
        "sede=Modena",
        asked,
        "lingue_richieste=madrelingua italiana",
    )
    assert "«bella presenza»" in added.out
    assert "Da collegare" not in added.out
    found = matcher("vacancy", "check", "R-9", "--format", "json")
    assert found.code == 1
    assert [(one["field"], one["quote"]) for one in found.json] == [
        ("competenze_indispensabili", "bella presenza"),
        ("lingue_richieste", "madrelingua italiana"),
    ]
    matcher(
        "vacancies", "add", "id=R-10", "titolo=Cuoco", "sede=Modena", "competenze_indispensabili=uso del PC"
    )
    with_, without = (
        matcher("shortlist", name, "--no-save", "--format", "json").json for name in ("R-9", "R-10")
    )
    for part in ("n_eligible", "n_to_verify", "n_removed"):
        assert with_[part] == without[part]
    scores = [
        [(one["id"], one["score"]) for one in each["ranked"] + each["to_verify"]] for each in (with_, without)
    ]
    assert scores[0] == scores[1]
