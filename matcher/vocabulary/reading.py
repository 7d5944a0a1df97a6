"""One text being read: its clauses, what was found so far, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from matcher.text.abbreviations import Abbreviations
from matcher.text.normalise import tokenise
from matcher.vocabulary.asides import Aside, find_asides, find_leisure, find_promises, find_workplaces
from matcher.vocabulary.clauses import Clause, split_clauses
from matcher.vocabulary.names import tells_of_state
from matcher.vocabulary.requirements import Level, Modals, Polarity, denies_need, level_of, polarity

__all__ = ["MentionKind", "Mentioned", "Reading"]

MentionKind = Literal[
    "skill", "licence", "language", "education", "field", "schedule", "contract", "experience", "availability"
]


# What the name of a job, or what is said of the employer and of the offer, does not ask for.
_OF_JOB = frozenset({"skill", "field"})
_OF_OTHERS = _OF_JOB | {"language", "education"}

_POLARITY: Mapping[Level, Polarity] = {"none": "negated", "must_not": "excluded"}


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Something that a text asks for, offers or excludes.

    Attributes
    ----------
    kind : str
        What it is about.
    text : str
        The words, quoted as written: ``text[start:end]`` of the source.
    start, end : int
        Their place.
    concept : str or None
        Id in the vocabulary of the kind; a code of ``AVAILABILITY``; None for experience.
    confidence : float
        Probability that the words mean the concept, 0..1.
    level : str
        As the modal words say: ``must``, ``strongly_wanted``, ``wanted``, ``must_not``, ``none``, ``ask``, or empty.
    polarity : str
        ``required``; ``negated`` (said not to be needed, or lacking); ``excluded`` (not wanted).
    value : float or str or None
        Years of experience; CEFR level of a language; id of the field of an education.
    """

    kind: MentionKind
    text: str
    start: int
    end: int
    concept: str | None
    confidence: float
    level: Level = ""
    polarity: Polarity = "required"
    value: float | str | None = None


class Reading:
    """A text and what was found in it.

    Parameters
    ----------
    text : str
        As written.
    modals : Modals
        Words that say how much something is wanted.
    abbreviations : Abbreviations or None
        Abbreviations to write out.
    of_person : bool
        It is a curriculum: nobody offers or seeks anything in it.
    """

    def __init__(
        self, text: str, modals: Modals, abbreviations: Abbreviations | None, *, of_person: bool = False
    ) -> None:
        self.text = text
        self._of_person = of_person
        self.modals = modals
        self.clauses: list[Clause] = split_clauses(text, tokenise(text, abbreviations))
        self.mentions: list[Mentioned] = []

    def is_free(self, start: int, end: int) -> bool:
        """Say whether nothing was found yet in a stretch of the text."""
        return all(end <= mention.start or mention.end <= start for mention in self.mentions)

    @cached_property
    def _asides(self) -> list[Aside]:
        always = [*find_leisure(self.clauses), *find_workplaces(self.clauses), *self._affairs()]
        if self._of_person:
            return always
        always += find_promises(self.clauses)
        return always + find_asides(self.clauses, lambda clause: bool(self.modals.find(clause.folded)))

    def _affairs(self) -> Iterator[Aside]:
        """Yield the clauses that tell how somebody's affair stands (*processo penale in corso*)."""
        for clause in self.clauses:
            start, end = clause.tokens[0].start, clause.tokens[-1].end
            if tells_of_state(self.text[start:end]):
                yield Aside(start, end, "affair")

    def may_ask(self, kind: MentionKind, start: int, end: int, *, beside_job: bool = False) -> bool:
        """Say whether a stretch may ask for something; only a tool or a trait may be by the name of the job itself."""
        touched = {aside.subject for aside in self._asides if start < aside.end and aside.start < end}
        if touched - {"job"}:
            return kind not in _OF_OTHERS
        return beside_job or not touched or kind not in _OF_JOB

    def add(
        self,
        kind: MentionKind,
        span: tuple[int, int],
        concept: str | None,
        *,
        confidence: float,
        value: float | str | None = None,
        level: Level | None = None,
        polarity_is: Polarity | None = None,
    ) -> None:
        """Note something found; its level and polarity are read from the words around unless given."""
        start, end = span
        index, first, last = self._folded_place(start, end)
        read_level: Level = (
            level_of(self.clauses, index, first, last, self.modals) if level is None else level
        )
        read_polarity = polarity(self.clauses[index], first, last) if polarity_is is None else polarity_is
        if read_level in _POLARITY:
            read_polarity = _POLARITY[read_level]
        elif read_polarity == "negated" and read_level in ("strongly_wanted", "wanted"):
            # *gradito ma non indispensabile il tedesco*, not *preferibile SAP, non AS400*
            bare = polarity_is is None and not denies_need(self.clauses[index], first)
            read_polarity = (
                "negated" if bare and not self.modals.find(self.clauses[index].folded) else "required"
            )
        quoted = self.text[start:end]
        self.mentions.append(
            Mentioned(kind, quoted, start, end, concept, confidence, read_level, read_polarity, value)
        )

    def _folded_place(self, start: int, end: int) -> tuple[int, int, int]:
        """Return the clause that holds a stretch, and the folded words it covers."""
        for index, clause in enumerate(self.clauses):
            if clause.tokens[-1].end > start:
                inside = [place for place, word in enumerate(clause.folded) if start <= word.start < end]
                first = inside[0] if inside else sum(word.start < start for word in clause.folded)
                return index, first, inside[-1] + 1 if inside else first
        return len(self.clauses) - 1, 0, 0
