"""Every constraint on pairs made by hand: verdict, words, and what would admit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from matcher.domain.candidate import Candidate, WorkExperience
from matcher.domain.constraint import ConstraintKind, DeclaredConstraint
from matcher.domain.protected import Protected
from matcher.domain.shortlist import Verdict
from matcher.domain.vacancy import Vacancy
from matcher.engine.finalists import verdict_of
from matcher.engine.match import evaluate
from tests.congruence.setting import TODAY, setting

SASSUOLO = {"text": "Sassuolo", "kind": "municipality", "code": "036040"}
MODENA = {"text": "Modena", "kind": "municipality", "code": "036023"}
PROVINCE = {"text": "provincia di Modena", "kind": "province", "code": "MO"}
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
FORKLIFT = "equipment.forklift_industrial"


def person(limits: dict[str, Any] | None = None, **fields: Any) -> Candidate:
    """Return somebody who was asked everything, accepts everything and has nothing in particular.

    A limit of ``...`` was not asked.
    """
    chosen: dict[str, Any] = {kind.value: None for kind in ConstraintKind} | (limits or {})
    constraints = [
        DeclaredConstraint.model_validate({"kind": kind, "value": value})
        for kind, value in chosen.items()
        if value is not ...
    ]
    nothing = dict.fromkeys(("work", "skills", "education", "languages", "licences"), ())
    return Candidate.model_validate(
        {"id": "P", "home": SASSUOLO, "own_vehicle": True, **nothing, "constraints": constraints, **fields}
    )


def request(**fields: Any) -> Vacancy:
    """Return a vacancy in Modena, of which nothing else is stated."""
    job = setting().mention("occupation", "8344.forklift_driver")
    plain = {"id": "V", "title": "Mulettista", "occupations": (job,), "places": (MODENA,)}
    employer = {"name": "Rossi srl", "ateco": "H52"}
    return Vacancy.model_validate({**plain, "employer": employer, "state": "pubblicata", **fields})


def verdict(candidate: Candidate, vacancy: Vacancy, **protected: Any) -> Verdict:
    """Return the verdict, the same from either side."""
    here, found = setting(), []
    behind = {"P": Protected(candidate_id="P", **protected)}
    for rows, subject in ((candidate, vacancy), (vacancy, candidate)):
        part = evaluate(here.pool([rows], behind), here.request(subject, behind), here.rules)
        assert np.array_equal(part.partition.alive, [True])
        found.append(verdict_of(part, 0, here.rules))
    assert found[0] == found[1]
    return found[0]


def must(kind: str, concept: str = "", **details: Any) -> dict[str, Any]:
    """Return an indispensable requirement."""
    mention = {"text": concept, "concept": concept} if concept else None
    return {"kind": kind, "level": "must", "mention": mention, **details}


def job(months: int | None) -> WorkExperience:
    return WorkExperience(occupation=setting().mention("occupation", "8344.forklift_driver"), months=months)


SKILL = setting().mention("skill", "forklift_operation")


def test_somebody_who_accepts_everything_is_eligible() -> None:
    assert verdict(person(), request()) == Verdict(state="eligible")


REMOVED: tuple[tuple[str, Candidate, Vacancy, str, tuple[str, str, str, str] | None], ...] = (
    (
        "COMMUTE_TOO_FAR",
        person({"max_distance_km": 10}),
        request(),
        "16 km dal domicilio, limite dichiarato 10 km",
        ("candidate", "max_distance_km", "10", "16"),
    ),
    (
        "JOURNEY_TOO_LONG",
        person({"max_travel_minutes": 20}),
        request(),
        "circa 29 minuti di viaggio (stima), limite dichiarato 20",
        ("candidate", "max_travel_minutes", "20", "29"),
    ),
    (
        "VEHICLE_NEEDED",
        person(own_vehicle=False),
        request(needs_vehicle=True, transit=False),
        "mezzo proprio",
        ("candidate", "own_vehicle", "false", "true"),
    ),
    (
        "NOT_REACHABLE",
        person(own_vehicle=True, uses_vehicle=False),
        request(transit=False),
        "mezzi pubblici",
        ("candidate", "own_vehicle", "false", "true"),
    ),
    (
        "LODGING_NEEDED",
        person({"lodging_needed": True}),
        request(lodging=False),
        "alloggio",
        ("vacancy", "lodging", "false", "true"),
    ),
    (
        "TRAVEL_REFUSED",
        person({"travel": ("giornaliere",)}),
        request(travel=("estero",)),
        "il lavoro prevede trasferte all'estero, la persona accetta: trasferte giornaliere",
        ("candidate", "travel", "giornaliere", "giornaliere|estero"),
    ),
    (
        "WORK_PLACE_REFUSED",
        person({"remote": ("remote",)}),
        request(remote="hybrid"),
        "il lavoro si svolge in parte a distanza, la persona accetta: a distanza",
        ("candidate", "remote", "remote", "hybrid|remote"),
    ),
    (
        "HOURS_TOO_MANY",
        person({"max_weekly_hours": 20}),
        request(weekly_hours_max=40),
        "40 ore settimanali, la persona ne accetta al massimo 20",
        ("candidate", "max_weekly_hours", "20", "40"),
    ),
    (
        "HOURS_TOO_FEW",
        person({"min_weekly_hours": 30}),
        request(weekly_hours_max=20),
        "20 ore settimanali, la persona ne cerca almeno 30",
        ("candidate", "min_weekly_hours", "30", "20"),
    ),
    (
        "SHIFTS_REFUSED",
        person({"shifts": ("morning",)}),
        request(shifts=("night",)),
        "turni richiesti: notturno; la persona accetta: mattina",
        ("candidate", "shifts", "morning", "morning|night"),
    ),
    (
        "DAYS_REFUSED",
        person({"days": ("lun", "mar")}),
        request(days=("mar", "sab")),
        "giorni richiesti: martedì, sabato; la persona accetta: lunedì, martedì",
        ("candidate", "days", "lun|mar", "lun|mar|sab"),
    ),
    (
        "CONTRACT_REFUSED",
        person({"contracts": ("permanent",)}),
        request(contracts=("internship",)),
        "contratto offerto: tirocinio extracurriculare; la persona accetta: tempo indeterminato",
        ("candidate", "contracts", "permanent", "internship|permanent"),
    ),
    (
        "START_TOO_LATE",
        person({"earliest_start": date(2027, 2, 1)}),
        request(start_by=date(2026, 12, 1)),
        "disponibile dal 01/02/2027, il lavoro comincia al più tardi il 01/12/2026",
        ("vacancy", "start_by", "2026-12-01", "2027-02-01"),
    ),
    (
        "PAY_TOO_LOW",
        person({"min_annual_pay": 24_000}),
        request(annual_pay_max=20_000),
        "retribuzione fino a 20.000 euro lordi l'anno, minimo dichiarato 24.000",
        ("vacancy", "annual_pay_max", "20000", "24000"),
    ),
    (
        "LICENCE_MISSING",
        person(licences=({"text": "B", "concept": "B"},)),
        request(requirements=(must("licence", "C"), must("licence", "B"))),
        "manca: patente C",
        ("candidate", "licences", "A1|AM|B|B1", "C"),
    ),
    (
        "LANGUAGE_BELOW",
        person(languages=({"language": "en", "level": 2},)),
        request(requirements=(must("language", "en", cefr=4),)),
        "lingua richiesta: inglese B2",
        ("candidate", "languages", "en:2", "en:4"),
    ),
    (
        "ITALIAN_BELOW",
        person(languages=({"language": "it", "level": 1},)),
        request(requirements=(must("language", "it", cefr=3),)),
        "italiano richiesto",
        None,
    ),
    (
        "EDUCATION_BELOW",
        person(education=({"title": "licenza media", "eqf": 1},)),
        request(requirements=(must("education", eqf=4),)),
        "titolo richiesto: livello EQF 4; posseduto: 1",
        ("vacancy", "eqf_must", "4", "1"),
    ),
    (
        "EXPERIENCE_BELOW",
        person(work=(job(5),)),
        request(requirements=(must("experience", months=12),)),
        "esperienza richiesta: 12 mesi; in mansioni affini: 5",
        ("vacancy", "months_must", "12", "5"),
    ),
    (
        "SKILL_EXCLUDED",
        person(skills=({"skill": SKILL},)),
        request(requirements=({"kind": "skill", "level": "must_not", "mention": SKILL},)),
        "esclude",
        None,
    ),
    (
        "LICENCE_EXCLUDED",
        person(licences=({"text": "C", "concept": "C"},)),
        request(requirements=({**must("licence", "B"), "level": "must_not"},)),
        "esclude",
        None,
    ),
    ("VACANCY_CLOSED", person(), request(state="coperta"), "non è più aperta", None),
    ("VACANCY_EXPIRED", person(), request(expires_on=YESTERDAY), "scaduta il 21/11/2026", None),
    ("NOT_AVAILABLE", person(availability={"status": "hired"}), request(), "non è disponibile", None),
    ("RECIPIENT_REFUSED", person(refused_employers=("ROSSI S.R.L.", "Rossi Srl")), request(), "dati", None),
    ("SECTOR_REFUSED", person(refused_sectors=("H",)), request(), "settore", None),
)


@pytest.mark.parametrize(
    ("code", "candidate", "vacancy", "words", "change"), REMOVED, ids=[r[0] for r in REMOVED]
)
def test_one_constraint_alone_removes_and_says_why(
    code: str, candidate: Candidate, vacancy: Vacancy, words: str, change: tuple[str, str, str, str] | None
) -> None:
    found = verdict(candidate, vacancy)
    assert (found.state, [reason.code for reason in found.reasons]) == ("removed", [code])
    assert words in found.reasons[0].text_it
    assert "?" not in found.reasons[0].text_it
    assert "{" not in found.reasons[0].text_en
    named = [(c.side, c.field, c.current, c.admitting) for c in found.changes]
    assert named == ([change] if change else [])


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
    ("hours not stated", ["HOURS_TOO_MANY"], person({"max_weekly_hours": 30}), request()),
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


def test_a_place_not_precise_names_no_distance_that_would_surely_admit() -> None:
    bologna = {"text": "Bologna", "kind": "municipality", "code": "037006"}
    found = verdict(person({"max_distance_km": 1}, home=bologna), request(places=(PROVINCE,)))
    assert found.state == "removed"
    assert found.changes == ()


@pytest.mark.parametrize(
    ("contract", "born", "benefit", "state"),
    [
        ("apprenticeship_1", date(2008, 6, 1), None, "eligible"),
        ("apprenticeship_1", date(2001, 11, 22), None, "removed"),
        ("apprenticeship_1", date(2001, 11, 23), None, "eligible"),
        ("apprenticeship_1", date(2011, 12, 10), None, "removed"),
        ("apprenticeship_1", None, None, "to_verify"),
        ("apprenticeship_2", date(1996, 11, 23), False, "eligible"),
        ("apprenticeship_2", date(1996, 11, 22), False, "removed"),
        ("apprenticeship_2", date(1970, 1, 1), True, "eligible"),
        ("apprenticeship_2", date(1970, 1, 1), None, "to_verify"),
        ("permanent", date(1970, 1, 1), None, "eligible"),
    ],
)
def test_a_legal_requirement_answers_without_telling_the_value(
    contract: str, born: date | None, benefit: bool | None, state: str
) -> None:
    found = verdict(person(), request(contracts=(contract,)), birth_date=born, benefit_holder=benefit)
    assert found.state == state
    assert found.changes == ()
    assert all(reason.facts == {} for reason in found.reasons)


def test_a_legal_requirement_bites_only_where_every_contract_carries_it() -> None:
    offered = request(contracts=("apprenticeship_2", "permanent"))
    assert verdict(person(), offered, birth_date=date(1970, 1, 1), benefit_holder=False).state == "eligible"


@pytest.mark.parametrize(
    ("title", "until", "state"),
    [
        (None, None, "eligible"),
        (True, None, "eligible"),
        (True, TODAY, "eligible"),
        (True, YESTERDAY, "to_verify"),
        (False, None, "removed"),
    ],
)
def test_the_title_to_work(title: bool | None, until: date | None, state: str) -> None:
    assert verdict(person(), request(), work_title=title, work_title_expires_on=until).state == state


@pytest.mark.parametrize(
    ("state", "code"),
    [(1, "ALREADY_REFERRED"), (2, "REFUSED_BY_PERSON"), (3, "HIRED_HERE"), (4, "REJECTED_BY_EMPLOYER")],
)
def test_a_pair_already_tried_is_left_out_with_its_reason(state: int, code: str) -> None:
    here = setting()
    shortlist = here.match(request(), [person()], pair_states={"P": state})
    assert shortlist.removed_by == {code: 1}
