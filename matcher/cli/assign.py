"""The command assign: collective outplacement, who goes where and whom the vacancies leave out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.batch import WORKERS, crew_size, points_cell, read_group
from matcher.cli.language import both
from matcher.cli.seen import note_seen
from matcher.cli.session import Session, command
from matcher.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matcher.app import Workspace
    from matcher.domain.assignment import Assignment, Coverage

__all__ = ["COMMANDS"]


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
@WORKERS
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
    workers: int | None,
) -> None:
    """Assign a group and print who goes where, and whom the vacancies leave out."""
    from matcher.app import Workspace
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
        matching = workspace.matching
        n_pairs = len(people) * sum(partition.n_rows for partition in matching.pool.vacancies)
        with progress(label) as report, workspace.database.snapshot() as connection:
            found = assign_group(
                matching,
                connection,
                people,
                provinces=sigle,
                vacancy_ids=vacancies or None,
                to_verify=to_verify,
                everyone_first=everyone_first,
                at_least=at_least,
                least_points=points,
                opener=partial(Workspace, workspace.folder),
                n_workers=crew_size(workers, n_pairs),
                progress=report,
            )
        note_seen(workspace, [one.candidate for one in found.coverage], "assignment")
        _print_assignment(session, workspace, found)


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
            "points": points_cell(session, placement.score),
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


COMMANDS: dict[str, click.Command] = {"assign": assign}
