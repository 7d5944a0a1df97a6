"""``matcher demo-systems``: one story for each founding system, told with the commands that staff would type."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from matcher.cli.demo_cast import OFFICE
from matcher.cli.demo_people import tell_disadvantage, tell_gol, tell_targeted
from matcher.cli.demo_services import tell_ali, tell_emilia_romagna, tell_integrated, tell_providers
from matcher.cli.language import both
from matcher.cli.session import Session, command
from matcher.cli.staging import DEMO_MARK, Stage, clear_demo

__all__ = ["COMMANDS"]

#: Plugin of each system to its story, in the order of telling.
_STORIES = {
    "gol": tell_gol,
    "collocamento_mirato": tell_targeted,
    "svantaggio": tell_disadvantage,
    "emilia_romagna": tell_emilia_romagna,
    "servizi_lavoro": tell_providers,
    "ali_veneto": tell_ali,
    "servizi_integrati": tell_integrated,
}


@command(
    "demo-systems",
    "Racconta, su dati inventati, una storia per ciascuno dei sistemi da cui il prodotto nasce.",
    "Tell, on invented data, one story for each of the systems that the product was born from.",
)
@click.option(
    "--folder",
    default=Path("demo-sistemi"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help=both("Cartella della dimostrazione: viene rifatta da capo.", "Folder of the demo: made anew."),
)
@click.option(
    "--candidates",
    default=600,
    show_default=True,
    type=click.IntRange(100),
    help=both("Quante persone inventare.", "How many people to invent."),
)
@click.option(
    "--only",
    type=click.Choice(list(_STORIES)),
    multiple=True,
    help=both("Solo questa storia (si ripete).", "Only this story (repeatable)."),
)
def demo_systems(session: Session, folder: Path, candidates: int, only: tuple[str, ...]) -> None:
    """Make a workspace with invented people, then tell the stories."""
    clear_demo(folder)
    stage = Stage(session, folder)
    session.say(
        "Tutte le persone, i datori, gli enti e gli atti di questa dimostrazione sono inventati.\n",
        "All people, employers, providers and acts of this demo are invented.\n",
    )
    _prepare(stage, candidates)
    for name, tell in _STORIES.items():
        if not only or name in only:
            tell(stage)
    session.say("\nFine: ogni ✓ è stato verificato adesso.", "\nThe end: every ✓ was checked just now.")


def _prepare(stage: Stage, candidates: int) -> None:
    from matcher.cli.staging import show_step

    language, place = stage.session.language, str(stage.folder)
    files = stage.folder / "dati"
    size = ["--province", "MO", "--candidates", str(candidates), "--vacancies", "40"]
    show_step(stage.session, {}, ["generate", str(files), *size, "--lang", language])
    name = ["--office", "CPI di Modena", "--name", "Centro per l'impiego di Modena (dimostrazione)"]
    show_step(stage.session, {}, ["init", place, *name, "--lang", language])
    (stage.folder / DEMO_MARK).touch()
    stage.set_plugin(f'[plugins.collocamento_mirato]\noffice = "{OFFICE}"\n')
    _forecasts(stage)
    stage.run("import", "candidates", str(files / "candidati.csv"))
    stage.run("import", "vacancies", str(files / "richieste.csv"))
    stage.run("pool", "build")


def _forecasts(stage: Stage) -> None:
    """Give ALI the data of its territory: the province, and what its firms are expected to ask."""
    data = stage.folder / "dati-ali"
    data.mkdir()
    (data / "province.csv").write_text("code,istat,label_it\nMO,036,Modena\n", encoding="utf-8")
    rows = (
        f"MO,saldatore,25,indagine inventata,{date.today().year}-01-01,\nMO,cuoco,18,indagine inventata,,\n"
    )
    heading = "province,occupation,expected,source,valid_from,valid_to\n"
    (data / "previsioni.csv").write_text(heading + rows, encoding="utf-8")
    stage.set_plugin(f'[plugins.ali_veneto]\ndata = "{data.resolve().as_posix()}"\n')


COMMANDS: dict[str, click.Command] = {"demo-systems": demo_systems}
