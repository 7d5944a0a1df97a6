from __future__ import annotations

from datetime import date

import pytest

from matcher.domain.levels import Cefr
from matcher.domain.levels import RequirementLevel as Level
from matcher.domain.vacancy import RequirementKind as Kind
from matcher.domain.vacancy import VacancyState
from matcher.exchange.labels import Labels
from matcher.exchange.vacancies import VacancyReader
from matcher.vocabulary.bundle import Vocabularies

BASE = {"id_richiesta": "R-1", "titolo": "Mulettista"}


@pytest.fixture(scope="module")
def reader(labels: Labels, vocabularies: Vocabularies) -> VacancyReader:
    return VacancyReader(labels, vocabularies.places)


def test_every_cell_reaches_its_field(reader: VacancyReader) -> None:
    vacancy, problems = reader.read(
        {
            **BASE,
            "descrizione": "Carico e scarico.",
            "requisiti": "Gradita esperienza.",
            "datore": "Ditta X",
            "ateco": "52.24",
            "sede": "Sassuolo (MO); Fiorano Modenese",
            "competenze_indispensabili": "uso del muletto",
            "competenze_gradite": "Excel (molto gradito); inventario; call center (da escludere)",
            "patenti_richieste": "patentino muletto; B (gradito)",
            "lingue_richieste": "inglese A2 (gradito)",
            "titolo_studio": "diploma di scuola superiore | logistica",
            "esperienza_mesi": "12",
            "contratto": "tempo determinato di 6 mesi; tempo indeterminato",
            "ore": "20-30",
            "turni": "due turni",
            "giorni": "lun-ven",
            "retribuzione": "22.000 - 24.000",
            "inizio_entro": "01/03/2026",
            "posti": "2",
            "auto_propria": "no",
            "stato": "in preselezione",
        }
    )
    assert problems == []
    assert vacancy is not None
    assert vacancy.description == "Carico e scarico.\n\nGradita esperienza."
    assert vacancy.employer.ateco == "H52.24"
    assert [place.code for place in vacancy.places] == ["036040", "036013"]
    asked = [
        (
            one.kind,
            one.level,
            one.mention.text if one.mention else "",
            one.mention.concept if one.mention else "",
        )
        for one in vacancy.requirements
    ]
    assert asked == [
        (Kind.SKILL, Level.MUST, "uso del muletto", ""),
        (Kind.SKILL, Level.STRONGLY_WANTED, "Excel", ""),
        (Kind.SKILL, Level.WANTED, "inventario", ""),
        (Kind.SKILL, Level.MUST_NOT, "call center", ""),
        (Kind.LICENCE, Level.MUST, "patentino muletto", "equipment.forklift_industrial"),
        (Kind.LICENCE, Level.WANTED, "B", "B"),
        (Kind.LANGUAGE, Level.WANTED, "inglese", "en"),
        (Kind.EDUCATION, Level.MUST, "trasporti e logistica", "logistics"),
        (Kind.EXPERIENCE, Level.MUST, "", ""),
    ]
    assert all(one.confirmed for one in vacancy.requirements)
    assert [one.cefr for one in vacancy.requirements if one.cefr] == [Cefr.A2]
    assert [one.eqf for one in vacancy.requirements if one.eqf] == [4]
    assert vacancy.contracts == ("fixed_term", "permanent")
    assert vacancy.contract_months == 6
    assert (vacancy.weekly_hours_min, vacancy.weekly_hours_max) == (20, 30)
    assert vacancy.shifts == ("two_shifts",)
    assert (vacancy.annual_pay_min, vacancy.annual_pay_max) == (22_000, 24_000)
    assert vacancy.start_by == date(2026, 3, 1)
    assert (vacancy.openings, vacancy.needs_vehicle) == (2, False)
    assert vacancy.state is VacancyState.PRESELECTION


@pytest.mark.parametrize("text", ["1.300 netti al mese", "da CCNL commercio", "10 euro l'ora", "commisurata"])
def test_pay_that_is_not_clearly_yearly_stays_as_written(reader: VacancyReader, text: str) -> None:
    vacancy, problems = reader.read({**BASE, "retribuzione": text})
    assert problems == []
    assert vacancy is not None
    assert (vacancy.pay_text, vacancy.annual_pay_min, vacancy.annual_pay_max) == (text, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "Avviamento a selezione presso il Comune",
        "ex art. 16 L. 56/1987",
        "Concorso pubblico per un posto",
        "avviamento numerico",
        "graduatoria ex art. 8 L. 68/99",
    ],
)
@pytest.mark.parametrize("column", ["titolo", "descrizione", "requisiti"])
def test_rankings_of_the_law_are_refused_by_name(reader: VacancyReader, text: str, column: str) -> None:
    vacancy, problems = reader.read({**BASE, column: text})
    assert vacancy is None
    assert "graduatoria di legge" in problems[0].reason


@pytest.mark.parametrize("text", ["Docente per preparazione a concorsi pubblici", "selezione del personale"])
def test_work_about_competitions_is_not_a_competition(reader: VacancyReader, text: str) -> None:
    assert reader.read({**BASE, "titolo": text})[1] == []


def test_all_the_problems_of_a_row_are_found_together(reader: VacancyReader) -> None:
    wrong = {"ore": "tante", "contratto": "a vita", "posti": "0", "stato": "boh", "esperienza_mesi": "molti"}
    vacancy, problems = reader.read(wrong)
    assert vacancy is None
    assert {problem.field for problem in problems} == {"id_richiesta", "titolo", *wrong}
    assert all(problem.remedy for problem in problems)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("40", (40, 40)),
        ("38,5", (38, 39)),
        ("38.5 ore", (38, 39)),
        ("38:30", (38, 39)),
        ("20,5-24", (20, 24)),
        ("24 - 37,5 ore settimanali", (24, 38)),
        ("Full-time", (36, 40)),
    ],
)
def test_hours_a_week(reader: VacancyReader, text: str, hours: tuple[int, int]) -> None:
    vacancy, problems = reader.read({**BASE, "ore": text})
    assert problems == []
    assert vacancy is not None
    assert (vacancy.weekly_hours_min, vacancy.weekly_hours_max) == hours


def test_a_title_too_long_is_named_by_its_column(reader: VacancyReader) -> None:
    _, [problem] = reader.read({"id_richiesta": "R-1", "titolo": "x" * 600})
    assert (problem.field, problem.reason) == ("titolo", "è troppo lungo")
    assert "500 caratteri" in problem.remedy
