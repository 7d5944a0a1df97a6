"""Likeness of terms: the same, narrower, broader, of one group, or alike in words alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from matcher.embedding.protocol import Int8Matrix
from matcher.pool.terms import Likeness, TermTable, TermTableBuilder, cosines
from matcher.text.normalise import fold_key
from matcher.vocabulary.schema import Concept, Vocabulary


class Directions:
    """An embedder for tests: one axis for each first letter, and a diagonal for two words."""

    model_id = "directions"
    dimensions = 26

    def encode(self, texts: Sequence[str]) -> Int8Matrix:
        found = np.zeros((len(texts), self.dimensions))
        for row, text in enumerate(texts):
            for word in text.lower().split():
                if word[0].isalpha():
                    found[row, ord(word[0]) - 97] = 1
        norms = np.linalg.norm(found, axis=1, keepdims=True)
        return np.rint(127 * found / np.where(norms > 0, norms, 1)).astype(np.int8)


def concept(name: str, label: str, isco: str = "", broader: tuple[str, ...] = ()) -> Concept:
    return Concept(name, "occupation", {"it": label}, isco=isco, broader=broader)


VOCABULARY = Vocabulary(
    "occupation",
    "test",
    "1",
    "",
    [
        concept("driver", "autista", "8322"),
        concept("van_driver", "furgonista", "8322", ("driver",)),
        concept("night_van_driver", "notturno", "8322", ("van_driver",)),
        concept("bus_driver", "busista", "8331"),
        concept("cook", "cuoco", "5120"),
        concept("soldier", "zappatore", "0310"),
        concept("clerk", "kappa", "3100"),
        concept("guard", "usciere", "5419"),
        concept("watchman", "quartiere", "5419"),
    ],
)
#: A cook does a soldier's work, a soldier less of a cook's.
RELATED = {(310, 5120): 5000, (5120, 310): 2500, (8322, 310): 1000}
MEASURE = Likeness(low=4000, high=9000, ceiling=8000, same_group={4: 7000, 3: 4500, 2: 2000})


def table(*words: str) -> TermTable:
    """Return a table; words that are a concept's id, alone or before a colon and their own words, are linked."""
    builder = TermTableBuilder(VOCABULARY, RELATED)
    for word in words:
        concept, _, own = word.partition(":")
        linked = VOCABULARY.by_id.get(concept)
        if linked:
            builder.number(linked.id, own or linked.label())
        else:
            builder.number(f"~{fold_key(word) or word}", word)
    return builder.close(Directions())


def likeness(asked: str, offered: str, required: bool = True) -> int:
    return int(table(offered).likeness(table(asked), MEASURE, asked_is_required=required)[0, 0])


@pytest.mark.parametrize(
    ("asked", "offered", "expected"),
    [
        ("cook", "cook", 10_000),
        ("cook", "cook:zuppaio", 9_500),
        ("cook:zuppaio esperto", "cook:zuppaio", 9_500 + (7071 - 4000) * 500 // 5000),
        ("driver", "van_driver", 9000),
        ("driver", "night_van_driver", 9000),
        ("van_driver", "driver", 7000),
        ("driver:autista", "van_driver:autista", 9000),
        ("van_driver", "bus_driver", 2000),
        ("van_driver:zappa", "bus_driver:zappa", 8000),
        ("guard", "watchman", 4500),
        ("cook", "driver", 0),
        ("soldier", "cook", 5000),
        ("cook", "soldier", 2500),
        ("cook:zappa", "soldier:zappa", 8000),
        ("van_driver", "soldier", 1000),
        ("soldier", "van_driver", 0),
        ("soldier", "clerk", 0),
        ("muratore", "Muratori", 10_000),
        ("muratore", "minatore", 8000),
        ("muratore esperto", "muratore", (7071 - 4000) * 8000 // 5000),
        ("muratore", "cook", 0),
    ],
)
def test_likeness_of_an_offered_term_to_a_required_one(asked: str, offered: str, expected: int) -> None:
    found = likeness(asked, offered)
    # int8 vectors round the diagonal a little
    assert abs(found - expected) <= (60 if " " in asked else 0)


def test_narrower_and_broader_change_places_with_the_direction() -> None:
    for one, other in (
        ("driver", "van_driver"),
        ("van_driver", "driver"),
        ("cook", "bus_driver"),
        ("cook", "soldier"),
        ("soldier", "cook"),
    ):
        assert likeness(one, other) == likeness(other, one, required=False)


def test_words_that_fold_alike_keep_their_own_vector_and_are_alike_in_full() -> None:
    terms = table("Addetta alle vendite", "addetti vendita")
    assert terms.texts == ("Addetta alle vendite", "addetti vendita")
    assert terms.keys[0] == terms.keys[1]
    assert terms.likeness(table("addetto vendite"), MEASURE).tolist() == [[10_000, 10_000]]


def test_likeness_of_two_terms_does_not_depend_on_who_else_is_there() -> None:
    alone = table("addetti vendita").likeness(table("zappatore", "addetto"), MEASURE)
    crowd = table("Addetta alle vendite", "cook", "addetti vendita").likeness(
        table("zappatore", "addetto"), MEASURE
    )
    assert crowd[:, 2].tolist() == alone[:, 0].tolist()


def test_words_without_letters_are_alike_only_when_written_the_same() -> None:
    assert likeness("++", "??") == 0
    assert likeness("++", "++") == 10_000


def test_a_term_for_each_wording_of_a_concept_shown_by_its_label() -> None:
    terms = table("cook", "cook:zuppaio", "cook:cuoco")
    assert (terms.keys, terms.texts) == (("cook", "cook"), ("cuoco", "cuoco"))


def test_cosines_are_whole_and_rounded_down() -> None:
    left = np.array([[127, 0], [90, 90]], dtype=np.int8)
    assert cosines(left, left).tolist() == [[10_000, 7086], [7086, 16_200 * 10_000 // 16_129]]
    assert cosines(left, np.zeros((0, 2), dtype=np.int8)).shape == (2, 0)


def test_words_alone_say_little_two_skill_levels_apart() -> None:
    jobs = Vocabulary(
        "occupation",
        "test",
        "1",
        "",
        (
            concept("boss", "responsabile commessa", "1323"),
            concept("technician", "tecnico commessa", "3112"),
            concept("seller", "commessa", "5223"),
        ),
    )

    def likeness(one: str, other: str) -> int:
        tables = []
        for name in (one, other):
            builder = TermTableBuilder(jobs, {})
            builder.number(name, jobs[name].label("it"))
            tables.append(builder.close(Directions()))
        return int(
            tables[1].likeness(tables[0], Likeness(low=0, high=10_000, ceiling=10_000, apart=2500))[0, 0]
        )

    assert likeness("boss", "seller") == likeness("seller", "boss") == 2500
    assert likeness("technician", "seller") > 2500
