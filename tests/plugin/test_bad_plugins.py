"""Bad plugins, really installed, through the real command: whose fault it is, what to do, and nobody else hurt."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matcher.cli.errors_english import in_language
from matcher.errors import PluginError
from matcher.plugin.manager import BUILT_IN, installed_plugins, load_plugins
from matcher.testing import Workshop
from matcher.testing.desk import open_office

pytest_plugins = ["matcher.testing.fixtures"]

#: Words that an English sentence does not have.
ITALIAN = re.compile(r"\b(il|la|lo|del|della|che|non|è|di|da|un)\b")

HEAD = """
import time
from datetime import date
import numpy as np
import polars as pl
from matcher.plugin import *
YES = pl.lit(value=True)
def code(name="GUASTO"):
    return ReasonCode(name, "motivo", "reason", "domanda?", "question?")
"""
SCORE = """
@hookimpl
def matcher_register_components():
    return [Component("guasto.premio", "Premio", "Bonus", 100)]
@hookimpl
def matcher_score(view):
"""


@pytest.fixture(scope="module")
def office(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the invented people in which only the plugin of the test is not blocked."""
    folder = tmp_path_factory.mktemp("ufficio")
    with open_office(workshop.kit(), folder, {}):
        pass
    return folder


@pytest.fixture
def settings(office: Path) -> Callable[[str], None]:
    """Write the settings: the plugins that happen to be installed here are blocked, as are those given."""
    others = [plugin.name for plugin in installed_plugins() if plugin.name != BUILT_IN]

    def write(more: str = "", *blocked: str) -> None:
        names = ", ".join(f'"{name}"' for name in [*others, *blocked])
        (office / "matcher.toml").write_text(f"[plugins]\nblocked = [{names}]\n{more}", encoding="utf-8")

    return write


@pytest.fixture
def ask(matcher: Callable[..., Any], office: Path) -> Callable[[], Any]:
    """Ask for a shortlist."""
    return lambda: matcher("shortlist", "V1", "--no-save", "-w", office, "--format", "json")


def people(ran: Any) -> list[tuple[str, int]]:
    return [(person["id"], person["score"]) for person in ran.json["ranked"]]


@pytest.fixture
def sound(settings: Any, ask: Callable[[], Any]) -> list[tuple[str, int]]:
    """The shortlist without any plugin."""
    settings()
    return people(ask())


BAD = {
    "raises in a filter": (
        HEAD + "@hookimpl\ndef matcher_filter():\n    raise KeyError('niente')\n",
        "E-PLG-042",
        "matcher_filter",
    ),
    "raises in a score": (HEAD + SCORE + "    return 1 / 0\n", "E-PLG-042", "matcher_score"),
    "exits": (HEAD + SCORE + "    raise SystemExit(0)\n", "E-PLG-042", "SystemExit"),
    "interrupts": (HEAD + SCORE + "    raise KeyboardInterrupt\n", "E-PLG-042", "KeyboardInterrupt"),
    "fails half way": (
        HEAD + SCORE + "    yield ScoreColumn('guasto.premio', np.zeros(view.n_rows, dtype=np.int64))\n"
        "    raise ValueError('una riga\\naltra riga')\n",
        "E-PLG-042",
        ": ValueError: una riga.",
    ),
    "changes what others read": (
        HEAD + SCORE + "    view.ints('distance_km')[:] = 1\n",
        "E-PLG-042",
        "read-only",
    ),
    "changes the request": (
        HEAD + SCORE.replace("(view)", "(request, view)") + "    request.weights['commute'] = 0\n",
        "E-PLG-042",
        "TypeError",
    ),
    "returns floats": (
        HEAD + SCORE + "    return [ScoreColumn('guasto.premio', np.full(view.n_rows, np.nan))]\n",
        "E-PLG-035",
        "float64; servono 23 interi",
    ),
    "returns negative values": (
        HEAD + SCORE + "    return [ScoreColumn('guasto.premio', np.full(view.n_rows, -2))]\n",
        "E-PLG-034",
        "da -2 a -2",
    ),
    "draws lots": (
        HEAD + "import random\n@hookimpl\ndef matcher_filter():\n"
        "    return [FilterClause(code(), pl.lit(random.random()) > 0.5)]\n",
        "E-PLG-036",
        "cambia da una chiamata all'altra",
    ),
    "declares a part of another type": (
        HEAD + "@hookimpl\ndef matcher_filter():\n"
        "    return [FilterClause(code(), YES, missing=(Field('km', 'mamma'),))]\n",
        "E-PLG-033",
        "Field.who 'mamma'",
    ),
    "writes a code as text": (
        HEAD + "@hookimpl\ndef matcher_filter():\n    return [FilterClause('GUASTO', YES)]\n",
        "E-PLG-033",
        "FilterClause.code",
    ),
    "dates its act with texts": (
        HEAD + "@hookimpl\ndef matcher_register_priorities():\n"
        "    act = Act('Regione', '1/2026', '2026-01-01', '2026-01-01')\n"
        "    return [PriorityRule('PRIMI', 'Primi', 'First', 'tie_break', act)]\n",
        "E-PLG-033",
        "Act.issued_on",
    ),
    "takes an argument that is not there": (
        HEAD + "@hookimpl\ndef matcher_filter(candidate, offerta):\n    return []\n",
        "E-PLG-002",
        "matcher_filter(candidate, offerta) invece di matcher_filter(candidate, vacancy, pair)",
    ),
    "asks the wrong side": (
        HEAD + "@hookimpl\ndef matcher_filter(candidate):\n"
        "    return [FilterClause(code(), candidate['night_work'])]\n",
        "E-PLG-010",
        "night_work",
    ),
    "overruns its deadline": (HEAD + SCORE + "    time.sleep(30)\n", "E-PLG-040", "entro 0.3 secondi"),
    "returns a wrong shape": (
        HEAD + SCORE + "    return [ScoreColumn('guasto.premio', np.zeros(3, dtype=np.int64))]\n",
        "E-PLG-035",
        "guasto.premio",
    ),
    "returns a wrong type": (HEAD + SCORE + "    return 7\n", "E-PLG-033", "matcher_score"),
    "claims a column it did not declare": (
        HEAD + "@hookimpl\ndef matcher_filter(candidate):\n"
        "    return [FilterClause(code(), candidate['guasto.segreto'] > 3)]\n",
        "E-PLG-010",
        "guasto.segreto",
    ),
    "gives a criterion it did not declare": (
        HEAD + SCORE + "    return [ScoreColumn('commute', np.zeros(view.n_rows, dtype=np.int64))]\n",
        "E-PLG-030",
        "commute",
    ),
    "reads a protected column": (
        HEAD + "@hookimpl\ndef matcher_filter(candidate):\n"
        "    return [FilterClause(code(), candidate['birth_day'] > 3)]\n",
        "E-PLG-010",
        "birth_day",
    ),
    "reads a protected column behind its side's back": (
        HEAD + "@hookimpl\ndef matcher_filter(candidate):\n"
        "    return [FilterClause(code(), pl.col('birth_day') > 3)]\n",
        "E-PLG-010",
        "birth_day",
    ),
    "has a priority on protected facts without a legal basis": (
        HEAD + "@hookimpl\ndef matcher_register_priorities():\n"
        "    return [PriorityRule('GIOVANI', 'Giovani', 'Young', 'tie_break', reads_protected=('birth_day',))]\n",
        "E-PLG-023",
        "GIOVANI",
    ),
    "has a legal requirement without a legal basis": (
        HEAD + "@hookimpl\ndef matcher_legal_requirement(candidate):\n"
        "    return [FilterClause(code(), candidate['birth_day'] > 3)]\n",
        "E-PLG-023",
        "base giuridica",
    ),
    "duplicates a code": (
        HEAD + "@hookimpl\ndef matcher_filter():\n    return [FilterClause(code('COMMUTE_TOO_FAR'), YES)]\n",
        "E-PLG-022",
        "«rules»",
    ),
    "misspells a hook": (
        HEAD + "@hookimpl\ndef matcher_fliter():\n    return []\n",
        "E-PLG-002",
        "matcher_fliter",
    ),
    "fails to import": ("import a_module_that_is_not_there\n", "E-PLG-001", "a_module_that_is_not_there"),
    "is interrupted at import": ("raise KeyboardInterrupt\n", "E-PLG-001", "KeyboardInterrupt"),
    "exits at import": ("raise SystemExit(0)\n", "E-PLG-001", "SystemExit"),
    "moves to another folder": (
        HEAD + SCORE + "    import os\n    os.chdir('/')\n"
        "    return [ScoreColumn('guasto.premio', np.zeros(view.n_rows, dtype=np.int64))]\n",
        "E-PLG-043",
        "la cartella di lavoro",
    ),
    "moves to another folder at import": ("import os\nos.chdir('/')\n", "E-PLG-043", "si carica"),
    "takes the name of a report of the product": (
        HEAD + "@hookimpl\ndef matcher_register_reports():\n"
        "    return [Command('services', 'x', 'x', 'a.b:c')]\n",
        "E-PLG-063",
        "services",
    ),
    "brings words that conflict": (
        HEAD + "import tempfile, pathlib\n"
        "PATH = pathlib.Path(tempfile.mkdtemp()) / 'parole.csv'\n"
        "PATH.write_text('id,label_it,label_en\\nmia,saldatura TIG,mine\\n')\n"
        "@hookimpl\ndef matcher_register_vocabularies():\n"
        "    return [VocabularyTable('skill', PATH, '1')]\n",
        "E-VOC-110",
        "tig_welding",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_plugin_is_named_with_what_to_do(
    what: str, install: Callable[..., str], settings: Any, ask: Callable[[], Any]
) -> None:
    source, code, words = BAD[what]
    install("guasto", source)
    settings("deadline_seconds = 0.3\n")
    ran = ask()
    assert ran.code == 1
    assert ran.out == ""
    said, *remedy = ran.err.splitlines()
    assert said.startswith(code)
    assert "«guasto»" in said
    assert words in said
    assert remedy
    assert "Traceback" not in ran.err
    for line in (said, *remedy):
        english = in_language("en", line.removeprefix(f"{code}  "))
        assert not ITALIAN.search(english), english


def test_the_folder_is_as_it_was_after_a_plugin_moved(
    install: Callable[..., str], settings: Any, ask: Callable[[], Any], sound: list[tuple[str, int]]
) -> None:
    before = Path.cwd()
    install(
        "guasto",
        HEAD + "import os\n@hookimpl\ndef matcher_explain(view):\n    os.chdir('/')\n    return []\n",
    )
    settings()
    ran = ask()
    assert people(ran) == sound
    assert Path.cwd() == before
    assert any("«guasto» cambia la cartella di lavoro" in notice for notice in ran.json["notices"])


@pytest.mark.parametrize("text", ["prima\\nseconda", "\\x1b[31mrosso"])
def test_a_note_that_would_tear_the_screen_is_passed_over(
    text: str, install: Callable[..., str], settings: Any, ask: Callable[[], Any]
) -> None:
    source = HEAD + f"@hookimpl\ndef matcher_explain(view):\n    return [Note(0, '{text}', 'note')]\n"
    install("guasto", source)
    settings()
    ran = ask()
    assert not any(row["notes"] for row in ran.json["ranked"])
    assert any("va a capo o contiene caratteri di controllo" in notice for notice in ran.json["notices"])


def test_the_failing_line_of_a_plugin_is_shown(
    install: Callable[..., str], settings: Any, ask: Callable[[], Any]
) -> None:
    source = HEAD + "def half(view):\n    return 1 / 0\n" + SCORE + "    return half(view)\n"
    module = install("guasto", source)
    settings()
    assert f"({module}.py:{source[: source.index('1 / 0')].count(chr(10)) + 1})" in ask().err


def test_what_a_plugin_prints_stays_out_of_the_answer(
    install: Callable[..., str], settings: Any, ask: Callable[[], Any], sound: list[tuple[str, int]]
) -> None:
    install(
        "guasto",
        HEAD
        + "print('caricato')\n@hookimpl\ndef matcher_explain(view):\n    print('spiego')\n    return []\n",
    )
    settings()
    ran = ask()
    assert people(ran) == sound
    assert ("caricato" in ran.err, "spiego" in ran.err) == (True, True)


def test_a_plugin_that_needs_a_newer_core_is_not_even_imported(
    install: Callable[..., str], settings: Any, ask: Callable[[], Any]
) -> None:
    module = install("domani", "raise RuntimeError('imported')\n", requires="rosa-matcher>=99.1")
    settings()
    ran = ask()
    assert ran.code == 1
    assert ran.err.startswith("E-PLG-005  Il plugin «domani» vuole rosa-matcher >=99.1")
    assert "Aggiorna" in ran.err
    assert module not in sys.modules


def test_an_import_that_does_not_end_is_given_up(install: Callable[..., str]) -> None:
    install("lento", "import time\ntime.sleep(30)\n")
    others = [plugin.name for plugin in installed_plugins() if plugin.name not in (BUILT_IN, "lento")]
    with pytest.raises(PluginError, match="«lento» non si carica: non ha finito entro") as caught:
        load_plugins(others, deadline=0.3)
    assert caught.value.code == "E-PLG-001"


def test_a_blocked_plugin_is_never_imported(
    install: Callable[..., str], settings: Any, ask: Callable[[], Any], sound: list[tuple[str, int]]
) -> None:
    module = install("guasto", "raise RuntimeError('imported')\n")
    settings("", "guasto")
    assert people(ask()) == sound
    assert module not in sys.modules


def test_a_broken_annotator_does_not_stop_the_request(
    install: Callable[..., str], settings: Any, ask: Callable[[], Any], sound: list[tuple[str, int]]
) -> None:
    install("guasto", HEAD + "@hookimpl\ndef matcher_explain(view):\n    raise KeyError('niente')\n")
    install(
        "sano",
        HEAD + "@hookimpl\ndef matcher_explain(view):\n    return [Note(0, 'la prima', 'the first')]\n",
    )
    settings()
    ran = ask()
    assert ran.code == 0
    assert people(ran) == sound
    assert ran.json["ranked"][0]["notes"] == ["la prima"]
    assert any("«guasto»" in notice for notice in ran.json["notices"])


def test_a_sound_plugin_beside_a_quarantined_one_keeps_its_results(
    install: Callable[..., str], settings: Any, ask: Callable[[], Any], sound: list[tuple[str, int]]
) -> None:
    install(
        "sano", HEAD + "@hookimpl\ndef matcher_filter(pair):\n    return [FilterClause(code('SANO'), YES)]\n"
    )
    install("lento", HEAD + "@hookimpl\ndef matcher_explain(view):\n    time.sleep(30)\n")
    settings("deadline_seconds = 0.3\n")
    ran = ask()
    assert ran.code == 0
    assert people(ran) == sound
    assert any("«lento»" in notice for notice in ran.json["notices"])


def test_a_broken_command_names_its_plugin(
    install: Callable[..., str],
    settings: Any,
    matcher: Callable[..., Any],
    office: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = """
from matcher.plugin import Command, hookimpl
@hookimpl
def matcher_register_commands():
    return [
        Command("salta", "Salta.", "Jump.", f"{__name__}:jump"),
        Command("assente", "Assente.", "Absent.", f"{__name__}:absent"),
        Command("strano", "Strano.", "Strange.", f"{__name__}:strange"),
        Command("scrive", "Scrive.", "Writes.", f"{__name__}:write"),
    ]
def jump(desk):
    return [1 / 0]
def strange(desk):
    return {"a": 1}
def write(desk):
    desk.write_record("candidate", "P01", level=3)
"""
    install("guasto", source)
    settings()
    for word, code in (("salta", "E-PLG-042"), ("assente", "E-PLG-065"), ("strano", "E-PLG-033")):
        ran = matcher("guasto", word, "-w", office)
        assert (ran.code, ran.err[:9]) == (1, code)
        assert "«guasto»" in ran.err
    assert matcher("guasto", "scrive", "-w", office).err.startswith("E-PLG-050")
    assert matcher("guasto", "altro", "-w", office).code == 2
    monkeypatch.chdir(office)
    assert "Salta." in matcher("guasto", "--help").out


def test_the_commands_of_a_blocked_plugin_are_not_there(
    install: Callable[..., str], settings: Any, matcher: Callable[..., Any], office: Path
) -> None:
    module = install("guasto", "raise RuntimeError('imported')\n")
    settings("", "guasto")
    ran = matcher("guasto", "salta", "-w", office)
    assert (ran.code, ran.err[:9]) == (1, "E-CLI-071")
    assert module not in sys.modules


def test_a_broken_reader_names_its_plugin_and_leaves_other_files_alone(
    install: Callable[..., str], settings: Any, matcher: Callable[..., Any], office: Path, tmp_path: Path
) -> None:
    source = """
from matcher.plugin import Reader, hookimpl
@hookimpl
def matcher_register_readers():
    return [Reader((".guasto",), f"{__name__}:read")]
def read(path, kind):
    yield {"id_richiesta": "V1", "id_candidato": "P01", "data": "2026-01-07"}
    raise ValueError("riga illeggibile")
"""
    install("guasto", source)
    settings()
    file = tmp_path / "candidature.guasto"
    file.write_text("x", encoding="utf-8")
    ran = matcher("import", "applications", file, "-w", office)
    assert (ran.code, ran.err[:9]) == (1, "E-PLG-042")
    assert "«guasto»" in ran.err
    assert "riga illeggibile" in ran.err
    plain = tmp_path / "candidature.csv"
    plain.write_text("id_richiesta;id_candidato;data\nV1;P02;07/01/2026\n", encoding="utf-8")
    assert matcher("import", "applications", plain, "-w", office).code == 0


def test_parameters_reach_the_function_as_they_were_declared(
    install: Callable[..., str], settings: Any, matcher: Callable[..., Any], office: Path
) -> None:
    source = """
from matcher.plugin import Command, Parameter, Table, hookimpl
def one(name, **rest):
    return Parameter(name, "Che cosa.", "What.", **rest)
@hookimpl
def matcher_register_commands():
    given = (
        one("person"),
        one("others", many=True),
        one("since_day", kind="date", option=True),
        one("least", kind="int", option=True, default=3),
        one("tags", option=True, many=True, default=("a", "b")),
        one("all_of_them", kind="flag", option=True),
    )
    return [Command("prova", "Prova.", "Try.", f"{__name__}:run", given)]
def run(desk, **values):
    return Table([{name: repr(value) for name, value in values.items()}])
"""
    install("due-parole", source)
    settings()
    ran = matcher(
        "due-parole",
        "prova",
        "P01",
        "P02",
        "P03",
        "--since-day",
        "31/01/2026",
        "-w",
        office,
        "--format",
        "json",
    )
    assert ran.code == 0, ran.err
    assert ran.json[0]["rows"] == [
        {
            "person": "'P01'",
            "others": "('P02', 'P03')",
            "since_day": "datetime.date(2026, 1, 31)",
            "least": "3",
            "tags": "('a', 'b')",
            "all_of_them": "False",
        }
    ]
    assert matcher("due-parole", "prova", "-w", office).code == 2
    wrong = matcher("due-parole", "prova", "P01", "P02", "--least", "tre", "-w", office)
    assert (wrong.code, "«tre» non è un numero intero" in wrong.err) == (2, True)


def test_data_that_its_columns_cannot_take_are_refused_when_written_and_named_later(
    install: Callable[..., str],
    settings: Any,
    ask: Callable[[], Any],
    matcher: Callable[..., Any],
    office: Path,
    tmp_path: Path,
) -> None:
    source = """
import polars as pl
from matcher.domain.record import Record
from matcher.errors import InputError
from matcher.plugin import Column, RecordType, hookimpl
class Need(Record):
    need: str
class Plugin:
    @hookimpl
    def matcher_configure(self, settings):
        self.known = settings.get("known", ["a", "b"])
    @hookimpl
    def matcher_register_records(self):
        return [RecordType("Bisogno", "candidate", Need)]
    @hookimpl
    def matcher_register_columns(self):
        return [Column("bisogni.need", pl.Int8, "candidate")]
    @hookimpl
    def matcher_build_columns(self, ids, records):
        for record in records.values():
            if record.need not in self.known:
                raise InputError("E-BIS-001", f"«{record.need}» non c'è.", "Ci sono altri bisogni.")
        needs = [self.known.index(records[i].need) if i in records else None for i in ids]
        return pl.DataFrame({"bisogni.need": pl.Series(needs, dtype=pl.Int8)})
"""
    install("bisogni", source.replace("class Plugin", "class _Plugin") + "plugin = _Plugin\n")
    entry = next(path for path in tmp_path.rglob("entry_points.txt"))
    entry.write_text(entry.read_text().rstrip() + ":plugin\n", encoding="utf-8")
    settings()
    write = ("record", "set", "bisogni", "candidate")
    refused = matcher(*write, "P01", "need=c", "-w", office)
    assert (refused.code, refused.err[:9]) == (1, "E-BIS-001")
    rows = tmp_path / "persone.csv"
    rows.write_text("id_candidato;bisogni.need\nP03;a\nP04;c\n", encoding="utf-8")
    brought = matcher("import", "candidates", rows, "-w", office, "--format", "json").json
    assert (brought["changed"], brought["rejected"]) == (1, 1)
    assert matcher(*write, "P02", "need=b", "-w", office).code == 0
    assert ask().code == 0
    settings('[plugins.bisogni]\nknown = ["a"]\n')
    ran = ask()
    assert (ran.code, ran.err[:9]) == (1, "E-BIS-001")
    assert "È nei dati su «P02»" in ran.err
    assert "matcher record set bisogni candidate P02" in ran.err
