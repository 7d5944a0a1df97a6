"""Contacts in running text, as people write them to be read by people alone; and figures that are none."""

from __future__ import annotations

import pytest

from matcher.text.contacts import find_contacts
from matcher.text.personal import without_personal

HOSTILE = (
    ("phone", "3 3 3 1 2 3 4 5 6 7"),
    ("phone", "chiamami al 333 1234567"),
    ("phone", "cell. 333.12.34.567"),
    ("phone", "tel. 333-12-34-567"),
    ("phone", "+39 (333) 765-4321"),
    ("phone", "0039 333 9999888"),
    ("phone", "whatsapp 3331234567"),
    ("phone", "3 3 3-1 2 3-4 5 6 7"),
    ("phone", "(333) 1234567"),
    ("phone", "333/1234567"),
    ("phone", "333_123_4567"),
    ("phone", "39 347 1234567"),
    ("phone", "tel 0536 123456"),
    ("phone", "fisso 059 12 34 56"),
    ("phone", "059/123456"),
    ("phone", "(059) 123456"),
    ("phone", "02 1234 5678"),
    ("phone", "06-12345678"),
    ("phone", "0536123456"),
    ("phone", "+39 0522 123456"),
    ("phone", "+40 721 234 567"),
    ("phone", "0033 6 12 34 56 78"),
    ("phone", "tre tre tre uno due tre quattro cinque sei sette"),
    ("phone", "tre, quattro, sette, uno, due, tre, quattro, cinque, sei, sette"),
    ("phone", "reperibile al 347  1234  567"),
    ("phone", "348–123–4567"),
    ("phone", "numero: 3.4.7.1.2.3.4.5.6.7"),
    ("email", "scrivimi a m.rossi@example.org"),
    ("email", "fatou(at)gmail.com"),
    ("email", "fatou (at) gmail (dot) com"),
    ("email", "fatou [at] gmail [punto] com"),
    ("email", "fatou chiocciola gmail punto com"),
    ("email", "fatou chiocciola libero.it"),
    ("email", "fatou.diop at gmail dot com"),
    ("email", "fatou.diop at hotmail.it"),
    ("email", "fatou @ gmail . com"),
    ("email", "fatou@gmail"),
    ("email", "mail: f_diop{at}yahoo.it"),
    ("email", "fatou(chiocciola)studio-rossi(punto)it"),
    ("email", "FATOU@GMAIL.COM"),
    ("email", "fatou @libero.it"),
    ("tax_code", "RSSMRA85B41F257X"),
    ("tax_code", "RSS MRA 80E45 H223 K"),
    ("tax_code", "RSSMRA 80 E45 H223K"),
    ("tax_code", "R S S M R A 8 0 E 4 5 H 2 2 3 U"),
    ("tax_code", "rssmra80e45h223k"),
    ("tax_code", "cf: RSS-MRA-80E45-H223K"),
    ("tax_code", "RSS.MRA.80E45.H223.K"),
)
HARMLESS = (
    "Dal 2019 al 2021 ho mosso 300 colli al giorno",
    "ISO 9001:2015, 12.000 ore",
    "Dal 01/03/2019 al 30/06/2020 presso un'officina",
    "01.03.2019 - 30.06.2020",
    "dal 03/2019 al 05/2020",
    "anni scolastici 2018/2019 e 2019/2020",
    "2015-2018, 2018-2021",
    "orario 06.30-14.30",
    "turni 06.00-14.00, 14.00-22.00, 22.00-06.00",
    "orari 08:00-12:00 e 14:00-18:00",
    "dalle 8.30 alle 12.30 e dalle 14 alle 18",
    "41049 Sassuolo, 41121 Modena",
    "CAP 00184 Roma",
    "09100 09121 Cagliari",
    "P.IVA 03456789012",
    "partita IVA 01234567890",
    "presso Rossi srl (03265430367)",
    "prot. 0123456/2020",
    "protocollo n. 3331234567",
    "matricola 0123456789",
    "pratica 3471234567",
    "ordine 3381234567",
    "delibera n. 0123456",
    "fatturato 3.500.000,00 euro",
    "budget di € 350.000",
    "travi da 300 350 400 mm",
    "tensioni 380 400 1000 V",
    "pesi fino a 320 340 3500 kg",
    "lotti 01 02 03 04 05",
    "D.Lgs. 81/2008, 16 ore",
    "corso HACCP di 8 ore, attestato 2021",
    "3 anni e 6 mesi, poi 2 anni",
    "3 turni su 7 giorni, 40 ore",
    "patente B, C, CQC dal 2012",
    "scala a chiocciola metallica. Ho lavorato in cantiere",
    "scale a chiocciola in ferro e legno",
    "ho lavorato at Google e poi in proprio",
    "5 pezzi @ 3 euro",
    "uno due tre stella con i bambini",
    "quattro anni, due mesi, sei giorni",
    "saldatura TIG 141, MIG 131, elettrodo 111",
    "EN 1090, EN ISO 9606-1, 15614-1",
    "assistente 24 ore su 24, 7 giorni su 7",
    "per noi 20 a 30 e 100 a volte",
    "Excel 2016, Windows 10, SAP R/3",
    "classe L-19, LM-85 bis, 180 CFU",
    "temperature da -20 a 35 gradi",
    "0-3 anni e 3-6 anni",
    "circa 3.000 pezzi l'ora, 24.000 al giorno",
    "magazzino di 35.000 mq con 120 addetti",
)


@pytest.mark.parametrize(("kind", "text"), HOSTILE)
def test_a_contact_is_found_however_it_is_written(kind: str, text: str) -> None:
    assert [one.kind for one in find_contacts(text)] == [kind]
    around = f"Ho lavorato in fonderia, {text}. Patente B."
    assert [one.kind for one in find_contacts(around)] == [kind]


@pytest.mark.parametrize("text", HARMLESS)
def test_figures_of_work_are_no_contact(text: str) -> None:
    assert find_contacts(text) == []


def test_several_are_found_where_they_stand() -> None:
    text = "Tel. 333 1234567 o fatou(at)gmail.com, cf RSSMRA85B41F257X"
    assert [(one.kind, text[one.start : one.end]) for one in find_contacts(text)] == [
        ("phone", "333 1234567"),
        ("email", "fatou(at)gmail.com"),
        ("tax_code", "RSSMRA85B41F257X"),
    ]


def test_a_curriculum_is_kept_without_them() -> None:
    kept = without_personal(
        "Saldatore TIG\nscrivimi: fatou chiocciola gmail punto com o 3 3 3 1 2 3 4 5 6 7\n10 anni di officina"
    )
    assert "fatou" not in kept
    assert not any(digits in kept for digits in ("3 3 3", "4 5 6"))
    assert "10 anni di officina" in kept
