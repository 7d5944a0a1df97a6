"""What the month left behind, held against what its clerks did: the log, and every report."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

from matcher.app import Workspace
from matcher.desk.retelling import differences
from matcher.store.audit import entries, verify
from matcher.store.pseudonym import named_by
from tests.cli.month.office import MINUTES
from tests.cli.month.plan import CLERKS, Case, Desk, answers_given

__all__ = ["check_documents", "check_log", "check_reports"]

#: Steps of a shortlist that follow from those of its people.
FOLLOWING = ("review", "close_hired", "close_nobody", "reopen", "undo")


def check_log(workspace: Workspace, cases: list[Case]) -> None:
    """Hold the log against what the clerks did: every step once, in order, and nothing else."""
    told: dict[str, list[tuple[str, str]]] = {case.rosa: [] for case in cases}
    actors: dict[str, set[str]] = {case.rosa: set() for case in cases}
    with workspace.database.snapshot() as connection:
        assert verify(connection).ok
        assert differences(connection) == []
        rows = [row for row in entries(connection) if row.entry.action in ("person.moved", "shortlist.moved")]
        names = named_by(connection, {str(row.entry.details.get("candidate")) for row in rows})
    for row in rows:
        step = str(row.entry.details["step"])
        if row.entry.action == "person.moved":
            told[row.entry.subject_id].append((step, names[str(row.entry.details["candidate"])]))
        elif step not in FOLLOWING:
            told[row.entry.subject_id].append((step, ""))
        actors[row.entry.subject_id].add(row.actor)
    for case in cases:
        assert Counter(told[case.rosa]) == Counter(case.steps), case.rosa
        assert actors[case.rosa] <= {case.clerk}


def rows_of(desk: Desk, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk("sara", "report", *words, "--format", "json").json[0]["rows"]
    return found


def check_reports(desk: Desk, cases: list[Case]) -> None:
    """Hold every report against what the clerks wrote down, by office and in all."""
    asked = rows_of(desk, "availability", "--min-cell", "1")
    given = answers_given(cases)
    for column in ("yes", "no", "silent", "unreachable", "waiting"):
        assert sum(row[column] for row in asked) == given[column], column
    assert sum(row["asked"] for row in asked) == given.total()
    by_office: Counter[str] = Counter()
    for case in cases:
        by_office[CLERKS[case.clerk][1]] += len(case.answers)
    assert Counter({row["office"]: 0 for row in asked}) + by_office == by_office
    for office, number in by_office.items():
        assert sum(row["asked"] for row in asked if row["office"] == office) == number

    sent = rows_of(desk, "times")
    assert sum(row["vacancies"] for row in sent) == sum(case.sent for case in cases)

    became: Counter[str] = Counter()
    for row in rows_of(desk, "outcomes", "--min-cell", "1"):
        became[row["outcome"]] += row["outcomes"]
    assert became == Counter(state for case in cases for _, state in case.outcomes)
    reasons = desk("sara", "report", "outcomes", "--min-cell", "1", "--format", "json").json[1]["rows"]
    # the supervisor found another reason behind the inadmissible ones
    said = Counter(
        {"motivo_non_ammesso": "competenze"}.get(one, one) for case in cases for one in case.reasons
    )
    assert {row["reason"].replace(" ", "_"): row["outcomes"] for row in reasons} == said

    services = rows_of(desk, "services", "--min-cell", "1")
    assert sum(row["minutes"] for row in services) == MINUTES * sum(case.sent for case in cases)
    for office in {office for _, office in CLERKS.values()}:
        mine = sum(case.sent for case in cases if CLERKS[case.clerk][1] == office)
        assert sum(row["given"] for row in services if row["office"] == office) == mine
    for name, ending in (
        ("services", "svg"),
        ("times", "html"),
        ("availability", "svg"),
        ("outcomes", "html"),
    ):
        assert desk("sara", "report", name, "--chart", f"{name}.{ending}").code == 0
        assert "<svg" in Path(f"{name}.{ending}").read_text("utf-8")


def check_documents(desk: Desk, cases: list[Case]) -> None:
    """Hold the last file of every list that was sent against the hash on record, and against its people."""
    for case in cases:
        if not case.sent:
            assert not Path(f"inviati/{case.rosa}.json").exists()
            continue
        shown = case.show()
        last = shown["documents"][-1]
        name = f"{case.rosa}.json"
        content = Path(f"inviati/{name}").read_bytes()
        assert hashlib.sha256(content).hexdigest() == last["sha256"], case.rosa
        made = json.loads(content)
        assert made["intermediary"]["name"] == {"piero": "Agenzia Beta srl"}.get(case.clerk, "CPI di Modena")
        assert not any(person in content.decode() for person in case.people)
        assert made["draft"] is False
