"""A wrong call: what is wrong in the language of the moment, the line of use, exit code 2."""

from __future__ import annotations

from pathlib import Path

import pytest

#: What is typed -> what is said first.
WRONG = {
    "shrtlist": "Il comando «shrtlist» non c'è. Forse: shortlist, shortlists?",
    "candidates lst": "Il comando «lst» non c'è. Forse: list, set?",
    "shortlist": "Manca RICHIESTA.",
    "candidates erase": "Manca ID.",
    "template": "Manca una di queste parole: candidates, vacancies, applications, answers, outcomes, services.",
    "vacancy override R-1 parole": "Manca --reason.",
    "shortlist R-1 R-2": "C'è qualcosa di troppo: «R-2».",
    "shortlist R-1 --size 0": "--size: 0 non va bene: serve un numero da 1 a 500.",
    "candidates list --limit 0": "--limit: 0 non va bene: serve un numero da 1 in su.",
    "shortlist R-1 --size tanti": "--size: «tanti» non è un numero intero.",
    "shortlist R-1 --szie 3": "L'opzione --szie non c'è. Forse: --size?",
    "shortlist R-1 --size": "Dopo --size manca il valore.",
    "shortlist R-1 --no-save=3": "L'opzione --no-save non vuole un valore.",
    "shortlist R-1 --format xml": "--format: «xml» non va bene. Scrivi: table, json, csv.",
    "import persone a.csv": "«persone» non va bene. Scrivi: candidates, vacancies, applications, answers, "
    "outcomes, services.",
    "candidates add --file nessuno.json": "--file: «nessuno.json» non c'è.",
    "candidates add --file .": "--file: «.» è una cartella: serve un file.",
    "shortlist R-1 -w matcher.toml": "--workspace: «matcher.toml» è un file: serve una cartella.",
    "vocabulary import esco nessuna": "«nessuna» non c'è.",
}


@pytest.mark.parametrize("call", WRONG)
def test_a_wrong_call_is_explained_in_italian(matcher, workspace: Path, call: str) -> None:
    wrong = matcher(*call.split())
    assert wrong.code == 2
    assert wrong.out == ""
    said = wrong.err.splitlines()
    assert said[0] == WRONG[call]
    assert not any(word in wrong.err for word in ("Usage", "Error", "Try", "Missing", "Invalid"))


def test_a_wrong_call_shows_how_the_command_is_written_and_where_help_is(matcher) -> None:
    assert matcher("shortlist").err.splitlines()[1:] == [
        "Uso: matcher shortlist [OPZIONI] RICHIESTA",
        "Aiuto: matcher shortlist --help",
    ]


def test_a_wrong_call_is_explained_in_english_to_who_asks_for_it(matcher) -> None:
    assert matcher("--lang", "en", "shrtlist").err.splitlines() == [
        "No such command 'shrtlist'. Did you mean: shortlist, shortlists?",
        "Usage: matcher [OPTIONS] COMMAND [ARGS]...",
        "Help: matcher --help",
    ]
    assert "Missing argument 'VACANCY'." in matcher("--lang", "en", "shortlist").err


def test_a_group_alone_shows_its_help(matcher) -> None:
    alone = matcher("candidates")
    assert alone.code == 2
    assert alone.err.startswith("Uso: matcher candidates")


@pytest.mark.parametrize(
    ("call", "command"),
    [
        (("candidates", "show", "C-99"), "matcher candidates list"),
        (("vacancies", "show", "R-99"), "matcher vacancies list"),
        (("document", "ROSA-99"), "matcher shortlists"),
    ],
)
def test_what_is_not_there_says_where_to_look(
    matcher, workspace: Path, call: tuple[str, ...], command: str
) -> None:
    missing = matcher(*call)
    assert missing.code == 1
    assert missing.err.splitlines()[-1] == f"Guarda quali ci sono: {command}"


def test_the_version_is_one_line(matcher) -> None:
    shown = matcher("--version")
    assert shown.code == 0
    assert shown.out.startswith("matcher ")
