"""The office of the month: opened from files, its copies found, its services written down, its old words renewed."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from tests.cli.month.plan import CLERKS, Case, Desk, Hires, prepare_files, story_of

__all__ = ["cases_of", "close_the_month", "merge_copies", "settle", "work"]

#: Minutes of an *incontro domanda-offerta* as the clerks enter them; the standard is 300.
MINUTES = 240


def settle(desk: Desk, folder: Path, n_people: int, n_vacancies: int) -> tuple[str, str]:
    """Open the office: workspace, operators, agency, files, pool; return what was registered twice."""
    twice = prepare_files(desk, folder / "dati", n_people, n_vacancies)
    for words in (
        ("init", ".", "--actor", "sara", "--office", "CPI di Modena", "--name", "CPI di Modena"),
        ("operators", "add", "sara", "--role", "supervisore"),
        ("providers", "add", "AG", "--kind", "accreditato", "--name", "Agenzia Beta srl"),
        (
            "providers",
            "accredit",
            "AG",
            "--function",
            "intermediazione",
            "--authority",
            "ARL",
            "--number",
            "7",
        ),
        ("offices", "add", "CPI di Modena"),
        ("offices", "add", "CPI di Carpi"),
        ("offices", "add", "Agenzia Beta", "--provider", "AG"),
        *(
            ("operators", "add", name, "--role", role, "--office", office)
            for name, (role, office) in CLERKS.items()
        ),
        ("import", "candidates", "dati/candidati.csv"),
        ("import", "vacancies", "dati/richieste.csv"),
        ("pool", "build"),
    ):
        answer = desk("sara", *words)
        assert answer.code == 0, (words, answer.out, answer.err)
    return twice


def merge_copies(desk: Desk, person: str, vacancy: str) -> None:
    """Find both pairs of copies, merge, take apart, merge again."""
    for kind, name in (("candidates", person), ("vacancies", vacancy)):
        found = desk("anna", "copies", "list", kind, "--format", "json").json
        assert {name, f"{name}-BIS"} in [{pair["first"], pair["second"]} for pair in found]
        for words in (("merge",), ("undo",), ("merge",)):
            assert desk("anna", "copies", *words, name, f"{name}-BIS").code == 0


def cases_of(desk: Desk, n_vacancies: int) -> list[Case]:
    """Return the vacancies of the file, dealt out to the clerks."""
    with Path("dati/richieste.csv").open(encoding="utf-8") as stream:
        names = [row["id_richiesta"] for row in csv.DictReader(stream, delimiter=";")][:n_vacancies]
    clerks, hires = list(CLERKS), Hires()
    return [Case(desk, clerks[number % len(clerks)], name, hires) for number, name in enumerate(names)]


def work(numbered: list[tuple[int, Case]], next_day: Callable[[], None]) -> int:
    """Tell every story to its end, a day after the other; return how many days it took."""
    stories, days = [story_of(case, number) for number, case in numbered], 0
    while stories:
        stories = [story for story in stories if next(story, "over") != "over"]
        next_day()
        days += 1
    return days


def close_the_month(desk: Desk, cases: list[Case], today: date) -> None:
    """Decide what waits for the supervisor, write the services, renew old availabilities, close what expired."""
    for one in desk("sara", "review", "list", "--format", "json").json:
        words = ("review", "decide", str(one["number"]), "motivo_corretto", "--reason", "competenze")
        assert desk("sara", *words).code == 0
    write_services(desk, cases, today)
    renew(desk)
    expire(desk, [case for case in cases if not case.answers], today)


def write_services(desk: Desk, cases: list[Case], today: date) -> None:
    """Enter one service for each list that was sent, from a file for each clerk; one is a mistake and voided."""
    for clerk in CLERKS:
        path = Path(f"prestazioni-{clerk}.csv")
        lines = [
            f"10;{today:%d/%m/%Y};{MINUTES};{one.vacancy}" for one in cases if one.sent and one.clerk == clerk
        ]
        path.write_text("\n".join(["prestazione;data;minuti;id_richiesta", *lines, ""]), "utf-8")
        if lines:
            assert desk(clerk, "import", "services", str(path)).code == 0
    done = desk(
        "anna", "service", "log", "10", "--standard", "--vacancy", cases[0].vacancy, "--format", "json"
    ).json
    assert desk("anna", "service", "void", str(done[0]["id"]), "--reason", "richiesta sbagliata").code == 0


def renew(desk: Desk) -> None:
    """Confirm old availabilities in two batches: from a file, and by name."""
    stale = [one["candidate"] for one in desk("carla", "availability", "stale", "--format", "json").json]
    batch, named, left = stale[:10], stale[10:12], stale[12:]
    path = Path("riconferme.csv")
    path.write_text(
        "\n".join(["id_candidato;risposta", *(f"{one};disponibile" for one in batch), ""]), "utf-8"
    )
    assert desk("carla", "import", "answers", str(path)).code == 0
    assert not named or desk("carla", "availability", "reconfirm", *named).code == 0
    again = [one["candidate"] for one in desk("carla", "availability", "stale", "--format", "json").json]
    assert again[: len(left)] == left


def expire(desk: Desk, untouched: list[Case], today: date) -> None:
    """Let the last day of what nobody got to pass, and close all of it in one go."""
    yesterday = today - timedelta(days=1)
    names = [case.vacancy for case in untouched if case.rosa]
    for name in names:
        assert desk("sara", "vacancies", "set", name, f"scadenza={yesterday:%d/%m/%Y}").code == 0
    told = desk("sara", "vacancies", "expire", "--format", "json").json
    assert [one["id"] for one in told if one["closed"]] == sorted(names)
