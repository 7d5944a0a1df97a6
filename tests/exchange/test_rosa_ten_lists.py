"""Shortlists for ten kinds of work, with poison in every word that a person typed: no file holds a drop of it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import count
from typing import Any, Literal, get_origin

import pytest
from pydantic import BaseModel
from pypdf import PdfReader

from matcher.demo.people import generate_candidates
from matcher.demo.vacancies import generate_vacancies
from matcher.domain.candidate import Candidate, Contact
from matcher.domain.protected import Protected
from matcher.domain.vacancy import Vacancy
from matcher.exchange.rosa import RosaDocument, build_rosa
from matcher.exchange.rosa_files import FORMS, document_bytes
from matcher.settings import Intermediary
from matcher.testing.kit import Workshop
from matcher.vocabulary.bundle import Vocabularies

_DAY, _UNTIL = date(2026, 11, 23), date(2027, 2, 21)
_OFFICE = Intermediary(name="CPI di Sassuolo", authorisation="Aut. 123/2026", contact="cpi@ente.it")
#: Words that betray what no employer may learn, as people and colleagues write them.
POISON = (
    "saldatrice provetta",
    "ragazza seria",
    "madre di due figli",
    "classe 1983",
    "nata il 5.5.83",
    "diplomata nel 1999",
    "via Adda 50 int. 3",
    "41049 Sassuolo",
    "cell. 333.12.34.567",
    "+39 (333) 765-4321",
    "0039 333 9999888",
    "tre tre tre uno due tre",
    "maria.rossi@posta.it",
    "maria.rossi (at) posta (punto) it",
    "RSS MRA 83E45 H223K",
    "RSSMRA83E45H223K",
    "IT60 X054 2811 1010 0000 0123 456",
    "linkedin.com/in/maria-rossi-83",
    "@maria_rossi83",
    "Rossi Maria e figlie snc",
    "cooperativa sociale B Arcobaleno",
    "istituto penitenziario",
    "comunità terapeutica",
    "tirocinio di inclusione",
    "borsa lavoro",
    "percorso GOL 4",
    "NASpI",
    "madrelingua araba",
    "iscritta L. 68/99",
    "sindacato",
    "parrocchia",
)
#: Traces that would be left of them, had only a part come through.
TRACES = (
    *(
        "rossi",
        "via adda",
        "333.",
        "(333)",
        "34.567",
        "rss mra",
        "rssmra",
        "it60",
        "linkedin",
        "@maria",
        "@posta",
    ),
    *("1983", "1999", "5.5.83", "41049", "naspi", "gol ", "tirocin", "borsa", "penitenz", "terapeutic"),
    *("ragazza", "madre", "figli", "sindacat", "parrocch", "l. 68", "cooperativa", "provetta"),
)
#: Fields that hold codes of closed lists: poison there would only unlink them, and flow less far.
_CODES = frozenset(
    {"kind", "code", "concept", "method", "status", "language", "field", "sex", "refused_sectors"}
)


@cache
def _vocabularies() -> Vocabularies:
    return Workshop.open().vocabularies


def _poisoned(record: Any, numbers: Iterator[int]) -> Any:
    """Return a record with poison after every free text of it, of its parts and of their parts."""

    def drop(value: object) -> object:
        if isinstance(value, BaseModel):
            return _poisoned(value, numbers)
        if isinstance(value, tuple):
            return tuple(map(drop, value))
        if type(value) is str:
            return f"{value} zqx{next(numbers)}z, {', '.join(POISON)}"
        return value

    fields = {
        name: drop(getattr(record, name))
        for name, field in type(record).model_fields.items()
        if name not in _CODES and get_origin(field.annotation) is not Literal
    }
    return record.model_copy(update={**fields, **({"id": f"{record.id}-zqx"} if "id" in fields else {})})


@pytest.fixture(scope="module")
def people() -> list[Candidate]:
    """Generated people, their words linked, and then poisoned."""
    numbers = count()
    made = generate_candidates("MO", 36, 11, _vocabularies(), _DAY)
    return [Candidate.model_validate(_poisoned(person[0], numbers).model_dump()) for person in made]


@pytest.fixture(scope="module")
def documents(people: list[Candidate]) -> list[RosaDocument]:
    """Ten final documents, Italian and English by turns, each of the four people who show most for it."""
    vocabularies, wanted = _vocabularies(), 10
    chosen: dict[str, Vacancy] = {}
    for vacancy in generate_vacancies("MO", 60, 11, vocabularies, _DAY):
        chosen.setdefault(vacancies_kind(vacancy), vacancy)
    made = []
    for number, vacancy in enumerate([*chosen.values()][:wanted]):
        codes = {one.id: f"C-{place:04X}" for place, one in enumerate(people)}
        whole = build_rosa("R", vacancy, people, codes, vocabularies, _OFFICE, _DAY, valid_until=_UNTIL)
        telling = {one.code: len(one.experience) + len(one.skills) for one in whole.people}
        best = sorted(people, key=lambda one, told=telling: -told[codes[one.id]])[:4]  # type: ignore[misc]
        language = ("it", "en")[number % 2]
        made.append(
            build_rosa("R", vacancy, best, codes, vocabularies, _OFFICE, _DAY, language, valid_until=_UNTIL)
        )
    return made


def vacancies_kind(vacancy: Vacancy) -> str:
    """Return the major group of the work that a vacancy offers, and the kinds of what it asks."""
    asked = sorted({one.kind.value for one in vacancy.requirements})
    return " ".join([vacancy.occupations[0].concept[:2] if vacancy.occupations else "", *asked])


def _everything(content: bytes, form: str) -> str:
    """Return what a curious reader finds in a file: every part, every stream, every name, the metadata."""
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert not any("comments" in name or "customXml" in name for name in archive.namelist())
            return "\n".join(f"{name} {archive.read(name).decode('utf-8')}" for name in archive.namelist())
    if form == "pdf":
        reader = PdfReader(io.BytesIO(content))
        assert not reader.attachments
        return "\n".join([*(page.extract_text() for page in reader.pages), str(reader.metadata)])
    return content.decode("utf-8")


def test_the_ten_lists_show_work_of_many_kinds(documents: list[RosaDocument]) -> None:
    assert len(documents) == 10
    assert len({document.title for document in documents}) == 10
    shown = [person for document in documents for person in document.people]
    assert sum(bool(person.experience) for person in shown) > 20
    assert sum(bool(line.found) for person in shown for line in person.requirements) > 20


def test_no_drop_of_poison_is_in_any_file(documents: list[RosaDocument]) -> None:
    for document in documents:
        for form in sorted(set(FORMS.values())):
            found = " ".join(_everything(document_bytes(document, form), form).split())
            assert "zqx" not in found
            assert "C-0" in found
            leaked = [word for word in (*POISON, *TRACES) if word.casefold() in found.casefold()]
            assert not leaked, (document.title, form, leaked)


def test_no_hidden_sheet_row_or_column(documents: list[RosaDocument]) -> None:
    from openpyxl import load_workbook

    for document in documents:
        book = load_workbook(io.BytesIO(document_bytes(document, "xlsx")))
        assert [sheet.sheet_state for sheet in book] == ["visible"] * 3
        for sheet in book:
            dimensions = (*sheet.row_dimensions.values(), *sheet.column_dimensions.values())
            assert not any(dimension.hidden for dimension in dimensions)
            assert not any(cell.comment or cell.hyperlink for row in sheet.iter_rows() for cell in row)
        assert not book.defined_names


def test_the_page_has_no_picture_script_comment_or_link(documents: list[RosaDocument]) -> None:
    for document in documents:
        page = document_bytes(document, "html").decode()
        assert not re.search(r"<(img|script|a|iframe|link|object)\b|<!--|https?://|data-|\balt=", page)


def test_contacts_and_protected_facts_have_no_way_in(documents: list[RosaDocument]) -> None:
    fields = {*Contact.model_fields, *Protected.model_fields} - {"candidate_id", "phone", "email", "address"}
    for document in documents:
        assert not fields & set(re.findall(r'"(\w+)":', document_bytes(document, "json").decode()))
