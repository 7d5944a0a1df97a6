"""``matcher document`` and ``matcher replay``."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def saved(matcher, thirty: Path) -> str:
    return matcher("shortlist", "V1", "--size", "4", "--format", "json").json["id"]


def test_the_draft_has_codes_and_the_office_has_the_key(matcher, thirty: Path, saved: str) -> None:
    answer = matcher("document", saved, "--format", "json").json
    page = Path(answer["path"]).read_text("utf-8")
    assert (answer["shortlist"], answer["draft"]) == (saved, True)
    assert "BOZZA, NON INVIABILE" in page
    listed = matcher("shortlists", "--format", "json").json
    assert len(answer["people"]) == listed[0]["listed"] == 4
    for code, person in answer["people"].items():
        assert code in page
        assert person not in page
    assert "Codice nel documento" in matcher("document", saved).out


def test_the_codes_of_one_person_differ_between_vacancies(matcher, thirty: Path, saved: str) -> None:
    other = matcher("shortlist", "V2", "--size", "4", "--format", "json").json["id"]
    first, second = (matcher("document", one, "--format", "json").json["people"] for one in (saved, other))
    assert set(first.values()) & set(second.values())
    assert not set(first) & set(second)


def test_it_is_written_where_it_is_asked_in_the_language_asked(matcher, thirty: Path, saved: str) -> None:
    assert matcher("document", saved, "-o", "x.html", "--lang", "en").code == 0
    assert '<html lang="en">' in Path("x.html").read_text("utf-8")
    first = Path("x.html").read_bytes()
    matcher("document", saved, "-o", "x.html", "--lang", "en")
    assert Path("x.html").read_bytes() == first


def test_a_place_that_cannot_be_written_is_named(matcher, thirty: Path, saved: str) -> None:
    refused = matcher("document", saved, "-o", "nessuna/cartella/x.html")
    assert refused.code == 1
    assert "E-CLI-003" in refused.err


def test_an_erased_person_is_no_longer_in_it(matcher, thirty: Path, saved: str) -> None:
    people = matcher("document", saved, "--format", "json").json["people"]
    code, person = sorted(people.items())[0]
    matcher("candidates", "erase", person, "--yes")
    again = matcher("document", saved, "--format", "json").json
    assert code not in again["people"]
    assert code not in Path(again["path"]).read_text("utf-8")
    assert len(again["people"]) == 3


@pytest.mark.parametrize("command", ["document", "replay"])
def test_an_unknown_shortlist_is_named(matcher, thirty: Path, command: str) -> None:
    missing = matcher(command, "ROSA-999")
    assert missing.code == 1
    assert "ROSA-999" in missing.err


def test_replay_says_the_same(matcher, thirty: Path, saved: str) -> None:
    assert matcher("replay", saved).out == f"{saved}: stesso risultato.\n"
    assert matcher("replay", saved, "--format", "json").json["same"] is True


def test_replay_says_what_changed_and_fails(matcher, thirty: Path, saved: str) -> None:
    matcher("vacancies", "set", "V1", "sede=Carpi (MO)")
    changed = matcher("replay", saved)
    assert changed.code == 1
    assert "il risultato è cambiato" in changed.out
    assert "i dati delle persone o della richiesta sono cambiati" in changed.out
    answer = matcher("replay", saved, "--format", "json")
    assert (answer.code, answer.json["same"]) == (1, False)


# -- the other forms, and the invitation ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "start"),
    [("x.pdf", b"%PDF-"), ("x.xlsx", b"PK"), ("x.json", b"{"), ("x.html", b"<!doctype html>")],
)
def test_the_name_of_the_file_says_the_form(
    matcher, thirty: Path, saved: str, name: str, start: bytes
) -> None:
    answer = matcher("document", saved, "-o", name, "--format", "json").json
    assert answer["form"] == name.partition(".")[2]
    assert Path(name).read_bytes().startswith(start)


def test_a_form_can_be_named_and_an_unknown_ending_is_refused(matcher, thirty: Path, saved: str) -> None:
    path = matcher("document", saved, "--as", "pdf", "--format", "json").json["path"]
    assert path.endswith(f"{saved}.bozza.pdf")
    assert "E-DOC-002" in matcher("document", saved, "-o", "x.docx").err


def test_whoever_refused_the_employer_since_is_left_out(matcher, thirty: Path, saved: str) -> None:
    matcher("vacancies", "set", "V1", "datore=Ditta Nera srl")
    person = next(iter(matcher("document", saved, "--format", "json").json["people"].values()))
    matcher("candidates", "set", person, "datori_esclusi=Ditta Nera srl")
    answer = matcher("document", saved, "--format", "json").json
    assert person not in answer["people"].values()
    assert [one["candidate"] for one in answer["set_aside"]] == [person]
    assert f"{person} non è nel documento" in matcher("document", saved).out


def _asked(matcher, thirty: Path, saved: str) -> None:
    settings = thirty / "matcher.toml"
    named = settings.read_text("utf-8").replace("Centro per l'impiego (da configurare)", "CPI di Sassuolo")
    settings.write_text(named, "utf-8")
    matcher("vacancies", "set", "V1", "datore=Ditta Nera srl")
    assert matcher("availability", "request", saved).code == 0


def test_the_invitation_names_the_employer_the_deadline_and_the_sender(
    matcher, thirty: Path, saved: str
) -> None:
    assert "E-DSK-080" in matcher("notice", saved).err
    _asked(matcher, thirty, saved)
    text = matcher("notice", saved).out
    for part in ("Ditta Nera srl", "Rispondere entro", "CPI di Sassuolo", "D.Lgs. 276/2003 art. 6"):
        assert part in text
    for name in ("invito.pdf", "invito.html", "invito.txt"):
        assert matcher("notice", saved, "-o", name).code == 0
        assert Path(name).stat().st_size > 500
    assert "E-DOC-004" in matcher("notice", saved, "-o", "x.docx").err


def test_whoever_was_taken_out_is_invited_no_more(matcher, thirty: Path, saved: str) -> None:
    _asked(matcher, thirty, saved)
    people = [one["id"] for one in matcher("rosa", "show", saved, "--format", "json").json["people"]]
    for person in people:
        matcher("availability", "answer", saved, person, "non_risponde")
        assert matcher("notice", saved).code == 0
        assert matcher("rosa", "remove", saved, person, "--reason", "irreperibile").code == 0
    assert "E-DSK-080" in matcher("notice", saved).err


def test_an_erasure_says_that_documents_outside_are_to_be_destroyed(
    matcher, thirty: Path, saved: str
) -> None:
    _asked(matcher, thirty, saved)
    people = [one["id"] for one in matcher("rosa", "show", saved, "--format", "json").json["people"]]
    for person in people:
        matcher("availability", "answer", saved, person, "disponibile", "--adesione")
    matcher("approve", saved)
    assert matcher("refer", saved, "--as", "json").code == 0
    assert "avvisa il datore" in matcher("candidates", "erase", people[0], "--yes").out
    known = [one["id"] for one in matcher("candidates", "list", "--format", "json").json]
    other = next(name for name in known if name not in people)
    assert "cancellato per sempre" in (erased := matcher("candidates", "erase", other, "--yes").out)
    assert "avvisa il datore" not in erased
