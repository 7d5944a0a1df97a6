"""Commands about files: template, import."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from shlex import quote
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.errors_english import in_language
from matcher.cli.language import both
from matcher.cli.progress import progress
from matcher.cli.session import Session, command
from matcher.cli.wording import findings_told, say_findings
from matcher.errors import InputError

if TYPE_CHECKING:
    from matcher.app import Workspace
    from matcher.desk.import_report import FileReport, ImportReport
    from matcher.exchange.columns import FileKind
    from matcher.exchange.mapping import FileMapping
    from matcher.exchange.mapping_draft import Check

__all__ = ["COMMANDS"]

_KIND = click.argument(
    "kind",
    type=click.Choice(["candidates", "vacancies", "applications", "answers", "outcomes", "services"]),
)
_MOST_SHOWN = 5
#: What a rejects file writes in place of a column, for what concerns the row.
_WHOLE_ROW = "riga"
_STOPPED = (
    "Quello che è entrato resta: ripeti il comando, nulla entra due volte.",
    "What came in stays: repeat the command, nothing comes in twice.",
)
_MARKS = ((b"PK\x03\x04", ".xlsx"), (b"[", ".json"), (b"{", ".jsonl"))


@command(
    "template",
    "Scrive un file vuoto e commentato da compilare: matcher template candidates > candidati.csv",
    "Write an empty, commented file: matcher template candidates > candidates.csv",
)
@_KIND
@click.option(
    "--for",
    "foreign",
    type=click.Path(path_type=Path, dir_okay=False),
    help=both(
        "Un file d'altri: scrive la bozza della mappa con cui leggerlo (import --map).",
        "A foreign file: write a draft of the mapping to read it with (import --map).",
    ),
)
def template(session: Session, kind: FileKind, foreign: Path | None) -> None:
    """Write a template, or a draft of a mapping, to standard output."""
    from matcher.exchange.columns import columns_of
    from matcher.exchange.mapping_draft import draft_mapping
    from matcher.exchange.template import template_csv

    if foreign is not None:
        _require_file(foreign)
        click.echo(draft_mapping(foreign, kind, _check(session, kind)), nl=False)
        return
    if session.format == "json":
        session.data([asdict(column) for column in columns_of(kind)])
        return
    # bytes: the marks that Excel needs at the start and at the end of lines arrive as they are
    sys.stdout.buffer.write(template_csv(kind).encode("utf-8"))


def _check(session: Session, kind: FileKind) -> Check:
    """Return what tells the problems of a row, with the vocabularies of the workspace or the built-in ones."""
    from matcher.exchange.answers import read_answer_row
    from matcher.exchange.applications import read_application
    from matcher.exchange.candidates import CandidateReader
    from matcher.exchange.labels import Labels
    from matcher.exchange.vacancies import VacancyReader
    from matcher.vocabulary.active import load_active

    if kind == "applications":
        return lambda row: read_application(row)[1]
    if kind == "answers":
        return lambda row: read_answer_row(row)[1]
    if kind == "outcomes":
        from matcher.desk.outcome_intake import read_outcome_row

        return lambda row: read_outcome_row(row)[1]
    if kind == "services":
        from matcher.desk.service_intake import ServiceReader
        from matcher.desk.services import read_services

        given = ServiceReader(read_services(""), "", "")
        return lambda row: given.read(row)[1]
    vocabularies = load_active(session.folder, None)
    labels = Labels.of(vocabularies)
    if kind == "candidates":
        people = CandidateReader(labels, vocabularies.places)
        return lambda row: people.read(row)[1]
    requests = VacancyReader(labels, vocabularies.places)
    return lambda row: requests.read(row)[1]


@command(
    "import",
    "Importa uno o più file (CSV, Excel, JSON o di un plugin; - per lo standard input). Le righe che non entrano "
    "vanno in un file da correggere.",
    "Import files (CSV, Excel, JSON or of a plugin; - for standard input). Rows that cannot come in go to a file "
    "to correct.",
)
@_KIND
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True)
)
@click.option(
    "--map",
    "map_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help=both("Mappa delle colonne di un file d'altri.", "Mapping of the columns of a foreign file."),
)
@click.option(
    "--rejects",
    type=click.Path(path_type=Path, file_okay=False),
    help=both(
        "Cartella per le righe da correggere; se manca, accanto al file.",
        "Folder for the rows to correct; beside the file if omitted.",
    ),
)
def import_(
    session: Session, kind: FileKind, files: tuple[Path, ...], map_path: Path | None, rejects: Path | None
) -> None:
    """Import files and say what came in, what did not, and what to do about it."""
    from matcher.exchange.mapping import load_mapping
    from matcher.exchange.source import open_source

    mapping = load_mapping(map_path) if map_path else None
    if rejects is not None:
        # before anything comes in: rows without a place to wait would be lost
        rejects.mkdir(parents=True, exist_ok=True)
    with session.open() as workspace, _staged(files, apart=rejects is not None) as places:
        paths = list(places.values())
        for path in paths:
            # one that cannot be read stops the others before any of them has come in
            open_source(path, kind, mapping, workspace.gate.readers)
        with progress(session.text("Importo", "Importing")) as report_progress:
            try:
                report = _run(workspace, kind, paths, mapping, lambda done: report_progress(done, 0))
            except KeyboardInterrupt:
                session.say(_STOPPED[0], _STOPPED[1])
                raise
        beside = {held for given, held in places.items() if given == held}
        placed = {
            one.path: _placed(one.rejects_path, None if one.path in beside else rejects or Path.cwd())
            for one in report.files
        }
        session.failed = not report.complete
        if session.format == "table":
            _say(session, report, placed, map_path)
        else:
            _print_data(session, report, placed, {held: given for given, held in places.items()})


def _run(
    workspace: Workspace, kind: FileKind, paths: Sequence[Path], mapping: FileMapping | None, told: Any
) -> ImportReport:
    from matcher.desk.intake import import_applications, import_candidates, import_vacancies
    from matcher.desk.permissions import Action

    database = workspace.database
    if kind in ("answers", "outcomes"):
        from matcher.desk.answer_intake import import_answers
        from matcher.desk.outcome_intake import import_outcomes

        record, desk = import_answers if kind == "answers" else import_outcomes, workspace.settings.desk
        return record(paths, database, workspace.acting, desk, workspace.gate, mapping=mapping, progress=told)
    if kind == "services":
        from matcher.desk.service_intake import import_services

        return import_services(
            paths,
            database,
            workspace.acting,
            workspace.settings.vocabularies,
            gate=workspace.gate,
            mapping=mapping,
        )
    acting = workspace.acting_for(Action.WRITE)
    if kind == "applications":
        return import_applications(
            paths, database, acting.actor, acting.at, mapping=mapping, gate=workspace.gate, progress=told
        )
    gate, words = workspace.gate, workspace.words
    if kind == "vacancies":
        return import_vacancies(
            paths, database, words, acting.actor, acting.at, mapping=mapping, gate=gate, progress=told
        )
    return import_candidates(
        paths,
        database,
        words,
        acting.actor,
        acting.at,
        mapping=mapping,
        gate=gate,
        progress=told,
        opener=workspace.opener,
        n_processes=len(os.sched_getaffinity(0)),
    )


@contextmanager
def _staged(files: Sequence[Path], apart: bool) -> Iterator[dict[Path, Path]]:
    """Give where each file is to be read from; with ``apart`` nothing is written beside the originals."""
    with TemporaryDirectory() as folder:
        places: dict[Path, Path] = {}
        for number, path in enumerate(files):
            if str(path) == "-":
                places[path] = _from_stdin(Path(folder))
                continue
            _require_file(path)
            places[path] = path
            if apart:
                places[path] = Path(folder) / str(number) / path.name
                places[path].parent.mkdir()
                places[path].symlink_to(path.resolve())
        yield places


def _from_stdin(folder: Path) -> Path:
    content = sys.stdin.buffer.read()
    start = content.lstrip()
    suffix = next((suffix for mark, suffix in _MARKS if start.startswith(mark)), ".csv")
    held = folder / f"ingresso{suffix}"
    held.write_bytes(content)
    return held


def _require_file(path: Path) -> None:
    if path.is_dir():
        raise InputError(
            "E-CLI-025",
            f"«{path}» è una cartella, non un file.",
            "Indica i file che contiene, per esempio: matcher import candidates cartella/*.csv",
        )
    if not path.is_file():
        raise InputError(
            "E-CLI-025", f"Il file «{path}» non c'è.", f"Controlla il nome; sei nella cartella {Path.cwd()}."
        )


def _placed(path: Path | None, folder: Path | None) -> Path | None:
    """Move a rejects file into a folder; one that is there already is never written over."""
    import shutil

    if path is None or folder is None:
        return path
    folder.mkdir(parents=True, exist_ok=True)
    number, target = 1, folder / path.name
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    return Path(shutil.move(path, target))


def _say(
    session: Session, report: ImportReport, placed: dict[Path, Path | None], map_path: Path | None
) -> None:
    for one in report.files:
        session.say(
            f"{one.path.name}: righe {one.n_rows} — nuove {one.new}, cambiate {one.changed}, "
            f"invariate {one.unchanged}, da correggere {one.rejected}",
            f"{one.path.name}: rows {one.n_rows} — new {one.new}, changed {one.changed}, "
            f"unchanged {one.unchanged}, to correct {one.rejected}",
        )
        for notice in one.notices:
            click.echo(f"  {in_language(session.language, notice)}")
        if (path := placed[one.path]) is not None:
            _say_rejects(session, report.kind, one, path, map_path)
    if report.n_queued:
        session.say(
            f"Parole da collegare al vocabolario: {report.n_queued}. Scegli con: matcher link queue",
            f"Words to link to the vocabulary: {report.n_queued}. Choose with: matcher link queue",
        )
    say_findings(session, report.findings)
    if report.proposals:
        session.say(
            f"Condizioni ed esclusioni lette nei testi, da confermare: {len(report.proposals)} "
            "(matcher vacancies confirm ID)",
            f"Conditions and exclusions read in the texts, to be confirmed: {len(report.proposals)} "
            "(matcher vacancies confirm ID)",
        )
        for proposal in report.proposals[:_MOST_SHOWN]:
            click.echo(f"  {proposal.vacancy_id}: «{proposal.quote}»")


def _say_rejects(session: Session, kind: str, report: FileReport, path: Path, map_path: Path | None) -> None:
    rows = _first_rejects(path)
    for row in rows:
        for line in _reject_lines(session, row):
            click.echo(line)
    if report.rejected > len(rows):
        more = report.rejected - len(rows)
        session.say(f"  … e altre {more}", f"  … and {more} more")
    # the rows to correct keep the columns of their file: they come in through the same mapping
    mapped = f" --map {quote(str(map_path))}" if map_path else ""
    session.say(
        f"  Correggi le righe in {path} e ripeti: matcher import {kind} {quote(str(path))}{mapped}",
        f"  Correct the rows in {path} and repeat: matcher import {kind} {quote(str(path))}{mapped}",
    )


def _reject_lines(session: Session, row: dict[str, str]) -> list[str]:
    """Return what is wrong with a row: one problem a line, then what to do."""
    told = partial(in_language, session.language)
    fields, reasons, values = (row[name].split(" | ") for name in ("campo", "motivo", "valore"))
    head = session.text("  riga ", "  row ") + f"{row['riga']}: "
    if row["campo"] == _WHOLE_ROW:
        said = [told(row["motivo"])]
    elif len(fields) == len(reasons) > 1:
        shown = [f" «{value}»" for value in values] if len(values) == len(fields) else [""] * len(fields)
        said = [
            f"{field}{value}: {told(reason)}"
            for field, value, reason in zip(fields, shown, reasons, strict=True)
        ]
    else:
        value = f" «{row['valore']}»" if row["valore"] else ""
        said = [f"{row['campo']}{value}: {told(row['motivo'])}"]
    lines = [head + said[0], *(" " * len(head) + more for more in said[1:])]
    return [*lines, *(f"    → {told(remedy)}" for remedy in row["rimedio"].split(" | ") if remedy)]


def _first_rejects(path: Path) -> list[dict[str, str]]:
    """Return why the first rows were refused, as their file says."""
    import json
    from itertools import islice

    from matcher.exchange.columns import REJECT_COLUMNS
    from matcher.exchange.table import JSON_SUFFIXES, open_table

    if path.suffix in JSON_SUFFIXES:
        # as written: a row that is no JSON has nothing but what is said of it
        with path.open(encoding="utf-8") as stream:
            return [json.loads(line) for line in islice(stream, _MOST_SHOWN)]
    rows = islice(open_table(path).rows, _MOST_SHOWN)
    return [{name: row.values.get(name, "") for name in REJECT_COLUMNS} for row in rows]


def _print_data(
    session: Session, report: ImportReport, placed: dict[Path, Path | None], given: dict[Path, Path]
) -> None:
    files = [
        {
            "path": str(given[one.path]),
            "n_rows": one.n_rows,
            "new": one.new,
            "changed": one.changed,
            "unchanged": one.unchanged,
            "rejected": one.rejected,
            "rejects_path": str(placed[one.path]) if placed[one.path] else "",
            "notices": [in_language(session.language, notice) for notice in one.notices],
        }
        for one in report.files
    ]
    if session.format == "csv":
        session.rows(files, [])
        return
    session.data(
        {
            "kind": report.kind,
            "files": files,
            "new": report.new,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "rejected": report.rejected,
            "queued": report.n_queued,
            "written": list(report.written),
            "findings": [asdict(finding) for finding in findings_told(session, report.findings)],
            "proposals": [asdict(proposal) for proposal in report.proposals],
        }
    )


COMMANDS: dict[str, click.Command] = {"template": template, "import": import_}
