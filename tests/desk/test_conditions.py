"""Conditions that the text of a vacancy states: read, told, and set when an operator confirms them."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.desk.open_conditions import confirmed_conditions, open_conditions
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
        ("6,5 ore al giorno dal lunedì al sabato", "weekly_hours", ("39", "39")),
        ("Trasferte all'estero", "travel", ("estero",)),
        ("RAL 24.500", "annual_pay", ("24500", "24500")),
        ("RAL 28.000 - 32.000 euro", "annual_pay", ("28000", "32000")),
        ("1.450 euro lordi mensili per 13", "annual_pay", ("18850", "18850")),
        ("1.300 euro netti al mese più mance", "pay_text", ("1.300 euro netti al mese",)),
        ("paga oraria 9,80 euro lordi", "pay_text", ("paga oraria 9,80 euro lordi",)),
        ("CCNL Commercio, liv. 4. Inizio subito", "collective_agreement", ("CCNL Commercio, liv. 4",)),
        ("Entrata in servizio: 1 febbraio 2027", "start", ("2027-02-01",)),
        ("part time, dal 15/01/2027", "start", ("2027-01-15",)),
        ("t. det. 6 mesi", "contract_months", ("6",)),
        ("t. det. 6 mesi", "contracts", ("fixed_term",)),
        ("Cerchiamo 10 operai/e", "openings", ("10",)),
        ("5 posti, part-time", "openings", ("5",)),
        ("tempo det. 3 mesi + proroga", "contract_months", ("3",)),
        ("cerca n. 2 autisti con patente B", "openings", ("2",)),
        ("CCNL Logistica 6° livello", "collective_agreement", ("CCNL Logistica 6° livello",)),
        ("rimborso spese di 800 euro mensili", "pay_text", ("rimborso spese di 800 euro mensili",)),
        ("turno 23-7", "shifts", ("night",)),
        ("Orario 18.00 - 02.00, 6 giorni su 7", "shifts", ("evening", "night")),
    ],
)
def test_conditions_are_read(words: WordReader, text: str, field: str, values: tuple[str, ...]) -> None:
    assert {one.field: one.values for one in open_conditions(read(words, text))}[field] == values


@pytest.mark.parametrize(
    "text",
    [
        "chiuso lunedì",
        "personale serio e motivato",
        "persone serie, lettura delle note musicali",
        "stagione dic-mar",
        "assistenza 24 ore su 24",
        "no turni",
        "presidio h24",
        "domenica e giovedì pomeriggio liberi",
        "riposo il martedì e la domenica",
        "6 ore al giorno",
        "corso di 16 ore",
        "formazione sicurezza 16 ore, trasferte giornaliere",
        "ore 7-9 e 12.30-14.30",
        "cerchiamo barista dal 15 giugno al 15 settembre per locale da 80 coperti",
        "struttura con 40 posti letto",
        "buoni pasto da 7 euro",
    ],
)
def test_other_words_are_no_condition(words: WordReader, text: str) -> None:
    assert not {"days", "weekly_hours", "shifts", "openings", "pay_text", "annual_pay", "start"} & {
        one.field for one in open_conditions(read(words, text)) if one.quote not in ("h24",)
    }


@pytest.mark.parametrize(
    ("text", "received", "start"),
    [
        ("Part time, dal 15 gennaio", date(2026, 12, 1), "2027-01-15"),
        ("Inizio: 15 gennaio", date(2027, 1, 15), "2027-01-15"),
        ("Contratto a tempo determinato dal 1° giugno al 30 settembre", date(2026, 12, 1), "2027-06-01"),
        ("Assunzione dal 3 dicembre", date(2026, 12, 4), "2027-12-03"),
        ("Inizio 29 febbraio", date(2026, 12, 1), "2028-02-29"),
        ("Inizio 15 gennaio 2028", date(2026, 12, 1), "2028-01-15"),
        ("Inizio 31 febbraio", date(2026, 12, 1), None),
        ("Part time, dal 15 gennaio", None, None),
    ],
)
def test_a_date_without_a_year_is_the_next_one(
    words: WordReader, text: str, received: date | None, start: str | None
) -> None:
    found = {one.field: one.values for one in open_conditions(read(words, text, received_on=received))}
    assert found.get("start") == (None if start is None else (start,))


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


@pytest.mark.parametrize(
    "text",
    [
        "paga provinciale",
        "CCNL Commercio",
        "t. det. 6 mesi",
        "leggere l'informativa privacy (Reg. UE 679/2016)",
    ],
)
def test_what_is_offered_and_formulae_of_law_ask_for_nothing(words: WordReader, text: str) -> None:
    assert not read(words, text).requirements


@pytest.mark.parametrize("text", ["È preferibile chi è automunito", "Gradita auto propria"])
def test_a_vehicle_that_is_only_liked_is_no_condition(words: WordReader, text: str) -> None:
    assert not open_conditions(read(words, text))
