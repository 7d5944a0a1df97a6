"""A process killed in the middle of a write loses nothing that it had acknowledged."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from matcher.store.audit import anchor, verify
from matcher.store.candidates import count_candidates, iterate_candidates
from matcher.store.database import Database

WRITER = """
import sys
from datetime import UTC, datetime
from matcher.domain.candidate import Candidate
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.database import Database

with Database.open(sys.argv[1]) as database:
    for batch in range(10_000):
        people = [StoredCandidate(Candidate(id=f"C-{batch:05d}-{n}", summary="x" * 500)) for n in range(50)]
        with database.transaction() as connection:
            upsert_candidates(connection, people, "anna", datetime(2025, 3, 10, tzinfo=UTC))
        print(batch, flush=True)
"""


@pytest.mark.parametrize("acknowledged", [1, 4, 9])
def test_kill_in_the_middle_of_a_write(database: Database, url: str, acknowledged: int) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    for _ in range(acknowledged):
        last = int(writer.stdout.readline())
    writer.send_signal(signal.SIGKILL)
    rest = writer.stdout.read().split()
    writer.wait(30)
    writer.stdout.close()
    last = int(rest[-1]) if rest else last
    with Database.open(url) as again, again.snapshot() as connection:
        kept = count_candidates(connection)
        assert kept % 50 == 0, "a batch is kept whole or not at all"
        assert kept // 50 in {last + 1, last + 2}, "the last may be committed and not yet acknowledged"
        assert sum(1 for _ in iterate_candidates(connection)) == kept
        assert verify(connection).ok
        assert anchor(connection).count == kept
    with database.transaction() as connection:
        later = count_candidates(connection)
    assert (later % 50, later >= kept) == (0, True), "the next writer is not held up"
