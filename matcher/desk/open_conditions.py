"""Conditions read from the text of a vacancy that wait for a person, and what setting one does."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from typing import Any

from matcher.domain.vacancy import ReadCondition, Vacancy

__all__ = ["LISTS", "confirmed_conditions", "decided_condition", "is_unset", "open_conditions"]

_PAIRS = {
    "weekly_hours": ("weekly_hours_min", "weekly_hours_max"),
    "annual_pay": ("annual_pay_min", "annual_pay_max"),
}
_DATES = {"start": ("start_from", "start_by")}
_NUMBERS = frozenset({"openings", "contract_months"})
_EMPTY: Container[object] = (None, "")
#: Fields that hold several codes.
LISTS = frozenset({"contracts", "shifts", "days", "travel"})


def open_conditions(vacancy: Vacancy) -> tuple[ReadCondition, ...]:
    """Return the conditions read from the text that nobody has set since."""
    return tuple(one for one in vacancy.read_conditions if is_unset(vacancy, one))


def confirmed_conditions(vacancy: Vacancy) -> Vacancy:
    """Return the vacancy with the conditions read from its text set."""
    for one in open_conditions(vacancy):
        vacancy = decided_condition(vacancy, one, keep=True)
    return vacancy.model_copy(update={"read_conditions": ()})


def decided_condition(vacancy: Vacancy, condition: ReadCondition, *, keep: bool) -> Vacancy:
    """Return the vacancy with one condition read from its text set, or not kept: it waits no more."""
    waiting = tuple(one for one in vacancy.read_conditions if one != condition)
    update = _as_fields(condition) if keep else {}
    return vacancy.model_copy(update={**update, "read_conditions": waiting})


def _as_fields(condition: ReadCondition) -> dict[str, Any]:
    """Return the fields of a vacancy that a condition sets."""
    field, values = condition.field, condition.values
    if field in _PAIRS:
        return dict(zip(_PAIRS[field], map(int, values), strict=True))
    if field in _DATES:
        return dict.fromkeys(_DATES[field], date.fromisoformat(values[0]))
    if field in LISTS:
        return {field: values}
    if field in _NUMBERS:
        return {field: int(values[0])}
    return {field: values[0] if values else True}


def is_unset(vacancy: Vacancy, condition: ReadCondition) -> bool:
    """Say whether no column states it; one place is what is assumed where nobody says how many."""
    if condition.field == "openings":
        return vacancy.openings == 1
    if condition.field == "pay_text" and vacancy.annual_pay_max is not None:
        return False
    names = _PAIRS.get(condition.field) or _DATES.get(condition.field) or (condition.field,)
    return all(getattr(vacancy, name) in _EMPTY for name in names)
