"""Errors in English: every message and hint that the program writes has its words in the table."""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.cli.errors_english import BLANK, TABLE, in_english
from matcher.errors import InputError

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "matcher").rglob("*.py"))


def _template(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else BLANK for part in node.values]
        return "".join(map(str, parts))
    return None


def templates() -> Iterator[tuple[str, str]]:
    """Yield where each fixed message or hint stands, and its template."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            code = node.args[0]
            if isinstance(code, ast.Constant) and str(code.value).startswith("E-"):
                for argument in node.args[1:3]:
                    text = _template(argument)
                    if text and text.replace(BLANK, "").strip():
                        yield f"{path.relative_to(ROOT)}:{argument.lineno}", text


def table() -> dict[str, str]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return {row["it"]: row["en"] for row in csv.DictReader(stream)}


def test_every_message_and_hint_has_its_english() -> None:
    known = table()
    assert [(place, text) for place, text in templates() if text not in known] == []


def test_the_table_holds_nothing_else_and_loses_no_value() -> None:
    used = {text for _, text in templates()}
    known = table()
    assert sorted(set(known) - used) == []
    for italian, english in known.items():
        places = english.count(BLANK) + sum(english.count(f"{{{number}}}") for number in range(1, 10))
        assert places == italian.count(BLANK), italian


def test_values_are_kept_in_english() -> None:
    error = InputError("E-X-001", "Il candidato «C-1» non c'è.")
    message, hint = in_english(error)
    assert "C-1" in message
    assert "candidato" not in message
    assert hint == ""


def test_an_english_screen_shows_english_errors(matcher, workspace: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MATCHER_LANG", "en")
    result = matcher("candidates", "show", "NOBODY", "-w", workspace)
    assert result.code == 1
    assert "NOBODY" in result.err
    assert "non c'è" not in result.err
