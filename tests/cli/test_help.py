"""Help: quick, in two languages, for every command."""

from __future__ import annotations

import subprocess
import sys

import pytest

GROUPS = {
    "pool": ("build", "info", "verify"),
    "candidates": ("list", "show", "add", "set", "erase"),
    "vacancies": ("list", "show", "add", "set", "confirm", "mark", "close", "erase"),
    "vacancy": ("check", "override"),
    "record": ("set", "show"),
    "plugins": ("list", "show"),
    "audit": ("verify",),
}
CALLS = [(name,) for name in ("init", "template", "import", "history", *GROUPS)]
CALLS += [(group, name) for group, names in GROUPS.items() for name in names]


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_every_command_explains_itself_in_both_languages(
    matcher, monkeypatch: pytest.MonkeyPatch, call: tuple[str, ...]
) -> None:
    italian = matcher(*call, "--help")
    monkeypatch.setenv("MATCHER_LANG", "en")
    english = matcher(*call, "--help")
    assert (italian.code, english.code) == (0, 0)
    assert italian.out.startswith("Uso: matcher ")
    assert english.out.startswith("Usage: matcher ")
    assert "¦" not in italian.out + english.out
    assert italian.out.split("\n\n")[1] != english.out.split("\n\n")[1]


def test_help_imports_nothing_heavy() -> None:
    names = "polars numpy sqlalchemy pydantic rich openpyxl matcher.app matcher.store.database"
    script = (
        "import sys; from matcher.cli.main import main\n"
        "for name in ('files', 'people', 'requests', 'records', 'pool', 'audit', 'plugins', 'setup'):\n"
        "    __import__(f'matcher.cli.{name}')\n"
        f"print(*sorted(set({names.split()!r}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == ""
