"""Inadmissible words: found where they ask something of the candidate, and nowhere else."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import VocabularyError
from matcher.vocabulary.lint import find_inadmissible, load_inadmissible
from matcher.vocabulary.load import find_vocabularies

FOLDER = find_vocabularies(None)
WORDS = load_inadmissible(FOLDER)
DATA = Path(os.environ.get("MATCHER_DATA", Path(__file__).parents[3] / "shared" / "data"))


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / "words" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("row", rows("inadmissible.csv"), ids=lambda row: row["example"])
def test_each_row_finds_its_example_and_leaves_its_counterexample(row: dict[str, str]) -> None:
    assert row["kind"] in [finding.kind for finding in find_inadmissible(row["example"], WORDS)]
    assert find_inadmissible(row["allowed"], WORDS) == []
    for column in ("reason_it", "reason_en", "suggestion_it", "suggestion_en", "legal_basis"):
        assert row[column]


@pytest.mark.parametrize("row", rows("boilerplate.csv"), ids=lambda row: row["example"])
def test_formulae_are_left_alone(row: dict[str, str]) -> None:
    assert find_inadmissible(row["example"], WORDS) == []


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Cercasi commessa max 30 anni", ["commessa", "max 30 anni"]),
        ("Si ricerca una segretaria con esperienza", ["segretaria"]),
        ("Barista, cameriera, cuoco", ["cameriera"]),
        ("Un'impiegata contabile", ["impiegata"]),
        ("Segretaria ambosessi L. 903/77", ["Segretaria"]),
        ("Personale femminile", ["Personale femminile"]),
        ("estetista donna", ["donna"]),  # the noun stays: it names the work
        (
            "età compresa tra 18 e 29 anni e bella presenza",
            ["età compresa tra 18 e 29 anni", "bella presenza"],
        ),
        ("eta' massima 40", ["eta' massima 40"]),
        ("ETÀ MAX 35", ["ETÀ MAX 35"]),
        ("under 35", ["under 35"]),
        ("tra i 20 e i 30 anni", ["tra i 20 e i 30 anni"]),
        ("non oltre i 40 anni", ["non oltre i 40 anni"]),
        ("con massimo trent'anni", ["massimo trent'anni"]),
        ("cercasi lavapiatti uomo", ["uomo"]),
        ("non in stato interessante", ["in stato interessante"]),
        ("nessuna disabilità", ["nessuna disabilità"]),
        ("candidato giovane", ["candidato giovane"]),
        ("Cerchiamo giovani motivati", ["Cerchiamo giovani"]),
        ("giovani neolaureati in economia", ["giovani"]),
        ("giovane magazziniere italiano", ["giovane", "italiano"]),
        ("mamma o casalinga per pulizie", ["mamma"]),
        ("insegnante italiano, traduttore russo, cuoco cinese", []),
        ("badante italiana", ["italiana"]),
        ("no stranieri", ["no stranieri"]),
        ("italiano madrelingua", ["italiano madrelingua"]),
        ("nubile senza figli", ["nubile", "senza figli"]),
        ("Preferibile residenza a Modena", ["residenza a Modena"]),
        ("domiciliato nelle vicinanze", ["domiciliato nelle vicinanze"]),
        ("milite assolto", ["milite assolto"]),
        ("di sana e robusta costituzione", ["sana e robusta costituzione"]),
        ("2 anni esperienza, agilità fisica", ["agilità fisica"]),
        ("fedina penale pulita", ["fedina penale pulita"]),
        ("inviare curriculum vitae completo di foto", ["inviare curriculum vitae completo di foto"]),
        ("indicare ultima retribuzione", ["ultima retribuzione"]),
        ("solo percettori NASpI", ["percettori NASpI"]),
        ("solo con sgravi", ["solo con sgravi"]),
        ("Ricerca riservata alle categorie protette", ["riservata alle categorie protette"]),
        ("Operaia, età 20-30, automunita", ["Operaia", "età 20-30"]),
        ("Waitress, young graduates, CV with photo", ["Waitress", "young graduates", "CV with photo"]),
        (
            "Italian citizens only, between 20 and 30 years old",
            ["Italian citizens only", "between 20 and 30 years old"],
        ),
    ],
)
def test_what_asks_something_of_the_candidate(text: str, quotes: list[str]) -> None:
    assert [finding.quote for finding in find_inadmissible(text, WORDS)] == quotes


@pytest.mark.parametrize(
    "text",
    [
        "Pensionato universitario cerca portiere",
        "Commesso/a",
        "Commessa/o",
        "commessi/e",
        "Addetto/a alle vendite",
        "Addetto vendite",
        "Cameriere di sala",
        "Cameriere/a",
        "Cameriera/e",
        "Cameriere o cameriera",
        "cuoco/cuoca",
        "Impiegato/a amministrativo/a",
        "Impiegato / Impiegata amministrativa",
        "Segreteria di sede",
        "Segreteria organizzativa",
        "Hostess/Steward di Cassa e Accoglienza",
        "Hostess e steward",
        "Responsabile di commessa",
        "gestione delle commesse",
        "Commesse di lavorazione in corso",
        "Capo commessa impianti",
        "giovane azienda in forte crescita",
        "azienda giovane e dinamica",
        "team giovane",
        "Team giovane, ambiente dinamico",
        "giovani clienti",
        "educatore per giovani con disabilità",
        "centro di aggregazione giovanile",
        "Esperienza 2-3 anni",
        "3-5 anni di esperienza",
        "2 anni esperienza",
        "massimo 2 anni di esperienza",
        "da oltre 50 anni nel settore",
        "20 anni di attività",
        "assistenza anziani",
        "assistenza a persona anziana",
        "Badante per signora anziana",
        "L'offerta è rivolta ad ambosessi (L. 903/77 e 125/91)",
        "Il presente annuncio è rivolto ad entrambi i sessi, ai sensi delle leggi 903/77 "
        "e 125/91, e a persone di tutte le età e tutte le nazionalità, ai sensi dei "
        "decreti legislativi 215/03 e 216/03.",
        "I candidati ambosessi (D.Lgs. 198/2006) sono invitati a leggere l'informativa "
        "privacy ai sensi del Reg. UE 2016/679",
        "Aut. Min. Prot. n. 39-0012345 del 26/11/2004",
        "Ricerca rivolta anche a candidati appartenenti alle categorie protette L. 68/99",
        "senza distinzione di sesso, età, nazionalità",
        "conoscenza della lingua italiana B2",
        "Ottimo italiano e inglese",
        "Cuoco di cucina italiana",
        "addetto foto e video",
        "fotografo",
        "Photoshop",
        "elaborazione buste paga",
        "Addetto paghe e contributi",
        "RAL 30.000 euro",
        "retribuzione commisurata all'esperienza",
        "residenza per anziani",
        "RSA residenza sanitaria assistenziale",
        "clienti residenti",
        "Consegne a domicilio",
        "assistenza domiciliare",
        "disponibile trasferimento",
        "salute e sicurezza sul lavoro",
        "maggiorenne",
        "età minima 18 anni",
        "bambini di età compresa tra 3 e 6 anni",
        "Allenatore under 15",
        "reparto abbigliamento donna",
        "parrucchiere uomo/donna",
        "presenza in sede",
        "buona presenza sui social",
        "attractive salary",
        "cloud native",
        "single page application",
        "pratiche NASpI",
        "fisso più incentivi",
        "Premi e incentivi",
        "Preferibilmente iscritto a corso di laurea",
        "neolaureato",
        "primo impiego",
        "automunito, patente B",
        "lavoro su turni anche notturni",
        "capacità di sollevare pesi fino a 15 kg",
        "serietà e puntualità",
        "tecnologie impiegate",
        "la risorsa sarà addetta alla cassa",
        "La figura, inserita in reparto, sarà impegnata",
        "Coordina le cameriere ai piani",
        "sostituzione maternità",
        "figlio d'arte",
        "nido d'infanzia, famiglie con figli",
        "Company with young team",
        "Family business",
        "Diploma, inglese, disponibilità turni",
        "Segretaria/o",
        "Segretario/a di studio medico",
        "segretaria (m/f)",
        "Educatrice/ore",
        "Educatore/trice",
        "Infermiere/a",
        "m/f",
        "Donne e uomini",
        "abbigliamento femminile",
        "calzature donna",
        "orario 9-18",
        "40 ore settimanali",
        "CCNL commercio, 14 mensilità",
        "ricerca personale qualificato",
        "nuove aperture 2025",
        "certificato antipedofilia D.Lgs. 39/2014",
        "insegnante di religione",
        "operatore per ragazzi autistici",
        "Doposcuola ragazzi scuole medie",
        "Si offre contratto a tempo determinato di 24 mesi",
        "Cerchiamo un educatore per ragazzi",
        "Cerchiamo persone per assistenza anziani",
        "Cercasi autista per signora",
    ],
)
def test_what_asks_nothing(text: str) -> None:
    assert [finding.quote for finding in find_inadmissible(text, WORDS)] == []


def test_a_finding_explains_itself_in_both_languages() -> None:
    (italian,) = find_inadmissible("Richiesta bella presenza.", WORDS)
    (english,) = find_inadmissible("Richiesta bella presenza.", WORDS, "en")
    assert (italian.start, italian.end, italian.quote) == (10, 24, "bella presenza")
    assert "aspetto" in italian.reason
    assert "Appearance" in english.reason
    assert italian.suggestion
    assert "276/2003" in italian.legal_basis


@given(st.text(max_size=300))
def test_quotes_are_the_text_itself_in_order_without_overlaps(text: str) -> None:
    last = 0
    for finding in find_inadmissible(text + " bella presenza " + text, WORDS):
        assert finding.quote == (text + " bella presenza " + text)[finding.start : finding.end]
        assert finding.start >= last
        last = finding.end
    assert last > 0


@pytest.mark.data
def test_the_real_vacancies_of_a_job_centre() -> None:
    path = DATA / "pes_vacancies_it_dev" / "vacancies.csv"
    if not path.is_file():
        pytest.skip("development data sets absent: set MATCHER_DATA")
    with path.open(encoding="utf-8", newline="") as stream:
        found = [
            (row["id"], finding.quote)
            for row in csv.DictReader(stream)
            for column in ("title", "place", "requirements")
            for finding in find_inadmissible(row[column], WORDS)
        ]
    assert found == [("48", "agilità fisica")]


def test_a_pattern_that_does_not_compile_names_its_row(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    heading = "pattern,kind,check,reason_it,reason_en,suggestion_it,suggestion_en,legal_basis\n"
    (tmp_path / "words" / "inadmissible.csv").write_text(heading + "(,age,,r,r,s,s,b\n")
    (tmp_path / "words" / "boilerplate.csv").write_text("pattern\n")
    with pytest.raises(VocabularyError, match="riga 2"):
        load_inadmissible(tmp_path)


def test_modal_words_have_one_known_level_each() -> None:
    levels = {row["phrase"]: row["level"] for row in rows("modal.csv")}
    assert len(levels) == len(rows("modal.csv"))
    assert set(levels.values()) == {"must", "strongly_wanted", "wanted", "none", "ask", "must_not"}
    assert levels["indispensabile"] == "must"
    assert levels["titolo preferenziale"] == "strongly_wanted"
    assert levels["anche prima esperienza"] == "none"
    assert levels["richiesto"] == "ask"


@pytest.mark.parametrize(
    "text",
    [
        "senza 104",
        "No 104",
        "no L. 104/92",
        "non beneficiari di L. 104",
        "Si cerca OSS, astenersi beneficiari legge 104",
        "che non usufruisca della legge 104/1992",
        "privi di permessi 104",
        "esclusi titolari di permessi ex L.104",
        "non avere la 104",
        "senza congedi parentali",
    ],
)
def test_who_has_a_right_to_leave_may_not_be_left_out(text: str) -> None:
    assert [one.kind for one in find_inadmissible(text, WORDS)] == ["disability"]


@pytest.mark.parametrize(
    "text",
    [
        "Assistenza a persone con legge 104",
        "Gestione permessi L. 104 e congedi parentali per ufficio paghe",
        "via Emilia n. 104",
        "hotel di 104 camere",
        "non più di 104 ore",
        "senza 104 camere da rifare non si finisce",
        "Sostituzione di congedo parentale",
        "Conoscenza della normativa su L. 104 e maternità",
    ],
)
def test_words_about_leave_that_shut_nobody_out_are_left_alone(text: str) -> None:
    assert find_inadmissible(text, WORDS) == []
