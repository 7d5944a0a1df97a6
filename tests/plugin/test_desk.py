"""What commands and reports of plugins are given: the desk, and nothing behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matcher.domain.record import Record
from matcher.errors import InputError, NotFoundError, PluginError
from matcher.plugin import Act, Desk, RecordType, hookimpl
from matcher.store.audit import history, verify
from matcher.testing import DAY, Kit, Workshop

pytest_plugins = ["matcher.testing.fixtures"]

ACT = Act("Ministero di prova", "decreto 3", date(2026, 1, 1), date(2026, 1, 1), date(2026, 12, 31))


class Level(Record):
    level: int
    note: str = ""


class Levels:
    @hookimpl
    def matcher_register_records(self) -> list[RecordType]:
        return [RecordType("Livello", "candidate", Level), RecordType("Caso", "case", Level)]


@pytest.fixture(scope="module")
def kit(workshop: Workshop) -> Kit:
    return workshop.kit({"mine": Levels}, settings={}, records={"mine": {"P02": {"level": 2}}})


@pytest.fixture
def desk(kit: Kit, tmp_path: Path) -> Desk:
    return kit.desk("mine", tmp_path)


def test_it_knows_the_day_and_who_works(desk: Desk) -> None:
    assert (desk.plugin, desk.today, desk.language, desk.settings) == ("mine", DAY, "it", {})
    assert desk.actor


def test_people_and_vacancies_are_read_without_contacts(desk: Desk) -> None:
    assert len(list(desk.candidates())) == 30
    assert desk.candidate("P01").id == "P01"
    assert not hasattr(desk.candidate("P01"), "email")
    assert [vacancy.id for vacancy in desk.vacancies()] == ["V1", "V2", "V3", "V4", "V5"]
    assert desk.vacancy("V4").title == "Cuoco"
    with pytest.raises(NotFoundError):
        desk.candidate("P99")


def test_records_are_the_plugins_own_models(desk: Desk) -> None:
    assert desk.records("candidate") == {"P02": Level(level=2)}
    assert desk.record("candidate", "P01") is None
    assert desk.write_record("candidate", "P02", note="visto") == Level(level=2, note="visto")
    assert desk.write_record("case", "C1", level=5) == Level(level=5)
    assert desk.records("case") == {"C1": Level(level=5)}
    with pytest.raises(InputError, match="level"):
        desk.write_record("candidate", "P01", level="alto")


def test_a_report_writes_nothing(kit: Kit, tmp_path: Path) -> None:
    report = kit.desk("mine", tmp_path, writes=False)
    with pytest.raises(PluginError) as caught:
        report.write_record("candidate", "P02", level=3)
    assert caught.value.code == "E-PLG-067"
    assert report.record("candidate", "P02") == Level(level=2)


def test_the_engine_answers_about_the_store_and_about_what_is_given(kit: Kit, desk: Desk) -> None:
    stored = desk.shortlist("V1", size=5)
    assert [row.id for row in stored.ranked] == [row.id for row in kit.match("V1", size=5).ranked]
    short = desk.vacancy("V1").model_copy(
        update={"title": "Cuoco", "occupations": desk.vacancy("V4").occupations}
    )
    assert desk.shortlist(short, size=5) != stored
    person = desk.candidate("P04")
    driver = person.model_copy(update={"own_vehicle": True})
    assert desk.vacancies_for(driver).reference_date == DAY
    assert desk.why("V2", "P04").verdict.state == desk.why("V2", person).verdict.state
    assert desk.why("V1", "P01").rank is not None
    assert desk.why("V1", person).rank is None


def test_a_group_is_assigned_to_the_open_places(desk: Desk) -> None:
    found = desk.assign(["P01", "P02", "P05"], vacancy_ids=["V1", "V2"])
    assert {one.candidate for one in found.placements} <= {"P01", "P02", "P05"}
    assert [one.candidate for one in found.coverage] == ["P01", "P02", "P05"]


def test_protected_facts_need_an_act_in_force_and_leave_a_trace(kit: Kit, tmp_path: Path) -> None:
    desk = kit.desk("mine", tmp_path)
    for act in (Act("", "3"), Act("Ministero", "3", date(2025, 1, 1), date(2025, 1, 1), date(2025, 12, 31))):
        with pytest.raises(PluginError) as caught:
            desk.protected("P01", act)
        assert caught.value.code == "E-PLG-066"
    known = kit.protected["P01"]
    assert desk.protected("P01", ACT) == known
    from matcher.app import Workspace

    with Workspace(tmp_path) as office, office.database.snapshot() as connection:
        from matcher.store.candidates import candidate_reference

        seen = history(connection, "candidate", candidate_reference(connection, "P01"))
        assert verify(connection).ok
    assert seen[-1].entry.details == {"part": "protected", "plugin": "mine", "act": str(ACT)}


def test_words_are_found_whatever_their_case(desk: Desk) -> None:
    found = desk.find("occupation", "CARRELLISTA")
    assert found is not None
    assert desk.label("occupation", found.id) == found.label("it")
    assert desk.find("skill", "qualcosa che non c'è") is None
    assert desk.label("skill", "assente") == "assente"
    with pytest.raises(InputError) as caught:
        desk.concepts("mine.assente")
    assert caught.value.code == "E-PLG-068"


def test_saved_shortlists_and_steps_are_read(kit: Kit, tmp_path: Path) -> None:
    from matcher.testing.desk import open_office

    with open_office(kit, tmp_path, {}) as office:
        desk = office.plugin_desk("mine", "it", True)
        assert desk.shortlists() == []
        with office.database.transaction() as connection:
            saved = office.matching.save(connection, desk.shortlist("V1"), "anna", office.now())
        assert [one.id for one in desk.shortlists("V1")] == [saved.id]
        assert desk.shortlists("V2") == []
        (step,) = desk.steps(DAY, DAY)
        assert (step.kind, step.step, step.vacancy, step.shortlist) == ("shortlist", "save", "V1", saved.id)
        assert desk.steps(date(2026, 1, 1), date(2026, 1, 31)) == []
        assert desk.services(DAY, DAY) == []


@pytest.mark.parametrize(
    ("parameter", "code"),
    [
        ({"name": "Min-Cell"}, "E-PLG-064"),
        ({"name": "desk"}, "E-PLG-064"),
        ({"name": "one", "kind": "float"}, "E-PLG-033"),
        ({"name": "one", "kind": "flag", "required": True}, "E-PLG-064"),
        ({"name": "one", "en": ""}, "E-PLG-025"),
    ],
)
def test_a_parameter_that_cannot_be_used_fails_the_start(
    workshop: Workshop, make: Callable[..., Any], parameter: dict[str, Any], code: str
) -> None:
    from matcher.plugin import Command, Parameter

    given = {"it": "Uno.", "en": "One.", **parameter}
    declared = Command("prova", "Prova.", "Try.", "a:b", (Parameter(**given),))
    with pytest.raises(PluginError, match="«mine»") as caught:
        workshop.kit({"mine": make(register_commands=lambda: [declared])})
    assert caught.value.code == code
