from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matcher_servizi_integrati import ServiziIntegrati
from matcher_servizi_integrati.commands import agency, propose, refer
from matcher_servizi_integrati.journey import standing
from matcher_servizi_integrati.openings import closings, due, easter_monday
from matcher_servizi_integrati.records import Journey
from matcher_servizi_integrati.tables import Book, Deadline
from pydantic import ValidationError

from matcher.domain.constraint import ConstraintKind, DeclaredConstraint
from matcher.errors import InputError
from matcher.plugin import Transition
from matcher.testing import DAY, Kit, Workshop, conformance_problems

pytest_plugins = ["matcher.testing.fixtures"]

BOOK = Book.read()
AGENCY = "Agenzia Esempio"
PARTNER = "consulente dell'agenzia partner"
BOUND = {"partners_bound": True}
REFERRED = {"referred_on": "2026-02-16", "project": "definito", "agency": AGENCY}


def kit(workshop: Workshop, records: dict[str, Any], settings: dict[str, Any] | None = None) -> Kit:
    return workshop.kit(
        {"servizi_integrati": ServiziIntegrati},
        settings={"servizi_integrati": settings} if settings else {},
        records={"servizi_integrati": records},
    )


def limit(openings: int, cap_days: int = 30) -> Deadline:
    return Deadline(
        code="prova",
        desk="informativo",
        openings=openings,
        cap_days=cap_days,
        label_it="prova",
        label_en="test",
    )


# -- deadlines ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "openings", "expected"),
    [
        (datetime(2026, 3, 2, 9), 1, datetime(2026, 3, 2, 12)),  # Monday, before it closes
        (datetime(2026, 3, 2, 12), 1, datetime(2026, 3, 3, 12)),  # at the close the next one counts
        (datetime(2026, 3, 3, 13), 1, datetime(2026, 3, 9, 12)),  # after Tuesday comes Monday
        (datetime(2026, 3, 4, 9), 2, datetime(2026, 3, 10, 12)),
        (datetime(2026, 4, 3, 9), 1, datetime(2026, 4, 7, 12)),  # Easter Monday is closed
        (datetime(2026, 6, 1, 13), 1, datetime(2026, 6, 8, 12)),  # 2 June too
    ],
)
def test_a_deadline_falls_at_the_close_of_an_opening(
    start: datetime, openings: int, expected: datetime
) -> None:
    assert due(start, limit(openings), BOOK) == expected


def test_a_deadline_never_passes_its_cap() -> None:
    start = datetime(2026, 3, 4, 9)  # Wednesday
    assert due(start, limit(1, cap_days=2), BOOK) == datetime(2026, 3, 6, 23, 59)  # no opening before the cap
    assert due(start, limit(9, cap_days=7), BOOK) == datetime(2026, 3, 10, 12)  # the last opening before it


@given(st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)), st.integers(1, 20), st.integers(1, 60))
def test_a_deadline_is_after_its_beginning_and_within_its_cap(
    start: datetime, openings: int, cap: int
) -> None:
    when = due(start, limit(openings, cap), BOOK)
    assert start < when <= datetime.combine(start.date() + timedelta(days=cap), datetime.max.time())
    later = due(start, limit(openings + 1, cap), BOOK)
    assert when <= later


def test_openings_are_those_of_the_desk() -> None:
    found = list(closings(datetime(2026, 3, 1), "informativo", BOOK, datetime(2026, 3, 17)))
    assert [(moment.weekday(), moment.hour) for moment in found] == [(0, 12), (1, 12)] * 2 + [(0, 12)]
    assert list(closings(datetime(2026, 3, 1), "altro", BOOK, datetime(2026, 3, 17))) == []


@pytest.mark.parametrize(
    ("year", "monday"),
    [
        (2024, date(2024, 4, 1)),
        (2025, date(2025, 4, 21)),
        (2026, date(2026, 4, 6)),
        (2038, date(2038, 4, 26)),
    ],
)
def test_easter_monday(year: int, monday: date) -> None:
    assert easter_monday(year) == monday


def test_a_municipality_moves_its_hours(tmp_path: Path) -> None:
    rows = [
        "desk,weekday,opens,closes,label_it,label_en,valid_from",
        "informativo,4,15:00,18:30,sportello,desk,2026-01-01",
    ]
    (tmp_path / "orari.csv").write_text("\n".join(rows), encoding="utf-8")
    assert due(datetime(2026, 3, 2, 9), limit(1), Book.read(str(tmp_path))) == datetime(2026, 3, 6, 18, 30)


# -- the project ----------------------------------------------------------------------------------------------


def proposal(outcome: str = "", decided_on: str | None = None) -> dict[str, Any]:
    return {"submitted_on": "2026-02-20", "text": "stage", "outcome": outcome, "decided_on": decided_on}


@pytest.mark.parametrize(
    ("journey", "may_start"),
    [
        ({"project": "definito"}, True),
        ({"project": "da_definire"}, False),
        ({"project": "da_definire", "proposals": [proposal()]}, False),
        ({"project": "da_definire", "proposals": [proposal("approvata", "2026-02-27")]}, True),
        ({"project": "da_definire", "proposals": [proposal("respinta", "2026-02-27")]}, False),
        (
            {
                "project": "da_definire",
                "proposals": [proposal("rinviata", "2026-02-21"), proposal("approvata", "2026-02-27")],
            },
            True,
        ),
        (
            {
                "project": "da_definire",
                "proposals": [proposal("approvata", "2026-02-21"), proposal("respinta", "2026-02-27")],
            },
            False,
        ),
    ],
)
def test_the_steering_group_gates_the_project(journey: dict[str, Any], may_start: bool) -> None:
    held = {"referred_on": "2026-02-16", **journey}
    assert Journey.model_validate(held).may_start == may_start
    if may_start:
        assert Journey.model_validate({**held, "started_on": "2026-03-02"}).started_on
    else:
        with pytest.raises(ValidationError, match="cabina di regia"):
            Journey.model_validate({**held, "started_on": "2026-03-02"})


def test_a_project_that_waits_keeps_nobody_from_a_shortlist(workshop: Workshop) -> None:
    waiting = {"referred_on": "2026-02-16", "project": "da_definire", "social_file": ["nota riservata"]}
    everybody = {f"P{number:02}": waiting for number in range(1, 31)}
    for vacancy in ("V1", "V3"):
        assert kit(workshop, everybody).match(vacancy) == workshop.kit().match(vacancy)


@pytest.mark.parametrize(
    "record",
    [
        {"project": "definito"},
        {"agency": AGENCY},
        {"referred_on": "2026-02-16", "proposals": [proposal("approvata")]},
        {"referred_on": "2026-02-16", "proposals": [proposal("respinta", "2026-02-01")]},
    ],
)
def test_impossible_journeys_are_refused(record: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Journey.model_validate(record)


def test_the_first_interview_runs_from_the_approval() -> None:
    approved = {
        "referred_on": "2026-01-12",
        "project": "da_definire",
        "proposals": [proposal("approvata", "2026-02-27")],
    }
    found = standing(Journey.model_validate(approved), Book.read(), datetime(2026, 2, 27))
    assert (found.phase, found.next_code, found.late) == ("pronta", "primo_colloquio", False)
    assert found.due is not None
    assert found.due > datetime(2026, 2, 27)


@pytest.mark.parametrize(
    ("record", "phase", "code"),
    [
        ({"access_on": "2026-02-10"}, "accesso", ""),
        ({"access_on": "2026-02-10", "answered": True}, "risolta", ""),
        ({"referred_on": "2026-02-16", "project": "da_definire"}, "inviata", "proposta"),
        ({"referred_on": "2026-02-16", "project": "definito"}, "pronta", "primo_colloquio"),
        (
            {"referred_on": "2026-02-16", "project": "da_definire", "proposals": [proposal()]},
            "in_proposta",
            "",
        ),
        (
            {
                "referred_on": "2026-02-16",
                "project": "da_definire",
                "proposals": [proposal("rinviata", "2026-02-27")],
            },
            "rinviata",
            "proposta",
        ),
        ({**REFERRED, "started_on": "2026-02-20"}, "avviata", "monitoraggio"),
        (
            {**REFERRED, "started_on": "2026-02-20", "monitoring": [{"on": "2026-03-01", "text": "bene"}]},
            "avviata",
            "rendicontazione",
        ),
    ],
)
def test_where_a_person_is_and_what_comes_next(record: dict[str, Any], phase: str, code: str) -> None:
    found = standing(Journey.model_validate(record), BOOK, datetime(2026, 3, 2))
    assert (found.phase, found.next_code, bool(found.due)) == (phase, code, bool(code))


def test_a_passed_deadline_is_late() -> None:
    journey = Journey.model_validate(REFERRED)
    assert not standing(journey, BOOK, datetime(2026, 2, 17, 12)).late
    assert standing(journey, BOOK, datetime(2026, 2, 17, 13)).late  # the second opening was that Tuesday


# -- the partner agency -----------------------------------------------------------------------------------------


def test_an_agency_sees_only_who_was_referred_to_it(workshop: Workshop) -> None:
    records = {
        "P01": REFERRED,
        "P02": {**REFERRED, "agency": "Altra agenzia"},
        "P03": {"access_on": "2026-02-10"},
    }
    found = kit(workshop, records, {"agency": f"  {AGENCY.upper()} "}).match("V1")
    assert {row.id for row in (*found.ranked, *found.to_verify)} == {"P01"}
    assert kit(workshop, records).match("V1") == workshop.kit().match("V1")  # the public desk sees everybody


def event(candidate: str = "P01", role: str = PARTNER) -> Transition:
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    return Transition("person", "add", "", "proposto", "V1", at, "S1", candidate, "carla", role, AGENCY)


@pytest.mark.parametrize(
    ("candidate", "role", "allowed"),
    [
        ("P01", PARTNER, True),
        ("P02", PARTNER, False),
        ("P03", PARTNER, False),
        ("", PARTNER, True),
        ("P03", "operatore del mercato del lavoro", True),
    ],
)
def test_an_agency_takes_steps_only_on_its_own(
    workshop: Workshop, candidate: str, role: str, allowed: bool
) -> None:
    held = {
        ("candidate", "P01"): REFERRED,
        ("candidate", "P02"): {**REFERRED, "agency": "Altra agenzia"},
        ("vacancy", "V1"): {"agency": AGENCY},
    }
    gate = kit(workshop, {}, BOUND).gate
    vetoes = gate.desk.before_transition(
        event(candidate, role), lambda plugin, owner, name: held.get((owner, name))
    )
    assert [plugin for plugin, _ in vetoes] == ([] if allowed else ["servizi_integrati"])


def test_a_vacancy_of_the_desk_is_not_the_agencys(workshop: Workshop) -> None:
    gate = kit(workshop, {}, BOUND).gate
    ((_, veto),) = gate.desk.before_transition(event(), lambda plugin, owner, name: None)
    assert "la segue lo sportello" in veto.it


def test_without_settings_nobody_is_bound(workshop: Workshop) -> None:
    assert kit(workshop, {}).gate.desk.before_transition(event(), lambda plugin, owner, name: None) == []


def test_the_social_file_never_leaves(workshop: Workshop, tmp_path: Path) -> None:
    secret = {**REFERRED, "social_file": ["nota riservata"], "request": "aiuto per la casa"}
    found = kit(workshop, {"P01": secret})
    desk = found.desk("servizi_integrati", tmp_path)
    (table,) = agency(desk, AGENCY)
    assert [row["candidate"] for row in table.rows] == ["P01"]
    seen = f"{table} {found.match('V1').model_dump_json()}"
    assert "riservata" not in seen
    assert "casa" not in seen
    assert [name for name in found.gate.columns if "servizi_integrati" in name] == [
        "candidate:servizi_integrati.agency"
    ]


def test_an_agency_reads_the_limits_in_words(workshop: Workshop, tmp_path: Path) -> None:
    limits = (
        DeclaredConstraint(kind=ConstraintKind.MAX_DISTANCE_KM, value=20),
        DeclaredConstraint(kind=ConstraintKind.SHIFTS, value=("day", "morning"), hard=False),
        DeclaredConstraint(kind=ConstraintKind.CONTRACTS, value=None),
        DeclaredConstraint(kind=ConstraintKind.EARLIEST_START, value=date(2026, 4, 1)),
    )
    plain = kit(workshop, {"P01": REFERRED})
    one = plain.people[0].model_copy(update={"constraints": limits})
    desk = plain.with_people([one, *plain.people[1:]]).desk("servizi_integrati", tmp_path)
    (table,) = agency(desk, AGENCY)
    assert table.rows[0]["limits"] == (
        "distanza: al più 20 km; turni: a giornata, mattina (flessibile); contratti: nessun limite; "
        "inizio: dal 01/04/2026"
    )


def test_steps_are_reported_back_line_by_line(workshop: Workshop, tmp_path: Path) -> None:
    path = tmp_path / "rendicontazione.csv"
    gate = kit(workshop, {}, {"report_to": str(path)}).gate
    assert gate.desk.observe(event()) == []
    assert gate.desk.observe(event("P04")) == []
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("quando;richiesta;persona")
    assert [line.split(";")[2] for line in lines[1:]] == ["P01", "P04"]


def test_a_file_that_cannot_be_written_hurts_nobody(workshop: Workshop, tmp_path: Path) -> None:
    gate = kit(workshop, {}, {"report_to": str(tmp_path / "manca" / "file.csv")}).gate
    (failure,) = gate.desk.observe(event())
    assert "servizi_integrati" in failure


# -- commands ---------------------------------------------------------------------------------------------------


def test_from_referral_to_approval(workshop: Workshop, tmp_path: Path) -> None:
    desk = kit(workshop, {}).desk("servizi_integrati", tmp_path, writes=True)
    (table,) = refer(desk, "P01", "da_definire", AGENCY)
    (row,) = table.rows
    assert (row["code"], row["may_start"], row["due"]) == ("inviata", False, datetime(2026, 3, 10, 12))
    (table,) = propose(desk, "P01", "stage in magazzino", "")
    assert [row["code"] for row in table.rows] == ["in_proposta"]
    (table,) = propose(desk, "P01", "", "approvata")
    assert [(row["code"], row["may_start"]) for row in table.rows] == [("pronta", True)]
    with pytest.raises(InputError, match="in attesa di esito"):
        list(propose(desk, "P01", "", "respinta"))


def test_a_defined_project_needs_no_steering_group(workshop: Workshop, tmp_path: Path) -> None:
    desk = kit(workshop, {"P01": REFERRED}).desk("servizi_integrati", tmp_path, writes=True)
    with pytest.raises(InputError, match="non è da definire"):
        list(propose(desk, "P01", "stage", ""))
    with pytest.raises(InputError, match="non è un valore"):
        list(refer(desk, "P01", "forse", ""))


def test_the_report_puts_the_late_first(workshop: Workshop, tmp_path: Path) -> None:
    records = {
        "P01": {**REFERRED, "referred_on": DAY.isoformat()},
        "P02": {**REFERRED, "referred_on": "2026-01-12"},
    }
    first, second = kit(workshop, records).run("servizi_integrati", "servizi-integrati", tmp_path)
    assert [row["people"] for row in first.rows] == [2]
    assert [(row["candidate"], row["overdue"]) for row in second.rows] == [("P02", True), ("P01", False)]


def test_it_keeps_its_contract(workshop: Workshop) -> None:
    settings: dict[str, Any] = {"agency": AGENCY}
    records = {"P01": REFERRED, "P04": REFERRED, "P05": {"access_on": "2026-02-10"}, "V1": {"agency": AGENCY}}
    problems = conformance_problems(
        workshop, "servizi_integrati", ServiziIntegrati, settings=settings, records=records
    )
    assert problems == []


def test_a_project_to_be_defined_starts_only_after_the_steering_group(
    workshop: Workshop, tmp_path: Any
) -> None:
    found = kit(workshop, {})

    def run(command: str, **given: Any) -> Any:
        return found.run("servizi_integrati", command, tmp_path, candidate="P01", **given)

    run("refer", project="da_definire", agency="Agenzia Esempio")
    with pytest.raises(InputError, match="non può ancora partire"):
        run("start")
    with pytest.raises(InputError, match="proposta alla cabina di regia è vuota"):
        run("propose")
    run("propose", text="stage")
    with pytest.raises(InputError, match="non può ancora partire"):
        run("start")
    run("propose", outcome="approvata")
    (table,) = run("start")
    assert table.rows[0]["code"] == "avviata"
    run("note", text="va bene")
    (table,) = run("note", text="ancora bene")
    assert [row["text"] for row in table.rows] == ["va bene", "ancora bene"]
    (table,) = run("note", text="tutto fatto", report=True)
    assert len(table.rows) == 1
    # naming the agency again later moves neither the day nor the agency
    (table,) = run("refer", project="definito")
    assert table.rows[0]["agency"] == "Agenzia Esempio"
