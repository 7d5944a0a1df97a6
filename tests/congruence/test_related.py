"""Occupations that are near across ISCO groups: what operators take as near, the same for engine and reference."""

from __future__ import annotations

from functools import cache

import pytest

from matcher.domain.record import Mention
from matcher.engine.reference_meaning import Meanings
from matcher.pool.likenesses import LIKENESS, RELATED
from matcher.pool.terms import TermTable, TermTableBuilder
from tests.congruence.setting import setting

Term = tuple[str, str]


@cache
def _by_label() -> dict[str, str]:
    found: dict[str, str] = {}
    for one in setting().vocabularies["occupation"].concepts:
        for _, label in one.all_labels():
            found.setdefault(label, one.id)
    return found


@cache
def _meanings() -> Meanings:
    return Meanings(setting().vocabularies, setting().embedder)


def _term(title: str) -> Term:
    return _meanings().term("occupation", Mention(text=title, concept=_by_label()[title]))


def _table(terms: list[Term]) -> TermTable:
    vocabularies = setting().vocabularies
    builder = TermTableBuilder(vocabularies["occupation"], vocabularies.related)
    for key, words in terms:
        builder.number(key, words)
    return builder.close(setting().embedder)


def likeness(required: str, offered: str) -> int:
    found = _table([_term(offered)]).likeness(_table([_term(required)]), LIKENESS["occupation"])
    return int(found[0, 0])


@pytest.mark.parametrize(
    ("required", "offered"),
    [
        ("magazziniere", "addetto al picking"),
        ("addetto al picking", "mulettista"),
        ("mulettista", "magazziniere"),
        ("cassiere", "addetto alle vendite"),
        ("addetto alle vendite", "cassiere"),
        ("cameriere", "barista"),
        ("barista", "cameriere"),
        ("badante", "operatore socio-sanitario"),
        ("assistente domiciliare", "badante"),
        ("operaio generico", "confezionatore manuale"),
        ("addetto alle macchine confezionatrici", "addetto alla produzione"),
        ("segretario", "impiegato"),
        ("manovale edile", "muratore"),
    ],
)
def test_work_that_is_near_counts_as_experience(required: str, offered: str) -> None:
    floor = 3500 if "confezionatrici" in required else RELATED
    assert likeness(required, offered) >= floor


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (("manovale edile", "muratore"), ("muratore", "manovale edile")),
        (("badante", "operatore socio-sanitario"), ("operatore socio-sanitario", "badante")),
        (("addetto mensa", "cuoco"), ("cuoco", "addetto mensa")),
    ],
)
def test_who_knows_more_is_nearer_than_who_knows_less(more: tuple[str, str], less: tuple[str, str]) -> None:
    assert likeness(*more) > likeness(*less) >= 2500


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("assistente alla poltrona", "aiuto insegnante"),
        ("addetto alle vendite", "addetto alle pulizie"),
        ("addetto mensa", "addetto alle vendite"),
        ("operatore ecologico", "operatore socio-sanitario"),
        ("tecnico informatico", "tecnico di laboratorio"),
        ("responsabile di commessa", "commessa"),
        ("infermiere", "badante"),
        ("elettricista", "idraulico"),
    ],
)
def test_a_head_in_common_does_not_make_work_near(one: str, other: str) -> None:
    assert max(likeness(one, other), likeness(other, one)) < 2600


def test_engine_and_reference_agree_on_every_related_pair() -> None:
    vocabulary, related = setting().vocabularies["occupation"], setting().vocabularies.related
    first: dict[int, Term] = {}
    for one in vocabulary.concepts:
        first.setdefault(int(one.isco), (one.id, one.label()))
    pairs = [(first[one], first[other]) for one, other in related if one in first and other in first]
    assert len(pairs) == len(related)
    terms = list(dict.fromkeys(term for pair in pairs for term in pair))
    table = _table(terms)
    fast = table.likeness(table, LIKENESS["occupation"])
    back = table.likeness(table, LIKENESS["occupation"], asked_is_required=False)
    for required, offered in pairs:
        expected = _meanings().likeness("occupation", required, offered)
        row, column = terms.index(required), terms.index(offered)
        assert fast[row, column] == back[column, row] == expected, (required, offered)
