"""Real titles and skills of Italian vacancies reach the vocabularies."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from matcher.embedding.ngram import NgramEmbedder
from matcher.text.abbreviations import read_abbreviations
from matcher.vocabulary.linker import Linker
from matcher.vocabulary.load import find_vocabularies, load_vocabulary

DATA = Path(os.environ.get("MATCHER_DATA", Path(__file__).parents[3] / "shared" / "data"))
FOLDER = find_vocabularies()
EMBEDDER = NgramEmbedder.load()

pytestmark = pytest.mark.data


def rows(folder: str, name: str) -> list[dict[str, str]]:
    path = DATA / folder / name
    if not path.is_file():
        pytest.skip("needs the development data: set MATCHER_DATA")
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_real_titles_reach_an_occupation() -> None:
    titles = [row["title"] for row in rows("pes_vacancies_it_dev", "vacancies.csv")]
    abbreviations = read_abbreviations(FOLDER / "words" / "abbreviations.csv")
    linker = Linker(load_vocabulary("occupation", FOLDER), EMBEDDER, abbreviations=abbreviations)
    linked = linker.link_titles(titles)
    whole = [all(result.concept for result in several) for several in linked]
    assert sum(whole) >= 27, [title for title, done in zip(titles, whole, strict=True) if not done]
    assert [title for title, several in zip(titles, linked, strict=True) if not several] == [
        "Varie posizioni"
    ]


def test_the_skills_that_vacancies_name_most_reach_a_concept() -> None:
    table = rows("skill_frequency_it", "skill_frequency.csv")
    texts, mentions = [row["escoskill_level_3"] for row in table], [int(row["N"]) for row in table]
    skills = Linker(load_vocabulary("skill", FOLDER), EMBEDDER).link(texts)
    languages = Linker(load_vocabulary("language", FOLDER), EMBEDDER).link(texts)
    reached = [
        bool(skill.concept or language.concept) for skill, language in zip(skills, languages, strict=True)
    ]
    share = sum(number for number, done in zip(mentions, reached, strict=True) if done) / sum(mentions)
    assert share >= 0.95, share
