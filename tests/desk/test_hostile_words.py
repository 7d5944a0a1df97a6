"""A hundred ways of betraying oneself, typed into every free cell of a file: the employer's document says no more."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from matcher.desk.intake import import_candidates
from matcher.desk.words import WordReader
from matcher.domain.candidate import Candidate
from matcher.domain.record import Mention
from matcher.domain.vacancy import Employer, Requirement, RequirementKind, Vacancy
from matcher.exchange.rosa import Person, RosaDocument, build_rosa
from matcher.exchange.rosa_files import FORMS, document_bytes
from matcher.settings import Intermediary
from matcher.store.candidates import iterate_candidates
from matcher.store.database import Database
from matcher.vocabulary.bundle import Vocabularies
from tests.rosa_content import everything

PHRASES = (Path(__file__).parent / "hostile.txt").read_text("utf-8").splitlines()
_OFFICE = Intermediary(name="CPI", authorisation="Det. 1/2026")
_AT, _DAY, _UNTIL = datetime(2026, 11, 23, 9, tzinfo=UTC), date(2026, 11, 23), date(2027, 1, 31)
_INNOCENT = {
    "id_candidato": "C-0",
    "professione_cercata": "magazziniere",
    "esperienze": "magazziniere | 2019-03 | 2021-06 | Ditta X | carico",
    "competenze": "uso del muletto; gestione del magazzino",
    "titoli_studio": "diploma di scuola superiore | logistica",
    "lingue": "inglese B2",
    "patenti": "B",
}
#: Work whose words are nearest to what people tell of themselves, and requirements that would tell it.
_OFFERED = (
    "4321.warehouse_keeper",
    "2635.social_worker",
    "3412.social_work_assistant",
    "5321.oss",
    "",
)
_ASKED = ("it", "en", "ar", "ro", "uk", "sq")


def _row(number: int, words: str) -> dict[str, str]:
    """Return somebody who wrote a phrase wherever something can be written, alone and beside honest words."""
    row = {**_INNOCENT, "id_candidato": f"C-{number}", "nome": "Maria", "cognome": "Rossi"}
    if number % 3 == 0:
        text = f"Maria Rossi\n{words}\nMagazziniera dal 2019 al 2021, {words}. Inglese B2. {words}"
        return {
            **row,
            "curriculum": text,
            "titoli_studio": f"diploma di scuola superiore, {words} | logistica",
        }
    jobs = f"magazziniere {words} | 2019-03 | 2021-06 | {words} | {words}; {words} | 2015 | 2018 | {words}"
    return {
        **row,
        "parole_persona": words,
        "propensioni": words,
        "professione_cercata": f"magazziniere; {words}",
        "esperienze": jobs,
        "competenze": f"uso del muletto; {words}; gestione del magazzino {words}",
        "patenti": f"B; {words}",
    }


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory, words: WordReader) -> list[Candidate]:
    folder = tmp_path_factory.mktemp("hostile")
    rows = [_INNOCENT, *(_row(number, words) for number, words in enumerate(PHRASES, 1))]
    with (folder / "persone.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(
            stream, list(dict.fromkeys(key for row in rows for key in row)), delimiter=";"
        )
        writer.writeheader()
        writer.writerows(rows)
    with Database.open(folder / "store.db") as database:
        database.migrate()
        import_candidates([folder / "persone.csv"], database, words, "anna", _AT)
        with database.snapshot() as connection:
            return [*iterate_candidates(connection)]


@pytest.fixture(scope="module")
def documents(people: list[Candidate], vocabularies: Vocabularies) -> list[RosaDocument]:
    """One final document for each kind of work, Italian and English by turns."""
    codes = {one.id: f"K{one.id}" for one in people}
    made = []
    for number, work in enumerate(_OFFERED):
        vacancy = Vacancy(
            id="R-1",
            title="lavoro",
            employer=Employer(name="Ditta"),
            occupations=(Mention(text="lavoro", concept=work),) if work else (),
            requirements=(
                *(
                    Requirement(kind=RequirementKind.LANGUAGE, mention=Mention(text=one, concept=one))
                    for one in _ASKED
                ),
                Requirement(kind=RequirementKind.LICENCE, mention=Mention(text="B", concept="B")),
                Requirement(kind=RequirementKind.EDUCATION, eqf=3),
                Requirement(kind=RequirementKind.EXPERIENCE, months=12),
            ),
        )
        language = ("it", "en")[number % 2]
        made.append(
            build_rosa(
                "ROSA", vacancy, people, codes, vocabularies, _OFFICE, _DAY, language, valid_until=_UNTIL
            )
        )
    return made


def _said(person: Person) -> set[str]:
    """Return every single thing that a document says of somebody, but for how long they worked."""
    work = {one.occupation for one in person.experience}
    met = {
        f"{one.asked}: {one.found}" for one in person.requirements if one.found and "anno" not in one.asked
    }
    return work | set(person.skills) | {one for one in met if "1 year" not in one}


def test_nearly_everybody_came_in(people: list[Candidate]) -> None:
    assert len(PHRASES) >= 100
    assert len(people) > len(PHRASES) - 10


def test_no_phrase_makes_a_document_say_more(documents: list[RosaDocument]) -> None:
    for document in documents:
        honest, *others = sorted(document.people, key=lambda one: one.code != "KC-0")
        for person in others:
            words = PHRASES[int(person.code[3:]) - 1]
            assert _said(person) <= _said(honest), (words, _said(person) - _said(honest))
        assert any(_said(person) == _said(honest) != set() for person in others)


def test_no_phrase_is_in_any_file(documents: list[RosaDocument]) -> None:
    for document in documents[:2]:
        few = document.model_copy(update={"people": document.people[::12]})
        for form in sorted(set(FORMS.values())):
            written = document if form == "json" else few
            text = " ".join(everything(document_bytes(written, form), form).casefold().split())
            leaked = [words for words in PHRASES if words.casefold() in text and len(words) > 3]
            assert not leaked, (form, leaked)
