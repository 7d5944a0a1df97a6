"""Names that job ads give to ESCO skills, beside those that ESCO lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from matcher.text.normalise import normalise
from matcher.vocabulary.loose import WORDS
from matcher.vocabulary.schema import Concept
from matcher.vocabulary.table import read_rows, split_list
from matcher.vocabulary.traits import TRAITS

__all__ = ["with_words"]


def with_words(skills: Sequence[Concept], table: Path, languages: Sequence[str]) -> list[Concept]:
    """Return skills with the names of a table; an alternative of another skill that is one of them is taken away.

    Parameters
    ----------
    skills : sequence of Concept
        As an export of ESCO lists them.
    table : Path
        CSV with the columns ``id`` (last part of the URI), ``alt_XX`` and ``traits_XX`` for each language XX: names
        that stand for themselves, and words that count where they are said of a person. Rows of skills that the export
        lacks are passed over.
    languages : sequence of str
        Those to take.

    Raises
    ------
    VocabularyError
        ``E-VOC-102`` or ``E-VOC-103`` when it is no such table.
    """
    rows = {row["id"]: row for _, row in read_rows(table, ("id",))}
    owners = {
        normalise(name): skill.id
        for skill in skills
        for language in languages
        for name in split_list(rows.get(skill.id, {}), f"alt_{language}")
    }
    return [_named(skill, rows.get(skill.id, {}), owners, languages) for skill in skills]


def _named(
    skill: Concept, row: Mapping[str, str], owners: Mapping[str, str], languages: Sequence[str]
) -> Concept:
    added = {language: split_list(row, f"alt_{language}") for language in languages}
    alternatives = {
        language: tuple(name for name in names if owners.get(normalise(name), skill.id) == skill.id)
        for language, names in skill.alternatives.items()
    }
    for language, names in added.items():
        own = {*alternatives.get(language, ()), skill.labels.get(language)}
        more = tuple(name for name in names if name not in own)
        if more:
            alternatives[language] = (*alternatives.get(language, ()), *more)
    facts = {
        WORDS: "|".join(dict.fromkeys(name for names in added.values() for name in names)),
        **{TRAITS + language: row.get(TRAITS + language, "") for language in languages},
    }
    return replace(
        skill,
        alternatives={language: names for language, names in alternatives.items() if names},
        facts={**skill.facts, **{name: text for name, text in facts.items() if text}},
    )
