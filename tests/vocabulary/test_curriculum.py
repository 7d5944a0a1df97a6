"""Curricula as people write them: the jobs with their times, and nothing that is no job."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.desk.words import open_word_reader
from matcher.embedding.open import open_embedder
from matcher.vocabulary.active import CORE_KINDS
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.curriculum import Curriculum, CurriculumReader
from matcher.vocabulary.load import find_vocabularies, load_vocabulary
from matcher.vocabulary.periods import find_periods
from matcher.vocabulary.places import load_places
from matcher.vocabulary.related import load_related


@pytest.fixture(scope="module")
def reader() -> CurriculumReader:
    folder = find_vocabularies()
    kinds = {kind: load_vocabulary(kind, folder) for kind in CORE_KINDS}
    words = open_word_reader(
        Vocabularies(kinds, load_places(folder), load_related(folder)), open_embedder(), None
    )
    return CurriculumReader(words.finder, words.linkers["occupation"])


def jobs(read: Curriculum) -> list[tuple[str | None, int | None, int | None]]:
    """Return each job with the year it began and its stated months."""
    return [(job.link.concept, job.period and job.period.first.year, job.months) for job in read.jobs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ho fatto il muratore in Marocco per 8 anni e qui ho lavorato come manovale edile (2013-2016 Edilcoop).",
            [("7112.bricklayer", None, 96), ("9313.building_labourer", 2013, None)],
        ),
        (
            "- ott 2022/oggi: OSS c/o RSA Villa Serena\n- 2018/2022: assistente familiare (badante) convivente",
            [("5321.oss", 2022, None), ("5322.family_care_assistant", 2018, 48)],
        ),
        (
            "tornitore cnc fanuc heidenhain 15 anni esp. leggo disegno meccanico. prima fresatore trad.",
            [("7223.cnc_turner", None, 180), ("7223.milling_machinist", None, None)],
        ),
        (
            "Profile\nElectrical maintenance technician, 12 yrs.\nWork history\n"
            "2016–present  Maintenance electrician, GD\n"
            "2012–2016  Electrician (civil & industrial installations), self-employed",
            [("7412.electrical_maintainer", 2016, None), ("7411.electrician", 2012, 48)],
        ),
        (
            "Esperienze:\n2021-2024 impiegata amministrativa presso Studio Bianchi\n2014 addetta call center outbound",
            [("4110.office_clerk", 2021, 36), ("5244.outbound_operator", 2014, 6)],
        ),
        (
            "ESPERIENZE\nAiuto cuoco, RSA Villa Fiorita, gen-dic 2020\n"
            "Cameriere di sala, stagione estiva 2018 e 2019, Riccione",
            [("5120.assistant_cook", 2020, None), ("5131.waiter", 2018, 6)],
        ),
        (
            "Sono una signora di 50 anni, da 10 anni faccio la badante. Ho lavorato anche nelle pulizie di uffici.",
            [("5322.family_care_assistant", None, 120), ("9112.office_cleaner", None, None)],
        ),
        (
            "dal 2017 lavoro all'Esselunga come addetta al banco gastronomia e dal 2022 sono vice capo reparto.",
            [("5223.deli_counter_assistant", 2017, None)],
        ),
    ],
)
def test_jobs_are_read_with_their_times(
    reader: CurriculumReader, text: str, expected: list[tuple[str, int | None, int | None]]
) -> None:
    [read] = reader.read_all([text])
    assert jobs(read) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ex tossicodipendente, ex detenuto. Sono stato paziente del SerT. Ho fatto la comunità.",
        "Ho fatto il corso di cuoco e la scuola alberghiera. Ho fatto la patente.",
        "Sono stata malata per 2 anni. Prima ero sposata, poi disoccupata. Ho lavorato in nero e in Germania.",
        "Anno scolastico 2018/2019: diploma. 2020 corso di saldatura. Nel 2021 ho preso il patentino.",
        "Attualmente studio ingegneria ma cerco part time dal 2023.",
        "Informazioni personali\nDati anagrafici",
    ],
)
def test_what_is_no_job_is_none(reader: CurriculumReader, text: str) -> None:
    [read] = reader.read_all([text])
    assert (read.jobs, read.aims) == ((), ())


def test_what_only_heads_a_line_says_nothing_of_the_person(reader: CurriculumReader) -> None:
    [read] = reader.read_all(
        [
            "Work history\nBarista, Bar Sport (2015-2019)\nPrincipali attività e responsabilità: cassa\n"
            "Titolo della qualifica rilasciata: Diploma di ragioneria\nCompetenze informatiche: Excel"
        ]
    )
    said = {one.text for one in read.mentions if one.kind in ("skill", "education")}
    assert said >= {"Diploma di ragioneria", "Excel"}
    assert not said & {"history", "responsabilità", "qualifica", "competenze informatiche"}


@pytest.mark.parametrize(
    ("text", "first", "last", "months"),
    [
        ("2018/2022", date(2018, 1, 1), date(2022, 12, 31), 48),
        ("ott 2022/oggi", date(2022, 10, 1), None, None),
        ("gen-dic 2020", date(2020, 1, 1), date(2020, 12, 31), None),
        ("estati 2012 e 2013", date(2012, 1, 1), date(2013, 12, 31), 6),
        ("2014 commessa", date(2014, 1, 1), date(2014, 12, 31), 6),
    ],
)
def test_stretches_of_time(text: str, first: date, last: date | None, months: int | None) -> None:
    [found] = find_periods(text)
    assert (found.first, found.last, found.months) == (first, last, months)


@pytest.mark.parametrize("text", ["2018/12", "dic-gen 2020", "2020", "prot. 2014/1234", "matricola 2014"])
def test_what_is_no_stretch_of_time(text: str) -> None:
    assert not find_periods(text)


def test_a_participle_is_no_software(reader: CurriculumReader) -> None:
    auxiliary, name = reader.read_all(
        ["Sono stata cassiera, sono stato responsabile.", "Competenze: SPSS, Stata"]
    )
    assert "statistical_software" not in {one.concept for one in auxiliary.mentions}
    assert "statistical_software" in {one.concept for one in name.mentions}
