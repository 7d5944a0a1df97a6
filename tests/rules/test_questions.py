"""What is not known is a question, what is respected is none."""

from __future__ import annotations

import pytest

from matcher.domain.candidate import Candidate
from matcher.domain.constraint import DeclaredConstraint
from matcher.domain.shortlist import Verdict
from matcher.domain.vacancy import Vacancy
from tests.congruence.setting import TODAY, setting
from tests.rules.pairs import (
    FORKLIFT,
    MODENA,
    PROVINCE,
    SKILL,
    TOMORROW,
    YESTERDAY,
    job,
    must,
    person,
    request,
    verdict,
)

TO_VERIFY: tuple[tuple[str, list[str], Candidate, Vacancy], ...] = (
    (
        "distance not asked",
        ["COMMUTE_TOO_FAR"],
        person({"max_distance_km": ..., "max_travel_minutes": ...}),
        request(),
    ),
    ("home unknown", ["COMMUTE_TOO_FAR"], person({"max_distance_km": 20}, home=None), request()),
    ("too far, with lodging", ["COMMUTE_TOO_FAR"], person({"max_distance_km": 5}), request(lodging=True)),
    (
        "journey too long, with lodging",
        ["JOURNEY_TOO_LONG"],
        person({"max_travel_minutes": 9}),
        request(lodging=True),
    ),
    (
        "home unknown, limit in minutes",
        ["JOURNEY_TOO_LONG"],
        person({"max_travel_minutes": 30}, home=None),
        request(),
    ),
    (
        "place not precise",
        ["WORKPLACE_IMPRECISE"],
        person({"max_distance_km": 30}),
        request(places=(PROVINCE,)),
    ),
    (
        "place not precise, limit in minutes",
        ["WORKPLACE_IMPRECISE"],
        person({"max_distance_km": ..., "max_travel_minutes": 60}),
        request(places=(PROVINCE,)),
    ),
    ("vehicle not asked", ["VEHICLE_NEEDED"], person(own_vehicle=None), request(needs_vehicle=True)),
    ("no transport, vehicle not asked", ["NOT_REACHABLE"], person(own_vehicle=None), request(transit=False)),
    ("lodging not stated", ["LODGING_NEEDED"], person({"lodging_needed": True}), request()),
    ("travel not asked", ["TRAVEL_REFUSED"], person({"travel": ...}), request(travel=("estero",))),
    ("hours not stated", ["HOURS_TOO_MANY"], person({"max_weekly_hours": 39}), request()),
    ("shifts not asked", ["SHIFTS_REFUSED"], person({"shifts": ...}), request(shifts=("night",))),
    (
        "contract not stated",
        ["CONTRACT_REFUSED"],
        person({"contracts": ("permanent",)}),
        request(contracts=()),
    ),
    ("start not asked", ["START_TOO_LATE"], person({"earliest_start": ...}), request(start_by=TOMORROW)),
    (
        "licences not asked",
        ["LICENCE_MISSING"],
        person(licences=None),
        request(requirements=(must("licence", "B"),)),
    ),
    (
        "a licence nobody understood",
        ["LICENCE_MISSING"],
        person(licences=({"text": "patentino"},)),
        request(requirements=(must("licence", FORKLIFT),)),
    ),
    (
        "licence expired",
        ["LICENCE_EXPIRED"],
        person(licences=({"text": "C", "concept": "C", "expires_on": YESTERDAY},)),
        request(requirements=(must("licence", "C1"),)),
    ),
    (
        "excluded licence not asked",
        ["LICENCE_EXCLUDED"],
        person(licences=None),
        request(requirements=({**must("licence", "B"), "level": "must_not"},)),
    ),
    (
        "language without level",
        ["LANGUAGE_BELOW"],
        person(languages=({"language": "en"},)),
        request(requirements=(must("language", "en", cefr=4),)),
    ),
    (
        "Italian not stated, as most native speakers do",
        ["ITALIAN_BELOW"],
        person(languages=({"language": "en", "level": 3},)),
        request(requirements=(must("language", "it", cefr=3),)),
    ),
    (
        "Italian without level",
        ["ITALIAN_BELOW"],
        person(languages=({"language": "it"},)),
        request(requirements=(must("language", "it", cefr=3),)),
    ),
    (
        "title of unknown level",
        ["EDUCATION_BELOW"],
        person(education=({"title": "perito"},)),
        request(requirements=(must("education", eqf=4),)),
    ),
    (
        "foreign title, recognition not asked",
        ["EDUCATION_BELOW"],
        person(education=({"title": "licence", "eqf": 6, "foreign": True},)),
        request(requirements=(must("education", eqf=4),)),
    ),
    (
        "work not asked",
        ["EXPERIENCE_BELOW"],
        person(work=None),
        request(requirements=(must("experience", months=6),)),
    ),
    (
        "a job without duration",
        ["EXPERIENCE_BELOW"],
        person(work=(job(2), job(None))),
        request(requirements=(must("experience", months=6),)),
    ),
    (
        "indispensable skill not on record",
        ["SKILL_UNPROVEN"],
        person(),
        request(requirements=({**must("skill"), "mention": SKILL},)),
    ),
    (
        "suspension over",
        ["NOT_AVAILABLE"],
        person(availability={"status": "suspended", "until": YESTERDAY}),
        request(),
    ),
    (
        "employer without name",
        ["RECIPIENT_REFUSED"],
        person(refused_employers=("Rossi",)),
        request(employer={}),
    ),
    (
        "sector not stated",
        ["SECTOR_REFUSED"],
        person(refused_sectors=("C",)),
        request(employer={"name": "x"}),
    ),
)


@pytest.mark.parametrize(
    ("codes", "candidate", "vacancy"), [case[1:] for case in TO_VERIFY], ids=[case[0] for case in TO_VERIFY]
)
def test_what_is_not_known_is_a_question(codes: list[str], candidate: Candidate, vacancy: Vacancy) -> None:
    found = verdict(candidate, vacancy)
    assert (found.state, [question.code for question in found.questions]) == ("to_verify", codes)
    for question in found.questions:
        assert "?" in question.text_it or "verificare" in question.text_it
        assert "{" not in question.text_it + question.text_en


ELIGIBLE: tuple[tuple[str, Candidate, Vacancy], ...] = (
    ("a limit is respected at its very value", person({"max_distance_km": 16}), request()),
    ("the same town, distance not asked", person({"max_distance_km": ...}, home=MODENA), request()),
    (
        "a limit in minutes answers for kilometres",
        person({"max_distance_km": ..., "max_travel_minutes": 29}),
        request(),
    ),
    ("from anywhere", person({"max_distance_km": 1}), request(remote="remote")),
    (
        "from home, though a town is named too",
        person({"remote": ("remote",)}),
        request(places=({"text": "casa", "kind": "remote"},)),
    ),
    ("walking distance without transport", person(own_vehicle=False, home=MODENA), request(transit=False)),
    (
        "nothing is asked about what nobody states",
        person({"days": ..., "shifts": ..., "min_annual_pay": ...}),
        request(),
    ),
    ("no shift at all", person({"shifts": ...}), request(shifts=())),
    (
        "one of several contracts",
        person({"contracts": ("permanent",)}),
        request(contracts=("internship", "permanent")),
    ),
    ("three shifts hold two", person({"shifts": ("three_shifts",)}), request(shifts=("two_shifts",))),
    ("a vacancy on its last day", person(), request(expires_on=TODAY)),
    (
        "sufficient title beside an unknown one",
        person(education=({"title": "x"}, {"title": "laurea", "eqf": 6})),
        request(requirements=(must("education", eqf=4),)),
    ),
    (
        "enough months beside a job without duration",
        person(work=(job(8), job(None))),
        request(requirements=(must("experience", months=6),)),
    ),
    (
        "a larger licence",
        person(licences=({"text": "CE", "concept": "CE"},)),
        request(requirements=(must("licence", "B"),)),
    ),
    (
        "a narrower skill proves a broader one",
        person(skills=({"skill": setting().mention("skill", "counterbalance_forklift")},)),
        request(requirements=({**must("skill"), "mention": SKILL},)),
    ),
    (
        "read from text, not confirmed: only wanted",
        person(),
        request(requirements=(must("licence", "C", confirmed=False),)),
    ),
    (
        "a flexible limit never removes",
        person().model_copy(
            update={
                "constraints": (
                    *person({"max_distance_km": ...}).constraints,
                    DeclaredConstraint(kind="max_distance_km", value=1, hard=False),
                )
            }
        ),
        request(),
    ),
)


@pytest.mark.parametrize(
    ("candidate", "vacancy"), [case[1:] for case in ELIGIBLE], ids=[case[0] for case in ELIGIBLE]
)
def test_what_is_respected_is_respected(candidate: Candidate, vacancy: Vacancy) -> None:
    assert verdict(candidate, vacancy) == Verdict(state="eligible")


@pytest.mark.parametrize("row", TO_VERIFY, ids=[row[0] for row in TO_VERIFY])
def test_a_question_names_no_answer_that_is_not_there(row: tuple[str, list[str], Candidate, Vacancy]) -> None:
    for question in verdict(row[2], row[3]).questions:
        assert "non indicato" not in question.text_it
        assert "not stated" not in question.text_en


def test_where_the_home_is_not_known_it_is_asked() -> None:
    for limits in ({"max_distance_km": 20}, {"max_travel_minutes": 30}):
        (asked,) = verdict(person(limits, home=None), request()).questions
        assert (asked.text_it[:22], asked.who) == ("In quale comune abita?", "person")
