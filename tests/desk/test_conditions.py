"""Conditions that the text of a vacancy states: read, told, and set when an operator confirms them."""

from __future__ import annotations

import pytest

from matcher.desk.conditions import confirmed_conditions, open_conditions
from matcher.desk.vacancy_words import read_vacancies
from matcher.desk.words import WordReader
from matcher.domain.vacancy import Vacancy


def read(words: WordReader, text: str, **stated: object) -> Vacancy:
    [found] = read_vacancies([Vacancy(id="V", title="Mulettista", description=text, **stated)], words)
    return found.vacancy


@pytest.mark.parametrize(
    ("text", "field", "values"),
    [
        ("Tempo determinato, 40 ore su due turni", "contracts", ("fixed_term",)),
        ("Tempo determinato, 40 ore su due turni", "weekly_hours", ("40", "40")),
        ("Tempo determinato, 40 ore su due turni", "shifts", ("two_shifts",)),
        ("part-time 20-24 ore", "weekly_hours", ("20", "24")),
        ("contratto di 38,5 ore", "weekly_hours", ("38", "39")),
        ("lavoro full time", "weekly_hours", ("36", "40")),
        ("orario lun-ven", "days", ("lun", "mar", "mer", "gio", "ven")),
        ("dal lunedì al sabato", "days", ("lun", "mar", "mer", "gio", "ven", "sab")),
        ("Automunita", "needs_vehicle", ()),
        ("Si offre vitto e alloggio", "lodging", ()),
        ("lavoro da remoto", "remote", ("remote",)),
    ],
)
def test_conditions_are_read(words: WordReader, text: str, field: str, values: tuple[str, ...]) -> None:
    assert {one.field: one.values for one in open_conditions(read(words, text))}[field] == values


@pytest.mark.parametrize(
    "text", ["chiuso lunedì", "stagione dic-mar", "assistenza 24 ore su 24", "no turni", "presidio h24"]
)
def test_other_words_are_no_condition(words: WordReader, text: str) -> None:
    assert not {"days", "weekly_hours", "shifts"} & {
        one.field for one in open_conditions(read(words, text)) if one.quote not in ("h24",)
    }


def test_what_a_column_states_is_not_read_again(words: WordReader) -> None:
    found = read(words, "Tempo determinato, due turni, automunito", contracts=("fixed_term",))
    assert {one.field for one in open_conditions(found)} == {"shifts", "needs_vehicle"}


def test_confirmed_they_are_set_and_until_then_they_are_not(words: WordReader) -> None:
    found = read(words, "Tempo determinato, 40 ore su due turni, automunito")
    assert (found.contracts, found.shifts, found.needs_vehicle) == (None, None, None)
    now = confirmed_conditions(found)
    assert (now.contracts, now.shifts, now.needs_vehicle) == (("fixed_term",), ("two_shifts",), True)
    assert (now.weekly_hours_min, now.weekly_hours_max) == (40, 40)
    assert not open_conditions(now)
