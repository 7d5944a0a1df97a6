"""Read the official downloads and our vocabularies into concepts with their texts."""

from __future__ import annotations

import csv
import gzip
import html
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from matcher.embedding.features import words
from matcher.vocabulary.esco_files import find_tables
from training.holdout import is_held_out_label

__all__ = [
    "Concept",
    "classified_titles",
    "esco_skills",
    "job_ad_phrases",
    "known_words",
    "occupations",
    "own_skills",
    "sentences",
    "synonyms",
    "titled_texts",
]


@dataclass(slots=True)
class Concept:
    """One meaning and the texts that name it.

    ``group`` gathers concepts that are easily confused (ISCO minor group). ``labels`` maps a
    language (``it``, ``en``; ``own``: Italian titles of our vocabulary) to names.
    """

    key: str
    group: str
    labels: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sentences: list[str] = field(default_factory=list)
    unit: str = ""


def sentences(text: str | None) -> list[str]:
    """Split a description into sentences of 4 to 40 words."""
    plain = html.unescape(text or "")
    parts = re.split(r"(?<=[.;:])\s+|\s-\s|\(\w\)", plain)
    return [part.strip(" ;.:") for part in parts if 4 <= len(part.split()) <= 40]


def occupations(esco: Path, own: Path | None) -> list[Concept]:
    """ESCO occupations, ISCO groups and our own titles, joined where they share an unambiguous title."""
    found = _isco_groups(esco) + _esco_occupations(esco)
    if own:
        _add_own_titles(found, own)
    return [concept for concept in found if any(concept.labels.values())]


def _isco_groups(esco: Path) -> list[Concept]:
    found = []
    for row in sorted(_table(esco / "isco_groups.csv"), key=lambda row: row["code"]):
        concept = Concept(f"isco:{row['code']}", "isco", unit=row["code"])
        concept.labels["it"] = [row["label_it"]]
        concept.labels["en"] = [row["label_en"]]
        tasks, _, examples = row["description_en"].partition("Examples of the occupations classified here:")
        concept.sentences = sentences(tasks)
        named = re.split(r"\s-\s", examples.partition("Some related")[0])
        concept.labels["en"] += [name.strip(" -;.") for name in named if 2 < len(name.strip(" -;.")) < 60]
        found.append(concept)
    return found


def _esco_occupations(esco: Path) -> list[Concept]:
    rows = list(_lines(esco / "occupations.jsonl.gz"))
    found = []
    for row in sorted(rows, key=lambda row: row["uri"]):
        concept = Concept(row["uri"], row["isco"][:3], unit=row["isco"])
        for language in ("it", "en"):
            names = row[f"alt_{language}"] or []
            kept = [name for name in names if not is_held_out_label(row["uri"], name)]
            concept.labels[language] = _distinct([row[f"label_{language}"], *kept])
            concept.sentences += sentences(row[f"description_{language}"])
        found.append(concept)
    return found


def _add_own_titles(found: list[Concept], folder: Path) -> None:
    owners: dict[str, set[int]] = defaultdict(set)
    for index, concept in enumerate(found):
        if concept.group == "isco":
            continue
        for name in concept.labels["it"] + concept.labels["en"]:
            owners[_form(name)].add(index)
    for path in sorted(folder.glob("isco-*.csv")):
        for row in _table(path):
            italian = _distinct([row["label_m"], *_split(row["alt_it"], "/")])
            english = _distinct([row["label_en"], *_split(row["alt_en"])])
            shared = owners.get(_form(row["label_m"]), set())
            if len(shared) == 1:
                concept = found[next(iter(shared))]
            else:
                concept = Concept(f"own:{row['id']}", row["isco"][:3])
                found.append(concept)
            concept.labels["own"] += italian
            concept.labels["en"] += [name for name in english if name not in concept.labels["en"]]


def own_skills(folder: Path) -> list[Concept]:
    """Skills of our own vocabularies, Italian and English."""
    found = []
    for path in sorted(folder.glob("*.csv")):
        for row in _table(path):
            concept = Concept(f"skill:{row['id']}", f"{path.stem}/{row['broader']}")
            concept.labels["it"] = _distinct([row["label_it"], *_split(row["alt_it"])])
            concept.labels["en"] = _distinct([row["label_en"], *_split(row["alt_en"])])
            found.append(concept)
    return found


def synonyms(path: Path) -> list[Concept]:
    """Lines of words of one field, Italian and English, parted by ``|``."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        concept = Concept(f"synonyms:{number}", "synonyms")
        concept.labels["it"] = _distinct(list(line.split("|")))
        found.append(concept)
    return found


def esco_skills(esco: Path, published: Path) -> list[Concept]:
    """ESCO skills, English only.

    Parameters
    ----------
    esco : Path
        Folder with ``skills_en.jsonl.gz``, for preferred labels, descriptions and groups.
    published : Path
        Folder with the Commission's own English archive, for alternative labels: in copies of other hands a quarter
        of them stand beside the wrong skill.
    """
    tables = [table for table in find_tables([published]) if (table.name, table.language) == ("skills", "en")]
    others = {row["conceptUri"]: row.get("altLabels", "").split("\n") for row in tables[0].rows()}
    found = []
    for row in _lines(esco / "skills_en.jsonl.gz"):
        group = (row["broader"] or [row["uri"]])[0]
        concept = Concept(row["uri"], f"skills/{group}")
        concept.labels["en"] = _distinct([row["label_en"], *others.get(row["uri"], ())])
        concept.sentences = sentences(row["description_en"])[:2]
        found.append(concept)
    return found


def job_ad_phrases(path: Path) -> list[str]:
    """Phrases marked as skill or knowledge in sentences of job ads (SkillSpan, JSON Lines)."""
    found: list[str] = []
    for row in _lines(path):
        for tags in (row["tags_skill"], row["tags_knowledge"]):
            phrase: list[str] = []
            for token, tag in zip([*row["tokens"], ""], [*tags, "O"], strict=True):
                if tag != "I" and phrase:
                    found.append(" ".join(phrase))
                    phrase = []
                if tag != "O":
                    phrase.append(token)
    return sorted(set(found))


def classified_titles(known: list[Concept], titles: Path, groups: Path) -> list[Concept]:
    """Italian national titles, each described by the labels of the ISCO unit groups that hold it.

    Parameters
    ----------
    known : list of Concept
        What ``occupations`` gave.
    titles : Path
        CSV with ``code`` and ``name``.
    groups : Path
        CSV with ``code`` and ``isco`` (unit groups parted by ``|``).
    """
    members: dict[str, list[str]] = defaultdict(list)
    for concept in known:
        if not concept.key.startswith("own:"):
            members[concept.unit] += concept.labels["it"] + concept.labels["en"][:4]
    names = {row["code"]: html.unescape(row["name"]) for row in _table(titles)}
    found = []
    for row in _table(groups):
        concept = Concept(f"classified:{row['code']}", "classified")
        concept.labels["it"] = [names[row["code"]]]
        concept.sentences = [name for isco in row["isco"].split("|") for name in members[isco]]
        found.append(concept)
    return found


def titled_texts(path: Path, title: str, text: str, skip: set[str]) -> list[Concept]:
    """Rows of a classification as concepts: a title and the sentences that describe it.

    Rows whose code is in ``skip`` are left out: the benchmarks ask for their titles.
    """
    found = []
    for row in _table(path):
        if row["code"] in skip or not row[title]:
            continue
        concept = Concept(f"{path.stem}:{row['code']}", f"{path.stem}/{row['code'][:5]}")
        concept.labels["it"] = [html.unescape(row[title])]
        concept.sentences = sentences(row[text])
        if concept.sentences:
            found.append(concept)
    return found


def known_words(concepts: Sequence[Concept]) -> list[str]:
    """Canonical words of all labels, the commonest first."""
    counted: Counter[str] = Counter()
    for concept in concepts:
        for names in concept.labels.values():
            for name in names:
                counted.update(words(name))
    found = [word for word in counted if len(word) >= 4 and word.isalpha()]
    return sorted(found, key=lambda word: (-counted[word], word))


def _form(name: str) -> str:
    return " ".join(words(name))


def _distinct(names: list[str | None]) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in names if name and name.strip()))


def _split(cell: str, gender: str | None = None) -> list[str | None]:
    names: list[str | None] = []
    for name in cell.split("|"):
        names.append(name.split(gender)[0] if gender else name)
    return names


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
