"""A person read, linked and written out: what crosses between processes is what is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from matcher.desk.candidate_words import waiting_of_candidate
from matcher.domain.candidate import Candidate
from matcher.domain.record import Mention
from matcher.exchange.candidates import CandidateParts
from matcher.store.candidate_writes import CandidateTexts, StoredCandidate
from matcher.vocabulary.schema import Kind

__all__ = ["ReadyCandidate"]


@dataclass(frozen=True, slots=True)
class ReadyCandidate:
    """A person linked and written out: all that is left is to store them.

    Attributes
    ----------
    waiting : tuple of (Kind, Mention)
        Words that reached no concept.
    unknown_home : str
        The words of a home that no municipality has.
    """

    texts: CandidateTexts
    waiting: tuple[tuple[Kind, Mention], ...]
    unknown_home: str

    @classmethod
    def of(cls, parts: CandidateParts) -> Self:
        """Write a linked person out."""
        person, home = parts.candidate, parts.candidate.home
        return cls(
            CandidateTexts.of(StoredCandidate(person, parts.contact, parts.protected)),
            tuple(waiting_of_candidate(person)),
            home.text if home is not None and home.kind == "imprecise" else "",
        )

    @property
    def id(self) -> str:
        """The person's id."""
        return self.texts.id

    @property
    def candidate(self) -> Candidate:
        """The profile, read again: few rows are asked for it."""
        return Candidate.model_validate_json(self.texts.content["profile"])
