"""Links that the words themselves settle: a label, the name of a function, a slip of spelling, a refusal."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from matcher.text.abbreviations import Abbreviations
from matcher.text.folding import FOLDED, fold_word
from matcher.text.heads import is_head
from matcher.text.normalise import FUNCTION_WORDS, Token, fold_tokens, tokenise
from matcher.text.titles import read_title, without_brackets
from matcher.vocabulary.everyday import EVERYDAY_FOLDED, is_everyday
from matcher.vocabulary.guard import is_bare_name, is_licence, is_negated, is_vague, traits
from matcher.vocabulary.lexicon import Hit, Lexicon, TextKeys, keys_of
from matcher.vocabulary.names import is_name_of_firm, is_name_of_place, tells_of_state
from matcher.vocabulary.qualifiers import ANIMALS, AROUND, WORKERS
from matcher.vocabulary.results import Method
from matcher.vocabulary.spelling import Spelling

__all__ = ["Found", "Lookup"]

_EXACT, _ALTERNATIVE = 0.99, 0.98
_LITERAL, _SET_APART, _ACTIVITY, _CORRECTED, _FUNCTION, _UNKNOWN_END = 1.0, 0.97, 0.95, 0.94, 0.92, 0.90
# One word alone with a letter wrong may be another word (*raider*, *rider*; *geografia*, *geografa*).
_ALONE_CORRECTED, _SHORT = 0.6, 6
_DENIED = 0.95
_PARTICIPLE = re.compile(r"(?:at[oaie]|an[oi])\Z")
#: Where a title stops naming the job, and the acronyms that may end what comes before.
_STOP = re.compile(
    r"\s+[-–—]\s+|\s*(?<!\s\w)[/+|,;]\s*|\s+(?:con|su|presso|c/o|settore|anche|no|senza)\s+|\s+cat(?:\.|egoria)\s*",
    re.IGNORECASE,
)
_ACRONYMS = re.compile(r"(?:\s+[A-Z]{2,5})+\Z")
_DENIAL = re.compile(r"[\s,(–—-]+(?:anche\s+)?(?:no|senza)\s", re.IGNORECASE)
# What completes the name of a job: *maestro* is none of *maestro di cerimonie*.
_OF = re.compile(r"(?:\b(?:di|del|dello|della|dei|degli|delle)\s|\b(?:dell|d)['’]\s?)\Z", re.IGNORECASE)
# What comes after one of these is where, for whom or when.
_WHERE = re.compile(
    r"\s(?:per|in|nel|nello|nella|nei|negli|nelle|nell['’]|presso|all['’]interno|for|at)\s", re.IGNORECASE
)
_FUNCTION_HEADS = ("addetto", "impiegato", "operatore")


@dataclass(frozen=True, slots=True)
class Found:
    """Outcome of a look-up.

    Attributes
    ----------
    hits : tuple of Hit
        Concepts of equal right; empty when the text must not be linked at all.
    method : str
        How they were found.
    confidence : float
        For one of them, were it the only one, 0..1.
    """

    hits: tuple[Hit, ...]
    method: Method
    confidence: float


class Lookup:
    """Looks texts up in a lexicon.

    Parameters
    ----------
    lexicon : Lexicon
        Labels by key.
    abbreviations : Abbreviations or None
        Abbreviations to write out.
    places : container of str
        Normalised names of municipalities, set apart at the end of a title.
    """

    def __init__(self, lexicon: Lexicon, abbreviations: Abbreviations | None, places: Container[str]) -> None:
        self._lexicon = lexicon
        self._abbreviations = abbreviations
        self._titles = lexicon.vocabulary.kind == "occupation"
        self._places = places
        # a title is looked up to be split, then to be linked
        self._keys = lru_cache(maxsize=4096)(lambda text: keys_of(text, abbreviations))
        self._read_title = lru_cache(maxsize=4096)(lambda text: read_title(text, abbreviations, places))

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self._lexicon.words)

    def find(self, text: str) -> Found | None:
        """Look a text up.

        Returns
        -------
        Found or None
            None when the words do not settle it, and likeness must.
        """
        keys = self._keys(text)
        if not keys.folded:
            return Found((), "none", 0.0)
        if hits := self._lexicon.find(keys):
            return _owners(hits, _LITERAL)
        tokens = tokenise(text, self._abbreviations)
        if is_negated(tokens) or self._is_licence(tokens):
            return self._before_denial(text) or Found((), "none", 0.0)
        readings = [(keys, _LITERAL), *self._readings(text)]
        for reading, certainty in readings[1:]:
            if hits := self._lexicon.find(reading):
                return _owners(hits, certainty)
        if is_bare_name(traits(tokens, text)) or self._names_nothing(text, tokens):
            return Found((), "none", 0.0)
        return self._by_function(text) or self._by_activity(readings) or self._by_spelling(readings)

    def _is_licence(self, tokens: Sequence[Token]) -> bool:
        """Say whether a text is a licence; a title that begins with one may go on to a job."""
        if self._lexicon.vocabulary.kind not in ("occupation", "skill"):
            return False
        return is_licence(tokens) and not (self._titles and any(is_head(token.text) for token in tokens))

    def _names_nothing(self, text: str, tokens: Sequence[Token]) -> bool:
        """Say whether a text is of everyday words alone, the name of a place or firm, or how an affair stands."""
        if (
            is_name_of_place(text)
            or tells_of_state(text)
            or is_name_of_firm(text, tokens, self._lexicon.words)
        ):
            return True
        if self._titles:
            known = self._lexicon.words
            name = " ".join(token.text for token in tokens)
            town = name in self._places and (tokens[0].capital or not {name} & known)
            return town or is_everyday(tokens, lambda word: word in known or self._spelling.correct(word))
        alone = sum(token.text not in FUNCTION_WORDS for token in tokens) == 1
        return self._lexicon.vocabulary.kind == "skill" and alone and is_everyday(tokens)

    def knows(self, text: str) -> bool:
        """Say whether a text is a label, apart from gender, number and what surrounds it."""
        if self._lexicon.find(self._keys(text)):
            return True
        return any(self._lexicon.find(keys) for keys, _ in self._readings(text))

    def find_label(self, text: str) -> Found | None:
        """Look up a text that is a label or, for a skill, names the same activity."""
        keys = self._keys(text)
        hits = self._lexicon.find(keys)
        return _owners(hits, _LITERAL) if hits else self._by_activity([(keys, _LITERAL)])

    def find_opening(self, text: str) -> Found | None:
        """Look up what opens a title that goes on (*Elettricista PES/PAV*, *OSS per struttura anziani*).

        For a title that nothing else explains. A bare head (*tecnico*) says too little.
        """
        whole = without_brackets(text)
        opening = _STOP.split(whole)[0]
        for start in dict.fromkeys((opening, opening if opening.isupper() else _ACRONYMS.sub("", opening))):
            if self._titles and start not in ("", text) and not is_vague(start):
                for keys, _ in ((self._keys(start), _LITERAL), *self._readings(start)):
                    if hits := self._lexicon.find(keys):
                        return _owners(hits, _UNKNOWN_END)
        for found, rest, between in self._beginnings(text):
            if _WHERE.search(between) and rest[0].text in AROUND:
                return found
        return None

    def _before_denial(self, text: str) -> Found | None:
        """Look up the job before what it goes without (*telefonista no vendita*, *cuoco anche senza esperienza*)."""
        job = _DENIAL.split(text)[0]
        if not self._titles or job in ("", text) or is_vague(job):
            return None
        found = self.find(job) or self.find_opening(job)
        return replace(found, confidence=found.confidence * _DENIED) if found and found.hits else None

    def find_beginning(self, text: str) -> Found | None:
        """Look up the longest label that a title begins with (*progettista meccanico Solidworks*).

        What follows must be words that no label of another concept has: *dentale* makes another job of *fresatore*.
        """
        for found, rest, between in self._beginnings(text):
            if not _OF.search(between):
                own = self._lexicon.words_of(hit.concept for hit in found.hits)
                others = {word.text for word in rest} - own - AROUND
                return None if others & self._lexicon.words else found
        return None

    def groups_of_beginning(self, text: str) -> frozenset[str]:
        """Return the ISCO groups of the longest label that a title begins with; none where none has one."""
        for found, _, between in self._beginnings(text):
            if not _OF.search(between):
                concepts = self._lexicon.vocabulary.concepts
                return frozenset(concepts[hit.concept].isco for hit in found.hits) - {""}
        return frozenset()

    def find_before_place(self, text: str) -> Found | None:
        """Look up the longest label before where, for whom or when (*barista per chiosco in spiaggia*)."""
        for found, rest, between in self._beginnings(text):
            if _WHERE.search(between):
                return None if rest[0].text in ANIMALS else found
        return None

    def _beginnings(self, text: str) -> Iterator[tuple[Found, Sequence[Token], str]]:
        """Yield the labels that a title begins with, longest first: each, the words after it, what joins them."""
        core = self._read_title(text).core if self._titles else ""
        words = fold_tokens(tokenise(core))
        for size in range(len(words) - 1, 0, -1):
            start = " ".join(word.text for word in words[:size])
            hits = self._lexicon.find(TextKeys(start, "", core[: words[size - 1].end]))
            if hits and not is_vague(start.replace(FOLDED, "o")):
                yield _owners(hits, _UNKNOWN_END), words[size:], core[words[size - 1].end : words[size].start]

    def find_qualified(self, text: str) -> Found | None:
        """Look up the label that opens a title of which the rest says where, when, how long, or in which language.

        *Carrellista turno di notte*, *aiuto cuoco agriturismo*, *receptionist lingue inglese e francese*. The rest is
        read up to where a title stops naming the job (*… settore logistica*).
        """
        for start in dict.fromkeys((text, _STOP.split(without_brackets(text))[0])):
            for found, rest, between in self._beginnings(start):
                if not {word.text for word in rest if not word.text.isdigit()} <= AROUND:
                    break
                if not _OF.search(between):
                    return found
        return None

    def spelled(self, text: str) -> str:
        """Return the words of a text that likeness compares: nothing set apart, slips of spelling corrected."""
        if self._titles:
            title = self._read_title(text)
            core = title.core or title.bare
        else:
            core = " ".join(token.text for token in tokenise(without_brackets(text), self._abbreviations))
        words = []
        for word in core.split():
            folded = keys_of(word).folded
            corrected = self._correct(folded) if folded else None
            words.append(corrected.replace("*", "o") if corrected else word)
        return " ".join(words)

    def _readings(self, text: str) -> Iterator[tuple[TextKeys, float]]:
        """Yield less literal ways to read a text, the most literal first, with the certainty of each."""
        if self._titles:
            title = self._read_title(text)
            forms = [without_brackets(text), title.core, title.bare]
        else:
            forms = [without_brackets(text)]
        for form in dict.fromkeys(forms):
            if form and form != text:
                yield self._keys(form), _SET_APART
        if self._titles and (known := self._without_unknown_end(title.bare)):
            yield keys_of(known), _UNKNOWN_END

    def _without_unknown_end(self, title: str) -> str:
        """Return a title without a last word that no label has (*operatore telefonico inbound Enel*), else nothing.

        What is left must have two words and more than a bare head, so that it still says what the job is.
        """
        words = title.split()
        if len(words) < 3 or keys_of(words[-1]).folded in self._lexicon.words:
            return ""
        rest = " ".join(words[:-1])
        too_little = " " not in keys_of(rest).folded or is_vague(rest)
        return "" if too_little or self._correct(keys_of(words[-1]).folded) else rest

    def _by_function(self, text: str) -> Found | None:
        """Find who works in a function named as a title (``magazzino``, ``casse``)."""
        if not self._titles:
            return None
        bare = WORKERS.sub("", self._read_title(text).bare)
        words = tokenise(bare)
        while len(words) > 1 and fold_word(words[-1].text) in AROUND:
            words, bare = words[:-1], bare[: words[-2].end]
        if not words or any(is_head(word.text) for word in words):
            return None
        for head in _FUNCTION_HEADS:
            hits = self._lexicon.find(keys_of(f"{head} {bare}"))
            if hits := tuple(hit for hit in hits if self._is_function(hit, head, bare, text)):
                return _owners(hits, _FUNCTION)
        return None

    def _is_function(self, hit: Hit, head: str, function: str, text: str) -> bool:
        """Say whether a label says of a head what it works at: with these very words, and no mere adjective."""
        if not hit.plain.endswith(f" {function}") or (
            head != "addetto" and hit.plain == f"{head} {function}"
        ):
            return False
        return text.isupper() or not self._lexicon.labels[hit.label].split()[-1].isupper()

    def _by_activity(self, readings: list[tuple[TextKeys, float]]) -> Found | None:
        """Find a skill named by the verb where the label has the noun, or the reverse."""
        if self._titles:
            return None
        for reading, certainty in readings:
            if hits := self._lexicon.find_activity(reading.folded):
                found = _owners(hits, certainty * _ACTIVITY)
                return Found(found.hits, "alternative", found.confidence)
        return None

    def _correct(self, word: str) -> str | None:
        """Return the known word that a folded one is a slip of; an everyday word is none."""
        return None if word in EVERYDAY_FOLDED else self._spelling.correct(word)

    def _corrected(self, reading: TextKeys, corrected: str) -> float:
        """Return how sure a slip is: one word alone must look like somebody at work, or lack a letter (*camerire*)."""
        word, short = reading.folded, len(reading.folded.rstrip(FOLDED)) <= _SHORT
        lacks = len(word) < len(corrected) and not _PARTICIPLE.search(reading.plain)
        sure = " " in word or (self._titles and not short and (lacks or is_head(reading.plain)))
        return _CORRECTED if sure else _ALONE_CORRECTED

    def _by_spelling(self, readings: list[tuple[TextKeys, float]]) -> Found | None:
        for reading, certainty in readings:
            corrected = " ".join(self._correct(word) or word for word in reading.folded.split())
            if corrected != reading.folded and (hits := self._lexicon.find(TextKeys(corrected, "", ""))):
                found = _owners(hits, certainty * self._corrected(reading, corrected))
                return Found(found.hits, "fuzzy", found.confidence)
        return None


def _owners(hits: tuple[Hit, ...], certainty: float) -> Found:
    """Keep the hits of equal right: those by a preferred label, if any."""
    owners = tuple(hit for hit in hits if hit.preferred == hits[0].preferred)
    if owners[0].preferred:
        return Found(owners, "exact", certainty * _EXACT)
    return Found(owners, "alternative", certainty * _ALTERNATIVE)
