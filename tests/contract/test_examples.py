"""The example plugins of the documentation: short, in order, and doing what their page says."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from matcher.testing import Kit, Workshop, conformance_problems

pytest_plugins = ["matcher.testing.fixtures"]

FOLDER = Path(__file__).parents[2] / "docs" / "examples"
NAMES = ["mestieri", "navetta", "riserva", "schede"]
ENROLLED = {"P02": {"until": "2026-12-31"}, "P04": {"until": "2026-12-31"}, "P06": {"until": "2026-02-28"}}


def example(name: str) -> ModuleType:
    """Return an example as a package would hold it, under the name by which it calls itself."""
    if f"example_{name}" not in sys.modules:
        spec = importlib.util.spec_from_file_location(f"example_{name}", FOLDER / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[f"example_{name}"] = module
        spec.loader.exec_module(module)
    return sys.modules[f"example_{name}"]


def states(kit: Kit, vacancy: str, code: str) -> dict[str, str]:
    """Return what one constraint says of everybody."""
    found = {}
    for person, judged in kit.judge(vacancy).items():
        removed = any(reason.code == code for reason in judged.verdict.reasons)
        asked = any(question.code == code for question in judged.verdict.questions)
        found[person] = "removed" if removed else "asked" if asked else "kept"
    return found


def test_they_are_all_here_and_short() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.py")) == NAMES
    for name in NAMES:
        assert len((FOLDER / f"{name}.py").read_text(encoding="utf-8").splitlines()) <= 60


@pytest.mark.parametrize("name", NAMES)
def test_they_keep_their_contract(name: str, workshop: Workshop) -> None:
    records: dict[str, Any] = {"navetta": {"V2": {"offered": True}}, "riserva": ENROLLED}
    assert conformance_problems(workshop, name, example(name), records=records.get(name)) == []


@pytest.mark.parametrize(
    ("shuttle", "far", "unknown_home"),
    [
        ({"offered": True}, "kept", "asked"),
        ({"offered": True, "reach_km": 5}, "removed", "asked"),
        ({"offered": False}, "removed", "asked"),
        (None, "asked", "asked"),
    ],
)
def test_the_shuttle_brings_those_within_its_reach(
    workshop: Workshop, shuttle: dict[str, Any] | None, far: str, unknown_home: str
) -> None:
    records = {"navetta": {"V2": shuttle}} if shuttle else None
    kit = workshop.kit({"navetta": example("navetta")}, records=records)
    found = states(kit, "V2", "NIGHT_NO_SHUTTLE")
    # P04 lives sixteen kilometres away without a vehicle, P01 has one, P02 lives there, P13's home is unknown
    assert (found["P01"], found["P02"], found["P04"], found["P13"]) == ("kept", "kept", far, unknown_home)
    assert set(states(kit, "V1", "NIGHT_NO_SHUTTLE").values()) == {"kept"}


def test_two_places_are_kept_for_those_enrolled_on_the_day(workshop: Workshop) -> None:
    plain = workshop.kit().match("V1", size=3)
    kit = workshop.kit({"riserva": example("riserva")}, records={"riserva": ENROLLED})
    found = kit.match("V1", size=3)
    assert {"P02", "P04"} <= {row.id for row in found.ranked}
    assert "P06" not in {row.id for row in found.ranked} - {row.id for row in plain.ranked}
    everybody = {row.id: row.score for row in workshop.kit().match("V1", size=30).ranked}
    assert all(everybody[row.id] == row.score for row in found.ranked)
    moved = {row.id for row in found.ranked if row.moved_by}
    assert moved
    assert moved <= {"P02", "P04"}
    over = kit.match("V1", size=3, day=date(2027, 2, 1))
    assert "REGIONAL_PROGRAMME" in over.notices[0]


def test_enrolment_stays_behind_the_door(workshop: Workshop) -> None:
    kit = workshop.kit({"riserva": example("riserva")}, records={"riserva": ENROLLED})
    (people,) = kit.partitions()
    assert "riserva.until" not in people.frame.columns
    assert people.protected["riserva.until"].drop_nulls().len() == 3


def test_cards_are_read_as_candidates(workshop: Workshop, tmp_path: Path) -> None:
    file = tmp_path / "persone.schede"
    file.write_text(
        "Codice: A-1\nHa lavorato come: magazziniere | 2019-03 | 2021-06\nAutomunito: auto\nComune: Sassuolo (MO)\n\n"
        "Codice: A-2\nAutomunito: da chiedere\nDistanza massima: 20\nHobby: scacchi\n\n"
        "Ha lavorato come: cuoco\n",
        encoding="utf-8",
    )
    kit = workshop.kit({"schede": example("schede")})
    first, second, third = kit.read(file, "candidates")
    assert first.cells["automunito"] == "sì"
    assert first.cells["comune_domicilio"] == "Sassuolo (MO)"
    assert second.cells == {"id_candidato": "A-2", "max_km": "20"}
    assert third.row.fault == "manca il codice della persona"


def test_cards_written_are_read_again(workshop: Workshop, tmp_path: Path) -> None:
    kit = workshop.kit({"schede": example("schede")})
    file = tmp_path / "persone.schede"
    (table,) = kit.run("schede", "write", tmp_path, file=file)
    read = kit.read(file, "candidates")
    assert table.rows[0]["n"] == len(read) == len(kit.people)
    assert [row.cells["id_candidato"] for row in read] == [person.id for person in kit.people]


def test_words_of_the_district_reach_concepts(workshop: Workshop, tmp_path: Path) -> None:
    kit = workshop.kit({"mestieri": example("mestieri")})
    desk = kit.desk("mestieri", tmp_path)
    named = {text: desk.find("occupation", text) for text in ("squadratrice di piastrelle", "campanista")}
    assert {text: found and found.id for text, found in named.items()} == {
        "squadratrice di piastrelle": "8181.tile_squarer",
        "campanista": "8181.ceramic_glazing_operator",
    }
    glazing = desk.find("skill", "smaltare a campana")
    assert glazing is not None
    assert glazing.facts == {"basis": "disciplinare di esempio"}
    assert desk.find("skill", "conduzione del forno a tunnel di prova") is None


def test_the_command_says_the_phase_and_its_basis(workshop: Workshop, tmp_path: Path) -> None:
    kit = workshop.kit({"mestieri": example("mestieri")})
    (table,) = kit.run("mestieri", "phase", tmp_path, words=("Smalteria", "altro"))
    assert list(table.rows) == [
        {"text": "Smalteria", "phase": "smaltatura", "basis": "disciplinare di esempio art. 4"},
        {"text": "altro", "phase": "", "basis": ""},
    ]
