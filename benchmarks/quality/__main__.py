"""Measure the bundled model beside baselines: ``python -m benchmarks.quality --data PATH``."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.baselines import (
    Scorer,
    character_tfidf,
    dense,
    google_encoder,
    minilm,
    rapidfuzz_ratio,
)
from benchmarks.quality.gender import gender_table
from benchmarks.quality.metrics import Measures, measure, relevant_ranks
from benchmarks.quality.sets import QualitySet, development_sets
from matcher.embedding.ngram import NgramEmbedder

_VOCABULARIES = Path(__file__).parents[2] / "vocabularies"
_README = Path(__file__).with_name("README.md")
_START, _END = "<!-- quality:start -->", "<!-- quality:end -->"
SYSTEMS = ("matcher", "tfidf", "rapidfuzz", "google", "minilm")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the development data")
    parser.add_argument("--vocabularies", type=Path, default=_VOCABULARIES, help="our vocabularies")
    parser.add_argument("--weights", type=Path, help="weights to measure instead of the bundled ones")
    parser.add_argument("--systems", default=",".join(SYSTEMS), help=f"some of {','.join(SYSTEMS)}")
    parser.add_argument("--sets", default="", help="only sets whose name contains this text")
    parser.add_argument("--seed", type=int, default=0, help="seed of the bootstrap")
    parser.add_argument("--write", action="store_true", help="write the table into the README beside this")
    options = parser.parse_args(arguments)
    sets = [found for found in development_sets(options.data) if options.sets in found.name]
    measured: dict[str, dict[str, Measures]] = {found.name: {} for found in sets}
    print("| Set | Queries | System | MRR [95%] | MAP | hit@1 | hit@5 | hit@10 |")
    print("|---|---|---|---|---|---|---|---|")
    for name in options.systems.split(","):
        started = time.perf_counter()
        try:
            scorer = _open(name, options.weights)
        except ImportError as missing:
            print(f"| all | | {name} | skipped: {missing.name} is not installed | | | | |")
            continue
        for found in sets:
            measured[found.name][name] = _run(scorer, found, options.seed)
            print(_row(found, name, measured[found.name][name]), flush=True)
        print(f"| all | | {name} | {time.perf_counter() - started:.0f} s | | | | |")
    genders = gender_table(NgramEmbedder.load(options.weights), options.data, options.vocabularies)
    print(f"\n{genders}")
    if options.write:
        write_tables(f"{side_by_side(measured)}\n\n{genders}")


def side_by_side(measured: Mapping[str, Mapping[str, Measures]]) -> str:
    """Return one Markdown row for each set: the mean reciprocal rank of every system, with its interval."""
    names = [name for name in SYSTEMS if any(name in found for found in measured.values())]
    lines = [f"| Set | Queries | {' | '.join(names)} |", "|---|---|" + "---|" * len(names)]
    for label, found in measured.items():
        cells = [
            f"{got.mrr:.3f} [{got.low:.3f}, {got.high:.3f}]" if (got := found.get(name)) else ""
            for name in names
        ]
        lines.append(f"| {label} | {next(iter(found.values())).queries:,} | {' | '.join(cells)} |")
    return "\n".join(lines)


def write_tables(text: str) -> None:
    """Put tables between the marks of the README."""
    before, _, rest = _README.read_text(encoding="utf-8").partition(_START)
    after = rest.partition(_END)[2]
    _README.write_text(f"{before}{_START}\n{text}\n{_END}{after}", encoding="utf-8")


def _open(name: str, weights: Path | None) -> Scorer:
    if name == "matcher":
        return dense(NgramEmbedder.load(weights).encode)
    if name == "tfidf":
        return character_tfidf
    if name == "rapidfuzz":
        return rapidfuzz_ratio
    return {"google": google_encoder, "minilm": minilm}[name]()


def _run(scorer: Scorer, found: QualitySet, seed: int) -> Measures:
    return measure([rank for block in _ranked(scorer, found) for rank in block], seed)


def _ranked(scorer: Scorer, found: QualitySet) -> Iterator[list[NDArray[np.int64]]]:
    at = 0
    for scores in scorer(found.queries, found.corpus):
        yield relevant_ranks(scores, found.relevant[at : at + len(scores)])
        at += len(scores)


def _row(found: QualitySet, name: str, got: Measures) -> str:
    return (
        f"| {found.name} | {got.queries} | {name} | {got.mrr:.3f} [{got.low:.3f}, {got.high:.3f}] "
        f"| {got.average_precision:.3f} | {got.hits_1:.3f} | {got.hits_5:.3f} | {got.hits_10:.3f} |"
    )


if __name__ == "__main__":
    main()
