"""The vocabularies and a population that the tests of the generator share."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.demo.people import StoredPerson, generate_candidates
from matcher.demo.vacancies import generate_vacancies
from matcher.domain.vacancy import Vacancy
from matcher.vocabulary.active import load_active
from matcher.vocabulary.bundle import Vocabularies

ON = date(2026, 3, 2)


@pytest.fixture(scope="session")
def vocabularies(tmp_path_factory: pytest.TempPathFactory) -> Vocabularies:
    return load_active(tmp_path_factory.mktemp("workspace"), None)


@pytest.fixture(scope="session")
def modena(vocabularies: Vocabularies) -> list[StoredPerson]:
    return list(generate_candidates("MO", 1500, 1, vocabularies, ON))


@pytest.fixture(scope="session")
def offers(vocabularies: Vocabularies) -> list[Vacancy]:
    return list(generate_vacancies("MO", 240, 1, vocabularies, ON))
