"""``matcher cluster`` on one machine, from start to stop."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from matcher.app import Workspace, create_workspace
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.vacancies import upsert_vacancies
from matcher.testing.people import invented_people, invented_protected, invented_vacancies


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "ws"
    create_workspace(folder).__exit__(None, None, None)
    at = datetime.now(UTC)
    with Workspace(folder) as workspace, workspace.database.transaction() as connection:
        behind = invented_protected()
        people = [StoredCandidate(person, None, behind.get(person.id)) for person in invented_people()]
        upsert_candidates(connection, people, "anna", at)
        upsert_vacancies(connection, invented_vacancies(), "anna", at)
    return folder


def matcher(folder: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "matcher.cli.main", *words, "--workspace", str(folder)],
        capture_output=True,
        text=True,
        env={**os.environ, "MATCHER_LANG": "it"},
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.extras
@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed")
def test_from_up_to_down(office: Path) -> None:
    code, text = matcher(office, "cluster", "up", "--workers", "2", "--port", str(_free_port()))
    assert code == 0, text
    try:
        code, text = matcher(office, "cluster", "status", "--format", "json")
        assert (code, sum(row["rows"] for row in json.loads(text))) == (0, 30)
        code, text = matcher(office, "match-all", "--no-save", "--cluster", "--format", "json")
        assert code == 0, text
        assert json.loads(text) == json.loads(
            matcher(office, "match-all", "--no-save", "--format", "json")[1]
        )
        assert matcher(office, "cluster", "build")[0] == 0
    finally:
        code, text = matcher(office, "cluster", "down")
    assert code == 0, text
    assert matcher(office, "cluster", "status")[0] == 1


@pytest.mark.extras
@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed")
def test_a_cluster_that_has_gone_is_said_at_once_and_put_down(office: Path) -> None:
    gone = {"address": f"127.0.0.1:{_free_port()}", "workers": 2, "token": "", "head": None}
    (office / "cluster.json").write_text(json.dumps(gone), "utf-8")
    code, text = matcher(office, "cluster", "status")
    assert (code, "non si raggiunge" in text) == (1, True), text
    code, text = matcher(office, "cluster", "down")
    assert (code, "fermato" in text) == (0, True), text
    code, text = matcher(office, "cluster", "up", "--address", "qui")
    assert (code, "host:porta" in text) == (1, True), text
    assert not (office / "cluster.json").exists()


def test_without_a_cluster_it_is_said_how_to_start_one(office: Path) -> None:
    for words in (("cluster", "status"), ("match-all", "--cluster", "--no-save")):
        code, text = matcher(office, *words)
        assert code == 1
        assert "matcher cluster up" in text
