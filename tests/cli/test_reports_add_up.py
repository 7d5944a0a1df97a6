"""A small month of a desk through the shell: silences, errors undone, and reports that add up to the log."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

from matcher.app import Workspace


def _steps(folder: Path) -> Counter[str]:
    """Count the steps of people in shortlists by what the log says they became."""
    with Workspace(folder) as workspace, workspace.database.snapshot() as connection:
        rows = connection.exec_driver_sql("SELECT action, details FROM log").all()
    counted: Counter[str] = Counter()
    for action, text in rows:
        details = json.loads(text)
        counted[f"{action} {details.get('step', '')}".strip()] += 1
    return counted


@pytest.fixture
def month(matcher, thirty: Path) -> dict[str, list[str]]:
    """Two vacancies run to their outcomes; return the people referred by shortlist."""
    settings = thirty / "matcher.toml"
    named = settings.read_text("utf-8").replace("Centro per l'impiego (da configurare)", "CPI di Sassuolo")
    settings.write_text(named, "utf-8")
    referred: dict[str, list[str]] = {}
    for vacancy in ("V1", "V2"):
        matcher("vacancies", "set", vacancy, "datore=Ditta Nera srl", "ricevuta_il=01/01/2026")
        rosa = matcher("shortlist", vacancy, "--size", "4", "--format", "json").json
        people = [one["id"] for one in rosa["ranked"]]
        assert matcher("availability", "request", rosa["id"]).code == 0
        matcher("availability", "answer", rosa["id"], people[0], "non_disponibile")
        for person in people[1:]:
            assert (
                matcher("availability", "answer", rosa["id"], person, "disponibile", "--adesione").code == 0
            )
        assert matcher("approve", rosa["id"]).code == 0
        assert matcher("refer", rosa["id"], "--as", "json").code == 0
        referred[rosa["id"]] = people[1:]
    return referred


def _rows(matcher, *words: str) -> list[dict[str, object]]:
    return matcher("report", *words, "--format", "json").json[0]["rows"]


def test_what_reports_count_is_what_the_log_says(matcher, thirty: Path, month: dict[str, list[str]]) -> None:
    first, second = month
    taken = month[first]
    assert matcher("outcome", first, taken[0], "colloquio").code == 0
    assert matcher("outcome", first, taken[0], "annulla", "--reason", "persona_sbagliata").code == 0
    assert matcher("outcome", first, taken[0], "non_selezionato", "--reason", "orario_turni").code == 0
    assert matcher("outcome", second, month[second][0], "assunto").code == 0
    steps = _steps(thirty)

    asked = _rows(matcher, "availability", "--min-cell", "1")
    assert sum(row["asked"] for row in asked) == sum(len(people) + 1 for people in month.values())
    assert sum(row["yes"] for row in asked) == sum(len(people) for people in month.values())
    assert sum(row["no"] for row in asked) == 2

    sent = _rows(matcher, "times")
    assert sum(row["vacancies"] for row in sent) == steps["shortlist.moved refer"] == 2

    became = Counter(
        {row["outcome"]: row["outcomes"] for row in _rows(matcher, "outcomes", "--min-cell", "1")}
    )
    assert became == {"assunto": steps["person.moved assunto"], "non_selezionato": 1}
    assert steps["person.moved undo"] == 1
    reasons = matcher("report", "outcomes", "--min-cell", "1", "--format", "json").json[1]["rows"]
    assert [(row["reason"], row["outcomes"]) for row in reasons] == [("orario_turni", 1)]
    assert matcher("audit", "verify").code == 0

    # what went out is what the log has the hash of
    for rosa, people in month.items():
        [document] = matcher("rosa", "show", rosa, "--format", "json").json["documents"]
        path = next(Path().glob(f"{rosa}*.json"))
        assert hashlib.sha256(path.read_bytes()).hexdigest() == document["sha256"]
        content = json.loads(path.read_text("utf-8"))
        assert content["draft"] is False
        assert content["intermediary"]["name"] == "CPI di Sassuolo"
        assert len(content["people"]) == len(people)
        assert all(one["released"] is None for one in content["people"])
