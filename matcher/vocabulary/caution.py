"""What only looks like something asked for, and how sure words that spell no label must be."""

from __future__ import annotations

from matcher.text.folding import folded_set, word_set
from matcher.text.normalise import fold_text
from matcher.vocabulary.clauses import Clause
from matcher.vocabulary.everyday import EVERYDAY_FOLDED
from matcher.vocabulary.phrases import Spotted
from matcher.vocabulary.results import LinkResult

__all__ = ["is_practice", "is_workplace", "names_job", "needed"]

_LONG_WORD = 9
_NEVER = 2.0
_AT = word_set("per nella nelle presso alla della in")
_JOBS = folded_set(
    """developer engineer administrator specialist manager consultant architect analyst designer assistant officer
    director programmer technician lead expert scientist researcher coordinator representative executive"""
)


def needed(link: LinkResult, strict: float) -> float:
    """Return the confidence that a stretch needs; one word alone counts only as a long label misspelt.

    Words that share none with the nearest label, or everyday ones alone, are too little to go by, however alike; those
    that end with who works are a job.
    """
    if link.ambiguous and link.method != "embedding":
        return _NEVER
    words, label = fold_text(link.text), set(fold_text(link.alternatives[0].label))
    named = words[-1] in _JOBS and words[-1] not in label
    if link.method in ("embedding", "none") and (named or set(words) & label <= EVERYDAY_FOLDED):
        return _NEVER
    if " " in link.text or (link.method == "fuzzy" and len(link.text) >= _LONG_WORD):
        return strict
    return _NEVER


def names_job(clause: Clause, spotted: Spotted, text: str) -> bool:
    """Say whether an English job is called by what precedes it (*data warehouse developer*)."""
    following = clause.folded[spotted.last : spotted.last + 1]
    if not following or following[0].text not in _JOBS:
        return False
    return text[clause.folded[spotted.last - 1].end : following[0].start] == " "


def is_workplace(clause: Clause, spotted: Spotted) -> bool:
    """Say whether a school is where somebody works (*laboratori per la scuola primaria*), not what they finished."""
    start = clause.folded[spotted.first].start
    before = [token.text for token in clause.tokens if token.start < start][-2:]
    return clause.folded[spotted.first].text.startswith("scuol") and bool(set(before) & _AT)


def is_practice(text: str, start: int) -> bool:
    """Say whether a field is the adjective of a practice (*studio grafico*), not what somebody studied."""
    return text[:start].lower().endswith((" studio ", " studi "))
