"""Development sets: queries, a corpus of labels, and which labels answer each query."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.augment import mistype
from training.holdout import is_held_out_label

__all__ = ["QualitySet", "development_sets"]

_BRIDGES = {"es": "esp_q_es_c_es", "fr": "fra_q_fr_c_fr"}


@dataclass(frozen=True, slots=True)
class QualitySet:
    """A ranking task: rows of ``corpus`` in ``relevant[i]`` answer ``queries[i]``."""

    name: str
    queries: Sequence[str]
    corpus: Sequence[str]
    relevant: Sequence[NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class _Label:
    concept: str
    isco: str
    text: str


def development_sets(data: Path) -> list[QualitySet]:
    """All the sets that the folder of development data allows, in a fixed order."""
    rows = list(_lines(data / "esco" / "occupations.jsonl.gz"))
    rows = [row for row in rows if "1.0.8" in row["versions"]]
    corpora = {language: _corpus(rows, language) for language in ("it", "en")}
    groups = list(csv.DictReader((data / "esco" / "isco_groups.csv").open(encoding="utf-8")))
    places = [f"isco:{row['code']}" for row in sorted(groups, key=lambda row: row["code"])]
    places += sorted(row["uri"] for row in rows)
    sets = [
        _held_out("ESCO it→it", rows, corpora["it"], "it"),
        _held_out("ESCO it→en", rows, corpora["en"], "it"),
        _held_out("ESCO en→en", rows, corpora["en"], "en"),
        _by_group("CP2021 it→it", _cp2021(data), corpora["it"]),
        _by_group("CP2021 it→en", _cp2021(data), corpora["en"]),
        _by_group("CH-ISCO it→it", _ch_isco(data), corpora["it"]),
    ]
    for language, folder in _BRIDGES.items():
        titles, corpus = _bridge(data / "melo_dev" / folder, places)
        sets.append(_by_concept(f"MELO {language}→{language}", titles, corpus))
        for other in ("it", "en"):
            labelled = [(title, key) for title, key in titles if not key.startswith("isco:")]
            sets.append(_by_concept(f"MELO {language}→{other}", labelled, corpora[other]))
    sets += [_with_typos(found) for found in sets if found.name in ("ESCO it→it", "CP2021 it→it")]
    return sets


def _corpus(rows: Sequence[dict[str, Any]], language: str) -> list[_Label]:
    """Every label of every occupation but those kept for measuring."""
    found = []
    for row in rows:
        kept = [name for name in row[f"alt_{language}"] or [] if not is_held_out_label(row["uri"], name)]
        names = dict.fromkeys([row[f"label_{language}"], *kept])
        found += [_Label(row["uri"], row["isco"], name) for name in names if name]
    return found


def _held_out(name: str, rows: Sequence[dict[str, Any]], corpus: list[_Label], language: str) -> QualitySet:
    titles = []
    for row in rows:
        for label in row[f"alt_{language}"] or []:
            if is_held_out_label(row["uri"], label) and "/" not in label:
                titles.append((label, row["uri"]))
    return _by_concept(name, titles, corpus)


def _cp2021(data: Path) -> list[tuple[str, frozenset[str]]]:
    table = csv.DictReader((Path(__file__).parent / "cp2021_isco.csv").open(encoding="utf-8"))
    groups = {row["code"]: frozenset(row["isco"].split("|")) for row in table}
    source = data / "cp2021" / "cp2021_without_melo_titles.csv"
    units = csv.DictReader(source.open(encoding="utf-8", newline=""))
    return [(row["name"], groups[row["code"]]) for row in units if row["code"] in groups]


def _ch_isco(data: Path) -> list[tuple[str, frozenset[str]]]:
    table = csv.DictReader((data / "ch_isco_dev" / "titles_it.csv").open(encoding="utf-8"))
    return [(row["title_it"], frozenset([row["isco08"]])) for row in table]


def _bridge(folder: Path, places: list[str]) -> tuple[list[tuple[str, str]], list[_Label]]:
    """National titles, each with its concept, and the labels of one language.

    Elements stand in the order of ISCO codes, then of the URIs of ESCO 1.0.8: so concepts of different
    languages meet.
    """
    corpus, concepts = [], {}
    for row in _tsv(folder / "corpus_elements.tsv"):
        concepts[row[0]] = places[int(row[0][1:7]) - 1]
        corpus.append(_Label(concepts[row[0]], "", row[1]))
    queries = {row[0]: row[1] for row in _tsv(folder / "queries.tsv")}
    linked = sorted({(row[0], concepts[row[2]]) for row in _tsv(folder / "annotations.tsv")})
    return [(queries[query], key) for query, key in linked], corpus


def _by_concept(name: str, titles: list[tuple[str, str]], corpus: list[_Label]) -> QualitySet:
    rows: dict[str, list[int]] = defaultdict(list)
    for index, label in enumerate(corpus):
        rows[label.concept].append(index)
    kept = [(title, rows[key]) for title, key in titles if rows[key]]
    return _assemble(name, kept, corpus)


def _by_group(name: str, titles: list[tuple[str, frozenset[str]]], corpus: list[_Label]) -> QualitySet:
    rows: dict[str, list[int]] = defaultdict(list)
    for index, label in enumerate(corpus):
        rows[label.isco].append(index)
    kept = [(title, [row for code in sorted(codes) for row in rows[code]]) for title, codes in titles]
    return _assemble(name, [pair for pair in kept if pair[1]], corpus)


def _assemble(name: str, titles: Sequence[tuple[str, list[int]]], corpus: list[_Label]) -> QualitySet:
    relevant = [np.array(rows, dtype=np.int64) for _, rows in titles]
    return QualitySet(name, [title for title, _ in titles], [label.text for label in corpus], relevant)


def _with_typos(found: QualitySet) -> QualitySet:
    random = Random(20261122)
    return replace(
        found, name=f"{found.name} typos", queries=[mistype(text, random) for text in found.queries]
    )


def _tsv(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
