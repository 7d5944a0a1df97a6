"""The real vocabularies, embedder and built-in rules, opened once, and the few steps from records to a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np

import matcher.rules
from matcher.domain.candidate import Candidate
from matcher.domain.protected import Protected
from matcher.domain.record import Mention
from matcher.domain.shortlist import Shortlist, Versions
from matcher.domain.vacancy import Vacancy
from matcher.embedding.open import open_embedder
from matcher.embedding.protocol import Embedder
from matcher.engine.match import evaluate, match
from matcher.engine.reference import Reference
from matcher.engine.request import Request, Rules, make_request
from matcher.engine.score import score_rows
from matcher.plugin.gate import Gate, OwnedClause
from matcher.plugin.manager import register_plugins
from matcher.pool.build import PoolBuilder
from matcher.pool.codes import Codes
from matcher.pool.partition import Partition
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.load import find_vocabularies, load_vocabulary
from matcher.vocabulary.places import load_places
from matcher.vocabulary.related import load_related

TODAY = date(2026, 11, 22)
VERSIONS = Versions(engine="0", pool="", vocabulary="", embedder="", weights="", plugins=())
KINDS = ("occupation", "skill", "licence", "language", "education", "field", "contract", "schedule")


@dataclass(frozen=True)
class Setting:
    """Everything that judging needs."""

    vocabularies: Vocabularies
    embedder: Embedder
    codes: Codes
    builder: PoolBuilder
    rules: Rules
    weights: Mapping[str, int]

    def mention(self, kind: Any, concept: str) -> Mention:
        """Return a linked mention of a concept, by its Italian label."""
        label = self.vocabularies[kind][concept].label()
        return Mention(text=label, concept=concept, method="exact", confidence=1)

    def reference(self) -> Reference:
        """Return the slow judge of the same setting."""
        return Reference(self.vocabularies, self.embedder, self.weights, TODAY)

    def pool(
        self, records: Sequence[Candidate | Vacancy], behind: Mapping[str, Protected] | None = None
    ) -> Partition:
        """Return records of one side as a partition."""
        if records and isinstance(records[0], Vacancy):
            return self.builder.vacancies(r for r in records if isinstance(r, Vacancy))
        return self.builder.candidates((r for r in records if isinstance(r, Candidate)), behind)

    def request(
        self,
        subject: Candidate | Vacancy,
        behind: Mapping[str, Protected] | None = None,
        size: int = 10,
        **options: Any,
    ) -> Request:
        """Return the request of one record."""
        return make_request(
            self.pool([subject], behind),
            TODAY,
            size,
            options.pop("weights", self.weights),
            VERSIONS,
            **options,
        )

    def match(
        self,
        subject: Candidate | Vacancy,
        others: Sequence[Candidate | Vacancy],
        behind: Mapping[str, Protected] | None = None,
        size: int = 10,
        **options: Any,
    ) -> Shortlist:
        """Return the shortlist of one record among others, as one partition."""
        return match([self.pool(others, behind)], self.request(subject, behind, size, **options), self.rules)


@dataclass(frozen=True)
class Outcome:
    """What the engine found for one pair."""

    removed: tuple[str, ...]
    unknown: tuple[str, ...]
    values: Mapping[str, int]
    weights: Mapping[str, int]
    score: int
    reverse: int

    @property
    def verdict(self) -> str:
        return "removed" if self.removed else "to_verify" if self.unknown else "eligible"


@cache
def setting() -> Setting:
    """Open the setting, once for all tests."""
    folder = find_vocabularies()
    vocabularies = Vocabularies(
        {kind: load_vocabulary(kind, folder) for kind in KINDS}, load_places(folder), load_related(folder)
    )
    codes, embedder = Codes.of(vocabularies), open_embedder()
    gate = Gate(register_plugins([("rules", "0", matcher.rules)]))
    return Setting(
        vocabularies,
        embedder,
        codes,
        PoolBuilder(vocabularies, codes, embedder),
        Rules(gate, codes, vocabularies.places),
        {name: component.weight for name, (_, component) in gate.components.items()},
    )


def outcomes(partition: Partition, request: Request, rules: Rules) -> dict[str, Outcome]:
    """Return the verdict and the score of every row, the removed ones too."""
    part = evaluate(partition, request, rules)
    everybody = part.scored(np.arange(partition.n_rows), request, rules)
    scores = score_rows(everybody.columns, request.ask, rules.gate, everybody.silent)
    judged = part.masks.of_rows(np.arange(partition.n_rows))
    found = {}
    for row, name in enumerate(partition.ids):
        weights = dict(zip(scores.components, scores.weights[:, row].tolist(), strict=True))
        values = dict(zip(scores.components, scores.values[:, row].tolist(), strict=True))
        found[name] = Outcome(
            _named(owned for _, owned, kept in judged if kept[row] is False),
            _named(owned for _, owned, kept in judged if kept[row] is None),
            {component: value for component, value in values.items() if weights[component]},
            {component: weight for component, weight in weights.items() if weight},
            int(scores.total[row]),
            int(scores.reverse[row]),
        )
    return found


def _named(clauses: Iterable[OwnedClause]) -> tuple[str, ...]:
    return tuple(sorted(owned.clause.code.code for owned in clauses))
