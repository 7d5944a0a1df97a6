"""Work on one vacancy: confirming what was read from its text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from matcher.desk.conditions import confirmed_conditions
from matcher.domain.levels import RequirementLevel
from matcher.domain.vacancy import Requirement, Vacancy
from matcher.errors import InputError
from matcher.store.vacancies import VacancyRow, get_vacancy, set_vacancy

__all__ = ["confirm_requirements", "unconfirmed"]


def unconfirmed(vacancy: Vacancy) -> list[Requirement]:
    """Return what was read from the text and acts as *wanted* until an operator confirms it, in order."""
    return [requirement for requirement in vacancy.requirements if not requirement.confirmed]


def confirm_requirements(
    connection: Connection,
    vacancy_id: str,
    decisions: Mapping[int, RequirementLevel | None] | None,
    expected_version: int | None,
    actor: str,
    at: datetime,
) -> VacancyRow:
    """Confirm requirements read from the text; return the vacancy as it now is.

    Parameters
    ----------
    decisions : mapping of int to level, or None
        Number (from 1, as `unconfirmed` lists them) to level; a ``None`` level drops the requirement.
        ``None`` in place of the mapping confirms everything at the level that its words propose, and sets the
        conditions that the text states.
    expected_version : int or None
        Version that the operator had read; the current one if omitted.

    Raises
    ------
    InputError
        ``E-DSK-010`` for a number that is not in the list.
    NotFoundError, WorkspaceError
        If the vacancy is not in the store, or was changed in the meantime.
    """
    row = get_vacancy(connection, vacancy_id)
    waiting = unconfirmed(row.vacancy)
    chosen = decisions
    if chosen is None:
        chosen = {number: one.level for number, one in enumerate(waiting, start=1)}
    wrong = sorted(number for number in chosen if not 1 <= number <= len(waiting))
    if wrong:
        raise InputError(
            "E-DSK-010",
            f"«{vacancy_id}» non ha un requisito da confermare con il numero {wrong[0]}.",
            f"I numeri vanno da 1 a {len(waiting)}: vedi «matcher vacancies confirm {vacancy_id}»."
            if waiting
            else "Non c'è niente da confermare.",
        )
    version = row.version if expected_version is None else expected_version
    dropped = [waiting[number - 1].quote for number, level in chosen.items() if level is None]
    confirmed = row.vacancy.model_copy(
        update={
            "requirements": _decided(row.vacancy, chosen),
            "dropped_readings": tuple(dict.fromkeys([*row.vacancy.dropped_readings, *dropped])),
        }
    )
    if decisions is None:
        confirmed = confirmed_conditions(confirmed)
    set_vacancy(connection, confirmed, version, actor, at)
    return get_vacancy(connection, vacancy_id)


def _decided(vacancy: Vacancy, decisions: Mapping[int, RequirementLevel | None]) -> tuple[Requirement, ...]:
    kept: list[Requirement] = []
    number = 0
    for requirement in vacancy.requirements:
        if requirement.confirmed:
            kept.append(requirement)
            continue
        number += 1
        if number not in decisions:
            kept.append(requirement)
        elif (level := decisions[number]) is not None:
            kept.append(requirement.model_copy(update={"level": level, "confirmed": True}))
    return tuple(kept)
