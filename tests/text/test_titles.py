"""Titles taken apart: several occupations in one, and what is not the occupation."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.text.abbreviations import read_abbreviations
from matcher.text.split import split_titles
from matcher.text.titles import read_title

ABBREVIATIONS = read_abbreviations(Path(__file__).parents[2] / "vocabularies" / "words" / "abbreviations.csv")
PLACES = frozenset({"catania", "acireale", "reggio emilia", "sassuolo"})


@pytest.mark.parametrize(
    ("title", "occupations"),
    [
        ("Barman / Chef / Cuoco / Cameriere", ["Barman", "Chef", "Cuoco", "Cameriere"]),
        ("Cuoco / Aiuto Cuoco / Cameriere / Lavapiatti", ["Cuoco", "Aiuto Cuoco", "Cameriere", "Lavapiatti"]),
        ("Addetti sala, cucina, pizzaioli", ["Addetti sala", "Addetti cucina", "pizzaioli"]),
        ("Muratore / Operaio Edile su Fune", ["Muratore", "Operaio Edile su Fune"]),
        (
            "Hostess/Steward di Cassa e Accoglienza",
            ["Hostess di Cassa e Accoglienza", "Steward di Cassa e Accoglienza"],
        ),
        (
            "Responsabile/Coordinatore di produzione",
            ["Responsabile di produzione", "Coordinatore di produzione"],
        ),
        ("Impiegato amministrativo/contabile", ["Impiegato amministrativo", "contabile"]),
        ("Cameriere/a di sala / barista", ["Cameriere di sala", "barista"]),
        ("impiegato/a, segretario/a", ["impiegato", "segretario"]),
        ("Cuoco e cameriere", ["Cuoco", "cameriere"]),
        ("OSS - Infermiere", ["OSS", "Infermiere"]),
        ("Cuoco (primi) / Pizzaiolo (forno a legna)", ["Cuoco (primi)", "Pizzaiolo (forno a legna)"]),
        ("Back End / Front End Developer", ["Back End Developer", "Front End Developer"]),
        ("Muratore, carpentiere; manovale", ["Muratore", "carpentiere", "manovale"]),
        ("Sviluppatore .NET / ASP.NET / C# / MVC", ["Sviluppatore .NET / ASP.NET / C# / MVC"]),
        ("Tax & Accounting Specialist", ["Tax & Accounting Specialist"]),
        ("Saldatore TIG/MIG", ["Saldatore TIG/MIG"]),
        ("Autista patente C/CE", ["Autista patente C/CE"]),
        ("Segreteria di Sede", ["Segreteria di Sede"]),
        ("Ricerca e sviluppo", ["Ricerca e sviluppo"]),
        ("Impiegato/a amministrativo/a", ["Impiegato amministrativo"]),
        ("Impiegato amministrativo/Impiegata amministrativa", ["Impiegato amministrativo"]),
        ("Addetto carico e scarico", ["Addetto carico e scarico"]),
        ("Cuoco / ", ["Cuoco"]),
        ("Varie posizioni", []),
        ("Diverse figure professionali", []),
        ("Candidatura spontanea", []),
        ("Qualsiasi", []),
        ("", []),
        (" / ", []),
    ],
)
def test_each_occupation_once(title: str, occupations: list[str]) -> None:
    assert split_titles(title) == occupations


def test_the_vocabulary_decides_where_words_do_not() -> None:
    known = {"addetto carico e scarico", "segreteria", "magazzino"}
    assert split_titles("Segreteria / Magazzino", lambda text: text.strip().lower() in known) == [
        "Segreteria",
        "Magazzino",
    ]
    assert split_titles("Segreteria / Magazzino") == ["Segreteria / Magazzino"]
    assert split_titles("Addetto carico e scarico", lambda text: text.lower() in known) == [
        "Addetto carico e scarico"
    ]


@pytest.mark.parametrize(
    ("title", "bare", "seniority"),
    [
        ("Operatore Elettrico Senior", "operatore elettrico", "senior"),
        ("Liquidatore Sinistri Junior", "liquidatore sinistri", "junior"),
        ("Operatori Esperti su Macchinari", "operatori su macchinari", "senior"),
        ("Apprendista parrucchiere", "parrucchiere", "trainee"),
        ("Stage - addetto marketing", "addetto marketing", "trainee"),
        ("Esperto contabile", "esperto contabile", ""),
        ("Esperto di marketing", "esperto di marketing", ""),
        ("Capo cuoco", "capo cuoco", ""),
        ("Aiuto cuoco", "aiuto cuoco", ""),
        ("n. 2 muratori - zona Catania (L. 68/99)", "muratori", ""),
        ("Barista part time 20 ore Catania CT", "barista", ""),
        ("Addetto casse week-end", "addetto casse", ""),
        ("Magazziniere full time Catania", "magazziniere", ""),
        ("Educatore/trice - Reggio Emilia", "educatore", ""),
        ("URGENTE cercasi pizzaiolo", "pizzaiolo", ""),
        ("Cercasi n. 3 addetti vendita (M/F)", "addetti vendita", ""),
        ("Impiegato categorie protette L. 68/99", "impiegato", ""),
        ("Commessa con esperienza", "commessa", ""),
        ("Receptionist m/f/d", "receptionist", ""),
        ("resp. amm.vo Sassuolo", "responsabile amministrativo", ""),
        ("Ricerca e sviluppo", "ricerca e sviluppo", ""),
        ("Autista di Catania e provincia", "autista di catania e provincia", ""),
        ("Catania", "catania", ""),
    ],
)
def test_what_is_not_the_occupation_is_set_apart(title: str, bare: str, seniority: str) -> None:
    read = read_title(title, ABBREVIATIONS, PLACES)
    assert (read.bare, read.seniority) == (bare, seniority)


def test_brackets_are_qualifiers_and_gender_endings_are_not() -> None:
    read = read_title("Receptionist (hotel 4 stelle) turnista")
    assert read.core == "receptionist turnista"
    assert read.qualifiers == ("hotel 4 stelle",)
    assert read_title("addetto(a) alle pulizie").core == "addetto alle pulizie"
    assert read_title("Python (primary)").core == "python"


def test_seniority_stays_in_the_core() -> None:
    assert read_title("Project manager senior").core == "project manager senior"


@given(st.text(max_size=80))
def test_any_text_can_be_read(title: str) -> None:
    read = read_title(title, ABBREVIATIONS, PLACES)
    assert read.text == title
    assert all(part.strip() == part and part for part in split_titles(title))
