"""Whoever looks at a person leaves a line in the log; whoever may not look sees nothing, and leaves none."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from matcher.app import Workspace


def views(folder: Path) -> Counter[tuple[str, str]]:
    """Count the views in the log by who looked and at what."""
    with Workspace(folder) as workspace, workspace.database.snapshot() as connection:
        rows = connection.exec_driver_sql("SELECT actor, details FROM log WHERE action = 'candidate.viewed'")
        return Counter((row.actor, json.loads(row.details)["part"]) for row in rows)


#: What is typed, the part of people that it shows, of how many people.
LOOKS = [
    (["candidates", "show", "C-1"], "profile", 1),
    (["candidates", "show", "C-1", "--contacts"], "contact", 1),
    (["why", "R-1", "C-1"], "explanation", 1),
    (["interview", "C-1", "C-2", "--vacancy", "R-1"], "interview", 2),
    (["vacancies-for", "C-1"], "offers", 1),
    (["vacancies-for", "C-1", "C-2"], "offers", 2),
    (["shortlist", "R-2", "--no-save"], "explanation", 2),
    (["copies", "show", "C-1", "C-2"], "profile", 2),
    (["candidates", "list", "--limit", "2"], "list", 2),
    (["candidates", "list", "--limit", "1", "--format", "json"], "list", 1),
    (["availability", "stale", "--limit", "2"], "queue", 2),
    (["assign", "C-1", "C-2"], "assignment", 2),
    (["export", "candidates", "C-1", "C-2", "-o", "fuori.csv"], "profile", 2),
    (["emilia-romagna", "assessable", "C-1"], "plugin", 1),
]


@pytest.mark.parametrize(("words", "part", "people"), LOOKS, ids=[" ".join(words) for words, _, _ in LOOKS])
def test_every_look_is_a_line(matcher, workspace: Path, words: list[str], part: str, people: int) -> None:
    answer = matcher(*words)
    assert answer.code == 0, answer.err
    assert views(workspace) == {("anna", part): people}


def test_a_record_that_was_changed_by_hand_is_shown_by_the_audit_and_noted(
    matcher, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(workspace / "matcher.db") as store:
        store.execute("UPDATE candidates SET profile = replace(profile, '}', ' }') WHERE id = 'C-2'")
    told = matcher("audit", "verify")
    assert told.code == 1
    assert "contenuto della scheda" in told.out
    assert "C-2" in told.out
    assert views(workspace) == {("anna", "audit"): 1}
    assert matcher("operators", "add", "anna", "--role", "supervisore").code == 0
    monkeypatch.setenv("MATCHER_ACTOR", "nessuno")
    stranger = matcher("audit", "verify")
    assert (stranger.code, "C-2" in stranger.out) == (1, False)
    assert "contenuto della scheda" in stranger.out


def test_a_shortlist_says_what_comes_next_without_naming_anybody(matcher, workspace: Path) -> None:
    rosa = matcher("shortlist", "R-1", "--format", "json").json["id"]
    asked = matcher("availability", "request", rosa, "--format", "json")
    assert asked.code == 0, asked.err
    [listed] = matcher("shortlists", "--format", "json").json
    assert listed["next"] == "disponibilità non verificata: 2 persone"
    assert "C-" not in f"{listed}{matcher('shortlists').out}"
    refused = matcher("approve", rosa)
    assert "E-FLW-006" in refused.err
    assert "C-" not in refused.err.replace("E-FLW", "")


def test_the_draft_of_a_document_shows_people_too(matcher, workspace: Path) -> None:
    rosa = matcher("shortlist", "R-1", "--format", "json").json
    seen = [*rosa["ranked"], *rosa["to_verify"], *rosa["near_misses"]]
    assert views(workspace) == {("anna", "explanation"): len(seen)}
    shown = matcher("document", rosa["id"], "--format", "json").json["people"]
    assert views(workspace)[("anna", "document")] == len(shown) > 0


def test_the_lists_of_the_desk_show_people_too(matcher, workspace: Path) -> None:
    rosa = matcher("shortlist", "R-1", "--format", "json").json
    people = [one["id"] for one in rosa["ranked"]]
    assert matcher("availability", "request", rosa["id"]).code == 0
    matcher("service", "log", "9", "--minutes", "30", "--candidate", people[0])
    for words, part, shown in (
        (("rosa", "show", rosa["id"]), "shortlist", len(people)),
        (("availability", "queue"), "queue", len(people)),
        (("service", "list"), "services", 1),
    ):
        before = views(workspace)[("anna", part)]
        assert matcher(*words).code == 0
        assert views(workspace)[("anna", part)] - before == shown, words
    assert matcher("history", "R-1").code == 0
    assert views(workspace)[("anna", "history")] >= len(people)
    told = matcher("history", "R-1", "--format", "json").json
    assert not any(one["details"].get("part") == "history" for one in told)


@pytest.mark.parametrize("words", [words for words, _, _ in LOOKS], ids=" ".join)
@pytest.mark.parametrize(("who", "code"), [("ada", "E-OPR-002"), ("nessuno", "E-OPR-004")])
def test_whoever_may_not_look_sees_nothing(
    matcher, workspace: Path, monkeypatch: pytest.MonkeyPatch, who: str, code: str, words: list[str]
) -> None:
    assert matcher("operators", "add", "ada", "--role", "amministratore").code == 0
    monkeypatch.setenv("MATCHER_ACTOR", who)
    refused = matcher(*words)
    if words[0] == "export" and who == "ada":
        assert refused.code == 0, "an administrator hands out what is held, on the record"
        return
    assert (refused.code, refused.out) == (1, "")
    assert code in refused.err
    assert views(workspace) == {}
