"""``matcher candidates``: what a clerk does with one person."""

from __future__ import annotations

from pathlib import Path

import pytest


def log_actions(matcher) -> int:
    return matcher("audit", "verify", "--format", "json").json["entries"]


def profile(matcher, identifier: str = "C-1") -> dict[str, object]:
    return matcher("candidates", "show", identifier, "--format", "json").json["candidate"]


def test_lists_and_says_how_many(matcher, workspace: Path) -> None:
    shown = matcher("candidates", "list")
    assert shown.code == 0
    assert "Candidato/a" in shown.out
    assert "3 in tutto." in shown.out
    rows = matcher("candidates", "list", "--format", "json").json
    assert [row["id"] for row in rows] == ["C-1", "C-2", "C-3"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--place", "sassuolo"], ["C-1", "C-2"]),
        (["--status", "assunto"], ["C-3"]),
        (["--status", "hired"], ["C-3"]),
        (["--office", "CPI di Modena"], ["C-2"]),
        (["--limit", "1", "--offset", "1"], ["C-2"]),
        (["--place", "Modena"], []),
    ],
)
def test_lists_only_what_is_asked(matcher, workspace: Path, words: list[str], found: list[str]) -> None:
    rows = matcher("candidates", "list", *words, "--format", "json").json
    assert [row["id"] for row in rows] == found


def test_a_page_says_how_to_go_on(matcher, workspace: Path) -> None:
    assert "Dal 1 al 2 di 3. Per continuare: --offset 2" in matcher("candidates", "list", "--limit", 2).out
    assert "Dal 3 al 3 di 3." in matcher("candidates", "list", "--offset", 2).out
    assert "Non c'è altro: sono 3 in tutto." in matcher("candidates", "list", "--offset", 9).out


@pytest.mark.parametrize("words", [["--place", "Atlantide"], ["--status", "felice"]])
def test_an_unknown_place_or_status_is_refused(matcher, workspace: Path, words: list[str]) -> None:
    refused = matcher("candidates", "list", *words)
    assert refused.code == 1
    assert words[1] in refused.err


@pytest.mark.parametrize("shape", ["table", "json", "csv"])
def test_shows_the_profile_and_nothing_personal(matcher, workspace: Path, shape: str) -> None:
    before = log_actions(matcher)
    shown = matcher("candidates", "show", "C-1", "--format", shape)
    assert "mulettista" in shown.out
    for personal in ("Maria", "Rossi", "333", "1980", "mia madre"):
        assert personal not in shown.out
    assert log_actions(matcher) == before + 1, "every view of a person is a line in the log"


@pytest.mark.parametrize("shape", ["table", "json", "csv"])
def test_shows_contacts_only_when_asked_and_logs_it(matcher, workspace: Path, shape: str) -> None:
    before = log_actions(matcher)
    shown = matcher("candidates", "show", "C-1", "--contacts", "--format", shape)
    assert "Maria" in shown.out
    assert "1980" not in shown.out
    assert "mia madre" not in shown.out
    assert log_actions(matcher) == before + 1


def test_somebody_who_is_not_there(matcher, workspace: Path) -> None:
    for words in (["show", "C-9"], ["show", "C-9", "--contacts"], ["set", "C-9", "max_km=3"]):
        missing = matcher("candidates", *words)
        assert missing.code == 1
        assert "«C-9» non c'è" in missing.err


def test_adds_a_person_in_the_words_of_the_template(matcher, workspace: Path) -> None:
    words = ["id_candidato=C-4", "comune_domicilio=Modena", "professione_cercata=OSS; colf", "max_km=20 ~"]
    added = matcher("candidates", "add", *words)
    assert added.code == 0
    found = profile(matcher, "C-4")
    assert found["home"]["code"] == "036023"
    assert [wanted["text"] for wanted in found["wanted"]] == ["OSS", "colf"]
    assert all(wanted["concept"] for wanted in found["wanted"])
    assert found["constraints"][0]["hard"] is False


def test_english_names_of_fields_are_understood(matcher, workspace: Path) -> None:
    assert matcher("candidates", "set", "C-1", "max_distance_km=25").code == 0
    assert profile(matcher)["constraints"][0]["value"] == 25


def test_adds_a_person_from_a_json_file(matcher, workspace: Path) -> None:
    (workspace / "una.jsonl").write_text('{"id_candidato": "C-4", "comune_domicilio": "Modena"}\n')
    assert matcher("candidates", "add", "--file", "una.jsonl").code == 0
    assert profile(matcher, "C-4")["home"]["text"].startswith("Modena")
    (workspace / "due.jsonl").write_text('{"id_candidato": "C-5"}\n{"id_candidato": "C-6"}\n')
    several = matcher("candidates", "add", "--file", "due.jsonl")
    assert several.code == 1
    assert "matcher import candidates" in several.err


def test_an_id_that_is_taken_is_not_written_over(matcher, workspace: Path) -> None:
    taken = matcher("candidates", "add", "id_candidato=C-1", "comune_domicilio=Modena")
    assert taken.code == 1
    assert "matcher candidates set C-1" in taken.err
    assert profile(matcher)["home"]["text"] == "Sassuolo (MO)"


def test_words_that_reach_nothing_wait_in_the_queue(matcher, workspace: Path) -> None:
    answer = matcher("candidates", "set", "C-2", "competenze=zorblax quux", "--format", "json").json
    assert answer["waiting"] == ["zorblax quux"]


def test_set_changes_what_is_named_and_leaves_the_rest(matcher, workspace: Path) -> None:
    before = profile(matcher)
    changed = matcher("candidates", "set", "C-1", "max_km=40", "telefono=339 7654321", "--format", "json")
    assert changed.json == {"id": "C-1", "version": 2, "changed": True, "waiting": []}
    after = profile(matcher)
    assert after["constraints"][0]["value"] == 40
    assert {**after, "constraints": before["constraints"]} == before
    contact = matcher("candidates", "show", "C-1", "--contacts", "--format", "json").json["contact"]
    assert (contact["first_name"], contact["phone"]) == ("Maria", "339 7654321")


def test_an_empty_value_empties_the_field(matcher, workspace: Path) -> None:
    matcher("candidates", "set", "C-1", "max_km=", "sintesi=")
    found = profile(matcher)
    assert found["constraints"] == []
    assert found["summary"] == ""


def test_contacts_can_be_emptied_for_good(matcher, workspace: Path) -> None:
    matcher("candidates", "set", "C-1", "nome=", "cognome=", "telefono=")
    contact = matcher("candidates", "show", "C-1", "--contacts", "--format", "json").json["contact"]
    assert not any(contact[name] for name in ("first_name", "last_name", "phone"))


def test_setting_the_same_value_changes_nothing(matcher, workspace: Path) -> None:
    before = log_actions(matcher)
    same = matcher("candidates", "set", "C-1", "max_km=30")
    assert same.code == 0
    assert "niente da cambiare" in same.out
    assert log_actions(matcher) == before


def test_everything_wrong_is_said_at_once_and_nothing_is_written(matcher, workspace: Path) -> None:
    before = profile(matcher)
    refused = matcher(
        "candidates", "set", "C-1", "max_km=tanto", "disponibile_dal=31/02/2026", "sintesi=nuova"
    )
    assert refused.code == 1
    assert "max_km «tanto»: non è un numero" in refused.err
    assert "disponibile_dal «31/02/2026»: questo giorno non esiste" in refused.err
    assert profile(matcher) == before


def test_contact_data_in_the_summary_are_refused(matcher, workspace: Path) -> None:
    refused = matcher("candidates", "set", "C-1", "sintesi=chiamami al 333 1234567")
    assert refused.code == 1
    assert "telefono" in refused.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["maxkm=3"], "max_km"),
        (["max_km"], "campo=valore"),
        (["max_km=1", "max_km=2"], "due volte"),
        ([], "Nessun campo"),
        (["id_candidato=C-7"], "non si cambia"),
        (["inesistente.campo=1"], "inesistente"),
    ],
)
def test_a_wrong_field_says_what_to_write(matcher, workspace: Path, words: list[str], said: str) -> None:
    refused = matcher("candidates", "set", "C-1", *words)
    assert refused.code == 1
    assert said in refused.err


def test_what_somebody_else_changed_is_not_written_over(matcher, workspace: Path) -> None:
    assert matcher("candidates", "set", "C-1", "max_km=40", "--version", 1).code == 0
    late = matcher("candidates", "set", "C-1", "max_km=50", "--version", 1)
    assert late.code == 1
    assert "ora è alla versione 2, la tua è la 1" in late.err
    assert profile(matcher)["constraints"][0]["value"] == 40


def test_an_operators_link_survives_other_changes(matcher, workspace: Path) -> None:
    matcher("candidates", "set", "C-1", "competenze=uso del muletto; Excel")
    linked = {skill["skill"]["text"]: skill["skill"]["concept"] for skill in profile(matcher)["skills"]}
    matcher("candidates", "set", "C-1", "competenze=Excel (avanzato); uso del muletto")
    again = {skill["skill"]["text"]: skill["skill"]["concept"] for skill in profile(matcher)["skills"]}
    assert again == linked
    assert all(linked.values())


def test_erasure_wants_a_yes(matcher, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    refused = matcher("candidates", "erase", "C-1")
    assert refused.code == 1
    assert "--yes" in refused.err
    assert matcher("candidates", "show", "C-1").code == 0


def test_an_erased_person_is_in_no_file_of_the_workspace(matcher, workspace: Path) -> None:
    def holding() -> list[str]:
        files = [path for path in workspace.rglob("*") if path.is_file()]
        traces = (b"persona-da-togliere", b"zappafiori", b"quarkiani", b"zenobia")
        return sorted(
            path.name for path in files if any(trace in path.read_bytes().lower() for trace in traces)
        )

    own = ("id_candidato=PERSONA-DA-TOGLIERE", "professione_cercata=zappafiori", "cognome=Quarkiani")
    matcher("candidates", "add", *own, "parole_persona=da zenobia")
    # told twice, the word counts twice in the queue, and is still that person's alone
    matcher("candidates", "set", "PERSONA-DA-TOGLIERE", "competenze=Zappafiori", "sintesi=Zappafiori!")
    matcher("pool", "build")
    assert matcher("shortlist", "R-1").code == 0
    assert {"ids.arrow", "matcher.db"} <= set(holding())
    erased = matcher("candidates", "erase", "PERSONA-DA-TOGLIERE", "--yes")
    assert erased.code == 0
    assert "cancellato per sempre" in erased.out
    assert holding() == []
    assert matcher("audit", "verify").code == 0
    assert matcher("pool", "verify").code == 0


def test_words_of_the_erased_that_somebody_else_says_stay_in_the_queue(matcher, workspace: Path) -> None:
    matcher("candidates", "add", "id_candidato=X-1", "professione_cercata=zappafiori; strappanuvole")
    matcher("candidates", "add", "id_candidato=X-2", "professione_cercata=ZAPPAFIORI")
    assert matcher("candidates", "erase", "X-1", "--yes").code == 0
    waiting = {row["text"] for row in matcher("link", "queue", "--format", "json").json}
    assert "zappafiori" in waiting
    assert "strappanuvole" not in waiting


def test_several_are_erased_together_or_none(matcher, workspace: Path) -> None:
    assert matcher("candidates", "erase", "C-1", "C-9", "--yes").code == 1
    assert matcher("candidates", "show", "C-1").code == 0
    answer = matcher("candidates", "erase", "C-1", "C-2", "--yes", "--format", "json").json
    assert answer["erased"] == ["C-1", "C-2"]
    assert answer["removed"]["contacts"] == 1
    assert [row["id"] for row in matcher("candidates", "list", "--format", "json").json] == ["C-3"]


def test_an_erased_id_does_not_come_back(matcher, workspace: Path) -> None:
    matcher("candidates", "erase", "C-1", "--yes")
    refused = matcher("candidates", "add", "id_candidato=C-1", "comune_domicilio=Modena")
    assert refused.code == 1
    assert "cancellato" in refused.err
    assert matcher("candidates", "show", "C-1").code == 1


def test_a_field_may_be_the_text_of_a_file(matcher, workspace: Path, tmp_path: Path) -> None:
    text = tmp_path / "curriculum.txt"
    text.write_bytes("Ho lavorato come cuoca per 4 anni.\nInglese B1. Città: Modena".encode("cp1252"))
    added = matcher("candidates", "add", "id_candidato=C-9", f"curriculum=@{text}")
    assert added.code == 0
    assert [job["occupation"]["text"] for job in profile(matcher, "C-9")["work"]] == ["cuoca"]
    missing = matcher("candidates", "set", "C-9", "sintesi=@manca.txt")
    assert "manca.txt: non c'è" in missing.err
