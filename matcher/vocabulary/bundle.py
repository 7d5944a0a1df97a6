"""All vocabularies in use together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from matcher.vocabulary.places import Places
from matcher.vocabulary.schema import Kind, Vocabulary

__all__ = ["Vocabularies"]


@dataclass(frozen=True)
class Vocabularies:
    """One vocabulary of each kind, and the places."""

    by_kind: Mapping[Kind, Vocabulary]
    places: Places

    def __getitem__(self, kind: Kind) -> Vocabulary:
        return self.by_kind[kind]

    @property
    def digest(self) -> str:
        """SHA-256 over the digests of all vocabularies, hexadecimal."""
        parts = "\n".join(f"{kind} {self.by_kind[kind].digest}" for kind in sorted(self.by_kind))
        return hashlib.sha256(parts.encode()).hexdigest()
