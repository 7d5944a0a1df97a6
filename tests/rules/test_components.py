"""The criteria of the score, on pairs made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.domain.candidate import (
    Candidate,
    Education,
    LanguageClaim,
    LicenceClaim,
    SkillClaim,
    WorkExperience,
)
from matcher.domain.constraint import DeclaredConstraint
from matcher.domain.vacancy import Vacancy
from tests.congruence.setting import Outcome, outcomes, setting

MODENA = {"text": "Modena", "kind": "municipality", "code": "036023"}
SASSUOLO = {"text": "Sassuolo", "kind": "municipality", "code": "036040"}
ABSENT = object()


def judged(candidate: dict[str, Any], vacancy: dict[str, Any]) -> Outcome:
    here = setting()
    person = Candidate.model_validate({"id": "P", **candidate})
    asking = Vacancy.model_validate({"id": "V", "title": "Mulettista", **vacancy})
    return outcomes(here.pool([person]), here.request(asking), here.rules)["P"]


def value(component: str, candidate: dict[str, Any], vacancy: dict[str, Any]) -> Any:
    return judged(candidate, vacancy).values.get(component, ABSENT)


def work(concept: str, months: int = 12) -> tuple[WorkExperience, ...]:
    return (WorkExperience(occupation=setting().mention("occupation", concept), months=months),)


def asks(*requirements: dict[str, Any], **fields: Any) -> dict[str, Any]:
    job = setting().mention("occupation", "8344.forklift_driver")
    return {"occupations": (job,), "requirements": requirements, **fields}


def skill(concept: str, level: str = "wanted") -> dict[str, Any]:
    return {"kind": "skill", "level": level, "mention": setting().mention("skill", concept)}


def has(*concepts: str) -> dict[str, Any]:
    return {"skills": tuple(SkillClaim(skill=setting().mention("skill", concept)) for concept in concepts)}


@pytest.mark.parametrize(
    ("candidate", "expected"),
    [
        ({"work": work("8344.forklift_driver")}, 10_000),
        ({"wanted": (setting().mention("occupation", "8344.forklift_driver"),)}, 8_000),
        (
            {"work": work("5120.cook"), "wanted": (setting().mention("occupation", "8344.forklift_driver"),)},
            8_000,
        ),
        ({"inclinations": (setting().mention("occupation", "8344.forklift_driver"),)}, -1),
        ({"summary": "cerco lavoro"}, -1),
    ],
)
def test_occupation_held_or_sought(candidate: dict[str, Any], expected: int) -> None:
    assert value("occupation", candidate, asks()) == expected


def test_a_title_of_the_same_unit_group_is_near() -> None:
    assert value("occupation", {"work": work("8344.reach_truck_operator")}, asks()) >= 4_000


def test_other_work_done_since_lowers_what_was_once_done_and_a_wish_restores_it() -> None:
    driver, cook = work("8344.forklift_driver", 24), work("5120.cook", 120)
    past = {"end": "2010-01-01"}, {"end": "2020-01-01"}
    jobs = [job.model_dump() | until for job, until in zip((*driver, *cook), past, strict=True)]
    assert value("occupation", {"work": jobs}, asks()) == 5_000
    assert value("occupation", {"work": jobs[:1]}, asks()) == 10_000
    wish = (setting().mention("occupation", "8344.forklift_driver"),)
    assert value("occupation", {"work": jobs, "wanted": wish}, asks()) == 8_000


def test_a_vacancy_that_names_no_occupation_asks_for_none_and_for_no_experience_in_it() -> None:
    asked = {"requirements": ({"kind": "experience", "months": 24}, skill("stocktaking"))}
    found = judged({"work": work("5120.cook"), **has("stocktaking")}, asked)
    assert not {"occupation", "experience", "aims"} & set(found.weights)
    assert sum(found.weights.values()) == 2000


def test_aims_are_the_persons_side_alone() -> None:
    sought = {"wanted": (setting().mention("occupation", "8344.forklift_driver"),)}
    assert value("aims", sought, asks()) == 10_000
    assert judged(sought, asks()).reverse == 600 * 10_000 + 400 * 10_000
    assert value("aims", {"work": work("8344.forklift_driver")}, asks()) == -1


def test_required_skills_weigh_by_their_level() -> None:
    vacancy = asks(skill("forklift_operation", "must"), skill("stocktaking", "wanted"))
    held = value("skills", has("forklift_operation"), vacancy)
    other = value("skills", has("stocktaking"), vacancy)
    assert held >= 4 * 10_000 // 6 > 2 * 10_000 // 6
    assert held > other
    assert value("skills", has("forklift_operation", "stocktaking"), vacancy) == 10_000


def test_a_narrower_skill_answers_a_broader_one_and_a_broader_one_in_part() -> None:
    assert value("skills", has("counterbalance_forklift"), asks(skill("forklift_operation"))) == 9_000
    assert 6_000 <= value("skills", has("forklift_operation"), asks(skill("counterbalance_forklift"))) < 9_000


def test_skills_not_offered_are_unknown_and_skills_not_asked_are_dropped() -> None:
    assert value("skills", {"work": work("5120.cook")}, asks(skill("stocktaking"))) == -1
    declared_none = {"work": work("5120.cook"), "skills": ()}
    assert value("skills", declared_none, asks(skill("stocktaking"))) == 0
    assert value("skills_offered", declared_none, asks(skill("stocktaking"))) == 0
    found = judged(has("stocktaking"), asks())
    assert "skills" not in found.weights
    assert (
        sum(weight for name, weight in found.weights.items() if name not in ("aims", "own_conditions"))
        == 1000
    )


@pytest.mark.parametrize(
    ("months", "asked", "expected"),
    [(18, None, 5_000), (90, None, 10_000), (6, 12, 5_000), (12, 12, 10_000), (12, 0, ABSENT)],
)
def test_experience_against_what_is_asked_or_three_years(
    months: int, asked: int | None, expected: object
) -> None:
    requirement = [] if asked is None else [{"kind": "experience", "months": asked}]
    assert value("experience", {"work": work("8344.forklift_driver", months)}, asks(*requirement)) == expected


@pytest.mark.parametrize(("held", "expected"), [(5, 10_000), (4, 10_000), (3, 7_500), (1, 2_500), (None, -1)])
def test_education_short_of_the_level(held: int | None, expected: int) -> None:
    titles = None if held is None else (Education(title="x", eqf=held),)
    asked = asks({"kind": "education", "eqf": 4})
    assert value("education", {"education": titles, "summary": "x"}, asked) == expected


def test_a_qualification_of_unknown_level_is_unknown_not_low() -> None:
    asked = asks({"kind": "education", "eqf": 4})
    unclear, school = Education(title="attestato"), Education(title="licenza media", eqf=1)
    assert value("education", {"education": (unclear,), "summary": "x"}, asked) == -1
    assert value("education", {"education": (unclear, school)}, asked) == 2_500
    assert value("education", {"education": (), "summary": "x"}, asked) == 0


def test_languages_count_by_levels_reached() -> None:
    person = {"languages": (LanguageClaim(language="en", level=2),), "summary": "x"}
    mention = {"text": "inglese", "concept": "en"}
    assert value("languages", person, asks({"kind": "language", "mention": mention, "cefr": 4})) == 5_000
    french = {"text": "francese", "concept": "fr"}
    assert value("languages", person, asks({"kind": "language", "mention": french, "cefr": 4})) == 0
    unasked = {"summary": "x"}
    assert value("languages", unasked, asks({"kind": "language", "mention": mention, "cefr": 4})) == -1


def test_licences_count_by_share() -> None:
    person = {"licences": (LicenceClaim(text="CE", concept="CE"),)}
    licences = [
        {"kind": "licence", "mention": {"text": code, "concept": code}} for code in ("B", "driver.adr_base")
    ]
    assert value("licences", person, asks(*licences)) == 5_000


def test_a_commute_is_full_within_5_km_and_nothing_from_80() -> None:
    person = {"home": SASSUOLO, "summary": "x"}
    catania = {"text": "Catania", "kind": "municipality", "code": "087015"}
    assert value("commute", person, asks(places=(SASSUOLO,))) == 10_000
    assert value("commute", person, asks(places=(MODENA,))) == 10_000 - 11 * 10_000 // 75
    assert value("commute", person, asks(places=(catania,))) == 0
    assert value("commute", {"summary": "x"}, asks(places=(SASSUOLO,))) == -1
    assert value("commute", person, asks(remote="remote")) is ABSENT


@pytest.mark.parametrize(
    ("kind", "limit", "vacancy", "met"),
    [
        ("max_distance_km", 20, {"places": (MODENA,)}, True),
        ("max_distance_km", 10, {"places": (MODENA,)}, False),
        ("max_distance_km", 10, {"remote": "remote"}, True),
        ("max_travel_minutes", 10, {"places": (MODENA,)}, False),
        ("max_weekly_hours", 30, {"weekly_hours_max": 24}, True),
        ("max_weekly_hours", 30, {}, False),
        ("min_weekly_hours", 30, {"weekly_hours_max": 24}, False),
        ("shifts", ("three_shifts",), {"shifts": ("two_shifts",)}, True),
        ("days", ("lun",), {"days": ("dom",)}, False),
        ("travel", (), {}, True),
        ("travel", (), {"travel": ("estero",)}, False),
        ("remote", ("remote",), {"remote": "on_site"}, False),
        ("contracts", ("permanent",), {"contracts": ("permanent", "internship")}, True),
        ("min_annual_pay", 20_000, {"annual_pay_max": 22_000}, True),
        ("earliest_start", "2027-01-01", {"start_by": "2026-12-01"}, False),
        ("lodging_needed", True, {"lodging": True}, True),
        ("lodging_needed", True, {}, False),
    ],
)
def test_a_flexible_limit_lowers_the_conditions_and_removes_nobody(
    kind: str, limit: Any, vacancy: dict[str, Any], met: bool
) -> None:
    flexible = DeclaredConstraint.model_validate({"kind": kind, "value": limit, "hard": False})
    found = judged({"home": SASSUOLO, "summary": "x", "constraints": (flexible,)}, vacancy)
    assert found.values["conditions"] == (10_000 if met else 0)
    assert found.values["own_conditions"] == found.values["conditions"]
    assert found.removed == ()


def test_a_flexible_limit_of_nothing_or_past_its_date_weighs_nothing() -> None:
    free = DeclaredConstraint(kind="min_annual_pay", value=None, hard=False)
    past = DeclaredConstraint.model_validate(
        {"kind": "max_distance_km", "value": 1, "hard": False, "expires_on": "2020-01-01"}
    )
    found = judged({"home": SASSUOLO, "summary": "x", "constraints": (free, past)}, {"places": (MODENA,)})
    assert found.values["conditions"] == 10_000


def test_an_empty_profile_scores_nothing_and_all_of_it_is_unknown() -> None:
    found = judged({"home": SASSUOLO}, asks(places=(SASSUOLO,)))
    assert set(found.values.values()) == {-1}
    assert (found.score, found.reverse) == (0, 0)


def test_a_licence_alone_is_not_an_empty_profile() -> None:
    found = judged(
        {"home": SASSUOLO, "licences": (LicenceClaim(text="B", concept="B"),)}, asks(places=(SASSUOLO,))
    )
    assert found.score > 0
