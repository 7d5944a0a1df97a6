from __future__ import annotations

from pathlib import Path

import matcher_europass
import pytest

from matcher.testing import Kit, Workshop, conformance_problems

CURRICULUM = """<?xml version="1.0" encoding="UTF-8"?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="it">
 <DocumentInfo><DocumentType>ECV</DocumentType><XSDVersion>V3.4</XSDVersion></DocumentInfo>
 <LearnerInfo>
  <Identification>
   <PersonName><FirstName>Nome</FirstName><Surname>Inventato</Surname></PersonName>
   <ContactInfo><Email><Contact>inventata@esempio.invalid</Contact></Email></ContactInfo>
   <Demographics><Birthdate year="1980" month="--02" day="---03"/></Demographics>
  </Identification>
  <Headline><Type><Code>preferred_job</Code></Type><Description><Label>Cuoco</Label></Description></Headline>
  <WorkExperienceList>
   <WorkExperience>
    <Period><From year="2019" month="--03" day="---01"/><Current>true</Current></Period>
    <Position><Label>Aiuto cuoco</Label></Position>
    <Activities>&lt;p&gt;Preparazione; cottura&lt;/p&gt;</Activities>
    <Employer><Name>Trattoria di prova</Name></Employer>
   </WorkExperience>
   <WorkExperience>
    <Period><From year="2015"/><To year="2017" month="--11"/></Period>
    <Position><Label>Cameriere</Label></Position>
   </WorkExperience>
  </WorkExperienceList>
  <EducationList><Education><Title>Qualifica di operatore della ristorazione</Title></Education></EducationList>
  <Skills>
   <Linguistic><ForeignLanguageList><ForeignLanguage>
    <Description><Code>en</Code><Label>inglese</Label></Description>
    <ProficiencyLevel><Listening>B2</Listening><Reading>B2</Reading><Writing>B1</Writing></ProficiencyLevel>
   </ForeignLanguage></ForeignLanguageList></Linguistic>
   <JobRelated><Description>&lt;b&gt;Haccp&lt;/b&gt;</Description></JobRelated>
   <Driving><Description><Licence>B</Licence><Licence>C</Licence></Description></Driving>
  </Skills>
 </LearnerInfo>
</SkillsPassport>
"""


@pytest.fixture(scope="module")
def kit(workshop: Workshop) -> Kit:
    return workshop.kit({"europass": matcher_europass})


def test_the_professional_profile_is_read(kit: Kit, tmp_path: Path) -> None:
    file = tmp_path / "CV 0001.xml"
    file.write_text(CURRICULUM, encoding="utf-8")
    (row,) = kit.read(file, "candidates")
    assert not row.problems
    assert row.cells == {
        "id_candidato": "CV-0001",
        "professione_cercata": "Cuoco",
        "esperienze": "Aiuto cuoco | 2019-03 | in corso | Trattoria di prova | Preparazione, cottura; "
        "Cameriere | 2015 | 2017-11 |  |",
        "titoli_studio": "Qualifica di operatore della ristorazione",
        "lingue": "inglese B1",
        "patenti": "B; C",
        "sintesi": "Haccp",
        "provenienza": "Europass",
    }


def test_nothing_that_names_the_person_comes_in(kit: Kit, tmp_path: Path) -> None:
    file = tmp_path / "uno.xml"
    file.write_text(CURRICULUM, encoding="utf-8")
    (row,) = kit.read(file, "candidates")
    for word in ("Inventato", "esempio.invalid", "1980"):
        assert word not in str(row)


def test_what_the_curriculum_lacks_was_not_asked(kit: Kit, tmp_path: Path) -> None:
    file = tmp_path / "due.xml"
    start = CURRICULUM[: CURRICULUM.index("<LearnerInfo>")]
    file.write_text(f"{start}<LearnerInfo/></SkillsPassport>", encoding="utf-8")
    (row,) = kit.read(file, "candidates")
    assert row.cells == {"id_candidato": "due", "provenienza": "Europass"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (CURRICULUM.replace("</LearnerInfo>", ""), "rovinato"),
        (CURRICULUM.replace("<SkillsPassport", "<!DOCTYPE a [<!ENTITY b 'c'>]><SkillsPassport", 1), "entità"),
        (CURRICULUM.replace("LearnerInfo", "Altro"), "non ha contenuto"),
    ],
)
def test_a_broken_curriculum_goes_to_the_rows_to_correct(
    kit: Kit, tmp_path: Path, text: str, reason: str
) -> None:
    file = tmp_path / "tre.xml"
    file.write_text(text, encoding="utf-8")
    (row,) = kit.read(file, "candidates")
    assert reason in row.row.fault


def test_other_xml_is_not_taken(kit: Kit, tmp_path: Path) -> None:
    from matcher.errors import InputError

    file = tmp_path / "altro.xml"
    file.write_text("<altro/>", encoding="utf-8")
    with pytest.raises(InputError, match=r"\.xml"):
        kit.read(file, "candidates")


def test_it_keeps_its_contract(workshop: Workshop) -> None:
    assert conformance_problems(workshop, "europass", matcher_europass) == []
