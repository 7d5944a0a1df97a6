"""Two workers that share 200,000 people: the same shortlist as one process, also when one is killed."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from secrets import token_hex

import numpy as np
import pytest

from benchmarks.demand import vacancies
from benchmarks.population import open_bench
from matcher.app import Workspace, create_workspace, hold_pool
from matcher.cluster.head import start_head
from matcher.cluster.ray_cluster import Cluster
from matcher.domain.shortlist import Shortlist
from matcher.engine.match import match
from matcher.engine.request import Request
from matcher.errors import WorkspaceError
from matcher.pool.snapshot import write_snapshot
from matcher.store.revision import revision
from matcher.store.vacancies import read_vacancies, upsert_vacancies

pytestmark = [
    pytest.mark.extras,
    # not imported yet: Ray reads the token that it asks for when it is
    pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed"),
    # Ray leaves sockets and files to the end of the process
    pytest.mark.filterwarnings("ignore"),
]
PEOPLE = int(os.environ.get("MATCHER_CLUSTER_PEOPLE", "200000"))
NAMES = [f"VAC-{number:06}" for number in range(6)]
#: Seconds that opening the pool, and every test, may take.
DEADLINE = 180


@contextmanager
def deadline() -> Iterator[None]:
    """Fail rather than wait for ever."""

    def end(*_: object) -> None:
        raise TimeoutError(f"not done after {DEADLINE} seconds")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(DEADLINE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(autouse=True)
def never_for_ever(office: Office) -> Iterator[None]:
    with deadline():
        yield


@dataclass
class Office:
    """A workspace with a large pool, asked through the cluster and alone."""

    workspace: Workspace
    cluster: Cluster

    def request(self, name: str) -> Request:
        with self.workspace.database.snapshot() as connection:
            vacancy = read_vacancies(connection, [name])[name]
            return self.workspace.matching.vacancy_request(connection, vacancy, 20, None)

    def ask(self, name: str):
        matching = self.workspace.matching
        digest, plugins = matching.pool.manifest.digest, self.workspace.plugin_state
        return self.cluster.ask(matching.pool.candidates, digest, plugins, self.request(name), matching.rules)

    def alone(self, name: str) -> Shortlist:
        matching = self.workspace.matching
        return match(matching.pool.candidates, self.request(name), matching.rules)

    def build(self, restarts: int = 5) -> None:
        self.cluster.build(partial(hold_pool, self.workspace.folder), 2, restarts)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder: Path = tmp_path_factory.mktemp("office") / "ws"
    create_workspace(folder).__exit__(None, None, None)
    bench = open_bench(all_plugins=True)
    with Workspace(folder) as workspace:
        wanted = list(vacancies(bench, len(NAMES)))
        with workspace.database.transaction() as connection:
            upsert_vacancies(connection, wanted, "anna", datetime.now(UTC))
        with workspace.database.snapshot() as connection:
            now = revision(connection)
        partitions = {"candidate": bench.pool(PEOPLE), "vacancy": bench.builder.vacancies(wanted)}
        write_snapshot(
            workspace.pool_folder,
            partitions,
            now,
            workspace.embedder.model_id,
            workspace.vocabularies.digest,
            workspace.built_with,
        )
        assert workspace.matching.pool.candidates[0].n_rows == PEOPLE
        with ray_here() as cluster:
            office = Office(workspace, cluster)
            with deadline():
                office.build()
            yield office


@contextmanager
def ray_here() -> Iterator[Cluster]:
    """Start Ray as `matcher cluster up` does, and end it whatever happens."""
    token = token_hex(32)
    head = start_head(2, free_port(), token)
    try:
        with deadline():
            cluster = Cluster(head.address, "test", token)
        with closing(cluster):
            yield cluster
    finally:
        head.stop()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_every_worker_holds_its_share(office: Office) -> None:
    states = office.cluster.states()
    assert [state.n_rows for state in states] == [PEOPLE // 2, PEOPLE - PEOPLE // 2]
    assert len({state.process for state in states} | {os.getpid()}) == 3


def test_the_shortlist_is_that_of_one_process(office: Office) -> None:
    for name in NAMES:
        assert office.ask(name).shortlist() == office.alone(name)


def test_who_changed_or_left_since_the_snapshot_is_seen_at_once(office: Office) -> None:
    matching = office.workspace.matching
    snapshot = matching.pool.candidates[0]
    request = office.request(NAMES[0])
    first = match([snapshot], request, matching.rules)
    alive = snapshot.alive.copy()
    alive[[row for _, row in snapshot.find([first[0].id, first[1].id])]] = False
    changed = [_masked(snapshot, alive), snapshot.take(np.flatnonzero(~alive)[:1])]
    digest, plugins = matching.pool.manifest.digest, office.workspace.plugin_state
    found = office.cluster.ask(changed, digest, plugins, request, matching.rules).shortlist()
    assert found == match(changed, request, matching.rules)
    assert found.n_pool == PEOPLE - 1


def _masked(partition, alive):
    from dataclasses import replace

    return replace(partition, alive=alive)


def test_a_worker_killed_in_the_middle_is_restarted_and_every_answer_is_whole(office: Office) -> None:
    expected = [office.alone(name) for name in NAMES]
    before = office.cluster.states()
    asked = [office.ask(name) for name in NAMES]
    os.kill(before[0].process, signal.SIGKILL)
    assert [one.shortlist() for one in asked] == expected
    after = office.cluster.states()
    assert after[0].process != before[0].process
    assert office.ask(NAMES[1]).shortlist() == expected[1]


def test_a_worker_lost_for_good_is_an_error_and_never_half_a_list(office: Office) -> None:
    office.build(restarts=0)
    asked = [office.ask(name) for name in NAMES]
    os.kill(office.cluster.states()[1].process, signal.SIGKILL)
    with pytest.raises(WorkspaceError, match="non risponde"):
        list(ask_until_it_is_known(office))
    assert len(office.cluster.states()) == 1
    for one in asked:
        # answered before the loss, or not at all
        with suppress(WorkspaceError):
            assert one.shortlist() == office.alone(one.request.ask.subject)
    office.build()
    assert office.ask(NAMES[0]).shortlist() == office.alone(NAMES[0])


def ask_until_it_is_known(office: Office) -> Iterator[None]:
    """Whatever the moment at which Ray notices, an answer is whole or there is none."""
    expected = office.alone(NAMES[0])
    while True:
        assert office.ask(NAMES[0]).shortlist() == expected
        yield


def test_another_snapshot_is_refused(office: Office) -> None:
    matching = office.workspace.matching
    asked = office.cluster.ask(
        matching.pool.candidates,
        "other",
        office.workspace.plugin_state,
        office.request(NAMES[0]),
        matching.rules,
    )
    with pytest.raises(WorkspaceError, match="cluster build"):
        asked.shortlist()


def test_without_workers_it_is_said(office: Office) -> None:
    office.cluster.stop()
    with pytest.raises(WorkspaceError, match="non ha nodi"):
        office.ask(NAMES[0])
    office.build()
