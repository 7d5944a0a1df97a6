"""Fit the calibration of the linker on labels held out of the vocabularies, and on words that name nothing.

    python -m benchmarks.linking.calibrate [--write]

Ten folds. In each, a tenth of the alternative labels is taken out of the vocabulary (all forms that share a key), and
one concept in seven loses all its labels, so that the linker also meets what it cannot know. A slip of the fingers
goes into one text in five. Held-out labels all name something: beside them stand the tuning half of ``as_written.tsv``
and the everyday words that the linker refuses, as if it did not know them. What speaks for the most alike concept, and
whether it is right, is fitted by logistic regression; half of the folds fits, the other half prints how reliable the
probabilities are. The coefficients go to
``matcher/vocabulary/calibration.toml``; run it again whenever weights or vocabularies change much.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.linking import as_written
from matcher.embedding.ngram import NgramEmbedder
from matcher.text.normalise import fold_key
from matcher.vocabulary import calibration
from matcher.vocabulary.everyday import EVERYDAY
from matcher.vocabulary.linker import Linker
from matcher.vocabulary.load import find_vocabularies, load_vocabulary
from matcher.vocabulary.schema import Concept, Kind, Vocabulary

FOLDS = 10
SAMPLE = 700
UNKNOWN = 1 / 7
SLIPS = 0.2
ACCEPT = 0.8
ASK = 0.25
RIDGE = 1e-4
LINE = 3.0
"""What a line of ``as_written.tsv`` counts beside a held-out label, or an everyday word."""
SEED = 20261122


UNFITTED = calibration.Calibration(0.0, (0.0,) * len(calibration.FEATURES), ACCEPT, ASK)
Example = tuple[int, str, list[calibration.Evidence]]


def held_out(vocabulary: Vocabulary, fold: int) -> tuple[Vocabulary, list[tuple[str, str]]]:
    """Return the vocabulary without a fold of its labels, and those labels with the concept they belonged to."""
    draw = random.Random(SEED + fold)
    kept: list[Concept] = []
    asked: list[tuple[str, str]] = []
    for concept in vocabulary.concepts:
        preferred = {fold_key(label) for label in (*concept.labels.values(), *concept.labels_f.values())}
        keys = sorted({fold_key(label) for _, label in concept.all_labels()} - preferred - {""})
        gone = {key for key in keys if draw.random() < 1 / FOLDS}
        asked += [(label, concept.id) for _, label in concept.all_labels() if fold_key(label) in gone]
        if draw.random() < UNKNOWN:
            continue
        kept.append(
            replace(
                concept,
                alternatives={
                    language: tuple(label for label in labels if fold_key(label) not in gone)
                    for language, labels in concept.alternatives.items()
                },
            )
        )
    distinct = list({fold_key(label): (label, concept) for label, concept in asked}.values())
    draw.shuffle(distinct)
    asked = [
        (slip(label, draw) if draw.random() < SLIPS else label, concept)
        for label, concept in distinct[:SAMPLE]
    ]
    return Vocabulary(vocabulary.kind, vocabulary.name, "held out", "", tuple(kept)), asked


def slip(text: str, draw: random.Random) -> str:
    """Leave out, double or swap one letter of one word of five letters or more."""
    words = text.split()
    long = [place for place, word in enumerate(words) if len(word) >= 5]
    if not long:
        return text
    place = draw.choice(long)
    word = words[place]
    at = draw.randrange(1, len(word) - 1)
    forms = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    words[place] = draw.choice(forms)
    return " ".join(words)


def examples(vocabulary: Vocabulary, embedder: NgramEmbedder) -> Iterator[Example]:
    """Yield fold, right concept and evidence, for every text that no label settles."""
    for fold in range(FOLDS):
        reduced, asked = held_out(vocabulary, fold)
        linker = Linker(reduced, embedder, calibration=UNFITTED)
        unsettled = [
            (text, concept)
            for (text, concept), result in zip(asked, linker.link([text for text, _ in asked]), strict=True)
            if result.method in ("embedding", "none")
        ]
        evidence = linker.evidence([text for text, _ in unsettled])
        for (_, concept), found in zip(unsettled, evidence, strict=True):
            yield fold, concept, found


def foreign(kind: Kind) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return features, outcomes and weights of what people write, and of everyday words that no label is."""
    linker = as_written.open_linker(kind)
    lines = [line for line in as_written.read_written(kind) if line.tuning]
    lines += [as_written.Written(kind, word, frozenset()) for word in sorted(EVERYDAY)]
    links = linker.link([line.text for line in lines])
    lines = [
        line
        for line, link in zip(lines, links, strict=True)
        if link.method in ("embedding", "none") or not (line.right or link.concept)
    ]
    rows = [
        (seen[0].values, as_written.is_right(line, linker.vocabulary[seen[0].concept]), line.text in EVERYDAY)
        for line, seen in zip(lines, linker.evidence([line.text for line in lines]), strict=True)
        if seen
    ]
    values, right, words = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return values, right, np.where(words > 0, 1.0, LINE)


def fit(values: np.ndarray, right: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return the coefficients of a logistic regression (intercept first), by Newton's method.

    Parameters
    ----------
    values : ndarray, shape (n, n_features)
    right : ndarray of 0 and 1, shape (n,)
    counts : ndarray, shape (n,)
        How much each row weighs.
    """
    design = np.column_stack([np.ones(len(values)), values])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        probability = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (counts * (right - probability)) - RIDGE * len(values) * weights
        curvature = (design * (counts * probability * (1 - probability))[:, None]).T @ design
        step = np.linalg.solve(curvature + RIDGE * len(values) * np.eye(len(weights)), gradient)
        weights += step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def calibrate(kind: Kind, embedder: NgramEmbedder) -> calibration.Calibration:
    """Fit one kind, print how reliable the result is, and return it."""
    found = [row for row in examples(load_vocabulary(kind, find_vocabularies()), embedder) if row[2]]
    values = np.array([seen[0].values for _, _, seen in found])
    right = np.array([float(seen[0].concept == concept) for _, concept, seen in found])
    fitting = np.array([fold % 2 == 0 for fold, _, _ in found])
    others = foreign(kind)
    weights = fit(
        np.concatenate([values[fitting], others[0]]),
        np.concatenate([right[fitting], others[1]]),
        np.concatenate([np.ones(fitting.sum()), others[2]]),
    )
    model = calibration.Calibration(float(weights[0]), tuple(map(float, weights[1:])), ACCEPT, ASK)
    report(kind, model, [row for row, used in zip(found, fitting, strict=True) if not used])
    return model


def report(kind: str, model: calibration.Calibration, rows: list[Example]) -> None:
    """Print how often the texts not used for fitting were right, by what was said of them."""
    tested = [(model.weigh(seen), concept) for _, concept, seen in rows]
    sure = np.array([options[0].confidence for options, _ in tested])
    hit = np.array([options[0].concept == concept for options, concept in tested])
    shown = np.array([concept in {option.concept for option in options} for options, concept in tested])
    print(f"\n{kind}: {len(tested)} held-out texts, {hit.mean():.3f} with the right concept first")
    for low, high in pairwise((0.0, 0.1, 0.25, 0.4, 0.55, 0.7, 0.8, 0.9, 0.95, 1.0)):
        inside = (sure >= low) & (sure < high)
        if inside.any():
            said, was = sure[inside].mean(), hit[inside].mean()
            print(f"  {low:.2f}-{high:.2f}: {inside.sum():5d}  said {said:.3f}  was {was:.3f}")
    linked, asked = sure >= ACCEPT, (sure >= ASK) & (sure < ACCEPT)
    print(f"  linked (from {ACCEPT}): {linked.mean():.3f}, of which right {hit[linked].mean():.3f}")
    print(
        f"  asked (from {ASK}): {asked.mean():.3f}, of which right among the five shown {shown[asked].mean():.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the coefficients into the package")
    options = parser.parse_args()
    embedder = NgramEmbedder.load()
    lines = ["# Written by benchmarks/linking/calibrate.py", f'model = "{embedder.model_id}"']
    kinds: tuple[Kind, ...] = ("occupation", "skill")
    for kind in kinds:
        model = calibrate(kind, embedder)
        named = ", ".join(
            f"{name} = {weight:.4f}" for name, weight in zip(calibration.FEATURES, model.weights, strict=True)
        )
        lines += [
            "",
            f"[{kind}]",
            f"intercept = {model.intercept:.4f}",
            f"accept = {model.accept}",
            f"ask = {model.ask}",
        ]
        lines += [f"weights = {{ {named} }}"]
    text = "\n".join(lines) + "\n"
    if options.write:
        Path(calibration.__file__).with_name("calibration.toml").write_text(text, encoding="utf-8")
    print("\n" + text)


if __name__ == "__main__":
    main()
