"""``matcher why`` and ``matcher what-if``."""

from __future__ import annotations

from pathlib import Path

import pytest


def test_in_the_list(matcher, thirty: Path) -> None:
    shown = matcher("why", "V1", "P01")
    assert shown.code == 0
    assert "P01: compatibile, in rosa, posizione" in shown.out
    for words in ("Criterio", "Peso", "Contributo", "Professione", "carrellista", "limite 20 km"):
        assert words in shown.out


def test_eligible_and_not_in_the_list(matcher, thirty: Path) -> None:
    shown = matcher("why", "V1", "P07", "--size", "2")
    assert "compatibile, non in rosa, posizione" in shown.out
    assert "punti dall'ultima persona in rosa" in shown.out
    answer = matcher("why", "V1", "P07", "--size", "2", "--format", "json").json
    assert (answer["in_list"], answer["verdict"]["state"]) == (False, "eligible")
    assert answer["behind"] > 0
    assert answer["lacking"]


def test_to_verify_asks_and_says_whom(matcher, thirty: Path) -> None:
    shown = matcher("why", "V1", "P12").out
    assert "P12: da verificare, nell'elenco da verificare, posizione" in shown
    assert "(alla persona)" in shown
    assert "(up to" not in shown


def test_removed_says_why_and_what_would_admit(matcher, thirty: Path) -> None:
    shown = matcher("why", "V1", "P11").out
    assert "P11: non compatibile" in shown
    assert "(COMMUTE_TOO_FAR, rules)" in shown
    assert "cosa servirebbe per rientrare: limite di distanza: 15 km → 28 km" in shown


def test_in_english(matcher, thirty: Path) -> None:
    shown = matcher("why", "V1", "P11", "--lang", "en").out
    assert "P11: removed" in shown
    assert "what would admit: distance limit: 15 km → 28 km" in shown
    held = matcher("why", "V1", "P01", "--lang", "en").out
    assert "forklift driver" in held
    assert "forklift certificate, industrial trucks" in held
    assert not {"carrellista", "patentino"} & set(held.replace(",", " ").split())


def test_the_csv_has_one_row_for_each_component(matcher, thirty: Path) -> None:
    lines = matcher("why", "V1", "P01", "--format", "csv").out.splitlines()
    assert lines[0].startswith("component,")
    assert {line.split(",")[0] for line in lines[1:]} >= {"occupation", "experience", "commute"}


@pytest.mark.parametrize("words", [("V9", "P01"), ("V1", "P99")])
def test_what_is_not_there_is_named(matcher, thirty: Path, words: tuple[str, str]) -> None:
    missing = matcher("why", *words)
    assert missing.code == 1
    assert "E-STO-" in missing.err


def test_an_erased_person_is_said_to_be(matcher, thirty: Path) -> None:
    assert matcher("candidates", "erase", "P01", "--yes").code == 0
    assert "cancellato" in matcher("why", "V1", "P01").err


# -- what if ------------------------------------------------------------------------------------------


def test_a_condition_in_the_words_of_a_file(matcher, thirty: Path) -> None:
    shown = matcher("what-if", "V1", "--set", "turni=tre turni")
    assert shown.code == 0
    assert "Compatibili: 8 → 7" in shown.out
    assert "esce    P07" in shown.out


@pytest.mark.parametrize("level", ["gradito", "wanted", "togli", "off"])
def test_a_requirement_at_another_level(matcher, thirty: Path, level: str) -> None:
    answer = matcher("what-if", "V1", "--requirement", f"patentino={level}", "--format", "json").json
    assert set(answer) == {"before", "after", "entered", "left", "moved"}
    assert answer["after"]["n_eligible"] > answer["before"]["n_eligible"]


def test_another_weight(matcher, thirty: Path) -> None:
    shown = matcher("what-if", "V1", "--weight", "commute=5000", "--size", "8").out
    assert "Compatibili: 8 → 8" in shown
    assert "sposta" in shown


def test_nothing_changes_is_said(matcher, thirty: Path) -> None:
    assert "La rosa non cambia." in matcher("what-if", "V1").out


def test_nothing_is_saved(matcher, thirty: Path) -> None:
    matcher("what-if", "V1", "--set", "turni=notte")
    assert matcher("shortlists", "--format", "json").json == []
    assert matcher("vacancies", "show", "V1", "--format", "json").json["vacancy"]["shifts"] == ["two_shifts"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--set", "turni"), "E-CLI-001"),
        (("--set", "colore=blu"), "E-DSK-001"),
        (("--set", "titolo=x"), "E-DSK-022"),
        (("--set", "turni=boh"), "E-DSK-002"),
        (("--requirement", "patentino=boh"), "E-CLI-021"),
        (("--requirement", "boh=must"), "E-DSK-023"),
        (("--weight", "commute=tanto"), "E-CLI-002"),
        (("--weight", "boh=3"), "E-DSK-020"),
    ],
)
def test_what_does_not_fit_is_named(matcher, thirty: Path, words: tuple[str, str], code: str) -> None:
    refused = matcher("what-if", "V1", *words)
    assert refused.code == 1
    assert refused.err.startswith(code)


def test_a_question_says_no_answer_that_is_not_there(matcher, workspace: Path) -> None:
    matcher("candidates", "set", "C-1", "turni=")
    matcher("vacancies", "set", "R-1", "turni=notturno", "trasferte=estero")
    asked = matcher("why", "R-1", "C-1")
    assert "Turni richiesti: notturno. Vanno bene?" in asked.out
    matcher("candidates", "set", "C-1", "trasferte=nessuna")
    assert "la persona accetta: nessuna trasferta" in matcher("why", "R-1", "C-1").out
    assert "the person accepts: no travel" in matcher("why", "R-1", "C-1", "--lang", "en").out
