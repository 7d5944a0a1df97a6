"""``matcher --help`` and the help of every command: quick, and nothing heavy imported."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

_HEAVY = "polars numpy sqlalchemy scipy alembic jinja2 openpyxl rapidfuzz"
#: The root, a command of its own and one of a group; what any other may import is looked at below.
_COMMANDS = ("", "import", "shortlist", "vacancies set")
_MOST_SECONDS = 0.3
#: Imports of the standard library that take over half of it where nothing else runs: a machine that is too busy to
#: help in time is slow at these too.
_YARDSTICK = (
    "import asyncio, decimal, email.message, http.client, unittest, xml.dom.minidom, concurrent.futures"
)
_MOST_YARDSTICKS = 1.8


def _cpu_seconds(*words: str) -> float:
    """Return the processor time of a run of Python."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("command", _COMMANDS)
def test_help_takes_less_than_three_tenths_of_a_second_of_processor(command: str) -> None:
    def is_quick() -> bool:
        seconds = _cpu_seconds("-m", "matcher.cli.main", *command.split(), "--help")
        return seconds < _MOST_SECONDS or seconds < _MOST_YARDSTICKS * _cpu_seconds("-c", _YARDSTICK)

    assert any(is_quick() for _ in range(5))


def test_the_yardstick_is_worth_what_it_stands_for() -> None:
    # measured beside a start of Python alone, so that no machine can make a yardstick of a minute
    assert any(_cpu_seconds("-c", _YARDSTICK) < 16 * _cpu_seconds("-c", "") for _ in range(5))


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
