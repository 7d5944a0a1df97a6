from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from matcher_emilia_romagna import EmiliaRomagna
from matcher_emilia_romagna.assessable import missing_items
from matcher_emilia_romagna.done import PHASES, given_services
from matcher_emilia_romagna.recompose import recomposed
from matcher_emilia_romagna.records import TakenInCharge
from matcher_emilia_romagna.standards import Checked, check_all, standard_minutes
from matcher_emilia_romagna.tables import Book
from pydantic import ValidationError

from matcher.domain.candidate import Availability, Candidate, WorkExperience
from matcher.domain.constraint import ConstraintKind, DeclaredConstraint
from matcher.domain.record import Mention
from matcher.domain.service import ServiceRecord
from matcher.plugin import Transition
from matcher.testing import DAY, Kit, Workshop, conformance_problems

pytest_plugins = ["matcher.testing.fixtures"]

BOOK = Book.read()
ACT = {
    "authority": "Regione Prova",
    "number": "DGR 1/2026",
    "issued_on": date(2026, 1, 10),
    "valid_from": date(2026, 2, 1),
    "valid_to": date(2026, 12, 31),
}


def kit(workshop: Workshop, records: dict[str, Any], settings: dict[str, Any] | None = None) -> Kit:
    return workshop.kit(
        {"emilia_romagna": EmiliaRomagna},
        settings={"emilia_romagna": settings} if settings else {},
        records={"emilia_romagna": records},
    )


def line(service: str, number: int = 1, **more: Any) -> ServiceRecord:
    minutes = BOOK.services_on(date(2016, 1, 1))[service].minutes
    given = {
        "minutes": minutes,
        "given_on": DAY + timedelta(days=number),
        "operator": "anna",
        "candidate": "P01",
    }
    return ServiceRecord(id=number, service=service, **{**given, **more})


def remarks(checked: list[Checked]) -> list[str]:
    return [italian for one in checked for italian, _ in one.remarks]


# -- standards ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "minutes"),
    [
        (1, 30),
        (2, 30),
        (3, 60),
        (4, 240),
        (5, 90),
        (6, 300),
        (7, 720),
        (8, 1200),
        (9, 60),
        (10, 300),
        (11, 30),
        (12, 60),
    ],
)
def test_the_twelve_services_and_their_minutes(number: int, minutes: int) -> None:
    (service,) = [one for one in BOOK.services if one.number == number]
    assert service.minutes == minutes


def test_a_service_given_by_the_standard_needs_no_look() -> None:
    (checked,) = check_all([line("matching")], {}, BOOK)
    assert (checked.standard, checked.session, checked.remarks) == (300, 1, ())


@pytest.mark.parametrize(("longer", "standard"), [(False, 90), (True, 108)])
def test_the_standard_is_raised_only_by_the_operators_switch(longer: bool, standard: int) -> None:
    people = {"P01": TakenInCharge(longer_standard=longer)}
    (checked,) = check_all([line("counselling", minutes=108)], people, BOOK)
    assert checked.standard == standard
    assert remarks([checked]) == ([] if longer else ["108 minuti, lo standard è 90"])


def test_a_raised_standard_is_rounded_up() -> None:
    service = BOOK.services[0].model_copy(update={"minutes": 33})
    assert standard_minutes(service, True, 20) == 40
    assert standard_minutes(service, False, 20) == 33


@pytest.mark.parametrize("service", ["counselling", "workshop"])
def test_the_third_session_is_the_last(service: str) -> None:
    size = {"group_size": 8}
    checked = check_all([line(service, number, **size) for number in range(1, 5)], {}, BOOK)
    assert [one.session for one in checked] == [1, 2, 3, 4]
    assert remarks(checked) == [
        "è la sessione 3, l'ultima prevista",
        "sessione 4: lo standard ne prevede al massimo 3",
    ]


def test_sessions_are_counted_for_each_person_and_service() -> None:
    lines = [line("counselling", n, candidate=f"P{n:02}") for n in range(1, 5)]
    lines += [line("interview_individual", n) for n in range(5, 10)]
    assert remarks(check_all(lines, {}, BOOK)) == []


@pytest.mark.parametrize(("size", "warned"), [(5, True), (6, False), (15, False), (16, True), (None, True)])
def test_the_size_of_a_group_is_a_warning(size: int | None, warned: bool) -> None:
    (checked,) = check_all([line("interview_group", candidate="", group_size=size)], {}, BOOK)
    assert bool(checked.remarks) == warned
    assert checked.standard == 240  # warned or not, it counts


def test_small_groups_are_right_for_type_b() -> None:
    lines = [line("workshop", group_size=3)]
    assert remarks(check_all(lines, {"P01": TakenInCharge(macro_type="b")}, BOOK)) == []
    assert remarks(check_all(lines, {"P01": TakenInCharge(macro_type="c")}, BOOK)) != []


def test_counselling_may_be_given_to_a_group() -> None:
    assert remarks(check_all([line("counselling", group_size=4)], {}, BOOK)) == []


def test_the_mobility_lists_ended() -> None:
    old, new = (line("mobility_list", given_on=day) for day in (date(2016, 12, 31), date(2017, 1, 1)))
    assert remarks(check_all([old], {}, BOOK)) == []
    assert remarks(check_all([new], {}, BOOK)) == ["prestazione non più erogata dopo il 31/12/2016"]


def test_a_service_of_elsewhere_is_named() -> None:
    record = ServiceRecord(service="massaggi", minutes=10, given_on=DAY, operator="anna")
    assert remarks(check_all([record], {}, BOOK)) == ["prestazione fuori dal catalogo regionale"]


def test_a_province_corrects_the_data(tmp_path: Path) -> None:
    (tmp_path / "regole.csv").write_text(
        "disability_extra_percent,scope_it,scope_en,legal_basis\n30,prova,test,DGR 1/2026\n", encoding="utf-8"
    )
    people = {"P01": TakenInCharge(longer_standard=True)}
    (checked,) = check_all([line("counselling")], people, Book.read(str(tmp_path)))
    assert checked.standard == 117


def test_old_types_end_and_stay_readable() -> None:
    ended = {one.code: one.valid_to for one in BOOK.macro_types}
    assert ended == {"a": None, "b": None, "c": None, "d": date(2016, 12, 31), "e": date(2015, 6, 24)}
    assert TakenInCharge(macro_type="e", single_client=True).single_client


@pytest.mark.parametrize("record", [{"macro_type": "a", "single_client": True}, {"macro_type": "f"}])
def test_wrong_records_are_refused(record: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        TakenInCharge(**record)


# -- services 9 and 10 ------------------------------------------------------------------------------------


def step(after: str, hour: int, candidate: str = "P01", kind: Any = "person") -> Transition:
    at = datetime(2026, 3, 2, hour, tzinfo=UTC)
    return Transition(kind, "x", "", after, "V1", at, "S1", candidate, "anna")


def test_service_10_is_filled_in_by_what_was_done() -> None:
    steps = [
        step("in_preparazione", 8, "", "shortlist"),
        step("proposto", 9),
        step("contattato", 10),
        step("disponibile", 11),
        step("segnalato", 12),
        step("proposto", 9, "P02"),
        step("non_risponde", 10, "P02"),
    ]
    first, second = given_services(steps)
    assert (first.candidate, first.complete, list(first.phases)) == ("P01", True, list(PHASES))
    assert (second.candidate, second.complete, list(second.phases)) == ("P02", False, list(PHASES[:2]))
    assert first.operator == "anna"


# -- valutabile -------------------------------------------------------------------------------------------

FULL: dict[str, Any] = {
    "wanted": (),
    "work": (),
    "education": (),
    "skills": (),
    "availability": Availability(confirmed_on=DAY),
    "constraints": tuple(
        DeclaredConstraint(kind=kind, value=None)
        for kind in (
            ConstraintKind.MAX_DISTANCE_KM,
            ConstraintKind.MAX_WEEKLY_HOURS,
            ConstraintKind.SHIFTS,
            ConstraintKind.CONTRACTS,
            ConstraintKind.EARLIEST_START,
        )
    ),
}


def test_who_says_nothing_lacks_everything(workshop: Workshop) -> None:
    empty = workshop.kit().people[-1]
    assert [item.code for item in missing_items(empty, BOOK.items, DAY)] == [item.code for item in BOOK.items]


def test_declared_none_and_no_limit_are_answers(workshop: Workshop) -> None:
    person = workshop.kit().people[0].model_copy(update={**FULL, "wanted": workshop.kit().people[0].wanted})
    codes = [item.code for item in missing_items(person, BOOK.items, DAY)]
    assert codes == ["occupation"]  # neither sought nor held


def test_an_expired_limit_is_to_be_asked_again(workshop: Workshop) -> None:
    limits = [
        DeclaredConstraint(kind=ConstraintKind.SHIFTS, value=("day",), expires_on=DAY - timedelta(days=1)),
    ]
    person = Candidate(id="X", constraints=tuple(limits))
    assert "shifts" in {item.code for item in missing_items(person, BOOK.items, DAY)}
    lasting = Candidate(id="X", constraints=(limits[0].model_copy(update={"expires_on": DAY}),))
    assert "shifts" not in {item.code for item in missing_items(lasting, BOOK.items, DAY)}


# -- recomposed experience --------------------------------------------------------------------------------


def test_pieces_of_one_work_add_up_and_gaps_count_nothing() -> None:
    def job(start: date, end: date | None, months: int | None = None) -> WorkExperience:
        return WorkExperience(
            occupation=Mention(text="cuoco", concept="5120.cook"), start=start, end=end, months=months
        )

    person = Candidate(
        id="X",
        work=(
            job(date(2024, 1, 10), date(2024, 3, 5)),
            job(date(2024, 3, 20), date(2024, 5, 1)),  # March is in both
            job(date(2025, 12, 1), None),
            WorkExperience(occupation=Mention(text="cameriere"), months=7),
        ),
    )
    cook, waiter = recomposed(person, DAY)
    assert (cook.label, cook.pieces, cook.months) == ("cuoco", 3, 9)
    assert (waiter.label, waiter.pieces, waiter.months) == ("cameriere", 1, 7)


# -- in a shortlist ---------------------------------------------------------------------------------------

SINGLE = {"macro_type": "e", "single_client": True}


def test_the_precedence_is_off_unless_an_act_turns_it_on(workshop: Workshop) -> None:
    plain = workshop.kit().match("V1")
    off, on = (
        kit(workshop, {"P04": SINGLE}).match("V1"),
        kit(workshop, {"P04": SINGLE}, {"act": ACT}).match("V1"),
    )
    assert off == plain
    assert {row.id for row in on.ranked if row.moved_by} == {"P04"}
    assert {row.id: row.score for row in on.ranked} == {row.id: row.score for row in plain.ranked}


def test_only_type_e_with_a_single_client_goes_first(workshop: Workshop) -> None:
    others = {"P04": {"macro_type": "e"}, "P05": {"macro_type": "c"}}
    assert not any(row.moved_by for row in kit(workshop, others, {"act": ACT}).match("V1").ranked)


@pytest.mark.parametrize(("assigned", "said"), [("2015-03-01", False), ("2026-02-01", True)])
def test_a_type_that_is_no_longer_foreseen_is_to_be_verified(
    workshop: Workshop, tmp_path: Any, assigned: str, said: bool
) -> None:
    taken = {"P01": {"macro_type": "e", "assigned_on": assigned}}
    kit = workshop.kit({"emilia_romagna": EmiliaRomagna}, records={"emilia_romagna": taken})
    (table,) = kit.run("emilia_romagna", "session", tmp_path, candidate="P01", service="5")
    assert ("La macrotipologia e è prevista fino al 24/06/2015" in " ".join(table.notes_it)) is said


def test_it_keeps_its_contract(workshop: Workshop) -> None:
    settings: dict[str, Any] = {"act": ACT}
    records = {"P01": SINGLE, "P04": SINGLE, "P05": {"macro_type": "b", "longer_standard": True}}
    assert (
        conformance_problems(workshop, "emilia_romagna", EmiliaRomagna, settings=settings, records=records)
        == []
    )


@pytest.mark.parametrize("said", ["5", "counselling", "Consulenza orientativa"])
def test_a_service_is_called_by_number_code_or_name(workshop: Workshop, tmp_path: Any, said: str) -> None:
    found = kit(workshop, {"P01": {"longer_standard": True}})
    (table,) = found.run("emilia_romagna", "session", tmp_path, candidate="P01", service=said)
    assert (table.rows[0]["session"], table.rows[0]["standard"]) == (1, 108)
