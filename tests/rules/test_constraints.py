"""Every constraint that removes, on pairs made by hand: verdict, words, and what would admit."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.domain.candidate import Candidate
from matcher.domain.shortlist import Verdict
from matcher.domain.vacancy import Vacancy
from tests.congruence.setting import setting
from tests.rules.pairs import (
    PROVINCE,
    SKILL,
    YESTERDAY,
    job,
    must,
    person,
    request,
    verdict,
)


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
        "circa 29 minuti di viaggio dal domicilio (stima), limite dichiarato 20",
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
        ("candidate", "languages", "it:1", "it:3"),
    ),
    (
        "EDUCATION_BELOW",
        person(education=({"title": "licenza media", "eqf": 1},)),
        request(requirements=(must("education", eqf=4),)),
        "titolo richiesto: diploma (EQF 4); posseduto: licenza media (EQF 1)",
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
    ("SECTOR_REFUSED", person(refused_sectors=("A", "H52")), request(), "settore", None),
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


def test_a_place_not_precise_names_no_distance_that_would_surely_admit() -> None:
    bologna = {"text": "Bologna", "kind": "municipality", "code": "037006"}
    found = verdict(person({"max_distance_km": 1}, home=bologna), request(places=(PROVINCE,)))
    assert found.state == "removed"
    assert found.changes == ()
    assert "al più vicino dei comuni possibili (sede da precisare), limite" in found.reasons[0].text_it
    assert "(workplace to be made precise), declared" in found.reasons[0].text_en


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (1, "ALREADY_REFERRED"),
        (2, "REFUSED_BY_PERSON"),
        (3, "HIRED_HERE"),
        (4, "REJECTED_BY_EMPLOYER"),
        (5, "UNAVAILABLE_FOR_THIS"),
    ],
)
def test_a_pair_already_tried_is_left_out_with_its_reason(state: int, code: str) -> None:
    here = setting()
    shortlist = here.match(request(), [person()], pair_states={"P": state})
    assert shortlist.removed_by == {code: 1}
