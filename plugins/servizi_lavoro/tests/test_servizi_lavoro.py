from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from matcher_servizi_lavoro import ServiziLavoro
from matcher_servizi_lavoro.mobility import moving
from matcher_servizi_lavoro.records import Enrolment, Provider
from matcher_servizi_lavoro.register import functions_of, may_refer, read_functions

from matcher.errors import InputError
from matcher.plugin import Transition
from matcher.testing import DAY, Kit, Workshop, conformance_problems

pytest_plugins = ["matcher.testing.fixtures"]

FUNCTIONS = read_functions()
PACT = {"reference": "PSP-1", "signed_on": "2026-01-12"}


def kit(workshop: Workshop, records: dict[str, Any]) -> Kit:
    return workshop.kit({"servizi_lavoro": ServiziLavoro}, records={"servizi_lavoro": records})


def enrolled(function: str, **more: Any) -> Enrolment:
    given = {
        "function": function,
        "region": "Lombardia",
        "authority": "Regione Lombardia",
        "number": "decreto 12",
        "issued_on": date(2024, 1, 10),
        "valid_from": date(2024, 2, 1),
        "valid_to": date(2026, 3, 2),
    }
    return Enrolment(**{**given, **more})


def body(*enrolments: Enrolment, kind: Any = "accreditato") -> Provider:
    return Provider(name="Ente Prova", kind=kind, enrolments=enrolments)


# -- the register -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "refers"),
    [
        ("incontro_domanda_offerta", True),
        ("somministrazione_generalista", True),
        ("somministrazione_specialista", True),
        ("intermediazione", True),
        ("ricerca_e_selezione", True),
        ("supporto_ricollocazione", False),
        ("prevenzione_disoccupazione", False),
        ("inserimento_svantaggiati", False),
        ("mobilita_geografica", False),
    ],
)
def test_only_matching_functions_refer(function: str, refers: bool) -> None:
    assert may_refer(body(enrolled(function)), FUNCTIONS, DAY) == refers


@pytest.mark.parametrize(
    ("more", "day", "holds"),
    [
        ({}, date(2024, 1, 31), False),
        ({}, date(2024, 2, 1), True),
        ({}, date(2026, 3, 2), True),
        ({}, date(2026, 3, 3), False),
        ({"valid_to": None}, date(2040, 1, 1), True),
        ({"suspended": True}, DAY, False),
    ],
)
def test_a_function_holds_between_its_days(more: dict[str, Any], day: date, holds: bool) -> None:
    one = body(enrolled("incontro_domanda_offerta", **more))
    assert may_refer(one, FUNCTIONS, day) == holds
    assert bool(functions_of(one, FUNCTIONS, day)) == holds


def test_a_function_holds_in_its_region() -> None:
    one = body(enrolled("incontro_domanda_offerta"))
    assert may_refer(one, FUNCTIONS, DAY, "Lombardia")
    assert may_refer(one, FUNCTIONS, DAY, " lombardia")
    assert not may_refer(one, FUNCTIONS, DAY, "Veneto")


def test_a_public_service_needs_no_enrolment() -> None:
    assert may_refer(body(kind="pubblico"), FUNCTIONS, DAY)


def test_every_function_names_its_basis_and_what_it_lets_do() -> None:
    assert all(one.legal_basis and one.may_it and one.may_en for one in FUNCTIONS)


def test_a_region_corrects_the_functions(tmp_path: Path) -> None:
    rows = [
        "code,kind,refers,label_it,label_en,may_it,may_en,legal_basis",
        "mobilita_geografica,accreditamento,true,mobilità,mobility,invia rose,refers,DGR 1/2026",
    ]
    (tmp_path / "funzioni.csv").write_text("\n".join(rows), encoding="utf-8")
    assert may_refer(body(enrolled("mobilita_geografica")), read_functions(str(tmp_path)), DAY)


def test_an_enrolment_names_its_act() -> None:
    with pytest.raises(ValueError, match="authority"):
        enrolled("intermediazione", authority="")


def referral(after: str = "inviata", kind: Any = "shortlist") -> Transition:
    return Transition(kind, "refer", "pronta", after, "V1", datetime(2026, 3, 2, 10, tzinfo=UTC), "S1")


@pytest.mark.parametrize(
    ("enrolment", "region", "event", "objects"),
    [
        (enrolled("incontro_domanda_offerta"), "", referral(), False),
        (enrolled("incontro_domanda_offerta"), "Lombardia", referral(), False),
        (enrolled("incontro_domanda_offerta"), "Veneto", referral(), True),
        (enrolled("incontro_domanda_offerta", valid_to=date(2026, 3, 1)), "", referral(), True),
        (enrolled("mobilita_geografica"), "", referral(), True),
        (enrolled("mobilita_geografica"), "", referral("in_verifica"), False),
        (None, "", referral(), True),
    ],
)
def test_only_a_provider_with_a_matching_function_refers(
    workshop: Workshop, enrolment: Enrolment | None, region: str, event: Transition, objects: bool
) -> None:
    settings = {"servizi_lavoro": {"provider": "ENTE-1", "region": region}}
    gate = workshop.kit({"servizi_lavoro": ServiziLavoro}, settings=settings).gate
    held = body(enrolment).model_dump(mode="json") if enrolment else None
    vetoes = gate.desk.before_transition(event, lambda plugin, owner, name: held)
    assert bool(vetoes) == objects
    assert workshop.kit({"servizi_lavoro": ServiziLavoro}).gate.desk.before_transition(event) == []


# -- the pact ---------------------------------------------------------------------------------------------


def state(
    workshop: Workshop, pact: dict[str, Any], code: str, vacancy: Any = "V1", person: str = "P05"
) -> str:
    verdict = kit(workshop, {person: {**PACT, **pact}}).judge(vacancy)[person].verdict
    if any(reason.code == code for reason in verdict.reasons):
        return "removed"
    return "asked" if any(question.code == code for question in verdict.questions) else "kept"


def test_a_missing_pact_never_blocks(workshop: Workshop) -> None:
    for vacancy in ("V1", "V2", "V3"):
        assert kit(workshop, {}).match(vacancy) == workshop.kit().match(vacancy)
    unsigned = {f"P{number:02}": {"measures": ("corso di italiano",)} for number in range(1, 31)}
    assert kit(workshop, unsigned).match("V1") == workshop.kit().match("V1")


@pytest.mark.parametrize(
    ("pact", "expected"),
    [
        ({"max_km": 10}, "removed"),  # sixteen kilometres
        ({"max_km": 16}, "kept"),
        ({"max_km": 10, "mobility_km": 50}, "asked"),
        ({"max_km": 10, "mobility_km": 0}, "asked"),
        ({"max_km": 10, "mobility_km": 12}, "removed"),
        ({"max_km": 10, "expires_on": "2026-03-02"}, "removed"),
        ({"max_km": 10, "expires_on": "2026-03-01"}, "asked"),  # an expired pact is asked about again
        ({"max_km": 20, "expires_on": "2026-03-01"}, "kept"),
        ({}, "kept"),
    ],
)
def test_the_distance_agreed(workshop: Workshop, pact: dict[str, Any], expected: str) -> None:
    assert state(workshop, pact, "PACT_DISTANCE") == expected


@pytest.mark.parametrize(
    ("pact", "hours", "expected"),
    [
        ({"max_hours": 30}, (40, 40), "removed"),
        ({"max_hours": 30}, (20, 40), "kept"),
        ({"max_hours": 30}, (None, None), "asked"),
        ({"min_hours": 20}, (10, 15), "removed"),
        ({"min_hours": 20, "max_hours": 40}, (20, 20), "kept"),
    ],
)
def test_the_hours_agreed(
    workshop: Workshop, pact: dict[str, Any], hours: tuple[int | None, int | None], expected: str
) -> None:
    vacancy = (
        kit(workshop, {})
        .vacancies[0]
        .model_copy(update={"weekly_hours_min": hours[0], "weekly_hours_max": hours[1]})
    )
    assert state(workshop, pact, "PACT_HOURS", vacancy) == expected


@pytest.mark.parametrize(
    ("night", "vacancy", "expected"),
    [
        (False, "V2", "removed"),
        (False, "V1", "kept"),
        (False, "V4", "asked"),
        (True, "V2", "kept"),
        (None, "V2", "kept"),
    ],
)
def test_work_at_night(workshop: Workshop, night: bool | None, vacancy: str, expected: str) -> None:
    assert state(workshop, {"night": night}, "PACT_NIGHT", vacancy) == expected


@pytest.mark.parametrize(("ateco", "expected"), [("H49", "kept"), ("C10", "removed"), ("", "asked")])
def test_the_sectors_agreed(workshop: Workshop, ateco: str, expected: str) -> None:
    vacancy = kit(workshop, {}).vacancies[0]
    vacancy = vacancy.model_copy(update={"employer": vacancy.employer.model_copy(update={"ateco": ateco})})
    assert state(workshop, {"sectors": ("H", "G")}, "PACT_SECTOR", vacancy) == expected


def test_the_reason_cites_the_pact(workshop: Workshop) -> None:
    (reason,) = [
        reason
        for reason in kit(workshop, {"P05": {**PACT, "max_km": 10}}).judge("V1")["P05"].verdict.reasons
        if reason.code == "PACT_DISTANCE"
    ]
    assert reason.text_it == "16 km, concordati al massimo 10 (patto di servizio del 12/01/2026)"
    assert reason.text_en == "16 km, at most 10 agreed (service pact of 12/01/2026)"


def test_measures_and_referrals_stay_at_the_desk(workshop: Workshop) -> None:
    private = {
        **PACT,
        "max_km": 10,
        "measures": ("sostegno psicologico",),
        "other_services": ("consultorio",),
    }
    shown = kit(workshop, {"P05": private, "P01": {**private, "max_km": 50}}).match("V1").model_dump_json()
    assert "psicologico" not in shown
    assert "consultorio" not in shown
    columns = kit(workshop, {}).gate.columns
    assert not any("measure" in name or "other_services" in name for name in columns)


# -- mobility -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kilometres", "admitted"), [(0, True), (30, True), (15, False)])
def test_who_would_move_is_searched_wider(workshop: Workshop, kilometres: int, admitted: bool) -> None:
    found = kit(workshop, {})
    near = found.people[6].model_copy(update={"id": "P07"})  # Formigine, ten kilometres at most
    far = found.vacancies[0].model_copy(update={"id": "V9", "places": (found.people[10].home,)})  # Carpi
    before = found.with_vacancies([far]).vacancies_for(near)
    after = found.with_vacancies([far]).vacancies_for(moving(near, kilometres))
    assert "V9" not in {row.id for row in before.ranked}
    assert ("V9" in {row.id for row in (*after.ranked, *after.to_verify)}) == admitted


def test_other_limits_stay(workshop: Workshop) -> None:
    person = kit(workshop, {}).people[6]
    others = {limit.kind for limit in moving(person, 0).constraints}
    assert others == {limit.kind for limit in person.constraints}


@pytest.mark.parametrize(
    "record",
    [{"max_km": 20}, {**PACT, "sectors": ("trasporti",)}, {**PACT, "max_hours": 90}, {"cartella": "x"}],
)
def test_wrong_pacts_are_refused(workshop: Workshop, record: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        kit(workshop, {"P04": record}).match("V1")


def test_it_keeps_its_contract(workshop: Workshop) -> None:
    records = {
        "P01": {**PACT, "max_km": 20, "night": False},
        "P05": {**PACT, "max_km": 10, "mobility_km": 100},
        "P08": {**PACT, "max_hours": 20, "sectors": ("H",), "expires_on": "2026-01-31"},
    }
    assert conformance_problems(workshop, "servizi_lavoro", ServiziLavoro, records=records) == []


def test_a_function_that_is_none_is_said(workshop: Workshop, tmp_path: Any) -> None:
    found = workshop.kit({"servizi_lavoro": ServiziLavoro})
    desk = found.desk("servizi_lavoro", tmp_path)
    held = [enrolled("incontro"), enrolled("intermediazione")]
    desk.write_record("provider", "E1", **body(*held).model_dump(mode="json"))
    (table,) = found.run(
        "servizi_lavoro", "provider", tmp_path, identifier="E1", on=date(2025, 1, 1), region="LOMBARDIA"
    )
    assert table.notes_it[0] == "Può inviare rose di candidati."
    assert table.notes_it[1].startswith("Non è una funzione: incontro. Le funzioni sono: ")


def test_what_is_open_for_another_question_is_not_called_mobility(workshop: Workshop, tmp_path: Any) -> None:
    pact = {"signed_on": "2026-01-12", "max_km": 5, "mobility_km": 300}
    found = workshop.kit({"servizi_lavoro": ServiziLavoro}, records={"servizi_lavoro": {"P01": pact}})
    near = found.vacancies_for("P01", size=5)
    asked = {row.id for row in near.to_verify if "PACT_DISTANCE" not in {one.code for one in row.questions}}
    (table,) = found.run("servizi_lavoro", "mobility", tmp_path, candidate="P01")
    called = {row["vacancy"]: row["search"] for row in table.rows}
    for name in asked | {row.id for row in near.ranked}:
        assert called[name] == "nei limiti dichiarati"
    far = {row.id for row in near.to_verify} - asked
    assert far
    assert {called[name] for name in far} == {"con mobilità geografica"}
