"""Notices and pages: what a person is told before agreeing, and who says it."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from pypdf import PdfReader

from matcher.domain.place import Place
from matcher.domain.vacancy import Employer, Vacancy
from matcher.errors import InputError
from matcher.exchange.notice import invitation
from matcher.exchange.page import Card, Fact, Grid, Page, page_html, page_text
from matcher.exchange.page_pdf import page_pdf
from matcher.settings import Intermediary
from matcher.testing.kit import Workshop

_OFFICE = Intermediary(name="CPI di Sassuolo", authorisation="Aut. 123/2026", address="Via Adda 50")
_DEADLINE = datetime(2026, 3, 6, 12, 0)
_VACANCY = Vacancy(
    id="R-1",
    title="Cuoco/a",
    employer=Employer(name="Ditta X srl"),
    places=(Place(text="Sassuolo (MO)"),),
    weekly_hours_min=20,
    weekly_hours_max=30,
)


@pytest.fixture(scope="module")
def invite():
    vocabularies = Workshop.open().vocabularies

    def build(vacancy: Vacancy = _VACANCY, language: str = "it", office: Intermediary = _OFFICE) -> Page:
        return invitation(vacancy, "ROSA-000001", _DEADLINE, office, vocabularies, language)

    return build


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_person_is_told_who_when_and_by_whom_in_every_form(invite, language: str) -> None:
    page = invite(language=language)
    printed = PdfReader(io.BytesIO(page_pdf(page))).pages[0].extract_text()
    for text in (page_html(page), page_text(page), printed):
        for part in (
            "Ditta X srl",
            "Sassuolo (MO)",
            "06/03/2026 12:00" if language == "it" else "2026-03-06 12:00",
            "20-30",
            "Aut. 123/2026",
            "Via Adda 50",
        ):
            assert part in text


def test_a_confidential_employer_is_named_before_agreeing(invite) -> None:
    hidden = _VACANCY.model_copy(update={"employer": Employer(name="Ditta X srl", confidential=True)})
    text = page_text(invite(hidden))
    assert "Ditta X srl (offerta pubblicata senza il nome" in text


def test_nobody_is_asked_to_agree_to_an_unknown_employer(invite) -> None:
    with pytest.raises(InputError, match="E-DOC-003"):
        invite(_VACANCY.model_copy(update={"employer": Employer()}))


@pytest.mark.parametrize("office", [Intermediary(), Intermediary(name="CPI", authorisation="")])
def test_a_notice_without_its_sender_is_refused(invite, office: Intermediary) -> None:
    with pytest.raises(InputError, match="E-DOC-001"):
        invite(office=office)


def _long_page() -> Page:
    rows = tuple(
        (f"requisito {n} " + "parola " * 12, "gradito", "non indicato", "dichiarata") for n in range(60)
    )
    grid = Grid(columns=("Requisito", "Richiesto come", "Risulta", "Riscontro"), rows=rows)
    return Page(
        language="it",
        title="Rosa",
        reference="ROSA-000001",
        intermediary=_OFFICE,
        authorisation="Autorizzazione",
        mark="BOZZA",
        why_marked="perché",
        cards_heading="Candidature",
        cards=(
            Card(heading="C-1", grid=grid, facts=(Fact(label="Nome", text="Łukasz Ștefan Ђорђе Ελένη"),)),
        ),
    )


def test_a_long_card_runs_over_sheets_that_all_say_who_sends_them_and_that_it_is_a_draft() -> None:
    sheets = [page.extract_text() for page in PdfReader(io.BytesIO(page_pdf(_long_page()))).pages]
    assert len(sheets) > 2
    for number, text in enumerate(sheets, start=1):
        assert "CPI di Sassuolo" in text
        assert "Aut. 123/2026" in text
        assert "BOZZA" in text
        assert f"{number} / {len(sheets)}" in text
    whole = "".join(sheets)
    assert all(f"requisito {n} " in whole for n in range(60))
    assert "Łukasz Ștefan Ђорђе Ελένη" in whole


def test_plain_text_holds_the_whole_page() -> None:
    text = page_text(_long_page())
    assert "requisito 59" in text
    assert "BOZZA" in text
    assert text.rstrip().endswith("Autorizzazione: Aut. 123/2026")
