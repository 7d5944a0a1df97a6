"""The pool follows the store: what changes is seen at once, and equals a pool built anew."""

from __future__ import annotations

import shutil
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.app import Workspace
from matcher.domain.candidate import Availability
from matcher.domain.protected import Protected
from matcher.domain.vacancy import VacancyState
from matcher.pool.snapshot import read_manifest
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.erasure import erase_candidate, erase_vacancy


def ids(entries) -> list[str]:
    return [entry.id for entry in entries]


def test_a_pool_is_built_at_the_first_question(desk) -> None:
    shutil.rmtree(desk.folder / "pool")
    assert desk.engine.shortlist("V1").n_pool == 30


def test_a_new_person_is_found_at_once(desk) -> None:
    before = read_manifest(desk.pool_folder)
    desk.put(desk.candidate("P01", id="NEW"))
    assert "NEW" in ids(desk.engine.shortlist("V1").ranked)
    assert desk.matching.pool.n_changed == 1
    assert read_manifest(desk.pool_folder) == before, "the snapshot itself was not rebuilt"


def test_a_changed_person_counts_once_and_as_now(desk) -> None:
    desk.put(desk.candidate("P01", availability=Availability(status="hired")))
    found = desk.engine.shortlist("V1", size=30)
    assert found.n_pool == 30
    assert "P01" not in ids(found.ranked)


def test_an_erased_person_is_gone_at_once(desk) -> None:
    desk.engine.shortlist("V1")
    desk.write(lambda connection: erase_candidate(connection, "P01", "anna", desk.now()))
    found = desk.engine.shortlist("V1", size=30)
    assert found.n_pool == 29
    assert "P01" not in found.model_dump_json()


def test_new_changed_and_erased_vacancies_are_seen_at_once(desk) -> None:
    desk.put(desk.vacancy("V1", id="V6"), desk.vacancy("V2", state=VacancyState.CANCELLED))
    desk.write(lambda connection: erase_vacancy(connection, "V3", "anna", desk.now()))
    found = desk.engine.vacancies_for("P01")
    assert set(ids(found.ranked)) == {"V1", "V4", "V5", "V6"}
    assert found.removed_by == {"VACANCY_CLOSED": 1}


def test_protected_facts_follow_too(desk) -> None:
    desk.put(desk.vacancy("V1", contracts=("apprenticeship_2",)))
    born = desk.today.replace(year=desk.today.year - 20)
    young = Protected(candidate_id="P01", birth_date=born, benefit_holder=False)
    old = young.model_copy(update={"birth_date": desk.today.replace(year=desk.today.year - 50)})
    for protected, legal in ((young, []), (old, ["LEGAL_APPRENTICESHIP_2"])):
        row = StoredCandidate(desk.candidate("P01"), None, protected)
        desk.write(lambda connection, row=row: upsert_candidates(connection, [row], "anna", desk.now()))
        verdict = desk.engine.why("V1", "P01").verdict
        assert [reason.code for reason in verdict.reasons] == legal


@pytest.mark.parametrize("part", ["model", "vocabulary", "plugins"])
def test_another_model_vocabulary_or_plugin_rebuilds(desk, part: str, monkeypatch) -> None:
    built = read_manifest(desk.pool_folder)
    if part == "model":
        desk.__dict__["embedder"] = _Renamed(desk.embedder)
    elif part == "vocabulary":
        monkeypatch.setattr(type(desk.vocabularies), "digest", "another")
    else:
        monkeypatch.setattr(Workspace, "built_with", "rules 0.0.1")
    desk.open_pool()
    again = read_manifest(desk.pool_folder)
    before, after = (
        (built.model_id, built.vocabulary, built.plugins),
        (again.model_id, again.vocabulary, again.plugins),
    )
    assert {"model": after[0], "vocabulary": after[1], "plugins": after[2]}[part] in (
        "another",
        "rules 0.0.1",
    )
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


class _Renamed:
    """The same model under another name."""

    model_id = "another"

    def __init__(self, embedder) -> None:
        self._embedder = embedder

    def __getattr__(self, name: str):
        return getattr(self._embedder, name)


def test_beyond_the_limit_of_changes_it_is_rebuilt(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.desk.pool._REBUILD_AFTER", 1)
    desk.put(desk.candidate("P01", id="NEW"), desk.candidate("P02", id="NEW2"))
    assert desk.matching.pool.n_changed == 0
    assert "NEW" in ids(desk.engine.shortlist("V1").ranked)


def test_built_by_several_processes_the_pool_is_the_same(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = desk.build_pool()
    monkeypatch.setattr("matcher.desk.pool_blocks.BLOCK", 4)
    told: list[tuple[int, int]] = []
    shared = desk.build_pool(2, lambda done, of: told.append((done, of)))
    assert shared == alone
    assert told == [(min(4 * (n + 1), 30), 30) for n in range(8)]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_whatever_changes_the_answers_equal_those_of_a_pool_built_anew(desk, seed: int) -> None:
    _change_something(desk, Random(seed))
    vacancies = sorted(name for part in desk.matching.pool.vacancies for name in _alive(part))
    people = sorted(name for part in desk.matching.pool.candidates for name in _alive(part))
    asked, asking = vacancies[seed % len(vacancies)], people[seed % len(people)]
    delta = (desk.engine.shortlist(asked, size=40), desk.engine.vacancies_for(asking, size=40))
    assert desk.matching.pool.n_changed
    assert len(people) == len(set(people)), "nobody is there twice"
    desk.build_pool()
    desk._opened = None
    assert desk.matching.pool.n_changed == 0
    anew = (desk.engine.shortlist(asked, size=40), desk.engine.vacancies_for(asking, size=40))
    assert [_plain(one) for one in anew] == [_plain(one) for one in delta]


def _alive(part) -> list[str]:
    return [name for name, alive in zip(part.ids, part.alive, strict=True) if alive]


def _plain(shortlist) -> dict:
    return shortlist.model_dump(exclude={"versions": {"pool"}})


def _change_something(desk, r: Random) -> None:
    """Add, change and erase people and vacancies, in any order, some of them more than once."""
    for _ in range(r.randrange(1, 8)):
        _change_one(desk, r)


def _change_one(desk, r: Random) -> None:
    pool = desk.open_pool()
    people = [name for part in pool.candidates for name in _alive(part)]
    jobs = [name for part in pool.vacancies for name in _alive(part)]
    one, job = r.choice(people), r.choice(jobs)
    steps = [
        lambda: desk.put(desk.candidate(one, id=f"N{r.randrange(10**9)}")),
        lambda: desk.put(
            desk.candidate(
                one, own_vehicle=r.choice([True, False, None]), skills=None, summary=f"turno {r.random()}"
            )
        ),
        lambda: desk.put(desk.vacancy(job, id=f"W{r.randrange(10**9)}", shifts=r.choice([("night",), None]))),
        lambda: desk.put(desk.vacancy(job, requirements=(), description=f"turno {r.random()}")),
        lambda: desk.write(lambda connection: erase_candidate(connection, one, "anna", desk.now())),
        lambda: desk.write(lambda connection: erase_vacancy(connection, job, "anna", desk.now())),
    ]
    gone = (len(people) < 20, len(jobs) < 4)
    r.choice([step for step, kept in zip(steps, (0, 0, 0, 0, *gone), strict=True) if not kept])()
