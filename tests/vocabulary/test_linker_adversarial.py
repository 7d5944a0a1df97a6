"""Links that must not be made, and links that must: on the vocabularies of the product."""

from __future__ import annotations

import csv

import pytest

from matcher.embedding.ngram import NgramEmbedder
from matcher.text.abbreviations import read_abbreviations
from matcher.text.normalise import normalise
from matcher.vocabulary.linker import Linker
from matcher.vocabulary.load import find_vocabularies, load_vocabulary
from matcher.vocabulary.schema import Kind

FOLDER = find_vocabularies()
EMBEDDER = NgramEmbedder.load()
ABBREVIATIONS = read_abbreviations(FOLDER / "words" / "abbreviations.csv")


def _places() -> frozenset[str]:
    with (FOLDER / "places" / "comuni.csv").open(encoding="utf-8", newline="") as stream:
        return frozenset(normalise(row["name"]) for row in csv.DictReader(stream))


@pytest.fixture(scope="module")
def linkers() -> dict[Kind, Linker]:
    kinds: tuple[Kind, ...] = ("occupation", "skill", "licence")
    places = _places()
    return {
        kind: Linker(load_vocabulary(kind, FOLDER), EMBEDDER, abbreviations=ABBREVIATIONS, places=places)
        for kind in kinds
    }


@pytest.mark.parametrize(
    ("title", "concept"),
    [
        ("OSS", "5321.oss"),
        ("O.S.S.", "5321.oss"),
        ("oss", "5321.oss"),
        ("operatrice socio sanitaria", "5321.oss"),
        ("OSA", "5322.osa_home_care"),
        ("RSPP", "2263.health_and_safety_officer"),
        ("responsabile di commessa", "1219.contract_project_manager"),
        ("resp. commessa", "1219.contract_project_manager"),
        ("commessa", "5223.shop_assistant"),
        ("commesso/a", "5223.shop_assistant"),
        ("saldatrice", "7212.welder"),
        ("saldatore/trice", "7212.welder"),
        ("cameriera ai piani", "9112.room_attendant"),
        ("cameriere/a di sala", "5131.waiter"),
        ("capo partita", "5120.chef_de_partie"),
        ("capo reparto", "5222.retail_department_supervisor"),
        ("addetta mensa", "9412.canteen_assistant"),
        ("direttrice mensa", "1412.canteen_manager"),
        ("educatrice professionale sanitaria", "2635.health_care_professional_educator"),
        ("educatrice", "2635.social_and_educational_worker"),
        ("mulettista", "8344.forklift_driver"),
        ("magaziniere", "4321.warehouse_keeper"),
        ("mgazziniere", "4321.warehouse_keeper"),
        ("magazziniera", "4321.warehouse_keeper"),
        ("camerire", "5131.waiter"),
        ("elettricsta", "7411.electrician"),
        ("Elettricista PES/PAV", "7411.electrician"),
        ("OSS per struttura anziani", "5321.oss"),
        ("OSS per struttura residenziale anziani", "5321.oss"),
        ("Magazziniere per cella frigorifera", "4321.warehouse_keeper"),
        ("Barista per chiosco in spiaggia", "5132.barista"),
        ("Cuoco per villaggio turistico in Sardegna", "5120.cook"),
        ("Giardiniere per manutenzione parchi pubblici", "6113.gardener"),
        ("Infermiere in sala operatoria", "2221.operating_theatre_nurse"),
        ("Operaio addetto al confezionamento salumi", "8183.food_packaging_operator"),
        ("Personale addetto alle pulizie", "9112.office_cleaner"),
        ("Operatore Socio Sanitario (OSS) - RSA", "5321.oss"),
        ("Autista patente CE + CQC + carta tachigrafica", "8332.articulated_truck_driver"),
        ("Camerieri/e ai piani stagione invernale", "9112.room_attendant"),
        ("Saldatore TIG/MIG", "7212.multiprocess_welder"),
        ("addetto scelta piastrelle", "8181.ceramic_sorting_operator"),
        ("op. macch. CNC", "7223.cnc_operator"),
        ("aut. pat. C", "8332.truck_driver_c"),
        ("add. pulizie", "9112.office_cleaner"),
        ("imp. amm.", "4110.office_clerk"),
        ("mag.", "4321.warehouse_keeper"),
        ("Addetto Casse Week End", "5230.cashier"),
        ("Barista part time Catania", "5132.barista"),
        ("n. 2 muratori - zona Sassuolo (L. 68/99)", "7112.bricklayer"),
        ("Liquidatore Sinistri Junior", "3315.claims_adjuster"),
        ("casse", "5230.cashier"),
        ("cucina", "5120.cook"),
        ("sala", "5131.waiter"),
        ("segreteria", "4120.secretary"),
        ("contabilità generale", "4311.accounting_clerk"),
        ("java developer", "2512.java_developer"),
        ("sviluppatrice Java", "2512.java_developer"),
        ("programmatore C++", "2512.cpp_developer"),
        ("back-end developer", "2512.back_end_developer"),
        ("backend developer", "2512.back_end_developer"),
        ("aiuto cuoco", "5120.assistant_cook"),
        ("capo cuoco", "3434.chef"),
        ("sous chef", "3434.sous_chef"),
        ("medico veterinario", "2250.veterinarian"),
        ("badante convivente", "5322.family_care_assistant"),
        ("colf", "9111.domestic_cleaner"),
        ("Infermiere/a libero professionista P.IVA", "2221.nurse"),
        ("Assistente sociale cat. D1", "2635.social_worker"),
        ("Capocantiere settore stradale", "3123.site_foreman"),
        ("Chef de rang per ristorante stellato (m/f)", "5131.waiter"),
        ("Autista patente C+E con CQC - linea nazionale", "8332.articulated_truck_driver"),
        ("barista anche senza esperienza", "5132.barista"),
        ("Infermiera no turni notturni", "2221.nurse"),
        ("AI engineer", "2511.data_scientist"),
        ("SALDATORE A FILO CARPENTERIA PESANTE", "7212.structural_welder"),
        ("Commessa settore abbigliamento e calzature", "5223.clothing_shop_assistant"),
        ("Capo cantiere opere stradali", "3123.road_works_foreman"),
        ("OSS per assistenza domiciliare part time", "5322.oss_home_care"),
        ("Conducente autobus linea urbana", "8331.bus_driver"),
        ("Receptionist hotel 4 stelle con inglese", "4224.hotel_receptionist"),
        ("Avviamento a selezione art. 16 L. 56/87: n. 1 operatore ecologico cat. A", "9611.refuse_collector"),
        ("Avviso pubblico per n. 2 muratori cat. B1", "7112.bricklayer"),
    ],
)
def test_titles_that_must_be_linked(linkers: dict[Kind, Linker], title: str, concept: str) -> None:
    result = linkers["occupation"].link([title])[0]
    assert (result.concept, result.ambiguous) == (concept, False)


@pytest.mark.parametrize(
    "text",
    [
        "non contabile",
        "addetto non contabile",
        "no cameriere",
        "tutto tranne cuoco",
        "escluso magazziniere",
        "senza esperienza",
        "no call center",
        "no turni",
        "C",
        "C++",
        "C#",
        "R",
        "Go",
        "js",
        "B",
        "B/BE",
        "RLS",
        "addetto",
        "responsabile",
        "operatrice",
        "astronauta",
        "esorcista",
        "xyzzy",
        "---",
        "",
        "1234",
    ],
)
def test_texts_that_are_no_occupation(linkers: dict[Kind, Linker], text: str) -> None:
    assert linkers["occupation"].link([text])[0].concept is None


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("OSS", "5322.osa_home_care"),
        ("OSA", "5321.oss"),
        ("responsabile di commessa", "5223.shop_assistant"),
        ("capo commessa", "5223.shop_assistant"),
        ("commessa", "1219.contract_project_manager"),
        ("operatore saldatrice", "7212.welder"),
        ("operatore saldatrice", "7212.solderer"),
        ("addetto alla saldatrice", "7212.welder"),
        ("cameriera ai piani", "5131.waiter"),
        ("cameriera di sala", "9112.room_attendant"),
        ("capo partita", "5222.retail_department_supervisor"),
        ("capo reparto", "5120.chef_de_partie"),
        ("addetto mensa", "1412.canteen_manager"),
        ("direttore mensa", "9412.canteen_assistant"),
        ("educatore", "2635.health_care_professional_educator"),
        ("educatore professionale sanitario", "2635.social_and_educational_worker"),
        ("javascript developer", "2512.java_developer"),
        ("sviluppatore JavaScript", "2512.java_developer"),
        ("programmatore C", "2512.cpp_developer"),
        ("programmatore C#", "2512.cpp_developer"),
        ("sviluppatore C", "2512.cpp_developer"),
        ("aiuto cuoco", "5120.cook"),
        ("aiuto cuoco", "3434.chef"),
        ("autista soccorritore", "8322.driver_generic"),
        ("muratura", "7112.bricklayer"),
        ("segretria", "4120.school_secretary"),
        ("saldatore TIG", "7212.mig_mag_welder"),
        ("cuoca di mare", "8350.sailor"),
        ("contabile del magazzino", "4321.warehouse_keeper"),
        ("medico veterinario", "2211.general_practitioner"),
        ("insegnante di scuola guida", "2341.primary_school_teacher"),
    ],
)
def test_titles_that_must_not_be_confused(linkers: dict[Kind, Linker], text: str, wrong: str) -> None:
    assert linkers["occupation"].link([text])[0].concept != wrong


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("C", "c_language"),
        ("linguaggio C", "c_language"),
        ("C++", "cpp"),
        ("c++", "cpp"),
        ("C#", "c_sharp"),
        ("R", "r_language"),
        ("Go", "go_language"),
        ("golang", "go_language"),
        ("Java", "java"),
        ("java", "java"),
        ("JavaScript", "javascript"),
        ("javascript", "javascript"),
        ("js", "javascript"),
        ("vue js", "vue_js"),
        ("Vue.js", "vue_js"),
        ("vuejs", "vue_js"),
        ("Python (primary)", "python"),
        ("python (base)", "python"),
        ("VB6", "vb6"),
        ("Visual Basic", "visual_basic"),
        (".NET", "dotnet"),
        ("Excel", "microsoft_excel"),
        ("excel (avanzato)", "advanced_excel"),
        ("excel (due anni)", "microsoft_excel"),
        ("saldare a TIG", "tig_welding"),
        ("saldatura TIG", "tig_welding"),
        ("utilizzare un computer", "computer_use"),
        ("uso del PC", "computer_use"),
        ("lavorare in gruppo", "teamwork"),
        ("pacchetto Office", "microsoft_office"),
        ("utilizzare microsoft office", "microsoft_office"),
    ],
)
def test_skills_that_must_be_linked(linkers: dict[Kind, Linker], text: str, concept: str) -> None:
    assert linkers["skill"].link([text])[0].concept == concept


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Java", "javascript"),
        ("JavaScript", "java"),
        ("js", "vue_js"),
        ("vue js", "javascript"),
        ("C", "cpp"),
        ("C", "c_sharp"),
        ("C++", "c_language"),
        ("C#", "c_language"),
        ("C#", "cpp"),
        ("R", "ruby"),
        ("scale", "scala"),
        ("sviluppo in C++", "c_language"),
        ("programmazione in Java", "javascript"),
        ("no Excel", "microsoft_excel"),
        ("senza saldatura", "welding"),
        ("non lavorare in gruppo", "teamwork"),
        ("saldatura TIG", "mig_mag_welding"),
        ("contabilità dei lavori", "accounting"),
    ],
)
def test_skills_that_must_not_be_confused(linkers: dict[Kind, Linker], text: str, wrong: str) -> None:
    assert linkers["skill"].link([text])[0].concept != wrong


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("patente", "B"),
        ("patente B", "B"),
        ("pat. B", "B"),
        ("patente b", "B"),
        ("patente BE", "BE"),
        ("patente be", "BE"),
        ("patente B+E", "BE"),
        ("patente A", "A"),
        ("patente C", "C"),
        ("patente CE", "CE"),
        ("patente C/E", "CE"),
        ("patente C+E", "CE"),
        ("patente D", "D"),
        ("patente DE", "DE"),
        ("CQC merci", "driver.cqc_goods"),
        ("CQC persone", "driver.cqc_passengers"),
        ("CQC trasporto persone", "driver.cqc_passengers"),
        ("RLS", "safety.rls"),
        ("RSPP", "safety.rspp"),
        ("patentino del muletto", "equipment.forklift_industrial"),
    ],
)
def test_licences_that_must_be_linked(linkers: dict[Kind, Linker], text: str, concept: str) -> None:
    assert linkers["licence"].link([text])[0].concept == concept


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("patente b", "BE"),
        ("patente be", "B"),
        ("patente B/BE", "B"),
        ("patente B/BE", "BE"),
        ("patente C", "CE"),
        ("patente D", "DE"),
        ("CQC", "driver.cqc_goods"),
        ("CQC merci", "driver.cqc_passengers"),
        ("CQC persone", "driver.cqc_goods"),
        ("RLS", "safety.rspp"),
        ("RSPP", "safety.rls"),
        ("ASPP", "safety.rspp"),
        ("non in possesso di patente B", "B"),
        ("senza patente", "B"),
        ("diploma", "B"),
    ],
)
def test_licences_that_must_not_be_confused(linkers: dict[Kind, Linker], text: str, wrong: str) -> None:
    assert linkers["licence"].link([text])[0].concept != wrong


@pytest.mark.parametrize(
    "pair",
    [
        ("saldatore", "saldatrice"),
        ("cameriere", "cameriera"),
        ("addetto alle vendite", "addetta alle vendite"),
        ("infermiere", "infermiera"),
        ("educatore", "educatrice"),
        ("direttore di banca", "direttrice di banca"),
        ("operaio edile", "operaia edile"),
        ("impiegato contabile", "impiegata contabile"),
        ("sviluppatore software", "sviluppatrice software"),
        ("parrucchiere", "parrucchiera"),
        ("professore universitario", "professoressa universitaria"),
        ("avvocato penalista", "avvocata penalista"),
        ("tecnico elettronico di bordo", "tecnica elettronica di bordo"),
        ("collaudatore di giostre", "collaudatrice di giostre"),
    ],
)
def test_both_genders_get_the_same_answer(linkers: dict[Kind, Linker], pair: tuple[str, str]) -> None:
    masculine, feminine = linkers["occupation"].link(pair)
    assert masculine.concept == feminine.concept
    assert [one.concept for one in masculine.alternatives] == [one.concept for one in feminine.alternatives]


#: Words that look like a label and mean something else: no link, or a question, but never these concepts.
_NEVER_SKILLS = """
    C99: c_language c_sharp cpp | R Studio: scientific_research | go to market: go_language | java script: java
    JavaFX: java javascript | scala mobile: scala | Swing: swift | Rubinetteria: ruby | rust removal: rust
    perle: perl | non Python: python | no Excel: microsoft_excel | senza SAP: sap | Access point: microsoft_access
    Spring cleaning: spring_framework cleaning | Lynx: linux | MIG: mag | angular js:
    saldatura di plastica: welding | Excel VBA: | pittura artistica: house_painting | guida turistica: van_driving
    conduzione mutui: boiler_operation | casse acustiche: cash_handling | reti da pesca: computer_networks
    banco frigo: bar_service | test psicologici: software_testing | patente B: intellectual_property_law
    patente BE: intellectual_property_law | patente nautica: intellectual_property_law | B: c_language | BE:
    C1: c_language | CE: | CQC persone: | RLS: | data center: data_entry | taglio erba: haircutting
    taglio capelli: lawn_care | digital printing: digital_marketing | ufficio stampa: offset_printing | Unity: unix
    node: | React Native: react | NoSQL: sql | MySQL: sql_server | SAS: sap | Word: wordpress
    TypeScript: javascript | contabilità industriale: accounting | assistenza bambini: elderly_care
    assistenza anziani: childcare | penetration test: software_testing | vendita assicurazioni: car_sales_skill
    scala: scale | vue: visio | senza esperienza in Java: java | mai usato AutoCAD: autocad
    nessuna conoscenza di SQL: sql | Kafka: kanban | Snowflake: snow_removal | Hive: beekeeping
    Postman: mail_delivery | Airflow: ventilation | Ethereum: honesty | C+: c_language cpp c_sharp
    reattivo: react | unità: game_engines | team: digital_communication_tools | net: dotnet | parole: patrolling
    cromo: colour_management | munizioni: blasting | generative: artificial_intelligence
"""
_NEVER_OCCUPATIONS = """
    non contabile: 3313.accountant_associate | commessa di lavoro: 5223.shop_assistant
    responsabile di commessa: 5223.shop_assistant | agente 007: 3322.sales_representative 3334.real_estate_agent
    sartiere: 8171.paper_machine_operator 7531.tailor | land developer: 2512.software_developer
    javascript developer: 2512.java_developer | account: 3313.accountant_associate
    fresatore dentale: 7223.milling_machinist | portiere di calcio: 5153.building_caretaker
    tornitore legno: 7223.turner | murales: 7112.bricklayer | direttore: 1412.canteen_manager
    parrucchiere per cani: 5141.hairdresser | educatore cinofilo: 2635.social_and_educational_worker
    infermiere veterinario: 2221.nurse | capo cuoco: 5120.cook | aiuto cuoco: 5120.cook
    direttore mensa: 9412.canteen_assistant | addetto mensa: 1412.canteen_manager
    autista CQC persone: 8332.truck_driver_c | autista CQC merci: 8331.bus_driver | cassiere bancario: 5230.cashier
    cameriera ai piani: 5131.waiter | cameriera di sala: 9112.room_attendant
    capo partita: 5222.retail_department_supervisor | capo reparto: 5120.chef_de_partie | OSS: 5322.osa_home_care
    OSA: 5321.oss | montatore video: 8211.mechanical_fitter | decoratore di torte: 7316.object_decorator
    steward di stadio: 5111.flight_attendant | tecnico radiologo: 3111.laboratory_technician
    maestro di sci: 2341.primary_school_teacher | maestra d'asilo: 3422.ski_instructor
    guida alpina: 5113.tour_guide | istruttore di guida: 5113.tour_guide | vigile del fuoco: 5412.police_officer
    vigile urbano: 5411.firefighter | medico del lavoro: 2423.labour_and_payroll_consultant
    consulente del lavoro: 2212.occupational_physician | carpentiere in ferro: 7115.roof_carpenter
    carpentiere in legno: 7214.metal_structure_carpenter | business developer: 2512.software_developer
    insegnante: 2352.special_needs_teacher | designer: 2166.web_designer | estensore: 5142.beautician
    interior designer: 2163.fashion_designer | tecnico caldaie: 3435.lighting_technician_stage
    operatore video: 7223.cnc_operator | segretario comunale: 4120.secretary
    direttore d'orchestra: 1342.medical_director | direttore lavori: 2652.conductor
    agente di polizia: 3322.sales_representative | RLS: 2263.health_and_safety_officer
    capo magazziniere: 4321.warehouse_keeper | elettrauto: 7411.electrician | senza esperienza come cuoco: 5120.cook
    nessun autista: 8322.driver_generic | meccanico aeronautico: 7231.car_mechanic | barbaro: 5141.barber
    barbone: 6210.charcoal_burner | pirata: 3423.yoga_pilates_instructor | pensionato: 3353.social_benefits_officer
    nessuno: 2529.penetration_tester | 123: 2635.anti_violence_centre_operator | diplomato: 1112.ambassador
    engineer: 2511.data_scientist | riabilitazione: 2269.occupational_therapist
    muratore per ristrutturazioni: 7111.house_renovator | istruttore per cani: 3423.fitness_instructor
    medico per animali: 2211.medical_doctor | psicologo per cavalli: 2634.psychologist
    corso per OSS: 5321.oss | materiale per elettricisti: 7411.electrician
    maestro di cerimonie: 2341.primary_school_teacher | fresatore di denti: 7223.milling_machinist
"""


def _cases(table: str) -> list[tuple[str, frozenset[str]]]:
    entries = [entry.partition(":") for line in table.strip().splitlines() for entry in line.split("|")]
    return [(words.strip(), frozenset(concepts.split())) for words, _, concepts in entries]


@pytest.mark.parametrize(("text", "never"), _cases(_NEVER_SKILLS))
def test_what_looks_like_a_skill_is_not_taken_for_it(linkers: dict[Kind, Linker], text: str, never) -> None:
    [found] = linkers["skill"].link([text])
    assert found.concept not in never, found
    if not never:
        assert found.concept is None or found.method in ("exact", "alternative"), found


@pytest.mark.parametrize(("text", "never"), _cases(_NEVER_OCCUPATIONS))
def test_what_looks_like_an_occupation_is_not_taken_for_it(
    linkers: dict[Kind, Linker], text: str, never
) -> None:
    [found] = linkers["occupation"].link([text])
    assert found.concept not in never, found


@pytest.mark.parametrize(
    ("title", "concept"),
    [
        ("Operai agricoli raccolta olive e potatura", "9211.olive_picker"),
        ("Conduttore forni", "8121.furnace_operator_metal"),
        ("Meccanico montatore trasfertista", "8211.travelling_fitter"),
        ("ASA RSA", "5322.asa_home_care"),
        ("Operaio/a di produzione alimentare", "8160.food_production_operator"),
        ("Addetto customer care lingua tedesca", "4222.inbound_operator"),
        ("Braccianti stagionali per raccolta pomodori", "9211.vegetable_picker"),
        ("aiuto cuoco agriturismo", "5120.assistant_cook"),
        ("Carrellista turno di notte settore logistica", "8344.forklift_driver"),
        ("Receptionist turnista lingue inglese e francese", "4224.hotel_receptionist"),
        ("Tecnico frigorista trasfertista", "7127.refrigeration_technician"),
        ("Insegnante di sostegno scuola paritaria", "2352.special_needs_teacher"),
        ("Manutentore elettromeccanico turnista", "7412.electromechanic"),
        ("Operatore call center outbound lingua spagnola", "5244.outbound_operator"),
        ("Barista serale weekend", "5132.bartender"),
        ("Badante notte con vitto e alloggio", "5322.family_care_assistant"),
        ("OSS RSA notturno", "5321.oss"),
        ("Operai vendemmia settembre", "9211.grape_picker"),
        ("Addetti inventario notturno", "4321.stock_clerk"),
        ("Montatore meccanico trasferta estero", "8211.mechanical_fitter"),
        ("Lavapiatti agriturismo weekend", "9412.dishwasher"),
        ("Guida turistica lingua spagnola", "5113.tour_guide"),
    ],
)
def test_when_where_and_in_which_language_make_no_other_job(
    linkers: dict[Kind, Linker], title: str, concept: str
) -> None:
    [found] = linkers["occupation"].link([title])
    assert found.concept == concept


@pytest.mark.parametrize(
    "title",
    [
        "portiere della nazionale",
        "direttore notturno",
        "personale di bordo lago",
    ],
)
def test_a_qualifier_makes_no_job_of_what_names_none(linkers: dict[Kind, Linker], title: str) -> None:
    [found] = linkers["occupation"].link([title])
    assert found.concept is None, found
