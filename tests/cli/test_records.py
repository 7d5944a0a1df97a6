"""``matcher record``: the data that plugins keep, checked by their own models."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("matcher_anzianita", reason="the reference plugin is not installed")


def content(matcher) -> dict[str, object]:
    return matcher("record", "show", "anzianita", "candidate", "C-1", "--format", "json").json["content"]


def test_writes_fields_the_italian_way_and_keeps_the_others(matcher, workspace: Path) -> None:
    assert matcher("record", "set", "anzianita", "candidate", "C-1", "did_on=01/02/2025").code == 0
    assert matcher("record", "set", "anzianita", "candidate", "C-1", "suspended_days=30").code == 0
    assert content(matcher) == {"did_on": "2025-02-01", "suspended_days": 30}


def test_reads_a_json_file(matcher, workspace: Path) -> None:
    (workspace / "did.json").write_text('{"did_on": "2025-02-01"}')
    assert matcher("record", "set", "anzianita", "candidate", "C-1", "--file", "did.json").code == 0
    assert content(matcher)["did_on"] == "2025-02-01"


def test_the_same_data_twice_change_nothing(matcher, workspace: Path) -> None:
    words = ("record", "set", "anzianita", "candidate", "C-1", "did_on=01/02/2025")
    matcher(*words)
    entries = matcher("audit", "verify", "--format", "json").json["entries"]
    assert "Niente da cambiare" in matcher(*words).out
    assert matcher("audit", "verify", "--format", "json").json["entries"] == entries


def test_looking_is_logged(matcher, workspace: Path) -> None:
    matcher("record", "set", "anzianita", "candidate", "C-1", "did_on=01/02/2025")
    entries = matcher("audit", "verify", "--format", "json").json["entries"]
    content(matcher)
    assert matcher("audit", "verify", "--format", "json").json["entries"] == entries + 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["anzianita", "candidate", "C-1", "did_on=ieri"], "non è una data"),
        (["anzianita", "candidate", "C-1", "did_on=01/02/2025", "suspended_days=-3"], "suspended_days"),
        (["anzianita", "candidate", "C-1", "suspended_days=3"], "did_on"),
        (["anzianita", "candidate", "C-1", "inventato=3"], "did_on, suspended_days"),
        (["anzianita", "candidate", "C-1"], "Nessun campo"),
        (["anzianita", "candidate", "C-9", "did_on=01/02/2025"], "C-9"),
        (["anzianita", "vacancy", "R-1", "did_on=01/02/2025"], "anzianita (candidate)"),
        (["inesistente", "candidate", "C-1", "a=1"], "inesistente"),
    ],
)
def test_wrong_data_say_what_is_wrong_and_write_nothing(
    matcher, workspace: Path, words: list[str], said: str
) -> None:
    refused = matcher("record", "set", *words)
    assert refused.code == 1
    assert said in refused.err
    assert matcher("record", "show", "anzianita", "candidate", "C-1").code == 1


def test_a_file_that_is_not_json_is_refused(matcher, workspace: Path) -> None:
    (workspace / "did.json").write_text("[1, 2]")
    refused = matcher("record", "set", "anzianita", "candidate", "C-1", "--file", "did.json")
    assert refused.code == 1
    assert "oggetto JSON" in refused.err
