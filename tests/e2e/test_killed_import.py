"""An import that is killed leaves whole batches behind, and the same command completes it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from matcher.app import Workspace, create_workspace
from matcher.pool.snapshot import read_manifest
from matcher.store.audit import verify
from matcher.store.candidates import count_candidates
from matcher.store.database import Database

#: Two batches and a bit: a kill after the first leaves the others to come.
_PEOPLE = 4_100


def _matcher(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "matcher.cli.main", *words, "-w", str(folder)]


def _count(folder: Path) -> int:
    """Return how many people the store holds, seen from outside while somebody writes."""
    with Database.open(folder / "matcher.db") as database, database.snapshot() as connection:
        return count_candidates(connection)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MATCHER_LANG", "it")
    monkeypatch.delenv("MATCHER_DATABASE_URL", raising=False)
    with create_workspace(tmp_path / "ufficio"):
        pass
    lines = ["id_candidato,comune_domicilio,professione_cercata,max_km"]
    lines += [
        f"C-{n:05},Modena,{('cuoco', 'mulettista', 'OSS')[n % 3]},{10 + n % 40}" for n in range(_PEOPLE)
    ]
    (tmp_path / "candidati.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path / "ufficio"


def test_a_killed_import_can_be_repeated_and_completes(workspace: Path) -> None:
    source = str(workspace.parent / "candidati.csv")
    command = _matcher(workspace, "import", "candidates", source)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        deadline = time.monotonic() + 60
        while running.poll() is None and not _count(workspace) and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(running.pid, signal.SIGKILL)
    held = _count(workspace)
    assert 0 < held < _PEOPLE

    again = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=False)
    report = json.loads(again.stdout)
    assert again.returncode == 0
    assert (report["new"], report["unchanged"], report["rejected"]) == (_PEOPLE - held, held, 0)
    assert _count(workspace) == _PEOPLE
    with Workspace(workspace) as opened, opened.database.snapshot() as connection:
        assert verify(connection).ok
        assert read_manifest(opened.pool_folder) is None, "nothing half built was left behind"
