"""How long it takes to link 100,000 titles as a job centre has them.

    python -m benchmarks.linking.speed [--distinct 20000]

Titles of the vocabulary, made untidy (capitals, slips, places, contracts, seniority), drawn with repetition. Seconds of
processor time: first pass, and the same batch again.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter

from benchmarks.linking.calibrate import slip
from matcher.embedding.ngram import NgramEmbedder
from matcher.text.abbreviations import read_abbreviations
from matcher.vocabulary.linker import Linker
from matcher.vocabulary.load import find_vocabularies, load_vocabulary

TITLES = 100_000
AFTER = (
    "part time",
    "(M/F)",
    "junior",
    "- Catania",
    "zona Sassuolo",
    "settore alimentare",
    "di cantiere",
    "per hotel",
)
BEFORE = ("Cercasi", "n. 2", "URGENTE", "Apprendista")


def untidy(title: str, draw: random.Random) -> str:
    """Write a title as people do."""
    chance = draw.random()
    if chance < 0.4:
        return title.upper() if chance < 0.15 else title
    if chance < 0.55:
        return slip(title, draw)
    return f"{title} {draw.choice(AFTER)}" if chance < 0.9 else f"{draw.choice(BEFORE)} {title}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--distinct", type=int, default=20_000)
    options = parser.parse_args()
    folder = find_vocabularies()
    start = time.process_time()
    vocabulary = load_vocabulary("occupation", folder)
    abbreviations = read_abbreviations(folder / "words" / "abbreviations.csv")
    linker = Linker(vocabulary, NgramEmbedder.load(), abbreviations=abbreviations)
    linker.rank(["cuoco"])
    print(f"ready in {time.process_time() - start:.1f} s: {len(vocabulary)} concepts")
    draw = random.Random(0)
    labels = [label for concept in vocabulary.concepts for _, label in concept.all_labels()]
    distinct = [untidy(draw.choice(labels), draw) for _ in range(options.distinct)]
    titles = draw.choices(distinct, k=TITLES)
    for name in ("first pass", "again"):
        start = time.process_time()
        results = linker.link(titles)
        print(f"{name}: {TITLES} titles, {len(set(titles))} distinct, {time.process_time() - start:.2f} s")
    print(Counter(f"{result.method}{', to be chosen' if result.ambiguous else ''}" for result in results))


if __name__ == "__main__":
    main()
