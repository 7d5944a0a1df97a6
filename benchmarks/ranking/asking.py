"""Asking the engine: a real pool of the profiles, one real request for each vacancy, the engine's own scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import matcher.rules
from benchmarks.ranking.cases import Case
from matcher.desk.words import WordReader, open_word_reader
from matcher.domain.candidate import Candidate, SkillClaim, WorkExperience
from matcher.domain.record import Mention
from matcher.domain.shortlist import Versions
from matcher.domain.vacancy import Vacancy
from matcher.embedding.open import open_embedder
from matcher.engine.match import evaluate, match
from matcher.engine.request import Rules, make_request
from matcher.engine.score import rescale, score_rows
from matcher.plugin.gate import Gate
from matcher.plugin.manager import register_plugins
from matcher.pool.build import PoolBuilder
from matcher.pool.codes import Codes
from matcher.pool.partition import Partition
from matcher.vocabulary.active import load_active

__all__ = ["Answer", "Asker"]

_DAY = date(2026, 11, 22)
_VERSIONS = Versions(engine="", pool="", vocabulary="", embedder="", weights="", plugins=())


@dataclass(frozen=True, slots=True)
class Answer:
    """Values of every criterion for every profile, one vacancy asking.

    Attributes
    ----------
    wanted : int
        Row of the profile of the same occupation.
    components : tuple of str
        Criteria of the employer that the vacancy asks for.
    values : ndarray of int64, shape (n_components, n_profiles)
        0..10,000, unknown as 0.
    """

    wanted: int
    components: tuple[str, ...]
    values: NDArray[np.int64]

    def rank(self, weights: Mapping[str, int]) -> int:
        """Return the place of the wanted profile under some weights; whoever has an equal score stands before it."""
        shares = rescale([weights.get(name, 0) for name in self.components])
        totals = (self.values * np.asarray(shares)[:, None]).sum(axis=0)
        return int((totals >= totals[self.wanted]).sum())


class Asker:
    """The product as installed: vocabularies, embedder and built-in rules."""

    def __init__(self) -> None:
        vocabularies = load_active(Path(), None)
        embedder, codes = open_embedder(), Codes.of(vocabularies)
        gate = Gate(register_plugins([("rules", "0", matcher.rules)]))
        self._words: WordReader = open_word_reader(vocabularies, embedder, None)
        self._builder = PoolBuilder(vocabularies, codes, embedder)
        self._rules = Rules(gate, codes, vocabularies.places)
        self.weights = {name: component.weight for name, (_, component) in gate.components.items()}

    def ask(self, cases: Sequence[Case], linked: bool, queries: int, seed: int) -> list[Answer]:
        """Return the answers to the vacancies of the held-out cases, at most ``queries`` of them.

        Parameters
        ----------
        linked : bool
            Whether words are linked to the built-in vocabulary as an import does, or stay words.
        """
        titles, jobs, skills = self._mentions(cases, linked)
        pool = self._pool(cases, jobs, skills)
        asked = [number for number, case in enumerate(cases) if case.held_out]
        chosen = np.random.default_rng(seed).permutation(asked)[:queries]
        found = []
        for number in sorted(chosen.tolist()):
            vacancy = Vacancy.model_validate(
                {
                    "id": f"V{number}",
                    "title": cases[number].vacancy_title,
                    "occupations": titles[cases[number].vacancy_title],
                    "state": "pubblicata",
                    "requirements": [
                        {"kind": "skill", "level": "wanted", "mention": skills[text]}
                        for text in cases[number].vacancy_skills
                    ],
                }
            )
            request = make_request(self._builder.vacancies([vacancy]), _DAY, 10, self.weights, _VERSIONS)
            part = evaluate(pool, request, self._rules)
            everybody = part.scored(np.arange(len(cases)), request, self._rules)
            nobody = np.zeros(len(cases), dtype=np.bool_)
            scores = score_rows(everybody.columns, request.ask, self._rules.gate, nobody)
            kept = [
                row
                for row, name in enumerate(scores.components)
                if scores.weights[row].any()
                and self._rules.gate.components[name][1].perspective == "employer"
            ]
            names = tuple(scores.components[row] for row in kept)
            found.append(Answer(number, names, np.maximum(scores.values[kept], 0).astype(np.int64)))
        return found

    def shortlists(self, cases: Sequence[Case], vacancy_titles: Sequence[str], size: int) -> list[list[str]]:
        """Return who the product's own shortlist of a vacancy with such a title holds, of both lists, best first."""
        _, jobs, skills = self._mentions(cases, linked=True)
        pool = self._pool(cases, jobs, skills)
        titles = self._words.titles(vacancy_titles)
        found = []
        for title in vacancy_titles:
            vacancy = Vacancy(id="V", title=title, occupations=titles[title])
            request = make_request(self._builder.vacancies([vacancy]), _DAY, size, self.weights, _VERSIONS)
            shortlist = match([pool], request, self._rules)
            found.append([person.id for person in (*shortlist.ranked, *shortlist.to_verify)])
        return found

    def _pool(
        self, cases: Sequence[Case], jobs: Mapping[str, Mention], skills: Mapping[str, Mention]
    ) -> Partition:
        return self._builder.candidates(
            Candidate(
                id=f"P{number}",
                work=(WorkExperience(occupation=jobs[case.profile_title]),),
                skills=tuple(SkillClaim(skill=skills[text]) for text in case.profile_skills),
            )
            for number, case in enumerate(cases)
        )

    def _mentions(
        self, cases: Sequence[Case], linked: bool
    ) -> tuple[dict[str, tuple[Mention, ...]], dict[str, Mention], dict[str, Mention]]:
        titles = {case.vacancy_title for case in cases}
        jobs = {case.profile_title for case in cases}
        skills = {text for case in cases for text in (*case.profile_skills, *case.vacancy_skills)}
        if linked:
            read = self._words
            return (
                read.titles(sorted(titles)),
                read.link("occupation", sorted(jobs)),
                read.link("skill", sorted(skills)),
            )
        return (
            {text: (Mention(text=text),) for text in titles},
            {text: Mention(text=text) for text in jobs},
            {text: Mention(text=text) for text in skills},
        )
