"""What every plugin must pass, whatever it does: contract, functions, symmetry, order, isolation, words."""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np

from matcher.errors import MatcherError
from matcher.testing.desk_conformance import (
    functions_that_do_not_fit,
    minutes_not_answered,
    steps_not_answered,
)
from matcher.testing.kit import Judgement, Kit, Workshop

__all__ = ["TOPICS", "conformance", "conformance_problems"]

#: What is checked, in this order.
TOPICS = (
    "contract",
    "functions",
    "steps",
    "minutes",
    "annotations",
    "directions",
    "order",
    "isolation",
    "protected",
    "words",
)
_SHOWN = 5
_Answers = Mapping[tuple[str, str], Judgement]


def conformance_problems(
    workshop: Workshop,
    name: str,
    plugin: Any,
    *,
    settings: Mapping[str, Any] | None = None,
    records: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[str]:
    """Return what is wrong with a plugin, in words; an empty list when it keeps its contract.

    Parameters
    ----------
    workshop : Workshop
        Opened once for many checks.
    name : str
        Name of its entry point.
    plugin : module, class or instance
        What the entry point points at.
    settings : mapping, optional
        Its table of settings.
    records : mapping of str to mapping, optional
        Owner id to the content of the plugin's record about it: ``P01`` to ``P30``, ``V1`` to ``V5``.
    """
    found = conformance(workshop, name, plugin, settings=settings, records=records)
    return [problem for problems in found.values() for problem in problems]


def conformance(
    workshop: Workshop,
    name: str,
    plugin: Any,
    *,
    settings: Mapping[str, Any] | None = None,
    records: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, list[str]]:
    """Return what is wrong with a plugin by topic; after a broken contract the other topics are absent.

    Parameters are those of `conformance_problems`; ``order`` is that of rows and of their partitions,
    ``isolation`` that the results of others stay as they are.
    """
    try:
        tables = {name: settings} if settings else {}
        kit = workshop.kit({name: plugin}, settings=tables, records={name: records or {}})
        answers, without = kit.judgements, workshop.plain.judgements
        checks: tuple[Iterable[str], ...] = (
            (),
            functions_that_do_not_fit(name, kit.gate),
            steps_not_answered(name, kit.gate),
            minutes_not_answered(name, kit.gate),
            _annotator_failures(kit),
            _directions_that_differ(kit, answers),
            _orders_that_differ(kit),
            chain(_strangers_changed(name, answers, without), _luck_changed(kit)),
            _protected_that_scores(kit, answers),
            _words_missing(name, kit, answers),
        )
        return {topic: _first(list(problems)) for topic, problems in zip(TOPICS, checks, strict=True)}
    except MatcherError as error:
        return {"contract": [str(error)]}


def _first(problems: list[str]) -> list[str]:
    """Return the first of many problems of one kind: the others are the same on other pairs."""
    more = len(problems) - _SHOWN
    return problems if more <= 1 else [*problems[:_SHOWN], f"… e altri {more} casi."]


def _annotator_failures(kit: Kit) -> Iterator[str]:
    """A failing annotator is passed over with a notice: here the notice is a problem."""
    notices = {
        notice for vacancy in kit.vacancies for notice in kit.match(vacancy).notices if "plugin" in notice
    }
    yield from sorted(notices)


def _directions_that_differ(kit: Kit, answers: _Answers) -> Iterator[str]:
    for person in kit.people:
        found = kit.vacancies_for(person, size=len(kit.vacancies))
        states = {row.id: row.verdict for row in (*found.ranked, *found.to_verify)}
        for vacancy in kit.vacancies:
            forwards = answers[vacancy.id, person.id].verdict.state
            backwards = states.get(vacancy.id, "removed")
            if forwards != backwards:
                yield (
                    f"{vacancy.id} e {person.id}: «{forwards}» cercando persone, «{backwards}» cercando offerte. "
                    "Prendi ogni fatto dal suo lato (candidate, vacancy, pair)."
                )


def _orders_that_differ(kit: Kit) -> Iterator[str]:
    turned = kit.with_people(reversed(kit.people))
    for vacancy in kit.vacancies:
        expected = kit.match(vacancy)
        if turned.match(vacancy) != expected or kit.match(vacancy, partitions=3) != expected:
            yield f"{vacancy.id}: la rosa cambia con l'ordine o la divisione delle righe."


def _strangers_changed(name: str, answers: _Answers, without: _Answers) -> Iterator[str]:
    for pair, answer in answers.items():
        if _of_others(name, answer) != _of_others(name, without[pair]):
            yield f"{pair[0]} e {pair[1]}: con «{name}» cambia l'esito di altri plugin."


def _luck_changed(kit: Kit) -> Iterator[str]:
    """Whoever reseeds the generators that all share makes others repeat themselves."""
    plain, arrays = random.getstate(), np.random.get_state()
    try:
        # a seed set already would not show
        random.random(), np.random.random()
        moved = _luck()
        kit.match("V1")
        if _luck() != moved:
            yield "rimette il seme del generatore casuale di tutti: usa random.Random o numpy.random.default_rng."
    finally:
        random.setstate(plain)
        np.random.set_state(arrays)


def _luck() -> tuple[Any, bytes]:
    return random.getstate(), pickle.dumps(np.random.get_state())


def _of_others(name: str, answer: Judgement) -> tuple[Any, ...]:
    return (
        [reason for reason in answer.verdict.reasons if reason.plugin != name],
        [question for question in answer.verdict.questions if question.plugin != name],
        {c: value for c, value in answer.components.items() if not c.startswith(f"{name}.")},
    )


def _protected_that_scores(kit: Kit, answers: _Answers) -> Iterator[str]:
    """Protected facts, turned into their opposites, leave every score as it was."""
    if any(again.score != answers[pair].score for pair, again in replace(kit).judgements.items()):
        yield "il punteggio cambia da una richiesta all'altra: togli il caso, l'orologio e ciò che ricorda."
        return
    flipped = {
        person: protected.model_copy(
            update={
                "sex": "M" if protected.sex == "F" else "F",
                "birth_date": protected.birth_date and protected.birth_date.replace(year=1961),
                "work_title": not protected.work_title,
                "benefit_holder": not protected.benefit_holder,
            }
        )
        for person, protected in kit.protected.items()
    }
    for pair, answer in replace(kit, protected=flipped).judgements.items():
        if (answer.components, answer.score) != (answers[pair].components, answers[pair].score):
            yield f"{pair[0]} e {pair[1]}: un dato protetto cambia il punteggio."


def _words_missing(name: str, kit: Kit, answers: _Answers) -> Iterator[str]:
    asked = {q.code for answer in answers.values() for q in answer.verdict.questions if q.plugin == name}
    for code in sorted(asked):
        if not kit.gate.codes[code][1].ask_it:
            yield f"{code}: può restare senza risposta, ma non ha la domanda da porre (ask_it, ask_en)."
    unsaid = {
        reason.code
        for answer in answers.values()
        for reason in answer.verdict.reasons
        if reason.plugin == name and "?" in reason.facts.values()
    }
    for code in sorted(unsaid):
        yield f"{code}: toglie qualcuno per un fatto che non si conosce. Dove il fatto manca, keep è null."
