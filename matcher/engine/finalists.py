"""The few who are shown: their contributions, evidence, questions, and what would admit the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.domain.shortlist import (
    Change,
    Evidence,
    NearMiss,
    Question,
    RankedCandidate,
    Reason,
    Verdict,
    WhyAnswer,
)
from matcher.engine.explain import (
    LICENCE_FACTS,
    changes_of,
    contributions_of,
    evidence_by_row,
    licence_evidence,
    questions_of,
    reasons_of,
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

    def id_of(place: int) -> str:
        part = int(np.searchsorted(starts, place, side="right")) - 1
        return parts[part].partition.ids[int(selected[part].rows[place - int(starts[part])])]

    shown: dict[int, RankedCandidate] = {}
    for number, part in enumerate(parts):
        places = np.flatnonzero(owner == number)
        if not len(places):
            continue
        rows = selected[number].rows[ordered.rows[places] - starts[number]]
        scores, items, failed = _explained(part, rows, request, rules)
        notices.extend(failed)
        verdicts, said = verdicts_of(part, rows, rules), evidence_by_row(items, len(rows))
        held = _licences(part, rows, request, rules)
        for index, place in enumerate(places):
            evidence, notes = said[index]
            shown[int(place)] = RankedCandidate(
                id=part.partition.ids[int(rows[index])],
                rank=int(place) + 1,
                score=int(scores.total[index]),
                verdict=verdict,
                band=int(ordered.bands[place]),
                contributions=contributions_of(scores, index, rules.gate),
                evidence=(*evidence, *held[index]),
                questions=verdicts[index].questions,
                notes=tuple(note.text_it for note in notes),
                notes_en=tuple(note.text_en for note in notes),
                boost=int(ordered.boosts[place]),
                moved_by=ordered.moved_by[place],
                # also whom a priority pushed off the list
                moved_past=tuple(map(id_of, ordered.moved_past[place])),
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
        verdict = verdict_of(parts[number], row, rules)
        misses.append(
            NearMiss(
                id=parts[number].partition.ids[row],
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
    return verdicts_of(part, np.asarray([row]), rules)[0]


def verdicts_of(part: Part, rows: Ints, rules: Rules) -> list[Verdict]:
    """Return the outcome of all constraints for some rows: each clause is explained once, on all that it concerns."""
    frame = part.frame[rows]
    reasons: list[list[Reason]] = [[] for _ in rows]
    questions: list[list[Question]] = [[] for _ in rows]
    changes: list[list[Change]] = [[] for _ in rows]
    for owned, outcome in part.masks.of_rows(rows):
        failed = [index for index, kept in enumerate(outcome) if kept is False]
        if failed:
            concerned = frame[failed]
            for index, reason in zip(failed, reasons_of(owned, concerned, rules.codes), strict=True):
                reasons[index].append(reason)
            for index, change in zip(failed, changes_of(owned[1].relax, concerned, rules.codes), strict=True):
                changes[index].extend([change] if change else [])
        unknown = [index for index, kept in enumerate(outcome) if kept is None]
        if unknown:
            asked = questions_of(owned, frame[unknown], rules.codes)
            for index, question in zip(unknown, asked, strict=True):
                questions[index].append(question)
    return [
        Verdict(
            state="removed" if why else "to_verify" if open_ else "eligible",
            reasons=tuple(why),
            questions=tuple(open_),
            changes=tuple(change),
        )
        for why, open_, change in zip(reasons, questions, changes, strict=True)
    ]


def answer_of(part: Part, row: int, request: Request, rules: Rules) -> WhyAnswer:
    """Return verdict, contributions and evidence of one row."""
    scores, items, _ = _explained(part, np.asarray([row]), request, rules)
    (evidence, _), (held,) = evidence_by_row(items, 1)[0], _licences(part, np.asarray([row]), request, rules)
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
        evidence=(*evidence, *held),
        lacking=tuple(c.component for c in lacking if c.points < c.weight * 10_000),
    )


def _licences(part: Part, rows: Ints, request: Request, rules: Rules) -> list[tuple[Evidence, ...]]:
    names = [name for name in LICENCE_FACTS if name in part.frame.columns]
    return [
        licence_evidence({**request.ask.values, **facts}, rules.codes)
        for facts in part.frame.select(names)[rows].iter_rows(named=True)
    ]


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
