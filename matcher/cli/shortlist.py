"""Commands that ask the pool: shortlist, vacancies-for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from matcher.cli.language import both
from matcher.cli.session import Session, command

if TYPE_CHECKING:
    from matcher.app import Workspace
    from matcher.domain.shortlist import Shortlist
    from matcher.domain.vacancy import Vacancy

__all__ = ["COMMANDS", "code_labels", "print_shortlist"]

_SIZE = click.option(
    "--size", "-n", type=click.IntRange(1, 500), help=both("Quante persone in rosa.", "Length of the list.")
)


@command(
    "shortlist",
    "Prepara la rosa di una richiesta e la salva.",
    "Make the shortlist of a vacancy and save it.",
)
@click.argument("vacancy")
@_SIZE
@click.option("--no-save", is_flag=True, help=both("Mostra senza salvare.", "Show without saving."))
def shortlist(session: Session, vacancy: str, size: int | None, no_save: bool) -> None:
    """Make, save and print a shortlist."""
    from matcher.desk.permissions import Action
    from matcher.desk.views import note_views

    with session.open() as workspace:
        acting = workspace.acting_for(Action.LOOK if no_save else Action.PREPARE)
        chosen = size or workspace.settings.shortlist_size
        matching = workspace.matching
        with workspace.database.snapshot() as connection:
            answer = matching.shortlist(connection, vacancy, chosen)
        shown = [one.id for one in (*answer.ranked, *answer.to_verify)]
        shown += [miss.id for miss in answer.near_misses]
        with workspace.database.transaction() as connection:
            if not no_save:
                answer = matching.save(connection, answer, acting.actor, acting.at, acting.office)
            note_views(connection, shown, "explanation", acting, vacancy=vacancy)
        print_shortlist(session, workspace, answer)


@command(
    "vacancies-for",
    "Offerte adatte a una persona, o a molte.",
    "Vacancies that fit a person, or many.",
)
@click.argument("candidates", metavar="CANDIDATE…", nargs=-1)
@_SIZE
@click.option(
    "--group",
    type=click.Path(path_type=Path, dir_okay=False),
    help=both(
        "Tutte le persone di un file: un codice per riga (.txt), o una tabella con «id_candidato».",
        "Everybody in a file: one id a line (.txt), or a table with a column of ids.",
    ),
)
@click.option("--all", "everybody", is_flag=True, help=both("Tutta la banca dati.", "The whole pool."))
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help=both(
        "Quanti processi; se non detto, secondo il lavoro.", "Processes; chosen by the work if omitted."
    ),
)
def vacancies_for(
    session: Session,
    candidates: tuple[str, ...],
    size: int | None,
    group: Path | None,
    everybody: bool,
    workers: int | None,
) -> None:
    """Print the vacancies that fit a person, or a row for each of many people's."""
    from matcher.cli.batch import print_many, read_group
    from matcher.desk.permissions import Action
    from matcher.desk.views import note_views

    if not (candidates or group or everybody):
        raise click.UsageError(
            session.text("Indica una persona, --group o --all.", "Name a person, or --group.")
        )
    with session.open() as workspace:
        chosen = size or workspace.settings.shortlist_size
        if group or everybody or len(candidates) > 1:
            named = [*candidates, *(read_group(group) if group else ())]
            print_many(session, workspace, None if everybody else named, chosen, workers)
            return
        acting = workspace.acting_for(Action.LOOK)
        with workspace.database.snapshot() as connection:
            answer = workspace.matching.vacancies_for(connection, candidates[0], chosen)
        with workspace.database.transaction() as connection:
            note_views(connection, [answer.subject], "offers", acting)
        print_shortlist(session, workspace, answer)


def print_shortlist(session: Session, workspace: Workspace, answer: Shortlist) -> None:
    """Print a shortlist in the session's format."""
    if session.format == "json":
        session.data(answer.model_dump(mode="json"))
    elif session.format == "csv":
        session.rows(_flat(answer), [("rank", "#", "#"), ("id", "Candidato/a", "Candidate")])
    else:
        from matcher.cli.english import in_language
        from matcher.cli.render import Wording, show_shortlist

        codes = {code: reason for code, (_, reason) in workspace.gate.codes.items()}
        title, names = _title(session, workspace, answer), _names(workspace, answer)
        labels = code_labels(session, workspace)
        answer = in_language(session, workspace, answer)
        show_shortlist(session, answer, Wording(title, codes, labels, names))


def _names(workspace: Workspace, answer: Shortlist) -> dict[str, str]:
    """Return the title and the place of the vacancies that a person's list shows."""
    from matcher.store.vacancies import read_vacancies

    if answer.direction == "vacancy":
        return {}
    listed = [entry.id for entry in (*answer.ranked, *answer.to_verify)]
    with workspace.database.snapshot() as connection:
        found = read_vacancies(connection, listed)
    return {name: f"{one.title} · {_places(one)}" for name, one in found.items()}


def _places(vacancy: Vacancy) -> str:
    return ", ".join(place.text for place in vacancy.places) or "—"


def code_labels(session: Session, workspace: Workspace) -> dict[str, str]:
    """Return the words for every code that a change, or a priority, may name."""
    found: dict[str, str] = {"true": session.text("sì", "yes"), "false": "no"}
    codes = workspace.codes
    for labels in codes.labels.values():
        found.update(labels if session.language != "en" else codes.in_english(labels))
    for code, (_, rule) in workspace.gate.priorities.items():
        found[code] = session.text(rule.label_it, rule.label_en)
    return found


def _flat(answer: Shortlist) -> list[dict[str, object]]:
    rows = []
    for person in (*answer.ranked, *answer.to_verify):
        row: dict[str, object] = {
            "rank": person.rank,
            "id": person.id,
            "verdict": person.verdict,
            "score": person.score,
            "points": round(person.points, 4),
        }
        row.update({c.component: c.points for c in person.contributions})
        row["questions"] = " | ".join(q.text_it for q in person.questions)
        rows.append(row)
    return rows


def _title(session: Session, workspace: Workspace, answer: Shortlist) -> str:
    from rich.markup import escape

    if answer.direction == "candidate":
        subject = escape(answer.subject)
        return session.text(f"Offerte adatte a {subject}", f"Vacancies for {subject}")
    from matcher.store.vacancies import get_vacancy

    with workspace.database.snapshot() as connection:
        vacancy: Vacancy = get_vacancy(connection, answer.subject).vacancy
    employer = (
        session.text("datore riservato", "confidential employer")
        if vacancy.employer.confidential
        else vacancy.employer.name
    )
    saved = f"{answer.id} · " if answer.id else ""
    head = escape(f"{saved}{vacancy.id} · {vacancy.title}")
    title = f"[bold]{head}[/] · {escape(employer or '—')} · {escape(_places(vacancy))}"
    return "\n".join([title, *map(escape, _to_confirm(session, vacancy))])


def _to_confirm(session: Session, vacancy: Vacancy) -> list[str]:
    """Say what the text of a vacancy states that does not act yet: it would answer questions of the list."""
    from matcher.desk.open_conditions import open_conditions
    from matcher.desk.requests import unconfirmed

    waiting = [*(one.quote for one in unconfirmed(vacancy)), *(one.quote for one in open_conditions(vacancy))]
    if not waiting:
        return []
    quotes = ", ".join(f"«{quote}»" for quote in waiting)
    return [
        session.text("Letto nel testo, da confermare: ", "Read in the text, to be confirmed: ") + quotes,
        f"  matcher vacancies confirm {vacancy.id}",
    ]


COMMANDS: dict[str, click.Command] = {
    "shortlist": shortlist,
    "vacancies-for": vacancies_for,
}
