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
        ("Contratto dal 1/3/2027 al 31/8/2027", "start", ("2027-03-01",)),
        ("Contratto dal 1/3/2027 al 31/8/2027", "contract_months", ("6",)),
        ("Cameriera ai piani da giugno a settembre 2027", "start", ("2027-06-01",)),
        ("Cameriera ai piani da giugno a settembre 2027", "contract_months", ("4",)),
        ("Bagnino da metà maggio a fine settembre 2027", "start", ("2027-05-15",)),
        ("Hotel in montagna, stagione dicembre-aprile 2028", "start", ("2027-12-01",)),
        ("tempo determinato mesi 12", "contract_months", ("12",)),
        ("somministrazione di 1 mese con proroghe", "contract_months", ("1",)),
        ("dal lunedì al venerdì 8-12 14-18", "shifts", ("day",)),
        ("dal lunedì al venerdì 8-12 14-18", "days", ("lun", "mar", "mer", "gio", "ven")),
        ("da lun a ven h 8.00/12.00", "shifts", ("morning",)),
        ("Orario 9-13 e 16-20", "shifts", ("split",)),
        ("Turni 6-14, 14-22", "shifts", ("two_shifts",)),
        ("su tre turni (6-14/14-22/22-6)", "shifts", ("three_shifts",)),
        ("dal martedì alla domenica", "days", ("mar", "mer", "gio", "ven", "sab", "dom")),
        ("da lunedì a venerdì; straordinari il sabato", "days", ("lun", "mar", "mer", "gio", "ven")),
        ("6 ore giornaliere per 5 giorni a settimana", "weekly_hours", ("30", "30")),
        ("6,5 ore al giorno, 6 giorni su 7", "weekly_hours", ("39", "39")),
        ("Cantiere comunale: n. 6 operai generici", "openings", ("6",)),
        ("lavoro ibrido: 2 giorni in sede e 3 da remoto", "remote", ("hybrid",)),
        ("RAL 28-35k", "annual_pay", ("28000", "35000")),
        ("trasferte in Italia e all'estero", "travel", ("estero",)),
        ("Inizio gennaio 2028", "start", ("2028-01-01",)),
        ("campagna luglio-settembre 2028", "contract_months", ("3",)),
        ("Turni 6-14/14-22 e reperibilità", "shifts", ("on_call_duty", "two_shifts")),
        ("orario: lun-ven 14.30-18.30 + sabato mattina a rotazione", "shifts", ("afternoon",)),
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
        "telefonare dalle 9 alle 12 dal lunedì al venerdì",
        "la selezione si terrà dal 10/1/2027 al 20/2/2027",
        "negozio aperto da aprile a ottobre 2027",
        "iscrizioni dal 1/12/2026 al 31/1/2027",
        "chiuso per ferie dal 2/8/2027 al 22/8/2027",
        "durata 130 giornate lavorative",
        "partenza ore 4, rientro in giornata",
        "organizzazione dei turni, gestione turni del personale",
        "preparazione pranzo e cena",
        "finalizzato all'assunzione a tempo indeterminato",
        "ritiro merce ore 7-8",
        "partenza lunedì, rientro venerdì",
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


@pytest.mark.parametrize(
    ("title", "field", "values"),
    [
        ("Addetto casse week end", "shifts", ("weekend",)),
        ("OSS part time 24 ore", "weekly_hours", ("24", "24")),
        ("N. 3 posti di operatore ecologico", "openings", ("3",)),
    ],
)
def test_a_title_states_conditions_too(
    words: WordReader, title: str, field: str, values: tuple[str, ...]
) -> None:
    [found] = read_vacancies([Vacancy(id="V", title=title, description="")], words)
    assert {one.field: one.values for one in open_conditions(found.vacancy)}[field] == values


def test_the_description_is_believed_before_the_title(words: WordReader) -> None:
    told = Vacancy(id="V", title="Barista part time 20 ore", description="contratto di 24 ore settimanali")
    [found] = read_vacancies([told], words)
    assert {one.field: one.values for one in open_conditions(found.vacancy)}["weekly_hours"] == ("24", "24")


@pytest.mark.parametrize(
    ("text", "begins", "months"),
    [
        ("raccolta mele dal 20 agosto al 31 ottobre", "2027-08-20", "2"),
        ("periodo giugno/settembre", "2027-06-01", "4"),
        ("stagione dicembre-aprile", "2026-12-01", "5"),
    ],
)
def test_a_period_without_a_year_is_the_next_one(
    words: WordReader, text: str, begins: str, months: str
) -> None:
    found = read(words, text, received_on=date(2026, 12, 1))
    read_as = {one.field: one.values for one in open_conditions(found)}
    assert (read_as["start"], read_as["contract_months"]) == ((begins,), (months,))


@pytest.mark.parametrize("text", ["È preferibile chi è automunito", "Gradita auto propria"])
def test_a_vehicle_that_is_only_liked_is_no_condition(words: WordReader, text: str) -> None:
    assert not open_conditions(read(words, text))
