"""``matcher match-all`` and ``assign``."""

from __future__ import annotations

import csv
import io
from pathlib import Path


def people(matcher) -> list[str]:
    return [row["id"] for row in matcher("candidates", "list", "--limit", "8", "--format", "json").json]


def test_assign_says_who_goes_where_and_how_well_the_group_is_covered(matcher, thirty: Path) -> None:
    group = people(matcher)
    done = matcher("assign", *group)
    assert done.code == 0, done.err
    assert "persone hanno un posto" in done.out
    assert "Copertura:" in done.out
    answer = matcher("assign", *group, "--format", "json").json
    assert [person["candidate"] for person in answer["coverage"]] == group
    assert {p["candidate"] for p in answer["placements"]} | set(answer["unplaced"]) == set(group)
    for placement in answer["placements"]:
        listed = matcher("vacancies-for", placement["candidate"], "--format", "json").json["ranked"]
        [score] = [one["score"] for one in listed if one["id"] == placement["vacancy"]]
        assert placement["points"] == round(score / 100_000, 4)


def test_assign_reads_a_group_from_a_list_or_a_table(matcher, thirty: Path, tmp_path: Path) -> None:
    group = people(matcher)
    plain, table = tmp_path / "gruppo.txt", tmp_path / "gruppo.csv"
    plain.write_text("\n".join(group) + "\n\n", "utf-8")
    table.write_text("id_candidato;note\n" + "".join(f"{name};x\n" for name in group), "utf-8")
    named = matcher("assign", *group, "--format", "json").json
    assert matcher("assign", "--group", plain, "--format", "json").json == named
    assert matcher("assign", "--group", table, "--format", "json").json == named


def test_several_processes_assign_as_one_does(matcher, thirty: Path) -> None:
    group = people(matcher)
    words = ("assign", *group, "--points", "20", "--to-verify", "--format", "json")
    assert matcher(*words, "--workers", "2").json == matcher(*words, "--workers", "1").json


def test_the_csv_of_assign_has_everybody_once(matcher, thirty: Path) -> None:
    group = people(matcher)
    answer = matcher("assign", *group, "--format", "csv", "--at-least", "1")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert [row["candidate"] for row in rows] == group
    for row in rows:
        assert (row["covered"] == "True") == (int(row["coherent"]) >= 1)


def test_assign_says_what_is_wrong_with_the_group(matcher, thirty: Path, tmp_path: Path) -> None:
    empty = matcher("assign")
    assert (empty.code, "gruppo è vuoto" in empty.err) == (1, True)
    unknown = matcher("assign", "NESSUNO")
    assert (unknown.code, "NESSUNO" in unknown.err) == (1, True)
    nowhere = matcher("assign", people(matcher)[0], "--province", "XX")
    assert (nowhere.code, "XX" in nowhere.err) == (1, True)
    assert matcher("assign", "--group", tmp_path / "manca.txt").code == 1


def test_vacancies_for_many_people_at_once(matcher, thirty: Path, tmp_path: Path) -> None:
    group, file = people(matcher), tmp_path / "gruppo.txt"
    file.write_text("\n".join(group), "utf-8")
    rows = matcher("vacancies-for", "--group", file, "--size", "2", "--format", "json").json
    for name in group:
        alone = matcher("vacancies-for", name, "--size", "2", "--format", "json").json
        expected = [(entry["rank"], entry["id"]) for entry in (*alone["ranked"], *alone["to_verify"])]
        assert [(row["rank"], row["vacancy"]) for row in rows if row["candidate"] == name] == expected
    everybody = matcher("vacancies-for", "--all", "--size", "1", "--format", "json").json
    assert {row["candidate"] for row in rows} <= {row["candidate"] for row in everybody}
    assert matcher("vacancies-for").code == 2


def test_an_interrupted_run_goes_on_where_it_stopped(matcher, thirty: Path, monkeypatch) -> None:
    from matcher.cli import batch

    whole = matcher("match-all", "--no-save", "--format", "json", "--size", "2").json
    with monkeypatch.context() as broken:
        broken.setattr(batch, "_SAVED_TOGETHER", 2)
        _stop_after(broken, 3)
        assert matcher("match-all", "--size", "2").code != 0
    saved = matcher("shortlists", "--format", "json").json
    assert len(saved) == 2, "what was saved before the interruption stays"
    resumed = matcher("match-all", "--resume", "--format", "json", "--size", "2")
    assert {row["vacancy"] for row in resumed.json} == {row["vacancy"] for row in whole} - {
        row["vacancy"] for row in saved
    }
    assert len(matcher("shortlists", "--format", "json").json) == len(whole)
    assert "Restano: 0" in matcher("match-all", "--resume", "--size", "2").out


def _stop_after(monkeypatch, n: int) -> None:
    from matcher.desk import batch
    from matcher.errors import WorkspaceError

    answer_all = batch.answer_all

    def stopping(*arguments):
        for number, answer in enumerate(answer_all(*arguments)):
            if number == n:
                raise WorkspaceError("E-X-001", "Interrotto.")
            yield answer

    monkeypatch.setattr(batch, "answer_all", stopping)
