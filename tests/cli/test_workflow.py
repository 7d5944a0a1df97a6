"""A vacancy to its end with the command alone, in the words of a clerk."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def rosa(matcher, workspace: Path) -> str:
    """The id of a shortlist of one person, in a workspace that says who runs it."""
    settings = workspace / "matcher.toml"
    text = settings.read_text("utf-8").replace("Centro per l'impiego (da configurare)", "CPI di Modena")
    settings.write_text(text, "utf-8")
    found: str = matcher("shortlist", "R-1", "--format", "json").json["id"]
    for person in matcher("rosa", "show", found, "--format", "json").json["people"][1:]:
        matcher("rosa", "remove", found, person["id"], "--reason", "doppione")
    return found


def first(matcher, rosa: str) -> str:
    name: str = matcher("rosa", "show", rosa, "--format", "json").json["people"][0]["id"]
    return name


def test_a_vacancy_runs_to_its_end_and_every_command_says_what_comes_next(
    matcher, rosa: str, tmp_path: Path
) -> None:
    who, out = first(matcher, rosa), tmp_path / "rosa.html"
    steps = [
        (["availability", "request", rosa], f"matcher availability queue {rosa}"),
        (["availability", "queue", rosa, "--contacts"], "matcher availability answer"),
        (["availability", "answer", rosa, who, "disponibile"], "manca l'adesione"),
        (["availability", "answer", rosa, who, "disponibile", "--adesione"], f"matcher approve {rosa}"),
        (["approve", rosa], f"matcher refer {rosa}"),
        (["refer", rosa, "-o", out], f"matcher outcome {rosa}"),
        (["outcome", rosa, who, "colloquio"], "in valutazione presso il datore"),
        (["outcome", rosa, who, "assunto"], "matcher followup due"),
        (["followup", "due", "--until", "31/12/2099"], "matcher followup record"),
        (["followup", "record", "1", "in_servizio"], "matcher followup due"),
        (["rosa", "show", rosa], "chiusa con assunzione"),
        (["shortlists"], "chiusa con assunzione"),
        (["history", "R-1"], "assunto/a"),
        (["outcome", rosa, who, "annulla", "--reason", "persona_sbagliata"], "in valutazione"),
        (["revoke", rosa, "--reason", "errore"], "Documenti revocati: DOC-"),
        (["audit", "verify"], "integro"),
    ]
    for words, said in steps:
        answer = matcher(*words)
        assert answer.code == 0, answer.err
        assert said in answer.out, words
    page = out.read_text("utf-8")
    assert who not in page
    assert "CPI di Modena" in page


#: What a clerk tries too early, the code of the refusal, what it says.
TOO_EARLY = [
    (["approve", "ROSA"], "E-FLW-001", "matcher availability request"),
    (["refer", "ROSA"], "E-FLW-001", "pronta per l'invio"),
    (["rosa", "remove", "ROSA", "WHO"], "E-FLW-002", "requisito_mancante"),
    (["rosa", "remove", "ROSA", "C-99", "--reason", "errore"], "E-STO-034", "matcher rosa show"),
    (
        ["rosa", "remove", "ROSA", "WHO", "--reason", "errore", "--version", "99"],
        "E-STO-013",
        "Rileggilo",
    ),
    (["outcome", "ROSA", "WHO", "assunto"], "E-FLW-001", "matcher availability request"),
    (["vacancies", "set-state", "R-1", "rosa inviata"], "E-FLW-001", "matcher vacancies set-state"),
    (["operators", "add", "anna", "--role", "tutor"], "E-OPR-005", "supervisore"),
]


def test_a_refusal_says_what_would_make_it_possible(matcher, rosa: str) -> None:
    known = {"ROSA": rosa, "WHO": first(matcher, rosa)}
    for words, code, said in TOO_EARLY:
        refused = matcher(*[known.get(word, word) for word in words])
        assert refused.code == 1, words
        assert code in refused.err, words
        assert said in refused.err, words


def test_the_register_names_who_may_work(matcher, workspace: Path, rosa: str) -> None:
    assert "Nessun operatore registrato" in matcher("operators", "list").out
    assert matcher("operators", "add", "sara", "--role", "supervisore").code == 0
    refused = matcher("availability", "request", rosa)
    assert (refused.code, "E-OPR-004" in refused.err) == (1, True)
