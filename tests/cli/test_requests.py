"""``matcher vacancies``: what a clerk does with one request for personnel."""

from __future__ import annotations

from pathlib import Path

import pytest

LEVELS = {
    "indispensabile": "must",
    "molto gradito": "strongly_wanted",
    "gradito": "wanted",
    "must_not": "must_not",
}


def vacancy(matcher, identifier: str = "R-1") -> dict[str, object]:
    return matcher("vacancies", "show", identifier, "--format", "json").json["vacancy"]


def removed_by(matcher) -> dict[str, int]:
    return matcher("shortlist", "R-1", "--no-save", "--format", "json").json["removed_by"]


def test_lists_all_or_only_the_open_ones(matcher, workspace: Path) -> None:
    assert "2 in tutto." in matcher("vacancies", "list").out
    matcher("vacancies", "close", "R-2")
    rows = matcher("vacancies", "list", "--open", "--format", "json").json
    assert [(row["id"], row["to_confirm"]) for row in rows] == [("R-1", 2)]


@pytest.mark.parametrize("shape", ["table", "json", "csv"])
def test_shows_a_vacancy(matcher, workspace: Path, shape: str) -> None:
    assert "Ditta X srl" in matcher("vacancies", "show", "R-1", "--format", shape).out


def test_adds_a_vacancy_and_says_what_was_read_in_its_text(matcher, workspace: Path) -> None:
    added = matcher(
        "vacancies",
        "add",
        "id_richiesta=R-3",
        "titolo=Mulettista",
        "descrizione=Bella presenza. Indispensabile patente B.",
        "sede=Sassuolo",
    )
    assert added.code == 0
    assert "«Bella presenza»" in added.out
    assert "da confermare: 1" in added.out
    found = vacancy(matcher, "R-3")
    assert found["occupations"][0]["concept"]
    assert found["places"][0]["code"] == "036040"
    assert [(one["level"], one["confirmed"]) for one in found["requirements"]] == [("must", False)]
    assert found["ignored_words"] != []


def test_set_changes_what_is_named_and_leaves_the_rest(matcher, workspace: Path) -> None:
    before = vacancy(matcher)
    assert matcher("vacancies", "set", "R-1", "posti=3", "datore=Ditta Y").code == 0
    after = vacancy(matcher)
    assert (after["openings"], after["employer"]["name"]) == (3, "Ditta Y")
    kept = ("requirements", "places", "description", "title")
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}


def test_a_new_text_is_read_again(matcher, workspace: Path) -> None:
    matcher("vacancies", "set", "R-1", "descrizione=Si cerca mulettista. Gradita patente C.")
    found = vacancy(matcher)
    assert [one["quote"] for one in found["requirements"]] == ["patente C"]
    assert found["ignored_words"] == []


def test_what_somebody_else_changed_is_not_written_over(matcher, workspace: Path) -> None:
    assert matcher("vacancies", "set", "R-1", "posti=2", "--version", 1).code == 0
    late = matcher("vacancies", "set", "R-1", "posti=3", "--version", 1)
    assert late.code == 1
    assert "è stato modificato da altri" in late.err
    assert vacancy(matcher)["openings"] == 2


def test_confirm_lists_what_waits_and_writes_nothing(matcher, workspace: Path) -> None:
    before = vacancy(matcher)
    rows = matcher("vacancies", "confirm", "R-1", "--format", "json").json
    assert [(row["number"], row["proposed"]) for row in rows] == [(1, "must"), (2, "wanted")]
    shown = matcher("vacancies", "confirm", "R-1")
    assert "valgono come graditi" in shown.out
    assert vacancy(matcher) == before


@pytest.mark.parametrize(("word", "level"), LEVELS.items())
def test_confirm_takes_each_level(matcher, workspace: Path, word: str, level: str) -> None:
    assert matcher("vacancies", "confirm", "R-1", f"2={word}").code == 0
    first, second = vacancy(matcher)["requirements"]
    assert (second["level"], second["confirmed"]) == (level, True)
    assert first["confirmed"] is False


def test_confirm_drops_what_was_read_by_mistake(matcher, workspace: Path) -> None:
    assert matcher("vacancies", "confirm", "R-1", "1=togli").code == 0
    assert [one["quote"] for one in vacancy(matcher)["requirements"]] == ["patente B"]


def test_confirm_all_takes_the_proposed_levels(matcher, workspace: Path) -> None:
    assert matcher("vacancies", "confirm", "R-1", "--all").code == 0
    found = vacancy(matcher)["requirements"]
    assert [(one["level"], one["confirmed"]) for one in found] == [("must", True), ("wanted", True)]
    assert "niente da confermare" in matcher("vacancies", "confirm", "R-1").out


def test_conditions_are_confirmed_and_dropped_one_by_one(matcher, workspace: Path) -> None:
    matcher(
        "vacancies", "add", "id_richiesta=R-9", "titolo=Mulettista", "descrizione=Turno 23-7, 38 ore, 5 posti"
    )
    shown = matcher("vacancies", "confirm", "R-9")
    assert "turni: notturno" in shown.out
    rows = matcher("vacancies", "confirm", "R-9", "--format", "json").json
    number = {row["quote"]: row["number"] for row in rows}
    assert number.keys() == {"38 ore", "5 posti", "Turno 23-7"}
    levelled = matcher("vacancies", "confirm", "R-9", f"{number['38 ore']}=gradito")
    assert (levelled.code, "condizione" in levelled.err) == (1, True)
    matcher("vacancies", "confirm", "R-9", f"{number['38 ore']}=sì", f"{number['5 posti']}=togli")
    now = vacancy(matcher, "R-9")
    assert (now["weekly_hours_min"], now["openings"], now["shifts"]) == (38, 1, None)
    assert [row["quote"] for row in matcher("vacancies", "confirm", "R-9", "--format", "json").json] == [
        "Turno 23-7"
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["9=gradito"], "da 1 a 2"),
        (["1=boh"], "indispensabile"),
        (["x=gradito"], "numero"),
        (["1=gradito", "--all"], "--all"),
    ],
)
def test_a_wrong_confirmation_says_what_to_write(
    matcher, workspace: Path, words: list[str], said: str
) -> None:
    before = vacancy(matcher)
    refused = matcher("vacancies", "confirm", "R-1", *words)
    assert refused.code == 1
    assert said in refused.err
    assert vacancy(matcher) == before


def test_a_requirement_removes_people_only_once_confirmed(matcher, workspace: Path) -> None:
    matcher("candidates", "set", "C-2", "patenti=nessuna")
    assert "LICENCE_MISSING" not in removed_by(matcher)
    matcher("vacancies", "confirm", "R-1", "2=indispensabile")
    assert removed_by(matcher)["LICENCE_MISSING"] == 1


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("segnalato", "ALREADY_REFERRED"),
        ("rinuncia", "REFUSED_BY_PERSON"),
        ("hired", "HIRED_HERE"),
        ("non-selezionato", "REJECTED_BY_EMPLOYER"),
    ],
)
def test_a_mark_takes_the_person_out_and_can_be_taken_back(
    matcher, workspace: Path, word: str, code: str
) -> None:
    assert code not in removed_by(matcher)
    assert matcher("vacancies", "mark", "R-1", "C-1", word).code == 0
    assert removed_by(matcher)[code] == 1
    assert matcher("vacancies", "mark", "R-1", "C-1", "nessuno").code == 0
    assert code not in removed_by(matcher)


@pytest.mark.parametrize(
    "words", [["R-1", "C-1", "forse"], ["R-9", "C-1", "assunto"], ["R-1", "C-9", "assunto"]]
)
def test_a_mark_that_makes_no_sense_is_refused(matcher, workspace: Path, words: list[str]) -> None:
    assert matcher("vacancies", "mark", *words).code == 1


def test_closing_takes_a_vacancy_out_of_the_open_ones(matcher, workspace: Path) -> None:
    assert "coperta" in matcher("vacancies", "close", "R-1", "--state", "coperta").out
    assert vacancy(matcher)["state"] == "coperta"
    refused = matcher("vacancies", "close", "R-2", "--state", "pubblicata")
    assert refused.code == 1
    assert "chiusa senza assunzione" in refused.err


def test_erasing_takes_everything_with_it(matcher, workspace: Path) -> None:
    matcher("shortlist", "R-1")
    answer = matcher("vacancies", "erase", "R-1", "--yes", "--format", "json").json
    assert (answer["removed"]["applications"], answer["removed"]["shortlists"]) == (1, 1)
    missing = matcher("vacancies", "show", "R-1")
    assert missing.code == 1
    assert "è stata cancellata" in missing.err
    assert matcher("shortlists", "--format", "json").json == []


def test_the_list_counts_conditions_that_wait_too(matcher, workspace: Path) -> None:
    matcher("vacancies", "add", "id_richiesta=R-9", "titolo=Barista", "descrizione=40 ore su due turni.")
    rows = matcher("vacancies", "list", "--format", "json").json
    waiting = matcher("vacancies", "confirm", "R-9", "--format", "json").json
    assert {row["id"]: row["to_confirm"] for row in rows}["R-9"] == len(waiting) == 2
    assert "R-9 1=sì 2=togli — oppure --all\n" in matcher("vacancies", "confirm", "R-9").out
    assert "R-9 1=sì (o 1=togli) — oppure" in matcher("vacancies", "confirm", "R-9", "1=sì").out
