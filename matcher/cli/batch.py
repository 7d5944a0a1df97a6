"""Many at once: the command match-all, the vacancies of many people, groups read from a file."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from matcher.cli.language import both
from matcher.cli.seen import note_seen
from matcher.cli.session import Session, command
from matcher.errors import InputError, file_trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from matcher.app import Workspace
    from matcher.desk.batch import Direction
    from matcher.domain.shortlist import Shortlist

__all__ = ["COMMANDS", "WORKERS", "crew_size", "points_cell", "print_many", "read_group"]


_SIZE = click.option(
    "--size", "-n", type=click.IntRange(1, 500), help=both("Quante in elenco.", "Length of the list.")
)
WORKERS = click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help=both(
        "Quanti processi; se non detto, secondo il lavoro.", "Processes; chosen by the work if omitted."
    ),
)


@command(
    "match-all",
    "Abbina tutte le richieste aperte e salva le rose.",
    "Match every open vacancy and save the lists.",
)
@_SIZE
@click.option("--no-save", is_flag=True, help=both("Mostra senza salvare.", "Show without saving."))
@click.option(
    "--resume",
    is_flag=True,
    help=both(
        "Salta le richieste la cui rosa di oggi è già salvata: per riprendere un lavoro interrotto.",
        "Skip vacancies whose list of today is saved: to go on after an interruption.",
    ),
)
@WORKERS
@click.option(
    "--cluster",
    is_flag=True,
    help=both("Con i nodi di «matcher cluster».", "With the workers of `matcher cluster`."),
)
def match_all(
    session: Session, size: int | None, no_save: bool, resume: bool, workers: int | None, cluster: bool
) -> None:
    """Match every open vacancy, saving as it goes."""
    from matcher.desk.batch import finished, open_vacancies

    with session.open() as workspace, workspace.database.snapshot() as connection:
        matching = workspace.matching
        chosen = size or workspace.settings.shortlist_size
        names = open_vacancies(matching, connection)
        if resume:
            done = finished(matching, connection, chosen)
            names = [name for name in names if name not in done]
            session.say(
                f"Già salvate oggi: {len(done)}. Restano: {len(names)}.",
                f"Saved today already: {len(done)}. Left: {len(names)}.",
            )
        if not names and not resume:
            session.say("Nessuna richiesta aperta.", "No open vacancy.")
        answers = (
            _of_cluster(session, workspace, connection, names, chosen)
            if cluster
            else _answers(session, workspace, connection, names, chosen, "vacancy", workers)
        )
        rows = list(_saved(session, workspace, connection, answers, save=not no_save))
        note_seen(workspace, [str(row["first"]) for row in rows], "explanation")
        if rows or session.format != "table":
            session.rows(rows, _COLUMNS)


_COLUMNS = [
    ("id", "Rosa", "Shortlist"),
    ("vacancy", "Richiesta", "Vacancy"),
    ("title", "Titolo", "Title"),
    ("eligible", "Compatibili", "Eligible"),
    ("to_verify", "Da verificare", "To verify"),
    ("listed", "In rosa", "Listed"),
    ("first", "Prima persona", "First"),
    ("points", "Punti", "Points"),
]
#: Lists that are saved in one transaction: at most these are lost when the run is killed.
_SAVED_TOGETHER = 16
#: Pairs from which several processes are quicker than one.
_MANY_PAIRS = 5_000_000


def _answers(
    session: Session,
    workspace: Workspace,
    connection: Connection,
    names: Sequence[str],
    size: int,
    direction: Direction,
    workers: int | None,
) -> Iterator[Shortlist]:
    """Return the lists of the names, one after the other."""
    from matcher.app import Workspace
    from matcher.desk.batch import answer_all, answer_with_crew

    matching = workspace.matching
    rows = matching.pool.candidates if direction == "vacancy" else matching.pool.vacancies
    n_pairs = len(names) * sum(partition.n_rows for partition in rows)
    crew = crew_size(workers, n_pairs)
    answers = (
        answer_with_crew(
            partial(Workspace, workspace.folder), matching, connection, names, size, direction, crew
        )
        if crew > 1
        else answer_all(matching, connection, names, size, direction)
    )
    return _counted(session, answers, len(names))


def crew_size(workers: int | None, n_pairs: int) -> int:
    """Return how many processes compare so many pairs, unless somebody said it."""
    return workers or (len(os.sched_getaffinity(0)) if n_pairs > _MANY_PAIRS else 1)


def _of_cluster(
    session: Session, workspace: Workspace, connection: Connection, names: Sequence[str], size: int
) -> Iterator[Shortlist]:
    from matcher.cli.cluster import answers_of_cluster

    return _counted(session, answers_of_cluster(workspace, connection, names, size), len(names))


def _counted(session: Session, answers: Iterable[Shortlist], n: int) -> Iterator[Shortlist]:
    """Yield lists as they come, with a bar on a terminal."""
    from matcher.cli.progress import progress

    with progress(session.text("Abbina", "Matching")) as report:
        for number, answer in enumerate(answers, start=1):
            yield answer
            report(number, n)


def _saved(
    session: Session,
    workspace: Workspace,
    connection: Connection,
    answers: Iterable[Shortlist],
    save: bool,
) -> Iterator[dict[str, object]]:
    """Save lists some at a time, and yield a row about each."""
    from itertools import islice

    from matcher.desk.permissions import Action
    from matcher.store.vacancies import read_vacancies

    acting = workspace.acting_for(Action.PREPARE if save else Action.LOOK)
    matching, left = workspace.matching, iter(answers)
    while together := list(islice(left, _SAVED_TOGETHER)):
        if save:
            with workspace.database.transaction() as writing:
                together = [
                    matching.save(writing, answer, acting.actor, workspace.now(), acting.office)
                    for answer in together
                ]
        titles = read_vacancies(connection, [answer.subject for answer in together])
        yield from (_summary(session, answer, titles[answer.subject].title) for answer in together)


def print_many(
    session: Session, workspace: Workspace, named: Sequence[str] | None, size: int, workers: int | None
) -> None:
    """Print the vacancies of many people, one a row; ``None`` names everybody in the pool."""
    from matcher.desk.batch import pool_people
    from matcher.desk.permissions import Action
    from matcher.desk.views import note_views
    from matcher.store.vacancies import read_vacancies

    acting = workspace.acting_for(Action.LOOK)
    with workspace.database.snapshot() as connection:
        people = pool_people(workspace.matching) if named is None else list(dict.fromkeys(named))
        answers = _answers(session, workspace, connection, people, size, "candidate", workers)
        found = [
            (answer.subject, entry.rank, entry.id, entry.score, entry.verdict)
            for answer in answers
            for entry in (*answer.ranked, *answer.to_verify)
        ]
        titles = read_vacancies(connection, sorted({vacancy for _, _, vacancy, _, _ in found}))
    with workspace.database.transaction() as connection:
        note_views(connection, people, "offers", acting)
    verdicts = {"eligible": session.text("compatibile", "eligible")}
    verdicts["to_verify"] = session.text("da verificare", "to verify")
    session.rows(
        (
            {
                "candidate": person,
                "rank": rank,
                "vacancy": vacancy,
                "title": titles[vacancy].title,
                "points": points_cell(session, score),
                "verdict": verdicts[verdict] if session.format == "table" else verdict,
            }
            for person, rank, vacancy, score, verdict in found
        ),
        [
            ("candidate", "Persona", "Person"),
            ("rank", "#", "#"),
            ("vacancy", "Richiesta", "Vacancy"),
            ("title", "Titolo", "Title"),
            ("points", "Punti", "Points"),
            ("verdict", "Esito", "Outcome"),
        ],
    )


def _summary(session: Session, answer: Shortlist, title: str) -> dict[str, object]:
    first = answer.ranked[0] if answer.ranked else answer.to_verify[0] if answer.to_verify else None
    return {
        "id": answer.id,
        "vacancy": answer.subject,
        "title": title,
        "eligible": answer.n_eligible,
        "to_verify": answer.n_to_verify,
        "listed": len(answer.ranked),
        "first": first.id if first else "",
        "points": points_cell(session, first.score) if first else None,
    }


def read_group(path: Path) -> list[str]:
    """Return the ids in a file: one a line, or the column of ids of a table of people."""
    from matcher.exchange.source import open_source

    if path.suffix.lower() in ("", ".txt"):
        try:
            lines = path.read_text("utf-8-sig", errors="replace").splitlines()
        except OSError as error:
            raise InputError(
                "E-ASG-006", f"{path} non si legge: {file_trouble(error)}.", "Controlla nome e permessi."
            ) from error
        return [line.strip() for line in lines if line.strip()]
    cells = [row.cells.get("id_candidato", "") for row in open_source(path, "candidates").rows]
    if not any(cells):
        raise InputError(
            "E-ASG-005",
            f"{path.name}: nessun codice di persona trovato.",
            "Serve la colonna «id_candidato», oppure un file .txt con un codice per riga.",
        )
    return [cell for cell in cells if cell]


def points_cell(session: Session, score: int) -> object:
    """Return a score as points of a hundred: as words in a table, as a number elsewhere."""
    from matcher.cli.phrases import points
    from matcher.domain.shortlist import SCORE_SCALE

    return points(session, score) if session.format == "table" else round(score * 100 / SCORE_SCALE, 4)


COMMANDS: dict[str, click.Command] = {"match-all": match_all}
