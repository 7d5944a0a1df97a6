"""``matcher pool``: build, info, verify."""

from __future__ import annotations

from pathlib import Path


def test_builds_counts_and_finds_the_files_whole(matcher, workspace: Path) -> None:
    assert "candidati 3, richieste 2" in matcher("pool", "build").out
    checked = matcher("pool", "verify")
    assert checked.code == 0
    assert checked.out.startswith("Integra")


def test_info_says_that_nothing_is_built_yet(matcher, workspace: Path) -> None:
    assert "non è ancora stata costruita" in matcher("pool", "info").out
    assert matcher("pool", "info", "--format", "json").json["built"] is False


def test_info_counts_what_changed_since(matcher, workspace: Path) -> None:
    matcher("pool", "build")
    assert matcher("pool", "info", "--format", "json").json["n_changed"] == 0
    matcher("vacancies", "close", "R-2")
    info = matcher("pool", "info", "--format", "json").json
    assert (info["n_changed"], info["outdated"]) == (1, [])
    assert (info["n_candidates"], info["n_vacancies"]) == (3, 2)


def test_verify_names_the_damaged_file(matcher, workspace: Path) -> None:
    matcher("pool", "build")
    [vectors] = (workspace / "pool").glob("snapshot-*/candidate/vectors.npy")
    vectors.write_bytes(vectors.read_bytes()[:-1] + b"\x7f")
    damaged = matcher("pool", "verify")
    assert damaged.code == 1
    assert "candidate/vectors.npy" in damaged.out
    assert "matcher pool build" in damaged.out
    answer = matcher("pool", "verify", "--format", "json").json
    assert (answer["ok"], answer["damaged"]) == (False, ["candidate/vectors.npy"])


def test_verify_without_a_pool_says_how_to_build_it(matcher, workspace: Path) -> None:
    absent = matcher("pool", "verify")
    assert absent.code == 1
    assert "matcher pool build" in absent.err
