"""Concepts and the vocabularies that hold them: plain, immutable, without I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

__all__ = ["Concept", "Kind", "Language", "Vocabulary"]

Kind = Literal[
    "occupation",
    "isco_group",
    "skill",
    "licence",
    "language",
    "level",
    "education",
    "field",
    "contract",
    "schedule",
    "service",
    "group",
]
Language = Literal["it", "en"]


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning that words can reach.

    Attributes
    ----------
    id : str
        Stable identifier, unique within its kind (``8344.forklift_driver``, ``tig_welding``, ``CE``).
    labels : mapping of language to str
        Preferred label; for occupations the masculine form.
    labels_f : mapping of language to str
        Feminine preferred label where it differs.
    alternatives : mapping of language to tuple of str
        Every other label, masculine and feminine forms both spelled out.
    isco : str
        ISCO-08 code of four digits (occupations), else empty.
    broader : tuple of str
        Ids of more general concepts of the same kind.
    implies : tuple of str
        Ids of concepts that the holder of this one also holds (a CE licence holds C).
    occupations : tuple of str
        ISCO-08 codes (three or four digits) where a skill is typical.
    rank : int
        Position in an ordered vocabulary (EQF 1..8, CEFR 1..6), else 0.
    uri : str
        ESCO URI where one exists, else empty.
    valid_from, valid_to : date or None
        Validity of a dated entry; ``None`` is open.
    twins : mapping of str to str
        Feminine labels to the masculine ones that they are the other form of (*hostess* to *steward*).
    facts : mapping of str to str
        Further columns of the source table, by name (expiry rules, definitions, legal basis).
    """

    id: str
    kind: Kind
    labels: Mapping[str, str]
    labels_f: Mapping[str, str] = field(default_factory=dict)
    alternatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    isco: str = ""
    broader: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()
    rank: int = 0
    uri: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    twins: Mapping[str, str] = field(default_factory=dict)

    def label(self, language: str = "it") -> str:
        """Return the preferred label, in Italian where the language has none."""
        return self.labels.get(language) or self.labels.get("it") or self.labels.get("en") or self.id

    def all_labels(self) -> tuple[tuple[str, str], ...]:
        """Return every ``(language, label)``, the preferred ones first, without repetition."""
        preferred = [*self.labels.items(), *self.labels_f.items()]
        others = [(lang, text) for lang, texts in self.alternatives.items() for text in texts]
        return tuple(dict.fromkeys((lang, text) for lang, text in (*preferred, *others) if text))


@dataclass(frozen=True)
class Vocabulary:
    """All concepts of one kind, in a fixed order.

    Attributes
    ----------
    kind : str
        What the concepts are.
    name : str
        ``built-in``, ``esco`` or the name of a plugin's vocabulary.
    version : str
        Version of the data.
    digest : str
        SHA-256 over the content, hexadecimal: the same content has the same digest.
    concepts : sequence of Concept
        Ordered by id.
    """

    kind: Kind
    name: str
    version: str
    digest: str
    concepts: Sequence[Concept]
    by_id: Mapping[str, Concept] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {concept.id: concept for concept in self.concepts})

    def __len__(self) -> int:
        return len(self.concepts)

    def __contains__(self, concept_id: object) -> bool:
        return concept_id in self.by_id

    def __getitem__(self, concept_id: str) -> Concept:
        return self.by_id[concept_id]
