"""Commands for authors of plugins: new, check, trial."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.language import both
from matcher.cli.progress import progress
from matcher.cli.session import Session, command
from matcher.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from matcher.desk.trial import Trial
    from matcher.testing.check import Check

__all__ = ["check", "new", "trial"]

_NAME = click.argument("name", metavar="PLUGIN")
_MARKS = {
    "ok": ("a posto", "in order"),
    "wrong": ("da correggere", "to correct"),
    "unknown": ("non visto", "not seen"),
    "warning": ("da guardare", "to look at"),
}


@command(
    "new",
    "Scrive un plugin nuovo, che funziona, e lo installa.",
    "Write a new plugin, which works, and install it.",
)
@_NAME
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help=both(
        "Dove scriverlo; se manca, una cartella con il suo nome.", "Where; a folder of its name if omitted."
    ),
)
@click.option(
    "--summary", default="", help=both("Che cosa farà, in una riga.", "What it will do, in a line.")
)
@click.option("--no-install", is_flag=True, help=both("Scrive soltanto.", "Only write."))
def new(session: Session, name: str, folder: Path | None, summary: str, no_install: bool) -> None:
    """Write the files of a plugin and install them."""
    from matcher.testing.scaffold import install_plugin, write_plugin

    _refuse_taken(name)
    written = write_plugin(name, folder or Path(f"matcher-{name.replace('_', '-')}"), summary)
    trouble = "non richiesto" if no_install else install_plugin(written)
    if session.format != "table":
        files = sorted(str(path.relative_to(written)) for path in written.rglob("*.*") if path.is_file())
        session.data(
            {
                "name": name,
                "folder": str(written),
                "files": files,
                "installed": not trouble,
                "trouble": trouble,
            }
        )
    session.failed = bool(trouble) and not no_install
    session.say(f"Il plugin «{name}» è in {written}.", f"The plugin «{name}» is in {written}.")
    if trouble:
        session.say(
            f"Non è installato: {trouble}. Quando puoi: pip install --no-deps --no-build-isolation -e {written}",
            f"It is not installed: {trouble}. When you can: pip install --no-deps --no-build-isolation -e {written}",
        )
        return
    session.say("È installato: vale dalla prossima volta.", "It is installed: it counts from the next call.")
    session.say(
        f"Ora: python -m pytest {written}/tests — matcher plugins check {name} — matcher {name} --help",
        f"Now: python -m pytest {written}/tests — matcher plugins check {name} — matcher {name} --help",
    )


@command(
    "check",
    "Controlla un plugin installato: contratto, testi, base giuridica, velocità, prove.",
    "Check an installed plugin: contract, words, legal basis, speed, tests.",
)
@_NAME
def check(session: Session, name: str) -> None:
    """Print what is in order, what is not, and what to do about it."""
    from datetime import UTC, datetime

    from matcher.settings import load_settings
    from matcher.testing.check import check_plugin

    require_installed(name)
    settings = load_settings(session.folder).plugins.tables(session.folder or Path()).get(name, {})
    shown = session.format == "table"
    done = check_plugin(
        name, datetime.now(UTC).date(), settings, report=(lambda one: _say(session, one)) if shown else None
    )
    session.failed = any(one.state == "wrong" for one in done)
    if not shown:
        session.rows([_as_row(session, one) for one in done], [])
        return
    wrong = sum(one.state == "wrong" for one in done)
    if wrong:
        session.say(f"Da correggere: {wrong} su {len(done)}.", f"To correct: {wrong} of {len(done)}.")
    else:
        session.say("Tutto a posto.", "All in order.")


@command(
    "trial",
    "Ripete le rose già fatte con un plugin e senza, e mostra chi entra, chi esce, chi cambia posto e perché.",
    "Make past shortlists again with a plugin and without, and show who enters, leaves, moves, and why.",
)
@_NAME
@click.option(
    "--on",
    "past",
    multiple=True,
    help=both(
        "Quali rose: un codice di rosa o di richiesta, un giorno da cui partire (AAAA-MM-GG), o «tutte» (se manca).",
        "Which: the id of a shortlist or a vacancy, a day from which to begin (YYYY-MM-DD), or all (if omitted).",
    ),
)
def trial(session: Session, name: str, past: tuple[str, ...]) -> None:
    """Print what a plugin would have changed."""
    from matcher.desk.trial import chosen_past, run_trial

    require_installed(name)
    with session.open() as workspace:
        without, having = workspace.trial_of(name)
        with (
            workspace.database.snapshot() as connection,
            progress(session.text("Ripeto le rose", "Making shortlists")) as told,
        ):
            chosen = chosen_past(connection, past)
            outcome = run_trial(connection, name, chosen, without, having, told)
    if session.format == "json":
        session.data(outcome.model_dump(mode="json"))
        return
    _say_trial(session, outcome)


def _say_trial(session: Session, outcome: Trial) -> None:
    text = session.text
    words = {
        "left": text("esce", "leaves"),
        "entered": text("entra", "enters"),
        "moved": text("cambia posto", "moves"),
    }
    rows = [
        {
            "shortlist": one.shortlist,
            "vacancy": one.vacancy,
            "candidate": one.candidate,
            "what": words[one.what] if session.format == "table" else one.what,
            "rank_without": one.rank_without,
            "rank_with": one.rank_with,
            "why": text(one.why_it, one.why_en),
        }
        for one in outcome.effects
    ]
    columns = [
        ("shortlist", "Rosa", "Shortlist"),
        ("vacancy", "Richiesta", "Vacancy"),
        ("candidate", "Persona", "Person"),
        ("what", "Che cosa", "What"),
        ("rank_without", "Senza", "Without"),
        ("rank_with", "Con", "With"),
        ("why", "Perché", "Why"),
    ]
    if rows or session.format == "csv":
        session.rows(rows, columns)
    if outcome.stopped and session.format == "table":
        session.say("Passi che avrebbe fermato:", "Steps that it would have stopped:")
        _say_stopped(session, outcome)
    tried, changed = len(outcome.shortlists), outcome.changed
    entered, left, moved = outcome.count("entered"), outcome.count("left"), outcome.count("moved")
    session.say(
        f"Rose ripetute: {tried}; cambiate: {changed} (entrano {entered}, escono {left}, cambiano posto {moved}). "
        f"Esclusioni del plugin: {outcome.removed}; sue domande: {outcome.asked}; "
        f"passi fermati: {len(outcome.stopped)}.",
        f"Shortlists made again: {tried}; changed: {changed} ({entered} enter, {left} leave, {moved} move). "
        f"Left out by the plugin: {outcome.removed}; its questions: {outcome.asked}; "
        f"steps stopped: {len(outcome.stopped)}.",
    )
    if outcome.words:
        session.say(
            "Le parole che porta contano per le schede già in archivio dopo: matcher vocabulary use NOME",
            "The words it brings count for the records already here after: matcher vocabulary use NAME",
        )
    if outcome.gone:
        gone = ", ".join(outcome.gone)
        session.say(f"La richiesta non c'è più per: {gone}.", f"The vacancy is no longer there for: {gone}.")


def _say_stopped(session: Session, outcome: Trial) -> None:
    from matcher.cli.moments import shown_day
    from matcher.desk.states import MACHINES

    steps = {(str(machine), step.name): step for machine, found in MACHINES.items() for step in found}
    session.rows(
        [
            {
                "shortlist": one.shortlist,
                "candidate": one.candidate,
                "taken_on": shown_day(session, one.taken_on),
                "step": session.text(found.it, found.en)
                if (found := steps.get((one.kind, one.step)))
                else one.step,
                "why": session.text(one.why_it, one.why_en),
            }
            for one in outcome.stopped
        ],
        [
            ("shortlist", "Rosa", "Shortlist"),
            ("candidate", "Persona", "Person"),
            ("taken_on", "Il", "On"),
            ("step", "Passo", "Step"),
            ("why", "Perché", "Why"),
        ],
    )


def require_installed(name: str) -> None:
    """Refuse a plugin that is not installed, or that is the product's own rules."""
    from matcher.plugin.manager import BUILT_IN, installed_plugins

    names = [plugin.name for plugin in installed_plugins() if plugin.name != BUILT_IN]
    if name not in names:
        raise NotFoundError(
            "E-CLI-020",
            f"Il plugin «{name}» non è installato.",
            f"Installati: {', '.join(names) or 'nessuno'}.",
        )


def _refuse_taken(name: str) -> None:
    from matcher.cli.main import main

    if name in main.list_commands(click.get_current_context()):
        raise InputError(
            "E-KIT-001", f"«{name}» è già un comando di matcher.", "Scegli un altro nome per il plugin."
        )


def _say(session: Session, one: Check) -> None:
    mark = {"ok": "✓", "wrong": "✗", "unknown": "–", "warning": "!"}[one.state]
    click.echo(f"{mark} {session.text(one.it, one.en)}")
    for line in one.found if one.state != "ok" or one.topic in ("speed", "acts") else ():
        click.echo(f"    {line}")
    if one.remedy_it:
        click.echo(f"    → {session.text(one.remedy_it, one.remedy_en)}")


def _as_row(session: Session, one: Check) -> dict[str, Any]:
    return {
        "topic": one.topic,
        "what": session.text(one.it, one.en),
        "state": one.state,
        "found": list(one.found),
        "remedy": session.text(one.remedy_it, one.remedy_en),
    }
