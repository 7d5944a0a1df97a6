"""How the linker answers what people write: titles and skills, and words that name neither.

    python -m benchmarks.linking.as_written [--half tune|test] [--show]

``as_written.tsv`` holds 720 lines written for it. Half of them (by a hash of the text) are for fitting and choosing,
the other half only for the last reading. What is linked to a concept that is not among the right ones counts as false;
so does every link of words that name no job or skill.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zlib import crc32

from matcher.desk.linkers import make_linker
from matcher.embedding.ngram import NgramEmbedder
from matcher.vocabulary.linker import Linker
from matcher.vocabulary.load import find_vocabularies, load_vocabulary
from matcher.vocabulary.results import LinkResult
from matcher.vocabulary.schema import Concept, Kind

__all__ = ["KINDS", "Written", "is_right", "open_linker", "read_written"]

KINDS: tuple[Kind, ...] = ("occupation", "skill")
_TABLE = Path(__file__).with_suffix(".tsv")
_BANDS = (0.0, 0.1, 0.25, 0.4, 0.55, 0.7, 0.8, 0.9, 0.97, 1.01)


@dataclass(frozen=True, slots=True)
class Written:
    """A text, and the ISCO unit groups or the concepts that it may mean: none where it names no job or skill."""

    kind: Kind
    text: str
    right: frozenset[str]

    @property
    def tuning(self) -> bool:
        """Whether the line may be used for fitting and choosing."""
        return crc32(self.text.encode()) % 2 == 0


def read_written(kind: Kind) -> list[Written]:
    """Read the lines of one kind."""
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.reader(stream, delimiter="\t") if row[0] == kind]
    return [Written(kind, row[1], frozenset("".join(row[2:]).split("|")) - {""}) for row in rows]


def is_right(line: Written, concept: Concept) -> bool:
    """Say whether a concept is what a line means."""
    return (concept.isco if line.kind == "occupation" else concept.id) in line.right


def open_linker(kind: Kind) -> Linker:
    """Return the linker as the product has it."""
    return make_linker(load_vocabulary(kind, find_vocabularies()), NgramEmbedder.load(), None)


def outcome(line: Written, result: LinkResult, linker: Linker) -> str:
    """Say in words what became of a line."""
    known = linker.vocabulary
    if result.concept is not None:
        return "linked right" if is_right(line, known[result.concept]) else "linked FALSE"
    if not result.ambiguous:
        return "nothing"
    shown = any(is_right(line, known[option.concept]) for option in result.alternatives)
    return "asked, right shown" if shown else "asked"


def report(lines: Sequence[Written], linker: Linker, *, show: bool) -> None:
    """Print the outcomes of genuine and of foreign lines, and how true the probabilities are."""
    results = linker.link([line.text for line in lines])
    outcomes = [outcome(line, result, linker) for line, result in zip(lines, results, strict=True)]
    for name, genuine in (("genuine", True), ("foreign", False)):
        counted = Counter(
            found for line, found in zip(lines, outcomes, strict=True) if bool(line.right) == genuine
        )
        print(f"  {name} ({counted.total()}): " + ", ".join(f"{key} {n}" for key, n in counted.most_common()))
    firsts = [
        (result.confidence, is_right(line, linker.vocabulary[result.alternatives[0].concept]))
        for line, result in zip(lines, results, strict=True)
        if result.alternatives
        and (result.concept or len(result.alternatives) == 1 or result.method == "embedding")
    ]
    for low, high in pairwise(_BANDS):
        inside = [(said, was) for said, was in firsts if low <= said < high]
        if inside:
            said, was = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            print(f"  said {low:.2f}-{high:.2f}: {len(inside):4d}  mean {said:.2f}  right {was:.2f}")
    for line, result, found in zip(lines, results, outcomes, strict=True) if show else ():
        if found != "linked right" and (line.right or found != "nothing"):
            first = result.alternatives[0] if result.alternatives else None
            meant = f"{first.concept} «{first.label}»" if first else ""
            print(f"    {found:18} {result.method:11} {result.confidence:.2f}  {line.text}  →  {meant}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("tune", "test"), default="tune")
    parser.add_argument("--show", action="store_true", help="print every line that was not linked right")
    options = parser.parse_args()
    for kind in KINDS:
        print(f"{kind}, {options.half}")
        lines = [line for line in read_written(kind) if line.tuning == (options.half == "tune")]
        report(lines, open_linker(kind), show=options.show)


if __name__ == "__main__":
    main()
