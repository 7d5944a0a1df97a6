"""What a row's score is made of, and what was found for it, as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from matcher.domain.columns import WORD_BITS
from matcher.domain.shortlist import Contribution, Evidence
from matcher.engine.score import Scores
from matcher.plugin.gate import Gate
from matcher.plugin.types import Finding, Note
from matcher.pool.codes import LICENCE_WORDS, Codes

__all__ = ["LICENCE_FACTS", "contributions_of", "evidence_by_row", "licence_evidence"]

#: Columns of a pair that `licence_evidence` reads.
LICENCE_FACTS = tuple(
    f"licences_{what}_{word}" for what in ("wanted", "valid", "expired") for word in range(LICENCE_WORDS)
)


def contributions_of(scores: Scores, row: int, gate: Gate) -> tuple[Contribution, ...]:
    """Return the employer's components of a row, the heaviest first; their points sum to the score."""
    found = []
    weights, values = scores.weights[:, row].tolist(), scores.values[:, row].tolist()
    for name, weight, value in zip(scores.components, weights, values, strict=True):
        plugin, component = gate.components[name]
        if component.perspective != "employer" or weight == 0:
            continue
        found.append(
            Contribution(
                component=name,
                plugin=plugin,
                label_it=component.label_it,
                label_en=component.label_en,
                weight=weight,
                value=value,
                points=weight * max(value, 0),
                possible=weight * 10_000 if value < 0 else 0,
            )
        )
    return tuple(sorted(found, key=lambda c: (-c.weight, c.component)))


def evidence_by_row(
    items: Iterable[tuple[str, Finding | Note]], n_rows: int
) -> list[tuple[tuple[Evidence, ...], tuple[Note, ...]]]:
    """Return the evidence and the notes that plugins gave for each row."""
    evidence: list[list[Evidence]] = [[] for _ in range(n_rows)]
    notes: list[list[Note]] = [[] for _ in range(n_rows)]
    for _, item in items:
        if isinstance(item, Note):
            notes[item.row].append(item)
        else:
            evidence[item.row].append(
                Evidence(
                    component=item.component,
                    asked=item.asked,
                    found=item.found,
                    value=item.value,
                    note_it=item.note_it,
                    note_en=item.note_en,
                )
            )
    return [(tuple(found), tuple(said)) for found, said in zip(evidence, notes, strict=True)]


def licence_evidence(facts: Mapping[str, Any], codes: Codes) -> tuple[Evidence, ...]:
    """Return, for every licence that is wanted, whether it is held; ``facts`` are the `LICENCE_FACTS` of one pair."""
    found = []
    for word in range(LICENCE_WORDS):
        wanted, valid, expired = (
            facts[f"licences_{what}_{word}"] or 0 for what in ("wanted", "valid", "expired")
        )
        for bit in (bit for bit in range(WORD_BITS) if wanted >> bit & 1):
            label = codes.licence_names([word * WORD_BITS + bit])[0]
            held, lapsed = bool(valid >> bit & 1), bool(expired & ~valid & (1 << bit))
            found.append(
                Evidence(
                    component="licences",
                    asked=label,
                    found=label if held else "",
                    value=10_000 if held else 0,
                    note_it="scaduta" if lapsed else "",
                    note_en="expired" if lapsed else "",
                )
            )
    return tuple(found)
