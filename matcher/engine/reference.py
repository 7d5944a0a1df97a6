"""The whole shortlist, slow and obvious: one pair at a time, straight from the records.

It shares words, vocabularies and weights with the engine, and none of its columns, masks or kernels: where
both agree bit for bit, neither is wrong by the same mistake.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from matcher.domain.candidate import Candidate
from matcher.domain.protected import Protected
from matcher.domain.vacancy import Vacancy
from matcher.embedding.protocol import Embedder
from matcher.engine.reference_meaning import Meanings
from matcher.engine.reference_pair import Pair
from matcher.engine.reference_rules import FINAL, judge_constraints
from matcher.engine.reference_scores import EMPLOYER, PERSON, component_values, is_silent
from matcher.vocabulary.bundle import Vocabularies

__all__ = ["Judgement", "Reference", "ReferenceList"]

_BITS = 2**64 - 1
_NEAR_MISSES = 5


@dataclass(frozen=True)
class Judgement:
    """Everything about one pair.

    Attributes
    ----------
    removed, unknown : tuple of str
        Reason codes that remove, and that must be verified, sorted.
    values, weights : mapping of str to int
        Component values (-1 unknown) and weights after rescaling; components with no weight are left out.
    score, reverse : int
        Of the employer's components and of the person's.
    silent : bool
        The profile is empty.
    """

    removed: tuple[str, ...]
    unknown: tuple[str, ...]
    values: Mapping[str, int]
    weights: Mapping[str, int]
    score: int
    reverse: int
    silent: bool

    @property
    def verdict(self) -> str:
        """``removed``, ``to_verify`` or ``eligible``."""
        return "removed" if self.removed else "to_verify" if self.unknown else "eligible"


@dataclass(frozen=True)
class ReferenceList:
    """Ids in order: the two lists, and those who fail exactly one constraint, which a change may lift."""

    ranked: tuple[str, ...]
    to_verify: tuple[str, ...]
    near_misses: tuple[str, ...]
    judgements: Mapping[str, Judgement]


@dataclass(frozen=True)
class Reference:
    """The slow judge.

    Attributes
    ----------
    weights : mapping of str to int
        Component to share, as in a request.
    tie_width : int
        Width of a band of tied scores, in score units.
    """

    vocabularies: Vocabularies
    embedder: Embedder
    weights: Mapping[str, int]
    reference_date: date
    tie_width: int = 100_000
    _meanings: list[Meanings] = field(default_factory=list)

    def judge(
        self, candidate: Candidate, vacancy: Vacancy, protected: Protected | None = None, state: int = 0
    ) -> Judgement:
        """Return verdict, reasons and score of one pair; ``state`` as in a request's pair states."""
        if not self._meanings:
            self._meanings.append(Meanings(self.vocabularies, self.embedder))
        behind = protected or Protected(candidate_id=candidate.id)
        pair = Pair(candidate, vacancy, behind, self.reference_date, self._meanings[0], state)
        outcome = judge_constraints(pair)
        values, silent = component_values(pair), is_silent(pair)
        asked = {name: -1 if silent else value for name, (value, wanted) in values.items() if wanted}
        weights = {**self._shares(EMPLOYER, asked), **self._shares(PERSON, asked)}
        points = {name: weights[name] * max(value, 0) for name, value in asked.items()}
        return Judgement(
            tuple(sorted(code for code, kept in outcome.items() if kept is False)),
            tuple(sorted(code for code, kept in outcome.items() if kept is None)),
            {name: value for name, value in asked.items() if weights[name]},
            {name: weight for name, weight in weights.items() if weight},
            sum(points[name] for name in EMPLOYER if name in points),
            sum(points[name] for name in PERSON if name in points),
            silent,
        )

    def shortlist(
        self,
        subject: Candidate | Vacancy,
        others: Iterable[Candidate | Vacancy],
        size: int,
        protected: Mapping[str, Protected] | None = None,
        states: Mapping[str, int] | None = None,
    ) -> ReferenceList:
        """Return who a vacancy gets, or which vacancies a candidate gets, without priorities."""
        behind, states = protected or {}, states or {}
        judgements: dict[str, Judgement] = {}
        for other in others:
            candidate, vacancy = (other, subject) if isinstance(subject, Vacancy) else (subject, other)
            if not isinstance(candidate, Candidate) or not isinstance(vacancy, Vacancy):
                continue
            judgements[other.id] = self.judge(
                candidate, vacancy, behind.get(candidate.id), states.get(other.id, 0)
            )
        order = sorted(judgements, key=lambda name: self._place(name, subject.id, judgements[name]))
        almost = [
            name
            for name, judgement in judgements.items()
            if len(judgement.removed) == 1 and judgement.removed[0] not in FINAL and not judgement.unknown
        ]
        almost.sort(key=lambda name: (-judgements[name].score, _lot(name, subject.id)))
        return ReferenceList(
            tuple(name for name in order if judgements[name].verdict == "eligible")[:size],
            tuple(name for name in order if judgements[name].verdict == "to_verify")[:size],
            tuple(almost[:_NEAR_MISSES]),
            judgements,
        )

    def _place(self, name: str, subject: str, judgement: Judgement) -> tuple[int, int, int]:
        band = -1 if judgement.silent else judgement.score // self.tie_width
        return -band, -judgement.score, _lot(name, subject)

    def _shares(self, names: tuple[str, ...], asked: Mapping[str, int]) -> dict[str, int]:
        """Share 1,000 among the components asked for; what rounding leaves goes to the largest remainders."""
        chosen = [name for name in names if name in asked]
        whole = sum(self.weights.get(name, 0) for name in chosen)
        if not whole:
            return dict.fromkeys(chosen, 0)
        parts = {name: divmod(self.weights.get(name, 0) * 1000, whole) for name in chosen}
        left = 1000 - sum(share for share, _ in parts.values())
        luckiest = sorted(chosen, key=lambda name: (-parts[name][1], chosen.index(name)))[:left]
        return {name: share + (name in luckiest) for name, (share, _) in parts.items()}


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def _lot(name: str, subject: str) -> int:
    """Draw the lot of a pair (splitmix64 of both ids): fixed, and another order for every subject."""
    mixed = ((_hash(name) ^ _hash(subject)) + 0x9E3779B97F4A7C15) & _BITS
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _BITS
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _BITS
    return mixed ^ (mixed >> 31)
