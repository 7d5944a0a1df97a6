"""The shortlist (*rosa*): who fits, in which order and why; who does not, and what would change that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field

from matcher.domain.record import Record

__all__ = [
    "SCORE_SCALE",
    "Change",
    "Contribution",
    "Evidence",
    "NearMiss",
    "Question",
    "RankedCandidate",
    "Reason",
    "Shortlist",
    "Verdict",
    "Versions",
    "WhyAnswer",
]

#: A score of 100 points: weights sum to 1,000 and components reach 10,000.
SCORE_SCALE = 10_000_000
_STRICT = ConfigDict(extra="forbid")


# what is said of one row is made hundreds of times a request: checked where it is read from a store, not made


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a constraint removed somebody: the code, the plugin that said it, and the facts behind it."""

    __pydantic_config__ = _STRICT

    code: str
    plugin: str
    text_it: str
    text_en: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def text(self, language: str = "it") -> str:
        """Return the message in the language asked for."""
        return self.text_en if language == "en" else self.text_it


@dataclass(frozen=True, slots=True)
class Question:
    """What must be asked before a constraint can be decided, and who can answer it."""

    __pydantic_config__ = _STRICT

    code: str
    plugin: str
    text_it: str
    text_en: str
    who: str = "person"

    def text(self, language: str = "it") -> str:
        """Return the question in the language asked for."""
        return self.text_en if language == "en" else self.text_it


class Change(Record):
    """The smallest change that would admit a person: whose field, from what, to what; words for a plugin's field."""

    side: str
    field: str
    current: str
    admitting: str
    label_it: str = ""
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A finding behind a component: what was asked, what was found, how sure it is."""

    __pydantic_config__ = _STRICT

    component: str
    asked: str
    found: str
    value: Annotated[int, Field(ge=-1, le=10_000)]
    note_it: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """One component's part of the score.

    Attributes
    ----------
    weight : int
        Share of 1,000 after rescaling to what the vacancy asks.
    value : int
        Component value 0..10,000, or -1 when unknown.
    points : int
        ``weight * value``: contributions sum to the score exactly. Unknown gives 0.
    possible : int
        Points that could still be gained if the unknown became known.
    """

    __pydantic_config__ = _STRICT

    component: str
    plugin: str
    label_it: str
    label_en: str
    weight: Annotated[int, Field(ge=0, le=1000)]
    value: Annotated[int, Field(ge=-1, le=10_000)]
    points: int
    possible: int = 0


class RankedCandidate(Record):
    """One person (or vacancy, in the other direction) in a list, with everything that put it there."""

    id: str
    rank: int
    score: int
    verdict: str = "eligible"
    band: int = 0
    contributions: tuple[Contribution, ...]
    evidence: tuple[Evidence, ...] = ()
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    notes_en: tuple[str, ...] = ()
    boost: int = 0
    moved_by: tuple[str, ...] = ()
    moved_past: tuple[str, ...] = ()
    reverse_score: int | None = None
    applied: bool = False

    @property
    def points(self) -> float:
        """Score on the scale 0..100."""
        return self.score * 100 / SCORE_SCALE


class NearMiss(Record):
    """Somebody who fails exactly one constraint, nothing unknown, and what would admit them."""

    id: str
    score: int
    reason: Reason
    change: Change | None = None


class Versions(Record):
    """Everything a replay needs to know: what was asked, on which data, under which rules."""

    engine: str
    pool: str
    vocabulary: str
    embedder: str
    weights: str
    plugins: tuple[str, ...]


class Shortlist(Record):
    """The answer to one vacancy (or to one candidate, in the other direction).

    Attributes
    ----------
    ranked : tuple of RankedCandidate
        Eligible, in order.
    to_verify : tuple of RankedCandidate
        Nothing refuses them but something is unknown; ranked in the same pass.
    near_misses : tuple of NearMiss
        Best scored among those who fail exactly one constraint.
    removed_by : dict
        How many each reason removes (a person counts under all of theirs).
    n_pool, n_eligible, n_to_verify, n_removed : int
        Counts; the last three sum to the first.
    exact : bool
        False only when an operator asked for an approximate search.
    weak : bool
        True when nobody in the list shows a real relation to the work asked for.
    """

    subject: str
    direction: str = "vacancy"
    reference_date: date
    size: int
    ranked: tuple[RankedCandidate, ...]
    to_verify: tuple[RankedCandidate, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    left_out_applicants: tuple[WhyAnswer, ...] = ()
    removed_by: dict[str, int] = Field(default_factory=dict)
    unknown_by: dict[str, int] = Field(default_factory=dict)
    n_pool: int
    n_eligible: int
    n_to_verify: int
    n_removed: int
    notices: tuple[str, ...] = ()
    exact: bool = True
    weak: bool = False
    versions: Versions
    id: str = ""

    def __getitem__(self, index: int) -> RankedCandidate:
        return self.ranked[index]

    def __len__(self) -> int:
        return len(self.ranked)


class Verdict(Record):
    """Outcome of the constraints for one pair."""

    state: str
    reasons: tuple[Reason, ...] = ()
    questions: tuple[Question, ...] = ()
    changes: tuple[Change, ...] = ()


class WhyAnswer(Record):
    """The answer to "why" and "why not" for one pair.

    Attributes
    ----------
    rank : int or None
        Position among everyone of the same verdict; ``None`` for the removed.
    behind : int
        Points between this person and the last one in the list; 0 when in it.
    lacking : tuple of str
        Components, the dearest first, behind the distance.
    """

    vacancy: str
    candidate: str
    verdict: Verdict
    score: int
    rank: int | None = None
    in_list: bool = False
    behind: int = 0
    contributions: tuple[Contribution, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    lacking: tuple[str, ...] = ()


Shortlist.model_rebuild()
