"""``matcher service`` and ``matcher report``."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def logged(matcher, workspace: Path) -> None:
    for person in ("C-1", "C-2", "C-3"):
        matcher("service", "log", "9", "--minutes", "50", "--candidate", person, "--on", "12/01/2026")
    matcher("service", "log", "matching", "--standard", "--vacancy", "R-1", "--on", "2026-02-03")


def test_the_register_shows_what_was_logged_and_a_void_line_is_gone(matcher, logged) -> None:
    lines = matcher("service", "list", "--format", "json").json
    assert [(one["service"], one["minutes"]) for one in lines] == [
        ("intermediation_access", 50),
        ("intermediation_access", 50),
        ("intermediation_access", 50),
        ("matching", 300),
    ]
    assert {one["operator"] for one in lines} == {"anna"}
    assert {one["office"] for one in lines} == {"CPI di Sassuolo"}
    assert "12/01/2026" in matcher("service", "list").out
    assert matcher("service", "void", lines[0]["id"], "--reason", "doppia").code == 0
    assert len(matcher("service", "list", "--format", "json").json) == 3
    assert len(matcher("service", "list", "--candidate", "C-2", "--format", "json").json) == 1


def test_the_report_adds_up_to_the_register(matcher, logged) -> None:
    register = matcher("service", "list", "--format", "json").json
    [report] = matcher("report", "services", "--format", "json").json
    assert sum(row["minutes"] for row in report["rows"]) == sum(one["minutes"] for one in register)
    table = matcher("report", "services").out
    assert "Totale — prestazioni: 4, minuti: 450 (standard: 480)." in table
    csv = matcher("report", "services", "--since", "01/02/2026", "--format", "csv").out
    assert csv.splitlines()[1].startswith("2026-02,CPI di Sassuolo,10")


@pytest.mark.parametrize("name", ["grafico.svg", "grafico.html"])
def test_a_chart_is_written_as_the_file_is_named(matcher, logged, workspace: Path, name: str) -> None:
    assert matcher("report", "services", "--chart", name).code == 0
    assert "<svg" in (workspace / name).read_text("utf-8")


def test_reports_of_steps_say_when_there_is_nothing(matcher, workspace: Path) -> None:
    for name in ("times", "availability", "outcomes"):
        empty = matcher("report", name)
        assert empty.code == 0
        assert "Niente da contare" in empty.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("log", "9"), "E-CLI-081"),
        (("log", "9", "--minutes", "5", "--standard"), "E-CLI-081"),
        (("log", "9", "--minutes", "5", "--on", "01/01/2090"), "E-CLI-082"),
        (("log", "99", "--minutes", "5"), "E-DSK-070"),
        (("log", "9", "--minutes", "5", "--candidate", "NESSUNO"), "E-STO-010"),
        (("void", "99", "--reason", "x"), "E-STO-060"),
    ],
)
def test_a_wrong_line_is_refused(matcher, workspace: Path, words: tuple[str, ...], code: str) -> None:
    refused = matcher("service", *words)
    assert refused.code == 1
    assert code in refused.err


def test_what_is_unusual_is_said(matcher, workspace: Path) -> None:
    said = matcher("service", "log", "9", "--minutes", "75", "--candidate", "C-1")
    assert said.code == 0
    assert "più dello standard (per tutti 60)" in said.out


def test_a_chart_of_another_kind_is_refused(matcher, logged) -> None:
    refused = matcher("report", "services", "--chart", "x.png")
    assert (refused.code, "E-CLI-080" in refused.err) == (1, True)


def test_the_kinds_are_listed(matcher, workspace: Path) -> None:
    kinds = matcher("service", "kinds", "--format", "json").json
    assert [one["number"] for one in kinds] == list(range(1, 13))


def test_only_whose_role_allows_it_writes_the_register_and_merges_copies(matcher, workspace: Path) -> None:
    settings = workspace / "matcher.toml"
    text = settings.read_text("utf-8").replace("operatore del mercato del lavoro", "cabina di regia")
    settings.write_text(text, "utf-8")
    for words in (
        ("service", "log", "9", "--minutes", "50"),
        ("service", "void", "1", "--reason", "x"),
        ("copies", "list", "candidates"),
        ("copies", "merge", "C-1", "C-2"),
    ):
        refused = matcher(*words)
        assert (refused.code, "E-OPR-002" in refused.err) == (1, True), words


_TURNED = ("record", "set", "emilia_romagna", "candidate", "C-1", "macro_type=c", "longer_standard=sì")


@pytest.mark.parametrize(
    ("person", "minutes", "warned"), [("C-1", 108, False), ("C-1", 109, True), ("C-2", 108, True)]
)
def test_the_standard_of_a_person_is_the_one_a_plugin_knows(
    matcher, workspace: Path, person: str, minutes: int, warned: bool
) -> None:
    assert matcher(*_TURNED).code == 0
    said = matcher("service", "log", "5", "--minutes", minutes, "--candidate", person)
    assert said.code == 0
    assert ("più dello standard (per tutti 90)" in said.out + said.err) is warned
    # what is said names the standard of everybody alone: another would tell of the person
    assert "di 108" not in said.out + said.err


def test_a_confirmed_standard_is_that_of_the_person_from_the_shell_and_from_a_file(
    matcher, workspace: Path
) -> None:
    matcher(*_TURNED)
    for person in ("C-1", "C-2"):
        matcher("service", "log", "5", "--standard", "--candidate", person)
    Path("prestazioni.csv").write_text(
        "prestazione;data;minuti;id_candidato\n5;12/01/2026;standard;C-1\n5;12/01/2026;standard;C-2\n",
        "utf-8",
    )
    assert matcher("import", "services", "prestazioni.csv").code == 0
    lines = matcher("service", "list", "--format", "json").json
    assert sorted((one["candidate"], one["minutes"]) for one in lines) == [
        ("C-1", 108),
        ("C-1", 108),
        ("C-2", 90),
        ("C-2", 90),
    ]


def test_a_report_counts_the_standard_of_a_person_only_among_several(matcher, workspace: Path) -> None:
    matcher(*_TURNED)

    def foreseen() -> tuple[int, str]:
        (report,) = matcher("report", "services", "--min-cell", "1", "--format", "json").json
        return sum(row["standard"] for row in report["rows"]), matcher("report", "services").out

    for person, standard in (("C-1", 90), ("C-2", 180), ("C-3", 288)):
        matcher("service", "log", "5", "--minutes", "90", "--candidate", person)
        total, table = foreseen()
        assert total == standard
        assert f"(standard: {standard})" in table
