"""Who plays in the stories of the founding systems: people, shortlists and acts of the demo."""

from __future__ import annotations

from datetime import date
from typing import Any

from matcher.cli.staging import Stage

__all__ = [
    "OFFICE",
    "SHOWN",
    "act_of",
    "gap_pair",
    "last_shortlist",
    "people_for_the_vacancy",
    "people_of_the_province",
    "places_and_scores",
]

#: A forklift driver in the ceramics district, as in the main demo.
SHOWN = "VAC-0017"
OFFICE = "Ufficio collocamento mirato di Modena"
#: Beginning of the ISTAT codes of the municipalities of the province shown.
_PROVINCE = "036"


def places_and_scores(shortlist: Any) -> list[tuple[str, int]]:
    """Return ids and scores, in order: two lists that agree have the same."""
    return [(row.id, row.score) for row in (*shortlist.ranked, *shortlist.to_verify)]


def gap_pair(stage: Stage) -> tuple[str, str]:
    """Return a vacancy with an indispensable skill, and somebody of whom it is not known."""
    from matcher.store.vacancies import iterate_vacancies

    with stage.workspace.database.snapshot() as connection:
        names = [vacancy.id for vacancy in iterate_vacancies(connection)]
    for name in names:
        for row in stage.shortlist(name).to_verify:
            if [question.code for question in row.questions] == ["SKILL_UNPROVEN"]:
                return name, row.id
    return SHOWN, stage.shortlist(SHOWN, 6).ranked[-1].id


def people_for_the_vacancy(stage: Stage, number: int) -> list[str]:
    """Return people for the vacancy shown, those to verify after the eligible."""
    shortlist = stage.shortlist(SHOWN, number)
    return [row.id for row in (*shortlist.ranked, *shortlist.to_verify)][:number]


def people_of_the_province(stage: Stage, number: int) -> list[str]:
    """Return people who live in the province, the best placed first."""
    from matcher.store.candidates import read_candidates

    listed = people_for_the_vacancy(stage, 40)
    with stage.workspace.database.snapshot() as connection:
        homes = {name: one.home for name, one in read_candidates(connection, listed).items()}
    return [name for name in listed if (home := homes[name]) and home.code.startswith(_PROVINCE)][:number]


def last_shortlist(stage: Stage) -> str:
    """Return the id of the last shortlist saved for the vacancy shown."""
    from matcher.store.shortlists import list_shortlists

    with stage.workspace.database.snapshot() as connection:
        return list_shortlists(connection, SHOWN, limit=1)[0].shortlist.id


def act_of(authority: str) -> str:
    """Return an invented act, in force from this year on, as settings write it."""
    year = date.today().year
    return (
        f'authority = "{authority}"\nnumber = "0/{year}"\nissued_on = {year}-01-01\n'
        f"valid_from = {year}-01-01\nvalid_to = {year + 2}-12-31\n"
    )
