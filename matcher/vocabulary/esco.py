"""Reading the official ESCO CSV export into vocabularies.

"This service uses the ESCO classification of the European Commission."

A file ``occupations_it.csv`` with the columns ``conceptUri,preferredLabel,altLabels`` (alternatives one a
line) is enough to add the labels of one language to an export of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.errors import VocabularyError
from matcher.text.normalise import same_gender_forms
from matcher.vocabulary.esco_files import EscoTable, find_tables
from matcher.vocabulary.esco_words import with_words
from matcher.vocabulary.load import content_digest, find_vocabularies
from matcher.vocabulary.schema import Concept, Kind, Vocabulary

__all__ = ["EscoBundle", "EscoRelations", "read_esco", "split_gender"]

_STEM = 3
_SPOKEN = "words/esco_skills.csv"


@dataclass(frozen=True, eq=False)
class EscoRelations:
    """Which skills an occupation needs, by position in the two vocabularies.

    Attributes
    ----------
    occupation, skill : ndarray of int32, shape (n_relations,)
        Positions, ordered by occupation and then by skill.
    essential : ndarray of bool, shape (n_relations,)
        Essential, or optional.
    dangling : int
        Relations left out because one side is not in the export.
    """

    occupation: NDArray[np.int32]
    skill: NDArray[np.int32]
    essential: NDArray[np.bool_]
    dangling: int


@dataclass(frozen=True, eq=False)
class EscoBundle:
    """The vocabularies of one ESCO export and the relations between them."""

    occupations: Vocabulary
    skills: Vocabulary
    groups: Vocabulary
    relations: EscoRelations
    version: str
    languages: tuple[str, ...]

    @property
    def vocabularies(self) -> Mapping[Kind, Vocabulary]:
        """The vocabularies by kind."""
        return {"occupation": self.occupations, "skill": self.skills, "isco_group": self.groups}

    def counts(self) -> dict[str, int]:
        """Return how much was read: concepts, labels by language, relations."""
        counts = {
            "occupations": len(self.occupations),
            "skills": len(self.skills),
            "isco_groups": len(self.groups),
            "relations": len(self.relations.skill),
            "essential_relations": int(self.relations.essential.sum()),
            "dangling_relations": self.relations.dangling,
        }
        for language in self.languages:
            for name, vocabulary in (("occupations", self.occupations), ("skills", self.skills)):
                counts[f"{name}_{language}"] = sum(language in c.labels for c in vocabulary.concepts)
        return counts


@dataclass(slots=True)
class _Draft:
    """A concept while the tables of its languages are being read."""

    uri: str
    isco: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    labels_f: dict[str, str] = field(default_factory=dict)
    alternatives: dict[str, tuple[str, ...]] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)


def read_esco(path: Path | Sequence[Path], languages: Sequence[str] = ("it", "en")) -> EscoBundle:
    """Read an ESCO CSV export as published (v1.0.8 to v1.2).

    Parameters
    ----------
    path : Path or sequence of Path
        Folders, CSV files or ZIP archives: one per language as downloaded, together with the
        language-neutral relations where they come apart.
    languages : sequence of str
        ISO 639-1 codes of the labels to keep. A language that the export lacks is passed over.

    Returns
    -------
    EscoBundle
        Concepts have the last part of their URI as id; occupations carry ISCO-08 codes; skills carry the
        unit groups of the occupations that need them as essential, and the names that job ads give them.

    Raises
    ------
    VocabularyError
        ``E-VOC-421`` if there are no labels in any of the languages, ``E-VOC-422`` and ``E-VOC-423`` for
        files that cannot be read.
    """
    tables = find_tables([path] if isinstance(path, Path) else path)
    wanted = tuple(dict.fromkeys(language.lower() for language in languages))
    occupations = _read_labels([t for t in tables if t.name == "occupations"], wanted, gendered=True)
    skills = _read_labels([t for t in tables if t.name == "skills"], wanted, gendered=False)
    groups = _read_groups([t for t in tables if t.name == "ISCOGroups"], wanted)
    if not occupations and not skills:
        present = sorted({t.language for t in tables if t.language})
        raise VocabularyError(
            "E-VOC-421",
            f"Nessuna etichetta ESCO in {', '.join(wanted)} (lingue trovate: {', '.join(present) or 'nessuna'}).",
            "Servono occupations_XX.csv o skills_XX.csv, dove XX è la lingua.",
        )
    version = ".".join(map(str, max((t.version for t in tables), default=())))
    broader_occupations = _read_broader(tables, "broaderRelationsOccPillar", occupations)
    broader_skills = _read_broader(tables, "broaderRelationsSkillPillar", skills)
    occupation_ids, skill_ids = sorted(occupations), sorted(skills)
    relations = _read_relations(tables, occupation_ids, skill_ids)
    needed = _needed_by(relations, [occupations[i].isco for i in occupation_ids], len(skill_ids))
    return EscoBundle(
        occupations=_vocabulary(
            "occupation",
            version,
            (
                _concept("occupation", i, occupations[i], broader_occupations.get(i, ()))
                for i in occupation_ids
            ),
        ),
        skills=_vocabulary(
            "skill",
            version,
            with_words(
                [
                    _concept("skill", i, skills[i], broader_skills.get(i, ()), codes)
                    for i, codes in zip(skill_ids, needed, strict=True)
                ],
                find_vocabularies() / _SPOKEN,
                wanted,
            ),
        ),
        groups=_vocabulary(
            "isco_group",
            version,
            (
                _concept("isco_group", i, groups[i], (i[:-1],) if i[:-1] in groups else ())
                for i in sorted(groups)
            ),
        ),
        relations=relations,
        version=version,
        languages=wanted,
    )


def split_gender(label: str) -> tuple[str, str]:
    """Return the masculine and feminine forms of ``operaio/operaia``; the feminine is empty if there is none.

    A slash that parts no forms of one title is left alone (``carico/scarico``).
    """
    first, slash, second = (part.strip() for part in label.partition("/"))
    if not slash or not first or not second or "/" in second:
        return label, ""
    one, two = first.split(), second.split()
    if len(one) == 1 < len(two) and same_gender_forms(one[0], two[0]):
        return " ".join([first, *two[1:]]), second
    alike = one[0][:_STEM].lower() == two[0][:_STEM].lower()
    same_tail = len(one) > 1 and one[1:] == two[1:]
    return (first, second) if alike or same_tail else (label, "")


def _read_labels(
    tables: Sequence[EscoTable], languages: Sequence[str], *, gendered: bool
) -> dict[str, _Draft]:
    drafts: dict[str, _Draft] = {}
    for table in tables:
        if table.language not in languages:
            continue
        for row in table.rows():
            uri, label = row["conceptUri"].strip(), row["preferredLabel"].strip()
            if not uri or not label or row.get("status", "released") in ("obsolete", "deprecated"):
                continue
            draft = drafts.setdefault(_id_of(uri), _Draft(uri))
            draft.isco = draft.isco or (row.get("iscoGroup", "") or row.get("code", ""))[:4]
            for name, column in (("type", "skillType"), ("reuse", "reuseLevel"), ("code", "code")):
                if row.get(column):
                    draft.facts.setdefault(name, row[column])
            _add_labels(draft, table.language, label, row, gendered=gendered)
    return drafts


def _add_labels(draft: _Draft, language: str, label: str, row: Mapping[str, str], *, gendered: bool) -> None:
    others = [*_lines(row.get("altLabels", "")), *_lines(row.get("hiddenLabels", ""))]
    feminine = ""
    if gendered:
        label, feminine = split_gender(label)
        others = [form for other in others for form in split_gender(other) if form]
    if language in draft.labels:  # an older version of the same language
        others = [*draft.alternatives.get(language, ()), label, feminine, *others]
    else:
        draft.labels[language] = label
        if feminine:
            draft.labels_f[language] = feminine
    known = {draft.labels[language], draft.labels_f.get(language, ""), ""}
    draft.alternatives[language] = tuple(dict.fromkeys(other for other in others if other not in known))


def _read_groups(tables: Sequence[EscoTable], languages: Sequence[str]) -> dict[str, _Draft]:
    drafts: dict[str, _Draft] = {}
    for table in tables:
        if table.language in languages:
            for row in table.rows():
                code = row["code"].strip().removeprefix("C")
                draft = drafts.setdefault(code, _Draft(row.get("conceptUri", ""), isco=code))
                draft.labels.setdefault(table.language, row["preferredLabel"].strip())
    return drafts


def _read_broader(
    tables: Sequence[EscoTable], name: str, known: Mapping[str, _Draft]
) -> dict[str, tuple[str, ...]]:
    """Return the broader concepts of the same kind; groups of skills and of occupations are left out."""
    broader: defaultdict[str, set[str]] = defaultdict(set)
    for table in _newest(tables, name):
        for row in table.rows():
            narrow, wide = _id_of(row["conceptUri"]), _id_of(row["broaderUri"])
            if narrow in known and wide in known and narrow != wide:
                broader[narrow].add(wide)
    return {concept_id: tuple(sorted(wider)) for concept_id, wider in broader.items()}


def _read_relations(
    tables: Sequence[EscoTable], occupation_ids: Sequence[str], skill_ids: Sequence[str]
) -> EscoRelations:
    occupations = {concept_id: position for position, concept_id in enumerate(occupation_ids)}
    skills = {concept_id: position for position, concept_id in enumerate(skill_ids)}
    pairs: dict[tuple[int, int], bool] = {}
    dangling = 0
    for table in _newest(tables, "occupationSkillRelations"):
        for row in table.rows():
            occupation = occupations.get(_id_of(row["occupationUri"]))
            skill = skills.get(_id_of(row["skillUri"]))
            if occupation is None or skill is None:
                dangling += 1
            else:
                essential = row["relationType"].strip().lower() == "essential"
                pairs[occupation, skill] = pairs.get((occupation, skill), False) or essential
    ordered = sorted(pairs)
    keys = np.asarray(ordered, dtype=np.int32).reshape(-1, 2)
    essential_flags = np.fromiter((pairs[pair] for pair in ordered), dtype=np.bool_, count=len(ordered))
    return EscoRelations(keys[:, 0].copy(), keys[:, 1].copy(), essential_flags, dangling)


def _needed_by(relations: EscoRelations, isco: Sequence[str], n_skills: int) -> list[tuple[str, ...]]:
    codes: list[set[str]] = [set() for _ in range(n_skills)]
    essential = relations.essential
    for occupation, skill in zip(
        relations.occupation[essential].tolist(), relations.skill[essential].tolist(), strict=True
    ):
        if isco[occupation]:
            codes[skill].add(isco[occupation])
    return [tuple(sorted(found)) for found in codes]


def _newest(tables: Sequence[EscoTable], name: str) -> list[EscoTable]:
    """Return one table of a name, of the newest version: its copies in other languages say the same."""
    return [table for table in tables if table.name == name][:1]


def _concept(
    kind: Kind, concept_id: str, draft: _Draft, broader: tuple[str, ...], occupations: tuple[str, ...] = ()
) -> Concept:
    return Concept(
        id=concept_id,
        kind=kind,
        labels=draft.labels,
        labels_f=draft.labels_f,
        alternatives={language: texts for language, texts in draft.alternatives.items() if texts},
        isco=draft.isco,
        broader=broader,
        occupations=occupations,
        uri=draft.uri,
        facts=draft.facts,
        twins={feminine: draft.labels[language] for language, feminine in draft.labels_f.items()},
    )


def _vocabulary(kind: Kind, version: str, concepts: Iterable[Concept]) -> Vocabulary:
    ordered = tuple(concepts)
    return Vocabulary(kind, "esco", version, content_digest(ordered), ordered)


def _id_of(uri: str) -> str:
    return uri.strip().rstrip("/").rsplit("/", 1)[-1]


def _lines(cell: str) -> list[str]:
    separator = "\n" if "\n" in cell or " | " not in cell else " | "
    return [line.strip() for line in cell.split(separator) if line.strip()]
