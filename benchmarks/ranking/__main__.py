"""Measure the ranking end to end: ``python -m benchmarks.ranking --data DATA``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.quality.metrics import measure
from benchmarks.ranking.asking import Answer, Asker
from benchmarks.ranking.cases import draw_cases
from benchmarks.ranking.gender import gender_shortlists
from matcher.vocabulary.load import find_vocabularies

#: Criteria that these made-up pairs can tell apart; the others are the same for everybody.
_SPEAKING = ("occupation", "skills", "skills_offered", "text")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ranking", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the development data")
    parser.add_argument(
        "--seed", type=int, default=1, help="1: the draw that weights were tried on; 2: the check"
    )
    parser.add_argument("--queries", type=int, default=300, help="vacancies asked, at most")
    parser.add_argument("--ablation", action="store_true", help="each criterion left out, doubled and alone")
    parser.add_argument(
        "--gender", type=int, default=0, help="pairs of titles to compare instead, of each sort"
    )
    parser.add_argument("--languages", default="it,en", help="of the titles")
    options = parser.parse_args(arguments)
    asker = Asker()
    if options.gender:
        cases = draw_cases(options.data, "it", options.seed, essential=True)
        print(gender_shortlists(asker, cases, find_vocabularies(), options.gender, options.seed))
        return
    print("| Titles | Skills from | Words | Weights | Vacancies | Profiles | MRR [95%] | first |")
    print("|---|---|---|---|---|---|---|---|")
    for language in options.languages.split(","):
        for essential in (True, False):
            cases = draw_cases(options.data, language, options.seed, essential)
            for linked in (True, False):
                answers = asker.ask(cases, linked, options.queries, options.seed)
                source = "essential" if essential else "all"
                head = f"| {language} | {source} | {'linked' if linked else 'as written'} "
                trials = _trials(asker.weights) if options.ablation else {"default": asker.weights}
                for name, weights in trials.items():
                    print(f"{head}| {name} | {_row(answers, len(cases), weights, options.seed)}", flush=True)


def _trials(weights: Mapping[str, int]) -> dict[str, Mapping[str, int]]:
    found: dict[str, Mapping[str, int]] = {"default": weights}
    for name in _SPEAKING:
        found[f"{name} 0"] = {**weights, name: 0}
        found[f"{name} doubled"] = {**weights, name: 2 * weights[name]}
        found[f"{name} alone"] = {name: 1}
    return found


def _row(answers: Sequence[Answer], profiles: int, weights: Mapping[str, int], seed: int) -> str:
    got = measure([np.array([answer.rank(weights)]) for answer in answers], seed)
    return f"{got.queries} | {profiles} | {got.mrr:.3f} [{got.low:.3f}, {got.high:.3f}] | {got.hits_1:.2f} |"


if __name__ == "__main__":
    main()
