"""Two clerks on one shortlist at the same moment, in two processes: one acts, the other is told; nothing is lost.

Both stores are tried: the file of SQLite and a PostgreSQL server.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from matcher.app import Workspace, create_workspace
from matcher.desk.availability import ask, record_answer
from matcher.domain.candidate import Candidate
from matcher.domain.vacancy import Employer, Vacancy
from matcher.settings import Intermediary, Settings
from matcher.store.audit import history, verify
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.places import places_of
from matcher.store.shortlists import get_shortlist, save_shortlist
from matcher.store.vacancies import upsert_vacancies
from tests.desk.workflow.conftest import answer

#: Loads everything, says so, waits for the word, then takes its step.
CLERK = """
import sys
from matcher.cli import availability, rosa, workflow
from matcher.cli.main import run
from matcher.app import Workspace
Workspace(__import__("pathlib").Path(".")).gate
print("ready", flush=True)
sys.stdin.readline()
run()
"""
PEOPLE = ("C-1", "C-2", "C-3")


@pytest.fixture
def office(tmp_path: Path, url: str) -> Path:
    """A workspace over a store with one shortlist of three people."""
    folder, at = tmp_path / "ufficio", datetime.now(UTC)
    house = Intermediary(name="CPI di Modena")
    settings = Settings(actor="anna", office="Modena", database_url=url, intermediary=house)
    employer = Employer(name="Ceramiche Alfa srl")
    with create_workspace(folder, settings) as made, made.database.transaction() as connection:
        upsert_candidates(connection, [StoredCandidate(Candidate(id=name)) for name in PEOPLE], "anna", at)
        upsert_vacancies(connection, [Vacancy(id="V-1", title="Mulettista", employer=employer)], "anna", at)
        save_shortlist(
            connection, answer("V-1", PEOPLE).model_copy(update={"id": "ROSA-1"}), "anna", at, "Modena"
        )
    return folder


def at_once(folder: Path, *steps: Sequence[str]) -> list[tuple[int, str, str]]:
    """Let clerks take their steps in processes of their own, all at one word; return code, output and error."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith("MATCHER_")}
    clerks = [
        subprocess.Popen(
            [sys.executable, "-c", CLERK, *step],
            cwd=folder,
            env={**environment, "MATCHER_LANG": "it", "MATCHER_ACTOR": name},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name, step in zip(("anna", "bruno"), steps, strict=True)
    ]
    for clerk in clerks:
        assert clerk.stdout
        assert clerk.stdout.readline() == "ready\n"
    for clerk in clerks:
        assert clerk.stdin
        clerk.stdin.write("\n")
        clerk.stdin.flush()
    told = [clerk.communicate(timeout=120) for clerk in clerks]
    return [(clerk.returncode, *said) for clerk, said in zip(clerks, told, strict=True)]


def test_only_one_of_two_changes_what_both_have_read(office: Path) -> None:
    step = ("rosa", "remove", "ROSA-1", "C-1", "--reason", "errore", "--version", "1")
    other = ("rosa", "move", "ROSA-1", "C-3", "1", "--reason", "errore", "--version", "1")
    ended = at_once(office, step, other)
    assert sorted(code for code, _, _ in ended) == [0, 1]
    [refused] = [error for code, _, error in ended if code]
    assert refused.startswith("E-STO-013  «ROSA-1» è stato modificato da altri: ora è alla versione 2")
    with Workspace(office) as workspace, workspace.database.snapshot() as connection:
        places = places_of(connection, "ROSA-1")
        assert verify(connection).ok
        told = [row.entry.action for row in history(connection, "shortlist", "ROSA-1")]
        assert get_shortlist(connection, "ROSA-1").version == 2
    taken = told[1:]
    if ended[0][0] == 0:
        assert taken == ["person.moved"]
        assert not next(one for one in places if one.candidate_id == "C-1").in_list
    else:
        assert taken == ["shortlist.reordered"]
        assert [one.candidate_id for one in sorted(places, key=lambda one: one.position)] == [
            "C-3",
            "C-1",
            "C-2",
        ]


def test_steps_on_different_people_are_both_kept(office: Path) -> None:
    with Workspace(office) as workspace, workspace.steps() as steps:
        ask(steps, "ROSA-1")
    yes, no = (
        ("availability", "answer", "ROSA-1", "C-1", "disponibile", "--adesione", "--format", "json"),
        ("availability", "answer", "ROSA-1", "C-2", "non_disponibile", "--format", "json"),
    )
    ended = at_once(office, yes, no)
    assert [code for code, _, _ in ended] == [0, 0], ended
    assert [json.loads(out)["state"] for _, out, _ in ended] == ["disponibile", "non_disponibile"]
    with Workspace(office) as workspace, workspace.database.snapshot() as connection:
        held = {one.candidate_id: (one.state.value, one.actor) for one in places_of(connection, "ROSA-1")}
        assert verify(connection).ok
    assert held["C-1"] == ("disponibile", "anna")
    assert held["C-2"] == ("non_disponibile", "bruno")


def test_an_approval_holds_only_for_what_was_approved(office: Path) -> None:
    with Workspace(office) as workspace, workspace.steps() as steps:
        ask(steps, "ROSA-1")
        for name in PEOPLE:
            record_answer(steps, "ROSA-1", name, "disponibile", agreed=True)
    with Workspace(office) as workspace, workspace.database.snapshot() as connection:
        version = str(get_shortlist(connection, "ROSA-1").version)
    approve = ("approve", "ROSA-1", "--version", version)
    remove = ("rosa", "remove", "ROSA-1", "C-1", "--reason", "errore", "--version", version)
    ended = at_once(office, approve, remove)
    assert sorted(code for code, _, _ in ended) == [0, 1]
    with Workspace(office) as workspace, workspace.database.snapshot() as connection:
        row = get_shortlist(connection, "ROSA-1")
        gone = [one.candidate_id for one in places_of(connection, "ROSA-1") if not one.in_list]
    assert (row.approved_by, gone) == (("anna", []) if ended[0][0] == 0 else ("", ["C-1"]))
