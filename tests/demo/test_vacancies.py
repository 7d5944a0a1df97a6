"""Invented vacancies: the same every time, valid, with the oddities that the demo needs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from matcher.demo.vacancies import generate_vacancies
from matcher.domain.levels import RequirementLevel
from matcher.domain.vacancy import RequirementKind, Vacancy
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.lint import find_inadmissible, load_inadmissible
from matcher.vocabulary.load import find_vocabularies

ON = date(2026, 3, 2)


def test_the_same_seed_makes_the_same_vacancies(vocabularies: Vocabularies, offers: list[Vacancy]) -> None:
    assert list(generate_vacancies("MO", 20, 1, vocabularies, ON)) == offers[:20]
    assert list(generate_vacancies("MO", 5, 1, vocabularies, ON, first=51)) == offers[50:55]


def test_every_code_is_of_its_vocabulary(vocabularies: Vocabularies, offers: list[Vacancy]) -> None:
    kinds = {
        RequirementKind.SKILL: "skill",
        RequirementKind.LICENCE: "licence",
        RequirementKind.LANGUAGE: "language",
        RequirementKind.EDUCATION: "field",
    }
    for vacancy in offers:
        assert all(mention.concept in vocabularies["occupation"] for mention in vacancy.occupations)
        assert set(vacancy.contracts or ()) <= set(vocabularies["contract"].by_id)
        assert {*(vacancy.shifts or ()), *(vacancy.days or ())} <= set(vocabularies["schedule"].by_id)
        for requirement in vacancy.requirements:
            if requirement.mention:
                assert requirement.mention.concept in vocabularies[kinds[requirement.kind]]


def test_employers_are_plainly_invented(offers: list[Vacancy]) -> None:
    assert all(vacancy.employer.name.endswith("(inventata)") and vacancy.invented for vacancy in offers)


def test_vacancies_are_in_the_province(vocabularies: Vocabularies, offers: list[Vacancy]) -> None:
    places = vocabularies.places
    exact = [place for vacancy in offers for place in vacancy.places if place.kind == "municipality"]
    assert all(places.municipalities[places.index(place.code)].province == "MO" for place in exact)


def test_one_in_fifteen_says_only_vaguely_where(offers: list[Vacancy]) -> None:
    vague = [vacancy for vacancy in offers if any(place.kind != "municipality" for place in vacancy.places)]
    assert 12 <= len(vague) <= 16


def test_one_in_twelve_has_words_that_the_check_finds(offers: list[Vacancy]) -> None:
    words = load_inadmissible(find_vocabularies())
    flagged = [
        int(vacancy.id.removeprefix("VAC-"))
        for vacancy in offers
        if find_inadmissible(f"{vacancy.title}. {vacancy.description}", words)
    ]
    assert flagged == sorted([*range(1, 241, 12), 36])


def test_dates_follow_each_other(offers: list[Vacancy]) -> None:
    for vacancy in offers:
        assert vacancy.received_on <= ON < vacancy.expires_on
        assert vacancy.start_by > ON
        assert vacancy.start_from is None or ON <= vacancy.start_from <= vacancy.start_by
        assert (vacancy.annual_pay_min is None) == (vacancy.annual_pay_max is None)
        assert vacancy.annual_pay_min is None or vacancy.annual_pay_min <= vacancy.annual_pay_max


def test_requirements_are_asked_at_every_level(offers: list[Vacancy]) -> None:
    levels = {requirement.level for vacancy in offers for requirement in vacancy.requirements}
    assert levels == {RequirementLevel.MUST, RequirementLevel.STRONGLY_WANTED, RequirementLevel.WANTED}


def test_descriptions_are_a_few_sentences(offers: list[Vacancy]) -> None:
    for vacancy in offers:
        assert 30 < len(vacancy.description) < 900
        assert "{" not in vacancy.description + vacancy.title


def test_the_forklift_vacancy_of_sassuolo(offers: list[Vacancy]) -> None:
    vacancy = next(one for one in offers if one.id == "VAC-0017")
    assert vacancy.title == "Mulettista / addetto al magazzino"
    assert [(place.text, place.code) for place in vacancy.places] == [("Sassuolo (MO)", "036040")]
    assert vacancy.occupations[0].concept == "8344.forklift_driver"
    musts = [
        r.mention.concept for r in vacancy.requirements if r.level is RequirementLevel.MUST and r.mention
    ]
    assert musts == ["equipment.forklift_industrial"]
    assert vacancy.shifts == ("two_shifts",)
    assert vacancy.start_by <= ON + timedelta(days=31)


@pytest.mark.parametrize("province", ["CT", "MI", "RN", "AO", "PZ"])
def test_other_provinces_have_vacancies_of_their_own(vocabularies: Vocabularies, province: str) -> None:
    vacancies = list(generate_vacancies(province, 30, 5, vocabularies, ON))
    assert len({vacancy.title for vacancy in vacancies}) > 15
