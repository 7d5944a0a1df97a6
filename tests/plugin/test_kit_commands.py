"""The commands for authors: what is written works at once, check says what is wrong, trial says for whom."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matcher.plugin.manager import BUILT_IN, installed_plugins
from matcher.testing import Workshop
from matcher.testing.desk import open_office
from matcher.testing.scaffold import install_plugin, write_plugin

pytest_plugins = ["matcher.testing.fixtures"]

NO_SHORT_TRIPS = """
import polars as pl
from matcher.plugin import *
CODE = ReasonCode("TOO_NEAR", "abita a {km} km", "lives at {km} km")
@hookimpl
def matcher_filter(pair):
    return [FilterClause(CODE, pair["distance_km"] > 0, {"km": pair["distance_km"]})]
"""
SLOW = """
import numpy as np
from matcher.plugin import *
@hookimpl
def matcher_register_components():
    return [Component("lento.bonus", "Premio", "Bonus", 100)]
@hookimpl
def matcher_score(view):
    values = [sum(range(400)) % 9999 for _ in range(view.n_rows)]
    return [ScoreColumn("lento.bonus", np.array(values, dtype=np.int64))]
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of its own that sees what is installed here: its python."""
    folder = tmp_path_factory.mktemp("ambiente")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    site = next(folder.glob("lib/python*/site-packages"))
    here = sysconfig.get_paths()["purelib"]
    (site / "here.pth").write_text(f"import site; site.addsitedir({here!r})\n", encoding="utf-8")
    return folder / "bin" / "python"


def test_a_new_plugin_installs_passes_its_tests_and_the_check_at_once(
    environment: Path, tmp_path: Path
) -> None:
    def run(*words: str) -> str:
        done = subprocess.run(
            [str(environment), *words],
            cwd=tmp_path,
            env={**os.environ, "MATCHER_LANG": "it", "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    matcher = ("-m", "matcher.cli.main")
    said = run(*matcher, "plugins", "new", "orario_corto", "--summary", "Poche ore, lontano")
    assert "È installato" in said
    listed = run(*matcher, "plugins", "list", "--format", "csv")
    assert "orario_corto,0.1.0,attivo,matcher-orario-corto" in listed
    assert "4 passed" in run("-m", "pytest", "-p", "no:cacheprovider", "matcher-orario-corto/tests")
    assert "Tutto a posto." in run(*matcher, "plugins", "check", "orario_corto")


def test_what_is_written_names_nobody_elses_plugin(tmp_path: Path) -> None:
    folder = write_plugin("prova_uno", tmp_path / "uno", 'Con "virgolette"\ne righe')
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {
        "README.md",
        "pyproject.toml",
        "matcher_prova_uno/__init__.py",
        "tests/test_prova_uno.py",
    } <= files
    for path in folder.rglob("*.*"):
        if path.is_file():
            assert "$" not in path.read_text(encoding="utf-8")
    code = (folder / "matcher_prova_uno" / "__init__.py").read_text(encoding="utf-8")
    assert "PROVA_UNO_FAR" in code
    compile(code, "__init__.py", "exec")


@pytest.mark.parametrize("name", ["Notte", "turni-notte", "1a", "class", "plugins", "a__b", ""])
def test_a_name_that_cannot_be_is_refused(name: str, matcher: Callable[..., Any], tmp_path: Path) -> None:
    ran = matcher("plugins", "new", name, "--folder", tmp_path / "x", "--no-install")
    assert (ran.code, ran.err[:9]) == (1, "E-KIT-001")
    assert not (tmp_path / "x").exists()


def test_a_folder_in_use_is_left_alone(matcher: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "mio.txt").write_text("mio", encoding="utf-8")
    ran = matcher("plugins", "new", "prova_due", "--folder", tmp_path, "--no-install")
    assert (ran.code, ran.err[:9]) == (1, "E-KIT-002")
    assert [path.name for path in tmp_path.iterdir()] == ["mio.txt"]


def test_an_installation_that_fails_says_why(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("questo non è TOML", encoding="utf-8")
    assert install_plugin(tmp_path)


def test_check_lists_what_is_wrong_and_what_to_do(
    install: Callable[..., str], matcher: Callable[..., Any]
) -> None:
    install("lento", SLOW, readme="# lento\n\n## Italiano\n")
    ran = matcher("plugins", "check", "lento", "--format", "json")
    assert ran.code == 1
    found = {row["topic"]: row for row in ran.json}
    wrong = {topic for topic, row in found.items() if row["state"] == "wrong"}
    assert wrong == {"speed", "readme", "codes"}
    assert found["codes"]["found"] == ["lento.bonus"]
    assert found["tests"]["state"] == "unknown"
    assert all(found[topic]["remedy"] for topic in wrong)


@pytest.mark.parametrize(
    ("source", "topic", "words"),
    [
        ("import a_module_that_is_not_there\n", "loads", "E-PLG-001"),
        ("x = 1\n", "loads", "nessun hook"),
        (NO_SHORT_TRIPS.replace('"lives at {km} km"', '""'), "contract", "E-PLG-025"),
        (NO_SHORT_TRIPS.replace("distance_km", "birth_day"), "contract", "E-PLG-010"),
    ],
)
def test_check_stops_at_what_cannot_even_start(
    source: str, topic: str, words: str, install: Callable[..., str], matcher: Callable[..., Any]
) -> None:
    install("guasto", source)
    ran = matcher("plugins", "check", "guasto", "--format", "json")
    assert ran.code == 1
    assert (ran.json[-1]["topic"], ran.json[-1]["state"]) == (topic, "wrong")
    assert words in ran.json[-1]["found"][0]


COMMANDS = """
from matcher.plugin import *
@hookimpl
def matcher_register_commands():
    many = Parameter("least", "Quante.", "How many.", kind="int", option=True, default=1)
    return [
        Command("assente", "Assente.", "Absent.", f"{__name__}:absent"),
        Command("sordo", "Sordo.", "Deaf.", f"{__name__}:deaf", (many,)),
        Command("sano", "Sano.", "Sound.", f"{__name__}:sound", (many,)),
    ]
@hookimpl
def matcher_register_readers():
    return [Reader((".xyz",), f"{__name__}:read", kinds=("vacancies",))]
@hookimpl
def matcher_before_transition(event):
    return event.step == "refer" or None
def deaf(desk): ...
def sound(office, least): ...
def read(file): ...
"""


def test_check_looks_at_functions_and_steps_before_anybody_needs_them(
    install: Callable[..., str], matcher: Callable[..., Any]
) -> None:
    install("guasto", COMMANDS)
    found = {row["topic"]: row for row in matcher("plugins", "check", "guasto", "--format", "json").json}
    absent, deaf, read = found["functions"]["found"]
    assert "E-PLG-065" in absent
    assert deaf.startswith("sordo: ")
    assert "(desk, least)" in deaf
    assert read.startswith(".xyz: ")
    assert all("E-PLG-033" in step for step in found["steps"]["found"])
    assert found["steps"]["state"] == "wrong"


def test_check_warns_of_whoever_is_left_out_without_a_way_back(
    install: Callable[..., str], matcher: Callable[..., Any]
) -> None:
    install("lontano", NO_SHORT_TRIPS)
    found = {row["topic"]: row for row in matcher("plugins", "check", "lontano", "--format", "json").json}
    assert (found["relax"]["state"], len(found["relax"]["found"])) == ("warning", 1)
    assert found["relax"]["remedy"]


MINUTES = """
from matcher.domain.record import Record
from matcher.plugin import *
class Pace(Record):
    minutes: int = 0
@hookimpl
def matcher_register_records():
    return [RecordType("Passo", "candidate", Pace)]
@hookimpl
def matcher_standard_minutes(candidate, records):
    held = records("candidate", candidate)
    return held.minutes if held else None
@hookimpl
def matcher_before_transition(event, records):
    held = records("candidate", event.candidate)
    return Veto("", "") if held and event.step == "refer" else None
"""


def test_check_asks_about_services_and_steps_of_people_with_data_and_without(
    install: Callable[..., str], matcher: Callable[..., Any]
) -> None:
    install("passo", MINUTES)
    found = {row["topic"]: row for row in matcher("plugins", "check", "passo", "--format", "json").json}
    assert "E-PLG-033" in found["minutes"]["found"][0]
    assert {found[topic]["state"] for topic in ("minutes", "steps")} == {"wrong"}
    assert found["relax"]["state"] == "ok"


def test_check_of_what_is_not_installed(matcher: Callable[..., Any]) -> None:
    for name in ("assente", BUILT_IN):
        assert matcher("plugins", "check", name).err.startswith("E-CLI-020")


@pytest.fixture(scope="module")
def office(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a shortlist of V1 and one of V2 saved without any plugin."""
    folder = tmp_path_factory.mktemp("ufficio")
    others = ", ".join(f'"{plugin.name}"' for plugin in installed_plugins() if plugin.name != BUILT_IN)
    with open_office(workshop.kit(), folder, {}) as workspace:
        for vacancy in ("V1", "V2"):
            with workspace.database.transaction() as connection:
                made = workspace.matching.shortlist(connection, vacancy, 3)
                workspace.matching.save(connection, made, "anna", workspace.now())
    (folder / "matcher.toml").write_text(f"[plugins]\nblocked = [{others}]\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("blocked", [False, True])
def test_trial_says_who_leaves_who_enters_who_moves_and_why(
    blocked: bool, install: Callable[..., str], matcher: Callable[..., Any], office: Path
) -> None:
    install("vicini", NO_SHORT_TRIPS)
    before = (office / "matcher.toml").read_text(encoding="utf-8")
    if blocked:
        settings = before.replace("blocked = [", 'blocked = ["vicini", ').replace(", ]", "]")
        (office / "matcher.toml").write_text(settings, encoding="utf-8")
    try:
        ran = matcher("plugins", "trial", "vicini", "--on", "V1", "-w", office, "--format", "json")
    finally:
        (office / "matcher.toml").write_text(before, encoding="utf-8")
    assert ran.code == 0, ran.err
    assert ran.json["plugin"] == "vicini"
    assert [vacancy for _, vacancy in ran.json["shortlists"]] == ["V1"]
    effects = {one["candidate"]: one for one in ran.json["effects"]}
    # P01 lives in the town of V1
    assert (effects["P01"]["what"], effects["P01"]["why_it"]) == ("left", "abita a 0 km")
    entered = [one for one in ran.json["effects"] if one["what"] == "entered"]
    left = [one for one in ran.json["effects"] if one["what"] == "left"]
    assert len(entered) == len(left) > 0
    assert all("al posto lasciato da" in one["why_it"] for one in entered)
    assert ran.json["changed"] == 1
    assert ran.json["removed"] >= len(left)


def test_trial_in_sum_for_people(
    install: Callable[..., str], matcher: Callable[..., Any], office: Path
) -> None:
    install("vicini", NO_SHORT_TRIPS)
    ran = matcher("plugins", "trial", "vicini", "-w", office)
    assert ran.code == 0
    assert "Rose ripetute: 2; cambiate: 2" in ran.out
    for word, code in (("sempre", "E-TRL-001"), ("31/12/2099", "E-TRL-003")):
        wrong = matcher("plugins", "trial", "vicini", "--on", word, "-w", office)
        assert (wrong.code, wrong.err[:9]) == (1, code)


RESERVE = """
from datetime import date
from matcher.plugin import *
ACT = Act("Regione Prova", "DGR 1", date(2026, 1, 1), date(2026, 1, 1))
@hookimpl
def matcher_register_priorities():
    words = ("Chi abita a sei chilometri", "Who lives at six kilometres")
    return [PriorityRule("SEI_KM", *words, "reserved_places", ACT, places=1)]
@hookimpl
def matcher_prioritise(view):
    return [PriorityColumn("SEI_KM", view.ints("distance_km") == 6)]
"""


def test_trial_of_a_reserved_place_says_who_gives_it_to_whom(
    install: Callable[..., str], matcher: Callable[..., Any], office: Path
) -> None:
    install("riservato", RESERVE)
    ran = matcher("plugins", "trial", "riservato", "--on", "V1", "-w", office, "--format", "json")
    left, entered = ran.json["effects"]
    assert (left["what"], entered["what"]) == ("left", "entered")
    assert (
        left["why_it"] == f"lascia il posto a {entered['candidate']}: precedenza «Chi abita a sei chilometri»"
    )
    assert entered["why_en"] == f"precedence «Who lives at six kilometres», before {left['candidate']}"


VETO = """
from matcher.plugin import *
@hookimpl
def matcher_before_transition(event):
    if event.step == "request" and event.kind == "person":
        return Veto(f"{event.candidate}: mai", f"{event.candidate}: never")
"""


def test_a_veto_stops_the_step_in_the_language_of_the_screen_and_a_trial_shows_the_past_ones(
    install: Callable[..., str], matcher: Callable[..., Any], office: Path
) -> None:
    shortlist = next(
        row["id"]
        for row in matcher("shortlists", "-w", office, "--format", "json").json
        if row["vacancy"] == "V2"
    )
    request = ("availability", "request", shortlist, "-w", office)
    first, *_ = matcher(*request, "--format", "json").json
    install("mai", VETO)
    again = (*request, "--candidate", first["candidate"])
    assert f"{first['candidate']}: mai (plugin «mai»)" in matcher(*again).err
    assert f"{first['candidate']}: never (plugin «mai»)" in matcher("--lang", "en", *again).err
    ran = matcher("plugins", "trial", "mai", "--on", shortlist, "-w", office, "--format", "json")
    stopped = {one["candidate"]: one for one in ran.json["stopped"]}
    assert ran.json["effects"] == []
    assert stopped[first["candidate"]]["why_it"] == f"{first['candidate']}: mai"
    assert {one["step"] for one in stopped.values()} == {"request"}
    assert "Passi che avrebbe fermato" in matcher("plugins", "trial", "mai", "-w", office).out
