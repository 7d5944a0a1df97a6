"""Italian advertisements, sentence by sentence: what is asked for, what is not needed, what is shut out."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.desk.linkers import make_finder
from matcher.embedding.ngram import NgramEmbedder
from matcher.vocabulary.active import load_active
from matcher.vocabulary.extract import SkillFinder


@pytest.fixture(scope="module")
def finder() -> SkillFinder:
    return make_finder(load_active(Path(), None).by_kind.values(), NgramEmbedder.load())


#: Sentence > what is asked for > what is not needed or shut out.
_SENTENCES = """
Si richiede buona conoscenza del pacchetto Office e della posta elettronica. > microsoft_office email_and_calendar_tools
Indispensabile il patentino del muletto in corso di validità. > equipment.forklift_industrial
Non è richiesta esperienza, verrà fatta formazione. >
Gradita la conoscenza di AutoCAD; non serve SolidWorks. > autocad > solidworks
Esperienza nella saldatura a TIG, lettura del disegno meccanico. > tig_welding mechanical_drawing_reading
Requisiti: diploma, patente B, disponibilità a turni. > diploma B shift_work
Il candidato si occuperà della fatturazione. > invoicing
Cerchiamo una persona con capacità di lavorare in gruppo e orientamento al cliente. > teamwork customer_orientation
Richiesto inglese fluente, il tedesco è un plus. > en de
È escluso chi non ha la patente C. > C
Astenersi se privi di patente B. > B
Non è necessario conoscere l'inglese ma serve il francese. > fr > en
Ottime capacità comunicative, precisione e problem solving. > communication attention_to_detail problem_solving
Uso di macchine a controllo numerico Heidenhain e Fanuc. > cnc_machining heidenhain_control fanuc_control
Gestione della cassa e allestimento degli scaffali. > cash_handling shelf_replenishment
Preparazione di impasti e farcitura di torte. > dough_making cake_decorating
Assistenza alla persona anziana, igiene e somministrazione dei pasti. > elderly_care feeding_assistance
Nessuna conoscenza informatica richiesta. > > computer_use
Conoscenza di Java e Spring, preferibile ma non obbligatoria quella di Kotlin. > java spring_framework kotlin
Sono esclusi profili con esperienza in call center. > > call_center_work
Laurea in ingegneria meccanica. > laurea
Possesso dell'attestato HACCP; gradito quello antincendio. > other.haccp safety.fire_1
Guida del furgone per consegne in provincia di Modena. > van_driving
Conoscenza di SQL, Python o R. > sql python r_language
Manutenzione di impianti elettrici civili e industriali. > electrical_maintenance
Non si richiede il possesso della patente. > > B
Rifacimento letti e pulizia delle camere. > bed_making
Utilizzo del trattore e potatura della vite. > tractor_driving vine_pruning
Preferibile esperienza con SAP, non con AS400. > sap > as_400
Esperienza pregressa e utilizzo del gestionale Zucchetti. > zucchetti_software
Necessaria certificazione F-GAS. > other.fgas
Contabilità generale, prima nota, dichiarazioni IVA. > general_accounting accounting
Competenze in social media marketing, SEO e Google Analytics. > social_media_marketing seo web_analytics
Lavorazione del legno e montaggio di mobili. > woodworking furniture_assembly
Preferibilmente con conoscenza della lingua araba. > ar
Assemblaggio di quadri elettrici. > panel_wiring
Carico e scarico merci con transpallet elettrico. > loading_unloading pallet_truck_use
Non ho esperienza con SAP ma conosco bene Excel. > microsoft_excel > sap
Sprovvisti di patente B: non candidarsi. >
No call center, no vendita porta a porta. > > call_center_work
Richiesta conoscenza di Docker e Kubernetes; AWS costituisce titolo preferenziale. > containers aws
API REST in Java, test con JUnit, versioni con Git. > api_development java test_automation_tools version_control
Inglese B2, francese non necessario. > en > fr
Senza necessità di patente. > > B
Deve saper programmare a bordo macchina Fanuc. > cnc_programming fanuc_control
Conduzione delle linee e controllo qualità a bordo macchina. > plant_conduction quality_control
Igiene personale degli ospiti e mobilizzazione. > personal_hygiene_care
Preparazione ordini con radiofrequenza. > order_picking barcode_scanner
Non cerchiamo esperti di WordPress. > > wordpress
Uso delle cesoie elettriche in vigneto. > pruning
Disponibilità dal mattino presto. >
Cerchiamo persona precisa e organizzata. > attention_to_detail organisational_skills
Ristorante cerca cameriera solare e motivata per la stagione. > sociability commitment
Ambiente dinamico e flessibile, orario flessibile, contratto serio. >
Gestione e formazione del personale. > staff_coordination staff_training
Pulizia di camere e bagni. > cleaning bathroom_cleaning
Si occuperà della potatura e della conduzione di trattori. > pruning tractor_driving
Sostituzione pneumatici e tagliandi. > vehicle_service
Assistenza all'igiene personale degli anziani. > personal_hygiene_care
Esperienza con persone affette da Alzheimer. > dementia_care
"""


def _cases() -> list[tuple[str, frozenset[str], frozenset[str]]]:
    found = []
    for line in _SENTENCES.strip().splitlines():
        sentence, *sides = [part.strip() for part in line.split(">")]
        asked, denied = (frozenset(side.split()) for side in (*sides, "")[:2])
        found.append((sentence, asked, denied))
    return found


@pytest.mark.parametrize(("sentence", "asked", "denied"), _cases())
def test_a_sentence_says_what_is_asked_and_what_is_not(
    finder: SkillFinder, sentence: str, asked, denied
) -> None:
    mentions = [
        one for one in finder.find(sentence) if one.concept and one.kind not in ("schedule", "availability")
    ]
    required = {one.concept for one in mentions if one.polarity == "required"}
    others = {one.concept for one in mentions if one.polarity != "required"}
    assert asked <= required
    assert denied <= others
    assert not required & denied
    # at most one thing beyond what was expected: the rest of the sentence asks for nothing
    assert len(required - asked) <= 1
    assert all(sentence[one.start : one.end] == one.text for one in mentions)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hobby: calcio, fotografia, viaggi. Uso del transpallet elettrico.", {"pallet_truck_use"}),
        ("HOBBY E INTERESSI\nfotografia, nuoto", set()),
        ("Nel tempo libero suono musica e gioco a calcio.", set()),
        ("Amo cucinare e camminare in montagna. Uso bene Excel.", {"microsoft_excel"}),
        ("Mi piace lavorare in gruppo.", {"teamwork"}),
    ],
)
def test_what_is_done_for_fun_is_no_skill(finder: SkillFinder, text: str, found: set[str]) -> None:
    [mentions] = finder.find_all([text], of_person=True)
    assert {one.concept for one in mentions if one.kind == "skill"} == found


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Ho 45 anni e due figli.", []),
        ("Cercasi baby sitter per due bambini di 3 e 6 anni.", []),
        ("Ho 5 anni di esperienza in officina.", [5.0]),
        ("Ho lavorato dieci anni come impiegata.", [10.0]),
    ],
)
def test_an_age_is_no_experience(finder: SkillFinder, text: str, years: list[float]) -> None:
    assert [one.value for one in finder.find(text) if one.kind == "experience"] == years


def test_a_field_far_from_its_title_is_not_its_field(finder: SkillFinder) -> None:
    [education] = [
        one
        for one in finder.find(
            "Dopo il diploma di ragioneria ho lavorato dieci anni come impiegata amministrativa."
        )
        if one.kind == "education"
    ]
    assert education.text == "diploma di ragioneria"


@pytest.mark.parametrize(
    "text",
    [
        "Mi chiamo Marco.",
        "Nome: Paolo Russo",
        "Cognome: Greco",
        "Sono di religione musulmana.",
        "La nostra azienda, fondata nel 1970, opera nel packaging con rispetto dell'ambiente.",
        "Laboratori musicali per la scuola primaria.",
    ],
)
def test_names_beliefs_and_firms_are_nothing_to_have(finder: SkillFinder, text: str) -> None:
    assert [one for one in finder.find(text) if one.kind in ("skill", "language", "education")] == []


def test_a_firm_one_worked_for_is_no_skill(finder: SkillFinder) -> None:
    mentions = finder.find("Magazziniere presso Logistica Padana: carico e scarico")
    assert [one.concept for one in mentions] == ["loading_unloading"]


@pytest.mark.parametrize("text", ["Lingue: Inglese, Russo", "Conoscenza Russo", "Madrelingua Russo"])
def test_russian_is_still_a_language(finder: SkillFinder, text: str) -> None:
    assert "ru" in {one.concept for one in finder.find(text)}
