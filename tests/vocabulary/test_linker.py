"""How a text reaches a concept: by label, by spelling, by likeness, by an operator; and when a person is asked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.embedding.ngram import NgramEmbedder
from matcher.errors import VocabularyError
from matcher.vocabulary.calibration import Calibration, Evidence, load_calibration
from matcher.vocabulary.dense import strongest
from matcher.vocabulary.linker import Linker
from matcher.vocabulary.results import Thresholds
from matcher.vocabulary.schema import Concept, Vocabulary

EMBEDDER = NgramEmbedder.load()


def vocabulary(*concepts: Concept, kind: str = "occupation") -> Vocabulary:
    return Vocabulary(kind, "built-in", "1", "0", tuple(sorted(concepts, key=lambda one: one.id)))  # type: ignore[arg-type]


def occupation(name: str, masculine: str, feminine: str = "", *others: str, english: str = "") -> Concept:
    return Concept(
        id=name,
        kind="occupation",
        labels={"it": masculine} | ({"en": english} if english else {}),
        labels_f={"it": feminine} if feminine else {},
        alternatives={"it": others},
    )


JOBS = vocabulary(
    occupation(
        "cashier", "cassiere", "cassiera", "addetto alle casse", "addetta alle casse", english="cashier"
    ),
    occupation("chef", "chef", "", "capo cuoco", "capo cuoca", english="chef"),
    occupation("cook", "cuoco", "cuoca", "addetto cucina", "addetta cucina", english="cook"),
    occupation("keeper", "magazziniere", "magazziniera", "addetto al magazzino", english="warehouse keeper"),
    occupation("runner_hall", "commis di sala", "", "runner"),
    occupation("runner_office", "fattorino", "fattorina", "runner", "addetto alle commissioni d'ufficio"),
    occupation("press", "addetto stampa", "addetta stampa", "press officer"),
    occupation("printer", "stampatore", "stampatrice", "addetto alla stampa"),
)


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(JOBS, EMBEDDER)


@pytest.mark.parametrize(
    ("text", "concept", "method"),
    [
        ("cuoco", "cook", "exact"),
        ("CUOCHE", "cook", "exact"),
        ("cook", "cook", "exact"),
        ("Addetti cucina", "cook", "alternative"),
        ("Addetta alle casse", "cashier", "alternative"),
        ("cuoco (primi piatti)", "cook", "exact"),
        ("cuoca part time", "cook", "exact"),
        ("Magazziniere junior", "keeper", "exact"),
        ("cucina", "cook", "alternative"),
        ("casse", "cashier", "alternative"),
        ("magazinere", "keeper", "none"),
        ("magaziniere", "keeper", "fuzzy"),
        ("warehousekeeper", "keeper", "exact"),
    ],
)
def test_the_method_says_how(linker: Linker, text: str, concept: str, method: str) -> None:
    result = linker.link([text])[0]
    if method == "none":
        assert result.method in ("none", "embedding")
        assert result.alternatives[0].concept == concept
    else:
        assert (result.concept, result.method, result.ambiguous) == (concept, method, False)


def test_the_nearer_the_words_the_surer_the_link(linker: Linker) -> None:
    exact, alternative, cut, misspelt = linker.link(
        ["cuoco", "addetto cucina", "cuoco part time", "magaziniere"]
    )
    assert 1 >= exact.confidence > alternative.confidence > misspelt.confidence > 0.8
    assert exact.confidence > cut.confidence


def test_the_very_words_win_over_the_folded_ones(linker: Linker) -> None:
    officer, printer = linker.link(["addetto stampa", "addetto alla stampa"])
    assert (officer.concept, printer.concept) == ("press", "printer")


def test_a_name_with_two_owners_goes_to_a_person(linker: Linker) -> None:
    result = linker.link(["runner"])[0]
    assert result.concept is None
    assert result.ambiguous
    assert {one.concept for one in result.alternatives} == {"runner_hall", "runner_office"}
    assert sum(one.confidence for one in result.alternatives) <= 1


def test_context_chooses_between_two_owners(linker: Linker) -> None:
    result = linker.link(["runner"], context=["commis di sala in ristorante"])[0]
    assert (result.concept, result.ambiguous) == ("runner_hall", False)
    assert linker.link(["runner"])[0].confidence < result.confidence < 0.98


def test_an_operator_wins_over_everything() -> None:
    corrections = {"Cuoco": "chef", "addetto all'isola": "keeper", "gone": "no_such_concept"}
    linker = Linker(JOBS, EMBEDDER, corrections=corrections)
    cook, feminine, island, gone = linker.link(["cuoco", "CUOCA", "addetta all’isola", "gone"])
    assert (cook.concept, cook.method, cook.confidence) == ("chef", "operator", 1.0)
    assert feminine.concept == "chef"
    assert island.concept == "keeper"
    assert gone.method != "operator"


def test_between_the_thresholds_a_person_is_asked() -> None:
    text = "operatore di cucina e magazzino"
    least = Linker(JOBS, EMBEDDER, thresholds=Thresholds(accept=0.0, ask=0.0)).link([text])[0]
    asked = Linker(JOBS, EMBEDDER, thresholds=Thresholds(accept=1.0, ask=0.0)).link([text])[0]
    none = Linker(JOBS, EMBEDDER, thresholds=Thresholds(accept=1.0, ask=1.0)).link([text])[0]
    assert (least.method, least.ambiguous) == ("embedding", False)
    assert least.concept == least.alternatives[0].concept
    assert (asked.concept, asked.ambiguous) == (None, True)
    assert (none.concept, none.method, none.ambiguous) == (None, "none", False)
    assert least.alternatives == asked.alternatives == none.alternatives


def test_several_occupations_in_one_title(linker: Linker) -> None:
    results = linker.link_titles(["Cuoco / Cassiere", "Addetti cucina, magazzino", "Varie posizioni"])
    assert [[one.concept for one in several] for several in results] == [
        ["cook", "cashier"],
        ["cook", "keeper"],
        [],
    ]


def test_a_batch_says_what_each_text_alone_says() -> None:
    texts = [
        "cuoco",
        "cuoco",
        "aiuto in cucina",
        "runner",
        "",
        "non cuoco",
        "magaziniere",
        "operatore al bancone",
    ]
    together = Linker(JOBS, EMBEDDER).link(texts)
    assert together == [Linker(JOBS, EMBEDDER).link([text])[0] for text in texts]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="abcdeilmnoprstuz /.(),'-C+#", max_size=25), min_size=1, max_size=4))
def test_any_text_gets_a_lawful_answer(texts: list[str]) -> None:
    linker = Linker(JOBS, EMBEDDER)
    for text, result in zip(texts, linker.link(texts), strict=True):
        assert result.text == text
        assert 0 <= result.confidence <= 1
        assert result.concept is None or (result.concept in JOBS and not result.ambiguous)
        assert not result.ambiguous or result.alternatives
        assert sum(one.confidence for one in result.alternatives) <= 1 + 1e-9


def test_ranking_puts_the_exact_concept_first_and_shows_all(linker: Linker) -> None:
    ranked = linker.rank(["cuoca", "capo della cucina"], top=50)
    assert ranked[0][0].concept == "cook"
    assert [len(one) for one in ranked] == [len(JOBS), len(JOBS)]
    likeness = [one.confidence for one in ranked[1]]
    assert likeness == sorted(likeness, reverse=True)


def test_ranking_labels_puts_one_spelled_alike_first_and_says_each_job_once(linker: Linker) -> None:
    ranked = linker.rank_labels(["cuoca"], top=50)[0]
    assert ranked[0].label in {"cuoco", "cuoca"}
    assert ranked[0].likeness > 2
    places = {one.label: place for place, one in enumerate(ranked)}
    assert {"cuoco", "cuoca"} <= places.keys()
    assert max(places["cuoco"], places["cuoca"]) > 1
    likeness = [one.likeness for one in ranked]
    assert likeness == sorted(likeness, reverse=True)
    assert [one.label for one in linker.rank_labels(["cuoca"], top=3)[0]] == [one.label for one in ranked[:3]]
    assert linker.rank_labels([]) == []


def test_an_empty_vocabulary_links_nothing() -> None:
    empty = Linker(vocabulary(), EMBEDDER)
    assert empty.link(["cuoco"])[0].concept is None
    assert empty.rank(["cuoco"]) == [[]]


def test_strongest_keeps_the_first_of_equals() -> None:
    scores = np.array([[3, 9, 9, 1], [5, 5, 5, 5]], dtype=np.float32)
    assert strongest(scores, 2).tolist() == [[1, 2], [0, 1]]
    assert strongest(scores, 9).tolist() == [[1, 2, 0, 3], [0, 1, 2, 3]]


def test_a_broken_calibration_is_named(tmp_path) -> None:
    path = tmp_path / "calibration.toml"
    path.write_text("[skill]\nintercept = 1\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match="taratura"):
        load_calibration("skill", path)


def test_the_probability_grows_with_what_speaks_for_it() -> None:
    model = Calibration(-3.0, (2.0, 2.0, 4.0, 0.0, 0.0, 0.0, 0.0, 0.0), 0.8, 0.25)
    weak = Evidence("a", "a", 0.4, (0.4, 0.4, 0.0, 0, 0, 0, 0, 0))
    strong = Evidence("b", "b", 0.9, (0.9, 0.9, 0.7, 0, 0, 0, 0, 0))
    assert model.probability(weak.values) < model.probability(strong.values)
    options = model.weigh([strong, weak])
    assert [one.concept for one in options] == ["b", "a"]
    assert sum(one.confidence for one in options) <= 1
    assert model.weigh([]) == ()
