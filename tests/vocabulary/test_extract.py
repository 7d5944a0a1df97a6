"""What running text says of a person or asks of one: found, quoted, with level and polarity."""

from __future__ import annotations

import csv
import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.embedding.ngram import NgramEmbedder
from matcher.errors import VocabularyError
from matcher.text.abbreviations import read_abbreviations
from matcher.vocabulary.experience import find_experience
from matcher.vocabulary.extract import Mentioned, SkillFinder
from matcher.vocabulary.load import find_vocabularies, load_vocabulary
from matcher.vocabulary.requirements import read_modals
from matcher.vocabulary.schema import Kind

FOLDER = find_vocabularies()
DATA = Path(os.environ.get("MATCHER_DATA", Path(__file__).parents[3] / "shared" / "data"))
KINDS: tuple[Kind, ...] = (
    "skill",
    "licence",
    "language",
    "level",
    "education",
    "field",
    "schedule",
    "contract",
)
FINDER = SkillFinder(
    [load_vocabulary(kind, FOLDER) for kind in KINDS],
    NgramEmbedder.load(),
    modals=read_modals(FOLDER / "words" / "modal.csv"),
    abbreviations=read_abbreviations(FOLDER / "words" / "abbreviations.csv"),
)


def found(text: str, kind: str) -> list[str | None]:
    return [mention.concept for mention in FINDER.find(text) if mention.kind == kind]


def only(text: str, kind: str) -> Mentioned:
    mentions = [mention for mention in FINDER.find(text) if mention.kind == kind]
    assert len(mentions) == 1, mentions
    return mentions[0]


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("ottimo pacchetto Office", ["microsoft_office"]),
        ("Programmazione C, Visual Basic, VB6", ["c_language", "visual_basic", "vb6"]),
        ("Richiesta conoscenza di C, C++ e Java; gradita R", ["c_language", "cpp", "java", "r_language"]),
        ("js/vue js", ["javascript", "vue_js"]),
        ("Python (primary)", ["python"]),
        ("uso di Word, Excel e saldatura TIG", ["microsoft_word", "microsoft_excel", "tig_welding"]),
        ("pulizia delle scale", ["stairwell_cleaning"]),
        ("Esperienza nella gestione della cassa", ["cash_handling"]),
        ("agilità fisica", []),
        ("categoria C, classe R", []),
        ("Varie sedi: Catania, Palermo, Milano", []),
        ("Requisiti in base al profilo", []),
        ("In word of mouth we excel", []),
        ("", []),
    ],
)
def test_skills(text: str, skills: list[str]) -> None:
    linked = found(text, "skill")
    missing = [skill for skill in skills if skill not in linked and skill in FINDER_SKILLS]
    assert missing == []
    assert len(linked) == len(skills)


PIECES = (
    *(
        "diploma",
        "patente B",
        "inglese B2",
        "non",
        "no",
        "richiesta",
        "e",
        ",",
        ".",
        "turni",
        "saldatura TIG",
    ),
    *(
        "3 anni",
        "esperienza",
        "(",
        ")",
        "Excel",
        "gradito",
        "automunito",
        "à",
        "/",
        "laurea in economia",
        "C++",
        ";",
    ),
)
FINDER_SKILLS = load_vocabulary("skill", FOLDER)


@pytest.mark.parametrize(
    ("text", "licences"),
    [
        ("patente B", ["B"]),
        ("Patente B/BE e CQC merci", ["B", "BE", "driver.cqc_goods"]),
        ("Serve patente C. Occorre CQC.", ["C", "driver.cqc_goods"]),
        ("Patente D, indispensabile CQC", ["D", "driver.cqc_passengers"]),
        ("Patenti C e D, CQC", ["C", "D"]),
        ("Patente B e CQC", ["B"]),
        ("patenti C ed E con CQC persone", ["CE", "driver.cqc_passengers"]),
        ("pat. C/E", ["CE"]),
        ("patente C+E", ["CE"]),
        ("patente CE o C", ["CE", "C"]),
        ("patente di guida di cat. D", ["D"]),
        ("In possesso di patente", ["B"]),
        ("patente B e automunito", ["B"]),
        ("patentino del muletto", ["equipment.forklift_industrial"]),
        ("RSPP", ["safety.rspp"]),
        ("diploma, F-Gas", ["other.fgas"]),
        ("livello B inquadramento E", []),
        ("istruttore amministrativo cat. C", []),
        ("autista cat. C", ["C"]),
        ("apprendistato full time mar-sab", []),
        ("ORARIO LUN-SAB 9-13", []),
        ("corso SAB", ["other.sab"]),
        ("Iscrizione all'albo OPI", ["health.nurse"]),
    ],
)
def test_licences(text: str, licences: list[str]) -> None:
    assert found(text, "licence") == licences


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Inglese B2, francese (A2), tedesco ottimo", [("en", "B2"), ("fr", "A2"), ("de", "C1")]),
        ("Gradita conoscenza inglese", [("en", None)]),
        ("buona conoscenza dell'inglese e del francese", [("en", "B2"), ("fr", "B2")]),
        ("Inglese: livello B1", [("en", "B1")]),
        ("Inglese C1 e francese o tedesco B2", [("en", "C1"), ("fr", "B2"), ("de", "B2")]),
        ("Diploma, inglese, patente B", [("en", None)]),
    ],
)
def test_languages_with_their_level(text: str, languages: list[tuple[str, str | None]]) -> None:
    assert [(one.concept, one.value) for one in FINDER.find(text) if one.kind == "language"] == languages


@pytest.mark.parametrize(
    ("text", "education"),
    [
        ("Laurea ingegneria elettrica", [("laurea", "engineering_electrical")]),
        ("Laurea in giurisprudenza", [("laurea", "law")]),
        ("Diploma elettrotecnica", [("diploma", "electrical")]),
        ("Diploma preferibilmente alberghiero", [("diploma", "hospitality")]),
        ("diploma o qualifica professionale", [("diploma", None), ("vocational_qualification", None)]),
        ("Preferibilmente iscritto a corso di laurea", []),
        ("con qualifica PES PAV", []),
        ("diploma e patente B", [("diploma", None)]),
        ("laureando in economia", []),
    ],
)
def test_education_with_its_field(text: str, education: list[tuple[str, str | None]]) -> None:
    assert [(one.concept, one.value) for one in FINDER.find(text) if one.kind == "education"] == education


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Esperienza 2-3 anni", [2.0]),
        ("2 anni di esperienza", [2.0]),
        ("almeno un anno di esperienza nel ruolo", [1.0]),
        ("esperienza di almeno cinque anni", [5.0]),
        ("esperienza minima di 6 mesi", [0.5]),
        ("3+ years of experience", [3.0]),
        ("Diploma, 3-5 anni", [3.0]),
        ("Esperienza pregressa nel ruolo", [None]),
        ("anche prima esperienza", [0.0]),
        ("senza esperienza", [0.0]),
        ("non è richiesta esperienza", [0.0]),
        ("esperienza non richiesta", [0.0]),
        ("primo impiego", [0.0]),
        ("età tra i 18 e i 29 anni", []),
        ("massimo 29 anni di età", []),
        ("La ditta opera da 20 anni nel settore", []),
        ("contratto di 2 anni", []),
        ("TD 3 mesi", []),
        ("assistenza a signora di 85 anni", []),
        ("18/29 anni", []),
        ("azienda con oltre 40 anni di esperienza", []),
        ("ho 25 anni di esperienza", [25.0]),
        ("stage 6 mesi", []),
        ("No esperienza", [0.0]),
        ("Diploma", []),
    ],
)
def test_experience_in_years(text: str, years: list[float | None]) -> None:
    assert [span.years for span in find_experience(text)] == years


def test_no_experience_needed_is_no_requirement() -> None:
    mention = only("Anche senza esperienza", "experience")
    assert (mention.level, mention.polarity, mention.value) == ("none", "negated", 0.0)


def test_a_ceiling_on_experience_is_to_be_asked_about() -> None:
    assert only("max 2 anni di esperienza", "experience").level == "ask"


@pytest.mark.parametrize(
    ("text", "kind", "polarity"),
    [
        ("Patente B", "licence", "required"),
        ("Non è richiesta la patente", "licence", "negated"),
        ("Patente non necessaria", "licence", "negated"),
        ("senza patente", "licence", "negated"),
        ("Esclusi candidati senza patente B", "licence", "required"),
        ("no call center", "skill", "excluded"),
        ("Astenersi venditori porta a porta", "skill", "excluded"),
        ("no turni", "schedule", "excluded"),
        ("disponibilità ai turni", "schedule", "required"),
        ("Non automunita", "availability", "negated"),
        ("non solo inglese", "language", "required"),
        ("SQL experience is a plus but not required", "skill", "required"),
    ],
)
def test_what_is_denied_or_shut_out(text: str, kind: str, polarity: str) -> None:
    assert only(text, kind).polarity == polarity


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Patente B indispensabile", "must"),
        ("Indispensabile la patente B", "must"),
        ("Patente B obbligatoria", "must"),
        ("Obbligatoria la patente B. Requisiti: diploma", "must"),
        ("Diploma gradito, patente B (obbligatoria), inglese", "must"),
        ("Patente B: indispensabile; inglese: gradito", "must"),
        ("Requisiti indispensabili: diploma (gradito ITS), patente B", "must"),
        ("Solo con patente B", "must"),
        ("Serve la patente B", "must"),
        ("Requisiti indispensabili: diploma, patente B, inglese", "must"),
        ("Preferibile patente B", "strongly_wanted"),
        ("Costituisce titolo preferenziale: diploma, patente B", "strongly_wanted"),
        ("Gradita la patente B", "wanted"),
        ("Preferibile ma non indispensabile la patente B", "strongly_wanted"),
        ("Richiesti diploma e patente B", "ask"),
        ("Esclusi candidati senza patente B", "must"),
        ("La patente B non è necessaria", "none"),
        ("Patente B", ""),
        ("Gradito l'inglese. Patente B", ""),
        ("Non è necessario l'inglese ma la patente B è indispensabile", "must"),
    ],
)
def test_modal_words_give_the_level(text: str, level: str) -> None:
    assert only(text, "licence").level == level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Laurea L-19 obbligatoria", "must"),
        ("Laurea (L-19) obbligatoria", "must"),
        ("Laurea L-19 o L-18, indispensabile", "must"),
        ("Diploma - obbligatorio", "must"),
        ("Laurea, gradita", "wanted"),
        ("Laurea, gradito inglese", ""),
        ("Laurea. Obbligatoria la disponibilità ai turni", ""),
        ("Laurea non obbligatoria", "none"),
    ],
)
def test_a_modal_that_follows_alone_gives_the_level(text: str, level: str) -> None:
    assert only(text, "education").level == level


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("automunito, trasferte in Lombardia", ["own_vehicle", "travel"]),
        ("disponibile al trasferimento", ["relocation"]),
        ("lavoro in smart working", ["remote"]),
    ],
)
def test_moving_about(text: str, codes: list[str]) -> None:
    assert found(text, "availability") == codes


def test_hours_and_shifts() -> None:
    assert found("part time, disponibilità su tre turni e weekend", "schedule") == [
        "part_time",
        "three_shifts",
        "weekend",
    ]


def test_a_telegraphic_requirement_is_read_whole() -> None:
    text = "Diploma elettrotecnica, NFPA/F-Gas/UNI, 3-5 anni"
    quoted = [(one.kind, one.text) for one in FINDER.find(text)]
    assert ("education", "Diploma elettrotecnica") in quoted
    assert ("licence", "F-Gas") in quoted
    assert ("experience", "3-5 anni") in quoted


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=12,
    )
)
def test_every_mention_is_quoted_where_it_stands_and_none_overlap(words: list[str]) -> None:
    text = " ".join(words)
    mentions = FINDER.find(text)
    for mention in mentions:
        assert mention.text == text[mention.start : mention.end] != ""
        assert 0 < mention.confidence <= 1
    for one, other in pairwise(mentions):
        assert one.end <= other.start


def test_a_batch_says_what_each_text_alone_says() -> None:
    texts = ["Diploma, patente B", "saldare a TIG e MIG", "no turni", ""]
    assert FINDER.find_all(texts) == [FINDER.find(text) for text in texts]


def test_a_broken_table_of_modal_words_is_named(tmp_path: Path) -> None:
    path = tmp_path / "modal.csv"
    path.write_text("phrase,level\ngradito,maybe\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match="riga 2"):
        read_modals(path)


@pytest.mark.data
def test_real_requirements_give_something_to_go_by() -> None:
    path = DATA / "pes_vacancies_it_dev" / "vacancies.csv"
    if not path.is_file():
        pytest.skip("needs the development data: set MATCHER_DATA")
    with path.open(encoding="utf-8", newline="") as stream:
        texts = [row["requirements"] for row in csv.DictReader(stream)]
    empty = [text for text, mentions in zip(texts, FINDER.find_all(texts), strict=True) if not mentions]
    assert len(empty) <= 4, empty
