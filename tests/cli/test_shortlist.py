"""``matcher shortlist``, ``vacancies-for``, ``match-all``, ``shortlists``."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest


def test_a_shortlist_is_shown_saved_and_logged(matcher, thirty: Path) -> None:
    done = matcher("shortlist", "V1", "--size", "3")
    assert done.code == 0
    assert "30 in banca dati" in done.out
    assert "Rosa di candidati" in done.out
    assert "Da verificare prima di proporre" in done.out
    assert "Chi resta fuori, e perché" in done.out
    assert "→" in done.out, "what would admit a near miss"
    [saved] = matcher("shortlists", "--format", "json").json
    assert (saved["vacancy"], saved["listed"], saved["actor"], saved["state"]) == (
        "V1",
        3,
        "anna",
        "in_preparazione",
    )
    assert saved["id"] in done.out
    [line] = [one for one in matcher("history", "V1", "--format", "json").json if "shortlist" in str(one)]
    assert saved["id"] in str(line)
    assert matcher("audit", "verify").code == 0


def test_shown_only_it_is_not_saved(matcher, thirty: Path) -> None:
    assert matcher("shortlist", "V1", "--no-save", "--format", "json").json["id"] == ""
    assert matcher("shortlists", "--format", "json").json == []


def test_the_json_is_complete(matcher, thirty: Path) -> None:
    answer = matcher("shortlist", "V1", "--format", "json", "--size", "2").json
    assert set(answer) >= {
        "id", "subject", "direction", "reference_date", "size", "ranked", "to_verify", "near_misses",
        "left_out_applicants", "removed_by", "unknown_by", "n_pool", "n_eligible", "n_to_verify", "n_removed",
        "notices", "exact", "weak", "versions",
    }  # fmt: skip
    assert set(answer["ranked"][0]) >= {
        "id", "rank", "score", "verdict", "contributions", "evidence", "questions", "moved_by", "applied",
    }  # fmt: skip
    assert answer["n_eligible"] + answer["n_to_verify"] + answer["n_removed"] == answer["n_pool"] == 30
    assert all(entry["questions"] for entry in answer["to_verify"])


def test_the_csv_has_one_row_for_each_person_and_its_numbers(matcher, thirty: Path) -> None:
    answer = matcher("shortlist", "V1", "--format", "csv", "--size", "3")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert [row["verdict"] for row in rows] == ["eligible"] * 3 + ["to_verify"] * 3
    parts = ("occupation", "experience", "commute", "conditions", "text")
    assert sum(int(rows[0][part] or 0) for part in parts) <= int(rows[0]["score"])


def test_the_settings_say_the_size(matcher, thirty: Path) -> None:
    path = thirty / "matcher.toml"
    path.write_text(path.read_text("utf-8").replace("shortlist_size = 10", "shortlist_size = 2"), "utf-8")
    assert len(matcher("shortlist", "V1", "--format", "json").json["ranked"]) == 2


def test_contributions_stand_in_one_row_for_each_person_and_sum_to_the_points(matcher, thirty: Path) -> None:
    answer = matcher("shortlist", "V1", "--no-save", "--format", "json", "--size", "2").json
    person = answer["ranked"][0]
    shown = matcher("shortlist", "V1", "--no-save", "--size", "2").out
    [row] = [
        line.split()
        for line in shown.splitlines()
        if line.split()[:1] == [person["id"]] and len(line.split()) == len(person["contributions"]) + 1
    ]
    parts = [float(part.replace(",", ".")) for part in row[1:]]
    assert sum(parts) == pytest.approx(person["score"] / 100_000, abs=0.05 * len(parts))
    assert "Professione" in shown[shown.index("Contributi al punteggio") :]


def test_how_long_somebody_worked_is_said_in_years(matcher, thirty: Path) -> None:
    shown = matcher("shortlist", "V1", "--no-save").out
    assert "1 anno e 6 mesi" in shown
    assert "18 mesi" not in shown


def test_the_questions_for_one_person_stand_on_one_line(matcher, thirty: Path) -> None:
    shown = matcher("shortlist", "V1", "--no-save", "--size", "5").out
    assert "? alla persona: " in shown
    assert "accettati: non indicato" not in shown


def test_a_vacancy_that_is_closed_blames_no_occupation(matcher, thirty: Path) -> None:
    matcher("vacancies", "close", "V1")
    shown = matcher("shortlist", "V1", "--no-save").out
    assert "la richiesta non è più aperta" in shown
    assert "controlla la professione" not in shown


def test_numbers_follow_the_language(matcher, thirty: Path) -> None:
    score = matcher("shortlist", "V1", "--no-save", "--format", "json").json["ranked"][0]["score"] / 100_000
    assert f"{score:.1f}" in matcher("shortlist", "V1", "--no-save", "--lang", "en").out
    assert f"{score:.1f}".replace(".", ",") in matcher("shortlist", "V1", "--no-save").out


def test_in_english(matcher, thirty: Path) -> None:
    shown = matcher("shortlist", "V1", "--lang", "en", "--no-save").out
    assert "30 in the pool" in shown
    assert "Who is left out, and why" in shown


def test_who_is_weakly_related_stands_apart(matcher, thirty: Path) -> None:
    shown = matcher("shortlist", "V3", "--no-save").out
    assert shown.count("legame debole con il lavoro richiesto") >= 1
    assert shown.index("P23") < shown.index("legame debole") < shown.index("P24")
    assert "altro lavoro: elettricista" in shown


def test_people_who_do_the_work_but_must_be_asked_are_pointed_at(matcher, thirty: Path) -> None:
    matcher("vacancies", "set", "V1", "turni=", "competenze_indispensabili=uso del muletto")
    shown = matcher("shortlist", "V1", "--no-save", "--size", "5").out
    assert "Da chiarire con il datore" in shown
    assert "(persone in dubbio): turni (" in shown


def test_brackets_in_titles_are_words_and_not_colours(matcher, thirty: Path) -> None:
    matcher("vacancies", "set", "V1", "titolo=Mulettista [m/f] [/] [red]")
    shown = matcher("shortlist", "V1", "--no-save")
    assert shown.code == 0
    assert "Mulettista [m/f] [/] [red]" in shown.out
    assert "[m/f]" in matcher("vacancies", "list").out


def test_an_applicant_left_out_is_told_apart_with_the_reason(matcher, thirty: Path, tmp_path: Path) -> None:
    path = tmp_path / "candidature.csv"
    path.write_text("id_richiesta,id_candidato,data\nV1,P11,2026-01-10\nV1,P01,2026-01-11\n", "utf-8")
    assert matcher("import", "applications", path).code == 0
    shown = matcher("shortlist", "V1").out
    assert "Si è candidata: P11" in shown
    assert "(autocandidatura)" in shown


def test_an_applicant_who_must_be_asked_is_not_called_eligible(matcher, thirty: Path, tmp_path: Path) -> None:
    matcher("vacancies", "set", "V1", "turni=")
    last = matcher("shortlist", "V1", "--no-save", "--size", "30", "--format", "json").json["to_verify"][-1]
    path = tmp_path / "candidature.csv"
    path.write_text(f"id_richiesta,id_candidato,data\nV1,{last['id']},2026-01-10\n", "utf-8")
    assert matcher("import", "applications", path).code == 0
    shown = " ".join(matcher("shortlist", "V1", "--size", "1").out.split())
    assert f"{last['id']}: da verificare, fuori dai primi 1 — " in shown


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("shortlist", "V9"), "V9"),
        (("vacancies-for", "P99"), "P99"),
        (("shortlist", "V1", "-w", "/nowhere"), "/nowhere"),
    ],
)
def test_what_is_not_there_is_named(matcher, thirty: Path, words: tuple[str, ...], name: str) -> None:
    missing = matcher(*words)
    assert missing.code == 1
    assert name in missing.err
    assert missing.err.startswith("E-")
    assert "Traceback" not in missing.err


def test_a_wrong_call_is_told_from_a_failure(matcher, thirty: Path) -> None:
    assert matcher("shortlist").code == 2
    assert matcher("shortlist", "V1", "--size", "0").code == 2


def test_vacancies_for_agrees_with_the_shortlist(matcher, thirty: Path) -> None:
    back = matcher("vacancies-for", "P01", "--format", "json").json
    assert back["direction"] == "candidate"
    forward = matcher("shortlist", "V1", "--format", "json", "--no-save").json
    [there] = [entry for entry in forward["ranked"] if entry["id"] == "P01"]
    [here] = [entry for entry in back["ranked"] if entry["id"] == "V1"]
    assert (here["score"], here["verdict"]) == (there["score"], there["verdict"])
    shown = matcher("vacancies-for", "P01").out
    assert "Offerte adatte a P01" in shown
    assert "Mulettista · Sassuolo" in shown
    assert "Richiesta" in shown
    assert "Candidato/a" not in shown
    assert "in banca dati" not in shown


def test_match_all_saves_one_list_for_each_open_vacancy(matcher, thirty: Path) -> None:
    matcher("vacancies", "close", "V4")
    rows = matcher("match-all", "--format", "json", "--size", "2").json
    assert [row["vacancy"] for row in rows] == ["V1", "V2", "V3", "V5"]
    assert all(row["id"].startswith("ROSA-") for row in rows)
    assert len(matcher("shortlists", "--format", "json").json) == 4
    assert [row["vacancy"] for row in matcher("shortlists", "--vacancy", "V3", "--format", "json").json] == [
        "V3"
    ]
    assert len(matcher("shortlists", "--limit", "2", "--format", "json").json) == 2


def test_match_all_says_what_each_vacancy_is(matcher, thirty: Path) -> None:
    assert "Mulettista" in matcher("match-all", "--no-save").out


def test_with_nothing_to_list_it_is_said(matcher, workspace: Path) -> None:
    assert "Nessuna rosa salvata." in matcher("shortlists").out
    matcher("vacancies", "close", "R-1")
    matcher("vacancies", "close", "R-2")
    assert "Nessuna richiesta aperta." in matcher("match-all").out


def test_match_all_without_saving(matcher, thirty: Path) -> None:
    rows = matcher("match-all", "--no-save", "--format", "json").json
    assert {row["id"] for row in rows} == {""}
    assert matcher("shortlists", "--format", "json").json == []
