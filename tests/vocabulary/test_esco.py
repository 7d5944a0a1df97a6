"""Reading ESCO exports: the layouts of several versions, and the Commission's own archives."""

from __future__ import annotations

import os
import time
import zipfile
from pathlib import Path

import pytest

from matcher.embedding.ngram import NgramEmbedder
from matcher.errors import VocabularyError
from matcher.vocabulary.closure import find_cycle
from matcher.vocabulary.esco import read_esco, split_gender
from matcher.vocabulary.extract import SkillFinder

DATA = Path(os.environ.get("MATCHER_DATA", Path(__file__).parents[3] / "shared" / "data"))
OCCUPATION, SKILL = "http://data.europa.eu/esco/occupation/", "http://data.europa.eu/esco/skill/"

OCCUPATIONS_IT = f"""conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status
Occupation,{OCCUPATION}o1,8344,conduttore di carrelli/conduttrice di carrelli,"mulettista
carrellista",,released
Occupation,{OCCUPATION}o2,5120,cuoco/cuoca,,,released
Occupation,{OCCUPATION}o9,5120,cuoco in pensione,,,obsolete
"""
OCCUPATIONS_EN = f"""conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,code,naceCode
Occupation,{OCCUPATION}o1,8344,forklift operator,"fork lift driver
forklift driver",lift man,released,8344.1,
Occupation,{OCCUPATION}o3,8344,reach truck operator,,,released,8344.1.1,
"""
SKILLS_EN = f"""conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels
KnowledgeSkillCompetence,{SKILL}s1,skill/competence,cross-sector,drive forklifts,operate forklifts
KnowledgeSkillCompetence,{SKILL}s2,knowledge,transversal,types of pallets,
"""
GROUPS_EN = """conceptType,conceptUri,code,preferredLabel
ISCOGroup,http://data.europa.eu/esco/isco/C8,8,Plant and machine operators
ISCOGroup,http://data.europa.eu/esco/isco/C83,83,Drivers and mobile plant operators
"""
RELATIONS = f"""occupationUri,relationType,skillType,skillUri
{OCCUPATION}o1,essential,skill/competence,{SKILL}s1
{OCCUPATION}o1,optional,knowledge,{SKILL}s2
{OCCUPATION}o3,essential,skill/competence,{SKILL}s1
{OCCUPATION}o3,optional,skill/competence,{SKILL}s1
{OCCUPATION}gone,optional,knowledge,{SKILL}s2
"""
RELATIONS_12 = RELATIONS.replace(
    "occupationUri,relationType,skillType,skillUri",
    "occupationUri,occupationLabel,relationType,skillType,skillUri,skillLabel",
)
BROADER_OCCUPATIONS = f"""conceptType,conceptUri,broaderType,broaderUri
Occupation,{OCCUPATION}o3,Occupation,{OCCUPATION}o1
Occupation,{OCCUPATION}o1,ISCOGroup,http://data.europa.eu/esco/isco/C8344
"""
BROADER_SKILLS = f"""conceptType,conceptUri,broaderType,broaderUri
KnowledgeSkillCompetence,{SKILL}s2,KnowledgeSkillCompetence,{SKILL}s1
KnowledgeSkillCompetence,{SKILL}s1,SkillGroup,{SKILL}S1.2
"""


def labelled_relations() -> str:
    """The relations as v1.2 writes them, with the labels of both sides."""
    heading, *rows = RELATIONS_12.strip().splitlines()
    wide = []
    for row in rows:
        occupation, relation, kind, skill = row.split(",")
        wide.append(",".join((occupation, "a label", relation, kind, skill, "a label")))
    return "\n".join([heading, *wide, ""])


def folder_export(root: Path) -> Path:
    """v1.0.8: one folder, relations without language."""
    folder = root / "ESCO v1.0.8"
    folder.mkdir(parents=True)
    files = {
        "occupations_it.csv": OCCUPATIONS_IT,
        "occupations_en.csv": OCCUPATIONS_EN,
        "skills_en.csv": SKILLS_EN,
        "ISCOGroups_en.csv": GROUPS_EN,
        "occupationSkillRelations.csv": RELATIONS,
        "broaderRelationsOccPillar.csv": BROADER_OCCUPATIONS,
        "broaderRelationsSkillPillar.csv": BROADER_SKILLS,
        "conceptSchemes_en.csv": "conceptType\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def archive_export(root: Path) -> Path:
    """v1.2: one archive for each language, a folder inside, relations with a language of their own."""
    root.mkdir()
    for language, files in {
        "it": {"occupations_it.csv": OCCUPATIONS_IT},
        "en": {
            "occupations_en.csv": OCCUPATIONS_EN,
            "skills_en.csv": SKILLS_EN,
            "ISCOGroups_en.csv": GROUPS_EN,
            "occupationSkillRelations_en.csv": labelled_relations(),
            "broaderRelationsOccPillar_en.csv": BROADER_OCCUPATIONS,
            "broaderRelationsSkillPillar_en.csv": BROADER_SKILLS,
        },
    }.items():
        name = f"ESCO dataset - v1.2.0 - classification - {language} - csv"
        with zipfile.ZipFile(root / f"{name}.zip", "w") as archive:
            for file, text in files.items():
                archive.writestr(f"{name}/{file}", "\ufeff" + text)
    return root


@pytest.mark.parametrize(
    ("export", "version"), [(folder_export, "1.0.8"), (archive_export, "1.2.0")], ids=["folder", "archives"]
)
def test_every_layout_gives_the_same_vocabularies(tmp_path: Path, export, version: str) -> None:
    bundle = read_esco(export(tmp_path / "export"))
    assert bundle.version == version
    assert bundle.counts() == {
        "occupations": 3,
        "skills": 2,
        "isco_groups": 2,
        "relations": 3,
        "essential_relations": 2,
        "dangling_relations": 1,
        "occupations_it": 2,
        "skills_it": 0,
        "occupations_en": 2,
        "skills_en": 2,
    }
    forklift = bundle.occupations["o1"]
    assert forklift.labels == {"it": "conduttore di carrelli", "en": "forklift operator"}
    assert forklift.labels_f == {"it": "conduttrice di carrelli"}
    assert forklift.alternatives == {
        "it": ("mulettista", "carrellista"),
        "en": ("fork lift driver", "forklift driver", "lift man"),
    }
    assert (forklift.isco, forklift.uri, forklift.broader) == ("8344", OCCUPATION + "o1", ())
    assert bundle.occupations["o3"].broader == ("o1",)
    assert bundle.skills["s2"].broader == ("s1",)
    assert bundle.skills["s1"].occupations == ("8344",)
    assert bundle.skills["s2"].occupations == ()
    assert bundle.skills["s1"].facts["type"] == "skill/competence"
    assert bundle.groups["83"].broader == ("8",)


def test_relations_are_positions(tmp_path: Path) -> None:
    bundle = read_esco(folder_export(tmp_path))
    read = [
        (bundle.occupations.concepts[o].id, bundle.skills.concepts[s].id, bool(e))
        for o, s, e in zip(
            bundle.relations.occupation, bundle.relations.skill, bundle.relations.essential, strict=True
        )
    ]
    assert read == [("o1", "s1", True), ("o1", "s2", False), ("o3", "s1", True)]


def test_a_minimal_table_adds_the_labels_of_a_language(tmp_path: Path) -> None:
    export = folder_export(tmp_path)
    (export / "occupations_it.csv").unlink()
    own = tmp_path / "mine" / "occupations_it.csv"
    own.parent.mkdir()
    own.write_text(f"conceptUri,preferredLabel,altLabels\n{OCCUPATION}o1,mulettista,\n", encoding="utf-8")
    forklift = read_esco([export, own]).occupations["o1"]
    assert forklift.labels == {"it": "mulettista", "en": "forklift operator"}
    assert forklift.isco == "8344"


def test_the_newest_version_gives_the_preferred_label(tmp_path: Path) -> None:
    newer = tmp_path / "ESCO v1.2.0"
    newer.mkdir()
    (newer / "occupations_en.csv").write_text(
        OCCUPATIONS_EN.replace("forklift operator", "lift truck operator")
    )
    bundle = read_esco([folder_export(tmp_path / "old"), newer])
    assert bundle.occupations["o1"].labels["en"] == "lift truck operator"
    assert "forklift operator" in bundle.occupations["o1"].alternatives["en"]


def test_the_same_export_has_the_same_digest(tmp_path: Path) -> None:
    one, two = (read_esco(export(tmp_path / export.__name__)) for export in (folder_export, archive_export))
    assert one.occupations.digest == two.occupations.digest
    assert one.skills.digest == two.skills.digest


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("operaio/operaia", ("operaio", "operaia")),
        ("direttore tecnico/direttrice tecnica", ("direttore tecnico", "direttrice tecnica")),
        ("esperto/esperta nella preparazione del sidro", (
            "esperto nella preparazione del sidro", "esperta nella preparazione del sidro")),
        ("steward di terra/hostess di terra", ("steward di terra", "hostess di terra")),
        ("assistente medico-sanitario/assistente medico-sanitaria", (
            "assistente medico-sanitario", "assistente medico-sanitaria")),
        ("addetto carico/scarico", ("addetto carico/scarico", "")),
        ("hardware/software", ("hardware/software", "")),
        ("saldatore", ("saldatore", "")),
    ],
)  # fmt: skip
def test_forms_of_one_title_are_parted(label: str, expected: tuple[str, str]) -> None:
    assert split_gender(label) == expected


def test_what_is_missing_or_broken_is_named(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="E-VOC-421"):
        read_esco(tmp_path / "nowhere")
    with pytest.raises(VocabularyError, match="nessuna"):
        read_esco(tmp_path)
    export = folder_export(tmp_path)
    with pytest.raises(VocabularyError, match="lingue trovate: en, it"):
        read_esco(export, languages=("fr",))
    (export / "skills_en.csv").write_text("conceptUri,name\n")
    with pytest.raises(VocabularyError, match=r"skills_en\.csv mancano le colonne: preferredLabel"):
        read_esco(export)
    (export / "skills_en.csv").write_bytes(
        b"conceptUri,preferredLabel\n" + "u,caff\u00e8\n".encode("latin-1")
    )
    with pytest.raises(VocabularyError, match="E-VOC-422"):
        read_esco(export)
    (tmp_path / "half.zip").write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(VocabularyError, match=r"half\.zip"):
        read_esco(tmp_path / "half.zip")


@pytest.mark.data
def test_the_archives_of_the_commission() -> None:
    folder = DATA / "esco_official"
    if not folder.is_dir():
        pytest.skip("development data sets absent: set MATCHER_DATA")
    start = time.perf_counter()
    bundle = read_esco(folder)
    assert time.perf_counter() - start < 15
    counts = bundle.counts()
    assert (counts["occupations"], counts["skills"], counts["isco_groups"]) == (3007, 13896, 619)
    assert counts["relations"] + counts["dangling_relations"] == 123_855
    assert all(len(concept.isco) == 4 for concept in bundle.occupations.concepts)
    for vocabulary in (bundle.occupations, bundle.skills):
        assert find_cycle({concept.id: concept.broader for concept in vocabulary.concepts}) == ()


def test_a_skill_has_the_names_that_ads_give_it_and_no_other_skill_has_them(tmp_path: Path) -> None:
    teams, other = "60c78287-22eb-4103-9c8c-28deaa460da0", "s1"
    (tmp_path / "skills_en.csv").write_text(
        "conceptUri,preferredLabel,altLabels\n"
        f"{SKILL}{teams},work in teams,team spirit\n"
        f"{SKILL}{other},play games,team player\n"
    )
    skills = read_esco(tmp_path).skills
    assert {"team spirit", "team player"} <= set(skills[teams].alternatives["en"])
    assert "lavoro di squadra" in skills[teams].alternatives["it"]
    assert "team player" not in skills[other].alternatives.get("en", ())
    assert "it" not in read_esco(tmp_path, languages=("en",)).skills[teams].alternatives


FOREIGN = f"""conceptUri,skillType,reuseLevel,preferredLabel,altLabels
{SKILL}c,knowledge,sector-specific,C#,
{SKILL}p,knowledge,occupation-specific,protein,
{SKILL}s,knowledge,cross-sector,securities,security
{SKILL}k,skill/competence,cross-sector,keep company,"stay with
accompany"
{SKILL}l,skill/competence,transversal,plan,planning
{SKILL}60c78287-22eb-4103-9c8c-28deaa460da0,skill/competence,transversal,work in teams,
"""


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Experience with Java, C# or other", ["c"]),
        ("Some knowledge of protein", ["p"]),
        ("We produce high protein food", []),
        ("Trading of securities, job security", ["s"]),
        ("Some stay with us for years", []),
        ("Ability to plan; health insurance plan", ["l"]),
        ("You are a team player", ["60c78287-22eb-4103-9c8c-28deaa460da0"]),
    ],
)
def test_loose_labels_are_not_taken_at_their_word(tmp_path: Path, text: str, skills: list[str]) -> None:
    (tmp_path / "skills_en.csv").write_text(FOREIGN)
    finder = SkillFinder([read_esco(tmp_path).skills], NgramEmbedder.load(), strict=1.0)
    assert [one.concept for one in finder.find(text) if one.kind == "skill"] == skills
