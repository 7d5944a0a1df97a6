"""Nothing that a person is, owns or typed reaches any form of the document, whatever fields the domain has."""

from __future__ import annotations

import io
import subprocess
import sys
import types
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from itertools import count
from typing import Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel
from pypdf import PdfReader

from matcher.domain.candidate import Candidate, Contact
from matcher.domain.constraint import ConstraintKind, DeclaredConstraint
from matcher.domain.protected import Protected
from matcher.domain.record import Mention
from matcher.domain.vacancy import Employer, Requirement, RequirementKind, Vacancy
from matcher.exchange.rosa import RosaDocument, build_rosa
from matcher.exchange.rosa_files import FORMS, document_bytes
from matcher.settings import Intermediary
from matcher.testing.kit import Workshop
from matcher.vocabulary.bundle import Vocabularies
from tests.rosa_content import everything

_DAY = date(2026, 11, 23)
_OFFICE = Intermediary(name="CPI di Sassuolo", authorisation="Aut. 123/2026", contact="cpi@ente.it")
_TYPED = (
    " RSSMRA80E45H223K maria.rossi@posta.it 333 1234567 via Adda 50, nata nel 1980, madre, saldatrice esperta,"
    " tirocinio di inclusione, borsa lavoro, LPU, cooperativa sociale B, percorso GOL 4, NASpI, madrelingua,"
    " mediatrice, +20%, offerta congrua, classe di rischio 3, macrotipologia d"
)


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    return Workshop.open().vocabularies


class _Planter:
    """Fills any record with values that cannot be taken for anything else; remembers them."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.texts: list[str] = []
        self.days: list[date] = []

    def fill(self, model: type[BaseModel], **given: Any) -> Any:
        values = {
            name: self.value(field.annotation)
            for name, field in model.model_fields.items()
            if name not in given
        }
        return model(**values, **given)

    def value(self, kind: Any) -> Any:
        origin, parts = get_origin(kind), get_args(kind)
        if origin in (Union, types.UnionType):
            return self.value(next(part for part in parts if part is not type(None)))
        if origin is Literal:
            return parts[-1]
        if origin is tuple:
            return (self.value(parts[0]), self.value(parts[0]))
        if kind is DeclaredConstraint:
            return DeclaredConstraint(kind=ConstraintKind.MAX_DISTANCE_KM, value=37)
        return self.fill(kind) if issubclass(kind, BaseModel) else self.plain(kind)

    def plain(self, kind: type) -> Any:
        if issubclass(kind, Enum):
            return list(kind)[-1]
        number = next(self._numbers)
        if kind is str:
            self.texts.append(f"zqx{number}z")
            return self.texts[-1] + _TYPED
        if kind is date:
            self.days.append(date(2031 + number % 40, 1 + number % 12, 28))
            return self.days[-1]
        return {bool: True, int: 7, float: 0.5}[kind]


@pytest.fixture
def planted() -> tuple[Candidate, _Planter]:
    planter = _Planter()
    for model in (Contact, Protected):
        planter.fill(model)
    return planter.fill(Candidate, id="CAND-ZQX"), planter


@pytest.fixture
def document(planted: tuple[Candidate, _Planter], vocabularies: Vocabularies) -> Callable[..., RosaDocument]:
    def build(language: str = "it", **changes: Any) -> RosaDocument:
        person = planted[0].model_copy(update=changes)
        return build_rosa(
            "ROSA-000001", _vacancy(), [person], {person.id: "C-1A2B"}, vocabularies, _OFFICE, _DAY, language
        )

    return build


def _vacancy() -> Vacancy:
    def asked(kind: str, concept: str) -> Requirement:
        return Requirement(kind=RequirementKind(kind), mention=Mention(text=concept, concept=concept))

    return Vacancy(
        id="R-1",
        title="Saldatore/saldatrice",
        employer=Employer(name="Ditta X srl"),
        occupations=(Mention(text="saldatore", concept="7212.welder"),),
        requirements=(
            asked("skill", "mechanical_drawing_reading"),
            asked("licence", "B"),
            asked("language", "en"),
            Requirement(kind=RequirementKind.EDUCATION, eqf=3),
            Requirement(kind=RequirementKind.EXPERIENCE, months=12),
        ),
    )


def _all_forms(document: RosaDocument) -> Iterator[str]:
    for form in sorted(set(FORMS.values())):
        yield everything(document_bytes(document, form), form)


def test_a_value_is_planted_in_every_field(planted: tuple[Candidate, _Planter]) -> None:
    candidate, planter = planted
    for name in Candidate.model_fields:
        assert getattr(candidate, name) not in (None, "", ()), name
    assert len(planter.texts) > 40


@pytest.mark.parametrize("language", ["it", "en"])
def test_nothing_planted_reaches_any_form(
    planted: tuple[Candidate, _Planter], document: Callable[..., RosaDocument], language: str
) -> None:
    _, planter = planted
    typed = [word for part in _TYPED.split(",") for word in [part.strip()]]
    for text in _all_forms(document(language)):
        assert "C-1A2B" in text
        assert "CAND-ZQX" not in text
        for secret in (*planter.texts, *typed, "zqx", "RSSMRA", "rossi", "1234567", "1980"):
            assert secret not in text, secret
        for day in planter.days:
            assert str(day.year) not in text, day


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("work", ("tirocin", "cooperativa", "1999", "2003")),
        ("education", ("Marocco", "1994", "maturità")),
        ("languages", ("arab", " C2", "madrelingua", "nativ")),
        ("licences", ("05/05/2031", "2031")),
    ],
)
def test_what_leaks_by_structure_does_not(
    document: Callable[..., RosaDocument], field: str, told: tuple[str, ...]
) -> None:
    values = {
        "work": [
            {
                "occupation": {"text": "saldatrice, tirocinio di inclusione", "concept": "7212.welder"},
                "start": "1999-02-01",
                "end": "2003-02-01",
                "employer": "Cooperativa sociale B",
            }
        ],
        "education": [{"title": "maturità in Marocco, 1994", "eqf": 4, "foreign": True, "recognised": True}],
        "languages": [
            {"language": "ar", "level": 6},
            {"language": "en", "level": 6},
        ],
        "licences": [{"text": "B", "concept": "B", "expires_on": "2031-05-05"}],
    }
    person = Candidate.model_validate({"id": "x", field: values[field]})
    for text in _all_forms(document(**{field: getattr(person, field)})):
        for secret in told:
            assert secret not in text, secret
    assert document(**{field: getattr(person, field)}).people != document(**{field: None}).people


def test_a_womans_title_and_a_mans_are_the_same(document: Callable[..., RosaDocument]) -> None:
    def as_written(title: str) -> RosaDocument:
        job = {"occupation": {"text": title, "concept": "7212.welder"}, "months": 18}
        return document(work=Candidate.model_validate({"id": "x", "work": [job]}).work)

    for woman, man in zip(
        _all_forms(as_written("saldatrice")), _all_forms(as_written("saldatore")), strict=True
    ):
        assert woman == man
    assert "saldatore / saldatrice" in as_written("saldatrice").people[0].experience[0].occupation


def test_no_form_has_an_author_or_a_clock(document: Callable[..., RosaDocument]) -> None:
    made = document()
    with zipfile.ZipFile(io.BytesIO(document_bytes(made, "xlsx"))) as archive:
        core = archive.read("docProps/core.xml").decode()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "<dc:creator></dc:creator>" in core or "<dc:creator />" in core
    assert core.count("2000-01-01T00:00:00Z") == 2
    metadata = PdfReader(io.BytesIO(document_bytes(made, "pdf"))).metadata
    assert metadata is not None
    assert metadata.author is None
    assert (metadata.creation_date_raw or "").startswith("D:2000")


_SCRIPT = """
import hashlib, sys
from matcher.exchange.rosa import RosaDocument
from matcher.exchange.rosa_files import document_bytes
made = RosaDocument.model_validate_json(sys.stdin.read())
print(*(hashlib.sha256(document_bytes(made, form)).hexdigest() for form in ("html", "json", "pdf", "xlsx")))
"""


def test_another_process_writes_the_same_bytes(document: Callable[..., RosaDocument]) -> None:
    made = document().model_dump_json().encode()
    runs = [
        subprocess.run(
            [sys.executable, "-c", _SCRIPT],
            input=made,
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert runs[0] == runs[1]
    assert len(set(runs[0].split())) == 4


def test_no_cell_of_the_workbook_is_a_formula(vocabularies: Vocabularies) -> None:
    from openpyxl import load_workbook

    vacancy = _vacancy().model_copy(
        update={"title": '=HYPERLINK("http://x")', "employer": Employer(name="+1")}
    )
    made = build_rosa("@x", vacancy, [], {}, vocabularies, _OFFICE, _DAY, valid_until=date(2027, 1, 31))
    book = load_workbook(io.BytesIO(document_bytes(made, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type == "s" and cell.value[0] not in "=+-@" for cell in cells)
    assert any("HYPERLINK" in cell.value for cell in cells)


@pytest.mark.parametrize("language", ["it", "en"])
def test_every_form_says_who_sends_it_and_that_a_draft_is_a_draft(
    document: Callable[..., RosaDocument], language: str
) -> None:
    said = {"it": "non è una graduatoria", "en": "not a ranking"}[language]
    for text in _all_forms(document(language)):
        assert said in " ".join(text.split())
        assert "CPI di Sassuolo" in text
        assert "Aut. 123/2026" in text
        assert "BOZZA, NON INVIABILE" in text or '"draft": true' in text
