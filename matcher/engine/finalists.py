"""The few who are shown: their contributions, evidence, questions, and what would admit the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.domain.shortlist import Contribution, Evidence, NearMiss, RankedCandidate, Verdict, WhyAnswer
from matcher.engine.explain import contributions_of, evidence_by_row, licence_evidence
from matcher.engine.part import Part, Selected
from matcher.engine.rank import Ordered, tie_hashes
from matcher.engine.request import Request, Rules
from matcher.engine.score import score_rows
from matcher.engine.verdicts import tell_verdicts
from matcher.plugin.gate import OwnedClause
from matcher.plugin.types import Note

__all__ = [
    "Explained",
    "Shown",
    "answer_of",
    "build_ranked",
    "explain_rows",
    "left_out",
    "near_miss",
    "nearest",
    "verdict_of",
    "verdicts_of",
]

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Explained:
    """Everything that is said of one row.

    Attributes
    ----------
    score, reverse : int
        Of the employer's components, and of the person's.
    """

    verdict: Verdict
    score: int
    reverse: int
    contributions: tuple[Contribution, ...]
    evidence: tuple[Evidence, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Who of one list is shown.

    Attributes
    ----------
    ordered : Ordered
        Places in the selected rows of all parts, best first.
    selected : sequence of Selected
        Of each part.
    """

    ordered: Ordered
    selected: Sequence[Selected]

    def find(self, place: int) -> tuple[int, int]:
        """Return the part that holds a place, and its row there."""
        for number, chosen in enumerate(self.selected):
            if place < len(chosen.rows):
                return number, int(chosen.rows[place])
            place -= len(chosen.rows)
        raise IndexError(place)

    def rows_of(self, part: int) -> Ints:
        """Return the rows of one part that are shown, best first."""
        found = (self.find(place) for place in self.ordered.rows.tolist())
        return np.array([row for number, row in found if number == part], dtype=np.int64)


def explain_rows(
    part: Part, chosen: Selected, verdicts: Sequence[Verdict], request: Request, rules: Rules
) -> tuple[list[Explained], list[str]]:
    """Explain some rows of one part, with the verdict of each.

    Returns
    -------
    tuple of list of Explained, list of str
        What is said of each row, and the plugins that failed to say theirs.
    """
    if not len(chosen.rows):
        return [], []
    scores = score_rows(chosen.columns, request.ask, rules.gate, chosen.silent)
    view = part.view(chosen.rows)
    items, failed = rules.gate.explain(request.ask, view)
    said = evidence_by_row(items, len(chosen.rows))
    held = licence_evidence(view, rules.codes)
    contributions = contributions_of(scores, rules.gate)
    return [
        Explained(
            verdicts[place],
            int(scores.total[place]),
            int(scores.reverse[place]),
            contributions[place],
            (*evidence, *held[place]),
            notes,
        )
        for place, (evidence, notes) in enumerate(said)
    ], failed


def build_ranked(
    shown: Shown,
    parts: Sequence[Part],
    explained: Sequence[Mapping[int, Explained]],
    request: Request,
    verdict: str,
) -> tuple[RankedCandidate, ...]:
    """Return the shown rows of one list, in order; ``explained`` holds what is said of the rows of each part."""
    ranked = []
    for rank, place in enumerate(shown.ordered.rows.tolist()):
        owner, row = shown.find(place)
        said, row_id = explained[owner][row], parts[owner].partition.ids[row]
        ranked.append(
            RankedCandidate(
                id=row_id,
                rank=rank + 1,
                score=said.score,
                verdict=verdict,
                band=int(shown.ordered.bands[rank]),
                contributions=said.contributions,
                evidence=said.evidence,
                questions=said.verdict.questions,
                notes=tuple(note.text_it for note in said.notes),
                notes_en=tuple(note.text_en for note in said.notes),
                boost=int(shown.ordered.boosts[rank]),
                moved_by=shown.ordered.moved_by[rank],
                # also whom a priority pushed off the list
                moved_past=tuple(
                    parts[other].partition.ids[passed]
                    for other, passed in map(shown.find, shown.ordered.moved_past[rank])
                ),
                reverse_score=said.reverse,
                applied=row_id in request.applicants,
            )
        )
    return tuple(ranked)


def nearest(parts: Sequence[Part], request: Request) -> list[tuple[int, int, int]]:
    """Return part, row and score of the best scored rows that fail exactly one constraint, nothing unknown."""
    found: list[tuple[int, int, int, int]] = []
    for number, part in enumerate(parts):
        hashes = tie_hashes(part.partition.id_hashes[part.near.rows], request.subject_hash)
        best = np.lexsort((hashes, -part.near.totals))[: request.near_misses]
        found.extend(
            (-int(part.near.totals[i]), int(hashes[i]), number, int(part.near.rows[i])) for i in best
        )
    return [(number, row, -negative) for negative, _, number, row in sorted(found)[: request.near_misses]]


def near_miss(part: Part, row: int, score: int, verdict: Verdict) -> NearMiss:
    """Return a near miss with the reason that removes it, and what would admit it."""
    return NearMiss(
        id=part.partition.ids[row],
        score=score,
        reason=verdict.reasons[0],
        change=next(iter(verdict.changes), None),
    )


def left_out(parts: Sequence[Part], request: Request, rules: Rules, shown: set[str]) -> tuple[WhyAnswer, ...]:
    """Return a reason for every applicant who is in neither list."""
    if not request.applicants:
        return ()
    answers: list[WhyAnswer] = []
    for part in parts:
        found = part.partition.find(request.applicants - shown)
        wanted = [row for _, row in found if part.partition.alive[row]]
        answers.extend(answer_of(part, row, request, rules) for row in wanted)
    return tuple(sorted(answers, key=lambda answer: answer.candidate))


def verdict_of(part: Part, row: int, rules: Rules) -> Verdict:
    """Return the outcome of all constraints for one row, with reasons, questions and admitting changes."""
    [[found]] = verdicts_of([(part, np.asarray([row]))], rules)
    return found


def verdicts_of(wanted: Sequence[tuple[Part, Ints]], rules: Rules) -> list[list[Verdict]]:
    """Return the outcome of all constraints for some rows of some parts, all explained in one pass."""
    ends = [int(end) for end in np.cumsum([len(rows) for _, rows in wanted])]
    judged: dict[int, tuple[OwnedClause, list[bool | None]]] = {}
    for (part, rows), end in zip(wanted, ends, strict=True):
        for place, owned, kept in part.masks.of_rows(rows):
            if not all(kept):
                _, of_all = judged.setdefault(place, (owned, [True] * ends[-1]))
                of_all[end - len(rows) : end] = kept
    in_order = [judged[place] for place in sorted(judged)]
    shown = sorted({name for owned, _ in in_order for name in owned.shows})
    tables = [part.facts.of(rows, shown).select(shown or pl.first()) for part, rows in wanted if len(rows)]
    if not tables:
        return [[] for _ in wanted]
    found = tell_verdicts(in_order, pl.concat(tables), ends[-1], rules.codes)
    return [found[end - len(rows) : end] for (_, rows), end in zip(wanted, ends, strict=True)]


def answer_of(part: Part, row: int, request: Request, rules: Rules) -> WhyAnswer:
    """Return verdict, contributions and evidence of one row."""
    chosen = part.scored(np.asarray([row]), request, rules)
    [said], _ = explain_rows(part, chosen, [verdict_of(part, row, rules)], request, rules)
    row_id = part.partition.ids[row]
    vacancy, candidate = (
        (request.ask.subject, row_id) if request.ask.direction == "vacancy" else (row_id, request.ask.subject)
    )
    lacking = sorted(said.contributions, key=lambda c: (c.points - c.weight * 10_000, c.component))
    return WhyAnswer(
        vacancy=vacancy,
        candidate=candidate,
        verdict=said.verdict,
        score=said.score,
        contributions=said.contributions,
        evidence=said.evidence,
        lacking=tuple(c.component for c in lacking if c.points < c.weight * 10_000),
    )
