"""Skills found in English job ads: precision and recall beside a plain dictionary.

    MATCHER_DATA=<folder> python -m benchmarks.linking.extraction [--strict 0.9]

Sentences annotated with ESCO skills (``skill_extraction_dev``); the vocabulary is the English ESCO skills
(``esco_official``). A skill counts once per sentence. *LABEL NOT PRESENT* and *UNDERSPECIFIED* are left out
of what should be found; what is found in their place counts as wrong.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from matcher.embedding.ngram import NgramEmbedder
from matcher.vocabulary.esco import read_esco
from matcher.vocabulary.extract import SkillFinder
from matcher.vocabulary.schema import Vocabulary

SETS = ("house", "tech")
NOT_SKILLS = {"LABEL NOT PRESENT", "UNDERSPECIFIED", ""}
LONGEST = 8
ROUNDS = 1000


def read_skills(folder: Path) -> Vocabulary:
    """Read the skills of the Commission's own archives, as a workspace imports them."""
    return read_esco([folder / "esco_official"]).skills


def read_sentences(folder: Path, name: str) -> dict[str, set[str]]:
    """Return the labels that each sentence should give."""
    wanted: dict[str, set[str]] = {}
    path = folder / "skill_extraction_dev" / f"{name}_validation_annotations.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            wanted.setdefault(row["sentence"], set()).update({row["label"].strip()} - NOT_SKILLS)
    return wanted


def dictionary(vocabulary: Vocabulary) -> Callable[[list[str]], list[set[str]]]:
    """Return the baseline: every label, as spelled, found word by word, the longest first."""
    index: dict[tuple[str, ...], str] = {}
    for concept in vocabulary.concepts:
        for _, label in concept.all_labels():
            index.setdefault(tuple(label.lower().split()), concept.id)

    def find(sentence: str) -> set[str]:
        words, found, place = sentence.lower().split(), set(), 0
        while place < len(words):
            for size in range(LONGEST, 0, -1):
                if concept := index.get(tuple(words[place : place + size])):
                    found.add(concept)
                    place += size - 1
                    break
            place += 1
        return found

    return lambda sentences: [find(sentence) for sentence in sentences]


def find_skills(finder: SkillFinder, sentences: list[str]) -> list[set[str]]:
    """Return the skills that the product finds in each sentence."""
    return [
        {mention.concept or "" for mention in mentions if mention.kind == "skill"}
        for mentions in finder.find_all(sentences)
    ]


def scores(found: list[set[str]], wanted: list[set[str]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 over all sentences together."""
    right = sum(len(one & other) for one, other in zip(found, wanted, strict=True))
    precision = right / max(1, sum(map(len, found)))
    recall = right / max(1, sum(map(len, wanted)))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def interval(found: list[set[str]], wanted: list[set[str]]) -> tuple[float, float]:
    """Return the 95% interval of F1, by drawing sentences with replacement."""
    draw = random.Random(0)
    values = []
    for _ in range(ROUNDS):
        rows = draw.choices(range(len(found)), k=len(found))
        values.append(scores([found[row] for row in rows], [wanted[row] for row in rows])[2])
    values.sort()
    return values[int(0.025 * ROUNDS)], values[int(0.975 * ROUNDS)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strict", type=float, nargs="*", default=[1.01, 0.92, 0.85, 0.75])
    parser.add_argument("--show", action="store_true", help="print what was missed and what was wrong")
    options = parser.parse_args()
    folder = Path(os.environ.get("MATCHER_DATA", Path(__file__).parents[3] / "shared" / "data"))
    vocabulary = read_skills(folder)
    by_label = label_owners(vocabulary)
    methods: dict[str, Callable[[list[str]], list[set[str]]]] = {"dictionary": dictionary(vocabulary)}
    embedder = NgramEmbedder.load()
    finder = SkillFinder([vocabulary], embedder)
    for strict in options.strict:
        methods[f"finder {strict}"] = partial(find_skills, finder.with_strict(strict))
    for name in SETS:
        gold = read_sentences(folder, name)
        wanted = [{by_label.get(label.lower(), label) for label in labels} for labels in gold.values()]
        for method, find in methods.items():
            start = time.perf_counter()
            found = find(list(gold))
            precision, recall, f1 = scores(found, wanted)
            low, high = interval(found, wanted)
            seconds = time.perf_counter() - start
            print(
                f"{name:6s} {method:12s} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f} [{low:.3f}-{high:.3f}]"
                f"  {seconds:.1f} s"
            )
            if options.show:
                show(list(gold), found, wanted, vocabulary)


def label_owners(vocabulary: Vocabulary) -> Mapping[str, str]:
    """Return the concept of each label, preferred ones first."""
    owners: dict[str, str] = {}
    for concept in vocabulary.concepts:
        owners.setdefault(concept.label("en").lower(), concept.id)
    for concept in vocabulary.concepts:
        for _, label in concept.all_labels():
            owners.setdefault(label.lower(), concept.id)
    return owners


def show(sentences: list[str], found: list[set[str]], wanted: list[set[str]], vocabulary: Vocabulary) -> None:
    """Print, for each sentence, what was missed and what was wrong."""

    def names(ids: set[str]) -> list[str]:
        return sorted(vocabulary[one].label("en") if one in vocabulary else one for one in ids)

    for sentence, one, other in zip(sentences, found, wanted, strict=True):
        if one != other:
            print(f"  {sentence}\n    missed {names(other - one)}\n    wrong  {names(one - other)}")
            print(f"    right  {names(one & other)}")


if __name__ == "__main__":
    main()
