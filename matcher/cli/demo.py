"""``matcher demo``: the main job on invented data, from files to a shortlist; ``generate``: the data alone."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from matcher.cli.language import both
from matcher.cli.session import Session, command
from matcher.cli.staging import DEMO_MARK, clear_demo, show_step

__all__ = ["COMMANDS"]

#: The vacancy that the demo shows: a forklift driver in the ceramics district.
_SHOWN = "VAC-0017"
_DECLARED, _DECLARING, _DELIMITER = "anzianita.did_on", 0.6, ";"

_PROVINCE = click.option(
    "--province", default="MO", show_default=True, help=both("Sigla della provincia.", "Province code.")
)
_SEED = click.option(
    "--seed", default=7, show_default=True, help=both("Seme: stesso seme, stessi dati.", "Seed.")
)


@command(
    "generate",
    "Scrive candidati e richieste inventati in una cartella (candidati.csv, richieste.csv).",
    "Write invented candidates and vacancies to a folder (candidati.csv, richieste.csv).",
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@_PROVINCE
@click.option("--candidates", default=3000, show_default=True, type=click.IntRange(0))
@click.option("--vacancies", default=60, show_default=True, type=click.IntRange(0))
@_SEED
def generate(
    session: Session, folder: Path, province: str, candidates: int, vacancies: int, seed: int
) -> None:
    """Write invented data for any province at any size."""
    from datetime import date

    from matcher.demo.files import write_demo
    from matcher.vocabulary.active import load_active

    vocabularies = load_active(folder, None)
    written = write_demo(folder, province.upper(), candidates, vacancies, seed, vocabularies, date.today())
    if session.format == "table":
        for path, good, bad in (
            (written.candidates, candidates, written.bad_candidates),
            (written.vacancies, vacancies, written.bad_vacancies),
        ):
            session.say(
                f"{path}: {good} righe inventate, più {bad} sbagliate apposta.",
                f"{path}: {good} invented rows, and {bad} wrong on purpose.",
            )
    else:
        session.data({"candidates": str(written.candidates), "vacancies": str(written.vacancies)})


@command("demo", "Mostra il lavoro principale su dati inventati.", "Show the main job on invented data.")
@click.option(
    "--folder",
    default=Path("demo"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help=both("Cartella della dimostrazione: viene rifatta da capo.", "Folder of the demo: made anew."),
)
@_PROVINCE
@click.option("--candidates", default=3000, show_default=True, type=click.IntRange(1))
@click.option("--vacancies", default=60, show_default=True, type=click.IntRange(17))
@_SEED
def demo(session: Session, folder: Path, province: str, candidates: int, vacancies: int, seed: int) -> None:
    """Create a workspace, import files, build the pool, show a shortlist and its document."""
    from datetime import date

    clear_demo(folder)
    files, place = folder / "dati", str(folder)
    run = partial(show_step, session, {})
    lang = ["--lang", session.language]
    session.say(
        "Tutte le persone e i datori di questa dimostrazione sono inventati.\n",
        "All people and employers of this demo are invented.\n",
    )
    size = ["--candidates", str(candidates), "--vacancies", str(vacancies), "--seed", str(seed)]
    run(["generate", str(files), "--province", province, *size, *lang])
    name = f"Centro per l'impiego di {province} (dimostrazione)"
    run(["init", place, "--office", f"CPI di {province}", "--name", name, *lang])
    (folder / DEMO_MARK).touch()
    _enable_demo_plugins(folder)
    _add_declarations(files / "candidati.csv", seed)
    run(["import", "candidates", str(files / "candidati.csv"), "-w", place, *lang])
    run(["import", "vacancies", str(files / "richieste.csv"), "-w", place, *lang])
    run(["pool", "build", "-w", place, *lang])
    run(["shortlist", _SHOWN, "--size", "5", "-w", place, *lang])
    shortlist, near = _last_shortlist(folder)
    night = _night_vacancy(folder)
    if night:
        session.say(
            "Una richiesta con turni di notte: il plugin «notte» guarda come ci si arriva.",
            "A vacancy with night shifts: the plugin “notte” looks at how people get there.",
        )
        run(["shortlist", night, "--size", "2", "-w", place, *lang])
    run(["why", _SHOWN, near, "-w", place, *lang])
    run(["document", shortlist, "-w", place, *lang])
    later = f"31/03/{date.today().year + 1}"
    session.say(
        f"\nOra prova tu:\n"
        f"  source .venv/bin/activate\n"
        f"  matcher why {_SHOWN} CAND-000100 -w {place}   perché una persona non è in rosa\n"
        f"  matcher what-if {_SHOWN} --set inizio_entro={later} -w {place}   e se il lavoro cominciasse più tardi?\n"
        f"  matcher vacancies-for {near} -w {place}                   le offerte adatte a una persona\n"
        f"Il documento per il datore è {folder / (shortlist + '.bozza.html')}",
        f"\nNow try:\n"
        f"  source .venv/bin/activate\n"
        f"  matcher why {_SHOWN} CAND-000100 -w {place}                       why a person is not in the list\n"
        f"  matcher what-if {_SHOWN} --set inizio_entro={later} -w {place}   what if the work began later?\n"
        f"  matcher vacancies-for {near} -w {place}                   the vacancies that fit a person\n"
        f"The employer's document is {folder / (shortlist + '.bozza.html')}",
    )


def _has_plugin(name: str) -> bool:
    from matcher.plugin.manager import installed_plugins

    return any(plugin.name == name for plugin in installed_plugins())


def _enable_demo_plugins(folder: Path) -> None:
    """Give the reference plugin that needs an act an invented one, marked as such."""
    if _has_plugin("anzianita"):
        path = folder / "matcher.toml"
        path.write_text(path.read_text(encoding="utf-8") + _demo_act(), encoding="utf-8")


def _demo_act() -> str:
    from datetime import date

    year = date.today().year
    return f"""
[plugins.anzianita.act]       # atto inventato per la dimostrazione
authority = "Atto inventato per la dimostrazione"
number = "0/{year}"
issued_on = {year}-01-01
valid_from = {year}-01-01
valid_to = {year}-12-31
"""


def _add_declarations(path: Path, seed: int) -> None:
    """Add the plugin's column to the candidates' file: the day on which some people declared to be available."""
    import csv
    import random
    from datetime import date, timedelta

    if not _has_plugin("anzianita"):
        return
    draw, today = random.Random(seed), date.today()
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    n_comments = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    rows = list(csv.DictReader(lines[n_comments:], delimiter=_DELIMITER))
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        stream.writelines(f"{line.rstrip()}\r\n" for line in lines[:n_comments])
        writer = csv.DictWriter(stream, [*rows[0], _DECLARED], delimiter=_DELIMITER)
        writer.writeheader()
        for row in rows:
            days = draw.randint(10, 1200) if draw.random() < _DECLARING else 0
            declared = (today - timedelta(days=days)).isoformat() if days else ""
            writer.writerow({**row, _DECLARED: declared})


def _night_vacancy(folder: Path) -> str:
    """Return an open vacancy with night work, if the plugin that looks at it is installed."""
    from matcher.app import Workspace
    from matcher.store.vacancies import iterate_vacancies
    from matcher.vocabulary.load import find_vocabularies, load_vocabulary

    if not _has_plugin("notte"):
        return ""
    shifts = load_vocabulary("schedule", find_vocabularies())
    with Workspace(folder) as workspace, workspace.database.snapshot() as connection:
        for vacancy in iterate_vacancies(connection):
            if any(shifts[code].facts.get("legal") == "night_work" for code in vacancy.shifts or ()):
                return vacancy.id
    return ""


def _last_shortlist(folder: Path) -> tuple[str, str]:
    """Return the id of the latest shortlist, and somebody who nearly is in it."""
    from matcher.app import Workspace
    from matcher.store.shortlists import list_shortlists

    with Workspace(folder) as workspace, workspace.database.snapshot() as connection:
        saved = list_shortlists(connection, _SHOWN, limit=1)[0].shortlist
    names = [miss.id for miss in saved.near_misses]
    names += [person.id for person in (*saved.to_verify, *saved.ranked)]
    return saved.id, names[0]


COMMANDS: dict[str, click.Command] = {"demo": demo, "generate": generate}
