"""``matcher --help`` and the help of every command: quick, and nothing heavy imported."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

from matcher.cli.main import main

_HEAVY = "polars numpy sqlalchemy scipy alembic jinja2 openpyxl rapidfuzz"
_COMMANDS = list(main.list_commands(None))  # type: ignore[arg-type]


def _cpu_seconds(*words: str) -> float:
    """Return the processor time of a run: what else the machine is doing does not count."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "matcher.cli.main", *words, "--help"], check=True, capture_output=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("command", ["", *_COMMANDS, "vacancies set"])
def test_help_takes_less_than_three_tenths_of_a_second_of_processor(command: str) -> None:
    words = command.split()
    assert any(_cpu_seconds(*words) < 0.3 for _ in range(5))


def test_no_help_imports_anything_heavy() -> None:
    script = (
        "import sys\n"
        "from matcher.cli.main import _COMMANDS, main\n"
        "import importlib\n"
        "for module, _, _ in _COMMANDS.values():\n"
        "    importlib.import_module(f'matcher.cli.{module}')\n"
        f"print(*sorted(set({_HEAVY.split()!r}) & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == ""
