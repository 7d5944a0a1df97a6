"""Help: quick, in two languages, for every command."""

from __future__ import annotations

import os
import resource
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


@pytest.mark.parametrize("call", [(), ("import",), ("candidates",), ("vacancies", "set")], ids=" ".join)
def test_help_answers_at_once(call: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "matcher.cli.main", *call, "--help"]
    environment = {**os.environ, "MATCHER_LANG": "it"}

    def seconds(words: list[str]) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(words, check=True, capture_output=True, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    # processor time beside that of an empty interpreter: what else the machine is doing is not ours
    bare = min(seconds([sys.executable, "-c", "pass"]) for _ in range(3))
    assert min(seconds(command) for _ in range(5)) < 8 * bare + 0.3


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
