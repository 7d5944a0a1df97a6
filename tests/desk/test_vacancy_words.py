"""Requirements read from the text of a vacancy add to its columns and never repeat them."""

from __future__ import annotations

import pytest

from matcher.app import Workspace
from matcher.desk.vacancy_words import read_vacancies
from matcher.domain.levels import RequirementLevel
from matcher.domain.record import Mention
from matcher.domain.vacancy import Requirement, RequirementKind, Vacancy


def asked(kind: RequirementKind, concept: str = "", eqf: int | None = None) -> Requirement:
    mention = Mention(text=concept, concept=concept, method="exact", confidence=1.0) if concept else None
    return Requirement(kind=kind, mention=mention, eqf=eqf)


def added(workspace: Workspace, text: str, *stated: Requirement) -> list[str]:
    vacancy = Vacancy(id="V-1", title="Operaio", description=text, requirements=stated)
    reading = read_vacancies([vacancy], workspace.words)[0].vacancy
    assert reading.requirements[: len(stated)] == stated
    return [one.quote for one in reading.requirements[len(stated) :]]


SKILL, EDUCATION = RequirementKind.SKILL, RequirementKind.EDUCATION


@pytest.mark.parametrize(
    ("text", "stated", "quotes"),
    [
        ("Mansioni: pulizia di uffici", (), ["pulizia di uffici"]),
        ("Mansioni: pulizia di uffici", (asked(SKILL, "office_cleaning"),), []),
        ("Mansioni: pulizia di uffici", (asked(SKILL, "cleaning"),), []),
        ("Mansioni: pulizie", (asked(SKILL, "office_cleaning"),), []),
        ("Mansioni: pulizie, pulizia di uffici", (), ["pulizie", "pulizia di uffici"]),
        ("Mansioni: pulizia di uffici, saldatura TIG", (asked(SKILL, "cleaning"),), ["saldatura TIG"]),
        ("Richiesto diploma", (asked(EDUCATION, eqf=4),), []),
        ("Richiesto diploma", (asked(EDUCATION, eqf=6),), []),
        ("Richiesta laurea", (asked(EDUCATION, eqf=4),), ["laurea"]),
        ("Diploma in elettronica", (asked(EDUCATION, eqf=4),), ["Diploma in elettronica"]),
    ],
)
def test_what_a_column_states_is_not_read_again(
    template: Workspace, text: str, stated: tuple[Requirement, ...], quotes: list[str]
) -> None:
    assert added(template, text, *stated) == quotes


def test_the_firm_and_its_goods_are_no_requirements(template: Workspace) -> None:
    text = (
        "Azienda di logistica per la ceramica cerca mulettista per carico e scarico dei bilici, movimentazione e "
        "stoccaggio di piastrelle con carrello elevatore frontale."
    )
    assert added(template, text, asked(SKILL, "forklift_operation"), asked(SKILL, "loading_unloading")) == []


@pytest.mark.parametrize(
    ("title", "description", "concepts"),
    [
        (
            "Varie posizioni",
            "Profili ingegneria elettronica, informatica e affini",
            ["2152.electronics_engineer"],
        ),
        (
            "Offerta",
            "Cerchiamo cuochi, camerieri e lavapiatti. Serve il diploma",
            ["5120.cook", "5131.waiter"],
        ),
        ("Offerta", "Azienda leader cerca persone motivate", []),
        ("Cuoco", "Si affianca a camerieri, baristi", ["5120.cook"]),
    ],
)
def test_a_title_that_names_no_work_leaves_it_to_the_first_words_of_the_text(
    template: Workspace, title: str, description: str, concepts: list[str]
) -> None:
    [found] = read_vacancies([Vacancy(id="V", title=title, description=description)], template.words)
    assert [one.concept for one in found.vacancy.occupations][: len(concepts) or None] == concepts


def test_a_public_notice_names_the_work_as_a_profile(template: Workspace) -> None:
    notice = Vacancy(
        id="V",
        title="AVVIO A SELEZIONE ART. 16 L. 56/87 - COMUNE DI TRANI",
        description="Avviamento a selezione. N. 2 unità, profilo: operatore ecologico, 36 ore settimanali",
    )
    [found] = read_vacancies([notice], template.words)
    assert [one.concept for one in found.vacancy.occupations] == ["9611.refuse_collector"]


def test_the_licence_of_an_agency_hides_nothing(template: Workspace) -> None:
    text = "Agenzia (Aut. Min. Prot. n. 1100 del 26/11/2004) ricerca operai. Requisiti: saldatura TIG, patente B."
    assert added(template, text) == ["saldatura TIG", "patente B"]


def test_an_age_is_no_experience(template: Workspace) -> None:
    assert added(template, "Per signora di 85 anni: preparazione dei pasti") == ["preparazione dei pasti"]


def test_what_is_said_twice_is_asked_as_strongly_as_once(template: Workspace) -> None:
    vacancy = Vacancy(
        id="V-1", title="OSS in RSA", description="Turni. Indispensabile attestato OSS. Gradito HACCP."
    )
    read = read_vacancies([vacancy], template.words)[0].vacancy.requirements
    assert [(one.quote, one.level) for one in read] == [
        ("attestato OSS", RequirementLevel.MUST),
        ("HACCP", RequirementLevel.WANTED),
    ]
