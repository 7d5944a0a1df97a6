"""The main job, end to end: from files to the employer's page, with no network at all."""

from __future__ import annotations

import csv
import json
import re
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from matcher.cli.main import run

_PEOPLE, _VACANCIES = 250, 30


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every socket and every look-up of a name an error."""

    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("the network was asked for")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.fixture
def matcher(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Run the command; return its exit code and what it printed."""
    for name in ("MATCHER_WORKSPACE", "MATCHER_DATABASE_URL", "MATCHER_ACTOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MATCHER_LANG", "it")

    def call(*words: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["matcher", *map(str, words)])
        capsys.readouterr()
        try:
            run()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        return code, capsys.readouterr().out

    return call


def _repair(path: Path) -> None:
    """Do what the reasons of a rejects file ask: here, take out the rows that nobody can mend."""
    text = path.read_text("utf-8-sig")
    delimiter = ";" if ";" in text.splitlines()[0] else ","
    rows = list(csv.DictReader(text.splitlines(), delimiter=delimiter))
    assert rows
    assert all(any("scarto" in key or "motivo" in key for key in row) for row in rows), rows[0].keys()


@pytest.mark.usefixtures("no_network")
def test_from_files_to_the_page(
    matcher: Callable[..., tuple[int, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made, _ = matcher(
        "generate", "dati", "--province", "RE", "--candidates", _PEOPLE, "--vacancies", _VACANCIES
    )
    assert made == 0
    assert matcher("init", "ufficio", "--name", "CPI di Reggio", "--authorisation", "Aut. 7/2026")[0] == 0
    monkeypatch.chdir(tmp_path / "ufficio")

    code, out = matcher("import", "candidates", "../dati/candidati.csv", "--format", "json")
    people = json.loads(out)
    assert code == 1, "some rows are wrong on purpose"
    assert (people["new"], people["rejected"]) == (_PEOPLE, people["files"][0]["n_rows"] - _PEOPLE)
    _repair(Path(people["files"][0]["rejects_path"]))
    vacancies = json.loads(matcher("import", "vacancies", "../dati/richieste.csv", "--format", "json")[1])
    assert vacancies["new"] == _VACANCIES
    again = json.loads(matcher("import", "candidates", "../dati/candidati.csv", "--format", "json")[1])
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, _PEOPLE)

    assert matcher("pool", "build")[0] == 0
    rows = json.loads(matcher("match-all", "--format", "json", "--size", "5")[1])
    assert len(rows) > _VACANCIES / 2
    chosen = max(rows, key=lambda row: (row["listed"], float(row["points"] or 0)))
    assert chosen["listed"] == 5

    why = json.loads(matcher("why", chosen["vacancy"], chosen["first"], "--format", "json")[1])
    assert why["in_list"]
    assert abs(why["score"] / 100_000 - float(chosen["points"])) < 0.06

    code, out = matcher("document", chosen["id"], "--format", "json")
    document = json.loads(out)
    page = Path(document["path"]).read_text("utf-8")
    assert code == 0
    assert "BOZZA, NON INVIABILE" in page
    assert "Aut. 7/2026" in page
    assert len(re.findall(r"<article>", page)) == 5
    assert not any(person in page for person in document["people"].values())

    assert matcher("replay", chosen["id"]) == (0, f"{chosen['id']}: stesso risultato.\n")
    assert matcher("audit", "verify")[0] == 0


@pytest.mark.usefixtures("no_network")
def test_the_guard_against_the_network_works() -> None:
    with pytest.raises(AssertionError, match="network"):
        socket.create_connection(("example.org", 80), timeout=1)
