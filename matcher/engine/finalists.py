"""The few who are shown: their contributions, evidence, questions, and what would admit the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.domain.shortlist import Evidence, NearMiss, RankedCandidate, Verdict, WhyAnswer
from matcher.engine.explain import (
    change_of,
    contributions_of,
    evidence_of,
    licence_evidence,
    question_of,
    reason_of,
)
from matcher.engine.part import Part, Selected
from matcher.engine.rank import Ordered, tie_hashes
from matcher.engine.request import Request, Rules
from matcher.engine.score import Scores, score_rows
from matcher.plugin.types import Finding, Note
from matcher.pool.view import RowsView

__all__ = ["answer_of", "build_near_misses", "build_ranked", "left_out", "silent_rows", "verdict_of"]

Ints = NDArray[np.int64]


def build_ranked(
    ordered: Ordered,
    selected: Sequence[Selected],
    parts: Sequence[Part],
    request: Request,
    rules: Rules,
    verdict: str,
    notices: list[str],
) -> tuple[RankedCandidate, ...]:
    """Explain the chosen rows, each in the partition that holds it."""
    starts = np.cumsum([0, *(len(chosen.rows) for chosen in selected)])
    owner = np.searchsorted(starts, ordered.rows, side="right") - 1
    ids = {
        int(place): parts[int(part)].partition.ids[int(selected[int(part)].rows[int(place - starts[part])])]
        for place, part in zip(ordered.rows, owner, strict=True)
    }
    shown: dict[int, RankedCandidate] = {}
    for number, part in enumerate(parts):
        places = np.flatnonzero(owner == number)
        if not len(places):
            continue
        rows = selected[number].rows[ordered.rows[places] - starts[number]]
        scores, items, failed = _explained(part, rows, request, rules)
        notices.extend(failed)
        for index, place in enumerate(places):
            evidence, notes = evidence_of(items, index)
            shown[int(place)] = RankedCandidate(
                id=part.partition.ids[int(rows[index])],
                rank=int(place) + 1,
                score=int(scores.total[index]),
                verdict=verdict,
                band=int(ordered.bands[place]),
                contributions=contributions_of(scores, index, rules.gate),
                evidence=(*evidence, *_licences(part, int(rows[index]), request, rules)),
                questions=verdict_of(part, int(rows[index]), rules).questions,
                notes=notes,
                boost=int(ordered.boosts[place]),
                moved_by=ordered.moved_by[place],
                moved_past=tuple(ids[past] for past in ordered.moved_past[place] if past in ids),
                reverse_score=int(scores.reverse[index]),
                applied=part.partition.ids[int(rows[index])] in request.applicants,
            )
    return tuple(shown[place] for place in range(len(ordered.rows)))


def build_near_misses(parts: Sequence[Part], request: Request, rules: Rules) -> tuple[NearMiss, ...]:
    """Return the best scored rows that fail exactly one constraint, nothing unknown."""
    found: list[tuple[int, int, int, int]] = []
    for number, part in enumerate(parts):
        hashes = tie_hashes(part.partition.id_hashes[part.near.rows], request.subject_hash)
        best = np.lexsort((hashes, -part.near.totals))[: request.near_misses]
        found.extend(
            (-int(part.near.totals[i]), int(hashes[i]), number, int(part.near.rows[i])) for i in best
        )
    misses = []
    for negative, _, number, row in sorted(found)[: request.near_misses]:
        part = parts[number]
        verdict = verdict_of(part, row, rules)
        misses.append(
            NearMiss(
                id=part.partition.ids[row],
                score=-negative,
                reason=verdict.reasons[0],
                change=verdict.changes[0] if verdict.changes else None,
            )
        )
    return tuple(misses)


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
    facts = part.frame[row : row + 1]
    removed, unknown = part.masks.of_row(row)
    changes = (change_of(clause.relax, facts, rules.codes) for _, clause in removed)
    return Verdict(
        state="removed" if removed else "to_verify" if unknown else "eligible",
        reasons=tuple(reason_of(owned, facts, rules.codes) for owned in removed),
        questions=tuple(question_of(owned, facts, rules.codes) for owned in unknown),
        changes=tuple(change for change in changes if change is not None),
    )


def answer_of(part: Part, row: int, request: Request, rules: Rules) -> WhyAnswer:
    """Return verdict, contributions and evidence of one row."""
    scores, items, _ = _explained(part, np.asarray([row]), request, rules)
    evidence, _ = evidence_of(items, 0)
    row_id = part.partition.ids[row]
    vacancy, candidate = (
        (request.ask.subject, row_id) if request.ask.direction == "vacancy" else (row_id, request.ask.subject)
    )
    contributions = contributions_of(scores, 0, rules.gate)
    lacking = sorted(contributions, key=lambda c: (c.points - c.weight * 10_000, c.component))
    return WhyAnswer(
        vacancy=vacancy,
        candidate=candidate,
        verdict=verdict_of(part, row, rules),
        score=int(scores.total[0]),
        contributions=contributions,
        evidence=(*evidence, *_licences(part, row, request, rules)),
        lacking=tuple(c.component for c in lacking if c.points < c.weight * 10_000),
    )


def _licences(part: Part, row: int, request: Request, rules: Rules) -> tuple[Evidence, ...]:
    return licence_evidence({**request.ask.values, **part.frame.row(row, named=True)}, rules.codes)


def silent_rows(part: Part, rows: Ints, request: Request) -> NDArray[np.bool_]:
    """Tell which pairs concern a candidate whose profile is empty, shape ``(n_rows,)``."""
    if part.partition.side == "candidate":
        return part.partition.silent[rows]
    return np.full(len(rows), bool(request.side.silent[0]), dtype=np.bool_)


def _explained(
    part: Part, rows: Ints, request: Request, rules: Rules
) -> tuple[Scores, Iterable[tuple[str, Finding | Note]], list[str]]:
    view = RowsView(part.likenesses, rows, request.ask.values, part.pair)
    scores = score_rows(view, request.ask, rules.gate, silent_rows(part, rows, request))
    items, failed = rules.gate.explain(request.ask, view)
    return scores, items, failed
