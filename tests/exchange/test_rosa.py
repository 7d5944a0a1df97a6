"""The employer's document: what it says, and above all what it never says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from itertools import count, permutations
from typing import Any

import pytest
from pydantic import BaseModel

from matcher.domain.candidate import (
    Availability,
    Candidate,
    Contact,
    Education,
    LanguageClaim,
    LicenceClaim,
    ServicePact,
    SkillClaim,
    WorkExperience,
)
from matcher.domain.constraint import ConstraintKind, DeclaredConstraint
from matcher.domain.levels import Cefr, Evidence, RequirementLevel, SkillLevel
from matcher.domain.place import Place
from matcher.domain.protected import GroupMembership, Protected
from matcher.domain.record import Mention
from matcher.domain.vacancy import Employer, Requirement, RequirementKind, Vacancy
from matcher.errors import InputError
from matcher.exchange.page import page_html
from matcher.exchange.rosa import Person, RosaDocument, build_rosa, rosa_page
from matcher.exchange.rosa_experience import ExperienceLine
from matcher.settings import Intermediary
from matcher.testing.kit import Workshop
from matcher.vocabulary.bundle import Vocabularies

_DAY = date(2026, 3, 2)
_OFFICE = Intermediary(
    name="CPI di Sassuolo", authorisation="Aut. 123/2026", address="Via Adda 50", contact="cpi@ente.it"
)


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    return Workshop.open().vocabularies


@pytest.fixture
def rosa(vocabularies: Vocabularies):
    """Return the document of some people for a vacancy, given in some order."""

    def build(vacancy: Vacancy, *people: Candidate, language: str = "it", **changes: Any) -> RosaDocument:
        codes = {one.id: f"C-{sum(map(ord, one.id)) * 7919 % 65_536:04X}" for one in people}
        return build_rosa(
            "ROSA-000001", vacancy, people, codes, vocabularies, _OFFICE, _DAY, language, **changes
        )

    return build


def render_html(document: RosaDocument) -> str:
    return page_html(rosa_page(document))


def linked(text: str, concept: str) -> Mention:
    return Mention(text=text, concept=concept, method="exact", confidence=1.0)


def shown(document: RosaDocument) -> list[str]:
    return [f"{one.occupation}: {one.duration}" for one in document.people[0].experience]


def cook(name: str = "C-1", **changes: Any) -> Candidate:
    return Candidate(
        id=name, work=(WorkExperience(occupation=linked("cuoca", "5120.cook"), months=30),), **changes
    )


def asking(*requirements: Requirement, **changes: Any) -> Vacancy:
    values: dict[str, Any] = {
        "id": "R-1",
        "title": "Cuoco/a",
        "occupations": (linked("cuoco", "5120.cook"),),
        "requirements": requirements,
        **changes,
    }
    return Vacancy(**values)


def requirement(kind: str, concept: str = "", level: str = "must", **changes: Any) -> Requirement:
    mention = linked(concept, concept) if concept else None
    return Requirement(kind=RequirementKind(kind), level=RequirementLevel(level), mention=mention, **changes)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._skip = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._skip = tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._skip and data.strip():
            self.found.append(data.strip())


def words(page: str) -> list[str]:
    reader = _Words()
    reader.feed(page)
    return reader.found


# -- what never leaves the desk ------------------------------------------------------------------------

_SENTINEL = "zqx"


def _secret(numbers: Iterator[int]) -> str:
    return f"{_SENTINEL}{next(numbers)}"


def _loaded() -> tuple[Candidate, Contact, Protected]:
    """A person with a sentinel in every free text, and telling values everywhere else."""
    numbers = count()

    def s() -> str:
        return _secret(numbers)

    def word(concept: str = "") -> Mention:
        return Mention(text=s(), concept=concept, method="exact" if concept else "none")

    candidate = Candidate(
        id=s(),
        summary=f"{s()} RSSMRA80E45H223K maria.rossi@posta.it 333 1234567 via Adda 50, nata nel 1980, madre",
        home=Place(text=s(), kind="municipality", code="036040"),
        wanted=(word("5131.waiter"), word()),
        work=(
            WorkExperience(
                occupation=word("5120.cook"),
                start=date(1998, 9, 1),
                end=date(2003, 6, 30),
                weekly_hours=13,
                sector=s(),
                employer=f"Cooperativa sociale B {s()}",
                description=f"tirocinio di inclusione {s()}",
            ),
            WorkExperience(occupation=word(), months=7, employer=s()),
            WorkExperience(occupation=word("2636.priest"), months=240),
            WorkExperience(occupation=word("1114.trade_union_leader"), months=48),
            WorkExperience(occupation=word("7511.religious_butcher"), months=24),
        ),
        skills=(
            SkillClaim(skill=word("forklift_operation"), level=SkillLevel.ADVANCED),
            SkillClaim(skill=word()),
            SkillClaim(skill=word("braille")),
        ),
        education=(
            Education(title=s(), concept="laurea", eqf=6, field="law", foreign=True, recognised=True),
            Education(title=s(), concept=s(), eqf=4, field=s()),
        ),
        languages=(
            LanguageClaim(language="ar", level=Cefr.C2),
            LanguageClaim(language="it", level=Cefr.B1, evidence=Evidence.CERTIFIED),
            LanguageClaim(language="en", level=Cefr.C2),
        ),
        licences=(
            LicenceClaim(text=s(), concept="B", expires_on=date(2031, 5, 5)),
            LicenceClaim(text=s(), concept="CE", expires_on=date(2029, 5, 5)),
            LicenceClaim(text=s()),
        ),
        own_vehicle=True,
        uses_vehicle=False,
        constraints=(
            DeclaredConstraint(kind=ConstraintKind.MAX_DISTANCE_KM, value=17),
            DeclaredConstraint(kind=ConstraintKind.SHIFTS, value=("morning",)),
            DeclaredConstraint(kind=ConstraintKind.MIN_ANNUAL_PAY, value=23_457),
            DeclaredConstraint(kind=ConstraintKind.LODGING_NEEDED, value=True),
        ),
        refused_employers=(s(),),
        refused_sectors=("K",),
        availability=Availability(status="available", confirmed_on=date(2026, 2, 14)),
        pact=ServicePact(reference=s(), signed_on=date(2025, 12, 24)),
        inclinations=(word("5312.kindergarten_teacher"), word()),
        employment_status=s(),
        office=s(),
        source=s(),
    )
    contact = Contact(
        candidate_id=candidate.id, **{f: s() for f in Contact.model_fields if f != "candidate_id"}
    )
    protected = Protected(
        candidate_id=candidate.id,
        sex="F",
        birth_date=date(1980, 5, 5),
        citizenship=s(),
        disability=True,
        groups=(GroupMembership(group=s()),),
        work_title=True,
        work_title_expires_on=date(2027, 1, 9),
        benefit_holder=True,
        own_words=(s(),),
    )
    return candidate, contact, protected


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif type(value) is str:
        yield value


def test_the_loaded_person_holds_a_secret_in_every_free_text() -> None:
    candidate, contact, protected = _loaded()
    plain = {"B", "CE", "ar", "it", "en", "law", "laurea", "K", "F", "036040", "morning", "", "braille"}
    codes = {
        "municipality",
        "exact",
        "none",
        "declared",
        "available",
        "autodichiarazione",
        "forklift_operation",
    }
    for record in (candidate, contact, protected):
        telling = [text for text in _texts(record) if text not in plain | codes and "." not in text]
        assert telling
        assert all(_SENTINEL in text for text in telling), telling


@pytest.mark.parametrize("language", ["it", "en"])
def test_nothing_that_the_person_is_or_typed_reaches_the_page(rosa, language: str) -> None:
    candidate, _, _ = _loaded()
    vacancy = asking(
        requirement("skill", "cooking"),
        requirement("licence", "C"),
        requirement("language", "en", cefr=Cefr.B1),
        requirement("language", "it", "wanted", cefr=Cefr.B2),
        requirement("education", eqf=4),
        requirement("education", "law", "wanted"),
    )
    page = render_html(rosa(vacancy, candidate, language=language))
    shown = " ".join(words(page)).lower()
    assert "C-" in page
    assert _SENTINEL not in page
    for secret in (
        "RSSMRA", "rossi", "333 1234567", "Adda 50,", "madre", "nata", "1980",  # contacts and birth in free text
        "1998", "2003", "2031", "05/2029", "13 ore",  # dates and hours of a life
        "cooperativa", "inclusione", "tirocinio", "sociale",  # employers and work that tell a disadvantage
        "sacerdote", "priest", "sindacal", "union", "halal", "kosher",  # beliefs and memberships
        "arab", "C2", "italian", "Braille", "estero", "foreign",  # origin and mother tongue
        "sassuolo (mo)", "036040", "17 km", "23457", "23.457", "alloggio", "mattin",  # where and how they live
        "9876", "98,7", "punti", "score",  # the engine's opinion
        "cameriere", "waiter", "kindergarten", "asilo",  # what they would rather do
    ):  # fmt: skip
        assert secret.lower() not in shown.replace("cpi di sassuolo", ""), secret


def test_a_change_of_anything_protected_or_undeclared_changes_no_byte(rosa) -> None:
    candidate, _, _ = _loaded()
    vacancy = asking(requirement("licence", "B"), requirement("language", "en", cefr=Cefr.B1))
    bare = Candidate(
        id=candidate.id,
        work=tuple(
            WorkExperience(
                occupation=linked("x", job.occupation.concept), months=58 if n == 0 else job.months
            )
            for n, job in enumerate(candidate.work or ())
            if job.occupation.concept
        ),
        languages=(LanguageClaim(language="en", level=Cefr.B2),),
        licences=(LicenceClaim(text="B", concept="B", expires_on=date(2028, 1, 1)),),
    )
    assert render_html(rosa(vacancy, candidate)) == render_html(rosa(vacancy, bare))


def test_those_born_to_italian_and_those_who_learned_it_look_the_same(rosa) -> None:
    vacancy = asking(requirement("language", "it", cefr=Cefr.B1))
    learner = cook(languages=(LanguageClaim(language="it", level=Cefr.B1, evidence=Evidence.CERTIFIED),))
    assert rosa(vacancy, learner).people == rosa(vacancy, cook()).people
    (line,) = rosa(vacancy, learner).people[0].requirements
    assert (line.asked, line.found) == ("italiano B1", "nulla risulta in contrario")
    beginner = cook(languages=(LanguageClaim(language="it", level=Cefr.A1),))
    (line,) = rosa(vacancy, beginner).people[0].requirements
    assert (line.asked, line.found) == ("italiano B1", "")


def test_a_belief_is_shown_only_where_it_is_the_work_asked_for(rosa) -> None:
    priest = Candidate(id="C-9", work=(WorkExperience(occupation=linked("prete", "2636.priest"), months=12),))
    assert shown(rosa(asking(occupations=()), priest)) == []
    wanted = asking(occupations=(linked("sacerdote", "2636.priest"),))
    assert shown(rosa(wanted, priest)) == ["sacerdote / sacerdotessa: 1 anno"]


# -- an order that says nothing ------------------------------------------------------------------------


def test_the_order_is_the_same_however_the_engine_ranked(rosa) -> None:
    people = [cook(name) for name in ("C-1", "C-2", "C-3", "C-4")]
    pages = {render_html(rosa(asking(), *order)) for order in permutations(people)}
    assert len(pages) == 1
    assert "non è una graduatoria" in pages.pop()


# -- what it says --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "mark"), [("it", "BOZZA, NON INVIABILE"), ("en", "DRAFT, NOT TO BE SENT")]
)
def test_it_is_a_draft_and_says_who_made_it(rosa, language: str, mark: str) -> None:
    page = render_html(rosa(asking(), cook(), language=language))
    assert page.startswith("<!doctype html>")
    assert f'<html lang="{language}">' in page
    assert mark in page
    for part in (
        _OFFICE.name,
        _OFFICE.authorisation,
        _OFFICE.address,
        _OFFICE.contact,
        "ROSA-000001",
        "02/03/2026" if language == "it" else "2026-03-02",
    ):
        assert part in page


def test_the_same_list_gives_the_same_bytes(rosa) -> None:
    assert render_html(rosa(asking(), cook())) == render_html(rosa(asking(), cook()))


def test_jobs_in_pieces_add_up_and_titles_have_both_genders(rosa) -> None:
    pieces = Candidate(
        id="C-1",
        work=(
            WorkExperience(occupation=linked("cuoca", "5120.cook"), months=11),
            WorkExperience(
                occupation=linked("cuoco", "5120.cook"), start=date(2020, 1, 5), end=date(2020, 2, 1)
            ),
            WorkExperience(occupation=linked("cameriera", "5131.waiter"), start=date(2026, 1, 7)),
            WorkExperience(occupation=linked("barista", "5132.barista")),
        ),
    )
    document = rosa(asking(), pieces)
    assert shown(document) == ["cuoco / cuoca: 1 anno e 1 mese", "cameriere / cameriera: 3 mesi"]
    assert shown(rosa(asking(), pieces, language="en"))[0] == "cook: 1 year and 1 month"
    assert shown(rosa(asking(occupations=()), pieces))[-1] == "barista: durata non indicata"


def test_months_in_two_jobs_at_once_count_once_and_a_long_life_is_not_counted(rosa) -> None:
    year = WorkExperience(
        occupation=linked("cuoco", "5120.cook"), start=date(2020, 1, 1), end=date(2020, 12, 31)
    )
    half = year.model_copy(update={"start": date(2020, 7, 1), "end": date(2021, 6, 30)})
    assert shown(rosa(asking(), Candidate(id="C-1", work=(year, half)))) == ["cuoco / cuoca: 1 anno e 6 mesi"]
    life = year.model_copy(update={"start": date(1985, 1, 1)})
    assert shown(rosa(asking(), Candidate(id="C-1", work=(life,)))) == ["cuoco / cuoca: oltre 10 anni"]


def test_experience_asked_for_is_a_line_with_its_evidence(rosa) -> None:
    seen = WorkExperience(occupation=linked("cuoca", "5120.cook"), months=30, evidence=Evidence.OBSERVED)
    vacancy = asking(requirement("experience", months=24))
    (line,) = rosa(vacancy, Candidate(id="C-1", work=(seen,))).people[0].requirements
    assert (line.asked, line.found) == ("Esperienza attinente: 2 anni", "2 anni e 6 mesi")
    assert (line.level, line.evidence) == ("indispensabile", "osservata")


def test_work_that_only_shares_skills_is_told_but_is_not_the_experience_asked_for(rosa) -> None:
    waiter = WorkExperience(occupation=linked("cameriere", "5131.waiter"), months=60)
    pizza = WorkExperience(occupation=linked("pizzaiolo", "5120.pizza_maker"), months=30)
    vacancy = asking(requirement("experience", months=24))
    [person] = rosa(vacancy, Candidate(id="C-1", work=(waiter, pizza))).people
    assert [line.occupation for line in person.experience] == [
        "cameriere / cameriera",
        "pizzaiolo / pizzaiola",
    ]
    assert person.requirements[0].found == "2 anni e 6 mesi"


def test_a_requirement_read_and_not_confirmed_is_shown_as_wanted(rosa) -> None:
    (line,) = rosa(asking(requirement("licence", "B", confirmed=False)), cook()).people[0].requirements
    assert line.level == "gradito"


@pytest.mark.parametrize(
    ("concept", "expires_on", "told"),
    [
        ("B", date(2027, 3, 2), "vale ancora almeno un anno"),
        ("B", date(2027, 3, 1), "scade entro un anno"),
        ("driver.cqc_goods", date(2027, 3, 1), "fino al 01/03/2027"),
        ("B", None, ""),
    ],
)
def test_the_expiry_of_a_licence_is_told_unless_it_is_a_birthday(
    rosa, concept: str, expires_on: date | None, told: str
) -> None:
    claim = LicenceClaim(text="x", concept=concept, expires_on=expires_on)
    document = rosa(asking(requirement("licence", concept)), cook(licences=(claim,)))
    assert document.people[0].requirements[0].valid == told


def test_names_and_contacts_are_there_only_for_those_released(rosa) -> None:
    contact = Contact(
        candidate_id="C-1", first_name="Maria", last_name="Rossi", phone="333 1234567", address="via Adda"
    )
    page = render_html(rosa(asking(), cook("C-1"), cook("C-2"), releases={"C-1": contact}))
    assert page.count("Maria Rossi") == page.count("333 1234567") == 1
    assert "via Adda" not in page


def test_a_final_document_has_no_mark_and_needs_the_intermediary(rosa, vocabularies: Vocabularies) -> None:
    page = render_html(rosa(asking(), cook(), valid_until=date(2027, 1, 31)))
    assert "BOZZA" not in page
    assert _OFFICE.authorisation in page
    assert "hanno aderito" in page
    assert "CPI di Sassuolo, cpi@ente.it." in page
    for who in (Intermediary(), _OFFICE.model_copy(update={"authorisation": ""})):
        with pytest.raises(InputError, match="E-DOC-001"):
            build_rosa("R", asking(), [], {}, vocabularies, who, _DAY, valid_until=date(2027, 1, 31))


@pytest.mark.parametrize(
    ("wanted", "claims", "found"),
    [
        (requirement("licence", "C"), {"licences": (LicenceClaim(text="x", concept="CE"),)}, "patente C"),
        (
            requirement("licence", "DE"),
            {"licences": tuple(LicenceClaim(text="x", concept=c) for c in ("CE", "D"))},
            "patente DE",
        ),
        (
            requirement("licence", "B"),
            {"licences": (LicenceClaim(text="x", concept="B", expires_on=date(2026, 3, 1)),)},
            "",
        ),
        (
            requirement("licence", "B"),
            {"licences": (LicenceClaim(text="x", concept="B", expires_on=_DAY),)},
            "patente B",
        ),
        (requirement("licence", "B"), {"licences": None}, ""),
        (
            requirement("language", "en", cefr=Cefr.B1),
            {"languages": (LanguageClaim(language="en", level=Cefr.C1),)},
            "inglese B1 o superiore",
        ),
        (
            requirement("language", "en", "wanted", cefr=Cefr.B2),
            {"languages": (LanguageClaim(language="en", level=Cefr.A2),)},
            "inglese A2",
        ),
        (requirement("language", "en"), {"languages": (LanguageClaim(language="en"),)}, "inglese"),
        (
            requirement("language", "en"),
            {"languages": (LanguageClaim(language="en", level=Cefr.C2),)},
            "inglese B2 o superiore",
        ),
        (requirement("education", eqf=4), {"education": (Education(title="x", eqf=4),)}, "EQF 4"),
        (requirement("education", eqf=4), {"education": (Education(title="x", eqf=7),)}, "EQF 4 o superiore"),
        (
            requirement("education", eqf=4),
            {"education": (Education(title="x", eqf=7, foreign=True),)},
            "titolo estero, riconosciuto: no",
        ),
        (
            requirement("education", "law", eqf=6),
            {"education": (Education(title="x", eqf=6, field="law", foreign=True, recognised=True),)},
            "EQF 6, giurisprudenza",
        ),
        (
            requirement("skill", "material_handling"),
            {"skills": (SkillClaim(skill=linked("muletto", "forklift_operation")),)},
            "conduzione di carrelli elevatori",
        ),
        (
            requirement("skill", "forklift_operation"),
            {"skills": (SkillClaim(skill=linked("muletto", "forklift_operation"), lacking=True),)},
            "",
        ),
    ],
)
def test_a_requirement_is_met_in_the_words_of_the_vacancy(rosa, wanted, claims, found: str) -> None:
    (line,) = rosa(asking(wanted), cook(**claims)).people[0].requirements
    assert line.found == found
    assert bool(line.evidence) == bool(found and "estero" not in found)


def test_the_best_evidence_is_shown(rosa) -> None:
    claims = tuple(
        SkillClaim(skill=linked("muletto", "forklift_operation"), evidence=evidence)
        for evidence in (Evidence.OBSERVED, Evidence.CERTIFIED, Evidence.DECLARED)
    )
    vacancy = asking(requirement("skill", "forklift_operation"))
    assert rosa(vacancy, cook(skills=claims)).people[0].requirements[0].evidence == "certificata"


def test_what_excludes_is_not_told(rosa) -> None:
    vacancy = asking(requirement("skill", "forklift_operation", "must_not"))
    assert rosa(vacancy, cook()).people[0].requirements == ()


def test_other_skills_are_shown_where_they_belong_to_the_work(rosa) -> None:
    skills = tuple(
        SkillClaim(skill=linked(c, c)) for c in ("forklift_operation", "braille", "warehouse_operations")
    )
    driver = asking(occupations=(linked("mulettista", "8344.forklift_driver"),))
    assert rosa(driver, cook(skills=skills)).people[0].skills == (
        "conduzione di carrelli elevatori",
        "operazioni di magazzino",
    )


def test_a_start_is_told_only_while_it_is_to_come(rosa) -> None:
    def starting(day: date) -> Person:
        limit = DeclaredConstraint(kind=ConstraintKind.EARLIEST_START, value=day)
        return rosa(asking(), cook(constraints=(limit,))).people[0]

    assert starting(date(2026, 4, 1)).available_from == date(2026, 4, 1)
    assert starting(date(2026, 3, 2)).available_from is None


# -- the vacancy's own words ---------------------------------------------------------------------------


def test_words_that_may_not_choose_people_are_not_in_the_title(rosa) -> None:
    shop = {"occupations": (linked("Commessa", "5223.shop_assistant"),)}
    vacancy = asking(title="Commessa giovane", ignored_words=("sex:Commessa", "age:giovane"), **shop)
    document = rosa(vacancy, cook())
    assert document.title == "addetto alle vendite / addetta alle vendite"
    assert "giovane" not in render_html(document)


def test_without_a_linked_occupation_what_is_left_of_the_title_stays(rosa) -> None:
    vacancy = asking(title="Tuttofare, max 30 anni", ignored_words=("age:max 30 anni",), occupations=())
    assert rosa(vacancy, cook()).title == "Tuttofare"


def test_words_that_a_supervisor_admitted_stay(rosa) -> None:
    admitted = asking(title="Attrice giovane", ignored_words=("sex:Attrice",), overrides=("sex:Attrice",))
    assert rosa(admitted, cook()).title == "Attrice giovane"


def test_every_text_is_escaped(rosa) -> None:
    attack = "<script>alert('x')</script>&\"'"
    vacancy = asking(
        id="R<b>",
        title=f"Cuoco {attack}",
        employer=Employer(name=attack),
        places=(Place(text=attack), Place(text="<i>Modena</i>")),
    )
    work = ExperienceLine(occupation=attack, duration=attack, evidence=attack)
    document = rosa(vacancy, cook()).model_copy(
        update={
            "reference": attack,
            "intermediary": Intermediary(name=attack, authorisation=attack, address=attack, contact=attack),
            "people": (Person(code=attack, experience=(work,), requirements=(), skills=(attack,)),),
        }
    )
    page = render_html(document)
    tags = set(re.findall(r"<([a-z0-9]+)", page))
    assert not tags & {"script", "b", "i"}
    assert page.count("&lt;script&gt;") == 16


def test_nobody_is_said(rosa) -> None:
    assert "Nessuna candidatura." in render_html(rosa(asking()))
