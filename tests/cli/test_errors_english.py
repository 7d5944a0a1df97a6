"""Errors in English: every message and hint that the program writes has its words in the table."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from matcher.cli import errors_english
from matcher.cli.errors_english import BLANK, TABLE, in_english, in_language
from matcher.errors import InputError

ROOT = Path(__file__).parents[2]
#: The product, and each plugin of ours: a package with its table.
PACKAGES = {
    "matcher": ROOT / "matcher",
    **{path.name: path for path in sorted(ROOT.glob("plugins/*/matcher_*"))},
}


def _written(template: str) -> str:
    return re.sub(r"\{\w*\}", BLANK, template)


def _template(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else BLANK for part in node.values]
        return "".join(map(str, parts))
    return None


def _nodes(package: str) -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(PACKAGES[package].rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield str(path.relative_to(ROOT)), node


@cache
def texts(package: str) -> tuple[tuple[tuple[str, str], ...], frozenset[str]]:
    """Return the templates of a package with their places, and every text that stands in it, from one walk."""
    written: set[str] = set()
    return tuple(_templates(package, written)), frozenset(written)


def _templates(package: str, written: set[str]) -> Iterator[tuple[str, str]]:
    """Yield where each fixed message, hint, notice or complaint stands, and its template; note every text."""
    for path, node in _nodes(package):
        if text := _template(node):
            # what a message quotes may stand anywhere in the code
            written.add(_written(text))
        found: list[ast.expr] = []
        if isinstance(node, ast.Call) and node.args:
            code = node.args[0]
            if isinstance(code, ast.Constant) and str(code.value).startswith("E-"):
                found = node.args[1:3]
            elif getattr(node.func, "id", "") == "bad_value":
                found = node.args[:2]
            elif getattr(node.func, "id", "") == "Problem":
                found = node.args[2:4]
            elif getattr(node.func, "id", "") == "Row":
                found = node.args[3:4]
            elif _is_notice(node) or (package != "matcher" and getattr(node.func, "id", "") == "ValueError"):
                found = node.args[:1]
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "notices":
            found = [one.elt for one in ast.walk(node) if isinstance(one, (ast.ListComp, ast.GeneratorExp))]
        for argument in found:
            text = _template(argument)
            if text and text.replace(BLANK, "").strip():
                yield f"{path}:{argument.lineno}", text


def _is_notice(call: ast.Call) -> bool:
    """Tell a notice that is added to others: ``notices.append``, ``self._notices.add``."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in ("add", "append"):
        return False
    owner = call.func.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return name.strip("_") == "notices"


def table(package: str) -> dict[str, str]:
    path = PACKAGES[package] / "cli" / TABLE.name if package == "matcher" else PACKAGES[package] / TABLE.name
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["it"]: row["en"] for row in csv.DictReader(stream)}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_message_and_hint_has_its_english(package: str) -> None:
    known = table(package)
    assert [(place, text) for place, text in texts(package)[0] if text not in known] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_the_table_holds_nothing_else_and_loses_no_value(package: str) -> None:
    written, known = texts(package)[1], table(package)
    assert sorted(text for text in known if _written(text) not in written) == []
    for italian, english in known.items():
        places = english.count(BLANK) + sum(english.count(f"{{{number}}}") for number in range(1, 10))
        assert places == italian.count(BLANK), italian


def test_values_are_kept_in_english() -> None:
    error = InputError("E-X-001", "Il candidato «C-1» non c'è.")
    message, hint = in_english(error)
    assert "C-1" in message
    assert "candidato" not in message
    assert hint == ""


def test_commands_in_english_name_what_is_to_be_put_in() -> None:
    hint = "Prima: matcher rosa remove R-1 CANDIDATO --reason MOTIVO"
    assert in_english(InputError("E-X-001", "", hint))[1].endswith(
        "rosa remove R-1 CANDIDATE --reason REASON"
    )
    assert in_language("it", hint) == hint


def test_an_english_screen_shows_english_errors(matcher, workspace: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MATCHER_LANG", "en")
    result = matcher("candidates", "show", "NOBODY", "-w", workspace)
    assert result.code == 1
    assert "NOBODY" in result.err
    assert "non c'è" not in result.err


@pytest.mark.parametrize(
    ("italian", "english"),
    [
        (
            "La rosa «R-1» è «in preparazione»: da qui il passo «approva la rosa» non è ammesso.",
            "The shortlist «R-1» is «draft»: from here the step «approve» is not allowed.",
        ),
        (
            "«V-1»: non si può fare, nulla è cambiato:\n  ore «tante»: non è un numero. "
            "Scrivi solo la cifra, per esempio 30 o 1.250,50.",
            "«V-1»: this cannot be done, nothing has changed:\n  ore «tante»: is not a number. "
            "Write the figure alone, for example 30 or 1.250,50.",
        ),
        (
            "Sedi imprecise, da precisare (2) — riga 3 «Varie sedi», 7 «Da definire»",
            "Imprecise workplaces, to be made precise (2) — row 3 «Varie sedi», 7 «Da definire»",
        ),
    ],
)
def test_steps_rows_and_notices_are_told_in_english(italian: str, english: str) -> None:
    assert in_language("en", italian) == english
    assert in_language("it", italian) == italian


def test_a_workspace_in_english_says_its_errors_in_english(matcher, workspace: Path, monkeypatch):
    for name in ("LANG", "MATCHER_LANG"):
        monkeypatch.delenv(name, raising=False)
    path = workspace / "matcher.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('language = "it"', 'language = "en"'), "utf-8")
    result = matcher("candidates", "show", "NOBODY", "-w", workspace)
    assert "There is no candidate «NOBODY»" in result.err


def test_a_faulty_table_of_a_plugin_hides_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "installed_for_errors"
    info = tmp_path / "installed_for_errors-1.0.dist-info"
    package.mkdir()
    info.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('imported')\n")
    table = 'it,en\n"Il turno «{}» non c\'è.","There is no shift «{}»."\n'
    (package / TABLE.name).write_text(
        table + '"Troppi «{}».","Too many «{}» {} {3}."\nsolo,\n', encoding="utf-8"
    )
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: installed-for-errors\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[matcher]\nerrori = installed_for_errors\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    errors_english._templates.cache_clear()
    try:
        assert (
            in_english(InputError("E-X-001", "Il turno «notte» non c'è."))[0] == "There is no shift «notte»."
        )
        assert in_english(InputError("E-X-001", "Troppi «a»."))[0] == "Troppi «a»."
        assert (
            in_english(InputError("E-X-002", "Il candidato «C-1» non c'è."))[0]
            == "There is no candidate «C-1»."
        )
    finally:
        errors_english._templates.cache_clear()
