"""Whatever a record holds comes back equal from either database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from matcher.domain.candidate import (
    Availability,
    Candidate,
    Contact,
    Education,
    LanguageClaim,
    LicenceClaim,
    SkillClaim,
    WorkExperience,
)
from matcher.domain.constraint import CONSTRAINT_TYPES, ConstraintKind, DeclaredConstraint
from matcher.domain.levels import Cefr, Evidence, RequirementLevel, SkillLevel
from matcher.domain.place import Place
from matcher.domain.protected import GroupMembership, Protected
from matcher.domain.record import Mention
from matcher.domain.vacancy import Employer, Requirement, RequirementKind, Vacancy, VacancyState
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.candidates import get_candidate, get_contact, get_protected
from matcher.store.vacancies import get_vacancy, upsert_vacancies

NUMBERS = count(1)
NOW = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)
patient = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
words = texts.filter(str.strip)
days = st.none() | st.dates(date(1950, 1, 1), date(2100, 1, 1))
flags = st.none() | st.booleans()
mentions = st.builds(Mention, text=words, concept=texts, confidence=st.floats(0, 1), choices=st.tuples(texts))


def some(items: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | st.lists(items, max_size=2).map(tuple)


def _constraint(kind: ConstraintKind) -> st.SearchStrategy[DeclaredConstraint]:
    values: dict[type, st.SearchStrategy[object]] = {
        int: st.integers(0, 10**9),
        bool: st.booleans(),
        date: st.dates(),
        tuple: st.lists(texts, max_size=3).map(tuple),
    }
    value = st.none() | values[CONSTRAINT_TYPES[kind]]
    return st.builds(
        DeclaredConstraint, kind=st.just(kind), value=value, hard=st.booleans(), declared_on=days
    )


candidates = st.builds(
    Candidate,
    id=st.just("C-1"),
    summary=texts,
    home=st.none() | st.builds(Place, text=texts),
    wanted=some(mentions),
    work=some(
        st.builds(WorkExperience, occupation=mentions, start=days, months=st.none() | st.integers(0, 720))
    ),
    skills=some(
        st.builds(
            SkillClaim,
            skill=mentions,
            level=st.none() | st.sampled_from(SkillLevel),
            evidence=st.sampled_from(Evidence),
        )
    ),
    education=some(st.builds(Education, title=texts, eqf=st.none() | st.integers(1, 8))),
    languages=some(st.builds(LanguageClaim, language=texts, level=st.none() | st.sampled_from(Cefr))),
    licences=some(st.builds(LicenceClaim, text=texts, expires_on=days)),
    own_vehicle=flags,
    constraints=st.lists(st.sampled_from(ConstraintKind).flatmap(_constraint), max_size=3).map(tuple),
    refused_sectors=some(texts),
    availability=st.builds(Availability, until=days),
    office=texts,
)
vacancies = st.builds(
    Vacancy,
    id=st.just("V-1"),
    title=words,
    description=texts,
    employer=st.builds(Employer, name=texts),
    occupations=st.lists(mentions, max_size=2).map(tuple),
    requirements=st.lists(
        st.builds(
            Requirement,
            kind=st.sampled_from(RequirementKind),
            level=st.sampled_from(RequirementLevel),
            mention=st.none() | mentions,
            cefr=st.none() | st.sampled_from(Cefr),
            quote=texts,
        ),
        max_size=3,
    ).map(tuple),
    shifts=some(texts),
    transit=flags,
    state=st.sampled_from(VacancyState),
    start_by=days,
)
contacts = st.builds(Contact, candidate_id=st.just("C-1"), last_name=texts, email=texts)
protected = st.builds(
    Protected,
    candidate_id=st.just("C-1"),
    birth_date=days,
    work_title=flags,
    own_words=st.lists(texts, max_size=2).map(tuple),
    groups=st.lists(st.builds(GroupMembership, group=texts, valid_until=days), max_size=2).map(tuple),
)


@patient
@given(candidate=candidates, contact=contacts, held=protected)
def test_people_come_back_equal(
    connection: Connection, candidate: Candidate, contact: Contact, held: Protected
) -> None:
    row = StoredCandidate(candidate, contact, held)
    upsert_candidates(connection, [row], "anna", NOW)
    assert get_candidate(connection, "C-1").candidate == candidate
    assert get_contact(connection, "C-1") == contact
    assert get_protected(connection, "C-1") == held
    assert upsert_candidates(connection, [row], "anna", NOW).unchanged == 1


@patient
@given(vacancy=vacancies)
def test_vacancies_come_back_equal(connection: Connection, vacancy: Vacancy) -> None:
    # a vacancy that is known keeps its state: each is new
    vacancy = vacancy.model_copy(update={"id": f"V-{next(NUMBERS)}"})
    upsert_vacancies(connection, [vacancy], "anna", NOW)
    assert get_vacancy(connection, vacancy.id).vacancy == vacancy
    assert upsert_vacancies(connection, [vacancy], "anna", NOW).unchanged == 1
