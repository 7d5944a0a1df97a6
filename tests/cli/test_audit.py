"""``matcher audit verify`` and ``matcher history``."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest


def tamper(workspace: Path, statement: str) -> None:
    with closing(sqlite3.connect(workspace / "matcher.db")) as raw, raw:
        raw.execute(statement)


def test_a_whole_log_gives_a_seal_that_it_still_passes_through_later(matcher, workspace: Path) -> None:
    first = matcher("audit", "verify", "--format", "json").json
    assert first["ok"]
    assert first["entries"] > 0
    matcher("vacancies", "close", "R-2")
    later = matcher("audit", "verify", "--anchor", first["anchor"], "--format", "json")
    assert later.code == 0
    assert later.json["entries"] > first["entries"]


def test_a_changed_entry_is_found(matcher, workspace: Path) -> None:
    tamper(workspace, "UPDATE log SET actor = 'altri' WHERE seq = 2")
    broken = matcher("audit", "verify")
    assert broken.code == 1
    assert "NON è integro, dalla voce 2" in broken.out
    assert matcher("audit", "verify", "--format", "json").json["first_bad"] == 2


def test_a_rewritten_log_does_not_pass_through_a_seal_kept_elsewhere(matcher, workspace: Path) -> None:
    count = matcher("audit", "verify", "--format", "json").json["anchor"].split(":")[0]
    assert matcher("audit", "verify", "--anchor", f"{count}:{'0' * 64}").code == 1


@pytest.mark.parametrize("text", ["1:abc", "abc", "-1:" + "0" * 64])
def test_a_seal_that_is_none_is_refused(matcher, workspace: Path, text: str) -> None:
    refused = matcher("audit", "verify", f"--anchor={text}")
    assert refused.code == 1
    assert "non è un sigillo" in refused.err


def test_history_tells_who_did_what_in_order(matcher, workspace: Path) -> None:
    matcher("vacancies", "close", "R-1", "--state", "coperta")
    told = matcher("history", "R-1", "--format", "json").json
    assert [row["action"] for row in told] == ["vacancy.created", "application.received", "vacancy.moved"]
    assert told[1]["text"] == "Candidatura di C-2"
    assert told[2]["text"].startswith("Richiesta: da «")
    assert "«coperta»" in told[2]["text"]
    assert {row["actor"] for row in told} == {"anna"}


def test_history_says_a_state_in_words(matcher, workspace: Path) -> None:
    matcher("vacancies", "close", "R-1")
    assert "a «chiusa senza assunzione»" in matcher("history", "R-1").out


def test_history_names_nobody_who_was_erased(matcher, workspace: Path) -> None:
    assert "C-2" in matcher("history", "R-1").out
    assert matcher("candidates", "erase", "C-2", "--yes").code == 0
    told = matcher("history", "R-1")
    assert "C-2" not in told.out
    assert "persona cancellata" in told.out


def test_history_of_an_unknown_vacancy_is_not_found(matcher, workspace: Path) -> None:
    missing = matcher("history", "R-99")
    assert missing.code == 1
    assert "«R-99» non c'è" in missing.err


def test_a_state_written_past_the_log_is_found(matcher, workspace: Path) -> None:
    assert "si ritrova ogni stato" in matcher("audit", "verify").out
    swap = """content = replace(content, '"ricevuta"', '"coperta"')"""
    tamper(workspace, f"UPDATE vacancies SET {swap} WHERE id = 'R-1'")
    found = matcher("audit", "verify")
    assert found.code == 1
    assert "R-1" in found.out
    assert "fuori dal programma" in found.out
    state, content = matcher("audit", "verify", "--format", "json").json["differences"]
    assert (state["subject"], state["told"], state["held"]) == ("R-1", "ricevuta", "coperta / ricevuta")
    assert (content["kind"], content["subject"]) == ("contents", "R-1")
