"""A month of a job centre through the command: five people, silences, mistakes undone, reports that add up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from matcher.app import Workspace
from matcher.cli.main import main
from matcher.errors import MatcherError
from tests.cli.month.checks import check_documents, check_log, check_reports
from tests.cli.month.office import cases_of, close_the_month, merge_copies, settle, work
from tests.cli.month.plan import Answer, Desk

#: Monday; the patron saint is on the Wednesday after.
FIRST_DAY = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
N_PEOPLE, N_VACANCIES = 100, 22


class Clock:
    """The moment at which everything happens; each command takes some minutes."""

    def __init__(self) -> None:
        self.now = FIRST_DAY

    def tick(self) -> datetime:
        self.now += timedelta(minutes=3)
        return self.now

    def next_day(self) -> None:
        days = 3 if self.now.weekday() == 4 else 1
        self.now = self.now.replace(hour=8, minute=30) + timedelta(days=days)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(Workspace, "now", lambda _: made.now)
    return made


@pytest.fixture
def desk(
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Desk:
    """The command in this process; each clerk keeps a workspace open, as in one sitting."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MATCHER_LANG", "it")
    for name in ("MATCHER_WORKSPACE", "MATCHER_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    sittings: dict[str, dict[Path, Workspace]] = {}

    def call(clerk: str, *words: str, mark: Callable[[], Any] | None = None) -> Answer:
        monkeypatch.setenv("MATCHER_ACTOR", clerk)
        clock.tick()
        capsys.readouterr()
        code, said = 0, ""
        try:
            main(list(words), prog_name="matcher", standalone_mode=False, obj=sittings.setdefault(clerk, {}))
        except click.exceptions.Exit as ended:
            code = ended.exit_code
        except MatcherError as error:
            code, said = 1, f"{error.code} {error.message} {error.hint}"
        return Answer(code, capsys.readouterr().out, said)

    return call


def test_a_month_adds_up(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    person, vacancy = settle(desk, tmp_path, N_PEOPLE, N_VACANCIES)
    merge_copies(desk, person, vacancy)
    cases = cases_of(desk, N_VACANCIES)
    assert work([*enumerate(cases)], clock.next_day) > 5
    close_the_month(desk, cases, clock.now.date())
    with Workspace(tmp_path) as workspace:
        check_log(workspace, cases)
    check_reports(desk, cases)
    check_documents(desk, cases)
    assert desk("sara", "audit", "verify").code == 0
