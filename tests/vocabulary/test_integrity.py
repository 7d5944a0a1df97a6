"""The vocabularies that come with the product hang together: identity, references, coverage, counts."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import pytest

from matcher.text.normalise import normalise
from matcher.vocabulary.load import find_vocabularies, generalises, holds, holds_all, load_vocabulary
from matcher.vocabulary.schema import Concept, Kind, Vocabulary
from matcher.vocabulary.table import read_rows, split_list

FOLDER = find_vocabularies(None)
KINDS: tuple[Kind, ...] = (
    "occupation",
    "isco_group",
    "skill",
    "licence",
    "language",
    "level",
    "education",
    "field",
    "contract",
    "schedule",
    "service",
    "group",
)
VOCABULARIES: dict[Kind, Vocabulary] = {kind: load_vocabulary(kind, FOLDER) for kind in KINDS}
OCCUPATIONS, SKILLS = VOCABULARIES["occupation"], VOCABULARIES["skill"]
GROUPS, LICENCES = VOCABULARIES["isco_group"], VOCABULARIES["licence"]
UNIT_GROUPS = {code for code in GROUPS.by_id if len(code) == 4}


def shared_labels(concepts: Iterable[Concept], languages: tuple[str, ...]) -> dict[tuple[str, str], set[str]]:
    """Labels that lead to two concepts, letter for letter but for case and accents."""
    owners: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for concept in concepts:
        for language, label in concept.all_labels():
            if language in languages:
                owners[language, normalise(label)].add(concept.id)
    return {label: ids for label, ids in owners.items() if len(ids) > 1}


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_stable_slugs_and_labels_are_clean(kind: Kind) -> None:
    for concept in VOCABULARIES[kind].concepts:
        assert re.fullmatch(r"[A-Za-z0-9]+(?:[._][a-z0-9]+)*", concept.id), concept.id
        assert concept.labels.get("it"), concept.id
        assert concept.labels.get("en"), concept.id
        for _, label in concept.all_labels():
            assert label == " ".join(label.split()), (concept.id, label)
            assert "|" not in label, (concept.id, label)
            assert label.count("(") == label.count(")"), (concept.id, label)
            assert "\ufffd" not in label, (concept.id, label)


@pytest.mark.parametrize("kind", KINDS)
def test_a_label_leads_to_one_italian_meaning(kind: Kind) -> None:
    if kind in ("isco_group", "group"):
        pytest.skip("groups are labelled, not linked: a group and its only subgroup share their name")
    assert shared_labels(VOCABULARIES[kind].concepts, ("it",)) == {}


@pytest.mark.parametrize("kind", ["occupation", "skill", "licence"])
def test_a_label_leads_to_one_english_meaning(kind: Kind) -> None:
    assert shared_labels(VOCABULARIES[kind].concepts, ("en",)) == {}


def test_all_isco_groups_are_there_and_the_tree_is_whole() -> None:
    lengths = [len(code) for code in GROUPS.by_id]
    assert [lengths.count(length) for length in (1, 2, 3, 4)] == [10, 43, 130, 436]
    assert all(len(generalises(GROUPS, code)) == len(code) - 1 for code in GROUPS.by_id)


def test_every_unit_group_has_an_occupation_and_every_code_exists() -> None:
    assert {concept.isco for concept in OCCUPATIONS.concepts} == UNIT_GROUPS
    assert all(concept.id.startswith(f"{concept.isco}.") for concept in OCCUPATIONS.concepts)


def test_italian_titles_are_as_many_as_promised() -> None:
    titles = {
        label for concept in OCCUPATIONS.concepts for lang, label in concept.all_labels() if lang == "it"
    }
    assert len(titles) >= 2_500
    assert (
        len({label for c in OCCUPATIONS.concepts for lang, label in c.all_labels() if lang == "en"}) >= 1_000
    )


def test_titles_that_change_with_gender_have_both_forms() -> None:
    changing = re.compile(r"(?:[^s]tore|aio)$")
    for concept in OCCUPATIONS.concepts:
        first = concept.labels["it"].split()[0]
        if changing.search(first):
            assert concept.labels_f, concept.labels["it"]


def test_skills_are_as_many_as_promised_and_know_their_occupations() -> None:
    assert len(SKILLS) >= 1_500
    assert {concept.facts["type"] for concept in SKILLS.concepts} <= {
        "skill",
        "knowledge",
        "tool",
        "transversal",
    }
    for concept in SKILLS.concepts:
        assert all(code in GROUPS for code in concept.occupations), concept.id
    tied = sum(bool(concept.occupations) for concept in SKILLS.concepts)
    assert tied / len(SKILLS) > 0.85


def test_short_technical_names_are_skills_of_their_own() -> None:
    owners = {label: c.id for c in SKILLS.concepts for _, label in c.all_labels()}
    names = ["C", "C++", "C#", "R", "Go", "Java", "JavaScript", "Vue.js", ".NET", "VB6"]
    assert all(name in owners for name in names)
    assert len({owners[name] for name in names}) == len(names)


@pytest.mark.parametrize(
    ("licence", "held", "not_held"),
    [
        ("CE", {"C", "C1", "C1E", "BE", "B", "A1", "AM"}, {"D", "DE", "A"}),
        ("C", {"C1", "B", "AM"}, {"CE", "BE", "D"}),
        ("D", {"D1", "B"}, {"C", "DE"}),
        ("BE", {"B"}, {"C", "CE", "C1"}),
        ("A", {"A2", "A1", "AM"}, {"B"}),
        ("B", {"AM", "A1"}, {"A", "A2", "BE", "C"}),
        ("driver.adr_tanks", {"driver.adr_base"}, {"driver.adr_explosives"}),
        ("driver.cqc_goods", set(), {"driver.cqc_passengers"}),
        ("safety.fire_3", {"safety.fire_2", "safety.fire_1"}, set()),
        ("safety.rspp", {"safety.aspp"}, {"safety.rls"}),
        ("health.oss", set(), {"health.osa", "health.asa"}),
        ("equipment.telehandler", set(), {"equipment.forklift_industrial"}),
    ],
)
def test_what_a_licence_covers(licence: str, held: set[str], not_held: set[str]) -> None:
    covered = holds(LICENCES, licence)
    assert held | {licence} <= covered
    assert not not_held & covered


def test_a_lorry_with_trailer_and_a_bus_licence_together_give_the_bus_with_trailer() -> None:
    assert "DE" in holds_all(LICENCES, ["CE", "D"])
    assert "DE" not in holds_all(LICENCES, ["C", "D"])
    assert "DE" not in holds_all(LICENCES, ["CE"])


def test_licences_fit_in_two_words_of_bits() -> None:
    assert len(LICENCES) <= 120
    assert {c.facts["category"] for c in LICENCES.concepts} == {
        "driving",
        "driver_qualification",
        "safety",
        "equipment",
        "health",
        "professional",
        "other",
    }


@pytest.mark.parametrize(
    ("words", "licence"),
    [
        ("patente B", "B"),
        ("patente di guida cat. B", "B"),
        ("pat. B", "B"),
        ("cat. C+E", "CE"),
        ("patente C-E", "CE"),
        ("CQC merci", "driver.cqc_goods"),
        ("CQC persone", "driver.cqc_passengers"),
        ("patentino muletto", "equipment.forklift_industrial"),
        ("patentino del muletto", "equipment.forklift_industrial"),
        ("patentino", "equipment.unspecified"),
        ("PLE", "equipment.aerial_platform"),
        ("HACCP", "other.haccp"),
        ("F-Gas", "other.fgas"),
        ("attestato OSS", "health.oss"),
    ],
)
def test_how_people_write_licences(words: str, licence: str) -> None:
    owners = {normalise(label): c.id for c in LICENCES.concepts for _, label in c.all_labels()}
    assert owners[normalise(words)] == licence


@pytest.mark.parametrize(
    ("title", "eqf"),
    [
        ("licenza media", 1),
        ("obbligo di istruzione assolto", 2),
        ("qualifica triennale", 3),
        ("diploma professionale IeFP", 4),
        ("maturità", 4),
        ("IFTS", 4),
        ("ITS", 5),
        ("ITS triennale", 6),
        ("laurea triennale", 6),
        ("laurea magistrale", 7),
        ("master di primo livello", 7),
        ("dottorato di ricerca", 8),
    ],
)
def test_qualifications_are_ranked_by_title(title: str, eqf: int) -> None:
    ranks = {label: c.rank for c in VOCABULARIES["education"].concepts for _, label in c.all_labels()}
    assert ranks[title] == eqf


def test_language_levels_are_the_six_of_the_framework() -> None:
    levels = VOCABULARIES["level"]
    assert [(c.id, c.rank) for c in levels.concepts] == list(
        zip(["A1", "A2", "B1", "B2", "C1", "C2"], range(1, 7), strict=True)
    )
    words = {label: c.id for c in levels.concepts for _, label in c.all_labels()}
    assert (words["madrelingua"], words["scolastico"], words["fluente"], words["buono"]) == (
        "C2",
        "A2",
        "C1",
        "B2",
    )
    assert {"it", "en", "fr", "de", "ar", "zh", "ro", "uk"} <= set(VOCABULARIES["language"].by_id)


def test_internships_are_not_employment() -> None:
    facts = {c.id: c.facts["employment"] for c in VOCABULARIES["contract"].concepts}
    assert set(facts.values()) == {"true", "false"}
    assert facts["internship"] == facts["work_grant"] == facts["internship_inclusion"] == "false"
    assert facts["permanent"] == facts["apprenticeship_2"] == "true"
    assert VOCABULARIES["contract"]["project_work"].valid_to == date(2015, 6, 24)


def test_the_twelve_services_have_their_minutes() -> None:
    services = sorted(VOCABULARIES["service"].concepts, key=lambda service: service.rank)
    assert [int(c.facts["minutes"]) for c in services] == [
        30,
        30,
        60,
        240,
        90,
        300,
        720,
        1200,
        60,
        300,
        30,
        60,
    ]
    assert [c.rank for c in services if c.valid_to] == [11]


def test_groups_of_the_law_are_dated_rules() -> None:
    groups = VOCABULARIES["group"]
    letters = [c for c in groups.concepts if c.facts["scheme"] == "disadvantaged" and "code" in c.facts]
    assert sorted(c.facts["code"] for c in letters) == list("abcdefg")
    assert all(c.valid_to == date(2026, 12, 31) and c.facts["legal_basis"] for c in letters)
    assert groups["disadvantaged_g"].facts["never_inferred"] == "true"
    assert groups["disadvantaged_b"].facts["boundaries"] == "age_min=15|age_below=25"
    assert {"severely_disadvantaged", "l68", "l381"} <= {c.facts["scheme"] for c in groups.concepts}
    assert all(c.facts.get("definition_it") and c.facts.get("legal_basis") for c in groups.concepts)


def test_dated_entries_run_forwards() -> None:
    for vocabulary in VOCABULARIES.values():
        for concept in vocabulary.concepts:
            if concept.valid_from and concept.valid_to:
                assert concept.valid_from < concept.valid_to, concept.id


def test_the_manifest_describes_every_folder() -> None:
    manifest = tomllib.loads((FOLDER / "manifest.toml").read_text(encoding="utf-8"))
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()}
    assert set(manifest) == folders
    for entry in manifest.values():
        assert entry["title"]
        assert entry["version"]
        assert entry["licence"]
        assert entry["sources"]
        assert isinstance(entry["date"], date)
    assert "GeoNames" in manifest["places"]["attribution"]
    assert "ISTAT" in manifest["places"]["attribution"]


def test_every_table_is_plain_csv_in_utf_8() -> None:
    for path in FOLDER.glob("*/*.csv"):
        content = path.read_bytes()
        assert b"\r" not in content, path
        assert content.endswith(b"\n"), path
        with path.open(encoding="utf-8", newline="") as stream:
            widths = {len(row) for row in csv.reader(stream)}
        assert len(widths) == 1, (path, widths)


def test_a_name_of_ads_leads_to_one_skill_of_esco() -> None:
    rows = [row for _, row in read_rows(FOLDER / "words" / "esco_skills.csv", ("id", "label_en"))]
    assert len({row["id"] for row in rows}) == len(rows) > 100
    for column in ("alt_it", "alt_en", "traits_it", "traits_en"):
        names = [normalise(name) for row in rows for name in split_list(row, column)]
        assert len(names) == len(set(names)), {name for name in names if names.count(name) > 1}
