"""All vocabularies in use together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from matcher.vocabulary.places import Places
from matcher.vocabulary.related import Related
from matcher.vocabulary.schema import Kind, Vocabulary

__all__ = ["Vocabularies"]


@dataclass(frozen=True)
class Vocabularies:
    """One vocabulary of each kind, the places, and which groups of occupations are near."""

    by_kind: Mapping[Kind, Vocabulary]
    places: Places
    related: Related

    def __getitem__(self, kind: Kind) -> Vocabulary:
        return self.by_kind[kind]

    @property
    def digest(self) -> str:
        """SHA-256 over the digests of all vocabularies and what is related, hexadecimal."""
        parts = [f"{kind} {self.by_kind[kind].digest}" for kind in sorted(self.by_kind)]
        parts += [f"{pair} {likeness}" for pair, likeness in sorted(self.related.items())]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()
