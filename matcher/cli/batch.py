"""Commands over many at once: match-all, assign."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.language import both
from matcher.cli.session import Session, command
from matcher.errors import InputError, file_trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from matcher.app import Workspace
    from matcher.desk.batch import Direction
    from matcher.domain.assignment import Assignment, Coverage
    from matcher.domain.shortlist import Shortlist

__all__ = ["COMMANDS", "print_many", "read_group"]


_SIZE = click.option(
    "--size", "-n", type=click.IntRange(1, 500), help=both("Quante in elenco.", "Length of the list.")
)
_WORKERS = click.option(
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
@_WORKERS
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
    """Yield the lists of the names, with a bar on a terminal."""
    from matcher.app import Workspace
    from matcher.cli.progress import progress
    from matcher.desk.batch import answer_all, answer_with_crew

    matching = workspace.matching
    rows = matching.pool.candidates if direction == "vacancy" else matching.pool.vacancies
    n_pairs = len(names) * sum(partition.n_rows for partition in rows)
    crew = workers or (len(os.sched_getaffinity(0)) if n_pairs > _MANY_PAIRS else 1)
    with progress(session.text("Abbina", "Matching")) as report:
        answers = (
            answer_with_crew(
                partial(Workspace, workspace.folder), matching, connection, names, size, direction, crew
            )
            if crew > 1
            else answer_all(matching, connection, names, size, direction)
        )
        for number, answer in enumerate(answers, start=1):
            yield answer
            report(number, len(names))


def _of_cluster(
    session: Session, workspace: Workspace, connection: Connection, names: Sequence[str], size: int
) -> Iterator[Shortlist]:
    from matcher.cli.cluster import answers_of_cluster
    from matcher.cli.progress import progress

    with progress(session.text("Abbina", "Matching")) as report:
        answers = answers_of_cluster(workspace, connection, names, size)
        for number, answer in enumerate(answers, start=1):
            yield answer
            report(number, len(names))


def _saved(
    session: Session,
    workspace: Workspace,
    connection: Connection,
    answers: Iterable[Shortlist],
    save: bool,
) -> Iterator[dict[str, object]]:
    """Save lists some at a time, and yield a row about each."""
    from itertools import islice

    from matcher.store.vacancies import read_vacancies

    matching, settings, left = workspace.matching, workspace.settings, iter(answers)
    while together := list(islice(left, _SAVED_TOGETHER)):
        if save:
            with workspace.database.transaction() as writing:
                together = [
                    matching.save(writing, answer, settings.actor, workspace.now(), settings.office)
                    for answer in together
                ]
        titles = read_vacancies(connection, [answer.subject for answer in together])
        yield from (_summary(session, answer, titles[answer.subject].title) for answer in together)


def print_many(
    session: Session, workspace: Workspace, named: Sequence[str] | None, size: int, workers: int | None
) -> None:
    """Print the vacancies of many people, one a row; ``None`` names everybody in the pool."""
    from matcher.desk.batch import pool_people
    from matcher.store.vacancies import read_vacancies

    with workspace.database.snapshot() as connection:
        people = pool_people(workspace.matching) if named is None else list(dict.fromkeys(named))
        answers = _answers(session, workspace, connection, people, size, "candidate", workers)
        found = [
            (answer.subject, entry.rank, entry.id, entry.score, entry.verdict)
            for answer in answers
            for entry in (*answer.ranked, *answer.to_verify)
        ]
        titles = read_vacancies(connection, sorted({vacancy for _, _, vacancy, _, _ in found}))
    verdicts = {"eligible": session.text("compatibile", "eligible")}
    verdicts["to_verify"] = session.text("da verificare", "to verify")
    session.rows(
        (
            {
                "candidate": person,
                "rank": rank,
                "vacancy": vacancy,
                "title": titles[vacancy].title,
                "points": _points(session, score),
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
        "points": _points(session, first.score) if first else None,
    }


@command(
    "assign",
    "Ricollocazione collettiva: assegna un gruppo di persone ai posti aperti, nel modo migliore per tutti.",
    "Collective outplacement: assign a group of people to the open places, best for all together.",
)
@click.argument("candidates", nargs=-1)
@click.option(
    "--group",
    type=click.Path(path_type=Path, dir_okay=False),
    help=both(
        "File con i codici delle persone: uno per riga (.txt), o una tabella con la colonna «id_candidato».",
        "File with the people's codes: one a line (.txt), or a table with a column of ids.",
    ),
)
@click.option(
    "--province",
    "provinces",
    multiple=True,
    help=both(
        "Solo offerte in questa provincia (sigla); si può ripetere.", "Vacancies there only; repeatable."
    ),
)
@click.option(
    "--vacancy",
    "vacancies",
    multiple=True,
    help=both("Solo questa richiesta; si può ripetere.", "This vacancy only; repeatable."),
)
@click.option(
    "--to-verify",
    is_flag=True,
    help=both(
        "Usa anche le coppie con una domanda aperta, segnalandole.",
        "Use pairs with an open question too, and say so.",
    ),
)
@click.option(
    "--everyone-first",
    is_flag=True,
    help=both(
        "Prima più persone possibile con un posto, poi i punti.", "As many people as possible, then points."
    ),
)
@click.option(
    "--at-least",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help=both("Offerte coerenti che ognuno dovrebbe avere.", "Coherent vacancies everybody should have."),
)
@click.option(
    "--points",
    type=click.FloatRange(0, 100),
    metavar="0-100",
    default=0.0,
    show_default=True,
    help=both("Punti da cui un'offerta è coerente.", "Points from which a vacancy is coherent."),
)
def assign(
    session: Session,
    candidates: tuple[str, ...],
    group: Path | None,
    provinces: tuple[str, ...],
    vacancies: tuple[str, ...],
    to_verify: bool,
    everyone_first: bool,
    at_least: int,
    points: float,
) -> None:
    """Assign a group and print who goes where, and whom the vacancies leave out."""
    from matcher.cli.progress import progress
    from matcher.desk.assignment import assign as assign_group

    people = [*candidates, *(read_group(group) if group else ())]
    with session.open() as workspace:
        known = workspace.vocabularies.places.provinces
        sigle = [province.upper() for province in provinces]
        if unknown := [sigla for sigla in sigle if sigla not in known]:
            raise InputError(
                "E-ASG-004", f"La provincia «{unknown[0]}» non c'è.", "Usa la sigla, per esempio RE o MI."
            )
        label = session.text("Confronta", "Comparing")
        with progress(label) as report, workspace.database.snapshot() as connection:
            found = assign_group(
                workspace.matching,
                connection,
                people,
                provinces=sigle,
                vacancy_ids=vacancies or None,
                to_verify=to_verify,
                everyone_first=everyone_first,
                at_least=at_least,
                least_points=points,
                progress=report,
            )
        _print_assignment(session, workspace, found)


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


def _print_assignment(session: Session, workspace: Workspace, found: Assignment) -> None:
    from matcher.store.vacancies import read_vacancies

    with workspace.database.snapshot() as connection:
        titles = read_vacancies(connection, [placement.vacancy for placement in found.placements])
    placements = [
        {
            "candidate": placement.candidate,
            "vacancy": placement.vacancy,
            "title": titles[placement.vacancy].title,
            "places": ", ".join(place.text for place in titles[placement.vacancy].places),
            "points": _points(session, placement.score),
            "verdict": placement.verdict,
        }
        for placement in found.placements
    ]
    if session.format == "json":
        session.data(
            {
                **found.model_dump(mode="json", exclude={"placements"}),
                "placements": placements,
                "n_covered": found.n_covered,
                "unplaced": found.unplaced,
            }
        )
    elif session.format == "csv":
        session.rows(_people(found, placements), [(key, key, key) for key in _CSV])
    else:
        _show(session, workspace, found, placements)


_CSV = (
    "candidate", "vacancy", "title", "places", "points", "verdict", "eligible", "to_verify", "coherent",
    "covered", "reasons",
)  # fmt: skip


def _people(found: Assignment, placements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    placed = {row["candidate"]: row for row in placements}
    return [
        {
            **dict.fromkeys(_CSV, ""),
            "candidate": person.candidate,
            **placed.get(person.candidate, {}),
            "eligible": person.n_eligible,
            "to_verify": person.n_to_verify,
            "coherent": person.n_coherent,
            "covered": person.n_coherent >= found.at_least,
            "reasons": " | ".join(f"{code}: {count}" for code, count in person.reasons.items()),
        }
        for person in found.coverage
    ]


def _show(
    session: Session, workspace: Workspace, found: Assignment, placements: list[dict[str, Any]]
) -> None:
    n_people = len(found.coverage)
    session.say(
        f"{len(placements)} di {n_people} persone hanno un posto, fra {found.n_places} posti di "
        f"{found.n_vacancies} offerte, al {found.reference_date:%d/%m/%Y}.",
        f"{len(placements)} of {n_people} people have a place, among {found.n_places} places of "
        f"{found.n_vacancies} vacancies, on {found.reference_date:%d/%m/%Y}.",
    )
    verdicts = {"eligible": "", "to_verify": session.text("da verificare", "to verify")}
    session.rows(
        [{**row, "verdict": verdicts[row["verdict"]]} for row in placements],
        [
            ("candidate", "Persona", "Person"),
            ("vacancy", "Richiesta", "Vacancy"),
            ("title", "Titolo", "Title"),
            ("places", "Sede", "Place"),
            ("points", "Punti", "Points"),
            ("verdict", "", ""),
        ],
    )
    worth = f" da {found.least_points:g} punti" if found.least_points else ""
    points = f" worth {found.least_points:g} points" if found.least_points else ""
    session.say(
        f"Copertura: {found.n_covered} di {n_people} persone hanno almeno {found.at_least} offerte "
        f"compatibili{worth}.",
        f"Coverage: {found.n_covered} of {n_people} people have at least {found.at_least} eligible "
        f"vacancies{points}.",
    )
    if not found.uncovered:
        return
    labels = {code: reason for code, (_, reason) in workspace.gate.codes.items()}
    session.rows(
        [_uncovered(session, person, labels) for person in found.uncovered],
        [
            ("candidate", "Chi ne ha meno", "Who has fewer"),
            ("coherent", "Compatibili", "Eligible"),
            ("to_verify", "Da verificare", "To verify"),
            ("reasons", "Che cosa esclude le altre (quante)", "What excludes the others (how many)"),
        ],
    )


def _uncovered(session: Session, person: Coverage, labels: Mapping[str, Any]) -> dict[str, Any]:
    said = [
        f"{labels[code].label(session.language)} ({count})"
        for code, count in list(person.reasons.items())[:3]
    ]
    return {
        "candidate": person.candidate,
        "coherent": person.n_coherent,
        "to_verify": person.n_to_verify,
        "reasons": "; ".join(said),
    }


def _points(session: Session, score: int) -> object:
    from matcher.cli.phrases import points
    from matcher.domain.shortlist import SCORE_SCALE

    return points(session, score) if session.format == "table" else round(score * 100 / SCORE_SCALE, 4)


COMMANDS: dict[str, click.Command] = {"match-all": match_all, "assign": assign}
