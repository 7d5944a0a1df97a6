"""What a row's score is made of, and what was found for it, as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

import numpy as np

from matcher.domain.columns import WORD_BITS
from matcher.domain.shortlist import Contribution, Evidence
from matcher.engine.score import Scores
from matcher.plugin.gate import Gate
from matcher.plugin.types import Finding, Note, PoolView
from matcher.pool.codes import LICENCE_WORDS, Codes

__all__ = ["contributions_of", "evidence_by_row", "licence_evidence"]


def contributions_of(scores: Scores, gate: Gate) -> list[tuple[Contribution, ...]]:
    """Return the employer's components of every row, the heaviest first; their points sum to the score."""
    owned = {
        place: (name, *gate.components[name])
        for place, name in enumerate(scores.components)
        if gate.components[name][1].perspective == "employer"
    }

    @cache  # many rows have the same value of a criterion
    def contribution(place: int, weight: int, value: int) -> Contribution:
        name, plugin, component = owned[place]
        return Contribution(
            name,
            plugin,
            component.label_it,
            component.label_en,
            weight,
            value,
            weight * max(value, 0),
            weight * 10_000 if value < 0 else 0,
        )

    rows = zip(scores.weights.T.tolist(), scores.values.T.tolist(), strict=True)
    return [
        tuple(
            sorted(
                (contribution(place, weights[place], values[place]) for place in owned if weights[place]),
                key=lambda one: (-one.weight, one.component),
            )
        )
        for weights, values in rows
    ]


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
                Evidence(item.component, item.asked, item.found, item.value, item.note_it, item.note_en)
            )
    return [(tuple(found), tuple(said)) for found, said in zip(evidence, notes, strict=True)]


def licence_evidence(view: PoolView, codes: Codes) -> list[tuple[Evidence, ...]]:
    """Return, for every row, whether each licence that is wanted is held."""
    found: list[list[Evidence]] = [[] for _ in range(view.n_rows)]
    for word in range(LICENCE_WORDS):
        if not view.ints(f"licences_wanted_{word}", 0).any():
            continue
        wanted, valid, expired = (
            np.broadcast_to(view.ints(f"licences_{what}_{word}", 0), (view.n_rows,)).tolist()
            for what in ("wanted", "valid", "expired")
        )
        for bit in (bit for bit in range(WORD_BITS) if any(bits >> bit & 1 for bits in set(wanted))):
            label = codes.licence_names([word * WORD_BITS + bit])[0]
            for row, (asked, held, past) in enumerate(zip(wanted, valid, expired, strict=True)):
                if asked >> bit & 1:
                    found[row].append(_held(label, bool(held >> bit & 1), bool(past >> bit & 1)))
    return [tuple(evidence) for evidence in found]


@lru_cache(maxsize=1024)
def _held(label: str, held: bool, expired: bool) -> Evidence:
    lapsed = expired and not held
    return Evidence(
        component="licences",
        asked=label,
        found=label if held else "",
        value=10_000 if held else 0,
        note_it="scaduta" if lapsed else "",
        note_en="expired" if lapsed else "",
    )
