"""``matcher init``: a workspace that works, and what is said when it cannot be made."""

from __future__ import annotations

import tomllib
from pathlib import Path


def test_makes_a_workspace_that_the_other_commands_can_use(matcher, tmp_path: Path) -> None:
    made = matcher("init", tmp_path / "nuovo")
    assert made.code == 0
    assert "matcher template candidates" in made.out
    assert matcher("pool", "info", "--workspace", tmp_path / "nuovo").code == 0


def test_a_new_workspace_is_read_by_nobody_else(matcher, tmp_path: Path) -> None:
    matcher("init", tmp_path / "nuovo")
    assert (tmp_path / "nuovo").stat().st_mode & 0o077 == 0


def test_writes_what_was_given_even_with_quotation_marks(matcher, tmp_path: Path) -> None:
    words = ["--actor", "anna", "--office", 'CPI "Centro"', "--name", "l'Ente", "--authorisation", "n. 7\\B"]
    assert matcher("init", tmp_path / "w", *words).code == 0
    settings = tomllib.loads((tmp_path / "w" / "matcher.toml").read_text(encoding="utf-8"))
    assert (settings["actor"], settings["office"]) == ("anna", 'CPI "Centro"')
    intermediary = settings["intermediary"]
    assert (intermediary["name"], intermediary["authorisation"]) == ("l'Ente", "n. 7\\B")


def test_writes_the_weights_that_plugins_declare(matcher, tmp_path: Path) -> None:
    matcher("init", tmp_path / "w")
    settings = tomllib.loads((tmp_path / "w" / "matcher.toml").read_text(encoding="utf-8"))
    assert settings["weights"]["occupation"] > 0


def test_speaks_english_when_asked_and_remembers_it(matcher, tmp_path: Path) -> None:
    made = matcher("init", tmp_path / "w", "--lang", "en")
    assert made.out.startswith("Workspace created in")
    assert tomllib.loads((tmp_path / "w" / "matcher.toml").read_text(encoding="utf-8"))["language"] == "en"


def test_answers_in_json(matcher, tmp_path: Path) -> None:
    [made] = matcher("init", tmp_path / "w", "--format", "json").json
    assert made["workspace"] == str(tmp_path / "w")
    assert made["database"].endswith("matcher.db")


def test_refuses_a_folder_that_already_is_one(matcher, tmp_path: Path) -> None:
    matcher("init", tmp_path)
    before = (tmp_path / "matcher.toml").read_text(encoding="utf-8")
    again = matcher("init", tmp_path, "--actor", "carla")
    assert again.code == 1
    assert "è già uno spazio di lavoro" in again.err
    assert (tmp_path / "matcher.toml").read_text(encoding="utf-8") == before


def test_says_when_it_cannot_write(matcher, tmp_path: Path) -> None:
    (tmp_path / "occupato").write_text("un file")
    refused = matcher("init", tmp_path / "occupato" / "spazio")
    assert refused.code == 1
    assert "E-WSP-003" in refused.err


def test_wants_a_folder(matcher) -> None:
    assert matcher("init").code == 2


def test_commands_outside_a_workspace_say_how_to_make_one(matcher, tmp_path: Path) -> None:
    lost = matcher("pool", "info", "--workspace", tmp_path)
    assert lost.code == 1
    assert "matcher init" in lost.err
