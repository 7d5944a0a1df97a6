"""Whether a vacancy titled for a man and one titled for a woman get the same shortlist from the product itself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from random import Random

from benchmarks.quality.gender import overlap, pairs_known, pairs_unknown
from benchmarks.ranking.asking import Asker
from benchmarks.ranking.cases import Case

__all__ = ["gender_shortlists"]

_SIZE = 10


def gender_shortlists(asker: Asker, cases: Sequence[Case], vocabularies: Path, pairs: int, seed: int) -> str:
    """Return a Markdown table: how many pairs get the very same ten, and how far the others overlap.

    Parameters
    ----------
    pairs : int
        Pairs drawn of each sort, at most.
    """
    lines = [
        "| Gender pairs | Pairs | Same shortlist | Overlap of the top 10, mean | least |",
        "|---|---|---|---|---|",
    ]
    for name, known in (
        ("in the vocabulary", pairs_known(vocabularies)),
        ("in no vocabulary", pairs_unknown()),
    ):
        drawn = Random(seed).sample(known, min(pairs, len(known)))
        lists = asker.shortlists(cases, list(chain.from_iterable(drawn)), _SIZE)
        agreed = []
        for pair, one, other in zip(drawn, lists[::2], lists[1::2], strict=True):
            agreed.append(overlap(one[:_SIZE], other[:_SIZE]))
            if one != other:
                lines.insert(0, f"<!-- differ: {' / '.join(pair)} -->")
        same = sum(one == other for one, other in zip(lists[::2], lists[1::2], strict=True))
        lines.append(
            f"| {name} | {len(drawn)} | {same} | {sum(agreed) / len(agreed):.4f} | {min(agreed):.4f} |"
        )
    return "\n".join(lines)
