"""Train the bundled model: ``python -m training.train --data PATH --vocabularies PATH --output PATH``."""

from __future__ import annotations

import argparse
import csv
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

from training.batches import Mixture, draw_pairs
from training.export import export
from training.module import NgramBag
from training.sources import (
    classified_titles,
    esco_skills,
    job_ad_phrases,
    known_words,
    occupations,
    own_skills,
    synonyms,
    titled_texts,
)
from training.teacher import Teacher

__all__ = ["Recipe", "average", "main", "train"]

_HERE = Path(__file__).parent
_DEV_TITLES = _HERE.parent / "benchmarks" / "quality" / "cp2021_isco.csv"
_log = logging.getLogger("training")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Sizes and rates; the defaults are those of the shipped weights."""

    buckets: int = 131_072
    dimensions: int = 128
    steps: int = 1_600
    rate: float = 1.5e-2
    scale: float = 20.0
    seed: int = 20261122
    teacher_weight: float = 1.0
    teacher_texts: int = 40_000
    teacher_batch: int = 384


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the sources, train, and write the sentence-transformers model and the integer weights."""
    usual = Recipe()
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with esco and cp2021")
    parser.add_argument("--vocabularies", type=Path, required=True, help="our vocabularies")
    parser.add_argument("--output", type=Path, required=True, help="folder to write")
    parser.add_argument("--name", default="ngram-2", help="name and version in the model's id")
    parser.add_argument("--steps", type=int, default=usual.steps)
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument(
        "--teacher", type=Path, help="where the teacher's vectors are kept between runs (.npz)"
    )
    parser.add_argument(
        "--all-titles",
        action="store_true",
        help="average with a second table that sees the CP2021 titles of benchmarks/quality too",
    )
    parser.add_argument("--no-teacher", action="store_true", help="do without the package of the teacher")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    recipe = Recipe(
        steps=options.steps,
        seed=options.seed,
        teacher_weight=0.0 if options.no_teacher else usual.teacher_weight,
    )
    mixtures = read_mixtures(options.data, options.vocabularies)
    teacher = None
    if recipe.teacher_weight:
        concepts = [concept for part in mixtures for concept in part.concepts]
        phrases = job_ad_phrases(options.data / "skillspan_train" / "train.jsonl.gz")
        teacher = Teacher.open(concepts, phrases, recipe.teacher_texts, recipe.seed, options.teacher)
    model = train(mixtures, recipe, teacher)
    if options.all_titles:
        everything = read_mixtures(options.data, options.vocabularies, all_titles=True)
        model = average(model, train(everything, recipe, teacher))
    SentenceTransformer(modules=[model], device="cpu").save(str(options.output / "sentence-transformers"))
    export(model.table.detach().numpy(), model.known, options.output / "weights", options.name)


def read_mixtures(data: Path, vocabularies: Path, *, all_titles: bool = False) -> list[Mixture]:
    """The sources and the pairs that each gives to a batch; ``all_titles`` adds those that the benchmarks ask."""
    known = occupations(data / "esco", vocabularies / "occupations")
    titles = data / "cp2021" / "cp2021_without_melo_titles.csv"
    groups = [_HERE / "cp2021_isco.csv"]
    if all_titles:
        groups.append(_DEV_TITLES)
        measured: set[str] = set()
    else:
        with _DEV_TITLES.open(encoding="utf-8") as lines:
            measured = {row["code"] for row in csv.DictReader(lines)}
    classified = [concept for path in groups for concept in classified_titles(known, titles, path)]
    return [
        Mixture([concept for concept in known if concept.group != "isco"], pairs=416),
        Mixture([concept for concept in known if concept.group == "isco"], 24, 0.4, siblings=False),
        Mixture(esco_skills(data / "esco", data / "esco_official"), pairs=96),
        Mixture(own_skills(vocabularies / "skills"), pairs=40),
        Mixture(titled_texts(titles, "name", "description", measured), 48, 1.0, siblings=False),
        Mixture(synonyms(_HERE / "lexicon.txt"), 48, 0.0, siblings=False),
        Mixture(classified, 20 if all_titles else 16, 1.0, siblings=False),
    ]


def average(one: NgramBag, other: NgramBag) -> NgramBag:
    """Return the other model with the mean of both tables: trained from the same rows, it is better than each."""
    other.table.data.add_(one.table.data).div_(2)
    return other


def train(mixtures: Sequence[Mixture], recipe: Recipe, teacher: Teacher | None = None) -> NgramBag:
    """Train a table from random rows.

    Symmetric in-batch cross-entropy between texts of one meaning, beside the relations that a general
    encoder sees among the same kind of texts. Seeded: one machine, one result.
    """
    torch.manual_seed(recipe.seed)
    random = Random(recipe.seed)
    concepts = [concept for part in mixtures for concept in part.concepts]
    module = NgramBag(recipe.buckets, recipe.dimensions, known_words(concepts), seed=recipe.seed)
    model = SentenceTransformer(modules=[module], device="cpu")
    model.train()
    ranking = MultipleNegativesRankingLoss(
        model, recipe.scale, directions=("query_to_doc", "doc_to_query"), partition_mode="per_direction"
    )
    optimiser = torch.optim.SparseAdam([module.table], lr=recipe.rate, betas=(0.9, 0.99))
    started = time.monotonic()
    for step in range(recipe.steps):
        optimiser.param_groups[0]["lr"] = recipe.rate * _schedule(step, recipe.steps)
        anchors, positives = zip(
            *(pair for part in mixtures for pair in draw_pairs(part, random)), strict=True
        )
        loss = ranking([module.preprocess(anchors), module.preprocess(positives)], torch.empty(0))
        if teacher:
            loss = loss + recipe.teacher_weight * teacher.loss(module, recipe.teacher_batch, random)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if (step + 1) % 100 == 0:
            _log.info("step %d, loss %.3f, %.0f s", step + 1, loss.item(), time.monotonic() - started)
    return module.eval()


def _schedule(step: int, steps: int) -> float:
    """Rise over the first twentieth, then a straight fall to zero."""
    return min(1.0, (step + 1) / max(1, steps // 20)) * (1 - step / steps)


if __name__ == "__main__":
    main()
