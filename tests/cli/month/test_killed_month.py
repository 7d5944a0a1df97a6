"""The same month in processes of their own, by clerks who work at once and are killed at random moments.

Whoever is cut off looks where the matter stands and repeats the step only if it was not taken, as people do.
In the end the log holds every step once, all reports add up, and every document can be proven.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from matcher.app import Workspace
from tests.cli.month.checks import check_documents, check_log, check_reports
from tests.cli.month.office import cases_of, close_the_month, merge_copies, settle, work
from tests.cli.month.plan import CLERKS, Answer

ROOT = Path(__file__).parents[3]
#: Vacancies, and the kills that they must have seen; a whole month takes ten minutes.
MONTH = (200, 100) if os.environ.get("MATCHER_WHOLE_MONTH") else (40, 10)
#: One step in so many is cut off, at a moment within the time that a command takes on an idle machine.
ONE_IN, LONGEST = 6, 0.6


class Terminal:
    """One clerk's process: runs commands, and kills some."""

    def __init__(self, name: str, folder: Path, seed: int) -> None:
        environment = {key: text for key, text in os.environ.items() if not key.startswith("MATCHER_")}
        environment |= {"MATCHER_LANG": "it", "MATCHER_ACTOR": name, "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.month.clerk"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._draw = random.Random(seed)
        self.kills = 0

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()

    def run(self, words: tuple[str, ...], mark: Callable[[], Any] | None) -> Answer:
        """Run a command; cut some of those off that can be looked at, and repeat those that were not taken."""
        if mark is None or self._draw.randrange(ONE_IN):
            return self._ask(words)[0]
        before = mark()
        answer, killed = self._ask(words, self._draw.uniform(0, LONGEST))
        if not killed:
            return answer
        self.kills += 1
        if mark() == before:
            return self._ask(words)[0]
        # taken before it could say so; of a referral the file may be missing: it is made anew
        return self._ask((*words, "--again"))[0] if words[0] == "refer" else Answer(0, "", "")

    def _ask(self, words: tuple[str, ...], after: float | None = None) -> tuple[Answer, bool]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"words": words, "after": after}) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        return Answer(told["code"], told["out"], told["err"]), told["killed"]


class Terminals:
    """The desk of the month: every clerk has a terminal."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.of = {
            name: stack.enter_context(Terminal(name, folder, seed))
            for seed, name in enumerate(["sara", *CLERKS])
        }

    def __call__(self, clerk: str, *words: str, mark: Callable[[], Any] | None = None) -> Answer:
        return self.of[clerk].run(words, mark)

    @property
    def kills(self) -> int:
        return sum(terminal.kills for terminal in self.of.values())


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminals]:
    monkeypatch.chdir(tmp_path)
    with ExitStack() as stack:
        yield Terminals(tmp_path, stack)


@pytest.mark.extras
@pytest.mark.parametrize(("n_people", "n_vacancies", "kills"), [(300, *MONTH)])
def test_a_month_killed_at_any_moment_loses_nothing_and_repeats_nothing(
    desk: Terminals, tmp_path: Path, n_people: int, n_vacancies: int, kills: int
) -> None:
    person, vacancy = settle(desk, tmp_path, n_people, n_vacancies)
    merge_copies(desk, person, vacancy)
    cases = cases_of(desk, n_vacancies)
    numbered = [*enumerate(cases)]
    with ThreadPoolExecutor(len(CLERKS)) as together:
        shares = [[one for one in numbered if one[1].clerk == clerk] for clerk in CLERKS]
        assert all(together.map(lambda share: work(share, lambda: None), shares))
    assert desk.kills >= kills
    close_the_month(desk, cases, datetime.now(UTC).date())
    with Workspace(tmp_path) as workspace:
        check_log(workspace, cases)
    check_reports(desk, cases)
    check_documents(desk, cases)
    assert desk("sara", "audit", "verify").code == 0
