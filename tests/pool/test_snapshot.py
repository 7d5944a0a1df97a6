"""A snapshot gives back what was written, notices a flipped byte, and never disturbs its readers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Event

import numpy as np
import pytest

from matcher.domain.candidate import Candidate
from matcher.engine.match import match
from matcher.errors import WorkspaceError
from matcher.pool.partition import Partition
from matcher.pool.snapshot import (
    Manifest,
    open_current,
    open_snapshot,
    read_manifest,
    verify_snapshot,
    write_snapshot,
)
from tests.congruence.setting import setting
from tests.congruence.strategies import make_candidate, make_protected, make_vacancy


def partitions(seed: int, people: int = 12) -> dict[str, Partition]:
    r, here = Random(seed), setting()
    candidates = [make_candidate(r, f"P{number}") for number in range(people)]
    behind = {c.id: make_protected(r, c.id) for c in candidates}
    return {
        "candidate": here.pool(candidates, behind),
        "vacancy": here.pool([make_vacancy(r, f"V{number}") for number in range(3)]),
    }


def write(folder: Path, written: dict[str, Partition], revision: int = 1) -> Manifest:
    return write_snapshot(folder, written, revision, "model", "words", "rules 0")


def same(one: Partition, other: Partition) -> bool:
    lists = ("occupations", "skills", "workplaces", "parties", "licences")
    fields = ("offsets", "items", "weights", "flags", "factors")
    return (
        one.side == other.side
        and one.ids == other.ids
        and one.frame.equals(other.frame)
        and one.expiry.equals(other.expiry)
        and one.protected.equals(other.protected)
        and all(
            np.array_equal(getattr(one, name), getattr(other, name))
            for name in ("permanent", "vectors", "alive", "id_hashes")
        )
        and all(
            np.array_equal(getattr(getattr(one, name), field), getattr(getattr(other, name), field))
            for name in lists
            for field in fields
        )
        and all(
            (a.keys, a.texts, a.ancestors) == (b.keys, b.texts, b.ancestors)
            and np.array_equal(a.vectors, b.vectors)
            and np.array_equal(a.groups, b.groups)
            for a, b in ((one.terms[kind], other.terms[kind]) for kind in ("occupation", "skill"))
        )
    )


def test_what_is_opened_is_what_was_written(tmp_path: Path) -> None:
    written = partitions(1)
    manifest = write(tmp_path, written, revision=7)
    opened = open_snapshot(tmp_path)
    assert all(same(opened[side], written[side]) for side in ("candidate", "vacancy"))
    assert (manifest.revision, manifest.n_candidates, manifest.n_vacancies) == (7, 12, 3)
    assert read_manifest(tmp_path) == manifest
    assert verify_snapshot(tmp_path) == []


def test_a_shortlist_from_the_snapshot_is_the_one_from_memory(tmp_path: Path) -> None:
    written, here = partitions(2, people=40), setting()
    write(tmp_path, written)
    request = here.request(make_vacancy(Random(5), "V"))
    assert match([open_snapshot(tmp_path)["candidate"]], request, here.rules) == match(
        [written["candidate"]], request, here.rules
    )


def test_a_snapshot_without_anybody(tmp_path: Path) -> None:
    here = setting()
    empty = {"candidate": here.builder.candidates([]), "vacancy": here.builder.vacancies([])}
    write(tmp_path, empty)
    opened = open_snapshot(tmp_path)
    assert opened["candidate"].n_rows == 0
    shortlist = match([opened["candidate"]], here.request(make_vacancy(Random(5), "V")), here.rules)
    assert (shortlist.n_pool, shortlist.ranked) == (0, ())


def test_columns_that_nobody_filled_come_back_empty_and_of_their_type(tmp_path: Path) -> None:
    here = setting()
    people = here.builder.candidates([Candidate(id=f"P{number}") for number in range(5)])
    write(tmp_path, {"candidate": people, "vacancy": here.builder.vacancies([])})
    opened = open_snapshot(tmp_path)["candidate"]
    assert same(opened, people)
    assert opened.protected.schema == people.protected.schema
    assert opened.protected.height == 5
    request = here.request(make_vacancy(Random(5), "V"))
    assert match([opened], request, here.rules) == match([people], request, here.rules)


@pytest.mark.parametrize("name", ["candidate/frame.arrow", "candidate/vectors.npy", "vacancy/ids.arrow"])
def test_a_flipped_byte_is_noticed_in_its_file(tmp_path: Path, name: str) -> None:
    write(tmp_path, partitions(3))
    file = next(tmp_path.glob(f"snapshot-*/{name}"))
    content = bytearray(file.read_bytes())
    content[-3] ^= 1
    file.write_bytes(bytes(content))
    assert verify_snapshot(tmp_path) == [name]


def test_a_missing_file_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    write(tmp_path, partitions(3))
    next(tmp_path.glob("snapshot-*/candidate/permanent.npy")).unlink()
    assert verify_snapshot(tmp_path) == ["candidate/permanent.npy"]
    with pytest.raises(WorkspaceError, match="danneggiata") as error:
        open_snapshot(tmp_path)
    assert "matcher pool build" in error.value.hint


def test_no_snapshot_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None
    with pytest.raises(WorkspaceError, match="non è ancora stata costruita"):
        open_snapshot(tmp_path)


def test_a_new_snapshot_does_not_disturb_who_reads_the_old_one(tmp_path: Path) -> None:
    old, new = partitions(4), partitions(5)
    write(tmp_path, old)
    held = open_snapshot(tmp_path)
    write(tmp_path, new, revision=2)
    assert same(held["candidate"], old["candidate"])
    assert same(open_snapshot(tmp_path)["candidate"], new["candidate"])
    assert len(list(tmp_path.glob("snapshot-*"))) == 1


def test_whoever_opens_while_a_snapshot_is_replaced_gets_the_old_or_the_new_one(tmp_path: Path) -> None:
    written = [partitions(4, people=4), partitions(5, people=5)]
    write(tmp_path, written[0])
    done = Event()

    def replace_again_and_again() -> None:
        for revision in range(2, 30):
            write(tmp_path, written[revision % 2], revision)
        done.set()

    with ThreadPoolExecutor() as pool:
        writing, n_opened = pool.submit(replace_again_and_again), 0
        while not done.is_set() or not n_opened:
            manifest, opened = open_current(tmp_path)
            assert same(opened["candidate"], written[manifest.n_candidates - 4]["candidate"])
            n_opened += 1
        writing.result()


def test_a_snapshot_of_an_earlier_revision_never_replaces_a_later_one(tmp_path: Path) -> None:
    later = write(tmp_path, partitions(4), revision=5)
    assert write(tmp_path, partitions(5), revision=4) == later
    assert read_manifest(tmp_path) == later
    assert write(tmp_path, partitions(5), revision=5) != later


def test_what_a_killed_writer_left_goes_with_the_next_snapshot(tmp_path: Path) -> None:
    write(tmp_path, partitions(4))
    left = tmp_path / "snapshot-000000000000" / "candidate"
    left.mkdir(parents=True)
    (left / "ids.arrow").write_text("P-ERASED")
    (tmp_path / "current.snapshot-000000000000").write_text("snapshot-000000000000")
    write(tmp_path, partitions(5), revision=2)
    assert sorted(path.name[:9] for path in tmp_path.iterdir()) == ["current", "lock", "snapshot-"]


def test_a_write_that_fails_leaves_the_old_snapshot_current(tmp_path: Path) -> None:
    old = partitions(6)
    manifest = write(tmp_path, old)
    with pytest.raises(KeyError):
        write(tmp_path, {"candidate": old["candidate"]})
    assert read_manifest(tmp_path) == manifest
    assert same(open_snapshot(tmp_path)["candidate"], old["candidate"])


def test_a_snapshot_of_another_schema_is_rebuilt_not_read(tmp_path: Path) -> None:
    write(tmp_path, partitions(3))
    manifest = next(tmp_path.glob("snapshot-*/manifest.json"))
    manifest.write_text(manifest.read_text().replace('"schema": ', '"schema": 9'))
    assert read_manifest(tmp_path) is None


def test_the_same_content_has_the_same_identity(tmp_path: Path) -> None:
    one, other = write(tmp_path / "a", partitions(8)), write(tmp_path / "b", partitions(8), revision=3)
    assert one.digest == other.digest
    assert one.digest != write(tmp_path / "c", partitions(9)).digest
