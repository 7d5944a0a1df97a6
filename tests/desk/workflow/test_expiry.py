"""Vacancies past their last day: closed together, but for those that somebody works on."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.desk.availability import ask
from matcher.desk.vacancy_life import close_expired
from matcher.domain.vacancy import VacancyState
from matcher.errors import InputError
from matcher.plugin.events import Transition, Veto

V = VacancyState


def test_what_is_past_its_day_closes_in_one_go_unless_somebody_works_on_it(bureau) -> None:
    past, today = date(2026, 3, 1), date(2026, 3, 2)
    for name, changes in {
        "V-1": {"expires_on": past},
        "V-2": {"expires_on": past, "state": V.PUBLISHED},
        "V-3": {"expires_on": today},
        "V-4": {},
        "V-5": {"expires_on": past, "state": V.SUSPENDED},
    }.items():
        bureau.add(name, "C-1", **changes)
    at_work = bureau.add("V-6", "C-2", expires_on=past)
    with bureau.steps() as steps:
        ask(steps, at_work)
    with bureau.steps() as steps:
        closed, [left] = close_expired(steps)
    assert closed == ["V-1", "V-2"]
    assert (left.vacancy_id, left.it) == ("V-6", f"{at_work}: in verifica disponibilità")
    states = {name: bureau.vacancy(name) for name in ("V-1", "V-2", "V-3", "V-5", "V-6")}
    assert states == {
        "V-1": V.EXPIRED,
        "V-2": V.EXPIRED,
        "V-3": V.RECEIVED,
        "V-5": V.SUSPENDED,
        "V-6": V.PRESELECTION,
    }
    with pytest.raises(InputError, match="E-OPR-002"), bureau.steps(role="tutor") as steps:
        close_expired(steps)


def test_a_plugin_that_keeps_one_open_does_not_keep_the_others(bureau) -> None:
    for name in ("V-1", "V-2"):
        bureau.add(name, "C-1", expires_on=date(2026, 3, 1))
    bureau.judges = plugin = Keeping()
    with bureau.steps() as steps:
        closed, [left] = close_expired(steps)
    assert (closed, left.vacancy_id) == (["V-2"], "V-1")
    assert "oggi no" in left.it
    assert [event.vacancy for event in plugin.told] == ["V-2"]


class Keeping:
    """A plugin that lets one vacancy never expire."""

    def __init__(self) -> None:
        self.told: list[Transition] = []

    def before_transition(self, event: Transition, held):
        return [("prudenza", Veto("oggi no", "not today"))] if event.vacancy == "V-1" else []

    def observe(self, event: Transition):
        self.told.append(event)
        return []
