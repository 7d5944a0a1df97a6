"""What an advertisement says of the employer, of the job's name and of the offer is not asked of anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.embedding.ngram import NgramEmbedder
from matcher.text.normalise import tokenise
from matcher.vocabulary.asides import find_asides
from matcher.vocabulary.clauses import split_clauses
from matcher.vocabulary.extract import SkillFinder
from matcher.vocabulary.load import load_vocabulary
from matcher.vocabulary.requirements import read_modals
from matcher.vocabulary.schema import Kind

FOLDER = Path(__file__).parents[2] / "vocabularies"
KINDS: tuple[Kind, ...] = ("skill", "licence", "language", "level", "education", "field")
MODALS = read_modals(FOLDER / "words" / "modal.csv")
FINDER = SkillFinder([load_vocabulary(kind, FOLDER) for kind in KINDS], NgramEmbedder.load(), modals=MODALS)


def asides(text: str) -> list[tuple[str, str]]:
    clauses = split_clauses(text, tokenise(text))
    found = find_asides(clauses, lambda clause: bool(MODALS.find(clause.folded)))
    return [(aside.subject, text[aside.start : aside.end]) for aside in found]


def read(text: str, kind: str = "skill") -> set[str | None]:
    return {mention.concept for mention in FINDER.find(text) if mention.kind == kind}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Azienda di logistica cerca mulettista per carico e scarico",
            [("employer", "Azienda di logistica"), ("job", "cerca mulettista")],
        ),
        (
            "Per la nostra sede di Carpi ricerchiamo un saldatore con patentino",
            [("employer", "Per la nostra sede di Carpi"), ("job", "ricerchiamo un saldatore")],
        ),
        (
            "Si ricerca addetto vendite per la sede di Modena",
            [("employer", "Si"), ("job", "ricerca addetto vendite per la sede di Modena")],
        ),
        ("La nostra azienda produce valvole", [("employer", "azienda produce valvole")]),
        ("Si offre contratto di lavoro domestico", [("offer", "Si offre contratto di lavoro domestico")]),
        ("Prevista formazione in saldatura", [("offer", "Prevista formazione in saldatura")]),
        ("Esperienza nel settore ceramico", []),
        ("Laurea, esperienza di ricerca e sviluppo", []),
        ("Richiesta patente B", []),
        ("", []),
    ],
)
def test_who_seeks_is_told_from_what_is_asked(text: str, expected: list[tuple[str, str]]) -> None:
    assert asides(text) == expected


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        (
            "Azienda di logistica per la ceramica cerca mulettista per movimentazione e stoccaggio di piastrelle",
            set(),
        ),
        ("Carpenteria in acciaio inox cerca operaio per la saldatura TIG", {"tig_welding"}),
        ("Azienda del settore bar e sala ricerca barista per la sede di Vignola", set()),
        ("Impresa di pulizie cerca addetti per pulizia uffici", {"office_cleaning"}),
        ("Cerchiamo sviluppatore Java con conoscenza di SQL", {"java", "sql"}),
        ("Moda Quercia srl cerca cassiere. Mansioni: gestione della cassa", {"cash_handling"}),
        ("Si offre contratto di lavoro domestico", set()),
        ("Esperienza nella posa di piastrelle", {"tiling"}),
        ("montaggio di macchine automatiche", {"assembly"}),
    ],
)
def test_skills_are_read_where_they_are_asked(text: str, skills: set[str]) -> None:
    assert read(text) == skills


def test_a_field_of_study_needs_a_word_of_study() -> None:
    assert read("Cerchiamo tecnico elettronico", "field") == set()
    assert read("Settore trasporti", "field") == set()
    assert any(
        mention.value for mention in FINDER.find("diploma in elettronica") if mention.kind == "education"
    )


def test_farsi_is_persian_only_as_a_language() -> None:
    assert read("italiano sufficiente a farsi capire", "language") == {"it"}
    assert "fa" in read("lingua farsi", "language")


def test_a_sentence_ends_after_a_short_word_and_after_brackets() -> None:
    text = "Requisito obbligatorio: conoscenza di un PC. Gestione della cassa"
    assert [mention.level for mention in FINDER.find(text) if mention.concept == "cash_handling"] == [""]
    text = "Obbligatorio l'inglese (livello B2). Gestione della cassa"
    assert [mention.level for mention in FINDER.find(text) if mention.concept == "cash_handling"] == [""]
