"""Work on one vacancy: confirming what was read from its text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from matcher.desk.open_conditions import decided_condition, open_conditions
from matcher.domain.levels import RequirementLevel
from matcher.domain.vacancy import ReadCondition, Requirement, Vacancy
from matcher.errors import InputError
from matcher.store.vacancies import VacancyRow, get_vacancy, set_vacancy

__all__ = ["AS_READ", "Decision", "confirm_requirements", "unconfirmed"]

#: What a person says of one reading: its level, as it was read, or (``None``) that the words mean none.
Decision = RequirementLevel | Literal["as_read"] | None
AS_READ: Literal["as_read"] = "as_read"


def unconfirmed(vacancy: Vacancy) -> list[Requirement]:
    """Return what was read from the text and acts as *wanted* until an operator confirms it, in order."""
    return [requirement for requirement in vacancy.requirements if not requirement.confirmed]


def confirm_requirements(
    connection: Connection,
    vacancy_id: str,
    decisions: Mapping[int, Decision] | None,
    expected_version: int | None,
    actor: str,
    at: datetime,
) -> VacancyRow:
    """Confirm requirements and conditions read from the text; return the vacancy as it now is.

    Parameters
    ----------
    decisions : mapping of int to Decision, or None
        Number (from 1: the requirements as `unconfirmed` lists them, then the conditions of `open_conditions`)
        to what was decided. ``None`` in place of the mapping confirms everything as it was read.
    expected_version : int or None
        Version that the operator had read; the current one if omitted.

    Raises
    ------
    InputError
        ``E-DSK-010`` for a number that is not in the list, ``E-DSK-011`` for a level of a condition.
    NotFoundError, WorkspaceError
        If the vacancy is not in the store, or was changed in the meantime.
    """
    row = get_vacancy(connection, vacancy_id)
    waiting, conditions = unconfirmed(row.vacancy), open_conditions(row.vacancy)
    many = len(waiting) + len(conditions)
    chosen = dict.fromkeys(range(1, many + 1), AS_READ) if decisions is None else decisions
    _check(vacancy_id, chosen, len(waiting), many)
    version = row.version if expected_version is None else expected_version
    readings: list[Requirement | ReadCondition] = [*waiting, *conditions]
    dropped = [readings[number - 1].quote for number, decision in chosen.items() if decision is None]
    confirmed = row.vacancy.model_copy(
        update={
            "requirements": _decided(row.vacancy, chosen),
            "dropped_readings": tuple(dict.fromkeys([*row.vacancy.dropped_readings, *dropped])),
        }
    )
    for number, condition in enumerate(conditions, start=len(waiting) + 1):
        if number in chosen:
            confirmed = decided_condition(confirmed, condition, keep=chosen[number] is not None)
    set_vacancy(connection, confirmed, version, actor, at)
    return get_vacancy(connection, vacancy_id)


def _check(vacancy_id: str, chosen: Mapping[int, Decision], requirements: int, many: int) -> None:
    """Refuse numbers that are not in the list, and levels for what has none."""
    wrong = sorted(number for number in chosen if not 1 <= number <= many)
    if wrong:
        raise InputError(
            "E-DSK-010",
            f"«{vacancy_id}» non ha niente da confermare con il numero {wrong[0]}.",
            f"I numeri vanno da 1 a {many}: vedi «matcher vacancies confirm {vacancy_id}»."
            if many
            else "Non c'è niente da confermare.",
        )
    levelled = [n for n, decision in chosen.items() if n > requirements and decision not in (AS_READ, None)]
    if levelled:
        raise InputError(
            "E-DSK-011",
            f"Il numero {levelled[0]} è una condizione del lavoro: non ha un livello.",
            f"Scrivi {levelled[0]}=sì per confermarla, {levelled[0]}=togli se il testo non lo dice.",
        )


def _decided(vacancy: Vacancy, decisions: Mapping[int, Decision]) -> tuple[Requirement, ...]:
    kept: list[Requirement] = []
    number = 0
    for requirement in vacancy.requirements:
        if requirement.confirmed:
            kept.append(requirement)
            continue
        number += 1
        if number not in decisions:
            kept.append(requirement)
        elif (decision := decisions[number]) is not None:
            level = requirement.level if decision == AS_READ else decision
            kept.append(requirement.model_copy(update={"level": level, "confirmed": True}))
    return tuple(kept)
