"""``matcher vocabulary``: import ESCO, put it in use, and go back."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

DATA = Path(os.environ.get("MATCHER_DATA", Path(__file__).parents[3] / "shared" / "data"))
_OCCUPATION, _SKILL = "http://data.europa.eu/esco/occupation/", "http://data.europa.eu/esco/skill/"
_FILES = {
    "occupations_it.csv": f"""conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status
Occupation,{_OCCUPATION}o1,8344,conduttore di carrelli/conduttrice di carrelli,"mulettista
carrellista",,released
Occupation,{_OCCUPATION}o2,5120,cuoco/cuoca,zufolatore capo,,released
""",
    "skills_it.csv": f"""conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels
KnowledgeSkillCompetence,{_SKILL}s1,skill/competence,cross-sector,guidare carrelli,guida del muletto
""",
    "ISCOGroups_it.csv": """conceptType,conceptUri,code,preferredLabel
ISCOGroup,http://data.europa.eu/esco/isco/C8,8,Conduttori di impianti
""",
    "occupationSkillRelations.csv": f"""occupationUri,relationType,skillType,skillUri
{_OCCUPATION}o1,essential,skill/competence,{_SKILL}s1
{_OCCUPATION}o2,optional,skill/competence,{_SKILL}s1
""",
}


@pytest.fixture
def esco(thirty: Path) -> Path:
    folder = thirty / "ESCO v1.2.0"
    folder.mkdir()
    for name, text in _FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def wanted(matcher, person: str) -> list[dict[str, str]]:
    return [
        job["occupation"]
        for job in matcher("candidates", "show", person, "--format", "json").json["candidate"]["work"]
    ]


def test_an_import_counts_and_is_not_yet_in_use(matcher, esco: Path) -> None:
    done = matcher("vocabulary", "import", "esco", esco)
    assert done.code == 0
    assert "2 professioni, 1 competenze, 2 relazioni (1 essenziali)" in done.out
    assert "matcher vocabulary use esco" in done.out
    shown = matcher("vocabulary", "list")
    assert "Importati: esco" in shown.out
    [row] = [r for r in matcher("vocabulary", "list", "--format", "json").json if r["kind"] == "occupation"]
    assert row["concepts"] > 1000


def test_parts_of_the_export_that_are_not_there_are_named(matcher, esco: Path) -> None:
    whole = matcher("vocabulary", "import", "esco", esco, "--format", "json").json
    assert whole["missing"] == ["occupations_en.csv"]
    (esco / "occupationSkillRelations.csv").unlink()
    (esco / "skills_it.csv").unlink()
    done = matcher("vocabulary", "import", "esco", esco)
    assert "Manca: competenze (skills_XX.csv)" in done.out
    assert "Manca: relazioni tra professioni e competenze" in done.out
    assert "Manca: occupations_en.csv" in done.out


def test_kinds_are_listed_in_words(matcher, thirty: Path) -> None:
    out = matcher("vocabulary", "list").out
    assert "gruppo ISCO" in out
    assert "isco_group" not in out


def test_in_use_everything_is_linked_again_and_shortlists_still_work(
    matcher, thirty: Path, esco: Path
) -> None:
    before = matcher("shortlist", "V1", "--format", "json", "--size", "8").json
    matcher("vocabulary", "import", "esco", esco)
    done = matcher("vocabulary", "use", "esco")
    assert done.code == 0
    assert "perse:" in done.out
    assert "panettiere" in done.out, "the small vocabulary has no bakers"
    assert all(job["concept"].endswith("o1") for job in wanted(matcher, "P01"))
    [row] = [r for r in matcher("vocabulary", "list", "--format", "json").json if r["kind"] == "occupation"]
    assert (row["name"], row["concepts"]) == ("esco", 2)
    after = matcher("shortlist", "V1", "--format", "json", "--size", "8").json
    assert after["versions"]["vocabulary"] != before["versions"]["vocabulary"]
    assert after["ranked"][0]["id"] in {entry["id"] for entry in before["ranked"]}

    back = matcher("vocabulary", "use", "built-in", "--format", "json").json
    assert set(back) == {"n_words", "gained", "lost", "moved", "n_records"}
    assert "panettiere" in back["gained"]
    assert wanted(matcher, "P28")[0]["concept"] == "7512.baker"
    again = matcher("shortlist", "V1", "--format", "json", "--size", "8").json
    assert [entry["id"] for entry in again["ranked"]] == [entry["id"] for entry in before["ranked"]]


def test_import_and_use_in_one_go(matcher, thirty: Path, esco: Path) -> None:
    answer = matcher("vocabulary", "import", "esco", esco, "--use", "--format", "json").json
    assert (answer["in_use"], answer["occupations"], answer["relations"]) == (True, 2, 2)
    assert answer["relinked"]["n_words"] > 5
    [row] = [r for r in matcher("vocabulary", "list", "--format", "json").json if r["kind"] == "skill"]
    assert row["name"] == "esco"


def test_what_an_operator_decided_survives_there_and_back(matcher, thirty: Path, esco: Path) -> None:
    path = thirty / "gente.csv"
    path.write_text("id_candidato,esperienze\nX1,zufolatore capo | mesi=24\n", encoding="utf-8")
    assert matcher("import", "candidates", path).code == 0
    matcher("link", "resolve", "occupation", "zufolatore capo", "7512.baker")
    matcher("vocabulary", "import", "esco", esco, "--use")
    assert wanted(matcher, "X1")[0]["concept"].endswith("o2"), "the decided concept is not in this vocabulary"
    matcher("vocabulary", "use", "built-in")
    [job] = wanted(matcher, "X1")
    assert (job["concept"], job["method"]) == ("7512.baker", "operator")


def test_what_is_not_there_is_named(matcher, thirty: Path) -> None:
    refused = matcher("vocabulary", "use", "onet")
    assert (refused.code, refused.err[:9]) == (1, "E-VOC-401")
    assert matcher("vocabulary", "import", "esco", "manca.zip").code == 2
    missing = matcher("vocabulary", "show", "9999.wizard")
    assert (missing.code, missing.err[:9]) == (1, "E-VOC-404")


def test_outside_a_workspace_it_is_said_before_anything_is_read(matcher, esco: Path, tmp_path: Path) -> None:
    refused = matcher("vocabulary", "import", "esco", esco, "-w", tmp_path / "altrove")
    assert (refused.code, refused.err[:9]) == (1, "E-WSP-001")


def test_a_concept_is_shown_with_its_other_names(matcher, thirty: Path) -> None:
    shown = matcher("vocabulary", "show", "CE").out
    assert "patente CE" in shown
    assert "BE" in shown
    assert matcher("vocabulary", "show", "5120.cook", "--format", "json").json["label"] == "cuoco"


@pytest.mark.data
def test_the_archives_of_the_commission(matcher, thirty: Path) -> None:
    folder = DATA / "esco_official"
    if not folder.is_dir():
        pytest.skip("development data sets absent: set MATCHER_DATA")
    start = time.process_time()
    answer = matcher("vocabulary", "import", "esco", folder, "--format", "json").json
    assert time.process_time() - start < 30
    assert (answer["occupations"], answer["skills"], answer["isco_groups"]) == (3007, 13896, 619)
    assert 123_700 < answer["relations"] <= 123_855
    shutil.rmtree(thirty / "vocabulary")
