from __future__ import annotations

from datetime import date

import pytest

from matcher.domain.levels import Cefr, Evidence, SkillLevel
from matcher.exchange.candidates import CandidateReader
from matcher.exchange.claims import parse_work, write_work
from matcher.exchange.labels import Labels
from matcher.vocabulary.bundle import Vocabularies


@pytest.fixture(scope="module")
def reader(labels: Labels, vocabularies: Vocabularies) -> CandidateReader:
    return CandidateReader(labels, vocabularies.places)


def test_every_cell_reaches_its_field(reader: CandidateReader) -> None:
    parts, problems = reader.read(
        {
            "id_candidato": "C-1",
            "comune_domicilio": "Sassuolo (MO)",
            "professione_cercata": "mulettista; magazziniere",
            "esperienze": "magazziniere | 2019-03 | 2021-06 | Ditta X | carico | ore=20 (certificata); cuoco",
            "competenze": "uso del muletto (avanzato, certificata); Excel; latino (assente)",
            "titoli_studio": "diploma di scuola superiore | logistica; laurea (estero, non riconosciuto)",
            "lingue": "inglese B2; tedesco (scolastico)",
            "patenti": "B; CE scad. 31/05/2027; patentino muletto",
            "automunito": "x",
            "max_km": "30",
            "fonte_vincoli": "patto di servizio",
            "data_vincoli": "15/01/2026",
            "settori_esclusi": "commercio; 10.51",
            "nome": "Maria",
            "telefono": "+39 333 1234567",
            "sesso": "F",
            "parole_persona": "ho un bambino piccolo",
        }
    )
    assert problems == []
    assert parts is not None
    person = parts.candidate
    assert person.home is not None
    assert (person.home.kind, person.home.code) == ("municipality", "036040")
    assert [mention.text for mention in person.wanted or ()] == ["mulettista", "magazziniere"]
    assert person.work is not None
    job = person.work[0]
    assert (job.start, job.end) == (date(2019, 3, 1), date(2021, 6, 30))
    assert (job.weekly_hours, job.employer, job.evidence) == (20, "Ditta X", Evidence.CERTIFIED)
    assert person.skills is not None
    assert (person.skills[0].level, person.skills[2].lacking) == (SkillLevel.ADVANCED, True)
    assert person.education is not None
    assert [(one.eqf, one.field, one.recognised) for one in person.education] == [
        (4, "logistics", None),
        (6, "", False),
    ]
    assert [(one.language, one.level) for one in person.languages or ()] == [("en", Cefr.B2), ("de", Cefr.A2)]
    assert [one.concept for one in person.licences or ()] == ["B", "CE", "equipment.forklift_industrial"]
    assert person.own_vehicle is True
    assert person.constraints[0].source == "patto_di_servizio"
    assert person.refused_sectors == ("G", "C10")
    assert parts.contact is not None
    assert parts.contact.first_name == "Maria"
    assert parts.protected is not None
    assert parts.protected.own_words == ("ho un bambino piccolo",)
    assert "bambino" not in person.model_dump_json()
    assert "Maria" not in person.model_dump_json()


@pytest.mark.parametrize(
    ("cell", "job", "employer", "start", "end", "months"),
    [
        ("Cuoca presso Rossi srl 05/2018 - 12/2022", "Cuoca", "Rossi srl", (2018, 5, 1), (2022, 12, 31), None),
        ("Cuoco 2012-2026", "Cuoco", "", (2012, 1, 1), (2026, 12, 31), 168),
        ("OSS in RSA dal 2020 ad oggi", "OSS in RSA", "", (2020, 1, 1), None, None),
        ("Impiegata contabile presso Studio Verdi, 6 anni", "Impiegata contabile", "Studio Verdi", None, None, 72),
        ("addetta pulizie 3 anni e 2 mesi", "addetta pulizie", "", None, None, 38),
        ("cuoca", "cuoca", "", None, None, None),
        ("barista 2019-2020 e cuoco 2021-2022", "barista 2019-2020 e cuoco 2021-2022", "", None, None, None),
        ("2019-2020", "2019-2020", "", None, None, None),
        ("Commessa presso Coin |", "Commessa presso Coin", "", None, None, None),
    ],
)  # fmt: skip
def test_a_job_written_as_a_phrase_says_employer_and_time(
    reader: CandidateReader,
    cell: str,
    job: str,
    employer: str,
    start: tuple[int, int, int] | None,
    end: tuple[int, int, int] | None,
    months: int | None,
) -> None:
    parts, problems = reader.read({"id_candidato": "C-1", "esperienze": cell})
    assert problems == []
    assert parts is not None
    [work] = parts.candidate.work or ()
    assert (work.occupation.text, work.employer, work.months) == (job, employer, months)
    assert (work.start, work.end) == (start and date(*start), end and date(*end))
    again = parse_work(write_work(work))
    assert again == work


@pytest.mark.parametrize(
    ("licences", "concepts"),
    [
        ("B", ["B", "health.oss"]),
        ("nessuna", ["health.oss"]),
        ("B; attestato OSS", ["B", "health.oss"]),
        ("", None),
    ],
)
def test_a_certificate_among_the_qualifications_is_one(
    reader: CandidateReader, licences: str, concepts: list[str] | None
) -> None:
    cells = {"id_candidato": "C-1", "patenti": licences, "titoli_studio": "licenza media; Attestato OSS; B"}
    parts, problems = reader.read(cells)
    assert problems == []
    assert parts is not None
    held = parts.candidate.licences
    assert (held if held is None else [one.concept for one in held]) == concepts
    assert [one.title for one in parts.candidate.education or ()] == ["licenza media", "Attestato OSS", "B"]


def test_blank_is_not_asked_and_none_is_declared(reader: CandidateReader) -> None:
    parts, _ = reader.read({"id_candidato": "C-1", "patenti": "nessuna", "lingue": "-"})
    assert parts is not None
    person = parts.candidate
    assert (person.licences, person.languages, person.skills) == ((), (), None)
    assert parts.contact is None
    assert parts.protected is None


def test_all_the_problems_of_a_row_are_found_together(reader: CandidateReader) -> None:
    parts, problems = reader.read(
        {
            "sintesi": "chiamami al 333 1234567",
            "esperienze": "cuoco | 2021-06 | 2019-03; | 2020",
            "lingue": "inglese boh",
            "automunito": "forse",
            "max_km": "tanti",
            "disponibile_dal": "31/02/2026",
            "data_nascita": "01/02/85",
        }
    )
    assert parts is None
    assert sorted(problem.field for problem in problems) == [
        "automunito",
        "data_nascita",
        "disponibile_dal",
        "esperienze",
        "esperienze",
        "id_candidato",
        "lingue",
        "max_km",
        "sintesi",
    ]
    assert all(problem.reason and problem.remedy for problem in problems)


@pytest.mark.parametrize(
    "text", ["scrivimi a m.rossi@example.org", "cell. 333.1234567", "tel 0536 123456", "RSSMRA85B41F257X"]
)
def test_contact_data_in_free_text_are_refused(reader: CandidateReader, text: str) -> None:
    _, problems = reader.read({"id_candidato": "C-1", "sintesi": text})
    assert [problem.field for problem in problems] == ["sintesi"]
    assert "colonna" in problems[0].remedy


@pytest.mark.parametrize(
    "text", ["Dal 2019 al 2021 ho mosso 300 colli al giorno", "ISO 9001:2015, 12.000 ore"]
)
def test_figures_of_work_are_no_contact_data(reader: CandidateReader, text: str) -> None:
    assert reader.read({"id_candidato": "C-1", "sintesi": text})[1] == []


def test_an_id_that_says_who_the_person_is_is_refused(reader: CandidateReader) -> None:
    _, problems = reader.read({"id_candidato": "RSSMRA85B41F257X"})
    assert "codice fiscale" in problems[0].reason


def test_commas_separate_where_every_item_is_known(reader: CandidateReader) -> None:
    parts, _ = reader.read(
        {"id_candidato": "C-1", "patenti": "B, C, CQC merci", "lingue": "inglese B1, francese"}
    )
    assert parts is not None
    assert [one.concept for one in parts.candidate.licences or ()] == ["B", "C", "driver.cqc_goods"]
    assert [one.language for one in parts.candidate.languages or ()] == ["en", "fr"]


def test_a_whole_record_is_taken_as_it_is_with_its_problems_in_italian(reader: CandidateReader) -> None:
    tree = {
        "id": "C-1",
        "languages": [{"language": "en", "level": 4}],
        "constraints": [{"kind": "max_distance_km", "value": 30}],
        "contact": {"candidate_id": "C-1", "first_name": "Maria"},
    }
    assert reader.is_record(tree)
    assert not reader.is_record({"id": "C-1", "languages": "inglese B2"})
    parts, problems = reader.read_record(tree)
    assert problems == []
    assert parts is not None
    assert parts.contact is not None
    assert parts.candidate.constraints[0].value == 30
    _, problems = reader.read_record({"summary": 3, "languages": [{"level": 9}], "altro": 1})
    found = {problem.field: problem.reason for problem in problems}
    assert found["id"] == "manca"
    assert found["altro"] == "questo campo non esiste"
    assert "ammessi" in found["languages.0.level"]


def test_a_record_with_the_contacts_of_somebody_else_is_refused(reader: CandidateReader) -> None:
    _, problems = reader.read_record({"id": "C-1", "contact": {"candidate_id": "C-2", "email": "a@b.it"}})
    assert problems[0].value == "C-2"
