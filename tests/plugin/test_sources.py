"""What plugins bring in: words and concepts, formats of files; conflicts are named, nothing is dropped."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from matcher.errors import InputError, PluginError, VocabularyError
from matcher.exchange.mapping import load_mapping
from matcher.exchange.source import open_source
from matcher.exchange.table import open_table
from matcher.plugin import BadRow, Reader, VocabularyTable
from matcher.plugin.sources import READ_ALREADY
from matcher.testing import DAY, Workshop
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.extend import Addition, extended

pytest_plugins = ["matcher.testing.fixtures"]

Extend = Callable[..., Vocabularies]


@pytest.fixture
def extend(workshop: Workshop, tmp_path: Path) -> Extend:
    """``extend(kind, rows, owner="mine", day=DAY)`` is the vocabularies with a table of these rows."""

    def build(kind: str, rows: str, owner: str = "mine", day: date = DAY) -> Vocabularies:
        path = tmp_path / f"{owner}.csv"
        path.write_text(rows, encoding="utf-8")
        return extended(workshop.vocabularies, [Addition(owner, kind, path, "7")], day)

    return build


# -- words ----------------------------------------------------------------------------------------------


def test_a_new_concept_and_more_words_for_a_known_one(workshop: Workshop, extend: Extend) -> None:
    skills = extend(
        "skill",
        "id,label_it,label_en,alt_it\nzipline,uso della zipline,,\ntig_welding,,,tubi saldati col tungsteno\n",
    )
    assert skills["skill"]["zipline"].label() == "uso della zipline"
    assert "tubi saldati col tungsteno" in skills["skill"]["tig_welding"].alternatives["it"]
    plain = workshop.vocabularies["skill"]
    assert set(plain["tig_welding"].alternatives["it"]) < set(
        skills["skill"]["tig_welding"].alternatives["it"]
    )
    assert len(skills["skill"]) == len(plain) + 1
    assert skills["skill"].version == f"{plain.version} + mine 7"
    assert skills.digest != workshop.vocabularies.digest
    assert skills["occupation"] is workshop.vocabularies["occupation"]


@pytest.mark.parametrize(
    ("day", "there"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-06-30", True), ("2026-07-01", False)],
)
def test_a_row_counts_within_its_dates(extend: Extend, day: str, there: bool) -> None:
    rows = "id,label_it,valid_from,valid_to\nzipline,uso della zipline,2026-01-01,2026-06-30\n"
    assert ("zipline" in extend("skill", rows, day=date.fromisoformat(day))["skill"]) is there


def test_a_vocabulary_of_the_plugins_own(extend: Extend) -> None:
    found = extend("mine.needs", "id,label_it,broader,basis\nhome,casa,,\nrent,affitto,home,delibera 3\n")
    needs = dict(found.by_kind.items())["mine.needs"]  # type: ignore[index]
    assert [concept.id for concept in needs.concepts] == ["home", "rent"]
    assert needs["rent"].broader == ("home",)
    assert needs["rent"].facts == {"basis": "delibera 3"}
    assert needs.version == "mine 7"


@pytest.mark.parametrize(
    ("kind", "rows", "words"),
    [
        ("skill", "id,label_it\nmia,saldatura TIG\n", ["riga 2", "saldatura TIG", "tig_welding"]),
        ("skill", "id,label_it,alt_it\ntig_welding,altro nome,\n", ["riga 2", "c'è già", "alt_it"]),
        ("skill", "id,label_it\nuno,prima cosa\ndue,Prima  COSA\n", ["riga 3", "«uno»"]),
        ("skill", "id,label_it\nuno,prima cosa\nuno,seconda cosa\n", ["riga 3", "riga 2"]),
        ("skill", "id,label_it,broader\nuno,prima cosa,assente\n", ["riga 2", "assente"]),
        ("skill", "id,label_it,valid_from\nuno,prima cosa,domani\n", ["riga 2", "domani"]),
        ("skill", "id,label_it\n,senza codice\n", ["riga 2", "id"]),
        ("skill", "id,alt_it\nassente,parola\n", ["riga 2", "assente", "etichetta"]),
        ("mine.needs", "id,label_it,broader\na,uno,b\nb,due,a\n", ["ciclo"]),
        ("skill", "nome\nuno\n", ["id"]),
    ],
)
def test_what_conflicts_is_named(extend: Extend, kind: str, rows: str, words: list[str]) -> None:
    with pytest.raises(VocabularyError, match="«mine»") as caught:
        extend(kind, rows)
    assert caught.value.code == "E-VOC-110"
    assert all(word in caught.value.message for word in words), caught.value.message
    assert caught.value.hint


def test_two_plugins_that_want_one_word_are_both_named(workshop: Workshop, tmp_path: Path) -> None:
    tables = []
    for owner, concept in (("alfa", "uno"), ("beta", "due")):
        path = tmp_path / f"{owner}.csv"
        path.write_text(f"id,label_it\n{concept},volo in deltaplano\n", encoding="utf-8")
        tables.append(Addition(owner, "skill", path, "1"))
    with pytest.raises(VocabularyError, match=r"«beta».*«uno»"):
        extended(workshop.vocabularies, reversed(tables), DAY)


@pytest.mark.parametrize(
    ("kind", "code"), [("mestiere", "E-PLG-060"), ("other.needs", "E-PLG-060"), ("skill", "E-PLG-061")]
)
def test_a_table_that_cannot_be_fails_the_start(
    workshop: Workshop, make: Callable[..., Any], tmp_path: Path, kind: str, code: str
) -> None:
    table = VocabularyTable(kind, tmp_path / "assente.csv", "1")
    with pytest.raises(PluginError, match="«mine»") as caught:
        workshop.kit({"mine": make(register_vocabularies=lambda: [table])})
    assert caught.value.code == code


# -- files ----------------------------------------------------------------------------------------------


def lines(path: Path, kind: str) -> Any:
    for line in path.read_text(encoding="utf-8").splitlines():
        key, found, value = line.partition("=")
        yield (
            {"id": key, "titolo": value, "giorno": date(2026, 1, 7)} if found else BadRow(line, "senza segno")
        )


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch, make: Callable[..., Any]) -> Callable[..., Any]:
    """``reading(Reader, read=..., sniff=...)`` is a plugin with that reader."""

    def build(suffix: str = ".righe", sniffed: bool = False, **functions: Any) -> Any:
        module = ModuleType("reader_of_a_test")
        for name, function in {"read": lines, **functions}.items():
            setattr(module, name, function)
        monkeypatch.setitem(sys.modules, "reader_of_a_test", module)
        sniff = "reader_of_a_test:sniff" if sniffed else ""
        reader = Reader((suffix,), "reader_of_a_test:read", ("vacancies",), sniff)
        return make(register_readers=lambda: [reader])

    return build


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "offerte.righe"
    path.write_text("A=Cuoco\nrotta\nB=Barista\n", encoding="utf-8")
    return path


def test_rows_come_in_and_bad_ones_keep_their_words(workshop: Workshop, reading: Any, file: Path) -> None:
    first, bad, last = workshop.kit({"mine": reading()}).read(file, "vacancies")
    assert (first.cells["titolo"], last.cells["titolo"]) == ("Cuoco", "Barista")
    assert (bad.row.fault, bad.row.source) == ("senza segno", {"_testo": "rotta"})


def test_foreign_names_go_through_the_mapping(
    workshop: Workshop, reading: Any, file: Path, tmp_path: Path
) -> None:
    file.write_text("A=Cuoco\n", encoding="utf-8")
    mapping = tmp_path / "mappa.toml"
    mapping.write_text(
        'kind = "vacancies"\n[columns]\nid_richiesta = "id"\ntitolo = "titolo"\nricevuta_il = "giorno"\n',
        "utf-8",
    )
    kit = workshop.kit({"mine": reading()})
    (row,) = open_source(file, "vacancies", load_mapping(mapping), kit.gate.readers).rows
    assert row.cells["id_richiesta"] == "A"
    assert row.cells["ricevuta_il"] in ("2026-01-07", "07/01/2026")


def test_another_kind_of_file_is_refused(workshop: Workshop, reading: Any, file: Path) -> None:
    with pytest.raises(InputError, match=r"«mine».*vacancies") as caught:
        workshop.kit({"mine": reading()}).read(file, "candidates")
    assert caught.value.code == "E-EXC-018"


def test_without_its_plugin_the_ending_is_not_known(workshop: Workshop, reading: Any, file: Path) -> None:
    with pytest.raises(InputError) as caught:
        workshop.plain.read(file, "vacancies")
    assert caught.value.code == "E-EXC-002"
    other = workshop.kit({"mine": reading(".altro")})
    with pytest.raises(InputError) as named:
        other.read(file, "vacancies")
    assert ".altro" in named.value.hint


def test_two_plugins_that_take_one_file_are_both_named(workshop: Workshop, reading: Any, file: Path) -> None:
    kit = workshop.kit({"alfa": reading(), "beta": reading()})
    with pytest.raises(PluginError, match=r"«alfa».*«beta»") as caught:
        kit.read(file, "vacancies")
    assert caught.value.code == "E-PLG-069"


def test_a_sniffing_reader_leaves_other_files_of_its_ending_alone(
    workshop: Workshop, reading: Any, tmp_path: Path
) -> None:
    kit = workshop.kit({"mine": reading(".csv", sniffed=True, sniff=lambda head: head.startswith(b"#righe"))})
    own, plain = tmp_path / "sue.csv", tmp_path / "nostre.csv"
    own.write_text("#righe=Cuoco\n", encoding="utf-8")
    plain.write_text("id;titolo\nA;Barista\n", encoding="utf-8")
    assert kit.read(own, "vacancies")[0].cells["titolo"] == "Cuoco"
    assert kit.read(plain, "vacancies")[0].cells["titolo"] == "Barista"


def test_an_empty_file_is_refused(workshop: Workshop, reading: Any, file: Path) -> None:
    file.write_text("", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        workshop.kit({"mine": reading()}).read(file, "vacancies")
    assert caught.value.code == "E-EXC-011"


@pytest.mark.parametrize(
    ("reader", "code"),
    [
        (Reader((), "a:b"), "E-PLG-062"),
        (Reader(("righe",), "a:b"), "E-PLG-062"),
        (Reader((".csv",), "a:b"), "E-PLG-062"),
        (Reader((".righe",), "a:b", ("people",)), "E-PLG-033"),  # type: ignore[arg-type]
        (Reader((".righe",), "a.b"), "E-PLG-065"),
        (Reader((".righe",), "a:b", sniff="c"), "E-PLG-065"),
    ],
)
def test_a_reader_that_cannot_be_fails_the_start(
    workshop: Workshop, make: Callable[..., Any], reader: Reader, code: str
) -> None:
    with pytest.raises(PluginError, match="«mine»") as caught:
        workshop.kit({"mine": make(register_readers=lambda: [reader])})
    assert caught.value.code == code


def test_the_endings_of_the_product_are_those_that_need_a_sniff(tmp_path: Path) -> None:
    for suffix in (*READ_ALREADY, ".righe"):
        file = tmp_path / f"prova{suffix}"
        file.write_text(json.dumps([{"id": "A"}]), encoding="utf-8")
        try:
            open_table(file)
            known = True
        except InputError as error:
            known = error.code != "E-EXC-002"
        assert known is (suffix in READ_ALREADY)
