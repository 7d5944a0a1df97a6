"""A desk killed at any moment: no step that was acknowledged is lost, none happens twice, the log holds.

One process takes the steps of a run of vacancies, and says of each that it is done; it is killed, started
again, and goes on from what the store holds. Whoever repeats a step already taken is refused.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from matcher.desk.retelling import retell, states_held
from matcher.store.audit import entries, verify
from matcher.store.database import Database

#: Takes what comes next for each shortlist until all are closed; one line for every step that was kept.
CLERK = """
import sys
from datetime import UTC, datetime
from matcher.desk.availability import ask, record_answer
from matcher.desk.operators import acting_as
from matcher.desk.outcomes import record_outcome
from matcher.desk.referral import MadeFile, refer
from matcher.desk.steps import taking_steps
from matcher.desk.workflow import approve
from matcher.domain.states import PersonState as P, ShortlistState as S
from matcher.settings import DeskSettings, Intermediary
from matcher.store.database import Database
from matcher.store.places import places_of
from matcher.store.shortlists import get_shortlist, list_shortlists

AT = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
DONE = (S.CLOSED_HIRED, S.CLOSED_NOBODY)

def files(sending):
    return [MadeFile("html", "it", sending.shortlist.id.encode(), {one: one for one in sending.people})]

def next_deed(row, places):
    states = {one.candidate_id: one.state for one in places}
    if row.state is S.DRAFT:
        return "ask", lambda steps: ask(steps, row.id)
    for name, state in states.items():
        if row.state is S.VERIFYING and state is P.CONTACTED:
            return f"answer {name}", lambda steps: record_answer(steps, row.id, name, "disponibile", agreed=True)
        if row.state in (S.REFERRED, S.UNDER_REVIEW) and state is P.REFERRED:
            reason = "competenze"
            return f"outcome {name}", lambda steps: record_outcome(
                steps, row.id, name, "non_selezionato", reason=reason)
    if row.state is S.VERIFYING:
        return "approve", lambda steps: approve(steps, row.id)
    return "refer", lambda steps: refer(steps, row.id, files, Intermediary())

with Database.open(sys.argv[1]) as database:
    who = lambda connection: acting_as(connection, "anna", "operatore", "Modena", AT)
    print("ready", flush=True)
    with database.snapshot() as connection:
        names = sorted(row.id for row in list_shortlists(connection, limit=10_000) if row.state not in DONE)
    for name in names:
        while True:
            with database.snapshot() as connection:
                row = get_shortlist(connection, name)
                places = places_of(connection, name)
            if row.state in DONE:
                break
            deed, take = next_deed(row, places)
            with taking_steps(database, who, DeskSettings()) as steps:
                take(steps)
            print(name, deed, flush=True)
"""


def run_until_killed(store: Path, after: float) -> tuple[list[str], bool]:
    """Let the clerk work for a while after its first step; return what it acknowledged, and whether it ended."""
    clerk = subprocess.Popen([sys.executable, "-c", CLERK, str(store)], stdout=subprocess.PIPE, text=True)
    assert clerk.stdout is not None
    assert clerk.stdout.readline() == "ready\n"
    first = clerk.stdout.readline().strip()
    time.sleep(after)
    ended = clerk.poll() == 0
    if not ended:
        os.kill(clerk.pid, signal.SIGKILL)
    said = [first, *clerk.stdout.read().splitlines()]
    clerk.wait(30)
    clerk.stdout.close()
    return said, ended


def check(store: Path, acknowledged: list[str]) -> None:
    """Compare what was acknowledged with what the log holds."""
    with Database.open(store) as database, database.snapshot() as connection:
        assert verify(connection).ok
        assert retell(connection) == states_held(connection)
        taken = [
            f"{row.entry.subject_id} {row.entry.details['candidate']} {row.entry.details['step']}"
            for row in entries(connection)
            if row.entry.action == "person.moved"
        ]
        assert len(taken) == len(set(taken)), "no step of a person happens twice"
        moved = [
            f"{row.entry.subject_id} {row.entry.details['step']}"
            for row in entries(connection)
            if row.entry.action == "shortlist.moved"
        ]
        assert len(moved) == len(set(moved)), "no step of a shortlist happens twice"
        for line in acknowledged:
            name, deed = line.split()[:2]
            step = {"ask": "verify", "answer": "", "outcome": ""}.get(deed, deed)
            assert not step or f"{name} {step}" in moved, f"{line} was acknowledged and is lost"
        answers = sum(line.split()[1] == "answer" for line in acknowledged)
        outcomes = sum(line.split()[1] == "outcome" for line in acknowledged)
        assert sum(one.endswith(" disponibile") for one in taken) >= answers
        assert sum(one.endswith(" non_selezionato") for one in taken) >= outcomes


def test_a_desk_killed_at_any_moment_loses_nothing_and_repeats_nothing(bureau, tmp_path: Path) -> None:
    store, kills = tmp_path / "store.db", 4
    for number in range(80):
        bureau.add(f"V-{number:04d}", f"C-{number:04d}-1", f"C-{number:04d}-2")
    bureau.database.close()
    mixed, acknowledged, killed = random.Random(7), list[str](), 0
    for _ in range(kills):
        said, ended = run_until_killed(store, mixed.uniform(0, 0.25))
        acknowledged += said
        killed += not ended
        check(store, acknowledged)
    assert killed == kills, "there was work left at every kill"
    assert len(acknowledged) >= kills
